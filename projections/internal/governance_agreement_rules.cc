// SPDX-License-Identifier: Apache-2.0
// Agreements, programmes and their signatures: parties are registered organisations, a slot is
// signed once by its own party, a term is not shorter than the charter allows.
#include <set>

#include "projections/governance/words.h"
#include "projections/internal/governance_case.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

using Parties = flatbuffers::Vector<flatbuffers::Offset<fb::Party>>;
using Slots = flatbuffers::Vector<flatbuffers::Offset<fb::SignatureSlot>>;

Status bad_party(const Sentence& message, const char* where) {
  return refuse("PARTY_UNKNOWN", message, where);
}

Sentence slot_words(std::uint8_t slot) {
  const std::string number = std::to_string(slot);
  return {"the slot " + number, "место подписи " + number};
}

Status check_parties(const Case& c, const Parties* parties, std::set<std::uint8_t>& numbers) {
  if (parties == nullptr) return Ok{};
  std::set<std::string_view> organisations;
  for (const fb::Party* party : *parties) {
    const auto* field = party->organisation();
    if (auto known = check_organisation(c, fixed_of<Id>(field), "payload.parties"); !known) {
      return known;
    }
    if (!numbers.insert(party->number()).second) {
      const std::string number = std::to_string(party->number());
      return bad_party(
          {"the party " + number + " is listed twice", "сторона " + number + " указана дважды"},
          "payload.parties");
    }
    if (organisations.insert(field->string_view()).second) continue;
    return bad_party({"the organisation " + field->str() +
                          " is listed as two parties; one with two signatures is one party",
                      "организация " + field->str() +
                          " указана двумя сторонами; сторона с двумя подписями — одна сторона"},
                     "payload.parties");
  }
  return Ok{};
}

Status check_slots(const Slots* slots, const std::set<std::uint8_t>& parties) {
  if (slots == nullptr) return Ok{};
  std::set<std::uint8_t> numbers;
  for (const fb::SignatureSlot* slot : *slots) {
    const Sentence name = slot_words(slot->slot());
    if (!parties.contains(slot->party())) {
      const std::string party = std::to_string(slot->party());
      return bad_party(name + Sentence{" is of the party " + party + ", which is not listed",
                                       " отведено стороне " + party + ", а она не указана"},
                       "payload.slots");
    }
    if (numbers.insert(slot->slot()).second) continue;
    return refuse("SLOT_UNKNOWN", name + Sentence{" is listed twice", " указано дважды"},
                  "payload.slots");
  }
  return Ok{};
}

template <typename Event>
Status check_signature_block(const Case& c, const Event& event) {
  std::set<std::uint8_t> numbers;
  if (auto parties = check_parties(c, event.parties(), numbers); !parties) return parties;
  return check_slots(event.slots(), numbers);
}

/// The last day that a term gives, as far as it is known.
DayRange last_day_of_term(const fb::Term* term) {
  if (term == nullptr || term->kind() != fb::TermKind::UNTIL) return {};
  return days_of(term->until());
}

Status check_term(const Case& c, const fb::Term* term, const std::optional<Hash>& programme) {
  if (!c.native || c.charter() == nullptr || !programme) return Ok{};
  const auto* rule = c.charter()->parameters()->agreement();
  if (rule == nullptr || rule->term_minimum() != fb::TermMinimum::PROGRAMME_END) return Ok{};
  const DayRange last = last_day_of_term(term);
  const auto row = c.state.one<SignableRow>(row_key("agS", *programme));
  if (!row || !last.has_last() || !row->until.has_first()) return Ok{};
  if (last.last >= row->until.first) return Ok{};
  return refuse("TERM_TOO_SHORT",
                Sentence{"the agreement ends on ", "соглашение кончается "} + day_words(last) +
                    Sentence{", its programme on ", ", его программа — "} + day_words(row->until) +
                    Sentence{": it lasts no shorter than the programme",
                             ": срок соглашения не короче срока программы"},
                "payload.term", clause_of(c.charter(), "agreement.term_minimum"));
}

