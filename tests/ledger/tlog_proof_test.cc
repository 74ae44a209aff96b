// SPDX-License-Identifier: Apache-2.0
#include "ledger/tlog_proof.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/hash.h"
#include "tests/support/small_tree.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary

#ifdef NDEBUG
constexpr int kMutations = 50'000;
#else
constexpr int kMutations = 5'000;
#endif

TlogProof small_proof() {
  return {std::nullopt,
          5,
          {hash_of_hex(kSmallLeaves[4]), hash_of_hex(kNode68), hash_of_hex(kSmallRoots[4])},
          std::string(kCheckpoint8) + std::string(kWitnessLine)};
}

CheckpointVerifier verifier() {
  return *CheckpointVerifier::create(std::string(kOrigin), {{*parse_vkey(kLogVkey), {}}},
                                     {*parse_vkey(kWitnessVkey)});
}

Hash leaf5() { return leaf_hash(kSmallEntries[5]); }

TEST(TlogProof, FileIsThePublishedOne) {
  const std::string file = *format_tlog_proof(small_proof());
  EXPECT_EQ(file.size(), 484U);
  EXPECT_EQ(to_hex(sha256(file)),
            "8a1ad0a501b4d5e671f32492f347abccc93fa956ccf0a6318a1f47ee7fc1b8ad");
  EXPECT_EQ(*parse_tlog_proof(file), small_proof());
}

TEST(TlogProof, VerifiesForItsLeafAndNoOther) {
  const auto opened = verify_tlog_proof(small_proof(), leaf5(), verifier());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->checkpoint.size, 8U);
  EXPECT_EQ(opened->cosignatures.size(), 1U);
  const auto other = verify_tlog_proof(small_proof(), leaf_hash("other"), verifier());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().reason, "PROOF_INVALID");
}

TEST(TlogProof, AnotherIndexPathOrCheckpointFails) {
  for (std::uint64_t index = 0; index < 10; ++index) {
    TlogProof proof = small_proof();
    proof.index = index;
    EXPECT_EQ(bool(verify_tlog_proof(proof, leaf5(), verifier())), index == 5) << index;
  }
  TlogProof proof = small_proof();
  proof.path.push_back(proof.path[0]);
  EXPECT_EQ(verify_tlog_proof(proof, leaf5(), verifier()).error().reason, "PROOF_INVALID");
  proof = small_proof();
  proof.checkpoint = kCheckpoint8.substr(0, kCheckpoint8.size() - 1);
  EXPECT_EQ(verify_tlog_proof(proof, leaf5(), verifier()).error().reason, "BAD_NOTE");
}

TEST(TlogProof, ExtraAndEmptyPathAreKept) {
  TlogProof proof = small_proof();
  proof.extra = std::string("anything\n\0", 10);
  proof.path.clear();
  EXPECT_EQ(*parse_tlog_proof(*format_tlog_proof(proof)), proof);
}

TEST(TlogProof, WhatCannotBeReadBackIsNotWritten) {
  TlogProof proof = small_proof();
  proof.path.resize(64);
  EXPECT_EQ(format_tlog_proof(proof).error().reason, "BAD_PROOF_FILE");
  proof = small_proof();
  proof.extra = "";
  EXPECT_FALSE(format_tlog_proof(proof));
  proof = small_proof();
  proof.index = UINT64_MAX;
  EXPECT_FALSE(format_tlog_proof(proof));
  proof = small_proof();
  proof.checkpoint.clear();
  EXPECT_FALSE(format_tlog_proof(proof));
}

