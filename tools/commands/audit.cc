// SPDX-License-Identifier: Apache-2.0
// letopis audit: a bundle, a folder or a server checked by whoever pins a trust file. Without one
// the verdict is "consistent in itself, not anchored", which is not success unless asked for.
#include "api/audit.h"

#include "api/files.h"
#include "ledger/heap.h"
#include "ledger/rocks_store.h"
#include "projections/governance_admission.h"
#include "tools/audit_report.h"
#include "tools/commands/commands.h"
#include "tools/complete_proof.h"
#include "tools/event_text.h"
#include "tools/key_options.h"
#include "tools/ledger_folder.h"
#include "tools/staged_folder.h"
#include "tools/state_changes.h"
#include "tools/trust_options.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

using ledger::Result;

struct AuditCommand {
  std::string source;
  std::string trust;
  std::string known;
  std::string html;
  std::string attest;
  std::string auditor;
  std::string attestation;
  std::string from;
  std::string until;
  std::optional<std::string> on;
  std::string cluster;
  std::string begin;
  std::string copy;
  KeyOptions keys;
  bool unanchored = false;
  bool witnessed = false;
  bool fast = false;
  bool steps = false;
  bool no_progress = false;
  bool json = false;
};

/// What is asked beside whether everything is right.
ledger::Status add_questions(const AuditCommand& command, api::AuditOptions& options) {
  options.from = command.from;
  options.until = command.until;
  if (command.on) {
    const auto day = parse_day_option(*command.on);
    if (!day) return day.error();
    options.on = *day;
  }
  if (!command.cluster.empty()) {
    const auto subject = parse_subject("cluster:" + command.cluster);
    if (!subject) return subject.error();
    options.only = *subject;
  }
  return ledger::Ok{};
}

/// An option that asks something of the events or of the views, if it was given.
struct AskedOption {
  std::string_view name;
  bool given;
};

/// kInvalid naming the first given option that the source, or the way of looking at it, cannot
/// answer: nothing that was asked is left out in silence.
ledger::Status check_answerable(const AuditCommand& command, const api::LogSource& source) {
  const AskedOption of_views[] = {{"--steps", command.steps},
                                  {"--from", !command.from.empty()},
                                  {"--until", !command.until.empty()},
                                  {"--cluster", !command.cluster.empty()},
                                  {"--on", command.on.has_value()}};
  const auto refuse = [](std::string_view option, const char* reason, const std::string& why) {
    return ledger::invalid(reason, std::string(option) + ": " + why, std::string(option));
  };
  const bool part = !source.log;
  for (const AskedOption& option : of_views) {
    if (option.given && part) {
      return refuse(option.name, "SUBJECT_BUNDLE",
                    "a bundle of one subject has no states: what the views say follows from the "
                    "whole log. Audit the whole ledger or a bundle of all of it");
    }
    if (option.given && command.fast) {
      return refuse(option.name, "FAST_ONLY",
                    "with --fast only hashes and checkpoints are looked at, not what the events "
                    "say. Leave --fast out");
    }
  }
  if (part && !command.known.empty()) {
    return refuse("--known", "SUBJECT_BUNDLE",
                  "a bundle of one subject has not the tree in which a known checkpoint is looked "
                  "for. Audit the whole ledger or a bundle of all of it");
  }
  return ledger::Ok{};
}

/// The copy of an earlier audit, worked on beside itself: it is brought further only together with
/// the attestation that says so, or the next audit would find it longer than what was attested.
struct StagedCopy {
  std::unique_ptr<StagedFolder> log;
  std::unique_ptr<StagedFolder> views;

  static Result<StagedCopy> of(const std::filesystem::path& copy) {
    ledger::RocksStoreOptions opening;
    opening.dir = store_path(copy);
    auto store = ledger::open_rocks_store(opening);  // nobody else writes to it
    if (!store) return store.error();
    store->reset();
    auto log = StagedFolder::of(store_path(copy));
    if (!log) return log.error();
    auto views = StagedFolder::of(copy / "views");
    if (!views) return views.error();
    return StagedCopy{std::move(*log), std::move(*views)};
  }
  /// The views last: older ones catch up with the log.
  ledger::Status take_place() {
    if (auto placed = log->take_place(); !placed) return placed;
    return views->take_place();
  }
};

/// From where a pinned auditor ended, on the staged copy.
Result<api::AuditReport> further(const AuditCommand& command, const StagedCopy& copy,
                                 const api::LogSource& source, const api::AuditOptions& options) {
  const auto note = api::read_file(command.begin);
  if (!note) return note.error();
  const auto attested = ledger::open_attestation(
      *note, options.trust ? options.trust->auditors : std::vector<ledger::VerifierKey>());
  if (!attested) return attested.error();
  ledger::RocksStoreOptions opening;
  opening.dir = copy.log->path();
  auto store = ledger::open_rocks_store(opening);
  if (!store) return store.error();
  return api::audit_further({std::move(*store), copy.views->path(), *attested}, source, options);
}

