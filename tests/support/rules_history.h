// SPDX-License-Identifier: Apache-2.0
// What was handed to the rules, in order, and what they decided: the golden log of a version of
// the rules, and its replay without a log, a store or a signature.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/admission.h"

namespace support {

/// One event that reached the rules.
struct RuledEvent {
  std::string body;
  std::uint64_t recorded_at_us = 0;
  std::string decision;  ///< "accepted" or the reason of the refusal
};

/// A year of a cluster in which every rule speaks at least once.
std::vector<RuledEvent> lived_history(std::uint32_t version = 1);

/// One line per event: decision, time, body in hex; then "digest" and that of the last state.
std::string golden_text(const std::vector<RuledEvent>& history, const ledger::Hash& digest);
struct Golden {
  std::vector<RuledEvent> history;
  ledger::Hash digest;
};
Golden read_golden(const std::filesystem::path& file);

/// Decides every event again from nothing. The decisions, and the rows that remain.
struct Replay {
  std::vector<std::string> decisions;
  ledger::Rows rows;
};
Replay replay(const std::vector<RuledEvent>& history, const ledger::Admission& rules,
              const std::string& origin);

}  // namespace support
