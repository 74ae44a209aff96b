// SPDX-License-Identifier: Apache-2.0
// Durable appends, verification and opening, beside the limits of the machine in the same run:
// the rate at which bodies and signatures can be checked. Read ratios, not absolutes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "ledger/ed25519.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/verify.h"
#include "tests/bench/signed_events.h"
#include "tests/support/test_ledger.h"

namespace {

using ledger::SignedEvent;
using support::TestLedger;

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kOrganisations = 500;  // of a region; as many as events is the worst case

void verify_limit(benchmark::State& state) {
  const auto threads = static_cast<std::size_t>(state.range(0));
  const TestLedger t(TestLedger::Where::kMemory);
  const auto& list = bench::signed_events();
  constexpr std::size_t kCount = 2'000;
  for (auto _ : state) {
    std::vector<std::thread> workers;
    for (std::size_t w = 0; w < threads; ++w) {
      workers.emplace_back([&] {
        for (std::size_t i = 0; i < kCount / threads; ++i) {
          auto checked = check_event({t.origin, t.ledger_id}, list[i]);
          benchmark::DoNotOptimize(checked);
        }
      });
    }
    for (std::thread& worker : workers) worker.join();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kCount));
}
BENCHMARK(verify_limit)->Name("limit/body_and_signature/threads")->Arg(1)->Arg(2)->UseRealTime();

