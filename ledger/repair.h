// SPDX-License-Identifier: Apache-2.0
// Heals a damaged log: writes a new store beside it, each entry taken from wherever its bytes have
// the hash that was published: the damaged store itself, a backup, a bundle, a peer's copy. What
// follows from the entries is made anew. Bytes that do not prove themselves are never taken.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/copy.h"
#include "ledger/event_store.h"

namespace ledger {

struct HealedEntry {
  std::uint64_t index = 0;
  std::size_t source = 0;  ///< number in the list of sources
};

struct RepairReport {
  CopyReport copy;
  std::uint64_t healed = 0;         ///< entries that were taken from a source
  std::vector<HealedEntry> first;   ///< the first kHealedReportedMax of them
  bool leaves_from_source = false;  ///< not even the damaged store's tiles led to the root
};
inline constexpr std::size_t kHealedReportedMax = 1'000;

/// `damaged` is null when the damaged store cannot even be opened: then the sources have to do.
/// Checkpoints of sources are taken where the damaged store has no sound one, with the log's own
/// signatures alone: who knows the witnesses' keys is not here.
/// Fills the empty `target` with the log up to `published`, the newest checkpoint that is known
/// from outside the damaged store. kCorrupt NOT_HEALABLE naming the first entry that nobody has,
/// or saying that no leaves lead to the published root; the errors of copy_log().
Result<RepairReport> repair_log(EventStore& target, std::shared_ptr<const EventStore> damaged,
                                std::vector<std::shared_ptr<const EventStore>> sources,
                                const std::string& published, const CopyOptions& options);

}  // namespace ledger
