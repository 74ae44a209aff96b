// SPDX-License-Identifier: Apache-2.0
#include "ledger/trust.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/limits.h"
#include "ledger/public_key.h"
#include "tests/support/small_tree.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary

const std::string kLedgerHex(64, 'a');

std::string head() {
  return "letopis-trust v1\nledger " + kLedgerHex + "\norigin ledger.example/audit1\n";
}
std::string log_line() { return "log " + std::string(kLogVkey) + "\n"; }
std::string witness_lines() {
  return "witness w1 " + std::string(kWitnessVkey) + " https://witness.example/\nquorum w1\n";
}
std::string full() { return head() + log_line() + witness_lines(); }

std::string message_of(const std::string& text) {
  const auto trust = parse_trust(text);
  EXPECT_FALSE(trust) << text;
  return trust ? "" : trust.error().reason + " " + trust.error().message;
}

VerifierKey key_of(unsigned char first, const std::string& name) {
  return seed_signer(name, SignatureType::kEd25519, counting_seed(first)).key;
}

TEST(Trust, HasRoomForEveryOrganisationOfTheCountryUnderItsFullName) {
  std::string text = full();
  std::string name;
  for (int i = 0; i < 180; ++i) name += "Ж";
  for (unsigned number = 1; number <= 10; ++number) {
    text += "organisation " + std::string(31, '0') + static_cast<char>('0' + number % 10) + " " +
            public_key_text(key_of(static_cast<unsigned char>(0x80 + number), "x").key) + " " +
            name + "\n";
  }
  text += "# " + std::string(8'000'000, 'x') + "\n";  // as long as ten thousand of them
  const auto trust = parse_trust(text);
  ASSERT_TRUE(trust) << trust.error().message;
  EXPECT_EQ(trust->organisations.size(), 10U);
  EXPECT_THAT(message_of(text + std::string(kTrustBytesMax, '\n')),
              testing::HasSubstr(std::to_string(kTrustBytesMax)));
}

TEST(Trust, ReadsWhatItWrites) {
  Trust trust;
  trust.ledger_id = hash_of_hex(kSmallRoots[3]);
  trust.origin = kOrigin;
  trust.log_keys = {{key_of(0x60, trust.origin), 512}, {log_signer().key, std::nullopt}};
  trust.policy = parse_policy(witness_lines()).operator*();
  trust.auditors = {key_of(0x70, "auditor.example/a")};
  trust.organisations = {
      {fixed_from<Id>(std::string(16, '\x05')), key_of(0x80, "x").key, "Колледж № 1"}};
  const auto text = format_trust(trust);
  ASSERT_TRUE(text) << text.error().message;
  const auto read = parse_trust("# printed on paper\n" + *text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*format_trust(*read), *text);
  EXPECT_EQ(read->log_keys.at(0).size_max, 512U);
  EXPECT_EQ(read->log_keys.at(1).size_max, std::nullopt);
  EXPECT_EQ(read->organisations, trust.organisations);
  EXPECT_EQ(read->auditors, trust.auditors);
}

TEST(Trust, EveryLineThatIsMissingIsNamed) {
  EXPECT_THAT(message_of("ledger " + kLedgerHex + "\n"), testing::HasSubstr("begins with"));
  EXPECT_THAT(message_of("letopis-trust v2\n"), testing::HasSubstr("version 'v2' is not known"));
  EXPECT_THAT(message_of("letopis-trust v1\norigin a.b\n" + log_line() + "quorum none\n"),
              testing::HasSubstr("ledger's id"));
  EXPECT_THAT(message_of(head() + "quorum none\n"), testing::HasSubstr("no log key"));
  EXPECT_THAT(message_of(head() + log_line()), testing::HasSubstr("quorum"));
  EXPECT_THAT(message_of(full() + "allow everything\n"), testing::HasSubstr("unknown word"));
}

TEST(Trust, NoKeyHasTwoRoles) {
  const std::string log_as_auditor = "auditor " + std::string(kLogVkey) + "\n";
  EXPECT_THAT(message_of(full() + log_as_auditor), testing::HasSubstr("occurs twice"));
  const std::string witness_as_organisation = "organisation " + std::string(32, '1') + " " +
                                              public_key_text(witness_signer().key.key) + "\n";
  EXPECT_THAT(message_of(full() + witness_as_organisation), testing::HasSubstr("occurs twice"));
  EXPECT_THAT(message_of(full() + "retired " + std::string(kLogVkey) + " 5\n"),
              testing::HasSubstr("occurs twice"));
}

TEST(Trust, LogKeyUnderAnotherNameIsRefused) {
  EXPECT_THAT(
      message_of(head() + "log " + format_vkey(key_of(1, "other.example")) + "\nquorum none\n"),
      testing::HasSubstr("has not the origin's name"));
}

TEST(Trust, VerdictSaysHowFirmlyACheckpointIsAnchored) {
  const auto trust = parse_trust(full());
  ASSERT_TRUE(trust) << trust.error().message;
  const auto alone = open_checkpoint(*trust, kCheckpoint8);
  ASSERT_TRUE(alone);
  EXPECT_EQ(anchoring_text(alone->anchoring), "signed");
  const auto cosigned =
      open_checkpoint(*trust, std::string(kCheckpoint8) + std::string(kWitnessLine));
  ASSERT_TRUE(cosigned);
  EXPECT_EQ(anchoring_text(cosigned->anchoring), "witnessed 1/1");
  const auto bare = open_checkpoint_unanchored(kCheckpoint8);
  ASSERT_TRUE(bare);
  EXPECT_EQ(anchoring_text(bare->anchoring), "consistent in itself, not anchored");
}

TEST(Trust, CosignaturesBelowTheQuorumLeaveItSigned) {
  const std::string second =
      format_vkey(seed_signer("w.two", SignatureType::kCosignatureV1, counting_seed(9)).key);
  const auto trust =
      parse_trust(head() + log_line() + "witness w1 " + std::string(kWitnessVkey) +
                  "\nwitness w2 " + second + "\ngroup both all w1 w2\nquorum both\n");
  ASSERT_TRUE(trust) << trust.error().message;
  const auto opened =
      open_checkpoint(*trust, std::string(kCheckpoint8) + std::string(kWitnessLine));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->anchoring, (Anchoring{AnchoringLevel::kSigned, 1, 2}));
}

// A retired log key signs nothing beyond the size at which it was retired.
TEST(Trust, RetiredLogKeyCountsUpToItsSizeOnly) {
  const std::string current = format_vkey(key_of(0x60, std::string(kOrigin)));
  const auto until = [&](int size) {
    return *parse_trust(head() + "retired " + std::string(kLogVkey) + " " + std::to_string(size) +
                        "\nlog " + current + "\nquorum none\n");
  };
  EXPECT_TRUE(open_checkpoint(until(8), kCheckpoint8));
  EXPECT_EQ(open_checkpoint(until(7), kCheckpoint8).error().reason, "KEY_RETIRED");
}

}  // namespace
}  // namespace ledger
