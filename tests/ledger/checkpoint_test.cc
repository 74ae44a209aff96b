// SPDX-License-Identifier: Apache-2.0
#include "ledger/checkpoint.h"

#include <gtest/gtest.h>

#include "ledger/hash.h"
#include "tests/support/small_tree.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary

Checkpoint small_checkpoint(std::uint64_t size) {
  return {std::string(kOrigin), size, hash_of_hex(kSmallRoots[size]), {}};
}

CheckpointVerifier verifier(std::optional<std::uint64_t> size_max = std::nullopt) {
  return *CheckpointVerifier::create(std::string(kOrigin), {{*parse_vkey(kLogVkey), size_max}},
                                     {*parse_vkey(kWitnessVkey)});
}

NoteSigner other_signer(unsigned char first) {
  return seed_signer(std::string(kOrigin), SignatureType::kEd25519, counting_seed(first));
}

std::string signed_by(const Checkpoint& checkpoint, const std::vector<NoteSigner>& signers) {
  return *sign_checkpoint(checkpoint, signers);
}

TEST(Checkpoint, SignedCheckpointsAreThePublishedBytes) {
  EXPECT_EQ(signed_by(small_checkpoint(8), {log_signer()}), kCheckpoint8);
  const std::string dash = "\n\xE2\x80\x94 ledger.example/audit1 ";
  EXPECT_EQ(signed_by(small_checkpoint(0), {log_signer()}),
            "ledger.example/audit1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" + dash +
                "SzYn5OPusFg2PmPbD0X0umaDdiSBboKjhzYwD8XNMq8X7paR/chm8A/8Ed+TmbquhxiE6c8Mge1wtqAi2"
                "A3QiiPXBgg=\n");
  EXPECT_EQ(signed_by(small_checkpoint(5), {log_signer()}),
            "ledger.example/audit1\n5\nTju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=\n" + dash +
                "SzYn5EHl3eas1k6rzWJuJ+oqGur6mFGyjYQ6oWaDsPAay7lvRiZbfMAoRb97AUWPpjsaX6Fwmn0jfpzIX"
                "rIUR0BB4wQ=\n");
}

TEST(Checkpoint, CosignatureIsThePublishedLine) {
  Note note = *parse_note(kCheckpoint8);
  note.signatures.push_back(*cosign_note(witness_signer(), note.text, kWitnessTime));
  EXPECT_EQ(*format_note(note), std::string(kCheckpoint8) + std::string(kWitnessLine));
}

TEST(Checkpoint, OpenReportsLogKeyAndWitnessWithItsTime) {
  const auto opened = verifier().open(std::string(kCheckpoint8) + std::string(kWitnessLine));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->checkpoint, small_checkpoint(8));
  EXPECT_EQ(opened->log_keys, (std::vector<std::size_t>{0}));
  EXPECT_EQ(opened->cosignatures,
            (std::vector<OpenedCheckpoint::Cosignature>{{.witness = 0, .time_s = kWitnessTime}}));
  const auto alone = verifier().open(kCheckpoint8);
  ASSERT_TRUE(alone);
  EXPECT_TRUE(alone->cosignatures.empty());
}

TEST(Checkpoint, LinesInAnyOrderBetweenUnknownOnesAreFound) {
  const std::string grease = "\xE2\x80\x94 grease.example AAAAAAAAAAAA\n";
  const std::size_t split = kCheckpoint8.find("\n\n") + 2;
  const std::string text(kCheckpoint8.substr(0, split));
  const std::string log_line(kCheckpoint8.substr(split));
  const auto opened =
      verifier().open(text + grease + std::string(kWitnessLine) + grease + log_line + grease);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->log_keys.size() + opened->cosignatures.size(), 2U);
}

TEST(Checkpoint, WitnessAloneDoesNotMakeACheckpoint) {
  const std::size_t split = kCheckpoint8.find("\n\n") + 2;
  const auto opened =
      verifier().open(std::string(kCheckpoint8.substr(0, split)) + std::string(kWitnessLine));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kRefused);
  EXPECT_EQ(opened.error().reason, "NO_TRUSTED_SIGNATURE");
}

TEST(Checkpoint, RetiredKeyCountsUpToItsMaximumSizeOnly) {
  EXPECT_TRUE(verifier(8).open(kCheckpoint8));
  EXPECT_EQ(verifier(7).open(kCheckpoint8).error().reason, "KEY_RETIRED");
  const auto rotated = CheckpointVerifier::create(
      std::string(kOrigin), {{log_signer().key, 7}, {other_signer(0x40).key, std::nullopt}}, {});
  ASSERT_TRUE(rotated);
  EXPECT_EQ(rotated->open(kCheckpoint8).error().reason, "KEY_RETIRED");
  const auto both =
      rotated->open(signed_by(small_checkpoint(8), {log_signer(), other_signer(0x40)}));
  ASSERT_TRUE(both);
  EXPECT_EQ(both->log_keys, (std::vector<std::size_t>{1}));
}

