// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/successions.h"

#include <algorithm>
#include <set>

namespace projections::governance {

using ledger::Id;

Successions::Successions(const Chronicle& chronicle, Date on) {
  for (const auto& fact : chronicle.all<fb::OrganisationChanged>()) {
    const auto successor = optional_of<Id>(fact->successor());
    const Id organisation = fixed_of<Id>(fact->organisation());
    const FuzzyDate from = rules::fuzzy(fact->from());
    const Truth come = rules::on_or_before(from, FuzzyDate::on(on));
    if (!successor || *successor == organisation || come == Truth::kNo) continue;
    by_organisation_[organisation].push_back(
        {organisation, *successor, fact->kind(), from, come, *fact.source});
  }
  for (auto& [organisation, list] : by_organisation_) {
    std::stable_sort(list.begin(), list.end(), [](const Succession& a, const Succession& b) {
      return a.from.not_before.value_or(rules::kFirstDate) <
             b.from.not_before.value_or(rules::kFirstDate);
    });
  }
}

bool Successions::stands_for(const Id& one, const Id& organisation,
                             const FuzzyDate& acted_on) const {
  if (one == organisation) return true;
  const auto followers = of(organisation, true, acted_on);
  return std::any_of(followers.begin(), followers.end(),
                     [&](const Succession& step) { return step.successor == one; });
}

std::vector<Succession> Successions::of(const Id& organisation, bool certain,
                                        const FuzzyDate& acted_on) const {
  std::vector<Succession> out;
  std::set<Id> known{organisation};
  const auto add_those_of = [&](const Id& followed) {
    const auto found = by_organisation_.find(followed);
    if (found == by_organisation_.end()) return;
    for (const Succession& one : found->second) {
      if (certain && one.come != Truth::kYes) continue;
      if (rules::before(acted_on, one.from) == Truth::kYes) continue;
      if (known.insert(one.successor).second) out.push_back(one);
    }
  };
  add_those_of(organisation);
  for (std::size_t next = 0; next < out.size(); ++next) {
    const Id followed = out[next].successor;
    add_those_of(followed);
  }
  return out;
}

}  // namespace projections::governance
