// SPDX-License-Identifier: Apache-2.0
// Who is a participant, by what and until when: TO 1, 2; TU 8, 9, 13; SM 5.2, 6.1, 6.5; the worked
// examples of the two months' notice.
#include "projections/governance/membership.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::How;

std::vector<Membership> all_of(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  return memberships(chronicle, support::kToday);
}

/// The memberships of one organisation; they borrow nothing that tests look at afterwards.
struct SeenMembership {
  MembershipState state{};
  Truth effective{};
  ConsentState consent{};
  std::string code, from, last_day, missing;
  MembershipGround ground{};
};

std::vector<SeenMembership> seen(const ChronicleBuilder& b, std::uint64_t number) {
  std::vector<SeenMembership> out;
  for (const Membership& member : memberships_of(all_of(b), support::org(number))) {
    SeenMembership one{member.state(),
                       member.effective,
                       member.consent,
                       member.code,
                       rules::to_text(member.from),
                       "",
                       "",
                       member.ground};
    if (member.last_day) one.last_day = rules::to_text(*member.last_day);
    for (const Missing& what : member.grounds.missing) one.missing += what.what + ";";
    out.push_back(std::move(one));
  }
  return out;
}

Truth member(const ChronicleBuilder& b, std::uint64_t number, const char* day) {
  Truth out = Truth::kNo;
  for (const Membership& one : memberships_of(all_of(b), support::org(number))) {
    out = rules::disjunction(out, one.on(*rules::date_from_iso(day)));
  }
  return out;
}

// --- TO 1, 2 -------------------------------------------------------------------------------------

TEST(TO_2_Order, ASubordinateCollegeIsIncludedWithoutConsent) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  const auto all = seen(b, 1);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].state, MembershipState::kEffective);
  EXPECT_EQ(all[0].consent, ConsentState::kNotRequired);
  EXPECT_EQ(member(b, 1, "2021-03-16"), Truth::kNo);
  EXPECT_EQ(member(b, 1, "2021-03-17"), Truth::kYes) << "from the first day on";
}

TEST(Trap_15_Refusal, OfASubordinateCollegeHasNoEffectAndStaysVisible) {
  ChronicleBuilder b;
  b.organisation(1);
  b.consent(1, "REFUSAL", "2021-03-11");
  b.order("2021-03-17", {1});
  const auto all = all_of(b);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].consent, ConsentState::kRefusedWithoutEffect);
  EXPECT_EQ(all[0].effective, Truth::kYes);
  EXPECT_TRUE(all[0].answer);
}

TEST(TO_2_Order, AnEmployerIsIncludedWithConsentOnly) {
  ChronicleBuilder b;
  for (const std::uint64_t number : {1u, 2u, 3u, 4u}) b.organisation(number, "EMPLOYER");
  b.complete(R"("MEMBERSHIP")", "2021-01-01");
  b.consent(1, "CONSENT", "2021-03-01");
  b.consent(2, "REFUSAL", "2021-03-01");
  b.consent(4, "CONSENT", "2021-03-18");
  b.order("2021-03-17", {1, 2, 3, 4});
  EXPECT_EQ(seen(b, 1)[0].state, MembershipState::kEffective);
  EXPECT_EQ(seen(b, 1)[0].consent, ConsentState::kGiven);
  EXPECT_EQ(seen(b, 2)[0].state, MembershipState::kWithoutEffect);
  EXPECT_EQ(seen(b, 2)[0].code, "NO_CONSENT");
  EXPECT_EQ(seen(b, 2)[0].consent, ConsentState::kRefused);
  EXPECT_EQ(seen(b, 3)[0].code, "NO_CONSENT");
  EXPECT_EQ(seen(b, 3)[0].consent, ConsentState::kNotRecorded);
  EXPECT_EQ(seen(b, 4)[0].code, "NO_CONSENT");
  EXPECT_EQ(seen(b, 4)[0].consent, ConsentState::kGivenLate) << "given after the order";
  EXPECT_EQ(member(b, 2, "2022-01-01"), Truth::kNo);
}

