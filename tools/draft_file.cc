// SPDX-License-Identifier: Apache-2.0
#include "tools/draft_file.h"

#include <algorithm>

#include "api/event_json.h"
#include "api/files.h"
#include "ledger/ed25519.h"
#include "ledger/message.h"

namespace tools {

using api::Json;
using ledger::invalid;
using ledger::PublicKey;
using ledger::Result;
using ledger::Signature;

namespace {

std::vector<PublicKey> signers_of(const ledger::Body& body) {
  std::vector<PublicKey> out{body.author().key};
  for (const auto& cosigner : body.cosigners()) out.push_back(cosigner.key);
  return out;
}

std::string message_of(const DraftFile& draft, const api::PreparedEvent& event) {
  return ledger::signed_message(draft.ledger.origin, draft.ledger.ledger_id, event.event.body);
}

class DraftReader {
 public:
  explicit DraftReader(const api::JsonText& text) : text_(text) {}

  Result<DraftFile> read() {
    const Json& root = text_.value;
    if (!root.is_object() || !root.contains("letopis_draft") || root["letopis_draft"] != 1) {
      return bad("not a draft of version 1", "");
    }
    const auto id = ledger::fixed_from_hex<ledger::Hash>(root.value("ledger_id", std::string()));
    if (!id) return bad("ledger_id", "/ledger_id");
    draft_.ledger = {root.value("origin", std::string()), *id};
    if (!root.contains("events") || !root["events"].is_array()) return bad("events", "/events");
    for (std::size_t i = 0; i < root["events"].size(); ++i) {
      auto event = read_event(root["events"][i], api::pointer_to("/events", i));
      if (!event) return event.error();
      draft_.events.push_back(std::move(*event));
    }
    return std::move(draft_);
  }

 private:
  ledger::Error bad(const std::string& what, const std::string& pointer) const {
    return text_.locate(invalid("BAD_DRAFT", "not a draft: " + what, pointer));
  }

  Result<api::PreparedEvent> read_event(const Json& value, const std::string& pointer) {
    if (!value.is_object()) return bad("an event is an object", pointer);
    const auto bytes = ledger::from_base64(value.value("body", std::string()));
    if (!bytes) return bad("body", pointer);
    const auto body = ledger::check_body(*bytes);
    if (!body) return body.error();
    api::PreparedEvent out;
    out.name = value.value("name", std::string("#draft"));
    out.where = text_.source + ":" + std::to_string(text_.line_of(pointer));
    out.payload_type = body->payload_name();
    out.event.body = *bytes;
    const std::string message = message_of(draft_, out);
    out.digest = ledger::event_digest(message);
    const auto signers = signers_of(*body);
    const Json signatures = value.value("signatures", Json::array());
    if (!signatures.is_array() || signatures.size() != signers.size()) {
      return bad("one signature, or null, for each signer", pointer);
    }
    for (std::size_t i = 0; i < signers.size(); ++i) {
      auto signature = read_signature(signatures[i], signers[i], message, pointer);
      if (!signature) return signature.error();
      out.event.signatures.push_back(*signature);
    }
    auto openings = read_openings(value, *body, pointer);
    if (!openings) return openings.error();
    out.openings = std::move(*openings);
    return out;
  }

  Result<Signature> read_signature(const Json& value, const PublicKey& key,
                                   const std::string& message, const std::string& pointer) const {
    if (value.is_null()) return Signature{};
    if (!value.is_string()) return bad("a signature is a text", pointer);
    const auto bytes = ledger::from_base64(value.get_ref<const std::string&>());
    if (!bytes || bytes->size() != Signature::kSize) return bad("a signature", pointer);
    const auto signature = ledger::fixed_from<Signature>(*bytes);
    if (ledger::ed25519_verify(key, message, signature)) return signature;
    return text_.locate(ledger::refused(
        "SIGNATURE_INVALID", "the signature of " + to_hex(key) + " is not of this event", pointer));
  }

  Result<std::vector<api::MatchedOpening>> read_openings(const Json& value,
                                                         const ledger::Body& body,
                                                         const std::string& pointer) const {
    std::vector<ledger::Opening> openings;
    for (const Json& item : value.value("openings", Json::array())) {
      auto opening = api::opening_from_json(item);
      if (!opening) return bad(opening.error().message, pointer);
      openings.push_back(std::move(*opening));
    }
    return api::match_openings(draft_.ledger.ledger_id, api::body_to_json(body),
                               std::move(openings));
  }

  const api::JsonText& text_;
  DraftFile draft_;
};

}  // namespace

Result<DraftFile> read_draft(const std::filesystem::path& path) {
  const auto text = api::read_file(path);
  if (!text) return text.error();
  const auto json = api::read_json(*text, path.string());
  if (!json) return json.error();
  return DraftReader(*json).read();
}

ledger::Status write_draft(const std::filesystem::path& path, const DraftFile& draft) {
  Json out = Json::object();
  out["letopis_draft"] = 1;
  out["origin"] = draft.ledger.origin;
  out["ledger_id"] = to_hex(draft.ledger.ledger_id);
  out["events"] = Json::array();
  for (const auto& event : draft.events) {
    Json item = Json::object();
    item["name"] = event.name;
    item["type"] = event.payload_type;
    item["body"] = ledger::to_base64(event.event.body);
    item["signatures"] = Json::array();
    for (const Signature& signature : event.event.signatures) {
      item["signatures"].push_back(signature.is_zero() ? Json()
                                                       : Json(ledger::to_base64(signature.view())));
    }
    item["openings"] = Json::array();
    for (const auto& matched : event.openings) {
      item["openings"].push_back(api::opening_to_json(matched.opening));
    }
    out["events"].push_back(std::move(item));
  }
  return api::write_file(path, out.dump(1) + "\n", 0600);
}

std::vector<PublicKey> missing_signers(const DraftFile& draft) {
  std::vector<PublicKey> out;
  for (const auto& event : draft.events) {
    const auto body = ledger::check_body(event.event.body);
    if (!body) continue;
    const auto signers = signers_of(*body);
    for (std::size_t i = 0; i < signers.size() && i < event.event.signatures.size(); ++i) {
      const bool known = std::find(out.begin(), out.end(), signers[i]) != out.end();
      if (event.event.signatures[i].is_zero() && !known) out.push_back(signers[i]);
    }
  }
  return out;
}

Result<std::size_t> sign_draft(DraftFile& draft, api::KeyRing& keys) {
  std::size_t added = 0;
  for (auto& event : draft.events) {
    const auto body = ledger::check_body(event.event.body);
    if (!body) return body.error();
    const auto signers = signers_of(*body);
    for (std::size_t i = 0; i < signers.size(); ++i) {
      if (!event.event.signatures[i].is_zero()) continue;
      const auto name = keys.name_of(signers[i]);
      if (!name) continue;
      const auto key = keys.unlock(*name);
      if (!key) return key.error();
      event.event.signatures[i] = (*key)->sign(message_of(draft, event));
      ++added;
    }
  }
  return added;
}

}  // namespace tools
