// SPDX-License-Identifier: Apache-2.0
// A server that lies to an author: answers with what it said to another, keeps the events to
// itself, puts its log back or shows another history than before.
#include "api/log_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/appended_answer.h"
#include "api/names.h"
#include "ledger/checkpoint.h"
#include "ledger/trust_source.h"
#include "tests/support/served_ledger.h"

namespace testing_support {
namespace {

class AuthorOfALyingServer : public LedgerServed {
 protected:
  void SetUp() override {
    events_ = {t.sign(t.organisation(101)), t.sign(t.organisation(102)),
               t.sign(t.organisation(103))};
    serve();
    identity_ = server_->service().identity;
    ASSERT_TRUE(watch_.meet(identity_, vkey()));
  }
  std::string vkey() { return json("/v1/ledger")["vkey"].get<std::string>(); }
  std::string note() { return json("/v1/checkpoint")["note"].get<std::string>(); }
  Json post_one(std::size_t i) { return Json::parse(post_events({events_[i]}).body); }
  api::LogWatch::AskProof asking() {
    return [this](std::uint64_t from, std::uint64_t to) { return view().consistency(from, to); };
  }
  /// What the author says to this answer to the event.
  std::string verdict(const Json& answer, std::size_t i) {
    const auto read = api::read_appended(answer, {events_[i]}, identity_);
    if (!read) return read.error().reason;
    const auto shown = api::check_receipts(answer, {events_[i]}, watch_, asking());
    return shown ? "accepted" : shown.error().reason;
  }
  ledger::VerifierKey log_key(const support::TestKey& key) const {
    return {identity_.origin, ledger::SignatureType::kEd25519, key.key};
  }
  std::string signed_by(const std::vector<const support::TestKey*>& keys, std::uint64_t size,
                        const ledger::Hash& root) {
    std::vector<ledger::NoteSigner> signers;
    for (const support::TestKey* key : keys) {
      signers.push_back(
          {log_key(*key), [key](std::string_view message) -> ledger::Result<ledger::Signature> {
             return key->sign(message);
           }});
    }
    return *ledger::sign_checkpoint({identity_.origin, size, root, {}}, signers);
  }
  /// The newest checkpoint as these keys would sign it.
  std::string now_by(const std::vector<const support::TestKey*>& keys) {
    return signed_by(keys, view().size(), view().checkpoint().root);
  }
  /// A checkpoint by the log's own key.
  std::string signed_note(std::uint64_t size, const ledger::Hash& root) {
    return signed_by({&t.test.checkpoint}, size, root);
  }
  std::string taken(const std::string& text) {
    const auto done = watch_.take(text, asking());
    if (done) return "accepted";
    const std::string& reason = done.error().reason;
    const bool refused = reason == "NO_TRUSTED_SIGNATURE" || reason == "TRUST_OUTDATED";
    EXPECT_EQ(done.error().code,
              refused ? ledger::ErrorCode::kRefused : ledger::ErrorCode::kCorrupt);
    return done.error().reason;
  }

