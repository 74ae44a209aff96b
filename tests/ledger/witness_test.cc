// SPDX-License-Identifier: Apache-2.0
// The witness and the log's side of it: published bytes, every refusal of the specification, and
// that a witness never goes back, whoever crashes or races.
#include "ledger/witness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <thread>

#include "ledger/hash.h"
#include "ledger/merkle.h"
#include "tests/support/memory_log.h"
#include "tests/support/small_tree.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_ledger.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary

std::string signed_small(std::uint64_t size) {
  return *sign_checkpoint({std::string(kOrigin), size, hash_of_hex(kSmallRoots[size]), {}},
                          {log_signer()});
}

/// The published proof from 5 to 8.
std::vector<Hash> five_to_eight() {
  return {hash_of_hex(kSmallLeaves[4]), hash_of_hex(kSmallLeaves[5]), hash_of_hex(kNode68),
          hash_of_hex(kSmallRoots[4])};
}

class WitnessServer : public testing::Test {
 protected:
  WitnessServer() {
    clock->now = kWitnessTime * 1'000'000;
    open();
  }
  void open() {
    witness.reset();
    auto opened = Witness::open(dir / folder, witness_signer(),
                                {{std::string(kOrigin), {log_signer().key}}}, clock);
    LEDGER_CHECK(static_cast<bool>(opened));
    witness = std::move(*opened);
  }
  WitnessAnswer add(std::uint64_t old_size, std::vector<Hash> proof, const std::string& note) {
    return witness->add_checkpoint(format_add_checkpoint({old_size, std::move(proof), note}));
  }
  void at_five() { ASSERT_EQ(add(0, {}, signed_small(5)).status, 200); }

  support::TempDir dir;
  std::string folder = "witness";
  std::shared_ptr<support::TestClock> clock = std::make_shared<support::TestClock>();
  std::unique_ptr<Witness> witness;
};

TEST(AddCheckpointRequest, IsThePublishedBytes) {
  const std::string body = format_add_checkpoint({5, five_to_eight(), std::string(kCheckpoint8)});
  EXPECT_EQ(body.size(), 376U);
  EXPECT_EQ(to_hex(sha256(body)),
            "617abb3ce0938b2bb192e81a46e7ef7562bc940034344f29a2ba1ec31a3c2c53");
  EXPECT_EQ(*parse_add_checkpoint(body),
            (AddCheckpoint{5, five_to_eight(), std::string(kCheckpoint8)}));
}

TEST(AddCheckpointRequest, MalformedBodiesAreRefused) {
  const std::string note(kCheckpoint8);
  for (const std::string& body :
       {std::string(), std::string("old 5"), "old 05\n\n" + note, "old +5\n\n" + note,
        "old -1\n\n" + note, "Old 5\n\n" + note, "old 5\nAAAA\n\n" + note, "old 5\n" + note,
        "old 9223372036854775808\n\n" + note, std::string("old 5\n\n"),
        "old 5\n" + std::string(kAddCheckpointBytesMax, 'A')}) {
    EXPECT_FALSE(parse_add_checkpoint(body)) << body.substr(0, 40);
  }
  std::string many = "old 5\n";
  for (int i = 0; i < 64; ++i) many += to_base64(Hash{}.view()) + "\n";
  EXPECT_THAT(parse_add_checkpoint(many + "\n" + note).error().message, testing::HasSubstr("63"));
}

TEST_F(WitnessServer, CosignatureIsThePublishedLine) {
  at_five();
  const auto answer = add(5, five_to_eight(), std::string(kCheckpoint8));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, kWitnessLine);
  const auto served = witness->checkpoint(to_hex(sha256(kOrigin)));
  EXPECT_EQ(served.status, 200);
  EXPECT_EQ(served.body, std::string(kCheckpoint8) + std::string(kWitnessLine));
  EXPECT_EQ(witness->checkpoint(to_hex(sha256("other"))).status, 404);
}

