// SPDX-License-Identifier: Apache-2.0
// letopis key: generate, show, list, fingerprint.
#include <filesystem>

#include "ledger/key_file.h"
#include "ledger/note.h"
#include "ledger/public_key.h"
#include "tools/commands/commands.h"
#include "tools/key_options.h"
#include "tools/table.h"

namespace tools {
namespace {

using api::Json;

struct GenerateOptions {
  std::vector<std::string> names;
  std::string purpose;
  bool json = false;
  KeyOptions keys;
};

Json key_json(const std::string& name, const ledger::PublicKey& key, const std::string& purpose) {
  Json out = Json::object();
  out["name"] = name;
  out["public_key"] = ledger::public_key_text(key);
  out["fingerprint"] = ledger::key_fingerprint(key);
  out["purpose"] = purpose;
  return out;
}

void print_key(const Session& session, const std::string& name, const ledger::PublicKey& key,
               const std::string& purpose, bool json) {
  if (json) return session.print_json(key_json(name, key, purpose));
  session.print(name + "  " + ledger::public_key_text(key) + "  " + ledger::key_fingerprint(key) +
                "  " + purpose);
}

int generate(const Session& session, const GenerateOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.keys.folder, error);
  const auto passphrase = ask_new_passphrase(session, options.keys);
  if (!passphrase) return session.fail(passphrase.error());
  for (const std::string& name : options.names) {
    const auto key = ledger::SigningKey::generate();
    const std::string purpose = options.purpose.empty() ? name : options.purpose;
    const auto text = ledger::encode_key_file(key, purpose, *passphrase, kdf_cost(options.keys));
    if (!text) return session.fail(text.error());
    const auto path = std::filesystem::path(options.keys.folder) / (name + ".key");
    if (auto made = ledger::create_key_file(path.string(), *text); !made) {
      return session.fail(made.error());
    }
    print_key(session, name, key.public_key(), purpose, options.json);
  }
  warn_about_memory(session);
  return kExitOk;
}

int show(const Session& session, const std::string& path, bool json) {
  const auto file = ledger::read_key_file(path);
  if (!file) return session.fail(file.error());
  if (file->open_to_others) {
    session.note(path + session.say({": others on this machine may read it",
                                     ": файл доступен другим пользователям машины"}));
  }
  print_key(session, std::filesystem::path(path).stem().string(), file->public_key, file->purpose,
            json);
  return kExitOk;
}

struct VkeyOptions {
  std::string file;
  std::string name;
  bool witness = false;
  bool json = false;
};

/// The key as trust files, policies and other programs name it.
int vkey(const Session& session, const VkeyOptions& options) {
  const auto file = ledger::read_key_file(options.file);
  if (!file) return session.fail(file.error());
  if (!ledger::is_key_name(options.name)) {
    return session.fail(ledger::invalid(
        "BAD_VKEY", "'" + options.name + "' is no name of a key: no spaces, no '+'", "--name"));
  }
  const std::string text = ledger::format_vkey(
      {options.name,
       options.witness ? ledger::SignatureType::kCosignatureV1 : ledger::SignatureType::kEd25519,
       file->public_key});
  if (options.json) {
    api::Json out = api::Json::object();
    out["vkey"] = text;
    session.print_json(out);
  } else {
    session.print(text);
  }
  return kExitOk;
}

int list(const Session& session, const std::string& folder, bool json) {
  const auto keys = api::KeyRing::open(folder, nullptr);
  if (!keys) return session.fail(keys.error());
  Table table({false, false, false});
  int code = kExitOk;
  for (const std::string& name : keys->names()) {
    const auto file = keys->file(name);
    if (!file) {
      code = session.fail(file.error());
    } else if (json) {
      session.print_json(key_json(name, file->public_key, file->purpose));
    } else {
      table.add({name, ledger::key_fingerprint(file->public_key), file->purpose});
    }
  }
  for (const std::string& line : table.lines(terminal_width())) session.print(line);
  return code;
}

/// Of a key file, or of a public key as text.
int fingerprint(const Session& session, const std::string& of) {
  auto key = ledger::parse_public_key(of);
  if (!key) {
    const auto file = ledger::read_key_file(of);
    if (!file) return session.fail(file.error());
    key = file->public_key;
  }
  session.print(ledger::key_fingerprint(*key));
  return kExitOk;
}

bool is_key_name(const std::string& name) {
  if (name.empty() || name.front() == '.' || name.front() == '-') return false;
  return name.find_first_of("/\\ \t\n:@") == std::string::npos;
}

void add_generate(CLI::App& parent, Session& session) {
  auto options = std::make_shared<GenerateOptions>();
  CLI::App& command = add_command(
      parent, session, "generate",
      {"make keys and their encrypted files", "создать ключи и их зашифрованные файлы"});
  command.add_option("NAME", options->names, session.say({"names of the keys", "имена ключей"}))
      ->required()
      ->check([](const std::string& name) {
        return is_key_name(name) ? std::string() : "not a name for a key file: " + name;
      });
  command.add_option("--purpose", options->purpose,
                     session.say({"what the key is for", "для чего ключ"}));
  add_key_options(command, session, options->keys);
  command.get_option("--keys")->required();
  add_cost_option(command, session, options->keys);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, generate);
}

