// SPDX-License-Identifier: Apache-2.0
// Audit, export and import beside the limits of the machine in the same run: libsodium's rate of
// verifying, and SHA-256 over the same bytes. Read ratios, not absolutes.
#include <benchmark/benchmark.h>

#include <functional>
#include <thread>

#include "api/audit.h"
#include "api/bundle_export.h"
#include "api/projected_log.h"
#include "ledger/copy.h"
#include "ledger/ed25519.h"
#include "ledger/hash.h"
#include "ledger/rocks_store.h"
#include "tests/support/committed_ledger.h"

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

/// Runs `work` in a folder whose making and removal cost nothing here.
void in_folder(benchmark::State& state, const std::function<void(const fs::path&)>& work) {
  state.PauseTiming();
  {
    const TempDir dir;
    state.ResumeTiming();
    work(dir.path());
    state.PauseTiming();
  }
  state.ResumeTiming();
}

void export_whole(benchmark::State& state) {
  for (auto _ : state) {
    in_folder(state, [](const fs::path& dir) {
      if (!exported().write(dir / "bundle")) std::abort();
    });
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
    in_folder(state, [&](const fs::path& dir) {
      auto store = ledger::open_rocks_store({.dir = dir / "log", .create = true});
      if (!store || !copy_log(**store, *source->log, options)) std::abort();
    });
  }
  count(state);
}
BENCHMARK(import_whole)->Name("import")->UseRealTime();

/// An auditor's copy of the first `size` events with its views, the attestation about it, and the
/// bundle of the 1,000 events that follow, the last of which is a commitment.
class Attested {
 public:
  Attested(support::CommittedLedger& ledger, std::uint64_t size, const fs::path& dir) : dir_(dir) {
    export_part(ledger, "begin", size, 0);
    export_part(ledger, "next", size + kNew, size);
    auto store = ledger::open_rocks_store({.dir = dir_ / "log", .create = true});
    const auto begin = api::open_log_source((dir_ / "begin").string());
    ledger::CopyOptions options;
    options.admission = &kEverything;
    if (!store || !begin || !copy_log(**store, *begin->log, options)) std::abort();
    api::AuditOptions audit;
    audit.admission = &kEverything;
    const auto report = api::audit_log(*begin, audit);
    if (!report || !report->ok()) std::abort();
    copy_ = {std::move(*store), dir_ / "views", api::attestation_of(*report)};
    if (!api::project_log(copy_.store, copy_.views)) std::abort();
  }
  static constexpr std::uint64_t kNew = 1'000;

  const api::AttestedCopy& copy() const { return copy_; }
  api::LogSource next() const { return std::move(*api::open_log_source((dir_ / "next").string())); }

 private:
  void export_part(support::CommittedLedger& ledger, const char* name, std::uint64_t size,
                   std::uint64_t from) const {
    api::ExportOptions part;
    part.dir = dir_ / name;
    part.size = size;
    part.from = from;
    if (!api::export_bundle(ledger.log->view(), ledger.log->identity(), part)) std::abort();
  }

  fs::path dir_;
  api::AttestedCopy copy_;
};

/// Appends events until the log has `size`. Each is about another organisation, or about one of
/// `organisations`.
void grow(support::CommittedLedger& ledger, std::uint64_t size, std::uint64_t organisations) {
  constexpr std::uint64_t kBatch = 200;
  for (std::uint64_t at = ledger.log->view().size(); at < size;) {
    std::vector<ledger::SignedEvent> batch;
    for (; at < size && batch.size() < kBatch; ++at) {
      support::Draft draft = ledger.organisation(organisations == 0 ? at : 1 + at % organisations);
      draft.id = 1'000 + at;
      batch.push_back(ledger.TestLedger::sign(draft));
    }
    if (!ledger.log->append(std::move(batch))) std::abort();
  }
}

/// What an auditor who begins from an attestation pays for 1,000 new events: every check of
/// theirs, their commitment, their views, the findings. In a log about 1,000 organisations, and in
/// one where the map of subjects and the registers are as long as the log.
void audit_new(benchmark::State& state) {
  const auto size = static_cast<std::uint64_t>(state.range(0));
  const auto organisations = static_cast<std::uint64_t>(state.range(1));
  support::CommittedLedger ledger;
  grow(ledger, size, organisations);  // a checkpoint has this very size
  grow(ledger, size + Attested::kNew - 1, organisations);
  ledger.commit();
  api::AuditOptions options;
  options.admission = &kEverything;
  for (auto _ : state) {
    state.PauseTiming();
    {
      const TempDir dir;
      const Attested attested(ledger, size, dir.path());
      const api::LogSource next = attested.next();
      state.ResumeTiming();
      const auto report = api::audit_further(attested.copy(), next, options);
      state.PauseTiming();
      if (!report || !report->ok() || report->commitments != 1) std::abort();
    }
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * Attested::kNew));
}
BENCHMARK(audit_new)
    ->Name("audit/1k_new_after")
    ->ArgNames({"events", "organisations"})
    ->ArgsProduct({{10'000, 100'000}, {0, 1'000}})
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
