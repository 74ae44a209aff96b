// SPDX-License-Identifier: Apache-2.0
#include "projections/identity_admission.h"

#include "projections/internal/identity_authority.h"
#include "projections/internal/identity_state.h"
#include "projections/internal/refusal.h"
#include "projections/tax_numbers.h"

namespace projections {
namespace {

using internal::Declaration;
using internal::declared_by;
using internal::IdentityState;
using internal::IdentityWriter;
using internal::may_be_corrected;
using internal::refuse;
using internal::TaxNumbers;
using ledger::Candidate;
using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;
using ledger::Subject;
using ledger::SubjectKind;

Sentence name_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::kRegistry:
      return {"registry", "реестр"};
    case SubjectKind::kRegion:
      return {"region", "регион"};
    case SubjectKind::kOrganisation:
      return {"organisation", "организация"};
    case SubjectKind::kCluster:
      return {"cluster", "кластер"};
    case SubjectKind::kDocument:
      return {"document", "документ"};
  }
  return {"subject", "предмет"};
}

/// "the region 0011…".
Sentence thing_of(const Subject& subject) {
  return Sentence{"the ", ""} + name_of(subject.kind) + same(" " + ledger::to_hex(subject.id));
}

/// The payload whose content the event asserts: its own or that of the correction.
std::optional<PayloadRef> asserted(const ledger::Body& body) {
  if (const auto* event = body.table().payload_as_EventCorrected()) return new_payload_of(*event);
  return PayloadRef(body);
}

const fb::OrganisationProfile* profile_of(const PayloadRef& payload) {
  if (const auto* event = payload.as<fb::LedgerCreated>()) return event->operator_organisation();
  if (const auto* event = payload.as<fb::OrganisationRegistered>()) return event->profile();
  return nullptr;
}

TaxNumbers numbers_in(const fb::OrganisationProfile& profile) {
  return {text_of(profile.ogrn()), text_of(profile.inn())};
}

// --- what the event speaks about -----------------------------------------------------------------

Status check_subjects(const IdentityState& state, const ledger::Body& body) {
  const auto declaration = declared_by(PayloadRef(body));
  for (const Subject& subject : body.subjects()) {
    if (declaration && internal::subject_of(*declaration) == subject) continue;
    if (state.declared(subject)) continue;
    return refuse("UNKNOWN_SUBJECT",
                  Sentence{"no earlier event declares ", "ни одно событие раньше не объявляет: "} +
                      thing_of(subject),
                  "subjects");
  }
  return Ok{};
}

Status check_holder(const std::optional<Id>& holder, const Id& organisation, const char* reason,
                    const Sentence& what, const char* where) {
  if (!holder || *holder == organisation) return Ok{};
  return refuse(reason,
                what + Sentence{" belongs to the organisation ", " принадлежит организации "} +
                    same(ledger::to_hex(*holder)),
                where);
}

Status check_numbers(const IdentityState& state, const fb::OrganisationProfile& profile) {
  const Id organisation = fixed_of<Id>(profile.organisation());
  const TaxNumbers numbers = numbers_in(profile);
  if (!numbers.ogrn.empty()) {
    if (!is_ogrn(numbers.ogrn)) {
      return refuse("BAD_OGRN",
                    {"the check digit of the ОГРН " + numbers.ogrn + " is wrong",
                     "контрольная цифра ОГРН " + numbers.ogrn + " неверна"},
                    "payload.profile.ogrn");
    }
    auto taken =
        check_holder(state.holder_of_ogrn(numbers.ogrn), organisation, "OGRN_TAKEN",
                     {"the ОГРН " + numbers.ogrn, "ОГРН " + numbers.ogrn}, "payload.profile.ogrn");
    if (!taken) return taken;
  }
  if (numbers.inn.empty()) return Ok{};
  if (!is_inn(numbers.inn)) {
    return refuse("BAD_INN",
                  {"a check digit of the ИНН " + numbers.inn + " is wrong",
                   "контрольная цифра ИНН " + numbers.inn + " неверна"},
                  "payload.profile.inn");
  }
  return check_holder(state.holder_of_inn(numbers.inn), organisation, "INN_TAKEN",
                      {"the ИНН " + numbers.inn, "ИНН " + numbers.inn}, "payload.profile.inn");
}

// --- documents -----------------------------------------------------------------------------------

