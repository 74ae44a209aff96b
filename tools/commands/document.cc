// SPDX-License-Identifier: Apache-2.0
// letopis document verify: is this file an edition that the ledger knows, and what became of it?
#include <cstdlib>

#include "api/event_json.h"
#include "api/files.h"
#include "api/view_json.h"
#include "ledger/clock.h"
#include "ledger/hash.h"
#include "projections/document_verdict.h"
#include "projections/runner.h"
#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;

struct VerifyDocument {
  std::string file;
  std::string dir;
  std::string on;
  std::string title;
  std::string number;
  bool json = false;
};

/// A folder for views of this process alone, removed at the end.
class OwnFolder {
 public:
  OwnFolder() = default;
  ~OwnFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;

  Result<std::filesystem::path> make() {
    std::string name = (std::filesystem::temp_directory_path() / "letopis-views-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      return ledger::io_error("FILE_WRITE", "cannot make a folder", name);
    }
    path_ = name;
    return path_;
  }

 private:
  std::filesystem::path path_;
};

/// The views of the folder; while a server has them open, or where nobody may write, own ones.
Result<std::unique_ptr<projections::Runner>> open_views(const std::filesystem::path& dir,
                                                        OwnFolder& own) {
  projections::RunnerOptions options;
  options.dir = dir / "views";
  auto runner = projections::Runner::open(options);
  if (runner || (runner.error().code != ledger::ErrorCode::kLocked &&
                 runner.error().code != ledger::ErrorCode::kIo)) {
    return runner;
  }
  auto folder = own.make();
  if (!folder) return folder.error();
  options.dir = *folder / "views";
  return projections::Runner::open(options);
}

/// Today in the ledger's own zone.
Result<std::string> today(const OpenLedger& ledger) {
  const auto genesis = ledger.view().event(0);
  if (!genesis) return genesis.error();
  const auto record = api::recorded_event_to_json(ledger.identity, *genesis);
  if (!record) return record.error();
  const Json::json_pointer zone("/body/payload/default_zone_minutes");
  const auto minutes = record->contains(zone) ? record->at(zone).get<std::int64_t>() : 0;
  const auto now = static_cast<std::int64_t>(ledger::SystemClock().now_us());
  return api::rfc3339(static_cast<std::uint64_t>(now + minutes * 60'000'000)).substr(0, 10);
}

void print_verdict(const Session& session, const projections::DocumentVerdict& verdict) {
  const auto language = session.language == Language::kRussian ? projections::Language::kRussian
                                                               : projections::Language::kEnglish;
  session.print(projections::verdict_sentence(verdict, language));
  if (verdict.state != projections::DocumentState::kUnknown) return;
  for (const auto& near : verdict.near) {
    session.print("  " + session.say({"near: ", "похоже: "}) + near.title +
                  session.say({", event ", ", событие "}) + std::to_string(near.index));
  }
  session.print(projections::other_hash_sentence(language));
}

int run(const Session& session, const VerifyDocument& command) {
  const auto bytes = api::read_file(command.file);
  if (!bytes) return session.fail(bytes.error());
  const auto ledger = open_ledger(command.dir);
  if (!ledger) return session.fail(ledger.error());
  const auto view = ledger->view();
  const auto day = command.on.empty() ? today(*ledger) : Result<std::string>(command.on);
  if (!day) return session.fail(day.error());
  OwnFolder own;
  auto views = open_views(command.dir, own);
  if (!views) return session.fail(views.error());
  if (auto caught_up = (*views)->catch_up(view); !caught_up) {
    return session.fail(caught_up.error());
  }
  const auto reader = (*views)->reader();
  if (!reader) return session.fail(reader.error());
  const auto verdict = projections::document_verdict(
      *reader, {ledger::sha256(*bytes), *day, {command.title, command.number}});
  if (!verdict) return session.fail(verdict.error());
  if (command.json) {
    session.print_json(api::verdict_json(*verdict, session.language == Language::kRussian
                                                       ? api::Language::kRu
                                                       : api::Language::kEn));
  } else {
    print_verdict(session, *verdict);
  }
  return verdict->state == projections::DocumentState::kUnknown ? kExitNotFound : kExitOk;
}

}  // namespace

void add_document(CLI::App& root, Session& session) {
  CLI::App& document = add_command(root, session, "document", {"documents", "документы"});
  document.require_subcommand(1);
  auto options = std::make_shared<VerifyDocument>();
  CLI::App& command = add_command(document, session, "verify",
                                  {"which edition a file is and whether it is in force",
                                   "какая это редакция и действует ли она"});
  command.add_option("FILE", options->file, session.say({"the file", "файл"}))->required();
  add_dir_option(command, session, options->dir);
  command
      .add_option("--on", options->on,
                  session.say({"the day of the question (today, if not given)",
                               "на какой день (если не дан — сегодня)"}))
      ->type_name("YYYY-MM-DD");
  command.add_option("--title", options->title,
                     session.say({"its title, to find what is near if it is not known",
                                  "название, чтобы найти похожее, если файл неизвестен"}));
  command.add_option("--number", options->number,
                     session.say({"its printed number, likewise", "номер, для того же"}));
  add_json_flag(command, session, options->json);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
