// SPDX-License-Identifier: Apache-2.0
#include "ledger/repair.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "ledger/checkpoint.h"
#include "ledger/hash.h"
#include "ledger/internal/read_only_store.h"
#include "ledger/log_reader.h"
#include "ledger/tile_builder.h"

namespace ledger {
namespace {

/// Where the leaf hashes of the whole log are read from.
struct Leaves {
  const EventStore* store;
  bool from_tiles;  ///< of complete tiles; else of the entries themselves
  std::map<std::uint64_t, std::string> instead = {};  ///< of whole blocks, by their first leaf
};

/// How many leaves are hashed at most to find out which of several hashes are the published ones.
constexpr std::uint64_t kLeavesTriedMax = std::uint64_t{1} << 26;

/// A leaf on which the stores differ, and what they have there; the first is tried first.
struct DoubtfulLeaf {
  std::uint64_t block = 0;  ///< first leaf of its block
  std::size_t at = 0;       ///< in that block, in bytes
  std::vector<std::string> hashes;
  std::size_t tried = 0;
};

Result<std::string> leaf_hashes(const Leaves& leaves, std::uint64_t begin, std::uint64_t end) {
  if (const auto found = leaves.instead.find(begin); found != leaves.instead.end()) {
    return found->second;
  }
  if (leaves.from_tiles) {
    const auto row = leaves.store->get(Table::kTile, tile_key(0, begin / kTileWidth));
    const std::size_t bytes = (end - begin) * Hash::kSize;
    if (row && *row && (*row)->size() >= bytes) return (*row)->substr(0, bytes);
  }
  std::string out;
  auto read = leaves.store->read(begin, end, [&](std::uint64_t, std::string_view entry) {
    out += leaf_hash(entry).view();
    return true;
  });
  if (!read) return read.error();
  return out;
}

/// The log as it was published, put together from several stores.
class HealingStore : public internal::ReadOnlyStore {
 public:
  /// `own`: the first of the stores is the damaged one itself.
  HealingStore(std::vector<std::shared_ptr<const EventStore>> stores, bool own,
               std::string published, Checkpoint end)
      : ReadOnlyStore(end.size),
        stores_(std::move(stores)),
        own_(own),
        published_(std::move(published)),
        end_(std::move(end)) {}

  /// Finds leaves that lead to the published root.
  Status find_leaves();

  Result<Head> head() const override { return Head{end_.size, 0, {}}; }
  Status scan(Table, std::string_view, std::string_view, const RowVisitor&) const override {
    return Ok{};
  }
  Status scan_back(Table, std::string_view, std::string_view, const RowVisitor&) const override {
    return Ok{};
  }
  Result<std::optional<std::string>> last_checkpoint() const override {
    return std::optional(published_);
  }