TEST(Checkpoint, AnotherLogsCheckpointIsRefused) {
  Checkpoint other = small_checkpoint(8);
  other.origin = "ledger.example/audit2";
  const auto opened = verifier().open(signed_by(other, {log_signer()}));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "WRONG_ORIGIN");
}

TEST(Checkpoint, TrustNeedsDistinctKeysOfTheRightTypes) {
  const VerifierKey log = log_signer().key;
  const VerifierKey witness = witness_signer().key;
  VerifierKey witness_as_log = witness;
  witness_as_log.type = SignatureType::kEd25519;
  VerifierKey renamed = log;
  renamed.name = "other.example";
  const std::string origin(kOrigin);
  using Keys = std::vector<LogKey>;
  for (const auto& refused_trust :
       {CheckpointVerifier::create("", Keys{{log, {}}}, {}),
        CheckpointVerifier::create(origin, {}, {witness}),
        CheckpointVerifier::create(origin, Keys{{witness, {}}}, {}),
        CheckpointVerifier::create(origin, Keys{{log, {}}}, {witness_as_log}),
        CheckpointVerifier::create(origin, Keys{{log, {}}, {renamed, {}}}, {}),
        CheckpointVerifier::create(origin, Keys{{witness_as_log, {}}}, {witness})}) {
    ASSERT_FALSE(refused_trust);
    EXPECT_EQ(refused_trust.error().reason, "BAD_TRUST");
  }
  EXPECT_TRUE(CheckpointVerifier::create(origin, Keys{{log, {}}}, {witness}));
}

TEST(Checkpoint, ExtensionLinesAreKept) {
  Checkpoint checkpoint = small_checkpoint(8);
  checkpoint.extensions = {"one", "two words"};
  EXPECT_EQ(*parse_checkpoint(*format_checkpoint(checkpoint)), checkpoint);
  for (const char* line : {"", "a\nb", "a\n"}) {
    checkpoint.extensions = {line};
    EXPECT_FALSE(format_checkpoint(checkpoint)) << line;
  }
}

TEST(Checkpoint, AnyDepartureFromTheFormIsRefused) {
  const std::string root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";
  ASSERT_TRUE(parse_checkpoint("a.b\n8\n" + root));
  ASSERT_TRUE(parse_checkpoint("a.b\n9223372036854775807\n" + root));
  for (const std::string& text : std::vector<std::string>{
           std::string(),
           std::string("\n"),
           "a.b\n8\n",
           "a.b\n8\n" + root.substr(0, 44),
           "\n8\n" + root,
           "ab\n8\n" + root,
           "A.b\n8\n" + root,
           "a.b \n8\n" + root,
           "a.b\r\n8\n" + root,
           "a.b\n+8\n" + root,
           "a.b\n08\n" + root,
           "a.b\n8 \n" + root,
           "a.b\n-8\n" + root,
           "a.b\n\n" + root,
           "a.b\n9223372036854775808\n" + root,
           "a.b\n18446744073709551616\n" + root,
           "a.b\n0\n" + root,
           std::string("a.b\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n"),
           std::string("a.b\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n"),
           std::string("a.b\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQw==\n"),
           "a.b\n8\n" + root + "\n",
           "a.b\n8\n" + root + "x",
           "a.b\n8\n" + root + "x\n\n"}) {
    const auto parsed = parse_checkpoint(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().reason, "BAD_CHECKPOINT");
  }
}

TEST(Checkpoint, OriginIsLowerCaseWithADotAndBounded) {
  EXPECT_TRUE(is_origin("ledger.example/audit-1"));
  EXPECT_TRUE(is_origin("." + std::string(254, 'a')));
  EXPECT_FALSE(is_origin("." + std::string(255, 'a')));
  for (const char* origin : {"", "localhost", "Ledger.example", "a.b c", "a.b+c", "a_b.c", "a.b\n",
                             "\xC3\xA9.example"}) {
    EXPECT_FALSE(is_origin(origin)) << origin;
  }
}

TEST(Checkpoint, WithoutSignersNothingIsWritten) {
  EXPECT_FALSE(sign_checkpoint(small_checkpoint(8), {}));
  Checkpoint bad = small_checkpoint(8);
  bad.size = std::uint64_t{1} << 63;
  EXPECT_EQ(sign_checkpoint(bad, {log_signer()}).error().reason, "BAD_CHECKPOINT");
}

}  // namespace
}  // namespace ledger
