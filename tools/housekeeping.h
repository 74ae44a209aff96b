// SPDX-License-Identifier: Apache-2.0
// What a server does for its ledger beside serving: reads cold data again and takes backups, both
// in the background and while events come in.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "ledger/log_reader.h"
#include "ledger/scrub.h"

namespace tools {

struct HousekeepingOptions {
  std::uint64_t scrub_rate = 1'000;  ///< events per second; 0: none
  std::string backups;               ///< folder; empty: none
  std::chrono::minutes backup_every{1'440};
  unsigned backups_kept = 30;
  /// A line about damage or a backup, from another thread.
  std::function<void(const std::string& line)> tell;
};

class Housekeeping {
 public:
  /// `view` keeps the store open as long as this lives.
  Housekeeping(ledger::ReadView view, ledger::LedgerIdentity identity, HousekeepingOptions options);
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

  void start();
  ledger::ScrubState scrub_state() const { return scrubber_.state(); }

 private:
  void run_backups();
  void back_up() const;

  const std::shared_ptr<const ledger::EventStore> store_;
  const HousekeepingOptions options_;
  ledger::Scrubber scrubber_;
  std::mutex mutex_;
  std::condition_variable stopping_changed_;
  bool stopping_ = false;  ///< guarded by mutex_
  std::thread backups_;
};

}  // namespace tools
