// SPDX-License-Identifier: Apache-2.0
// What a server answered to a submission, and whether it is an answer to that very one: a server,
// or somebody between, may answer with what it said to another, or keep the events to itself.
#pragma once

#include <vector>

#include "api/json_text.h"
#include "api/log_watch.h"
#include "ledger/log.h"

namespace api {

/// kIo BAD_ANSWER; kCorrupt ANSWER_DIFFERS when a digest is not that of the event sent.
ledger::AppendResult read_appended(const Json& answer, const std::vector<ledger::SignedEvent>& sent,
                                   const ledger::LedgerIdentity& ledger);

/// That the receipts in an answer to appending show these events where the answer says they are,
/// and that its checkpoint continues the log; the watch then knows that. REQUIRES: read_appended().
/// kIo BAD_ANSWER; the errors of the watch.
ledger::Status check_receipts(const Json& answer, const std::vector<ledger::SignedEvent>& sent,
                              LogWatch& watch, const LogWatch::AskProof& ask);

// Members of an answer, by name. kIo BAD_ANSWER.
ledger::Error bad_answer(const std::string& what);
std::string text_in(const Json& value, const char* member);  ///< empty if it is not there
/// A number that may be written as text when it is large.
ledger::Result<std::uint64_t> number_in(const Json& value, const char* member);
template <typename T>
ledger::Result<T> hex_in(const Json& value, const char* member) {
  auto bytes = ledger::fixed_from_hex<T>(text_in(value, member));
  if (!bytes) return bad_answer(std::string("no hex \"") + member + "\"");
  return bytes;
}

}  // namespace api
