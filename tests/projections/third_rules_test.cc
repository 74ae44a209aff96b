// SPDX-License-Identifier: Apache-2.0
// What version 3 of the rules decides otherwise than version 2: who was present at a question, what
// an answer on membership is worth for an order, what a ballot decided of which counts are known.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/governance_ledger.h"

namespace projections {
namespace {

using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;

/// A ledger under this version of the rules.
struct Under {
  explicit Under(unsigned version) {
    support::Said said;
    said.type = "RulesUpgraded";
    said.payload = fmt::format(R"({{"version":{}}})", version);
    t.must(said);
  }

  // --- ballots -----------------------------------------------------------------------------------

  /// What becomes of a decision on a ballot of which these are the counts; the first of `votes` are
  /// recorded one by one, of the seats from 2 on.
  std::string decided(const std::string& counts, const std::vector<const char*>& votes = {},
                      const std::string& of_ballot = {}) {
    t.elect_chair();
    const std::string held = t.held_meeting(1, "2023-11-10");
    const std::string ballot =
        t.must(t.told("BallotOpened", t.ballot(1, held, R"(,"kind":"COMPOSITION")" + of_ballot)));
    std::uint64_t seat = 1;
    for (const char* choice : votes) {
      t.must(t.told("VoteCast", t.vote(ballot, ++seat, choice)));
    }
    t.must(t.told("BallotCounted",
                  fmt::format(R"({{"ballot":"{}","words":"NONE",{}}})", ballot, counts)));
    t.must(t.told("BallotClosed", t.on_ballot(ballot)));
    return t.refusal(t.native(t.ministry, "DecisionDeclared",
                              t.decision(1, fmt::format(R"(,"meeting":"{}","ballot":"{}",
                                                        "kind":"COMPOSITION")",
                                                        held, ballot))));
  }

  // --- presence ----------------------------------------------------------------------------------

  std::string change(unsigned item, const char* what) const {
    return fmt::format(R"({{"seat":"{}","agenda_item":{},"change":"{}"}})", org_id(4), item, what);
  }
  /// What becomes of a vote of seat 4 at each of three questions.
  std::vector<std::string> votes_at_each(const std::string& changes) {
    const std::string held = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
    t.must(t.told("AttendanceRecorded",
                  t.attendance(held, {1, 2, 3, 4, 5}, R"(,"changes":[)" + changes + "]")));
    std::vector<std::string> out;
    for (unsigned item = 1; item <= 3; ++item) {
      const std::string ballot = t.must(
          t.told("BallotOpened", t.ballot(item, held, fmt::format(R"(,"agenda_item":{})", item))));
      out.push_back(t.refusal(t.native(t.head(4), "VoteCast", t.vote(ballot, 4))));
    }
    return out;
  }

  // --- consent -----------------------------------------------------------------------------------

  void answer(std::uint64_t number, const std::string& word, const std::string& day,
              const std::string& more = {}) {
    t.must(t.told("MembershipConsentRecorded",
                  fmt::format(R"({{"organisation":"{}","answer":"{}","given_on":{}{}}})",
                              org_id(number), word, day, more)));
  }
  std::string including(std::uint64_t number) const {
    return t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(number)));
  }
  /// Of the seventeenth of March 2021.
  std::string ordered(std::uint64_t number) {
    return t.refusal(t.native(t.ministry, "OrderIssued", including(number)));
  }

  GovernanceLedger t;
};

TEST(ThirdRules, ATieOfCountsWithoutTheChairsChoiceIsNotHeldToBeRejected) {
  const std::string tie = R"("votes_for":2,"votes_against":2,"abstained":0,"chair_choice":)";
  EXPECT_EQ(Under(2).decided(tie + R"("NOT_STATED")"), "DECISION_NOT_ADOPTED");
  EXPECT_EQ(Under(3).decided(tie + R"("NOT_STATED")"), "accepted");
  EXPECT_EQ(Under(3).decided(tie + R"("FOR")"), "accepted");
  EXPECT_EQ(Under(3).decided(tie + R"("AGAINST")"), "DECISION_NOT_ADOPTED");
  EXPECT_EQ(Under(3).decided(tie + R"("NOT_VOTING")"), "DECISION_NOT_ADOPTED");
  const std::string lost = R"("votes_for":2,"votes_against":3,"chair_choice":"NOT_STATED")";
  EXPECT_EQ(Under(3).decided(lost), "DECISION_NOT_ADOPTED") << "no tie";
}

TEST(ThirdRules, CountsTellOfVotesThatAreNotRecordedOneByOne) {
  const std::string three = R"("votes_for":3,"votes_against":2,"chair_choice":"NOT_STATED")";
  EXPECT_EQ(Under(2).decided(three, {"AGAINST", "AGAINST"}), "DECISION_NOT_ADOPTED");
  EXPECT_EQ(Under(3).decided(three, {"AGAINST", "AGAINST"}), "accepted");
  const std::string tie = R"("votes_for":2,"votes_against":2,"chair_choice":"NOT_STATED")";
  EXPECT_EQ(Under(3).decided(tie, {"FOR", "AGAINST"}), "accepted") << "the chair is not named";
  const std::string fewer = R"("votes_for":1,"votes_against":0,"chair_choice":"FOR")";
  EXPECT_EQ(Under(3).decided(fewer, {"FOR", "AGAINST"}), "DECISION_NOT_ADOPTED")
      << "what is named outweighs a smaller count";
}

