// SPDX-License-Identifier: Apache-2.0
// The attributes of the schema's fields and the common parts of a body: dates, schedules, order of
// subjects and cosigners, what the author has seen.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/body.h"
#include "ledger/limits.h"
#include "tests/support/bodies.h"

namespace ledger {
namespace {

using test::body_from_json;
using test::BodyDraft;
using test::build_body;
using test::draft_json;
using test::hex_of;

// --- attributes ----------------------------------------------------------------------------------

std::string with(const std::string& payload_type, const std::string& payload) {
  BodyDraft draft;
  draft.payload_type = payload_type;
  draft.payload = payload;
  draft.subjects = {{SubjectKind::kCluster, *fixed_from_hex<Id>(draft.scope_id)}};
  return body_from_json(draft_json(draft));
}

std::string scheduled(const std::string& schedule) {
  return with("PlanItemSet",
              fmt::format(R"({{"plan":"{}","row":"{}","wording":{{"title":"t"}},)"
                          R"("components":[{{"number":1,"title":"c","schedule":{}}}]}})",
                          hex_of(1, 32), hex_of(2, 16), schedule));
}

TEST(BodyAttributes, HexIsOfExactLengthAndLowerCase) {
  const auto rules = [](const std::string& id) {
    return with("BallotClosed", "{\"ballot\":\"" + id + "\"}");
  };
  EXPECT_EQ(test::refusal(rules(hex_of(1, 32))), "accepted");
  EXPECT_EQ(test::refusal(rules(hex_of(1, 32).substr(2))), "BAD_HEX");
  EXPECT_EQ(test::refusal(rules(hex_of(1, 32) + "00")), "BAD_HEX");
  EXPECT_EQ(test::refusal(rules(std::string(64, 'A'))), "BAD_HEX");
  EXPECT_EQ(test::refusal(rules(std::string(64, 'g'))), "BAD_HEX");
}

TEST(BodyAttributes, DatesAreDaysOfTheCalendar) {
  const auto on = [](const char* day) {
    return scheduled(fmt::format(R"({{"kind":"ON","day":"{}"}})", day));
  };
  for (const char* day : {"1900-01-01", "2000-02-29", "2024-02-29", "2199-12-31"}) {
    EXPECT_EQ(test::refusal(on(day)), "accepted") << day;
  }
  for (const char* day :
       {"1899-12-31", "2200-01-01", "2023-02-29", "2100-02-29", "2024-04-31", "2024-13-01",
        "2024-00-10", "2024-01-00", "2024-1-01", "24-01-01", "2024-01-01 ", "2024/01/01"}) {
    EXPECT_EQ(test::refusal(on(day)), "BAD_DATE") << day;
  }
}

TEST(BodyAttributes, FieldsOfAScheduleFollowItsKind) {
  EXPECT_EQ(test::refusal(scheduled(R"({"kind":"MONTH","year":2023,"month":2})")), "accepted");
  EXPECT_EQ(test::refusal(scheduled(R"({"kind":"NONE"})")), "accepted");
  const Error missing = test::error_of(scheduled(R"({"kind":"MONTH","year":2023})"));
  EXPECT_EQ(missing.reason, "MISSING_FIELD");
  EXPECT_EQ(missing.where, "payload.components[0].schedule.month");
  EXPECT_EQ(test::refusal(scheduled(R"({"kind":"NONE","year":2023})")), "UNWANTED_FIELD");
  EXPECT_EQ(test::refusal(scheduled(R"({"kind":"MONTH","year":2023,"month":13})")), "OUT_OF_RANGE");
}

TEST(BodyAttributes, DigitsAndTokensAreChecked) {
  const auto organisation = [](const std::string& ogrn) {
    return with("OrganisationRegistered",
                fmt::format(R"({{"profile":{{"organisation":"{}","ogrn":"{}","category":"NPO"}}}})",
                            hex_of(1, 16), ogrn));
  };
  EXPECT_EQ(test::refusal(organisation("1027000000000")), "accepted");
  EXPECT_EQ(test::refusal(organisation("102700000000")), "BAD_DIGITS");
  EXPECT_EQ(test::refusal(organisation("10270000000x0")), "BAD_DIGITS");
  const auto finding = [](const std::string& code) {
    return with("FindingDispositioned",
                fmt::format(R"({{"finding_key":"{0}","facts_digest":"{0}","code":"{1}",)"
                            R"("disposition":"EXPLAINED","wording":{{"title":"t"}}}})",
                            hex_of(1, 32), code));
  };
  EXPECT_EQ(test::refusal(finding("NO_QUORUM")), "accepted");
  EXPECT_EQ(test::refusal(finding("NO QUORUM")), "BAD_TOKEN");
  EXPECT_EQ(test::refusal(finding("КВОРУМ")), "BAD_TOKEN");
}

TEST(BodyAttributes, LegalDateBoundsFollowThePrecision) {
  const auto dated = [](const char* precision, const char* from, const char* to) {
    BodyDraft draft;
    draft.payload_type = "ImportClosed";
    std::string bounds;
    if (*from) bounds += fmt::format(R"(,"not_before":"{}")", from);
    if (*to) bounds += fmt::format(R"(,"not_after":"{}")", to);
    draft.extra = fmt::format(
        R"(,"dates":{{"occurred":{{"precision":"{}","source":"PRINTED"{}}}}})", precision, bounds);
    draft.subjects = {{SubjectKind::kCluster, *fixed_from_hex<Id>(draft.scope_id)}};
    return test::refusal(body_from_json(draft_json(draft)));
  };
  EXPECT_EQ(dated("DAY", "2023-06-07", "2023-06-07"), "accepted");
  EXPECT_EQ(dated("DAY", "2023-06-07", "2023-06-08"), "BAD_LEGAL_DATE");
  EXPECT_EQ(dated("DAY", "2023-06-07", ""), "BAD_LEGAL_DATE");
  EXPECT_EQ(dated("MONTH", "2024-02-01", "2024-02-29"), "accepted");
  EXPECT_EQ(dated("MONTH", "2024-02-01", "2024-02-28"), "BAD_LEGAL_DATE");
  EXPECT_EQ(dated("MONTH", "2024-02-01", "2025-02-28"), "BAD_LEGAL_DATE");
  EXPECT_EQ(dated("QUARTER", "2023-04-01", "2023-06-30"), "accepted");
  EXPECT_EQ(dated("QUARTER", "2023-05-01", "2023-07-31"), "BAD_LEGAL_DATE");
  EXPECT_EQ(dated("YEAR", "2022-01-01", "2022-12-31"), "accepted");
  EXPECT_EQ(dated("YEAR", "2022-01-01", "2023-12-31"), "BAD_LEGAL_DATE");
  EXPECT_EQ(dated("UNKNOWN", "", ""), "accepted");
  EXPECT_EQ(dated("UNKNOWN", "2022-03-05", ""), "accepted");
  EXPECT_EQ(dated("UNKNOWN", "2022-03-05", "2022-03-04"), "BAD_LEGAL_DATE");
}

// --- the common parts ----------------------------------------------------------------------------

TEST(BodyCommonParts, ScopeAndSubjectIdsAreZeroOnlyForTheLedger) {
  BodyDraft draft;
  draft.payload_type = "ImportClosed";
  draft.subjects = {{SubjectKind::kRegistry, Id{}}};
  draft.scope_id = std::string(32, '0');
  EXPECT_EQ(test::refusal(body_from_json(draft_json(draft))), "BAD_SCOPE");
  draft.scope = ScopeKind::kLedger;
  EXPECT_EQ(test::refusal(body_from_json(draft_json(draft))), "accepted");
  draft.subjects = {{SubjectKind::kRegion, Id{}}};
  EXPECT_EQ(test::refusal(body_from_json(draft_json(draft))), "BAD_SUBJECTS");
}

TEST(BodyCommonParts, SubjectsAscendByKindAndId) {
  const Subject cluster{SubjectKind::kCluster, *fixed_from_hex<Id>(std::string(32, '1'))};
  const Subject later{SubjectKind::kCluster, *fixed_from_hex<Id>(std::string(32, '2'))};
  const Subject region{SubjectKind::kRegion, *fixed_from_hex<Id>(std::string(32, '9'))};
  BodyDraft draft;
  draft.payload_type = "ImportClosed";
  const auto answer = [&](std::vector<Subject> subjects) {
    draft.subjects = std::move(subjects);
    return test::refusal(body_from_json(draft_json(draft)));
  };
  EXPECT_EQ(answer({region, cluster, later}), "accepted");
  EXPECT_EQ(answer({cluster, region}), "BAD_SUBJECTS");
  EXPECT_EQ(answer({later, cluster}), "BAD_SUBJECTS");
  EXPECT_EQ(answer({cluster, cluster}), "BAD_SUBJECTS");
  EXPECT_EQ(answer({}), "VECTOR_TOO_SHORT");
}

TEST(BodyCommonParts, CosignersAscendAndLeaveOutTheAuthor) {
  BodyDraft draft;
  draft.payload_type = "ImportClosed";
  draft.author = std::string(64, '3');
  const auto answer = [&](std::vector<std::string> keys) {
    draft.cosigners = std::move(keys);
    return test::refusal(build_body(draft));
  };
  const std::string one(64, '1');
  const std::string four(64, '4');
  EXPECT_EQ(answer({one, four}), "accepted");
  draft.subjects = {{SubjectKind::kRegistry, Id{}}};
  EXPECT_EQ(answer({four, one}), "BAD_COSIGNERS");
  EXPECT_EQ(answer({one, one}), "BAD_COSIGNERS");
  EXPECT_EQ(answer({one, draft.author}), "BAD_COSIGNERS");
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= kCosignersMax; ++i) many.push_back(fmt::format("{:064x}", i + 1));
  EXPECT_EQ(answer(many), "VECTOR_TOO_LONG");
}

TEST(BodyCommonParts, SeenOfSizeZeroHasTheEmptyRoot) {
  BodyDraft draft;
  draft.payload_type = "ImportClosed";
  draft.subjects = {{SubjectKind::kRegistry, Id{}}};
  EXPECT_EQ(draft.seen_root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(test::refusal(body_from_json(draft_json(draft))), "accepted");
  draft.seen_root = hex_of(1, 32);
  EXPECT_EQ(test::refusal(body_from_json(draft_json(draft))), "BAD_SEEN");
}

}  // namespace
}  // namespace ledger
