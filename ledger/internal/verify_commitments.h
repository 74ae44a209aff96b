// SPDX-License-Identifier: Apache-2.0
// Every commitment of the log recomputed from the entries before it (FORMAT.md), and
// the streams that the store keeps compared with those that the entries give.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/commitment.h"
#include "ledger/internal/commitment_watch.h"
#include "ledger/internal/scratch_rows.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/internal/verify_block.h"
#include "ledger/internal/verify_findings.h"
#include "ledger/verify.h"

namespace ledger::internal {

class CommitmentVerifier {
 public:
  /// Of the first `size` entries.
  CommitmentVerifier(const EventStore& store, std::uint64_t size, const VerifyOptions& options,
                     ScratchRows& rows, StreamHeads& streams, VerifyReport& report,
                     Findings& findings);

  /// Whether a commitment is about this size: then at() has to be told of it.
  bool wanted(std::uint64_t size) const { return watch_.wanted(size); }
  /// The log before the entry with the index `size`.
  void at(std::uint64_t size, const Hash& root, const Rows& state);
  /// The next entry. `doubtful`: what came before is not all that was published.
  void take(std::uint64_t index, const VerifiedEntry& entry, bool doubtful);
  /// The kept streams and the pages of their map against the folded ones.
  void finish(std::uint64_t size, bool doubtful);

 private:
  void check(std::uint64_t index, const VerifiedEntry& entry, const Commitment& found);
  void check_views(std::uint64_t index, const VerifiedEntry& entry, const Commitment& found);
  void report_false(std::uint64_t index, const VerifiedEntry& entry, const Error& error);

  void keep_rows(std::uint64_t size);
  void look_at_kept_map();
  void compare_page(const std::string& prefix);
  void compare_rows(std::uint64_t size);
  void compare_row(std::string_view key, std::string_view value);

  const EventStore& store_;
  const VerifyOptions& options_;
  ScratchRows& rows_;
  VerifyReport& report_;
  Findings& findings_;
  CommitmentWatch watch_;
  StreamHeads& streams_;

  std::optional<std::uint64_t> kept_map_size_;  ///< of the log, when the kept pages were written
  std::optional<Fault> map_fault_;              ///< the first of them
  std::uint64_t pages_ = 0;                     ///< that the map had then
  std::uint64_t kept_pages_ = 0;
  std::uint64_t kept_streams_ = 0;
  bool streams_kept_ = false;
};

}  // namespace ledger::internal
