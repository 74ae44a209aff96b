// SPDX-License-Identifier: Apache-2.0
// The watch over a running server: do the views follow, is there room on the disk, does the ledger
// still agree with itself, did the tokens change. What is wrong is told to the operator's log when
// it begins and once a minute as long as it lasts, and to /readyz and /metrics at any time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/service.h"
#include "api/tokens.h"

namespace api {

struct WatchOptions {
  std::filesystem::path disk;  ///< a folder on the disk that must not fill up; empty: not watched
  std::uint64_t disk_free_bytes_min = std::uint64_t{256} << 20;
  std::chrono::milliseconds stall{30'000};  ///< views that did not move for so long are stalled
  std::chrono::milliseconds self_check_every{600'000};
  std::chrono::milliseconds tick{1'000};
  std::uint64_t scrub_rows = 0;  ///< of the views, read again at every tick; 0: none
  /// From the beginning of one pass over the views to that of the next, at least.
  std::chrono::milliseconds scrub_pass_min{60'000};
  /// For the operator's log; from the watch's thread.
  std::function<void(std::string_view code, std::string_view detail)> on_trouble = nullptr;
};

/// One reason not to send readers here.
struct Trouble {
  /// VIEWS_DAMAGED, VIEWS_FAILED, VIEWS_BEHIND, WRITER_STOPPED, DISK_LOW, SELF_CHECK_FAILED,
  /// TOKENS_UNREADABLE
  std::string code;
  std::string detail;  ///< one English sentence
};

/// How far the views' rows are read again in the background. What is damaged is noted with the
/// views (RunnerThread::note), which are then folded anew.
struct ViewScrub {
  std::uint64_t position = 0;  ///< rows of this pass
  std::uint64_t passes = 0;    ///< whole ones
  std::uint64_t rows = 0;      ///< since the start
};

struct WatchState {
  std::uint64_t views_position = 0;
  std::uint64_t log_size = 0;
  bool caught_up_once = false;
  std::chrono::milliseconds views_still{0};  ///< since the views last moved or were level
  std::optional<std::uint64_t> disk_free_bytes;
  std::optional<ledger::Error> self_check_error;
  std::optional<ledger::Error> tokens_error;  ///< those that were read before hold
  std::uint64_t self_checks = 0;
  std::chrono::milliseconds since_self_check{0};
  std::optional<ViewScrub> view_scrub;  ///< nothing: the views are not read again
};

class Watch {
 public:
  /// Borrows the service. `tokens` may be null.
  Watch(const Service& service, WatchOptions options, std::shared_ptr<TokenStore> tokens);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// As it is now. Any thread.
  WatchState state() const;
  /// Empty: ready.
  std::vector<Trouble> troubles() const;

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  void look(Clock::time_point now);
  void check_self(Clock::time_point now);
  void scrub_views(Clock::time_point now);
  void tell(Clock::time_point now);

  const Service& service_;
  const WatchOptions options_;
  const std::shared_ptr<TokenStore> tokens_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  ///< guarded by mutex_, as all below
  mutable bool caught_up_once_ = false;
  std::uint64_t last_position_ = 0;
  Clock::time_point moved_;
  std::optional<std::uint64_t> disk_free_bytes_;
  std::optional<ledger::Error> self_check_error_;
  std::uint64_t self_checks_ = 0;
  Clock::time_point self_checked_;
  std::optional<ledger::Error> tokens_error_;
  ViewScrub view_scrub_;

  std::string next_row_;        ///< of the watch's thread: where the views are read on
  Clock::time_point pass_due_;  ///< of the watch's thread: when the views are read from the start
  std::string told_;            ///< of the watch's thread: the troubles that the log knows of
  Clock::time_point told_at_;
  std::thread thread_;
};

}  // namespace api
