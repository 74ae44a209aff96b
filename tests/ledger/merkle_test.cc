// SPDX-License-Identifier: Apache-2.0
#include "ledger/merkle.h"

#include <gtest/gtest.h>

#include "ledger/hash.h"
#include "tests/support/memory_log.h"
#include "tests/support/reference_merkle.h"
#include "tests/support/small_tree.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary
using Hashes = std::vector<Hash>;

/// A log, its cache, and readers of any size up to its own.
struct Fixture {
  MemoryLog log;
  TileCache cache;

  TileNodeReader at(std::uint64_t size) { return {size, log.fetch(), cache}; }
  Hash root(std::uint64_t size) { return *root_of(size, at(size)); }
};

void append_small_entries(MemoryLog& log) {
  for (const std::string& entry : kSmallEntries) log.append(entry);
}

Hashes hashes(std::initializer_list<std::string_view> hex) {
  Hashes out;
  for (const std::string_view text : hex) out.push_back(hash_of_hex(text));
  return out;
}

void expect_reason(const Status& status, ErrorCode code, std::string_view reason) {
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, code);
  EXPECT_EQ(status.error().reason, reason);
}

TEST(Merkle, SmallTreeHasThePublishedLeavesAndRoots) {
  CompactRange range;
  EXPECT_EQ(to_hex(range.root()), kSmallRoots[0]);
  for (std::size_t i = 0; i < kSmallEntries.size(); ++i) {
    EXPECT_EQ(to_hex(leaf_hash(kSmallEntries[i])), kSmallLeaves[i]);
    range.append(leaf_hash(kSmallEntries[i]));
    EXPECT_EQ(to_hex(range.root()), kSmallRoots[i + 1]);
  }
  EXPECT_EQ(to_hex(leaf_hash("L123456")),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  EXPECT_EQ(to_hex(node_hash(std::string_view("N123"), "N456")),
            "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
}

TEST(Merkle, InclusionProofsOfTheSmallTreeAreThePublishedOnes) {
  Fixture f;
  append_small_entries(f.log);
  const auto& leaf = kSmallLeaves;
  const auto proof = [&](std::uint64_t index, std::uint64_t size) {
    return *inclusion_proof(index, size, f.at(size));
  };
  EXPECT_EQ(proof(0, 1), Hashes{});
  EXPECT_EQ(proof(0, 8), hashes({leaf[1], kNode24, kNode48}));
  EXPECT_EQ(proof(5, 8), hashes({leaf[4], kNode68, kSmallRoots[4]}));
  EXPECT_EQ(proof(2, 3), hashes({kSmallRoots[2]}));
  EXPECT_EQ(proof(1, 5), hashes({leaf[0], kNode24, leaf[4]}));
  EXPECT_EQ(proof(4, 7), hashes({leaf[5], leaf[6], kSmallRoots[4]}));
  EXPECT_EQ(proof(6, 7), hashes({kNode46, kSmallRoots[4]}));
}

TEST(Merkle, ConsistencyProofsOfTheSmallTreeAreThePublishedOnes) {
  Fixture f;
  append_small_entries(f.log);
  const auto& leaf = kSmallLeaves;
  const auto& root = kSmallRoots;
  const auto proof = [&](std::uint64_t m, std::uint64_t n) {
    return *consistency_proof(m, n, f.at(n));
  };
  EXPECT_EQ(proof(1, 8), hashes({leaf[1], kNode24, kNode48}));
  EXPECT_EQ(proof(2, 5), hashes({kNode24, leaf[4]}));
  EXPECT_EQ(proof(3, 7), hashes({leaf[2], leaf[3], root[2], kNode47}));
  EXPECT_EQ(proof(4, 8), hashes({kNode48}));
  EXPECT_EQ(proof(5, 8), hashes({leaf[4], leaf[5], kNode68, root[4]}));
  EXPECT_EQ(proof(6, 7), hashes({kNode46, leaf[6], root[4]}));
  EXPECT_EQ(proof(6, 8), hashes({kNode46, kNode68, root[4]}));
  EXPECT_EQ(proof(7, 8), hashes({leaf[6], leaf[7], kNode46, root[4]}));
  EXPECT_EQ(proof(8, 8), Hashes{});
}

TEST(Merkle, NumberedEntriesHaveThePublishedRoots) {
  const std::map<std::uint64_t, std::string_view> published = {
      {1, "40766b2033429026f53d54502679a839706b4741f8dcaf3a8bba5f41b5ffe075"},
      {2, "2f27a5082c1d42afa488ac350a9fc4390c084f54f71ecdff859e98db8429b479"},
      {3, "a64bf26e09128f6fe2fe6f8b2d8c801e166b57c047a7cd9b2b809e7a96a2f1cb"},
      {7, "9139601cc1ca8ab2a7a0c2c134c04845f2b1ba549a83d6c845cfcda439cc585d"},
      {8, "dfcc13b9b0ca932c68de3d59eaaa8fe266a9c8091c0300e8405ebfeb0d0e5832"},
      {255, "45da9f374748e17a372f71c00422b12e2bf96842f1f61c5740fe494e4becff0f"},
      {256, "f85f4ead34080710b4d1e808301543aaab81aa04deb88599350dc26a4f2f58de"},
      {257, "918b1cec64f317c76e3cf55c0536841c039eff06772ebb8828ce7c176028b5ac"},
      {512, "c954999acb64f3b754d9d128d79c6da360d8783539ecaa4acfa7f4b4b20eaafd"},
      {513, "086688832155761797c0047f40c8f9d84302d9a9af6d2630d890ffb848dd533f"},
      {1000, "d03d63b772af99019817ee3e018286d36a26161bdb5bfe8228e92c02abe9115d"},
      {70000, "a62a54be33294ffd5a5c4c637fd754630b71a892e8356e3a666a5c8a7ffd1518"}};
  Fixture f;
  for (std::uint64_t size = 1; size <= 70'000; ++size) {
    f.log.append("entry-" + std::to_string(size - 1));
    const auto expected = published.find(size);
    if (expected == published.end()) continue;
    EXPECT_EQ(to_hex(f.log.builder().root()), expected->second) << size;
    EXPECT_EQ(to_hex(f.root(size)), expected->second) << size;
  }
}

TEST(Merkle, EveryInclusionProofUpTo300EqualsTheDefinitionAndVerifies) {
  Fixture f;
  ReferenceTree reference;
  for (std::uint64_t size = 1; size <= 300; ++size) {
    f.log.append("entry-" + std::to_string(size - 1));
    reference.append("entry-" + std::to_string(size - 1));
    const Hash root = reference.root(size);
    const auto reader = f.at(size);
    ASSERT_EQ(*root_of(size, reader), root) << size;
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, reader);
      ASSERT_TRUE(proof && *proof == reference.path(index, size)) << index << " in " << size;
      ASSERT_TRUE(verify_inclusion(f.log.leaves()[index], index, size, *proof, root))
          << index << " in " << size;
    }
  }
}

