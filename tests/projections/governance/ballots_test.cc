// SPDX-License-Identifier: Apache-2.0
// How ballots come out over events: the casting vote, the three bases of the expert council,
// general law where a charter leaves the council's rules open, the rules of an agreement, one voice
// for each participant (TO 7, 10; TU 18-19; SM 5.2).
#include "projections/governance/ballots.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::TomskCouncil;

/// What tests look at after the chronicle is gone.
struct Counted {
  Truth adopted{};
  std::optional<rules::Tally> tally;
  std::uint64_t in_favour = 0, against = 0, abstained = 0;
  std::optional<std::uint64_t> present;
  bool disagree = false, depends = false, readings_disagree = false;
  std::vector<Truth> readings;
  std::string clause, certainty;
  std::optional<std::uint64_t> quorum_present, quorum_total;
};

Counted counted(const ChronicleBuilder& b, std::size_t which) {
  const Chronicle chronicle = b.chronicle();
  const Council council(chronicle, support::kToday);
  const Ballot ballot = ballots(council).at(which);
  Counted out;
  out.adopted = ballot.adopted;
  out.tally = ballot.tally;
  if (ballot.votes) {
    out.in_favour = ballot.votes->in_favour;
    out.against = ballot.votes->against;
    out.abstained = ballot.votes->abstained;
  }
  out.present = ballot.electorate.present;
  out.disagree = ballot.representatives_disagree();
  out.depends = ballot.grounds.depends_on_assumption;
  out.readings_disagree = ballot.readings_disagree;
  for (const rules::Reading& one : ballot.readings) {
    out.readings.push_back(one.tally ? rules::truth_of(one.tally->adopted) : Truth::kUndetermined);
  }
  if (!ballot.grounds.rules.empty()) {
    out.clause = ballot.grounds.rules.front().basis.clause;
    out.certainty = fb::EnumNameCertainty(ballot.grounds.rules.front().basis.certainty);
  }
  if (ballot.meeting != nullptr) {
    const QuorumState quorum = quorum_for(council, *ballot.meeting, ballot.kind, 0);
    out.quorum_present = quorum.present;
    out.quorum_total = quorum.total;
  }
  return out;
}

/// Ten members, the chair in seat 1; the second ballot of the record.
Counted voted(const std::string& votes, bool with_chair = true,
              const support::CharterEdits& edits = {}) {
  TomskCouncil t(10, edits);
  t.b.elect(t.council, with_chair ? 1 : 2, 10, "2021-04-05");
  t.decide(1, "2021-05-05", votes, "RECOMMENDATION");
  return counted(t.b, 1);
}

TEST(TO_7_2_CastingVote, TheChairsSideOfATieWins) {
  EXPECT_EQ(voted("fffffaaaaa").adopted, Truth::kYes) << "the chair is for";
  EXPECT_EQ(voted("aaaaafffff").adopted, Truth::kNo) << "the chair is against";
  EXPECT_EQ(voted("fffffaaaaa").tally->by, rules::DecidedBy::kCastingVote);
  EXPECT_EQ(voted("fffffaaaaa").in_favour, 5u) << "it is not a second vote";
}

/// The clauses of the rules that a ballot rests on, by the parameter.
std::map<std::string, std::string> clauses_of(const support::CharterEdits& edits,
                                              std::string* derivation = nullptr) {
  TomskCouncil t(10, edits);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  t.decide(1, "2021-05-05", "fffffaaaaa", "RECOMMENDATION");
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const Ballot ballot = ballots(council).at(1);
  if (derivation != nullptr) *derivation = ballot.derivation.english + ballot.derivation.russian;
  std::map<std::string, std::string> out;
  for (const RuleUsed& rule : ballot.grounds.rules) out[rule.basis.path] = rule.basis.clause;
  return out;
}

TEST(TO_7_2_CastingVote, IsShownWithTheClauseThatSaysWhoseItIs) {
  const auto clauses = clauses_of({});
  const auto found = clauses.find("bodies.COORDINATION_COUNCIL.casting_vote.holder");
  ASSERT_NE(found, clauses.end());
  EXPECT_EQ(found->second, "7#2");
}

