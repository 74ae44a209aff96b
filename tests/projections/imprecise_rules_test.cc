// SPDX-License-Identifier: Apache-2.0
// Version 3 of the rules where a day is not known exactly, and where somebody stands in for the
// chair. The clock stands at 2023-11-15 in the cluster's zone.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/internal/sequencer.h"
#include "projections/internal/governance_state.h"
#include "tests/support/governance_ledger.h"
#include "tests/support/memory_store.h"

namespace projections {
namespace {

using internal::Outcome;
using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;
using support::Said;

const std::string kOctober = R"({"precision":"MONTH","not_before":"2023-10-01",
                                 "not_after":"2023-10-31","source":"PRINTED"})";
const std::string kNovember = R"({"precision":"MONTH","not_before":"2023-11-01",
                                  "not_after":"2023-11-30","source":"PRINTED"})";

void upgrade(GovernanceLedger& t, unsigned version) {
  Said said;
  said.type = "RulesUpgraded";
  said.payload = fmt::format(R"({{"version":{}}})", version);
  t.must(said);
}

/// A ledger under this version of the rules.
struct Under {
  explicit Under(unsigned version) { upgrade(t, version); }

  std::string day(const std::string& date) const { return t.day(date); }
  /// An order that works from that day on.
  void order(const char* list, std::uint64_t number, const std::string& from) {
    Said said = t.told("OrderIssued",
                       t.order(kMinistry, fmt::format(R"(,"{}":["{}"])", list, org_id(number))));
    said.effective = from;
    t.must(said);
  }
  void join(std::uint64_t number, const std::string& from) {
    t.must(t.organisation(number));
    t.must(t.told("MembershipConsentRecorded",
                  fmt::format(R"({{"organisation":"{}","answer":"CONSENT","given_on":{}}})",
                              org_id(number), day("2023-01-10"))));
    order("included", number, from);
  }

  /// On a day of any precision; `present` is a list of attendees or of seats.
  std::string meeting(const std::string& on) {
    std::string payload = t.meeting(++things, "2023-11-10");
    const std::string known = day("2023-11-10");
    payload.replace(payload.find(known), known.size(), on);
    return t.must(t.told("MeetingConvened", payload));
  }
  std::string held(const std::string& on, const std::vector<std::uint64_t>& present) {
    const std::string digest = meeting(on);
    t.must(t.told("AttendanceRecorded", t.attendance(digest, present)));
    return digest;
  }
  /// The seat is there as somebody of that kind.
  std::string held_with(const std::string& on, std::uint64_t seat, const std::string& acting_as) {
    const std::string digest = meeting(on);
    std::string payload = t.attendance(digest, {1, 2, 3, 4});
    const std::string plain = fmt::format(R"({{"seat":"{}")", org_id(seat));
    payload.replace(payload.find(plain), plain.size(),
                    plain + fmt::format(R"(,"acting":{{"acting_as":"{}"}})", acting_as));
    t.must(t.told("AttendanceRecorded", payload));
    return digest;
  }

