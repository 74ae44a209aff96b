// SPDX-License-Identifier: Apache-2.0
// The map under a commitment: a collapsed binary prefix tree over 32-byte keys, bits from the top
// (FORMAT.md). There is one place for a key, so a root cannot say two things about it,
// and that a key is absent can be shown. Pure, no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace ledger {

struct MapLeaf {
  Hash key;
  Hash value;
  bool operator==(const MapLeaf&) const = default;
};

/// What there is on the way of a key: the siblings from the root down, and where the way ends.
struct MapPath {
  std::vector<Hash> siblings;
  std::optional<MapLeaf> end;  ///< a leaf, perhaps another key's; nothing: an empty subtree
  bool operator==(const MapPath&) const = default;
};

inline constexpr std::size_t kMapDepthMax = 256;  ///< bits of a key

/// SHA-256(10 | key | value).
Hash map_leaf_hash(const MapLeaf& leaf);

/// The value that the tree with this root has for the key, or nothing if it has none. kCorrupt
/// MAP_PATH when the path leads to another root, ends at a leaf that does not belong there, or is
/// longer than kMapDepthMax.
Result<std::optional<Hash>> check_map_path(const Hash& root, const Hash& key, const MapPath& path);

/// The whole tree in memory. Putting is O(depth); the root hashes only what changed since it was
/// last asked for. Not thread-safe.
class PrefixMap {
 public:
  PrefixMap() = default;
  /// At a fraction of what putting them one by one costs. REQUIRES: no two leaves have one key.
  explicit PrefixMap(std::vector<MapLeaf> leaves);

  void put(const MapLeaf& leaf);
  /// Nothing happens if the key is not there.
  void erase(const Hash& key);
  /// 32 zero bytes when empty.
  Hash root();
  std::size_t size() const { return leaves_.size() - free_leaves_.size(); }
  MapPath path(const Hash& key);

 private:
  /// A place in the tree: nothing, a leaf, or an inner node.
  struct Link {
    enum class Kind : std::uint8_t { kEmpty, kLeaf, kNode } kind = Kind::kEmpty;
    std::uint32_t at = 0;  ///< into leaves_ or nodes_
  };
  struct Node {
    Link left;
    Link right;
    Hash hash;
    bool stale = true;
  };

  /// Of leaves_[begin, end), ascending, which share `depth` bits.
  Link build(std::size_t begin, std::size_t end, std::size_t depth);
  Link add_leaf(const MapLeaf& leaf);
  Link add_node(const Node& node);
  /// The nodes on the key's way, now stale, and the link that ends it.
  std::pair<std::vector<std::uint32_t>, Link> walk(const Hash& key);
  /// Puts `link` where a way of these nodes ends.
  void hang(const std::vector<std::uint32_t>& way, const Hash& key, Link link);
  /// A chain of nodes from `depth` down to where the two leaves part.
  Link part(Link resident, Link newcomer, unsigned depth);
  Hash hash_of(Link link);

  std::vector<MapLeaf> leaves_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> free_leaves_;  ///< places to use again
  std::vector<std::uint32_t> free_nodes_;
  Link root_;
};

}  // namespace ledger
