// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/deeds_of_all.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;
using DeedsOfEach = std::map<Id, std::vector<Deed>>;

Missing missing_reports() {
  return missing("reports of all participants",
                 "one participant reports for itself; whether all have done it is not known",
                 "участник отчитывается за себя; исполнили ли все, неизвестно");
}

DeedsOfEach certain_deeds(DeedsOfEach of_each) {
  for (auto& [organisation, deeds] : of_each) {
    std::erase_if(deeds, [](const Deed& one) { return one.counts != Truth::kYes; });
  }
  return of_each;
}

/// When all of these had done it once more than `times`; nothing if one of them has not.
std::optional<Deed> done_together(const std::vector<Id>& all, const DeedsOfEach& of_each,
                                  std::size_t times) {
  std::optional<Deed> out;
  for (const Id& organisation : all) {
    const auto it = of_each.find(organisation);
    if (it == of_each.end() || it->second.size() <= times) return std::nullopt;
    const Deed& one = it->second[times];
    if (!out) {
      out = one;
      continue;
    }
    out->day = later_of(out->day, one.day);
    out->evidence.add(one.evidence);
    if (!out->open) out->open = one.open;
  }
  return out;
}

}  // namespace

BoundParticipants bound_on(const Council& council, const FuzzyDate& begin, std::optional<Date> end,
                           bool when_begun) {
  Date last = std::min(end.value_or(council.on()), council.on());
  if (begin.not_before) last = std::max(last, *begin.not_before);
  const auto throughout = possible_days(council, FuzzyDate{begin.not_before, last});
  std::set<Id> perhaps;
  for (const Date day : when_begun ? possible_days(council, begin) : throughout) {
    for (const Id& one : members_on(council.members(), day)) perhaps.insert(one);
    for (const Id& one : undetermined_members_on(council.members(), day)) perhaps.insert(one);
  }
  BoundParticipants out;
  out.perhaps.assign(perhaps.begin(), perhaps.end());
  out.certainly = out.perhaps;
  for (const Date day : throughout) {
    const auto then = members_on(council.members(), day);
    std::erase_if(out.certainly, [&](const Id& one) {
      return !std::binary_search(then.begin(), then.end(), one);
    });
  }
  return out;
}

std::vector<Deed> deeds_of_all(const BoundParticipants& bound, DeedsOfEach of_each) {
  for (auto& [organisation, deeds] : of_each) {
    std::stable_sort(deeds.begin(), deeds.end(), [](const Deed& a, const Deed& b) {
      return a.day.not_after.value_or(rules::kLastDate) <
             b.day.not_after.value_or(rules::kLastDate);
    });
  }
  std::vector<Deed> out;
  const DeedsOfEach certain = certain_deeds(of_each);
  while (auto deed = done_together(bound.perhaps, certain, out.size())) {
    out.push_back(std::move(*deed));
  }
  if (bound.certainly.empty()) {
    for (auto& [organisation, deeds] : of_each) {
      for (Deed& one : deeds) {
        one.counts = Truth::kUndetermined;
        one.open = missing_reports();
        out.push_back(std::move(one));
      }
    }
    return out;
  }
  while (auto deed = done_together(bound.certainly, of_each, out.size())) {
    deed->counts = Truth::kUndetermined;
    if (!deed->open) deed->open = missing_reports();
    out.push_back(std::move(*deed));
  }
  return out;
}

}  // namespace projections::governance::internal
