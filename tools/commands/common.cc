// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <iostream>
#include <iterator>

#include "api/files.h"
#include "tools/commands/commands.h"
#include "tools/companions.h"

namespace tools {

CLI::App& add_command(CLI::App& parent, const Session& session, const std::string& name,
                      const Text& description) {
  CLI::App& command = *parent.add_subcommand(name, session.say(description));
  command.group(session.say({"Commands", "Команды"}));
  command.get_help_ptr()->group(session.say({"Options", "Параметры"}));
  return command;
}

void add_day_option(CLI::App& command, const Text& description, const Session& session,
                    std::optional<std::string>& on) {
  // An option of type optional<string> would take an empty text for one that is not given.
  const std::function<void(const std::string&)> take = [&on](const std::string& day) { on = day; };
  command.add_option_function("--on", take, session.say(description))->type_name("YYYY-MM-DD");
}

CLI::Validator whole_number(std::uint64_t min, std::uint64_t max) {
  return CLI::Validator(
      [min, max](std::string& text) {
        std::uint64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, failed] = std::from_chars(text.data(), end, number);
        if (failed == std::errc() && stop == end && number >= min && number <= max) {
          return std::string();
        }
        return text + " is no whole number in " + std::to_string(min) + ".." + std::to_string(max);
      },
      "");
}

ledger::Result<projections::rules::Date> parse_day_option(const std::string& on) {
  auto day = projections::rules::parse_date(on);
  if (day) return day;
  return ledger::invalid("BAD_DAY", day.error().message, day.error().russian, "--on");
}

ledger::Result<std::string> read_file_or_input(const std::string& path, std::size_t bytes_max) {
  if (path != "-") return api::read_file(path, bytes_max);
  std::string bytes;
  for (char c = 0; bytes.size() <= bytes_max && std::cin.get(c);) bytes += c;
  if (bytes.size() > bytes_max) {
    return ledger::corrupt(
        "RESOURCE_TOO_LARGE",
        "there are more than the " + std::to_string(bytes_max) + " bytes that there may be",
        "<stdin>");
  }
  if (std::cin.bad()) return ledger::io_error("FILE_READ", "it could not be read", "<stdin>");
  return bytes;
}

void add_dir_option(CLI::App& command, const Session& session, std::string& dir) {
  dir = ".";
  command
      .add_option("-d,--dir", dir,
                  session.say({"the ledger's folder (here, if not given)",
                               "папка журнала (если не дана — текущая)"}))
      ->type_name("DIR");
}

void add_writer_options(CLI::App& command, const Session& session, WriterOptions& options) {
  options.on_alarm = [&session](const ledger::Error& alarm) { session.fail(alarm); };
  command
      .add_option("--anchor", options.anchor,
                  session.say({"the ledger's anchor, if it is not where the folder says",
                               "якорь журнала, если он не там, где указано в папке"}))
      ->type_name("PATH");
  command.add_flag("--new-anchor", options.new_anchor,
                   session.say({"the anchor is gone for a known reason: begin a new one",
                                "якорь утрачен по известной причине: начать новый"}));
  command.add_flag(
      "--accept-clock", options.accept_clock,
      session.say({"the clock is right although the last entry is later, or more than 92 "
                   "days older",
                   "часы верны, хотя последняя запись позже или старше чем на 92 дня"}));
}

void add_witnesses_option(CLI::App& command, const Session& session, WriterOptions& options) {
  command
      .add_option("--witnesses", options.witnesses,
                  session.say({"tlog-policy file: whom to ask before anything is signed",
                               "файл tlog-policy: кого спросить, прежде чем что-либо подписать"}))
      ->type_name("FILE");
  // The options outlive the command; a copy of them asks whom these name.
  options.before_signing = [&session,
                            &options](const ledger::ReadView& published) -> ledger::Status {
    const auto policy = read_policy(options.witnesses);
    if (!policy) return policy.error();
    return *policy ? ask_before_writing(session, published, **policy)
                   : ledger::Status(ledger::Ok{});
  };
}

void add_json_flag(CLI::App& command, const Session& session, bool& json) {
  command.add_flag("--json", json,
                   session.say({"JSON on standard output", "JSON в стандартный вывод"}));
}

void add_no_progress_flag(CLI::App& command, const Session& session, bool& no_progress) {
  command.add_flag("--no-progress", no_progress,
                   session.say({"no progress on standard error", "не показывать ход работы"}));
}

}  // namespace tools