TEST(TO_2_Order, TheLastAnswerBeforeTheOrderCounts) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "REFUSAL", "2021-03-10");
  b.consent(1, "CONSENT", "2021-03-01");  // recorded later, given earlier
  b.consent(1, "CONSENT", "2021-03-20");  // after the order
  b.order("2021-03-17", {1});
  EXPECT_EQ(seen(b, 1)[0].code, "NO_CONSENT");
}

TEST(TO_2_Order, ConsentToTheOrderItselfWorksFromItsOwnDay) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  const auto order = b.order("2021-03-17", {1});
  b.consent(1, "CONSENT", "2021-03-20", fmt::format(R"(,"to":"{}")", order));
  EXPECT_EQ(member(b, 1, "2021-03-19"), Truth::kNo);
  EXPECT_EQ(member(b, 1, "2021-03-20"), Truth::kYes);
}

TEST(TO_2_Order, AConsentOfUnknownDayLeavesTheMembershipOpen) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "@u");
  b.order("2021-03-17", {1});
  const auto all = seen(b, 1);
  EXPECT_EQ(all[0].state, MembershipState::kUndetermined);
  EXPECT_EQ(all[0].consent, ConsentState::kUndetermined);
  EXPECT_NE(all[0].missing.find("consent of"), std::string::npos);
}

TEST(TO_2_Order, TheCategoryOfTheDayDecidesWhetherConsentIsNeeded) {
  ChronicleBuilder b;
  b.complete(R"("MEMBERSHIP")", "2021-01-01");
  b.organisation(1, "EMPLOYER");
  How region;
  region.of_region = true;
  b.add("OrganisationChanged",
        R"({"organisation":@o:1,"kind":"RECATEGORISED","from":@d:2021-03-20,
            "category":{"category":"STATE_COLLEGE_SUBORDINATE","educational":true}})",
        region);
  b.order("2021-03-17", {1});
  b.order("2021-03-20", {1});
  const auto all = seen(b, 1);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].code, "NO_CONSENT");
  EXPECT_EQ(all[1].state, MembershipState::kEffective);
}

TEST(TO_2_Order, OfSomebodyElseThanTheDepartmentHasNoEffect) {
  ChronicleBuilder b;
  b.organisation(1);
  b.organisation(2);
  b.add("OrderIssued", R"({"act":{"kind":"ORDER","issuer":@o:2,"printed":[{"place":"HEADER",
      "date":@d:2021-03-17}]},"wording":{"title":"x"},"included":[@o:1]})");
  EXPECT_EQ(seen(b, 1)[0].code, "WRONG_ISSUER");
  EXPECT_EQ(seen(b, 1)[0].effective, Truth::kNo);
  ChronicleBuilder unknown;
  unknown.organisation(1);
  unknown.add("OrderIssued", R"({"act":{"kind":"ORDER","printed":[{"place":"HEADER",
      "date":@d:2021-03-17}]},"wording":{"title":"x"},"included":[@o:1]})");
  EXPECT_EQ(seen(unknown, 1)[0].state, MembershipState::kUndetermined);
}

TEST(TO_1_Categories, AUniversityIsNotAmongThemUnlessItComesAsAnEmployer) {
  ChronicleBuilder b;
  b.organisation(1, "UNIVERSITY");
  b.consent(1, "CONSENT", "2021-03-01");
  b.order("2021-03-17", {1});
  EXPECT_EQ(seen(b, 1)[0].code, "CATEGORY_NOT_ALLOWED");
}

TEST(TO_2_Order, AnOrderOfUnknownDayMakesAMemberOfUnknownDay) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("@m:2021-03", {1});
  EXPECT_EQ(member(b, 1, "2021-02-28"), Truth::kNo);
  EXPECT_EQ(member(b, 1, "2021-03-15"), Truth::kUndetermined);
  EXPECT_EQ(member(b, 1, "2021-03-31"), Truth::kYes);
}

