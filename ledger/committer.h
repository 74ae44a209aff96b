// SPDX-License-Identifier: Apache-2.0
// Appends commitments (FORMAT.md): one on request, or in the background every 1,024
// events, after ten minutes if the log grew, and at the end.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/clock.h"
#include "ledger/commitment.h"
#include "ledger/log.h"

namespace ledger {

struct CommitmentSigner {
  PublicKey service_key;
  std::function<Result<Signature>(std::string_view message)> sign;
  /// The digests of the views that have reached this size, or reach it soon; may be empty.
  std::function<std::vector<ViewDigest>(std::uint64_t size)> views;
};

/// Drafts, signs and appends one commitment; again when another one came between. The signer's
/// errors; those of Log::draft_commitment() and Log::append().
Result<AppendedEvent> append_commitment(Log& log, const CommitmentSigner& signer);

/// The index behind the last commitment, which is sought from index `from` on; `from` if none is.
Result<std::uint64_t> committed_end(const ReadView& view, std::uint64_t from);

inline constexpr std::uint64_t kCommitmentEvents = 1'024;
inline constexpr std::uint64_t kCommitmentIntervalUs = 600'000'000;  ///< ten minutes

/// Whether a log that grew by `grown` events since its last commitment is due for the next.
constexpr bool commitment_due(std::uint64_t grown, std::uint64_t since_last_us) {
  return grown >= kCommitmentEvents || (grown > 0 && since_last_us >= kCommitmentIntervalUs);
}

class Committer {
 public:
  /// Borrows the log, which outlives it.
  Committer(Log& log, CommitmentSigner signer, std::shared_ptr<Clock> clock);
  /// Commits to what is not committed to yet, unless the log has stopped, and stops.
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  /// Why the last try failed, if it did; it is tried again. Any thread.
  std::optional<Error> error() const;

 private:
  void run();
  /// How many events there are after the last commitment.
  std::uint64_t grown();
  void commit();

  Log& log_;
  const CommitmentSigner signer_;
  const std::shared_ptr<Clock> clock_;
  std::uint64_t committed_us_ = 0;
  std::uint64_t committed_end_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable stop_asked_;
  bool stopping_ = false;       ///< guarded by mutex_
  std::optional<Error> error_;  ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace ledger
