// SPDX-License-Identifier: Apache-2.0
#include "api/serve.h"

#include <poll.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <utility>

#include "api/event_json.h"
#include "api/internal/answer_cache.h"
#include "api/internal/descriptor.h"
#include "api/json.h"
#include "api/metrics.h"
#include "api/self_check.h"
#include "api/standing_key.h"
#include "api/tls.h"
#include "projections/open_views.h"

namespace api {

using ledger::Result;

namespace {

/// One line for each message; in JSON the message is an object of its own.
std::shared_ptr<spdlog::logger> stderr_logger(LogFormat format) {
  auto logger = std::make_shared<spdlog::logger>("letopis",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(format == LogFormat::kText
                          ? "%Y-%m-%dT%H:%M:%S.%eZ %l %v"
                          : R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","record":%v})",
                      spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::info);
  return logger;
}

/// Two words of ours and a text, as a line of the log.
std::string line_of(LogFormat format, std::string_view what, std::string_view about,
                    std::string_view text) {
  if (format == LogFormat::kText) {
    return std::string(what).append(" ").append(about).append(" ").append(text);
  }
  return dump(Json{{"what", what}, {"about", about}, {"text", text}});
}

void fill_sinks(ServeOptions& options) {
  const LogFormat format = options.log_format;
  const auto logger = stderr_logger(format);
  if (!options.server.on_access) {
    options.server.on_access =
        options.log_requests ? make_access_log(logger, format) : [](const AccessRecord&) {};
  }
  if (!options.server.on_fault) {
    options.server.on_fault = [logger, format](std::string_view request, std::string_view what) {
      logger->error(line_of(format, "fault", request, what));
    };
  }
  if (!options.on_views_renewed) {
    options.on_views_renewed = [logger, format](const std::filesystem::path& kept,
                                                const ledger::Error& damage) {
      logger->warn(line_of(format, "views", damage.reason,
                           "could not be read and are folded anew; what was there is kept in " +
                               kept.string() + ": " + damage.message));
    };
  }
  if (!options.watch.on_trouble) {
    options.watch.on_trouble = [logger, format](std::string_view code, std::string_view detail) {
      logger->warn(line_of(format, "health", code, detail));
    };
  }
}

/// What genesis says of the zone in which the ledger's days begin.
Result<int> zone_of(const ledger::LedgerIdentity& identity, const ledger::ReadView& view) {
  const auto genesis = view.event(0);
  if (!genesis) return genesis.error();
  const auto json = recorded_event_to_json(identity, *genesis);
  if (!json) return json.error();
  return json->value(Json::json_pointer("/body/payload/default_zone_minutes"), 0);
}

/// The folder of the views, opened. Damage, found now or known before, is told once what was there
/// lies aside.
Result<std::unique_ptr<projections::Runner>> views_in(
    const projections::RunnerOptions& rows, const decltype(ServeOptions::on_views_renewed)& told,
    const std::optional<ledger::Error>& damage) {
  auto opened =
      damage ? projections::open_views_anew(rows, *damage) : projections::open_views(rows);
  if (!opened) return opened.error();
  if (opened->damage && told) told(projections::damaged_views(rows.dir), *opened->damage);
  return std::move(opened->runner);
}

ledger::Status check_origins(const std::vector<std::string>& origins) {
  for (const std::string& origin : origins) {
    if (origin == "*" || is_origin(origin)) continue;
    return ledger::invalid(
        "BAD_CORS_ORIGIN",
        "an origin is \"https://HOST\" or \"https://HOST:PORT\" in small letters "
        "without a path, or \"*\"; found " +
            origin,
        "access.cors_origins");
  }
  return ledger::Ok{};
}

/// It is written before paths, which begin with a slash: a scheme that leads elsewhere than to a
/// server is none, and neither is what ends with a slash.
ledger::Status check_public_url(const std::string& url) {
  const bool web = url.starts_with("http://") || url.starts_with("https://");
  const auto host = web ? url.find("://") + 3 : std::string::npos;
  const bool text = std::all_of(url.begin(), url.end(), [](char c) {
    return c > ' ' && c < '\x7f' && std::string_view("\"<>\\^`{|}?#@").find(c) == std::string::npos;
  });
  const bool named = web && text && host < url.size() && url[host] != '/' && url.back() != '/';
  if (url.empty() || named) return ledger::Ok{};
  return ledger::invalid("BAD_PUBLIC_URL",
                         "it is http://HOST or https://HOST, with a port or a path if need be, "
                         "without a slash at the end; found " +
                             url,
                         "public_url");
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
    watch_.reset();
    companions_.reset();
    views_.reset();
    ledger_ = {};
  }

  std::uint16_t port() const { return port_; }
  const Service& service() const { return service_; }

 private:
  ledger::Status fill_service();
  ledger::Status open_views(const ServeOptions& options);
  ledger::Status start_server(ServeOptions options, std::shared_ptr<TokenStore> tokens);

  ServedLedger ledger_;
  std::shared_ptr<ledger::Clock> clock_;
  Service service_;
  std::unique_ptr<projections::RunnerThread> views_;
  RequestStats requests_;
  AnswerCache answers_;
  std::unique_ptr<Watch> watch_;
  std::shared_ptr<const WitnessStats> witnesses_;
  std::shared_ptr<void> companions_;
  std::unique_ptr<Server> server_;
  std::atomic<const Server*> serving_{nullptr};  ///< for its own requests, which end before it
  std::uint16_t port_ = 0;
};

ledger::Status LedgerServer::Impl::fill_service() {
  if (ledger_.writer != nullptr) {
    const ledger::Log* const log = ledger_.writer.get();
    service_.view = [log] { return log->view(); };
    service_.wait = [log](std::uint64_t above, auto time) { return log->wait(above, time); };
    service_.writer = ledger_.writer.get();
  } else {
    LEDGER_CHECK(ledger_.reader != nullptr);
    const ledger::LogReader* const reader = ledger_.reader.get();
    service_.view = [reader] { return reader->view(); };
    service_.wait = [reader](std::uint64_t above, auto time) { return reader->wait(above, time); };
  }
  const ledger::ReadView view = service_.view();
  auto identity = ledger::identity_of(view.store());
  if (!identity) return identity.error();
  service_.identity = std::move(*identity);
  const auto standing = std::make_shared<StandingKey>(service_.identity);
  if (const auto key = standing->at(view); !key) return key.error();
  service_.checkpoint_key = [standing](const ledger::ReadView& at) { return standing->at(at); };
  const auto zone = zone_of(service_.identity, view);
  if (!zone) return zone.error();
  service_.zone_minutes = *zone;
  service_.clock = clock_.get();
  return ledger::Ok{};
}

ledger::Status LedgerServer::Impl::open_views(const ServeOptions& options) {
  projections::RunnerOptions rows;
  rows.dir = options.views;
  const auto told = options.on_views_renewed;
  auto opened = views_in(rows, told, std::nullopt);
  if (!opened) return opened.error();
  projections::ViewsRenewal renewal;
  renewal.open = [rows, told](const ledger::Error& why) {
    return views_in(rows, told,
                    projections::is_view_damage(why) ? std::optional(why) : std::nullopt);
  };
  views_ = std::make_unique<projections::RunnerThread>(
      std::shared_ptr<projections::Runner>(std::move(*opened)),
      ledger_.writer != nullptr ? projections::source_of(*ledger_.writer)
                                : projections::source_of(*ledger_.reader),
      std::move(renewal));
  service_.views = views_.get();
  return ledger::Ok{};
}

ledger::Status LedgerServer::Impl::start_server(ServeOptions options,
                                                std::shared_ptr<TokenStore> tokens) {
  if (options.companions && ledger_.writer != nullptr) {
    companions_ = options.companions(*ledger_.writer, *views_);
  }
  RouterRules rules;
  rules.private_answers = !options.access.open_reads || options.access.open_until_tokens;
  rules.cors_origins = options.access.cors_origins;
  if (!options.tls.certificate.empty()) {
    auto tls = make_tls_transport(options.tls.certificate, options.tls.key);
    if (!tls) return tls.error();
    options.server.make_transport = std::move(*tls);
    rules.tls = true;
  }
  const auto gate = std::make_shared<Gate>(
      GateOptions{options.access.open_reads, options.access.open_until_tokens, std::move(tokens),
                  options.access.rates, clock_});
  service_.open_reads = [gate] { return gate->open_reads(); };
  rules.gate = [gate](Request& request, const Route& route) { return gate->check(request, route); };
  rules.on_error = [this](const ledger::Error& error) { views_->note(error); };
  options.server.on_access =
      [this, log = std::move(options.server.on_access)](const AccessRecord& record) {
        requests_.count(record);
        log(record);
      };
  Router router = make_router(service_);
  router.set_rules(std::move(rules));
  auto server = Server::start(std::move(options.server), std::move(router));
  if (!server) return server.error();
  server_ = std::move(*server);
  serving_.store(server_.get());
  port_ = server_->port();
  return ledger::Ok{};
}

ledger::Status LedgerServer::Impl::start(ServeOptions options) {
  if (auto good = check_origins(options.access.cors_origins); !good) return good;
  if (auto good = check_public_url(options.public_url); !good) return good;
  if (auto filled = fill_service(); !filled) return filled;
  service_.view_wait = options.view_wait;
  service_.feeds = options.feeds;
  service_.public_url = options.public_url;
  service_.scrub = options.scrub;
  witnesses_ = options.witnesses;
  service_.witnesses = witnesses_.get();
  service_.files = options.files;
  fill_sinks(options);
  if (auto opened = open_views(options); !opened) return opened;
  if (service_.writer != nullptr && service_.writer->alarm()) {
    const ledger::Error& alarm = *service_.writer->alarm();
    options.watch.on_trouble(alarm.reason, alarm.message);
  }
  std::shared_ptr<TokenStore> tokens;
  if (!options.access.tokens.empty()) {
    tokens = std::make_shared<TokenStore>(options.access.tokens);
    if (auto read = tokens->refresh(); !read) return read;
  }
  watch_ = std::make_unique<Watch>(service_, options.watch, tokens);
  service_.watch = watch_.get();
  service_.requests = &requests_;
  service_.answers = &answers_;
  // A request can come before start() has the server.
  service_.server_stats = [this] {
    const Server* const server = serving_.load();
    return server != nullptr ? server->stats() : ServerStats{};
  };
  return start_server(std::move(options), std::move(tokens));
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
  /// Whether a signal came before the time was over.
  bool wait(std::chrono::milliseconds time) const {
    pollfd watched{event_.get(), POLLIN, 0};
    return ::poll(&watched, 1, static_cast<int>(time.count())) > 0;
  }

 private:
  Descriptor event_;
  bool installed_ = false;
  struct sigaction old_int_ {};
  struct sigaction old_term_ {};
};

}  // namespace

ledger::Status serve(ServedLedger ledger, ServeOptions options, const ServeEvents& events) {
  const StopSignals signals;
  if (!signals.installed()) return ledger::io_error("SIGNALS", "signals cannot be caught");
  auto server = LedgerServer::start(std::move(ledger), std::move(options));
  if (!server) return server.error();
  if (events.on_listening) events.on_listening((*server)->port());
  do {
    if (events.on_tick) events.on_tick();
  } while (!signals.wait(events.every));
  if (events.on_stopping) events.on_stopping();
  (*server)->stop();
  return ledger::Ok{};
}

}  // namespace api
