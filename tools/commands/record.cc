// SPDX-License-Identifier: Apache-2.0
// letopis record: a meeting's form becomes events, shown before they are recorded all at once.
#include <algorithm>
#include <filesystem>

#include "api/files.h"
#include "tools/author_desk.h"
#include "tools/batch_preview.h"
#include "tools/commands/secretary.h"
#include "tools/confirm.h"
#include "tools/draft_file.h"
#include "tools/known_people.h"
#include "tools/meeting_form.h"
#include "tools/toml_text.h"

namespace tools {
namespace {

using ledger::Result;

struct RecordOptions {
  std::string file;
  bool quiet = false;
  bool yes = false;
  std::string store;
  DeskOptions desk;
};

Result<api::JsonText> read_form(const std::string& file) {
  const auto text = api::read_file(file);
  if (!text) return text.error();
  return read_toml(*text, file);
}

/// Reads the form against the ledger as it is.
Result<MeetingEvents> compile_form(const Session& session, const RecordOptions& options,
                                   AuthorDesk& desk) {
  const auto form = read_form(options.file);
  if (!form) return form.error();
  const auto folder = desk.folder();
  if (!folder) return folder.error();
  const auto ledger = open_ledger(*folder);
  if (!ledger) return ledger.error();
  const auto directory = Directory::load(*ledger, &desk.names());
  if (!directory) return directory.error();
  auto meeting = compile_meeting(*form, *directory);
  if (!meeting || desk.vault() == nullptr) return meeting;
  const auto people = take_known_people(*desk.vault(), *ledger, *directory, desk.names(), *meeting);
  if (!people) return people.error();
  say_known_people(session, *people);
  return meeting;
}

/// Shows what would be recorded and what would follow from it, and asks whether it shall be.
ledger::Status show_and_ask(const Session& session, const RecordOptions& options, AuthorDesk& desk,
                            const std::vector<api::PreparedBatch>& batches) {
  if (!options.quiet) {
    const auto folder = desk.folder();
    if (!folder) return folder.error();
    auto shown = ask_views(session, *folder, [&](const ViewFolder& views) {
      return print_preview(session, views, batches, options.desk.json);
    });
    if (!shown) return shown;
  }
  if (options.yes || options.desk.dry_run) return ledger::Ok{};
  return confirm(session, {"Record this?", "Записать?"});
}

/// Keeps the papers that the form named, under the hashes that are now in the ledger.
int keep_files(const Session& session, const RecordOptions& options, const AuthorDesk& desk,
               const api::Json& events) {
  const api::Json::json_pointer place("/payload/file/@file");
  for (const api::Json& event : events) {
    if (!event.contains(place)) continue;
    const auto path =
        std::filesystem::path(options.file).parent_path() / event.at(place).get<std::string>();
    if (!options.desk.server.empty() && options.desk.token_file.empty() && options.store.empty()) {
      session.note(path.string() +
                   session.say({": the file stays here; a server takes files with --token-file",
                                ": файл остаётся здесь; сервер берёт файлы с --token-file"}));
      continue;
    }
    const auto kept = desk.keep_paper(path, options.store);
    if (!kept) return session.fail(kept.error());
    session.note(*kept);
  }
  return kExitOk;
}

/// Records a draft that everybody has signed.
int record_draft(const Session& session, const RecordOptions& options) {
  auto draft = read_draft(options.file);
  if (!draft) return session.fail(draft.error());
  const auto missing = missing_signers(*draft);
  if (!missing.empty()) {
    return session.fail(ledger::refused(
        "DRAFT_UNSIGNED", "this draft waits for the signature of " + to_hex(missing.front()),
        options.file));
  }
  auto desk = AuthorDesk::open_unconnected(session, options.desk);
  if (!desk) return session.fail(desk.error());
  const bool has_paper =
      std::any_of(draft->events.begin(), draft->events.end(),
                  [](const auto& event) { return event.payload_type == "DocumentRegistered"; });
  std::vector<api::PreparedBatch> batches;
  batches.push_back(std::move(draft->events));
  if (auto agreed = show_and_ask(session, options, **desk, batches); !agreed) {
    return session.fail(agreed.error());
  }
  if (auto connected = (*desk)->connect(); !connected) return session.fail(connected.error());
  const int code = (*desk)->send(session, std::move(batches));
  if (code == kExitOk && has_paper && !options.desk.dry_run) {
    session.note(session.say(
        {"the paper does not travel in a draft: letopis attach FILE --protocol … keeps it",
         "сама бумага в черновике не едет: её сохранит letopis attach ФАЙЛ --protocol …"}));
  }
  return code;
}

/// By what it holds, whatever it is called by now: a form in TOML never begins with a brace.
bool is_draft(const std::string& file) {
  if (file.ends_with(".json")) return true;
  const auto text = api::read_file(file);
  if (!text) return false;
  const auto first = text->find_first_not_of(" \t\r\n");
  return first != std::string::npos && (*text)[first] == '{';
}

int run(const Session& session, RecordOptions options) {
  if (is_draft(options.file)) return record_draft(session, options);
  if (options.desk.names.empty()) options.desk.names = options.file + ".names.json";
  auto desk = AuthorDesk::open_unconnected(session, options.desk);
  if (!desk) return session.fail(desk.error());
  const auto meeting = compile_form(session, options, **desk);
  if (!meeting) return session.fail(meeting.error());
  const auto folder = std::filesystem::path(options.file).parent_path();
  const auto foreseen = (*desk)->foresee(meeting->batch, folder);
  if (!foreseen) return session.fail(foreseen.error());
  if (auto agreed = show_and_ask(session, options, **desk, *foreseen); !agreed) {
    return session.fail(agreed.error());
  }
  if (auto connected = (*desk)->connect(); !connected) return session.fail(connected.error());
  auto batches = (*desk)->author().prepare(meeting->batch, folder);
  if (!batches) return session.fail(batches.error());
  const int code = (*desk)->send(session, std::move(*batches));
  if (code != kExitOk || options.desk.dry_run) return code;
  return keep_files(session, options, **desk, meeting->batch.value["@batch"]);
}

}  // namespace

void add_record(CLI::App& root, Session& session) {
  auto options = std::make_shared<RecordOptions>();
  CLI::App& command = add_command(root, session, "record",
                                  {"record a whole meeting from a readable form (RECORD.md)",
                                   "записать заседание по форме (RECORD.md)"});
  command
      .add_option("FORM", options->file,
                  session.say({"the form, TOML, or a signed draft, JSON",
                               "форма, TOML, или подписанный черновик, JSON"}))
      ->required()
      ->type_name("FILE");
  command.add_flag("--quiet", options->quiet,
                   session.say({"no preview", "без предварительного просмотра"}));
  command.add_flag("-y,--yes", options->yes,
                   session.say({"record without asking, as a script must",
                                "записать, не спрашивая: нужно в сценариях"}));
  add_store_option(command, session, options->store);
  add_desk_options(command, session, options->desk);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
