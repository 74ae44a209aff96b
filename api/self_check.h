// SPDX-License-Identifier: Apache-2.0
// A small check that a running server makes of its own ledger: the newest checkpoint is signed by
// the standing key, its root is that of the tiles, and some entries are where the tree says. The
// whole check is `letopis verify`.
#pragma once

#include <cstdint>

#include "ledger/event_check.h"
#include "ledger/log_reader.h"

namespace api {

/// `samples` entries are chosen by `seed`. The errors say what does not hold.
ledger::Status self_check(const ledger::LedgerIdentity& ledger, const ledger::ReadView& view,
                          std::uint64_t seed, unsigned samples);

}  // namespace api
