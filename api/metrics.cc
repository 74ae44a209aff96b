// SPDX-License-Identifier: Apache-2.0
#include "api/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "api/server.h"
#include "api/watch.h"
#include "api/witness_client.h"
#include "ledger/rocks_store.h"

namespace api {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Families = std::vector<MetricFamily>;
using Labels = std::vector<ClientMetric::Label>;

constexpr double kMicro = 1e-6;

MetricFamily& family(Families& all, std::string name, std::string help, MetricType type) {
  all.push_back({std::move(name), std::move(help), type, {}});
  return all.back();
}

void put_gauge(MetricFamily& family, double value, Labels labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  family.metric.push_back(std::move(metric));
}

void gauge(Families& all, std::string name, std::string help, double value) {
  put_gauge(family(all, std::move(name), std::move(help), MetricType::Gauge), value);
}

void put_counter(MetricFamily& family, double value, Labels labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = value;
  family.metric.push_back(std::move(metric));
}

double number(std::uint64_t value) { return static_cast<double>(value); }
double seconds(std::chrono::milliseconds value) {
  return static_cast<double>(value.count()) / 1'000;
}

void put_histogram(MetricFamily& family, const RequestStats::Count& count, Labels labels) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.histogram.sample_count = count.requests;
  metric.histogram.sample_sum = number(count.time_us) * kMicro;
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < count.within.size(); ++i) {
    below += count.within[i];
    metric.histogram.bucket.push_back({below, number(RequestStats::kBoundsUs[i]) * kMicro});
  }
  family.metric.push_back(std::move(metric));
}

void request_families(Families& all, const RequestStats& stats) {
  const auto counts = stats.counts();
  auto requests =
      MetricFamily{"letopis_http_requests_total", "Requests answered.", MetricType::Counter, {}};
  auto bytes = MetricFamily{"letopis_http_response_bytes_total",
                            "Bytes of answers, with heads.",
                            MetricType::Counter,
                            {}};
  auto times = MetricFamily{"letopis_http_request_duration_seconds",
                            "From the complete request to the complete answer.",
                            MetricType::Histogram,
                            {}};
  std::map<std::string, RequestStats::Count> by_route;
  for (const auto& [key, count] : counts) {
    const auto& [method, route, status] = key;
    put_counter(requests, number(count.requests),
                {{"method", method}, {"route", route}, {"status", std::to_string(status)}});
    auto& sum = by_route[route];
    sum.requests += count.requests;
    sum.bytes += count.bytes;
    sum.time_us += count.time_us;
    for (std::size_t i = 0; i < sum.within.size(); ++i) sum.within[i] += count.within[i];
  }
  for (const auto& [route, sum] : by_route) {
    put_counter(bytes, number(sum.bytes), {{"route", route}});
    put_histogram(times, sum, {{"route", route}});
  }
  all.push_back(std::move(requests));
  all.push_back(std::move(bytes));
  all.push_back(std::move(times));
}

void server_families(Families& all, const ServerStats& stats) {
  gauge(all, "letopis_http_connections", "Connections open now.", number(stats.connections));
  gauge(all, "letopis_http_connections_max", "Connections that are taken.",
        number(stats.connections_max));
  gauge(all, "letopis_http_feeds", "Feeds and long polls open now.", number(stats.feeds));
  gauge(all, "letopis_http_feeds_max", "Places for feeds and long polls.", number(stats.feeds_max));
  gauge(all, "letopis_http_request_threads", "Threads of plain requests.",
        number(stats.request_threads));
  gauge(all, "letopis_http_request_threads_busy", "Those of them that answer now.",
        number(stats.request_threads_busy));
  gauge(all, "letopis_http_requests_waiting",
        "Requests that wait, without a thread, for what their answer needs.",
        number(stats.requests_waiting));
  gauge(all, "letopis_http_held_bytes", "Memory of bodies and answers on their way.",
        number(stats.held_bytes));
  gauge(all, "letopis_http_held_bytes_max", "Beyond it large ones get 503.",
        number(stats.held_bytes_max));
}