TEST(Trap_16_NoWayOut, ExclusionByOrderIsAnAssumptionAndExitByNoticeHasNoEffect) {
  ChronicleBuilder b;
  b.organisation(1);
  b.organisation(2);
  b.order("2021-03-17", {1, 2});
  b.order("2021-06-01", {}, {1});
  b.add("WithdrawalNoticeRecorded",
        R"({"organisation":@o:2,"act":"GIVEN","to":{"kind":"BODY","body":
            {"kind":"COORDINATION_COUNCIL"}},"received_on":@d:2021-06-01,"form":"WRITTEN"})");
  const auto all = all_of(b);
  EXPECT_EQ(member(b, 1, "2021-06-01"), Truth::kYes) << "the day of the act is the last one";
  EXPECT_EQ(member(b, 1, "2021-06-02"), Truth::kNo);
  const auto first = memberships_of(all, support::org(1));
  ASSERT_TRUE(first[0].end);
  EXPECT_EQ(first[0].end->code, "UNREGULATED_ACTION");
  EXPECT_EQ(member(b, 2, "2026-01-01"), Truth::kYes);
  const auto second = memberships_of(all, support::org(2));
  ASSERT_EQ(second[0].without_effect.size(), 1u);
  EXPECT_EQ(second[0].without_effect[0].code, "UNREGULATED_ACTION");
}

TEST(TO_2_Order, WhoIsIncludedAgainAfterAnExclusionIsAMemberTwice) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.order("2021-06-01", {}, {1});
  b.order("2022-01-10", {1});
  EXPECT_EQ(seen(b, 1).size(), 2u);
  EXPECT_EQ(member(b, 1, "2021-12-01"), Truth::kNo);
  EXPECT_EQ(member(b, 1, "2022-01-10"), Truth::kYes);
}

TEST(TO_2_Order, ARepeatedInclusionConfirmsAndAddsItsEvidence) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.order("2021-06-01", {1});
  ASSERT_EQ(seen(b, 1).size(), 1u);
  EXPECT_EQ(all_of(b)[0].grounds.evidence.events().size(), 3u) << "orders, and the category";
}

TEST(Trap_27_LateRecording, WhatIsRecordedLaterChangesThePastAsKnownLater) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  const std::uint64_t before = b.size();
  b.order("2021-05-01", {}, {1});
  const Chronicle then = b.chronicle(before);
  EXPECT_EQ(
      members_on(memberships(then, support::kToday), *rules::date_from_iso("2022-01-01")).size(),
      1u);
  EXPECT_EQ(member(b, 1, "2022-01-01"), Truth::kNo);
  const Chronicle now = b.chronicle();
  const Chronicle again = now.as_known_at(before);
  EXPECT_EQ(
      members_on(memberships(again, support::kToday), *rules::date_from_iso("2022-01-01")).size(),
      1u);
}

TEST(Corrections, OfAnOrderMoveTheMembershipAndAWithdrawnOneTakesItAway) {
  ChronicleBuilder b;
  b.organisation(1);
  const auto order = b.order("2021-03-17", {1});
  const std::uint64_t before = b.size();
  b.correct(order, "OrderIssued", R"({"act":{"kind":"ORDER","issuer":@o:100,"printed":[{"place":
      "HEADER","number":"17","date":@d:2021-04-17}]},"wording":{"title":"x"},"included":[@o:1]})");
  EXPECT_EQ(seen(b, 1)[0].from, "2021-04-17");
  const Chronicle now = b.chronicle();
  const Chronicle then = now.as_known_at(before);
  EXPECT_EQ(rules::to_text(memberships(then, support::kToday).at(0).from), "2021-03-17");
  b.withdraw(order);
  EXPECT_TRUE(seen(b, 1).empty());
}

TEST(Disputes, WhoContestsItsOwnInclusionIsShownAsDisputed) {
  ChronicleBuilder b;
  b.organisation(1);
  const auto order = b.order("2021-03-17", {1});
  b.add("ObjectionRecorded", fmt::format(R"({{"target":"{}","kind":"CONTEST","organisation":@o:1,
      "wording":{{"title":"мы не соглашались"}}}})",
                                         order));
  EXPECT_EQ(seen(b, 1)[0].state, MembershipState::kDisputed);
  EXPECT_EQ(member(b, 1, "2022-01-01"), Truth::kYes) << "disputed, and in effect";
}

