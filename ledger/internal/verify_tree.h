// SPDX-License-Identifier: Apache-2.0
// The Merkle side of verification: leaves against the stored tiles, tiles against each other, and
// the root at every checkpoint that was ever signed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event_store.h"
#include "ledger/internal/verify_block.h"
#include "ledger/tile_builder.h"
#include "ledger/verify.h"

namespace ledger::internal {

using ReportFault = std::function<void(Fault)>;

class TreeVerifier {
 public:
  TreeVerifier(const EventStore& store, std::uint64_t size, ReportFault report)
      : store_(store), size_(size), report_(std::move(report)) {}

  /// The entries from `begin` on, a level-0 tile's worth or the rest. Compares each leaf with the
  /// stored tile; where they differ, both readings go on until a checkpoint decides between them.
  void begin_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries);
  /// Adds the next leaf of the block.
  void add(const VerifiedEntry& entry);

  /// A checkpoint of exactly the size reached. True if the log has its root.
  bool at_checkpoint(const Checkpoint& checkpoint);

  /// After the last leaf: differences that no checkpoint decided, the edge, the tiles beyond.
  void finish(const Head& head);

  std::uint64_t size() const { return tree_.size(); }
  Hash root() const { return tree_.root(); }
  std::uint64_t tiles_checked() const { return tiles_checked_; }
  /// False once a leaf is unknown: no later root can be compared.
  bool whole() const { return !broken_; }
  void give_up() { broken_ = true; }

 private:
  /// A leaf on which the entry and the stored tile differ.
  struct Suspect {
    std::uint64_t index;
    bool entry_present;
    std::string event_id;
    std::optional<std::uint64_t> copy_of;  ///< the tile has this leaf at another index
  };
  void load_stored_tile(std::uint64_t index, std::size_t width);
  void suspect(const VerifiedEntry& entry, const Hash& stored);
  void compare_complete(const std::vector<CompleteTile>& complete);
  void blame_entries();
  void blame_tile();

  const EventStore& store_;
  const std::uint64_t size_;
  ReportFault report_;
  TileBuilder tree_;                        ///< over the entries as they are
  std::optional<TileBuilder> by_tiles_;     ///< over the leaves as the tiles have them
  std::optional<std::string> stored_tile_;  ///< of the current block, if it is whole
  std::vector<Suspect> suspects_;
  std::uint64_t last_good_size_ = 0;
  std::uint64_t tiles_checked_ = 0;
  bool broken_ = false;
};

}  // namespace ledger::internal
