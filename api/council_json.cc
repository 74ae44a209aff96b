// SPDX-License-Identifier: Apache-2.0
// Participants, bodies and meetings.
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

Json end_json(const gov::MembershipEnd& end, const Telling& telling) {
  return {{"ground", gov::name_of(end.ground)},
          {"last_day", fuzzy_json(end.last_day)},
          {"effective", truth_json(end.effective)},
          {"code", text_or_null(end.code)},
          {"grounds", grounds_json(end.grounds, telling.language())}};
}

Json application_json(const Fact<fb::AccessionApplied>& fact) {
  return {{"applied_on", legal_date_json(fact->applied_on())},
          {"document", text_of_field(fact->document())},
          {"source", source_json(*fact.source)}};
}

Json withdrawal_json(const Fact<fb::WithdrawalNoticeRecorded>& fact) {
  return {{"act", word(fb::EnumNameWithdrawalAct, fact->act())},
          {"form", word(fb::EnumNameWithdrawalForm, fact->form())},
          {"sent_on", legal_date_json(fact->sent_on())},
          {"received_on", legal_date_json(fact->received_on())},
          {"intended_exit_on", legal_date_json(fact->intended_exit_on())},
          {"source", source_json(*fact.source)}};
}

template <typename T>
Json event_or_null(const std::optional<Fact<T>>& fact) {
  return fact ? json_integer(fact->index()) : Json();
}

std::string_view threshold_relation(rules::Relation relation) {
  return relation == rules::Relation::kAtLeast ? "at_least" : "more_than";
}

Json threshold_json(const rules::Threshold& threshold) {
  return {{"numerator", threshold.numerator},
          {"denominator", threshold.denominator},
          {"relation", threshold_relation(threshold.relation)}};
}

Json presence_json(const gov::Presence& presence, const Telling& telling) {
  return {{"seat", to_hex(presence.seat)},
          {"organisation", hex_or_null(presence.organisation)},
          {"organisation_name", telling.name(presence.organisation)},
          {"form", word(fb::EnumNameMeetingForm, presence.form)},
          {"acting_as", word(fb::EnumNameActingAs, presence.acting_as)},
          {"counted", truth_json(presence.counted)},
          {"code", text_or_null(presence.code)}};
}

Json act_of_chair_json(const gov::ActOfChair& act, const Telling& telling) {
  return {{"as_ruled", truth_json(act.as_ruled)},
          {"chair_missing", act.chair_missing},
          {"stand_in", word(fb::EnumNameStandIn, act.stand_in)},
          {"code", text_or_null(act.code)},
          {"grounds", grounds_json(act.grounds, telling.language())}};
}

Json presiding_json(const gov::Presiding& presiding, const Telling& telling) {
  return {{"seat", hex_or_null(presiding.seat)},
          {"person", hex_or_null(presiding.person)},
          {"is_chair", truth_json(presiding.is_chair)},
          {"act", act_of_chair_json(presiding.act, telling)}};
}

Json absent_json(const fb::AttendanceRecorded& attendance) {
  Json list = Json::array();
  if (attendance.absent() == nullptr) return list;
  for (const auto* one : *attendance.absent()) {
    list.push_back(
        {{"seat", one->seat()->str()}, {"reason", word(fb::EnumNameAbsenceReason, one->reason())}});
  }
  return list;
}

Json invited_json(const fb::AttendanceRecorded& attendance, const Telling& telling) {
  Json list = Json::array();
  if (attendance.invited() == nullptr) return list;
  for (const auto* one : *attendance.invited()) {
    const auto organisation = optional_of<ledger::Id>(one->organisation());
    list.push_back(
        {{"organisation", hex_or_null(organisation)},
         {"organisation_name", telling.name(organisation)},
         {"person", one->person() == nullptr ? Json() : Json(one->person()->person()->str())},
         {"position", text_of_field(one->position())}});
  }
  return list;
}

/// The attendance as the paper has it; null where none is recorded.
Json attendance_json(const std::optional<Fact<fb::AttendanceRecorded>>& fact,
                     const Telling& telling) {
  if (!fact) return {};
  return {{"absent", absent_json(**fact)},
          {"invited", invited_json(**fact, telling)},
          {"present_stated", number_or_null((*fact)->present_stated())},
          {"total_stated", number_or_null((*fact)->total_stated())},
          {"source", source_json(*fact->source)}};
}