TEST(OpeningState, MembersAreKnownFromItsDayAndBeforeItNothingIs) {
  ChronicleBuilder b;
  b.organisation(1);
  b.organisation(2);
  b.add("OpeningState", R"({"as_of":@d:2022-01-01,"members":[{"organisation":@o:1},
      {"organisation":@o:2,"since":@d:2015-05-05}]})");
  EXPECT_EQ(member(b, 1, "2022-01-01"), Truth::kYes);
  EXPECT_EQ(member(b, 1, "2021-12-31"), Truth::kUndetermined);
  EXPECT_EQ(member(b, 2, "2016-01-01"), Truth::kYes);
}

TEST(NoCharter, LeavesEveryMembershipOpenAndSaysWhy) {
  ChronicleBuilder b("");
  b.organisation(1);
  b.order("2021-03-17", {1});
  EXPECT_EQ(seen(b, 1)[0].state, MembershipState::kUndetermined);
  EXPECT_NE(seen(b, 1)[0].missing.find("charter in force"), std::string::npos);
}

TEST(Dissolution, OfAnOrganisationEndsItsMembership) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  How region;
  region.of_region = true;
  b.add("OrganisationChanged", R"({"organisation":@o:1,"kind":"LIQUIDATED","from":@d:2023-05-01})",
        region);
  EXPECT_EQ(member(b, 1, "2023-04-30"), Truth::kYes);
  EXPECT_EQ(member(b, 1, "2023-05-01"), Truth::kNo);
}

// --- agreements ----------------------------------------------------------------------------------

std::string parties(std::uint64_t count) {
  std::string list, slots;
  for (std::uint64_t one = 1; one <= count; ++one) {
    list += fmt::format(R"({}{{"number":{},"organisation":@o:{}}})", one > 1 ? "," : "", one, one);
    slots += fmt::format(R"({}{{"slot":{},"party":{},"acting_as":"HEAD"}})", one > 1 ? "," : "",
                         one, one);
  }
  return fmt::format(R"("parties":[{}],"slots":[{}])", list, slots);
}

std::string agreement(ChronicleBuilder& b, std::uint64_t count, const std::string& more = {}) {
  for (std::uint64_t one = 1; one <= count; ++one) b.organisation(one, "EMPLOYER");
  return b.add("AgreementRegistered",
               fmt::format(R"({{"agreement":@t:6001,"version":1,"title_as_written":"Соглашение",
                   "kind":"COOPERATION",{},"term":{{"kind":"OPEN_ENDED"}},"levels":["FIRST"],
                   "document":"{}"{}}})",
                           parties(count), ledger::test::hex_of(1, 32), more));
}

void sign(ChronicleBuilder& b, const std::string& target, std::uint64_t slot,
          const std::string& day, std::uint64_t organisation) {
  b.add("AgreementSigned",
        fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
            "organisation":@o:{},"signed_on":{}}}}})",
                    target, slot, organisation, day));
}

std::string supplementary(ChronicleBuilder& b, const std::string& agreement,
                          const std::string& kind, const std::string& more) {
  return b.add("AgreementAmended",
               fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["{}"],
                   "wording":{{"title":"Дополнительное соглашение"}},"document":"{}"{}}})",
                           agreement, kind, ledger::test::hex_of(2, 32), more));
}

TEST(TU_8_1_Agreement, PartiesAreParticipantsFromTheLastSignature) {
  ChronicleBuilder b("tula", {}, "2020-10-26");
  const auto paper = agreement(b, 3);
  sign(b, paper, 1, "@d:2023-08-10", 1);
  sign(b, paper, 2, "@d:2023-08-15", 2);
  EXPECT_EQ(member(b, 1, "2023-09-01"), Truth::kUndetermined) << "one line is not signed";
  sign(b, paper, 3, "@d:2023-08-12", 3);
  EXPECT_EQ(member(b, 1, "2023-08-14"), Truth::kNo);
  EXPECT_EQ(member(b, 1, "2023-08-15"), Truth::kYes);
  EXPECT_EQ(seen(b, 2)[0].ground, MembershipGround::kAgreement);
}