Status check_agreement(const Case& c, const fb::AgreementRegistered& event) {
  if (auto block = check_signature_block(c, event); !block) return block;
  if (!c.native || c.charter() == nullptr) return Ok{};
  const auto* rule = c.charter()->parameters()->agreement();
  const bool levels = event.levels() != nullptr && event.levels()->size() > 0;
  if (rule != nullptr && rule->levels_required() && !levels) {
    return refuse("NO_LEVELS",
                  {"no level of interaction is stated; the agreement states at least one",
                   "не указан ни один уровень взаимодействия; соглашение указывает хотя бы один"},
                  "payload.levels", clause_of(c.charter(), "agreement.levels_required"));
  }
  return check_term(c, event.term(), optional_of<Hash>(event.programme()));
}

Status check_amendment(const Case& c, const fb::AgreementAmended& event) {
  if (auto block = check_signature_block(c, event); !block) return block;
  if (event.included() != nullptr) {
    for (const auto* field : *event.included()) {
      if (auto fits = check_category(c, fixed_of<Id>(field), c.today(), "payload.included");
          !fits) {
        return fits;
      }
    }
  }
  const auto agreement =
      c.state.one<SignableRow>(row_key("agS", fixed_of<Hash>(event.agreement())));
  return agreement ? check_term(c, event.term(), agreement->programme) : Status(Ok{});
}

Status check_signed(const Case& c, const fb::AgreementSigned& event) {
  const auto row = c.state.one<SignableRow>(row_key("agS", fixed_of<Hash>(event.target())));
  if (!row) return Ok{};
  const auto slot = std::find_if(row->slots.begin(), row->slots.end(),
                                 [&](const SlotRow& s) { return s.slot == event.slot(); });
  const Sentence name = slot_words(event.slot());
  if (slot == row->slots.end()) {
    return refuse("SLOT_UNKNOWN",
                  name + Sentence{" is not in the signature block", " в блоке подписей не указано"},
                  "payload.slot");
  }
  if (slot->signed_by && slot->signed_by != c.state.ignoring()) {
    return refuse("SLOT_SIGNED", name + Sentence{" is signed already", " уже подписано"},
                  "payload.slot");
  }
  const auto party = std::find_if(row->parties.begin(), row->parties.end(),
                                  [&](const PartyRow& p) { return p.number == slot->party; });
  if (party == row->parties.end()) return Ok{};
  const auto signer = optional_of<Id>(event.signature()->organisation());
  const bool other = signer ? *signer != party->organisation
                            : c.self && c.author().organisation != party->organisation;
  if (!other) return Ok{};
  return refuse(
      "SLOT_OF_ANOTHER_PARTY",
      name + with_id(" is of the organisation ", " отведено организации ", party->organisation) +
          Sentence{", the signature is of another one", ", а подпись — другой"},
      "payload.signature.organisation");
}

Status check_agreed(const Case& c, const fb::ProgrammeAgreed& event) {
  if (!c.self) return Ok{};
  const std::uint32_t standing = standing_of(c, fb::RepresentationScope::ALL_ACTS);
  const auto need = [&](std::uint32_t bit, const Sentence& who) {
    return (standing & bit) != 0 ? Status(Ok{}) : not_allowed(c, who, "payload.by");
  };
  switch (event.by()) {
    case fb::ProgrammeParty::COORDINATOR:
      return need(kCoordinator, {"the regional coordinator", "региональный координатор"});
    case fb::ProgrammeParty::OPERATOR:
      return need(kRegionalOperator, {"the regional operator", "региональный оператор"});
    case fb::ProgrammeParty::COUNCIL:
      return need(kChair | kSecretary | kHeadOfOwn,
                  {"the chair of the council", "председатель совета"});
    default:
      return Ok{};
  }
}

}  // namespace