Json reading_json(const gov::QuorumReading& reading) {
  return {{"turned", reading.turned},
          {"present", json_integer(reading.present)},
          {"total", json_integer(reading.total)},
          {"needed", json_integer(reading.needed)},
          {"met", truth_json(reading.met)}};
}

Json version_json(const Fact<fb::BodyComposed>& fact) {
  return {{"version", to_hex(fact.digest())},
          {"title", fact->wording()->title()->str()},
          {"from", fuzzy_json(gov::composed_since(fact))},
          {"source", source_json(*fact.source)}};
}

Json constitution_json(const gov::Constitution& made, const Telling& telling) {
  return {{"valid", truth_json(made.valid)},
          {"code", text_or_null(made.code)},
          {"grounds", grounds_json(made.grounds, telling.language())}};
}

}  // namespace

Json successions_json(const std::optional<ledger::Id>& organisation, const Telling& telling) {
  if (!organisation) return Json::array();
  return list_json(telling.successions().of(*organisation), [&](const gov::Succession& one) {
    return Json{{"organisation", to_hex(one.successor)},
                {"organisation_name", telling.name(one.successor)},
                {"successor_of", to_hex(one.organisation)},
                {"change", word(fb::EnumNameOrganisationChangeKind, one.kind)},
                {"from", fuzzy_json(one.from)},
                {"come", truth_json(one.come)},
                {"source", source_json(one.source)}};
  });
}

// --- participants -------------------------------------------------------------------------------

Json consent_json(const Fact<fb::MembershipConsentRecorded>& fact, const Telling& telling) {
  const auto organisation = projections::fixed_of<ledger::Id>(fact->organisation());
  return {{"organisation", to_hex(organisation)},
          {"name", telling.name(organisation)},
          {"answer", word(fb::EnumNameConsentAnswer, fact->answer())},
          {"given_on", legal_date_json(fact->given_on())},
          {"to", text_of_field(fact->to())},
          {"document", text_of_field(fact->document())},
          {"source", source_json(*fact.source)}};
}

Json candidate_json(const gov::Candidate& candidate, const Telling& telling) {
  return {{"organisation", to_hex(candidate.organisation)},
          {"name", telling.name(candidate.organisation)},
          {"applied_on", legal_date_json(candidate.application->applied_on())},
          {"admitted", truth_json(candidate.admitted)},
          {"was_member", candidate.was_member},
          {"document", text_of_field(candidate.application->document())},
          {"source", source_json(*candidate.application.source)}};
}

Json membership_json(const gov::Membership& membership, const Telling& telling) {
  const auto end = [&](const gov::MembershipEnd& one) { return end_json(one, telling); };
  return {
      {"organisation", to_hex(membership.organisation)},
      {"name", telling.name(membership.organisation)},
      {"inn", telling.inn(membership.organisation)},
      {"ogrn", telling.ogrn(membership.organisation)},
      {"category", word(fb::EnumNameOrganisationCategory, membership.category)},
      {"succeeded_by", successions_json(membership.organisation, telling)},
      {"ground", gov::name_of(membership.ground)},
      {"from", fuzzy_json(membership.from)},
      {"last_day", fuzzy_or_null(membership.last_day)},
      {"member", truth_json(membership.on(telling.on()))},
      {"state", gov::name_of(membership.state())},
      {"effective", truth_json(membership.effective)},
      {"code", text_or_null(membership.code)},
      {"consent", gov::name_of(membership.consent)},
      {"answer", membership.answer ? consent_json(*membership.answer, telling) : Json()},
      {"application", membership.application ? application_json(*membership.application) : Json()},
      {"end", membership.end ? end(*membership.end) : Json()},
      {"further_ends", list_json(membership.further_ends, end)},
      {"notice", membership.notice ? withdrawal_json(*membership.notice) : Json()},
      {"ends_without_effect", list_json(membership.without_effect, end)},
      {"register_orders", list_json(membership.register_orders,
                                    [](const auto& fact) { return json_integer(fact.index()); })},
      {"objections", list_json(membership.objections,
                               [&](const auto& fact) { return objection_json(fact, telling); })},
      {"founded_by", {{"source", source_json(membership.founded_by)}}},
      {"grounds", grounds_json(membership.grounds, telling.language())}};
}

// --- bodies -------------------------------------------------------------------------------------

