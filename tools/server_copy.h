// SPDX-License-Identifier: Apache-2.0
// A copy of a server's ledger on this machine, so that what events would mean can be computed here
// before they are sent: every entry is fetched once and checked as the server checked it, and a
// server that goes back on what it showed earlier is found out.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/result.h"

namespace tools {

/// The folder of the copy, beside the anchors ($XDG_STATE_HOME/letopis/<ledger id>/copy), brought
/// up to the server's newest checkpoint; `token` may be empty. kInvalid BAD_URL, NO_STATE_HOME;
/// kIo SERVER_UNREACHABLE, BAD_ANSWER; kLocked while another process brings it up; the errors of
/// ledger::copy_log(), FORKED among them.
ledger::Result<std::filesystem::path> copy_of_server(const std::string& url,
                                                     const std::string& token);

}  // namespace tools
