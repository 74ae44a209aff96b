// SPDX-License-Identifier: Apache-2.0
// Commitments from the writer's side: what the sequencer drafts, what it refuses, and that its
// streams are those of the log after every kind of reopening.
// tests/ledger/verify_commitment_test.cc has the verifier's side.
#include "ledger/commitment.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/hash.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/verify.h"
#include "tests/support/committed_ledger.h"

namespace ledger {
namespace {

using support::CommittedLedger;
using support::TestLedger;

/// The map of the heads, by its definition, from the entries of the log.
Hash reference_map_root(const ReadView& view, std::uint64_t size) {
  std::map<Subject, std::vector<std::pair<std::uint64_t, Hash>>> leaves;
  EXPECT_TRUE(view.range(0, size, [&](std::uint64_t index, std::string_view bytes) {
    const auto subjects = recorded_subjects(view.store(), index);
    for (const Subject& subject : *subjects) {
      leaves[subject].emplace_back(index, leaf_hash(bytes));
    }
    return true;
  }));
  PrefixMap map;
  for (const auto& [subject, entries] : leaves) {
    CompactRange stream;
    for (const auto& [index, leaf] : entries) stream.append(leaf);
    const std::string kind(1, static_cast<char>(subject.kind));
    const Hash key =
        sha256(std::string("letopis/subject/v1\0", 19) + kind + std::string(subject.id.view()));
    const Hash value = sha256(std::string("letopis/head/v1\0", 16) + be64(entries.size()) +
                              be64(entries.back().first) + std::string(stream.root().view()));
    map.put({key, value});
  }
  return map.root();
}

TEST(Commitment, DraftSaysWhatTheLogIs) {
  CommittedLedger t;
  t.organisations(20);
  const auto draft = t.log->draft_commitment();
  ASSERT_TRUE(draft) << draft.error().message;
  const ReadView view = t.log->view();
  EXPECT_EQ(draft->commitment.size, view.size());
  EXPECT_EQ(draft->commitment.root, view.checkpoint().root);
  EXPECT_EQ(draft->commitment.map_root, reference_map_root(view, view.size()));
  EXPECT_EQ(draft->commitment.map_count, 22U) << "20 organisations, the operator, the registry";
  EXPECT_EQ(draft->commitment.previous, std::nullopt);
}

TEST(Commitment, IsReadBackFromItsEvent) {
  CommittedLedger t;
  auto draft = *t.log->draft_commitment();
  draft.commitment.views = {{"keys", 2, sha256("a")}, {"documents", 1, sha256("b")}};
  const auto body = check_body(t.body_of(draft));
  ASSERT_TRUE(body) << body.error().reason << " " << body.error().where;
  EXPECT_EQ(commitment_of(*body), draft.commitment);
}

TEST(Commitment, ChainsToTheOneBefore) {
  CommittedLedger t;
  const Hash first = t.commit();
  t.organisations(3);
  EXPECT_EQ(t.log->draft_commitment()->commitment.previous, first);
  const Hash second = t.commit();
  t.close();
  ASSERT_TRUE(t.open());
  EXPECT_EQ(t.log->draft_commitment()->commitment.previous, second);
}

TEST(Commitment, EventsMayComeBetweenTheDraftAndTheCommitment) {
  CommittedLedger t;
  const auto draft = *t.log->draft_commitment();
  t.organisations(5);
  EXPECT_TRUE(t.append(draft));
  EXPECT_TRUE(t.verified().ok());
}

// A false commitment is refused whatever it is false in, even from the service key.
TEST(Commitment, FalseOneIsRefusedByName) {
  CommittedLedger t;
  t.organisations(4);
  const CommitmentDraft draft = *t.log->draft_commitment();
  const auto reason = [&](auto change) {
    CommitmentDraft edited = draft;
    change(edited.commitment);
    const auto answer = t.append(edited);
    return answer ? std::string("accepted") : answer.error().reason;
  };
  EXPECT_EQ(reason([](Commitment& c) { c.map_root = sha256("x"); }), "COMMITMENT_MAP");
  EXPECT_EQ(reason([](Commitment& c) { ++c.map_count; }), "COMMITMENT_COUNT");
  EXPECT_EQ(reason([](Commitment& c) { ++c.rules_version; }), "COMMITMENT_RULES");
  EXPECT_EQ(reason([](Commitment& c) { c.admission_digest = sha256("x"); }),
            "COMMITMENT_ADMISSION");
  EXPECT_EQ(reason([](Commitment& c) { --c.size; }), "SEEN_UNKNOWN") << "a shortened history";
  EXPECT_TRUE(t.append(draft));
}

TEST(Commitment, StaleDraftsAreRefused) {
  CommittedLedger t;
  const CommitmentDraft draft = *t.log->draft_commitment();
  t.commit();
  EXPECT_EQ(t.append(draft).error().reason, "COMMITMENT_STALE") << "committed to since";
  const CommitmentDraft other = *t.log->draft_commitment();
  t.close();
  ASSERT_TRUE(t.open());
  EXPECT_EQ(t.append(other).error().reason, "COMMITMENT_STALE") << "drafted by another process";
}

TEST(Commitment, TwoInOneSubmissionAreRefused) {
  CommittedLedger t;
  const CommitmentDraft draft = *t.log->draft_commitment();
  const auto answer = t.log->append({t.sign(draft), t.sign(draft)});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "COMMITMENT_STALE");
}

TEST(Commitment, RepeatedOneGetsItsFirstAnswer) {
  CommittedLedger t;
  const SignedEvent event = t.sign(*t.log->draft_commitment());
  const auto first = t.log->append({event});
  ASSERT_TRUE(first);
  const auto again = t.log->append({event});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->at(0).repeated);
  EXPECT_EQ(again->at(0).index, first->at(0).index);
}

