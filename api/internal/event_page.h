// SPDX-License-Identifier: Apache-2.0
// Pages of events: a filter over a part of the log, bounded in events, in bytes and in how much of
// the log one question looks at.
#pragma once

#include <cstdint>
#include <functional>

#include "api/event_filter.h"
#include "api/json.h"
#include "ledger/event_check.h"
#include "ledger/log_reader.h"

namespace api {

/// Indexes [from, to) of the log; at most `limit` events.
struct PageBounds {
  std::uint64_t from = 0;
  std::uint64_t to = UINT64_MAX;
  std::uint64_t limit = 100;
};

struct EventPage {
  Json list = Json::array();
  /// Everything before this index was looked at: where the next page begins.
  std::uint64_t next = 0;
};

/// A page ends at its bounds, at the end of the view, once it holds 4 MiB of entries, or when
/// 10,000 events were looked at. The errors of the log's store.
ledger::Result<EventPage> read_event_page(const ledger::LedgerIdentity& ledger,
                                          const ledger::ReadView& view, const EventFilter& filter,
                                          const PageBounds& bounds);

}  // namespace api
