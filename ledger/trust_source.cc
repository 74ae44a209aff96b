// SPDX-License-Identifier: Apache-2.0
#include "ledger/trust_source.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "ledger/entry.h"
#include "ledger/key_registry.h"
#include "ledger/key_state.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {
namespace {

Result<Body> body_at(const ReadView& view, std::uint64_t index) {
  const auto event = view.event(index);
  if (!event) return event.error();
  const auto entry = parse_entry(event->entry);
  if (!entry) return entry.error();
  return check_body(entry->body);
}

/// The first name under which each organisation was registered.
Result<std::map<std::string, std::string>> organisation_names(const ReadView& view) {
  std::map<std::string, std::string> names;
  const auto add = [&](const fb::OrganisationProfile& profile) {
    if (profile.names() == nullptr || profile.names()->size() == 0) return;
    names.emplace(profile.organisation()->str(), profile.names()->Get(0)->text()->str());
  };
  const auto genesis = body_at(view, 0);
  if (!genesis) return genesis.error();
  if (const auto* created = genesis->table().payload_as_LedgerCreated()) {
    add(*created->operator_organisation());
  }
  std::optional<Error> failed;
  auto visited = view.by_type(fb::Payload::OrganisationRegistered, 0, [&](std::uint64_t index) {
    const auto body = body_at(view, index);
    if (!body) failed = body.error();
    const auto* payload = body ? body->table().payload_as_OrganisationRegistered() : nullptr;
    if (payload != nullptr) add(*payload->profile());
    return !failed;
  });
  if (!visited) return visited.error();
  if (failed) return *failed;
  return names;
}

/// Those that have ever had a key with which they may bring in others: nobody else does so for
/// them.
std::set<Id> administering_organisations(const std::vector<KeyRecord>& keys) {
  std::set<Id> out;
  for (const KeyRecord& key : keys) {
    const bool administers = key.kind == KeyKind::kPerson && key.may(kScopeAdminister);
    if (administers && key.organisation) out.insert(*key.organisation);
  }
  return out;
}

}  // namespace

Result<Trust> trust_of(const ReadView& view) {
  Trust trust;
  const auto identity = identity_of(view.store());
  if (!identity) return identity.error();
  trust.ledger_id = identity->ledger_id;
  trust.origin = identity->origin;
  const auto rows = read_key_rows(view.store());
  if (!rows) return rows.error();
  const auto names = organisation_names(view);
  if (!names) return names.error();
  const auto keys = all_keys(*rows);
  const auto administering = administering_organisations(keys);
  for (const KeyRecord& key : keys) {
    if (key.kind == KeyKind::kCheckpoint) {
      LogKey log_key{{trust.origin, SignatureType::kEd25519, key.key}, std::nullopt};
      // However long both sign: whatever covers more than the change, the new key has signed too.
      if (!key.stands()) log_key.size_max = *key.ended_at + 1;
      trust.log_keys.push_back(std::move(log_key));
    } else if (key.kind == KeyKind::kPerson && key.organisation &&
               administering.contains(*key.organisation)) {
      // Ended ones and those that only act too: an older copy or proof knows no later key.
      const auto name = names->find(to_hex(*key.organisation));
      trust.organisations.push_back(
          {*key.organisation, key.key, name == names->end() ? "" : name->second});
    }
  }
  return trust;
}

}  // namespace ledger
