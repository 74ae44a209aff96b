// SPDX-License-Identifier: Apache-2.0
// Lines of witnesses on the checkpoints of a source: who believes one of them by its key refuses a
// checkpoint on which it is spoilt, so that none gets in of which nobody knows whether it is one.
#include <gtest/gtest.h>

#include "ledger/checkpoint.h"
#include "ledger/copy.h"
#include "ledger/note.h"
#include "ledger/repair.h"
#include "tests/support/verify_fixture.h"

namespace support {
namespace {

using ledger::Note;
using ledger::NoteSignature;
using ledger::SignatureType;
using ledger::VerifierKey;

class Cosignatures : public Verify {
 protected:
  static constexpr std::uint64_t kAt = 57;

  static VerifierKey key_of(const TestKey& witness) {
    return {"witness.example/w", SignatureType::kCosignatureV1, witness.key};
  }
  static NoteSignature cosigned(const TestKey& witness, const std::string& text) {
    return *ledger::cosign_note(
        {key_of(witness),
         [&](std::string_view message) -> ledger::Result<ledger::Signature> {
           return witness.sign(message);
         }},
        text, 1'700'000'000);
  }
  /// The line of the witness added, spoilt if asked for.
  static void cosign(std::string& note, const TestKey& witness, bool spoilt) {
    Note parsed = *ledger::parse_note(note);
    parsed.signatures.push_back(cosigned(witness, parsed.text));
    if (spoilt) flip(parsed.signatures.back().bytes, 40);
    note = *ledger::format_note(parsed);
  }
  static ledger::CopyOptions options() {
    static const AdmitEverything everything;
    ledger::CopyOptions out;
    out.admission = &everything;
    out.threads = 2;
    return out;
  }
  static Disk copied(const Disk& source, const ledger::CopyOptions& how) {
    const auto target = std::make_shared<MemoryDisk>();
    const auto done = copy_log(*open_memory_store(target), *open_memory_store(source), how);
    EXPECT_TRUE(done) << done.error().reason << done.error().message;
    return target;
  }
  static Disk repaired(const Disk& damaged, const Disk& source) {
    const auto target = std::make_shared<MemoryDisk>();
    const auto done = repair_log(*open_memory_store(target), open_memory_store(damaged),
                                 {open_memory_store(source)}, *anchor_, options());
    EXPECT_TRUE(done) << done.error().reason << done.error().message;
    return target;
  }

  const TestKey known_{501}, stranger_{502};
};

TEST_F(Cosignatures, ACopyKeepsThoseThatVerifyByAKnownWitnessAndNoOther) {
  const Disk source = fresh();
  const std::string alone = note_at(source, kAt);
  std::string by_known = alone;
  cosign(by_known, known_, false);
  note_at(source, kAt) = by_known;
  cosign(note_at(source, kAt), stranger_, false);
  cosign(note_at(source, kSize), known_, true);
  const std::string newest = note_at(fresh(), kSize);

  ledger::CopyOptions how = options();
  EXPECT_EQ(note_at(copied(source, how), kAt), note_at(source, kAt)) << "as the source has it";
  how.witnesses = {key_of(known_)};
  EXPECT_EQ(note_at(copied(source, how), kAt), by_known);
  EXPECT_EQ(note_at(copied(source, how), kSize), newest) << "the spoilt line is gone";
  how.witnesses.emplace();
  EXPECT_EQ(note_at(copied(source, how), kAt), alone);
}

TEST_F(Cosignatures, RepairTakesTheLogsOwnSignaturesFromASourceAndLeavesWhatTheStoreHas) {
  const Disk source = fresh();
  const std::string alone = note_at(source, kAt);
  cosign(note_at(source, kAt), stranger_, true);
  const Disk damaged = fresh();
  flip(*damaged->entries[300], 60);
  spoil_base64(note_at(damaged, kAt), note_at(damaged, kAt).size() - 30);
  EXPECT_EQ(note_at(repaired(damaged, source), kAt), alone);

  // One that is sound stays as it is, whatever the source has.
  note_at(damaged, kAt) = alone;
  cosign(note_at(damaged, kAt), known_, false);
  EXPECT_EQ(note_at(repaired(damaged, source), kAt), note_at(damaged, kAt));
}

TEST_F(Cosignatures, ACopyIsRefusedForAFalseLineOfAPinnedWitnessOnAnyCheckpoint) {
  const Disk source = fresh();
  cosign(note_at(source, kAt), known_, true);
  ledger::CopyOptions how = options();
  const auto refused = [&] {
    const auto target = std::make_shared<MemoryDisk>();
    return copy_log(*open_memory_store(target), *open_memory_store(source), how);
  };
  how.pinned_witnesses = {key_of(stranger_)};
  EXPECT_TRUE(refused()) << "nobody can tell by that key";
  how.pinned_witnesses = {key_of(known_)};
  const auto done = refused();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, "SIGNATURE_INVALID");
  EXPECT_EQ(done.error().where, "checkpoint of size " + std::to_string(kAt));
}

TEST_F(Cosignatures, TheVerifierFindsAFalseLineOfAPinnedWitnessOnAnOlderCheckpoint) {
  const Disk disk = fresh();
  cosign(note_at(disk, kAt), known_, false);
  ledger::VerifyOptions how;
  how.witnesses = {key_of(known_)};
  EXPECT_TRUE(has_only(verify(disk, how), {}));
  note_at(disk, kAt) = note_at(fresh(), kAt);
  cosign(note_at(disk, kAt), known_, true);
  const auto report = verify(disk, how);
  ASSERT_TRUE(has_only(
      report, {{ledger::FaultClass::kBadSignature, "checkpoint", {}, "SIGNATURE_INVALID"}}));
  EXPECT_EQ(report.faults[0].field, "size " + std::to_string(kAt));
  how.witnesses = {key_of(stranger_)};
  EXPECT_TRUE(has_only(verify(disk, how), {})) << "nobody can tell by that key";
}

TEST_F(Cosignatures, RepairKeepsThoseOfTheNewestCheckpointThatTheAnchorHasNot) {
  const Disk damaged = fresh();
  flip(*damaged->entries[300], 60);
  cosign(note_at(damaged, kSize), known_, false);
  const Disk repaired_disk = repaired(damaged, fresh());
  EXPECT_EQ(note_at(repaired_disk, kSize), note_at(damaged, kSize));
}

TEST_F(Cosignatures, ANewestCheckpointThatTheLogHasNotSignedIsNotKept) {
  const Disk source = fresh();
  std::string& newest = note_at(source, kSize);
  spoil_base64(newest, newest.size() - 30);
  const auto target = std::make_shared<MemoryDisk>();
  const auto done = copy_log(*open_memory_store(target), *open_memory_store(source), options());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, "SIGNATURE_INVALID");
}

}  // namespace
}  // namespace support
