// SPDX-License-Identifier: Apache-2.0
// letopis log: the events in a line each.
#include <algorithm>

#include "api/event_json.h"
#include "tools/commands/commands.h"
#include "tools/event_details.h"
#include "tools/event_text.h"
#include "tools/ledger_folder.h"
#include "tools/table.h"

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kTableRows = 200;  // padded together; then printed

struct LogOptions {
  std::string dir;
  std::string subject;
  std::string type;
  std::uint64_t from = 0;
  std::uint64_t limit = UINT64_MAX;
  bool reverse = false;
  bool json = false;
};

/// The indexes to show, in ascending order, before --limit and --reverse.
Result<std::vector<std::uint64_t>> chosen(const ledger::ReadView& view, const LogOptions& options) {
  std::vector<std::uint64_t> out;
  if (options.subject.empty() && options.type.empty()) {
    for (std::uint64_t i = options.from; i < view.size(); ++i) out.push_back(i);
    return out;
  }
  if (!options.type.empty()) {
    const auto type = parse_type(options.type);
    if (!type) return type.error();
    auto scanned = view.by_type(*type, options.from, [&](std::uint64_t index) {
      out.push_back(index);
      return true;
    });
    if (!scanned) return scanned.error();
  }
  if (options.subject.empty()) return out;
  const auto subject = parse_subject(options.subject);
  if (!subject) return subject.error();
  std::vector<std::uint64_t> about;
  auto scanned = view.by_subject(*subject, 0, [&](std::uint64_t, std::uint64_t index) {
    if (index >= options.from) about.push_back(index);
    return true;
  });
  if (!scanned) return scanned.error();
  if (options.type.empty()) return about;
  std::vector<std::uint64_t> both;
  std::set_intersection(out.begin(), out.end(), about.begin(), about.end(),
                        std::back_inserter(both));
  return both;
}

/// Prints what has gathered; columns are aligned within one block.
void flush(const Session& session, Table& table) {
  for (const std::string& line : table.lines(terminal_width())) session.print(line);
  table = Table({true, false, false, false});
}

std::vector<std::string> row(const Session& session, const Json& event) {
  const Json& body = event["body"];
  const std::string type = body["payload_type"].get<std::string>();
  std::string words = type_title(type, session.language);
  if (const std::string text = headline(body); !text.empty()) {
    const bool russian = session.language == Language::kRussian;
    words += ": " + (russian ? code_in_words(text, session.language) : text);
  }
  return {std::to_string(event["index"].get<std::uint64_t>()),
          event["recorded_at"].get<std::string>().substr(0, 19) + "Z", type, words};
}

Status show(const Session& session, const OpenLedger& ledger,
            const std::vector<std::uint64_t>& indexes, bool json) {
  const auto view = ledger.view();
  Table table({true, false, false, false});
  std::size_t rows = 0;
  for (const std::uint64_t index : indexes) {
    const auto event = view.event(index);
    if (!event) return event.error();
    const auto record = api::recorded_event_to_json(ledger.identity, *event);
    if (!record) return record.error();
    if (json) {
      session.print_json(*record);
      continue;
    }
    table.add(row(session, *record));
    if (++rows % kTableRows == 0) flush(session, table);
  }
  flush(session, table);
  return Ok{};
}

int run(const Session& session, const LogOptions& options) {
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  auto indexes = chosen(ledger->view(), options);
  if (!indexes) return session.fail(indexes.error());
  if (options.reverse) std::reverse(indexes->begin(), indexes->end());
  if (indexes->size() > options.limit) indexes->resize(static_cast<std::size_t>(options.limit));
  if (auto shown = show(session, *ledger, *indexes, options.json); !shown) {
    return session.fail(shown.error());
  }
  return kExitOk;
}

}  // namespace

void add_log(CLI::App& root, Session& session) {
  auto options = std::make_shared<LogOptions>();
  CLI::App& command = add_command(root, session, "log",
                                  {"the events, a line each", "события, по строке на каждое"});
  add_dir_option(command, session, options->dir);
  command
      .add_option("--subject", options->subject,
                  session.say({"only about this: cluster:ID, organisation:ID, region:ID, "
                               "document:ID or registry",
                               "только об этом: cluster:ID, organisation:ID, region:ID, "
                               "document:ID или registry"}))
      ->type_name("KIND:ID");
  command
      .add_option("--type", options->type, session.say({"only of this type", "только этого вида"}))
      ->type_name("TYPE");
  command.add_option("--from", options->from, session.say({"first index", "с какого номера"}))
      ->check(whole_number());
  command
      .add_option("-n,--limit", options->limit,
                  session.say({"how many at most", "не больше скольких"}))
      ->check(whole_number());
  command.add_flag("-r,--reverse", options->reverse,
                   session.say({"newest first", "сначала новые"}));
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
