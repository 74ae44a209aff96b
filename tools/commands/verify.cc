// SPDX-License-Identifier: Apache-2.0
// letopis verify: everything derived again from the bytes.
#include "ledger/verify.h"

#include <unistd.h>

#include "api/projected_log.h"
#include "ledger/heap.h"
#include "ledger/key_state.h"
#include "ledger/rocks_table_files.h"
#include "projections/governance_admission.h"
#include "tools/anchored_store.h"
#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;

struct VerifyCommand {
  std::string dir;
  std::string anchor;
  bool fast = false;
  bool json = false;
  bool no_progress = false;
};

Json report_json(const ledger::VerifyReport& report) {
  Json out = Json::object();
  out["ok"] = report.ok();
  out["origin"] = report.identity.origin;
  out["ledger_id"] = to_hex(report.identity.ledger_id);
  out["size"] = report.size;
  out["root"] = to_hex(report.root);
  out["complete"] = report.complete;
  out["anchored"] = report.anchored;
  out["checked"] = {{"events", report.events_checked},
                    {"signatures", report.signatures_checked},
                    {"tiles", report.tiles_checked},
                    {"checkpoints", report.checkpoints_checked},
                    {"index_rows", report.index_rows_checked}};
  out["unjudged"] = report.events_unjudged;
  out["fault_count"] = report.fault_count;
  out["faults"] = Json::array();
  for (const auto& fault : report.faults) out["faults"].push_back(fault_json(fault));
  out["warnings"] = Json::array();
  for (const auto& warning : report.warnings) out["warnings"].push_back(fault_json(warning));
  out["last_good"] = last_good_json(report);
  return out;
}

void print_verdict(const Session& session, const ledger::VerifyReport& report) {
  if (report.ok()) {
    session.print(session.paint(STDOUT_FILENO, "32",
                                session.say({"Nothing was changed.", "Ничего не изменено."})));
    if (!report.complete) {
      session.print(session.say({"Fast mode: hashes, tiles and checkpoints only.",
                                 "Быстрая проверка: только хеши, дерево и контрольные точки."}));
    }
  } else {
    if (report.fault_count > 0) {
      session.print(session.paint(STDOUT_FILENO, "31",
                                  session.say({"Faults found: ", "Найдено нарушений: "}) +
                                      std::to_string(report.fault_count)));
    }
    if (report.events_unjudged > 0) {
      session.print(session.say({"Events that could not be judged, because of what is damaged or "
                                 "under rules that this program does not have: ",
                                 "Событий, о которых нельзя судить из-за повреждений или потому, "
                                 "что их правил у этой программы нет: "}) +
                    std::to_string(report.events_unjudged));
    }
    if (report.last_good) {
      session.print(session.say({"Good up to the checkpoint of size ",
                                 "Всё верно до контрольной точки размера "}) +
                    std::to_string(report.last_good->size));
    }
  }
  if (!report.anchored) {
    session.print(session.say({"Not compared with any checkpoint kept outside the folder.",
                               "С контрольной точкой вне папки не сравнивалось."}));
  }
}

void print_report(const Session& session, const ledger::VerifyReport& report) {
  for (const auto& fault : report.faults) print_fault(session, fault);
  for (const auto& warning : report.warnings) print_warning(session, warning);
  session.print(report.identity.origin + "  " + to_hex(report.identity.ledger_id));
  session.print(session.say({"events ", "событий "}) + std::to_string(report.events_checked) +
                session.say({", signatures ", ", подписей "}) +
                std::to_string(report.signatures_checked) + session.say({", tiles ", ", плиток "}) +
                std::to_string(report.tiles_checked) +
                session.say({", checkpoints ", ", контрольных точек "}) +
                std::to_string(report.checkpoints_checked) +
                session.say({", index rows ", ", строк указателей "}) +
                std::to_string(report.index_rows_checked));
  print_verdict(session, report);
}

void add_fault(ledger::VerifyReport& report, ledger::Fault fault) {
  report.faults.push_back(std::move(fault));
  ++report.fault_count;
}

ledger::Fault fault_of(ledger::FaultClass kind, std::string structure, const ledger::Error& error) {
  ledger::Fault fault;
  fault.kind = kind;
  fault.structure = std::move(structure);
  fault.field = error.where;
  fault.reason = error.reason;
  fault.message = error.message;
  return fault;
}

