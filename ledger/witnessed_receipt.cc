// SPDX-License-Identifier: Apache-2.0
#include "ledger/witnessed_receipt.h"

#include <optional>
#include <utility>

namespace ledger {

Result<Receipt> witnessed_receipt(const ReadView& view, std::uint64_t index, const Trust& trust) {
  std::optional<std::string> note;
  std::uint64_t size = 0;
  auto scanned = view.store().checkpoints(
      index + 1, view.size() + 1, [&](std::uint64_t at, std::string_view kept) {
        const auto opened = open_checkpoint(trust, kept);
        if (!opened || opened->anchoring.level != AnchoringLevel::kWitnessed) return true;
        note = kept;
        size = at;
        return false;
      });
  if (!scanned) return scanned.error();
  if (!note) {
    return not_found("NOT_WITNESSED", "no checkpoint that covers event " + std::to_string(index) +
                                          " has the witnesses that the trust file demands");
  }
  auto inclusion = view.inclusion(index, size);
  if (!inclusion) return inclusion.error();
  return Receipt{index, std::move(*inclusion), std::move(*note)};
}

}  // namespace ledger