TEST(Commitment, MapIsTheSameAfterReopening) {
  CommittedLedger t;
  t.organisations(30);
  t.commit();
  t.organisations(7);
  t.close();
  ASSERT_TRUE(t.open());
  t.organisations(2);
  const ReadView view = t.log->view();
  EXPECT_EQ(t.log->draft_commitment()->commitment.map_root, reference_map_root(view, view.size()));
}

TEST(Commitment, StreamsThatAreNotKeptAreFoldedFromTheLog) {
  CommittedLedger t;
  t.organisations(30);
  const auto before = *t.log->draft_commitment();
  t.close();
  t.forget_streams();
  ASSERT_TRUE(t.open());
  EXPECT_EQ(t.log->draft_commitment()->commitment, before.commitment);
  t.organisations(1);
  t.close();
  ASSERT_TRUE(t.open());
  const ReadView view = t.log->view();
  EXPECT_EQ(t.log->draft_commitment()->commitment.map_root, reference_map_root(view, view.size()));
}

// The pages of the map are as they were when a commitment asked for its root.
TEST(Commitment, PagesOfAnEarlierSizeAreBroughtUpToDateByTheEntriesSince) {
  CommittedLedger t;
  t.organisations(200);
  t.commit();
  t.organisations(50);
  t.close();
  const auto& rows = t.disk->tables[static_cast<std::size_t>(Table::kState)];
  const std::uint64_t kept = get_u64(rows.at(std::string(internal::kMapSize)));
  EXPECT_LT(kept, t.disk->entries.size());
  EXPECT_GT(kept, 0U);
  for (int reopened = 0; reopened < 2; ++reopened) {
    ASSERT_TRUE(t.open());
    const ReadView view = t.log->view();
    const auto draft = *t.log->draft_commitment();
    EXPECT_EQ(draft.commitment.map_root, reference_map_root(view, view.size()));
    EXPECT_EQ(draft.commitment.map_count, 252U);
    t.close();
  }
}

}  // namespace
}  // namespace ledger
