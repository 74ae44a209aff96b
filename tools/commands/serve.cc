// SPDX-License-Identifier: Apache-2.0
// letopis serve: the ledger over HTTP until Ctrl-C. With the keys it accepts events, without them
// it only reads.
#include "api/serve.h"

#include <charconv>

#include "tools/commands/commands.h"
#include "tools/companions.h"
#include "tools/key_options.h"
#include "tools/ledger_folder.h"

namespace tools {
namespace {

using ledger::Result;

struct ServeCommand {
  std::string dir;
  std::string listen = "127.0.0.1:8080";
  std::string witnesses;
  KeyOptions keys;
  WriterOptions writer;
};

/// "ADDRESS:PORT", an IPv6 address in brackets.
Result<api::ServerOptions> parse_listen(const std::string& listen) {
  const auto colon = listen.rfind(':');
  api::ServerOptions out;
  std::uint16_t port = 0;
  const char* end = listen.data() + listen.size();
  const char* begin = colon == std::string::npos ? end : listen.data() + colon + 1;
  const auto parsed = std::from_chars(begin, end, port);
  if (begin == end || parsed.ec != std::errc{} || parsed.ptr != end || colon == 0) {
    return ledger::invalid("BAD_ADDRESS", "expected ADDRESS:PORT, found " + listen, "--listen");
  }
  out.host = listen.substr(0, colon);
  if (out.host.starts_with('[') && out.host.ends_with(']')) {
    out.host = out.host.substr(1, out.host.size() - 2);
  }
  out.port = port;
  return out;
}

Result<api::ServedLedger> open_served(const ServeCommand& command, api::KeyRing* keys) {
  if (keys == nullptr) {
    auto ledger = open_ledger(command.dir);
    if (!ledger) return ledger.error();
    return api::ServedLedger{nullptr, ledger->reader};
  }
  auto log = open_log(command.writer, *keys);
  if (!log) return log.error();
  return api::ServedLedger{std::move(*log), nullptr};
}

int run(const Session& session, ServeCommand command) {
  auto server = parse_listen(command.listen);
  if (!server) return session.fail(server.error());
  std::optional<api::KeyRing> keys;
  if (!command.keys.folder.empty()) {
    auto ring = open_keys(session, command.keys);
    if (!ring) return session.fail(ring.error());
    keys.emplace(std::move(*ring));
  }
  command.writer.dir = command.dir;
  auto ledger = open_served(command, keys ? &*keys : nullptr);
  if (!ledger) return session.fail(ledger.error());
  if (!keys) {
    session.note(
        session.say({"Without --keys this server only reads, and shows what is there now.",
                     "Без --keys сервер только читает и показывает то, что есть сейчас."}));
  }
  warn_about_memory(session);
  const std::string host =
      server->host.find(':') == std::string::npos ? server->host : "[" + server->host + "]";
  api::ServeOptions options;
  options.server = std::move(*server);
  options.views = std::filesystem::path(command.dir) / "views";
  if (keys) {
    auto beside = companions(session, *keys, command.witnesses);
    if (!beside) return session.fail(beside.error());
    options.companions = std::move(*beside);
  }
  auto served = api::serve(std::move(*ledger), std::move(options), [&](std::uint16_t port) {
    session.print("http://" + host + ":" + std::to_string(port) + "/");
    std::fflush(stdout);
  });
  return served ? kExitOk : session.fail(served.error());
}

}  // namespace

void add_serve(CLI::App& root, Session& session) {
  auto options = std::make_shared<ServeCommand>();
  CLI::App& command =
      add_command(root, session, "serve", {"serve over HTTP until Ctrl-C", "отдавать по HTTP"});
  add_dir_option(command, session, options->dir);
  command
      .add_option("--listen", options->listen,
                  session.say({"address and port; port 0 takes a free one",
                               "адрес и порт; порт 0 — любой свободный"}))
      ->type_name("ADDR:PORT");
  command
      .add_option("--witnesses", options->witnesses,
                  session.say({"tlog-policy file: whom to ask to cosign the checkpoints",
                               "файл tlog-policy: у кого просить подписи под точками"}))
      ->type_name("FILE");
  add_key_options(command, session, options->keys);
  add_writer_options(command, session, options->writer);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