/// `authors` blocking callers, `batch` events per submission about so many organisations, over
/// RocksDB on disk.
void append(benchmark::State& state) {
  const auto authors = static_cast<std::size_t>(state.range(0));
  const auto batch = static_cast<std::size_t>(state.range(1));
  const auto& list = bench::signed_events(static_cast<std::uint64_t>(state.range(2)));
  std::int64_t total = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto t = std::make_unique<TestLedger>(TestLedger::Where::kRocks);
    t->create();
    const std::size_t count = authors == 1 ? 2'000 : batch == 1 ? 10'000 : list.size();
    std::atomic<std::size_t> next = 0;
    state.ResumeTiming();
    std::vector<std::thread> callers;
    for (std::size_t a = 0; a < authors; ++a) {
      callers.emplace_back([&] {
        while (true) {
          const std::size_t from = next.fetch_add(batch);
          if (from >= count) return;
          const std::size_t to = std::min(from + batch, count);
          std::vector<SignedEvent> submission(list.begin() + static_cast<std::ptrdiff_t>(from),
                                              list.begin() + static_cast<std::ptrdiff_t>(to));
          if (!t->log->append(std::move(submission))) std::abort();
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
    state.PauseTiming();
    total += static_cast<std::int64_t>(count);
    state.counters["disk/raw"] =
        static_cast<double>(t->log->view().store().bytes_on_disk()) /
        (static_cast<double>(count) * static_cast<double>(list[0].body.size() + 76));
    t.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(total);
}
BENCHMARK(append)
    ->Name("append/authors/batch/organisations")
    ->ArgsProduct({{1, 16, 64}, {1}, {kOrganisations}})
    ->ArgsProduct({{16}, {64, 256}, {kOrganisations, bench::kSignedEvents}})
    ->UseRealTime()
    ->Iterations(2);

void grow(TestLedger& t, std::uint64_t size) {
  while (t.log->view().size() < size) {
    const std::uint64_t first = t.log->view().size();
    std::vector<std::thread> authors;
    for (std::uint64_t a = 0; a < 4; ++a) {
      authors.emplace_back([&, a] {
        for (std::uint64_t from = first + a * 250; from < std::min(first + 20'000, size);
             from += 1'000) {
          std::vector<SignedEvent> batch;
          for (std::uint64_t i = from; i < std::min(from + 250, size); ++i) {
            batch.push_back(t.sign(t.organisation(i)));
          }
          if (!t.log->append(std::move(batch))) std::abort();
        }
      });
    }
    for (std::thread& author : authors) author.join();
  }
}

/// A ledger of so many events, made once. The million lies where LETOPIS_BENCH_LEDGER says, if it
/// does, and is found there by the next run.
TestLedger& grown_ledger(std::uint64_t size) {
  static auto& made =
      *new std::map<std::uint64_t, std::unique_ptr<TestLedger>>;  // outlives RocksDB
  std::unique_ptr<TestLedger>& t = made[size];
  if (t) return *t;
  const char* kept =
      size == std::uint64_t{kMillion} ? std::getenv("LETOPIS_BENCH_LEDGER") : nullptr;
  t = kept != nullptr ? std::make_unique<TestLedger>(std::filesystem::path(kept))
                      : std::make_unique<TestLedger>(TestLedger::Where::kRocks);
  if (kept == nullptr || !t->open()) t->create();
  grow(*t, size);
  if (!t->open()) std::abort();  // closing flushes
  return *t;
}

/// What a program has of memory, in MB, now and at most.
void report_memory(benchmark::State& state) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) state.counters["rss_mb"] = std::stod(line.substr(6)) / 1024;
    if (line.starts_with("VmHWM:")) state.counters["peak_mb"] = std::stod(line.substr(6)) / 1024;
  }
}

void verify_ledger_bench(benchmark::State& state) {
  const auto view = grown_ledger(static_cast<std::uint64_t>(state.range(1))).log->view();
  ledger::VerifyOptions options;
  options.fast = state.range(0) != 0;
  for (auto _ : state) {
    const auto report = verify_ledger(view.store(), options);
    if (!report || !report->ok()) std::abort();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * view.size()));
  report_memory(state);
}
BENCHMARK(verify_ledger_bench)
    ->Name("verify/fast/events")
    ->ArgsProduct({{0, 1}, {10'000, kMillion}})
    ->UseRealTime();

void inclusion(benchmark::State& state) {
  const auto view = grown_ledger(static_cast<std::uint64_t>(state.range(0))).log->view();
  std::uint64_t index = 1;
  for (auto _ : state) {
    auto proof = view.inclusion(index, view.size());
    benchmark::DoNotOptimize(proof);
    index = (index * 7919 + 1) % view.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(inclusion)->Name("inclusion_proof/events")->Arg(10'000)->Arg(kMillion);

/// Opened after a planned close. Beside it the bytes on disk for one byte of the events.
void open_ledger(benchmark::State& state) {
  const auto size = static_cast<std::uint64_t>(state.range(0));
  TestLedger& t = grown_ledger(size);
  for (auto _ : state) {
    if (!t.open()) std::abort();
  }
  const SignedEvent event = t.sign(t.organisation(size / 2));
  state.counters["disk/raw"] =
      static_cast<double>(t.log->view().store().bytes_on_disk()) /
      (static_cast<double>(size) * static_cast<double>(event.body.size() + 76));
  report_memory(state);
}
BENCHMARK(open_ledger)->Name("open/events")->Arg(10'000)->Arg(kMillion)->UseRealTime();

void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::remove_all(to);
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

/// Opened from what a kill leaves: the files as they are while a writer that has just appended
/// 30,000 events has them open.
void open_killed(benchmark::State& state) {
  const auto size = static_cast<std::uint64_t>(state.range(0));
  const support::TempDir work;
  copy_folder(grown_ledger(size).folder, work / "running");
  TestLedger running(work / "running");
  if (!running.open()) std::abort();
  grow(running, size + 30'000);
  for (auto _ : state) {
    state.PauseTiming();
    copy_folder(running.folder, work / "killed");
    auto killed = std::make_unique<TestLedger>(work / "killed");
    state.ResumeTiming();
    if (!killed->open()) std::abort();
    state.PauseTiming();
    killed.reset();
    state.ResumeTiming();
  }
}
BENCHMARK(open_killed)
    ->Name("open_after_kill/events")
    ->Arg(10'000)
    ->Arg(kMillion)
    ->UseRealTime()
    ->Iterations(3);

}  // namespace
