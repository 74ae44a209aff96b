// SPDX-License-Identifier: Apache-2.0
// What is wrong with a request is told in Russian to whoever asks in Russian: the sentence of the
// case, not the English one in brackets.
#include <gtest/gtest.h>

#include <regex>

#include "api/wire.h"
#include "tests/support/served_ledger.h"

namespace testing_support {
namespace {

const std::string kRussian = "Accept-Language: ru\r\n";

/// English sentences have such words; names of parameters, types and media types do not.
bool has_english(const std::string& text) {
  static const std::regex words("\\b(the|is|are|not|no|of|in|be|must|than|and|with|has)\\b");
  return std::regex_search(text, words);
}

class RussianFaults : public LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    configure_ = [](api::ServeOptions& options) {
      options.view_wait = std::chrono::milliseconds(5);
    };
    serve();
  }
  void expect_russian(const RawResponse& response, const std::string& about) {
    EXPECT_GE(response.status, 400) << about;
    const Json problem = Json::parse(response.body, nullptr, false);
    ASSERT_TRUE(problem.is_object()) << about << ": " << response.body;
    for (const char* member : {"title", "detail", "explanation"}) {
      ASSERT_TRUE(problem.contains(member)) << about << ": " << response.body;
      expect_text(problem[member].get<std::string>(), about);
    }
    if (!problem.contains("errors")) return;
    for (const Json& one : problem["errors"]) expect_text(one["detail"].get<std::string>(), about);
  }

 private:
  static void expect_text(const std::string& text, const std::string& about) {
    EXPECT_NE(text.find('\xd0'), std::string::npos) << about << ": " << text;
    EXPECT_FALSE(has_english(text)) << about << ": " << text;
  }
};

TEST_F(RussianFaults, EveryFaultOfAQuestionIsToldInRussian) {
  for (const char* target : {"/v1/consistency?from=0&to=1",
                             "/v1/consistency?from=2&to=1",
                             "/v1/consistency?from=1&to=99",
                             "/v1/events/0/inclusion?size=0",
                             "/v1/events/0/inclusion?size=99",
                             "/v1/events/zz/inclusion",
                             "/v1/events?from=x",
                             "/v1/events?from=1&after=1",
                             "/v1/events?from=2&to=1",
                             "/v1/events?limit=0",
                             "/v1/events?wait=99",
                             "/v1/events?wait=1",
                             "/v1/events?type=Nothing",
                             "/v1/events?cluster=zz",
                             "/v1/%zz",
                             "/v1/events?type=%ff",
                             "/v1/%00",
                             "/tile/0/999",
                             "/tile/entries/999",
                             "/tile/x",
                             "/checkpoints/x",
                             "/problems/none",
                             "/v1/schemas/9/none",
                             "/v1/organisations?at=99",
                             "/v1/organisations?at=1&known_on=2020-01-01",
                             "/v1/organisations?on=2022-13-01",
                             "/v1/organisations?known_on=2199-01-01",
                             "/v1/organisations?min_position=99",
                             "/v1/organisations?sort=none",
                             "/v1/organisations?cursor=none",
                             "/v1/organisations?q=",
                             "/v1/organisations?ogrn=1",
                             "/v1/organisations?format=none",
                             "/v1/organisations?explain=2",
                             "/v1/organisations/zz",
                             "/v1/organisations/ffffffffffffffffffffffffffffffff",
                             "/v1/documents/by-sha256/zz",
                             "/v1/clusters/zz/members",
                             "/v1/nothing",
                             "/v1/ledger?x=1"}) {
    expect_russian(ask(target, kRussian), target);
  }
  expect_russian(ask("/v1/ledger", kRussian + "If-Match: \"other\"\r\n"), "If-Match");
  expect_russian(ask("/v1/ledger", kRussian + "Accept: image/png\r\n"), "Accept");
}

TEST_F(RussianFaults, EveryFaultOfASubmissionIsToldInRussian) {
  const auto post_russian = [&](std::string_view body, std::string_view type,
                                const std::string& lines = {}) {
    return post("/v1/events", type, body, kRussian + lines);
  };
  ledger::SignedEvent event = t.sign(t.organisation(2));
  const auto sent = [&](const ledger::SignedEvent& one) {
    return post_russian(api::encode_events({one}), api::kEventsMediaType);
  };
  expect_russian(post_russian("", api::kEventsMediaType), "empty");
  expect_russian(post_russian("\x01", api::kEventsMediaType), "cut");
  expect_russian(post_russian("{}", "application/json"), "type");
  expect_russian(
      post_russian(api::encode_events({event}), api::kEventsMediaType, "If-Match: \"log.1\"\r\n"),
      "If-Match");
  ledger::SignedEvent unsigned_one = event;
  unsigned_one.signatures.push_back(event.signatures[0]);
  expect_russian(sent(unsigned_one), "signatures");
  ledger::SignedEvent forged = event;
  forged.signatures[0].bytes[5] ^= 1;
  expect_russian(sent(forged), "forged");
  ledger::SignedEvent cut = event;
  cut.body.resize(40);
  expect_russian(sent(cut), "body");
  const RawResponse chunk = RawClient(server_->port())
                                .ask("POST /v1/events HTTP/1.1\r\nHost: t\r\nContent-Type: " +
                                     std::string(api::kEventsMediaType) + "\r\n" + kRussian +
                                     "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
  expect_russian(chunk, "chunk");
}

}  // namespace
}  // namespace testing_support
