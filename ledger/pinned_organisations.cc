// SPDX-License-Identifier: Apache-2.0
#include "ledger/pinned_organisations.h"

#include <set>

#include "ledger/key_registry.h"

namespace ledger {
namespace {

std::set<Id> organisations_with_key(const Rows& keys) {
  std::set<Id> out;
  for (const KeyRecord& key : all_keys(keys)) {
    if (key.kind == KeyKind::kPerson && key.organisation) out.insert(*key.organisation);
  }
  return out;
}

/// The operator's organisation may show its root.
bool may_act(const KeyRecord& key) {
  return key.kind == KeyKind::kPerson || key.kind == KeyKind::kOperatorRoot;
}

}  // namespace

std::string pinned_name(const TrustedOrganisation& pinned) {
  return pinned.name.empty() ? to_hex(pinned.organisation) : pinned.name;
}

PinnedOrganisations compare_pinned(const std::vector<TrustedOrganisation>& pinned,
                                   const Rows& keys) {
  PinnedOrganisations out;
  std::set<Id> shown;
  std::vector<TrustedOrganisation> unknown;
  for (const TrustedOrganisation& one : pinned) {
    const auto record = find_key(keys, one.key);
    if (!record) {
      unknown.push_back(one);
    } else if (may_act(*record) && record->organisation == one.organisation) {
      ++out.known;
      shown.insert(one.organisation);
    } else {
      out.wrong.push_back({one, "as another's"});
    }
  }
  const std::set<Id> with_key = organisations_with_key(keys);
  for (TrustedOrganisation& one : unknown) {
    if (with_key.contains(one.organisation) && !shown.contains(one.organisation)) {
      out.wrong.push_back({std::move(one),
                           "not at all, and another one as that organisation's: it is false, or "
                           "the trust file is of another time"});
    } else {
      out.later.push_back(std::move(one));
    }
  }
  return out;
}

Status check_pinned(const std::vector<TrustedOrganisation>& pinned, const Rows& keys) {
  const auto compared = compare_pinned(pinned, keys);
  if (compared.wrong.empty()) return Ok{};
  const auto& [whose, why] = compared.wrong.front();
  return corrupt("ORGANISATION_KEY",
                 "the log knows the pinned key of " + pinned_name(whose) + " " + why,
                 "organisation " + to_hex(whose.organisation));
}

}  // namespace ledger
