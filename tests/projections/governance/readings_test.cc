// SPDX-License-Identifier: Apache-2.0
// Every assumption that a decision rests on is read the other way, alone and together with others;
// what changes under one of these readings says so.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/explanation.h"
#include "projections/governance/words.h"
#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::TomskCouncil;

constexpr std::string_view kVacantPath = "bodies.COORDINATION_COUNCIL.vacant_seats_counted";
constexpr std::string_view kActingPath = "bodies.COORDINATION_COUNCIL.acting_head_needs_authority";

/// The last decision of a history, with its readings by what they turn.
struct ReadDecision {
  DecisionState state{};
  bool depends = false;
  std::map<std::string, DecisionState> readings;
  std::map<std::string, std::uint64_t> totals;
};

ReadDecision read_last(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  const Decision decision = decisions(Council(chronicle, support::kToday)).back();
  ReadDecision out{decision.state, decision.grounds.depends_on_assumption, {}, {}};
  for (const DecisionReading& one : decision.readings) {
    out.readings[rules::to_text(one.turned)] = one.state;
    out.totals[rules::to_text(one.turned)] = one.total.value_or(0);
  }
  return out;
}

fb::Certainty certainty_of(const ChronicleBuilder& b, std::string_view code) {
  const Chronicle chronicle = b.chronicle();
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() == code) return one.certainty;
  }
  return fb::Certainty::UNSPECIFIED;
}

TEST(CouncilAsKnownAt, IsBuiltOnceForAllQuestionsInARowAboutOneEvent) {
  const TomskCouncil t(4);
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const auto early = council.as_known_at(2);
  EXPECT_EQ(council.as_known_at(2), early);
  EXPECT_NE(council.as_known_at(t.b.size()), early);
  EXPECT_LT(early->members().size(), council.members().size());
  EXPECT_FALSE(early->fixes_outcomes());
}

TEST(CouncilReadOtherwise, SharesTheFactsAndWhatWasKnownEarlier) {
  const TomskCouncil t(4);
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const rules::Turned turned{{std::string(kVacantPath), ""}};
  const Council& other = council.read_otherwise(turned);
  EXPECT_EQ(&other.facts(), &council.facts());
  const auto early = council.as_known_at(2);
  const auto other_early = other.as_known_at(2);
  EXPECT_EQ(&other_early->facts(), &early->facts());
  EXPECT_EQ(other_early.get(), &early->read_otherwise(turned));
  ASSERT_NE(other_early->chronicle().turned(), nullptr);
  EXPECT_EQ(*other_early->chronicle().turned(), turned);
  EXPECT_FALSE(other_early->fixes_outcomes());
}

TEST(TO_4_Quorum, WhereTheCountIsOpenItIsToldWhatBothOfItsEndsDemand) {
  QuorumState open;
  open.present = 2;
  open.total = 3;
  open.total_open = 2;
  open.needed = 2;
  open.threshold = {1, 2, rules::Relation::kAtLeast};
  EXPECT_EQ(words_of(open).english,
            "quorum undetermined: 2 present of 3 to 5 members, >= 1/2 is 2 to 3");
  EXPECT_EQ(words_of(open).russian,
            "кворум не определён: присутствует 2 из 3–5 членов, >= 1/2 — это 2–3");
}

TEST(TO_4_Quorum, InRussianTheMembersAgreeWithTheirNumber) {
  QuorumState quorum;
  quorum.present = 11;
  quorum.total = 21;
  quorum.needed = 11;
  quorum.threshold = {1, 2, rules::Relation::kAtLeast};
  quorum.met = Truth::kYes;
  EXPECT_EQ(words_of(quorum).russian, "кворум есть: присутствует 11 из 21 члена, >= 1/2 — это 11");
  quorum.threshold = {1, 1, rules::Relation::kAtLeast};
  quorum.met = Truth::kNo;
  EXPECT_EQ(words_of(quorum).russian, "кворума НЕТ: присутствует 11 из 21 члена, нужны все");
}

