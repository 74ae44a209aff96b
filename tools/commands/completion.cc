// SPDX-License-Identifier: Apache-2.0
// letopis completion: scripts for bash, zsh and fish, written from the tree of commands itself.
#include "tools/commands/commands.h"

namespace tools {
namespace {

/// A command with its full name, "key generate", and the words that may follow it.
struct Node {
  std::string path;  // without the program's name; empty for the program
  std::vector<std::pair<std::string, std::string>> commands;  // name, description
  std::vector<std::pair<std::string, std::string>> options;   // --long, description
};

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& out) {
  Node node{path, {}, {}};
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    node.commands.emplace_back(command->get_name(), command->get_description());
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      node.options.emplace_back("--" + name, option->get_description());
    }
  }
  out.push_back(node);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    collect(*command, (path.empty() ? "" : path + " ") + command->get_name(), out);
  }
}

std::string words_of(const Node& node) {
  std::string out;
  for (const auto& [name, description] : node.commands) out += " " + name;
  for (const auto& [name, description] : node.options) out += " " + name;
  return out.empty() ? out : out.substr(1);
}

/// For single quotes in all three shells.
std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string bash_script(const std::vector<Node>& nodes) {
  std::string out = R"(_letopis() {
  local current=${COMP_WORDS[COMP_CWORD]} path="" word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
)";
  for (const Node& node : nodes) {
    if (node.path.empty()) continue;
    const auto space = node.path.rfind(' ');
    const std::string parent = space == std::string::npos ? "" : node.path.substr(0, space);
    const std::string name = space == std::string::npos ? node.path : node.path.substr(space + 1);
    out += "      " + in_quotes(parent + " " + name) + ") path=" + in_quotes(node.path) + " ;;\n";
  }
  out += "    esac\n  done\n  local words=\"\"\n  case \"$path\" in\n";
  for (const Node& node : nodes) {
    out += "    " + in_quotes(node.path) + ") words=" + in_quotes(words_of(node)) + " ;;\n";
  }
  out += R"(  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ ${#COMPREPLY[@]} -eq 0 && $current != -* ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _letopis letopis
)";
  return out;
}

std::string zsh_script(const std::vector<Node>& nodes) {
  return "#compdef letopis\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(nodes);
}

std::string fish_script(const std::vector<Node>& nodes) {
  std::string out = "complete -c letopis -n __fish_use_subcommand -f\n";
  for (const Node& node : nodes) {
    std::string condition = "__fish_use_subcommand";
    if (!node.path.empty()) {
      condition.clear();
      std::string rest = node.path;
      for (auto space = rest.find(' '); !rest.empty(); space = rest.find(' ')) {
        condition += (condition.empty() ? "" : "; and ") +
                     ("__fish_seen_subcommand_from " + rest.substr(0, space));
        rest = space == std::string::npos ? "" : rest.substr(space + 1);
      }
    }
    for (const auto& [name, description] : node.commands) {
      out += "complete -c letopis -n " + in_quotes(condition) + " -f -a " + name + " -d " +
             in_quotes(description) + "\n";
    }
    for (const auto& [name, description] : node.options) {
      out += "complete -c letopis -n " + in_quotes(condition) + " -l " + name.substr(2) + " -d " +
             in_quotes(description) + "\n";
    }
  }
  return out;
}

int run(const Session& session, const CLI::App& root, const std::string& shell) {
  std::vector<Node> nodes;
  collect(root, "", nodes);
  std::string script = shell == "bash"  ? bash_script(nodes)
                       : shell == "zsh" ? zsh_script(nodes)
                                        : fish_script(nodes);
  script.pop_back();
  session.print(script);
  return kExitOk;
}

}  // namespace

void add_completion(CLI::App& root, Session& session) {
  auto shell = std::make_shared<std::string>();
  CLI::App& command =
      add_command(root, session, "completion",
                  {"completion script for a shell", "скрипт автодополнения для оболочки"});
  command.add_option("SHELL", *shell, "bash, zsh, fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command.callback([shell, &session, &root] {
    session.run = [shell, &session, &root] { return run(session, root, *shell); };
  });
}

}  // namespace tools