/// A command with one positional argument and, except for the fingerprint, --json.
struct OneArgument {
  std::string value;
  bool json = false;
};

void add_vkey(CLI::App& key, Session& session) {
  auto options = std::make_shared<VkeyOptions>();
  CLI::App& command = add_command(key, session, "vkey",
                                  {"the public key for trust files and policies",
                                   "открытый ключ для файлов доверия и политик"});
  command.add_option("FILE", options->file, session.say({"the key file", "файл ключа"}))
      ->required();
  command
      .add_option("--name", options->name,
                  session.say({"name under which it signs, e.g. auditor.example/anna",
                               "имя, под которым он подписывает, например auditor.example/anna"}))
      ->required();
  command.add_flag("--witness", options->witness, session.say({"of a witness", "ключ свидетеля"}));
  add_json_flag(command, session, options->json);
  set_action(command, session, options, vkey);
}

}  // namespace

void add_key(CLI::App& root, Session& session) {
  CLI::App& key = add_command(root, session, "key", {"private keys", "закрытые ключи"});
  key.require_subcommand(1);
  add_generate(key, session);

  auto file = std::make_shared<OneArgument>();
  CLI::App& show_command =
      add_command(key, session, "show", {"what a key file says", "что записано в файле ключа"});
  show_command.add_option("FILE", file->value, session.say({"the key file", "файл ключа"}))
      ->required();
  add_json_flag(show_command, session, file->json);
  show_command.callback([file, &session] {
    session.run = [file, &session] { return show(session, file->value, file->json); };
  });

  add_vkey(key, session);

  auto folder = std::make_shared<OneArgument>();
  CLI::App& list_command =
      add_command(key, session, "list", {"the keys of a folder", "ключи в папке"});
  list_command.add_option("DIR", folder->value, session.say({"the folder", "папка"}))->required();
  add_json_flag(list_command, session, folder->json);
  list_command.callback([folder, &session] {
    session.run = [folder, &session] { return list(session, folder->value, folder->json); };
  });

  auto of = std::make_shared<OneArgument>();
  CLI::App& fingerprint_command = add_command(
      key, session, "fingerprint",
      {"short form of a public key, to compare by eye or ear", "короткий вид открытого ключа"});
  fingerprint_command
      .add_option("KEY", of->value, session.say({"the public key", "открытый ключ"}))
      ->required();
  fingerprint_command.callback(
      [of, &session] { session.run = [of, &session] { return fingerprint(session, of->value); }; });
}

}  // namespace tools