TEST(TO_7_2_CastingVote, IsNotCalledTheChairsWhereAnotherMayHoldIt) {
  std::string derivation;
  clauses_of({}, &derivation);
  EXPECT_NE(derivation.find("by the casting vote"), std::string::npos) << derivation;
  EXPECT_EQ(derivation.find("chair"), std::string::npos) << derivation;
  EXPECT_EQ(derivation.find("председател"), std::string::npos) << derivation;
}

TEST(TO_7_2_CastingVote, WithoutTheChairATieIsNotAdopted) {
  EXPECT_EQ(voted("s-ffffaaaa").adopted, Truth::kNo) << "the chair abstains";
  EXPECT_EQ(voted("-sffffaaaa").adopted, Truth::kNo) << "the chair is absent";
}

TEST(TO_7_2_CastingVote, FiveToFourOfTenIsNeitherAMajorityNorATie) {
  EXPECT_EQ(voted("fffffaaaas").adopted, Truth::kNo);
}

TEST(TO_7_2_CastingVote, InAnElectionTheSameFollowsWhateverIsAskedFirst) {
  TomskCouncil t(10);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  t.decide(1, "2021-05-05", "fffffaaaaa", "ELECTION",
           fmt::format(R"(,"body":"{0}","offices":[{{"body":"{0}","seat":@o:2,"office":"CHAIR",
                              "mode":"ELECTED"}}])",
                       t.council));
  t.decide(2, "2021-06-07", "afaaaafffs", "RECOMMENDATION");  // 4:5, no tie
  t.decide(3, "2021-07-05", "afaaaaffff", "RECOMMENDATION");  // 5:5, the second is for
  const Chronicle chronicle = t.b.chronicle();
  const Council by_ballots(chronicle, support::kToday);
  const auto asked_first = ballots(by_ballots);
  const Council by_decisions(chronicle, support::kToday);
  const auto decided = decisions(by_decisions);
  const auto asked_then = ballots(by_decisions);
  ASSERT_EQ(asked_first.size(), 4u);
  const std::vector<Truth> wanted = {Truth::kYes, Truth::kYes, Truth::kNo, Truth::kYes};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(asked_first[i].adopted, wanted[i]) << i;
    EXPECT_EQ(asked_then[i].adopted, wanted[i]) << i;
    EXPECT_EQ(decided[i].state == DecisionState::kRejected, wanted[i] == Truth::kNo) << i;
  }
  for (const Council* council : {&by_ballots, &by_decisions}) {
    const auto& terms = council->chairs(council->bodies().front());
    ASSERT_EQ(terms.size(), 2u);
    EXPECT_EQ(terms[1].effective, Truth::kYes) << "the chair's vote decided the tie";
  }
}

TEST(Trap_14_Abstentions, CountAgainstUnlessTheVotesAreEqual) {
  EXPECT_EQ(voted("ffffaaaass").adopted, Truth::kYes) << "4:4 and the chair is for";
  EXPECT_EQ(voted("ffffaaass-").adopted, Truth::kNo) << "4:3 of nine present";
  EXPECT_TRUE(voted("ffffaaaass").depends) << "the other reading of 7 rejects";
  const support::CharterEdits deny = {
      {R"("with_abstentions": "ALLOW")", R"("with_abstentions": "DENY")"}};
  EXPECT_EQ(voted("ffffaaaass", true, deny).adopted, Truth::kNo);
}

TEST(TO_7_1_Majority, IsOfThosePresentNotOfThoseWhoVoted) {
  EXPECT_EQ(voted("ffffffaaa-").adopted, Truth::kYes);
  EXPECT_EQ(voted("ffffaaass-").tally->base_size, 9u);
  EXPECT_EQ(voted("ffffaaass-").tally->needed, 5u);
}

// --- the expert council --------------------------------------------------------------------------

Counted opinion(const std::string& votes) {
  TomskCouncil t(4);
  const auto experts =
      t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 11));
  const auto ballot =
      t.b.ballot(1, "", "OPINION", fmt::format(R"(,"body":"{}","closes":@d:2021-05-20)", experts));
  t.b.votes(ballot, votes, 1, 't');
  t.b.close(ballot);
  return counted(t.b, 0);
}

