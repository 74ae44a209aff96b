// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_findings.h"

#include <algorithm>
#include <utility>

namespace ledger {

std::string_view fault_class_name(FaultClass kind) {
  switch (kind) {
    case FaultClass::kEdited:
      return "edited";
    case FaultClass::kMissing:
      return "missing";
    case FaultClass::kReordered:
      return "reordered";
    case FaultClass::kTruncated:
      return "truncated";
    case FaultClass::kForked:
      return "forked";
    case FaultClass::kBadSignature:
      return "bad signature";
    case FaultClass::kWrongKey:
      return "wrong key";
    case FaultClass::kBrokenRule:
      return "broken rule";
    case FaultClass::kIndexDrift:
      return "index drift";
    case FaultClass::kTileDrift:
      return "tile drift";
    case FaultClass::kFalseCommitment:
      return "false commitment";
    case FaultClass::kStateDrift:
      return "state drift";
    case FaultClass::kUnreadable:
      return "unreadable";
    case FaultClass::kAdded:
      return "added";
  }
  return "fault";
}

Fault fault_of(FaultClass kind, std::string structure, std::string field, std::string reason,
               std::string message) {
  Fault fault;
  fault.kind = kind;
  fault.structure = std::move(structure);
  fault.field = std::move(field);
  fault.reason = std::move(reason);
  fault.message = std::move(message);
  return fault;
}

}  // namespace ledger

namespace ledger::internal {

Fault unreadable(std::string structure, std::string field, const Error& error) {
  const bool edited = error.reason == "BAD_CHECKPOINTS" || error.reason == "RESOURCE_TOO_LARGE" ||
                      error.reason == "NOT_A_FILE";
  return fault_of(edited ? FaultClass::kEdited : FaultClass::kUnreadable, std::move(structure),
                  field.empty() ? error.where : std::move(field), error.reason, error.message);
}

void Findings::add(Fault fault) {
  if (fault.structure == "entry" && fault.index) {
    if (const auto it = held_.find(*fault.index); it != held_.end()) {
      it->second.push_back(std::move(fault));
      return;
    }
    part_at(*fault.index);
  }
  ++report_.fault_count;
  if (report_.faults.size() < kFaultsReportedMax) report_.faults.push_back(std::move(fault));
}

void Findings::acquit(std::uint64_t index) {
  auto held = held_.extract(index);
  if (!held) return;
  for (Fault& fault : held.mapped()) add(std::move(fault));
}

void Findings::convict(std::uint64_t index, Fault verdict) {
  lose(index);
  const auto held = held_.extract(index);
  if (held) {
    for (const Fault& own : held.mapped()) {
      verdict.message += "; as it stands: " + own.message;
      if (verdict.field.empty()) verdict.field = own.field;
    }
  }
  add(std::move(verdict));
}

bool Findings::explains(std::uint64_t begin, std::uint64_t end) {
  bool found = false;
  for (std::uint64_t index = begin; index < end && !found; ++index) found = lost_.contains(index);
  for (Fault& fault : report_.faults) {
    if (fault.structure != "entry" || !fault.index) continue;
    if (*fault.index < begin || *fault.index >= end) continue;
    found = true;
    lose(*fault.index);
    const bool told = fault.kind == FaultClass::kMissing || fault.kind == FaultClass::kUnreadable ||
                      fault.kind == FaultClass::kReordered;
    if (!told) fault.kind = FaultClass::kEdited;
  }
  return found;
}

void Findings::lose_from(std::uint64_t index) {
  report_.forked_from = std::min(report_.forked_from.value_or(index), index);
}

}  // namespace ledger::internal