  std::string open(const std::string& meeting, const std::string& more = {}) {
    return t.must(t.told("BallotOpened", t.ballot(++things, meeting, more)));
  }
  void vote(const std::string& ballot, std::uint64_t seat, const std::string& choice,
            const std::string& more = {}) {
    t.must(t.told("VoteCast", t.vote(ballot, seat, choice, more)));
  }
  void count(const std::string& ballot, const std::string& counts) {
    t.must(t.told("BallotCounted",
                  fmt::format(R"({{"ballot":"{}","words":"NONE",{}}})", ballot, counts)));
  }
  Outcome close(const std::string& ballot) {
    t.must(t.told("BallotClosed", t.on_ballot(ballot)));
    const auto rows = ledger::internal::load_state(*support::open_memory_store(t.test.disk));
    LEDGER_CHECK(static_cast<bool>(rows));
    const auto row = internal::GovernanceState(*rows).one<internal::BallotRow>(
        internal::row_key("agL", *ledger::fixed_from_hex<ledger::Hash>(ballot)));
    return row ? row->outcome : Outcome::kOpen;
  }
  /// Of a ballot for which all of these voted.
  Outcome in_favour(const std::string& meeting, const std::vector<std::uint64_t>& seats) {
    const std::string ballot = open(meeting);
    for (const std::uint64_t seat : seats) vote(ballot, seat, "FOR");
    return close(ballot);
  }
  /// The seats 1 and 2 against 3 and 4.
  Outcome tie(const std::string& meeting, const std::string& first = "FOR",
              const std::string& of_first = {}) {
    const std::string ballot = open(meeting);
    const std::string other = first == "FOR" ? "AGAINST" : "FOR";
    vote(ballot, 1, first, of_first);
    vote(ballot, 2, first);
    for (const std::uint64_t seat : {3U, 4U}) vote(ballot, seat, other);
    return close(ballot);
  }

  /// What becomes of a native decision of the meeting that gives the chair to the seat.
  std::string seated(const std::string& meeting, std::uint64_t seat, const std::string& more = {}) {
    const std::string ballot = open(meeting, R"(,"kind":"ELECTION")");
    for (const std::uint64_t voter : {1U, 2U, 3U}) vote(ballot, voter, "FOR");
    EXPECT_NE(close(ballot), Outcome::kRejected);
    return t.refusal(t.native(
        t.ministry, "DecisionDeclared",
        t.decision(++things, fmt::format(R"(,"meeting":"{}","ballot":"{}","kind":"ELECTION",
                                         "offices":[{{"body":"{}","seat":"{}","office":"CHAIR",
                                         "mode":"ELECTED"{}}}])",
                                         meeting, ballot, t.council, org_id(seat), more))));
  }

  int rows_of(const std::string& prefix) {
    int rows = 0;
    const auto kept = ledger::internal::load_state(*support::open_memory_store(t.test.disk));
    EXPECT_TRUE(kept);
    kept->scan(prefix, [&](std::string_view, std::string_view) { return ++rows > 0; });
    return rows;
  }

  GovernanceLedger t;
  std::uint64_t things = 0;
};

// --- the day of a meeting ------------------------------------------------------------------------

/// Three of five are enough; of seven, from the eighth of November on, they are not.
Outcome three_of_seven(unsigned version, const std::string& on) {
  Under rules(version);
  for (const std::uint64_t number : {6U, 7U}) rules.join(number, "2023-11-08");
  return rules.in_favour(rules.held(on, {1, 2, 3}), {1, 2, 3});
}

TEST(ImpreciseRules, ABallotWithoutAQuorumOnSomeOfTheDaysOnlyIsNotHeldToBeRejected) {
  for (const unsigned version : {2U, 3U}) {
    EXPECT_EQ(three_of_seven(version, GovernanceLedger::day("2023-11-07")), Outcome::kAdopted);
    EXPECT_EQ(three_of_seven(version, GovernanceLedger::day("2023-11-08")), Outcome::kRejected);
  }
  EXPECT_EQ(three_of_seven(2, kNovember), Outcome::kRejected) << "as if it had been today";
  EXPECT_EQ(three_of_seven(3, kNovember), Outcome::kUndetermined);
  EXPECT_EQ(three_of_seven(2, kOctober), Outcome::kRejected) << "as if it had been today";
  EXPECT_EQ(three_of_seven(3, kOctober), Outcome::kAdopted) << "on each of its days";
}