TEST(TO_7_1_Majority, CountsThatContradictEachOtherAreToldInBothLanguages) {
  TomskCouncil t(9);
  const auto met = t.b.meeting(1, t.council, "2021-04-05");
  t.b.attendance(met, {1, 2, 3, 4, 5});
  const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
  t.b.counted(ballot, R"(,"votes_for":7,"votes_against":1,"abstained":0)");
  t.b.close(ballot);
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const Ballot found = ballots(council).at(0);
  EXPECT_EQ(found.adopted, Truth::kUndetermined);
  EXPECT_NE(found.derivation.english.find("8 votes of 5 present"), std::string::npos)
      << found.derivation.english;
  EXPECT_NE(found.derivation.russian.find("голосов 8, а присутствующих 5"), std::string::npos)
      << found.derivation.russian;
  EXPECT_EQ(found.derivation.russian.find(" of "), std::string::npos);
}

/// Where the majority is one of all members and vacant seats are none; nothing is recorded of who
/// heads the eighth, unless since a day.
Truth of_all_members(const std::string& votes, const char* headed_since = nullptr) {
  TomskCouncil t(7, {{R"("relation": "MORE_THAN", "base": "PRESENT")",
                      R"("relation": "MORE_THAN", "base": "ALL_MEMBERS")"},
                     {R"("vacant_seats_counted": true)", R"("vacant_seats_counted": false)"}});
  t.b.organisation(8);
  t.b.order("2021-03-18", {8});
  if (headed_since != nullptr) t.b.head(8, "APPOINTED", headed_since);
  t.decide(1, "2021-05-05", votes, "RECOMMENDATION");
  return counted(t.b, 0).adopted;
}

TEST(TO_3_Council, ASeatOfWhoseHolderNothingIsRecordedLeavesABaseOfAllMembersOpenWhereItDecides) {
  EXPECT_EQ(of_all_members("ffffs---"), Truth::kUndetermined) << "4 of 7 or of 8";
  EXPECT_EQ(of_all_members("fffff---"), Truth::kYes);
  EXPECT_EQ(of_all_members("fffss---"), Truth::kNo);
  EXPECT_EQ(of_all_members("ffffs---", "2020-09-01"), Truth::kNo) << "the seat is filled";
}

TEST(TO_10_Bases, FourToThreeOfElevenComesOutDifferentlyByTheBase) {
  const Counted seven = opinion("ffffaaa");
  EXPECT_EQ(seven.adopted, Truth::kYes) << "of the votes cast, the assumption";
  EXPECT_TRUE(seven.readings_disagree) << "six of all eleven would be needed";
  EXPECT_GE(seven.readings.size(), 3u);
  EXPECT_FALSE(opinion("ffffffa").readings_disagree) << "six to one passes by every base";
}

// --- rules that the charter leaves open ----------------------------------------------------------

/// Participants 1 to `count` of a Tula cluster with a council; `more` of the agreement.
struct Tula {
  explicit Tula(std::uint64_t count, const std::string& more = {}, const std::string& seats = {})
      : b("tula") {
    support::concluded_agreement(b, count, "2023-08-15", more);
    council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15", seats);
  }
  Counted decide(const std::string& votes) {
    const auto met = b.meeting(1, council, "2023-09-15");
    std::vector<std::uint64_t> present;
    for (std::uint64_t one = 1; one <= votes.size(); ++one) {
      if (votes[one - 1] != '-') present.push_back(one);
    }
    b.attendance(met, present);
    const auto ballot = b.ballot(1, met, "OTHER");
    std::uint64_t seat = 0;
    for (const char letter : votes) {
      ++seat;
      if (letter != '-') b.votes(ballot, std::string(1, letter), seat);
    }
    b.close(ballot);
    return counted(b, 0);
  }
  ChronicleBuilder b;
  std::string council;
};

TEST(Trap_13_OpenRules, GeneralLawDecidesWhereTheRegulationIsSilent) {
  Tula t(6);
  const Counted passed = t.decide("ff----");
  EXPECT_EQ(passed.adopted, Truth::kYes) << "a majority of those who take part";
  EXPECT_EQ(passed.clause, "ГК 181.2");
  EXPECT_EQ(passed.certainty, "DEFAULT");
  Tula half(6);
  const Counted three = half.decide("ffa---");
  EXPECT_EQ(three.quorum_present, 3u);
  EXPECT_EQ(three.quorum_total, 6u);
}