/// `copy`: where an earlier audit ended; null for an audit from the first event.
Result<api::AuditReport> audit(const Session& session, const AuditCommand& command,
                               const StagedCopy* copy) {
  auto trust = read_trust(command.trust);
  if (!trust) return trust.error();
  api::AuditOptions options;
  options.trust = std::move(*trust);
  if (!command.known.empty()) {
    auto known = read_known_checkpoint(command.known);
    if (!known) return known.error();
    options.known = std::move(*known);
  }
  const auto source = api::open_log_source(command.source, {.token = {}, .any_head = true});
  if (!source) return source.error();
  if (auto answerable = check_answerable(command, *source); !answerable) return answerable.error();
  const projections::GovernanceAdmission admission;
  options.admission = &admission;
  options.fast = command.fast;
  options.language =
      session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
  if (auto asked = add_questions(command, options); !asked) return asked.error();
  Progress progress(session, {"audited ", "проверено "});
  if (!command.no_progress) options.progress = std::ref(progress);
  return copy == nullptr ? api::audit_log(*source, options)
                         : further(command, *copy, *source, options);
}

/// Signs what was found, for the next auditor to begin from.
ledger::Status attest(const Session& session, const AuditCommand& command,
                      const api::AuditReport& report) {
  if (!report.ok() || !report.log.complete || !report.anchored()) {
    return ledger::refused("NOTHING_TO_ATTEST",
                           "only a complete audit without faults, anchored by a trust file, is "
                           "attested");
  }
  if (!ledger::is_key_name(command.auditor)) {
    return ledger::invalid("BAD_NAME", "--auditor wants the name of the auditor's key",
                           "--auditor");
  }
  auto keys = open_keys(session, command.keys);
  if (!keys) return keys.error();
  const auto key = keys->unlock(command.attest);
  if (!key) return key.error();
  const auto note =
      ledger::sign_attestation(api::attestation_of(report), note_signer(command.auditor, **key));
  if (!note) return note.error();
  return api::write_file(command.attestation, *note);
}

/// After the report: what happened since --from, event by event if asked for.
ledger::Status tell_changes(const Session& session, const AuditCommand& command,
                            const api::AuditReport& report) {
  if (!report.changes || !report.projected || command.json) return ledger::Ok{};
  session.print("");
  session.print(session.say({"From position ", "От положения "}) +
                std::to_string(report.changes->from) + session.say({" to ", " до "}) +
                std::to_string(report.position));
  if (command.steps) {
    std::optional<ledger::Subject> only;
    if (!command.cluster.empty()) only = *parse_subject("cluster:" + command.cluster);
    auto shown = show_steps(session, *report.projected,
                            {report.changes->from, report.position, only, false});
    if (!shown) return shown;
    print_finding_changes(session, report.changes->findings);
  } else {
    print_changes(session,
                  {report.changes->subjects, report.changes->places, report.changes->findings});
  }
  return ledger::Ok{};
}

void add_questions(CLI::App& command, const Session& session, AuditCommand& options) {
  const std::string what =
      session.say({"position or date YYYY-MM-DD", "положение или дата ГГГГ-ММ-ДД"});
  command
      .add_option(
          "--until", options.until,
          session.say({"findings as known then: ", "замечания, как известно тогда: "}) + what)
      ->type_name("POSITION");
  auto* from = command.add_option(
      "--from", options.from,
      session.say({"also what happened since then: ", "и что произошло с тех пор: "}) + what);
  from->type_name("POSITION");
  command
      .add_flag("--steps", options.steps,
                session.say({"that event by event, the state before and after each",
                             "это событие за событием, состояние до и после каждого"}))
      ->needs(from);
  command
      .add_option("--cluster", options.cluster,
                  session.say({"findings and changes of this cluster alone",
                               "замечания и изменения только этого кластера"}))
      ->type_name("ID");
  add_day_option(command,
                 {"findings judged on this day (the last one recorded, if not given)",
                  "замечания на этот день (если не дан — последний записанный)"},
                 session, options.on);
}

