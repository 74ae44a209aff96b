// SPDX-License-Identifier: Apache-2.0
// A running server over one ledger: the log, its views kept up in the background, the routes, the
// listener. `letopis serve` calls serve(); tests start a LedgerServer.
//
//   auto log = open_log(...);                       // or a LogReader for a server that only reads
//   api::ServeOptions options;
//   options.server.host = "127.0.0.1";
//   options.server.port = 8080;
//   options.views = dir / "views";
//   auto status = api::serve({std::move(*log), nullptr}, std::move(options),
//                            {.on_listening = [](std::uint16_t port) { announce(port); }});
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/gate.h"
#include "api/server.h"
#include "api/service.h"
#include "api/watch.h"

namespace api {

/// Exactly one of the two. A reader must have published something (LogReader::load()).
struct ServedLedger {
  std::unique_ptr<ledger::Log> writer;
  /// Only reads, and shows what was there when its store was opened.
  std::shared_ptr<ledger::LogReader> reader;
};

/// Who may read, and how much.
struct AccessOptions {
  bool open_reads = true;
  bool open_until_tokens = false;  ///< with open_reads: only until the first token is made
  std::filesystem::path tokens;    ///< their file; empty: there are none
  RateLimits rates;
  std::vector<std::string> cors_origins;
};

/// For letting readers come encrypted; both or neither.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

struct ServeOptions {
  /// Address, port, limits. An `on_access` that is not set writes a line per request to stderr;
  /// an `on_fault` that is not set does the same with what a handler threw.
  ServerOptions server;
  AccessOptions access;
  TlsFiles tls;
  WatchOptions watch;  ///< an `on_trouble` that is not set writes to stderr
  LogFormat log_format = LogFormat::kText;
  bool log_requests = true;     ///< a line per request, unless `on_access` is set
  std::filesystem::path views;  ///< their folder, DIR/views; made if it is not there
  /// Told of views that could not be read and are folded anew, and where the damaged ones are kept;
  /// one that is not set writes to stderr.
  std::function<void(const std::filesystem::path& kept, const ledger::Error& damage)>
      on_views_renewed = nullptr;
  /// Tells "today".
  std::shared_ptr<ledger::Clock> clock = std::make_shared<ledger::SystemClock>();
  std::chrono::milliseconds view_wait{5'000};  ///< for min_position; see Service::view_wait
  FeedOptions feeds;
  std::filesystem::path files;                    ///< see Service::files
  std::string public_url;                         ///< see Service::public_url
  std::function<ledger::ScrubState()> scrub;      ///< see Service::scrub
  std::shared_ptr<const WitnessStats> witnesses;  ///< see Service::witnesses
  /// What works on a log that is written here beside the server: begun with it, and ended after
  /// the listener and before the views.
  std::function<std::shared_ptr<void>(ledger::Log&, projections::RunnerThread&)> companions;
};

class LedgerServer {
 public:
  /// Opens the views, starts the threads, listens, and returns. Errors: those of open_views(),
  /// Server::start, read_tokens and make_tls_transport; kCorrupt NO_CHECKPOINT_KEY; the errors of
  /// reading genesis.
  static ledger::Result<std::unique_ptr<LedgerServer>> start(ServedLedger ledger,
                                                             ServeOptions options);

  /// Stops, if stop() was not called.
  ~LedgerServer();
  LedgerServer(const LedgerServer&) = delete;
  LedgerServer& operator=(const LedgerServer&) = delete;

  std::uint16_t port() const;
  const Service& service() const;

  /// Finishes what is in flight, then ends the views and closes the log. Idempotent.
  void stop();

 private:
  class Impl;
  explicit LedgerServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What the one who started the server is told; each may be empty.
struct ServeEvents {
  std::function<void(std::uint16_t port)> on_listening = nullptr;  ///< once
  std::function<void()> on_stopping = nullptr;                     ///< once, when a signal came
  /// Again and again while it serves, `every` apart.
  std::function<void()> on_tick = nullptr;
  std::chrono::milliseconds every{1'000};
};

/// Serves until SIGINT or SIGTERM, then stops in good order; a second signal kills the process.
/// SIGPIPE is ignored. One at a time in a process. Errors as LedgerServer::start; kIo SIGNALS.
ledger::Status serve(ServedLedger ledger, ServeOptions options, const ServeEvents& events);

}  // namespace api