TEST(ImpreciseRules, ABallotWithAQuorumOnSomeOfTheDaysOnlyIsNotHeldToBeAdopted) {
  const auto two_of_three = [](unsigned version, const std::string& on) {
    Under rules(version);
    for (const std::uint64_t number : {4U, 5U}) rules.order("excluded", number, "2023-11-08");
    return rules.in_favour(rules.held(on, {1, 2}), {1, 2});
  };
  EXPECT_EQ(two_of_three(2, kNovember), Outcome::kAdopted) << "as if it had been today";
  EXPECT_EQ(two_of_three(3, kNovember), Outcome::kUndetermined);
  EXPECT_EQ(two_of_three(3, kOctober), Outcome::kRejected) << "two of five on each of its days";
  EXPECT_EQ(two_of_three(3, GovernanceLedger::day("2023-11-09")), Outcome::kAdopted);
}

TEST(ImpreciseRules, ADayThatIsStillToComeIsNotOneOnWhichItWasHeld) {
  Under rules(3);
  for (const std::uint64_t number : {6U, 7U}) rules.join(number, "2023-11-16");
  EXPECT_EQ(rules.in_favour(rules.held(kNovember, {1, 2, 3}), {1, 2, 3}), Outcome::kAdopted);
}

TEST(ImpreciseRules, AMeetingOfAnUnknownDayWasNotBeforeItsBodyWasComposed) {
  const std::string unknown = R"({"precision":"UNKNOWN","source":"STATED"})";
  Under rules(3);
  EXPECT_EQ(rules.in_favour(rules.held(unknown, {1, 2, 3}), {1, 2, 3}), Outcome::kAdopted)
      << "nothing has changed since the council has been there";
  for (const std::uint64_t number : {6U, 7U}) rules.join(number, "2022-05-01");
  EXPECT_EQ(rules.in_favour(rules.held(unknown, {1, 2, 3}), {1, 2, 3}), Outcome::kUndetermined);
}

TEST(ImpreciseRules, ABallotOutsideOfAMeetingIsDecidedOnTheDayThatItTells) {
  const auto outcome = [](unsigned version, const std::string& closes) {
    Under rules(version);
    for (const std::uint64_t number : {6U, 7U}) rules.join(number, "2023-11-08");
    const std::string ballot = rules.open({}, closes.empty() ? closes : R"(,"closes":)" + closes);
    rules.count(ballot, R"("present":3,"votes_for":3,"votes_against":0,"chair_choice":"FOR")");
    EXPECT_EQ(rules.rows_of("ak"), version == 3 ? 1 : 0);
    const Outcome decided = rules.close(ballot);
    EXPECT_EQ(rules.rows_of("ak"), 0) << "only an open ballot needs its days";
    return decided;
  };
  EXPECT_EQ(outcome(2, GovernanceLedger::day("2023-11-07")), Outcome::kRejected) << "as if today";
  EXPECT_EQ(outcome(3, GovernanceLedger::day("2023-11-07")), Outcome::kAdopted);
  EXPECT_EQ(outcome(3, GovernanceLedger::day("2023-11-08")), Outcome::kRejected);
  EXPECT_EQ(outcome(3, kNovember), Outcome::kUndetermined);
  EXPECT_EQ(outcome(3, {}), Outcome::kUndetermined) << "it tells no day";
}

TEST(ImpreciseRules, WhoSatThereOnSomeOfTheDaysMayHaveBeenPresentAndVoted) {
  const auto attends = [](unsigned version, const std::string& on, std::uint64_t seat) {
    Under rules(version);
    rules.order("excluded", 4, "2023-11-08");
    rules.join(6, "2023-11-08");
    const std::string meeting = rules.meeting(on);
    return rules.t.refusal(rules.t.native(rules.t.ministry, "AttendanceRecorded",
                                          rules.t.attendance(meeting, {1, 2, seat})));
  };
  EXPECT_EQ(attends(2, kNovember, 4), "SEAT_UNKNOWN") << "as if it had been today";
  EXPECT_EQ(attends(3, kNovember, 4), "accepted");
  EXPECT_EQ(attends(3, kNovember, 6), "accepted");
  EXPECT_EQ(attends(2, kOctober, 6), "accepted") << "as if it had been today";
  EXPECT_EQ(attends(3, kOctober, 6), "SEAT_UNKNOWN") << "it came in November";
  const auto votes = [](unsigned version) {
    Under rules(version);
    rules.order("excluded", 4, "2023-11-08");
    const std::string ballot = rules.open(rules.held(kNovember, {1, 2, 3, 4}));
    return rules.t.refusal(rules.t.native(rules.t.head(4), "VoteCast", rules.t.vote(ballot, 4)));
  };
  EXPECT_EQ(votes(2), "SEAT_UNKNOWN");
  EXPECT_EQ(votes(3), "accepted");
}

