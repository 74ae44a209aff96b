// SPDX-License-Identifier: Apache-2.0
// The parties of an agreement and the participants of its cluster are the same people: who left by
// notice is no party, who joined by the consent of all is one and goes with the agreement
// (SM 5.2, 6.2, 6.5); and the powers of those who sign.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/agreements.h"
#include "projections/governance/ballots.h"
#include "projections/governance/bodies.h"
#include "projections/governance/findings.h"
#include "projections/governance/membership.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

/// An agreement of three since 2017-12-01 and the council of their representatives.
struct OfThree {
  OfThree() : b("smolensk", {}, "2017-01-01") {
    paper = support::concluded_agreement(b, 3, "2017-12-01");
    council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  }
  /// The third gives notice on 2018-06-29: its last day is 2018-08-29.
  void third_leaves() {
    b.add("WithdrawalNoticeRecorded", R"({"organisation":@o:3,"act":"GIVEN","to":{"kind":"BODY",
        "body":{"kind":"COORDINATION_COUNCIL"}},"received_on":@d:2018-06-29,"form":"WRITTEN"})");
  }
  void fourth_joins() {
    b.organisation(4, "EMPLOYER");
    b.add("AccessionApplied", R"({"applicant":@o:4,"applied_on":@d:2018-01-10})");
    const auto met = b.meeting(1, council, "2018-02-01");
    b.attendance(met, {1, 2, 3});
    const auto ballot = b.ballot(1, met, "ACCESSION");
    b.votes(ballot, "fff");
    b.close(ballot);
    b.decision(1, met, ballot, "ACCESSION", R"(,"admits":[@o:4])");
  }
  /// A change of obligations that the first `count` sign on a day.
  void amend(std::uint64_t count, const std::string& on) {
    const auto change =
        b.add("AgreementAmended",
              fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["OBLIGATIONS"],
            "wording":{{"title":"Изменение"}},"document":"{}",{}}})",
                          paper, ledger::test::hex_of(2, 32), support::parties_json(count)));
    for (std::uint64_t one = 1; one <= count; ++one) support::sign_slot(b, change, one, on);
  }
  void terminate(const std::string& on) {
    b.add(
        "AgreementTerminated",
        fmt::format(R"({{"agreement":"{}","terminated_on":@d:{},"ground":"MUTUAL"}})", paper, on));
  }
  std::size_t parties(const char* on) const {
    const Chronicle chronicle = b.chronicle();
    return certain_parties(agreements(chronicle, *rules::date_from_iso(on)).at(0));
  }
  Truth member(std::uint64_t number, const char* day) const {
    return support::member_on(b, number, day);
  }
  std::size_t found(std::string_view code) const { return support::count_findings(b, code); }

  ChronicleBuilder b;
  std::string paper, council;
};

TEST(SM_6_5_Withdrawal, WhoHasLeftIsNoPartyAndNeedsToSignNothing) {
  OfThree t;
  t.third_leaves();
  t.amend(2, "2018-10-01");
  EXPECT_EQ(t.parties("2018-08-29"), 3u);
  EXPECT_EQ(t.parties("2018-08-30"), 2u);
  EXPECT_EQ(t.found("AMENDMENT_NOT_BY_ALL"), 0u);
}

TEST(SM_6_5_Withdrawal, WhoIsStillThereHasToSign) {
  OfThree t;
  t.third_leaves();
  t.amend(2, "2018-08-01");
  EXPECT_EQ(t.found("AMENDMENT_NOT_BY_ALL"), 1u);
}

TEST(SM_5_2_Accession, WhoJoinedByTheConsentOfAllIsAPartyThatHasToSign) {
  OfThree t;
  t.fourth_joins();
  EXPECT_EQ(t.parties("2018-01-31"), 3u);
  EXPECT_EQ(t.parties("2018-02-01"), 4u);
  t.amend(3, "2018-10-01");
  EXPECT_EQ(t.found("AMENDMENT_NOT_BY_ALL"), 1u);
  OfThree all;
  all.fourth_joins();
  all.amend(4, "2018-10-01");
  EXPECT_EQ(all.found("AMENDMENT_NOT_BY_ALL"), 0u);
}

TEST(SM_5_2_Accession, WhoJoinedByTheConsentOfAllIsNoParticipantOnceTheAgreementIsOver) {
  OfThree t;
  t.fourth_joins();
  t.terminate("2023-05-31");
  EXPECT_EQ(t.member(4, "2023-05-31"), Truth::kYes);
  EXPECT_EQ(t.member(4, "2023-06-01"), Truth::kNo);
  EXPECT_EQ(t.member(1, "2023-06-01"), Truth::kNo);
}

