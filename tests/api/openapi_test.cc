// SPDX-License-Identifier: Apache-2.0
// The OpenAPI document against the server: every route, parameter and status in it is asked for,
// and every JSON body is what its schema says. A new route is asked as soon as it is there.
#include <fmt/format.h>

#include <map>
#include <set>

#include "api/event_json.h"
#include "api/file_store.h"
#include "api/problem.h"
#include "api/reasons.h"
#include "api/tokens.h"
#include "api/view_json.h"
#include "api/wire.h"
#include "ledger/hash.h"
#include "projections/governance/findings.h"
#include "tests/support/event_stream.h"
#include "tests/support/json_schema.h"
#include "tests/support/served_ledger.h"

namespace {

using support::cluster_id;
using support::document_id;
using support::org_id;
using support::region_id;
using testing_support::EventStream;
using testing_support::Json;
using testing_support::RawClient;
using testing_support::RawResponse;
using testing_support::SchemaCheck;

constexpr std::string_view kFile = "a kept file";

/// One operation of the document.
struct Operation {
  std::string path;
  std::string method;  ///< lower case
  Json spec;

  std::string name() const { return method + " " + path; }
};

class OpenApi : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    t.must(t.region(1, 1));
    t.must(t.cluster(1, 1));
    registration_ = t.must(t.document(1));
    t.must(with_file());
    support::Said year;
    year.type = "CalendarYearPublished";
    year.payload = R"({"calendar":"ru","year":2024,"status":"OFFICIAL"})";
    const std::string publication = t.must(year);
    open_files();
    next_ = t.sign(t.organisation(2));
    charter_ = t.sign(charter());
    key_ = t.test.root.hex();
    serve();
    document_ = json("/v1/openapi.json");
    values_ = {{"after", "1"},
               {"at", "7"},
               {"cluster", cluster_id(1)},
               {"code", std::string(projections::governance::all_finding_kinds()[0].code)},
               {"cursor", ""},
               {"document", document_id(1)},
               {"event", "1"},
               {"explain", "1"},
               {"file", "event_body.fbs"},
               {"format", "csv"},
               {"from", "1"},
               {"inn", "7707083893"},
               {"key", key_},
               {"kind", "meeting"},
               {"known_on", today()},
               {"lang", "ru"},
               {"limit", "2"},
               {"min_position", "3"},
               {"number", "1"},
               {"ogrn", "1027700132195"},
               {"on", "2024-01-01"},
               {"organisation", org_id(1)},
               {"publication", publication},
               {"region", region_id(1)},
               {"register", "gap"},
               {"severity", "late"},
               {"state", "open"},
               {"rest", "0/000.p/5"},
               {"sha256", to_hex(ledger::sha256("no such file"))},
               {"size", "4"},
               {"slug", "not-found"},
               {"title", "Protocol"},
               {"to", "3"},
               {"type", "LedgerCreated"},
               {"version", "1"},
               {"wait", "0"}};
    for (const char* id :
         {"agreement", "ballot", "body", "charter", "decision", "issuer", "meeting", "notice",
          "person", "plan", "programme", "protocol", "row", "seat"}) {
      values_[id] = document_id(77);
    }
    for (const char* day : {"from_day", "overdue_on", "to_day"}) values_[day] = "2024-02-01";
    values_["q"] = "%D0%BA%D0%BE%D0%BB";
  }

  /// A document with the file kFile.
  support::Said with_file() const {
    support::Said said = t.document(2);
    said.payload.replace(said.payload.find("\"sha256\":\"") + 10, 64,
                         to_hex(ledger::sha256(kFile)));
    return said;
  }

  /// By the tests' clock, in the ledger's zone.
  std::string today() const {
    const auto zone_us = std::int64_t{server_->service().zone_minutes} * 60'000'000;
    const auto local_us = static_cast<std::int64_t>(t.test.clock->now_us()) + zone_us;
    return api::rfc3339(static_cast<std::uint64_t>(local_us)).substr(0, 10);
  }

  /// A charter of region 1 by the first document.
  support::Said charter() const {
    support::Said said;
    said.type = "CharterAdopted";
    said.scope_kind = "REGION";
    said.scope_id = region_id(1);
    said.payload = fmt::format(
        R"({{"charter":"{}","version":1,"wording":{{"title":"Положение"}},"effective":
        {{"precision":"DAY","not_before":"2020-10-26","not_after":"2020-10-26",
        "source":"PRINTED"}},"parameters":{{"membership":{{"include_by":"ORDER",
        "consent":"REQUIRED","exclusion":"NOT_STATED","excluded_last_day":"DAY_OF_ACT"}},
        "calendar":{{"calendar":"ru","week":"FIVE_DAY","zone_minutes":180,
        "academic_year_month":9,"academic_year_day":1}}}},
        "basis":{{"kind":"ORDER","document":"{}"}}}})",
        document_id(78), registration_);
    return said;
  }

  /// Keeps the file, and makes a token that opens it.
  void open_files() {
    const auto tokens = views_ / "tokens.json";
    api::Token token;
    token.name = "test";
    token.grant.rights = {api::Right::kFiles};
    token_ = "Authorization: Bearer " + api::issue(token, t.test.clock->now_us()) + "\r\n";
    ASSERT_TRUE(api::write_tokens(tokens, {token}));
    ASSERT_TRUE(api::keep_bytes(views_ / "files", kFile));
    configure_ = [this, tokens](api::ServeOptions& options) {
      options.access.tokens = tokens;
      options.files = views_ / "files";
    };
  }

  std::vector<Operation> operations() const {
    std::vector<Operation> all;
    for (const auto& [path, methods] : document_["paths"].items()) {
      for (const auto& [method, spec] : methods.items()) all.push_back({path, method, spec});
    }
    return all;
  }

  /// Of a route in the table of contents.
  static std::string operation_name(const Json& route) {
    std::string path = route.contains("href") ? route["href"] : route["template"];
    if (const auto plus = path.find("{+"); plus != std::string::npos) path.erase(plus + 1, 1);
    return (route["method"] == "GET" ? "get " : "post ") + path;
  }

  std::string value(const std::string& name) const {
    const auto found = values_.find(name);
    EXPECT_NE(found, values_.end()) << "give the parameter " << name << " a value in this test";
    return found == values_.end() ? "" : found->second;
  }

  /// The value of a query parameter: the first of its words where the operation lists them.
  std::string value_of(const Json& parameter) const {
    const Json& schema = parameter["schema"];
    if (!schema.contains("enum")) return value(parameter["name"].get<std::string>());
    return schema["enum"][0].get<std::string>();
  }

  /// Of a thing of a place: this ledger has none but the publication of a calendar;
  /// place_lists_test.cc asks for those that are.
  static bool is_card(const Operation& operation) {
    return operation.path.ends_with('}') && !operation.path.ends_with("{publication}") &&
           (operation.path.starts_with("/v1/clusters/{cluster}/") ||
            operation.path.starts_with("/v1/regions/{region}/"));
  }

  void expect_good(const Operation& operation, const RawResponse& response) {
    if (is_card(operation)) {
      EXPECT_EQ(response.status, 404) << operation.name() << response.body;
    } else {
      EXPECT_LT(response.status, 300) << operation.name() << response.body;
    }
    expect_documented(operation, response);
  }

  /// The path with its parameters in place; `bad`: with values that name nothing.
  std::string target(const Operation& operation, bool bad = false) const {
    std::string path = operation.path;
    if (path == "/tile/entries/{rest}" && !bad) return "/tile/entries/000.p/5";
    if (path == "/checkpoints/{rest}" && !bad) return "/checkpoints/000";
    if (path == "/v1/files/{sha256}" && !bad) return "/v1/files/" + to_hex(ledger::sha256(kFile));
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      const auto close = path.find('}', open);
      const std::string name = path.substr(open + 1, close - open - 1);
      path.replace(open, close - open + 1, bad ? "nothing" : value(name));
    }
    return path;
  }

  std::string body_of(const Operation& operation) const {
    if (operation.path == "/v1/documents:identify") return "bytes of a file";
    if (operation.path == "/v1/files") return std::string(kFile);
    return api::encode_events({next_});
  }

  RawResponse call(const Operation& operation, const std::string& target,
                   const std::string& more = {}) {
    const std::string lines = operation.path.starts_with("/v1/files") ? more + token_ : more;
    if (operation.path == "/v1/stream") return stream_head(target, lines);
    if (operation.method == "get") return ask(target, lines);
    const std::string type = operation.spec["requestBody"]["content"].begin().key();
    return post(target, type == "*/*" ? "application/pdf" : type, body_of(operation), lines);
  }

  /// A feed has no end: its head is what there is to compare.
  RawResponse stream_head(const std::string& target, const std::string& lines) {
    RawClient client(server_->port());
    client.send(testing_support::get(target, lines));
    RawResponse response = client.read(true);
    if (response.status == 200) return response;
    response.body = client.read_bytes(std::stoul(response.header("Content-Length").value_or("0")));
    return response;
  }

  /// The status is documented and the body is of its schema.
  void expect_documented(const Operation& operation, const RawResponse& response) {
    SCOPED_TRACE(operation.name() + " -> " + std::to_string(response.status));
    asked_[operation.name()].insert(std::to_string(response.status));
    const Json& responses = operation.spec["responses"];
    const std::string status = std::to_string(response.status);
    ASSERT_TRUE(responses.contains(status)) << response.body;
    const std::string type = response.header("Content-Type").value_or("");
    const std::string essence = type.substr(0, type.find(';'));
    const Json& content = responses[status]["content"];
    ASSERT_TRUE(content.contains(essence) || content.contains("*/*")) << type;
    if (!essence.ends_with("json") || !content.contains(essence)) return;
    const Json body = Json::parse(response.body, nullptr, false);
    ASSERT_FALSE(body.is_discarded()) << response.body;
    EXPECT_EQ(SchemaCheck(document_).check(body, content[essence]["schema"]), "") << response.body;
  }

  Json document_;
  std::map<std::string, std::string> values_;
  std::map<std::string, std::set<std::string>> asked_;  ///< statuses by operation
  ledger::SignedEvent next_;
  ledger::SignedEvent charter_;  ///< not recorded
  std::string registration_;     ///< digest of the first document's
  std::string key_;
  std::string token_;  ///< header line of a token that opens files
};

