// SPDX-License-Identifier: Apache-2.0
// The schemas of event bodies as text, of every version that this program knows, for those who
// want to read the events with other tools.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ledger {

struct VersionedSchema {
  std::uint16_t version = 0;
  std::string_view name;  ///< e.g. "event_body.fbs"; "event_body.bfbs" is the binary form
  std::string_view text;
};

/// Ascending by version and name.
std::vector<VersionedSchema> schema_files();

}  // namespace ledger
