// SPDX-License-Identifier: Apache-2.0
// Documents and verdicts as JSON.
#include <array>

#include "api/event_json.h"
#include "api/view_json.h"

namespace api {

namespace {

using projections::DocumentVerdict;

Json optional_number(std::uint64_t number) { return number == 0 ? Json() : json_integer(number); }

Json registration_json(const projections::DocumentRegistration& fact) {
  return {{"edition", fact.edition},
          {"rendition", fact.rendition},
          {"kind", fact.kind},
          {"title", fact.title},
          {"issuer", hex_or_null(fact.issuer)},
          {"issuer_title", text_or_null(fact.issuer_title)},
          {"printed", printed_json(fact.printed)},
          {"edition_of", hex_or_null(fact.edition_of)},
          {"rendition_of", hex_or_null(fact.rendition_of)},
          {"sha256", hex_or_null(fact.sha256)},
          {"commitment", hex_or_null(fact.commitment)},
          {"streebog256", hex_or_null(fact.streebog256)},
          {"bytes", optional_number(fact.bytes)},
          {"media_type", text_or_null(fact.media_type)},
          {"personal_data", fact.personal_data},
          {"custody", text_or_null(fact.custody)},
          {"source", source_json(fact.source)}};
}

Json missing_document_json(const projections::MissingDocumentValue& missing) {
  return {{"kind", text_or_null(missing.kind)},
          {"title", text_or_null(missing.title)},
          {"issuer_title", text_or_null(missing.issuer_title)},
          {"printed", printed_json(missing.printed)}};
}

Json relation_json(const projections::DocumentRelation& fact) {
  return {{"relation", fact.relation},
          {"from_document", to_hex(fact.from_document)},
          {"from", to_hex(fact.from)},
          {"to_document", hex_or_null(fact.to_document)},
          {"to", hex_or_null(fact.to)},
          {"missing", fact.missing ? missing_document_json(*fact.missing) : Json()},
          {"address", text_or_null(fact.address)},
          {"clause", text_or_null(fact.clause)},
          {"effective", date_or_null(fact.effective)},
          {"source", source_json(fact.source)}};
}

Json signature_evidence_json(const projections::SignatureEvidence& fact) {
  const auto layer = [](const projections::VerdictLayerValue& one) {
    return Json{{"layer", one.layer}, {"verdict", one.verdict}};
  };
  return {{"document", to_hex(fact.document)},
          {"kind", fact.kind},
          {"organisation", hex_or_null(fact.organisation)},
          {"moment_source", text_or_null(fact.moment_source)},
          {"moment", fact.moment_us ? text_or_null(rfc3339(*fact.moment_us)) : Json()},
          {"layers", list_json(fact.layers, layer)},
          {"source", source_json(fact.source)}};
}

Json party_json(const projections::PartyValue& party) {
  return {{"number", party.number},
          {"organisation", to_hex(party.organisation)},
          {"named_as", text_or_null(party.named_as)}};
}

Json slot_json(const projections::SlotValue& slot) {
  return {{"slot", slot.slot},
          {"party", slot.party},
          {"acting_as", text_or_null(slot.acting_as)},
          {"position", text_or_null(slot.position)}};
}

/// `count` and `unit` belong to a term of some length, `until` to one with an end.
Json term_json(const projections::TermValue& term) {
  Json json = {{"kind", term.kind}};
  if (term.kind == "UNTIL") json["until"] = date_or_null(term.until);
  if (term.kind == "LENGTH") {
    json["count"] = term.count;
    json["unit"] = term.unit;
  }
  return json;
}

Json carried_agreement_json(const projections::AgreementFact& fact) {
  return {{"agreement", to_hex(fact.agreement)},
          {"version", fact.version},
          {"title", fact.title},
          {"kind", text_or_null(fact.kind)},
          {"document", to_hex(fact.document)},
          {"parties", list_json(fact.parties, party_json)},
          {"slots", list_json(fact.slots, slot_json)},
          {"printed", printed_json(fact.printed)},
          {"term", term_json(fact.term)},
          {"adopted_by", hex_or_null(fact.adopted_by)},
          {"replaces", hex_or_null(fact.replaces)},
          {"source", source_json(fact.source)}};
}

Json ids_json(const std::vector<ledger::Id>& ids) {
  return list_json(ids, [](const ledger::Id& id) { return to_hex(id); });
}

Json amendment_json(const projections::AmendmentFact& fact) {
  return {{"supplementary", to_hex(fact.supplementary)},
          {"agreement", to_hex(fact.agreement)},
          {"supplementary_document", to_hex(fact.supplementary_document)},
          {"amended_document", hex_or_null(fact.amended_document)},
          {"kinds", fact.kinds},
          {"title", text_or_null(fact.title)},
          {"document", to_hex(fact.document)},
          {"parties", list_json(fact.parties, party_json)},
          {"slots", list_json(fact.slots, slot_json)},
          {"included", ids_json(fact.included)},
          {"excluded", ids_json(fact.excluded)},
          {"term", fact.term ? term_json(*fact.term) : Json()},
          {"effective", date_or_null(fact.effective)},
          {"source", source_json(fact.source)}};
}

Json signing_json(const projections::SigningFact& fact) {
  return {{"target", to_hex(fact.target)},
          {"slot", fact.slot},
          {"organisation", hex_or_null(fact.organisation)},
          {"signed_on", date_or_null(fact.signed_on)},
          {"source", source_json(fact.source)}};
}

Json termination_json(const projections::TerminationFact& fact) {
  return {{"agreement", to_hex(fact.agreement)},
          {"terminated_on", date_json(fact.terminated_on)},
          {"ground", text_or_null(fact.ground)},
          {"source", source_json(fact.source)}};
}

Json effect_json(const projections::EffectFact& fact) {
  return {{"by", fact.by},
          {"document", to_hex(fact.document)},
          {"title", text_or_null(fact.title)},
          {"effective", date_json(fact.effective)},
          {"source", source_json(fact.source)}};
}

std::string_view state_name(projections::DocumentState state) {
  constexpr std::array<std::string_view, 11> kNames = {
      "UNKNOWN",  "WITHDRAWN", "IN_FORCE",     "AMENDED",   "NOT_YET",  "SUPERSEDED",
      "REPEALED", "ENDED",     "UNDETERMINED", "ON_RECORD", "CORRECTED"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view missing_name(projections::MissingKind kind) {
  constexpr std::array<std::string_view, 14> kNames = {
      "SLOTS",    "SIGNATURE", "SIGNATURE_DAY", "EFFECTIVE_DAY", "CONFLICTING_DAYS",
      "TERM_END", "END_DAY",   "NEWER_EDITION", "AMENDMENT",     "PARTY_LINE",
      "APPROVAL", "AGREED_BY", "ISSUER_WORD",   "POWER"};
  return kNames[static_cast<std::size_t>(kind)];
}

/// `number` and `index` are there for the kinds that have one.
Json missing_json(const projections::Missing& missing) {
  using projections::MissingKind;
  Json json = {{"kind", missing_name(missing.kind)}};
  switch (missing.kind) {
    case MissingKind::kSignature:
    case MissingKind::kSignatureDay:
    case MissingKind::kNewerEdition:
      json["number"] = json_integer(missing.number);
      break;
    case MissingKind::kEndDay:
    case MissingKind::kAmendment:
    case MissingKind::kIssuerWord:
    case MissingKind::kPower:
      json["index"] = json_integer(missing.index);
      break;
    default:
      break;
  }
  return json;
}

Json other_json(const projections::OtherDocument& other) {
  const bool has_paper = other.document != ledger::Id{};
  return {{"document", has_paper ? Json(to_hex(other.document)) : Json()},
          {"title", other.title},
          {"edition", optional_number(other.edition)},
          {"same_document", other.same_document},
          {"index", json_integer(other.index)}};
}

/// What is said of a file that some registration names.
void put_findings(Json& json, const DocumentVerdict& verdict) {
  json["document"] = to_hex(verdict.document);
  json["registration"] = to_hex(verdict.registration);
  json["title"] = verdict.title;
  json["kind"] = verdict.kind;
  json["edition"] = verdict.edition;
  json["rendition"] = verdict.rendition;
  json["since"] = text_or_null(verdict.since);
  json["until"] = text_or_null(verdict.until);
  json["by"] = verdict.by ? other_json(*verdict.by) : Json();
  json["missing"] = list_json(verdict.missing, missing_json);
  json["grade"] = grade_name(verdict.grade);
  json["evidence"] = list_json(verdict.evidence, [](const projections::Evidence& one) {
    return Json{{"index", json_integer(one.index)},
                {"grade", one.grade ? Json(grade_name(*one.grade)) : Json()},
                {"key_class", name_of(one.doubt.key_class)},
                {"doubted_by", one.doubt.by > 0 ? json_integer(one.doubt.by) : Json()}};
  });
  json["also"] =
      list_json(verdict.also, [](const DocumentVerdict& one) { return to_hex(one.document); });
}

}  // namespace

Json document_summary_json(const projections::Document& document) {
  const std::uint16_t newest = document.newest_edition();
  const auto* edition = document.edition(newest);
  Json json = Json::object();
  json["document"] = to_hex(document.id);
  json["title"] = edition != nullptr ? Json(edition->title) : Json();
  json["kind"] = edition != nullptr ? Json(edition->kind) : Json();
  json["newest_edition"] = optional_number(newest);
  json["printed"] = edition != nullptr ? printed_json(edition->printed) : Json::array();
  json["source"] = edition != nullptr ? source_json(edition->source) : Json();
  return json;
}

Json document_json(const projections::Document& document) {
  const std::uint16_t newest = document.newest_edition();
  const auto* edition = document.edition(newest);
  Json json = Json::object();
  json["document"] = to_hex(document.id);
  json["title"] = edition != nullptr ? Json(edition->title) : Json();
  json["kind"] = edition != nullptr ? Json(edition->kind) : Json();
  json["newest_edition"] = optional_number(newest);
  json["registrations"] = list_json(document.registrations, registration_json);
  json["relations"] = list_json(document.relations, relation_json);
  json["signature_evidence"] = list_json(document.evidence, signature_evidence_json);
  json["agreements"] = list_json(document.agreements, carried_agreement_json);
  json["amendments"] = list_json(document.amendments, amendment_json);
  json["signings"] = list_json(document.signings, signing_json);
  json["terminations"] = list_json(document.terminations, termination_json);
  json["effects"] = list_json(document.effects, effect_json);
  return json;
}

Json edition_state_json(const DocumentVerdict& verdict) {
  Json json = {{"state", state_name(verdict.state)}};
  put_findings(json, verdict);
  json.erase("document");
  json.erase("also");
  return json;
}

Json near_json(const projections::NearDocument& near) {
  return {{"document", to_hex(near.document)}, {"title", near.title},
          {"index", json_integer(near.index)}, {"same_number", near.same_number},
          {"shared_words", near.shared_words}, {"title_words", near.title_words}};
}

Json verdict_json(const DocumentVerdict& verdict, Language language) {
  const auto speech =
      language == Language::kRu ? projections::Language::kRussian : projections::Language::kEnglish;
  Json json = Json::object();
  json["state"] = state_name(verdict.state);
  json["on"] = verdict.on;
  json["sentence"] = projections::verdict_sentence(verdict, speech);
  if (verdict.state == projections::DocumentState::kUnknown) {
    json["near"] = list_json(verdict.near, near_json);
  } else {
    put_findings(json, verdict);
  }
  return json;
}

}  // namespace api