TEST(TU_18_19_CouncilRules, OfAnAgreementInForceTakeThePlaceOfGeneralLaw) {
  const std::string own = R"(,"council_rules":[{"kind":"SECTORAL_COUNCIL","organ_of_cluster":true,
      "seats":"REPRESENTATIVES_OF_ALL","seats_from":"PARTICIPANTS","composed_by":"RULE_ITSELF",
      "ballot":"OPEN","convened_by":"CHAIR","agenda_by":"CHAIR","ballots_opened_by":"NOT_STATED",
      "quorum":{"numerator":2,"denominator":3,"relation":"AT_LEAST","base":"ALL_PARTICIPANTS"},
      "majority":{"numerator":2,"denominator":3,"relation":"AT_LEAST","base":"ALL_MEMBERS"}}])";
  Tula agreed(6, own);
  const Counted four = agreed.decide("ffff--");
  EXPECT_EQ(four.adopted, Truth::kYes);
  EXPECT_EQ(four.tally->base_size, 6u);
  EXPECT_EQ(four.certainty, "STATED");
  Tula three(6, own);
  EXPECT_EQ(three.decide("fff---").adopted, Truth::kNo) << "two thirds of six are four";
  Tula silent(6);
  EXPECT_EQ(silent.decide("fff---").adopted, Truth::kYes) << "without them all present suffice";
}

// --- one voice for each participant --------------------------------------------------------------

/// Participant 3 has two seats, t:31 and t:32.
Counted with_two_people(char first, char second, const std::string& others) {
  Tula t(3, {}, R"(,"seats":[{"seat":@t:31,"organisation":@o:3},
                            {"seat":@t:32,"organisation":@o:3}])");
  const auto met = t.b.meeting(1, t.council, "2023-09-15");
  t.b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON"}},
              {{"seat":@o:2,"form":"IN_PERSON"}},{{"seat":@t:31,"form":"IN_PERSON"}},
              {{"seat":@t:32,"form":"IN_PERSON"}}]}})",
                      met));
  const auto ballot = t.b.ballot(1, met, "OTHER");
  t.b.votes(ballot, others);
  t.b.votes(ballot, std::string{first, second}, 31, 't');
  t.b.close(ballot);
  return counted(t.b, 0);
}

TEST(SM_5_2_OneVoice, TwoRepresentativesOfOneParticipantGiveOneVote) {
  const Counted agreed = with_two_people('f', 'f', "fa");
  EXPECT_EQ(agreed.in_favour, 2u);
  EXPECT_EQ(agreed.present, 3u) << "participants, not people";
  EXPECT_EQ(agreed.quorum_present, 3u);
  EXPECT_EQ(agreed.adopted, Truth::kYes) << "2 of 3";
  EXPECT_FALSE(agreed.disagree);
}

TEST(SM_5_2_OneVoice, WhoDifferFromEachOtherGiveNone) {
  const Counted split = with_two_people('f', 'a', "fa");
  EXPECT_TRUE(split.disagree);
  EXPECT_EQ(split.in_favour, 1u);
  EXPECT_EQ(split.against, 1u);
  EXPECT_EQ(split.adopted, Truth::kNo) << "1 of 3";
}

TEST(SM_5_2_Newcomer, IsNoneOfThoseWhoHadToConsentToIt) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 3, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  b.organisation(9, "EMPLOYER");
  b.add("AccessionApplied", R"({"applicant":@o:9,"applied_on":@d:2018-01-10})");
  const auto met = b.meeting(1, council, "2018-02-01");
  b.attendance(met, {1, 2, 3});
  const auto ballot = b.ballot(1, met, "ACCESSION");
  b.votes(ballot, "fff");
  b.close(ballot);
  b.decision(1, met, ballot, "ACCESSION", R"(,"admits":[@o:9])");
  const Counted seen = counted(b, 0);
  EXPECT_EQ(seen.adopted, Truth::kYes) << "it is a participant of that day by this very ballot";
  EXPECT_EQ(seen.quorum_total, 3u);
  const Chronicle chronicle = b.chronicle();
  const Council now(chronicle, support::kToday);
  EXPECT_EQ(ballots(now).at(0).changed_late.has_value(), false);
  EXPECT_EQ(members_on(now.members(), rules::date(2018, 2, 1)).size(), 4u);
}

