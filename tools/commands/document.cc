// SPDX-License-Identifier: Apache-2.0
// letopis document verify: is this file an edition that the ledger knows, and what became of it?
#include "api/files.h"
#include "api/view_json.h"
#include "ledger/hash.h"
#include "projections/document_verdict.h"
#include "tools/commands/secretary.h"
#include "tools/view_folder.h"

namespace tools {
namespace {

using ledger::Result;

struct VerifyDocument {
  std::string file;
  std::string dir;
  std::optional<std::string> on;
  std::string title;
  std::string number;
  bool json = false;
};

void print_verdict(const Session& session, const projections::DocumentVerdict& verdict) {
  const auto language = session.language == Language::kRussian ? projections::Language::kRussian
                                                               : projections::Language::kEnglish;
  session.print(projections::verdict_sentence(verdict, language));
  if (verdict.state != projections::DocumentState::kUnknown) return;
  for (const auto& near : verdict.near) {
    session.print("  " + session.say({"near: ", "похоже: "}) + near.title +
                  session.say({", event ", ", событие "}) + std::to_string(near.index));
  }
}

int run(const Session& session, const VerifyDocument& command) {
  const auto bytes = read_file_or_input(command.file);
  if (!bytes) return session.fail(bytes.error());
  const auto ask = [&](const ViewFolder& views) -> Result<projections::DocumentVerdict> {
    const auto day = command.on ? parse_day_option(*command.on) : views.today();
    if (!day) return day.error();
    const auto reader = views.reader();
    if (!reader) return reader.error();
    return projections::document_verdict(*reader, {ledger::sha256(*bytes),
                                                   projections::rules::to_iso(*day),
                                                   {command.title, command.number}});
  };
  const auto verdict = ask_views(session, command.dir, ask);
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
  command
      .add_option("FILE", options->file,
                  session.say({"the file; - is standard input", "файл; - это стандартный ввод"}))
      ->required();
  add_dir_option(command, session, options->dir);
  add_day_option(
      command,
      {"the day of the question (today, if not given)", "на какой день (если не дан — сегодня)"},
      session, options->on);
  command.add_option("--title", options->title,
                     session.say({"its title, to find what is near if it is not known",
                                  "название, чтобы найти похожее, если файл неизвестен"}));
  command.add_option("--number", options->number,
                     session.say({"its printed number, likewise", "номер, для того же"}));
  add_json_flag(command, session, options->json);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
  add_document_destroy(document, session);
}

}  // namespace tools
