// SPDX-License-Identifier: Apache-2.0
// Durable appends, verification and opening, beside the limits of the machine in the same run:
// the rate at which bodies and signatures can be checked. Read ratios, not absolutes.
#include <benchmark/benchmark.h>

#include <atomic>
#include <future>
#include <thread>

#include "ledger/ed25519.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/verify.h"
#include "tests/support/test_ledger.h"

namespace {

using ledger::SignedEvent;
using support::TestLedger;

/// Distinct signed events, made once per process: making them costs more than appending them.
const std::vector<SignedEvent>& events() {
  static const std::vector<SignedEvent> made = [] {
    const TestLedger t(TestLedger::Where::kMemory);
    std::vector<SignedEvent> list;
    for (std::uint64_t i = 0; i < 40'000; ++i) list.push_back(t.sign(t.organisation(i)));
    return list;
  }();
  return made;
}

void verify_limit(benchmark::State& state) {
  const auto threads = static_cast<std::size_t>(state.range(0));
  const TestLedger t(TestLedger::Where::kMemory);
  const auto& list = events();
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

/// `authors` blocking callers, `batch` events per submission, over RocksDB on disk.
void append(benchmark::State& state) {
  const auto authors = static_cast<std::size_t>(state.range(0));
  const auto batch = static_cast<std::size_t>(state.range(1));
  const auto& list = events();
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
    ->Name("append/authors/batch")
    ->Args({1, 1})
    ->Args({16, 1})
    ->Args({64, 1})
    ->Args({16, 64})
    ->Args({16, 256})
    ->UseRealTime()
    ->Iterations(2);

/// A ledger of 10,000 events, made once.
TestLedger& big_ledger() {
  static TestLedger& t = *[] {
    auto* made = new TestLedger(TestLedger::Where::kRocks);
    made->create();
    for (std::size_t from = 0; from < 10'000; from += 250) {
      const auto begin = events().begin() + static_cast<std::ptrdiff_t>(from);
      if (!made->log->append({begin, begin + 250})) std::abort();
    }
    return made;
  }();
  return t;
}

void verify_ledger_bench(benchmark::State& state) {
  const auto view = big_ledger().log->view();
  ledger::VerifyOptions options;
  options.fast = state.range(0) != 0;
  for (auto _ : state) {
    const auto report = verify_ledger(view.store(), options);
    if (!report || !report->ok()) std::abort();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * view.size()));
}
BENCHMARK(verify_ledger_bench)->Name("verify/fast")->Arg(0)->Arg(1)->UseRealTime();

void inclusion(benchmark::State& state) {
  const auto view = big_ledger().log->view();
  std::uint64_t index = 1;
  for (auto _ : state) {
    auto proof = view.inclusion(index, view.size());
    benchmark::DoNotOptimize(proof);
    index = (index * 7919 + 1) % view.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(inclusion)->Name("inclusion_proof");

void open_ledger(benchmark::State& state) {
  TestLedger& t = big_ledger();
  for (auto _ : state) {
    if (!t.open()) std::abort();
  }
}
BENCHMARK(open_ledger)->Name("open/10000_events")->UseRealTime();

}  // namespace