TEST(TO_4_Quorum, ThePlaceOfARuleIsCalledAClauseOnlyWhereItHasANumber) {
  EXPECT_EQ(clause_in_words("7#1").russian, "пункт 7#1");
  EXPECT_EQ(clause_in_words("ГК 181.2").russian, "ст. 181.2 ГК");
  EXPECT_EQ(clause_in_words("ГК 181.2").english, "Civil Code 181.2");
  EXPECT_EQ(clause_in_words("гриф").russian, "гриф");
}

TEST(TO_5_Meetings, DaysAndPeriodsForRussiansAreThoseOfTheirPapers) {
  EXPECT_EQ(duty_period_in_words("2021-04").russian, "апрель 2021 года");
  EXPECT_EQ(duty_period_in_words("2023-Q1").russian, "1 квартал 2023 года");
  EXPECT_EQ(duty_period_in_words("2022/2023").russian, "2022/2023 учебный год");
  EXPECT_EQ(duty_period_in_words("2021-04").english, "2021-04");
  const FuzzyDate bounded{rules::date_from_iso("2022-12-25"), rules::date_from_iso("2022-12-31")};
  EXPECT_EQ(words_of(bounded).russian, "не раньше 25.12.2022 не позже 31.12.2022");
  EXPECT_EQ(words_of(bounded).english, "not before 2022-12-25 not after 2022-12-31");
}

TEST(TO_2_Exclusion, OnTheDayOfAMeetingIsReadAsTheDayBeforeToo) {
  TomskCouncil t(9);
  t.b.order("2021-05-05", {}, {9});
  t.decide(1, "2021-05-05", "ffff-----", "RECOMMENDATION");
  const ReadDecision seen = read_last(t.b);
  EXPECT_EQ(seen.state, DecisionState::kVoidNoQuorum) << "four of nine";
  EXPECT_TRUE(seen.depends);
  const std::string turned = "membership.excluded_last_day = DAY_BEFORE_ACT";
  ASSERT_TRUE(seen.readings.contains(turned));
  EXPECT_EQ(seen.readings.at(turned), DecisionState::kAdoptedUnformalised);
  EXPECT_EQ(seen.totals.at(turned), 8u);
  EXPECT_EQ(certainty_of(t.b, "NO_QUORUM"), fb::Certainty::ASSUMED);
}

TEST(TO_2_Exclusion, ADayLaterIsTheSameUnderEveryReading) {
  TomskCouncil t(9);
  t.b.order("2021-05-05", {}, {9});
  t.decide(1, "2021-05-06", "ffff-----", "RECOMMENDATION");
  const ReadDecision seen = read_last(t.b);
  EXPECT_EQ(seen.state, DecisionState::kAdoptedUnformalised) << "four of eight";
  EXPECT_FALSE(seen.depends);
}

TEST(TO_2_Inclusion, OnTheDayOfAMeetingIsReadAsFromTheNextDayToo) {
  TomskCouncil t(8);
  t.b.organisation(9);
  t.b.head(9, "APPOINTED", "2020-09-01", R"(,"person":{"person":@p:9})");
  t.b.order("2021-05-05", {9});
  t.decide(1, "2021-05-05", "ffff-----", "RECOMMENDATION");
  const ReadDecision seen = read_last(t.b);
  EXPECT_EQ(seen.state, DecisionState::kVoidNoQuorum) << "four of nine";
  ASSERT_TRUE(seen.readings.contains("membership.member_on_first_day"));
  EXPECT_EQ(seen.totals.at("membership.member_on_first_day"), 8u);
}

TEST(TO_3_Council, TwoAssumptionsThatChangeNothingAloneAreReadTogether) {
  TomskCouncil t(9);
  t.b.head(9, "RELEASED", "2021-04-01");
  t.b.head(4, "ACTING", "2021-04-01");
  t.decide(1, "2021-05-05", "ffff-----", "RECOMMENDATION");
  const ReadDecision seen = read_last(t.b);
  EXPECT_EQ(seen.state, DecisionState::kVoidNoQuorum) << "three of nine";
  EXPECT_FALSE(seen.readings.contains(std::string(kVacantPath))) << "three of eight";
  EXPECT_FALSE(seen.readings.contains(std::string(kActingPath))) << "four of nine";
  const std::string both = fmt::format("{}, {}", kActingPath, kVacantPath);
  ASSERT_TRUE(seen.readings.contains(both)) << "four of eight";
  EXPECT_EQ(seen.readings.at(both), DecisionState::kAdoptedUnformalised);
  EXPECT_TRUE(seen.depends);
}

