// SPDX-License-Identifier: Apache-2.0
// What the OpenAPI document says of header fields, bounds and defaults against what the server
// does.
#include <fmt/format.h>

#include <map>

#include "api/problem.h"
#include "tests/support/json_schema.h"
#include "tests/support/served_ledger.h"

namespace {

using support::cluster_id;
using testing_support::Json;
using testing_support::RawResponse;
using testing_support::SchemaCheck;

constexpr const char* kProblem = "application/problem+json";

class ContractHeaders : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    t.must(t.organisation(2));
    t.must(t.region(1, 1));
    t.must(t.cluster(1, 1));
    t.must(t.document(1));
    serve();
    json("/v1/regions?min_position=" + std::to_string(view().size()));
    document_ = json("/v1/openapi.json");
  }

  const Json& get(const std::string& path) const { return document_["paths"].at(path).at("get"); }

  Json parameter(const Json& operation, std::string_view name) const {
    for (const Json& one : operation.value("parameters", Json::array())) {
      if (one["name"] == name) return one;
    }
    return {};
  }
  Json schema(const std::string& path, std::string_view name) const {
    return parameter(get(path), name).value("schema", Json());
  }

  /// Addresses to ask, by the path in the document: those without names in them, and some with.
  std::map<std::string, std::string> addresses() const {
    std::map<std::string, std::string> all;
    for (const auto& [path, methods] : document_["paths"].items()) {
      const bool asked = methods.contains("get") && path != "/v1/stream";
      if (asked && path.find('{') == std::string::npos) all[path] = path;
    }
    const std::string place = "/v1/clusters/" + cluster_id(1);
    all["/v1/events/{event}"] = "/v1/events/1";
    all["/v1/events/{event}/entry"] = "/v1/events/1/entry";
    all["/v1/events/{event}/receipt"] = "/v1/events/1/receipt";
    all["/v1/events/{event}/inclusion"] = "/v1/events/1/inclusion";
    all["/tile/{rest}"] = "/tile/0/000.p/6";
    all["/tile/entries/{rest}"] = "/tile/entries/000.p/6";
    all["/checkpoints/{rest}"] = "/checkpoints/000";
    all["/problems/{slug}"] = "/problems/not-found";
    all["/v1/schemas/{version}/{file}"] = "/v1/schemas/1/event_body.fbs";
    all["/v1/clusters/{cluster}"] = place;
    all["/v1/clusters/{cluster}/findings"] = place + "/findings";
    all["/v1/clusters/{cluster}/calendar.ics"] = place + "/calendar.ics";
    return all;
  }

  Json document_;
};

TEST_F(ContractHeaders, ARouteHasATagAnd304ExactlyWhereTheDocumentSaysSo) {
  for (const auto& [path, address] : addresses()) {
    SCOPED_TRACE(path);
    const Json& operation = get(path);
    const RawResponse first = ask(address);
    ASSERT_EQ(first.status, 200) << first.body;
    const auto tag = first.header("ETag");
    EXPECT_EQ(tag.has_value(), operation["responses"].contains("304"));
    EXPECT_EQ(tag.has_value(), !parameter(operation, "If-None-Match").is_null());
    EXPECT_EQ(tag.has_value(),
              operation["responses"]["200"].value("headers", Json::object()).contains("ETag"));
    if (tag) {
      EXPECT_EQ(ask(address, "If-None-Match: " + *tag + "\r\n").status, 304);
    }
  }
}

TEST_F(ContractHeaders, EveryFieldOfThisProjectThatIsSentIsInTheDocument) {
  std::map<std::string, std::size_t> sent;
  const auto look = [&](const std::string& path, const std::string& address,
                        const std::string& lines = {}) {
    const RawResponse response = ask(address, lines);
    ASSERT_EQ(response.status, 200) << address << response.body;
    const Json headers = get(path)["responses"]["200"].value("headers", Json::object());
    for (const char* name :
         {"Link", "Letopis-Next-Cursor", "Letopis-Position", "Letopis-Next-From"}) {
      if (!response.header(name)) continue;
      ++sent[name];
      EXPECT_TRUE(headers.contains(name)) << address << " " << name;
    }
  };
  for (const auto& [path, address] : addresses()) look(path, address);
  look("/v1/organisations", "/v1/organisations?format=csv&limit=1");
  look("/v1/events", "/v1/events?limit=1", "Accept: application/cloudevents-batch+json\r\n");
  EXPECT_EQ(sent.size(), 4U);
}

