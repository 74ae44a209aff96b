// SPDX-License-Identifier: Apache-2.0
// Verdicts in words, English and Russian, for people: previews, explanations, printed papers. The
// states' own names (name_of) are for programs.
#pragma once

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"

namespace projections::governance {

Sentence words_of(Truth truth);  ///< "yes", "no", "undetermined"
Sentence words_of(MeetingResult result);
Sentence words_of(DecisionState state);
Sentence words_of(ProtocolState state);
Sentence words_of(ForceState state);
Sentence words_of(MembershipState state);
Sentence words_of(rules::TallyGrade grade);
Sentence words_of(rules::DutyState state);
Sentence words_of(Severity severity);
Sentence words_of(Register shown_in);  ///< "sign of a violation", "gap in the record", …
Sentence words_of(ledger::Grade grade);
Sentence words_of(fb::Certainty certainty);
Sentence words_of(fb::DecisionKind kind);
Sentence words_of(fb::BodyKind kind);
Sentence words_of(fb::Role role);
Sentence words_of(fb::OrganisationCategory category);
Sentence words_of(fb::MeetingForm form);      ///< "in person", "by ballot"
Sentence words_of(const fb::Length& length);  ///< "5 years", «5 лет»
Sentence words_of(fb::ActingAs acting_as);
Sentence words_of(fb::Choice choice);
Sentence words_of(fb::ProtocolSignerKind signer);

/// One line of arithmetic, e.g. "8 of 14 members present, at least 1/2 is 7: there is a quorum".
Sentence words_of(const QuorumState& quorum);
/// "adopted", "not adopted", "undetermined".
Sentence adopted_in_words(Truth adopted);
/// "2021-04-05", «05.04.2021»; the bounds of a day, or "day not known".
Sentence words_of(const FuzzyDate& date);
/// "from 2021-04-05", «с 05.04.2021»; «со дня не раньше …», «с неизвестного дня».
Sentence since_in_words(const FuzzyDate& from);
/// «05.04.2021», as Russian papers print a day.
std::string russian_day(Date day);
/// A period of a recurring duty (rules::period_name), e.g. "2021-04", «апрель 2021 года».
Sentence duty_period_in_words(const std::string& period);
/// Of a rule: its clause and certainty, e.g. "clause 7, stated".
Sentence words_of(const RuleUsed& rule);
/// "clause 7", «пункт 7»; «ст. 181.2 ГК» of general law; a part that has no number as it is called.
Sentence clause_in_words(const std::string& clause);
/// What has to be done at a point, as people say it; a charter names its deadlines for programs,
/// and `name` is said where there are no words.
Sentence deed_of(fb::DutyPoint stop, const std::string& name);

}  // namespace projections::governance
