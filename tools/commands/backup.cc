// SPDX-License-Identifier: Apache-2.0
// letopis backup: create, list, verify and restore backups of a ledger's log.
#include <filesystem>

#include "api/event_json.h"
#include "ledger/checkpoint.h"
#include "ledger/rocks_backup.h"
#include "ledger/rocks_store.h"
#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"

namespace tools {
namespace {

using api::Json;
using ledger::BackupInfo;
using ledger::Result;
using ledger::Status;

struct BackupCommand {
  std::string backups;
  std::string dir;
  std::uint32_t id = 0;  ///< 0: the newest
  std::uint32_t keep = 0;
  bool json = false;
};

Json backup_json(const BackupInfo& info) {
  Json out = Json::object();
  out["id"] = info.id;
  out["made_at"] = api::rfc3339(info.time_s * 1'000'000);
  out["bytes"] = info.bytes;
  const auto checkpoint = ledger::checkpoint_of_note(info.checkpoint);
  out["origin"] = checkpoint ? Json(checkpoint->origin) : Json();
  out["size"] = checkpoint ? Json(checkpoint->size) : Json();
  out["root"] = checkpoint ? Json(to_hex(checkpoint->root)) : Json();
  return out;
}

void print_backup(const Session& session, const BackupCommand& command, const BackupInfo& info) {
  const Json json = backup_json(info);
  if (command.json) return session.print_json(json);
  session.print(std::to_string(info.id) + "  " + json["made_at"].get<std::string>() +
                session.say({"  events ", "  событий "}) + json["size"].dump() +
                session.say({", bytes ", ", байт "}) + std::to_string(info.bytes));
}

int create(const Session& session, const BackupCommand& command) {
  ledger::RocksStoreOptions options;
  options.dir = store_path(command.dir);
  const auto store = ledger::open_rocks_store(options);
  if (!store) return session.fail(store.error());
  const auto made = ledger::back_up_store(**store, command.backups);
  if (!made) return session.fail(made.error());
  if (command.keep > 0) {
    auto pruned = ledger::prune_backups(command.backups, command.keep);
    if (!pruned) return session.fail(pruned.error());
  }
  print_backup(session, command, *made);
  return kExitOk;
}

int list(const Session& session, const BackupCommand& command) {
  const auto found = ledger::list_backups(command.backups);
  if (!found) return session.fail(found.error());
  for (const BackupInfo& info : *found) print_backup(session, command, info);
  return kExitOk;
}

Result<BackupInfo> chosen(const BackupCommand& command) {
  const auto found = ledger::list_backups(command.backups);
  if (!found) return found.error();
  for (auto info = found->rbegin(); info != found->rend(); ++info) {
    if (command.id == 0 || info->id == command.id) return *info;
  }
  return ledger::not_found("NO_SUCH_BACKUP",
                           command.id == 0 ? std::string("there is no backup that is whole")
                                           : "there is no backup " + std::to_string(command.id),
                           command.backups);
}

int verify(const Session& session, const BackupCommand& command) {
  const auto info = chosen(command);
  if (!info) return session.fail(info.error());
  if (auto sound = ledger::verify_backup(command.backups, info->id); !sound) {
    return session.fail(sound.error());
  }
  print_backup(session, command, *info);
  return kExitOk;
}

/// The restored folder is a copy until `refill` has compared it with what was published.
Status restore_into(const BackupCommand& command, std::uint32_t id) {
  std::error_code failed;
  std::filesystem::create_directories(command.dir, failed);
  if (failed) return ledger::io_error("FILE_WRITE", failed.message(), command.dir);
  auto restored = ledger::restore_backup(command.backups, id, store_path(command.dir));
  if (!restored) return restored;
  const auto store = open_store_to_read(command.dir);
  if (!store) return store.error();
  const auto identity = ledger::identity_of(**store);
  if (!identity) return identity.error();
  return write_folder_notes(command.dir, {.origin = identity->origin,
                                          .ledger_id = to_hex(identity->ledger_id),
                                          .vkey = {},
                                          .anchor = {},
                                          .copy = true});
}

int restore(const Session& session, const BackupCommand& command) {
  const auto info = chosen(command);
  if (!info) return session.fail(info.error());
  if (auto restored = restore_into(command, info->id); !restored) {
    return session.fail(restored.error());
  }
  print_backup(session, command, *info);
  session.note(session.say(
      {"This is a copy for reading. `letopis refill` brings it up to what was published and makes "
       "a writer of it.",
       "Это копия для чтения. `letopis refill` доведёт её до опубликованного и разрешит запись."}));
  return kExitOk;
}

using BackupAction = int (*)(const Session&, const BackupCommand&);

CLI::App& add_action(CLI::App& backup, Session& session, const std::string& name, const Text& what,
                     const std::shared_ptr<BackupCommand>& options, BackupAction action) {
  CLI::App& command = add_command(backup, session, name, what);
  command
      .add_option("--to,--from,BACKUPS", options->backups,
                  session.say({"folder of the backups", "папка резервных копий"}))
      ->required()
      ->type_name("DIR");
  add_json_flag(command, session, options->json);
  command.callback([options, action, &session] {
    session.run = [options, action, &session] { return action(session, *options); };
  });
  return command;
}

void add_id_option(CLI::App& command, const Session& session, BackupCommand& options) {
  command
      .add_option(
          "--id", options.id,
          session.say({"which one (the newest, if not given)", "какую (если не дано — последнюю)"}))
      ->check(whole_number(0, UINT32_MAX));
}

}  // namespace

void add_backup(CLI::App& root, Session& session) {
  auto options = std::make_shared<BackupCommand>();
  CLI::App& backup =
      add_command(root, session, "backup", {"backups of the log", "резервные копии журнала"});
  backup.require_subcommand(1);
  CLI::App& make = add_action(
      backup, session, "create",
      {"add a backup; only what changed is copied", "добавить копию; копируется только новое"},
      options, create);
  add_dir_option(make, session, options->dir);
  make.add_option("--keep", options->keep,
                  session.say({"and keep only the newest N", "и оставить только последние N"}))
      ->check(whole_number(0, UINT32_MAX))
      ->type_name("N");
  add_action(backup, session, "list", {"list them", "перечислить"}, options, list);
  CLI::App& check = add_action(
      backup, session, "verify",
      {"read one again and compare its checksums", "перечитать копию и сверить контрольные суммы"},
      options, verify);
  add_id_option(check, session, *options);
  CLI::App& back = add_action(backup, session, "restore",
                              {"make a ledger's folder of one", "сделать из копии папку журнала"},
                              options, restore);
  add_id_option(back, session, *options);
  add_dir_option(back, session, options->dir);
  back.get_option("--dir")->required();
}

}  // namespace tools