TEST(TO_4_QuorumWording, WhetherAQuorumIsDemandedForOtherQuestionsIsReadBothWays) {
  TomskCouncil t(9);
  t.decide(1, "2021-05-05", "fff------", "ASSIGNMENT");
  const ReadDecision seen = read_last(t.b);
  EXPECT_EQ(seen.state, DecisionState::kVoidNoQuorum);
  const std::string turned = "bodies.COORDINATION_COUNCIL.quorum_for";
  ASSERT_TRUE(seen.readings.contains(turned));
  EXPECT_EQ(seen.readings.at(turned), DecisionState::kAdoptedUnformalised);
  EXPECT_EQ(certainty_of(t.b, "NO_QUORUM"), fb::Certainty::ASSUMED);
}

TEST(TO_4_QuorumWording, ForWhatPointThreeNamesTheQuorumIsDemandedUnderEveryReading) {
  TomskCouncil t(9);
  t.decide(1, "2021-05-05", "fff------", "RECOMMENDATION");
  const ReadDecision seen = read_last(t.b);
  EXPECT_EQ(seen.state, DecisionState::kVoidNoQuorum);
  EXPECT_FALSE(seen.depends);
  EXPECT_EQ(certainty_of(t.b, "NO_QUORUM"), fb::Certainty::STATED);
}

TEST(TO_7_2_CastingVote, InATieWithAbstentionsNamesItsAssumptionAndOnlyThat) {
  TomskCouncil t(9);
  t.b.elect(t.council, 1, 9, "2021-04-05");
  t.b.head(9, "RELEASED", "2021-04-20");
  const std::string last = t.decide(1, "2021-05-05", "fffaaass-", "RECOMMENDATION");
  const ReadDecision seen = read_last(t.b);
  EXPECT_EQ(seen.readings.size(), 1u) << "a vacant seat changes nothing where eight are present";
  const std::string turned = "bodies.COORDINATION_COUNCIL.casting_vote.with_abstentions";
  ASSERT_TRUE(seen.readings.contains(turned));
  EXPECT_EQ(seen.readings.at(turned), DecisionState::kRejected);
  const Chronicle chronicle = t.b.chronicle();
  const auto told = explain(Council(chronicle, support::kToday), ExplanationKind::kDecision,
                            *ledger::fixed_from_hex<ledger::Hash>(last));
  ASSERT_TRUE(told);
  EXPECT_TRUE(std::any_of(told->rules.begin(), told->rules.end(), [&](const RuleUsed& rule) {
    return rule.basis.path == turned;
  })) << "it is among the rules used";
}

/// Three participants, the third of whom has two lines; its second one is signed on that day.
void agreement_of_three(ChronicleBuilder& b, const std::string& last_line_signed) {
  for (std::uint64_t one = 1; one <= 3; ++one) b.organisation(one, "EMPLOYER");
  const auto paper = b.add("AgreementRegistered", fmt::format(R"({{"agreement":@t:6001,"version":1,
      "title_as_written":"Соглашение","kind":"INITIATIVE",
      "parties":[{{"number":1,"organisation":@o:1}},{{"number":2,"organisation":@o:2}},
                 {{"number":3,"organisation":@o:3}}],
      "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}},{{"slot":2,"party":2,"acting_as":"HEAD"}},
               {{"slot":3,"party":3,"acting_as":"HEAD"}},{{"slot":4,"party":3,"acting_as":"HEAD"}}],
      "term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
                                                              ledger::test::hex_of(77, 32)));
  for (std::uint64_t slot = 1; slot <= 3; ++slot) support::sign_slot(b, paper, slot, "2017-12-01");
  if (!last_line_signed.empty()) support::sign_slot(b, paper, 4, last_line_signed);
}

