// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile_builder.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/memory_log.h"
#include "tests/support/reference_merkle.h"

namespace ledger {
namespace {

using test::MemoryLog;
using test::numbered_log;

TEST(TileBuilder, TileElementsAreTheSubtreesOfTheDefinition) {
  const MemoryLog log = numbered_log(1000);
  test::ReferenceTree reference;
  for (int i = 0; i < 1000; ++i) reference.append("entry-" + std::to_string(i));
  for (const TileId& tile : test::tiles_of(1000)) {
    const std::string bytes = *log.fetch()(tile);
    ASSERT_EQ(bytes.size(), tile.width * Hash::kSize);
    const std::uint64_t span = tile.level == 0 ? 1 : 256;
    for (unsigned i = 0; i < tile.width; ++i) {
      const std::uint64_t begin = (tile.index * kTileWidth + i) * span;
      EXPECT_EQ(bytes.substr(i * Hash::kSize, Hash::kSize),
                reference.mth(begin, begin + span).view());
    }
  }
}

TEST(TileBuilder, EmitsEachTileOnceAndInTheAnnouncedOrder) {
  const MemoryLog log = numbered_log(70'000);
  EXPECT_EQ(log.order(), test::tiles_completed_between(0, 70'000));
}

/// Rebuilds the builder at `size` of the log and compares all that it knows.
void expect_rebuilt(const MemoryLog& log, const TileBuilder& grown) {
  const std::uint64_t size = grown.size();
  const auto built = TileBuilder::resume(grown.range(), log.open_leaves(size), log.fetch());
  ASSERT_TRUE(built) << size << ": " << built.error().message;
  EXPECT_EQ(built->size(), size);
  EXPECT_EQ(built->root(), grown.root());
  EXPECT_EQ(built->range_from_open_tiles(), grown.range());
  for (unsigned level = 0; level < 9; ++level) {
    EXPECT_EQ(built->open_tile(level), grown.open_tile(level)) << size << " level " << level;
  }
  TileCache cache;
  const TileNodeReader reader(size, log.fetch(), cache);
  EXPECT_EQ(*root_of(size, reader), grown.root()) << size;
}

TEST(TileBuilder, RebuiltFromTilesEqualsGrownAtEverySize) {
  const std::uint64_t last = 70'000;
  const MemoryLog log = numbered_log(last);
  TileBuilder grown;
  std::vector<CompleteTile> completed;
  expect_rebuilt(log, grown);
  for (std::uint64_t size = 1; size <= last; ++size) {
    grown.append(log.leaves()[size - 1], completed);
    const bool at_border = size >= 65'535 && size <= 65'537;
    if (size <= 1000 || at_border || size == last) expect_rebuilt(log, grown);
  }
}

TEST(TileBuilder, GoesOnAfterResumeAsIfNeverInterrupted) {
  const MemoryLog log = numbered_log(66'000);
  for (const std::uint64_t stop : {1, 255, 256, 300, 65'535, 65'536}) {
    CompactRange edge;
    for (std::uint64_t i = 0; i < stop; ++i) edge.append(log.leaves()[i]);
    auto builder = TileBuilder::resume(edge, log.open_leaves(stop), log.fetch());
    ASSERT_TRUE(builder);
    std::vector<CompleteTile> completed;
    for (std::uint64_t i = stop; i < log.size(); ++i) builder->append(log.leaves()[i], completed);
    EXPECT_EQ(builder->root(), log.builder().root());
    const auto expected = test::tiles_completed_between(stop, log.size());
    ASSERT_EQ(completed.size(), expected.size());
    for (std::size_t i = 0; i < completed.size(); ++i) {
      EXPECT_EQ(completed[i].tile, expected[i]);
      EXPECT_EQ(completed[i].hashes, *log.fetch()(expected[i]));
    }
  }
}

TEST(TileBuilder, CopyKeptBeforeAFailedBatchIsUntouchedByIt) {
  MemoryLog log = numbered_log(255);
  TileBuilder builder = log.builder();
  const TileBuilder before = builder;
  std::vector<CompleteTile> discarded;
  for (int i = 0; i < 300; ++i) builder.append(leaf_hash("failed"), discarded);
  builder = before;
  std::vector<CompleteTile> completed;
  builder.append(leaf_hash("entry-255"), completed);
  log.append("entry-255");
  EXPECT_EQ(builder.root(), log.builder().root());
  ASSERT_EQ(completed.size(), 1U);
  EXPECT_EQ(completed[0].hashes, log.tile(0, 0));
}

TEST(TileBuilder, ResumeWithAnyChangedTileOrLeafIsAMismatch) {
  MemoryLog log = numbered_log(1000);
  const CompactRange edge = log.builder().range();
  for (const std::uint64_t tile : {0, 1, 2}) {
    log.tile(0, tile)[100] ^= 1;
    const auto resumed = TileBuilder::resume(edge, log.open_leaves(1000), log.fetch());
    ASSERT_FALSE(resumed);
    EXPECT_EQ(resumed.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(resumed.error().reason, "EDGE_MISMATCH");
    log.tile(0, tile)[100] ^= 1;
  }
  std::string leaves = log.open_leaves(1000);
  leaves.back() ^= 1;
  EXPECT_EQ(TileBuilder::resume(edge, leaves, log.fetch()).error().reason, "EDGE_MISMATCH");
}

TEST(TileBuilder, ResumeWithMissingHashesIsCorrupt) {
  MemoryLog log = numbered_log(1000);
  const CompactRange edge = log.builder().range();
  const std::string leaves = log.open_leaves(1000);
  EXPECT_EQ(TileBuilder::resume(edge, leaves.substr(32), log.fetch()).error().reason, "BAD_TILE");
  EXPECT_EQ(TileBuilder::resume(edge, "", log.fetch()).error().reason, "BAD_TILE");
  log.tile(0, 1).pop_back();
  EXPECT_EQ(TileBuilder::resume(edge, leaves, log.fetch()).error().reason, "BAD_TILE");
  const auto unreadable = [](const TileId&) -> Result<std::string> {
    return io_error("READ_FAILED", "no");
  };
  EXPECT_EQ(TileBuilder::resume(edge, leaves, unreadable).error().reason, "READ_FAILED");
}

TEST(TileBuilder, HostileEdgeSizesFailWithoutHarm) {
  const auto absent = [](const TileId&) -> Result<std::string> {
    return not_found("NO_TILE", "none");
  };
  const auto edge = CompactRange::parse(be64(kTreeSizeMax) + std::string(63 * Hash::kSize, '\0'));
  ASSERT_TRUE(edge);
  EXPECT_EQ(TileBuilder::resume(*edge, std::string(255 * Hash::kSize, '\0'), absent).error().reason,
            "NO_TILE");
}

TEST(TileNodeReader, AnswersEachSubtreeOfTheTree) {
  const MemoryLog log = numbered_log(700);
  test::ReferenceTree reference;
  for (int i = 0; i < 700; ++i) reference.append("entry-" + std::to_string(i));
  TileCache cache;
  for (const std::uint64_t size : {1, 2, 255, 256, 257, 511, 512, 700}) {
    const TileNodeReader reader(size, log.fetch(), cache);
    for (unsigned level = 0; level <= 10; ++level) {
      const std::uint64_t end = size >> level;
      for (std::uint64_t i = 0; i < end; ++i) {
        const auto node = reader.nodes({{level, i}});
        ASSERT_TRUE(node) << level << '/' << i << " in " << size;
        EXPECT_EQ((*node)[0], reference.mth(i << level, (i + 1) << level));
      }
      EXPECT_EQ(reader.nodes({{level, end}}).error().reason, "NO_SUCH_NODE");
    }
    EXPECT_EQ(reader.nodes({{63, 0}}).error().reason, "NO_SUCH_NODE");
    EXPECT_EQ(reader.nodes({{64, 0}}).error().reason, "NO_SUCH_NODE");
    EXPECT_EQ(reader.nodes({{0, UINT64_MAX}}).error().reason, "NO_SUCH_NODE");
  }
}

TEST(TileNodes, GrownFromANarrowerTileAreThoseOfTheWiderOneAndOfAnotherTileNothingIsTaken) {
  const MemoryLog log = numbered_log(kTileWidth);
  const std::string bytes = *log.fetch()({0, 0, kTileWidth});
  const auto expect_same = [](const TileNodes& a, const TileNodes& b, unsigned from) {
    ASSERT_EQ(a.width(), b.width());
    for (unsigned h = 0; h <= kTileHeight; ++h) {
      for (unsigned i = 0; i < a.width() >> h; ++i) {
        ASSERT_EQ(a.at(h, i), b.at(h, i)) << from << " to " << a.width() << ": " << h << '/' << i;
      }
    }
  };
  for (unsigned from = 1; from <= kTileWidth; from += 7) {
    const TileNodes narrow(std::string_view(bytes).substr(0, from * Hash::kSize));
    for (unsigned to = 1; to <= kTileWidth; to += 5) {
      std::string wide = bytes.substr(0, to * Hash::kSize);
      expect_same(TileNodes(wide, &narrow), TileNodes(wide), from);
      wide[0] = static_cast<char>(wide[0] ^ 1);
      expect_same(TileNodes(wide, &narrow), TileNodes(wide), from);
    }
  }
}

TEST(TileNodeReader, FetchesATileOnceWhileItIsCached) {
  const MemoryLog log = numbered_log(1000);
  TileCache cache;
  const TileNodeReader reader(1000, log.fetch(), cache);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(inclusion_proof(999, 1000, reader));
  EXPECT_EQ(log.fetches(), 2U);
}

TEST(TileNodeReader, SmallCacheStaysSmallAndProofsStayRight) {
  const MemoryLog log = numbered_log(5000);
  TileCache cache(2);
  const TileNodeReader reader(5000, log.fetch(), cache);
  for (std::uint64_t i = 0; i < 5000; i += 101) {
    const auto proof = inclusion_proof(i, 5000, reader);
    ASSERT_TRUE(proof);
    EXPECT_TRUE(verify_inclusion(log.leaves()[i], i, 5000, *proof, log.builder().root()));
    EXPECT_LE(cache.tiles(), 2U);
  }
}

TEST(TileNodeReader, TileOfWrongLengthIsCorruptAndNotKept) {
  TileCache cache;
  std::string answer(31, 'x');
  const TileNodeReader reader(
      1, [&](const TileId&) -> Result<std::string> { return answer; }, cache);
  for (const std::size_t size : {0, 31, 33, 64, 8192}) {
    answer.resize(size);
    const auto root = root_of(1, reader);
    ASSERT_FALSE(root);
    EXPECT_EQ(root.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(root.error().reason, "BAD_TILE");
    EXPECT_EQ(root.error().where, "tile/0/000.p/1");
  }
  answer.resize(32);
  EXPECT_TRUE(root_of(1, reader));
}

TEST(TileNodeReader, ThreadsShareACache) {
  const MemoryLog log = numbered_log(3000);
  TileCache cache(4);
  const auto prove_all = [&] {
    const auto fetch = [&](const TileId& tile) -> Result<std::string> {
      std::string bytes;
      for (std::uint64_t i = 0; i < tile.width; ++i) {
        bytes += log.leaves()[tile.index * kTileWidth + i].view();
      }
      return bytes;
    };
    const TileNodeReader reader(2999, fetch, cache);
    for (std::uint64_t leaf = 0; leaf < 2999; ++leaf) {
      EXPECT_EQ((*reader.nodes({{0, leaf}}))[0], log.leaves()[leaf]);
    }
  };
  std::thread other(prove_all);
  prove_all();
  other.join();
}

}  // namespace
}  // namespace ledger
