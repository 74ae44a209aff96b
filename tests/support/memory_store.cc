// SPDX-License-Identifier: Apache-2.0
#include "tests/support/memory_store.h"

#include <algorithm>
#include <utility>

#include "ledger/limits.h"

namespace support {
namespace {

using ledger::corrupt;
using ledger::Error;
using ledger::ErrorCode;
using ledger::Head;
using ledger::Lease;
using ledger::Ok;
using ledger::Result;
using ledger::RowPut;
using ledger::Status;
using ledger::Table;

std::string number(std::uint64_t value) { return std::to_string(value); }

class MemoryStore : public ledger::EventStore {
 public:
  explicit MemoryStore(std::shared_ptr<MemoryDisk> disk) : disk_(std::move(disk)) {}

  Result<Acquired> acquire(std::uint64_t known_size) override;
  Status append(const Lease& lease, std::uint64_t expected, std::span<const std::string> entries,
                std::string_view edge, std::span<const RowPut> rows) override;
  Status reopen() override {
    const std::lock_guard lock(disk_->mutex);
    if (disk_->cannot_reopen) return ledger::io_error("OPEN_FAILED", "the disk is gone", "disk");
    failed_ = false;
    return Ok{};
  }
  Result<bool> reconcile(std::uint64_t expected, std::span<const std::string> entries) override;
  Result<Head> head() const override {
    const std::lock_guard lock(disk_->mutex);
    return disk_->head;
  }
  Status read(std::uint64_t begin, std::uint64_t end,
              const ledger::EntryVisitor& visit) const override;
  Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
  Status scan(Table table, std::string_view from, std::string_view to,
              const ledger::RowVisitor& visit) const override;
  Status scan_back(Table table, std::string_view from, std::string_view to,
                   const ledger::RowVisitor& visit) const override;
  Status put_checkpoint(std::uint64_t size, std::string_view note) override;
  Status checkpoints(std::uint64_t begin, std::uint64_t end,
                     const ledger::EntryVisitor& visit) const override;
  Result<std::optional<std::string>> last_checkpoint() const override;
  std::uint64_t wait(std::uint64_t above, std::chrono::milliseconds timeout) const override;
  Status flush() override { return failed_ ? Status(failure()) : Status(Ok{}); }
  std::uint64_t bytes_on_disk() const override;

 private:
  using Rows = std::map<std::string, std::string, std::less<>>;

  static Error failure() {
    return {ErrorCode::kIndeterminate, "WRITE_FAILED", "a write to the memory store failed", {}};
  }
  /// REQUIRES: the disk's mutex is held, as for all below.
  template <typename Change>
  Status write(const Change& change);
  Status check(const Lease& lease, std::uint64_t expected,
               std::span<const std::string> entries) const;
  std::map<std::uint64_t, std::string> all_checkpoints() const;
  /// A copy of the rows in [from, to): visitors may call the store again.
  std::vector<Rows::value_type> rows_in(Table table, std::string_view from,
                                        std::string_view to) const;

