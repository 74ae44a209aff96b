// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_commitments.h"

#include <utility>
#include <vector>

#include "ledger/heap.h"
#include "ledger/tile.h"

namespace ledger::internal {
namespace {

/// After so many entries what was let go of goes back to the system.
constexpr std::uint64_t kEntriesPerReturn = 128 * std::uint64_t{kTileWidth};

Fault stream_fault(std::string_view key, std::string reason, std::string message) {
  return fault_of(FaultClass::kStateDrift, "state", to_hex(key), std::move(reason),
                  std::move(message));
}

}  // namespace

CommitmentVerifier::CommitmentVerifier(const EventStore& store, std::uint64_t size,
                                       const VerifyOptions& options, ScratchRows& rows,
                                       StreamHeads& streams, VerifyReport& report,
                                       Findings& findings)
    : store_(store),
      options_(options),
      rows_(rows),
      report_(report),
      findings_(findings),
      streams_(streams) {
  if (options.fast) return;
  watch_ = {committed_sizes(store, 0, size), std::nullopt};
  const auto kept = store.get(Table::kState, kMapSize);
  if (kept && *kept && (*kept)->size() == 8) kept_map_size_ = get_u64(**kept);
}

void CommitmentVerifier::at(std::uint64_t size, const Hash& root, const Rows& state) {
  const auto map_root = streams_.map_root();
  if (!map_root) return;  // the scratch rows say so
  Commitment now;
  now.size = size;
  now.root = root;
  now.map_root = *map_root;
  now.map_count = streams_.map_count();
  if (options_.admission != nullptr) {
    now.rules_version = options_.admission->rules_version(state);
    now.admission_digest = state.digest();
  }
  watch_.at(now);
}

void CommitmentVerifier::take(std::uint64_t index, const VerifiedEntry& entry, bool doubtful) {
  if (kept_map_size_ == index) look_at_kept_map();
  if (index % kTileWidth == 0) keep_rows(index);
  if (index > 0 && index % kEntriesPerReturn == 0) return_free_memory();
  if (!entry.event) return;
  (void)streams_.append(entry.event->body.subjects(), index, entry.leaf);
  const auto found = commitment_of(entry.event->body);
  if (!found) return;
  if (doubtful) {
    ++report_.events_unjudged;
  } else {
    check(index, entry, *found);
    check_views(index, entry, *found);
  }
  watch_.pass(entry.event->digest);
}

void CommitmentVerifier::check(std::uint64_t index, const VerifiedEntry& entry,
                               const Commitment& found) {
  ++report_.commitments_checked;
  if (auto same = watch_.check(index, found, options_.admission != nullptr); !same) {
    report_false(index, entry, same.error());
  }
}

void CommitmentVerifier::check_views(std::uint64_t index, const VerifiedEntry& entry,
                                     const Commitment& found) {
  if (!options_.view_digest) return;
  for (std::size_t i = 0; i < found.views.size(); ++i) {
    const ViewDigest& view = found.views[i];
    const auto digest = options_.view_digest(view.name, view.version, found.size);
    if (!digest || *digest == view.digest) continue;
    report_false(
        index, entry,
        refused("COMMITMENT_VIEW",
                "the view '" + view.name + "' folds to " + to_hex(*digest) + " at size " +
                    std::to_string(found.size) + ", the commitment says " + to_hex(view.digest),
                "payload.views[" + std::to_string(i) + "].digest"));
  }
}

void CommitmentVerifier::report_false(std::uint64_t index, const VerifiedEntry& entry,
                                      const Error& error) {
  Fault fault =
      fault_of(FaultClass::kFalseCommitment, "entry", error.where, error.reason, error.message);
  fault.index = index;
  fault.event_id = entry.event_id;
  findings_.add(std::move(fault));
}

void CommitmentVerifier::keep_rows(std::uint64_t size) {
  auto rows = streams_.take_rows(size);
  if (!rows) return;
  for (RowPut& row : *rows) (void)rows_.put(std::move(row.key), std::move(*row.value));
}

/// What the pages in the store must be, at the one size where that can be told.
void CommitmentVerifier::look_at_kept_map() {
  if (streams_.map_root()) compare_page({});
}

void CommitmentVerifier::compare_page(const std::string& prefix) {
  const auto folded = streams_.map().page(prefix);
  const auto kept = store_.get(Table::kState, std::string(kMapPages) + prefix);
  if (!folded || !*folded || !kept) return;
  ++pages_;
  if (!map_fault_ && *kept != *folded) {
    map_fault_ =
        stream_fault(std::string(kMapPages) + prefix, *kept ? "ROW_DIFFERS" : "ROW_MISSING",
                     "the kept page of the map is not what the entries give");
  }
  const auto below = streams_.map().pages_below(prefix);
  if (!below) return;
  for (const std::string& longer : *below) {
    compare_page(longer);
    if (prefix.empty()) keep_rows(*kept_map_size_);  // lets go of the pages that were read
  }
}

void CommitmentVerifier::compare_row(std::string_view key, std::string_view value) {
  if (key == kStreamRows) {
    streams_kept_ = true;
  } else if (key.starts_with(kStreamRows)) {
    ++kept_streams_;
    const auto folded = rows_.get(key);
    if (!folded) return;
    if (!*folded) {
      findings_.add(stream_fault(key, "ROW_EXTRA", "a stream that no entry belongs to"));
    } else if (**folded != value) {
      findings_.add(
          stream_fault(key, "ROW_DIFFERS", "the kept stream is not what the entries give"));
    }
  } else if (key.starts_with(kMapPages)) {
    ++kept_pages_;
  } else if (key != kMapSize) {
    findings_.add(stream_fault(key, "ROW_EXTRA", "a row that belongs to nothing"));
  }
}

void CommitmentVerifier::finish(std::uint64_t size, bool doubtful) {
  if (kept_map_size_ == size) look_at_kept_map();
  if (doubtful || report_.fault_count != 0) return;  // what follows from another fault is no fault
  if (!streams_.map_root()) return;
  keep_rows(size);
  auto scanned = store_.scan(Table::kState, kStreamRows, {},
                             [this](std::string_view key, std::string_view value) {
                               compare_row(key, value);
                               return true;
                             });
  if (!scanned) return findings_.add(unreadable("state", {}, scanned.error()));
  compare_rows(size);
}

void CommitmentVerifier::compare_rows(std::uint64_t size) {
  // Without them it was written before streams were kept: they are folded when it is opened.
  const bool none = !streams_kept_ && kept_streams_ == 0;
  const auto kept_size = store_.get(Table::kState, kStreamRows);
  if (!none && (!kept_size || *kept_size != be64(size))) {
    findings_.add(stream_fault(kStreamRows, "ROW_DIFFERS", "the kept streams are of another size"));
  }
  if (!none && kept_streams_ < streams_.map_count()) {
    findings_.add(stream_fault(
        kStreamRows, "ROW_MISSING",
        std::to_string(streams_.map_count() - kept_streams_) + " streams are not kept"));
  }
  if (map_fault_) findings_.add(*map_fault_);
  if (kept_map_size_ && *kept_map_size_ > size) {
    findings_.add(stream_fault(kMapSize, "ROW_DIFFERS", "the kept map is of a longer log"));
  } else if (kept_pages_ > pages_) {
    findings_.add(stream_fault(
        kMapPages, "ROW_EXTRA",
        std::to_string(kept_pages_ - pages_) + " kept pages that the map does not have"));
  }
}

}  // namespace ledger::internal
