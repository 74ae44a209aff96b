// SPDX-License-Identifier: Apache-2.0
// Who holds a role of a place on a day: by the days of the changes, whenever they were recorded.
#include "projections/governance/offices.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/bodies.h"
#include "projections/governance/findings.h"
#include "projections/governance/internal/council_facts.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

std::string change(ChronicleBuilder& b, const char* role, std::uint64_t organisation,
                   const char* what, const std::string& from, const std::string& more = {},
                   bool of_region = false) {
  support::How how;
  how.of_region = of_region;
  return b.add("OfficeHolderChanged",
               fmt::format(R"({{"organisation":@o:{},"role":"{}","change":"{}","from":@d:{}{}}})",
                           organisation, role, what, from, more),
               how);
}

std::vector<ledger::Id> holders(const ChronicleBuilder& b, fb::Role role, Date on) {
  std::vector<ledger::Id> out;
  for (const RoleHolder& one : role_holders(b.chronicle(), role, on)) {
    out.push_back(one.organisation);
  }
  return out;
}

std::size_t found_times(const ChronicleBuilder& b, std::string_view code) {
  const Chronicle chronicle = b.chronicle();
  const auto found = findings(chronicle, support::kToday);
  return static_cast<std::size_t>(std::count_if(
      found.begin(), found.end(), [&](const Finding& one) { return one.code() == code; }));
}

using Ids = std::vector<ledger::Id>;

TEST(TU_4z_Operator, IsWhoCameLastByTheDayAndNotByTheRecording) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 3, "2023-08-15");
  b.organisation(50, "EMPLOYER");
  change(b, "CLUSTER_OPERATOR", 1, "APPOINTED", "2024-01-10");
  change(b, "CLUSTER_OPERATOR", 50, "APPOINTED", "2023-09-01");
  EXPECT_EQ(holders(b, fb::Role::CLUSTER_OPERATOR, rules::date(2023, 10, 1)),
            Ids{support::org(50)});
  EXPECT_EQ(holders(b, fb::Role::CLUSTER_OPERATOR, support::kToday), Ids{support::org(1)});
  EXPECT_EQ(found_times(b, "OPERATOR_NOT_MEMBER"), 0u) << "the outsider was the operator before";
  change(b, "CLUSTER_OPERATOR", 50, "RELEASED", "2024-01-09");
  EXPECT_EQ(holders(b, fb::Role::CLUSTER_OPERATOR, support::kToday), Ids{support::org(1)})
      << "the release of the one before is none of the present one";
  change(b, "CLUSTER_OPERATOR", 50, "APPOINTED", "2025-01-10");
  EXPECT_EQ(found_times(b, "OPERATOR_NOT_MEMBER"), 1u);
}

TEST(TU_4d_Operator, OfTheRegionIsTheDeclaredOneUntilAnotherComes) {
  ChronicleBuilder b("tula");
  b.organisation(1);
  change(b, "REGIONAL_OPERATOR", 1, "APPOINTED", "2024-01-01", {}, /*of_region=*/true);
  EXPECT_EQ(holders(b, fb::Role::REGIONAL_OPERATOR, rules::date(2023, 12, 31)),
            Ids{support::org(support::kOperator)});
  EXPECT_EQ(holders(b, fb::Role::REGIONAL_OPERATOR, rules::date(2024, 1, 1)), Ids{support::org(1)});
}

TEST(TO_Order3_Supervisor, IsVacantAfterTheLastDayOfTheOnlyOne) {
  ChronicleBuilder b;
  b.complete(R"("OFFICES")", "2020-10-26");
  change(b, "SUPERVISING_OFFICIAL", 100, "APPOINTED", "2020-10-26", R"(,"to":@d:2025-12-31)");
  EXPECT_EQ(found_times(b, "SUPERVISOR_VACANT"), 1u);
  change(b, "SUPERVISING_OFFICIAL", 101, "APPOINTED", "2026-01-01");
  change(b, "SUPERVISING_OFFICIAL", 100, "RELEASED", "2025-12-31");
  EXPECT_EQ(found_times(b, "SUPERVISOR_VACANT"), 0u) << "the release was recorded last";
}

// --- heads ---------------------------------------------------------------------------------------

