// SPDX-License-Identifier: Apache-2.0
#include "tools/service_key.h"

#include "ledger/key_state.h"

namespace tools {

ledger::Result<std::optional<ledger::CommitmentSigner>> find_service_key(
    const ledger::ReadView& view, api::KeyRing& keys) {
  const auto rows = ledger::read_key_rows(view.store());
  if (!rows) return rows.error();
  for (const ledger::KeyRecord& key : ledger::all_keys(*rows)) {
    if (key.kind != ledger::KeyKind::kService || !key.stands()) continue;
    const auto name = keys.name_of(key.key);
    if (!name) continue;
    const auto unlocked = keys.unlock(*name);
    if (!unlocked) return unlocked.error();
    const ledger::SigningKey* signing = *unlocked;
    return std::optional(ledger::CommitmentSigner{
        key.key,
        [signing](std::string_view message) -> ledger::Result<ledger::Signature> {
          return signing->sign(message);
        },
        {}});
  }
  return std::optional<ledger::CommitmentSigner>{};
}

}  // namespace tools