TEST(TlogProof, AnyDepartureFromTheFormIsRefused) {
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = to_base64(leaf5().view()) + "\n";
  const std::string note = "\nnote\n";
  ASSERT_TRUE(parse_tlog_proof(head + "index 5\n" + hash + note));
  ASSERT_TRUE(parse_tlog_proof(head + "extra AA==\nindex 5\n" + note));
  for (const std::string& file :
       std::vector<std::string>{std::string(),
                                head,
                                "index 5\n" + note,
                                head + "index 5\n",
                                head + "index 5\n" + hash,
                                head + "index 5\n\n",
                                head + "index 05\n" + note,
                                head + "index +5\n" + note,
                                head + "index 5 \n" + note,
                                head + "index  5\n" + note,
                                head + "Index 5\n" + note,
                                head + "index 9223372036854775808\n" + note,
                                head + "index 5\nextra AA==\n" + note,
                                head + "extra \nindex 5\n" + note,
                                head + "extra AA\nindex 5\n" + note,
                                head + "extra AA==\nextra AA==\nindex 5\n" + note,
                                head + "index 5\nAA==\n" + note,
                                head + "index 5\n" + hash.substr(0, 44) + " \n" + note,
                                head + "index 5\r\n" + note,
                                "c2sp.org/tlog-proof@v2\nindex 5\n" + note,
                                " " + head + "index 5\n" + note}) {
    const auto parsed = parse_tlog_proof(file);
    ASSERT_FALSE(parsed) << file;
    EXPECT_EQ(parsed.error().reason, "BAD_PROOF_FILE");
  }
}

/// Changes, removes, doubles or inserts a few bytes, or exchanges two lines.
std::string mutate(std::string bytes, std::mt19937_64& random) {
  const auto below = [&](std::size_t end) { return static_cast<std::size_t>(random() % end); };
  for (std::size_t n = 1 + below(3); n > 0 && !bytes.empty(); --n) {
    const std::size_t at = below(bytes.size());
    const std::size_t length = 1 + below(std::min<std::size_t>(bytes.size() - at, 40));
    switch (below(7)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1U << below(8)));
        break;
      case 1:
        bytes[at] = "\n +=/A9\xE2\0"[below(9)];
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes.insert(below(bytes.size()), bytes.substr(at, length));
        break;
      case 4:
        bytes.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 5:
        bytes.resize(at);
        break;
      default:
        std::swap(bytes[at], bytes[below(bytes.size())]);
    }
  }
  return bytes;
}

std::mt19937_64 seeded_random() {
  const std::uint64_t seed = std::random_device{}();
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  return std::mt19937_64(seed);
}

TEST(TlogProof, MutatedFilesNeverVerifyWithChangedContent) {
  std::mt19937_64 random = seeded_random();
  const std::string good = *format_tlog_proof(small_proof());
  const auto checks = verifier();
  const std::string text = parse_note(kCheckpoint8)->text;
  for (int i = 0; i < kMutations; ++i) {
    const std::string bytes = mutate(good, random);
    const auto proof = parse_tlog_proof(bytes);
    if (!proof) continue;
    EXPECT_EQ(*format_tlog_proof(*proof), bytes);
    const auto opened = verify_tlog_proof(*proof, leaf5(), checks);
    if (!opened) continue;
    ASSERT_EQ(opened->note.text, text) << bytes;
    ASSERT_EQ(proof->index, 5U) << bytes;
    ASSERT_EQ(proof->path, small_proof().path) << bytes;
    for (const auto& cosignature : opened->cosignatures) {
      ASSERT_EQ(cosignature.time_s, kWitnessTime) << bytes;
    }
  }
}

TEST(Checkpoint, MutatedNotesNeverVerifyWithChangedContent) {
  std::mt19937_64 random = seeded_random();
  const std::string good = std::string(kCheckpoint8) + std::string(kWitnessLine);
  const auto checks = verifier();
  const Checkpoint original = checks.open(good)->checkpoint;
  for (int i = 0; i < kMutations; ++i) {
    const std::string bytes = mutate(good, random);
    const auto note = parse_note(bytes);
    if (!note) continue;
    EXPECT_EQ(*format_note(*note), bytes);
    if (const auto checkpoint = parse_checkpoint(note->text)) {
      EXPECT_EQ(*format_checkpoint(*checkpoint), note->text);
    }
    const auto opened = checks.open(bytes);
    if (!opened) continue;
    ASSERT_EQ(opened->checkpoint, original) << bytes;
    for (const auto& cosignature : opened->cosignatures) {
      ASSERT_EQ(cosignature.time_s, kWitnessTime) << bytes;
    }
  }
}

}  // namespace
}  // namespace ledger
