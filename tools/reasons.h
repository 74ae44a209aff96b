// SPDX-License-Identifier: Apache-2.0
// What the stable reason of an error means, in the user's language: the table of the ledger's and
// the rules' reasons, and the tool's own.
#pragma once

#include <string>
#include <string_view>

#include "tools/session.h"

namespace tools {

/// One sentence; empty for a reason that nobody has explained.
std::string explain_reason(std::string_view reason, Language language);

}  // namespace tools
