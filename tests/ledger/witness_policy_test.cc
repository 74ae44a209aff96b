// SPDX-License-Identifier: Apache-2.0
#include "ledger/witness_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/limits.h"
#include "tests/support/small_tree.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary

std::string witness_vkey(unsigned char first) {
  return format_vkey(
      seed_signer("w.example", SignatureType::kCosignatureV1, counting_seed(first)).key);
}

/// Two groups of three and two, of which the first needs two and both are needed.
std::string grouped_policy() {
  std::string text;
  for (int i = 0; i < 5; ++i) {
    text += "witness w" + std::to_string(i) + " " +
            witness_vkey(static_cast<unsigned char>(0x40 + i)) + "\n";
  }
  return text + "group x 2 w0 w1 w2\ngroup y any w3 w4\ngroup both all x y\nquorum both\n";
}

std::string reason_of(const std::string& text) {
  const auto policy = parse_policy(text);
  EXPECT_FALSE(policy) << text;
  return policy ? "" : policy.error().message;
}

TEST(WitnessPolicy, ReadsThePublishedExample) {
  const std::string text = "log " + std::string(kLogVkey) +
                           " https://ledger.example/audit1/\n"
                           "# a comment\n\t \n witness\tw1  " +
                           std::string(kWitnessVkey) +
                           " https://witness.example/ \n"
                           "group any-of any w1\nquorum any-of\n";
  const auto policy = parse_policy(text);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->logs.at(0).url, "https://ledger.example/audit1/");
  EXPECT_EQ(policy->witnesses.at(0).key, witness_signer().key);
  EXPECT_EQ(policy->quorum, "any-of");
  EXPECT_EQ(*parse_policy(format_policy(*policy)), *policy);
}

TEST(WitnessPolicy, ThresholdsCountMembersAndNestedGroups) {
  const auto policy = parse_policy(grouped_policy());
  ASSERT_TRUE(policy);
  EXPECT_TRUE(policy->satisfied_by({0, 2, 4}));
  EXPECT_TRUE(policy->satisfied_by({0, 1, 2, 3, 4}));
  EXPECT_FALSE(policy->satisfied_by({0, 4}));
  EXPECT_FALSE(policy->satisfied_by({0, 1, 2}));
  EXPECT_FALSE(policy->satisfied_by({}));
  EXPECT_TRUE(parse_policy("quorum none\n")->satisfied_by({}));
}

TEST(WitnessPolicy, QuorumMayBeASingleWitness) {
  const auto policy = parse_policy("witness a " + witness_vkey(1) + "\nwitness b " +
                                   witness_vkey(2) + "\nquorum b\n");
  ASSERT_TRUE(policy);
  EXPECT_FALSE(policy->satisfied_by({0}));
  EXPECT_TRUE(policy->satisfied_by({1}));
}

// Trap 13 of the peers: duplicate names, control characters, groups within groups without end.
TEST(WitnessPolicy, RefusesDuplicatesControlCharactersAndCycles) {
  const std::string w = "witness a " + witness_vkey(1) + "\n";
  EXPECT_THAT(reason_of(w + "witness a " + witness_vkey(2) + "\nquorum a\n"),
              testing::HasSubstr("'a' is defined twice"));
  EXPECT_THAT(reason_of(w + "witness b " + witness_vkey(1) + "\nquorum a\n"),
              testing::HasSubstr("line 2: this public key occurs above"));
  EXPECT_THAT(reason_of(w + "group g any a\ngroup h any a\nquorum h\n"),
              testing::HasSubstr("in a group already"));
  EXPECT_THAT(reason_of(w + "group g any g\nquorum g\n"), testing::HasSubstr("not defined above"));
  EXPECT_THAT(reason_of(w + "quorum a\r\n"), testing::HasSubstr("control character"));
  EXPECT_THAT(reason_of(w + "quorum a"), testing::HasSubstr("line feed"));
  EXPECT_THAT(reason_of(w + "quorum a\nquorum a\n"), testing::HasSubstr("second quorum"));
  EXPECT_THAT(reason_of(w), testing::HasSubstr("no quorum"));
  EXPECT_THAT(reason_of("witness none " + witness_vkey(1) + "\nquorum none\n"),
              testing::HasSubstr("reserved"));
  EXPECT_THAT(reason_of(w + "group g any none\nquorum g\n"), testing::HasSubstr("not defined"));
}

TEST(WitnessPolicy, RefusesThresholdsThatAreNoneAndKeysOfOtherTypes) {
  const std::string w = "witness a " + witness_vkey(1) + "\n";
  for (const std::string k : {"0", "2", "01", "+1", "most"}) {
    EXPECT_THAT(reason_of(w + "group g " + k + " a\nquorum g\n"), testing::HasSubstr("line 2"));
  }
  EXPECT_THAT(reason_of("witness a " + std::string(kLogVkey) + "\nquorum a\n"),
              testing::HasSubstr("type 04"));
  EXPECT_THAT(reason_of("log " + std::string(kWitnessVkey) + "\nquorum none\n"),
              testing::HasSubstr("type 01"));
}

TEST(WitnessPolicy, LimitsAreNamed) {
  EXPECT_THAT(reason_of(std::string(kPolicyBytesMax + 1, '\n')),
              testing::HasSubstr(std::to_string(kPolicyBytesMax)));
  std::string text;
  for (std::size_t i = 0; i <= kPolicyItemsMax; ++i) {
    text +=
        "witness w" + std::to_string(i) + " " + witness_vkey(static_cast<unsigned char>(i)) + "\n";
  }
  EXPECT_THAT(reason_of(text), testing::HasSubstr("more than 100 witnesses"));
}

}  // namespace
}  // namespace ledger
