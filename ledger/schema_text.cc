// SPDX-License-Identifier: Apache-2.0
#include "ledger/schema_text.h"

#include <algorithm>
#include <tuple>

#include "ledger/body.h"
#include "ledger/schema/schema_texts.h"

namespace ledger {

std::vector<SchemaFile> schema_files() {
  std::vector<SchemaFile> out;
  for (const auto& [name, text] : kSchemaTexts) out.push_back({kSchemaVersion, name, text});
  out.push_back({kSchemaVersion, "event_body.bfbs", schema_bfbs()});
  std::sort(out.begin(), out.end(), [](const SchemaFile& a, const SchemaFile& b) {
    return std::tie(a.version, a.name) < std::tie(b.version, b.name);
  });
  return out;
}

}  // namespace ledger