TEST(SM_6_1_EntryIntoForce, WithoutDaysOfSignatureNothingIsDetermined) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = agreement(b, 2);
  sign(b, paper, 1, "@u", 1);
  sign(b, paper, 2, "@u", 2);
  EXPECT_EQ(member(b, 1, "2026-01-01"), Truth::kUndetermined);
  EXPECT_NE(seen(b, 1)[0].missing.find("signed_on of slot"), std::string::npos);
}

TEST(TU_8_3_Newcomer, IsAMemberByTheSupplementaryAgreementAndTheOrderOnlyTakesNote) {
  ChronicleBuilder b("tula", {}, "2020-10-26");
  const auto paper = agreement(b, 2);
  sign(b, paper, 1, "@d:2023-08-10", 1);
  sign(b, paper, 2, "@d:2023-08-15", 2);
  b.organisation(3, "EMPLOYER");
  const auto more =
      supplementary(b, paper, "INCLUSION",
                    R"(,"included":[@o:3],"parties":[{"number":1,"organisation":@o:3}],
         "slots":[{"slot":1,"party":1,"acting_as":"HEAD"}])");
  sign(b, more, 1, "@d:2025-12-30", 3);
  b.order("2026-02-12", {3});
  const auto all = memberships_of(all_of(b), support::org(3));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].ground, MembershipGround::kAmendment);
  EXPECT_EQ(all[0].register_orders.size(), 1u);
  EXPECT_EQ(member(b, 3, "2025-12-30"), Truth::kYes) << "a late order costs nobody a vote";
}

TEST(TU_8_4_Order, WithoutAnAgreementFoundsNothing) {
  ChronicleBuilder b("tula", {}, "2020-10-26");
  b.organisation(3, "EMPLOYER");
  b.order("2026-02-12", {3});
  const auto all = seen(b, 3);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].state, MembershipState::kUndetermined);
  EXPECT_EQ(all[0].code, "ORDER_IS_NO_GROUND");
  EXPECT_NE(all[0].missing.find("ground of the membership"), std::string::npos);
}

TEST(TU_14_Termination, OfTheAgreementEndsTheParticipation) {
  ChronicleBuilder b("tula", {}, "2020-10-26");
  const auto paper = agreement(b, 2);
  sign(b, paper, 1, "@d:2023-08-10", 1);
  sign(b, paper, 2, "@d:2023-08-15", 2);
  b.add("AgreementTerminated", fmt::format(R"({{"agreement":"{}","terminated_on":@d:2025-01-31,
      "ground":"MUTUAL"}})",
                                           paper));
  EXPECT_EQ(member(b, 1, "2025-01-31"), Truth::kYes);
  EXPECT_EQ(member(b, 1, "2025-02-01"), Truth::kNo);
}

// --- SM 5.2 accession ----------------------------------------------------------------------------

/// Eight participants since 2017-12-01 and a council of their representatives.
struct Smolensk {
  explicit Smolensk(std::uint64_t count = 8) : b("smolensk", {}, "2017-01-01") {
    const auto paper = agreement(b, count);
    for (std::uint64_t one = 1; one <= count; ++one) {
      sign(b, paper, one, "@d:2017-12-01", one);
    }
    council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-11-17");
  }
  /// A meeting decides on the accession of an organisation by these votes of seats 1, 2 …
  void decide(std::uint64_t applicant, const std::string& votes, const std::string& on,
              bool applied = true) {
    const std::uint64_t number = applicant;
    b.organisation(applicant, "EMPLOYER");
    if (applied) {
      b.add("AccessionApplied",
            fmt::format(R"({{"applicant":@o:{},"applied_on":@d:2018-01-10}})", applicant));
    }
    const auto meeting = b.meeting(number, council, on);
    std::vector<std::uint64_t> present;
    for (std::uint64_t one = 1; one <= votes.size(); ++one) {
      if (votes[one - 1] != '-') present.push_back(one);
    }
    b.attendance(meeting, present);
    const auto ballot = b.ballot(number, meeting, "ACCESSION");
    std::uint64_t seat = 0;
    for (const char letter : votes) {
      ++seat;
      if (letter != '-') b.votes(ballot, std::string(1, letter), seat);
    }
    b.close(ballot);
    b.decision(number, meeting, ballot, "ACCESSION",
               fmt::format(R"(,"admits":[@o:{}])", applicant));
  }
  ChronicleBuilder b;
  std::string council;
};

