// SPDX-License-Identifier: Apache-2.0
#include "api/genesis.h"

#include <algorithm>

#include "api/event_json.h"
#include "api/names.h"
#include "ledger/checkpoint.h"
#include "ledger/hash.h"
#include "ledger/key_registry.h"
#include "ledger/message.h"
#include "ledger/note.h"
#include "projections/governance_admission.h"
#include "projections/pd_linter.h"
#include "projections/text_form.h"

namespace api {
namespace {

using ledger::PublicKey;
using ledger::Result;
using ledger::SigningKey;

struct RoleKey {
  const SigningKey* key;
  const char* role;
};

Json signer(const RoleKey& of, const Json& organisation) {
  Json out = Json::object();
  out["key"] = to_hex(of.key->public_key());
  out["capacity"] = {{"organisation", organisation}, {"role", of.role}};
  return out;
}

Json payload(const GenesisRequest& request) {
  Json keys = Json::array();
  for (const PublicKey& key : request.recovery) keys.push_back(to_hex(key));
  Json out = Json::object();
  out["origin"] = request.origin;
  out["random"] = to_hex(random_hash());
  out["operator_organisation"] = request.organisation;
  out["root_key"] = to_hex(request.root->public_key());
  out["recovery"] = {{"keys", std::move(keys)}, {"k", request.recovery_threshold}};
  out["service_key"] = to_hex(request.service->public_key());
  out["checkpoint_key"] = to_hex(request.checkpoint->public_key());
  out["default_zone_minutes"] = request.zone_minutes;
  if (!request.predecessor.is_null()) out["predecessor"] = request.predecessor;
  return out;
}

/// Of the ledger's own scope, by its root, about the registry.
Json root_event(const GenesisRequest& request, const Json& organisation, const char* type,
                Json payload) {
  const std::string nothing = to_hex(ledger::Id{});
  Json out = Json::object();
  out["schema_version"] = ledger::kSchemaVersion;
  out["event_id"] = to_hex(random_id());
  out["scope"] = {{"kind", "LEDGER"}, {"id", nothing}};
  out["subjects"] = Json::array({{{"kind", "REGISTRY"}, {"id", nothing}}});
  out["author"] = signer({request.root, "LEDGER_ROOT"}, organisation);
  out["dates"] = Json::object();
  out["attestation"] = {{"grade", "SELF"}};
  out["seen"] = {{"size", 0}, {"root", to_hex(ledger::empty_root())}};
  out["payload_type"] = type;
  out["payload"] = std::move(payload);
  return out;
}

Json genesis_event(const GenesisRequest& request, const Json& organisation,
                   const std::vector<RoleKey>& cosigners) {
  Json out = root_event(request, organisation, "LedgerCreated", payload(request));
  out["subjects"].push_back({{"kind", "ORGANISATION"}, {"id", organisation}});
  out["cosigners"] = Json::array();
  for (const RoleKey& key : cosigners) out["cosigners"].push_back(signer(key, organisation));
  return out;
}

Result<std::optional<ledger::SignedEvent>> upgrade(const GenesisRequest& request,
                                                   const Json& organisation,
                                                   const ledger::LedgerIdentity& ledger) {
  if (request.rules <= 1) return std::optional<ledger::SignedEvent>();
  auto bytes = body_from_json(
      root_event(request, organisation, "RulesUpgraded", {{"version", request.rules}}));
  if (!bytes) return bytes.error();
  const auto signature =
      request.root->sign(ledger::signed_message(ledger.origin, ledger.ledger_id, *bytes));
  return std::optional(ledger::SignedEvent{std::move(*bytes), {signature}});
}

/// What the door and the rules say of it, before anything is kept of the ledger that it begins.
ledger::Status check_genesis_event(const std::string& bytes) {
  const auto body = ledger::check_body(bytes);
  if (!body) return body.error();
  if (auto clear = projections::check_personal_data(*body); !clear) return clear;
  if (auto form = projections::check_text_form(*body); !form) return form;
  const ledger::Rows nothing;
  if (auto keys = ledger::check_keys(nothing, *body, 0); !keys) return keys;
  return projections::GovernanceAdmission().admit(nothing, {*body, 0, 0, ledger::Hash{}, {}});
}

}  // namespace

Result<Genesis> build_genesis(const GenesisRequest& request) {
  if (!ledger::is_origin(request.origin)) {
    return ledger::invalid("BAD_ORIGIN",
                           "an origin has 1 to 255 characters a-z 0-9 . / - and at least one dot",
                           "origin");
  }
  const Json organisation = request.organisation.is_object()
                                ? request.organisation.value("organisation", Json())
                                : Json();
  std::vector<RoleKey> cosigners{{request.service, "LEDGER_SERVICE"},
                                 {request.checkpoint, "LOG_CHECKPOINT"}};
  std::sort(cosigners.begin(), cosigners.end(), [](const RoleKey& a, const RoleKey& b) {
    return a.key->public_key() < b.key->public_key();
  });
  auto bytes = body_from_json(genesis_event(request, organisation, cosigners));
  if (!bytes) return bytes.error();
  if (auto good = check_genesis_event(*bytes); !good) return good.error();
  Genesis out;
  out.identity = {request.origin, ledger::ledger_id_of(*bytes)};
  const std::string message = ledger::signed_message(request.origin, ledger::Hash{}, *bytes);
  out.event.signatures.push_back(request.root->sign(message));
  for (const RoleKey& key : cosigners) out.event.signatures.push_back(key.key->sign(message));
  out.event.body = std::move(*bytes);
  out.vkey = ledger::format_vkey(
      {request.origin, ledger::SignatureType::kEd25519, request.checkpoint->public_key()});
  auto rules = upgrade(request, organisation, out.identity);
  if (!rules) return rules.error();
  out.rules_upgrade = std::move(*rules);
  return out;
}

}  // namespace api
