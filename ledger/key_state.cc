// SPDX-License-Identifier: Apache-2.0
#include "ledger/key_state.h"

namespace ledger {

Result<Rows> read_key_rows(const EventStore& store) {
  // Rows of the state lie under 'r' and their own key; those of keys begin with 'k' (FORMAT.md).
  Rows rows;
  auto scanned =
      store.scan(Table::kState, "rk", "rl", [&](std::string_view key, std::string_view value) {
        rows.put(std::string(key.substr(1)), std::string(value));
        return true;
      });
  if (!scanned) return scanned.error();
  rows.take_changes();
  return rows;
}

}  // namespace ledger
