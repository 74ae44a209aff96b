// SPDX-License-Identifier: Apache-2.0
// letopis import: a ledger made of a bundle again, or brought further by one; every event is
// checked as when it was recorded. The result is a copy for reading: only `refill` makes a writer
// of it, when it holds everything that was published.
#include <filesystem>

#include "api/bundle_check.h"
#include "api/files.h"
#include "api/log_source.h"
#include "ledger/checkpoint.h"
#include "ledger/copy.h"
#include "ledger/heap.h"
#include "ledger/pinned_organisations.h"
#include "ledger/rocks_store.h"
#include "projections/governance_admission.h"
#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"
#include "tools/trust_options.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

using ledger::Result;

struct ImportCommand {
  std::string bundle;
  std::string dir;
  std::string trust;
  std::string attestation;
  bool unanchored = false;
  bool no_progress = false;
  bool json = false;
};

void report(const Session& session, const ImportCommand& command, const ledger::CopyReport& copied,
            const ledger::Anchoring& anchoring) {
  if (command.json) {
    api::Json out = api::Json::object();
    out["dir"] = command.dir;
    out["origin"] = copied.identity.origin;
    out["ledger_id"] = to_hex(copied.identity.ledger_id);
    out["size_before"] = copied.size_before;
    out["size"] = copied.size;
    out["source_size"] = copied.source_size;
    out["root"] = to_hex(copied.root);
    out["signatures"] = copied.signatures;
    out["commitments"] = copied.commitments;
    out["anchoring"] = ledger::anchoring_text(anchoring);
    session.print_json(out);
    return;
  }
  session.print(copied.identity.origin + "  " + to_hex(copied.identity.ledger_id));
  session.print(session.say({"events ", "событий "}) + std::to_string(copied.size_before) + " → " +
                std::to_string(copied.size) + session.say({", signatures ", ", подписей "}) +
                std::to_string(copied.signatures) +
                session.say({", commitments ", ", обязательств "}) +
                std::to_string(copied.commitments));
  session.print(session.say({"root ", "корень "}) + to_hex(copied.root));
  if (copied.source_size < copied.size) {
    session.print(session.say({"Nothing was taken: the source ends before the copy, events ",
                               "Ничего не взято: источник кончается раньше копии, событий "}) +
                  std::to_string(copied.source_size) +
                  session.say({". What follows is said of the source alone.",
                               ". Дальше сказано только об источнике."}));
  }
  session.print(anchoring_words(session, anchoring));
}

/// The copy must be what a pinned auditor attested, so that only what is new has to be checked.
Result<std::optional<ledger::Rows>> begin_from(const ImportCommand& command,
                                               const std::optional<ledger::Trust>& trust,
                                               const ledger::EventStore& target) {
  if (command.attestation.empty()) return std::optional<ledger::Rows>();
  const auto note = api::read_file(command.attestation);
  if (!note) return note.error();
  const auto attested =
      ledger::open_attestation(*note, trust ? trust->auditors : std::vector<ledger::VerifierKey>());
  if (!attested) return attested.error();
  auto state = ledger::check_attested(target, *attested);
  if (!state) return state.error();
  return std::optional(std::move(*state));
}

Result<ledger::CopyReport> copy(const Session& session, const ImportCommand& command,
                                const std::optional<ledger::Trust>& trust,
                                const api::LogSource& source) {
  auto target = open_copy_store(command.dir);
  if (!target) return target.error();
  if (auto next = api::check_continues(source, **target); !next) return next.error();
  auto begun = begin_from(command, trust, **target);
  if (!begun) return begun.error();
  const projections::GovernanceAdmission admission;
  Progress progress(session, {"imported ", "загружено "});
  ledger::CopyOptions options;
  options.admission = &admission;
  options.compare_tiles = true;
  if (source.header) options.repeated_from = source.header->from;
  if (trust) options.pinned_witnesses = trust->policy.witness_keys();
  if (!command.no_progress) options.progress = std::ref(progress);
  auto copied = ledger::copy_log(**target, *source.log, options, std::move(*begun));
  if (!copied) return copied.error();
  if (auto noted = note_copy(command.dir, copied->identity); !noted) return noted.error();
  return copied;
}

