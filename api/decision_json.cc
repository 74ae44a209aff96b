// SPDX-License-Identifier: Apache-2.0
// Decisions with what they assign, and protocols.
#include "api/council_json.h"
#include "api/governance_json.h"
#include "api/paper_json.h"
#include "api/view_json.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;
using projections::Fact;

std::string_view schedule_state(rules::ScheduleState state) {
  switch (state) {
    case rules::ScheduleState::kScheduled:
      return "scheduled";
    case rules::ScheduleState::kUnscheduled:
      return "unscheduled";
    case rules::ScheduleState::kUnbounded:
      return "unbounded";
  }
  return "unscheduled";
}

Json occurrence_json(const rules::Occurrence& occurrence) {
  const auto day = [](const rules::Date& date) { return rules::to_iso(date); };
  return {{"name", occurrence.name},
          {"first_day", occurrence.period ? Json(day(occurrence.period->first)) : Json()},
          {"last_day", occurrence.period ? Json(day(occurrence.period->last)) : Json()},
          {"times", occurrence.times},
          {"due", due_json(occurrence.due)}};
}

Json report_json(const gov::Report& report, const Telling& telling) {
  Json judged;
  if (report.judged) {
    const fb::ExecutionJudged& said = **report.judged;
    judged = {{"verdict", word(fb::EnumNameExecutionVerdict, said.verdict())},
              {"judged_on", legal_date_json(said.judged_on())},
              {"source", source_json(*report.judged->source)}};
  }
  return {{"organisation", hex_or_null(report.organisation)},
          {"organisation_name", telling.name(report.organisation)},
          {"event_on", fuzzy_json(report.event_on)},
          {"done_on", fuzzy_json(report.done_on)},
          {"counts", report.counts == gov::Truth::kYes},
          {"results", texts_of_field(report.fact->results())},
          {"judged", std::move(judged)},
          {"source", source_json(*report.fact.source)}};
}

Json term_change_json(const Fact<fb::TermChanged>& fact) {
  return {{"change", word(fb::EnumNameTermChangeKind, fact->change())},
          {"basis", text_of_field(fact->basis())},
          {"source", source_json(*fact.source)}};
}

Json decision_addressee_json(const gov::DecisionAddressee& one, const Telling& telling) {
  return {{"kind", word(fb::EnumNameAddresseeKind, one.kind)},
          {"organisation", hex_or_null(one.organisation)},
          {"organisation_name", telling.name(one.organisation)},
          {"role", one.role ? Json(fb::EnumNameRole(*one.role)) : Json()},
          {"body", one.body ? Json(fb::EnumNameBodyKind(*one.body)) : Json()},
          {"description", text_or_null(one.description)},
          {"organisations", hex_list(one.organisations)}};
}

Json decision_reading_json(const gov::DecisionReading& reading) {
  return {{"turned", projections::rules::to_text(reading.turned)},
          {"state", gov::name_of(reading.state)},
          {"quorum_demanded", reading.quorum_demanded},
          {"present", number_or_null(reading.present)},
          {"total", number_or_null(reading.total)},
          {"needed", number_or_null(reading.needed)}};
}

/// The duty as an assignment shows it; the rest is at /obligations under the same key.
Json duty_json(const gov::Obligation& duty) {
  const auto& left = duty.verdict.days_left;
  return {{"key", to_hex(duty.key)},          {"period", text_or_null(duty.period)},
          {"due", due_json(duty.due)},        {"state", gov::name_of(duty.verdict.state)},
          {"done", fuzzy_or_null(duty.done)}, {"days_left", left ? json_integer(*left) : Json()},
          {"cancelled", duty.cancelled}};
}

std::string_view signer_kind(fb::ProtocolSignerKind kind) {
  return fb::EnumNameProtocolSignerKind(kind);
}

Json signers_json(const std::vector<fb::ProtocolSignerKind>& kinds) {
  return list_json(kinds, [](fb::ProtocolSignerKind kind) { return Json(signer_kind(kind)); });
}

Json signature_json(const gov::ProtocolSignature& signature, const Telling& telling) {
  return {{"acting_as", word(fb::EnumNameActingAs, signature.acting_as)},
          {"organisation", hex_or_null(signature.organisation)},
          {"organisation_name", telling.name(signature.organisation)},
          {"seat", hex_or_null(signature.seat)},
          {"position", text_of_field(signature.fact->signature()->position())},
          {"signed_on", fuzzy_json(signature.signed_on)},
          {"chair_of_meeting", truth_json(signature.chair_of_meeting)},
          {"term_expired", signature.term_expired},
          {"held_by_another", signature.held_by_another},
          {"stand_in", signature.stand_in},
          {"mandate", truth_json(signature.mandate)},
          {"source", source_json(*signature.fact.source)}};
}