TEST(SM_5_2_Accession, TakesEveryParticipantAtTheMeeting) {
  struct Row {
    const char* votes;
    Truth admitted;
  };
  for (const Row row : {Row{"ffffffff", Truth::kYes}, Row{"fffffff-", Truth::kNo},
                        Row{"fffffffs", Truth::kNo}, Row{"fffffffa", Truth::kNo}}) {
    Smolensk s;
    s.decide(9, row.votes, "2018-02-01");
    EXPECT_EQ(member(s.b, 9, "2018-02-01"), row.admitted) << row.votes;
    if (row.admitted == Truth::kNo) {
      EXPECT_EQ(seen(s.b, 9)[0].code, "NO_UNANIMITY");
    }
  }
}

TEST(SM_5_2_Accession, EarlierJoinersCountToo) {
  Smolensk s;
  s.decide(9, "ffffffff", "2018-02-01");
  s.decide(10, "ffffffff", "2018-03-01");
  EXPECT_EQ(member(s.b, 10, "2018-03-01"), Truth::kNo) << "the ninth did not vote";
  s.decide(11, "fffffffff", "2018-04-01");
  EXPECT_EQ(member(s.b, 11, "2018-04-01"), Truth::kYes);
}

TEST(SM_5_2_Accession, WithoutAnApplicationHasNoEffect) {
  Smolensk s;
  s.b.complete(R"("MEMBERSHIP")", "2017-01-01");
  s.decide(9, "ffffffff", "2018-02-01", /*applied=*/false);
  EXPECT_EQ(seen(s.b, 9)[0].code, "NO_APPLICATION");
  EXPECT_EQ(member(s.b, 9, "2019-01-01"), Truth::kNo);
}

TEST(SM_5_2_Accession, ConsentOutsideAMeetingDoesNotCount) {
  Smolensk s;
  s.b.organisation(9, "EMPLOYER");
  s.b.add("AccessionApplied", R"({"applicant":@o:9,"applied_on":@d:2018-01-10})");
  const auto ballot = s.b.ballot(1, "", "ACCESSION",
                                 fmt::format(R"(,"body":"{}","closes":@d:2018-02-01)", s.council));
  s.b.votes(ballot, "ffffffff");
  How how;
  how.occurred = "2018-02-01";
  s.b.add("DecisionDeclared",
          fmt::format(R"({{"decision":@t:4001,"body":"{}","ballot":"{}","kind":"ACCESSION",
              "wording":{{"title":"x"}},"stated_result":"ADOPTED","admits":[@o:9]}})",
                      s.council, ballot),
          how);
  EXPECT_EQ(member(s.b, 9, "2019-01-01"), Truth::kNo);
}

TEST(SM_5_2_Candidates, AnApplicationIsPendingUntilItIsGranted) {
  Smolensk s;
  s.decide(9, "ffffffff", "2018-02-01");
  s.decide(10, "ffffffff-", "2018-03-01");
  const Chronicle chronicle = s.b.chronicle();
  const auto all = candidates(chronicle, memberships(chronicle, support::kToday), support::kToday);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].admitted, Truth::kYes);
  EXPECT_EQ(all[1].admitted, Truth::kNo);
}

// --- SM 6.5 withdrawal ---------------------------------------------------------------------------

std::string notice(ChronicleBuilder& b, const std::string& received, const std::string& more = {},
                   const std::string& form = "WRITTEN",
                   const std::string& to = R"({"kind":"BODY","body":{"kind":
                       "COORDINATION_COUNCIL"}})") {
  return b.add("WithdrawalNoticeRecorded",
               fmt::format(R"({{"organisation":@o:1,"act":"GIVEN","to":{},"received_on":{},
                   "form":"{}"{}}})",
                           to, received, form, more));
}