/// An old bundle is an old bundle; a server that shows less than it did was rolled back, or shows
/// the reader an old state.
ledger::Status check_not_behind(const api::LogSource& source, const ledger::CopyReport& copied) {
  if (source.kind != api::SourceKind::kServer || copied.source_size >= copied.size) {
    return ledger::Ok{};
  }
  return ledger::log_shorter(copied.size, copied.source_size);
}

ledger::Status check_imported_ledger(const ledger::Hash& found, const ledger::Trust& trust) {
  if (found == trust.ledger_id) return ledger::Ok{};
  return ledger::corrupt("ANOTHER_LEDGER", "this is the ledger " + to_hex(found) +
                                               ", the trust file is about " +
                                               to_hex(trust.ledger_id));
}

/// By the source's own first event, or what a range says of it: before anything is written.
ledger::Status check_source_ledger(const api::LogSource& source, const ledger::Trust& trust) {
  const bool range = source.header && source.header->from > 0;
  const auto identity = range ? Result<ledger::LedgerIdentity>(source.header->identity)
                              : ledger::identity_of(*source.log);
  return identity ? check_imported_ledger(identity->ledger_id, trust)
                  : ledger::Status(ledger::Ok{});
}

int run(const Session& session, const ImportCommand& command) {
  ledger::keep_heap_small();
  const auto source = api::open_log_source(command.bundle);
  if (!source) return session.fail(source.error());
  if (!source->log) {
    return session.fail(ledger::invalid(
        "SUBJECT_BUNDLE", "a bundle of one subject is no ledger; audit checks it", command.bundle));
  }
  const auto trust = read_trust(command.trust);
  if (!trust) return session.fail(trust.error());
  // Whether the checkpoint is to be believed is known before a byte is written.
  const auto anchoring = anchoring_of(*source->log, *trust);
  if (!anchoring) return session.fail(anchoring.error());
  // What a bundle says beside its entries is as true as they are.
  if (auto whole = api::check_whole_bundle(*source, *trust); !whole) {
    return session.fail(whole.error());
  }
  if (*trust) {
    if (auto right = check_source_ledger(*source, **trust); !right) {
      return session.fail(right.error());
    }
  }
  const auto copied = copy(session, command, *trust, *source);
  if (!copied) return session.fail(copied.error());
  if (*trust) {
    if (auto right = check_imported_ledger(copied->identity.ledger_id, **trust); !right) {
      return session.fail(right.error());
    }
    auto pinned = ledger::check_pinned((*trust)->organisations, copied->state);
    if (!pinned) return session.fail(pinned.error());
  }
  if (auto forward = check_not_behind(*source, *copied); !forward) {
    return session.fail(forward.error());
  }
  report(session, command, *copied, *anchoring);
  return *trust || command.unanchored ? kExitOk : kExitUsage;
}

}  // namespace

void add_import(CLI::App& root, Session& session) {
  auto options = std::make_shared<ImportCommand>();
  CLI::App& command =
      add_command(root, session, "import",
                  {"make a ledger of a bundle again", "снова сделать из набора журнал"});
  command
      .add_option("BUNDLE", options->bundle,
                  session.say({"folder, file or address", "папка, файл или адрес"}))
      ->required();
  add_dir_option(command, session, options->dir);
  command.get_option("--dir")->required();
  add_trust_options(command, session, options->trust, options->unanchored);
  command
      .add_option("--attestation", options->attestation,
                  session.say({"the copy must be what a trusted auditor attested",
                               "копия должна быть той, которую удостоверил доверенный ревизор"}))
      ->type_name("FILE")
      ->needs("--trust");
  add_no_progress_flag(command, session, options->no_progress);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