/// The registration that a new one refers to, if it is of the same document.
ledger::Result<Declaration> same_document(const IdentityState& state,
                                          const flatbuffers::String* digest,
                                          const Declaration& ours, const char* where) {
  const auto other = state.declaration(fixed_of<Hash>(digest));
  if (other && other->id == ours.id) return *other;
  return refuse("DOCUMENT_MISMATCH",
                Sentence{"an edition or a file belongs to the document of the registration that it "
                         "refers to; this one says it is of ",
                         "редакция или файл относится к документу той регистрации, на которую "
                         "ссылается; здесь назван документ "} +
                    same(ledger::to_hex(ours.id)),
                where);
}

Status check_next_edition(const IdentityState& state, const fb::DocumentRegistered& event,
                          const Declaration& ours) {
  const auto before = same_document(state, event.edition_of(), ours, "payload.edition_of");
  if (!before) return before.error();
  const std::uint16_t highest = state.highest_edition(ours.id);
  if (ours.edition > highest) return Ok{};
  const std::string before_it = std::to_string(highest);
  const std::string found = std::to_string(ours.edition);
  return refuse("EDITION_ORDER",
                {"the document has edition " + before_it + " already, this one is numbered " +
                     found + "; a new edition has a higher number",
                 "у документа уже есть редакция " + before_it + ", у этой номер " + found +
                     "; у новой редакции номер больше"},
                "payload.edition");
}

Status check_rendition(const IdentityState& state, const fb::DocumentRegistered& event,
                       const Declaration& ours) {
  const auto other = same_document(state, event.rendition_of(), ours, "payload.rendition_of");
  if (!other) return other.error();
  if (other->edition == ours.edition) return Ok{};
  const std::string wanted = std::to_string(other->edition);
  const std::string found = std::to_string(ours.edition);
  return refuse("EDITION_ORDER",
                {"another file of edition " + wanted + " is of that edition, not of " + found,
                 "другой файл редакции " + wanted + " относится к ней же, а не к " + found},
                "payload.edition");
}

Status check_document(const IdentityState& state, const fb::DocumentRegistered& event,
                      const Declaration& ours, bool correction) {
  if (event.edition_of() != nullptr && event.rendition_of() != nullptr) {
    return refuse("EDITION_ORDER",
                  {"the registration names both an edition and a file; it is either the next "
                   "edition or another file of one",
                   "регистрация называет и редакцию, и файл; это либо следующая редакция, либо "
                   "другой файл прежней"},
                  "payload.rendition_of");
  }
  if (event.rendition_of() != nullptr) return check_rendition(state, event, ours);
  if (correction) return Ok{};  // the edition stays as it is
  if (event.edition_of() != nullptr) return check_next_edition(state, event, ours);
  if (!state.declared(internal::subject_of(ours))) return Ok{};
  return refuse("DUPLICATE_ID",
                thing_of(internal::subject_of(ours)) +
                    Sentence{" is registered; an edition or a file of it refers to that "
                             "registration",
                             ": уже зарегистрирован; редакция или файл ссылается на ту "
                             "регистрацию"},
                "payload.document");
}

// --- corrections ---------------------------------------------------------------------------------

Status check_correction(const IdentityState& state, const fb::EventCorrected& event) {
  const Hash target = fixed_of<Hash>(event.target());
  if (state.is_correction(target)) {
    return refuse("CORRECTION_FORBIDDEN",
                  {"a correction is not corrected: correct the event that it was about again",
                   "исправление не исправляют: исправьте ещё раз само событие"},
                  "payload.target");
  }
  const auto before = state.declaration(target);
  if (before && !may_be_corrected(before->type)) {
    return refuse("CORRECTION_FORBIDDEN",
                  {"genesis cannot be corrected", "создание журнала не исправляют"},
                  "payload.target");
  }
  const auto payload = new_payload_of(event);
  if (!payload) return Ok{};
  if (!may_be_corrected(payload->type())) {
    const std::string name(ledger::payload_name(payload->type()));
    return refuse("CORRECTION_FORBIDDEN",
                  {name + " cannot be corrected", "событие " + name + " не исправляют"},
                  "payload.new_payload");
  }
  const auto after = declared_by(*payload);
  if (!before && !after) return Ok{};
  if (!before || !after || before->type != after->type || before->id != after->id ||
      before->edition != after->edition) {
    return refuse("CORRECTION_TARGET",
                  {"the correction differs in its type, id or edition; it has those of what it "
                   "corrects",
                   "исправление отличается видом, идентификатором или редакцией; они те же, что у "
                   "исправляемого"},
                  "payload.new_payload");
  }
  return Ok{};
}

// --- all together --------------------------------------------------------------------------------