/// The audit, its report and its attestation; every database is closed again.
int audit_and_tell(const Session& session, const AuditCommand& command, const StagedCopy* copy) {
  const auto report = audit(session, command, copy);
  if (!report) return session.fail(report.error());
  const bool enough =
      !command.witnessed || report->anchoring.level == ledger::AnchoringLevel::kWitnessed;
  if (!command.attest.empty() && report->ok() && enough) {
    if (auto done = attest(session, command, *report); !done) return session.fail(done.error());
  }
  const ReportText text = audit_text(session, *report, command.source);
  if (!command.html.empty()) {
    auto written = api::write_file(command.html, html_report(text, session.language));
    if (!written) return session.fail(written.error());
  }
  if (command.json) {
    session.print_json(audit_json(session, *report, command.source));
  } else {
    std::string plain = plain_report(text);
    plain.pop_back();  // print() ends the last line
    session.print(plain);
  }
  if (auto told = tell_changes(session, command, *report); !told) return session.fail(told.error());
  const bool only_short = report->fault_count == 0 && report->log.complete;
  if (!report->ok()) return only_short ? kExitRefused : kExitTampering;
  if (!enough) return session.fail(not_witnessed(report->anchoring));
  return report->anchored() || command.unanchored ? kExitOk : kExitUsage;
}

/// Standard output has the report already.
ledger::Status check_report_files(const AuditCommand& command) {
  for (const auto& [option, file] :
       {std::pair{"--html", &command.html}, std::pair{"--attestation", &command.attestation}}) {
    if (*file != "-") continue;
    return ledger::invalid(
        "WRONG_USAGE", "standard output has the report in words or as JSON; name a file", option);
  }
  return ledger::Ok{};
}

int run(const Session& session, const AuditCommand& command) {
  ledger::keep_heap_small();
  if (auto files = check_report_files(command); !files) return session.fail(files.error());
  if (command.begin.empty()) return audit_and_tell(session, command, nullptr);
  auto copy = StagedCopy::of(command.copy);
  if (!copy) return session.fail(copy.error());
  const int told = audit_and_tell(session, command, &*copy);
  if (told != kExitOk || command.attest.empty()) return told;
  auto placed = copy->take_place();
  return placed ? kExitOk : session.fail(placed.error());
}

}  // namespace

void add_audit(CLI::App& root, Session& session) {
  auto options = std::make_shared<AuditCommand>();
  CLI::App& command = add_command(root, session, "audit",
                                  {"check a bundle, a folder or a server with a trust file",
                                   "проверить набор, папку или сервер по файлу доверия"});
  command
      .add_option("SOURCE", options->source,
                  session.say({"bundle (folder, .tar, .tar.zst), ledger's folder or address",
                               "набор (папка, .tar, .tar.zst), папка журнала или адрес"}))
      ->required();
  add_trust_options(command, session, options->trust, options->unanchored);
  command
      .add_flag("--witnessed", options->witnessed,
                session.say({"fail unless the trust file's quorum of witnesses cosigned",
                             "успех только при кворуме свидетелей из файла доверия"}))
      ->needs("--trust");
  command
      .add_option(
          "--known", options->known,
          session.say(
              {"a checkpoint, receipt or proof seen before: the log must contain it",
               "известная точка, квитанция или доказательство: журнал должен их содержать"}))
      ->type_name("FILE");
  command
      .add_option("--html", options->html,
                  session.say({"also write the report as HTML", "записать отчёт и в HTML"}))
      ->type_name("FILE");
  add_questions(command, session, *options);
  auto* begin = command.add_option(
      "--begin", options->begin,
      session.say({"begin where this attestation of a trusted auditor ends: only new events",
                   "начать там, где кончается это удостоверение доверенного ревизора"}));
  begin->type_name("FILE")->needs("--trust");
  command
      .add_option(
          "--copy", options->copy,
          session.say({"with --begin: the copy that was attested; brought further with --attest",
                       "с --begin: удостоверенная копия; дополняется вместе с --attest"}))
      ->type_name("DIR")
      ->needs(begin);
  begin->needs("--copy");
  add_key_options(command, session, options->keys);
  auto* attest = command.add_option(
      "--attest", options->attest,
      session.say({"sign the result with this key, for the next auditor to begin from",
                   "подписать итог этим ключом, чтобы следующая проверка начала отсюда"}));
  auto* auditor = command.add_option(
      "--auditor", options->auditor,
      session.say({"name of that key in trust files", "имя этого ключа в файлах доверия"}));
  auto* out = command.add_option("--attestation", options->attestation,
                                 session.say({"file for it", "куда записать"}));
  attest->type_name("KEY")->needs(auditor)->needs(out);
  command
      .add_flag("--fast", options->fast,
                session.say({"hashes, tiles and checkpoints only",
                             "только хеши, дерево и контрольные точки"}))
      ->excludes(begin);
  add_no_progress_flag(command, session, options->no_progress);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
