// SPDX-License-Identifier: Apache-2.0
// letopis serve: the ledger over HTTP until Ctrl-C. With the keys it accepts events, without them
// it only reads.
#include "api/serve.h"

#include <charconv>

#include "tools/commands/commands.h"
#include "tools/housekeeping.h"
#include "tools/key_options.h"
#include "tools/ledger_folder.h"

namespace tools {
namespace {

using ledger::Result;

struct ServeCommand {
  std::string dir;
  std::string listen = "127.0.0.1:8080";
  KeyOptions keys;
  WriterOptions writer;
  std::uint64_t scrub_rate = 1'000;
  std::string backups;
  int backup_minutes = 1'440;
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

/// Reads again and backs up while the server runs.
Result<std::unique_ptr<Housekeeping>> start_housekeeping(const ServeCommand& command,
                                                         const api::ServedLedger& ledger) {
  const ledger::ReadView view = ledger.writer ? ledger.writer->view() : ledger.reader->view();
  const auto identity = ledger::identity_of(view.store());
  if (!identity) return identity.error();
  HousekeepingOptions options;
  options.scrub_rate = command.scrub_rate;
  options.backups = command.backups;
  options.backup_every = std::chrono::minutes(command.backup_minutes);
  options.tell = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  if (!options.backups.empty() && !ledger.writer) {
    return ledger::invalid("READ_ONLY", "only a server that writes takes backups; give --keys",
                           "--backups");
  }
  auto out = std::make_unique<Housekeeping>(view, *identity, std::move(options));
  out->start();
  return out;
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
  const auto housekeeping = start_housekeeping(command, *ledger);
  if (!housekeeping) return session.fail(housekeeping.error());
  const std::string host =
      server->host.find(':') == std::string::npos ? server->host : "[" + server->host + "]";
  api::ServeOptions options;
  options.server = std::move(*server);
  options.views = std::filesystem::path(command.dir) / "views";
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
      .add_option("--scrub-rate", options->scrub_rate,
                  session.say({"events per second that are read again in the background; 0: none",
                               "сколько событий в секунду перечитывать в фоне; 0 — нисколько"}))
      ->type_name("N");
  command
      .add_option("--backups", options->backups,
                  session.say({"take backups into this folder while serving",
                               "делать резервные копии в эту папку"}))
      ->type_name("DIR");
  command
      .add_option("--backup-every", options->backup_minutes,
                  session.say({"minutes between them (1440)", "через сколько минут (1440)"}))
      ->check(CLI::Range(1, 525'600))
      ->type_name("MINUTES");
  add_key_options(command, session, options->keys);
  add_writer_options(command, session, options->writer);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
