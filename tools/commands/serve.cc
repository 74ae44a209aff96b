// SPDX-License-Identifier: Apache-2.0
// letopis serve: the ledger over HTTP until Ctrl-C or a service manager's stop. With the keys it
// accepts events, without them it only reads. Keys of the configuration: tools/SERVE.md.
#include "api/serve.h"

#include <charconv>
#include <mutex>
#include <optional>

#include "api/file_store.h"
#include "api/reasons.h"
#include "tools/commands/commands.h"
#include "tools/companions.h"
#include "tools/housekeeping.h"
#include "tools/key_options.h"
#include "tools/ledger_folder.h"
#include "tools/open_files.h"
#include "tools/serve_config.h"
#include "tools/service_manager.h"

namespace tools {
namespace {

using ledger::Result;
using ledger::Status;

/// Of the views, read again for every event that is.
constexpr std::uint64_t kViewRowsPerEvent = 4;

struct ServeCommand {
  std::string dir;
  std::string config;
  bool print_config = false;
  // Flags, which win over the file; empty: not given.
  std::string listen;
  bool open_reads = false;
  std::string certificate;
  std::string key;
  KeyOptions keys;
  WriterOptions writer;
  std::optional<std::uint64_t> scrub_rate;
  std::string backups;
  int backup_minutes = 1'440;
};

constexpr std::string_view kUnixScheme = "unix:";

/// "ADDRESS:PORT", an IPv6 address in brackets; or "unix:/PATH". `where` names who says so.
Status parse_listen(const std::string& listen, const std::string& where, api::ServerOptions& out) {
  if (listen.starts_with(kUnixScheme) && listen.substr(kUnixScheme.size()).starts_with('/')) {
    out.unix_socket = listen.substr(kUnixScheme.size());
    return ledger::Ok{};
  }
  const auto colon = listen.rfind(':');
  std::uint16_t port = 0;
  const char* end = listen.data() + listen.size();
  const char* begin = colon == std::string::npos ? end : listen.data() + colon + 1;
  const auto parsed = std::from_chars(begin, end, port);
  if (begin == end || parsed.ec != std::errc{} || parsed.ptr != end || colon == 0) {
    return api::in_russian(
        ledger::invalid("BAD_ADDRESS", "expected ADDRESS:PORT or unix:/PATH, found " + listen,
                        where),
        "нужно АДРЕС:ПОРТ или unix:/ПУТЬ, а не " + listen);
  }
  out.host = listen.substr(0, colon);
  if (out.host.starts_with('[') && out.host.ends_with(']')) {
    out.host = out.host.substr(1, out.host.size() - 2);
  }
  out.port = port;
  return ledger::Ok{};
}

/// Whether nobody else can connect, by a proxy neither: at a unix socket there usually is one.
bool for_this_machine(const ServeSettings& settings) {
  const api::ServerOptions& server = settings.options.server;
  return server.unix_socket.empty() && api::is_loopback(server.host) &&
         settings.trusted_proxies.empty();
}

/// Who reads: as told, or everybody where only this machine can connect and no token was made.
Status decide_reads(ServeSettings& settings) {
  api::AccessOptions& access = settings.options.access;
  access.open_reads = settings.reads == "open";
  if (settings.reads != "auto") return ledger::Ok{};
  const auto tokens = api::read_tokens(access.tokens);
  if (!tokens) return tokens.error();
  if (!tokens->empty()) return ledger::Ok{};
  if (!for_this_machine(settings)) {
    return ledger::invalid("NO_READERS",
                           "others can connect here and no token was made: give --open-reads if "
                           "everybody may read, or make a token with `letopis token create`",
                           "access.reads");
  }
  access.open_reads = true;
  access.open_until_tokens = true;
  return ledger::Ok{};
}

/// What the flags say is not from the file, which they win over.
void take_flags(const ServeCommand& command, ServeSettings& settings) {
  api::TlsFiles& tls = settings.options.tls;
  const auto win = [&settings](const char* key, const std::string& flag, auto& value) {
    if (flag.empty()) return;
    value = flag;
    settings.places.erase(key);
  };
  win("listen", command.listen, settings.listen);
  win("tls.certificate", command.certificate, tls.certificate);
  win("tls.key", command.key, tls.key);
  if (command.open_reads) settings.reads = "open";
  if (command.scrub_rate) settings.scrub_rate = *command.scrub_rate;
}

/// Both files of TLS, or none; the error names the one that is there.
Status check_tls(const api::TlsFiles& tls) {
  if (tls.certificate.empty() == tls.key.empty()) return ledger::Ok{};
  const std::string there = tls.key.empty() ? "tls.certificate" : "tls.key";
  const std::string missing = tls.key.empty() ? "tls.key" : "tls.certificate";
  return ledger::invalid("TLS_HALF",
                         "TLS needs both a certificate and a key; not given: " + missing,
                         "для TLS нужны и сертификат, и ключ; не указано: " + missing, there);
}

Status add_proxies(const std::vector<std::string>& proxies, api::ServerOptions& out) {
  for (std::size_t i = 0; i < proxies.size(); ++i) {
    auto network = api::Network::parse(proxies[i]);
    if (!network) {
      ledger::Error error = network.error();
      error.where = "access.trusted_proxies[" + std::to_string(i) + "]";
      return error;
    }
    out.trusted_proxies.push_back(*network);
  }
  return ledger::Ok{};
}

/// What the file and the flags say of connections, as far as it can be told before anything is
/// opened. The errors name a key of the file, or the flag.
Status settle_connections(const ServeCommand& command, ServeSettings& settings) {
  api::ServeOptions& options = settings.options;
  if (auto whole = check_tls(options.tls); !whole) return whole;
  const std::string listen = command.listen.empty() ? "listen" : "--listen";
  if (auto parsed = parse_listen(settings.listen, listen, options.server); !parsed) return parsed;
  return add_proxies(settings.trusted_proxies, options.server);
}

/// The file, then the flags, then what follows from both.
Result<ServeSettings> read_settings(const ServeCommand& command) {
  ServeSettings settings;
  if (!command.config.empty()) {
    if (auto read = read_serve_config(command.config, settings); !read) return read.error();
  }
  take_flags(command, settings);
  if (auto settled = settle_connections(command, settings); !settled) {
    return in_config(settled.error(), settings);
  }
  api::ServeOptions& options = settings.options;
  const std::filesystem::path dir = command.dir;
  options.access.tokens =
      settings.tokens.empty() ? tokens_path(dir) : std::filesystem::path(settings.tokens);
  options.views = dir / "views";
  if (options.files.empty()) options.files = api::file_store_of(dir, {});
  options.watch.disk = dir;
  options.log_format =
      settings.log_format == "json" ? api::LogFormat::kJson : api::LogFormat::kText;
  if (auto decided = decide_reads(settings); !decided) return decided.error();
  return settings;
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
                                                         std::uint64_t scrub_rate,
                                                         const api::ServedLedger& ledger) {
  const ledger::ReadView view = ledger.writer ? ledger.writer->view() : ledger.reader->view();
  const auto identity = ledger::identity_of(view.store());
  if (!identity) return identity.error();
  HousekeepingOptions options;
  options.scrub_rate = scrub_rate;
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

std::string url_of(const api::ServeOptions& options, std::uint16_t port) {
  const std::string& file = options.server.unix_socket;
  if (!file.empty()) return std::string(kUnixScheme) + file;
  const std::string& host = options.server.host;
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool tls = !options.tls.certificate.empty();
  return (tls ? "https://" : "http://") + name + ":" + std::to_string(port) + "/";
}

void note_how(const Session& session, const ServeSettings& settings, bool writes) {
  if (!writes) {
    session.note(
        session.say({"Without --keys this server only reads, and shows what is there now.",
                     "Без --keys сервер только читает и показывает то, что есть сейчас."}));
  }
  if (settings.options.access.open_reads) {
    session.note(session.say(
        {"Everybody who can connect may read.", "Читать может каждый, кто может подключиться."}));
  } else {
    session.note(session.say({"Readers need a token (letopis token create).",
                              "Читателям нужен токен (letopis token create)."}));
  }
}

/// As many connections as leave the database its files, which is told where it is fewer than asked.
void limit_connections(const Session& session, api::ServerOptions& server) {
  const std::size_t wanted = server.connections_max;
  server.connections_max = make_room_for_connections(wanted);
  if (server.connections_max == wanted) return;
  const std::string room = std::to_string(server.connections_max);
  session.note(session.say(
      {"Only " + room + " connections (limits.connections): the system permits no more open files.",
       "Соединений не больше " + room +
           " (limits.connections): открыть больше файлов система не даёт."}));
}

/// The alarm with which the server has to end, if one was raised while it ran.
class FirstAlarm {
 public:
  void raise(const ledger::Error& error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = error;
  }
  std::optional<ledger::Error> raised() const {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  mutable std::mutex mutex_;
  std::optional<ledger::Error> error_;  ///< guarded by mutex_
};

/// Keeps an alarm for whoever writes next. What is served has to be a writer.
std::function<void(const ledger::Error&)> alarm_keeper(const Session& session,
                                                       const WriterOptions& options,
                                                       const api::ServedLedger& ledger) {
  return [&session, options, log = ledger.writer->view()](const ledger::Error& error) {
    if (auto kept = keep_alarm_of(options, log, error); !kept) session.fail(kept.error());
  };
}

Status serve(const Session& session, const ServeSettings& settings, api::ServedLedger ledger) {
  const ServiceManager manager;
  api::ServeEvents events;
  events.on_listening = [&](std::uint16_t port) {
    const std::string url = url_of(settings.options, port);
    session.print(url);
    std::fflush(stdout);
    manager.ready(url);
  };
  events.on_stopping = [&] { manager.stopping(); };
  if (manager.sign_every()) {
    events.on_tick = [&] { manager.alive(); };
    events.every = *manager.sign_every();
  }
  return api::serve(std::move(ledger), settings.options, events);
}

int run(const Session& session, ServeCommand command) {
  if (command.print_config) {
    session.print(serve_config_text(session.language));
    return kExitOk;
  }
  auto settings = read_settings(command);
  if (!settings) return session.fail(settings.error());
  limit_connections(session, settings->options.server);
  std::optional<api::KeyRing> keys;
  if (!command.keys.folder.empty()) {
    auto ring = open_keys(session, command.keys);
    if (!ring) return session.fail(ring.error());
    keys.emplace(std::move(*ring));
  }
  command.writer.dir = command.dir;
  const auto policy = read_policy(command.writer.witnesses);
  if (!policy) return session.fail(policy.error());
  auto ledger = open_served(command, keys ? &*keys : nullptr);
  if (!ledger) return session.fail(ledger.error());
  note_how(session, *settings, keys.has_value());
  warn_about_memory(session);
  FirstAlarm alarm;
  if (keys) {
    const auto raised = [&alarm, keep = alarm_keeper(session, command.writer, *ledger)](
                            const ledger::Error& error) {
      alarm.raise(error);
      keep(error);
    };
    const auto stats = witness_stats(*policy);
    settings->options.witnesses = stats;
    settings->options.companions = companions(session, *keys, *policy, raised, stats);
  }
  const auto housekeeping = start_housekeeping(command, settings->scrub_rate, *ledger);
  if (!housekeeping) return session.fail(housekeeping.error());
  if (settings->scrub_rate > 0) {
    settings->options.watch.scrub_rows = kViewRowsPerEvent * settings->scrub_rate;
    settings->options.scrub = [&work = **housekeeping] { return work.scrub_state(); };
  }
  const auto served = serve(session, *settings, std::move(*ledger));
  if (const auto raised = alarm.raised()) return session.fail(*raised);
  return served ? kExitOk : session.fail(in_config(served.error(), *settings));
}

void add_serve_options(CLI::App& command, const Session& session, ServeCommand& options) {
  command
      .add_option("--config", options.config,
                  session.say({"configuration in TOML; flags win over it",
                               "настройки в TOML; параметры команды важнее"}))
      ->type_name("FILE");
  command.add_flag("--print-config", options.print_config,
                   session.say({"print every key with its default and end",
                                "вывести все ключи с их умолчаниями и закончить"}));
  command
      .add_option("--listen", options.listen,
                  session.say({"address and port (127.0.0.1:8080), port 0 takes a free one; or "
                               "unix:/PATH",
                               "адрес и порт (127.0.0.1:8080), порт 0 — любой свободный; или "
                               "unix:/ПУТЬ"}))
      ->type_name("ADDR:PORT");
  command.add_flag("--open-reads", options.open_reads,
                   session.say({"everybody who can connect may read",
                                "читать может каждый, кто может подключиться"}));
  command
      .add_option("--tls-certificate", options.certificate,
                  session.say({"PEM file with the chain", "файл PEM с цепочкой"}))
      ->type_name("FILE");
  command.add_option("--tls-key", options.key, session.say({"PEM file", "файл PEM"}))
      ->type_name("FILE");
}

}  // namespace

void add_serve(CLI::App& root, Session& session) {
  auto options = std::make_shared<ServeCommand>();
  CLI::App& command =
      add_command(root, session, "serve", {"serve over HTTP until Ctrl-C", "отдавать по HTTP"});
  add_dir_option(command, session, options->dir);
  add_serve_options(command, session, *options);
  command
      .add_option(
          "--scrub-rate", options->scrub_rate,
          session.say({"events per second that are read again in the background (1000); 0: none",
                       "сколько событий в секунду перечитывать в фоне (1000); 0 — нисколько"}))
      ->check(whole_number())
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
  add_witnesses_option(command, session, options->writer);
  command.get_option("--witnesses")
      ->description(session.say({"tlog-policy file: whom to ask to cosign the checkpoints",
                                 "файл tlog-policy: у кого просить подписи под точками"}));
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
