// SPDX-License-Identifier: Apache-2.0
#include "ledger/merkle.h"

#include <bit>
#include <utility>

#include "ledger/hash.h"

namespace ledger {
namespace {

/// REQUIRES: hashes is not empty. Joins neighbours from the right, as MTH splits from the left.
Hash fold(const Hash* first, const Hash* last) {
  Hash acc = *--last;
  while (last != first) acc = node_hash(*--last, acc);
  return acc;
}

/// Appends the perfect subtrees of leaves [begin, end), largest first. REQUIRES: begin is a
/// multiple of the largest power of two that fits.
void add_perfect_subtrees(std::vector<NodeId>& ids, std::uint64_t begin, std::uint64_t end) {
  while (begin < end) {
    const unsigned level = static_cast<unsigned>(std::bit_width(end - begin)) - 1;
    ids.push_back({level, begin >> level});
    begin += std::uint64_t{1} << level;
  }
}

/// The subtrees that a proof consists of. Those at [fold_begin, fold_end) together form the one
/// sibling that ends at the tree's ragged right edge and becomes a single hash of the proof.
struct ProofPlan {
  std::vector<NodeId> ids;
  std::size_t fold_begin = 0;
  std::size_t fold_end = 0;
};

/// Number of levels on which the path from position `index` to the root has its sibling inside
/// the part of the tree that the last position shares no more.
unsigned inner_levels(std::uint64_t index, std::uint64_t last) {
  return static_cast<unsigned>(std::bit_width(index ^ last));
}

std::size_t path_length(std::uint64_t index, std::uint64_t last) {
  const unsigned inner = inner_levels(index, last);
  return inner + static_cast<std::size_t>(std::popcount(index >> inner));
}

/// Adds the siblings on the way from subtree `from` to the root of the tree of `size` leaves.
void add_path(ProofPlan& plan, NodeId from, std::uint64_t size) {
  const unsigned inner = inner_levels(from.index, (size - 1) >> from.level);
  for (unsigned h = 0; h + 1 < inner; ++h) {
    plan.ids.push_back({from.level + h, (from.index >> h) ^ 1});
  }
  plan.fold_begin = plan.ids.size();
  if (inner > 0) {
    const std::uint64_t sibling = (from.index >> (inner - 1)) | 1;
    add_perfect_subtrees(plan.ids, sibling << (inner - 1 + from.level), size);
  }
  plan.fold_end = plan.ids.size();
  for (unsigned h = inner; (from.index >> h) != 0; ++h) {
    const std::uint64_t position = from.index >> h;
    if ((position & 1) != 0) plan.ids.push_back({from.level + h, position - 1});
  }
}

Result<std::vector<Hash>> read_plan(const ProofPlan& plan, const NodeReader& reader) {
  auto hashes = reader.nodes(plan.ids);
  if (!hashes) return hashes;
  LEDGER_CHECK(hashes->size() == plan.ids.size());
  if (plan.fold_end - plan.fold_begin > 1) {
    const auto at = [&](std::size_t i) { return hashes->begin() + static_cast<std::ptrdiff_t>(i); };
    *at(plan.fold_begin) = fold(hashes->data() + plan.fold_begin, hashes->data() + plan.fold_end);
    hashes->erase(at(plan.fold_begin + 1), at(plan.fold_end));
  }
  return hashes;
}

Status check_index(std::uint64_t index, std::uint64_t size) {
  if (size > kTreeSizeMax || index >= size) {
    const std::string at = std::to_string(index);
    const std::string leaves = std::to_string(size);
    return invalid("BAD_INDEX", "index " + at + " is not inside a tree of " + leaves + " leaves",
                   "номера " + at + " нет в дереве, листьев в нём: " + leaves, "");
  }
  return Ok{};
}

Status check_sizes(std::uint64_t old_size, std::uint64_t new_size) {
  if (old_size == 0 || old_size > new_size || new_size > kTreeSizeMax) {
    const std::string from = std::to_string(old_size);
    const std::string to = std::to_string(new_size);
    return invalid(
        "BAD_SIZE", "no consistency proof leads from size " + from + " to size " + to,
        "от размера " + from + " к размеру " + to + " доказательства согласованности нет", "");
  }
  return Ok{};
}

Status check_length(std::size_t found, std::size_t needed) {
  if (found != needed) {
    return corrupt("PROOF_INVALID", "the proof has " + std::to_string(found) + " hashes, " +
                                        std::to_string(needed) + " are needed");
  }
  return Ok{};
}

/// The subtree a consistency proof starts from: the largest perfect one that ends at `old_size`.
NodeId last_subtree(std::uint64_t old_size) {
  const unsigned level = static_cast<unsigned>(std::countr_zero(old_size));
  return {level, (old_size - 1) >> level};
}

/// Two positions that climb a tree together: a leaf's (or subtree's) and the last one's.
struct Climb {
  std::uint64_t at;
  std::uint64_t last;