TEST(Merkle, EveryConsistencyProofUpTo300EqualsTheDefinitionAndVerifies) {
  Fixture f;
  ReferenceTree reference;
  for (std::uint64_t n = 1; n <= 300; ++n) {
    f.log.append("entry-" + std::to_string(n - 1));
    reference.append("entry-" + std::to_string(n - 1));
    const auto reader = f.at(n);
    for (std::uint64_t m = 1; m <= n; ++m) {
      const auto proof = consistency_proof(m, n, reader);
      ASSERT_TRUE(proof && *proof == reference.proof(m, n)) << m << " to " << n;
      ASSERT_TRUE(verify_consistency(m, n, reference.root(m), reference.root(n), *proof))
          << m << " to " << n;
    }
  }
}

/// Calls `verify` with each proof that differs from `proof` in one bit, `step` bits apart.
template <typename Verify>
void expect_each_bit_matters(const Hashes& proof, std::size_t step, Verify verify) {
  for (std::size_t bit = 0; bit < proof.size() * 256; bit += step) {
    Hashes changed = proof;
    changed[bit / 256].bytes[bit % 256 / 8] ^= static_cast<unsigned char>(1U << bit % 8);
    const Status status = verify(changed);
    ASSERT_FALSE(status) << "bit " << bit;
    EXPECT_EQ(status.error().reason, "PROOF_INVALID");
  }
}