TEST(SM_6_5_Notice, TwoMonthsRunForwardFromReceipt) {
  struct Row {
    const char *received, *last_day;
  };
  for (const Row row : {Row{"2023-06-30", "2023-08-30"}, Row{"2023-07-31", "2023-09-30"},
                        Row{"2023-12-29", "2024-02-29"}, Row{"2023-12-30", "2024-02-29"},
                        Row{"2023-12-31", "2024-02-29"}, Row{"2022-12-31", "2023-02-28"},
                        Row{"2024-02-29", "2024-04-29"}}) {
    Smolensk s(2);
    notice(s.b, std::string("@d:") + row.received);
    EXPECT_EQ(seen(s.b, 1)[0].last_day, row.last_day) << row.received;
    const Date last = *rules::date_from_iso(row.last_day);
    EXPECT_EQ(member(s.b, 1, row.last_day), Truth::kYes);
    EXPECT_EQ(member(s.b, 1, rules::to_iso(last + rules::days(1)).c_str()), Truth::kNo);
  }
}

TEST(SM_6_5_Notice, AnEarlierIntendedExitIsLateAndALaterOneIsKept) {
  Smolensk early(2);
  notice(early.b, "@d:2023-06-30", R"(,"intended_exit_on":@d:2023-07-15)");
  EXPECT_EQ(seen(early.b, 1)[0].last_day, "2023-08-30");
  EXPECT_EQ(all_of(early.b)[0].end->code, "NOTICE_TOO_SHORT");
  Smolensk late(2);
  notice(late.b, "@d:2023-06-30", R"(,"intended_exit_on":@d:2023-12-31)");
  EXPECT_EQ(seen(late.b, 1)[0].last_day, "2023-12-31");
  EXPECT_TRUE(all_of(late.b)[0].end->code.empty());
}

TEST(SM_6_5_Notice, AnOralOneOrOneToASingleParticipantEndsNothing) {
  Smolensk oral(2);
  notice(oral.b, "@d:2023-06-30", {}, "ORAL");
  EXPECT_EQ(member(oral.b, 1, "2024-01-01"), Truth::kYes);
  EXPECT_EQ(all_of(oral.b)[0].without_effect.at(0).code, "ORAL_NOTICE");
  Smolensk other(2);
  notice(other.b, "@d:2023-06-30", {}, "WRITTEN", R"({"kind":"ORGANISATION","organisation":@o:2})");
  EXPECT_EQ(member(other.b, 1, "2024-01-01"), Truth::kYes);
  EXPECT_EQ(all_of(other.b)[0].without_effect.at(0).code, "NOTICE_ADDRESSEE");
}

TEST(SM_6_5_Notice, ARecallInTimeKeepsTheMemberAndALateOneDoesNot) {
  const auto member_after = [](const char* recalled_on) {
    Smolensk s(2);
    const auto given = notice(s.b, "@d:2023-06-30");
    s.b.add("WithdrawalNoticeRecorded",
            fmt::format(R"({{"organisation":@o:1,"act":"RECALLED","recalls":"{}","to":{{"kind":
                "BODY","body":{{"kind":"COORDINATION_COUNCIL"}}}},"received_on":@d:{},
                "form":"WRITTEN"}})",
                        given, recalled_on));
    return member(s.b, 1, "2024-01-01");
  };
  EXPECT_EQ(member_after("2023-08-30"), Truth::kYes);
  EXPECT_EQ(member_after("2023-08-31"), Truth::kNo);
}

TEST(SM_6_5_Notice, OfAnUnknownDayLeavesTheEndOpen) {
  Smolensk s(2);
  notice(s.b, "@m:2023-06");
  EXPECT_EQ(member(s.b, 1, "2023-07-31"), Truth::kYes);
  EXPECT_EQ(member(s.b, 1, "2023-08-15"), Truth::kUndetermined);
  EXPECT_EQ(member(s.b, 1, "2023-08-31"), Truth::kNo);
}

}  // namespace
}  // namespace projections::governance