// --- the day of a decision -----------------------------------------------------------------------

TEST(ImpreciseRules, AChairWhoSatThereOnSomeOfTheDaysMayHaveBeenElected) {
  const auto of_one_who_left = [](unsigned version, const std::string& on) {
    Under rules(version);
    rules.order("excluded", 4, "2023-11-08");
    return rules.seated(rules.held(on, {1, 2, 3}), 4);
  };
  EXPECT_EQ(of_one_who_left(2, kNovember), "CHAIR_NOT_ELIGIBLE") << "as if it had been today";
  EXPECT_EQ(of_one_who_left(3, kNovember), "accepted");
  EXPECT_EQ(of_one_who_left(3, GovernanceLedger::day("2023-11-10")), "CHAIR_NOT_ELIGIBLE");
}

TEST(ImpreciseRules, AChairWhoSatThereOnNoneOfTheDaysWasNotElected) {
  const auto of_one_who_came_later = [](unsigned version) {
    Under rules(version);
    rules.join(6, "2023-11-08");
    return rules.seated(rules.held(kOctober, {1, 2, 3}), 6);
  };
  EXPECT_EQ(of_one_who_came_later(2), "accepted") << "as if it had been today";
  EXPECT_EQ(of_one_who_came_later(3), "CHAIR_NOT_ELIGIBLE");
}

TEST(ImpreciseRules, ATermIsWrongWhereItIsSoFromEachOfTheDays) {
  const auto with_term = [](unsigned version, const std::string& term) {
    Under rules(version);
    return rules.seated(rules.held(kNovember, {1, 2, 3}), 2, R"(,"term":)" + term);
  };
  const auto until = [](const char* date) {
    return fmt::format(R"({{"kind":"UNTIL","until":{}}})", GovernanceLedger::day(date));
  };
  EXPECT_EQ(with_term(2, until("2028-11-10")), "TERM_NOT_ALLOWED") << "as if from today on";
  EXPECT_EQ(with_term(3, until("2028-11-10")), "accepted") << "five years from the tenth on";
  EXPECT_EQ(with_term(3, until("2028-11-16")), "TERM_NOT_ALLOWED") << "too long, whenever it began";
  EXPECT_EQ(with_term(3, until("2028-10-31")), "TERM_NOT_ALLOWED") << "too short";
  EXPECT_EQ(with_term(3, R"({"kind":"LENGTH","length":{"count":3,"unit":"YEARS"}})"),
            "TERM_NOT_ALLOWED");
  EXPECT_EQ(with_term(3, R"({"kind":"LENGTH","length":{"count":60,"unit":"MONTHS"}})"), "accepted");
}

TEST(ImpreciseRules, TermsOfOneSeatThatOverlapOnEachOfTheDaysDoOverlap) {
  Under rules(3);
  rules.t.elect_chair();  // the seat 1, for five years from October on
  EXPECT_EQ(rules.seated(rules.held(kNovember, {1, 2, 3}), 1), "TERM_OVERLAP");
  EXPECT_EQ(rules.seated(rules.held(kNovember, {1, 2, 3}), 2), "accepted");
  EXPECT_EQ(rules.seated(rules.held(kNovember, {1, 2, 3}), 2), "TERM_OVERLAP")
      << "the term before began on one of the same days";
}

