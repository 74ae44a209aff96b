// SPDX-License-Identifier: Apache-2.0
// What this machine knows of a ledger's anchor, whatever the ledger's folder says: where it lies.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/result.h"

namespace tools {

struct KnownAnchor {
  std::filesystem::path file;
  std::filesystem::path named_in;  ///< the file that says where; empty: it is the usual place
};

/// Nothing if this machine knows of none; one that is remembered may be gone. kIo FILE_READ.
ledger::Result<std::optional<KnownAnchor>> known_anchor(const std::string& ledger_id);

/// kNotFound NO_ANCHOR, naming the file that remembers it, when a remembered anchor is gone.
ledger::Status check_there(const KnownAnchor& known);

/// Lets known_anchor() find this anchor from now on, unless the known one is there and knows as
/// much: nothing that guards a ledger is exchanged for something that knows less. Whether this one
/// is the known one now. The errors of reading an anchor and of writing a file.
ledger::Result<bool> remember_anchor(const std::string& ledger_id,
                                     const std::filesystem::path& anchor);

}  // namespace tools
