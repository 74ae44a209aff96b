// SPDX-License-Identifier: Apache-2.0
#include "api/paper_json.h"

#include <algorithm>

#include "api/council_json.h"
#include "api/governance_json.h"
#include "api/view_json.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;
using projections::Fact;
using projections::optional_of;

Json slot_json(const gov::SlotState& slot, const Telling& telling) {
  return {{"slot", slot.slot},
          {"party", slot.party},
          {"organisation", hex_or_null(slot.organisation)},
          {"organisation_name", telling.name(slot.organisation)},
          {"acting_as", word(fb::EnumNameActingAs, slot.acting_as)},
          {"position", text_or_null(slot.position)},
          {"signed", slot.open ? Json() : Json(slot.signature.has_value())},
          {"signed_on", fuzzy_json(slot.signed_on)},
          {"authority_evidenced", slot.authority_evidenced},
          {"source", slot.signature ? source_json(*slot.signature->source) : Json()}};
}

/// Null where lines of which it is open whether they were signed by the day decide it.
Json complete_json(const gov::Signatures& signatures) {
  const auto& slots = signatures.slots;
  const bool open =
      std::any_of(slots.begin(), slots.end(), [](const gov::SlotState& slot) { return slot.open; });
  return open && !signatures.complete() ? Json() : Json(signatures.complete());
}

Json counts_json(const gov::Signatures& signatures) {
  return {{"parties", signatures.parties},
          {"parties_signed", signatures.parties_signed},
          {"slots", signatures.slots.size()},
          {"slots_signed", signatures.slots_signed},
          {"complete", complete_json(signatures)}};
}

Json slots_json(const gov::Signatures& signatures, const Telling& telling) {
  return list_json(signatures.slots,
                   [&](const gov::SlotState& slot) { return slot_json(slot, telling); });
}

Json printed_json_of(const flatbuffers::Vector<flatbuffers::Offset<fb::Printed>>* printed) {
  return printed_json(projections::printed_of(printed));
}

Json part_json(const gov::AmendmentPart& part) {
  return {{"path", word(fb::EnumNameAmendmentPath, part.path)},
          {"kinds", words(fb::EnumNameAmendmentKind, part.kinds)},
          {"from", fuzzy_json(part.from)},
          {"followed", truth_json(part.followed)},
          {"in_force", truth_json(part.works)}};
}

Json amendment_json(const gov::Amendment& amendment, const Telling& telling) {
  const auto& protocol = amendment.protocol;
  return {{"supplementary", to_hex(amendment.id)},
          {"title", amendment.title},
          {"kinds", words(fb::EnumNameAmendmentKind, amendment.kinds)},
          {"included", hex_list(amendment.included)},
          {"excluded", hex_list(amendment.excluded)},
          {"concluded_on", fuzzy_json(amendment.concluded_on)},
          {"effective_from", fuzzy_json(amendment.effective_from)},
          {"in_force", truth_json(amendment.in_force)},
          {"path", word(fb::EnumNameAmendmentPath, amendment.path)},
          {"path_followed", truth_json(amendment.path_followed)},
          {"parts", list_json(amendment.parts, part_json)},
          {"agreed_by_all", truth_json(amendment.agreed_by_all)},
          {"protocol", protocol ? Json((*protocol)->protocol()->str()) : Json()},
          {"document", amendment.fact->document()->str()},
          {"signed", counts_json(amendment.signatures)},
          {"slots", slots_json(amendment.signatures, telling)},
          {"judged_by", in(amendment.judged_by, telling.language())},
          {"source", source_json(*amendment.fact.source)},
          {"grounds", grounds_json(amendment.grounds, telling.language())}};
}

Json party_json(const gov::AgreementParty& party, const Telling& telling) {
  return {{"organisation", to_hex(party.organisation)},
          {"organisation_name", telling.name(party.organisation)},
          {"since", fuzzy_json(party.since)},
          {"included_by", party.included_by ? json_integer(*party.included_by) : Json()},
          {"is_party", truth_json(party.is_party)},
          {"succeeded_by", successions_json(party.organisation, telling)}};
}

Json agreement_termination_json(const Fact<fb::AgreementTerminated>& fact) {
  return {{"terminated_on", legal_date_json(fact->terminated_on())},
          {"ground", word(fb::EnumNameTerminationGround, fact->ground())},
          {"source", source_json(*fact.source)}};
}

Json index_list(const std::vector<std::uint64_t>& indexes) {
  return list_json(indexes, [](std::uint64_t index) { return json_integer(index); });
}