// --- the casting vote ----------------------------------------------------------------------------

TEST(CastingVoteRules, IsNotGivenByWhoIsPresentOrVotesForTheChair) {
  const std::string on = GovernanceLedger::day("2023-11-10");
  const auto present_as = [&](unsigned version, const std::string& acting_as) {
    Under rules(version);
    rules.t.elect_chair();
    return rules.tie(rules.held_with(on, 1, acting_as));
  };
  for (const char* stand_in : {"DEPUTY_HEAD", "ACTING_HEAD", "REPRESENTATIVE", "OTHER"}) {
    EXPECT_EQ(present_as(2, stand_in), Outcome::kAdopted) << stand_in;
    EXPECT_EQ(present_as(3, stand_in), Outcome::kRejected) << stand_in;
  }
  EXPECT_EQ(present_as(3, "HEAD"), Outcome::kAdopted);
  EXPECT_EQ(present_as(3, "CHAIR"), Outcome::kAdopted);
  const auto votes_as = [&](unsigned version) {
    Under rules(version);
    rules.t.elect_chair();
    return rules.tie(rules.held(on, {1, 2, 3, 4}), "FOR",
                     R"(,"acting":{"acting_as":"DEPUTY_HEAD"})");
  };
  EXPECT_EQ(votes_as(2), Outcome::kAdopted);
  EXPECT_EQ(votes_as(3), Outcome::kRejected);
}

TEST(CastingVoteRules, IsNotGivenByARepresentativeWhoSignsTheVoteOfTheChairsSeat) {
  const auto signed_by = [](unsigned version, bool representative) {
    Under rules(version);
    rules.t.elect_chair();
    const support::TestKey envoy(802);
    rules.t.add_key(envoy, rules.t.head(1), 1, "REPRESENTATIVE");
    rules.t.must(rules.t.native(
        rules.t.head(1), "RepresentativeAuthorised",
        fmt::format(R"({{"organisation":"{}","person":{{"person":"{}"}},"scopes":["VOTE"],
                    "power":{{"kind":"PAPER_POWER","from":{}}}}})",
                    org_id(1), support::thing_id(5), rules.day("2023-01-01"))));
    const std::string ballot = rules.open(rules.held(rules.day("2023-11-10"), {1, 2, 3, 4}));
    rules.vote(ballot, 2, "FOR");
    for (const std::uint64_t seat : {3U, 4U}) rules.vote(ballot, seat, "AGAINST");
    rules.t.must(rules.t.native(representative ? envoy : rules.t.head(1), "VoteCast",
                                rules.t.vote(ballot, 1)));
    return rules.close(ballot);
  };
  EXPECT_EQ(signed_by(3, false), Outcome::kAdopted);
  EXPECT_EQ(signed_by(2, true), Outcome::kAdopted);
  EXPECT_EQ(signed_by(3, true), Outcome::kRejected);
}

TEST(CastingVoteRules, IsTheChairsOwnWhereAnotherSeatHasAStandIn) {
  Under rules(3);
  rules.t.elect_chair();
  const std::string on = GovernanceLedger::day("2023-11-10");
  EXPECT_EQ(rules.tie(rules.held_with(on, 2, "DEPUTY_HEAD")), Outcome::kAdopted);
  EXPECT_EQ(rules.tie(rules.held_with(on, 2, "DEPUTY_HEAD"), "AGAINST"), Outcome::kRejected);
}

TEST(CastingVoteRules, IsNotToldByCountsOfAMeetingToWhichTheChairDidNotCome) {
  const auto told = [](unsigned version, const std::vector<std::uint64_t>& present) {
    Under rules(version);
    rules.t.elect_chair();
    const std::string ballot = rules.open(rules.held(GovernanceLedger::day("2023-11-10"), present));
    rules.count(ballot, R"("votes_for":2,"votes_against":2,"abstained":0,"chair_choice":"FOR")");
    return rules.close(ballot);
  };
  EXPECT_EQ(told(2, {2, 3, 4, 5}), Outcome::kAdopted);
  EXPECT_EQ(told(3, {2, 3, 4, 5}), Outcome::kRejected);
  EXPECT_EQ(told(3, {1, 2, 3, 4}), Outcome::kAdopted);
}

