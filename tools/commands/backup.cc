// SPDX-License-Identifier: Apache-2.0
// letopis backup: create, list, verify and restore backups of a ledger's log.
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "api/event_json.h"
#include "ledger/checkpoint.h"
#include "ledger/rocks_backup.h"
#include "ledger/rocks_store.h"
#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"
#include "tools/printable.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

using api::Json;
using ledger::BackupInfo;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

struct BackupCommand {
  std::string backups;
  std::string dir;
  std::uint32_t id = 0;  ///< 0: the newest
  std::uint32_t keep = 0;
  bool no_progress = false;
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

std::string backup_line(const Session& session, const BackupInfo& info) {
  const Json json = backup_json(info);
  return std::to_string(info.id) + "  " + json["made_at"].get<std::string>() +
         session.say({"  events ", "  событий "}) + json["size"].dump() +
         session.say({", bytes ", ", байт "}) + std::to_string(info.bytes);
}

void print_backup(const Session& session, const BackupCommand& command, const BackupInfo& info) {
  if (command.json) return session.print_json(backup_json(info));
  session.print(backup_line(session, info));
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

ledger::Error no_such_backup(const BackupCommand& command) {
  return ledger::not_found("NO_SUCH_BACKUP",
                           command.id == 0 ? std::string("there is no backup that is whole")
                                           : "there is no backup " + std::to_string(command.id),
                           command.backups);
}

Result<BackupInfo> chosen(const BackupCommand& command) {
  const auto found = ledger::list_backups(command.backups);
  if (!found) return found.error();
  for (auto info = found->rbegin(); info != found->rend(); ++info) {
    if (command.id == 0 || info->id == command.id) return *info;
  }
  return no_such_backup(command);
}

/// A backup that was read again.
struct ReadAgain {
  std::uint32_t id;
  std::optional<BackupInfo> info;  ///< nothing if not even that can be read
  Status sound = Ok{};
};

/// The one that was asked for, or all of the folder, ascending.
Result<std::vector<ReadAgain>> backups_asked(const BackupCommand& command) {
  const auto whole = ledger::list_backups(command.backups);
  if (!whole) return whole.error();
  const auto damaged = ledger::damaged_backups(command.backups);
  if (!damaged) return damaged.error();
  std::vector<ReadAgain> out;
  for (const BackupInfo& info : *whole) out.push_back({info.id, info});
  for (const std::uint32_t id : *damaged) out.push_back({id, std::nullopt});
  std::erase_if(out, [&](const ReadAgain& one) { return command.id != 0 && one.id != command.id; });
  std::sort(out.begin(), out.end(),
            [](const ReadAgain& a, const ReadAgain& b) { return a.id < b.id; });
  if (!out.empty()) return out;
  return no_such_backup(command);
}

void print_read(const Session& session, const BackupCommand& command, const ReadAgain& backup) {
  if (command.json) {
    Json json = backup.info ? backup_json(*backup.info) : Json{{"id", backup.id}};
    json["sound"] = static_cast<bool>(backup.sound);
    if (!backup.sound) {
      json["reason"] = backup.sound.error().reason;
      json["message"] = backup.sound.error().message;
    }
    return session.print_json(json);
  }
  std::string line =
      backup.info ? backup_line(session, *backup.info) : std::to_string(backup.id) + " ";
  if (backup.sound) return session.print(line + session.say({"  sound", "  цела"}));
  const ledger::Error& error = backup.sound.error();
  session.print(session.paint(STDOUT_FILENO, "31",
                              line + "  " + session.say({"NOT SOUND: ", "НЕ ЦЕЛА: "}) +
                                  printable(error.message) + " [" + error.reason + "]"));
}

/// Damage in one of them weighs more than that another could not be read.
int exit_of(const std::vector<ReadAgain>& backups) {
  int code = kExitOk;
  for (const ReadAgain& backup : backups) {
    const int found = backup.sound ? kExitOk : exit_code(backup.sound.error().code);
    if (code == kExitOk || found == kExitTampering) code = found;
  }
  return code;
}

int verify(const Session& session, const BackupCommand& command) {
  auto backups = backups_asked(command);
  if (!backups) return session.fail(backups.error());
  {
    Progress progress(session, {"backups read again: ", "перечитано копий: "});
    for (std::size_t i = 0; i < backups->size(); ++i) {
      if (!command.no_progress) progress(i, backups->size());
      (*backups)[i].sound = ledger::verify_backup(command.backups, (*backups)[i].id);
    }
  }
  for (const ReadAgain& backup : *backups) print_read(session, command, backup);
  return exit_of(*backups);
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

void add_id_option(CLI::App& command, const Session& session, const Text& what,
                   BackupCommand& options) {
  command.add_option("--id", options.id, session.say(what))->check(whole_number(0, UINT32_MAX));
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
      {"read all of them, or one, again and compare checksums; exit 1 if one is damaged",
       "перечитать все копии или одну и сверить контрольные суммы; код 1, если есть повреждённая"},
      options, verify);
  add_id_option(check, session,
                {"this one alone (all, if not given)", "только эту (если не дано — все)"},
                *options);
  add_no_progress_flag(check, session, options->no_progress);
  CLI::App& back = add_action(backup, session, "restore",
                              {"make a ledger's folder of one", "сделать из копии папку журнала"},
                              options, restore);
  add_id_option(back, session,
                {"which one (the newest, if not given)", "какую (если не дано — последнюю)"},
                *options);
  add_dir_option(back, session, options->dir);
  back.get_option("--dir")->required();
}

}  // namespace tools
