// SPDX-License-Identifier: Apache-2.0
// How `check` says that a proof does not hold, and tells it from a proof that it could not check.
#pragma once

#include <string>

#include "ledger/result.h"
#include "tools/session.h"

namespace tools {

/// What an error of checking evidence means: what cannot be read says nothing (kIo, kNotFound), and
/// whatever was read and does not hold is bad evidence (kCorrupt), a proof of another log than the
/// trusted one and a file that is no proof among it: one changed byte can make either.
ledger::Error evidence_error(const ledger::Error& found, const std::string& where = {});

/// Session::fail(), and with `json` the same answer as an object on standard output: "ok": false,
/// "verdict": "bad evidence" or "not checked", "reason", "message" and "where".
int fail_check(const Session& session, bool json, const ledger::Error& error);

}  // namespace tools