Status check_agreements(const Case& c) {
  if (const auto* event = c.payload.as<fb::AgreementRegistered>()) {
    return check_agreement(c, *event);
  }
  if (const auto* event = c.payload.as<fb::AgreementAmended>()) return check_amendment(c, *event);
  if (const auto* event = c.payload.as<fb::AgreementSigned>()) return check_signed(c, *event);
  if (const auto* event = c.payload.as<fb::ProgrammeSubmitted>()) {
    return check_signature_block(c, *event);
  }
  if (const auto* event = c.payload.as<fb::ProgrammeAgreed>()) return check_agreed(c, *event);
  return Ok{};
}

Status check_amending_parties(const Case& c) {
  const auto* event = c.payload.as<fb::AgreementAmended>();
  if (event == nullptr || !c.native) return Ok{};
  if (event->included() == nullptr || event->parties() == nullptr) return Ok{};
  const auto row = c.state.one<SignableRow>(row_key("agS", fixed_of<Hash>(event->agreement())));
  if (!row) return Ok{};
  const auto is_there = [&](const fb::Party* party) {
    const Id organisation = fixed_of<Id>(party->organisation());
    const bool listed =
        std::any_of(row->parties.begin(), row->parties.end(),
                    [&](const PartyRow& one) { return one.organisation == organisation; });
    return listed || c.state.member_on(c.place, organisation, c.today()) != Truth::kNo;
  };
  if (std::any_of(event->parties()->begin(), event->parties()->end(), is_there)) return Ok{};
  return bad_party(
      {"none of the parties is one of the agreement or a participant: a newcomer joins "
       "by an agreement with those who are there",
       "среди сторон нет ни одной стороны соглашения и ни одного участника: новый "
       "участник входит по соглашению с теми, кто в нём уже есть"},
      "payload.parties");
}

// --- notices -------------------------------------------------------------------------------------

namespace {

bool holds(const Case& c, fb::Role role) {
  return c.author().organisation &&
         c.state.holds_role(c.place, role, *c.author().organisation) != Truth::kNo;
}

bool is_of_place(fb::Role role) {
  return role == fb::Role::REGIONAL_OPERATOR || role == fb::Role::REGIONAL_COORDINATOR ||
         role == fb::Role::CLUSTER_OPERATOR;
}

/// Who sends in a role holds it.
Status check_sender(const Case& c, const fb::NoticeDispatched& event) {
  if (!c.self || event.sender() == nullptr) return Ok{};
  if (event.sender()->kind() != fb::AddresseeKind::ROLE) return Ok{};
  const fb::Role role = event.sender()->role()->role();
  if (!is_of_place(role) || holds(c, role)) return Ok{};
  return not_allowed(c,
                     Sentence{"the ", ""} + governance::words_of(role) +
                         Sentence{" that sends it", ", от которого оно исходит"},
                     "payload.sender");
}

/// A notice is received by its addressee; the coordinator's stamp is not the operator's.
Status check_receiver(const Case& c, const fb::NoticeReceived& event) {
  const auto notice = c.state.one<NoticeRow>(row_key("agU", fixed_of<Hash>(event.notice())));
  if (!notice || !c.self) return Ok{};
  const auto kind = static_cast<fb::AddresseeKind>(notice->to_kind);
  const auto role = static_cast<fb::Role>(notice->to_role);
  if (kind == fb::AddresseeKind::ORGANISATION &&
      notice->to_organisation != c.author().organisation) {
    return not_allowed(
        c,
        with_id("the organisation ", "организация ", *notice->to_organisation) +
            Sentence{", to which the notice goes", ", которой направлено уведомление"},
        "author.capacity.organisation");
  }
  if (kind == fb::AddresseeKind::ROLE && is_of_place(role) && !holds(c, role)) {
    return not_allowed(c,
                       Sentence{"the ", ""} + governance::words_of(role) +
                           Sentence{", to whom the notice goes", ", которому оно направлено"},
                       "author.capacity.organisation");
  }
  return Ok{};
}

}  // namespace

Status check_notices(const Case& c) {
  if (const auto* event = c.payload.as<fb::NoticeDispatched>()) return check_sender(c, *event);
  if (const auto* event = c.payload.as<fb::NoticeReceived>()) return check_receiver(c, *event);
  return Ok{};
}

}  // namespace projections::internal