Json agreed_json(const gov::ProgrammeAgreement& agreed) {
  return {{"by", word(fb::EnumNameProgrammeParty, agreed.by)},
          {"organisation", text_of_field(agreed.fact->organisation())},
          {"conclusion", word(fb::EnumNameConclusion, agreed.conclusion)},
          {"agreed_on", fuzzy_json(agreed.agreed_on)},
          {"source", source_json(*agreed.fact.source)}};
}

Json change_json(const gov::ProgrammeChange& change) {
  return {{"title", change.fact->wording()->title()->str()},
          {"kinds", words(fb::EnumNameProgrammeChangeKind, change.kinds)},
          {"entered_on", fuzzy_json(change.entered_on)},
          {"to", fuzzy_or_null(change.to)},
          {"agreed", list_json(change.agreed, agreed_json)},
          {"source", source_json(*change.fact.source)}};
}

Json approval_json(const gov::PlanApproval& approval) {
  const auto& decision = approval.decision;
  return {{"approved_on", fuzzy_json(approval.approved_on)},
          {"decision", decision ? Json((*decision)->decision()->str()) : Json()},
          {"source", source_json(*approval.fact.source)}};
}

Json numbers_list(const std::vector<std::uint8_t>& numbers) {
  Json list = Json::array();
  for (const unsigned number : numbers) list.push_back(number);
  return list;
}

Json paper_signature_json(const fb::PaperSignature& signature, const Telling& telling) {
  const auto organisation = optional_of<ledger::Id>(signature.organisation());
  return {{"acting_as", word(fb::EnumNameActingAs, signature.acting_as())},
          {"organisation", hex_or_null(organisation)},
          {"organisation_name", telling.name(organisation)},
          {"position", text_of_field(signature.position())},
          {"signed_on", legal_date_json(signature.signed_on())}};
}

Json agreement_reading_json(const gov::AgreementReading& reading) {
  return {{"turned", reading.turned},
          {"state", gov::name_of(reading.state)},
          {"concluded_on", fuzzy_json(reading.concluded_on)},
          {"in_force_from", fuzzy_json(reading.in_force_from)}};
}

}  // namespace

// --- agreements ---------------------------------------------------------------------------------

Json agreement_line(const gov::Agreement& agreement, const Telling& telling) {
  return {{"agreement", to_hex(agreement.id)},
          {"version", agreement.version},
          {"title", agreement.title},
          {"kind", word(fb::EnumNameAgreementKind, agreement.fact->kind())},
          {"state", gov::name_of(agreement.state)},
          {"claimed", agreement.claimed},
          {"concluded_on", fuzzy_json(agreement.concluded_on)},
          {"in_force_from", fuzzy_json(agreement.in_force_from)},
          {"in_force_to", fuzzy_or_null(agreement.in_force_to)},
          {"last_day", fuzzy_or_null(agreement.last_day)},
          {"term", word(fb::EnumNameTermKind, agreement.fact->term()->kind())},
          {"term_stated", agreement.term_stated},
          {"signed", counts_json(agreement.signatures)},
          {"amendment_count", agreement.amendments.size()},
          {"party_count", gov::certain_parties(agreement)},
          {"printed", printed_json_of(agreement.fact->printed())},
          {"document", agreement.fact->document()->str()},
          {"judged_by", in(agreement.judged_by, telling.language())},
          {"source", source_json(*agreement.fact.source)},
          {"grounds", grounds_json(agreement.grounds, telling.language())}};
}

Json agreement_json(const gov::Agreement& agreement, const Telling& telling) {
  Json json = agreement_line(agreement, telling);
  json["levels"] = agreement.fact->levels() == nullptr
                       ? Json::array()
                       : words(fb::EnumNameAgreementLevel, *agreement.fact->levels());
  json["replaces"] = text_of_field(agreement.fact->replaces());
  json["adopted_by"] = text_of_field(agreement.fact->adopted_by());
  json["slots"] = slots_json(agreement.signatures, telling);
  json["parties"] = list_json(agreement.parties, [&](const gov::AgreementParty& party) {
    return party_json(party, telling);
  });
  json["amendments"] = list_json(agreement.amendments, [&](const gov::Amendment& amendment) {
    return amendment_json(amendment, telling);
  });
  const auto* termination = agreement.termination();
  json["termination"] = termination == nullptr ? Json() : agreement_termination_json(*termination);
  json["claimed_terminations"] =
      list_json(agreement.claimed_terminations, agreement_termination_json);
  json["claimed_versions"] = index_list(agreement.claimed_versions);
  json["readings"] = list_json(agreement.readings, agreement_reading_json);
  return json;
}

