// SPDX-License-Identifier: Apache-2.0
// Durable appends of 500-byte entries with their index rows, beside the limit: the same number of
// bytes written to a plain file and synced, on the same file system. And reading them again.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/rocks_store.h"
#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

constexpr std::size_t kEntryBytes = 500;

/// Text-like: half of the bytes compress, as in real entries.
std::string random_bytes(std::mt19937_64& random, std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) bytes += bytes.size() % 16 == 0 ? be64(random()) : "letopis.";
  bytes.resize(size);
  return bytes;
}

struct Batch {
  std::vector<std::string> entries;
  std::vector<RowPut> rows;
};

/// With what the log puts beside each entry: three index rows and one of a subject.
Batch make_batch(std::mt19937_64& random, std::uint64_t first, std::size_t count) {
  Batch batch;
  for (std::uint64_t index = first; index < first + count; ++index) {
    batch.entries.push_back(random_bytes(random, kEntryBytes));
    batch.rows.push_back({Table::kById, random_bytes(random, 16), be64(index)});
    batch.rows.push_back({Table::kByDigest, random_bytes(random, 32), be64(index)});
    batch.rows.push_back({Table::kBySubject, random_bytes(random, 25), be64(index)});
    batch.rows.push_back({Table::kByType, 'x' + be64(index), ""});
    if (index % 256 == 255) {
      batch.rows.push_back({Table::kTile, be64(index / 256), random_bytes(random, 8'192)});
    }
  }
  return batch;
}

struct OpenStore {
  support::TempDir dir;
  std::unique_ptr<EventStore> store;
  Lease lease;

  OpenStore() {
    RocksStoreOptions options;
    options.dir = dir / "log";
    options.create = true;
    auto opened = open_rocks_store(options);
    LEDGER_CHECK(opened);
    store = std::move(*opened);
    lease = store->acquire(0)->lease;
  }
};

void append_durably(benchmark::State& state) {
  OpenStore open;
  std::mt19937_64 random(1);
  const auto count = static_cast<std::size_t>(state.range(0));
  std::uint64_t size = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const Batch batch = make_batch(random, size, count);
    const std::string edge(32 * 10, 'e');
    state.ResumeTiming();
    LEDGER_CHECK(open.store->append(open.lease, size, batch.entries, edge, batch.rows));
    size += count;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(size));
}

/// What the disk allows: no database, no index.
void write_and_sync(benchmark::State& state) {
  const support::TempDir dir;
  const int fd = ::open((dir / "raw").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  LEDGER_CHECK(fd >= 0);
  std::mt19937_64 random(1);
  const auto count = static_cast<std::size_t>(state.range(0));
  const std::string bytes = random_bytes(random, count * kEntryBytes);
  for (auto _ : state) {
    LEDGER_CHECK(::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    LEDGER_CHECK(::fdatasync(fd) == 0);
  }
  ::close(fd);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

void read_all(benchmark::State& state) {
  constexpr std::uint64_t kSize = 256 * 200;
  static const auto open = [] {
    auto made = std::make_unique<OpenStore>();
    std::mt19937_64 random(1);
    for (std::uint64_t at = 0; at < kSize; at += 256) {
      const Batch batch = make_batch(random, at, 256);
      LEDGER_CHECK(made->store->append(made->lease, at, batch.entries, "", batch.rows));
    }
    LEDGER_CHECK(made->store->flush());
    return made;
  }();
  std::size_t bytes = 0;
  for (auto _ : state) {
    LEDGER_CHECK(open->store->read(0, kSize, [&](std::uint64_t, std::string_view entry) {
      bytes += entry.size();
      return true;
    }));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kSize));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

BENCHMARK(write_and_sync)->Arg(1)->Arg(32)->Arg(256)->UseRealTime();
BENCHMARK(append_durably)->Arg(1)->Arg(32)->Arg(256)->UseRealTime();
BENCHMARK(read_all)->UseRealTime();

}  // namespace
}  // namespace ledger