  bool sibling_is_left() const { return (at & 1) != 0 || at == last; }
  void up() {
    at >>= 1;
    last >>= 1;
  }
  /// Skips the levels on which a promoted right edge has no sibling.
  void skip_promoted() {
    while ((at & 1) == 0 && at != 0) up();
  }
};

}  // namespace

Hash CompactRange::merge_last(const Hash& right) {
  const Hash node = node_hash(edge_.back(), right);
  edge_.pop_back();
  return node;
}

Hash CompactRange::root() const {
  return edge_.empty() ? empty_root() : fold(edge_.data(), edge_.data() + edge_.size());
}

std::string CompactRange::serialize() const {
  std::string out = be64(size_);
  for (const Hash& hash : edge_) out += hash.view();
  return out;
}

CompactRange CompactRange::of(std::uint64_t size, std::vector<Hash> edge) {
  LEDGER_CHECK(size <= kTreeSizeMax);
  LEDGER_CHECK(edge.size() == static_cast<std::size_t>(std::popcount(size)));
  CompactRange range;
  range.size_ = size;
  range.edge_ = std::move(edge);
  return range;
}

Result<CompactRange> CompactRange::parse(std::string_view bytes) {
  if (bytes.size() < 8) return corrupt("BAD_EDGE", "the tree's edge is cut off");
  const std::uint64_t size = get_u64(bytes);
  bytes.remove_prefix(8);
  const auto count = static_cast<std::size_t>(std::popcount(size));
  if (size > kTreeSizeMax || bytes.size() != count * Hash::kSize) {
    return corrupt("BAD_EDGE", "the tree's edge does not have the length that its size needs");
  }
  std::vector<Hash> edge;
  edge.reserve(count);
  for (; !bytes.empty(); bytes.remove_prefix(Hash::kSize)) {
    edge.push_back(fixed_from<Hash>(bytes.substr(0, Hash::kSize)));
  }
  return of(size, std::move(edge));
}

Result<Hash> root_of(std::uint64_t size, const NodeReader& reader) {
  if (size > kTreeSizeMax) {
    return invalid("BAD_SIZE", "tree size exceeds 2^63-1", "размер дерева больше 2^63-1", "");
  }
  if (size == 0) return empty_root();
  std::vector<NodeId> ids;
  add_perfect_subtrees(ids, 0, size);
  const auto hashes = reader.nodes(ids);
  if (!hashes) return hashes.error();
  LEDGER_CHECK(hashes->size() == ids.size());
  return fold(hashes->data(), hashes->data() + hashes->size());
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const NodeReader& reader) {
  if (const Status ok = check_index(index, size); !ok) return ok.error();
  ProofPlan plan;
  add_path(plan, {0, index}, size);
  return read_plan(plan, reader);
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                            const NodeReader& reader) {
  if (const Status ok = check_sizes(old_size, new_size); !ok) return ok.error();
  if (old_size == new_size) return std::vector<Hash>{};
  const NodeId start = last_subtree(old_size);
  ProofPlan plan;
  // A perfect old tree is its own start, and the verifier holds its root already.
  if (!std::has_single_bit(old_size)) plan.ids.push_back(start);
  add_path(plan, start, new_size);
  return read_plan(plan, reader);
}

Status verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                        const std::vector<Hash>& proof, const Hash& root) {
  if (const Status ok = check_index(index, size); !ok) return ok;
  if (const Status ok = check_length(proof.size(), path_length(index, size - 1)); !ok) return ok;
  Climb climb{.at = index, .last = size - 1};
  Hash acc = leaf;
  for (const Hash& sibling : proof) {
    if (climb.last == 0) return corrupt("PROOF_INVALID", "the inclusion proof is too long");
    if (climb.sibling_is_left()) {
      acc = node_hash(sibling, acc);
      climb.skip_promoted();
    } else {
      acc = node_hash(acc, sibling);
    }
    climb.up();
  }
  if (climb.last != 0 || acc != root) {
    return corrupt("PROOF_INVALID", "the inclusion proof leads to another root");
  }
  return Ok{};
}

Status verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root,
                          const Hash& new_root, const std::vector<Hash>& proof) {
  if (const Status ok = check_sizes(old_size, new_size); !ok) return ok;
  if (old_size == new_size) {
    if (const Status ok = check_length(proof.size(), 0); !ok) return ok;
    if (old_root == new_root) return Ok{};
    return corrupt("PROOF_INVALID", "two trees of one size have different roots");
  }
  const NodeId start = last_subtree(old_size);
  const bool start_is_root = std::has_single_bit(old_size);
  Climb climb{.at = start.index, .last = (new_size - 1) >> start.level};
  const std::size_t needed = path_length(climb.at, climb.last) + (start_is_root ? 0 : 1);
  if (const Status ok = check_length(proof.size(), needed); !ok) return ok;

  Hash old_acc = start_is_root ? old_root : proof.front();
  Hash new_acc = old_acc;
  for (std::size_t i = start_is_root ? 0 : 1; i < proof.size(); ++i) {
    if (climb.last == 0) return corrupt("PROOF_INVALID", "the consistency proof is too long");
    if (climb.sibling_is_left()) {
      old_acc = node_hash(proof[i], old_acc);
      new_acc = node_hash(proof[i], new_acc);
      climb.skip_promoted();
    } else {
      new_acc = node_hash(new_acc, proof[i]);
    }
    climb.up();
  }
  if (climb.last != 0 || old_acc != old_root || new_acc != new_root) {
    return corrupt("PROOF_INVALID", "the consistency proof leads to other roots");
  }
  return Ok{};
}

}  // namespace ledger
