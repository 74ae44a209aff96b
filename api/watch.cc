// SPDX-License-Identifier: Apache-2.0
#include "api/watch.h"

#include <algorithm>

#include "api/self_check.h"
#include "ledger/kv.h"

namespace api {

using std::chrono::milliseconds;

namespace {

constexpr unsigned kSelfCheckSamples = 16;
constexpr std::chrono::seconds kTellAgain{60};

milliseconds since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - then);
}

std::string number(std::uint64_t value) { return std::to_string(value); }

}  // namespace

Watch::Watch(const Service& service, WatchOptions options, std::shared_ptr<TokenStore> tokens)
    : service_(service),
      options_(std::move(options)),
      tokens_(std::move(tokens)),
      moved_(Clock::now()),
      self_checked_(Clock::now()),
      told_at_(Clock::now()),
      thread_([this] { run(); }) {}

Watch::~Watch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Watch::run() {
  check_self(Clock::now());
  while (true) {
    const auto now = Clock::now();
    look(now);
    if (now - self_checked_ >= options_.self_check_every) check_self(now);
    scrub_views(now);
    tell(now);
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, options_.tick, [this] { return stopping_; })) return;
  }
}

void Watch::look(Clock::time_point now) {
  const std::uint64_t position = service_.views->status().position;
  const std::uint64_t size = service_.view().size();
  std::optional<std::uint64_t> free_bytes;
  std::error_code error;
  if (!options_.disk.empty()) {
    const auto space = std::filesystem::space(options_.disk, error);
    if (!error) free_bytes = space.available;
  }
  std::optional<ledger::Error> tokens_error;
  if (tokens_ != nullptr) {
    if (auto read = tokens_->refresh(); !read) tokens_error = read.error();
  }
  const std::lock_guard lock(mutex_);
  if (position != last_position_ || position >= size) moved_ = now;
  last_position_ = position;
  caught_up_once_ = caught_up_once_ || position >= size;
  disk_free_bytes_ = free_bytes;
  tokens_error_ = std::move(tokens_error);
}

void Watch::check_self(Clock::time_point now) {
  const auto seed = static_cast<std::uint64_t>(now.time_since_epoch().count());
  const auto held = self_check(service_.identity, service_.view(), seed, kSelfCheckSamples);
  // Nothing was learnt: what the last check said stands, and the next round checks again.
  if (!held && held.error().reason == ledger::kOutOfFiles) return;
  const std::lock_guard lock(mutex_);
  self_check_error_ = held ? std::nullopt : std::optional(held.error());
  ++self_checks_;
  self_checked_ = now;
}

/// A part of the rows at a time. Views that are folded anew are read from their beginning.
void Watch::scrub_views(Clock::time_point now) {
  if (options_.scrub_rows == 0) return;
  if (next_row_.empty()) {
    if (now < pass_due_) return;
    pass_due_ = now + options_.scrub_pass_min;
  }
  auto views = service_.views->runner();
  auto read = views != nullptr ? views->read_again(next_row_, options_.scrub_rows)
                               : ledger::Result<projections::RowsRead>(projections::RowsRead{});
  const bool away = views == nullptr;
  views.reset();  // whoever renews them waits for their readers
  if (!read) service_.views->note(read.error());
  next_row_ = read ? std::move(read->next) : std::string();
  const std::lock_guard lock(mutex_);
  if (away || !read) {
    view_scrub_.position = 0;
    return;
  }
  view_scrub_.rows += read->rows;
  view_scrub_.position += read->rows;
  if (!next_row_.empty()) return;
  ++view_scrub_.passes;
  view_scrub_.position = 0;
}

/// What began or ended since the last time, and every minute what lasts.
void Watch::tell(Clock::time_point now) {
  if (!options_.on_trouble) return;
  std::string codes;
  std::vector<Trouble> all = troubles();
  // Catching up after the start is no news unless it takes too long.
  const bool moving = state().views_still < options_.stall;
  std::erase_if(all, [&](const Trouble& one) { return moving && one.code == "VIEWS_BEHIND"; });
  for (const Trouble& one : all) codes += one.code + " ";
  if (codes == told_ && (all.empty() || now - told_at_ < kTellAgain)) return;
  for (const Trouble& one : all) options_.on_trouble(one.code, one.detail);
  if (all.empty()) options_.on_trouble("READY", "nothing is wrong any more");
  told_ = codes;
  told_at_ = now;
}

WatchState Watch::state() const {
  WatchState state;
  state.views_position = service_.views->status().position;
  state.log_size = service_.view().size();
  const std::lock_guard lock(mutex_);
  const bool level = state.views_position >= state.log_size;
  caught_up_once_ = caught_up_once_ || level;
  state.caught_up_once = caught_up_once_;
  state.views_still = level ? milliseconds(0) : since(moved_);
  state.disk_free_bytes = disk_free_bytes_;
  state.self_check_error = self_check_error_;
  state.tokens_error = tokens_error_;
  state.self_checks = self_checks_;
  state.since_self_check = since(self_checked_);
  if (options_.scrub_rows > 0) state.view_scrub = view_scrub_;
  return state;
}

std::vector<Trouble> Watch::troubles() const {
  const WatchState now = state();
  const auto views = service_.views->status();
  std::vector<Trouble> all;
  if (views.damage) {
    all.push_back({"VIEWS_DAMAGED",
                   "what was kept of the views cannot be read; they are folded "
                   "anew, " +
                       number(now.views_position) + " of " + number(now.log_size) +
                       " events so far"});
  }
  if (views.error) {
    all.push_back({"VIEWS_FAILED", views.error->reason + ": the views cannot follow, " +
                                       number(views.failures) + " tries failed"});
  }
  if (!now.caught_up_once || now.views_still >= options_.stall) {
    all.push_back({"VIEWS_BEHIND", "the views stand at " + number(now.views_position) + " of " +
                                       number(now.log_size) + " events"});
  }
  const auto stopped = service_.writer != nullptr ? service_.writer->stopped() : std::nullopt;
  if (stopped) all.push_back({"WRITER_STOPPED", stopped->reason + ": nothing is accepted"});
  if (now.disk_free_bytes && *now.disk_free_bytes < options_.disk_free_bytes_min) {
    all.push_back({"DISK_LOW", number(*now.disk_free_bytes) + " bytes are free, " +
                                   number(options_.disk_free_bytes_min) + " are needed"});
  }
  if (now.self_check_error) {
    all.push_back({"SELF_CHECK_FAILED",
                   now.self_check_error->reason + ": run letopis verify before anything else"});
  }
  if (now.tokens_error) {
    all.push_back({"TOKENS_UNREADABLE",
                   now.tokens_error->reason +
                       ": the file of tokens cannot be read; those that were read before hold, and "
                       "what was revoked since does too"});
  }
  return all;
}

}  // namespace api