TEST_F(OpenApi, EveryOperationAnswersWhatItsSchemaSays) {
  EXPECT_EQ(document_["openapi"], "3.1.0");
  for (const Operation& operation : operations()) {
    expect_good(operation, call(operation, target(operation)));
  }
}

TEST_F(OpenApi, ADocumentWithActsThatPutItIntoEffectIsWhatItsSchemaSays) {
  const RawResponse posted = post_events({charter_});
  ASSERT_EQ(posted.status, 201) << posted.body;
  const std::string position = std::to_string(view().size());
  const Json body = json("/v1/documents/" + document_id(1) + "?explain=1&min_position=" + position);
  ASSERT_EQ(body["effects"].size(), 1U);
  EXPECT_EQ(body["effects"][0]["by"], "CharterAdopted");
  EXPECT_EQ(body["effects"][0]["document"], registration_);
  const Json reference = {{"$ref", "#/components/schemas/DocumentCard"}};
  EXPECT_EQ(SchemaCheck(document_).check(body, reference), "") << body;
}

TEST_F(OpenApi, AnOrganisationsIdNamesNoRegion) {
  for (const char* list : {"bodies", "findings", "calendar.ics"}) {
    problem("/v1/regions/" + org_id(1) + "/" + list, 404, "NO_SUCH_PLACE");
    problem("/v1/regions/" + cluster_id(1) + "/" + list, 404, "NO_SUCH_PLACE");
    EXPECT_EQ(ask("/v1/regions/" + region_id(1) + "/" + list).status, 200);
  }
}

