// SPDX-License-Identifier: Apache-2.0
// Papers under a charter that is changed later: each is judged by the version in force on its own
// day, and a programme is agreed before it takes effect or not at all (TO 3a, TU 4-17).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "projections/governance/agreements.h"
#include "projections/governance/findings.h"
#include "projections/governance/programmes.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

/// The findings with this code.
std::vector<Finding> of_code(const ChronicleBuilder& b, std::string_view code,
                             Date on = support::kToday) {
  const Chronicle chronicle = b.chronicle();
  std::vector<Finding> out;
  for (Finding& one : findings(chronicle, on)) {
    if (one.code() == code) out.push_back(std::move(one));
  }
  return out;
}

std::string told_number(const Finding& finding, std::string_view name) {
  for (const auto& [key, value] : finding.numbers) {
    if (key == name) return value;
  }
  return {};
}

// --- plans ---------------------------------------------------------------------------------------

const support::CharterEdits kAcademicPlans = {
    {R"("period": "CALENDAR_YEAR")", R"("period": "ACADEMIC_YEAR")"}};

std::string calendar_plan_of_2022(ChronicleBuilder& b, const std::string& more = {}) {
  return b.add("PlanSubmitted",
               fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
                   "CALENDAR_YEAR","from":"2022-01-01","to":"2022-12-31","document":"{}"{}}})",
                           ledger::test::hex_of(4, 32), more));
}

TEST(TO_3a_Versions, APlanOfAnEarlierYearIsNotMeasuredByALaterPeriod) {
  ChronicleBuilder b;
  calendar_plan_of_2022(b, R"(,"submitted_on":@d:2022-01-20)");
  b.adopt("tomsk", kAcademicPlans, 2, "2024-01-01");
  EXPECT_TRUE(of_code(b, "PLAN_PERIOD_MISMATCH").empty());
  b.adopt("tomsk", kAcademicPlans, 3, "2022-01-20");
  EXPECT_EQ(of_code(b, "PLAN_PERIOD_MISMATCH").size(), 1u) << "in force on the day of the plan";
}

TEST(TO_3a_Versions, APlanWithoutADayIsMeasuredByTheVersionOfItsFirstDay) {
  ChronicleBuilder b;
  calendar_plan_of_2022(b);
  b.adopt("tomsk", kAcademicPlans, 2, "2022-01-02");
  EXPECT_TRUE(of_code(b, "PLAN_PERIOD_MISMATCH").empty());
}

TEST(TO_3a_Versions, AMissingPlanStaysMissingWhenALaterVersionWantsOtherPlans) {
  ChronicleBuilder b;
  b.complete(R"("PLANS")", "2021-01-01");
  b.adopt("tomsk", kAcademicPlans, 2, "2022-06-01");
  std::set<std::string> years;
  for (const Finding& one : of_code(b, "PLAN_MISSING")) years.insert(one.period);
  EXPECT_EQ(years, (std::set<std::string>{"2021", "2022"})) << "they began under the first version";
}

// --- letters and orders --------------------------------------------------------------------------

TEST(TU_8_Versions, AnOrderOfBeforeTheVersionThatWantsANoticeNeedsNone) {
  const support::CharterEdits none = {
      {R"("operator_order_records": true)", R"("operator_order_records": false)"}};
  ChronicleBuilder b("tula", none);
  b.organisation(1);
  b.complete(R"("NOTICES")", "2020-01-01");
  b.order("2023-04-03", {1});
  b.adopt("tula", {}, 2, "2023-05-01");
  EXPECT_TRUE(of_code(b, "ORDER_WITHOUT_NOTICE").empty());
  b.adopt("tula", {}, 3, "2023-04-03");
  EXPECT_EQ(of_code(b, "ORDER_WITHOUT_NOTICE").size(), 1u);
}

// --- programmes ----------------------------------------------------------------------------------