Json approval_json(const Fact<fb::ProtocolApproved>& fact) {
  const fb::PaperSignature& signature = *fact->signature();
  return {{"acting_as", word(fb::EnumNameActingAs, signature.acting_as())},
          {"organisation", text_of_field(signature.organisation())},
          {"position", text_of_field(signature.position())},
          {"signed_on", legal_date_json(signature.signed_on())},
          {"source", source_json(*fact.source)}};
}

Json offices_json(const fb::DecisionDeclared& decision) {
  Json list = Json::array();
  if (decision.offices() == nullptr) return list;
  for (const auto* one : *decision.offices()) {
    list.push_back({{"seat", one->seat()->str()},
                    {"office", word(fb::EnumNameOfficeKind, one->office())},
                    {"mode", word(fb::EnumNameOfficeMode, one->mode())},
                    {"from", legal_date_json(one->from())}});
  }
  return list;
}

}  // namespace

Json objection_json(const Fact<fb::ObjectionRecorded>& fact, const Telling& telling) {
  const auto organisation = projections::optional_of<ledger::Id>(fact->organisation());
  return {{"kind", word(fb::EnumNameObjectionKind, fact->kind())},
          {"organisation", hex_or_null(organisation)},
          {"organisation_name", telling.name(organisation)},
          {"seat", text_of_field(fact->seat())},
          {"title", fact->wording()->title()->str()},
          {"source", source_json(*fact.source)}};
}

Json addressee_json(const fb::Addressee* addressee, const Telling& telling) {
  if (addressee == nullptr) return {};
  const auto organisation = projections::optional_of<ledger::Id>(addressee->organisation());
  const auto* role = addressee->role();
  const auto* body = addressee->body();
  return {{"kind", word(fb::EnumNameAddresseeKind, addressee->kind())},
          {"organisation", hex_or_null(organisation)},
          {"organisation_name", telling.name(organisation)},
          {"role", role == nullptr ? Json() : word(fb::EnumNameRole, role->role())},
          {"body", body == nullptr ? Json() : word(fb::EnumNameBodyKind, body->kind())},
          {"description", text_of_field(addressee->description())}};
}

Json component_json(const gov::ComponentState& component, const Telling& telling) {
  const auto& meetings_of = component.meetings_of;
  return {{"number", component.number},
          {"title", component.title},
          {"printed", text_or_null(component.printed)},
          {"anchor", text_or_null(component.anchor)},
          {"schedule", word(fb::EnumNameScheduleKind, component.kind)},
          {"meetings_of", meetings_of ? Json(fb::EnumNameBodyKind(*meetings_of)) : Json()},
          {"schedule_state", schedule_state(component.scheduled.state)},
          {"awaited", text_or_null(component.scheduled.awaited)},
          {"occurrences", list_json(component.scheduled.occurrences, occurrence_json)},
          {"cancelled", component.cancelled},
          {"term_changes", list_json(component.term_changes, term_change_json)},
          {"reports", list_json(component.reports, [&](const gov::Report& report) {
             return report_json(report, telling);
           })}};
}

// --- decisions ----------------------------------------------------------------------------------

Json decision_line(const gov::Decision& decision, const Telling& telling) {
  return {{"decision", to_hex(decision.id)},
          {"printed_number", text_of_field(decision.fact->printed_number())},
          {"title", decision.title},
          {"kind", word(fb::EnumNameDecisionKind, decision.kind)},
          {"body", hex_or_null(decision.body)},
          {"body_kind", word(fb::EnumNameBodyKind, decision.body_kind)},
          {"day", fuzzy_json(decision.day)},
          {"meeting", decision.meeting ? Json(to_hex(decision.meeting->id)) : Json()},
          {"agenda_item", number_or_null(decision.fact->agenda_item())},
          {"ballot", decision.ballot ? Json(to_hex(decision.ballot->id)) : Json()},
          {"state", gov::name_of(decision.state)},
          {"stated", word(fb::EnumNameStatedResult, decision.fact->stated_result())},
          {"mismatch", decision.mismatch},
          {"in_competence", truth_json(decision.in_competence)},
          {"on_agenda", truth_json(decision.on_agenda)},
          {"form_allowed", truth_json(decision.form_allowed)},
          {"protocol", decision.protocol ? json_integer(*decision.protocol) : Json()},
          {"component_count", decision.components.size()},
          {"source", source_json(*decision.fact.source)},
          {"grounds", grounds_json(decision.grounds, telling.language())}};
}

