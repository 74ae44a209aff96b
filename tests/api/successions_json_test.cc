// SPDX-License-Identifier: Apache-2.0
// What lists tell beside their own facts: who followed a participant or a party that was
// reorganised, which words on an agreement or a plan do not count, and how bodies and their seats
// stand where a day is not told or not exact.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "api/place_lists.h"
#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace api {
namespace {

namespace rules = projections::rules;
using support::ChronicleBuilder;
using support::How;

/// The whole items of a list of the cluster on a day.
Json listed(const ChronicleBuilder& b, std::string_view name, rules::Date on) {
  const auto& lists = place_lists();
  const auto list = std::find_if(lists.begin(), lists.end(),
                                 [&](const PlaceList& one) { return one.name == name; });
  EXPECT_NE(list, lists.end()) << name;
  return list->items(
      {std::make_shared<const projections::Chronicle>(b.chronicle()), on, Language::kEn});
}

/// That `followed` was reorganised into `successor` from the day on.
void reorganise(ChronicleBuilder& b, std::uint64_t followed, std::uint64_t successor,
                const std::string& from) {
  b.add("OrganisationChanged",
        fmt::format(R"({{"organisation":@o:{},"kind":"REORGANISED","successor":@o:{},"from":{}}})",
                    followed, successor, from));
}

std::string successors(const Json& item) {
  std::string out;
  for (const Json& one : item.at("succeeded_by")) {
    const auto id = one.at("organisation").get<std::string>();
    for (std::uint64_t number = 1; number <= 5; ++number) {
      if (to_hex(support::org(number)) == id) out += std::to_string(number);
    }
    out += " " + one.at("come").get<std::string>() + ";";
  }
  return out;
}

// --- who followed whom ---------------------------------------------------------------------------

TEST(Succession, OfAParticipantIsToldFromItsDayOnWithWhoFollowedTheSuccessor) {
  ChronicleBuilder b;
  b.members(1);
  for (std::uint64_t one = 2; one <= 3; ++one) b.organisation(one);
  reorganise(b, 2, 3, "@m:2024-02");
  reorganise(b, 1, 2, "@d:2023-09-01");
  const auto told = [&](rules::Date on) { return successors(listed(b, "members", on).at(0)); };
  EXPECT_EQ(told(rules::date(2023, 8, 31)), "");
  EXPECT_EQ(told(rules::date(2023, 9, 1)), "2 yes;");
  EXPECT_EQ(told(rules::date(2024, 2, 10)), "2 yes;3 undetermined;");
  EXPECT_EQ(told(rules::date(2024, 2, 29)), "2 yes;3 yes;");
}

TEST(Succession, ThatComesBackToTheOrganisationEnds) {
  ChronicleBuilder b;
  b.members(1);
  b.organisation(2);
  reorganise(b, 1, 2, "@d:2023-09-01");
  reorganise(b, 2, 1, "@d:2024-09-01");
  EXPECT_EQ(successors(listed(b, "members", support::kToday).at(0)), "2 yes;");
}

TEST(Succession, OfAPartyAndOfASeatIsToldThere) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 2, "2023-08-15");
  b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
  b.organisation(3, "EMPLOYER");
  reorganise(b, 2, 3, "@d:2024-09-01");
  const Json parties = listed(b, "agreements", support::kToday).at(0).at("parties");
  ASSERT_EQ(parties.size(), 2u);
  EXPECT_EQ(successors(parties.at(0)), "");
  EXPECT_EQ(successors(parties.at(1)), "3 yes;");
  std::string of_seats;
  for (const Json& seat : listed(b, "seats", support::kToday)) of_seats += successors(seat);
  EXPECT_EQ(of_seats, "3 yes;");
}

/// How an amendment is told that organisations 1 and 3 signed on 1 March 2018.
Json amended_by_the_follower(ChronicleBuilder& b, const std::string& paper) {
  const std::string change =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["OBLIGATIONS"],
                "wording":{{"title":"Дополнительное соглашение"}},"document":"{}",
                "parties":[{{"number":1,"organisation":@o:1}},{{"number":2,"organisation":@o:3}}],
                "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}},{{"slot":2,"party":2,
                "acting_as":"HEAD"}}]}})",
                        paper, ledger::test::hex_of(2, 32)));
  support::sign_slot(b, change, 1, "2018-03-01");
  support::sign_slot(b, change, 2, "2018-03-01");
  return listed(b, "agreements", support::kToday).at(0).at("amendments").at(0);
}

TEST(Succession, WhoFollowedAPartySignsInItsPlaceWhatChangesTheAgreement) {
  for (const bool followed : {false, true}) {
    ChronicleBuilder b("smolensk", {}, "2017-01-01");
    const std::string paper = support::concluded_agreement(b, 2, "2018-01-10");
    b.organisation(3, "EMPLOYER");
    if (followed) reorganise(b, 2, 3, "@d:2018-02-01");
    const Json amendment = amended_by_the_follower(b, paper);
    EXPECT_EQ(amendment.at("agreed_by_all"), followed ? "yes" : "no");
    EXPECT_EQ(support::count_findings(b, "AMENDMENT_NOT_BY_ALL"), followed ? 0u : 1u);
  }
}

TEST(Succession, WhoFollowsAPartyLaterHasNotSignedInItsPlaceBefore) {
  for (const char* followed_on : {"@d:2018-02-01", "@d:2018-06-01"}) {
    ChronicleBuilder b("smolensk", {}, "2017-01-01");
    const std::string paper = support::concluded_agreement(b, 3, "2018-01-10");
    reorganise(b, 2, 3, followed_on);
    const Json amendment = amended_by_the_follower(b, paper);
    const bool by_then = std::string_view(followed_on) == "@d:2018-02-01";
    EXPECT_EQ(amendment.at("agreed_by_all"), by_then ? "yes" : "no") << followed_on;
  }
}

