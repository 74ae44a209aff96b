// SPDX-License-Identifier: Apache-2.0
// How `check` says that a proof does not hold, and tells it from a proof that it could not check.
#pragma once

#include <string>

#include "ledger/result.h"
#include "tools/session.h"

namespace tools {

/// What an error of checking evidence that was read means: it is bad evidence (kCorrupt), a proof
/// of another log than the trusted one, of a place or event that is not in it and a file that is no
/// proof among it: one changed byte can make each. Only what could not be read (kIo) says nothing.
ledger::Error evidence_error(const ledger::Error& found, const std::string& where = {});

/// Session::fail(), and with `json` the same answer as an object on standard output: "ok": false,
/// "verdict": "bad evidence" or "not checked", "reason", "message" and "where".
int fail_check(const Session& session, bool json, const ledger::Error& error);

}  // namespace tools