TEST(SM_5_2_Accession, WhoJoinedUnderAnEarlierVersionGoesWithTheLaterOneThatTookItsPlace) {
  OfThree t;
  t.fourth_joins();
  const auto second =
      t.b.add("AgreementRegistered",
              fmt::format(R"({{"agreement":@t:6001,"version":2,"title_as_written":"Соглашение",
            "kind":"COOPERATION",{},"term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
                          support::parties_json(4), ledger::test::hex_of(3, 32)));
  for (std::uint64_t one = 1; one <= 4; ++one) support::sign_slot(t.b, second, one, "2020-02-01");
  t.b.add("AgreementTerminated",
          fmt::format(R"({{"agreement":"{}","terminated_on":@d:2023-05-31,"ground":"MUTUAL"}})",
                      second));
  EXPECT_EQ(t.member(4, "2020-02-01"), Truth::kYes);
  EXPECT_EQ(t.member(4, "2023-05-31"), Truth::kYes);
  EXPECT_EQ(t.member(4, "2023-06-01"), Truth::kNo);
}

TEST(SM_6_2_Amendments, AVersionThatOnePartyBringsInWithoutTheOthersPutsNobodyOut) {
  OfThree t;
  support::How alone;
  alone.grade = "SELF";
  alone.role = "HEAD";
  alone.organisation = 1;
  const auto second =
      t.b.add("AgreementRegistered",
              fmt::format(R"({{"agreement":@t:6001,"version":2,"title_as_written":"Соглашение",
            "kind":"COOPERATION",{},"term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
                          support::parties_json(2), ledger::test::hex_of(3, 32)),
              alone);
  for (std::uint64_t one = 1; one <= 2; ++one) support::sign_slot(t.b, second, one, "2020-02-01");
  EXPECT_EQ(t.parties("2023-06-01"), 3u);
  for (std::uint64_t one = 1; one <= 3; ++one) {
    EXPECT_EQ(t.member(one, "2023-06-01"), Truth::kYes) << one;
  }
}

TEST(SM_5_2_Accession, WhoAccededStaysAmongThePartiesOfTheAgreementThatIsOver) {
  OfThree t;
  t.fourth_joins();
  t.terminate("2019-05-31");
  EXPECT_EQ(t.parties("2019-05-31"), 4u);
  EXPECT_EQ(t.parties("2019-06-01"), 4u);
  EXPECT_EQ(t.parties("2018-01-31"), 3u);
}

/// The paper of an agreement of three since 2017-12-01.
std::string paper_of_three(ChronicleBuilder& b) {
  for (std::uint64_t one = 1; one <= 3; ++one) b.organisation(one, "EMPLOYER");
  auto text = support::register_document(b, 1, "AGREEMENT");
  const auto agreement =
      b.add("AgreementRegistered",
            fmt::format(R"({{"agreement":@t:6001,"version":1,"title_as_written":"Соглашение",
          "kind":"COOPERATION",{},"term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
                        support::parties_json(3), text));
  for (std::uint64_t one = 1; one <= 3; ++one) support::sign_slot(b, agreement, one, "2017-12-01");
  return text;
}

/// How the agreement of three stands after organisation 50, which ran the region from 2017-06-01 to
/// 2019-12-31, repealed it by an order of that day.
ForceState repealed_by_order_of(const char* day) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto text = paper_of_three(b);
  b.organisation(50, "REGIONAL_BODY");
  const auto runs_from = [&](std::uint64_t organisation, const char* from) {
    support::How how;
    how.of_region = true;
    b.add("OfficeHolderChanged",
          fmt::format(R"({{"organisation":@o:{},"role":"REGIONAL_OPERATOR","change":"APPOINTED",
              "from":@d:{}}})",
                      organisation, from),
          how);
  };
  runs_from(50, "2017-06-01");
  runs_from(support::kOperator, "2020-01-01");
  const auto order = support::register_document(
      b, 2, "ORDER",
      fmt::format(R"(,"issuer":@o:50,"printed":[{{"place":"HEADER","number":"7","date":@d:{}}}])",
                  day));
  b.add("DocumentRelated", fmt::format(R"({{"from":"{}","to":{{"kind":"REGISTERED",
      "document":"{}"}},"relation":"REPEALS","effective":@d:2020-06-01}})",
                                       order, text));
  const Chronicle chronicle = b.chronicle();
  return agreements(chronicle, support::kToday).at(0).state;
}

TEST(SM_5_2_End, AnOrderOfWhoRanTheRegionOnItsDayEndsAnAgreementThoughAnotherRunsItNow) {
  EXPECT_EQ(repealed_by_order_of("2019-12-31"), ForceState::kTerminated);
  EXPECT_EQ(repealed_by_order_of("2020-01-01"), ForceState::kInForce);
}

TEST(Trap_27_LateRecording, APaperSaidLaterToHaveEndedTheAgreementLeavesAClosedBallotAsItWas) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto text = paper_of_three(b);
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  const auto met = b.meeting(1, council, "2018-02-01");
  b.attendance(met, {1, 2, 3});
  const auto opened = b.ballot(1, met, "RECOMMENDATION");
  b.votes(opened, "fff");
  b.close(opened);
  b.add("DocumentRelated",
        fmt::format(R"({{"from":"{}","to":{{"kind":"REGISTERED","document":"{}"}},
            "relation":"REPLACES","effective":@d:2018-01-15}})",
                    support::register_document(b, 2, "AGREEMENT"), text));
  const Chronicle chronicle = b.chronicle();
  const Ballot ballot = ballots(Council(chronicle, support::kToday)).at(0);
  EXPECT_EQ(ballot.adopted, Truth::kYes);
  ASSERT_TRUE(ballot.changed_late);
  EXPECT_EQ(ballot.late_events, std::vector<std::uint64_t>{b.size() - 1});
}

