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
  std::optional<Fact<fb::ExecutionJudged>> judged;  ///< the last word on it by the day
  /// A report that was returned by the day does not count; undetermined: whether it was is not
  /// known.
  Truth counts = Truth::kYes;
  /// By which event it is returned for good, whatever the day: the last word on it; nothing: it is
  /// not.
  std::optional<Fact<fb::ExecutionJudged>> returned_by;
};

struct ComponentState {
  std::uint8_t number = 0;
  std::string title;
  std::string printed;  ///< the term in the words of the paper
  std::string anchor;   ///< an occasion whose day the paper does not give
  fb::ScheduleKind kind{};
  std::optional<fb::BodyKind> meetings_of;
  rules::Scheduled scheduled;  ///< by the term that holds on the day, as changed last
  /// By terms that may hold instead, for the day of a change is not known, or whether it has
  /// effect.
  std::vector<rules::Scheduled> otherwise;
  std::vector<RuleUsed> rules;  ///< parameters of the charter by which the days were counted
  bool from_meeting = false;    ///< the term runs from the meeting that took the decision
  /// That meeting, by the version that holds; nothing if the decision names none.
  std::optional<Fact<fb::MeetingConvened>> meeting;
  bool cancelled = false;         ///< by the day
  bool may_be_cancelled = false;  ///< the day of a change is not known
  bool change_open = false;  ///< whether a decision that changes the term was adopted is not known
  std::vector<Fact<fb::TermChanged>> term_changes;  ///< by the day, in the order of their days
  std::vector<Report> reports;                      ///< in the order in which they were recorded
};

class Council;

/// What schedules are counted by.
struct ExecutionRules {
  rules::ScheduleRules schedule;
  rules::Calendar calendar;
  /// Whether "until" holds its own day: the charter's parameter, else an assumption.
  RuleUsed until;
  /// By which decisions behind changes of terms are judged.
  const Council* council = nullptr;
};
/// Borrows the council.
ExecutionRules execution_rules(const Council& council, const std::optional<AdoptedCharter>& charter,
                               const std::optional<rules::Period>& within);

using Components = flatbuffers::Vector<flatbuffers::Offset<fb::Component>>;

/// The components of the plan row with this D as they stand on a day. `components` may be null.
std::vector<ComponentState> execution_of(const Chronicle& chronicle, const ledger::Hash& duty,
                                         const Components* components, const ExecutionRules& rules,
                                         Date on);
/// The same of a decision: what recurs does so from the day of the
/// decision on.
std::vector<ComponentState> execution_of(const Chronicle& chronicle,
                                         const Fact<fb::DecisionDeclared>& decision,
                                         const ExecutionRules& rules, Date on);

}  // namespace projections::governance
