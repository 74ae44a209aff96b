// SPDX-License-Identifier: Apache-2.0
// letopis import-archive: a table of old papers becomes historical events, row by row; first of all
// it shows what it would record and what is unclear.
#include <algorithm>
#include <filesystem>
#include <set>

#include "api/file_store.h"
#include "api/files.h"
#include "tools/archive_table.h"
#include "tools/author_desk.h"
#include "tools/commands/secretary.h"
#include "tools/confirm.h"
#include "tools/event_text.h"
#include "tools/table.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;
using projections::governance::Sentence;

struct ImportOptions {
  std::string table;
  std::string documents = ".";
  std::string store;
  bool skip_unclear = false;
  bool yes = false;
  DeskOptions desk;
};

Result<ArchivePlan> make_plan(const Session& session, const ImportOptions& options) {
  const auto bytes = api::read_file(options.table);
  if (!bytes) return bytes.error();
  const auto csv = read_csv(*bytes, options.table);
  if (!csv) return csv.error();
  session.note(session.say({"table: ", "таблица: "}) + csv->encoding + ", " +
               session.say({"rows: ", "строк: "}) + std::to_string(csv->rows.size()));
  const auto ledger = open_ledger(options.desk.dir);
  if (!ledger) return ledger.error();
  const auto names = api::Names::open(options.desk.names);
  if (!names) return names.error();
  const auto directory = Directory::load(*ledger, &*names);
  if (!directory) return directory.error();
  return plan_archive(*csv, options.table, options.documents, *ledger, *directory);
}

std::string in_words(const Session& session, const std::vector<std::string>& types) {
  std::string out;
  for (std::size_t i = 0; i < types.size();) {
    std::size_t same = i;
    while (same < types.size() && types[same] == types[i]) ++same;
    out += (out.empty() ? "" : ", ") + type_title(types[i], session.language);
    if (same - i > 1) out += " ×" + std::to_string(same - i);
    i = same;
  }
  return out;
}

std::vector<std::string> say(const Session& session, const std::vector<Sentence>& sentences) {
  const bool russian = session.language == Language::kRussian;
  std::vector<std::string> out;
  for (const Sentence& one : sentences) out.push_back(russian ? one.russian : one.english);
  return out;
}

std::string list(const Session& session, const std::vector<Sentence>& sentences) {
  std::string out;
  for (const std::string& part : say(session, sentences)) out += (out.empty() ? "" : "; ") + part;
  return out;
}

void show_json(const Session& session, const ArchivePlan& plan) {
  for (const ArchiveRow& row : plan.rows) {
    Json out = Json::object();
    out["line"] = row.line;
    out["row"] = row.number;
    out["kind"] = row.kind;
    out["records"] = row.records;
    out["unclear"] = say(session, row.unclear);
    out["remarks"] = say(session, row.remarks);
    session.print_json(out);
  }
}

/// The table of rows; how many are unclear.
std::size_t show(const Session& session, const ArchivePlan& plan, bool json) {
  std::size_t unclear = 0;
  Table table({true, false, false, false});
  table.add({session.say({"row", "строка"}), session.say({"kind", "вид"}),
             session.say({"title", "название"}), session.say({"recorded", "запись"})});
  for (const ArchiveRow& row : plan.rows) {
    unclear += !row.unclear.empty();
    std::string what = in_words(session, row.records);
    if (!row.unclear.empty()) {
      what = session.say({"UNCLEAR: ", "НЕЯСНО: "}) + list(session, row.unclear);
    } else if (row.records.empty()) {
      what = session.say({"nothing new", "нового нет"});
    }
    if (!row.remarks.empty()) what += " (" + list(session, row.remarks) + ")";
    table.add({std::to_string(row.number), row.kind, shorten(row.title, 40), what});
  }
  if (json) {
    show_json(session, plan);
  } else {
    for (const std::string& line : table.lines(0)) session.print(line);
  }
  return unclear;
}

int keep_files(const Session& session, const ImportOptions& options, const ArchivePlan& plan) {
  const auto store = api::file_store_of(options.desk.dir, options.store);
  std::set<std::string> kept;
  for (const ArchiveRow& row : plan.rows) {
    if (row.file.empty() || !row.unclear.empty() || !kept.insert(row.file).second) continue;
    const auto hash = api::store_file(store, row.file);
    if (!hash) return session.fail(hash.error());
  }
  return kExitOk;
}

int run(const Session& session, ImportOptions options) {
  if (options.desk.names.empty()) options.desk.names = options.table + ".names.json";
  const auto plan = make_plan(session, options);
  if (!plan) return session.fail(plan.error());
  const std::size_t unclear = show(session, *plan, options.desk.json);
  if (unclear > 0 && !options.skip_unclear) {
    session.note(session.say({"unclear rows: ", "неясных строк: "}) + std::to_string(unclear) +
                 session.say({"; mend the table, or record the others with --skip-unclear",
                              "; исправьте таблицу или запишите остальные с --skip-unclear"}));
    return kExitUsage;
  }
  const bool may_double = std::any_of(plan->rows.begin(), plan->rows.end(),
                                      [](const ArchiveRow& row) { return row.may_double; });
  if (may_double && !options.yes && !options.desk.dry_run) {
    const auto agreed =
        confirm(session, {"Rows whose file the ledger has may be recorded a second time. Record?",
                          "Строки, чей файл в журнале уже есть, могут удвоиться. Записать?"});
    if (!agreed) return session.fail(agreed.error());
  }
  auto desk = AuthorDesk::open(session, options.desk);
  if (!desk) return session.fail(desk.error());
  std::vector<api::PreparedBatch> batches;
  for (const ArchiveRow& row : plan->rows) {
    if (row.batch.value.is_null()) continue;
    auto prepared = (*desk)->author().prepare(row.batch, {});
    if (!prepared) return session.fail(prepared.error());
    for (auto& batch : *prepared) batches.push_back(std::move(batch));
  }
  const int code = (*desk)->send(session, std::move(batches));
  if (code != kExitOk || options.desk.dry_run) return code;
  return keep_files(session, options, *plan);
}

}  // namespace

void add_import_archive(CLI::App& root, Session& session) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App& command = add_command(root, session, "import-archive",
                                  {"record years of paper from one table (ARCHIVE.md)",
                                   "записать архив по одной таблице (ARCHIVE.md)"});
  command.add_option("TABLE", options->table, session.say({"the table, CSV", "таблица, CSV"}))
      ->required()
      ->type_name("TABLE.csv");
  command
      .add_option("--files", options->documents,
                  session.say({"folder of the papers' files (here, if not given)",
                               "папка с файлами документов (если не дана — текущая)"}))
      ->type_name("DIR");
  add_store_option(command, session, options->store);
  command.add_flag("--skip-unclear", options->skip_unclear,
                   session.say({"record the rows that are clear", "записать ясные строки"}));
  command.add_flag("-y,--yes", options->yes,
                   session.say({"record rows that may be doubled without asking",
                                "записать, не спрашивая, и строки, которые могут удвоиться"}));
  add_desk_options(command, session, options->desk);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
