// SPDX-License-Identifier: Apache-2.0
// letopis document verify: is this file an edition that the ledger knows, what became of it and who
// signed it?
#include <map>

#include "api/document_signers.h"
#include "api/files.h"
#include "api/view_json.h"
#include "ledger/hash.h"
#include "projections/governance/words.h"
#include "projections/organisations_view.h"
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

/// What is said of the file, and how its signers are called on that day.
struct Told {
  api::Json verdict;
  std::map<std::string, std::string> names;  ///< by the organisation's id in hex
};

Result<Told> tell(const ViewFolder& views, const VerifyDocument& command,
                  const ledger::Hash& sha256, api::Language language) {
  const auto day = command.on ? parse_day_option(*command.on) : views.today();
  if (!day) return day.error();
  const auto zone = views.zone_minutes();
  if (!zone) return zone.error();
  const auto reader = views.reader();
  if (!reader) return reader.error();
  const std::string on = projections::rules::to_iso(*day);
  auto verdict = api::file_verdict_json(*reader, {sha256, on, {command.title, command.number}},
                                        language, *zone);
  if (!verdict) return verdict.error();
  Told told{std::move(*verdict), {}};
  for (const api::Json& line : told.verdict.value("signatures", api::Json::array())) {
    if (line["organisation"].is_null()) continue;
    const std::string id = line["organisation"];
    const auto found =
        projections::find_organisation(*reader, *ledger::fixed_from_hex<ledger::Id>(id));
    if (!found) return found.error();
    if (*found) told.names[id] = display_name(organisation_on(**found, on).names);
  }
  return told;
}

std::string text_at(const api::Json& line, const char* member) {
  return line[member].is_string() ? line[member].get<std::string>() : std::string();
}

/// "signed: ООО «Завод», Директор, 2023-08-15", «подписано: …, 15.08.2023».
std::string signature_words(const Session& session, const Told& told, const api::Json& line) {
  const std::string organisation = text_at(line, "organisation");
  const auto name = told.names.find(organisation);
  std::string who = name == told.names.end() || name->second.empty() ? organisation : name->second;
  const std::string position = text_at(line, "position");
  if (!position.empty()) who += (who.empty() ? "" : ", ") + position;
  const api::Json& day = line["signed_on"];
  const bool known =
      !day.is_null() && day["not_before"] == day["not_after"] && day["not_before"].is_string();
  std::string on = known ? day["not_before"].get<std::string>()
                         : session.say({"the day is not known", "день неизвестен"});
  const auto civil = projections::rules::date_from_iso(on);
  if (civil && session.language == Language::kRussian) {
    on = projections::governance::russian_day(*civil);
  }
  return "  " + session.say({"signed: ", "подписано: "}) + who + ", " + on;
}

void print_verdict(const Session& session, const Told& told) {
  session.print(text_at(told.verdict, "sentence"));
  for (const api::Json& line : told.verdict.value("signatures", api::Json::array())) {
    session.print(signature_words(session, told, line));
  }
  for (const api::Json& near : told.verdict.value("near", api::Json::array())) {
    session.print("  " + session.say({"near: ", "похоже: "}) + near["title"].get<std::string>() +
                  session.say({", event ", ", событие "}) + near["index"].dump());
  }
}

int run(const Session& session, const VerifyDocument& command) {
  const auto bytes = read_file_or_input(command.file);
  if (!bytes) return session.fail(bytes.error());
  const auto language =
      session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
  const auto ask = [&](const ViewFolder& views) {
    return tell(views, command, ledger::sha256(*bytes), language);
  };
  const auto told = ask_views(session, command.dir, ask);
  if (!told) return session.fail(told.error());
  if (command.json) {
    session.print_json(told->verdict);
  } else {
    print_verdict(session, *told);
  }
  if (told->verdict["state"] != "UNKNOWN") return kExitOk;
  if (command.title.empty() && command.number.empty()) {
    session.note(session.say({"With its printed --number or --title you see what is near.",
                              "Дайте напечатанные на нём номер (--number) или название (--title): "
                              "покажем похожее."}));
  }
  return kExitNotFound;
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
  set_action(command, session, options, run);
  add_document_destroy(document, session);
}

}  // namespace tools
