// SPDX-License-Identifier: Apache-2.0
// The part of verification that needs no state and so runs on all cores: entries read, parsed,
// hashed, bodies and signatures checked, one block of a level-0 tile's entries at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/event_store.h"

namespace ledger::internal {

struct VerifiedEntry {
  bool present = false;  ///< the store gave bytes
  Hash leaf;
  std::uint64_t recorded_at_us = 0;
  std::size_t signatures = 0;
  std::optional<CheckedEvent> event;  ///< in the complete mode, where the body is strict
  std::optional<Error> error;         ///< what is wrong with the bytes by themselves
  std::string event_id;               ///< hex, where the bytes still show one

  bool sound() const { return event && !error; }
};

/// Entries [begin, begin + n), n <= 256, as strings or the error of reading each.
using RawBlock = std::vector<Result<std::string>>;

/// Reads entries one by one where the store refuses to read them together.
RawBlock read_block(const EventStore& store, std::uint64_t begin, std::uint64_t end);

std::vector<VerifiedEntry> check_block(const LedgerIdentity& identity, const RawBlock& raw,
                                       bool fast);

}  // namespace ledger::internal
