// SPDX-License-Identifier: Apache-2.0
// What a decision or a row of a plan demands, component by component: due days, changes of the
// term, reports and what was said of them. Dates come from the schedule, never from its wording; a
// term that runs from the meeting itself runs from the day of the meeting that took the decision.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/charters.h"
#include "projections/rules/schedule.h"

namespace projections::governance {

struct Report {
  Fact<fb::ExecutionReported> fact;
  std::optional<ledger::Id> organisation;
  FuzzyDate event_on;  ///< what started the clock of a recurring duty
  FuzzyDate done_on;
  std::optional<Fact<fb::ExecutionJudged>> judged;  ///< the last word on it

  /// A report that was returned does not count.
  bool counts() const { return !judged || (*judged)->verdict() != fb::ExecutionVerdict::RETURNED; }
};

struct ComponentState {
  std::uint8_t number = 0;
  std::string title;
  std::string printed;  ///< the term in the words of the paper
  std::string anchor;   ///< an occasion whose day the paper does not give
  fb::ScheduleKind kind{};
  std::optional<fb::BodyKind> meetings_of;
  rules::Scheduled scheduled;   ///< by the newest term
  std::vector<RuleUsed> rules;  ///< parameters of the charter by which the days were counted
  bool from_meeting = false;    ///< the term runs from the meeting that took the decision
  /// That meeting, by the version that holds; nothing if the decision names none.
  std::optional<Fact<fb::MeetingConvened>> meeting;
  bool cancelled = false;
  std::vector<Fact<fb::TermChanged>> term_changes;
  std::vector<Report> reports;  ///< in the order in which they were recorded
};

/// What schedules are counted by.
struct ExecutionRules {
  rules::ScheduleRules schedule;
  rules::Calendar calendar;
  /// Whether "until" holds its own day: the charter's parameter, else an assumption.
  RuleUsed until;
};
ExecutionRules execution_rules(const Chronicle& chronicle,
                               const std::optional<AdoptedCharter>& charter,
                               const std::optional<rules::Period>& within);

using Components = flatbuffers::Vector<flatbuffers::Offset<fb::Component>>;

/// The components of the decision or plan row with this D. `components` may be null.
std::vector<ComponentState> execution_of(const Chronicle& chronicle, const ledger::Hash& duty,
                                         const Components* components, const ExecutionRules& rules);
/// The components of a decision as they stand on a day: what recurs does so from the day of the
/// decision on.
std::vector<ComponentState> execution_of(const Chronicle& chronicle,
                                         const Fact<fb::DecisionDeclared>& decision,
                                         const ExecutionRules& rules, Date on);

}  // namespace projections::governance
