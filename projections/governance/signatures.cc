// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/signatures.h"

#include <map>
#include <string>

#include "projections/governance/internal/by_day.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/told_on.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

std::map<std::uint8_t, Id> organisations_of(const Parties* parties) {
  std::map<std::uint8_t, Id> out;
  if (parties == nullptr) return out;
  for (const fb::Party* party : *parties) {
    out.emplace(party->number(), fixed_of<Id>(party->organisation()));
  }
  return out;
}

std::vector<SlotState> lines_of(const Slots* slots, const std::map<std::uint8_t, Id>& parties) {
  std::vector<SlotState> lines;
  if (slots == nullptr) return lines;
  for (const fb::SignatureSlot* slot : *slots) {
    SlotState line;
    line.slot = slot->slot();
    line.party = slot->party();
    if (const auto it = parties.find(slot->party()); it != parties.end()) {
      line.organisation = it->second;
    }
    line.acting_as = slot->acting_as();
    line.position = text_of(slot->position());
    line.authority_evidenced = evidenced(slot->authority());
    lines.push_back(std::move(line));
  }
  return lines;
}

void sign(std::vector<SlotState>& lines, const Chronicle& chronicle, const Hash& target) {
  for (const auto& fact : chronicle.all<fb::AgreementSigned>()) {
    if (fixed_of<Hash>(fact->target()) != target) continue;
    for (SlotState& line : lines) {
      if (line.slot != fact->slot()) continue;
      line.signature = fact;
      line.signed_on = rules::fuzzy(fact->signature()->signed_on());
      line.authority_evidenced |= evidenced(fact->signature()->authority());
    }
  }
}

/// Whether the line has to be signed, as the others of its party stand.
bool required(const SlotState& line, const std::vector<SlotState>& lines, bool all_slots) {
  if (all_slots || line.signature) return true;
  for (const SlotState& other : lines) {
    if (other.party == line.party && other.signature) return false;
  }
  return true;
}

Missing missing_signature(const SlotState& line) {
  const std::string number = std::to_string(line.slot);
  return {"signature of slot " + number,
          {"no signature is recorded in line " + number, "не записана подпись в строке " + number}};
}

Missing missing_day(const SlotState& line) {
  const std::string number = std::to_string(line.slot);
  return {"signed_on of slot " + number,
          {"the day of the signature in line " + number + " is not known",
           "неизвестен день подписи в строке " + number}};
}

void count_parties(Signatures& out, bool all_slots) {
  std::map<std::uint8_t, bool> parties;
  for (const SlotState& line : out.slots) {
    bool& whole = parties.try_emplace(line.party, true).first->second;
    if (!line.signature && required(line, out.slots, all_slots)) whole = false;
    out.slots_signed += line.signature ? 1 : 0;
  }
  out.parties = parties.size();
  for (const auto& [party, whole] : parties) out.parties_signed += whole ? 1 : 0;
}

}  // namespace

bool evidenced(const fb::Authority* authority) {
  return authority != nullptr && authority->kind() != fb::AuthorityKind::NOT_EVIDENCED;
}

Signatures signatures_of(const Chronicle& chronicle, const Hash& target, const Parties* parties,
                         const Slots* slots, bool all_slots) {
  Signatures out;
  out.slots = lines_of(slots, organisations_of(parties));
  sign(out.slots, chronicle, target);
  count_parties(out, all_slots);
  out.all_slots = all_slots;
  std::vector<rules::NamedDate> days;
  for (const SlotState& line : out.slots) {
    if (!required(line, out.slots, all_slots)) continue;
    if (line.signature) out.grounds.evidence.add(*line.signature->source);
    if (!line.signature) out.grounds.missing.push_back(missing_signature(line));
    if (line.signature && !line.signed_on.known()) {
      out.grounds.missing.push_back(missing_day(line));
    }
    days.push_back({"signed_on of slot " + std::to_string(line.slot), line.signed_on});
  }
  out.concluded_on = rules::latest(days).date;
  if (!out.complete()) out.concluded_on.not_after.reset();
  return out;
}

Signatures signed_in_first_lines(const Chronicle& chronicle, const Hash& target,
                                 const Parties* parties, const Slots* slots) {
  Signatures out = signatures_of(chronicle, target, parties, slots, /*all_slots=*/false);
  std::map<std::uint8_t, FuzzyDate> first;
  for (const SlotState& line : out.slots) {
    if (!line.signature) continue;
    const auto [it, fresh] = first.try_emplace(line.party, line.signed_on);
    if (!fresh) it->second = internal::earlier_of(it->second, line.signed_on);
  }
  std::vector<rules::NamedDate> days;
  for (const auto& [party, day] : first) days.push_back({std::to_string(party), day});
  out.concluded_on = rules::latest(days).date;
  if (!out.complete()) out.concluded_on.not_after.reset();
  return out;
}

Signatures signatures_told(const Chronicle& chronicle, Signatures signatures, Date on) {
  const internal::ByDay by(chronicle, on);
  Signatures certain = signatures;
  for (std::size_t i = 0; i < signatures.slots.size(); ++i) {
    SlotState& line = signatures.slots[i];
    if (!line.signature) continue;
    const Truth given = by.had(line.signed_on, *line.signature->source);
    if (given == Truth::kYes) continue;
    certain.slots[i].signature.reset();
    line.open = given == Truth::kUndetermined;
    if (line.open) continue;
    line.signature.reset();
    line.signed_on = {};
  }
  certain.slots_signed = certain.parties_signed = 0;
  count_parties(certain, certain.all_slots);
  signatures.slots_signed = certain.slots_signed;
  signatures.parties_signed = certain.parties_signed;
  return signatures;
}

Truth signed_by_all(const Signatures& signatures, const std::vector<CoverageClaim>& claims,
                    Date on) {
  if (signatures.complete()) {
    return rules::on_or_before(signatures.concluded_on, FuzzyDate::on(on));
  }
  if (signatures.slots.empty()) return Truth::kUndetermined;
  const bool told = complete_on(claims, fb::FactKind::AGREEMENTS, on) != nullptr;
  return told ? Truth::kNo : Truth::kUndetermined;
}

}  // namespace projections::governance
