// SPDX-License-Identifier: Apache-2.0
#include "ledger/prefix_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ledger/hash.h"

namespace ledger {
namespace {

/// The definition, word for word: the root of the leaves whose keys share their first `depth` bits.
Hash reference_root(const std::vector<MapLeaf>& leaves, unsigned depth) {
  if (leaves.empty()) return Hash{};
  if (leaves.size() == 1) {
    return sha256({std::string_view("\x10", 1), leaves[0].key.view(), leaves[0].value.view()});
  }
  std::vector<MapLeaf> left;
  std::vector<MapLeaf> right;
  for (const MapLeaf& leaf : leaves) {
    const unsigned byte = leaf.key.bytes[depth / 8];
    ((byte & (0x80U >> (depth % 8))) != 0 ? right : left).push_back(leaf);
  }
  return sha256({std::string_view("\x11", 1), reference_root(left, depth + 1).view(),
                 reference_root(right, depth + 1).view()});
}

Hash numbered(std::uint64_t n) { return sha256(be64(n)); }

/// `count` leaves; keys of the second half share their first bits with one of the first half.
std::vector<MapLeaf> random_leaves(std::mt19937_64& random, std::size_t count) {
  std::vector<MapLeaf> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    MapLeaf leaf{numbered(random()), numbered(random())};
    if (i > count / 2) {
      const std::size_t common = random() % 31 + 1;
      const Hash& near = leaves[random() % leaves.size()].key;
      std::copy_n(near.bytes.begin(), common, leaf.key.bytes.begin());
    }
    leaves.push_back(leaf);
  }
  return leaves;
}

class PrefixMapRandom : public testing::Test {
 protected:
  PrefixMapRandom() {
    RecordProperty("seed", std::to_string(seed));
    leaves = random_leaves(random, 200);
    for (const MapLeaf& leaf : leaves) map.put(leaf);
  }
  const unsigned seed = std::random_device{}();
  testing::ScopedTrace trace{__FILE__, __LINE__, seed};
  std::mt19937_64 random{seed};
  std::vector<MapLeaf> leaves;
  PrefixMap map;
};

TEST(PrefixMap, EmptyAndLoneLeafAreTheirOwnRoots) {
  PrefixMap map;
  EXPECT_EQ(map.root(), Hash{});
  const MapLeaf leaf{numbered(1), numbered(2)};
  map.put(leaf);
  EXPECT_EQ(map.root(), map_leaf_hash(leaf));
  EXPECT_TRUE(map.path(leaf.key).siblings.empty());
}

TEST(PrefixMap, RootIsTheReferencesAfterEveryPut) {
  std::mt19937_64 random(7);
  const auto leaves = random_leaves(random, 60);
  PrefixMap map;
  std::vector<MapLeaf> so_far;
  for (const MapLeaf& leaf : leaves) {
    map.put(leaf);
    so_far.push_back(leaf);
    ASSERT_EQ(map.root(), reference_root(so_far, 0)) << so_far.size();
  }
  so_far[10].value = numbered(99);
  map.put(so_far[10]);
  EXPECT_EQ(map.root(), reference_root(so_far, 0));
  EXPECT_EQ(map.size(), leaves.size());
}

TEST(PrefixMap, RootDoesNotDependOnTheOrderOfPuts) {
  std::mt19937_64 random(8);
  auto leaves = random_leaves(random, 60);
  PrefixMap one;
  for (const MapLeaf& leaf : leaves) one.put(leaf);
  std::shuffle(leaves.begin(), leaves.end(), random);
  PrefixMap other;
  for (const MapLeaf& leaf : leaves) other.put(leaf);
  EXPECT_EQ(one.root(), other.root());
}

TEST_F(PrefixMapRandom, PathsProveEveryValueAndEveryAbsence) {
  const Hash root = map.root();
  for (const MapLeaf& leaf : leaves) {
    const auto value = check_map_path(root, leaf.key, map.path(leaf.key));
    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(*value, leaf.value);
  }
  for (int i = 0; i < 200; ++i) {
    Hash absent = numbered(random());
    if (i % 2 == 0) std::copy_n(leaves[0].key.bytes.begin(), i % 31, absent.bytes.begin());
    const auto value = check_map_path(root, absent, map.path(absent));
    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(*value, std::nullopt);
  }
}

TEST_F(PrefixMapRandom, NoPathSaysTwoThingsAboutAKey) {
  const Hash root = map.root();
  const MapLeaf& leaf = leaves[150];
  const MapPath honest = map.path(leaf.key);
  MapPath hidden = honest;
  hidden.end.reset();
  EXPECT_FALSE(check_map_path(root, leaf.key, hidden)) << "absent, as if nothing were there";
  hidden.end = leaves[0];
  EXPECT_FALSE(check_map_path(root, leaf.key, hidden)) << "absent, as if another were there";
  EXPECT_FALSE(check_map_path(root, leaf.key, map.path(leaves[0].key))) << "another key's path";
  for (std::size_t i = 0; i < honest.siblings.size(); ++i) {
    MapPath edited = honest;
    edited.siblings[i].bytes[random() % 32] ^= static_cast<unsigned char>(1U << (random() % 8));
    EXPECT_FALSE(check_map_path(root, leaf.key, edited)) << i;
    MapPath shorter = honest;
    shorter.siblings.erase(shorter.siblings.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(check_map_path(root, leaf.key, shorter)) << i;
  }
}

TEST(PrefixMap, PathOfMoreStepsThanAKeyHasBitsIsRefused) {
  const Hash key = numbered(1);
  MapPath path;
  path.siblings.resize(kMapDepthMax + 1);
  path.end = MapLeaf{key, numbered(2)};
  EXPECT_FALSE(check_map_path(numbered(3), key, path));
}

}  // namespace
}  // namespace ledger