// --- whose decision it is ------------------------------------------------------------------------

DecisionState of_body(const char* kind) {
  Tula t(3);
  const auto body = t.b.body(7, kind, "EXPLICIT", "2023-08-15",
                             R"(,"seats":[{"seat":@t:1,"organisation":@o:1},
                                {"seat":@t:2,"organisation":@o:2}])");
  const auto met = t.b.meeting(7, body, "2023-10-02");
  t.b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","present":[{{"seat":@t:1,"form":"IN_PERSON"}},
              {{"seat":@t:2,"form":"IN_PERSON"}}]}})",
                      met));
  const auto ballot = t.b.ballot(7, met, "OTHER");
  t.b.votes(ballot, "ff", 1, 't');
  t.b.close(ballot);
  t.b.decision(7, met, ballot, "OTHER");
  const Chronicle chronicle = t.b.chronicle();
  return decisions(Council(chronicle, support::kToday)).at(0).state;
}

TEST(TU_4g_RegionalCouncil, DecidesNothingForTheCluster) {
  EXPECT_EQ(of_body("REGIONAL_COORDINATION_COUNCIL"), DecisionState::kNotOfABody);
  EXPECT_NE(of_body("PARTICIPANTS_MEETING"), DecisionState::kNotOfABody);
}

TEST(Trap_1_OneName, BodiesAreToldByTheirKindAndIdNotByTheirName) {
  Tula t(3);
  t.b.body(7, "REGIONAL_COORDINATION_COUNCIL", "EXPLICIT", "2023-08-15");
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const auto ids = council.bodies();
  ASSERT_EQ(ids.size(), 2u);
  const auto cluster = council.body(ids[0], support::kToday),
             region = council.body(ids[1], support::kToday);
  EXPECT_EQ(text_of(cluster->fact->wording()->title()), text_of(region->fact->wording()->title()));
  EXPECT_TRUE(cluster->organ_of_cluster);
  EXPECT_FALSE(region->organ_of_cluster);
  EXPECT_NE(cluster->id, region->id);
}

// --- TO 11, 5.5 ----------------------------------------------------------------------------------

TEST(TO_11_Term, OfTheExpertChairIsAtMostFiveYears) {
  const auto allowed = [](int years) {
    TomskCouncil t(4);
    const auto experts =
        t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 11));
    t.decide(2, "2021-04-12", "ffff", "APPOINTMENT",
             fmt::format(R"(,"body":"{}","offices":[{{"body":"{}","seat":@t:1,"office":"CHAIR",
                 "mode":"APPOINTED","term":{{"kind":"LENGTH","length":{{"count":{},"unit":"YEARS"
                 }}}}}}])",
                         t.council, experts, years));
    const Chronicle chronicle = t.b.chronicle();
    return decisions(Council(chronicle, support::kToday)).at(0).chairs.at(0).term_as_ruled;
  };
  EXPECT_EQ(allowed(5), Truth::kYes);
  EXPECT_EQ(allowed(3), Truth::kYes);
  EXPECT_EQ(allowed(6), Truth::kNo);
}

TEST(Trap_27_LateRecording, TheOtherReadingsAreOfTheFactsOfTheOutcomeAndNotOfLaterOnes) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "fffaa----", "RECOMMENDATION");
  t.b.attendance(t.meeting, {1, 4, 5});
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const Ballot ballot = ballots(council).at(0);
  EXPECT_EQ(ballot.adopted, Truth::kYes) << "as known at the closing";
  ASSERT_TRUE(ballot.changed_late);
  EXPECT_EQ(ballot.changed_late->adopted, Truth::kNo);
  ASSERT_EQ(ballot.roll_call.size(), 5u);
  for (const RollCallLine& line : ballot.roll_call) {
    EXPECT_EQ(line.counted, Truth::kYes) << "the roll is the one that the outcome comes from";
  }
  EXPECT_EQ(ballot.votes->in_favour, 3u);
  EXPECT_EQ(ballot.electorate.present, 5u);
  EXPECT_EQ(ballot.late_events, std::vector<std::uint64_t>{t.b.size() - 1})
      << "the attendance recorded after the closing";
  ASSERT_FALSE(ballot.alternatives.empty());
  for (const BallotReading& one : ballot.alternatives) {
    EXPECT_EQ(one.outcome.adopted, Truth::kYes) << one.turned;
  }
  EXPECT_FALSE(ballot.grounds.depends_on_assumption) << "no reading makes it another outcome";
}

