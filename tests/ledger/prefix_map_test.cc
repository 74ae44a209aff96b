// SPDX-License-Identifier: Apache-2.0
#include "ledger/prefix_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <utility>

#include "ledger/hash.h"
#include "ledger/internal/paged_map.h"

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

TEST_F(PrefixMapRandom, BuiltAtOnceIsTheMapOfPutsAndGoesOnLikeIt) {
  PrefixMap built(leaves);
  EXPECT_EQ(built.root(), map.root());
  EXPECT_EQ(built.size(), map.size());
  const MapLeaf more{numbered(random()), numbered(random())};
  for (PrefixMap* each : {&built, &map}) {
    each->put(more);
    each->erase(leaves[3].key);
  }
  EXPECT_EQ(built.root(), map.root());
  EXPECT_EQ(PrefixMap(std::vector<MapLeaf>()).root(), Hash{});
}

TEST_F(PrefixMapRandom, ErasedLeavesLeaveTheTreeOfTheRest) {
  std::shuffle(leaves.begin(), leaves.end(), random);
  while (!leaves.empty()) {
    const MapLeaf gone = leaves.back();
    leaves.pop_back();
    map.erase(gone.key);
    map.erase(gone.key);
    if (random() % 4 == 0) {  // one comes back, in a place that became free
      leaves.insert(leaves.begin(), {gone.key, numbered(random())});
      map.put(leaves.front());
      if (random() % 2 == 0) map.put(gone), leaves.front() = gone;
    }
    ASSERT_EQ(map.root(), reference_root(leaves, 0)) << leaves.size() << " left";
    ASSERT_EQ(map.size(), leaves.size());
  }
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

// --- in pages, through a table of rows that outlives the map -------------------------------------

using internal::PagedMap;

class PagedMapRows : public testing::Test {
 protected:
  PagedMapRows() { RecordProperty("seed", std::to_string(seed)); }

  PagedMap opened() {
    return PagedMap([this](std::string_view prefix) -> Result<std::optional<std::string>> {
      ++reads;
      const auto it = rows.find(std::string(prefix));
      return it == rows.end() ? std::optional<std::string>() : std::optional(it->second);
    });
  }
  void keep(PagedMap& map) {
    for (auto& page : map.take_pages()) rows[page.prefix] = page.bytes;
  }
  MapLeaf leaf(std::uint64_t number) { return {sha256(be64(number)), sha256(be64(random()))}; }
  /// Its key shares its first bytes with that of a number.
  MapLeaf near(std::uint64_t number, std::size_t bytes) {
    MapLeaf out{sha256(be64(random())), sha256(be64(random()))};
    std::copy_n(sha256(be64(number)).bytes.begin(), bytes, out.key.bytes.begin());
    return out;
  }

  const unsigned seed = std::random_device{}();
  testing::ScopedTrace trace{__FILE__, __LINE__, seed};
  std::mt19937_64 random{seed};
  std::map<std::string, std::string> rows;
  std::size_t reads = 0;
  PrefixMap reference;
};

TEST_F(PagedMapRows, RootSizeAndPathsAreThoseOfTheMapInMemory) {
  PagedMap map = opened();
  EXPECT_EQ(*map.root(), Hash{});
  for (std::uint64_t i = 0; i < 1'200; ++i) {
    const MapLeaf put = i % 5 == 0 && i > 0 ? near(i - 1, random() % 31 + 1) : leaf(i % 800);
    ASSERT_TRUE(map.put(put));
    reference.put(put);
    if (i > 70 && i % 100 != 0) continue;
    ASSERT_EQ(*map.root(), reference.root()) << i;
    keep(map);
    map = opened();
  }
  ASSERT_EQ(*map.root(), reference.root());
  EXPECT_EQ(*map.size(), reference.size());
  for (std::uint64_t i = 0; i < 1'200; ++i) {
    const Hash key = i % 2 == 0 ? sha256(be64(i)) : near(i, random() % 31).key;
    ASSERT_EQ(*map.path(key), reference.path(key)) << i;
  }
}

TEST_F(PagedMapRows, PagesDoNotDependOnTheOrderOfPutsNorOnWhenTheyWereKept) {
  std::vector<MapLeaf> leaves;
  for (std::uint64_t i = 0; i < 500; ++i) leaves.push_back(leaf(i));
  for (std::uint64_t i = 0; i < 100; ++i) leaves.push_back(near(7, 3));
  PagedMap all = opened();
  for (const MapLeaf& one : leaves) ASSERT_TRUE(all.put(one));
  ASSERT_TRUE(all.root());
  keep(all);
  const auto once = std::exchange(rows, {});
  std::shuffle(leaves.begin(), leaves.end(), random);
  for (std::size_t begin = 0; begin < leaves.size(); begin += 50) {
    PagedMap part = opened();
    for (std::size_t i = begin; i < begin + 50; ++i) ASSERT_TRUE(part.put(leaves[i]));
    ASSERT_TRUE(part.root());
    keep(part);
  }
  EXPECT_EQ(rows, once);
}

TEST_F(PagedMapRows, AChangeReadsThePagesOnItsWayAlone) {
  PagedMap map = opened();
  for (std::uint64_t i = 0; i < 20'000; ++i) ASSERT_TRUE(map.put(leaf(i)));
  ASSERT_TRUE(map.root());
  keep(map);
  PagedMap later = opened();
  reads = 0;
  ASSERT_TRUE(later.put(leaf(77)));
  ASSERT_TRUE(later.root());
  EXPECT_LE(reads, 3U);
  EXPECT_LE(later.take_pages().size(), 3U);
}

TEST_F(PagedMapRows, DamagedAndMissingPagesAreTold) {
  PagedMap map = opened();
  for (std::uint64_t i = 0; i < 500; ++i) ASSERT_TRUE(map.put(leaf(i)));
  ASSERT_TRUE(map.root());
  keep(map);
  const std::string prefix(sha256(be64(1)).view().substr(0, 1));
  const auto whole = rows;
  const auto told = [&](const std::function<void()>& damage) {
    rows = whole;
    damage();
    PagedMap again = opened();
    if (const auto put = again.put(leaf(1)); !put) return put.error().reason;
    const auto root = again.root();
    return root ? std::string("nothing") : root.error().reason;
  };
  EXPECT_EQ(told([] {}), "nothing");
  EXPECT_EQ(told([&] { rows[""].clear(); }), "MAP_PAGE");
  EXPECT_EQ(told([&] { rows[""].pop_back(); }), "MAP_PAGE");
  EXPECT_EQ(told([&] { rows[""][0] = 3; }), "MAP_PAGE");
  EXPECT_EQ(told([&] { rows[prefix].pop_back(); }), "MAP_PAGE");
  EXPECT_EQ(told([&] { rows.erase(prefix); }), "MAP_PAGE");
}

}  // namespace
}  // namespace ledger
