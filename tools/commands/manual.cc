// SPDX-License-Identifier: Apache-2.0
// letopis manual: the commands' part of the manual page, scdoc source written from the tree of
// commands itself, so that no command can be missing from it. tools/man has the rest of the page.
#include "tools/commands/commands.h"

namespace tools {
namespace {

/// Text as scdoc takes it: what would be markup, with a backslash.
std::string escaped(const std::string& text) {
  std::string out;
  // At the beginning of a line these make a list, a heading or a request.
  if (!text.empty() && std::string_view("-#.;|").find(text[0]) != std::string_view::npos) {
    out.push_back('\\');
  }
  for (const char c : text) {
    if (c == '\\' || c == '*' || c == '_' || c == '`' || c == '~' || c == '<' || c == '[') {
      out.push_back('\\');
    }
    out.push_back(c == '\n' ? ' ' : c);
  }
  return out;
}

std::string bold(const std::string& text) { return "*" + escaped(text) + "*"; }

/// The options in their order; `positional` ones, or those with dashes.
std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional) {
  std::vector<const CLI::Option*> out;
  for (const CLI::Option* option : app.get_options()) {
    // One that can be given either way is told with its dashes.
    const bool dashes = !option->get_lnames().empty() || !option->get_snames().empty();
    if (dashes != positional) out.push_back(option);
  }
  return out;
}

std::string synopsis(const CLI::App& app, const std::string& path) {
  std::string out = bold(path);
  for (const CLI::Option* option : options_of(app, true)) {
    const std::string name = option->get_name();
    const std::string more = option->get_expected_max() > 1 ? "..." : "";
    out += " " + escaped(option->get_required() ? name + more : "[" + name + more + "]");
  }
  return out;
}

std::string option_names(const CLI::Option& option) {
  std::string out;
  for (const std::string& name : option.get_snames()) out += bold("-" + name) + ", ";
  for (const std::string& name : option.get_lnames()) out += bold("--" + name) + ", ";
  out.resize(out.size() - 2);
  if (option.get_type_size() != 0 && !option.get_type_name().empty()) {
    out += " " + escaped(option.get_type_name());
  }
  return out;
}

void add_option(std::string& out, const Session& session, const std::string& name,
                const CLI::Option& option) {
  const std::string required =
      option.get_required() ? session.say({" (required)", " (обязательно)"}) : "";
  std::string description = option.get_description();
  if (description.empty()) description = name;
  out += "\n" + name + "\n\t" + escaped(description + required) + "\n";
}

void add_manual_of(std::string& out, const Session& session, const CLI::App& app,
                   const std::string& path) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  if (commands.empty()) {
    out += "\n## " + path + "\n\n" + synopsis(app, path) + "\n\n" + escaped(app.get_description()) +
           "\n";
    for (const CLI::Option* option : options_of(app, true)) {
      add_option(out, session, escaped(option->get_name()), *option);
    }
    for (const CLI::Option* option : options_of(app, false)) {
      add_option(out, session, option_names(*option), *option);
    }
  }
  for (const CLI::App* command : commands) {
    add_manual_of(out, session, *command, path + " " + command->get_name());
  }
}

}  // namespace

void add_manual(CLI::App& root, Session& session) {
  CLI::App& command = add_command(
      root, session, "manual",
      {"all commands, as source of the manual page", "все команды, исходный текст man-страницы"});
  command.callback([&session, &root] {
    session.run = [&session, &root] {
      std::string out;
      add_manual_of(out, session, root, "letopis");
      session.print(std::string_view(out).substr(1, out.size() - 2));
      return kExitOk;
    };
  });
}

}  // namespace tools
