// SPDX-License-Identifier: Apache-2.0
// letopis show: one event, with its signatures checked.
#include <unistd.h>

#include <cstdio>

#include "api/event_json.h"
#include "ledger/entry.h"
#include "ledger/event_check.h"
#include "ledger/public_key.h"
#include "tools/commands/commands.h"
#include "tools/event_text.h"
#include "tools/ledger_folder.h"
#include "tools/predecessor.h"

namespace tools {
namespace {

using api::Json;

struct ShowOptions {
  std::string selector;
  std::string dir;
  bool json = false;
  bool raw = false;
};

/// Whether every signature is that of the key that the body names; nothing if they are.
std::optional<ledger::Error> signature_fault(const ledger::LedgerIdentity& ledger,
                                             const ledger::RecordedEvent& event) {
  const auto entry = ledger::parse_entry(event.entry);
  if (!entry) return entry.error();
  ledger::LedgerIdentity identity = ledger;
  if (event.index == 0) identity.ledger_id = {};
  const auto checked = ledger::check_event(identity, {std::string(entry->body), entry->signatures});
  if (!checked) return checked.error();
  return std::nullopt;
}

std::string signer_line(const Json& signer) {
  const auto key = ledger::fixed_from_hex<ledger::PublicKey>(signer["key"].get<std::string>());
  std::string out = key ? ledger::key_fingerprint(*key) : std::string("?");
  return out + "  " + signer["capacity"].value("role", std::string());
}

void print_text(const Session& session, const Json& event, bool signatures_good) {
  const Json& body = event["body"];
  const std::string type = body["payload_type"].get<std::string>();
  const std::string title = session.say({"event ", "событие "}) + event["index"].dump() + "  " +
                            type + "  (" + type_title(type, session.language) + ")";
  session.print(session.paint(STDOUT_FILENO, "1", title));
  const auto line = [&](const Text& name, const std::string& value) {
    session.print("  " + session.say(name) + value);
  };
  line({"recorded   ", "записано   "}, event["recorded_at"].get<std::string>());
  line({"digest     ", "дайджест   "}, event["digest"].get<std::string>());
  line({"event id   ", "номер      "}, body["event_id"].get<std::string>());
  line({"leaf hash  ", "хеш листа  "}, event["leaf_hash"].get<std::string>());
  line({"author     ", "автор      "}, signer_line(body["author"]));
  for (const Json& cosigner : body.value("cosigners", Json::array())) {
    line({"cosigner   ", "соподпись  "}, signer_line(cosigner));
  }
  line({"signatures ", "подписи    "},
       signatures_good ? session.say({"verify", "верны"}) : session.say({"BAD", "НЕВЕРНЫ"}));
  const Json& payload = body["payload"];
  if (type == "LedgerCreated" && payload.contains("predecessor")) {
    line({"succeeds   ", "вместо     "}, predecessor_words(session, payload["predecessor"]));
  }
  session.print(body.dump(2, ' ', false, Json::error_handler_t::replace));
}

int run(const Session& session, const ShowOptions& options) {
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  const auto view = ledger->view();
  const auto index = find_event(view, options.selector);
  if (!index) return session.fail(index.error());
  const auto event = view.event(*index);
  if (!event) return session.fail(event.error());
  if (options.raw) {
    std::fwrite(event->entry.data(), 1, event->entry.size(), stdout);
    return kExitOk;
  }
  const auto record = api::recorded_event_to_json(ledger->identity, *event);
  if (!record) return session.fail(record.error());
  const auto fault = signature_fault(ledger->identity, *event);
  if (options.json) {
    Json out = *record;
    out["signatures_verify"] = !fault;
    session.print_json(out);
  } else {
    print_text(session, *record, !fault);
  }
  if (!fault) return kExitOk;
  session.fail(*fault);
  return kExitTampering;
}

}  // namespace

void add_show(CLI::App& root, Session& session) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& command = add_command(root, session, "show", {"one event", "одно событие"});
  command
      .add_option("EVENT", options->selector,
                  session.say({"index, event id or digest", "номер, идентификатор или дайджест"}))
      ->required();
  add_dir_option(command, session, options->dir);
  add_json_flag(command, session, options->json);
  command
      .add_flag("--raw", options->raw,
                session.say({"the entry's exact bytes", "байты записи как есть"}))
      ->excludes("--json");
  set_action(command, session, options, run);
}

}  // namespace tools
