// SPDX-License-Identifier: Apache-2.0
// Commitments recomputed on the way through a log (FORMAT.md): which sizes they are
// about is found out first, what the log gives at each is kept when the way passes it, and every
// commitment is compared with that. The verifier and the copier go this way alike.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "ledger/commitment.h"
#include "ledger/event_store.h"

namespace ledger::internal {

/// The sizes that the commitments among the entries [begin, end) are about. Entries that cannot be
/// read are passed over: whoever verifies them tells.
std::set<std::uint64_t> committed_sizes(const EventStore& store, std::uint64_t begin,
                                        std::uint64_t end);

/// D of the newest commitment, found by the index by type. The errors of the store.
Result<std::optional<Hash>> last_commitment(const EventStore& store, const LedgerIdentity& ledger);

class CommitmentWatch {
 public:
  CommitmentWatch() = default;
  /// `previous`: D of the commitment before the way begins.
  CommitmentWatch(std::set<std::uint64_t> sizes, std::optional<Hash> previous)
      : sizes_(std::move(sizes)), previous_(previous) {}

  const std::set<std::uint64_t>& sizes() const { return sizes_; }
  bool wanted(std::uint64_t size) const { return sizes_.contains(size); }
  /// What the log gives at a wanted size; `previous` and views are left out.
  void at(const Commitment& recomputed) { recomputed_[recomputed.size] = recomputed; }

  /// Whether the commitment at this index says what the log gives. `folded`: false where rules and
  /// state were not folded and are not compared. kRefused COMMITMENT_SIZE when it is about no size
  /// in front of it; the reasons of check_commitment().
  Status check(std::uint64_t index, const Commitment& found, bool folded) const;
  /// The way goes on behind a commitment with this D.
  void pass(const Hash& digest) { previous_ = digest; }

 private:
  std::set<std::uint64_t> sizes_;
  std::map<std::uint64_t, Commitment> recomputed_;  ///< by size
  std::optional<Hash> previous_;
};

}  // namespace ledger::internal
