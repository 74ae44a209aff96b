// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1) over SHA-256: the appender's
// state, proofs read from stored subtrees, and the iterative verifiers of RFC 9162 sections
// 2.1.3.2 and 2.1.4.2. Pure functions, no I/O.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace ledger {

/// Largest tree that the formats can spell: clients of C2SP logs read sizes as signed 64 bits.
inline constexpr std::uint64_t kTreeSizeMax = INT64_MAX;

/// The perfect subtree over leaves [index << level, (index + 1) << level).
struct NodeId {
  unsigned level = 0;
  std::uint64_t index = 0;
  auto operator<=>(const NodeId&) const = default;
};

/// Hashes of perfect subtrees of one log. Proofs ask for all they need in one call, so that a
/// reader can fetch each stored tile once.
class NodeReader {
 public:
  virtual ~NodeReader() = default;
  /// One hash per id, in the order asked. Errors are the reader's own; proofs pass them on.
  virtual Result<std::vector<Hash>> nodes(const std::vector<NodeId>& ids) const = 0;
};

/// What an appender has to know of a tree: its size and its edge, the hashes of the popcount(size)
/// perfect subtrees that make it up, largest (leftmost) first. A value; copying is cheap.
class CompactRange {
 public:
  /// Adds one leaf. `on_node(level, hash)` is called for the leaf (level 0) and then for every
  /// perfect subtree that it completes, in rising level. REQUIRES: size() < kTreeSizeMax.
  template <typename OnNode>
  void append(const Hash& leaf, OnNode on_node);
  void append(const Hash& leaf) {
    append(leaf, [](unsigned, const Hash&) {});
  }

  std::uint64_t size() const { return size_; }
  const std::vector<Hash>& edge() const { return edge_; }
  Hash root() const;

  /// u64be size, then the edge: 8 + 32 * popcount(size) bytes.
  std::string serialize() const;
  /// Exactly what serialize() writes. kCorrupt BAD_EDGE otherwise.
  static Result<CompactRange> parse(std::string_view bytes);

  /// REQUIRES: size <= kTreeSizeMax and edge holds popcount(size) hashes.
  static CompactRange of(std::uint64_t size, std::vector<Hash> edge);

  bool operator==(const CompactRange&) const = default;

 private:
  /// SHA-256(0x01 || the edge's last hash || right), taking that hash off the edge.
  Hash merge_last(const Hash& right);

  std::uint64_t size_ = 0;
  std::vector<Hash> edge_;
};

template <typename OnNode>
void CompactRange::append(const Hash& leaf, OnNode on_node) {
  LEDGER_CHECK(size_ < kTreeSizeMax);
  Hash node = leaf;
  on_node(0U, node);
  unsigned level = 0;
  for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    node = merge_last(node);
    on_node(++level, node);
  }
  edge_.push_back(node);
  ++size_;
}

/// Root of the first `size` leaves. kInvalid BAD_SIZE above kTreeSizeMax; the reader's errors.
Result<Hash> root_of(std::uint64_t size, const NodeReader& reader);

/// RFC 6962 PATH(index, D[size]): the leaf's sibling first. kInvalid BAD_INDEX unless
/// index < size <= kTreeSizeMax; the reader's errors.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const NodeReader& reader);

/// RFC 6962 PROOF(old_size, D[new_size]); empty for equal sizes. kInvalid BAD_SIZE unless
/// 0 < old_size <= new_size <= kTreeSizeMax: from the empty tree there is nothing to prove, and
/// protocols that allow it say so themselves. The reader's errors.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                            const NodeReader& reader);

/// Whether the leaf is at `index` of the tree of `size` leaves with this root. The proof's length
/// is checked first. kInvalid BAD_INDEX unless index < size <= kTreeSizeMax; kCorrupt
/// PROOF_INVALID when the proof shows nothing of the kind.
Status verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                        const std::vector<Hash>& proof, const Hash& root);

/// Whether the tree (new_size, new_root) begins with the tree (old_size, old_root). kInvalid
/// BAD_SIZE unless 0 < old_size <= new_size <= kTreeSizeMax; kCorrupt PROOF_INVALID.
Status verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root,
                          const Hash& new_root, const std::vector<Hash>& proof);

}  // namespace ledger