  std::vector<ledger::SignedEvent> events_;
  ledger::LedgerIdentity identity_;
  api::LogWatch watch_;
};

TEST_F(AuthorOfALyingServer, AnHonestAnswerIsAcceptedAlsoToTheSameEventAgain) {
  EXPECT_EQ(verdict(post_one(0), 0), "accepted");
  EXPECT_EQ(verdict(post_one(1), 1), "accepted");
  EXPECT_EQ(verdict(post_one(0), 0), "accepted") << "its receipt is of an earlier checkpoint";
  EXPECT_EQ(watch_.known().seen.size, view().size());
  EXPECT_TRUE(watch_.trusts_on_first_use());
}

TEST_F(AuthorOfALyingServer, AnAnswerToAnotherEventIsNotTaken) {
  const Json first = post_one(0);
  EXPECT_EQ(verdict(first, 1), "ANSWER_DIFFERS");
}

TEST_F(AuthorOfALyingServer, AReceiptOfAnotherPlaceOrAnotherEventIsNotTaken) {
  const Json honest = post_one(0);
  const Json other = post_one(1);
  Json moved = honest;
  moved["events"][0]["index"] = 1'447U;
  EXPECT_EQ(verdict(moved, 0), "RECEIPT_DIFFERS");
  Json swapped = honest;
  swapped["events"][0]["index"] = other["events"][0]["index"];
  swapped["events"][0]["receipt"] = other["events"][0]["receipt"];
  EXPECT_EQ(verdict(swapped, 0), "RECEIPT_DIFFERS") << "kept to itself, another's receipt shown";
  Json none = honest;
  none["events"][0]["receipt"] = "";
  EXPECT_EQ(verdict(none, 0), "RECEIPT_DIFFERS");
  Json late = honest;
  late["events"][0]["recorded_at_us"] = 1U;
  EXPECT_EQ(verdict(late, 0), "RECEIPT_DIFFERS");
  EXPECT_EQ(verdict(other, 1), "accepted");
  EXPECT_EQ(verdict(honest, 0), "LOG_SHORTER") << "its checkpoint is older than the one of before";
}

TEST_F(AuthorOfALyingServer, AnOlderCheckpointOrAnotherHistoryThanBeforeIsNotTaken) {
  const std::string before = note();
  EXPECT_EQ(taken(before), "accepted");
  const std::uint64_t size = view().size();
  (void)post_one(0);
  (void)post_one(1);
  const std::string now = note();
  EXPECT_EQ(taken(signed_note(size, ledger::Hash{})), "ROOT_DIFFERS");
  EXPECT_EQ(taken(signed_note(size + 1, ledger::Hash{})), "ROOT_DIFFERS");
  EXPECT_EQ(taken(now), "accepted");
  EXPECT_EQ(taken(before), "LOG_SHORTER");
  EXPECT_EQ(watch_.known().seen.size, size + 2);
}

TEST_F(AuthorOfALyingServer, WhatWasSeenIsKeptInTheNamesFileAndHoldsTheNextServer) {
  const std::string old = note();
  (void)post_one(0);
  ASSERT_EQ(taken(note()), "accepted");
  const support::TempDir dir;
  auto names = api::Names::open(dir / "names.json");
  ASSERT_TRUE(names);
  names->set_log(watch_.known());
  ASSERT_TRUE(names->save());
  const auto again = api::Names::open(dir / "names.json");
  ASSERT_TRUE(again) << again.error().message;
  watch_ = api::LogWatch({}, again->log());
  ASSERT_TRUE(watch_.meet(identity_, "of another key, which nobody asks"));
  EXPECT_FALSE(watch_.trusts_on_first_use());
  EXPECT_EQ(taken(old), "LOG_SHORTER");
  EXPECT_EQ(taken(note()), "accepted");
}

TEST_F(AuthorOfALyingServer, ATrustFileFromBeforeAChangeOfTheKeyNeverBringsTheOldKeyBack) {
  const support::TestKey& first = t.test.checkpoint;
  const support::TestKey second(998);
  const std::string second_vkey = ledger::format_vkey(log_key(second));
  const ledger::Trust before = *ledger::trust_of(view());
  ledger::Trust after = before;
  after.log_keys[0].size_max = view().size() + 10;
  after.log_keys.push_back({log_key(second), std::nullopt});
  // Both keys sign for a while, and the newer one is kept.
  watch_ = api::LogWatch(after, {vkey(), {}});
  ASSERT_TRUE(watch_.meet(identity_, vkey()));
  EXPECT_EQ(taken(now_by({&first})), "accepted");
  EXPECT_EQ(watch_.known().vkey, vkey());
  EXPECT_EQ(taken(now_by({&first, &second})), "accepted");
  EXPECT_EQ(watch_.known().vkey, second_vkey);
  // The old trust file opens what both signed, and nothing is forgotten for that.
  watch_ = api::LogWatch(before, watch_.known());
  ASSERT_TRUE(watch_.meet(identity_, vkey()));
  EXPECT_EQ(taken(now_by({&first, &second})), "accepted");
  EXPECT_EQ(watch_.known().vkey, second_vkey);
  EXPECT_EQ(taken(now_by({&first})), "TRUST_OUTDATED");
  EXPECT_EQ(taken(now_by({&second})), "NO_TRUSTED_SIGNATURE");
  EXPECT_EQ(watch_.known().vkey, second_vkey);
  // Not even with the new one: the log has signed with the newer key before.
  watch_ = api::LogWatch(after, watch_.known());
  ASSERT_TRUE(watch_.meet(identity_, vkey()));
  EXPECT_EQ(taken(now_by({&first})), "TRUST_OUTDATED");
  EXPECT_EQ(taken(now_by({&second})), "accepted");
  EXPECT_EQ(watch_.known().vkey, second_vkey);
}

TEST_F(AuthorOfALyingServer, TheTrustFileSaysWhoseCheckpointsCount) {
  ledger::Trust trust = *ledger::trust_of(view());
  watch_ = api::LogWatch(trust);
  ASSERT_TRUE(watch_.meet(identity_, "nonsense"));
  EXPECT_EQ(taken(note()), "accepted");
  EXPECT_EQ(watch_.known().vkey, vkey());
  trust.log_keys[0].key.key = support::TestKey(999).key;
  watch_ = api::LogWatch(trust);
  ASSERT_TRUE(watch_.meet(identity_, vkey()));
  EXPECT_EQ(taken(note()), "NO_TRUSTED_SIGNATURE");
  trust.ledger_id.bytes[0] ^= 1;
  watch_ = api::LogWatch(trust);
  EXPECT_EQ(watch_.meet(identity_, vkey()).error().reason, "ANOTHER_LEDGER");
}

}  // namespace
}  // namespace testing_support