constexpr const char* kFirst = R"(,"person":{"person":@p:1})";
constexpr const char* kSecond = R"(,"person":{"person":@p:2})";

/// Whose heads the place knows: organisation 1 takes part in it.
ChronicleBuilder participant() {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  return b;
}

/// How those who headed organisation 1 hold the office on the day, a letter each, and how a seat of
/// its head stands.
std::string heads_on(const ChronicleBuilder& b, Date on) {
  const Chronicle chronicle = b.chronicle();
  std::string out;
  for (const OfficeChange& one : office_changes(chronicle, on)) {
    if (one.fact->change() == fb::OfficeChangeKind::RELEASED) continue;
    out += one.in_office == Truth::kYes ? "y" : one.in_office == Truth::kNo ? "n" : "?";
  }
  const internal::CouncilFacts facts(chronicle);
  const SeatHolder seat = head_on(facts, support::org(1), on);
  return out + " " + std::string(name_of(seat.state));
}

TEST(TO_3_Heads, AReleaseTakesTheOfficeFromWhomItNamesAndNotFromWhoCameInTheMeantime) {
  for (const char* released : {"2022-01-10", "2022-01-31"}) {
    ChronicleBuilder b = participant();
    b.head(1, "APPOINTED", "2020-01-01", kFirst);
    b.head(1, "APPOINTED", "2022-01-10", kSecond);
    b.head(1, "RELEASED", released, kFirst);
    EXPECT_EQ(heads_on(b, rules::date(2022, 1, 9)), "yn held") << released;
    EXPECT_EQ(heads_on(b, rules::date(2022, 1, 10)), "ny held") << released;
    EXPECT_EQ(heads_on(b, rules::date(2022, 2, 1)), "ny held") << released;
  }
}

TEST(TO_3_Heads, AReleaseOfWhoActedLeavesTheHeadInOffice) {
  ChronicleBuilder b = participant();
  b.head(1, "APPOINTED", "2020-01-01", kFirst);
  b.head(1, "ACTING", "2022-01-10", kSecond);
  b.head(1, "RELEASED", "2022-02-10", kSecond);
  EXPECT_EQ(heads_on(b, rules::date(2022, 2, 9)), "yy acting");
  EXPECT_EQ(heads_on(b, rules::date(2022, 2, 10)), "yn held");
}

TEST(TO_3_Heads, AReleaseOfNobodyNamedOnTheDayOfAnAppointmentIsThePredecessors) {
  ChronicleBuilder b = participant();
  b.head(1, "APPOINTED", "2020-01-01", kFirst);
  b.head(1, "APPOINTED", "2022-01-10", kSecond);
  b.head(1, "RELEASED", "2022-01-10");
  EXPECT_EQ(heads_on(b, rules::date(2022, 1, 10)), "ny held");
  b.head(1, "RELEASED", "2022-03-10");
  EXPECT_EQ(heads_on(b, rules::date(2022, 3, 10)), "nn vacant");
}

TEST(TO_3_Heads, AReleaseOfWhomItNamesIsNotOfAnotherWhoIsNotNamed) {
  ChronicleBuilder b = participant();
  b.head(1, "APPOINTED", "2020-01-01");
  b.head(1, "ACTING", "2022-01-10", kSecond);
  b.head(1, "RELEASED", "2022-02-10", kSecond);
  EXPECT_EQ(heads_on(b, rules::date(2022, 2, 9)), "yy acting");
  EXPECT_EQ(heads_on(b, rules::date(2022, 2, 10)), "yn held");
  b.head(1, "APPOINTED", "2023-01-10", kFirst);
  b.head(1, "APPOINTED", "2024-01-10");
  b.head(1, "RELEASED", "2024-01-31", kFirst);
  EXPECT_EQ(heads_on(b, rules::date(2024, 2, 1)), "nnny held") << "the one before";
  b.head(1, "RELEASED", "2025-01-31", kFirst);
  EXPECT_EQ(heads_on(b, rules::date(2025, 2, 1)), "nnnn vacant") << "who may have come again";
}