// --- words that do not count ---------------------------------------------------------------------

TEST(ClaimedWords, AVersionThatOnePartyBringsInAloneIsToldFromTheRealOne) {
  ChronicleBuilder b("tula");
  const std::string agreement = support::concluded_agreement(b, 2, "2023-08-15");
  const Json real = listed(b, "agreements", support::kToday).at(0);
  EXPECT_EQ(real.at("claimed"), false);
  EXPECT_TRUE(real.at("claimed_versions").empty());
  How alone;
  alone.grade = "SELF";
  alone.role = "HEAD";
  alone.organisation = 1;
  b.organisation(3, "EMPLOYER");
  b.add("AgreementRegistered",
        fmt::format(R"({{"agreement":"{}","version":2,"kind":"COOPERATION",
            "title_as_written":"Соглашение","parties":[{{"number":1,"organisation":@o:1}},
            {{"number":2,"organisation":@o:3}}],"slots":[{{"slot":1,"party":1,
            "acting_as":"HEAD"}},{{"slot":2,"party":2,"acting_as":"HEAD"}}],
            "term":{{"kind":"OPEN_ENDED"}},"levels":["FIRST"],"document":"{}"}})",
                    real.at("agreement").get<std::string>(), ledger::test::hex_of(9, 32)),
        alone);
  b.add("AgreementTerminated",
        fmt::format(R"({{"agreement":"{}","terminated_on":@d:2024-05-10,"ground":"OTHER"}})",
                    agreement),
        alone);
  const Json all = listed(b, "agreements", support::kToday);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all.at(0).at("claimed"), false);
  EXPECT_EQ(all.at(0).at("state"), "in_force");
  EXPECT_EQ(all.at(0).at("claimed_versions"), Json::array({all.at(1).at("source").at("index")}));
  ASSERT_EQ(all.at(0).at("claimed_terminations").size(), 1u);
  EXPECT_EQ(all.at(0).at("claimed_terminations").at(0).at("terminated_on").at("day"), "2024-05-10");
  EXPECT_TRUE(all.at(0).at("termination").is_null());
  EXPECT_EQ(all.at(1).at("claimed"), true);
}

TEST(SupersededPlan, IsNullWhereTheDayOfTheLaterApprovalIsNotKnown) {
  ChronicleBuilder b;
  const auto submit = [&](unsigned version, const std::string& on) {
    return b.add("PlanSubmitted",
                 fmt::format(R"({{"plan":@t:6700,"version":{},"wording":{{"title":"План"}},"period":
            "CALENDAR_YEAR","from":"2023-01-01","to":"2023-12-31","submitted_on":@d:{},
            "document":"{}"}})",
                             version, on, ledger::test::hex_of(4, 32)));
  };
  const auto approve = [&](const std::string& plan, const std::string& on) {
    b.add("PlanApproved", fmt::format(R"({{"plan":"{}","approved_on":{}}})", plan, on));
  };
  approve(submit(1, "2022-12-20"), "@d:2022-12-26");
  EXPECT_EQ(listed(b, "plans", rules::date(2023, 5, 2)).at(0).at("superseded"), false);
  const std::string second = submit(2, "2023-01-16");
  EXPECT_EQ(listed(b, "plans", rules::date(2023, 5, 2)).at(0).at("superseded"), false)
      << "a draft displaces nothing";
  approve(second, "@u");
  EXPECT_TRUE(listed(b, "plans", rules::date(2023, 5, 2)).at(0).at("superseded").is_null());
}

// --- bodies and seats ----------------------------------------------------------------------------

TEST(BodyOnDay, SaysSinceWhenItStandsByItsActWhereItGivesNoDayItself) {
  ChronicleBuilder b;
  How composed;
  composed.occurred = "2022-05-01";
  b.add("BodyComposed",
        fmt::format(R"({{"body":@t:1009,"kind":"WORKING_GROUP","wording":{{"title":"Группа"}},
            "rule":"EXPLICIT"{}}})",
                    ChronicleBuilder::seats(1, 2)),
        composed);
  const Json bodies = listed(b, "bodies", rules::date(2022, 6, 1));
  ASSERT_EQ(bodies.size(), 1u);
  EXPECT_EQ(bodies.at(0).at("from").at("day"), "2022-05-01");
  EXPECT_EQ(bodies.at(0).at("versions").at(0).at("from").at("day"), "2022-05-01");
}

TEST(SeatOnDay, ThatMayHaveBeenLeftIsNotSaidToBeHeld) {
  ChronicleBuilder b;
  const std::string body =
      b.body(9, "EXPERT_COUNCIL", "EXPLICIT", "2022-01-01", ChronicleBuilder::seats(1, 1));
  b.add("OfficeVacated",
        fmt::format(R"({{"body":"{}","seat":@t:1,"office":"MEMBER","vacated_on":@m:2022-03,
            "ground":"RESIGNED"}})",
                    body));
  const auto state = [&](rules::Date on) {
    const Json seats = listed(b, "seats", on);
    return seats.size() == 1 ? seats.at(0).at("state").get<std::string>() : "none";
  };
  EXPECT_EQ(state(rules::date(2022, 2, 28)), "held");
  EXPECT_EQ(state(rules::date(2022, 3, 10)), "unknown");
  EXPECT_EQ(state(rules::date(2022, 4, 1)), "vacant");
}

}  // namespace
}  // namespace api
