// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/signatures.h"

#include <algorithm>
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
    }
  }
}

/// Whether the power was certainly none on the day.
bool does_not_run(const fb::Authority& power, const FuzzyDate& day) {
  return rules::before(day, rules::fuzzy(power.from())) == Truth::kYes ||
         rules::before(rules::fuzzy(power.to()), day) == Truth::kYes;
}

/// Whether the change is of the person at the head, or may be: a paper may leave out of whom.
bool concerns(const fb::OfficeHolderChanged& change, const Id& organisation,
              std::string_view person) {
  const bool of_head = change.role() == fb::Role::HEAD || change.role() == fb::Role::ACTING_HEAD;
  return of_head && fixed_of<Id>(change.organisation()) == organisation &&
         (change.person() == nullptr || change.person()->person()->string_view() == person);
}

/// Whether the person had certainly left the head's post by the day: of the changes on record that
/// had come by then the last one says so.
bool had_left_office(const Chronicle& chronicle, const Id& organisation, std::string_view person,
                     const FuzzyDate& day) {
  std::optional<FuzzyDate> since;
  bool left = false;
  for (const auto& fact : chronicle.all<fb::OfficeHolderChanged>()) {
    if (!concerns(*fact, organisation, person)) continue;
    const FuzzyDate from = rules::fuzzy(fact->from());
    const Truth come = rules::on_or_before(from, day);
    if (come == Truth::kUndetermined) return false;
    if (come == Truth::kNo || (since && rules::before(from, *since) == Truth::kYes)) continue;
    // A release that names nobody, of the day on which they were appointed, is their predecessor's.
    if (fact->person() == nullptr && since == from) continue;
    since = from;
    left = fact->change() == fb::OfficeChangeKind::RELEASED ||
           rules::before(rules::fuzzy(fact->to()), day) == Truth::kYes;
  }
  return left;
}

/// What a paper names as the signer's power; `person`: the signer, or null.
void take_authority(const Chronicle& chronicle, const fb::Authority* authority,
                    const fb::PersonMention* person, SlotState& line) {
  if (!evidenced(authority)) return;
  const bool own_office = authority->kind() == fb::AuthorityKind::OWN_OFFICE;
  const bool left = own_office && person != nullptr && line.organisation &&
                    had_left_office(chronicle, *line.organisation, person->person()->string_view(),
                                    line.signed_on);
  const bool runs = !left && !does_not_run(*authority, line.signed_on);
  line.authority_evidenced |= runs;
  line.power_did_not_run |= !runs;
}

bool may_sign(const fb::RepresentativeAuthorised& power) {
  return std::any_of(power.scopes()->begin(), power.scopes()->end(), [](const auto scope) {
    const auto one = static_cast<fb::RepresentationScope>(scope);
    return one == fb::RepresentationScope::SIGN_AGREEMENTS ||
           one == fb::RepresentationScope::ALL_ACTS;
  });
}

/// The powers on record of the person who signed, or is to sign, in the line.
void take_powers(const Chronicle& chronicle, const fb::PersonMention* person, SlotState& line) {
  if (person == nullptr || !line.organisation) return;
  for (const auto& fact : chronicle.all<fb::RepresentativeAuthorised>()) {
    const bool theirs = fixed_of<Id>(fact->organisation()) == *line.organisation &&
                        fact->person()->person()->string_view() == person->person()->string_view();
    if (theirs && may_sign(*fact)) take_authority(chronicle, fact->power(), nullptr, line);
  }
}

void judge_authority(std::vector<SlotState>& lines, const Chronicle& chronicle,
                     const Slots* slots) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const fb::SignatureSlot& slot = *slots->Get(static_cast<flatbuffers::uoffset_t>(i));
    const auto* signature = lines[i].signature ? (*lines[i].signature)->signature() : nullptr;
    const bool named = signature != nullptr && signature->person() != nullptr;
    const fb::PersonMention* person = named ? signature->person() : slot.person();
    take_authority(chronicle, slot.authority(), person, lines[i]);
    if (signature != nullptr) take_authority(chronicle, signature->authority(), person, lines[i]);
    take_powers(chronicle, person, lines[i]);
    lines[i].power_did_not_run &= !lines[i].authority_evidenced;
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

Missing missing_line(const Id& organisation) {
  const std::string name = ledger::to_hex(organisation);
  return {"signature line of " + name,
          {"the paper's record has no signature line of the party " + name,
           "в записи о документе нет строки подписи стороны " + name}};
}

/// The parties of the paper that have no line in it, each once.
std::vector<Id> without_line(const std::vector<SlotState>& lines,
                             const std::map<std::uint8_t, Id>& parties,
                             const std::vector<Id>& newcomers) {
  std::vector<Id> wanted = newcomers;
  for (const auto& [number, organisation] : parties) wanted.push_back(organisation);
  std::vector<Id> out;
  for (const Id& one : wanted) {
    const bool has = std::any_of(lines.begin(), lines.end(),
                                 [&](const SlotState& line) { return line.organisation == one; });
    if (!has && std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
  }
  return out;
}

void count_parties(Signatures& out, bool all_slots) {
  std::map<std::uint8_t, bool> parties;
  for (const SlotState& line : out.slots) {
    bool& whole = parties.try_emplace(line.party, true).first->second;
    if (!line.signature && required(line, out.slots, all_slots)) whole = false;
    out.slots_signed += line.signature ? 1 : 0;
  }
  out.parties = parties.size() + out.without_line.size();
  for (const auto& [party, whole] : parties) out.parties_signed += whole ? 1 : 0;
}

}  // namespace

bool evidenced(const fb::Authority* authority) {
  return authority != nullptr && authority->kind() != fb::AuthorityKind::NOT_EVIDENCED;
}

Signatures signatures_of(const Chronicle& chronicle, const Hash& target, const Parties* parties,
                         const Slots* slots, bool all_slots, const std::vector<Id>& newcomers) {
  Signatures out;
  const auto organisations = organisations_of(parties);
  out.slots = lines_of(slots, organisations);
  out.without_line = without_line(out.slots, organisations, newcomers);
  sign(out.slots, chronicle, target);
  judge_authority(out.slots, chronicle, slots);
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
  if (!out.slots.empty()) {
    for (const Id& one : out.without_line) out.grounds.missing.push_back(missing_line(one));
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