TEST(Trap_27_LateRecording, TheEndOfTheMeetingIsNoFactThatChangesTheOutcomeOfItsBallot) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "fffaa----", "RECOMMENDATION");
  t.b.add("MeetingClosed", fmt::format(R"({{"meeting":"{}","outcome":"HELD"}})", t.meeting));
  t.b.attendance(t.meeting, {1, 4, 5});
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const Ballot ballot = ballots(council).at(0);
  ASSERT_TRUE(ballot.changed_late);
  EXPECT_EQ(ballot.late_events, std::vector<std::uint64_t>{t.b.size() - 1})
      << "the attendance alone";
}

TEST(Trap_27_LateRecording, EveryEventThatChangedTheOutcomeIsEvidenceOfIt) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "fffaa----", "RECOMMENDATION");
  t.b.attendance(t.meeting, {1, 2, 4, 5});
  const std::uint64_t first = t.b.size() - 1;
  t.b.head(8, "RELEASED", "2022-01-01");  // bears on later days alone
  const std::string last_list = t.b.attendance(t.meeting, {1, 2, 3, 4, 5, 6, 7});
  const std::uint64_t listed_again = t.b.size() - 1;
  t.b.withdraw(last_list);
  const std::uint64_t withdrawn = t.b.size() - 1;
  t.b.order("2021-03-20", {}, {2});
  const std::uint64_t excluded = t.b.size() - 1;
  const Chronicle chronicle = t.b.chronicle();
  const Ballot ballot = ballots(Council(chronicle, support::kToday)).at(0);
  EXPECT_EQ(ballot.adopted, Truth::kYes);
  ASSERT_TRUE(ballot.changed_late);
  EXPECT_EQ(ballot.changed_late->adopted, Truth::kNo);
  EXPECT_EQ(ballot.late_events, (std::vector<std::uint64_t>{first, excluded}))
      << "what event " << listed_again << " said was withdrawn by " << withdrawn;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "OUTCOME_CHANGED_LATE") continue;
    const auto& events = one.evidence.events();
    EXPECT_TRUE(std::binary_search(events.begin(), events.end(), first));
    EXPECT_TRUE(std::binary_search(events.begin(), events.end(), excluded));
  }
}

TEST(Trap_27_LateRecording, AmongManyLateFactsThoseOfTheRollAreNamed) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "fffaa----", "RECOMMENDATION");
  for (std::uint64_t stranger = 20; stranger < 32; ++stranger) {
    t.b.organisation(stranger, "EMPLOYER");
    t.b.consent(stranger, "CONSENT", "2021-03-01");
  }
  t.b.attendance(t.meeting, {1, 4, 5});
  const Chronicle chronicle = t.b.chronicle();
  const Ballot ballot = ballots(Council(chronicle, support::kToday)).at(0);
  ASSERT_TRUE(ballot.changed_late);
  EXPECT_EQ(ballot.late_events, std::vector<std::uint64_t>{t.b.size() - 1});
}

/// Four to four, the chair's seat among those in favour.
Truth tie_with_the_seat_of_the_chair(const std::function<void(TomskCouncil&)>& before) {
  TomskCouncil t(8);
  t.b.elect(t.council, 1, 8, "2021-04-05");
  before(t);
  t.decide(1, "2021-05-05", "ffffaaaa", "RECOMMENDATION");
  const Chronicle chronicle = t.b.chronicle();
  return ballots(Council(chronicle, support::kToday)).back().adopted;
}

