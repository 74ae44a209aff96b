// SPDX-License-Identifier: Apache-2.0
#include "api/internal/copy_fault.h"

#include <string>
#include <string_view>

#include "ledger/bytes.h"

namespace api::internal {

using ledger::Fault;
using ledger::FaultClass;

namespace {

/// What a copy that may not be continued shows of the source.
FaultClass class_of(const ledger::Error& error) {
  if (error.code == ledger::ErrorCode::kBehind) return FaultClass::kForked;
  if (error.reason == "ENTRY_MISSING") return FaultClass::kMissing;
  if (error.reason == "LEAF_DIFFERS") return FaultClass::kEdited;
  if (error.reason == "TILE_DIFFERS") return FaultClass::kTileDrift;
  if (error.reason.starts_with("COMMITMENT_")) return FaultClass::kFalseCommitment;
  if (error.reason.starts_with("SIGNATURE") || error.reason.starts_with("BAD_SIGNATURE")) {
    return FaultClass::kBadSignature;
  }
  return FaultClass::kBrokenRule;
}

}  // namespace

Fault fault_of_copy(const ledger::Error& error) {
  Fault fault;
  fault.kind = class_of(error);
  fault.structure = error.reason == "TILE_DIFFERS" ? "tile" : "entry";
  fault.field = error.where;
  fault.reason = error.reason;
  fault.message = error.message;
  constexpr std::string_view kEvent = "event ";
  if (!fault.field.starts_with(kEvent)) return fault;
  const std::size_t end = fault.field.find(':');
  const auto index = ledger::parse_decimal(
      std::string_view(fault.field)
          .substr(kEvent.size(), end == std::string::npos ? end : end - kEvent.size()));
  if (!index) return fault;
  fault.index = *index;
  fault.field = end == std::string::npos ? std::string() : fault.field.substr(end + 2);
  return fault;
}

}  // namespace api::internal