TEST_F(ContractHeaders, PostingAndTheFeedHaveTheFieldsThatTheyRead) {
  const Json& paths = document_["paths"];
  for (const char* path : {"/v1/events", "/v1/events:check"}) {
    EXPECT_EQ(parameter(paths[path]["post"], "If-Match").value("in", ""), "header") << path;
  }
  EXPECT_EQ(parameter(get("/v1/stream"), "Last-Event-ID").value("in", ""), "header");
  EXPECT_TRUE(parameter(get("/v1/stream"), "If-None-Match").is_null());
  EXPECT_TRUE(paths["/v1/events"]["post"]["responses"]["201"]["headers"].contains("Location"));
}

TEST_F(ContractHeaders, TheBoundsOfLimitAndWaitAreThoseThatAreKept) {
  for (const auto& [name, more] :
       {std::pair<std::string, std::string>("limit", ""), {"wait", "&after=1"}}) {
    const Json said = schema("/v1/events", name);
    const auto least = said["minimum"].get<std::int64_t>();
    const auto most = said["maximum"].get<std::int64_t>();
    const auto status = [&, asked = name, rest = more](std::int64_t value) {
      return ask(fmt::format("/v1/events?{}={}{}", asked, value, rest)).status;
    };
    EXPECT_EQ(status(least), 200) << name;
    EXPECT_EQ(status(most), 200) << name;
    EXPECT_EQ(status(least - 1), 400) << name;
    EXPECT_EQ(status(most + 1), 400) << name;
  }
  EXPECT_EQ(schema("/v1/events", "limit")["default"], 100);
}

TEST_F(ContractHeaders, TheDefaultsOfConsistencyAreThoseThatAreUsed) {
  const Json from = schema("/v1/consistency", "from");
  EXPECT_EQ(json("/v1/consistency")["from"], from["default"]);
  EXPECT_EQ(json("/v1/consistency")["to"], view().size());
  EXPECT_FALSE(schema("/v1/consistency", "to").contains("default")) << "it is the log's size";
  problem(fmt::format("/v1/consistency?from={}", from["minimum"].get<int>() - 1), 400, "BAD_SIZE");
  for (const char* name : {"from", "to"}) EXPECT_EQ(schema("/v1/events", name)["minimum"], 0);
  EXPECT_EQ(schema("/v1/clusters", "at")["minimum"], 0);
}

TEST_F(ContractHeaders, WordsLongerThanTheDocumentSaysAreRefused) {
  const auto most = schema("/v1/clusters", "q")["maxLength"].get<std::size_t>();
  EXPECT_EQ(ask("/v1/clusters?q=" + std::string(most, 'a')).status, 200);
  problem("/v1/clusters?q=" + std::string(most + 1, 'a'), 400, "BAD_WORDS");
}

TEST_F(ContractHeaders, WhatAWordOfSortStandsForIsSaidWhereItIsNoMember) {
  const std::string base = "/v1/clusters/{cluster}/";
  const Json duties = parameter(get(base + "obligations"), "sort");
  EXPECT_NE(duties["description"].get<std::string>().find("`due` is by `due.effective`"),
            std::string::npos);
  const Json meetings = parameter(get(base + "meetings"), "sort");
  EXPECT_EQ(meetings["description"].get<std::string>().find(" is by "), std::string::npos);
}

TEST_F(ContractHeaders, EveryRouteThatTakesABodySaysThatACodedOneIsRefused) {
  for (const auto& [path, methods] : document_["paths"].items()) {
    if (!methods.contains("post")) continue;
    EXPECT_TRUE(methods["post"]["responses"].contains("415")) << path;
  }
  expect_problem(post("/v1/documents:identify", "text/plain", "x", "Content-Encoding: gzip\r\n"),
                 415, "UNSUPPORTED_MEDIA_TYPE");
}