Status check_rules(const IdentityState& state, const fb::RulesUpgraded& event) {
  if (event.version() > state.rules_version() && event.version() <= kRulesVersion) return Ok{};
  const std::string asked = std::to_string(event.version());
  const std::string now = std::to_string(state.rules_version());
  const std::string newest = std::to_string(kRulesVersion);
  return refuse("RULES_UNKNOWN",
                {"rules version " + asked + " does not follow " + now + " or is newer than " +
                     newest + ", the newest that this program knows",
                 "версия правил " + asked + " не следует за " + now + " или новее " + newest +
                     ", последней, которую знает программа"},
                "payload.version");
}

Status check_declaration(const IdentityState& state, const PayloadRef& payload, bool correction) {
  const auto declaration = declared_by(payload);
  if (!declaration) return Ok{};
  if (const auto* event = payload.as<fb::DocumentRegistered>()) {
    return check_document(state, *event, *declaration, correction);
  }
  const Subject subject = internal::subject_of(*declaration);
  if (!correction && state.declared(subject)) {
    return refuse("DUPLICATE_ID",
                  thing_of(subject) + Sentence{" was declared before; an id is declared once",
                                               ": уже объявлено раньше; объявляют один раз"},
                  "payload");
  }
  const fb::OrganisationProfile* profile = profile_of(payload);
  return profile == nullptr ? Status(Ok{}) : check_numbers(state, *profile);
}

void fold_declaration(ledger::Rows& rows, const PayloadRef& payload) {
  IdentityWriter writer(rows);
  if (const fb::OrganisationProfile* profile = profile_of(payload)) {
    writer.set_numbers(fixed_of<Id>(profile->organisation()), numbers_in(*profile));
  }
  if (const auto* event = payload.as<fb::RegionDeclared>()) {
    writer.add_region(fixed_of<Id>(event->region()));
  }
  if (const auto* event = payload.as<fb::ClusterCreated>()) {
    writer.add_cluster(fixed_of<Id>(event->cluster()), fixed_of<Id>(event->region()));
  }
  if (const auto* event = payload.as<fb::DocumentRegistered>()) {
    writer.add_edition(fixed_of<Id>(event->document()), event->edition());
  }
}

/// A withdrawn registration frees the numbers; the id stays known, others may refer to it.
void fold_withdrawal(ledger::Rows& rows, const Hash& target) {
  const auto before = IdentityState(rows).declaration(target);
  if (before && before->type == fb::Payload::OrganisationRegistered) {
    IdentityWriter(rows).set_numbers(before->id, {});
  }
}

}  // namespace

std::uint32_t rules_version(const ledger::Rows& state) {
  return IdentityState(state).rules_version();
}

Status IdentityAdmission::admit(const ledger::Rows& rows, const Candidate& candidate) const {
  const IdentityState state(rows);
  const ledger::Body& body = candidate.body;
  if (auto authority = internal::check_authority(state, candidate); !authority) return authority;
  const auto* correction = body.table().payload_as_EventCorrected();
  if (correction != nullptr) {
    if (auto status = check_correction(state, *correction); !status) return status;
  }
  if (auto subjects = check_subjects(state, body); !subjects) return subjects;
  if (const auto* event = body.table().payload_as_RulesUpgraded()) {
    return check_rules(state, *event);
  }
  const auto payload = asserted(body);
  if (!payload) return Ok{};
  return check_declaration(state, *payload, correction != nullptr);
}

std::uint32_t IdentityAdmission::rules_version(const ledger::Rows& state) const {
  return projections::rules_version(state);
}

void IdentityAdmission::fold(ledger::Rows& rows, const Candidate& candidate) const {
  const ledger::Body& body = candidate.body;
  IdentityWriter writer(rows);
  if (const auto payload = asserted(body)) fold_declaration(rows, *payload);
  if (const auto declaration = declared_by(PayloadRef(body))) {
    writer.add_declaration(candidate.digest, *declaration);
  }
  if (const auto* event = body.table().payload_as_EventCorrected()) {
    writer.add_correction(candidate.digest);
    if (event->new_payload() == nullptr) fold_withdrawal(rows, fixed_of<Hash>(event->target()));
  }
  if (body.payload_type() == fb::Payload::LedgerCreated)
    writer.set_rules_version(kFirstRulesVersion);
  if (const auto* event = body.table().payload_as_RulesUpgraded()) {
    writer.set_rules_version(event->version());
  }
  if (body.payload_type() == fb::Payload::ImportClosed) writer.close_import(body.scope());
}

}  // namespace projections
