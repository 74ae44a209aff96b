// SPDX-License-Identifier: Apache-2.0
// Events as blocks of a text/event-stream, made once for all readers of the newest ones.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/body.h"
#include "ledger/event_check.h"
#include "ledger/log_reader.h"

namespace api {

/// One event: `id` is its position (index + 1), `event` its type, `data` its JSON.
struct Frame {
  std::uint64_t index = 0;
  ledger::fb::Payload type{};
  std::vector<ledger::Subject> subjects;
  std::string text;
};

/// Any thread.
class Frames {
 public:
  explicit Frames(ledger::LedgerIdentity ledger) : ledger_(std::move(ledger)) {}

  /// The errors of the log's store; kCorrupt for an event that cannot be read.
  ledger::Result<std::shared_ptr<const Frame>> get(const ledger::ReadView& view,
                                                   std::uint64_t index);

 private:
  ledger::Result<std::shared_ptr<const Frame>> make(const ledger::ReadView& view,
                                                    std::uint64_t index) const;

  const ledger::LedgerIdentity ledger_;
  std::mutex mutex_;
  /// Guarded by mutex_; an event has the slot of its index.
  std::array<std::shared_ptr<const Frame>, 1'024> kept_;
};

}  // namespace api
