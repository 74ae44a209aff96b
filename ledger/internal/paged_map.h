// SPDX-License-Identifier: Apache-2.0
// The map of ledger/prefix_map.h where it must not be in memory as a whole: kept as rows, of which
// those on the way of a change are read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/prefix_map.h"

namespace ledger::internal {

/// The tree in pages, each of the keys that share a prefix of whole bytes: their leaves as long as
/// there are few, else what the 256 longer prefixes hold. Which pages there are and what is in them
/// follows from the leaves alone. With a reader, pages are read when they are first needed; without
/// one all of them stay in memory. Putting is O(depth); the root hashes only what changed since it
/// was last asked for. Bytes of a page: FORMAT.md. Not thread-safe.
class PagedMap {
 public:
  /// The page of a prefix as it was taken last; nothing if there is none.
  using ReadPage = std::function<Result<std::optional<std::string>>(std::string_view prefix)>;

  PagedMap() = default;
  explicit PagedMap(ReadPage read) : read_(std::move(read)) {}

  // The errors of the reader; kCorrupt MAP_PAGE when a page is not one or none is where one must
  // be.
  Status put(const MapLeaf& leaf);
  /// 32 zero bytes when empty.
  Result<Hash> root();
  Result<std::uint64_t> size();
  Result<MapPath> path(const Hash& key);

  struct PageRow {
    std::string prefix;
    std::string bytes;
  };
  /// The pages that changed since the last call, ascending. With a reader, which must give them
  /// from now on, memory is let go of. REQUIRES: nothing was put since root().
  std::vector<PageRow> take_pages();
  /// The page as it is now, nothing if there is none. REQUIRES: nothing was put since root().
  Result<std::optional<std::string>> page(const std::string& prefix);
  /// The prefixes below this one that have pages, ascending. REQUIRES: nothing was put since
  /// root().
  Result<std::vector<std::string>> pages_below(const std::string& prefix);

 private:
  /// What is below one byte more of the prefix.
  struct Below {
    std::uint32_t count = 0;  ///< of leaves
    Hash hash;
    bool stale = false;
  };
  struct Page {
    std::vector<MapLeaf> leaves;  ///< ascending by key; all of them, or none
    std::vector<Below> below;     ///< 256, or none
    bool changed = false;         ///< and its prefix is in changed_

    bool is_split() const { return !below.empty(); }
  };

  static std::string encode(const Page& page);
  static Result<Page> decode(std::string_view bytes, std::string_view prefix);
  /// Null if there is no such page.
  Result<Page*> find(const std::string& prefix);
  /// REQUIRES: the page above says that it is there.
  Result<Page*> existing(const std::string& prefix);
  void touch(const std::string& prefix, Page& page);
  void put_here(const std::string& prefix, Page& page, const MapLeaf& leaf);
  void split(const std::string& prefix, Page& page);
  Result<Below> settle(const std::string& prefix);

  ReadPage read_;
  std::unordered_map<std::string, Page> pages_;
  std::vector<std::string> changed_;  ///< prefixes, since take_pages()
};

}  // namespace ledger::internal