/// The folder's notes are a convenience; who takes them away takes away that a copy is one.
void check_notes(const std::string& dir, const ledger::EventStore& store,
                 ledger::VerifyReport& report) {
  if (!has_folder_notes(dir)) {
    report.warnings.push_back(
        fault_of(ledger::FaultClass::kMissing, "folder notes",
                 ledger::not_found("FOLDER_NOTES_MISSING", "the folder has no letopis.json",
                                   "letopis.json")));
    return;
  }
  const auto identity = ledger::identity_of(store);
  if (!identity) return;
  auto same = check_folder_notes(dir, *identity);
  if (same && report.ok()) {  // else the keys are not to be gone by
    const auto kept =
        report.complete ? Result<ledger::Rows>(report.state) : ledger::read_key_rows(store);
    if (kept) same = check_noted_key(dir, identity->origin, *kept);
  }
  if (!same) {
    add_fault(report, fault_of(ledger::FaultClass::kEdited, "folder notes", same.error()));
  }
}

/// What can be said of a store that does not even open: that, and which of its table files are
/// whole, in the form that was asked for.
int fail_to_open(const Session& session, const VerifyCommand& command, const ledger::Error& error) {
  if (error.code != ledger::ErrorCode::kCorrupt) return session.fail(error);
  ledger::VerifyReport report;
  add_fault(report, fault_of(ledger::FaultClass::kUnreadable, "store", error));
  const auto files = ledger::table_files_in(store_path(command.dir));
  std::size_t whole = 0;
  for (const ledger::TableFile& file : files) {
    const auto sound = ledger::check_table_file(file);
    whole += sound ? 1 : 0;
    if (sound || file.path.string() == error.where) continue;
    add_fault(report, fault_of(ledger::FaultClass::kUnreadable, "table file", sound.error()));
    if (!command.json) print_fault(session, report.faults.back());
  }
  if (command.json) session.print_json(report_json(report));
  const int code = session.fail(error);
  session.note(session.say({"No event was checked. Whole table files beside the damage: ",
                            "Ни одно событие не проверено. Целых файлов таблиц рядом: "}) +
               std::to_string(whole) + session.say({" of ", " из "}) +
               std::to_string(files.size()) +
               session.say({". letopis repair --from heals it with a copy, a bundle or a backup.",
                            ". letopis repair --from починит из копии, набора или резервной "
                            "копии."}));
  return code;
}

int run(const Session& session, const VerifyCommand& command) {
  ledger::keep_heap_small();
  auto opened = open_anchored(command.dir, command.anchor);
  if (!opened) return fail_to_open(session, command, opened.error());
  const auto& [store, anchor] = *opened;
  const projections::GovernanceAdmission admission;
  ledger::VerifyOptions options;
  options.fast = command.fast;
  options.admission = &admission;
  options.anchored_note = anchor.note;
  options.view_digest = api::view_digests_of(store);
  std::optional<ledger::VerifyReport> report;
  {
    Progress progress(session, {"verified ", "проверено "});
    if (!command.no_progress) options.progress = std::ref(progress);
    auto verified = ledger::verify_ledger(*store, options);
    if (!verified) return session.fail(verified.error());
    report.emplace(std::move(*verified));
  }
  if (anchor.fault) add_fault(*report, *anchor.fault);
  if (anchor.warning) report->warnings.push_back(*anchor.warning);
  check_notes(command.dir, *store, *report);
  if (command.json) {
    session.print_json(report_json(*report));
  } else {
    print_report(session, *report);
  }
  if (report->ok()) return kExitOk;
  // Short of what was asked, where the rules are newer than the program's.
  return report->fault_count == 0 && report->complete ? kExitRefused : kExitTampering;
}

}  // namespace

void add_verify(CLI::App& root, Session& session) {
  auto options = std::make_shared<VerifyCommand>();
  CLI::App& command =
      add_command(root, session, "verify",
                  {"check everything from the bytes up", "проверить всё, начиная с байтов"});
  add_dir_option(command, session, options->dir);
  command.add_flag("--fast", options->fast,
                   session.say({"hashes, tiles and checkpoints only",
                                "только хеши, дерево и контрольные точки"}));
  command
      .add_option("--anchor", options->anchor,
                  session.say({"file with the newest checkpoint, kept outside",
                               "файл с последней контрольной точкой вне папки"}))
      ->type_name("PATH");
  add_no_progress_flag(command, session, options->no_progress);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