void log_families(Families& all, const Service& service, const ledger::ReadView& view) {
  gauge(all, "letopis_log_size_events", "Events in the newest published checkpoint.",
        number(view.size()));
  gauge(all, "letopis_log_accepts_events", "1 when this server writes and has not stopped.",
        service.writer != nullptr && !service.writer->stopped() ? 1 : 0);
}

void view_families(Families& all, const Service& service, const WatchState& watch) {
  const auto runner = service.views->runner();
  const auto states = runner != nullptr ? runner->states() : std::vector<projections::ViewState>();
  const auto status = service.views->status();
  auto& position = family(all, "letopis_view_position_events", "Events folded into the view.",
                          MetricType::Gauge);
  for (const auto& one : states) put_gauge(position, number(one.position), {{"view", one.name}});
  auto& lag = family(all, "letopis_view_lag_events", "Events that the view has not seen yet.",
                     MetricType::Gauge);
  for (const auto& one : states) {
    const auto behind = watch.log_size > one.position ? watch.log_size - one.position : 0;
    put_gauge(lag, number(behind), {{"view", one.name}});
  }
  auto& age = family(all, "letopis_view_digest_age_seconds",
                     "Since the view's digest was last that of the whole log.", MetricType::Gauge);
  for (const auto& one : states) {
    const bool level = one.position >= watch.log_size;
    put_gauge(age, level ? 0 : seconds(watch.views_still), {{"view", one.name}});
  }
  gauge(all, "letopis_views_failing", "1 while the last try to follow the log failed.",
        status.error ? 1 : 0);
  gauge(all, "letopis_views_failures", "Tries that failed since the last success.",
        number(status.failures));
  put_counter(family(all, "letopis_views_renewals_total",
                     "Times that damaged views were folded anew.", MetricType::Counter),
              number(status.renewals));
}

void health_families(Families& all, const Watch& watch, const WatchState& state) {
  auto& troubles =
      family(all, "letopis_not_ready", "1 for each reason not to be ready.", MetricType::Gauge);
  const auto found = watch.troubles();
  for (const char* code : {"VIEWS_DAMAGED", "VIEWS_FAILED", "VIEWS_BEHIND", "WRITER_STOPPED",
                           "DISK_LOW", "SELF_CHECK_FAILED", "TOKENS_UNREADABLE"}) {
    double holds = 0;
    for (const Trouble& one : found) holds += one.code == code ? 1 : 0;
    put_gauge(troubles, holds, {{"reason", code}});
  }
  if (state.disk_free_bytes) {
    gauge(all, "letopis_disk_free_bytes", "Free bytes where the ledger lies.",
          number(*state.disk_free_bytes));
  }
  put_counter(family(all, "letopis_self_checks_total", "Self-checks made.", MetricType::Counter),
              number(state.self_checks));
  gauge(all, "letopis_self_check_age_seconds", "Since the last self-check.",
        seconds(state.since_self_check));
}

/// What is read again in the background and what that found.
void scrub_families(Families& all, const ledger::ScrubState& state) {
  const auto counter = [&](const char* name, const char* help, std::uint64_t value) {
    put_counter(family(all, name, help, MetricType::Counter), number(value));
  };
  gauge(all, "letopis_scrub_position_events", "Events of the log checked in the current pass.",
        number(state.position));
  counter("letopis_scrub_passes_total", "Whole passes over the log.", state.rounds);
  counter("letopis_scrub_events_total", "Events read again and checked.", state.events);
  counter("letopis_scrub_faults_total", "Damaged things found, each counted once.", state.faults);
  if (!state.round_ended) return;
  const auto age = std::chrono::steady_clock::now() - *state.round_ended;
  gauge(all, "letopis_scrub_pass_age_seconds", "Since the last whole pass ended.",
        seconds(std::chrono::duration_cast<std::chrono::milliseconds>(age)));
}

/// The same of the views' rows, whose damage is told by letopis_views_renewals_total.
void view_scrub_families(Families& all, const ViewScrub& state) {
  gauge(all, "letopis_view_scrub_position_rows", "Rows of the views read again in this pass.",
        number(state.position));
  put_counter(family(all, "letopis_view_scrub_passes_total",
                     "Whole passes over the rows of the views.", MetricType::Counter),
              number(state.passes));
  put_counter(family(all, "letopis_view_scrub_rows_total", "Rows of the views read again.",
                     MetricType::Counter),
              number(state.rows));
}