TEST_F(OpenApi, AmendmentsAndTerminationsNameTheAgreementByTheDigestThatTheSchemaSays) {
  projections::Document document;
  document.amendments.emplace_back();
  document.terminations.emplace_back();
  const Json body = api::document_json(document);
  const Json& schemas = document_["components"]["schemas"];
  const auto expect_digest = [&](const Json& fact, const char* shape) {
    EXPECT_EQ(fact["agreement"].get<std::string>().size(), 64U) << shape;
    const Json& schema = schemas[shape]["properties"]["agreement"];
    EXPECT_EQ(SchemaCheck(document_).check(fact["agreement"], schema), "") << shape;
  };
  expect_digest(body["amendments"][0], "AmendmentFact");
  expect_digest(body["terminations"][0], "TerminationFact");
}

TEST_F(OpenApi, EveryParameterIsTakenAlone) {
  for (const Operation& operation : operations()) {
    for (const Json& parameter : operation.spec.value("parameters", Json::array())) {
      const auto name = parameter["name"].get<std::string>();
      if (parameter["in"] != "query" || name == "cursor") continue;
      SCOPED_TRACE(operation.name() + " " + name);
      expect_good(operation,
                  call(operation, target(operation) + "?" + name + "=" + value_of(parameter)));
    }
  }
}

