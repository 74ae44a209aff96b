// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governance_fold.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;

std::string signable_row(const Hash& digest) { return row_key("agS", digest); }

template <typename Event>
SignableRow signature_block(const Saying& s, const Event& event) {
  const auto before = s.state().one<SignableRow>(signable_row(s.source));
  SignableRow row;
  row.source = s.source;
  row.bound = before && before->bound;
  for (std::uint32_t i = 0; event.parties() != nullptr && i < event.parties()->size(); ++i) {
    const fb::Party* party = event.parties()->Get(i);
    row.parties.push_back({party->number(), fixed_of<Id>(party->organisation())});
  }
  for (std::uint32_t i = 0; event.slots() != nullptr && i < event.slots()->size(); ++i) {
    const fb::SignatureSlot* slot = event.slots()->Get(i);
    SlotRow ours{slot->slot(), slot->party(), std::nullopt, {}};
    for (std::size_t j = 0; before && j < before->slots.size(); ++j) {
      if (before->slots[j].slot == slot->slot()) {
        ours.signed_by = before->slots[j].signed_by;
        ours.on = before->slots[j].on;
      }
    }
    row.slots.push_back(ours);
  }
  return row;
}

void add_party(const Saying& s, const Id& organisation) {
  if (!s.place.cluster) return;
  s.writer.add(row_key("agM", *s.place.cluster, organisation),
               MembershipFact{s.source, MembershipKind::kParty, {}, true, s.source});
}

void remove_members(const Saying& s, const Id& organisation) {
  if (!s.place.cluster) return;
  s.writer.remove<MembershipFact>(row_key("agM", *s.place.cluster, organisation), s.source);
}

DayRange last_day(const fb::Term* term) {
  if (term == nullptr || term->kind() != fb::TermKind::UNTIL) return {};
  return days_of(term->until());
}

void fold_agreement(const Saying& s, const fb::AgreementRegistered& event) {
  SignableRow row = signature_block(s, event);
  row.until = last_day(event.term());
  row.programme = optional_of<Hash>(event.programme());
  s.writer.put(signable_row(s.source), row);
  for (const PartyRow& party : row.parties) add_party(s, party.organisation);
}

/// A newcomer is a member by the supplementary agreement, once that is concluded.
void fold_amendment(const Saying& s, const fb::AgreementAmended& event) {
  SignableRow row = signature_block(s, event);
  row.until = last_day(event.term());
  s.writer.put(signable_row(s.source), row);
  if (event.included() != nullptr) {
    for (const auto* field : *event.included()) add_party(s, fixed_of<Id>(field));
  }
  if (event.excluded() == nullptr || !s.place.cluster) return;
  for (const auto* field : *event.excluded()) {
    s.writer.add(row_key("agM", *s.place.cluster, fixed_of<Id>(field)),
                 MembershipFact{s.source, MembershipKind::kExcluded, days_of(event.effective()),
                                event.effective() != nullptr, std::nullopt});
  }
}

void fold_programme(const Saying& s, const fb::ProgrammeSubmitted& event) {
  SignableRow row = signature_block(s, event);
  row.until = days_of(event.to());
  s.writer.put(signable_row(s.source), row);
}

void set_signature(const Saying& s, const fb::AgreementSigned& event, bool there) {
  const std::string key = signable_row(fixed_of<Hash>(event.target()));
  auto row = s.state().one<SignableRow>(key);
  if (!row) return;
  for (SlotRow& slot : row->slots) {
    if (slot.slot != event.slot()) continue;
    slot.signed_by = there ? std::optional(s.source) : std::nullopt;
    slot.on = there ? days_of(event.signature()->signed_on()) : DayRange{};
  }
  row->bound = row->bound || (there && s.self);
  s.writer.put(key, *row);
}

void fold_terminated(const Saying& s, const fb::AgreementTerminated& event) {
  const auto row = s.state().one<SignableRow>(signable_row(fixed_of<Hash>(event.agreement())));
  if (!row || !s.place.cluster) return;
  for (const PartyRow& party : row->parties) {
    s.writer.add(row_key("agM", *s.place.cluster, party.organisation),
                 MembershipFact{s.source, MembershipKind::kExcluded, days_of(event.terminated_on()),
                                false, std::nullopt});
  }
}

void fold_notice(const Saying& s, const fb::NoticeDispatched& event) {
  NoticeRow row;
  row.to_kind = static_cast<std::uint8_t>(event.to()->kind());
  if (event.to()->role() != nullptr) {
    row.to_role = static_cast<std::uint8_t>(event.to()->role()->role());
  }
  row.to_organisation = optional_of<Id>(event.to()->organisation());
  row.sent = days_of(event.sent_on());
  s.writer.put(row_key("agU", s.source), row);
}

void fold_id(const Saying& s) {
  const auto declared = id_declared_by(s.payload);
  if (!declared) return;
  const std::string key = row_key("agI", declared->kind, declared->id);
  const auto before = s.state().one<IdRow>(key);
  const bool correction = s.source != s.candidate.digest;
  if (correction && before) return;
  s.writer.put(key, IdRow{s.source, declared->version, s.place.scope, declared->owner});
}

}  // namespace

void fold_papers(const Saying& s) {
  fold_id(s);
  if (const auto* event = s.payload.as<fb::AgreementSigned>()) {
    return set_signature(s, *event, true);
  }
  if (const auto* event = s.payload.as<fb::AgreementRegistered>()) {
    return fold_agreement(s, *event);
  }
  if (const auto* event = s.payload.as<fb::AgreementAmended>()) return fold_amendment(s, *event);
  if (const auto* event = s.payload.as<fb::ProgrammeSubmitted>()) {
    return fold_programme(s, *event);
  }
  if (const auto* event = s.payload.as<fb::AgreementTerminated>()) {
    return fold_terminated(s, *event);
  }
  if (const auto* event = s.payload.as<fb::NoticeDispatched>()) return fold_notice(s, *event);
  if (const auto* event = s.payload.as<fb::NoticeReceived>()) {
    return s.writer.erase(row_key("agU", fixed_of<Hash>(event->notice())));
  }
  if (const auto* event = s.payload.as<fb::ProtocolSigned>()) {
    if (s.self) s.writer.rows().put(row_key("agD", fixed_of<Hash>(event->protocol())), {});
  }
}

void unfold_papers(const Saying& s, bool withdrawn) {
  if (const auto* event = s.payload.as<fb::AgreementSigned>()) {
    set_signature(s, *event, false);
  } else if (const auto* amended = s.payload.as<fb::AgreementAmended>()) {
    for (const auto* list : {amended->included(), amended->excluded()}) {
      if (list == nullptr) continue;
      for (const auto* field : *list) remove_members(s, fixed_of<Id>(field));
    }
  } else if (s.payload.type() == fb::Payload::AgreementRegistered ||
             s.payload.type() == fb::Payload::AgreementTerminated) {
    const auto* terminated = s.payload.as<fb::AgreementTerminated>();
    const Hash agreement =
        terminated == nullptr ? s.source : fixed_of<Hash>(terminated->agreement());
    if (const auto row = s.state().one<SignableRow>(signable_row(agreement))) {
      for (const PartyRow& party : row->parties) remove_members(s, party.organisation);
    }
  } else if (s.payload.type() == fb::Payload::NoticeDispatched && withdrawn) {
    s.writer.erase(row_key("agU", s.source));
  }
}

}  // namespace projections::internal
