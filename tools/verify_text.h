// SPDX-License-Identifier: Apache-2.0
// Faults and progress, in words and as JSON: what verify, audit and repair have in common.
#pragma once

#include <chrono>
#include <string>

#include "api/json_text.h"
#include "ledger/verify.h"
#include "tools/session.h"

namespace tools {

/// How far the work is: on a terminal one line that moves, otherwise a line every few seconds.
class Progress {
 public:
  Progress(const Session& session, Text verb);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void operator()(std::uint64_t done, std::uint64_t total);

 private:
  const Session& session_;
  const Text verb_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// E.g. "edited"; in the user's language.
std::string fault_class_text(const Session& session, ledger::FaultClass kind);
/// One line: the class, the structure, the event, the field; printable.
std::string fault_line(const Session& session, const ledger::Fault& fault);
/// The line, and below it the message with its reason.
void print_fault(const Session& session, const ledger::Fault& fault);
/// The same of what is no evidence of tampering by itself.
void print_warning(const Session& session, const ledger::Fault& warning);
api::Json fault_json(const ledger::Fault& fault);

/// The newest signed checkpoint up to which all is well, or null: {"size", "root"}.
api::Json last_good_json(const ledger::VerifyReport& report);

}  // namespace tools
