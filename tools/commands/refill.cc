// SPDX-License-Identifier: Apache-2.0
// letopis refill: an older store, restored or imported, brought up to everything that was published
// and only then allowed to be written to. A shorter history is never continued: that would be a
// fork, signed by the ledger itself.
#include <filesystem>

#include "api/files.h"
#include "api/log_source.h"
#include "ledger/anchor.h"
#include "ledger/copy.h"
#include "ledger/rocks_store.h"
#include "projections/governance_admission.h"
#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"
#include "tools/trust_options.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

using ledger::Checkpoint;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

struct RefillCommand {
  std::string dir;
  std::string source;
  std::string anchor;
  std::string trust;
  std::vector<std::string> known;
  bool new_anchor = false;
  bool no_progress = false;
  bool json = false;
};

Status copy_from(const Session& session, const RefillCommand& command, ledger::EventStore& store) {
  if (command.source.empty()) return Ok{};
  const auto source = api::open_log_source(command.source);
  if (!source) return source.error();
  if (!source->log) {
    return ledger::invalid("SUBJECT_BUNDLE", "a bundle of one subject is no ledger",
                           command.source);
  }
  const auto trust = read_trust(command.trust);
  if (!trust) return trust.error();
  if (const auto trusted = anchoring_of(*source->log, *trust); !trusted) return trusted.error();
  const projections::GovernanceAdmission admission;
  Progress progress(session, {"refilled ", "восполнено "});
  ledger::CopyOptions options;
  options.admission = &admission;
  if (!command.no_progress) options.progress = std::ref(progress);
  const auto copied = ledger::copy_log(store, *source->log, options);
  if (!copied) return copied.error();
  return Ok{};
}

/// The log must hold what this checkpoint says.
Status holds(const ledger::EventStore& store, std::string_view note, const std::string& whose) {
  const auto published = ledger::checkpoint_of_note(note);
  if (!published) return ledger::corrupt("BAD_CHECKPOINT", published.error().message, whose);
  const auto head = store.head();
  if (!head) return head.error();
  if (head->size < published->size) {
    return ledger::Error{ledger::ErrorCode::kBehind, "BEHIND",
                         "the store holds " + std::to_string(head->size) + " events, " +
                             std::to_string(published->size) +
                             " were published: refill it with --from, or begin a successor with "
                             "`letopis init --predecessor`",
                         whose};
  }
  const auto tree = ledger::load_tree(store, published->size);
  if (!tree) return tree.error();
  if (tree->root() == published->root) return Ok{};
  return ledger::Error{ledger::ErrorCode::kBehind, "FORKED",
                       "at size " + std::to_string(published->size) + " the store has the root " +
                           to_hex(tree->root()) + ", published was " + to_hex(published->root),
                       whose};
}

/// The anchor, and whatever else is known to have been published.
Status compare(const RefillCommand& command, const ledger::EventStore& store,
               const std::filesystem::path& anchor) {
  const auto note = ledger::read_anchor(anchor);
  const bool absent = !note && note.error().code == ledger::ErrorCode::kNotFound;
  if (absent && !command.new_anchor) {
    return ledger::not_found("NO_ANCHOR",
                             "there is no anchor at " + anchor.string() +
                                 ": nothing here says how much was published. If that is expected "
                                 "(a new machine), say --new-anchor and give --known with the "
                                 "newest checkpoint that anybody has",
                             "anchor");
  }
  if (!note && !absent) return note.error();
  if (note && *note) {
    if (auto held = holds(store, **note, anchor.string()); !held) return held;
  }
  for (const std::string& path : command.known) {
    const auto known = api::read_file(path);
    if (!known) return known.error();
    if (auto held = holds(store, *known, path); !held) return held;
  }
  return Ok{};
}

struct Refilled {
  FolderNotes notes;
  std::uint64_t size = 0;
};

Result<Refilled> refill(const Session& session, const RefillCommand& command) {
  ledger::RocksStoreOptions options;
  options.dir = store_path(command.dir);
  auto store = ledger::open_rocks_store(options);
  if (!store) return store.error();
  if (auto copied = copy_from(session, command, **store); !copied) return copied.error();
  const auto identity = ledger::identity_of(**store);
  if (!identity) return identity.error();
  const auto anchor = anchor_of(command.dir, command.anchor, identity->ledger_id);
  if (!anchor) return anchor.error();
  const auto place = std::filesystem::absolute(*anchor).lexically_normal();
  if (auto same = compare(command, **store, place); !same) return same.error();
  const auto head = (*store)->head();
  if (!head) return head.error();
  store->reset();
  const auto ledger = open_ledger(command.dir);
  if (!ledger) return ledger.error();
  const auto vkey = standing_vkey(*ledger);
  if (!vkey) return vkey.error();
  FolderNotes notes{.origin = identity->origin,
                    .ledger_id = to_hex(identity->ledger_id),
                    .vkey = *vkey,
                    .anchor = place,
                    .copy = false};
  if (auto written = write_folder_notes(command.dir, notes); !written) return written.error();
  if (auto known = remember_anchor(notes.ledger_id, place); !known) return known.error();
  return Refilled{std::move(notes), head->size};
}

int run(const Session& session, const RefillCommand& command) {
  const auto refilled = refill(session, command);
  if (!refilled) return session.fail(refilled.error());
  if (command.json) {
    api::Json out = api::Json::object();
    out["ledger_id"] = refilled->notes.ledger_id;
    out["size"] = refilled->size;
    out["anchor"] = refilled->notes.anchor.string();
    session.print_json(out);
  } else {
    session.print(session.say({"Everything published is here: events ",
                               "Всё опубликованное здесь: событий "}) +
                  std::to_string(refilled->size));
  }
  return kExitOk;
}

}  // namespace

void add_refill(CLI::App& root, Session& session) {
  auto options = std::make_shared<RefillCommand>();
  CLI::App& command = add_command(
      root, session, "refill",
      {"bring an older store up to what was published", "довести старую копию до опубликованного"});
  add_dir_option(command, session, options->dir);
  command
      .add_option("--from", options->source,
                  session.say({"bundle, copy or server that has the rest",
                               "набор, копия или сервер, где есть остальное"}))
      ->type_name("SOURCE");
  command
      .add_option("--trust", options->trust,
                  session.say({"trust file for --from", "файл доверия для --from"}))
      ->type_name("FILE");
  command
      .add_option("--anchor", options->anchor,
                  session.say({"the ledger's anchor, if it is not in its usual place",
                               "якорь журнала, если он не на обычном месте"}))
      ->type_name("PATH");
  command
      .add_option("--known", options->known,
                  session.say({"a published checkpoint that must be held",
                               "опубликованная контрольная точка, которая должна здесь быть"}))
      ->type_name("FILE");
  command.add_flag(
      "--new-anchor", options->new_anchor,
      session.say({"the anchor is gone for a known reason", "якорь утрачен по известной причине"}));
  command.add_flag("--no-progress", options->no_progress,
                   session.say({"no progress on standard error", "не показывать ход работы"}));
  add_json_flag(command, session, options->json);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