TEST(TO_3_Heads, AReleaseInTheYearOfAnAppointmentIsOfWhoWasAppointedIfItIsRecordedAfterwards) {
  constexpr const char* kYear = R"({"organisation":@o:1,"role":"HEAD","change":"YYY",
      "from":{"precision":"YEAR","not_before":"2021-01-01","not_after":"2021-12-31",
              "source":"PRINTED"}})";
  ChronicleBuilder b = participant();
  for (const char* change : {"APPOINTED", "RELEASED"}) {
    std::string fact = kYear;
    b.add("OfficeHolderChanged", fact.replace(fact.find("YYY"), 3, change));
  }
  EXPECT_EQ(heads_on(b, rules::date(2022, 2, 10)), "n vacant") << "by the order of recording";
}

TEST(TO_3_Heads, AReleaseOfAnUnknownDayLeavesOpenWhoseItIsAndNobodyElses) {
  ChronicleBuilder b = participant();
  b.head(1, "APPOINTED", "2020-01-01", kFirst);
  b.head(1, "APPOINTED", "2022-01-10", kSecond);
  b.add("OfficeHolderChanged",
        R"({"organisation":@o:1,"role":"HEAD","change":"RELEASED","from":@u,
            "person":{"person":@p:2}})");
  EXPECT_EQ(heads_on(b, rules::date(2022, 1, 9)), "yn held");
  EXPECT_EQ(heads_on(b, rules::date(2022, 1, 10)), "n? unknown");
}

TEST(TO_3c_Chair, KeepsTheSeatWhenThePredecessorIsReleasedLater) {
  support::TomskCouncil t(4);
  t.b.head(1, "APPOINTED", "2021-03-20", R"(,"person":{"person":@p:50})");
  t.b.elect(t.council, 1, 4, "2021-04-05");
  t.b.head(1, "RELEASED", "2021-05-01", R"(,"person":{"person":@p:1})");
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  std::size_t terms = 0;
  for (const ledger::Id& body : council.bodies()) {
    for (const ChairTerm& term : council.chairs(body)) {
      ++terms;
      EXPECT_FALSE(term.lost_seat_on);
    }
  }
  EXPECT_EQ(terms, 1u);
}

TEST(TU_4v_Representative, HoldsTheSeatSinceTheDayOfThePowerAndNotSinceTheHeadCame) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 2, "2023-08-15");
  b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
  b.head(1, "APPOINTED", "2020-09-01", kFirst);
  b.add("RepresentativeAuthorised",
        R"({"organisation":@o:1,"person":{"person":@p:2},"scopes":["VOTE"],
            "power":{"kind":"ORDER","number":"1","from":@m:2024-02}})");
  const Chronicle chronicle = b.chronicle();
  const auto seat_on = [&](Date on) {
    const Council council(chronicle, on);
    const auto body = council.body(council.bodies().front(), on);
    const SeatHolder* seat = body ? body->holder(support::org(1)) : nullptr;
    return seat == nullptr ? std::string("none")
                           : std::string(name_of(seat->state)) + " " + rules::to_text(seat->since);
  };
  const std::string month =
      rules::to_text(FuzzyDate{rules::date(2024, 2, 1), rules::date(2024, 2, 29)});
  EXPECT_EQ(seat_on(rules::date(2024, 1, 31)), "held 2020-09-01");
  EXPECT_EQ(seat_on(rules::date(2024, 2, 10)), "unknown " + month);
  EXPECT_EQ(seat_on(rules::date(2024, 3, 1)), "held " + month);
}

TEST(TU_14_Termination, TwoLinesOfOnePartyAreNotTwoParties) {
  const auto terminated = [](const char* lines) {
    ChronicleBuilder b("tula");
    const auto paper = support::concluded_agreement(b, 2, "2023-08-15");
    b.add("AgreementTerminated",
          fmt::format(R"({{"agreement":"{}","terminated_on":@d:2025-01-31,"ground":"MUTUAL",
              "slots":[{}]}})",
                      paper, lines));
    return found_times(b, "TERMINATION_NOT_BY_ALL");
  };
  EXPECT_EQ(terminated(R"({"slot":1,"party":1,"acting_as":"HEAD"},
                          {"slot":2,"party":1,"acting_as":"HEAD"})"),
            1u);
  EXPECT_EQ(terminated(R"({"slot":1,"party":1,"acting_as":"HEAD"},
                          {"slot":2,"party":2,"acting_as":"HEAD"})"),
            0u);
}

}  // namespace
}  // namespace projections::governance
