// SPDX-License-Identifier: Apache-2.0
// A ledger's store together with what the anchor says, for commands that compare the two while a
// server may be writing both.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "ledger/event_store.h"
#include "ledger/verify.h"

namespace tools {

/// What there is outside a ledger's folder to compare it with.
struct AnchorView {
  std::optional<std::string> note;
  std::optional<ledger::Fault> fault;    ///< the anchor is damaged, or cannot be read
  std::optional<ledger::Fault> warning;  ///< one slot is, or reading it is not permitted
};

struct AnchoredStore {
  std::shared_ptr<const ledger::EventStore> store;
  AnchorView anchor;
};

/// Opens the store as open_store_to_verify() does and reads the anchor: `wanted`, or the one of
/// anchor_of(). What the anchor holds was in the store before, so a store that was opened too early
/// to show it is opened again. The errors of opening; kNotFound NO_ANCHOR where an anchor was
/// named, or this machine remembers one, and it is gone. One that lies inside the folder is none.
ledger::Result<AnchoredStore> open_anchored(const std::filesystem::path& dir,
                                            const std::string& wanted);

}  // namespace tools
