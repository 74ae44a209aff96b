// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/commands.h"

namespace tools {

CLI::App& add_command(CLI::App& parent, const Session& session, const std::string& name,
                      const Text& description) {
  CLI::App& command = *parent.add_subcommand(name, session.say(description));
  command.group(session.say({"Commands", "Команды"}));
  return command;
}

void add_dir_option(CLI::App& command, const Session& session, std::string& dir) {
  dir = ".";
  command
      .add_option("-d,--dir", dir,
                  session.say({"the ledger's folder (here, if not given)",
                               "папка журнала (если не дана — текущая)"}))
      ->type_name("DIR");
}

void add_json_flag(CLI::App& command, const Session& session, bool& json) {
  command.add_flag("--json", json,
                   session.say({"JSON on standard output", "JSON в стандартный вывод"}));
}

}  // namespace tools
