// SPDX-License-Identifier: Apache-2.0
// Batches that follow from their number alone, so that a reader can tell what a store must hold:
// batch n has three entries, an index row for each, a state row with n, and n as the edge.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/event_store.h"

namespace support {

inline constexpr std::uint64_t kBatchEntries = 3;

struct NumberedBatch {
  std::vector<std::string> entries;
  std::vector<ledger::RowPut> rows;
  std::string edge;

  NumberedBatch(std::uint64_t number, std::size_t entry_bytes) : edge(std::to_string(number)) {
    for (std::uint64_t i = 0; i < kBatchEntries; ++i) {
      const std::uint64_t index = number * kBatchEntries + i;
      std::string entry = "entry " + std::to_string(index) + ' ';
      while (entry.size() < entry_bytes) entry.push_back(static_cast<char>(entry.size() * index));
      entries.push_back(std::move(entry));
      rows.push_back({ledger::Table::kById, ledger::be64(~index), ledger::be64(index)});
    }
    rows.push_back({ledger::Table::kState, "last", edge});
  }
};

inline ledger::Status append_numbered(ledger::EventStore& store, const ledger::Lease& lease,
                                      std::uint64_t number, std::size_t entry_bytes = 20) {
  const NumberedBatch batch(number, entry_bytes);
  return store.append(lease, number * kBatchEntries, batch.entries, batch.edge, batch.rows);
}

/// How many batches the store holds, or what of them is wrong.
inline ledger::Result<std::uint64_t> whole_batches(const ledger::EventStore& store,
                                                   std::size_t entry_bytes = 20) {
  using ledger::corrupt;
  const auto head = store.head();
  if (!head) return head.error();
  if (head->size % kBatchEntries != 0) return corrupt("PART", "a part of a batch is there");
  const std::uint64_t batches = head->size / kBatchEntries;
  std::uint64_t wrong = 0;
  const auto read = store.read(0, head->size, [&](std::uint64_t index, std::string_view entry) {
    const NumberedBatch batch(index / kBatchEntries, entry_bytes);
    if (entry != batch.entries[index % kBatchEntries]) ++wrong;
    return true;
  });
  if (!read) return read.error();
  std::uint64_t rows = 0;
  const auto scanned =
      store.scan(ledger::Table::kById, {}, {}, [&](std::string_view key, std::string_view value) {
        if (key != ledger::be64(~ledger::get_u64(value))) ++wrong;
        ++rows;
        return true;
      });
  if (!scanned) return scanned.error();
  const auto last = store.get(ledger::Table::kState, "last");
  if (!last) return last.error();
  const std::string edge = batches == 0 ? "" : std::to_string(batches - 1);
  if (wrong != 0 || rows != head->size || head->edge != edge || last->value_or("") != edge) {
    return corrupt("WRONG", "entries, rows, state and edge do not belong together");
  }
  return batches;
}

}  // namespace support