Json seat_json(const ledger::Id& body, const gov::SeatHolder& holder, const Telling& telling) {
  // Held as it was recorded last, and left on a day that may have come.
  const bool open = holder.state == gov::SeatState::kHeld && holder.may_have_left;
  return {{"body", to_hex(body)},
          {"seat", to_hex(holder.seat)},
          {"organisation", hex_or_null(holder.organisation)},
          {"organisation_name", telling.name(holder.organisation)},
          {"state", gov::name_of(open ? gov::SeatState::kUnknown : holder.state)},
          {"person", hex_or_null(holder.person)},
          {"since", fuzzy_json(holder.since)},
          {"authority", truth_json(holder.authority)},
          {"entitled", truth_json(holder.entitled)},
          {"succeeded_by", successions_json(holder.organisation, telling)},
          {"evidence", evidence_json(holder.evidence)}};
}

Json seat_json(const gov::Council& council, const gov::Body& body, const gov::SeatHolder& holder,
               const Telling& telling) {
  gov::SeatHolder told = holder;
  told.evidence.add(*body.fact.source);
  for (const gov::Membership& one : council.members()) {
    const bool own = body.rule != fb::SeatRule::EXPLICIT && holder.organisation == one.organisation;
    if (own && one.on(council.on()) != rules::Truth::kNo) told.evidence.add(one.grounds.evidence);
  }
  return seat_json(body.id, told, telling);
}

Json chair_term_json(const ledger::Id& body, const gov::ChairTerm& term, const Telling& telling) {
  Json vacated;
  if (term.vacated) {
    vacated = {{"vacated_on", legal_date_json((*term.vacated)->vacated_on())},
               {"ground", word(fb::EnumNameVacancyGround, (*term.vacated)->ground())},
               {"source", source_json(*term.vacated->source)}};
  }
  return {{"body", to_hex(body)},
          {"seat", to_hex(term.seat)},
          {"person", hex_or_null(term.person)},
          {"decision", event_or_null(term.decision)},
          {"mode", word(fb::EnumNameOfficeMode, term.mode)},
          {"from", fuzzy_json(term.from)},
          {"last_day", fuzzy_or_null(term.last_day)},
          {"in_office", truth_json(term.in_office(telling.on()))},
          {"vacated", std::move(vacated)},
          {"lost_seat_on", fuzzy_or_null(term.lost_seat_on)},
          {"succeeded_on", fuzzy_or_null(term.succeeded_on)},
          {"effective", truth_json(term.effective)},
          {"code", text_or_null(term.code)},
          {"term_missing", term.term_missing},
          {"term_as_ruled", truth_json(term.term_as_ruled)},
          {"overlaps", term.overlaps},
          {"evidence", evidence_json(term.evidence)},
          {"grounds", grounds_json(term.grounds, telling.language())}};
}

Json body_line(const gov::Council& council, const gov::Body& body, const Telling& telling) {
  const auto chair = council.chair_on(body.id, telling.on());
  return {{"body", to_hex(body.id)},
          {"title", body.fact->wording()->title()->str()},
          {"kind", word(fb::EnumNameBodyKind, body.kind)},
          {"rule", word(fb::EnumNameSeatRule, body.rule)},
          {"from", fuzzy_json(gov::composed_since(body.fact))},
          {"version", to_hex(body.fact.digest())},
          {"parent", text_of_field(body.fact->parent())},
          {"organ_of_cluster", body.organ_of_cluster},
          {"seat_count", body.seats.size()},
          {"vacant_count", body.vacant.size()},
          {"undetermined_count", body.undetermined.size()},
          {"chair_seat", chair ? Json(to_hex(chair->seat)) : Json()},
          {"chair_person", chair ? hex_or_null(chair->person) : Json()},
          {"source", source_json(*body.fact.source)},
          {"grounds", grounds_json(body.grounds, telling.language())}};
}

