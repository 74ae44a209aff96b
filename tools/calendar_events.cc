// SPDX-License-Identifier: Apache-2.0
#include "tools/calendar_events.h"

#include <algorithm>
#include <set>

#include "api/event_json.h"
#include "ledger/body.h"
#include "ledger/entry.h"
#include "ledger/schema/event_body_generated.h"

namespace tools {
namespace {

namespace fb = ledger::fb;
namespace rules = projections::rules;
using api::Json;
using ledger::Result;

PublishedYear published_of(const fb::CalendarYearPublished& event, const std::string& digest,
                           std::uint64_t index) {
  PublishedYear out{event.calendar()->str(), {}, index};
  out.year.year = event.year();
  out.year.provisional = event.status() == fb::CalendarStatus::PROVISIONAL;
  out.year.version = digest;
  if (event.entries() == nullptr) return out;
  for (const fb::CalendarEntry* entry : *event.entries()) {
    rules::CalendarEntry day;
    day.day = rules::date_from_iso(entry->day()->string_view()).value_or(rules::kFirstDate);
    day.kind = static_cast<rules::DayKind>(entry->kind());
    if (entry->other_day() != nullptr) {
      day.other_day = rules::date_from_iso(entry->other_day()->string_view());
    }
    out.year.entries.push_back(day);
  }
  return out;
}

/// Ascending and comparable.
std::vector<std::pair<rules::Date, rules::DayKind>> days_of(const rules::CalendarYear& year) {
  std::vector<std::pair<rules::Date, rules::DayKind>> out;
  for (const rules::CalendarEntry& entry : year.entries) out.emplace_back(entry.day, entry.kind);
  std::sort(out.begin(), out.end());
  return out;
}

/// The sources of the year's days but the law that names the holidays: decrees, each once.
std::string act_title(const ShippedYear& year) {
  std::string out = "Производственный календарь " + std::to_string(year.year) + ": ТК РФ ст. 112";
  std::set<std::string> seen;
  for (const ShippedDay& day : year.days) {
    if (day.entry.kind == rules::DayKind::kPresidential) continue;
    std::string decree = day.source.substr(0, day.source.find(" ("));
    if (decree.starts_with("ТК РФ") || !seen.insert(decree).second) continue;
    if (out.size() + decree.size() < 190) out += ", " + decree;
  }
  return out;
}

}  // namespace

Result<std::vector<PublishedYear>> published_years(const ledger::LedgerIdentity& ledger,
                                                   const ledger::ReadView& view) {
  std::vector<std::uint64_t> indexes;
  const auto scanned =
      view.by_type(fb::Payload::CalendarYearPublished, 0, [&](std::uint64_t index) {
        indexes.push_back(index);
        return true;
      });
  if (!scanned) return scanned.error();
  std::vector<PublishedYear> out;
  for (const std::uint64_t index : indexes) {
    const auto event = view.event(index);
    if (!event) return event.error();
    const auto entry = ledger::parse_entry(event->entry);
    if (!entry) return entry.error();
    const auto body = ledger::check_body(entry->body);
    if (!body) return body.error();
    const fb::CalendarYearPublished& published = *body->table().payload_as_CalendarYearPublished();
    if (published.replaces() != nullptr) {
      std::erase_if(out, [&](const PublishedYear& each) {
        return each.year.version == published.replaces()->string_view();
      });
    }
    const auto record = api::recorded_event_to_json(ledger, *event);
    if (!record) return record.error();
    out.push_back(published_of(published, (*record)["digest"].get<std::string>(), index));
  }
  return out;
}

const PublishedYear* published(const std::vector<PublishedYear>& years, std::string_view calendar,
                               int year) {
  const auto found = std::find_if(years.rbegin(), years.rend(), [&](const PublishedYear& each) {
    return each.calendar == calendar && each.year.year == year;
  });
  return found == years.rend() ? nullptr : &*found;
}

bool same_calendar(const rules::CalendarYear& a, const rules::CalendarYear& b) {
  return a.year == b.year && a.provisional == b.provisional && days_of(a) == days_of(b);
}

Json publication(const ShippedYear& year, std::string_view calendar,
                 const std::optional<std::string>& replaces) {
  Json entries = Json::array();
  for (const ShippedDay& day : year.days) {
    Json entry{{"day", rules::to_iso(day.entry.day)}, {"kind", kind_name(day.entry.kind)}};
    if (day.entry.other_day) entry["other_day"] = rules::to_iso(*day.entry.other_day);
    const bool decree = day.entry.kind == rules::DayKind::kPresidential;
    const std::string& title = decree ? day.source : day.title;
    if (!title.empty()) entry["title"] = title;
    entries.push_back(std::move(entry));
  }
  const std::string name = std::string(calendar) + "-" + std::to_string(year.year);
  Json payload{{"calendar", calendar},
               {"year", year.year},
               {"entries", std::move(entries)},
               {"act", {{"kind", "CALENDAR_ACT"}, {"title", act_title(year)}}},
               {"status", year.provisional ? "PROVISIONAL" : "OFFICIAL"}};
  if (replaces) payload["replaces"] = *replaces;
  return Json{{"@name", "calendar-" + name + (replaces ? "-after-" + replaces->substr(0, 8) : "")},
              {"scope", {{"kind", "LEDGER"}, {"id", std::string(32, '0')}}},
              {"attestation", {{"grade", "RECORDER"}}},
              {"payload_type", "CalendarYearPublished"},
              {"payload", std::move(payload)}};
}

}  // namespace tools
