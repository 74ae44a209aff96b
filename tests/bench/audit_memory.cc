// SPDX-License-Identifier: Apache-2.0
// Peak memory, time and rate of export, import and audit, each in a process of its own:
//   letopis_audit_memory EVENTS [EVENTS_PER_SUBJECT]
// Peaks are beside the sum of the configured caches and buffers of each.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <string>
#include <vector>

#include "api/audit.h"
#include "api/bundle_export.h"
#include "ledger/committer.h"
#include "ledger/copy.h"
#include "ledger/heap.h"
#include "ledger/rocks_store.h"
#include "tests/support/committed_ledger.h"

extern char** environ;

namespace {

namespace fs = std::filesystem;
using support::TempDir;

constexpr double kMiB = 1 << 20;
constexpr std::size_t kBatch = 250;

void need(bool good, const char* what) {
  if (good) return;
  fmt::print(stderr, "failed: {}\n", what);
  std::abort();
}

/// The operator's organisation is no subject of these events.
int make(const fs::path& dir, std::uint64_t events, std::uint64_t per_subject) {
  support::TestLedger ledger(dir / "ledger");
  ledger.create();
  const ledger::CommitmentSigner signer{
      ledger.service.key,
      [&](std::string_view message) -> ledger::Result<ledger::Signature> {
        return ledger.service.sign(message);
      },
      {}};
  for (std::uint64_t i = 1; i < events;) {
    std::vector<ledger::SignedEvent> batch;
    for (; batch.size() < kBatch && i < events; ++i) {
      support::Draft draft = ledger.organisation(i / per_subject);
      draft.id = 1'000 + i;
      batch.push_back(ledger.sign(draft));
    }
    need(static_cast<bool>(ledger.log->append(std::move(batch))), "append");
    if (i % 1'000 == 1) {
      need(static_cast<bool>(ledger::append_commitment(*ledger.log, signer)), "commitment");
      ++i;
    }
  }
  return 0;
}

const support::AdmitEverything kEverything;

std::unique_ptr<ledger::EventStore> store_in(const fs::path& dir, bool create) {
  ledger::RocksStoreOptions options;
  options.dir = dir;
  options.create = create;
  options.read_only = !create;
  auto store = ledger::open_rocks_store(options);
  need(static_cast<bool>(store), "store");
  return std::move(*store);
}

int export_bundle(const fs::path& dir) {
  std::shared_ptr<ledger::EventStore> store = store_in(dir / "ledger" / "log", false);
  ledger::LogReader reader(store);
  need(static_cast<bool>(reader.load()), "load");
  api::ExportOptions options;
  options.dir = dir / "bundle";
  need(static_cast<bool>(api::export_bundle(reader.view(), *ledger::identity_of(*store), options)),
       "export");
  return 0;
}

int import_bundle(const fs::path& dir) {
  const auto source = api::open_log_source((dir / "bundle").string());
  const auto store = store_in(dir / "copy", true);
  ledger::CopyOptions options;
  options.admission = &kEverything;
  need(source && ledger::copy_log(*store, *source->log, options), "import");
  return 0;
}

int audit(const std::string& what, bool fast) {
  const auto source = api::open_log_source(what);
  api::AuditOptions options;
  options.admission = &kEverything;
  options.fast = fast;
  const auto report = api::audit_log(*source, options);
  need(report && report->ok(), "audit");
  return 0;
}

/// Runs a step of this program and tells what it took.
void measure(const std::string& step, const std::vector<std::string>& args, std::uint64_t events,
             double configured_mib) {
  std::vector<std::string> all{"letopis_audit_memory", step};
  all.insert(all.end(), args.begin(), args.end());
  std::vector<char*> argv;
  for (std::string& arg : all) argv.push_back(arg.data());
  argv.push_back(nullptr);
  const auto begin = std::chrono::steady_clock::now();
  pid_t pid = 0;
  need(::posix_spawn(&pid, "/proc/self/exe", nullptr, nullptr, argv.data(), environ) == 0, "spawn");
  int status = 0;
  struct rusage used {};
  need(::wait4(pid, &status, 0, &used) == pid && status == 0, step.c_str());
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const double peak = static_cast<double>(used.ru_maxrss) / 1'024;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  fmt::print("{:12} {:8.2f} s wall {:8.2f} s CPU {:10.0f} events/s  peak {:7.1f} MiB", step,
             wall.count(), seconds(used.ru_utime) + seconds(used.ru_stime),
             static_cast<double>(events) / wall.count(), peak);
  if (configured_mib > 0)
    fmt::print("  / {:.0f} configured = {:.2f}", configured_mib, peak / configured_mib);
  fmt::print("\n");
  std::fflush(stdout);
}

std::uint64_t bytes_of(const fs::path& dir) {
  std::uint64_t bytes = 0;
  for (const auto& file : fs::recursive_directory_iterator(dir)) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  return bytes;
}

int measure_all(std::uint64_t events, std::uint64_t per_subject) {
  const TempDir dir;
  const std::string at = dir.path().string();
  const ledger::RocksStoreOptions store;
  const double store_mib =
      static_cast<double>(store.block_cache_bytes + store.memtable_bytes) / kMiB;
  const projections::RunnerOptions views;
  const double views_mib =
      static_cast<double>(views.block_cache_bytes + views.memtable_bytes + views.row_cache_bytes) /
      kMiB;
  const double scratch_mib = 3 * 16;  // what the verifier sets aside, its cache and write buffer
  measure("make", {at, std::to_string(events), std::to_string(per_subject)}, events, 0);
  measure("export", {at}, events, store_mib);
  fmt::print("the bundle has {:.1f} MB\n", static_cast<double>(bytes_of(dir / "bundle")) / 1e6);
  measure("import", {at}, events, store_mib);
  measure("audit", {at + "/bundle"}, events, views_mib + scratch_mib);
  measure("audit", {at + "/ledger"}, events, store_mib + views_mib + scratch_mib);
  measure("audit-fast", {at + "/bundle"}, events, 0);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  ledger::keep_heap_small();  // as the commands of the tool do
  const auto number = [](const std::string& text) { return std::stoull(text); };
  if (args.size() == 4 && args[0] == "make") return make(args[1], number(args[2]), number(args[3]));
  if (args.size() == 2 && args[0] == "export") return export_bundle(args[1]);
  if (args.size() == 2 && args[0] == "import") return import_bundle(args[1]);
  if (args.size() == 2 && args[0] == "audit") return audit(args[1], false);
  if (args.size() == 2 && args[0] == "audit-fast") return audit(args[1], true);
  if (args.empty() || args.size() > 2) return 2;
  return measure_all(number(args[0]), args.size() == 2 ? number(args[1]) : 10);
}
