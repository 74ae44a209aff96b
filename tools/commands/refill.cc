// SPDX-License-Identifier: Apache-2.0
// letopis refill: an older store, restored or imported, brought up to everything that was published
// and only then allowed to be written to. A shorter history is never continued: that would be a
// fork, signed by the ledger itself.
#include <algorithm>
#include <filesystem>

#include "api/bundle_check.h"
#include "api/files.h"
#include "api/log_source.h"
#include "ledger/anchor.h"
#include "ledger/copy.h"
#include "ledger/rocks_store.h"
#include "ledger/trust_source.h"
#include "projections/governance_admission.h"
#include "tools/commands/commands.h"
#include "tools/complete_proof.h"
#include "tools/known_anchor.h"
#include "tools/ledger_folder.h"
#include "tools/log_keys.h"
#include "tools/staged_folder.h"
#include "tools/trust_options.h"
#include "tools/verify_text.h"
#include "tools/witness_alarm.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
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
  if (auto whole = api::check_whole_bundle(*source, *trust); !whole) return whole;
  if (auto next = api::check_continues(*source, store); !next) return next.error();
  const projections::GovernanceAdmission admission;
  Progress progress(session, {"refilled ", "восполнено "});
  ledger::CopyOptions options;
  options.admission = &admission;
  options.compare_tiles = true;
  if (source->header) options.repeated_from = source->header->from;
  options.witnesses = *trust ? (*trust)->policy.witness_keys() : std::vector<ledger::VerifierKey>();
  if (!command.no_progress) options.progress = std::ref(progress);
  const auto copied = ledger::copy_log(store, *source->log, options);
  if (!copied) return copied.error();
  return Ok{};
}

/// A checkpoint that is known to have been published, and who says so.
struct Published {
  std::string note;
  std::string whose;
  bool brought = false;  ///< by --known
};

/// Adds what the anchor holds, if it is there. Whether it is, with a checkpoint in it.
Result<bool> add_anchored(const fs::path& anchor, std::vector<Published>& published) {
  const auto note = ledger::read_anchor(anchor);
  if (!note && note.error().code == ledger::ErrorCode::kNotFound) return false;
  if (!note) return note.error();
  if (*note) published.push_back({**note, anchor.string(), false});
  return note->has_value();
}

/// The checkpoints of --known, each signed by a key of this log: one that it names, or --trust.
Status add_known(const RefillCommand& command, const ledger::ReadView& log,
                 std::vector<Published>& published) {
  if (command.known.empty()) return Ok{};
  const auto own = ledger::trust_of(log);
  if (!own) return own.error();
  const auto trust = read_trust(command.trust);
  if (!trust) return trust.error();
  auto keys = with_pinned_keys(own->log_keys, own->ledger_id, *trust);
  if (!keys) return keys.error();
  const auto verifier = ledger::CheckpointVerifier::create(own->origin, std::move(*keys), {});
  if (!verifier) return verifier.error();
  for (const std::string& path : command.known) {
    auto note = read_known_checkpoint(path);
    if (!note) return note.error();
    const auto opened = verifier->open(*note);
    if (!opened) {
      const ledger::Error& error = opened.error();
      return ledger::Error{error.code, error.reason, error.message, path};
    }
    published.push_back({std::move(*note), path, true});
  }
  return Ok{};
}

struct AllPublished {
  std::vector<Published> published;
  bool anchored = false;  ///< the anchor is there, and has something to say
};

/// Everything that this machine and the caller know to have been published: the anchor at `place`,
/// the one that this machine remembers, whatever else was named, and --known.
Result<AllPublished> all_published(const RefillCommand& command,
                                   const ledger::LedgerIdentity& identity,
                                   const ledger::ReadView& log, const fs::path& place) {
  if (command.new_anchor && command.known.empty()) {
    return ledger::invalid("NOTHING_KNOWN",
                           "--new-anchor wants --known: the newest checkpoint that anybody has, "
                           "since no anchor says how much was published",
                           "--known");
  }
  const auto remembered = known_anchor(to_hex(identity.ledger_id));
  if (!remembered) return remembered.error();
  if (*remembered && (*remembered)->file == place && !command.new_anchor) {
    if (auto there = check_there(**remembered); !there) return there.error();
  }
  AllPublished out;
  const auto anchored = add_anchored(place, out.published);
  if (!anchored) return anchored.error();
  out.anchored = *anchored;
  std::error_code ignored;
  if (!fs::exists(place, ignored) && !command.new_anchor) {
    return ledger::not_found("NO_ANCHOR",
                             "there is no anchor at " + place.string() +
                                 ": nothing here says how much was published. If that is expected "
                                 "(a new machine), say --new-anchor and give --known with the "
                                 "newest checkpoint that anybody has",
                             "anchor");
  }
  if (*remembered && (*remembered)->file != place) {
    if (auto added = add_anchored((*remembered)->file, out.published); !added) {
      return added.error();
    }
  }
  if (auto added = add_known(command, log, out.published); !added) return added.error();
  if (!out.published.empty()) return out;
  return ledger::not_found(
      "NOTHING_KNOWN",
      "the anchor " + place.string() +
          " is empty: give --known with the newest checkpoint that anybody has",
      "anchor");
}

/// Begins an anchor with the newest of these checkpoints, so that it guards from the first moment.
Status begin_anchor(const RefillCommand& command, const fs::path& place, const std::string& note) {
  if (auto outside = ledger::check_anchor_outside(place, command.dir); !outside) return outside;
  auto anchor = ledger::Anchor::open(place, true);
  if (!anchor) return anchor.error();
  return anchor->write(note);
}