TEST_F(OpenApi, EveryWrongQuestionGetsADocumentedProblem) {
  for (const Operation& operation : operations()) {
    SCOPED_TRACE(operation.name());
    const Json& responses = operation.spec["responses"];
    expect_documented(operation, call(operation, target(operation) + "?nonsense=1"));
    if (operation.path.find('{') != std::string::npos) {
      const RawResponse nothing = call(operation, target(operation, true));
      EXPECT_EQ(nothing.status, 404) << nothing.body;
      expect_documented(operation, nothing);
    }
    if (responses.contains("406")) {
      const RawResponse refused = call(operation, target(operation), "Accept: image/png\r\n");
      EXPECT_EQ(refused.status, 406) << refused.body;
      expect_documented(operation, refused);
    }
    if (responses.contains("415")) {
      expect_documented(operation, post(target(operation), "text/plain", "x"));
    }
    if (responses.contains("413")) {
      RawClient client(server_->port());
      const std::string type = operation.spec["requestBody"]["content"].begin().key();
      expect_documented(operation,
                        client.ask(fmt::format("POST {} HTTP/1.1\r\nHost: t\r\nContent-Type: {}\r\n"
                                               "Content-Length: 999999999\r\n\r\n",
                                               operation.path, type)));
    }
  }
}

TEST_F(OpenApi, EveryParameterRefusesNonsense) {
  const std::set<std::string> anything = {"title", "number", "q"};
  for (const Operation& operation : operations()) {
    for (const Json& parameter : operation.spec.value("parameters", Json::array())) {
      const auto name = parameter["name"].get<std::string>();
      if (parameter["in"] != "query" || anything.contains(name)) continue;
      const RawResponse response = call(operation, target(operation) + "?" + name + "=%D0%96");
      SCOPED_TRACE(operation.name() + " " + name);
      EXPECT_EQ(response.status, 400) << response.body;
      expect_documented(operation, response);
      EXPECT_EQ(Json::parse(response.body)["errors"][0]["parameter"], name) << response.body;
    }
  }
}

TEST_F(OpenApi, TheDocumentHasTheRoutesThatTheRouterHasAndTheRootNamesIt) {
  const RawResponse root = ask("/");
  EXPECT_EQ(root.header("Link"),
            "</v1/openapi.json>; rel=\"service-desc\"; type=\"application/json\"");
  std::set<std::string> documented;
  for (const Operation& operation : operations()) documented.insert(operation.name());
  std::set<std::string> there;
  const Json contents = Json::parse(root.body);
  for (const Json& route : contents["routes"]) there.insert(operation_name(route));
  EXPECT_EQ(documented, there);
}

