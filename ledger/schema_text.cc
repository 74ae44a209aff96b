// SPDX-License-Identifier: Apache-2.0
#include "ledger/schema_text.h"

#include <algorithm>
#include <tuple>

#include "ledger/body.h"
#include "ledger/schema/schema_files.h"

namespace ledger {

std::vector<VersionedSchema> schema_files() {
  std::vector<VersionedSchema> out;
  for (const auto& [name, text] : kSchemaFiles) out.push_back({kSchemaVersion, name, text});
  out.push_back({kSchemaVersion, "event_body.bfbs", schema_bfbs()});
  std::sort(out.begin(), out.end(), [](const VersionedSchema& a, const VersionedSchema& b) {
    return std::tie(a.version, a.name) < std::tie(b.version, b.name);
  });
  return out;
}

}  // namespace ledger
