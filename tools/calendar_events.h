// SPDX-License-Identifier: Apache-2.0
// Calendars as events: what a ledger has published, and the events that publish the years that
// ship with the tool.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/json_text.h"
#include "ledger/event_check.h"
#include "ledger/log_reader.h"
#include "ledger/result.h"
#include "projections/rules/calendar.h"
#include "tools/shipped_calendars.h"

namespace tools {

/// A CalendarYearPublished of a ledger, as it was recorded.
struct PublishedYear {
  std::string calendar;                   ///< name, e.g. "ru"
  projections::rules::CalendarYear year;  ///< version: the digest of the event
  std::uint64_t index = 0;
};

/// Those that nothing published later replaces, in the order of their events. Errors of reading.
ledger::Result<std::vector<PublishedYear>> published_years(const ledger::LedgerIdentity& ledger,
                                                           const ledger::ReadView& view);

/// The newest publication of the year; null if there is none.
const PublishedYear* published(const std::vector<PublishedYear>& years, std::string_view calendar,
                               int year);

/// The same days with the same status.
bool same_calendar(const projections::rules::CalendarYear& a,
                   const projections::rules::CalendarYear& b);

/// The event in the author's form. `replaces` is the digest of the publication before.
api::Json publication(const ShippedYear& year, std::string_view calendar,
                      const std::optional<std::string>& replaces);

}  // namespace tools