Json decision_json(const gov::Decision& decision, const Telling& telling) {
  Json json = decision_line(decision, telling);
  json["quorum"] = quorum_json(decision.quorum, telling);
  json["readings"] = list_json(decision.readings, decision_reading_json);
  json["all_readings"] = decision.all_readings;
  json["addressees"] = list_json(decision.addressees, [&](const gov::DecisionAddressee& one) {
    return decision_addressee_json(one, telling);
  });
  json["components"] = list_json(decision.components, [&](const gov::ComponentState& one) {
    return component_json(one, telling);
  });
  json["depends_on"] = list_json(decision.depends_on, [](const gov::Dependency& one) {
    return Json{{"decision", one.decision->decision()->str()},
                {"carried_out", truth_json(one.carried_out)},
                {"source", source_json(*one.decision.source)}};
  });
  json["offices"] = offices_json(*decision.fact);
  json["admits"] = texts_of_field(decision.fact->admits());
  json["excludes"] = texts_of_field(decision.fact->excludes());
  json["about"] = texts_of_field(decision.fact->about());
  json["missing_parts"] = list_json(decision.missing_parts, [](fb::OpinionPart part) {
    return Json(fb::EnumNameOpinionPart(part));
  });
  json["objections"] = list_json(decision.objections,
                                 [&](const auto& fact) { return objection_json(fact, telling); });
  return json;
}

Json assignments_json(const gov::Decision& decision, const std::vector<gov::Obligation>& duties,
                      const Telling& telling) {
  Json list = Json::array();
  for (const gov::ComponentState& component : decision.components) {
    Json json = {{"decision", to_hex(decision.id)},
                 {"printed_number", text_of_field(decision.fact->printed_number())},
                 {"decision_title", decision.title},
                 {"decision_state", gov::name_of(decision.state)},
                 {"day", fuzzy_json(decision.day)}};
    const Json inner = component_json(component, telling);
    for (const auto& [name, value] : inner.items()) json[name] = value;
    json["addressees"] = list_json(decision.addressees, [&](const gov::DecisionAddressee& one) {
      return decision_addressee_json(one, telling);
    });
    json["duties"] = Json::array();
    for (const gov::Obligation& duty : duties) {
      const bool of_this = duty.kind == gov::ObligationKind::kAssignment &&
                           duty.subject == decision.fact.digest() &&
                           duty.component == component.number;
      if (of_this) json["duties"].push_back(duty_json(duty));
    }
    json["source"] = source_json(*decision.fact.source);
    list.push_back(std::move(json));
  }
  return list;
}

// --- protocols ----------------------------------------------------------------------------------

Json protocol_line(const gov::Protocol& protocol, const Telling& telling) {
  return {{"protocol", to_hex(protocol.id)},
          {"number", text_or_null(protocol.number)},
          {"dated", fuzzy_json(protocol.dated)},
          {"meeting", protocol.meeting ? Json(to_hex(protocol.meeting->id)) : Json()},
          {"meeting_day", protocol.meeting ? fuzzy_json(protocol.meeting->day) : Json()},
          {"state", gov::name_of(protocol.state)},
          {"signed", truth_json(protocol.whole)},
          {"formal", truth_json(protocol.formal)},
          {"signature_count", protocol.signatures.size()},
          {"missing_signers", signers_json(protocol.missing_signers)},
          {"chair_demanded", protocol.chair_demanded},
          {"chair_missing", protocol.chair_missing},
          {"approval_undated", protocol.approval_undated},
          {"presiding_approved", protocol.presiding_approved},
          {"replaced_by", protocol.replaced_by ? json_integer(*protocol.replaced_by) : Json()},
          {"document", protocol.fact->document()->str()},
          {"source", source_json(*protocol.fact.source)},
          {"grounds", grounds_json(protocol.grounds, telling.language())}};
}

Json protocol_json(const gov::Protocol& protocol, const Telling& telling) {
  Json json = protocol_line(protocol, telling);
  json["required_signers"] = signers_json(protocol.required_signers);
  json["signatures"] = list_json(protocol.signatures, [&](const gov::ProtocolSignature& one) {
    return signature_json(one, telling);
  });
  json["approvals"] = list_json(protocol.approvals, approval_json);
  json["objections"] = list_json(protocol.objections,
                                 [&](const auto& fact) { return objection_json(fact, telling); });
  json["copies"] = list_json(
      protocol.copies, [&](const gov::Notice& notice) { return notice_json(notice, telling); });
  json["decisions"] = texts_of_field(protocol.fact->decisions());
  return json;
}

}  // namespace api
