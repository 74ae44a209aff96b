// SPDX-License-Identifier: Apache-2.0
#include "ledger/committer.h"

#include <gtest/gtest.h>

#include "tests/support/committed_ledger.h"

namespace ledger {
namespace {

using support::CommittedLedger;

CommitmentSigner signer_of(const CommittedLedger& t) {
  return {t.service.key,
          [key = t.service](std::string_view message) -> Result<Signature> {
            return key.sign(message);
          },
          [](std::uint64_t) {
            return std::vector<ViewDigest>{{"keys", 1, Hash{}}};
          }};
}

TEST(Committer, IsDueByEventsOrByTimeIfTheLogGrew) {
  EXPECT_FALSE(commitment_due(0, kCommitmentIntervalUs * 10));
  EXPECT_FALSE(commitment_due(kCommitmentEvents - 1, kCommitmentIntervalUs - 1));
  EXPECT_TRUE(commitment_due(kCommitmentEvents, 0));
  EXPECT_TRUE(commitment_due(1, kCommitmentIntervalUs));
}

TEST(Committer, CommitsAtItsEndToWhatIsNotCommittedTo) {
  CommittedLedger t;
  t.organisations(3);
  { const Committer committer(*t.log, signer_of(t), t.clock); }
  EXPECT_EQ(t.log->view().size(), 5U);
  EXPECT_EQ(*committed_end(t.log->view(), 0), 5U);
  { const Committer committer(*t.log, signer_of(t), t.clock); }
  EXPECT_EQ(t.log->view().size(), 5U) << "nothing is new";
  EXPECT_TRUE(t.verified().ok());
}

TEST(Committer, AfterAnAlarmItSignsNothingNotAtItsEndEither) {
  CommittedLedger t;
  t.organisations(3);
  const std::uint64_t size = t.log->view().size();
  {
    const Committer committer(*t.log, signer_of(t), t.clock);
    t.log->halt({ErrorCode::kBehind, "WITNESS_AHEAD", "a witness has seen more", {}});
  }
  EXPECT_EQ(t.log->view().size(), size);
}

TEST(Committer, OnRequestItSignsWhatTheLogDraftedWithTheViews) {
  CommittedLedger t;
  const auto appended = append_commitment(*t.log, signer_of(t));
  ASSERT_TRUE(appended) << appended.error().message;
  EXPECT_EQ(appended->index, 1U);
  EXPECT_EQ(t.verified().commitments_checked, 1U);
}

TEST(Committer, SignerThatFailsIsTheError) {
  CommittedLedger t;
  auto signer = signer_of(t);
  signer.sign = [](std::string_view) -> Result<Signature> {
    return io_error("NO_KEY", "the key is gone");
  };
  EXPECT_EQ(append_commitment(*t.log, signer).error().reason, "NO_KEY");
}

}  // namespace
}  // namespace ledger
