// SPDX-License-Identifier: Apache-2.0
// Changing the log's checkpoint key while the log is open: both keys sign during the overlap, what
// the old one signed verifies for ever, and it signs nothing new.
#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/anchor.h"
#include "ledger/checkpoint.h"
#include "ledger/hash.h"
#include "ledger/log.h"
#include "ledger/merkle.h"
#include "ledger/verify.h"
#include "tests/support/sample_ledger.h"

namespace ledger {
namespace {

using support::SampleLedger;
using support::TestKey;
using support::TestLedger;

class CheckpointRotation : public ::testing::Test {
 protected:
  void SetUp() override {
    t.create();
    t.put(t.organisation(1));
    t.put(t.organisation(2));
    open_with({t.checkpoint}, {t.next_checkpoint});
  }

  NoteSigner signer(const TestKey& key) const {
    return {{t.origin, SignatureType::kEd25519, key.key},
            [key](std::string_view message) -> Result<Signature> { return key.sign(message); }};
  }
  Status try_open(const std::vector<TestKey>& keys, std::vector<TestKey> findable = {},
                  bool lost = false) {
    t.log.reset();
    auto options = t.options();
    options->checkpoint_key_lost = lost;
    options->checkpoint_signers.clear();
    for (const TestKey& key : keys) options->checkpoint_signers.push_back(signer(key));
    options->find_signer = [this, findable](const PublicKey& wanted) -> std::optional<NoteSigner> {
      for (const TestKey& key : findable) {
        if (key.key == wanted) return signer(key);
      }
      return std::nullopt;
    };
    auto opened = Log::open(std::move(*options));
    if (!opened) return opened.error();
    t.log = std::move(*opened);
    return Ok{};
  }
  void open_with(const std::vector<TestKey>& keys, std::vector<TestKey> findable = {}) {
    const auto opened = try_open(keys, std::move(findable));
    ASSERT_TRUE(opened) << opened.error().message;
  }

  bool signed_by(const std::string& note, const TestKey& key) const {
    const auto verifier =
        CheckpointVerifier::create(t.origin, {{signer(key).key, std::nullopt}}, {});
    return bool(verifier->open(note));
  }
  /// "old", "new", "both": who signed the checkpoint shown now.
  std::string signers_now() const {
    const std::string note = t.log->view().note();
    const bool by_old = signed_by(note, t.checkpoint);
    const bool by_new = signed_by(note, t.next_checkpoint);
    return by_old && by_new ? "both" : by_old ? "old" : by_new ? "new" : "nobody";
  }
  VerifyReport verify() const {
    auto report = verify_ledger(*support::open_memory_store(t.disk), {});
    return std::move(*report);
  }

  SampleLedger t{TestLedger::Where::kMemory};
};

TEST_F(CheckpointRotation, BothKeysSignDuringTheOverlapAndOnlyTheNewOneAfterIt) {
  EXPECT_EQ(signers_now(), "old");
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));  // at index 3, overlap 5
  std::uint64_t number = 3;
  for (std::uint64_t size = 4; size <= 12; ++size) {
    EXPECT_EQ(signers_now(), size <= 3 + 1 + 5 ? "both" : "new") << size;
    t.put(t.organisation(number++));
  }
  t.close();
  const auto report = verify();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.checkpoints_checked, 13u);
}

TEST_F(CheckpointRotation, AKeyThatNobodyHereCanSignWithIsRefused) {
  const TestKey unknown(91);
  const auto refused =
      t.log->append({t.sign(t.checkpoint_key_changed(unknown, 15)), t.sign(t.organisation(3))});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "SIGNER_MISSING");
  EXPECT_NE(refused.error().message.find(unknown.hex()), std::string::npos);
  EXPECT_EQ(t.log->view().size(), 3u);
  t.put(t.organisation(3));
  EXPECT_EQ(signers_now(), "old");
}

TEST_F(CheckpointRotation, ReceiptsAndCheckpointsOfTheOldKeyVerifyForEver) {
  const auto before = t.log->view().receipt(1);
  ASSERT_TRUE(before);
  const std::string old_note = t.log->view().note();
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  for (std::uint64_t number = 3; number < 12; ++number) t.put(t.organisation(number));
  open_with({t.next_checkpoint});
  const auto after = t.log->view().receipt(1);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->checkpoint, before->checkpoint);
  EXPECT_EQ(after->inclusion, before->inclusion);
  EXPECT_TRUE(signed_by(after->checkpoint, t.checkpoint));
  const auto proof = t.log->view().consistency(3, t.log->view().size());
  ASSERT_TRUE(proof);
  EXPECT_TRUE(verify_consistency(3, t.log->view().size(), checkpoint_of_note(old_note)->root,
                                 t.log->view().checkpoint().root, *proof));
}

TEST_F(CheckpointRotation, ReopeningInTheOverlapWithTheNewKeyAloneKeepsWhatWasSigned) {
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  const std::string note = t.log->view().note();
  open_with({t.next_checkpoint});
  EXPECT_EQ(t.log->view().note(), note) << "one checkpoint of a size, for ever the same bytes";
  t.put(t.organisation(3));
  EXPECT_EQ(signers_now(), "new") << "the old key may be lost";
  t.close();
  EXPECT_TRUE(verify().ok());
}

TEST_F(CheckpointRotation, TheOldKeyAloneCannotContinueTheLog) {
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  const auto opened = try_open({t.checkpoint}, {t.next_checkpoint});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "WRONG_CHECKPOINT_KEY");
}