/// What the witnesses were asked and what they have cosigned. The size that has the quorum is of
/// this run: the server does not look for older ones.
void witness_families(Families& all, const WitnessStats::State& state,
                      const ledger::ReadView& view) {
  gauge(all, "letopis_checkpoint_size_events", "Size of the newest checkpoint.",
        number(view.size()));
  gauge(all, "letopis_witnessed_size_events",
        "Size of the newest checkpoint with the quorum of witnesses since the start, 0: none.",
        number(state.witnessed_size.value_or(0)));
  auto& failed =
      family(all, "letopis_witness_failures_total",
             "Requests to the witness that brought no cosignature.", MetricType::Counter);
  for (const auto& [name, count] : state.failed) {
    put_counter(failed, number(count), {{"witness", name}});
  }
}

void store_families(Families& all, const Service& service, const ledger::ReadView& view) {
  auto& bytes = family(all, "letopis_store_bytes", "Bytes on disk.", MetricType::Gauge);
  put_gauge(bytes, number(view.store().bytes_on_disk()), {{"store", "log"}});
  if (const auto views = service.views->runner()) {
    put_gauge(bytes, number(views->bytes_on_disk()), {{"store", "views"}});
  }
  for (const char* property :
       {"cur-size-all-mem-tables", "block-cache-usage", "estimate-pending-compaction-bytes",
        "estimate-live-data-size", "num-running-compactions", "num-running-flushes",
        "background-errors", "is-write-stopped"}) {
    const auto value = ledger::rocks_property(view.store(), property);
    if (!value) continue;
    std::string name = property;
    for (char& c : name) c = c == '-' ? '_' : c;
    gauge(all, "letopis_rocksdb_" + name, std::string("RocksDB of the log: ") + property + ".",
          number(*value));
  }
}

void process_families(Families& all) {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  statm >> size >> resident;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  gauge(all, "process_virtual_memory_bytes", "Virtual memory.", number(size * page));
  gauge(all, "process_resident_memory_bytes", "Resident memory.", number(resident * page));
  std::uint64_t files = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end;
       at.increment(error)) {
    ++files;
  }
  gauge(all, "process_open_fds", "Open file descriptors.", number(files));
}

}  // namespace

void RequestStats::count(const AccessRecord& record) {
  // What is no method of ours is a word of the caller's, and callers have many.
  constexpr std::array<std::string_view, 8> kMethods = {"DELETE", "GET",  "HEAD", "OPTIONS",
                                                        "PATCH",  "POST", "PUT",  "-"};
  const bool known = std::find(kMethods.begin(), kMethods.end(), record.method) != kMethods.end();
  const std::string_view method = known ? record.method : "other";
  std::size_t bucket = 0;
  while (bucket < kBoundsUs.size() && record.time_us > kBoundsUs[bucket]) ++bucket;
  const auto key = std::tuple(method, record.route, record.status);
  const std::lock_guard lock(mutex_);
  auto found = counts_.find(key);
  if (found == counts_.end()) {
    found = counts_.emplace(Key(method, record.route, record.status), Count{}).first;
  }
  Count& count = found->second;
  ++count.requests;
  count.bytes += record.bytes;
  count.time_us += record.time_us;
  if (bucket < kBoundsUs.size()) ++count.within[bucket];
}

std::map<RequestStats::Key, RequestStats::Count> RequestStats::counts() const {
  const std::lock_guard lock(mutex_);
  return {counts_.begin(), counts_.end()};
}

std::string metrics_text(const MetricsSources& sources) {
  Families all;
  const ledger::ReadView view = sources.service.view();
  const WatchState state = sources.watch.state();
  log_families(all, sources.service, view);
  view_families(all, sources.service, state);
  health_families(all, sources.watch, state);
  request_families(all, sources.requests);
  server_families(all, sources.server);
  if (sources.service.scrub) scrub_families(all, sources.service.scrub());
  if (state.view_scrub) view_scrub_families(all, *state.view_scrub);
  if (sources.service.witnesses != nullptr) {
    witness_families(all, sources.service.witnesses->state(), view);
  }
  store_families(all, sources.service, view);
  process_families(all);
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace api