struct Compared {
  std::size_t checkpoints = 0;
  std::uint64_t brought = 0;  ///< the largest size that --known showed
};

/// The store holds everything that is known to have been published; a new anchor is begun where
/// one was asked for.
Result<Compared> compare(const RefillCommand& command, const OpenLedger& ledger,
                         const fs::path& place) {
  const auto known = all_published(command, ledger.identity, ledger.view(), place);
  if (!known) return known.error();
  Compared out{known->published.size(), 0};
  Published newest{ledger.view().note(), {}, false};
  std::uint64_t size = ledger.view().size();
  for (const Published& published : known->published) {
    const auto held = check_held(*ledger.store, published.note, published.whose);
    if (!held) return held.error();
    if (published.brought) out.brought = std::max(out.brought, held->size);
    if (held->size <= size) continue;
    newest = published;
    size = held->size;
  }
  if (!known->anchored) {
    if (auto begun = begin_anchor(command, place, newest.note); !begun) return begun.error();
  }
  return out;
}

struct Refilled {
  FolderNotes notes;
  std::uint64_t size = 0;
  Compared compared;
  bool remembered = false;  ///< this machine compares with this anchor from now on
  bool alarmed = false;     ///< an alarm of witnesses stands still
};

/// The store in this folder brought further and compared; it is closed again.
Result<Refilled> refill_store(const Session& session, const RefillCommand& command,
                              const fs::path& folder) {
  ledger::RocksStoreOptions options;
  options.dir = folder;
  auto store = ledger::open_rocks_store(options);
  if (!store) return store.error();
  if (auto copied = copy_from(session, command, **store); !copied) return copied.error();
  const auto ledger = read_store(std::move(*store));
  if (!ledger) return ledger.error();
  const auto anchor = place_of_anchor(command.dir, command.anchor, ledger->identity.ledger_id);
  if (!anchor) return anchor.error();
  const fs::path place = fs::absolute(*anchor).lexically_normal();
  const auto compared = compare(command, *ledger, place);
  if (!compared) return compared.error();
  const auto head = ledger->store->head();
  if (!head) return head.error();
  const auto vkey = standing_vkey(*ledger);
  if (!vkey) return vkey.error();
  return Refilled{{.origin = ledger->identity.origin,
                   .ledger_id = to_hex(ledger->identity.ledger_id),
                   .vkey = *vkey,
                   .anchor = place,
                   .copy = false},
                  head->size,
                  *compared};
}

/// What a source adds is compared with everything published before it gets into the copy, which is
/// left as it was on a refusal: a good beginning is worth more than a forged continuation.
Result<Refilled> refill_staged(const Session& session, const RefillCommand& command) {
  const fs::path folder = store_path(command.dir);
  if (command.source.empty()) return refill_store(session, command, folder);
  ledger::RocksStoreOptions options;
  options.dir = folder;
  auto store = ledger::open_rocks_store(options);  // nobody else writes to it
  if (!store) return store.error();
  store->reset();
  auto staged = StagedFolder::of(folder);
  if (!staged) return staged.error();
  auto refilled = refill_store(session, command, (*staged)->path());
  if (!refilled) return refilled;
  if (auto placed = (*staged)->take_place(); !placed) return placed.error();
  return refilled;
}

/// Ends the alarms beside both anchors, if what witnesses showed is here now. Whether one stands.
Result<bool> alarm_stands(const Refilled& refilled) {
  std::vector<fs::path> anchors{refilled.notes.anchor};
  const auto known = known_anchor(refilled.notes.ledger_id);
  if (!known) return known.error();
  if (*known) anchors.push_back((*known)->file);
  bool stands = false;
  for (const fs::path& anchor : anchors) {
    const auto settled = settle_alarm(anchor, refilled.compared.brought);
    if (!settled) return settled.error();
    stands = stands || !*settled;
  }
  return stands;
}

Result<Refilled> refill(const Session& session, const RefillCommand& command) {
  auto refilled = refill_staged(session, command);
  if (!refilled) return refilled;
  const FolderNotes& notes = refilled->notes;
  if (auto written = write_folder_notes(command.dir, notes); !written) return written.error();
  const auto stands = alarm_stands(*refilled);
  if (!stands) return stands.error();
  refilled->alarmed = *stands;
  const auto known = remember_anchor(notes.ledger_id, notes.anchor);
  if (!known) return known.error();
  refilled->remembered = *known;
  return refilled;
}

int run(const Session& session, const RefillCommand& command) {
  const auto refilled = refill(session, command);
  if (!refilled) return session.fail(refilled.error());
  if (command.json) {
    api::Json out = api::Json::object();
    out["ledger_id"] = refilled->notes.ledger_id;
    out["size"] = refilled->size;
    out["anchor"] = refilled->notes.anchor.string();
    out["compared"] = refilled->compared.checkpoints;
    out["alarmed"] = refilled->alarmed;
    session.print_json(out);
  } else {
    session.print(session.say({"Everything known to have been published is here: events ",
                               "Всё, о чём известно, что оно опубликовано, здесь: событий "}) +
                  std::to_string(refilled->size));
  }
  if (refilled->alarmed) {
    session.note(session.say(
        {"An alarm of witnesses stands: give --known with the newest checkpoint that they show.",
         "Тревога свидетелей не снята: дайте --known с последней точкой, которую они видели."}));
  }
  if (!refilled->remembered) {
    session.note(
        session.say({"This machine goes on comparing with the anchor that it knew before.",
                     "Эта машина и дальше сверяется с тем якорем, который знала прежде."}));
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
                  session.say({"trust file for --from, and for keys of --known that came later",
                               "файл доверия для --from и для более новых ключей в --known"}))
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
  add_no_progress_flag(command, session, options->no_progress);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