TEST_F(CheckpointRotation, ALostKeyIsReplacedByTheNextOneAlone) {
  EXPECT_EQ(try_open({}, {t.next_checkpoint}).error().reason, "WRONG_CHECKPOINT_KEY");
  ASSERT_TRUE(try_open({}, {t.next_checkpoint}, true));
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  EXPECT_EQ(signers_now(), "new");
  open_with({t.next_checkpoint});
  t.put(t.organisation(3));
  t.close();
  EXPECT_TRUE(verify().ok());
}

TEST_F(CheckpointRotation, WhileTheKeyIsLostNothingElseIsRecorded) {
  ASSERT_TRUE(try_open({}, {t.next_checkpoint}, true));
  const auto other = t.log->append({t.sign(t.organisation(3))});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().reason, "WRONG_CHECKPOINT_KEY");
  open_with({t.checkpoint});
  EXPECT_EQ(t.log->view().size(), 3u);
}

TEST_F(CheckpointRotation, ARetiredKeysSignatureOnSomethingNewIsFoundOut) {
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  for (std::uint64_t number = 3; number < 12; ++number) t.put(t.organisation(number));
  const Checkpoint last = t.log->view().checkpoint();
  t.close();
  // The true root, but signed by the key that ended: who holds it could have signed any other.
  const auto by_retired = sign_checkpoint(last, {signer(t.checkpoint)});
  ASSERT_TRUE(by_retired);
  t.disk->unsynced_checkpoints.clear();
  t.disk->checkpoints[last.size] = *by_retired;
  const auto report = verify();
  ASSERT_EQ(report.fault_count, 1u);
  EXPECT_EQ(report.faults[0].kind, FaultClass::kWrongKey);
  EXPECT_EQ(report.faults[0].structure, "checkpoint");
  // And whoever pins the old key pins up to which size it counts.
  const auto pinned = CheckpointVerifier::create(t.origin, {{signer(t.checkpoint).key, 9}}, {});
  EXPECT_EQ(pinned->open(*by_retired).error().reason, "KEY_RETIRED");
}

TEST_F(CheckpointRotation, ALostBatchDoesNotRetireTheOldKey) {
  t.disk->next_write = support::StoreFault::kLose;
  const auto lost = t.log->append({t.sign(t.checkpoint_key_changed(t.next_checkpoint, 14))});
  ASSERT_FALSE(lost);
  t.put(t.organisation(3));
  EXPECT_EQ(signers_now(), "old");
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  EXPECT_EQ(signers_now(), "both");
  t.close();
  EXPECT_TRUE(verify().ok());
}

TEST_F(CheckpointRotation, AKeyCanBeChangedAgainAndEachCheckpointVerifiesWithItsOwn) {
  const TestKey third(92);
  open_with({t.checkpoint}, {t.next_checkpoint, third});
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  auto again = t.checkpoint_key_changed(third, 15);
  again.payload.replace(again.payload.find(t.checkpoint.hex()), 64, t.next_checkpoint.hex());
  t.put(again);
  EXPECT_FALSE(signed_by(t.log->view().note(), t.checkpoint)) << "its overlap ended with it";
  EXPECT_TRUE(signed_by(t.log->view().note(), t.next_checkpoint));
  EXPECT_TRUE(signed_by(t.log->view().note(), third));
  auto back = t.checkpoint_key_changed(t.checkpoint, 16);
  back.payload.replace(back.payload.find(t.checkpoint.hex()), 64, third.hex());
  EXPECT_EQ(t.log->append({t.sign(back)}).error().reason, "KEY_KNOWN") << "never taken up again";
  t.close();
  EXPECT_TRUE(verify().ok());
}

TEST_F(CheckpointRotation, AFalseLineOfTheOldKeyInTheOverlapIsFoundAndAMissingOneIsTold) {
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));  // at index 3, overlap 5
  for (std::uint64_t number = 3; number < 12; ++number) t.put(t.organisation(number));
  t.close();
  std::string& kept = t.disk->unsynced_checkpoints.contains(6) ? t.disk->unsynced_checkpoints.at(6)
                                                               : t.disk->checkpoints.at(6);
  const std::string sound = kept;
  const std::uint32_t old_id = signer(t.checkpoint).key.id();
  Note note = *parse_note(sound);
  const auto line = std::find_if(note.signatures.begin(), note.signatures.end(),
                                 [&](const NoteSignature& one) { return one.key_id == old_id; });
  ASSERT_NE(line, note.signatures.end());
  line->bytes[20] = static_cast<char>(line->bytes[20] ^ 1);
  kept = *format_note(note);
  const auto flipped = verify();
  ASSERT_EQ(flipped.fault_count, 1u);
  EXPECT_EQ(flipped.faults[0].kind, FaultClass::kBadSignature);
  EXPECT_EQ(flipped.faults[0].field, "size 6");
  note.signatures.erase(line);
  kept = *format_note(note);
  const auto missing = verify();
  EXPECT_EQ(missing.fault_count, 0u);
  ASSERT_EQ(missing.warnings.size(), 1u);
  EXPECT_EQ(missing.warnings[0].reason, "OVERLAP_UNSIGNED");
  EXPECT_EQ(missing.warnings[0].field, "size 6");
  kept = sound;
  EXPECT_TRUE(verify().warnings.empty());
}

}  // namespace
}  // namespace ledger