// --- programmes ---------------------------------------------------------------------------------

Json programme_line(const gov::Programme& programme, const Telling& telling) {
  return {{"programme", to_hex(programme.id)},
          {"version", programme.version},
          {"title", programme.title},
          {"from", fuzzy_json(programme.from)},
          {"to", fuzzy_json(programme.to)},
          {"signed", counts_json(programme.signatures)},
          {"signed_on", fuzzy_json(programme.signed_on)},
          {"signed_by_all", truth_json(programme.signed_by_all)},
          {"agreed_as_demanded", truth_json(programme.agreed_as_demanded)},
          {"missing_sections", numbers_list(programme.missing_sections)},
          {"document", programme.fact->document()->str()},
          {"source", source_json(*programme.fact.source)},
          {"grounds", grounds_json(programme.grounds, telling.language())}};
}

Json indicator_json(const gov::Programme& programme, const gov::IndicatorYear& year) {
  return {{"programme", to_hex(programme.id)},
          {"version", programme.version},
          {"indicator", year.indicator},
          {"title", year.title},
          {"unit", text_or_null(year.unit)},
          {"year", year.year},
          {"planned", number_or_null(year.planned)},
          {"reported", number_or_null(year.reported)},
          {"evidence", evidence_json(year.evidence)}};
}

Json programme_json(const gov::Programme& programme, const Telling& telling) {
  Json json = programme_line(programme, telling);
  json["sections"] = numbers_list(programme.sections);
  json["slots"] = slots_json(programme.signatures, telling);
  json["agreed"] = list_json(programme.agreed, agreed_json);
  json["changes"] = list_json(programme.changes, change_json);
  json["indicators"] = list_json(programme.indicators, [&](const gov::IndicatorYear& year) {
    return indicator_json(programme, year);
  });
  json["replaces"] = text_of_field(programme.fact->replaces());
  return json;
}

// --- plans --------------------------------------------------------------------------------------

Json plan_line(const gov::Plan& plan, const Telling& telling) {
  return {{"plan", to_hex(plan.id)},
          {"version", plan.version},
          {"title", plan.title},
          {"period_kind", word(fb::EnumNamePlanPeriodKind, plan.period_kind)},
          {"from", rules::to_iso(plan.period.first)},
          {"to", rules::to_iso(plan.period.last)},
          {"approved", truth_json(plan.approved)},
          {"superseded", plan.superseded == gov::Truth::kUndetermined
                             ? Json()
                             : Json(plan.superseded == gov::Truth::kYes)},
          {"submitted_on", legal_date_json(plan.fact->submitted_on())},
          {"row_count", plan.rows.size()},
          {"document", plan.fact->document()->str()},
          {"source", source_json(*plan.fact.source)},
          {"grounds", grounds_json(plan.grounds, telling.language())}};
}

Json plan_row_json(const gov::Plan& plan, const gov::PlanRow& row, const Telling& telling) {
  Json responsible = Json::array();
  if (row.fact->responsible() != nullptr) {
    for (const auto* one : *row.fact->responsible()) {
      responsible.push_back(addressee_json(one, telling));
    }
  }
  return {{"plan", to_hex(plan.id)},
          {"row", to_hex(row.row)},
          {"printed_number", text_or_null(row.printed_number)},
          {"section", text_or_null(row.section)},
          {"title", row.title},
          {"responsible", std::move(responsible)},
          {"components",
           list_json(row.components,
                     [&](const gov::ComponentState& one) { return component_json(one, telling); })},
          {"source", source_json(*row.fact.source)}};
}

Json plan_json(const gov::Plan& plan, const Telling& telling) {
  Json json = plan_line(plan, telling);
  json["approvals"] = list_json(plan.approvals, approval_json);
  json["rows"] = list_json(
      plan.rows, [&](const gov::PlanRow& row) { return plan_row_json(plan, row, telling); });
  json["replaces"] = text_of_field(plan.fact->replaces());
  return json;
}

// --- letters, copies, offices, coverage ---------------------------------------------------------