TEST(Merkle, ProofWithOneBitChangedFails) {
  Fixture f{.log = numbered_log(300), .cache = TileCache()};
  for (std::uint64_t n = 1; n <= 300; n += n < 20 ? 1 : 47) {
    const auto reader = f.at(n);
    const Hash root = f.root(n);
    const std::size_t step = n < 10 ? 1 : 37;
    for (std::uint64_t m = 1; m <= n; m += n < 20 ? 1 : 13) {
      expect_each_bit_matters(*inclusion_proof(m - 1, n, reader), step, [&](const Hashes& proof) {
        return verify_inclusion(f.log.leaves()[m - 1], m - 1, n, proof, root);
      });
      expect_each_bit_matters(*consistency_proof(m, n, reader), step, [&](const Hashes& proof) {
        return verify_consistency(m, n, f.root(m), root, proof);
      });
    }
  }
}

TEST(Merkle, ProofOfAnotherLengthFails) {
  Fixture f{.log = numbered_log(70), .cache = TileCache()};
  const auto reader = f.at(70);
  const Hash root = f.root(70);
  for (std::uint64_t m = 1; m <= 70; ++m) {
    for (const bool longer : {true, false}) {
      Hashes inclusion = *inclusion_proof(m - 1, 70, reader);
      Hashes consistency = *consistency_proof(m, 70, reader);
      if (longer) {
        inclusion.push_back(root);
        consistency.push_back(root);
      } else {
        inclusion.erase(inclusion.begin());
        if (!consistency.empty()) consistency.pop_back();
      }
      const Status status = verify_inclusion(f.log.leaves()[m - 1], m - 1, 70, inclusion, root);
      expect_reason(status, ErrorCode::kCorrupt, "PROOF_INVALID");
      EXPECT_NE(status.error().message.find("are needed"), std::string::npos);
      if (m == 70 && !longer) continue;  // the proof was empty and still is
      expect_reason(verify_consistency(m, 70, f.root(m), root, consistency), ErrorCode::kCorrupt,
                    "PROOF_INVALID");
    }
  }
}

TEST(Merkle, ProofDoesNotVerifyForAnotherPlaceOrRoot) {
  Fixture f{.log = numbered_log(40), .cache = TileCache()};
  const Hash root = f.root(40);
  const auto inclusion = *inclusion_proof(11, 40, f.at(40));
  for (std::uint64_t index = 0; index < 40; ++index) {
    EXPECT_EQ(bool(verify_inclusion(f.log.leaves()[11], index, 40, inclusion, root)), index == 11);
  }
  EXPECT_FALSE(verify_inclusion(f.log.leaves()[11], 11, 40, inclusion, f.root(39)));
  const auto consistency = *consistency_proof(11, 40, f.at(40));
  for (std::uint64_t m = 1; m <= 40; ++m) {
    EXPECT_EQ(bool(verify_consistency(m, 40, f.root(m), root, consistency)), m == 11);
  }
  EXPECT_FALSE(verify_consistency(11, 40, root, f.root(11), consistency));
}

TEST(Merkle, NothingIsConsistentWithTheEmptyTree) {
  const Hash root = hash_of_hex(kSmallRoots[8]);
  expect_reason(verify_consistency(0, 8, empty_root(), root, {}), ErrorCode::kInvalid, "BAD_SIZE");
  expect_reason(verify_consistency(0, 0, empty_root(), empty_root(), {}), ErrorCode::kInvalid,
                "BAD_SIZE");
  expect_reason(verify_consistency(9, 8, root, root, {}), ErrorCode::kInvalid, "BAD_SIZE");
  Fixture f;
  append_small_entries(f.log);
  EXPECT_EQ(consistency_proof(0, 8, f.at(8)).error().reason, "BAD_SIZE");
  EXPECT_EQ(consistency_proof(8, 7, f.at(8)).error().reason, "BAD_SIZE");
}

