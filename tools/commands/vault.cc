// SPDX-License-Identifier: Apache-2.0
// letopis vault: init, list, reveal, block, unblock. Erasure is in vault_erase.cc.
#include "api/event_json.h"
#include "api/openings.h"
#include "ledger/clock.h"
#include "ledger/entry.h"
#include "tools/commands/secretary.h"
#include "tools/event_text.h"
#include "tools/table.h"
#include "tools/vault_options.h"

namespace tools {
namespace {

using api::Json;
using ledger::Id;
using ledger::Result;
using ledger::Vault;
using ledger::VaultAccess;

struct VaultCommand {
  std::string dir;
  std::string person;
  std::string selector;
  std::string purpose;
  bool json = false;
  KeyOptions keys;
  VaultOptions vault;
};

std::string state_word(const Session& session, ledger::PersonState state) {
  switch (state) {
    case ledger::PersonState::kOpen:
      return session.say({"open", "открыт"});
    case ledger::PersonState::kBlocked:
      return session.say({"blocked", "заблокирован"});
    case ledger::PersonState::kErased:
      return session.say({"erased", "сведения уничтожены"});
    case ledger::PersonState::kUnknown:
      break;
  }
  return session.say({"unknown", "неизвестен"});
}

int init(const Session& session, const VaultCommand& options) {
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  if (options.vault.folder.empty()) {
    return session.fail(ledger::invalid("NO_VAULT", "give the folder of the vault with --vault",
                                        "укажите папку хранилища имён в --vault", ""));
  }
  std::error_code ignored;
  const auto paths = options.vault.paths();
  for (const auto& path : {paths.folder, paths.key_file}) {
    const auto inner = std::filesystem::weakly_canonical(path, ignored);
    const auto outer = std::filesystem::weakly_canonical(options.dir, ignored);
    if (std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first ==
        outer.end()) {
      return session.fail(
          ledger::invalid("VAULT_INSIDE",
                          path.string() + " would lie in the ledger's folder, which is copied and "
                                          "given out",
                          path.string()));
    }
  }
  const auto passphrase = ask_new_passphrase(session, options.keys);
  if (!passphrase) return session.fail(passphrase.error());
  const auto made =
      Vault::create(paths, ledger->identity.ledger_id, *passphrase, kdf_cost(options.keys));
  if (!made) return session.fail(made.error());
  session.print(paths.folder.string());
  session.print(paths.key_file.string());
  session.note(session.say(
      {"Back up the folder without the key file: only then an erasure reaches the backups.",
       "Храните копии папки без файла ключа: только тогда уничтожение сведений действует и на "
       "копии."}));
  return kExitOk;
}

int list(const Session& session, const VaultCommand& options) {
  const auto vault = open_vault(session, options.vault, options.keys, VaultAccess::kRead);
  if (!vault) return session.fail(vault.error());
  session.note(session.say({"key epoch: ", "эпоха ключа: "}) + std::to_string(vault->epoch()));
  for (const Id& person : vault->people()) {
    const bool blocked = vault->state(person) == ledger::PersonState::kBlocked;
    if (options.json) {
      session.print_json({{"person", to_hex(person)}, {"blocked", blocked}});
    } else {
      session.print(to_hex(person) + "  " + state_word(session, vault->state(person)));
    }
  }
  return kExitOk;
}

/// Shows one name of an event, or says why not.
int reveal_one(const Session& session, const VaultCommand& options, Vault& vault,
               const api::BodyCommitment& place) {
  if (!place.person) return kExitOk;
  const ledger::AccessNote note{who_looks(), options.purpose, ledger::SystemClock().now_us()};
  const auto value = vault.reveal(*place.person, place.commitment, place.field, note);
  if (!value && value.error().code == ledger::ErrorCode::kInvalid) {
    return session.fail(value.error());
  }
  if (!value && value.error().code == ledger::ErrorCode::kIo) return session.fail(value.error());
  const std::string shown =
      value ? std::string(value->view()) : explain_absence(value.error(), session);
  if (options.json) {
    Json out = {{"field", place.field}, {"person", to_hex(*place.person)}};
    out["value"] = value ? Json(shown) : Json();
    if (!value) out["reason"] = value.error().reason;
    session.print_json(out);
  } else {
    session.print(place.field + "  " + shown);
  }
  return kExitOk;
}

int reveal(const Session& session, const VaultCommand& options) {
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  const auto view = ledger->view();
  const auto index = find_event(view, options.selector);
  if (!index) return session.fail(index.error());
  const auto event = view.event(*index);
  if (!event) return session.fail(event.error());
  const auto record = api::recorded_event_to_json(ledger->identity, *event);
  if (!record) return session.fail(record.error());
  auto vault = open_vault(session, options.vault, options.keys, VaultAccess::kRead);
  if (!vault) return session.fail(vault.error());
  const auto places = api::commitments_in((*record)["body"]);
  if (places.empty()) {
    session.note(session.say({"the event holds no names", "в событии нет имён"}));
  }
  for (const auto& place : places) {
    const int code = reveal_one(session, options, *vault, place);
    if (code != kExitOk) return code;
  }
  return kExitOk;
}

int set_blocked(const Session& session, const VaultCommand& options, bool blocked) {
  const auto person = ledger::fixed_from_hex<Id>(options.person);
  if (!person) return session.fail(person.error());
  auto vault = open_vault(session, options.vault, options.keys, VaultAccess::kWrite);
  if (!vault) return session.fail(vault.error());
  if (auto done = vault->set_blocked(*person, blocked); !done) return session.fail(done.error());
  session.print(options.person + "  " + state_word(session, vault->state(*person)));
  return kExitOk;
}

void add_common(CLI::App& command, const Session& session, VaultCommand& options) {
  add_vault_options(command, session, options.vault);
  command
      .add_option("--passphrase", options.keys.passphrase,
                  session.say({"where the passphrase comes from: prompt, fd:N, file:PATH or "
                               "credential:NAME",
                               "откуда взять пароль: prompt, fd:N, file:ПУТЬ или credential:ИМЯ"}))
      ->type_name("SOURCE");
}

using VaultAction = int (*)(const Session&, const VaultCommand&);

std::shared_ptr<VaultCommand> add_action(CLI::App& parent, Session& session, const char* name,
                                         const Text& text, VaultAction action, CLI::App*& command) {
  auto options = std::make_shared<VaultCommand>();
  command = &add_command(parent, session, name, text);
  add_common(*command, session, *options);
  command->callback([options, &session, action] {
    session.run = [options, &session, action] { return action(session, *options); };
  });
  return options;
}

void add_block(CLI::App& parent, Session& session, const char* name, const Text& text,
               VaultAction action) {
  CLI::App* command = nullptr;
  auto options = add_action(parent, session, name, text, action, command);
  command->add_option("PERSON", options->person, session.say({"reference", "ссылка"}))->required();
}

}  // namespace

std::string explain_absence(const ledger::Error& error, const Session& session) {
  if (error.reason == "PERSON_ERASED") {
    return session.say({"(destroyed)", "(сведения уничтожены)"});
  }
  if (error.reason == "PERSON_BLOCKED") return session.say({"(blocked)", "(заблокировано)"});
  if (error.reason == "NOT_IN_VAULT") return session.say({"(not here)", "(в хранилище нет)"});
  return session.say({"(cannot be opened: ", "(не раскрывается: "}) + error.reason + ")";
}

void add_vault(CLI::App& root, Session& session) {
  CLI::App& parent = add_command(root, session, "vault",
                                 {"names outside the log: keep, show, erase",
                                  "имена вне журнала: хранить, показывать, уничтожать"});
  parent.require_subcommand(1);
  CLI::App* command = nullptr;
  auto options = add_action(parent, session, "init",
                            {"make an empty vault", "создать пустое хранилище"}, init, command);
  add_dir_option(*command, session, options->dir);
  add_cost_option(*command, session, options->keys);
  options = add_action(parent, session, "list", {"who is in it", "кто в нём есть"}, list, command);
  add_json_flag(*command, session, options->json);
  options = add_action(parent, session, "reveal",
                       {"the names in an event; the look is put on record",
                        "имена в событии; просмотр заносится в журнал доступа"},
                       reveal, command);
  add_dir_option(*command, session, options->dir);
  add_json_flag(*command, session, options->json);
  command
      ->add_option("EVENT", options->selector,
                   session.say({"index, event id or digest", "номер, id или дайджест события"}))
      ->required();
  command
      ->add_option("--purpose", options->purpose,
                   session.say({"why you look, without names", "зачем, без имён"}))
      ->required();
  add_block(parent, session, "block", {"show a person's data to nobody", "скрыть данные лица"},
            [](const Session& at, const VaultCommand& of) { return set_blocked(at, of, true); });
  add_block(parent, session, "unblock", {"lift the block", "снять блокировку"},
            [](const Session& at, const VaultCommand& of) { return set_blocked(at, of, false); });
  add_vault_erase(parent, session);
}

}  // namespace tools