TEST_F(OpenApi, EverySchemaIsReferredToFromAnotherPlaceInTheDocument) {
  const std::string text = document_.dump();
  for (const auto& [name, schema] : document_["components"]["schemas"].items()) {
    const std::string reference = "\"#/components/schemas/" + name + "\"";
    const std::string own = schema.dump();
    const auto count = [&](const std::string& in) {
      std::size_t found = 0;
      for (auto at = in.find(reference); at != in.npos; at = in.find(reference, at + 1)) ++found;
      return found;
    };
    EXPECT_GT(count(text), count(own)) << name;
  }
}

TEST_F(OpenApi, TheRootNamesEveryParameterThatTheDocumentHas) {
  std::map<std::string, std::set<std::string>> documented;
  for (const Operation& operation : operations()) {
    for (const Json& parameter : operation.spec.value("parameters", Json::array())) {
      if (parameter["in"] != "query") continue;
      documented[operation.name()].insert(parameter["name"].get<std::string>());
    }
  }
  std::map<std::string, std::set<std::string>> named;
  const Json contents = json("/");
  for (const Json& route : contents["routes"]) {
    const auto query = route.value("query", std::vector<std::string>());
    if (!query.empty()) named[operation_name(route)] = {query.begin(), query.end()};
  }
  EXPECT_EQ(named, documented);
  EXPECT_TRUE(named["get /v1/events"].contains("type"));
  EXPECT_TRUE(named["get /v1/stream"].contains("type"));
}

TEST_F(OpenApi, EveryProblemOfTheDocumentHasItsPageInBothLanguages) {
  for (const auto& type : api::problem_types()) {
    const std::string page = "/problems/" + std::string(type.slug);
    const RawResponse english = ask(page, "Accept-Language: en\r\n");
    const RawResponse russian = ask(page, "Accept-Language: ru\r\n");
    EXPECT_NE(english.body.find(type.title_en), std::string::npos) << page;
    EXPECT_NE(russian.body.find(type.title_ru), std::string::npos) << page;
    EXPECT_EQ(russian.header("Content-Language"), "ru");
  }
}

TEST_F(OpenApi, TheListOfTheProblemsExplainsEveryCodeInBothLanguages) {
  const std::string english = ask("/problems", "Accept-Language: en\r\n").body;
  const std::string russian = ask("/problems", "Accept-Language: ru\r\n").body;
  for (const std::string_view code : api::explained_reasons()) {
    const std::string entry = fmt::format("<dt id=\"{}\">", code);
    EXPECT_NE(english.find(entry), std::string::npos) << code;
    EXPECT_NE(russian.find(entry), std::string::npos) << code;
  }
  EXPECT_NE(english.find("<dd>limit is a number from 1 to 1000.</dd>"), std::string::npos);
  EXPECT_NE(russian.find("<dd>limit — число от 1 до 1000.</dd>"), std::string::npos);
}

TEST_F(OpenApi, InAClosedLedgerEveryRouteThatIsNotOpenAsksForAToken) {
  token_.clear();
  server_.reset();
  configure_ = [](api::ServeOptions& options) { options.access.open_reads = false; };
  restart();
  for (const Operation& operation : operations()) {
    SCOPED_TRACE(operation.name());
    const RawResponse response = call(operation, target(operation));
    const bool closed = operation.spec["responses"].contains("401");
    EXPECT_EQ(response.status == 401, closed) << response.body;
    if (!closed) continue;
    EXPECT_EQ(response.header("WWW-Authenticate"), "Bearer realm=\"letopis\"");
    expect_documented(operation, response);
  }
}

TEST_F(OpenApi, OverTheRateEveryRouteButHealthSaysWhenToComeBack) {
  server_.reset();
  configure_ = [](api::ServeOptions& options) { options.access.rates = {1, 1}; };
  restart();
  ask("/v1/ledger");
  for (const Operation& operation : operations()) {
    SCOPED_TRACE(operation.name());
    const RawResponse response = call(operation, target(operation));
    if (!operation.spec["responses"].contains("429")) {
      EXPECT_NE(response.status, 429);
      continue;
    }
    if (response.status != 429) continue;  // a second went by
    EXPECT_EQ(response.header("Retry-After"), "1");
    expect_documented(operation, response);
  }
}

}  // namespace