TEST(Merkle, EqualSizesNeedEqualRootsAndNoProof) {
  const Hash root = hash_of_hex(kSmallRoots[8]);
  EXPECT_TRUE(verify_consistency(8, 8, root, root, {}));
  expect_reason(verify_consistency(8, 8, root, root, {root}), ErrorCode::kCorrupt, "PROOF_INVALID");
  expect_reason(verify_consistency(8, 8, root, hash_of_hex(kSmallRoots[7]), {}),
                ErrorCode::kCorrupt, "PROOF_INVALID");
}

TEST(Merkle, IndexMustBeInsideTheTree) {
  const Hash root = hash_of_hex(kSmallRoots[8]);
  for (const auto& [index, size] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
           {0, 0}, {8, 8}, {UINT64_MAX, 8}, {0, kTreeSizeMax + 1}, {0, UINT64_MAX}}) {
    expect_reason(verify_inclusion(root, index, size, {}, root), ErrorCode::kInvalid, "BAD_INDEX");
    Fixture f;
    EXPECT_EQ(inclusion_proof(index, size, f.at(0)).error().reason, "BAD_INDEX");
  }
}

/// Every leaf has the same hash, so trees of any size can be reckoned level by level.
class EqualLeaves : public NodeReader {
 public:
  Result<Hashes> nodes(const std::vector<NodeId>& ids) const override {
    Hashes out;
    for (const NodeId& id : ids) {
      Hash hash = leaf_hash("same");
      for (unsigned level = 0; level < id.level; ++level) hash = node_hash(hash, hash);
      out.push_back(hash);
    }
    return out;
  }
};

TEST(Merkle, ProofsNearTheLargestSizeVerifyAndHaveAtMost63Hashes) {
  const EqualLeaves reader;
  for (const std::uint64_t size :
       {kTreeSizeMax, kTreeSizeMax - 1, (kTreeSizeMax >> 1) + 1, (kTreeSizeMax >> 1) + 2}) {
    const Hash root = *root_of(size, reader);
    for (const std::uint64_t m :
         {std::uint64_t{1}, std::uint64_t{2}, size / 3, (size >> 1) + 1, size - 1, size}) {
      auto inclusion = *inclusion_proof(m - 1, size, reader);
      EXPECT_TRUE(verify_inclusion(leaf_hash("same"), m - 1, size, inclusion, root)) << m;
      EXPECT_LE(inclusion.size(), 63U);
      auto consistency = *consistency_proof(m, size, reader);
      EXPECT_TRUE(verify_consistency(m, size, *root_of(m, reader), root, consistency)) << m;
      EXPECT_LE(consistency.size(), 64U);
      inclusion.push_back(root);
      consistency.push_back(root);
      EXPECT_FALSE(verify_inclusion(leaf_hash("same"), m - 1, size, inclusion, root)) << m;
      EXPECT_FALSE(verify_consistency(m, size, *root_of(m, reader), root, consistency)) << m;
    }
  }
  EXPECT_EQ(root_of(kTreeSizeMax + 1, reader).error().reason, "BAD_SIZE");
  EXPECT_EQ(consistency_proof(1, kTreeSizeMax + 1, reader).error().reason, "BAD_SIZE");
}

TEST(Merkle, EdgeSurvivesItsBytes) {
  CompactRange range;
  for (int i = 0; i < 300; ++i) {
    const auto back = CompactRange::parse(range.serialize());
    ASSERT_TRUE(back && *back == range) << i;
    EXPECT_EQ(range.serialize().size(), 8 + 32 * range.edge().size());
    range.append(leaf_hash("entry-" + std::to_string(i)));
  }
}

TEST(Merkle, EdgeOfWrongLengthIsCorrupt) {
  CompactRange range;
  for (int i = 0; i < 5; ++i) range.append(leaf_hash("x"));
  const std::string good = range.serialize();
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto cut = CompactRange::parse(good.substr(0, size));
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(cut.error().reason, "BAD_EDGE");
  }
  EXPECT_FALSE(CompactRange::parse(good + "x"));
  EXPECT_FALSE(CompactRange::parse(be64(7) + good.substr(8)));
  EXPECT_FALSE(CompactRange::parse(be64(std::uint64_t{1} << 63) + good.substr(8, 32)));
}

}  // namespace
}  // namespace ledger
