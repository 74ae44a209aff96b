// SPDX-License-Identifier: Apache-2.0
// letopis stats: what the ledger is and how much of what is in it.
#include "api/event_json_schema.h"
#include "tools/commands/commands.h"
#include "tools/event_text.h"
#include "tools/ledger_folder.h"
#include "tools/table.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;

struct StatsOptions {
  std::string dir;
  bool json = false;
};

/// Types in the order of the schema, those without events left out.
Result<Json> counts_by_type(const ledger::ReadView& view) {
  Json out = Json::object();
  for (const auto& candidate : api::json_schema().enums) {
    if (candidate.name != "Payload") continue;
    for (const auto& type : candidate.values) {
      std::uint64_t count = 0;
      auto scanned =
          view.by_type(static_cast<ledger::fb::Payload>(type.number), 0, [&](std::uint64_t) {
            ++count;
            return true;
          });
      if (!scanned) return scanned.error();
      if (count > 0) out[type.name] = count;
    }
  }
  return out;
}

void print_text(const Session& session, const Json& stats) {
  const auto line = [&](const Text& name, const std::string& value) {
    session.print(session.say(name) + value);
  };
  line({"origin     ", "имя        "}, stats["origin"].get<std::string>());
  line({"ledger id  ", "номер      "}, stats["ledger_id"].get<std::string>());
  line({"vkey       ", "ключ       "}, stats["vkey"].get<std::string>());
  line({"events     ", "событий    "}, stats["size"].dump());
  line({"root       ", "корень     "}, stats["root"].get<std::string>());
  line({"bytes      ", "байт       "}, stats["bytes"].dump());
  Table table({true, false, false});
  for (const auto& item : stats["types"].items()) {
    table.add({item.value().dump(), item.key(), type_title(item.key(), session.language)});
  }
  for (const std::string& row : table.lines(terminal_width())) session.print(row);
}

int run(const Session& session, const StatsOptions& options) {
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  const auto view = ledger->view();
  const auto vkey = standing_vkey(*ledger);
  if (!vkey) return session.fail(vkey.error());
  const auto checkpoint_key = ledger::parse_vkey(*vkey);
  if (!checkpoint_key) return session.fail(checkpoint_key.error());
  auto types = counts_by_type(view);
  if (!types) return session.fail(types.error());
  Json out = Json::object();
  out["origin"] = ledger->identity.origin;
  out["ledger_id"] = to_hex(ledger->identity.ledger_id);
  out["vkey"] = *vkey;
  out["checkpoint_key"] = to_hex(checkpoint_key->key);
  out["size"] = view.size();
  out["root"] = to_hex(view.checkpoint().root);
  out["bytes"] = ledger->store->bytes_on_disk();
  out["types"] = std::move(*types);
  if (options.json) {
    session.print_json(out);
  } else {
    print_text(session, out);
  }
  return kExitOk;
}

}  // namespace

void add_stats(CLI::App& root, Session& session) {
  auto options = std::make_shared<StatsOptions>();
  CLI::App& command = add_command(
      root, session, "stats",
      {"what the ledger is and what it holds", "что это за журнал и сколько в нём чего"});
  add_dir_option(command, session, options->dir);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
