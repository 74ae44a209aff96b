// SPDX-License-Identifier: Apache-2.0
// letopis completion: scripts for bash, zsh and fish, written from the tree of commands itself.
#include <algorithm>

#include "api/event_json_schema.h"
#include "tools/commands/commands.h"

namespace tools {
namespace {

/// What may stand where an option wants a value, or an argument.
struct Offer {
  enum class Kind { kNone, kAny, kWords, kFiles, kFolders };
  Kind kind = Kind::kNone;
  std::string words{};  ///< of kWords, with blanks between them
};

struct Choice {
  std::vector<std::string> names;  ///< with their dashes
  std::string description;
  Offer value;
};

/// A command with its full name, "key generate", and what may follow it.
struct Node {
  std::string path;  // without the program's name; empty for the program
  std::vector<std::pair<std::string, std::string>> commands;  // name, description
  std::vector<Choice> options;
  Offer argument;  // the first one
};

std::string event_types() {
  std::string out;
  for (const api::JsonEnum& spec : api::json_schema().enums) {
    if (spec.name != "Payload") continue;
    for (const auto& type : spec.values) {
      if (type.number != 0) out += (out.empty() ? "" : " ") + type.name;
    }
  }
  return out;
}

/// By what the help calls it: a list of words in braces, a type of events, a file, a folder.
Offer offer_of(const CLI::Option& option, const std::string& name) {
  if (option.get_type_size() == 0) return {};
  const std::string type = option.get_type_name();
  const auto open = type.find('{');
  if (open != std::string::npos) {
    std::string words = type.substr(open + 1, type.find('}') - open - 1);
    std::replace(words.begin(), words.end(), ',', ' ');
    return {Offer::Kind::kWords, words};
  }
  if (type == "TYPE") return {Offer::Kind::kWords, event_types()};
  const std::string called = type + " " + name;
  const auto is = [&called](const char* word) { return called.find(word) != std::string::npos; };
  if (is("DIR")) return {Offer::Kind::kFolders};
  const bool files =
      is("FILE") || is("PATH") || is("SOURCE") || is("BUNDLE") || is("TRUST") || is("TABLE");
  return {files ? Offer::Kind::kFiles : Offer::Kind::kAny};
}

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& out) {
  Node node{path, {}, {}, {}};
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    node.commands.emplace_back(command->get_name(), command->get_description());
  }
  for (const CLI::Option* option : app.get_options()) {
    Choice choice{{}, option->get_description(), offer_of(*option, "")};
    for (const std::string& name : option->get_lnames()) choice.names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) choice.names.push_back("-" + name);
    if (!choice.names.empty()) node.options.push_back(std::move(choice));
    if (option->get_positional() && node.argument.kind == Offer::Kind::kNone) {
      node.argument = offer_of(*option, option->get_name(true));
    }
  }
  out.push_back(node);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    collect(*command, (path.empty() ? "" : path + " ") + command->get_name(), out);
  }
}

/// For single quotes in all three shells.
std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// What a value is completed with, as assignments.
std::string bash_value(const Offer& value) {
  const char* paths = value.kind == Offer::Kind::kFiles     ? "-f"
                      : value.kind == Offer::Kind::kFolders ? "-d"
                                                            : "''";
  return "words=" + in_quotes(value.words) + " paths=" + paths;
}

std::string bash_node(const Node& node) {
  std::string words = node.argument.words;
  for (const auto& [name, description] : node.commands) words += (words.empty() ? "" : " ") + name;
  std::string options;
  for (const Choice& option : node.options) {
    if (option.names[0].starts_with("--"))
      options += (options.empty() ? "" : " ") + option.names[0];
  }
  return "    " + in_quotes(node.path) + ") " + bash_value({node.argument.kind, words}) +
         " options=" + in_quotes(options) + " ;;\n";
}

/// The program's own options may stand behind any command.
std::string bash_values(const Node& node) {
  std::string out;
  for (const Choice& option : node.options) {
    if (option.value.kind == Offer::Kind::kNone) continue;
    std::string patterns;
    for (const std::string& name : option.names) {
      patterns +=
          (patterns.empty() ? "" : "|") +
          (node.path.empty() ? "*" + in_quotes(" " + name) : in_quotes(node.path + " " + name));
    }
    out += "    " + patterns + ") value=1 " + bash_value(option.value) + " ;;\n";
  }
  return out;
}

std::string bash_script(const std::vector<Node>& nodes) {
  std::string out = R"(_letopis() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path="" word
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
  out += "    esac\n  done\n  local words=\"\" options=\"\" paths=\"\" value=\"\"\n";
  out += "  case \"$path\" in\n";
  for (const Node& node : nodes) out += bash_node(node);
  out += "  esac\n  case \"$path $previous\" in\n";
  // Those of the program last: their pattern fits behind every command.
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) out += bash_values(*node);
  out += R"(  esac
  if [[ -z $value && ( $current == -* || -z $words$paths ) ]]; then words=$options paths=""; fi
  COMPREPLY=($(compgen -W "$words" -- "$current" || :))
  if [[ -n $paths ]]; then COMPREPLY+=($(compgen $paths -- "$current" || :)); fi
}
complete -o filenames -F _letopis letopis
)";
  return out;
}

std::string zsh_script(const std::vector<Node>& nodes) {
  return "#compdef letopis\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(nodes);
}

std::string fish_value(const Offer& value) {
  switch (value.kind) {
    case Offer::Kind::kNone:
      return "";
    case Offer::Kind::kAny:
      return " -x";
    case Offer::Kind::kWords:
      return " -x -a " + in_quotes(value.words);
    case Offer::Kind::kFiles:
      return " -r -F";
    case Offer::Kind::kFolders:
      return " -x -a '(__fish_complete_directories)'";
  }
  return "";
}

std::string fish_node(const Node& node, const std::string& condition) {
  const std::string start = "complete -c letopis -n " + in_quotes(condition);
  std::string out;
  for (const auto& [name, description] : node.commands) {
    out += start + " -f -a " + name + " -d " + in_quotes(description) + "\n";
  }
  if (node.argument.kind == Offer::Kind::kWords) {
    out += start + " -f -a " + in_quotes(node.argument.words) + "\n";
  }
  for (const Choice& option : node.options) {
    out += start;
    for (const std::string& name : option.names) {
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    out += fish_value(option.value) + " -d " + in_quotes(option.description) + "\n";
  }
  return out;
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
    out += fish_node(node, condition);
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
