// SPDX-License-Identifier: Apache-2.0
// The histories of the three regions as a ledger, made by the script that the demo uses.
#pragma once

#include <filesystem>

namespace support {

/// The ledger's folder, made once for one build of the tool; tests may run side by side and only
/// read it.
std::filesystem::path loaded_history();

}  // namespace support
