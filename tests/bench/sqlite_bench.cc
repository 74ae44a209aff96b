// SPDX-License-Identifier: Apache-2.0
// What many would build instead, on the same events, disk and run: SQLite (WAL, synchronous=FULL)
// with a chain of hashes, every body and signature checked by the caller before it is stored and
// again when everything is replayed. Beside it a bare fdatasync.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "ledger/event_check.h"
#include "ledger/hash.h"
#include "tests/bench/signed_events.h"

namespace bench {
namespace {

using ledger::Hash;
using ledger::SignedEvent;

class ChainedTable {
 public:
  ChainedTable() {
    LEDGER_CHECK(sqlite3_open((dir_ / "events.db").c_str(), &db_) == SQLITE_OK);
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE events(i INTEGER PRIMARY KEY, id BLOB UNIQUE, body BLOB, "
        "signature BLOB, chain BLOB)");
    insert_ = prepare("INSERT INTO events VALUES(?,?,?,?,?)");
  }
  ~ChainedTable() {
    sqlite3_finalize(insert_);
    sqlite3_close(db_);
  }
  ChainedTable(const ChainedTable&) = delete;
  ChainedTable& operator=(const ChainedTable&) = delete;

  void run(const char* sql) {
    LEDGER_CHECK(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  void insert(const SignedEvent& event) {
    const auto checked = check_event({signer_.origin, signer_.ledger_id}, event);
    LEDGER_CHECK(checked);
    const std::string_view signature = event.signatures.front().view();
    chain_ = ledger::sha256({chain_.view(), event.body, signature});
    sqlite3_bind_int64(insert_, 1, ++rows_);
    bind(2, checked->body.event_id().view());
    bind(3, event.body);
    bind(4, signature);
    bind(5, chain_.view());
    LEDGER_CHECK(sqlite3_step(insert_) == SQLITE_DONE);
    sqlite3_reset(insert_);
  }

  void replay() {
    sqlite3_stmt* all = prepare("SELECT body, signature, chain FROM events ORDER BY i");
    Hash chain{};
    while (sqlite3_step(all) == SQLITE_ROW) {
      SignedEvent event;
      event.body = std::string(column(all, 0));
      event.signatures.push_back(ledger::fixed_from<ledger::Signature>(column(all, 1)));
      LEDGER_CHECK(check_event({signer_.origin, signer_.ledger_id}, event));
      chain = ledger::sha256({chain.view(), event.body, column(all, 1)});
      LEDGER_CHECK(chain.view() == column(all, 2));
    }
    sqlite3_finalize(all);
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    LEDGER_CHECK(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) == SQLITE_OK);
    return statement;
  }
  void bind(int column, std::string_view bytes) {
    sqlite3_bind_blob(insert_, column, bytes.data(), static_cast<int>(bytes.size()), nullptr);
  }
  static std::string_view column(sqlite3_stmt* row, int number) {
    return {static_cast<const char*>(sqlite3_column_blob(row, number)),
            static_cast<std::size_t>(sqlite3_column_bytes(row, number))};
  }

  support::TempDir dir_;
  const support::TestLedger signer_{support::TestLedger::Where::kMemory};
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::int64_t rows_ = 0;
  Hash chain_{};
};

void sqlite_append(benchmark::State& state) {
  const auto batch = static_cast<std::size_t>(state.range(0));
  const auto& list = signed_events();
  const std::size_t count = batch == 1 ? 2'000 : 20'000;
  for (auto _ : state) {
    state.PauseTiming();
    auto table = std::make_unique<ChainedTable>();
    state.ResumeTiming();
    for (std::size_t from = 0; from < count; from += batch) {
      table->run("BEGIN");
      for (std::size_t i = from; i < std::min(from + batch, count); ++i) table->insert(list[i]);
      table->run("COMMIT");
    }
    state.PauseTiming();
    table.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * count));
}
BENCHMARK(sqlite_append)->Name("sqlite/append")->Arg(1)->Arg(256)->UseRealTime()->Iterations(2);

void sqlite_replay(benchmark::State& state) {
  ChainedTable table;
  table.run("BEGIN");
  for (std::size_t i = 0; i < 10'000; ++i) table.insert(signed_events()[i]);
  table.run("COMMIT");
  for (auto _ : state) table.replay();
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 10'000));
}
BENCHMARK(sqlite_replay)->Name("sqlite/replay")->UseRealTime();

void sync_limit(benchmark::State& state) {
  const support::TempDir dir;
  const int file = ::open((dir / "file").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  const std::string bytes(900, 'e');
  for (auto _ : state) {
    LEDGER_CHECK(::write(file, bytes.data(), bytes.size()) == std::ssize(bytes));
    LEDGER_CHECK(::fdatasync(file) == 0);
  }
  ::close(file);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(sync_limit)->Name("limit/fdatasync")->UseRealTime();

}  // namespace
}  // namespace bench
