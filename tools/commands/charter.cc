// SPDX-License-Identifier: Apache-2.0
// letopis charter: whether a charter file is lawful and its rules can work together.
#include "api/charter_json.h"
#include "api/files.h"
#include "ledger/schema/event_body_generated.h"
#include "projections/rules/charter_check.h"
#include "tools/commands/commands.h"

namespace tools {
namespace {

namespace rules = projections::rules;
using api::Json;

struct CharterOptions {
  std::string file;
  bool json = false;
};

std::string_view severity_name(rules::CharterSeverity severity) {
  return severity == rules::CharterSeverity::kError ? "error" : "warning";
}

/// The sources that say a parameter is stated without saying where.
void find_missing_clauses(const ledger::fb::CharterAdopted& charter,
                          std::vector<rules::CharterProblem>& out) {
  if (charter.sources() == nullptr) return;
  for (const auto* source : *charter.sources()) {
    const bool named = source->clause() != nullptr && source->clause()->size() > 0;
    if (source->certainty() != ledger::fb::Certainty::STATED || named) continue;
    out.push_back({rules::CharterSeverity::kWarning, "STATED_WITHOUT_CLAUSE", source->path()->str(),
                   "the parameter is said to be stated, and no clause is named that states it",
                   "указано, что параметр установлен текстом, но пункт не назван"});
  }
}

/// What the strict reading refuses is one problem of the same form as the others.
ledger::Result<std::vector<rules::CharterProblem>> problems_of(const std::string& file) {
  const auto bytes = api::read_file(file);
  if (!bytes) return bytes.error();
  const auto text = api::read_json(*bytes, file);
  if (!text) return text.error();
  const auto body = api::charter_body(text->value);
  if (!body) {
    const ledger::Error& error = body.error();
    const std::string line = std::to_string(text->line_of(error.where));
    const std::string& russian = error.russian.empty() ? error.message : error.russian;
    return std::vector<rules::CharterProblem>{{rules::CharterSeverity::kError, error.reason,
                                               error.where, error.message + " (line " + line + ")",
                                               russian + " (строка " + line + ")"}};
  }
  const auto& charter = *body->table().payload_as_CharterAdopted();
  auto problems = rules::check_charter(charter);
  find_missing_clauses(charter, problems);
  return problems;
}

int check(const Session& session, const CharterOptions& options) {
  const auto problems = problems_of(options.file);
  if (!problems) return session.fail(problems.error());
  Json list = Json::array();
  for (const rules::CharterProblem& each : *problems) {
    list.push_back({{"severity", severity_name(each.severity)},
                    {"code", each.code},
                    {"path", each.path},
                    {"en", each.english},
                    {"ru", each.russian}});
    if (options.json) continue;
    const bool error = each.severity == rules::CharterSeverity::kError;
    session.print((error ? session.say({"error    ", "ошибка   "})
                         : session.say({"warning  ", "замечание "})) +
                  each.code + "  " + each.path);
    session.print("         " + session.say({each.english, each.russian}));
  }
  const bool good = !rules::has_errors(*problems);
  if (options.json) {
    session.print_json(Json{{"file", options.file}, {"valid", good}, {"problems", list}});
  } else if (problems->empty()) {
    session.print(session.say({"No problems.", "Замечаний нет."}));
  }
  return good ? kExitOk : kExitUsage;
}

}  // namespace

void add_charter(CLI::App& root, Session& session) {
  CLI::App& command =
      add_command(root, session, "charter", {"files of charters", "файлы положений"});
  command.require_subcommand(1);
  auto options = std::make_shared<CharterOptions>();
  CLI::App& checking = add_command(command, session, "check",
                                   {"check a charter as a whole", "проверить положение целиком"});
  checking
      .add_option("FILE", options->file,
                  session.say({"JSON: parameters and sources", "JSON: параметры и источники"}))
      ->required();
  add_json_flag(checking, session, options->json);
  set_action(checking, session, options, check);
}

}  // namespace tools
