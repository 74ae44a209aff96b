// SPDX-License-Identifier: Apache-2.0
// letopis minutes: the protocol of a meeting printed from the events.
#include "tools/minutes.h"

#include "api/files.h"
#include "ledger/clock.h"
#include "tools/commands/secretary.h"
#include "tools/vault_options.h"

namespace tools {
namespace {

struct MinutesOptions {
  std::string protocol;
  std::string dir;
  std::string format = "text";
  std::string out;
  std::string purpose = "печать протокола";
  KeyOptions keys;
  VaultOptions vault;
};

/// Reveals through the vault; what is not revealed is left to the post.
ShowName names_of(std::optional<ledger::Vault>& vault, const std::string& purpose) {
  if (!vault) return [](const RecordedFact&, const api::Json&, const std::string&) { return ""; };
  return [&vault, purpose](const RecordedFact&, const api::Json& mention,
                           const std::string& path) -> std::string {
    const auto person = ledger::fixed_from_hex<ledger::Id>(member_text(mention, "person"));
    const auto commitment = ledger::fixed_from_hex<ledger::Hash>(member_text(mention, "name"));
    if (!person || !commitment) return {};
    const ledger::AccessNote note{who_looks(), purpose, ledger::SystemClock().now_us()};
    const auto value = vault->reveal(*person, *commitment, path + ".name", note);
    if (value) return std::string(value->view());
    return value.error().reason == "PERSON_ERASED" ? "(сведения уничтожены)" : "";
  };
}

int run(const Session& session, const MinutesOptions& options) {
  auto vault =
      open_vault_if_named(session, options.vault, options.keys, ledger::VaultAccess::kRead);
  if (!vault) return session.fail(vault.error());
  const auto minutes = ask_views(session, options.dir, [&](const ViewFolder& views) {
    return print_minutes(views, options.protocol, names_of(*vault, options.purpose));
  });
  if (!minutes) return session.fail(minutes.error());
  const std::string text = options.format == "html"
                               ? blocks_as_html(minutes->blocks, minutes->title)
                               : blocks_as_text(minutes->blocks);
  if (options.out.empty() || options.out == "-") {
    session.print(text.substr(0, text.size() - 1));
    return kExitOk;
  }
  if (auto written = api::write_file(options.out, text); !written) {
    return session.fail(written.error());
  }
  session.print(options.out);
  return kExitOk;
}

}  // namespace

void add_minutes(CLI::App& root, Session& session) {
  auto options = std::make_shared<MinutesOptions>();
  CLI::App& command = add_command(
      root, session, "minutes",
      {"print a meeting's protocol from the events", "напечатать протокол заседания по событиям"});
  command
      .add_option("PROTOCOL", options->protocol,
                  session.say({"the protocol's id, or its event's digest or index",
                               "id протокола, дайджест или номер события"}))
      ->required();
  add_dir_option(command, session, options->dir);
  command.add_option("--format", options->format, session.say({"text or html", "text или html"}))
      ->check(CLI::IsMember({"text", "html"}));
  command
      .add_option("-o,--out", options->out,
                  session.say({"write to this file", "записать в этот файл"}))
      ->type_name("FILE");
  add_vault_options(command, session, options->vault);
  command.add_option("--purpose", options->purpose,
                     session.say({"why the names are looked at, for the access log",
                                  "зачем раскрываются имена, для журнала доступа"}));
  command
      .add_option(
          "--passphrase", options->keys.passphrase,
          session.say({"where the vault's passphrase comes from", "откуда взять пароль хранилища"}))
      ->type_name("SOURCE");
  set_action(command, session, options, run);
}

}  // namespace tools
