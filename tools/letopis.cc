// SPDX-License-Identifier: Apache-2.0
// The tool: reads the command line, runs the command, turns whatever happened into an exit code.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "tools/commands/explain.h"
#include "tools/commands/secretary.h"
#include "tools/session.h"
#include "tools/usage_text.h"

namespace tools {
namespace {

void add_commands(CLI::App& app, Session& session) {
  add_init(app, session);
  add_key(app, session);
  add_append(app, session);
  add_log(app, session);
  add_show(app, session);
  add_verify(app, session);
  add_prove(app, session);
  add_check(app, session);
  add_checkpoint(app, session);
  add_stats(app, session);
  add_serve(app, session);
  add_token(app, session);
  add_trust(app, session);
  add_commit(app, session);
  add_witness(app, session);
  add_cosign(app, session);
  add_document(app, session);
  add_findings(app, session);
  add_explain(app, session);
  add_obligations(app, session);
  add_record(app, session);
  add_draft(app, session);
  add_sign(app, session);
  add_minutes(app, session);
  add_attach(app, session);
  add_import_archive(app, session);
  add_vault(app, session);
  add_calc(app, session);
  add_calendar(app, session);
  add_charter(app, session);
  add_events(app, session);
  add_export(app, session);
  add_import(app, session);
  add_audit(app, session);
  add_bisect(app, session);
  add_diff(app, session);
  add_backup(app, session);
  add_refill(app, session);
  add_repair(app, session);
  add_completion(app, session);
  add_manual(app, session);
  add_version(app, session);
}

/// Help whose columns hold in every language: CLI11 pads by bytes, so the left column stays ASCII.
class HelpFormatter : public CLI::Formatter {
 public:
  explicit HelpFormatter(std::string required) : required_(std::move(required)) {
    column_width(kLeftColumn);
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return "";
    return " " + option->get_type_name() + (option->get_expected_max() > 1 ? " ..." : "");
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    return option->get_description() + (option->get_required() ? " (" + required_ + ")" : "");
  }

 private:
  static constexpr std::size_t kLeftColumn = 34;
  std::string required_;
};

void localise(CLI::App& app, const Session& session) {
  app.option_defaults()->group(session.say({"Options", "Параметры"}));
  app.set_help_flag("-h,--help", session.say({"this help", "эта справка"}));
  app.set_version_flag("--version", "letopis " LETOPIS_VERSION, session.say({"version", "версия"}));
  auto formatter = std::make_shared<HelpFormatter>(session.say({"required", "обязательно"}));
  if (session.language == Language::kRussian) {
    formatter->label("Usage", "Вызов");
    formatter->label("OPTIONS", "ПАРАМЕТРЫ");
    formatter->label("SUBCOMMAND", "КОМАНДА");
    formatter->label("SUBCOMMANDS", "КОМАНДЫ");
    formatter->label("Positionals", "Аргументы");
  }
  app.formatter(std::move(formatter));
}

std::string short_help(const Session& session) {
  return session.say(
      {"Letopis: a ledger of signed events that anyone can check.\n\n"
       "  letopis init LEDGER --origin ledger.example/audit --organisation NAME --keys KEYS\n"
       "  letopis verify --dir LEDGER\n\n"
       "letopis --help lists the commands, letopis COMMAND --help explains one.",
       "Летопись: журнал подписанных событий, который может проверить каждый.\n\n"
       "  letopis init ЖУРНАЛ --origin ledger.example/audit --organisation ИМЯ --keys КЛЮЧИ\n"
       "  letopis verify --dir ЖУРНАЛ\n\n"
       "letopis --help перечислит команды, letopis КОМАНДА --help объяснит одну."});
}

/// What CLI11 did not accept, on standard error.
int usage_error(const Session& session, const CLI::ParseError& error) {
  const bool russian = session.language == Language::kRussian;
  session.note(session.say({"letopis: ", "letopis: неверный вызов: "}) +
               (russian ? usage_in_russian(error.what()) : error.what()));
  const std::string said = error.what();
  std::error_code unknown;
  const auto at = said.rfind(": ");
  const std::string extra = at == std::string::npos ? std::string() : said.substr(at + 2);
  if (std::filesystem::is_directory(extra, unknown)) {
    session.note(session.say({"The folder of a ledger is given with --dir.",
                              "Папку журнала называют параметром --dir."}));
  }
  session.note(session.say({"See letopis --help.", "См. letopis --help."}));
  return kExitUsage;
}

/// The arguments, with `help COMMAND` turned into `COMMAND --help`.
std::vector<std::string> arguments_of(int argc, char** argv) {
  std::vector<std::string> out(argv + 1, argv + argc);
  auto first = out.begin();  // behind the options that may come before a command
  while (first != out.end() && first->starts_with("--")) {
    const bool has_value = *first == "--lang" || *first == "--color";
    ++first;
    if (has_value && first != out.end()) ++first;
  }
  if (first != out.end() && *first == "help") {
    out.erase(first);
    out.push_back("--help");
  }
  return out;
}

/// A stream that the caller closed stays taken, so that no file of a ledger is opened in its place
/// and gets what was meant for people. Reading and writing it fails.
void keep_streams_taken() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    const int taken = ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (taken >= 0 && taken != stream) ::dup2(taken, stream);
  }
}

/// The exit code, if everything that was said got to standard output.
int written(const Session& session, int code) {
  std::cout.flush();
  const bool lost = std::fflush(stdout) != 0 || std::ferror(stdout) != 0 || !std::cout;
  if (!lost) return code;
  const int said = session.fail(ledger::io_error(
      "OUTPUT_WRITE",
      "standard output is full or closed: not everything that was to be said has been written"));
  return code == kExitOk ? said : code;
}

int run(int argc, char** argv) {
  Session session;
  session.language = language_of(argc, argv);
  CLI::App app(session.say({"A ledger of signed events", "Журнал подписанных событий"}), "letopis");
  localise(app, session);
  app.fallthrough();
  app.require_subcommand(0, 1);
  std::string language;
  app.add_option("--lang", language, session.say({"ru or en", "ru или en"}))
      ->check(CLI::IsMember({"ru", "en"}));
  app.add_option("--color", session.colour, session.say({"auto, always or never", "цвет"}))
      ->check(CLI::IsMember({"auto", "always", "never"}));
  add_commands(app, session);
  try {
    std::vector<std::string> arguments = arguments_of(argc, argv);
    std::reverse(arguments.begin(), arguments.end());  // the order in which CLI11 wants them
    app.parse(std::move(arguments));
  } catch (const CLI::Success& help) {
    return written(session, app.exit(help, std::cout, std::cerr));
  } catch (const CLI::ParseError& error) {
    return usage_error(session, error);
  }
  if (!session.run) {
    session.print(short_help(session));
    return written(session, kExitOk);
  }
  return written(session, session.run());
}

}  // namespace
}  // namespace tools

int main(int argc, char** argv) {
  tools::keep_streams_taken();
  try {
    return tools::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "letopis: internal error: %s\n", error.what());
    return tools::kExitUnreadable;
  }
}
