// SPDX-License-Identifier: Apache-2.0
// The table of problems and the mapping of the ledger's errors.
#include "api/problem.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "api/access_log.h"
#include "api/reasons.h"
#include "ledger/bytes.h"
#include "ledger/kv.h"
#include "tests/paths.h"

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

TEST(Problem, ThatNoMoreFilesCanBeOpenedPassesByItself) {
  const auto problem =
      api::problem_of(ledger::io_error(std::string(ledger::kOutOfFiles), "/var/lib/secret"));
  const auto response = api::problem_response(problem, "r-1", api::Language::kEn);
  EXPECT_EQ(response.status, 503);
  EXPECT_TRUE(response.headers.has("Retry-After"));
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_NE(response.body.find("Nothing is damaged"), std::string::npos) << response.body;
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
            "\"status\":400,\"detail\":\"Текст не является шестнадцатеричной записью нужной длины "
            "строчными буквами. (not hex)\",\"instance\":\"r-1\",\"code\":\"BAD_HEX\","
            "\"explanation\":\"Текст не является шестнадцатеричной записью нужной длины "
            "строчными буквами.\","
            "\"errors\":[{\"pointer\":\"/id\",\"code\":\"BAD_HEX\",\"detail\":\"Текст не является "
            "шестнадцатеричной записью нужной длины строчными буквами. (not hex)\"}]}");
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

TEST(Problem, RetryAfterComesWithEvery503ThatPassesAndWithNoOther) {
  const std::set<std::string_view> passing{"outcome-unknown", "overloaded", "too-many-connections",
                                           "too-many-feeds", "views-renewed"};
  for (const auto& type : api::problem_types()) {
    const auto problem = api::make_problem(type.slug, "");
    EXPECT_EQ(problem.headers.has("Retry-After"), passing.contains(type.slug)) << type.slug;
  }
}

/// The codes in the sources that answer requests.
std::set<std::string> codes_of_http() {
  static const std::regex call(
      R"re((refused|conflict|invalid|not_found|corrupt|io_error|malformed|ErrorCode::\w+,)re"
      R"re(|push_back\(\{|kIn, name,|"malformed-request",\s*(?:"[^"]*"|\{[^}]*\}),)\(?\s*"([A-Z][A-Z0-9_]+)")re");
  // These speak to whoever runs the tool or starts the server, and are explained there.
  static const std::regex of_the_tool(
      "(address|appended_answer|archive|audit|author.*|bundle.*|charter_json|event_json_build|"
      "genesis|"
      "http_resources|json|json_text|key_ring|listen_socket|log_source|log_watch|names|openings|"
      "poller|"
      "projected_log|serve|server|server_client|socket_file|tls|tokens|witness_client)\\.cc");
  std::set<std::string> codes;
  const std::filesystem::path root = std::filesystem::path(kSourceDir) / "api";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cc" || std::regex_match(name, of_the_tool)) continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
      codes.insert((*it)[2]);
    }
  }
  return codes;
}

TEST(Problem, EveryCodeThatARequestCanGetSpeaksRussianAndEnglish) {
  std::set<std::string> codes = codes_of_http();
  EXPECT_GT(codes.size(), 45U);
  codes.insert({"TOKEN_INVALID", "STATE_ALTERED", "WITNESS_AHEAD", "WITNESS_FORK", "SEEN_AHEAD"});
  for (const auto& type : api::problem_types()) codes.emplace(type.code);
  for (const std::string& code : codes) {
    const auto known = api::explain_reason(code);
    ASSERT_TRUE(known) << code << " is not explained";
    EXPECT_TRUE(known->english.ends_with('.')) << code;
    EXPECT_TRUE(known->russian.ends_with('.')) << code;
    EXPECT_NE(known->russian.find('\xd0'), std::string_view::npos) << code << " has no Russian";
  }
}

TEST(Problem, ARussianSentenceOfTheCaseStandsAloneAndNothingIsSaidTwice) {
  const auto detail = [](const ledger::Error& error, api::Language language) {
    const auto response = api::problem_response(api::problem_of(error), "r-1", language);
    return nlohmann::json::parse(response.body)["detail"].get<std::string>();
  };
  const auto both = api::in_russian(ledger::invalid("BAD_ID", "english"), "по-русски");
  EXPECT_EQ(detail(both, api::Language::kRu), "по-русски");
  EXPECT_EQ(detail(both, api::Language::kEn), "english");
  const auto plain = ledger::invalid("BAD_LIMIT", "limit is a number from 1 to 1000", "limit");
  EXPECT_EQ(detail(plain, api::Language::kRu), "limit — число от 1 до 1000.");
  EXPECT_EQ(detail(plain, api::Language::kEn), "limit is a number from 1 to 1000");
}

TEST(Problem, WhatIsToldInRussianIsRussianUpToTheBrackets) {
  for (const auto& type : api::problem_types()) {
    auto problem = api::make_problem(type.slug, "what was found");
    problem.errors = {{api::FieldError::In::kParameter, "limit", "BAD_LIMIT", "0 was found"}};
    const auto body =
        nlohmann::json::parse(api::problem_response(problem, "r-1", api::Language::kRu).body);
    EXPECT_EQ(body["title"], type.title_ru);
    EXPECT_EQ(body["detail"], std::string(type.meaning_ru) + " (what was found)");
    EXPECT_EQ(body["explanation"], type.meaning_ru);
    EXPECT_EQ(body["errors"][0]["detail"], "limit — число от 1 до 1000. (0 was found)");
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