TEST(ThirdRules, AChoiceAmongSeveralIsOpenWhereOnlyItsCountsAreKnown) {
  const std::string counts = R"("votes_for":5,"votes_against":0,"chair_choice":"NOT_STATED")";
  const std::string options = R"(,"options":[{"number":1,"title":"a"},{"number":2,"title":"b"}])";
  EXPECT_EQ(Under(2).decided(counts, {}, options), "DECISION_NOT_ADOPTED");
  EXPECT_EQ(Under(3).decided(counts, {}, options), "accepted");
}

TEST(ThirdRules, AMemberWhoLeavesAndComesBackWasThereBefore) {
  const auto votes = [](unsigned version, const std::vector<std::string>& changes) {
    Under rules(version);
    std::string list;
    for (const std::string& one : changes) list += (list.empty() ? "" : ",") + one;
    return rules.votes_at_each(list);
  };
  const Under any(2);
  const std::string left = any.change(2, "LEFT"), back = any.change(3, "JOINED");
  using Decisions = std::vector<std::string>;
  EXPECT_EQ(votes(2, {left, back}), (Decisions{"SEAT_ABSENT", "SEAT_ABSENT", "accepted"}));
  EXPECT_EQ(votes(3, {left, back}), (Decisions{"accepted", "SEAT_ABSENT", "accepted"}));
  EXPECT_EQ(votes(3, {back, left}), (Decisions{"accepted", "SEAT_ABSENT", "accepted"}))
      << "whatever the order of the paper";
  EXPECT_EQ(votes(3, {any.change(2, "JOINED")}), (Decisions{"SEAT_ABSENT", "accepted", "accepted"}))
      << "listed because it came later";
}

TEST(ThirdRules, AConsentToAnotherActIsNoneToAnOrder) {
  for (const unsigned version : {2U, 3U}) {
    Under rules(version);
    rules.t.must(rules.t.organisation(21));
    const std::string another = rules.t.must(rules.t.history("OrderIssued", rules.including(21)));
    rules.answer(21, "CONSENT", rules.t.day("2021-03-10"), fmt::format(R"(,"to":"{}")", another));
    EXPECT_EQ(rules.ordered(21), version == 2 ? "accepted" : "NO_CONSENT");
    rules.answer(21, "CONSENT", rules.t.day("2021-03-11"));
    EXPECT_EQ(rules.ordered(21), "accepted") << "the second is to no act in particular";
  }
}

TEST(ThirdRules, ARefusalOfAnotherActDoesNotUndoAConsent) {
  Under rules(3);
  rules.t.must(rules.t.organisation(21));
  const std::string another = rules.t.must(rules.t.history("OrderIssued", rules.including(21)));
  rules.answer(21, "CONSENT", rules.t.day("2021-03-10"));
  rules.answer(21, "REFUSAL", rules.t.day("2021-03-11"), fmt::format(R"(,"to":"{}")", another));
  EXPECT_EQ(rules.ordered(21), "accepted");
}

TEST(ThirdRules, TheNewestAnswerByTheDayOfTheOrderCountsAndNotTheOneRecordedLast) {
  for (const unsigned version : {2U, 3U}) {
    Under rules(version);
    rules.t.must(rules.t.organisation(21));
    rules.answer(21, "CONSENT", rules.t.day("2021-03-10"));
    rules.answer(21, "REFUSAL", rules.t.day("2021-02-02"));
    EXPECT_EQ(rules.ordered(21), version == 2 ? "NO_CONSENT" : "accepted");
  }
  Under rules(3);
  for (const std::uint64_t number : {22U, 23U, 24U}) rules.t.must(rules.t.organisation(number));
  rules.answer(22, "REFUSAL", rules.t.day("2021-03-12"));
  rules.answer(22, "CONSENT", rules.t.day("2021-03-10"));
  EXPECT_EQ(rules.ordered(22), "NO_CONSENT") << "it refused afterwards";
  rules.answer(23, "CONSENT", rules.t.day("2021-03-10"));
  rules.answer(23, "REFUSAL", rules.t.day("2021-03-18"));
  EXPECT_EQ(rules.ordered(23), "accepted") << "it refused after the order";
  rules.answer(24, "CONSENT", rules.t.day("2021-03-18"));
  EXPECT_EQ(rules.ordered(24), "NO_CONSENT") << "it consented after the order";
}

TEST(ThirdRules, AnAnswerOfAnUnknownDayLeavesOpenWhichIsTheNewest) {
  Under rules(3);
  for (const std::uint64_t number : {21U, 22U}) rules.t.must(rules.t.organisation(number));
  const std::string unknown = R"({"precision":"UNKNOWN","source":"STATED"})";
  rules.answer(21, "CONSENT", rules.t.day("2021-03-10"));
  rules.answer(21, "REFUSAL", unknown);
  EXPECT_EQ(rules.ordered(21), "accepted") << "only what is certainly wrong is refused";
  rules.answer(22, "REFUSAL", unknown);
  EXPECT_EQ(rules.ordered(22), "NO_CONSENT");
}

}  // namespace
}  // namespace projections
