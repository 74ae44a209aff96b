// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/commitment_watch.h"

#include <algorithm>
#include <string>

#include "ledger/entry.h"
#include "ledger/message.h"
#include "ledger/schema/event_body_generated.h"
#include "ledger/tile.h"

namespace ledger::internal {
namespace {

/// After so many blocks of which nothing can be read nothing is expected behind them.
constexpr int kLostBlocksMax = 256;

}  // namespace

std::set<std::uint64_t> committed_sizes(const EventStore& store, std::uint64_t begin,
                                        std::uint64_t end) {
  std::set<std::uint64_t> out;
  bool read_any = false;
  const auto visit = [&](std::uint64_t, std::string_view bytes) {
    read_any = true;
    if (const auto found = commitment_in(bytes)) out.insert(found->size);
    return true;
  };
  for (int lost = 0; begin < end && lost < kLostBlocksMax; lost = read_any ? 0 : lost + 1) {
    const std::uint64_t next = std::min(end, (begin / kTileWidth + 1) * kTileWidth);
    read_any = false;
    if (!store.read(begin, next, visit)) {
      // Something of the block cannot be read: what can be is read by itself.
      for (; begin < next; ++begin) (void)store.read(begin, begin + 1, visit);
    }
    begin = next;
  }
  return out;
}

Result<std::optional<Hash>> last_commitment(const EventStore& store, const LedgerIdentity& ledger) {
  const std::string type(1, static_cast<char>(fb::Payload::LedgerCommitment));
  std::optional<std::uint64_t> index;
  auto found = store.scan_back(ledger::Table::kByType, type, type + std::string(8, '\xff'),
                               [&](std::string_view key, std::string_view) {
                                 if (key.size() == 9) index = get_u64(key.substr(1));
                                 return false;
                               });
  if (!found) return found.error();
  if (!index) return std::optional<Hash>{};
  std::optional<Hash> digest;
  auto read = store.read(*index, *index + 1, [&](std::uint64_t, std::string_view bytes) {
    if (const auto entry = parse_entry(bytes)) {
      digest = event_digest(signed_message(ledger.origin, ledger.ledger_id, entry->body));
    }
    return false;
  });
  if (!read) return read.error();
  return digest;
}

Status CommitmentWatch::check(std::uint64_t index, const Commitment& found, bool folded) const {
  const auto recomputed = recomputed_.find(found.size);
  if (found.size > index || recomputed == recomputed_.end()) {
    return refused("COMMITMENT_SIZE",
                   "a commitment is about the log in front of it, not about size " +
                       std::to_string(found.size),
                   "payload.size");
  }
  Commitment expected = recomputed->second;
  expected.previous = previous_;
  if (!folded) {
    expected.rules_version = found.rules_version;
    expected.admission_digest = found.admission_digest;
  }
  return check_commitment(found, expected);
}

}  // namespace ledger::internal
