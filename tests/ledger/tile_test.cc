// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile.h"

#include <gtest/gtest.h>

#include "ledger/hash.h"
#include "ledger/limits.h"
#include "tests/support/memory_log.h"

namespace ledger {
namespace {

TEST(Tile, IndexIsWrittenInGroupsOfThree) {
  const std::vector<std::pair<std::uint64_t, std::string>> examples = {
      {0, "000"},
      {7, "007"},
      {999, "999"},
      {1000, "x001/000"},
      {1234067, "x001/x234/067"},
      {123456789, "x123/x456/789"},
      {(std::uint64_t{1} << 56) - 1, "x072/x057/x594/x037/x927/935"}};
  for (const auto& [index, path] : examples) {
    const TileId tile{3, index, kTileWidth};
    EXPECT_EQ(tile_path(tile), "tile/3/" + path);
    EXPECT_EQ(entries_path({0, index, 17}), "tile/entries/" + path + ".p/17");
    EXPECT_EQ(*parse_tile_path("tile/3/" + path), (TileResource{false, tile}));
    EXPECT_EQ(*parse_tile_path("tile/entries/" + path + ".p/17"),
              (TileResource{true, {0, index, 17}}));
  }
}

TEST(Tile, PathIsReadBackForEveryWidthAndLevel) {
  for (unsigned level = 0; level <= 63; ++level) {
    for (unsigned width = 1; width <= kTileWidth; ++width) {
      const TileId tile{level, 1000 * level + width, width};
      ASSERT_EQ(parse_tile_path(tile_path(tile))->tile, tile);
    }
  }
}

TEST(Tile, PathThatIsNotCanonicalIsRefused) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "/tile/0/000",
                           "tile/0/000/",
                           "tile/0//000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/+1/000",
                           "tile/x/000",
                           "tile/ 0/000",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/0/x000",
                           "tile/0/x000/000",
                           "tile/0/001/000",
                           "tile/0/x001/x000",
                           "tile/0/x001000",
                           "tile/0/x01/000",
                           "tile/0/X001/000",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/257",
                           "tile/0/000.p/01",
                           "tile/0/000.p/-1",
                           "tile/0/000.p/1/",
                           "tile/0/000.p/1.p/1",
                           "tile/0/000.P/1",
                           "tile/0/x072/x057/x594/x037/x927/936",
                           "tile/0/x999/x999/x999/x999/x999/x999/999",
                           "tile/entries",
                           "tile/entries/",
                           "tile/entries/0",
                           "tile/entries/0/000",
                           "tile/data/000",
                           "tile/8/0/000",
                           "Tile/0/000",
                           "tile/0/000\n",
                           "tile/0/\xD9\xA0\xD9\xA0\xD9\xA0",
                           "tile/0/xxx",
                           "tile/0/.p/1"}) {
    const auto parsed = parse_tile_path(path);
    ASSERT_FALSE(parsed) << path;
    EXPECT_EQ(parsed.error().reason, "BAD_TILE_PATH");
  }
  EXPECT_FALSE(parse_tile_path(std::string_view("tile/0/000\0", 11)));
  EXPECT_FALSE(parse_tile_path(std::string(100'000, '1')));
}

/// "L0 3 full + p232" as {complete, partial width} per level.
std::vector<std::pair<std::uint64_t, unsigned>> shape(std::uint64_t size) {
  std::vector<std::pair<std::uint64_t, unsigned>> out;
  for (const TileId& tile : test::tiles_of(size)) {
    if (tile.level == out.size()) out.emplace_back(0, 0);
    if (tile.width == kTileWidth) {
      EXPECT_EQ(tile.index, out.back().first++);
    } else {
      out.back().second = tile.width;
    }
    EXPECT_EQ(tile_width_at(tile.level, tile.index, size), tile.width);
  }
  return out;
}

TEST(Tile, SizeHasThePublishedTiles) {
  using Shape = std::vector<std::pair<std::uint64_t, unsigned>>;
  EXPECT_EQ(shape(0), (Shape{}));
  EXPECT_EQ(shape(1), (Shape{{0, 1}}));
  EXPECT_EQ(shape(255), (Shape{{0, 255}}));
  EXPECT_EQ(shape(256), (Shape{{1, 0}, {0, 1}}));
  EXPECT_EQ(shape(257), (Shape{{1, 1}, {0, 1}}));
  EXPECT_EQ(shape(1000), (Shape{{3, 232}, {0, 3}}));
  EXPECT_EQ(shape(65535), (Shape{{255, 255}, {0, 255}}));
  EXPECT_EQ(shape(65536), (Shape{{256, 0}, {1, 0}, {0, 1}}));
  EXPECT_EQ(shape(70000), (Shape{{273, 112}, {1, 17}, {0, 1}}));
}

TEST(Tile, WidthIsZeroBeyondTheSize) {
  EXPECT_EQ(tile_width_at(0, 3, 1000), 232U);
  EXPECT_EQ(tile_width_at(0, 4, 1000), 0U);
  EXPECT_EQ(tile_width_at(1, 0, 1000), 3U);
  EXPECT_EQ(tile_width_at(2, 0, 1000), 0U);
  EXPECT_EQ(tile_width_at(63, 0, kTreeSizeMax), 0U);
  EXPECT_EQ(tile_width_at(7, 0, kTreeSizeMax), 127U);
  EXPECT_EQ(tile_width_at(0, UINT64_MAX, kTreeSizeMax), 0U);
}

TEST(Tile, CompletedTilesAreThoseTheLargerSizeHasMore) {
  for (const std::uint64_t from : {0, 1, 255, 256, 257, 1000, 65535, 65536}) {
    for (const std::uint64_t to : {255, 256, 512, 1000, 65535, 65536, 65537, 131072}) {
      if (to < from) continue;
      std::vector<TileId> expected;
      for (const TileId& tile : test::tiles_of(to)) {
        if (tile.width == kTileWidth && tile_width_at(tile.level, tile.index, from) < kTileWidth) {
          expected.push_back(tile);
        }
      }
      auto found = test::tiles_completed_between(from, to);
      std::sort(found.begin(), found.end());
      EXPECT_EQ(found, expected) << from << " to " << to;
    }
  }
}

TEST(Tile, HashTilesOfTheNumberedLogArePublishedOnes) {
  test::MemoryLog log = test::numbered_log(1000);
  const auto digest = [&](const TileId& tile) { return to_hex(sha256(*log.fetch()(tile))); };
  EXPECT_EQ(digest({0, 0, 256}),
            "8921c57d2f65271c82bf0f686c002793863c80c8d1cbbbf5db6046ff59e8b590");
  EXPECT_EQ(digest({0, 3, 232}),
            "e620db8290e3169452626fa2c37d8c7e25bd896c7fd47ef68f423bebbfe60bab");
  EXPECT_EQ(digest({1, 0, 3}), "150c1077bef1abcc3d1ae17b1ce8ab77e15053db74abe8247b412132c5a24436");
  EXPECT_EQ(to_hex(*log.fetch()({1, 0, 3})),
            "f85f4ead34080710b4d1e808301543aaab81aa04deb88599350dc26a4f2f58de"
            "314bf512b15f0c671495091502fe0128534587a047a4cf04466cadfa7483cc1d"
            "eabce7e29114c0b5656145e4bb7fc92718c5c35b0c3440d0e069c3a2f8dc9c73");
}

}  // namespace
}  // namespace ledger
