// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/anchor_writer.h"

#include <utility>

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

void AnchorWriter::start(std::string note) {
  {
    const std::lock_guard lock(mutex_);
    LEDGER_CHECK(!due_);
    due_ = std::move(note);
  }
  changed_.notify_all();
}

Status AnchorWriter::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !due_ || failed_; });
  if (failed_) return *failed_;
  return Ok{};
}

void AnchorWriter::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || (due_ && !failed_); });
    if (!due_ || failed_) return;
    const std::string note = *due_;
    lock.unlock();
    if (on_step_) on_step_(WriteStep::kAnchorDue);
    Status written = anchor_.write(note);
    if (written && on_step_) on_step_(WriteStep::kAnchored);
    lock.lock();
    if (written) {
      due_.reset();
    } else {
      failed_ = written.error();
    }
    changed_.notify_all();
  }
}

}  // namespace ledger::internal
