// SPDX-License-Identifier: Apache-2.0
// The scrubber: reads cold data again in the background, at a rate that leaves the disk to others,
// and checks it against the published hashes, so that damage is known while it can be healed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/event_store.h"
#include "ledger/rocks_table_files.h"
#include "ledger/verify.h"

namespace ledger {

/// A pass over little data would begin anew several times a second: the thread waits so long from
/// one beginning to the next.
constexpr std::chrono::seconds kScrubRoundMin{60};

struct ScrubOptions {
  std::uint64_t events_per_second = 1'000;  ///< at most; 0: as fast as it goes
  /// Called once for each damaged thing, however often it is met, from the scrubber's thread.
  std::function<void(const Fault&)> on_fault;
};

struct ScrubState {
  std::uint64_t position = 0;  ///< events of this round that were checked
  std::uint64_t rounds = 0;    ///< whole passes over the log
  std::uint64_t events = 0;    ///< checked since the start
  std::uint64_t faults = 0;    ///< damaged things found since the start, each counted once
  /// When the last whole pass ended.
  std::optional<std::chrono::steady_clock::time_point> round_ended;
};

/// Checks blocks of 256 entries, one after the other, and begins anew at the end. A complete block
/// is compared with its tile, and that with its place in the one above; the entries after the last
/// complete one have no tile yet, only their own signatures. Along with them the table files are
/// read as they lie on the disk (rocks_table_files.h), each whole at once, so many that the last
/// one is done when the last entry is: who reads the entries may get them from a cache.
class Scrubber {
 public:
  /// `identity` as identity_of() says.
  Scrubber(std::shared_ptr<const EventStore> store, LedgerIdentity identity, ScrubOptions options);
  ~Scrubber();
  Scrubber(const Scrubber&) = delete;
  Scrubber& operator=(const Scrubber&) = delete;

  /// Checks the next block in this thread. False: there are no entries.
  bool step();

  /// Works in a thread of its own until stop(); a round begins kScrubRoundMin after the one before
  /// at the earliest.
  void start();
  void stop();

  ScrubState state() const;

 private:
  void run();
  void begin_round();
  /// As large a part of the files as `end` is of `size`.
  void check_tables(std::uint64_t end, std::uint64_t size);
  void check_block(std::uint64_t block, std::uint64_t size);
  void check_entries(std::uint64_t begin, std::uint64_t end, std::string_view tile);
  void check_parent(std::uint64_t block, std::string_view tile, std::uint64_t size);
  void report(Fault fault);

  const std::shared_ptr<const EventStore> store_;
  const LedgerIdentity identity_;
  const ScrubOptions options_;
  std::set<std::string> told_;             ///< faults, at most kTold of them; the checking thread's
  std::vector<TableFile> tables_;          ///< of this round, to be checked; the checking thread's
  std::uint64_t table_bytes_ = 0;          ///< of all of this round; the checking thread's
  std::uint64_t table_bytes_checked_ = 0;  ///< the checking thread's
  mutable std::mutex mutex_;
  std::condition_variable stopping_changed_;
  bool stopping_ = false;  ///< guarded by mutex_
  ScrubState state_;       ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace ledger