Json body_json(const gov::Council& council, const gov::Body& body, const Telling& telling) {
  Json json = body_line(council, body, telling);
  json["seats"] = list_json(body.holders, [&](const gov::SeatHolder& one) {
    return seat_json(council, body, one, telling);
  });
  json["vacant"] = hex_list(body.vacant);
  json["undetermined"] = hex_list(body.undetermined);
  json["unrepresented"] = hex_list(body.unrepresented);
  json["chairs"] = list_json(council.chairs(body.id), [&](const gov::ChairTerm& term) {
    return chair_term_json(body.id, term, telling);
  });
  json["constitution"] = constitution_json(gov::constitution_of(council, body), telling);
  json["versions"] = Json::array();
  for (const auto& fact : council.chronicle().all<fb::BodyComposed>()) {
    if (fact->body()->string_view() == to_hex(body.id)) {
      json["versions"].push_back(version_json(fact));
    }
  }
  return json;
}

// --- meetings -----------------------------------------------------------------------------------

Json quorum_json(const gov::QuorumState& quorum, const Telling& telling) {
  return {{"applicable", quorum.applicable},
          {"met", truth_json(quorum.met)},
          {"present", number_or_null(quorum.present)},
          {"total", number_or_null(quorum.total)},
          {"needed", number_or_null(quorum.needed)},
          {"present_open", json_integer(quorum.present_open)},
          {"total_open", json_integer(quorum.total_open)},
          {"changed_late", quorum.changed_late ? truth_json(*quorum.changed_late) : Json()},
          {"base", word(fb::EnumNameQuorumBase, quorum.base)},
          {"threshold", threshold_json(quorum.threshold)},
          {"readings", list_json(quorum.readings, reading_json)},
          {"grounds", grounds_json(quorum.grounds, telling.language())}};
}

Json meeting_line(const gov::Council& council, const gov::Meeting& meeting,
                  const Telling& telling) {
  const auto body = council.chronicle().find<fb::BodyComposed>(meeting.fact->body());
  return {{"meeting", to_hex(meeting.id)},
          {"title", meeting.fact->wording()->title()->str()},
          {"kind", word(fb::EnumNameMeetingKind, meeting.fact->kind())},
          {"body", body ? Json((*body)->body()->str()) : Json()},
          {"body_kind", body ? word(fb::EnumNameBodyKind, (*body)->kind()) : Json()},
          {"day", fuzzy_json(meeting.day)},
          {"form", word(fb::EnumNameMeetingForm, meeting.fact->form())},
          {"state", gov::name_of(meeting.result)},
          {"held", truth_json(meeting.held)},
          {"stated", meeting.closed ? word(fb::EnumNameMeetingOutcome, (*meeting.closed)->outcome())
                                    : Json()},
          {"result_differs", meeting.result_differs},
          {"replaced", meeting.replaced},
          {"counts_for_duty", truth_json(meeting.counts_for_duty)},
          {"attendance_recorded", meeting.attendance.has_value()},
          {"quorum", quorum_json(meeting.quorum, telling)},
          {"source", source_json(*meeting.fact.source)},
          {"grounds", grounds_json(meeting.grounds, telling.language())}};
}

Json meeting_json(const gov::Council& council, const gov::Meeting& meeting,
                  const Telling& telling) {
  Json json = meeting_line(council, meeting, telling);
  json["form_allowed"] = truth_json(meeting.form_allowed);
  json["agenda_state"] = word(fb::EnumNameAgendaState, meeting.agenda_state);
  json["agenda"] = list_json(meeting.agenda, [](const gov::AgendaEntry& entry) {
    return Json{{"number", entry.number}, {"title", entry.title}};
  });
  json["attendees"] = list_json(
      meeting.attendees, [&](const gov::Presence& one) { return presence_json(one, telling); });
  json["present"] = hex_list(meeting.present);
  json["strangers"] = hex_list(meeting.strangers);
  json["unresolved"] = meeting.unresolved;
  json["attendance"] = attendance_json(meeting.attendance, telling);
  json["items"] = list_json(meeting.items, [&](const gov::ItemQuorum& item) {
    return Json{{"agenda_item", item.agenda_item}, {"quorum", quorum_json(item.quorum, telling)}};
  });
  json["convening"] = act_of_chair_json(gov::convening_of(council, meeting), telling);
  json["agenda_act"] = act_of_chair_json(gov::agenda_of(council, meeting), telling);
  json["presiding"] = presiding_json(gov::presiding_of(council, meeting), telling);
  json["earlier"] = list_json(meeting.earlier, [](const Fact<fb::MeetingConvened>& fact) {
    return Json{{"day", legal_date_json(fact->takes_place_on())},
                {"source", source_json(*fact.source)}};
  });
  return json;
}

}  // namespace api
