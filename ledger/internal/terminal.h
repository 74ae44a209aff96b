// SPDX-License-Identifier: Apache-2.0
// Asks for a secret on the controlling terminal.
#pragma once

#include <string_view>

#include "ledger/result.h"
#include "ledger/secret.h"

namespace ledger::internal {

/// Shows `text` on /dev/tty and reads one line without echo. While it waits, SIGINT, SIGTERM,
/// SIGHUP, SIGQUIT and SIGTSTP first restore the terminal and are then delivered as they would
/// have been; after a stop the question is asked again. REQUIRES: no other prompt is running.
/// Errors: see read_passphrase.
Result<SecretBytes> prompt_secret(std::string_view text);

}  // namespace ledger::internal
