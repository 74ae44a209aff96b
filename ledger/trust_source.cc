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

/// The size up to which a checkpoint key that the event at `index` replaced counts by itself: while
/// both sign, but not behind the next change, which ends that, nor beyond the log, whose later
/// checkpoints the new key signs too.
Result<std::uint64_t> last_size(const ReadView& view, std::uint64_t index,
                                const std::vector<KeyRecord>& keys) {
  const auto body = body_at(view, index);
  if (!body) return body.error();
  const auto* changed = body->table().payload_as_CheckpointKeyChanged();
  const std::uint64_t overlap = changed == nullptr ? 0 : changed->overlap();
  std::uint64_t last = view.size();
  for (const KeyRecord& key : keys) {
    const bool later = key.kind == KeyKind::kCheckpoint && !key.stands() && *key.ended_at > index;
    if (later) last = std::min(last, *key.ended_at);
  }
  return std::min(index + 1 + overlap, last);
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
      if (!key.stands()) {
        const auto size = last_size(view, *key.ended_at, keys);
        if (!size) return size.error();
        log_key.size_max = *size;
      }
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
