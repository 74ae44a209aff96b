// SPDX-License-Identifier: Apache-2.0
// The published proof cases of transparency-dev/merkle, see tests/data/merkle/NOTICE.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "ledger/hash.h"
#include "ledger/merkle.h"
#include "tests/paths.h"

namespace ledger {
namespace {

nlohmann::json cases(const std::string& name) {
  std::ifstream file(std::string(kSourceDir) + "/tests/data/merkle/" + name);
  return nlohmann::json::parse(file);
}

/// Nothing for bytes that are no hash: our types cannot hold them, which is a refusal.
std::optional<Hash> hash_at(const nlohmann::json& text) {
  const auto bytes = from_base64(text.get<std::string>());
  if (!bytes || bytes->size() != Hash::kSize) return std::nullopt;
  return fixed_from<Hash>(*bytes);
}

/// Some consistency cases, one of them valid, have words for roots; the word's own hash stands in
/// for it, so that equal stays equal.
Hash root_at(const nlohmann::json& text) {
  return hash_at(text).value_or(sha256(*from_base64(text.get<std::string>())));
}

std::optional<std::vector<Hash>> proof_at(const nlohmann::json& lines) {
  std::vector<Hash> proof;
  for (const auto& line : lines) {
    const auto hash = hash_at(line);
    if (!hash) return std::nullopt;
    proof.push_back(*hash);
  }
  return proof;
}

TEST(MerkleVectors, InclusionVerdictsAreThePublishedOnes) {
  const auto all = cases("inclusion.json");
  ASSERT_EQ(all.size(), 98U);
  for (const auto& one : all) {
    const auto leaf = hash_at(one["leafHash"]);
    const auto root = hash_at(one["root"]);
    const auto proof = proof_at(one["proof"]);
    const bool verified = leaf && root && proof &&
                          verify_inclusion(*leaf, one["leafIdx"].get<std::uint64_t>(),
                                           one["treeSize"].get<std::uint64_t>(), *proof, *root);
    EXPECT_EQ(verified, !one["wantErr"].get<bool>()) << one["case"];
  }
}

TEST(MerkleVectors, ConsistencyVerdictsAreThePublishedOnes) {
  const auto all = cases("consistency.json");
  ASSERT_EQ(all.size(), 98U);
  for (const auto& one : all) {
    const auto proof = proof_at(one["proof"]);
    const bool verified =
        proof &&
        verify_consistency(one["size1"].get<std::uint64_t>(), one["size2"].get<std::uint64_t>(),
                           root_at(one["root1"]), root_at(one["root2"]), *proof);
    EXPECT_EQ(verified, !one["wantErr"].get<bool>()) << one["case"];
  }
}

}  // namespace
}  // namespace ledger
