// SPDX-License-Identifier: Apache-2.0
// The views beside the limits of RocksDB in the same run: a rebuild of all of them against a scan
// of the same entries with as many puts as the rebuild makes; a read as of now against one as of
// an earlier position and of a day, in a short log and in a long one. Read ratios, not absolutes.
// LETOPIS_BENCH_EVENTS sets the length of the long one.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "ledger/kv.h"
#include "projections/chronicle.h"
#include "projections/internal/row_store.h"
#include "projections/organisations_view.h"
#include "projections/runner.h"
#include "tests/support/random_history.h"

namespace {

namespace fs = std::filesystem;
using projections::Runner;
using projections::RunnerOptions;
using support::IdentityLedger;
using support::TempDir;

std::uint64_t long_log() {
  const char* wanted = std::getenv("LETOPIS_BENCH_EVENTS");
  return wanted == nullptr ? 20'000 : std::strtoull(wanted, nullptr, 10);
}

std::unique_ptr<Runner> runner_in(const fs::path& dir) {
  RunnerOptions options;
  options.dir = dir;
  auto runner = Runner::open(std::move(options));
  if (!runner) std::abort();
  return std::move(*runner);
}

constexpr std::uint64_t kQuiet = 900'001;  ///< number of an organisation to which nothing happens

/// A random history in RocksDB and its views, made once for each length.
struct Lived {
  explicit Lived(std::uint64_t events) {
    ledger.must(ledger.organisation(kQuiet));
    support::RandomHistory history(ledger, 7);
    while (ledger.size() < events) history.step();
    runner = runner_in(views / "live");
    if (!runner->catch_up(ledger.view())) std::abort();
  }
  IdentityLedger ledger{support::TestLedger::Where::kRocks};
  TempDir views;
  std::unique_ptr<Runner> runner;
};

Lived& lived(std::uint64_t events) {
  static auto& made = *new std::map<std::uint64_t, std::unique_ptr<Lived>>;  // outlives RocksDB
  auto& one = made[events];
  if (one == nullptr) one = std::make_unique<Lived>(events);
  return *one;
}

/// What the kernel says of this process: "VmHWM", "VmRSS".
double mebibytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":"))
      return std::strtod(line.c_str() + name.size() + 1, nullptr) / 1'024;
  }
  return 0;
}

void forget_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

// --- rebuild -------------------------------------------------------------------------------------

void rebuild(benchmark::State& state) {
  Lived& log = lived(long_log());
  forget_peak();
  const double before = mebibytes("VmRSS");
  for (auto _ : state) {
    state.PauseTiming();
    const TempDir fresh;
    state.ResumeTiming();
    auto runner = runner_in(fresh / "views");
    if (!runner->catch_up(log.ledger.view())) std::abort();
    runner.reset();
    state.PauseTiming();
    fs::remove_all(fresh / "views");
    state.ResumeTiming();
  }
  const auto events = static_cast<std::int64_t>(log.ledger.size());
  state.SetItemsProcessed(state.iterations() * events);
  state.counters["MiB_more_at_peak"] = mebibytes("VmHWM") - before;
}

/// Every row that a rebuild writes, in batches as large as its own.
struct Puts {
  std::vector<ledger::KvBatch> batches;
  std::size_t rows = 0;
};

ledger::KvOptions kv_options(const fs::path& dir, bool create) {
  ledger::KvOptions options;
  options.dir = dir;
  options.families = projections::internal::families();
  options.create = create;
  options.read_only = !create;
  return options;
}

const Puts& puts_of(Lived& log) {
  static std::map<Lived*, Puts> made;
  Puts& out = made[&log];
  if (out.rows > 0) return out;
  const TempDir fresh;
  auto runner = runner_in(fresh / "views");
  if (!runner->catch_up(log.ledger.view())) std::abort();
  runner.reset();
  auto kv = ledger::Kv::open(kv_options(fresh / "views", false));
  if (!kv) std::abort();
  struct Row {
    ledger::Family family;
    std::string key;
    std::string value;
  };
  std::vector<Row> all;
  for (const ledger::Family family : {ledger::Family{0}, ledger::Family{1}}) {
    (void)(*kv)->scan(family, {}, {}, [&](std::string_view key, std::string_view value) {
      all.push_back({family, std::string(key), std::string(value)});
      return true;
    });
  }
  out.rows = all.size();
  // A rebuild meets its keys in the order of the events, not in their own.
  std::shuffle(all.begin(), all.end(), std::mt19937_64(7));
  const std::size_t batches = log.ledger.size() / RunnerOptions().batch_events + 1;
  const std::size_t each = all.size() / batches + 1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i % each == 0) out.batches.emplace_back();
    out.batches.back().put(all[i].family, all[i].key, all[i].value);
  }
  return out;
}

void scan_and_put(benchmark::State& state) {
  Lived& log = lived(long_log());
  const Puts& puts = puts_of(log);
  for (auto _ : state) {
    state.PauseTiming();
    const TempDir fresh;
    state.ResumeTiming();
    std::size_t bytes = 0;
    (void)log.ledger.view().range(0, log.ledger.size(), [&](std::uint64_t, std::string_view entry) {
      bytes += entry.size();
      return true;
    });
    benchmark::DoNotOptimize(bytes);
    auto kv = ledger::Kv::open(kv_options(fresh / "kv", true));
    if (!kv) std::abort();
    for (const ledger::KvBatch& batch : puts.batches) {
      if (!(*kv)->write(batch, false)) std::abort();
    }
    kv->reset();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(log.ledger.size()));
  state.counters["puts_per_event"] =
      static_cast<double>(puts.rows) / static_cast<double>(log.ledger.size());
}

// --- reads ---------------------------------------------------------------------------------------

/// The organisation that was registered before the history and had no part in it, as of now, of the
/// position just before, and of a day.
enum Read { kNow, kAt, kOn };

void read_organisation(benchmark::State& state) {
  Lived& log = lived(state.range(0) == 0 ? 1'000 : long_log());
  const auto kind = static_cast<Read>(state.range(1));
  const auto id = *ledger::fixed_from_hex<ledger::Id>(support::org_id(kQuiet));
  const std::uint64_t position = log.ledger.size() - 1;
  for (auto _ : state) {
    const auto reader = kind == kAt ? log.runner->reader_at(position) : log.runner->reader();
    if (!reader) std::abort();
    const auto found = projections::find_organisation(*reader, id);
    if (!found || !*found) std::abort();
    if (kind == kOn) {
      benchmark::DoNotOptimize(projections::organisation_on(**found, "2018-05-05"));
    }
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(rebuild)->Name("views/rebuild")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(scan_and_put)
    ->Name("limit/scan_and_same_puts")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(read_organisation)
    ->Name("views/read")
    ->ArgNames({"long", "now0_at1_on2"})
    ->ArgsProduct({{0, 1}, {kNow, kAt, kOn}})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
