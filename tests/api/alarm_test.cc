// SPDX-License-Identifier: Apache-2.0
// A server whose witness has seen more of the log than the server holds: every write says so, and
// reading goes on. Real sockets on both sides.
#include <gmock/gmock.h>

#include <map>
#include <thread>

#include "api/witness_client.h"
#include "api/witness_service.h"
#include "tests/support/served_ledger.h"

namespace testing_support {
namespace {

using testing::HasSubstr;

class Alarmed : public LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    const support::TestKey key(90);
    signer_ = {{"witness.example/a", ledger::SignatureType::kCosignatureV1, key.key},
               [key](std::string_view message) -> ledger::Result<ledger::Signature> {
                 return key.sign(message);
               }};
    const ledger::VerifierKey log{t.test.origin, ledger::SignatureType::kEd25519,
                                  t.test.checkpoint.key};
    auto witness =
        ledger::Witness::open(dir_ / "state", signer_, {{t.test.origin, {log}}}, t.test.clock);
    ASSERT_TRUE(witness) << witness.error().message;
    witness_ = std::move(*witness);
    auto listening = api::Server::start({}, api::make_witness_router(*witness_));
    ASSERT_TRUE(listening) << listening.error().message;
    listening_ = std::move(*listening);
    policy_.witnesses = {
        {"a", signer_.key, "http://127.0.0.1:" + std::to_string(listening_->port()) + "/"}};
    policy_.quorum = "a";
  }
  void serve_witnessed() {
    configure_ = [this](api::ServeOptions& options) {
      options.companions = [this](ledger::Log& log, projections::RunnerThread&) {
        return std::static_pointer_cast<void>(std::make_shared<api::Cosigner>(
            log, policy_, std::chrono::milliseconds(5),
            [stats = stats_](const api::WitnessRound& round) { stats->count(round); }));
      };
      stats_ = std::make_shared<api::WitnessStats>(policy_);
      options.witnesses = stats_;
    };
    serve();
  }
  /// The same log, further, with its own witness round.
  void somebody_else_goes_on() {
    support::IdentityLedger twin{support::TestLedger::Where::kMemory};
    for (std::uint64_t n = 1; n <= 5; ++n) twin.must(twin.organisation(n));
    ASSERT_TRUE(api::WitnessClient(*twin.test.log, policy_).run().quorum);
  }

  support::TempDir dir_;
  ledger::NoteSigner signer_;
  std::unique_ptr<ledger::Witness> witness_;
  std::unique_ptr<api::Server> listening_;
  ledger::WitnessPolicy policy_;
  std::shared_ptr<api::WitnessStats> stats_;
};

TEST_F(Alarmed, MetricsTellTheNewestWitnessedSizeAndWhoFailed) {
  // Nobody listens at the second one, and the quorum does without it.
  policy_.witnesses.push_back({"dead", signer_.key, "http://127.0.0.1:1/"});
  policy_.witnesses.back().key.name = "witness.example/dead";
  serve_witnessed();
  while (stats_->state().witnessed_size != view().size()) std::this_thread::yield();
  const std::string text = ask("/metrics").body;
  const std::string size = std::to_string(view().size());
  EXPECT_THAT(text, HasSubstr("letopis_checkpoint_size_events " + size + "\n"));
  EXPECT_THAT(text, HasSubstr("letopis_witnessed_size_events " + size + "\n"));
  EXPECT_THAT(text, HasSubstr(R"(letopis_witness_failures_total{witness="witness.example/a"} 0)"));
  EXPECT_THAT(text,
              HasSubstr(R"(letopis_witness_failures_total{witness="witness.example/dead"} 1)"));
}

TEST_F(Alarmed, WhatCosignaturesAreAddedToIsSentAgainToWhomHasTheEarlierBytes) {
  serve();  // no witness is asked yet
  std::map<std::string, RawResponse> before;
  for (const char* path :
       {"/v1/events/1/receipt", "/checkpoint", "/checkpoints/000", "/v1/checkpoint"}) {
    const RawResponse first = ask(path);
    ASSERT_EQ(first.status, 200) << path;
    EXPECT_EQ(first.header("Cache-Control"), "no-cache") << path;
    const std::string tag = first.header("ETag").value_or("");
    EXPECT_EQ(ask(path, "If-None-Match: " + tag + "\r\n").status, 304) << path;
    before[path] = first;
  }
  ASSERT_TRUE(api::WitnessClient(*server_->service().writer, policy_).run().quorum);
  for (const auto& [path, first] : before) {
    const RawResponse now = ask(path, "If-None-Match: " + *first.header("ETag") + "\r\n");
    EXPECT_EQ(now.status, 200) << path;
    EXPECT_GT(now.body.size(), first.body.size()) << path;
    EXPECT_THAT(now.body, HasSubstr("witness.example/a")) << path;
  }
}

TEST_F(Alarmed, TheCardSaysAtTheSameSizeThatNothingIsAcceptedAnyMore) {
  serve();
  const RawResponse before = ask("/v1/ledger");
  EXPECT_EQ(Json::parse(before.body)["accepts_events"], true);
  server_->service().writer->halt(
      {ledger::ErrorCode::kBehind, "WITNESS_AHEAD", "somebody has seen more", {}});
  const RawResponse now = ask("/v1/ledger", "If-None-Match: " + *before.header("ETag") + "\r\n");
  ASSERT_EQ(now.status, 200) << "another answer under the same tag";
  EXPECT_EQ(Json::parse(now.body)["accepts_events"], false);
  EXPECT_EQ(Json::parse(now.body)["size"], Json::parse(before.body)["size"]);
}

TEST_F(Alarmed, EveryWriteTellsTheReasonAndReadingGoesOn) {
  somebody_else_goes_on();
  const auto first = t.sign(t.organisation(2));
  const auto second = t.sign(t.organisation(3));
  serve_witnessed();
  const std::uint64_t size = view().size();
  while (ask("/readyz").status != 503) std::this_thread::yield();
  for (const auto& event : {first, second}) {
    const RawResponse refused = post_events({event});
    expect_problem(refused, 503, "WITNESS_AHEAD");
    EXPECT_EQ(refused.header("Retry-After"), std::nullopt) << "it lasts until the operator acts";
  }
  EXPECT_EQ(view().size(), size);
  EXPECT_THAT(ask("/readyz").body, HasSubstr("WRITER_STOPPED"));
  EXPECT_THAT(ask("/readyz").body, HasSubstr("WITNESS_AHEAD"));
  EXPECT_EQ(ask("/checkpoint").status, 200);
  EXPECT_EQ(ask("/v1/events/1").status, 200);
  EXPECT_EQ(json("/v1/organisations?min_position=2")["items"].size(), 2U);
}

TEST_F(Alarmed, AnotherHistoryOfTheSameLengthStopsTheServerToo) {
  support::IdentityLedger twin{support::TestLedger::Where::kMemory};
  twin.test.clock->now += 7'000'000;  // the same keys and events, other entries
  twin.must(twin.organisation(1));
  ASSERT_TRUE(api::WitnessClient(*twin.test.log, policy_).run().quorum);
  const auto event = t.sign(t.organisation(2));
  serve_witnessed();
  while (ask("/readyz").status != 503) std::this_thread::yield();
  expect_problem(post_events({event}), 503, "WITNESS_FORK");
}

}  // namespace
}  // namespace testing_support
