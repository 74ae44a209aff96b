// SPDX-License-Identifier: Apache-2.0
// letopis calendar: the calendars of working days that ship with the tool and those that a ledger
// has published; publishing them.
#include <algorithm>

#include "api/author.h"
#include "tools/calendar_events.h"
#include "tools/commands/commands.h"
#include "tools/destination.h"
#include "tools/key_options.h"
#include "tools/ledger_folder.h"
#include "tools/table.h"

namespace tools {
namespace {

namespace rules = projections::rules;
using api::Json;
using ledger::Result;

struct CalendarOptions {
  std::vector<int> years;
  std::string dir;
  std::string calendar = "ru";
  std::string signer;
  bool provisional = false;
  bool json = false;
  WriterOptions writer;
  KeyOptions keys;
};

std::size_t working_days(const rules::CalendarYear& year) {
  rules::Calendar calendar;
  if (!calendar.publish(year)) return 0;
  const rules::Period whole = rules::calendar_year_period(year.year);
  std::size_t count = 0;
  for (rules::Date day = whole.first; day <= whole.last; day += rules::days(1)) {
    const auto working = calendar.is_working(day);
    count += working && *working ? 1 : 0;
  }
  return count;
}

Result<std::vector<rules::CalendarYear>> years_of(const CalendarOptions& options) {
  std::vector<rules::CalendarYear> out;
  if (options.dir.empty()) {
    for (const ShippedYear& year : shipped_years()) out.push_back(year.calendar_year());
    return out;
  }
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return ledger.error();
  const auto years = published_years(ledger->identity, ledger->view());
  if (!years) return years.error();
  for (const PublishedYear& each : *years) {
    if (each.calendar == options.calendar) out.push_back(each.year);
  }
  return out;
}

std::string status_text(const Session& session, bool provisional) {
  return provisional ? session.say({"provisional", "предварительный"})
                     : session.say({"official", "официальный"});
}

int list(const Session& session, const CalendarOptions& options) {
  const auto years = years_of(options);
  if (!years) return session.fail(years.error());
  Table table({true, false, true, false});
  for (const rules::CalendarYear& year : *years) {
    const std::size_t working = working_days(year);
    if (options.json) {
      session.print_json(Json{{"calendar", options.calendar},
                              {"year", year.year},
                              {"status", year.provisional ? "PROVISIONAL" : "OFFICIAL"},
                              {"working_days", working},
                              {"version", year.version}});
      continue;
    }
    table.add({std::to_string(year.year), status_text(session, year.provisional),
               std::to_string(working) + session.say({" working days", " рабочих дней"}),
               year.version.substr(0, 16)});
  }
  for (const std::string& line : table.lines(terminal_width())) session.print(line);
  return kExitOk;
}

std::string kind_text(const Session& session, rules::DayKind kind) {
  switch (kind) {
    case rules::DayKind::kHoliday:
      return session.say({"holiday", "праздничный"});
    case rules::DayKind::kDayOffTransfer:
      return session.say({"day off, moved", "выходной, перенесён"});
    case rules::DayKind::kWorkingWeekend:
      return session.say({"working weekend", "рабочий выходной"});
    case rules::DayKind::kPresidential:
      break;
  }
  return session.say({"non-working by decree of the President", "нерабочий по указу Президента"});
}

int show(const Session& session, const CalendarOptions& options) {
  const auto years = years_of(options);
  if (!years) return session.fail(years.error());
  const int wanted = options.years.front();
  const auto found = std::find_if(years->rbegin(), years->rend(),
                                  [&](const auto& year) { return year.year == wanted; });
  if (found == years->rend()) return session.fail(rules::unknown_calendar(wanted));
  for (const rules::CalendarEntry& entry : found->entries) {
    const std::string day = rules::to_iso(entry.day);
    const std::string other = entry.other_day ? rules::to_iso(*entry.other_day) : std::string();
    if (options.json) {
      Json line{{"day", day}, {"kind", kind_name(entry.kind)}};
      if (!other.empty()) line["other_day"] = other;
      session.print_json(line);
    } else {
      session.print(day + "  " + kind_text(session, entry.kind) +
                    (other.empty() ? "" : "  <-> " + other));
    }
  }
  return kExitOk;
}

/// The shipped years that the command asks for: official ones unless it says otherwise.
Result<std::vector<ShippedYear>> chosen(const CalendarOptions& options) {
  std::vector<ShippedYear> out;
  for (const int wanted : options.years) {
    const auto& all = shipped_years();
    const auto found = std::find_if(all.begin(), all.end(), [&](const ShippedYear& year) {
      return year.year == wanted && (!year.provisional || options.provisional);
    });
    if (found == all.end()) return rules::unknown_calendar(wanted);
    out.push_back(*found);
  }
  if (!options.years.empty()) return out;
  for (const ShippedYear& year : shipped_years()) {
    if (!year.provisional || options.provisional) out.push_back(year);
  }
  return out;
}

/// The events that the ledger does not have yet, in one array.
Result<Json> missing_events(const Session& session, const CalendarOptions& options) {
  const auto shipped = chosen(options);
  if (!shipped) return shipped.error();
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return ledger.error();
  const auto there = published_years(ledger->identity, ledger->view());
  if (!there) return there.error();
  Json out = Json::array();
  for (const ShippedYear& year : *shipped) {
    const PublishedYear* before = published(*there, options.calendar, year.year);
    if (before != nullptr && same_calendar(before->year, year.calendar_year())) {
      session.note(std::to_string(year.year) +
                   session.say({": published already", ": уже опубликован"}));
      continue;
    }
    out.push_back(
        publication(year, options.calendar,
                    before == nullptr ? std::nullopt : std::optional(before->year.version)));
  }
  return out;
}

int publish(const Session& session, CalendarOptions options) {
  auto events = missing_events(session, options);
  if (!events) return session.fail(events.error());
  if (events->empty()) return kExitOk;
  auto keys = open_keys(session, options.keys);
  if (!keys) return session.fail(keys.error());
  api::Names names;
  options.writer.dir = options.dir;
  auto destination = open_folder_destination(options.writer, *keys, {});
  if (!destination) return session.fail(destination.error());
  auto author = api::Author::create({&*keys, &(*destination)->lookup(), &names, options.signer});
  if (!author) return session.fail(author.error());
  const auto batches = author->prepare(api::JsonText{std::move(*events), "calendar"}, {});
  if (!batches) return session.fail(batches.error());
  for (const api::PreparedBatch& batch : *batches) {
    std::vector<ledger::SignedEvent> signed_events;
    for (const api::PreparedEvent& each : batch) signed_events.push_back(each.event);
    const auto appended = (*destination)->append(std::move(signed_events));
    if (!appended) return session.fail(appended.error());
    for (std::size_t i = 0; i < appended->size(); ++i) {
      session.print(std::to_string((*appended)[i].index) + "  " +
                    ledger::to_hex((*appended)[i].digest).substr(0, 16) + "  " + batch[i].name);
    }
  }
  return kExitOk;
}

using SharedCalendarOptions = std::shared_ptr<CalendarOptions>;

void add_name_option(CLI::App& command, const Session& session, CalendarOptions& options) {
  command
      .add_option("--calendar", options.calendar,
                  session.say({"name of the calendar (ru)", "имя календаря (ru)"}))
      ->type_name("NAME");
}

void add_reading(CLI::App& parent, Session& session, const SharedCalendarOptions& options) {
  CLI::App& all = add_command(parent, session, "list",
                              {"the years: of the tool, or with --dir of a ledger",
                               "годы: в программе или, с --dir, в журнале"});
  CLI::App& one = add_command(parent, session, "show",
                              {"the days of a year that differ from the plain week",
                               "дни года, отличные от обычной недели"});
  one.add_option("YEAR", options->years, session.say({"the year", "год"}))->required()->expected(1);
  for (CLI::App* command : {&all, &one}) {
    command
        ->add_option("-d,--dir", options->dir,
                     session.say({"the ledger's folder", "папка журнала"}))
        ->type_name("DIR");
    add_name_option(*command, session, *options);
    add_json_flag(*command, session, options->json);
  }
  set_action(all, session, options, list);
  set_action(one, session, options, show);
}

void add_publish(CLI::App& parent, Session& session, const SharedCalendarOptions& options) {
  CLI::App& command = add_command(
      parent, session, "publish",
      {"record the tool's calendars in a ledger", "записать календари программы в журнал"});
  command
      .add_option("--year", options->years,
                  session.say({"which years (all official ones, if not given)",
                               "какие годы (если не даны — все официальные)"}))
      ->type_name("YEAR");
  command.add_flag(
      "--provisional", options->provisional,
      session.say({"provisional years too, marked so", "и предварительные, с этой пометкой"}));
  add_name_option(command, session, *options);
  command
      .add_option("-d,--dir", options->dir, session.say({"the ledger's folder", "папка журнала"}))
      ->type_name("DIR")
      ->required();
  add_key_options(command, session, options->keys);
  command
      .add_option("--signer", options->signer,
                  session.say({"key that signs", "ключ, которым подписать"}))
      ->type_name("NAME")
      ->required();
  add_writer_options(command, session, options->writer);
  add_witnesses_option(command, session, options->writer);
  command.callback([options, &session] {
    session.run = [options, &session] { return publish(session, *options); };
  });
}

}  // namespace

void add_calendar(CLI::App& root, Session& session) {
  CLI::App& command = add_command(root, session, "calendar",
                                  {"calendars of working days", "календари рабочих дней"});
  command.require_subcommand(1);
  auto options = std::make_shared<CalendarOptions>();
  add_reading(command, session, options);
  add_publish(command, session, options);
}

}  // namespace tools
