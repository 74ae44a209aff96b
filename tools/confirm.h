// SPDX-License-Identifier: Apache-2.0
// Asks the person at the terminal before something is recorded that they have just been shown.
#pragma once

#include "ledger/result.h"
#include "tools/session.h"

namespace tools {

/// Asks on the terminal that standard input is; only "y", "yes", "д" or "да" is a yes. Without a
/// terminal nobody can be asked, and nothing is done. kRefused NOT_CONFIRMED.
ledger::Status confirm(const Session& session, const Text& question);

}  // namespace tools