TEST_F(WitnessServer, AJunkLineInItsOwnNameIsNeverKeptInsteadOfItsCosignature) {
  Note note = *parse_note(signed_small(5));
  const VerifierKey own = witness_signer().key;
  note.signatures.push_back({own.name, own.id(), std::string(72, 'x')});
  note.signatures.push_back({"stranger.example", 7, "anything"});
  ASSERT_EQ(add(0, {}, *format_note(note)).status, 200);
  const auto served = witness->checkpoint(to_hex(sha256(kOrigin)));
  ASSERT_EQ(served.status, 200);
  const Note kept = *parse_note(served.body);
  EXPECT_EQ(kept.signatures.size(), 2U) << served.body;
  const auto verified = verify_note(kept, {log_signer().key, own});
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(verified->size(), 2U);
}

TEST_F(WitnessServer, EveryRefusalHasItsStatus) {
  EXPECT_EQ(witness->add_checkpoint("nonsense").status, 400);
  const Checkpoint other{"other.example/log", 5, hash_of_hex(kSmallRoots[5]), {}};
  EXPECT_EQ(add(0, {}, *sign_checkpoint(other, {log_signer()})).status, 404);
  const NoteSigner stranger =
      seed_signer(std::string(kOrigin), SignatureType::kEd25519, counting_seed(9));
  const Checkpoint five{std::string(kOrigin), 5, hash_of_hex(kSmallRoots[5]), {}};
  EXPECT_EQ(add(0, {}, *sign_checkpoint(five, {stranger})).status, 403);
  EXPECT_EQ(add(6, {}, signed_small(5)).status, 400);
  EXPECT_EQ(add(0, {Hash{}}, signed_small(5)).status, 422);
  const std::string false_root =
      std::string(kOrigin) + "\n0\n" + to_base64(hash_of_hex(kSmallRoots[1]).view()) + "\n";
  EXPECT_EQ(add(0, {}, false_root + "\n").status, 422);
  EXPECT_EQ(add(0, {}, signed_small(0)).status, 200);
  at_five();
  const auto conflict = add(0, {}, signed_small(8));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.body, "5\n");
  EXPECT_EQ(conflict.content_type, kTlogSizeType);
  EXPECT_EQ(add(5, {}, signed_small(8)).status, 422);
  auto wrong = five_to_eight();
  wrong[1].bytes[0] ^= 1;
  EXPECT_EQ(add(5, wrong, signed_small(8)).status, 422);
}

TEST_F(WitnessServer, SameSizeIsRefreshedAndNothingElse) {
  at_five();
  clock->now += 60'000'000;
  EXPECT_EQ(add(5, {}, signed_small(5)).status, 200);
  const Checkpoint fork{std::string(kOrigin), 5, hash_of_hex(kSmallRoots[4]), {}};
  EXPECT_EQ(add(5, {}, *sign_checkpoint(fork, {log_signer()})).status, 422);
}

// Trap 12 of the peers: an old backup goes on writing.
TEST_F(WitnessServer, NeverGoesBack) {
  at_five();
  ASSERT_EQ(add(5, five_to_eight(), signed_small(8)).status, 200);
  EXPECT_EQ(add(5, {}, signed_small(5)).status, 409);
  EXPECT_EQ(add(0, {}, signed_small(5)).body, "8\n");
  open();
  EXPECT_EQ(add(0, {}, signed_small(5)).body, "8\n") << "also after it was restarted";
}

TEST_F(WitnessServer, TwoFacesAreNotBothCosigned) {
  MemoryLog honest;
  MemoryLog fork;
  for (int i = 0; i < 6; ++i) honest.append("entry " + std::to_string(i));
  for (int i = 0; i < 6; ++i) fork.append("entry " + std::to_string(i == 2 ? 99 : i));
  const auto note = [](const MemoryLog& log) {
    return *sign_checkpoint({std::string(kOrigin), log.size(), log.builder().root(), {}},
                            {log_signer()});
  };
  EXPECT_EQ(add(0, {}, note(honest)).status, 200);
  EXPECT_EQ(add(6, {}, note(fork)).status, 422);
  fork.append("more");
  EXPECT_EQ(add(6, {Hash{}, Hash{}}, note(fork)).status, 422);
}

