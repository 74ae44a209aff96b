// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/anchor_writer.h"

#include <utility>

#include "ledger/short_turns.h"

namespace ledger::internal {

AnchorWriter::AnchorWriter(Anchor anchor, std::function<void(WriteStep)> on_step)
    : anchor_(std::move(anchor)), on_step_(std::move(on_step)), thread_([this] { work(); }) {}

AnchorWriter::~AnchorWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Status AnchorWriter::start(std::string_view note) {
  if (auto before = wait(); !before) return before;
  if (auto written = anchor_.put(note); !written) return written;
  {
    const std::lock_guard lock(mutex_);
    due_ = true;
  }
  changed_.notify_all();
  return Ok{};
}

Status AnchorWriter::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !due_ || failed_; });
  if (failed_) return *failed_;
  return Ok{};
}

void AnchorWriter::work() {
  const ShortTurns turns;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || (due_ && !failed_); });
    if (!due_ || failed_) return;
    lock.unlock();
    if (on_step_) on_step_(WriteStep::kAnchorDue);
    const Status synced = anchor_.sync();
    if (synced && on_step_) on_step_(WriteStep::kAnchored);
    lock.lock();
    due_ = false;
    if (!synced) failed_ = synced.error();
    changed_.notify_all();
  }
}

}  // namespace ledger::internal
