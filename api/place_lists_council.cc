// SPDX-License-Identifier: Apache-2.0
// Meetings, ballots, decisions with what they assign, protocols.
#include "api/council_json.h"
#include "api/internal/list_words.h"
#include "api/place_lists.h"
#include "api/view_json.h"
#include "projections/governance/duties.h"
#include "projections/governance/told_on.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;

Json meetings(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  return list_json(gov::meetings_told(council),
                   [&](const gov::Meeting& one) { return meeting_json(council, one, telling); });
}

Json ballots(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  return list_json(gov::ballots_told(council),
                   [&](const gov::Ballot& one) { return ballot_json(one, telling); });
}

Json decisions(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  return list_json(gov::decisions_told(council),
                   [&](const gov::Decision& one) { return decision_json(one, telling); });
}

Json assignments(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  const auto duties = gov::duties_of(council);
  Json list = Json::array();
  for (const gov::Decision& decision : gov::decisions_told(council)) {
    for (Json& one : assignments_json(decision, duties, telling)) list.push_back(std::move(one));
  }
  return list;
}

Json protocols(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  return list_json(gov::protocols_told(council),
                   [&](const gov::Protocol& one) { return protocol_json(one, telling); });
}

PlaceList meeting_list() {
  PlaceList list{"meetings", "MeetingLine", "Meetings", "Meetings with their quorum", meetings};
  list.form.filters = {{"kind", {"kind"}, list_words(fb::EnumNamesMeetingKind())},
                       {"state",
                        {"state"},
                        list_words(gov::MeetingResult::kUndetermined, gov::MeetingResult::kReplaced,
                                   [](gov::MeetingResult result) { return gov::name_of(result); })},
                       {"form", {"form"}, list_words(fb::EnumNamesMeetingForm())},
                       {"body", {"body"}},
                       {"seat", {"present"}},
                       {"organisation", {"attendees.organisation"}}};
  list.form.days = {"day", "day"};
  list.form.texts = {"title", "agenda.title"};
  list.form.orders = {{"day", "day"}, {"title", "title"}};
  list.id = "meeting";
  list.card = "MeetingCard";
  list.card_summary = "A meeting: agenda, attendance, quorum of every question, who presided";
  return list;
}

PlaceList ballot_list() {
  PlaceList list{"ballots", "BallotLine", "Ballots", "Ballots with their computed outcome",
                 ballots};
  list.form.filters = {{"kind", {"kind"}, list_words(fb::EnumNamesDecisionKind())},
                       {"state", {"state"}, {"open", "closed"}},
                       {"adopted", {"adopted"}, truth_words()},
                       {"grade",
                        {"grade"},
                        list_words(rules::TallyGrade::kSignedRollCall, rules::TallyGrade::kNone,
                                   [](rules::TallyGrade grade) { return gov::name_of(grade); })},
                       {"body", {"body"}},
                       {"meeting", {"meeting"}},
                       {"seat", {"roll_call.seat"}},
                       {"organisation", {"roll_call.organisation", "voices.organisation"}}};
  list.form.days = {"day", "day"};
  list.form.texts = {"question", "options.title"};
  list.form.orders = {{"day", "day"}, {"question", "question"}};
  list.id = "ballot";
  list.card = "BallotCard";
  list.card_summary = "A ballot: roll call, base, what was needed, margin, every reading";
  return list;
}

PlaceList decision_list() {
  PlaceList list{"decisions", "DecisionLine", "Decisions", "Decisions and how they stand",
                 decisions};
  list.form.filters = {
      {"kind", {"kind"}, list_words(fb::EnumNamesDecisionKind())},
      {"state",
       {"state"},
       list_words(gov::DecisionState::kUndetermined, gov::DecisionState::kNotOfABody,
                  [](gov::DecisionState state) { return gov::name_of(state); })},
      {"body", {"body"}},
      {"meeting", {"meeting"}},
      {"ballot", {"ballot"}},
      {"organisation",
       {"addressees.organisation", "addressees.organisations", "admits", "excludes"}}};
  list.form.days = {"day", "day"};
  list.form.texts = {"title", "printed_number", "components.title"};
  list.form.orders = {{"day", "day"}, {"title", "title"}};
  list.id = "decision";
  list.card = "DecisionCard";
  list.card_summary = "A decision: quorum, ballot, addressees, what it assigns, objections";
  return list;
}

PlaceList assignment_list() {
  PlaceList list{"assignments", "Assignment", "Assignments",
                 "What decisions assign, with the duties that follow and the reports", assignments};
  list.form.filters = {{"decision", {"decision"}},
                       {"organisation", {"addressees.organisation", "addressees.organisations"}},
                       {"state",
                        {"duties.state"},
                        list_words(rules::DutyState::kOpen, rules::DutyState::kUndetermined,
                                   [](rules::DutyState state) { return gov::name_of(state); })}};
  list.form.days = {"duties.due.effective", "duties.due.effective"};
  list.form.texts = {"title", "decision_title", "printed"};
  list.form.orders = {{"title", "title"}, {"due", "duties.due.effective"}};
  list.has_overdue = true;
  return list;
}

PlaceList protocol_list() {
  PlaceList list{"protocols", "ProtocolLine", "Protocols", "Protocols and who signed them",
                 protocols};
  list.form.filters = {{"state",
                        {"state"},
                        list_words(gov::ProtocolState::kDraft, gov::ProtocolState::kSuperseded,
                                   [](gov::ProtocolState state) { return gov::name_of(state); })},
                       {"formal", {"formal"}, truth_words()},
                       {"meeting", {"meeting"}},
                       {"seat", {"signatures.seat"}},
                       {"organisation", {"signatures.organisation"}}};
  list.form.days = {"dated", "dated"};
  list.form.texts = {"number"};
  list.form.orders = {{"dated", "dated"}, {"number", "number"}};
  list.id = "protocol";
  list.card = "ProtocolCard";
  list.card_list = "versions";
  list.card_summary = "A protocol's versions: signers, approvals, objections, copies";
  return list;
}

}  // namespace

std::vector<PlaceList> council_lists() {
  return {meeting_list(), ballot_list(), decision_list(), assignment_list(), protocol_list()};
}

}  // namespace api
