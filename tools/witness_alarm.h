// SPDX-License-Identifier: Apache-2.0
// An alarm that witnesses raised against a store, kept beside the anchor: whoever writes next must
// know of it, asked or not. "<anchor>.alarm" is three lines: the reason, the size that had been
// published when it was raised, what the witness showed.
#pragma once

#include <cstdint>
#include <filesystem>

#include "ledger/result.h"

namespace tools {

/// Keeps the alarm, unless one stands already. `published`: the size that the caller knows to be
/// published; the anchor may know more. The errors of writing a file.
ledger::Status keep_alarm(const std::filesystem::path& anchor, const ledger::Error& alarm,
                          std::uint64_t published);

/// kBehind with the alarm's reason while one stands, saying what ends it; kIo FILE_READ.
ledger::Status check_no_alarm(const std::filesystem::path& anchor);

/// Ends the alarm when the store holds a published checkpoint of size `held` that is newer than
/// what was published when it was raised: then the missing part is found. Whether none stands now.
ledger::Result<bool> settle_alarm(const std::filesystem::path& anchor, std::uint64_t held);

}  // namespace tools
