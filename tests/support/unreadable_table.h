// SPDX-License-Identifier: Apache-2.0
// A store of which some rows of one table lie in a damaged block: reading one of them, or across
// them, is an error, as it is on RocksDB.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "ledger/event_store.h"

namespace support {

class UnreadableTable : public ledger::EventStore {
 public:
  using Rows = std::function<bool(std::string_view key)>;

  UnreadableTable(std::unique_ptr<ledger::EventStore> store, ledger::Table table, Rows damaged)
      : store_(std::move(store)), table_(table), damaged_(std::move(damaged)) {}

  ledger::Result<Acquired> acquire(std::uint64_t known) override { return store_->acquire(known); }
  ledger::Status append(const ledger::Lease& lease, std::uint64_t expected,
                        std::span<const std::string> entries, std::string_view edge,
                        std::span<const ledger::RowPut> rows) override {
    return store_->append(lease, expected, entries, edge, rows);
  }
  ledger::Status reopen() override { return store_->reopen(); }
  ledger::Result<bool> reconcile(std::uint64_t expected,
                                 std::span<const std::string> entries) override {
    return store_->reconcile(expected, entries);
  }
  ledger::Result<ledger::Head> head() const override { return store_->head(); }
  ledger::Status read(std::uint64_t begin, std::uint64_t end,
                      const ledger::EntryVisitor& visit) const override {
    return store_->read(begin, end, visit);
  }
  ledger::Result<std::optional<std::string>> get(ledger::Table table,
                                                 std::string_view key) const override {
    if (table == table_ && damaged_(key)) return damage();
    return store_->get(table, key);
  }
  ledger::Status scan(ledger::Table table, std::string_view from, std::string_view to,
                      const ledger::RowVisitor& visit) const override {
    bool met = false;
    const auto done = store_->scan(table, from, to, watching(table, visit, met));
    return met ? ledger::Status(damage()) : done;
  }
  ledger::Status scan_back(ledger::Table table, std::string_view from, std::string_view to,
                           const ledger::RowVisitor& visit) const override {
    bool met = false;
    const auto done = store_->scan_back(table, from, to, watching(table, visit, met));
    return met ? ledger::Status(damage()) : done;
  }
  ledger::Status put_checkpoint(std::uint64_t size, std::string_view note) override {
    return store_->put_checkpoint(size, note);
  }
  ledger::Status checkpoints(std::uint64_t begin, std::uint64_t end,
                             const ledger::EntryVisitor& visit) const override {
    return store_->checkpoints(begin, end, visit);
  }
  ledger::Result<std::optional<std::string>> last_checkpoint() const override {
    return store_->last_checkpoint();
  }
  std::uint64_t wait(std::uint64_t above, std::chrono::milliseconds timeout) const override {
    return store_->wait(above, timeout);
  }
  ledger::Status flush() override { return store_->flush(); }
  std::uint64_t bytes_on_disk() const override { return store_->bytes_on_disk(); }

 private:
  static ledger::Error damage() {
    return ledger::corrupt("CHECKSUM_MISMATCH", "the database is damaged", "000007.sst");
  }
  ledger::RowVisitor watching(ledger::Table table, const ledger::RowVisitor& visit,
                              bool& met) const {
    return [this, table, &visit, &met](std::string_view key, std::string_view value) {
      met = table == table_ && damaged_(key);
      return !met && visit(key, value);
    };
  }

  std::unique_ptr<ledger::EventStore> store_;
  ledger::Table table_;
  Rows damaged_;
};

}  // namespace support
