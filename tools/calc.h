// SPDX-License-Identifier: Apache-2.0
// One question of rule arithmetic as a JSON object, answered by the same object with the computed
// members beside: what `letopis calc` says to people and to programs. Members of the question that
// bear the name of a computed one never influence the answer; they are overwritten.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/json_text.h"
#include "projections/rules/charter.h"
#include "tools/session.h"

namespace tools {

enum class Question {
  kQuorum,
  kTally,
  kWorkingDays,
  kCalendarDays,
  kNotice,
  kTerm,
  kIsWorking,
};

/// "working_days" or "working-days", "notice" or "months_notice", "term" or "years_term".
std::optional<Question> question_named(std::string_view name);

/// What questions are answered with when they do not say it themselves.
struct CalcRules {
  projections::rules::WeekRules week;
  bool provisional = false;  ///< use provisional calendars where there is no official one
  bool explain = false;      ///< add a derivation, other readings and the calendars used
  std::optional<projections::rules::Charter> charter;
  ledger::fb::BodyKind body{};
  ledger::fb::DecisionKind decision = ledger::fb::DecisionKind::OTHER;
};

/// Never fails: what cannot be answered has `error`, a stable lower-case code, `message` with
/// `message_ru`, and null for what was not computed. quorum: needed, met. tally: adopted, by,
/// needed. working_days: due. calendar_days: nominal_due, effective_due. notice:
/// last_day_as_participant_at_earliest, out_from. term: last_day, expired_from. is_working:
/// working. `provisional` is true where an answer rests on a provisional calendar.
api::Json answered(Question question, api::Json line, const CalcRules& rules);

/// `line` with `error` and `message`, and null for the members that the question would compute.
api::Json answered_with_error(std::optional<Question> question, api::Json line,
                              const ledger::Error& error);

/// What went wrong, for people; empty for a reason that nobody has explained.
std::string error_in_russian(const ledger::Error& error);

/// The answer in a sentence.
std::string answer_text(Question question, const api::Json& answer, Language language);

}  // namespace tools
