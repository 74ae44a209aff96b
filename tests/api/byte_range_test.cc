// SPDX-License-Identifier: Apache-2.0
// Parts of the log's bytes (RFC 9110 section 14).
#include <fmt/format.h>

#include <set>

#include "tests/support/served_ledger.h"

namespace {

using testing_support::Json;
using testing_support::RawResponse;

class ByteRange : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    t.must(t.organisation(2));
    serve();
    whole_ = ask(kEntry).body;
    ASSERT_GT(whole_.size(), 20U);
  }
  RawResponse ask_range(const std::string& range, const std::string& lines = {}) {
    return ask(kEntry, "Range: " + range + "\r\n" + lines);
  }
  void expect_part(const std::string& range, std::size_t first, std::size_t last) {
    SCOPED_TRACE(range);
    const RawResponse part = ask_range(range);
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, whole_.substr(first, last - first + 1));
    EXPECT_EQ(part.header("Content-Range"),
              fmt::format("bytes {}-{}/{}", first, last, whole_.size()));
    EXPECT_EQ(part.header("Content-Length"), std::to_string(part.body.size()));
    EXPECT_EQ(part.header("ETag"), ask(kEntry).header("ETag"));
    EXPECT_EQ(part.header("Content-Type"), "application/octet-stream");
  }
  /// The answer is as without a Range.
  void expect_whole(const RawResponse& response) {
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, whole_);
    EXPECT_FALSE(response.header("Content-Range"));
    EXPECT_EQ(response.header("Accept-Ranges"), "bytes");
  }

  static constexpr const char* kEntry = "/v1/events/1/entry";
  std::string whole_;
};

TEST_F(ByteRange, OneRangeIsExactlyThoseBytes) {
  const std::size_t end = whole_.size() - 1;
  expect_part("bytes=0-0", 0, 0);
  expect_part("bytes=3-9", 3, 9);
  expect_part("BYTES=3-", 3, end);
  expect_part("bytes=-5", end - 4, end);
  expect_part("bytes=-99999999", 0, end);
  expect_part("bytes=7-99999999999999999999999999", 7, end);
}

TEST_F(ByteRange, TilesAndBundlesComeInPartsToo) {
  const std::string width = std::to_string(view().size());
  for (const std::string& path : {"/tile/0/000.p/" + width, "/tile/entries/000.p/" + width}) {
    const RawResponse all = ask(path);
    EXPECT_EQ(all.header("Accept-Ranges"), "bytes") << path;
    const RawResponse part = ask(path, "Range: bytes=1-8\r\n");
    EXPECT_EQ(part.status, 206) << path;
    EXPECT_EQ(part.body, all.body.substr(1, 8)) << path;
    EXPECT_EQ(part.header("Cache-Control"), all.header("Cache-Control")) << path;
    EXPECT_EQ(ask(path, "Range: bytes=1-8\r\nIf-Range: \"x\"\r\n").body, all.body) << path;
  }
}

TEST_F(ByteRange, ARangeBehindTheEndIs416WithTheSize) {
  const std::string size = std::to_string(whole_.size());
  for (const std::string& range :
       {"bytes=" + size + "-", "bytes=" + size + "-999999",
        std::string("bytes=99999999999999999999999999-"), std::string("bytes=-0")}) {
    const RawResponse refused = ask_range(range);
    expect_problem(refused, 416, "RANGE_NOT_SATISFIABLE");
    EXPECT_EQ(refused.header("Content-Range"), "bytes */" + size) << range;
    EXPECT_FALSE(refused.header("ETag")) << range;
  }
}

TEST_F(ByteRange, WhatIsNotOneRangeOfBytesIsIgnored) {
  for (const char* range :
       {"bytes=0-1,3-4", "bytes=0-1, 3-4", "lines=0-1", "bytes=5-3", "bytes=-", "bytes=", "bytes",
        "bytes=a-b", "bytes=+1-2", "bytes=1--2", "bytes=0x1-2", "bytes= 1 - 2", ""}) {
    SCOPED_TRACE(range);
    expect_whole(ask_range(range));
  }
  expect_whole(ask_range("bytes=0-1", "Range: bytes=3-4\r\n"));
}

TEST_F(ByteRange, IfRangeGivesThePartOfTheSameBytesAlone) {
  const std::string tag = *ask(kEntry).header("ETag");
  EXPECT_EQ(ask_range("bytes=0-1", "If-Range: " + tag + "\r\n").status, 206);
  for (const std::string& other :
       {std::string("\"other\""), "W/" + tag, std::string("Wed, 21 Oct 2026 07:28:00 GMT")}) {
    SCOPED_TRACE(other);
    expect_whole(ask_range("bytes=0-1", "If-Range: " + other + "\r\n"));
  }
  EXPECT_EQ(ask_range("bytes=999999-", "If-Range: \"other\"\r\n").status, 200);
}

TEST_F(ByteRange, TheOtherConditionsComeFirst) {
  const std::string tag = *ask(kEntry).header("ETag");
  EXPECT_EQ(ask_range("bytes=0-1", "If-None-Match: " + tag + "\r\n").status, 304);
  EXPECT_EQ(ask_range("bytes=0-1", "If-Match: \"other\"\r\n").status, 412);
}

TEST_F(ByteRange, OnlyAGetHasParts) {
  testing_support::RawClient client(server_->port());
  client.send(fmt::format("HEAD {} HTTP/1.1\r\nHost: t\r\nRange: bytes=0-1\r\n\r\n", kEntry));
  const RawResponse head = client.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Accept-Ranges"), "bytes");
  EXPECT_EQ(head.header("Content-Length"), std::to_string(whole_.size()));
}

TEST_F(ByteRange, CodedAnswersAndOtherRoutesHaveNoParts) {
  for (const char* path : {"/v1/events/1", "/v1/events", "/checkpoint"}) {
    const RawResponse all = ask(path, "Range: bytes=0-1\r\nAccept-Encoding: gzip\r\n");
    EXPECT_EQ(all.status, 200) << path;
    EXPECT_FALSE(all.header("Accept-Ranges")) << path;
  }
  const RawResponse part = ask_range("bytes=0-1", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_FALSE(part.header("Content-Encoding"));
}

TEST_F(ByteRange, TheDocumentNamesTheRoutesThatHaveParts) {
  std::set<std::string> ranged;
  const Json document = json("/v1/openapi.json");
  for (const auto& [path, methods] : document["paths"].items()) {
    if (!methods.contains("get")) continue;
    const Json& responses = methods["get"]["responses"];
    EXPECT_EQ(responses.contains("206"), responses.contains("416")) << path;
    if (!responses.contains("206")) continue;
    ranged.insert(path);
    EXPECT_TRUE(responses["206"]["headers"].contains("Content-Range")) << path;
    EXPECT_TRUE(responses["416"]["headers"].contains("Content-Range")) << path;
    EXPECT_TRUE(responses["200"]["headers"].contains("Accept-Ranges")) << path;
  }
  EXPECT_EQ(ranged, (std::set<std::string>{"/tile/entries/{rest}", "/tile/{rest}",
                                           "/v1/events/{event}/entry", "/v1/files/{sha256}"}));
}

}  // namespace