/// A tie on the tenth of November, the chair of organisation 1 elected on the second of October;
/// `changes`: of the head of that organisation.
Outcome tie_after(const std::vector<std::string>& changes) {
  Under rules(3);
  for (const std::string& change : changes) {
    rules.t.must(rules.t.told("OfficeHolderChanged", change));
  }
  rules.t.elect_chair();
  return rules.tie(rules.held(GovernanceLedger::day("2023-11-10"), {1, 2, 3, 4}));
}

TEST(CastingVoteRules, IsNotThatOfAnActingHeadUnlessElectedAsOne) {
  const auto head = [](const char* change, const char* from, const char* more = "") {
    return GovernanceLedger::head_of(1, change, from, more);
  };
  EXPECT_EQ(tie_after({}), Outcome::kAdopted);
  EXPECT_EQ(tie_after({head("ACTING", "2023-11-05")}), Outcome::kRejected);
  EXPECT_EQ(tie_after({head("ACTING", "2023-11-11")}), Outcome::kAdopted) << "not yet";
  EXPECT_EQ(tie_after({head("ACTING", "2023-09-20")}), Outcome::kAdopted)
      << "the acting head was elected";
  EXPECT_EQ(tie_after({head("RELEASED", "2023-11-05")}), Outcome::kRejected) << "who left is none";
  EXPECT_EQ(tie_after({head("APPOINTED", "2023-11-05")}), Outcome::kUndetermined)
      << "nobody says whether it is the same head";
}

TEST(CastingVoteRules, IsThatOfThePersonWhomTheDecisionNames) {
  const auto person = [](std::uint64_t number) {
    return fmt::format(R"(,"person":{{"person":"{}"}})", support::thing_id(number));
  };
  const auto tie = [&](unsigned version, std::uint64_t acting) {
    Under rules(version);
    const std::string meeting = rules.held(GovernanceLedger::day("2023-10-02"), {1, 2, 3});
    const std::string ballot = rules.open(meeting, R"(,"kind":"ELECTION")");
    for (const std::uint64_t voter : {1U, 2U, 3U}) rules.vote(ballot, voter, "FOR");
    EXPECT_EQ(rules.close(ballot), Outcome::kAdopted);
    rules.t.must(rules.t.told(
        "DecisionDeclared",
        rules.t.decision(800,
                         fmt::format(R"(,"meeting":"{}","ballot":"{}","kind":"ELECTION",
                                          "offices":[{{"body":"{}","seat":"{}","office":"CHAIR",
                                          "mode":"ELECTED"{}}}])",
                                     meeting, ballot, rules.t.council, org_id(1), person(5)))));
    EXPECT_EQ(rules.rows_of("ap"), version == 3 ? 1 : 0);
    rules.t.must(
        rules.t.told("OfficeHolderChanged",
                     GovernanceLedger::head_of(1, "ACTING", "2023-11-05", person(acting))));
    return rules.tie(rules.held(GovernanceLedger::day("2023-11-10"), {1, 2, 3, 4}));
  };
  EXPECT_EQ(tie(3, 5), Outcome::kAdopted) << "who was elected acts for the head now";
  EXPECT_EQ(tie(3, 6), Outcome::kRejected);
  EXPECT_EQ(tie(2, 6), Outcome::kAdopted);
}

