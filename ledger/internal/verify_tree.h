// SPDX-License-Identifier: Apache-2.0
// The Merkle side of verification: leaves against the stored tiles, tiles against each other, and
// the root at every checkpoint that was ever signed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/event_store.h"
#include "ledger/internal/verify_block.h"
#include "ledger/internal/verify_findings.h"
#include "ledger/tile_builder.h"

namespace ledger::internal {

enum class RootVerdict {
  kRight,
  kWrong,
  kUnknown,  ///< a leaf before is not known, or the roots parted earlier
};

class TreeVerifier {
 public:
  TreeVerifier(const EventStore& store, std::uint64_t size, Findings& findings)
      : store_(store), size_(size), findings_(findings) {}

  /// The entries from `begin` on, a level-0 tile's worth or the rest.
  void begin_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries);
  /// Adds the next leaf of the block. False if the stored tile has another one: then both readings
  /// go on until a checkpoint decides between them.
  bool add(const VerifiedEntry& entry);

  /// Compares with the root of a checkpoint of exactly the size reached.
  RootVerdict at_checkpoint(const Checkpoint& checkpoint);
  /// No later root is compared; what is undecided between entries and tiles is decided without.
  void part(const Head& head);

  /// After the last leaf: differences that no checkpoint decided, the edge, tiles that should not
  /// be there. `published`: the signed root of the whole log, if there is one.
  void finish(const Head& head, const std::optional<Hash>& published, bool truncated);

  /// The same for a log in its static form, where the open tiles are stored too.
  void finish_static();

  std::uint64_t size() const { return next_; }
  /// Of the entries as they are; zeros when one of them is not known.
  Hash root() const { return gap_ ? Hash{} : tree_.root(); }
  /// Of the entries as they are. REQUIRES: each of them is known.
  const CompactRange& range() const { return tree_.range(); }
  std::uint64_t tiles_checked() const { return tiles_checked_; }

 private:
  /// A leaf on which the entry and the stored tile differ.
  struct Suspect {
    std::uint64_t index;
    bool present;
    bool sound;  ///< the entry's own bytes have no fault
    std::string event_id;
    Hash leaf;
    std::string field;  ///< see blamed_field()
  };
  void compare_tile(const CompleteTile& tile);
  void compare_tiles(std::vector<CompleteTile>& tiles);
  /// Where the tiles say that a suspect's entry belongs.
  std::optional<std::uint64_t> home_of(const Suspect& suspect) const;
  void blame_entries();
  void blame_moved(const std::vector<Suspect>& suspects, std::size_t begin, std::size_t end,
                   std::uint64_t home);
  void blame_tiles();
  void decide_alone(const Head& head);
  void compare_edge(const Head& head, const std::optional<Hash>& published);
  void look_for_extra_tiles();
  void compare_open_tile(unsigned level);

  const EventStore& store_;
  const std::uint64_t size_;
  Findings& findings_;
  std::uint64_t next_ = 0;
  TileBuilder tree_;                        ///< over the entries as they are
  std::optional<TileBuilder> by_tiles_;     ///< over the leaves as the tiles have them
  std::optional<std::string> stored_tile_;  ///< of the current block, if it is whole
  std::vector<Suspect> suspects_;
  std::vector<CompleteTile> waiting_;           ///< above level 0, until the readings are one again
  std::vector<CompleteTile> waiting_by_tiles_;  ///< the same, as the tiles have it
  std::uint64_t tiles_checked_ = 0;
  bool gap_ = false;  ///< neither an entry nor its leaf is known: no later root can be computed
  bool parted_ = false;
  std::unordered_set<std::uint64_t> blamed_tiles_;  ///< of level 0, reported
  std::uint64_t moved_end_ = 0;                     ///< where the last run of moved entries ended
  std::uint64_t moved_by_ = 0;                      ///< and how far it was moved
};

}  // namespace ledger::internal