TEST(SM_Preamble_Parties, AMeetingRestsOnWhichLinesTheAgreementNeeds) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  agreement_of_three(b, "");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  const auto met = b.meeting(1, council, "2018-02-01");
  b.attendance(met, {1, 2});
  const auto ballot = b.ballot(1, met, "RECOMMENDATION");
  b.votes(ballot, "ff");
  b.close(ballot);
  b.decision(1, met, ballot, "RECOMMENDATION");
  const ReadDecision seen = read_last(b);
  EXPECT_EQ(seen.state, DecisionState::kUndetermined) << "the fourth line is not signed";
  ASSERT_TRUE(seen.readings.contains("agreement.all_slots_required"));
  EXPECT_EQ(seen.totals.at("agreement.all_slots_required"), 3u);
}

std::vector<Finding> with_code(const ChronicleBuilder& b, std::string_view code) {
  const Chronicle chronicle = b.chronicle();
  auto out = findings(chronicle, support::kToday);
  std::erase_if(out, [&](const Finding& one) { return one.code() != code; });
  return out;
}

TEST(SM_Preamble_Parties, AVoteOfNoSeatSaysWhetherItHangsOnTheLinesOfTheAgreement) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  agreement_of_three(b, "2019-01-01");
  b.organisation(77, "EMPLOYER");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  const auto met = b.meeting(1, council, "2018-02-01");
  const auto ballot = b.ballot(1, met, "RECOMMENDATION");
  b.votes(ballot, "f");
  const std::string path = "agreement.all_slots_required";
  const auto of_party = with_code(b, "SEAT_UNKNOWN");
  ASSERT_EQ(of_party.size(), 1u) << "in force since 2019 only";
  EXPECT_EQ(of_party[0].certainty, fb::Certainty::ASSUMED);
  ASSERT_EQ(of_party[0].readings.size(), 1u);
  EXPECT_EQ(of_party[0].readings[0].turned, path);
  EXPECT_EQ(of_party[0].readings[0].outcome.english, "nothing of the kind is found");
  b.votes(ballot, "f", 77);
  const auto both = with_code(b, "SEAT_UNKNOWN");
  ASSERT_EQ(both.size(), 2u);
  const auto stranger = std::find_if(both.begin(), both.end(), [&](const Finding& one) {
    return one.subject != of_party[0].subject;
  });
  EXPECT_TRUE(stranger->readings.empty());
  EXPECT_NE(stranger->certainty, fb::Certainty::ASSUMED);
  EXPECT_EQ(stranger->detail.english, "it does not depend on the assumption: " + path);
}

TEST(TO_7_2_CastingVote, OfATieWithAbstentionsIsAReadingAndNoConflictOfPapers) {
  TomskCouncil t(9);
  t.b.elect(t.council, 1, 9, "2021-04-05");
  t.decide(1, "2021-05-05", "ffffaaaas", "RECOMMENDATION");
  EXPECT_EQ(certainty_of(t.b, "CONFLICTING_RULES"), fb::Certainty::UNSPECIFIED) << "no such sign";
  EXPECT_EQ(certainty_of(t.b, "UNREGULATED_ACTION"), fb::Certainty::ASSUMED);
}

TEST(TO_7_2_CastingVote, OfSomebodyNotRecordedIsNotDerivedAsNotAdopted) {
  TomskCouncil t(8);
  t.decide(1, "2021-05-05", "ffffaaaa", "RECOMMENDATION");
  const Chronicle chronicle = t.b.chronicle();
  const Ballot ballot = ballots(Council(chronicle, support::kToday)).back();
  EXPECT_EQ(ballot.adopted, Truth::kUndetermined);
  EXPECT_EQ(ballot.derivation.english.find("not adopted"), std::string::npos)
      << ballot.derivation.english;
  EXPECT_NE(ballot.derivation.english.find("undetermined"), std::string::npos);
}

TEST(ExplainedVotes, OfADecisionNamesTheFindingsAboutTheVotesOfItsBallot) {
  TomskCouncil t(9);
  const std::string decided = t.decide(1, "2021-05-05", "fffff!f---", "RECOMMENDATION");
  const Chronicle chronicle = t.b.chronicle();
  const auto told = explain(Council(chronicle, support::kToday), ExplanationKind::kDecision,
                            *ledger::fixed_from_hex<ledger::Hash>(decided));
  ASSERT_TRUE(told);
  EXPECT_TRUE(std::any_of(told->findings.begin(), told->findings.end(),
                          [](const Finding& one) { return one.code() == "SEAT_ABSENT"; }));
}

}  // namespace
}  // namespace projections::governance
