// SPDX-License-Identifier: Apache-2.0
// letopis explain decision|agreement|obligation|document.
#pragma once

#include "tools/commands/commands.h"

namespace tools {

void add_explain(CLI::App& root, Session& session);

}  // namespace tools