Json notice_json(const gov::Notice& notice, const Telling& telling) {
  const fb::NoticeDispatched& sent = *notice.fact;
  const auto& receipt = notice.receipt;
  return {
      {"notice", to_hex(notice.id)},
      {"kind", word(fb::EnumNameNoticeKind, notice.kind)},
      {"sender", addressee_json(sent.sender(), telling)},
      {"to", addressee_json(sent.to(), telling)},
      {"sent_on", fuzzy_json(notice.sent_on)},
      {"outgoing_number", text_of_field(sent.outgoing_number())},
      {"channel", word(fb::EnumNameNoticeChannel, sent.channel())},
      {"received",
       notice.received == gov::Truth::kUndetermined ? Json() : Json(receipt.has_value())},
      {"received_on", fuzzy_json(notice.received_on)},
      {"incoming_number", receipt ? text_of_field((*receipt)->incoming_number()) : Json()},
      {"concerns", hex_list(notice.concerns)},
      {"certified_copies",
       list_json(notice.certified, [](const auto& fact) { return json_integer(fact.index()); })},
      {"attached_documents", hex_list(notice.attached_documents)},
      {"receipt", receipt ? Json{{"source", source_json(*receipt->source)}} : Json()},
      {"source", source_json(*notice.fact.source)},
      {"grounds", grounds_json(notice.grounds, telling.language())}};
}

Json certified_copy_json(const Fact<fb::CopyCertified>& fact, const Telling& telling) {
  return {{"copy", to_hex(fact.digest())},
          {"document", fact->document()->str()},
          {"certified_by", paper_signature_json(*fact->certified_by(), telling)},
          {"source", source_json(*fact.source)}};
}

Json office_json(const gov::OfficeChange& change, const Telling& telling) {
  const Fact<fb::OfficeHolderChanged>& fact = change.fact;
  const auto organisation = projections::fixed_of<ledger::Id>(fact->organisation());
  const auto* person = fact->person();
  return {{"organisation", to_hex(organisation)},
          {"organisation_name", telling.name(organisation)},
          {"role", word(fb::EnumNameRole, fact->role())},
          {"position", text_of_field(fact->position())},
          {"person", person == nullptr ? Json() : Json(person->person()->str())},
          {"change", word(fb::EnumNameOfficeChangeKind, fact->change())},
          {"from", legal_date_json(fact->from())},
          {"to", fact->to() == nullptr ? Json() : legal_date_json(fact->to())},
          {"in_office", truth_json(change.in_office)},
          {"authority", fact->authority() == nullptr
                            ? Json()
                            : word(fb::EnumNameAuthorityKind, fact->authority()->kind())},
          {"source", source_json(*fact.source)}};
}

Json representative_json(const gov::RepresentativePower& given, const Telling& telling) {
  const Fact<fb::RepresentativeAuthorised>& fact = given.fact;
  const auto organisation = projections::fixed_of<ledger::Id>(fact->organisation());
  const fb::Authority& power = *fact->power();
  return {{"organisation", to_hex(organisation)},
          {"organisation_name", telling.name(organisation)},
          {"person", fact->person()->person()->str()},
          {"position", text_of_field(fact->position())},
          {"scopes", words(fb::EnumNameRepresentationScope, *fact->scopes())},
          {"body", text_of_field(fact->body())},
          {"power", word(fb::EnumNameAuthorityKind, power.kind())},
          {"number", text_of_field(power.number())},
          {"from", power.from() == nullptr ? Json() : legal_date_json(power.from())},
          {"to", power.to() == nullptr ? Json() : legal_date_json(power.to())},
          {"in_force", truth_json(given.in_force)},
          {"document", text_of_field(power.document())},
          {"source", source_json(*fact.source)}};
}

Json order_json(const Fact<fb::OrderIssued>& fact, const Telling& telling) {
  const auto named = [&](const auto* organisations) {
    Json list = Json::array();
    if (organisations == nullptr) return list;
    for (const auto* id : *organisations) {
      const auto organisation = projections::fixed_of<ledger::Id>(id);
      list.push_back({{"organisation", to_hex(organisation)},
                      {"organisation_name", telling.name(organisation)}});
    }
    return list;
  };
  return {{"order", to_hex(fact.digest())},
          {"title", text_of_field(fact->wording()->title())},
          {"act", act_json(*projections::act_of(fact->act()))},
          {"included", named(fact->included())},
          {"excluded", named(fact->excluded())},
          {"approves", texts_of_field(fact->approves())},
          {"amends", texts_of_field(fact->amends())},
          {"takes_notice_of", texts_of_field(fact->takes_notice_of())},
          {"source", source_json(*fact.source)}};
}

Json coverage_json(const gov::CoverageClaim& claim) {
  return {{"facts", words(fb::EnumNameFactKind, claim.facts)},
          {"from", rules::to_iso(claim.from)},
          {"to", claim.to ? Json(rules::to_iso(*claim.to)) : Json()},
          {"complete", claim.complete},
          {"body", claim.body ? Json(fb::EnumNameBodyKind(*claim.body)) : Json()},
          {"evidence", evidence_json(claim.evidence)}};
}

}  // namespace api