TEST(CastingVoteRules, IsOpenWhereNobodyKnowsWhoseItWas) {
  const auto tie = [](unsigned version, const char* elected, const std::string& on) {
    Under rules(version);
    if (elected != nullptr) rules.t.elect_chair(elected);
    return rules.tie(rules.held(on, {1, 2, 3, 4}));
  };
  const std::string tenth = GovernanceLedger::day("2023-11-10");
  EXPECT_EQ(tie(2, nullptr, tenth), Outcome::kRejected);
  EXPECT_EQ(tie(3, nullptr, tenth), Outcome::kUndetermined) << "no chair is on record";
  EXPECT_EQ(tie(3, "2023-11-11", tenth), Outcome::kRejected) << "there was none yet";
  EXPECT_EQ(tie(2, "2023-11-11", kNovember), Outcome::kAdopted) << "as if it had been today";
  EXPECT_EQ(tie(3, "2023-11-11", kNovember), Outcome::kUndetermined);
}

/// A tie under a charter by which whoever presides has the casting vote, from the eighth of
/// November on; before, the chair, whose seat is among those in favour.
Outcome tie_of_presiding(const std::string& on, const std::string& presiding) {
  Under rules(3);
  rules.t.elect_chair();
  std::string charter = rules.t.charter({}, 1, 2, "2023-11-08", rules.t.paper,
                                        fmt::format(R"(,"replaces":"{}")", rules.t.adopted));
  const std::string chair = R"("casting_vote":{"holder":"CHAIR")";
  charter.replace(charter.find(chair), chair.size(), R"("casting_vote":{"holder":"PRESIDING")");
  rules.t.must(rules.t.native(rules.t.ministry, "CharterAdopted", charter));
  const std::string meeting = rules.meeting(on);
  rules.t.must(
      rules.t.told("AttendanceRecorded", rules.t.attendance(meeting, {1, 2, 3, 4}, presiding)));
  return rules.tie(meeting);
}

TEST(CastingVoteRules, OfWhoPresidedIsOpenWhereThePaperDoesNotSayWhoDid) {
  const std::string tenth = GovernanceLedger::day("2023-11-10");
  const auto in_seat = [](std::uint64_t seat) {
    return fmt::format(R"(,"presiding":{{"seat":"{}","form":"IN_PERSON"}})", org_id(seat));
  };
  EXPECT_EQ(tie_of_presiding(tenth, {}), Outcome::kUndetermined);
  EXPECT_EQ(tie_of_presiding(tenth, in_seat(2)), Outcome::kAdopted);
  EXPECT_EQ(tie_of_presiding(tenth, in_seat(3)), Outcome::kRejected);
}

TEST(CastingVoteRules, IsThatOfTheCharterOfTheDay) {
  const std::string third =
      fmt::format(R"(,"presiding":{{"seat":"{}","form":"IN_PERSON"}})", org_id(3));
  EXPECT_EQ(tie_of_presiding(GovernanceLedger::day("2023-11-07"), third), Outcome::kAdopted);
  EXPECT_EQ(tie_of_presiding(kNovember, third), Outcome::kUndetermined)
      << "which charter was in force hangs on the day";
}

TEST(CastingVoteRules, WhoStoodInIsKeptOnlyWhileTheMeetingOrTheBallotIsOpen) {
  for (const unsigned version : {2U, 3U}) {
    Under rules(version);
    const std::string meeting =
        rules.held_with(GovernanceLedger::day("2023-11-10"), 1, "DEPUTY_HEAD");
    const std::string ballot = rules.open(meeting);
    rules.vote(ballot, 1, "FOR", R"(,"acting":{"acting_as":"DEPUTY_HEAD"})");
    EXPECT_EQ(rules.rows_of("as"), version == 3 ? 2 : 0);
    rules.close(ballot);
    EXPECT_EQ(rules.rows_of("as"), version == 3 ? 1 : 0);
    rules.t.must(rules.t.told("MeetingClosed", rules.t.meeting_closed(meeting)));
    EXPECT_EQ(rules.rows_of("as"), 0);
  }
}

}  // namespace
}  // namespace projections
