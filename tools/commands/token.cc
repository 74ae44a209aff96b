// SPDX-License-Identifier: Apache-2.0
// letopis token: makes, lists and revokes the bearer tokens of readers. A running server sees the
// change within a second. A token is shown once; the file keeps its hash.
#include <fmt/format.h>

#include <algorithm>

#include "api/event_json.h"
#include "api/tokens.h"
#include "ledger/clock.h"
#include "tools/commands/commands.h"

namespace tools {
namespace {

using ledger::Result;

constexpr std::uint64_t kDayUs = std::uint64_t{86'400} * 1'000'000;
constexpr std::int64_t kDaysMax = 36'500;

struct TokenCommand {
  std::string dir;
  std::string file;
  std::string name;
  std::vector<std::string> rights;
  std::vector<std::string> clusters;
  std::string organisation;
  std::int64_t days = 365;
  std::string id;
  bool json = false;

  std::filesystem::path path() const {
    return file.empty() ? tokens_path(dir) : std::filesystem::path(file);
  }
};

std::uint64_t now_us() { return ledger::SystemClock().now_us(); }

Result<api::Token> token_of(const TokenCommand& command) {
  if (command.days < 1 || command.days > kDaysMax) {
    return ledger::invalid("BAD_TOKEN_DAYS",
                           fmt::format("a token holds for 1 to {} days", kDaysMax), "--days");
  }
  api::Token token;
  token.name = command.name;
  for (const std::string& name : command.rights) {
    const auto right = api::find_right(name);
    if (!right) {
      return ledger::invalid("UNKNOWN_RIGHT", "rights are read, feed, files, metrics, not " + name,
                             "--right");
    }
    if (!token.grant.may(*right)) token.grant.rights.push_back(*right);
  }
  std::sort(token.grant.rights.begin(), token.grant.rights.end());
  if (!command.organisation.empty()) {
    const auto id = ledger::fixed_from_hex<ledger::Id>(command.organisation);
    if (!id) {
      return ledger::invalid("BAD_ID", "an organisation is 32 lower-case hex digits",
                             "--organisation");
    }
    token.grant.organisation = *id;
  }
  if (command.clusters.empty()) return token;
  token.grant.clusters.emplace();
  for (const std::string& hex : command.clusters) {
    const auto id = ledger::fixed_from_hex<ledger::Id>(hex);
    if (!id) return ledger::invalid("BAD_ID", "a cluster is 32 lower-case hex digits", "--cluster");
    token.grant.clusters->push_back(*id);
  }
  return token;
}

int create(const Session& session, const TokenCommand& command) {
  auto token = token_of(command);
  if (!token) return session.fail(token.error());
  const std::uint64_t now = now_us();
  const std::string text = api::issue(*token, now);
  token->expires_us = now + static_cast<std::uint64_t>(command.days) * kDayUs;
  const std::string id = token->grant.token;
  const auto written = api::change_tokens(command.path(), [&](std::vector<api::Token>& tokens) {
    tokens.push_back(std::move(*token));
    return ledger::Status(ledger::Ok{});
  });
  if (!written) return session.fail(written.error());
  session.print(text);
  session.note(session.say({"Shown once; the file keeps its hash. Its id: ",
                            "Показан один раз; в файле остаётся хеш. Его номер: "}) +
               id);
  return kExitOk;
}

std::string state_of(const Session& session, const api::Token& token) {
  if (token.revoked_us) return session.say({"revoked", "отозван"});
  if (!token.valid_at(now_us())) return session.say({"expired", "истёк"});
  return session.say({"valid", "действует"});
}

api::Json token_json(const api::Token& token) {
  api::Json json = {{"id", token.grant.token},
                    {"name", token.name},
                    {"rights", api::Json::array()},
                    {"created", api::rfc3339(token.created_us)},
                    {"valid", token.valid_at(now_us())}};
  for (const api::Right right : token.grant.rights) {
    json["rights"].push_back(api::right_name(right));
  }
  if (token.grant.clusters) {
    json["clusters"] = api::Json::array();
    for (const auto& id : *token.grant.clusters) json["clusters"].push_back(to_hex(id));
  }
  if (token.grant.organisation) json["organisation"] = to_hex(*token.grant.organisation);
  if (token.expires_us) json["expires"] = api::rfc3339(*token.expires_us);
  if (token.revoked_us) json["revoked"] = api::rfc3339(*token.revoked_us);
  return json;
}

std::string joined_rights(const api::Token& token) {
  std::string all;
  for (const api::Right right : token.grant.rights) {
    all.append(all.empty() ? "" : ",").append(api::right_name(right));
  }
  return all;
}

/// The limits of a token, each with the ids that it names.
std::string limits_of(const Session& session, const api::Token& token) {
  std::string all;
  if (token.grant.clusters) {
    all = session.say({"clusters", "кластеры"});
    for (const auto& id : *token.grant.clusters) all += " " + to_hex(id);
  }
  if (token.grant.organisation) {
    all += (all.empty() ? "" : ", ") + session.say({"organisation ", "организация "}) +
           to_hex(*token.grant.organisation);
  }
  return all.empty() ? session.say({"whole ledger", "весь журнал"}) : all;
}

int list(const Session& session, const TokenCommand& command) {
  const auto tokens = api::read_tokens(command.path());
  if (!tokens) return session.fail(tokens.error());
  if (command.json) {
    for (const api::Token& token : *tokens) session.print_json(token_json(token));
    return kExitOk;
  }
  for (const api::Token& token : *tokens) {
    const std::string until = token.expires_us ? api::rfc3339(*token.expires_us).substr(0, 10)
                                               : session.say({"no end", "без срока"});
    session.print(fmt::format("{}  {}  {}  {}  {}  {}", token.grant.token, state_of(session, token),
                              until, joined_rights(token), limits_of(session, token), token.name));
  }
  return kExitOk;
}

int revoke(const Session& session, const TokenCommand& command) {
  const auto written =
      api::change_tokens(command.path(), [&](std::vector<api::Token>& tokens) -> ledger::Status {
        const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const api::Token& token) {
          return token.grant.token == command.id;
        });
        if (found == tokens.end()) {
          return ledger::not_found("NO_TOKEN", "no token has the id " + command.id);
        }
        if (!found->revoked_us) found->revoked_us = now_us();
        return ledger::Ok{};
      });
  return written ? kExitOk : session.fail(written.error());
}

using TokenAction = int (*)(const Session&, const TokenCommand&);

CLI::App& add_action(CLI::App& token, Session& session, const std::string& name,
                     const Text& description, const std::shared_ptr<TokenCommand>& options,
                     TokenAction action) {
  CLI::App& command = *token.add_subcommand(name, session.say(description));
  add_dir_option(command, session, options->dir);
  command
      .add_option(
          "--file", options->file,
          session.say({"the file of tokens (DIR/tokens.json)", "файл токенов (DIR/tokens.json)"}))
      ->type_name("FILE");
  command.callback([options, action, &session] {
    session.run = [options, action, &session] { return action(session, *options); };
  });
  return command;
}

void add_create(CLI::App& token, Session& session, const std::shared_ptr<TokenCommand>& options) {
  CLI::App& command =
      add_action(token, session, "create", {"make a token and show it once", "выпустить токен"},
                 options, create);
  command.add_option("--name", options->name, session.say({"what it is for", "для чего он"}))
      ->required()
      ->type_name("TEXT");
  command
      .add_option("--right", options->rights,
                  session.say({"read, feed, files or metrics; may be repeated",
                               "read, feed, files или metrics; можно повторять"}))
      ->required()
      ->type_name("RIGHT");
  command
      .add_option("--cluster", options->clusters,
                  session.say({"only these clusters; may be repeated",
                               "только эти кластеры; можно повторять"}))
      ->type_name("ID");
  command
      .add_option("--organisation", options->organisation,
                  session.say({"files are seen as this organisation may see them",
                               "файлы видны так, как их вправе видеть эта организация"}))
      ->type_name("ID");
  command
      .add_option(
          "--days", options->days,
          session.say({"until it expires, 1 to 36500 (365)", "срок в днях, от 1 до 36500 (365)"}))
      ->type_name("N");
}

}  // namespace

std::filesystem::path tokens_path(const std::filesystem::path& dir) { return dir / "tokens.json"; }

void add_token(CLI::App& root, Session& session) {
  auto options = std::make_shared<TokenCommand>();
  CLI::App& token = add_command(
      root, session, "token",
      {"tokens of readers: make, list, revoke", "токены читателей: выпустить, показать, отозвать"});
  token.require_subcommand(1);
  add_create(token, session, options);
  CLI::App& shown =
      add_action(token, session, "list", {"list the tokens", "показать токены"}, options, list);
  add_json_flag(shown, session, options->json);
  CLI::App& ended =
      add_action(token, session, "revoke", {"end a token", "отозвать токен"}, options, revoke);
  ended.add_option("id", options->id, session.say({"its id", "его номер"}))
      ->required()
      ->type_name("ID");
}

}  // namespace tools