/// A programme of 2025 to 2027 with the 16 sections of the regulation or with none.
std::string new_programme(ChronicleBuilder& b, unsigned sections = 0) {
  std::string list;
  for (unsigned one = 1; one <= sections; ++one) {
    list += fmt::format(R"({}{{"number":{},"title":"x"}})", one == 1 ? "" : ",", one);
  }
  support::How how;
  how.occurred = "2024-12-02";
  return b.add(
      "ProgrammeSubmitted",
      fmt::format(R"({{"programme":@t:6600,"version":1,"wording":{{"title":"Программа"}},
                   "from":@d:2025-01-01,"to":@d:2027-12-31,"document":"{}"{}}})",
                  ledger::test::hex_of(4, 32), list.empty() ? "" : R"(,"sections":[)" + list + "]"),
      how);
}

void coordinator_agrees(ChronicleBuilder& b, const std::string& paper, const std::string& on) {
  b.add("ProgrammeAgreed", fmt::format(R"({{"programme":"{}","by":"COORDINATOR","organisation":
      @o:101,"agreed_on":@d:{},"conclusion":"AGREED"}})",
                                       paper, on));
}

/// The record of programmes is complete up to this day.
void programmes_covered(ChronicleBuilder& b, const std::string& to) {
  b.add("CoverageDeclared",
        fmt::format(R"({{"facts":["PROGRAMMES"],"from":"2024-01-01","to":"{}","coverage":
            "COMPLETE"}})",
                    to));
}

TEST(TU_16_Agreement, OfADayAfterTheStartIsFoundAsLate) {
  ChronicleBuilder b("tula");
  programmes_covered(b, "2026-12-31");
  coordinator_agrees(b, new_programme(b), "2025-06-02");
  const auto late = of_code(b, "PROGRAMME_NOT_AGREED");
  ASSERT_EQ(late.size(), 1u);
  EXPECT_EQ(told_number(late[0], "from"), "2025-01-01");
  EXPECT_EQ(told_number(late[0], "agreed"), "2025-06-02");
}

TEST(TU_16_Agreement, OfTheDayBeforeTheStartIsInTimeAndOfTheStartItselfIsNot) {
  const auto late = [](const std::string& on) {
    ChronicleBuilder b("tula");
    programmes_covered(b, "2026-12-31");
    coordinator_agrees(b, new_programme(b), on);
    return of_code(b, "PROGRAMME_NOT_AGREED").size();
  };
  EXPECT_EQ(late("2024-12-31"), 0u);
  EXPECT_EQ(late("2025-01-01"), 1u);
}

TEST(TU_16_Agreement, ThatIsMissingStaysFoundAfterTheRecordIsNoLongerComplete) {
  ChronicleBuilder b("tula");
  programmes_covered(b, "2025-06-30");
  new_programme(b);
  EXPECT_EQ(of_code(b, "PROGRAMME_NOT_AGREED", rules::date(2025, 6, 30)).size(), 1u);
  EXPECT_EQ(of_code(b, "PROGRAMME_NOT_AGREED", rules::date(2026, 6, 30)).size(), 1u);
}

TEST(TU_16_Agreement, IsNotMissingUntilTheProgrammeTakesEffect) {
  ChronicleBuilder b("tula");
  programmes_covered(b, "2026-12-31");
  new_programme(b);
  EXPECT_TRUE(of_code(b, "PROGRAMME_NOT_AGREED", rules::date(2024, 12, 31)).empty());
  EXPECT_EQ(of_code(b, "PROGRAMME_NOT_AGREED", rules::date(2025, 1, 1)).size(), 1u);
}

TEST(TU_16_Agreement, IsNotAskedOfARecordThatWasNotCompleteAtTheStart) {
  ChronicleBuilder b("tula");
  programmes_covered(b, "2024-12-31");
  new_programme(b);
  EXPECT_TRUE(of_code(b, "PROGRAMME_NOT_AGREED").empty());
}

TEST(TU_16_Agreement, IsMissingOnlyWhereTheRecordReachesBackToTheSubmission) {
  const auto found = [](const std::string& from) {
    ChronicleBuilder b("tula");
    b.complete(R"("PROGRAMMES")", from);
    new_programme(b);
    return of_code(b, "PROGRAMME_NOT_AGREED").size();
  };
  EXPECT_EQ(found("2024-12-02"), 1u);
  EXPECT_EQ(found("2024-12-03"), 0u) << "it may have been agreed on the day before the claim";
}