// --- who signs -----------------------------------------------------------------------------------

/// Two sign on 2017-12-01, the second one by this power.
ChronicleBuilder signed_by_power(const std::string& power, const std::string& more = {}) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  b.complete(R"("AGREEMENTS")", "2017-01-01");
  const auto paper = support::register_agreement(b, 2);
  support::sign_slot(b, paper, 1, "2017-12-01");
  b.add("AgreementSigned",
        fmt::format(R"({{"target":"{}","slot":2,"signature":{{"acting_as":"REPRESENTATIVE",
            "person":{{"person":@p:2}},"authority":{{{}}},"signed_on":@d:2017-12-01}}}})",
                    paper, power));
  if (!more.empty()) b.add("RepresentativeAuthorised", more);
  return b;
}

bool evidenced_line(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  return agreements(chronicle, support::kToday).at(0).signatures.slots.at(1).authority_evidenced;
}

TEST(SM_Preamble_Authority, APowerThatWasOverOrHadNotBegunOnTheDayOfTheSignatureIsNone) {
  const char* const power = R"("kind":"PAPER_POWER","number":"5","from":@d:{},"to":@d:{})";
  const auto in = [&](const char* from, const char* to) {
    return evidenced_line(signed_by_power(fmt::format(fmt::runtime(power), from, to)));
  };
  EXPECT_TRUE(in("2017-01-01", "2017-12-01"));
  EXPECT_TRUE(in("2017-12-01", "2018-12-01"));
  EXPECT_FALSE(in("2017-01-01", "2017-11-30"));
  EXPECT_FALSE(in("2017-12-02", "2018-12-01"));
}

TEST(SM_Preamble_Authority, TheFindingSaysThatTheNamedPowerDidNotRun) {
  const auto b = signed_by_power(R"("kind":"PAPER_POWER","to":@d:2017-11-30)");
  const Chronicle chronicle = b.chronicle();
  const auto all = findings(chronicle, support::kToday);
  const auto one = std::find_if(all.begin(), all.end(), [](const Finding& finding) {
    return finding.code() == "AUTHORITY_NOT_EVIDENCED";
  });
  ASSERT_NE(one, all.end());
  EXPECT_EQ(one->detail.english, "the power that is named did not run on the day of the signature");
}

TEST(SM_Preamble_Authority, AnOfficeThatTheSignerHadLeftByTheDayOfTheSignatureIsNone) {
  const auto in = [](const char* released, const char* again) {
    ChronicleBuilder b = signed_by_power(R"("kind":"OWN_OFFICE")");
    const std::string whom = R"(,"person":{"person":@p:2})";
    b.head(2, "APPOINTED", "2017-02-01", whom);
    if (*released != '\0') b.head(2, "RELEASED", released, whom);
    if (*again != '\0') b.head(2, "APPOINTED", again, whom);
    return evidenced_line(b);
  };
  EXPECT_TRUE(in("", ""));
  EXPECT_FALSE(in("2017-12-01", ""));
  EXPECT_TRUE(in("2017-12-02", ""));
  EXPECT_TRUE(in("2017-10-01", "2017-11-01"));
}

TEST(SM_Preamble_Authority, AReleaseOfNobodyNamedOnTheDayOfAnAppointmentIsThePredecessors) {
  const auto released_on = [](const char* day) {
    ChronicleBuilder b = signed_by_power(R"("kind":"OWN_OFFICE")");
    b.head(2, "APPOINTED", "2017-10-01", R"(,"person":{"person":@p:2})");
    b.head(2, "RELEASED", day);
    return evidenced_line(b);
  };
  EXPECT_TRUE(released_on("2017-10-01"));
  EXPECT_FALSE(released_on("2017-10-02"));
}

TEST(SM_Preamble_Authority, APowerOnRecordOfWhoSignedEvidencesTheSignature) {
  const auto with = [](const char* person, const char* scope, const char* to) {
    return evidenced_line(signed_by_power(
        R"("kind":"NOT_EVIDENCED")",
        fmt::format(R"({{"organisation":@o:2,"person":{{"person":@p:{}}},"scopes":["{}"],
            "power":{{"kind":"PAPER_POWER","from":@d:2017-01-01,"to":@d:{}}}}})",
                    person, scope, to)));
  };
  EXPECT_TRUE(with("2", "SIGN_AGREEMENTS", "2017-12-31"));
  EXPECT_FALSE(with("2", "SIGN_AGREEMENTS", "2017-11-30"));
  EXPECT_FALSE(with("2", "VOTE", "2017-12-31"));
  EXPECT_FALSE(with("3", "SIGN_AGREEMENTS", "2017-12-31"));
}

}  // namespace
}  // namespace projections::governance
