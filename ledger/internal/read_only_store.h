// SPDX-License-Identifier: Apache-2.0
// What all stores have in common of which the log is only read and never grows.
#pragma once

#include "ledger/event_store.h"

namespace ledger::internal {

class ReadOnlyStore : public EventStore {
 public:
  /// `size`: of the log.
  explicit ReadOnlyStore(std::uint64_t size) : size_(size) {}

  Result<Acquired> acquire(std::uint64_t) override { return read_only(); }
  Status reopen() override { return read_only(); }
  Status append(const Lease&, std::uint64_t, std::span<const std::string>, std::string_view,
                std::span<const RowPut>) override {
    return read_only();
  }
  Result<bool> reconcile(std::uint64_t, std::span<const std::string>) override {
    return read_only();
  }
  Status put_checkpoint(std::uint64_t, std::string_view) override { return read_only(); }
  Status flush() override { return Ok{}; }
  std::uint64_t wait(std::uint64_t, std::chrono::milliseconds) const override { return size_; }
  std::uint64_t bytes_on_disk() const override { return 0; }

 protected:
  std::uint64_t size() const { return size_; }

 private:
  static Error read_only() { return invalid("READ_ONLY", "this form of a log is only read"); }

  std::uint64_t size_;
};

}  // namespace ledger::internal