TEST(TU_16_Agreement, IsDemandedByTheVersionInForceAtTheStart) {
  const support::CharterEdits by_operator = {{R"("agreed_by": "COORDINATOR",
      "changes_agreed_by")",
                                              R"("agreed_by": "OPERATOR",
      "changes_agreed_by")"}};
  ChronicleBuilder b("tula");
  programmes_covered(b, "2026-12-31");
  coordinator_agrees(b, new_programme(b), "2024-12-16");
  b.adopt("tula", by_operator, 2, "2025-02-01");
  EXPECT_TRUE(of_code(b, "PROGRAMME_NOT_AGREED").empty());
  b.adopt("tula", by_operator, 3, "2024-12-20");
  EXPECT_EQ(of_code(b, "PROGRAMME_NOT_AGREED").size(), 1u);
}

TEST(TU_4b_Versions, SectionsAreThoseOfTheVersionOfTheDayOfTheProgramme) {
  ChronicleBuilder b("tula");
  new_programme(b, 16);
  b.adopt("tula", {{R"("sections": 16)", R"("sections": 17)"}}, 2, "2025-02-01");
  EXPECT_TRUE(of_code(b, "SECTION_MISSING").empty());
  b.adopt("tula", {{R"("sections": 16)", R"("sections": 17)"}}, 3, "2024-12-02");
  EXPECT_EQ(of_code(b, "SECTION_MISSING").size(), 1u);
}

// --- agreements ----------------------------------------------------------------------------------

TEST(TU_12_Versions, AnAgreementSaysByWhichVersionItIsJudgedAndWhyByThatOne) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 2, "2023-08-15");
  b.adopt("tula", {}, 2, "2025-01-01");
  const Chronicle of_dated = b.chronicle();
  const Agreement dated = agreements(of_dated, support::kToday).at(0);
  EXPECT_NE(dated.judged_by.english.find("of 2023-08-15, the day of its conclusion: version 1"),
            std::string::npos)
      << dated.judged_by.english;
  ChronicleBuilder unsigned_one("tula");
  support::register_agreement(unsigned_one, 2);
  unsigned_one.adopt("tula", {}, 2, "2025-01-01");
  const Chronicle of_undated = unsigned_one.chronicle();
  const Agreement undated = agreements(of_undated, support::kToday).at(0);
  EXPECT_NE(undated.judged_by.english.find("as the day of its conclusion is not known: version 2"),
            std::string::npos)
      << undated.judged_by.english;
  EXPECT_NE(undated.judged_by.russian.find("день заключения неизвестен: версия 2"),
            std::string::npos)
      << undated.judged_by.russian;
}

TEST(TU_12_Versions, ALaterCharterThatWantsMoreLinesDoesNotUndoAnAgreementInForce) {
  ChronicleBuilder b("tula", {{R"("all_slots_required": true)", R"("all_slots_required": false)"}});
  for (const std::uint64_t one : {1u, 2u}) b.organisation(one, "EMPLOYER");
  const std::string paper =
      b.add("AgreementRegistered",
            fmt::format(R"({{"agreement":@t:6001,"version":1,"title_as_written":"Соглашение",
                "kind":"COOPERATION","parties":[{{"number":1,"organisation":@o:1}},
                {{"number":2,"organisation":@o:2}}],"slots":[
                {{"slot":1,"party":1,"acting_as":"HEAD"}},{{"slot":2,"party":2,"acting_as":"HEAD"}},
                {{"slot":3,"party":2,"acting_as":"HEAD"}}],"term":{{"kind":"OPEN_ENDED"}},
                "levels":["FIRST"],"document":"{}"}})",
                        ledger::test::hex_of(1, 32)));
  for (const std::uint64_t line : {1u, 2u}) support::sign_slot(b, paper, line, "2023-08-15");
  b.adopt("tula", {}, 2, "2025-01-01");
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_EQ(one.state, ForceState::kInForce);
  EXPECT_EQ(rules::to_text(one.concluded_on), "2023-08-15");
  EXPECT_NE(one.judged_by.english.find("version 1"), std::string::npos) << one.judged_by.english;
}

}  // namespace
}  // namespace projections::governance