// Two requests from one size at once: one is cosigned, the other one learns of it.
TEST_F(WitnessServer, RacingRequestsDoNotRollItBack) {
  for (int round = 0; round < 20; ++round) {
    folder = "witness " + std::to_string(round);
    open();
    at_five();
    std::array<int, 2> status{};
    std::thread one([&] { status[0] = add(5, five_to_eight(), signed_small(8)).status; });
    std::thread two([&] { status[1] = add(5, {}, signed_small(5)).status; });
    one.join();
    two.join();
    EXPECT_EQ(status[0], 200);
    EXPECT_EQ(add(0, {}, signed_small(5)).body, "8\n");
  }
}

TEST_F(WitnessServer, OneProcessAtATime) {
  const auto second = Witness::open(dir / folder, witness_signer(),
                                    {{std::string(kOrigin), {log_signer().key}}}, clock);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kLocked);
}

TEST(WitnessVerdict, AFreshCosignatureTakesThePlaceOfOneThatIsThere) {
  const Checkpoint five{std::string(kOrigin), 5, hash_of_hex(kSmallRoots[5]), {}};
  Note note = *parse_note(*sign_checkpoint(five, {log_signer()}));
  const VerifierKey own = witness_signer().key;
  note.signatures.push_back({own.name, own.id(), std::string(72, 'x')});
  const auto fresh = *cosign_note(witness_signer(), note.text, kWitnessTime);
  const auto merged = with_cosignatures(*format_note(note), {fresh});
  ASSERT_TRUE(merged) << merged.error().message;
  const auto verified = verify_note(*parse_note(*merged), {log_signer().key, own});
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(verified->size(), 2U);
}

TEST(WitnessVerdict, ReplayedOrForeignCosignatureDoesNotCount) {
  const VerifierKey key = witness_signer().key;
  const auto read = [&](const std::string& note, std::string body) {
    WitnessAnswer answer;
    answer.status = 200;
    answer.body = std::move(body);
    return read_witness_answer(answer, note, key, 8);
  };
  EXPECT_TRUE(read(std::string(kCheckpoint8), std::string(kWitnessLine)));
  EXPECT_EQ(read(signed_small(7), std::string(kWitnessLine)).error().reason, "WITNESS_ANSWER")
      << "of another checkpoint";
  EXPECT_EQ(read(std::string(kCheckpoint8), "").error().reason, "WITNESS_ANSWER");
  const NoteSigner other =
      seed_signer("witness.example/w1", SignatureType::kCosignatureV1, counting_seed(7));
  const Note note = *parse_note(kCheckpoint8);
  const Note by_other{note.text, {*cosign_note(other, note.text, kWitnessTime)}};
  const std::string line = format_note(by_other)->substr(note.text.size() + 1);
  EXPECT_EQ(read(std::string(kCheckpoint8), line).error().reason, "WITNESS_ANSWER");
}

TEST(WitnessVerdict, WitnessThatIsAheadIsAnAlarm) {
  const VerifierKey key = witness_signer().key;
  const std::string note(kCheckpoint8);
  WitnessAnswer answer{409, std::string(kTlogSizeType), "5\n"};
  EXPECT_EQ(read_witness_answer(answer, note, key, 8)->retry_from, 5U);
  answer.body = "9\n";
  const auto ahead = read_witness_answer(answer, note, key, 8);
  ASSERT_FALSE(ahead);
  EXPECT_EQ(ahead.error().code, ErrorCode::kBehind);
  answer.content_type = "text/plain";
  EXPECT_EQ(read_witness_answer(answer, note, key, 8).error().reason, "WITNESS_REFUSED")
      << "a 409 without its type is final, never a retry";
}

TEST_F(WitnessServer, MutatedRequestsGetAnAnswer) {
  at_five();
  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const std::string body = format_add_checkpoint({5, five_to_eight(), signed_small(8)});
  for (int i = 0; i < 2'000; ++i) {
    std::string edited = body;
    for (std::uint64_t n = random() % 3 + 1; n > 0; --n) {
      edited[random() % edited.size()] = static_cast<char>(random());
    }
    const int status = witness->add_checkpoint(edited).status;
    EXPECT_TRUE(status == 400 || status == 403 || status == 404 || status == 409 || status == 422 ||
                edited == body)
        << status << "\n"
        << edited;
    if (status == 200) break;
  }
}

}  // namespace
}  // namespace ledger
