// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/event_reports.h"

#include <algorithm>
#include <map>

namespace projections::governance::internal {
namespace {

/// Whether `next` does again what `last` had done and was returned for: it was recorded after the
/// return or may have been done after it.
bool done_again(const Report& last, const Report& next) {
  if (!last.returned_by || last.organisation != next.organisation) return false;
  const Fact<fb::ExecutionJudged>& returned = *last.returned_by;
  return next.fact.index() > returned.index() ||
         rules::on_or_before(rules::fuzzy(returned->judged_on()), next.done_on) != Truth::kNo;
}

}  // namespace

std::vector<EventReports> reports_by_event(const std::vector<Report>& all,
                                           const std::optional<ledger::Id>& organisation) {
  std::vector<EventReports> out;
  std::map<std::string, unsigned> told;  // by the day of the event: how many reports
  std::map<std::string, std::size_t> of_others;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Report& report = all[i];
    const std::string day = rules::to_text(report.event_on);
    if (organisation && report.organisation && report.organisation != organisation) {
      of_others.emplace(day, i);
      continue;
    }
    const unsigned number = ++told[day];
    const auto again = std::find_if(out.begin(), out.end(), [&](const EventReports& event) {
      const Report& last = *event.reports.back();
      return last.event_on == report.event_on && done_again(last, report);
    });
    if (again != out.end()) {
      again->reports.push_back(&report);
      continue;
    }
    out.push_back({i, {&report}, number == 1 ? day : day + "#" + std::to_string(number)});
  }
  for (const auto& [day, first] : of_others) {
    if (!told.contains(day)) out.push_back({first, {}, day});
  }
  return out;
}

}  // namespace projections::governance::internal
