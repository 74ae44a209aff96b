// SPDX-License-Identifier: Apache-2.0
#include "projections/view_reader.h"

#include "projections/internal/row_store.h"

namespace projections {

ledger::Result<std::optional<std::string>> ViewReader::get(std::string_view view,
                                                           std::string_view key) const {
  return internal::get_row(*snapshot_, view, key, position_);
}

ledger::Status ViewReader::scan(std::string_view view, std::string_view prefix,
                                const RowVisitor& visit,
                                std::optional<std::string_view> after) const {
  return internal::scan_rows(*snapshot_, view, prefix, after, position_, visit);
}

}  // namespace projections
