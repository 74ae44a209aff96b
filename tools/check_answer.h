// SPDX-License-Identifier: Apache-2.0
// How `check` says that a proof does not hold, and tells it from a proof that it could not check.
#pragma once

#include <string>

#include "ledger/result.h"
#include "tools/session.h"

namespace tools {

/// What an error of checking evidence means: a file that is no proof at all says nothing (kIo), a
/// proof of another log than the one that is trusted is a question put wrongly (kInvalid), and
/// whatever else does not hold is bad evidence (kCorrupt).
ledger::Error evidence_error(const ledger::Error& found, const std::string& where = {});

/// Session::fail(), and with `json` the same answer as an object on standard output: "ok": false,
/// "verdict": "bad evidence" or "not checked", "reason", "message" and "where".
int fail_check(const Session& session, bool json, const ledger::Error& error);

}  // namespace tools
