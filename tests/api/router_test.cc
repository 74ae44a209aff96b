// SPDX-License-Identifier: Apache-2.0
// Matching and negotiation without a server.
#include "api/router.h"

#include <gtest/gtest.h>

#include "api/internal/negotiate.h"
#include "api/internal/uri.h"

namespace {

using api::Admission;
using api::Request;
using api::Response;
using api::Route;
using api::Router;

Route route(std::string method, std::string pattern) {
  return {.method = std::move(method),
          .pattern = std::move(pattern),
          .handler = [](const Request&) -> ledger::Result<Response> { return Response(); },
          .query = {}};
}

struct Outcome {
  std::string pattern;  ///< "" if refused
  int status;           ///< 0 if a route was found
  Request request;
};

Outcome admit(const Router& router, std::string method, std::string path) {
  Outcome outcome{{}, 0, {}};
  outcome.request.method = std::move(method);
  outcome.request.path = std::move(path);
  const Admission admission = router.admit(outcome.request, {});
  if (admission.answer) {
    outcome.status = admission.answer->status;
  } else {
    outcome.pattern = admission.route->pattern;
  }
  return outcome;
}

Router sample() {
  Router router;
  router.add(route("GET", "/"));
  router.add(route("GET", "/v1/events"));
  router.add(route("POST", "/v1/events"));
  router.add(route("POST", "/v1/events:check"));
  router.add(route("GET", "/v1/events/{index}"));
  router.add(route("GET", "/v1/events/latest"));
  router.add(route("DELETE", "/v1/events/{id}/file"));
  router.add(route("GET", "/v1/{kind}/{id}/file"));
  router.add(route("GET", "/tile/{path*}"));
  return router;
}

/// The body of the answer to a question that is refused.
std::string refusal_of(const std::string& raw_query) {
  const Router router = sample();
  Request request;
  request.method = "GET";
  request.path = "/v1/events";
  const Admission admission = router.admit(request, {.raw_query = raw_query, .has_body = false});
  EXPECT_TRUE(admission.answer);
  return admission.answer ? admission.answer->body : "";
}

TEST(Router, AParameterThatNobodyKnowsIsToldOnceHoweverOftenItIsGiven) {
  const std::string body = refusal_of("a=1&a=2&b&a");
  EXPECT_NE(body.find("\"detail\":\"not understood: a, b\""), std::string::npos) << body;
  EXPECT_EQ(body.find("\"parameter\":\"a\""), body.rfind("\"parameter\":\"a\"")) << body;
}

TEST(Router, ThousandsOfUnknownParametersGetNoLongerAnswerThanTheirQuestionMayBe) {
  std::string query = "x";
  for (int i = 0; i < 1'600; ++i) query += "&x" + std::to_string(i);
  const std::string body = refusal_of(query);
  EXPECT_LT(body.size(), 8'192U);
  EXPECT_NE(body.find(" and 1581 more\""), std::string::npos) << body;
}

TEST(Router, AnOriginIsWhatABrowserSendsAndNothingMore) {
  for (const char* good : {"https://good.example", "http://127.0.0.1:8080", "http://[::1]:8080",
                           "https://[2001:db8::1]", "http://localhost"}) {
    EXPECT_TRUE(api::is_origin(good)) << good;
  }
  for (const char* bad :
       {"", "good.example", "https://", "https://good.example/", "https://Good.example",
        "HTTPS://good.example", "https://good.example:", "https://good.example:x", "null",
        "https://*.good.example", "https://good.example, https://other.example", "ftp://x"}) {
    EXPECT_FALSE(api::is_origin(bad)) << bad;
  }
}

TEST(Router, LiteralsWinOverParametersAndParametersOverTheRest) {
  const Router router = sample();
  EXPECT_EQ(admit(router, "GET", "/").pattern, "/");
  EXPECT_EQ(admit(router, "GET", "/v1/events/latest").pattern, "/v1/events/latest");
  EXPECT_EQ(admit(router, "GET", "/v1/events/17").pattern, "/v1/events/{index}");
  EXPECT_EQ(admit(router, "HEAD", "/v1/events/17").request.param("index"), "17");
  EXPECT_EQ(admit(router, "POST", "/v1/events:check").pattern, "/v1/events:check");
  EXPECT_EQ(admit(router, "GET", "/tile/0/x001/067").request.param("path"), "0/x001/067");
}

TEST(Router, AMethodOfALessPreciseRouteIsStillFound) {
  const Outcome outcome = admit(sample(), "GET", "/v1/events/17/file");
  EXPECT_EQ(outcome.pattern, "/v1/{kind}/{id}/file");
  EXPECT_EQ(outcome.request.param("kind"), "events");
}

TEST(Router, UnknownPathsAre404AndUnknownMethods405) {
  const Router router = sample();
  for (const char* path : {"/v1", "/v1/", "/v1/events/", "/v1/events/1/2", "//", "/tile", "/tile/",
                           "/v1/../v1/events", "/V1/events"}) {
    EXPECT_EQ(admit(router, "GET", path).status, 404) << path;
  }
  EXPECT_EQ(admit(router, "PUT", "/v1/events").status, 405);
  EXPECT_EQ(admit(router, "OPTIONS", "/v1/events").status, 204);
}

TEST(Router, EscapedLettersAreTheSamePath) {
  EXPECT_EQ(admit(sample(), "GET", "/v1/%65vents/latest").pattern, "/v1/events/latest");
  EXPECT_EQ(admit(sample(), "GET", "/v1%2Fevents").status, 404);
}

TEST(Router, AllowNamesEveryMethodOfThePath) {
  Request request;
  request.method = "PATCH";
  request.path = "/v1/events";
  const Router router = sample();
  const Admission admission = router.admit(request, {});
  EXPECT_EQ(admission.answer->headers.get("Allow"), "GET, HEAD, OPTIONS, POST");
}

TEST(Negotiate, AcceptPicksByWeightThenPrecisionThenOurOrder) {
  const std::vector<std::string> offers = {"application/json", "text/csv; charset=utf-8"};
  const auto choose = [&](std::string_view accept) {
    return api::choose_media_type(accept, offers).value_or("none");
  };
  EXPECT_EQ(choose(""), offers[0]);
  EXPECT_EQ(choose("*/*"), offers[0]);
  EXPECT_EQ(choose("text/csv"), offers[1]);
  EXPECT_EQ(choose("TEXT/*;q=0.9, application/*;q=0.8"), offers[1]);
  EXPECT_EQ(choose("application/json;q=0, */*"), offers[1]);
  EXPECT_EQ(choose("application/json;q=0.001"), offers[0]);
  EXPECT_EQ(choose("application/jso"), "none");
  EXPECT_EQ(choose("text/csv;q=0"), "none");
  EXPECT_EQ(choose("text/csv;q=2"), offers[0]) << "an unreadable member is no preference";
}

TEST(Negotiate, RussianIsChosenOnlyWhenPreferred) {
  EXPECT_EQ(api::choose_language("ru"), api::Language::kRu);
  EXPECT_EQ(api::choose_language("ru-RU,ru;q=0.9,en;q=0.8"), api::Language::kRu);
  EXPECT_EQ(api::choose_language("en, ru;q=0.9"), api::Language::kEn);
  EXPECT_EQ(api::choose_language("de"), api::Language::kEn);
  EXPECT_EQ(api::choose_language("rum"), api::Language::kEn);
  EXPECT_EQ(api::choose_language(""), api::Language::kEn);
  EXPECT_EQ(api::choose_language("*"), api::Language::kEn);
  EXPECT_EQ(api::choose_language("ru, *;q=0.5"), api::Language::kRu);
  EXPECT_EQ(api::choose_language("en;q=0, *"), api::Language::kRu) << "English is what it refuses";
  EXPECT_EQ(api::choose_language("ru;q=0, *"), api::Language::kEn);
  EXPECT_EQ(api::choose_language("en;q=0.2, *;q=0.8"), api::Language::kRu);
}

TEST(Negotiate, CharsetsOtherThanUtf8AreRefused) {
  EXPECT_TRUE(api::content_type_allowed("Application/JSON; charset=UTF-8", {"application/json"}));
  EXPECT_TRUE(
      api::content_type_allowed("application/json;charset=\"utf-8\"", {"application/json"}));
  EXPECT_FALSE(api::content_type_allowed("application/json;charset=cp1251", {"application/json"}));
  EXPECT_FALSE(api::content_type_allowed("application/jsonx", {"application/json"}));
}

TEST(Uri, DecodingIsStrict) {
  EXPECT_EQ(*api::percent_decode("%d0%9f+%2B", false), "П++");
  EXPECT_EQ(*api::percent_decode("%D0%9F+%2B", true), "П +");
  for (const char* bad : {"%", "a%4", "%4g", "%00", "%c0%af", "%ed%a0%80", "%f5%80%80%80"}) {
    EXPECT_FALSE(api::percent_decode(bad, false)) << bad;
  }
  EXPECT_EQ(api::decode_query("a=1&a=2&b&&c=%3D=")->all().size(), 4U);
}

TEST(Etag, ListsAndStarsMatchWeakly) {
  Request request;
  request.headers.add("If-None-Match", "W/\"a,b\"");
  request.headers.add("If-None-Match", "\"c\"");
  EXPECT_TRUE(api::none_match_hits(request, "\"a,b\""));
  EXPECT_TRUE(api::none_match_hits(request, "W/\"c\""));
  EXPECT_FALSE(api::none_match_hits(request, "\"b\""));
  EXPECT_EQ(api::make_etag("7-1", true), "W/\"7-1\"");
}

}  // namespace
