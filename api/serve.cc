// SPDX-License-Identifier: Apache-2.0
#include "api/serve.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "api/event_json.h"
#include "api/internal/descriptor.h"
#include "ledger/key_state.h"

namespace api {

using ledger::Result;

namespace {

std::shared_ptr<spdlog::logger> stderr_logger() {
  auto logger = std::make_shared<spdlog::logger>("letopis",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %v", spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::info);
  return logger;
}

void fill_sinks(ServerOptions& options) {
  if (options.on_access && options.on_fault) return;
  auto logger = stderr_logger();
  if (!options.on_access) options.on_access = make_access_log(logger, LogFormat::kText);
  if (options.on_fault) return;
  options.on_fault = [logger](std::string_view request_id, std::string_view what) {
    logger->error("fault {} {}", request_id, what);
  };
}

/// What genesis says of the zone in which the ledger's days begin.
Result<int> zone_of(const ledger::LedgerIdentity& identity, const ledger::ReadView& view) {
  const auto genesis = view.event(0);
  if (!genesis) return genesis.error();
  const auto json = recorded_event_to_json(identity, *genesis);
  if (!json) return json.error();
  return json->value(Json::json_pointer("/body/payload/default_zone_minutes"), 0);
}

Result<ledger::VerifierKey> checkpoint_key_of(const ledger::LedgerIdentity& identity,
                                              const ledger::ReadView& view) {
  const auto rows = ledger::read_key_rows(view.store());
  if (!rows) return rows.error();
  const auto keys = ledger::find_checkpoint_keys(*rows);
  if (!keys) {
    return ledger::corrupt("NO_CHECKPOINT_KEY", "the ledger's state names no checkpoint key",
                           "state");
  }
  return ledger::VerifierKey{identity.origin, ledger::SignatureType::kEd25519, keys->standing};
}

}  // namespace

/// In the order of use: the listener ends first, then the views, then the log.
class LedgerServer::Impl {
 public:
  Impl(ServedLedger ledger, std::shared_ptr<ledger::Clock> clock)
      : ledger_(std::move(ledger)), clock_(std::move(clock)) {}
  ~Impl() { stop(); }

  ledger::Status start(ServeOptions options);
  void stop() {
    server_.reset();
    companions_.reset();
    views_.reset();
    ledger_ = {};
  }

  std::uint16_t port() const { return port_; }
  const Service& service() const { return service_; }

 private:
  ledger::Status fill_service();

  ServedLedger ledger_;
  std::shared_ptr<ledger::Clock> clock_;
  Service service_;
  std::unique_ptr<projections::RunnerThread> views_;
  std::shared_ptr<void> companions_;
  std::unique_ptr<Server> server_;
  std::uint16_t port_ = 0;
};

ledger::Status LedgerServer::Impl::fill_service() {
  if (ledger_.writer != nullptr) {
    service_.view = [log = ledger_.writer.get()] { return log->view(); };
    service_.writer = ledger_.writer.get();
  } else {
    LEDGER_CHECK(ledger_.reader != nullptr);
    service_.view = [reader = ledger_.reader.get()] { return reader->view(); };
  }
  const ledger::ReadView view = service_.view();
  auto identity = ledger::identity_of(view.store());
  if (!identity) return identity.error();
  service_.identity = std::move(*identity);
  auto key = checkpoint_key_of(service_.identity, view);
  if (!key) return key.error();
  service_.checkpoint_key = std::move(*key);
  const auto zone = zone_of(service_.identity, view);
  if (!zone) return zone.error();
  service_.zone_minutes = *zone;
  service_.clock = clock_.get();
  return ledger::Ok{};
}

ledger::Status LedgerServer::Impl::start(ServeOptions options) {
  if (auto filled = fill_service(); !filled) return filled;
  service_.view_wait = options.view_wait;
  projections::RunnerOptions rows;
  rows.dir = options.views;
  auto runner = projections::Runner::open(std::move(rows));
  if (!runner) return runner.error();
  views_ = std::make_unique<projections::RunnerThread>(
      std::shared_ptr<projections::Runner>(std::move(*runner)),
      ledger_.writer != nullptr ? projections::source_of(*ledger_.writer)
                                : projections::source_of(*ledger_.reader));
  service_.views = views_.get();
  if (options.companions && ledger_.writer != nullptr) {
    companions_ = options.companions(*ledger_.writer, *views_);
  }
  fill_sinks(options.server);
  auto server = Server::start(std::move(options.server), make_router(service_));
  if (!server) return server.error();
  server_ = std::move(*server);
  port_ = server_->port();
  return ledger::Ok{};
}

LedgerServer::LedgerServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LedgerServer::~LedgerServer() = default;

Result<std::unique_ptr<LedgerServer>> LedgerServer::start(ServedLedger ledger,
                                                          ServeOptions options) {
  auto impl = std::make_unique<Impl>(std::move(ledger), options.clock);
  if (auto started = impl->start(std::move(options)); !started) return started.error();
  return std::unique_ptr<LedgerServer>(new LedgerServer(std::move(impl)));
}

std::uint16_t LedgerServer::port() const { return impl_->port(); }
const Service& LedgerServer::service() const { return impl_->service(); }
void LedgerServer::stop() { impl_->stop(); }

// --- signals ------------------------------------------------------------------------------------

namespace {

/// Written by the handler, read by serve(); -1 while nobody serves.
volatile std::sig_atomic_t stop_event = -1;

extern "C" void ask_to_stop(int) {
  const int kept = errno;
  const std::uint64_t one = 1;
  if (stop_event >= 0 && ::write(stop_event, &one, sizeof one) < 0) {
    // Full: somebody asked already.
  }
  errno = kept;
}

/// Catches the two signals as long as it lives. The first one puts the old handling back.
class StopSignals {
 public:
  StopSignals() : event_(::eventfd(0, EFD_CLOEXEC)) {
    if (!event_.valid()) return;
    stop_event = event_.get();
    struct sigaction action {};
    action.sa_handler = ask_to_stop;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    installed_ = ::sigaction(SIGINT, &action, &old_int_) == 0 &&
                 ::sigaction(SIGTERM, &action, &old_term_) == 0;
  }
  ~StopSignals() {
    if (installed_) {
      ::sigaction(SIGINT, &old_int_, nullptr);
      ::sigaction(SIGTERM, &old_term_, nullptr);
    }
    stop_event = -1;
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  bool installed() const { return installed_; }
  void wait() const {
    std::uint64_t count = 0;
    while (::read(event_.get(), &count, sizeof count) < 0 && errno == EINTR) {
    }
  }

 private:
  Descriptor event_;
  bool installed_ = false;
  struct sigaction old_int_ {};
  struct sigaction old_term_ {};
};

}  // namespace

ledger::Status serve(ServedLedger ledger, ServeOptions options,
                     const std::function<void(std::uint16_t port)>& on_listening) {
  const StopSignals signals;
  if (!signals.installed()) return ledger::io_error("SIGNALS", "signals cannot be caught");
  auto server = LedgerServer::start(std::move(ledger), std::move(options));
  if (!server) return server.error();
  if (on_listening) on_listening((*server)->port());
  signals.wait();
  (*server)->stop();
  return ledger::Ok{};
}

}  // namespace api
