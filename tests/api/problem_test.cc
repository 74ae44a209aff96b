// SPDX-License-Identifier: Apache-2.0
// The table of problems and the mapping of the ledger's errors.
#include "api/problem.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "api/access_log.h"
#include "ledger/bytes.h"

namespace {

using ledger::ErrorCode;

int status_of(ErrorCode code, std::string reason) {
  return api::problem_of({code, std::move(reason), "message", {}}).type->status;
}

TEST(Problem, EveryErrorCodeHasItsStatus) {
  EXPECT_EQ(status_of(ErrorCode::kInvalid, "BAD_HEX"), 400);
  EXPECT_EQ(status_of(ErrorCode::kRefused, "NO_QUORUM"), 422);
  EXPECT_EQ(status_of(ErrorCode::kNotFound, "X"), 404);
  EXPECT_EQ(status_of(ErrorCode::kConflict, "X"), 409);
  EXPECT_EQ(status_of(ErrorCode::kOverloaded, "QUEUE_FULL"), 503);
  EXPECT_EQ(status_of(ErrorCode::kLocked, "X"), 503);
  EXPECT_EQ(status_of(ErrorCode::kCorrupt, "X"), 500);
  EXPECT_EQ(status_of(ErrorCode::kIo, "X"), 500);
  EXPECT_EQ(status_of(ErrorCode::kBehind, "X"), 503);
  EXPECT_EQ(status_of(ErrorCode::kFenced, "X"), 503);
  EXPECT_EQ(status_of(ErrorCode::kIndeterminate, "X"), 503);
}

TEST(Problem, SomeRefusalsHaveTheirOwnStatus) {
  EXPECT_EQ(status_of(ErrorCode::kRefused, "ACTOR_NOT_ALLOWED"), 403);
  EXPECT_EQ(status_of(ErrorCode::kRefused, "DUPLICATE_VOTE"), 409);
  EXPECT_EQ(status_of(ErrorCode::kRefused, "BALLOT_CLOSED"), 409);
  EXPECT_EQ(status_of(ErrorCode::kRefused, "EVENT_ID_TAKEN"), 409);
  EXPECT_EQ(status_of(ErrorCode::kCorrupt, "EVENT_ID_TAKEN"), 500);
}

TEST(Problem, CausesInsideTheServerAreNotTold) {
  for (const ErrorCode code : {ErrorCode::kIo, ErrorCode::kCorrupt, ErrorCode::kLocked}) {
    const auto problem = api::problem_of({code, "R", "cannot open /var/lib/secret", "f"});
    const auto response = api::problem_response(problem, "id", api::Language::kEn);
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
    EXPECT_NE(response.body.find("\"code\":\"R\""), std::string::npos);
  }
}

TEST(Problem, BodyHasTheMembersOfRfc9457) {
  const auto problem = api::problem_of(ledger::invalid("BAD_HEX", "not hex", "/id"));
  const auto response = api::problem_response(problem, "r-1", api::Language::kRu);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            "{\"type\":\"/problems/invalid-input\",\"title\":\"Данные составлены неверно\","
            "\"status\":400,\"detail\":\"not hex\",\"instance\":\"r-1\",\"code\":\"BAD_HEX\","
            "\"explanation\":\"Текст не является шестнадцатеричной записью нужной длины "
            "строчными буквами.\","
            "\"errors\":[{\"pointer\":\"/id\",\"code\":\"BAD_HEX\",\"detail\":\"not hex\"}]}");
}

TEST(Problem, AFaultIsAPointerIntoTheBodyOrNamesAParameterOrAField) {
  const auto place = [](const char* where) {
    const auto problem = api::problem_of(ledger::invalid("BAD", "bad", where));
    const auto body = api::problem_response(problem, "r-1", api::Language::kEn).body;
    auto error = nlohmann::json::parse(body)["errors"][0];
    error.erase("code");
    error.erase("detail");
    return error.dump();
  };
  EXPECT_EQ(place("/votes/0/a~1b"), R"({"pointer":"/votes/0/a~1b"})");
  EXPECT_EQ(place("payload.agenda[1].title"), R"({"pointer":"/payload/agenda/1/title"})");
  EXPECT_EQ(place("known_on"), R"({"parameter":"known_on"})");
  EXPECT_EQ(place("Last-Event-ID"), R"({"header":"Last-Event-ID"})");
}

TEST(Problem, ATypesOwnCodeIsExplainedAsTheType) {
  const auto explanation = [](const api::Problem& problem) {
    const auto body = api::problem_response(problem, "r-1", api::Language::kEn).body;
    return nlohmann::json::parse(body).value("explanation", "");
  };
  const auto request = api::make_problem("body-too-large", "more than 10 bytes");
  EXPECT_EQ(explanation(request), request.type->meaning_en);
  const auto event = api::problem_of(ledger::invalid("BODY_TOO_LARGE", "more than 10 bytes"));
  EXPECT_EQ(explanation(event), "The event is larger than the limit.");
}

TEST(Problem, RetryAfterComesWithEvery503ThatPasses) {
  for (const auto& type : api::problem_types()) {
    const auto problem = api::make_problem(type.slug, "");
    EXPECT_EQ(problem.headers.has("Retry-After"), type.status == 503 && type.slug != "read-only")
        << type.slug;
  }
}

TEST(Problem, TableRowsAreUniqueAndComplete) {
  std::set<std::string_view> slugs;
  std::set<std::string_view> codes;
  for (const auto& type : api::problem_types()) {
    EXPECT_TRUE(slugs.insert(type.slug).second) << type.slug;
    EXPECT_TRUE(codes.insert(type.code).second) << type.code;
    for (const auto text : {type.title_en, type.title_ru, type.meaning_en, type.meaning_ru}) {
      EXPECT_FALSE(text.empty()) << type.slug;
      EXPECT_TRUE(ledger::is_utf8(text));
      EXPECT_EQ(text.find_first_of("<>&"), std::string_view::npos) << "pages show it unescaped";
    }
    EXPECT_EQ(api::find_problem_type(type.slug), &type);
  }
  EXPECT_EQ(api::find_problem_type("none"), nullptr);
}

TEST(AccessLog, LinesAreTextOrJson) {
  const api::AccessRecord record{.method = "GET",
                                 .route = "/v1/events/{id}",
                                 .status = 200,
                                 .bytes = 12,
                                 .time_us = 34,
                                 .request_id = "r-1"};
  EXPECT_EQ(api::access_line(record, api::LogFormat::kText),
            "GET /v1/events/{id} 200 12B 34us r-1");
  const auto json = nlohmann::json::parse(api::access_line(record, api::LogFormat::kJson));
  EXPECT_EQ(json["route"], "/v1/events/{id}");
  EXPECT_EQ(json["time_us"], 34);
}

}  // namespace
