// SPDX-License-Identifier: Apache-2.0
// The parser without sockets: what it reads from a good request, and that no split of the bytes
// and no damaged byte changes its mind or its footing.
#include "api/internal/request_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace {

using api::BodyReader;
using api::HeadReader;
using api::NeedMore;
using api::ParsedHead;
using api::Problem;
using api::RequestHead;

RequestHead parsed(std::string_view text) {
  auto result = HeadReader({}).read(text);
  EXPECT_TRUE(std::holds_alternative<ParsedHead>(result)) << text;
  auto* head = std::get_if<ParsedHead>(&result);
  return head == nullptr ? RequestHead() : std::move(head->head);
}

TEST(RequestParser, ReadsTargetVersionAndFields) {
  const RequestHead head = parsed(
      "POST /a%2Fb?x=1&y HTTP/1.1\r\nHost: h:80\r\nx-A:\t v w \r\nX-a: z\r\n"
      "Content-Length: 007\r\nConnection: keep-alive, Close\r\nExpect: 100-Continue\r\n\r\n");
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.path, "/a%2Fb");
  EXPECT_EQ(head.raw_query, "x=1&y");
  EXPECT_EQ(head.headers.joined("X-A"), "v w, z");
  EXPECT_EQ(head.content_length, 7U);
  EXPECT_FALSE(head.keep_alive);
  EXPECT_TRUE(head.expect_continue);
  EXPECT_TRUE(head.has_body());
}

TEST(RequestParser, ReadsAbsoluteTargets) {
  EXPECT_EQ(parsed("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").path, "/");
  EXPECT_EQ(parsed("GET HTTPS://h?a=b HTTP/1.1\r\nHost: h\r\n\r\n").raw_query, "a=b");
  EXPECT_EQ(parsed("GET http://h:8/x HTTP/1.1\r\nHost: h\r\n\r\n").path, "/x");
}

TEST(RequestParser, HeadEndsWhereTheEmptyLineEnds) {
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  const std::string bytes = "\r\n" + head + "GET /next";
  auto result = HeadReader({}).read(bytes);
  ASSERT_TRUE(std::holds_alternative<ParsedHead>(result));
  EXPECT_EQ(std::get<ParsedHead>(result).consumed, head.size() + 2);
}

TEST(RequestParser, EverySplitReadsTheSame) {
  const std::string head = "GET /a HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n";
  for (std::size_t first = 0; first < head.size(); ++first) {
    HeadReader reader({});
    EXPECT_TRUE(std::holds_alternative<NeedMore>(reader.read(head.substr(0, first)))) << first;
    EXPECT_TRUE(std::holds_alternative<ParsedHead>(reader.read(head))) << first;
  }
}

struct BodyOutcome {
  BodyReader::State state;
  std::string body;
  std::string rest;
};

BodyOutcome read_chunks(std::string_view bytes, std::size_t piece, std::size_t limit) {
  RequestHead head;
  head.chunked = true;
  BodyReader reader(head, limit);
  BodyReader::State state = BodyReader::State::kMore;
  while (!bytes.empty() && state == BodyReader::State::kMore) {
    std::string_view part = bytes.substr(0, piece);
    const std::size_t size = part.size();
    state = reader.feed(part);
    bytes.remove_prefix(size - part.size());
  }
  return {state, reader.take_body(), std::string(bytes)};
}

TEST(RequestParser, ChunksReadTheSameInPiecesOfAnySize) {
  const std::string bytes = "5;a=b\r\nhello\r\n00C\r\n, chunked w.\r\n0\r\nT: x\r\n\r\nGET";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const BodyOutcome outcome = read_chunks(bytes, piece, 100);
    EXPECT_EQ(outcome.state, BodyReader::State::kDone) << piece;
    EXPECT_EQ(outcome.body, "hello, chunked w.");
    EXPECT_EQ(outcome.rest, "GET");
  }
}

TEST(RequestParser, KeepsNoMoreThanTheLimit) {
  const std::string bytes = "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
  EXPECT_EQ(read_chunks(bytes, 1, 6).state, BodyReader::State::kDone);
  const BodyOutcome over = read_chunks(bytes, 1, 5);
  EXPECT_EQ(over.state, BodyReader::State::kFailed);
  EXPECT_EQ(over.body, "abc");
}

TEST(RequestParser, DamagedRequestsAreAnsweredOrReadButNeverHarm) {
  const std::string good =
      "POST /v1/x?y=%20 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n"
      "4\r\nabcd\r\n0\r\n\r\n";
  const unsigned seed = 20221206;
  std::mt19937 random(seed);
  RecordProperty("seed", std::to_string(seed));
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    for (unsigned i = 0; i < 1 + random() % 3; ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    }
    auto result = HeadReader({}).read(bytes);
    if (const auto* problem = std::get_if<Problem>(&result)) {
      EXPECT_GE(problem->type->status, 400);
      ++refused;
      continue;
    }
    if (auto* head = std::get_if<ParsedHead>(&result)) {
      ASSERT_LE(head->consumed, bytes.size());
      BodyReader reader(head->head, 64);
      std::string_view rest = std::string_view(bytes).substr(head->consumed);
      reader.feed(rest);
      EXPECT_LE(reader.take_body().size(), 64U);
    }
  }
  EXPECT_GT(refused, 5'000) << "seed " << seed;
}

}  // namespace