TEST(TO_7_2_CastingVote, IsNotGivenByWhoStandsInForTheChair) {
  EXPECT_EQ(tie_with_the_seat_of_the_chair([](TomskCouncil&) {}), Truth::kYes);
  const std::string order = R"(,"authority":{"kind":"ORDER","number":"9"})";
  EXPECT_EQ(tie_with_the_seat_of_the_chair(
                [&](TomskCouncil& t) { t.b.head(1, "ACTING", "2021-04-20", order); }),
            Truth::kNo)
      << "the acting head gives the voice of the seat alone";
  EXPECT_EQ(tie_with_the_seat_of_the_chair(
                [&](TomskCouncil& t) { t.b.head(1, "ACTING", "2021-04-01", order); }),
            Truth::kYes)
      << "the acting head was elected";
}

TEST(TO_3c_Term, EndsOnTheSameDayFiveYearsLaterWithoutAShift) {
  const auto last_day = [](const char* elected) {
    TomskCouncil t(4);
    t.b.elect(t.council, 1, 4, elected);
    const Chronicle chronicle = t.b.chronicle();
    const Council council(chronicle, support::kToday);
    return rules::to_text(*council.chairs(council.bodies().at(0)).at(0).last_day);
  };
  EXPECT_EQ(last_day("2021-04-20"), "2026-04-20");
  EXPECT_EQ(last_day("2022-05-15"), "2027-05-15") << "a Saturday";
  EXPECT_EQ(last_day("2024-02-29"), "2029-02-28");
}

// --- two sets that may differ --------------------------------------------------------------------

TEST(Trap_21_TwoSets, ConsentIsThatOfParticipantsAndNotOnlyOfSeatsInTheCouncil) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 3, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "EXPLICIT", "2017-12-01",
                              R"(,"seats":[{"seat":@t:1,"organisation":@o:1},
                                 {"seat":@t:2,"organisation":@o:2}])");
  b.organisation(9, "EMPLOYER");
  b.add("AccessionApplied", R"({"applicant":@o:9,"applied_on":@d:2018-01-10})");
  const auto met = b.meeting(1, council, "2018-02-01");
  b.add("AttendanceRecorded",
        fmt::format(R"({{"meeting":"{}","present":[{{"seat":@t:1,"form":"IN_PERSON"}},
            {{"seat":@t:2,"form":"IN_PERSON"}}]}})",
                    met));
  const auto ballot = b.ballot(1, met, "ACCESSION");
  b.votes(ballot, "ff", 1, 't');
  b.close(ballot);
  b.decision(1, met, ballot, "ACCESSION", R"(,"admits":[@o:9])");
  EXPECT_EQ(counted(b, 0).adopted, Truth::kNo) << "participant 3 has no seat and gave no consent";
}

// --- the meeting of a ballot ---------------------------------------------------------------------

TEST(TO_7_Base, ABallotThatNamesNoMeetingIsCountedAtTheMeetingOfItsDecision) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-04-05");
  t.b.attendance(held, {1, 2, 3, 4, 5});
  const auto ballot = t.b.ballot(1, "", "RECOMMENDATION",
                                 fmt::format(R"(,"body":"{}","closes":@d:2021-04-05)", t.council));
  t.b.votes(ballot, "ffa");
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "RECOMMENDATION");
  const Counted at_meeting = counted(t.b, 0);
  EXPECT_EQ(at_meeting.present, 5u);
  EXPECT_EQ(at_meeting.adopted, Truth::kNo) << "two of five present, not two of three";
}

TEST(ImpreciseDays, AnOutcomeThatHangsOnTheDayIsUndetermined) {
  ChronicleBuilder b("tomsk");
  b.members(5);
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  b.order("2021-08-15", {}, {4, 5});
  const auto held = b.meeting(1, council, "@m:2021-08");
  b.attendance(held, {1, 2, 3, 4, 5});
  const auto ballot = b.ballot(1, held, "RECOMMENDATION");
  b.votes(ballot, "ffaaa");
  b.close(ballot);
  const Chronicle chronicle = b.chronicle();
  const Ballot open = ballots(Council(chronicle, support::kToday)).at(0);
  EXPECT_EQ(open.adopted, Truth::kUndetermined) << "two of five, or two of three";
  ASSERT_FALSE(open.grounds.missing.empty());
  EXPECT_EQ(open.grounds.missing.back().what, "day of the meeting");
  EXPECT_FALSE(open.changed_late);
}

}  // namespace
}  // namespace projections::governance
