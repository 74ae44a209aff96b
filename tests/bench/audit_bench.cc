// SPDX-License-Identifier: Apache-2.0
// Audit, export and import beside the limits of the machine in the same run: libsodium's rate of
// verifying, and SHA-256 over the same bytes. Read ratios, not absolutes.
#include <benchmark/benchmark.h>

#include <thread>

#include "api/audit.h"
#include "api/bundle_export.h"
#include "ledger/copy.h"
#include "ledger/ed25519.h"
#include "ledger/hash.h"
#include "ledger/rocks_store.h"
#include "tests/support/test_ledger.h"

namespace {

namespace fs = std::filesystem;
using support::TempDir;
using support::TestLedger;

constexpr std::uint64_t kEvents = 20'000;

/// A ledger, and its bundle in a folder; made once per process.
struct Exported {
  TestLedger ledger{TestLedger::Where::kMemory};
  TempDir dir;
  std::uint64_t entry_bytes = 0;

  Exported() {
    ledger.create();
    for (std::uint64_t i = 1; i < kEvents;) {
      std::vector<ledger::SignedEvent> batch;
      for (; batch.size() < 200 && i < kEvents; ++i) {
        batch.push_back(ledger.sign(ledger.organisation(i)));
      }
      if (!ledger.log->append(std::move(batch))) std::abort();
    }
    (void)ledger.log->view().range(0, kEvents, [this](std::uint64_t, std::string_view entry) {
      entry_bytes += entry.size();
      return true;
    });
    if (!write(dir / "bundle")) std::abort();
  }
  bool write(const fs::path& to) const {
    api::ExportOptions options;
    options.dir = to;
    return static_cast<bool>(
        api::export_bundle(ledger.log->view(), ledger.log->identity(), options));
  }
};

const Exported& exported() {
  static const Exported made;
  return made;
}

void count(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kEvents));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * exported().entry_bytes));
}

const support::AdmitEverything kEverything;

/// As many signatures as there are events, on all cores.
void sodium_limit(benchmark::State& state) {
  const support::TestKey key(1);
  const std::string message(500, 'm');
  const ledger::Signature signature = key.sign(message);
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  for (auto _ : state) {
    std::vector<std::thread> workers;
    for (unsigned w = 0; w < threads; ++w) {
      workers.emplace_back([&] {
        for (std::uint64_t i = 0; i < kEvents / threads; ++i) {
          benchmark::DoNotOptimize(ledger::ed25519_verify(key.key, message, signature));
        }
      });
    }
    for (std::thread& worker : workers) worker.join();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kEvents));
}
BENCHMARK(sodium_limit)->Name("limit/libsodium_verify/all_cores")->UseRealTime();

void sha_limit(benchmark::State& state) {
  const std::string entry(exported().entry_bytes / kEvents, 'e');
  for (auto _ : state) {
    for (std::uint64_t i = 0; i < kEvents; ++i) {
      benchmark::DoNotOptimize(ledger::leaf_hash(entry));
    }
  }
  count(state);
}
BENCHMARK(sha_limit)->Name("limit/sha256_of_entries/1")->UseRealTime();

void audit(benchmark::State& state) {
  const auto source = api::open_log_source((exported().dir / "bundle").string());
  if (!source) std::abort();
  ledger::VerifyOptions options;
  options.static_form = true;
  options.fast = state.range(0) == 0;
  options.admission = &kEverything;
  for (auto _ : state) {
    const auto report = verify_ledger(*source->log, options);
    if (!report || !report->ok()) std::abort();
  }
  count(state);
}
BENCHMARK(audit)->Name("audit/full")->Arg(1)->UseRealTime();
BENCHMARK(audit)->Name("audit/hashes_only")->Arg(0)->UseRealTime();

void export_whole(benchmark::State& state) {
  for (auto _ : state) {
    const TempDir dir;
    if (!exported().write(dir / "bundle")) std::abort();
  }
  count(state);
}
BENCHMARK(export_whole)->Name("export")->UseRealTime();

void import_whole(benchmark::State& state) {
  const auto source = api::open_log_source((exported().dir / "bundle").string());
  if (!source) std::abort();
  ledger::CopyOptions options;
  options.admission = &kEverything;
  for (auto _ : state) {
    const TempDir dir;
    auto store = ledger::open_rocks_store({.dir = dir / "log", .create = true});
    if (!store || !copy_log(**store, *source->log, options)) std::abort();
  }
  count(state);
}
BENCHMARK(import_whole)->Name("import")->UseRealTime();

/// What an auditor who begins from an attestation pays for 200 new events.
void import_new(benchmark::State& state) {
  const auto source = api::open_log_source((exported().dir / "bundle").string());
  if (!source) std::abort();
  ledger::CopyOptions options;
  options.admission = &kEverything;
  const auto before = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    state.PauseTiming();
    const TempDir dir;
    for (const std::uint64_t size : {before, before + 200}) {
      api::ExportOptions part;
      part.dir = dir / std::to_string(size);
      part.size = size;
      part.from = size == before ? 0 : before;
      if (!api::export_bundle(exported().ledger.log->view(), exported().ledger.log->identity(),
                              part)) {
        std::abort();
      }
    }
    auto store = ledger::open_rocks_store({.dir = dir / "log", .create = true});
    const auto first = api::open_log_source((dir / std::to_string(before)).string());
    const auto next = api::open_log_source((dir / std::to_string(before + 200)).string());
    if (!store || !copy_log(**store, *first->log, options)) std::abort();
    state.ResumeTiming();
    if (!copy_log(**store, *next->log, options)) std::abort();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 200));
}
BENCHMARK(import_new)->Name("import/200_new_after")->Arg(1'001)->Arg(16'001)->UseRealTime();

}  // namespace