  std::shared_ptr<MemoryDisk> disk_;
  bool failed_ = false;
};

template <typename Change>
Status MemoryStore::write(const Change& change) {
  if (failed_) return failure();
  const StoreFault fault = std::exchange(disk_->next_write, StoreFault::kNone);
  if (fault != StoreFault::kLose) {
    change();
    disk_->checkpoints.merge(disk_->unsynced_checkpoints);
    disk_->unsynced_checkpoints.clear();
  }
  if (fault == StoreFault::kNone) return Ok{};
  failed_ = true;
  return failure();
}

Result<ledger::EventStore::Acquired> MemoryStore::acquire(std::uint64_t known_size) {
  const std::lock_guard lock(disk_->mutex);
  if (disk_->head.size < known_size) {
    return Error{ErrorCode::kBehind,
                 "BEHIND",
                 "the store holds " + number(disk_->head.size) + " entries, " + number(known_size) +
                     " were published",
                 {}};
  }
  if (auto done = write([&] { ++disk_->head.epoch; }); !done) return done.error();
  return Acquired{Lease{disk_->head.epoch}, disk_->head};
}

Status MemoryStore::check(const Lease& lease, std::uint64_t expected,
                          std::span<const std::string> entries) const {
  if (failed_) return failure();
  if (entries.empty()) return ledger::invalid("EMPTY_BATCH", "there is nothing to append");
  for (const auto& entry : entries) {
    if (entry.size() > ledger::kEntryBytesMax) {
      return ledger::invalid("ENTRY_TOO_LARGE", "an entry has " + number(entry.size()) +
                                                    " bytes, the limit is " +
                                                    number(ledger::kEntryBytesMax));
    }
  }
  if (lease.epoch != disk_->head.epoch) {
    return Error{ErrorCode::kFenced,
                 "FENCED",
                 "the lease is of epoch " + number(lease.epoch) + ", the log is in epoch " +
                     number(disk_->head.epoch),
                 {}};
  }
  if (expected != disk_->head.size) {
    return ledger::conflict("HEAD_MOVED", "the log holds " + number(disk_->head.size) +
                                              " entries, " + number(expected) + " were expected");
  }
  return Ok{};
}

Status MemoryStore::append(const Lease& lease, std::uint64_t expected,
                           std::span<const std::string> entries, std::string_view edge,
                           std::span<const RowPut> rows) {
  const std::lock_guard lock(disk_->mutex);
  if (auto fit = check(lease, expected, entries); !fit) return fit;
  const auto done = write([&] {
    disk_->entries.insert(disk_->entries.end(), entries.begin(), entries.end());
    for (const auto& row : rows) {
      auto& table = disk_->tables[static_cast<std::size_t>(row.table)];
      if (row.value) {
        table.insert_or_assign(row.key, *row.value);
      } else {
        table.erase(row.key);
      }
    }
    disk_->head.size = expected + entries.size();
    disk_->head.edge = edge;
  });
  if (done) disk_->grown.notify_all();
  return done;
}

Result<bool> MemoryStore::reconcile(std::uint64_t expected, std::span<const std::string> entries) {
  const std::lock_guard lock(disk_->mutex);
  if (entries.empty()) return ledger::invalid("EMPTY_BATCH", "there is nothing to reconcile");
  if (failed_) return Error{ErrorCode::kIndeterminate, "REOPEN_FIRST", "open another store", {}};
  const std::uint64_t size = disk_->head.size;
  if (size == expected) return false;
  if (size < expected) {
    return Error{ErrorCode::kBehind, "BEHIND", "the store ends before " + number(expected), {}};
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (expected + i >= size || disk_->entries[expected + i] != entries[i]) {
      return ledger::conflict("FOREIGN_ENTRIES", "entry " + number(expected + i) +
                                                     " is not the one that was to be there");
    }
  }
  return true;
}

Status MemoryStore::read(std::uint64_t begin, std::uint64_t end,
                         const ledger::EntryVisitor& visit) const {
  std::vector<std::optional<std::string>> found;
  {
    const std::lock_guard lock(disk_->mutex);
    if (end > disk_->head.size) {
      return ledger::not_found("BEYOND_HEAD", "the log holds " + number(disk_->head.size) +
                                                  " entries, " + number(end) + " is beyond");
    }
    if (begin >= end) return Ok{};
    // A test may have made the head longer than the entries.
    const auto at = [&](std::uint64_t index) {
      const std::uint64_t there = std::min<std::uint64_t>(index, disk_->entries.size());
      return disk_->entries.begin() + static_cast<std::ptrdiff_t>(there);
    };
    found.assign(at(begin), at(end));
    if (found.size() < end - begin) found.emplace_back();
  }
  std::uint64_t index = begin;
  for (const auto& entry : found) {
    if (!entry) return corrupt("ENTRY_MISSING", "entry " + number(index) + " is missing");
    if (!visit(index++, *entry)) break;
  }
  return Ok{};
}

Result<std::optional<std::string>> MemoryStore::get(Table table, std::string_view key) const {
  const std::lock_guard lock(disk_->mutex);
  const auto& rows = disk_->tables[static_cast<std::size_t>(table)];
  const auto it = rows.find(key);
  if (it == rows.end()) return std::optional<std::string>{};
  return std::optional<std::string>{it->second};
}

std::vector<MemoryStore::Rows::value_type> MemoryStore::rows_in(Table table, std::string_view from,
                                                                std::string_view to) const {
  const std::lock_guard lock(disk_->mutex);
  const auto& rows = disk_->tables[static_cast<std::size_t>(table)];
  if (!to.empty() && to <= from) return {};
  return {rows.lower_bound(from), to.empty() ? rows.end() : rows.lower_bound(to)};
}

Status MemoryStore::scan(Table table, std::string_view from, std::string_view to,
                         const ledger::RowVisitor& visit) const {
  for (const auto& [key, value] : rows_in(table, from, to)) {
    if (!visit(key, value)) break;
  }
  return Ok{};
}

Status MemoryStore::scan_back(Table table, std::string_view from, std::string_view to,
                              const ledger::RowVisitor& visit) const {
  const auto rows = rows_in(table, from, to);
  for (auto it = rows.rbegin(); it != rows.rend(); ++it) {
    if (!visit(it->first, it->second)) break;
  }
  return Ok{};
}

Status MemoryStore::put_checkpoint(std::uint64_t size, std::string_view note) {
  const std::lock_guard lock(disk_->mutex);
  if (failed_) return failure();
  disk_->checkpoints.erase(size);
  disk_->unsynced_checkpoints.insert_or_assign(size, std::string(note));
  return Ok{};
}

std::map<std::uint64_t, std::string> MemoryStore::all_checkpoints() const {
  auto all = disk_->checkpoints;
  all.insert(disk_->unsynced_checkpoints.begin(), disk_->unsynced_checkpoints.end());
  return all;
}

Status MemoryStore::checkpoints(std::uint64_t begin, std::uint64_t end,
                                const ledger::EntryVisitor& visit) const {
  std::unique_lock lock(disk_->mutex);
  const auto all = all_checkpoints();
  lock.unlock();
  for (auto it = all.lower_bound(begin); it != all.end() && it->first < end; ++it) {
    if (!visit(it->first, it->second)) break;
  }
  return Ok{};
}

Result<std::optional<std::string>> MemoryStore::last_checkpoint() const {
  const std::lock_guard lock(disk_->mutex);
  const auto all = all_checkpoints();
  if (all.empty()) return std::optional<std::string>{};
  return std::optional<std::string>{all.rbegin()->second};
}

std::uint64_t MemoryStore::wait(std::uint64_t above, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(disk_->mutex);
  disk_->grown.wait_for(lock, timeout, [&] { return disk_->head.size > above; });
  return disk_->head.size;
}

std::uint64_t MemoryStore::bytes_on_disk() const {
  const std::lock_guard lock(disk_->mutex);
  std::uint64_t total = 0;
  for (const auto& entry : disk_->entries) total += entry ? entry->size() : 0;
  return total;
}

}  // namespace

std::unique_ptr<ledger::EventStore> open_memory_store(std::shared_ptr<MemoryDisk> disk) {
  return std::make_unique<MemoryStore>(std::move(disk));
}

}  // namespace support
