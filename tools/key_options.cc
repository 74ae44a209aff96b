// SPDX-License-Identifier: Apache-2.0
#include "tools/key_options.h"

#include "ledger/passphrase.h"

namespace tools {

using ledger::Result;
using ledger::SecretBytes;

void add_key_options(CLI::App& command, const Session& session, KeyOptions& options) {
  command
      .add_option("--keys", options.folder,
                  session.say({"folder of NAME.key files", "папка с файлами ИМЯ.key"}))
      ->type_name("DIR");
  command
      .add_option("--passphrase", options.passphrase,
                  session.say({"where the passphrase comes from: prompt, fd:N, file:PATH or "
                               "credential:NAME",
                               "откуда взять пароль: prompt, fd:N, file:ПУТЬ или credential:ИМЯ"}))
      ->type_name("SOURCE");
}

void add_cost_option(CLI::App& command, const Session& session, KeyOptions& options) {
  command
      .add_option("--kdf", options.cost,
                  session.say({"how dear guessing the passphrase is: moderate (256 MiB) or "
                               "interactive (64 MiB)",
                               "во что обходится подбор пароля: moderate (256 МиБ) или interactive "
                               "(64 МиБ)"}))
      ->check(CLI::IsMember({"moderate", "interactive"}));
}

ledger::KdfCost kdf_cost(const KeyOptions& options) {
  return options.cost == "interactive" ? ledger::kKdfInteractive : ledger::kKdfModerate;
}

namespace {

Result<SecretBytes> ask(const KeyOptions& options, const ledger::PassphraseTexts& texts) {
  const auto source = ledger::parse_passphrase_source(options.passphrase);
  if (!source) return source.error();
  return ledger::read_passphrase(*source, texts);
}

}  // namespace

Result<SecretBytes> ask_passphrase(const Session& session, const KeyOptions& options,
                                   const std::string& key_name) {
  return ask(options,
             {session.say({"Passphrase of the key ", "Пароль ключа "}) + key_name + ": ", ""});
}

Result<SecretBytes> ask_new_passphrase(const Session& session, const KeyOptions& options) {
  return ask(options, {session.say({"New passphrase: ", "Новый пароль: "}),
                       session.say({"Once more: ", "Ещё раз: "})});
}

Result<api::KeyRing> open_keys(const Session& session, const KeyOptions& options) {
  if (options.folder.empty()) {
    return ledger::invalid("NO_KEY_FOLDER", "give the folder of keys with --keys");
  }
  return api::KeyRing::open(options.folder, [&session, options](const std::string& name) {
    return ask_passphrase(session, options, name);
  });
}

void warn_about_memory(const Session& session) {
  if (ledger::memory_is_locked()) return;
  session.note(session.say(
      {"letopis: secrets could not be locked into memory and may reach the swap",
       "letopis: не удалось закрепить секреты в памяти, они могут попасть в подкачку"}));
}

}  // namespace tools
