// SPDX-License-Identifier: Apache-2.0
#include "api/appended_answer.h"

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/message.h"

namespace api {

using ledger::Result;
using ledger::SignedEvent;

ledger::Error bad_answer(const std::string& what) {
  return ledger::io_error("BAD_ANSWER", "the server's answer cannot be used: " + what);
}

std::string text_in(const Json& value, const char* member) {
  if (!value.is_object()) return {};
  const auto found = value.find(member);
  return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<std::uint64_t> number_in(const Json& value, const char* member) {
  const auto found = value.is_object() ? value.find(member) : value.end();
  if (value.is_object() && found != value.end()) {
    if (found->is_number_unsigned()) return found->get<std::uint64_t>();
    if (found->is_string()) return ledger::parse_decimal(found->get_ref<const std::string&>());
  }
  return bad_answer(std::string("no number \"") + member + "\"");
}

ledger::AppendResult read_appended(const Json& answer, const std::vector<SignedEvent>& sent,
                                   const ledger::LedgerIdentity& ledger) {
  const auto list = answer.is_object() ? answer.find("events") : answer.end();
  if (!answer.is_object() || list == answer.end() || list->size() != sent.size()) {
    return bad_answer("not one line per event");
  }
  std::vector<ledger::AppendedEvent> out;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const Json& line = (*list)[i];
    const auto index = number_in(line, "index");
    if (!index) return index.error();
    const auto digest = hex_in<ledger::Hash>(line, "digest");
    if (!digest) return digest.error();
    const auto ours =
        ledger::event_digest(ledger::signed_message(ledger.origin, ledger.ledger_id, sent[i].body));
    if (*digest != ours) {
      return ledger::corrupt("ANSWER_DIFFERS",
                             "the server answers about the event " + to_hex(*digest) +
                                 ", sent was " + to_hex(ours) +
                                 ": it is not known to be recorded; sending it again tells",
                             "events[" + std::to_string(i) + "]");
    }
    const auto repeated = line.find("repeated");
    out.push_back({*index, *digest,
                   repeated != line.end() && repeated->is_boolean() && repeated->get<bool>()});
  }
  return out;
}

ledger::Status check_receipts(const Json& answer, const std::vector<SignedEvent>& sent,
                              LogWatch& watch, const LogWatch::AskProof& ask) {
  const auto checkpoint = answer.find("checkpoint");
  if (checkpoint == answer.end()) return bad_answer("no checkpoint");
  if (auto taken = watch.take(text_in(*checkpoint, "note"), ask); !taken) return taken;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const Json& line = answer["events"][i];
    const auto index = number_in(line, "index");
    if (!index) return index.error();
    const auto recorded_at_us = number_in(line, "recorded_at_us");
    if (!recorded_at_us) return recorded_at_us.error();
    const auto entry = ledger::encode_entry({*recorded_at_us, sent[i].body, sent[i].signatures});
    if (!entry) return entry.error();
    auto shown =
        watch.check_receipt(ledger::leaf_hash(*entry), *index, text_in(line, "receipt"), ask);
    if (!shown) {
      ledger::Error error = shown.error();
      if (error.where.empty()) error.where = "events[" + std::to_string(i) + "]";
      return error;
    }
  }
  return ledger::Ok{};
}

}  // namespace api
