// SPDX-License-Identifier: Apache-2.0
// letopis bisect: the first position at which two copies of a log differ.
#include "api/event_json.h"
#include "api/log_source.h"
#include "ledger/compare.h"
#include "ledger/entry.h"
#include "ledger/heap.h"
#include "tools/commands/commands.h"

namespace tools {
namespace {

struct BisectCommand {
  std::string first;
  std::string second;
  bool thorough = false;
  bool json = false;
};

/// What a copy has there: the event's own id, if its bytes still show one.
std::string event_at(const ledger::EventStore& log, std::uint64_t index) {
  std::string out;
  (void)log.read(index, index + 1, [&](std::uint64_t, std::string_view bytes) {
    const auto entry = ledger::parse_entry(bytes);
    const auto body =
        entry ? ledger::check_body(entry->body) : ledger::Result<ledger::Body>(entry.error());
    if (body) {
      out = to_hex(body->event_id()) + " " + std::string(body->payload_name()) + " " +
            api::rfc3339(entry->recorded_at_us);
    }
    return false;
  });
  return out;
}

void report(const Session& session, const BisectCommand& command, const ledger::Comparison& result,
            const std::string& first, const std::string& second) {
  if (command.json) {
    api::Json out = api::Json::object();
    out["same"] = result.same();
    out["first_size"] = result.first_size;
    out["second_size"] = result.second_size;
    out["neither_at"] = result.neither_at ? api::Json(*result.neither_at) : api::Json();
    out["differs_at"] = result.differs_at ? api::Json(*result.differs_at) : api::Json();
    out["first_event"] = first;
    out["second_event"] = second;
    out["thorough"] = command.thorough;
    out["entries_compared"] = result.entries_compared;
    return session.print_json(out);
  }
  if (result.differs_at) {
    session.print(session.say({"They differ at event ", "Расходятся на событии "}) +
                  std::to_string(*result.differs_at));
    const std::string none = session.say({"nothing that can be read", "ничего читаемого"});
    session.print("  " + command.first + ": " + (first.empty() ? none : first));
    session.print("  " + command.second + ": " + (second.empty() ? none : second));
  } else if (result.same()) {
    session.print(session.say({"They are the same: events ", "Одинаковы: событий "}) +
                  std::to_string(result.first_size));
  } else if (result.first_size != result.second_size) {
    session.print(session.say({"The same up to the end of the shorter one: ",
                               "Одинаковы до конца более короткой: "}) +
                  std::to_string(std::min(result.first_size, result.second_size)));
  }
  if (result.neither_at) {
    session.print(session.say({"Neither has a readable event, and nothing is said of it: ",
                               "Ни в одной не читается событие, о нём ничего не сказано: "}) +
                  std::to_string(*result.neither_at));
  }
  if (!result.differs_at && !command.thorough) {
    session.print(session.say(
        {"Only the tiles of their hash trees were compared: an entry edited beside its tile is "
         "found with --thorough.",
         "Сравнивались только плитки деревьев хешей: запись, изменённая при нетронутой плитке, "
         "находится с --thorough."}));
  }
}

int run(const Session& session, const BisectCommand& command) {
  ledger::keep_heap_small();
  const auto first = api::open_log_source(command.first);
  if (!first) return session.fail(first.error());
  const auto second = api::open_log_source(command.second);
  if (!second) return session.fail(second.error());
  for (const api::LogSource* source : {&*first, &*second}) {
    if (auto whole = api::check_from_the_start(*source); !whole) {
      return session.fail(whole.error());
    }
  }
  const auto result = ledger::compare_logs(*first->log, *second->log, command.thorough);
  if (!result) return session.fail(result.error());
  const std::uint64_t at = result->differs_at.value_or(0);
  report(session, command, *result, result->differs_at ? event_at(*first->log, at) : "",
         result->differs_at ? event_at(*second->log, at) : "");
  if (result->differs_at) return kExitTampering;
  return result->neither_at ? kExitUnreadable : kExitOk;
}

}  // namespace

void add_bisect(CLI::App& root, Session& session) {
  auto options = std::make_shared<BisectCommand>();
  CLI::App& command = add_command(
      root, session, "bisect",
      {"the first position where two copies differ", "первое место, где две копии расходятся"});
  const std::string what = session.say({"ledger, bundle or address", "журнал, набор или адрес"});
  command.add_option("A", options->first, what)->required();
  command.add_option("B", options->second, what)->required();
  command.add_flag("--thorough", options->thorough,
                   session.say({"compare every entry, not the tiles first",
                                "сравнить все записи, а не сперва плитки"}));
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