  Status read(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const override;
  Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
  Status checkpoints(std::uint64_t begin, std::uint64_t end,
                     const EntryVisitor& visit) const override;

  void tell(RepairReport& report) const {
    report.healed = healed_;
    report.first = first_;
    report.leaves_from_source = leaves_ && !(own_ && leaves_->store == stores_.front().get());
  }

 private:
  bool leads_to_root(const Leaves& leaves) const;
  std::vector<std::string> all_hashes(std::uint64_t begin, std::uint64_t end) const;
  bool find_combination();
  std::optional<std::string> entry(std::uint64_t index, const Hash& leaf) const;

  const std::vector<std::shared_ptr<const EventStore>> stores_;  ///< the damaged one first
  const bool own_;
  const std::string published_;
  const Checkpoint end_;
  std::optional<Leaves> leaves_;
  mutable std::uint64_t healed_ = 0;
  mutable std::uint64_t counted_to_ = 0;
  mutable std::vector<HealedEntry> first_;
};

bool HealingStore::leads_to_root(const Leaves& leaves) const {
  TileBuilder tree;
  std::vector<CompleteTile> ignored;
  while (tree.size() < end_.size) {
    const auto hashes =
        leaf_hashes(leaves, tree.size(), std::min(tree.size() + kTileWidth, end_.size));
    if (!hashes) return false;
    for (std::size_t at = 0; at < hashes->size(); at += Hash::kSize) {
      tree.append(fixed_from<Hash>(std::string_view(*hashes).substr(at, Hash::kSize)), ignored);
    }
    ignored.clear();
  }
  return tree.root() == end_.root;
}

/// The leaf hashes of a block as each store has them, in its tile and in its entries.
std::vector<std::string> HealingStore::all_hashes(std::uint64_t begin, std::uint64_t end) const {
  std::vector<std::string> out;
  for (const auto& store : stores_) {
    for (const bool from_tiles : {true, false}) {
      auto hashes = leaf_hashes({store.get(), from_tiles}, begin, end);
      if (!hashes || hashes->size() != (end - begin) * Hash::kSize) continue;
      if (std::find(out.begin(), out.end(), *hashes) == out.end()) {
        out.push_back(std::move(*hashes));
      }
    }
  }
  return out;
}

/// Leaves that lead to the root where no store has them all: those on which they differ are tried
/// in every combination, if there are few enough.
bool HealingStore::find_combination() {
  if (stores_.empty() || end_.size > kLeavesTriedMax) return false;
  Leaves leaves{stores_.front().get(), true};
  std::vector<DoubtfulLeaf> doubtful;
  std::uint64_t leaves_tried = end_.size;
  for (std::uint64_t begin = 0; begin < end_.size; begin += kTileWidth) {
    const auto found = all_hashes(begin, std::min(begin + kTileWidth, end_.size));
    if (found.empty()) return false;
    if (found.size() == 1 && leaf_hashes(leaves, begin, begin + found[0].size() / Hash::kSize)) {
      continue;
    }
    for (std::size_t at = 0; at < found[0].size(); at += Hash::kSize) {
      DoubtfulLeaf leaf{begin, at, {}};
      for (const std::string& block : found) {
        std::string hash = block.substr(at, Hash::kSize);
        const bool known =
            std::find(leaf.hashes.begin(), leaf.hashes.end(), hash) != leaf.hashes.end();
        if (!known) leaf.hashes.push_back(std::move(hash));
      }
      if (leaf.hashes.size() == 1) continue;
      leaves_tried *= leaf.hashes.size();
      if (leaves_tried > kLeavesTriedMax) return false;
      doubtful.push_back(std::move(leaf));
    }
    leaves.instead.emplace(begin, found[0]);
  }
  while (!leads_to_root(leaves)) {
    std::size_t next = 0;  // counts up, the first leaf the fastest
    for (; next < doubtful.size(); ++next) {
      DoubtfulLeaf& leaf = doubtful[next];
      leaf.tried = (leaf.tried + 1) % leaf.hashes.size();
      leaves.instead.at(leaf.block).replace(leaf.at, Hash::kSize, leaf.hashes[leaf.tried]);
      if (leaf.tried != 0) break;
    }
    if (next == doubtful.size()) return false;
  }
  leaves_ = std::move(leaves);
  return true;
}

Status HealingStore::find_leaves() {
  for (const auto& store : stores_) {
    for (const bool from_tiles : {true, false}) {
      const Leaves leaves{store.get(), from_tiles};
      if (!leads_to_root(leaves)) continue;
      leaves_ = leaves;
      return Ok{};
    }
  }
  if (find_combination()) return Ok{};
  return corrupt(
      "NOT_HEALABLE",
      "what the damaged store and the sources have does not lead to the root published at "
      "size " +
          std::to_string(end_.size),
      "checkpoint");
}

/// The entry with this leaf hash, from the first store that has it.
std::optional<std::string> HealingStore::entry(std::uint64_t index, const Hash& leaf) const {
  for (std::size_t i = 0; i < stores_.size(); ++i) {
    std::optional<std::string> found;
    auto read = stores_[i]->read(index, index + 1, [&](std::uint64_t, std::string_view bytes) {
      if (leaf_hash(bytes) == leaf) found = bytes;
      return false;
    });
    if (!read || !found) continue;
    const std::size_t sources_from = own_ ? 1 : 0;
    if (i >= sources_from && index >= counted_to_) {  // genesis is read twice
      counted_to_ = index + 1;
      ++healed_;
      if (first_.size() < kHealedReportedMax) first_.push_back({index, i - sources_from});
    }
    return found;
  }
  return std::nullopt;
}

Status HealingStore::read(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const {
  for (std::uint64_t from = begin; from < end;) {
    const std::uint64_t first = from / kTileWidth * kTileWidth;
    const std::uint64_t last = std::min({first + kTileWidth, end_.size});
    const auto hashes = leaf_hashes(*leaves_, first, last);
    if (!hashes) return hashes.error();
    for (; from < std::min(last, end); ++from) {
      const Hash leaf = fixed_from<Hash>(
          std::string_view(*hashes).substr((from - first) * Hash::kSize, Hash::kSize));
      const auto bytes = entry(from, leaf);
      if (!bytes) {
        return corrupt("NOT_HEALABLE", "nobody has the entry with the hash that was published",
                       "event " + std::to_string(from));
      }
      if (!visit(from, *bytes)) return Ok{};
    }
  }
  return Ok{};
}

Result<std::optional<std::string>> HealingStore::get(Table table, std::string_view key) const {
  if (table != Table::kTile || key.size() != 9 || key[0] != 0) return std::optional<std::string>();
  const std::uint64_t begin = get_u64(key.substr(1)) * kTileWidth;
  if (begin >= end_.size) return std::optional<std::string>();
  auto hashes = leaf_hashes(*leaves_, begin, std::min(begin + kTileWidth, end_.size));
  if (!hashes) return hashes.error();
  return std::optional(std::move(*hashes));
}

/// The text with the log's own signatures. Whether a line of a witness is one, only who knows its
/// key can tell; and who knows it believes no checkpoint with a spoilt one.
std::string by_the_log_alone(std::string_view bytes, const std::string& origin) {
  auto note = parse_note(bytes);
  if (!note) return {};
  std::erase_if(note->signatures, [&](const NoteSignature& one) { return one.name != origin; });
  auto alone = format_note(*note);
  return alone ? std::move(*alone) : std::string();
}

/// All that any store has, for the copy to keep the first sound one of each size: the damaged
/// store's own as it is, a source's by the log alone. What none has is lost, and no entry with it.
Status HealingStore::checkpoints(std::uint64_t begin, std::uint64_t end,
                                 const EntryVisitor& visit) const {
  std::multimap<std::uint64_t, std::string> found;
  for (const auto& store : stores_) {
    const bool own = own_ && store == stores_.front();
    (void)store->checkpoints(
        begin, std::min(end, end_.size + 1), [&](std::uint64_t size, std::string_view note) {
          const auto checkpoint = checkpoint_of_note(note);
          const bool sound =
              checkpoint && checkpoint->size == size && checkpoint->origin == end_.origin;
          if (!sound) return true;
          auto kept = own ? std::string(note) : by_the_log_alone(note, end_.origin);
          if (!kept.empty()) found.emplace(size, std::move(kept));
          return true;
        });
  }
  if (begin <= end_.size && end_.size < end) found.emplace(end_.size, published_);
  for (const auto& [size, note] : found) {
    if (!visit(size, note)) return Ok{};
  }
  return Ok{};
}

}  // namespace

Result<RepairReport> repair_log(EventStore& target, std::shared_ptr<const EventStore> damaged,
                                std::vector<std::shared_ptr<const EventStore>> sources,
                                const std::string& published, const CopyOptions& options) {
  auto end = checkpoint_of_note(published);
  if (!end) return corrupt("BAD_CHECKPOINT", end.error().message, "checkpoint");
  const bool own = damaged != nullptr;
  if (own) sources.insert(sources.begin(), std::move(damaged));
  HealingStore healing(std::move(sources), own, published, std::move(*end));
  if (auto found = healing.find_leaves(); !found) return found.error();
  CopyOptions healing_options = options;
  healing_options.drop_bad_checkpoints = true;
  auto copied = copy_log(target, healing, healing_options);
  if (!copied) return copied.error();
  RepairReport report;
  report.copy = std::move(*copied);
  healing.tell(report);
  return report;
}

}  // namespace ledger
