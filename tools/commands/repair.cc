// SPDX-License-Identifier: Apache-2.0
// letopis repair: a damaged ledger's folder made whole from itself and, where it is not enough,
// from backups, bundles or a peer; only bytes that prove themselves are taken. The damaged store
// stays beside the new one.
#include "ledger/repair.h"

#include <filesystem>

#include "api/log_source.h"
#include "ledger/anchor.h"
#include "ledger/checkpoint.h"
#include "ledger/rocks_store.h"
#include "projections/governance_admission.h"
#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

struct RepairCommand {
  std::string dir;
  std::vector<std::string> sources;
  std::string anchor;
  bool no_progress = false;
  bool json = false;
};

/// The newest checkpoint known from outside, else the store's own.
Result<std::string> published_note(const RepairCommand& command, const ledger::EventStore* store,
                                   const std::vector<api::LogSource>& sources) {
  Result<ledger::LedgerIdentity> identity =
      store != nullptr ? ledger::identity_of(*store)
                       : Result<ledger::LedgerIdentity>(ledger::not_found(
                             "NO_SOURCE", "the store cannot be opened, and no --from has genesis"));
  for (const api::LogSource& source : sources) {
    if (!identity) identity = ledger::identity_of(*source.log);
  }
  if (!identity) return identity.error();
  const auto anchor = anchor_of(command.dir, command.anchor, identity->ledger_id);
  if (!anchor) return anchor.error();
  const auto note = ledger::read_anchor(*anchor);
  if (note && *note) return **note;
  if (!note && note.error().code != ledger::ErrorCode::kNotFound) return note.error();
  if (store != nullptr) {
    const auto own = store->last_checkpoint();
    if (!own) return own.error();
    if (*own) return **own;
  }
  return ledger::not_found("NO_CHECKPOINT", "neither an anchor nor the store has a checkpoint");
}

/// Whether the store shows less than what was published: also one that was opened just before.
bool is_behind(const ledger::EventStore& store, const std::string& published) {
  const auto end = store.entries_end();
  const auto checkpoint = ledger::checkpoint_of_note(published);
  return end && checkpoint && *end < checkpoint->size;
}

Status rename_folder(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) return ledger::io_error("RENAME_FAILED", failed.message(), from.string());
  return Ok{};
}

/// Where the damaged store stays.
fs::path damaged_path(const fs::path& dir) { return dir / "log.damaged"; }

Status check_nothing_damaged_there(const fs::path& dir) {
  std::error_code failed;
  if (!fs::exists(damaged_path(dir), failed)) return Ok{};
  return ledger::conflict("EXISTS", "an earlier damaged store is still there; move it away",
                          damaged_path(dir).string());
}

/// The healed store takes the damaged one's place.
Status switch_stores(const fs::path& dir, const fs::path& healed) {
  if (auto free = check_nothing_damaged_there(dir); !free) return free;
  if (auto moved = rename_folder(store_path(dir), damaged_path(dir)); !moved) return moved;
  return rename_folder(healed, store_path(dir));
}

Result<ledger::RepairReport> heal(const Session& session, const RepairCommand& command,
                                  const fs::path& healed) {
  std::vector<api::LogSource> opened;
  std::vector<std::shared_ptr<const ledger::EventStore>> stores;
  for (const std::string& name : command.sources) {
    auto source = api::open_log_source(name);
    if (!source) return source.error();
    if (!source->log) return ledger::invalid("SUBJECT_BUNDLE", "it is no ledger", name);
    stores.push_back(source->log);
    opened.push_back(std::move(*source));
  }
  auto damaged = open_store_to_verify(command.dir);
  const bool hopeless = !damaged && damaged.error().code == ledger::ErrorCode::kCorrupt;
  if (!damaged && (!hopeless || stores.empty())) return damaged.error();
  std::shared_ptr<const ledger::EventStore> own;
  if (damaged) {
    own = std::move(*damaged);
  } else {
    session.note(session.say({"The store cannot be opened; everything is taken from --from: ",
                              "Хранилище не открывается; всё берётся из --from: "}) +
                 damaged.error().message);
  }
  const auto note = published_note(command, own.get(), opened);
  if (!note) return note.error();
  if (own && is_behind(*own, *note)) {
    auto again = open_store_to_verify(command.dir);
    if (!again) return again.error();
    own = std::move(*again);
  }
  ledger::RocksStoreOptions options;
  options.dir = healed;
  options.create = true;
  auto target = ledger::open_rocks_store(options);
  if (!target) return target.error();
  const projections::GovernanceAdmission admission;
  Progress progress(session, {"repaired ", "восстановлено "});
  ledger::CopyOptions copy;
  copy.admission = &admission;
  if (!command.no_progress) copy.progress = std::ref(progress);
  return ledger::repair_log(**target, std::move(own), std::move(stores), *note, copy);
}

void report(const Session& session, const RepairCommand& command,
            const ledger::RepairReport& repaired) {
  if (command.json) {
    api::Json out = api::Json::object();
    out["size"] = repaired.copy.size;
    out["root"] = to_hex(repaired.copy.root);
    out["healed"] = repaired.healed;
    out["entries"] = api::Json::array();
    for (const auto& entry : repaired.first) {
      out["entries"].push_back({{"index", entry.index}, {"source", command.sources[entry.source]}});
    }
    out["checkpoints_dropped"] = repaired.copy.checkpoints_dropped;
    return session.print_json(out);
  }
  for (const auto& entry : repaired.first) {
    session.print(session.say({"event ", "событие "}) + std::to_string(entry.index) +
                  session.say({" from ", " из "}) + command.sources[entry.source]);
  }
  session.print(session.say({"Whole again: events ", "Снова цело: событий "}) +
                std::to_string(repaired.copy.size) +
                session.say({", healed ", ", восстановлено "}) + std::to_string(repaired.healed));
  session.note(session.say({"The store as it was is in ", "Прежнее хранилище осталось в "}) +
               damaged_path(command.dir).string());
}

int run(const Session& session, const RepairCommand& command) {
  if (auto free = check_nothing_damaged_there(command.dir); !free) {
    return session.fail(free.error());
  }
  const fs::path healed = fs::path(command.dir) / "log.healed";
  std::error_code ignored;
  fs::remove_all(healed, ignored);  // of a run that was interrupted
  const auto repaired = heal(session, command, healed);
  if (!repaired) {
    fs::remove_all(healed, ignored);
    return session.fail(repaired.error());
  }
  if (auto switched = switch_stores(command.dir, healed); !switched) {
    return session.fail(switched.error());
  }
  report(session, command, *repaired);
  return kExitOk;
}

}  // namespace

void add_repair(CLI::App& root, Session& session) {
  auto options = std::make_shared<RepairCommand>();
  CLI::App& command = add_command(root, session, "repair",
                                  {"heal a damaged ledger; stop its server first",
                                   "починить повреждённый журнал; сначала остановите сервер"});
  add_dir_option(command, session, options->dir);
  command
      .add_option("--from", options->sources,
                  session.say({"a bundle, a restored backup or a peer's server or copy",
                               "набор, восстановленная копия, сервер или копия соседа"}))
      ->type_name("SOURCE");
  command
      .add_option("--anchor", options->anchor,
                  session.say({"the ledger's anchor, if it is not where the folder says",
                               "якорь журнала, если он не там, где указано в папке"}))
      ->type_name("PATH");
  add_no_progress_flag(command, session, options->no_progress);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
