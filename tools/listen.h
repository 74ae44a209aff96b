// SPDX-License-Identifier: Apache-2.0
// Where a server of this tool listens.
#pragma once

#include <string>

#include "api/server.h"

namespace tools {

/// "ADDRESS:PORT", an IPv6 address in brackets. kInvalid BAD_ADDRESS.
ledger::Result<api::ServerOptions> parse_listen(const std::string& listen);

/// As it stands in a URL.
std::string host_text(const std::string& host);

}  // namespace tools