TEST_F(ContractHeaders, WhereTryingAgainHelpsTheDocumentHasRetryAfter) {
  for (const auto& [path, methods] : document_["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      SCOPED_TRACE(method + " " + path);
      const Json& responses = operation["responses"];
      for (const char* status : {"401", "429"}) {
        if (!responses.contains(status)) continue;
        const char* field = std::string_view(status) == "401" ? "WWW-Authenticate" : "Retry-After";
        EXPECT_TRUE(responses[status]["headers"].contains(field));
      }
      if (!responses.contains("503") || !responses["503"]["content"].contains(kProblem)) continue;
      bool passes = false;
      for (const auto& [slug, example] :
           responses["503"]["content"][kProblem]["examples"].items()) {
        passes = passes || api::passes(*api::find_problem_type(slug));
      }
      EXPECT_EQ(responses["503"].value("headers", Json::object()).contains("Retry-After"), passes);
    }
  }
  const Json& appending = document_["paths"]["/v1/events"]["post"]["responses"]["503"];
  EXPECT_TRUE(appending["content"][kProblem]["examples"].contains("writer-stopped"));
}

TEST_F(ContractHeaders, TheExampleOfAServerThatIsNotReadyIsOneByItsSchema) {
  for (const char* path : {"/readyz", "/healthz"}) {
    for (const auto& [type, content] : get(path)["responses"]["503"]["content"].items()) {
      ASSERT_TRUE(content.contains("example")) << path << type;
      EXPECT_EQ(SchemaCheck(document_).check(content["example"], content["schema"]), "") << path;
    }
  }
}

TEST_F(ContractHeaders, EveryExampleOfAProblemIsOneByItsSchema) {
  std::size_t examples = 0;
  for (const auto& [path, methods] : document_["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      for (const auto& [status, response] : operation["responses"].items()) {
        if (!response.contains("content") || !response["content"].contains(kProblem)) continue;
        const Json& content = response["content"][kProblem];
        for (const auto& [slug, example] : content["examples"].items()) {
          ++examples;
          EXPECT_EQ(SchemaCheck(document_).check(example["value"], content["schema"]), "")
              << method << " " << path << " " << slug;
        }
      }
    }
  }
  EXPECT_GT(examples, 0u);
}

TEST_F(ContractHeaders, AFileOfTheSchemaIsServedAsOneOfTheTypesThatTheDocumentNames) {
  const Json& content = get("/v1/schemas/{version}/{file}")["responses"]["200"]["content"];
  EXPECT_FALSE(content.contains("*/*"));
  const Json version = json("/v1/schemas")["versions"][0];
  std::vector<std::string> names{version["types"][0].get<std::string>() + ".json"};
  for (const Json& name : version["files"]) names.push_back(name);
  for (const std::string& name : names) {
    const RawResponse file = ask("/v1/schemas/1/" + name);
    const std::string type = file.header("Content-Type").value_or("");
    EXPECT_TRUE(content.contains(type.substr(0, type.find(';')))) << name << " " << type;
  }
}

TEST_F(ContractHeaders, ACalendarTakesNoExplanation) {
  EXPECT_TRUE(parameter(get("/v1/clusters/{cluster}/calendar.ics"), "explain").is_null());
  problem("/v1/clusters/" + cluster_id(1) + "/calendar.ics?explain=1", 400, "UNKNOWN_PARAMETER");
}

TEST_F(ContractHeaders, NumbersOfAFindingAreTextsByName) {
  const Json numbers = document_["components"]["schemas"]["Finding"]["properties"]["numbers"];
  EXPECT_EQ(numbers["additionalProperties"]["type"], "string");
  EXPECT_EQ(SchemaCheck(document_).check({{"needed", "7"}}, numbers), "");
  EXPECT_NE(SchemaCheck(document_).check({{"needed", 7}}, numbers), "");
}

}  // namespace
