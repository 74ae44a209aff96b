// SPDX-License-Identifier: Apache-2.0
// The spelling of row keys on disk (runner.h) and reading rows as of a position.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/kv.h"
#include "projections/view.h"

namespace projections::internal {

inline constexpr ledger::Family kRowsFamily = 0;
inline constexpr ledger::Family kMetaFamily = 1;
inline constexpr std::size_t kPositionBytes = 8;  ///< at the end of a key of a row

/// The families as they are opened.
std::vector<ledger::KvFamilySpec> families();

/// Before every key of the view that starts with `prefix`.
std::string row_prefix(std::string_view view, std::string_view prefix);
/// Before every version of exactly this key.
std::string row_stem(std::string_view view, std::string_view key);
std::string stored_row_key(std::string_view view, std::string_view key, std::uint64_t position);
/// The smallest key greater than everything that starts with `prefix`; empty: none.
std::string after_prefix(std::string prefix);

std::string encode_value(const std::optional<std::string>& value);

/// Stored rows, every version of each, that were read once more.
struct StoredRows {
  std::uint64_t rows = 0;
  std::string next;  ///< the stored key where the next ones begin; empty: these were the last
};

/// Reads at most `rows_max` stored rows in key order from the stored key `from` on, past the block
/// cache. kCorrupt BAD_VIEW_ROW for what cannot be read or is no row.
ledger::Result<StoredRows> read_stored(const ledger::KvReader& reader, std::string_view from,
                                       std::uint64_t rows_max);

/// The row as of `position`. kCorrupt BAD_VIEW_ROW, also for what the store finds damaged or
/// cannot read.
ledger::Result<std::optional<std::string>> get_row(const ledger::KvReader& reader,
                                                   std::string_view view, std::string_view key,
                                                   std::uint64_t position);
/// Rows as of `position` whose key starts with `prefix` and, if `after` is given, is greater than
/// it, ascending.
ledger::Status scan_rows(const ledger::KvReader& reader, std::string_view view,
                         std::string_view prefix, std::optional<std::string_view> after,
                         std::uint64_t position, const RowVisitor& visit);

}  // namespace projections::internal
