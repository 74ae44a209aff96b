// SPDX-License-Identifier: Apache-2.0
// Letters, certified copies, office holders, representatives, orders, charters, claims of coverage,
// duties, findings.
#include "api/charter_rules_json.h"
#include "api/governance_json.h"
#include "api/internal/list_words.h"
#include "api/paper_json.h"
#include "api/place_lists.h"
#include "api/register_lists.h"
#include "api/view_json.h"
#include "projections/governance/duties.h"
#include "projections/governance/told_on.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;

Json notices(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::notices_told(*place.chronicle, place.on),
                   [&](const gov::Notice& one) { return notice_json(one, telling); });
}

Json certified_copies(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::certified_copies_told(*place.chronicle, place.on),
                   [&](const auto& fact) { return certified_copy_json(fact, telling); });
}

Json offices(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::office_changes(*place.chronicle, place.on),
                   [&](const gov::OfficeChange& one) { return office_json(one, telling); });
}

Json representatives(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(
      gov::representatives_told(*place.chronicle, place.on),
      [&](const gov::RepresentativePower& one) { return representative_json(one, telling); });
}

Json orders(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::orders_told(*place.chronicle, place.on),
                   [&](const auto& fact) { return order_json(fact, telling); });
}

Json charters(const PlaceOnDay& place) { return charters_json(*place.chronicle, place.telling()); }

Json calendars(const PlaceOnDay& place) { return calendars_json(*place.chronicle); }

Json coverage(const PlaceOnDay& place) {
  return list_json(gov::coverage_claims(*place.chronicle), coverage_json);
}

Json obligations(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  return list_json(gov::duties_of(council), [&](const gov::Obligation& duty) {
    return obligation_json(duty, place.language, &telling);
  });
}

Json findings(const PlaceOnDay& place) {
  return list_json(gov::findings(*place.chronicle, place.on), [&](const gov::Finding& finding) {
    return finding_json(finding, place.language);
  });
}

PlaceList notice_list() {
  PlaceList list{"notices", "Notice", "Notices", "Letters, and whether they were received",
                 notices};
  list.form.filters = {{"kind", {"kind"}, list_words(fb::EnumNamesNoticeKind())},
                       {"received", {"received"}, flag_words()},
                       {"organisation", {"sender.organisation", "to.organisation"}}};
  list.form.days = {"sent_on", "sent_on"};
  list.form.texts = {"outgoing_number", "incoming_number"};
  list.form.orders = {{"sent_on", "sent_on"}, {"received_on", "received_on"}};
  list.id = "notice";
  list.card = "NoticeCard";
  list.card_summary = "A letter: what it is about, its attachments, its receipt";
  return list;
}

PlaceList copy_list() {
  PlaceList list{"certified-copies", "CertifiedCopy", "CertifiedCopies", "Certified copies",
                 certified_copies};
  list.form.filters = {{"organisation", {"certified_by.organisation"}}};
  list.form.days = {"certified_by.signed_on", "certified_by.signed_on"};
  list.form.texts = {"certified_by.position", "certified_by.organisation_name"};
  list.form.orders = {{"signed_on", "certified_by.signed_on"}};
  return list;
}

PlaceList office_list() {
  PlaceList list{"offices", "Office", "Offices",
                 "Who came into which office or left it, and who holds it on the day", offices};
  list.form.filters = {{"organisation", {"organisation"}},
                       {"in_office", {"in_office"}, truth_words()},
                       {"role", {"role"}, list_words(fb::EnumNamesRole())},
                       {"person", {"person"}},
                       {"change", {"change"}, list_words(fb::EnumNamesOfficeChangeKind())}};
  list.form.days = {"from", "to"};
  list.form.texts = {"organisation_name", "position"};
  list.form.orders = {{"organisation_name", "organisation_name"}, {"from", "from"}};
  return list;
}

PlaceList representative_list() {
  PlaceList list{"representatives", "Representative", "Representatives",
                 "Who may act for which organisation, and by what power", representatives};
  list.form.filters = {{"organisation", {"organisation"}},
                       {"person", {"person"}},
                       {"scope", {"scopes"}, list_words(fb::EnumNamesRepresentationScope())},
                       {"in_force", {"in_force"}, truth_words()}};
  list.form.days = {"from", "to"};
  list.form.texts = {"organisation_name", "position", "number"};
  list.form.orders = {{"organisation_name", "organisation_name"}, {"from", "from"}, {"to", "to"}};
  return list;
}

PlaceList order_list() {
  PlaceList list{"orders", "Order", "Orders",
                 "Orders about the place: whom they include and exclude, what they approve",
                 orders};
  list.form.filters = {{"organisation", {"included.organisation", "excluded.organisation"}},
                       {"issuer", {"act.issuer"}}};
  list.form.days = {"act.printed.date", "act.printed.date"};
  list.form.texts = {"title", "act.title", "act.printed.number"};
  list.form.orders = {{"date", "act.printed.date"}, {"title", "title"}};
  return list;
}

PlaceList charter_list() {
  PlaceList list{"charters", "CharterLine", "Charters",
                 "Charters of the place and its region, and which one is in force on the day",
                 charters};
  list.form.filters = {{"in_force", {"in_force"}, truth_words()}};
  list.form.days = {"effective", "effective"};
  list.form.texts = {"title"};
  list.form.orders = {{"effective", "effective"}, {"title", "title"}, {"version", "version"}};
  list.id = "charter";
  list.card = "CharterCard";
  list.card_list = "versions";
  list.card_summary = "A charter's versions: each parameter with value, clause and certainty";
  return list;
}

PlaceList calendar_list() {
  PlaceList list{"calendars", "CalendarLine", "Calendars",
                 "Years of calendars of working days, and by which the place counts its deadlines",
                 calendars};
  list.form = calendar_list_form();
  list.id = "publication";
  list.card = "CalendarCard";
  list.card_summary = "A year of a calendar as published, with its days";
  return list;
}

PlaceList coverage_list() {
  PlaceList list{"coverage", "CoverageClaim", "Coverage", "What the record claims to hold",
                 coverage};
  list.form.filters = {{"fact", {"facts"}, list_words(fb::EnumNamesFactKind())},
                       {"complete", {"complete"}, flag_words()}};
  list.form.days = {"from", "to"};
  list.form.orders = {{"from", "from"}};
  return list;
}

PlaceList duty_list() {
  PlaceList list{"obligations", "Obligation", "Obligations",
                 "Duties of the place, with their due days and how they stand on a day",
                 obligations};
  list.form.filters = {
      {"kind",
       {"kind"},
       list_words(gov::ObligationKind::kDeadline, gov::ObligationKind::kPlanRow,
                  [](gov::ObligationKind kind) { return gov::name_of(kind); })},
      {"state",
       {"state"},
       list_words(rules::DutyState::kOpen, rules::DutyState::kUndetermined,
                  [](rules::DutyState state) { return gov::name_of(state); })},
      {"organisation", {"responsible.organisation"}},
      {.parameter = "publication", .paths = {"due.calendars.version"}, .hex_bytes = 32}};
  list.form.days = {"due.effective", "due.effective"};
  list.form.texts = {"title", "name"};
  list.form.orders = {{"due", "due.effective"}, {"title", "title"}};
  list.has_overdue = true;
  return list;
}

PlaceList finding_list() {
  PlaceList list{"findings", "Finding", "Findings",
                 "Signs of violation, gaps of information and remarks on texts", findings};
  std::vector<std::string> codes;
  for (const gov::FindingKind& kind : gov::all_finding_kinds()) codes.emplace_back(kind.code);
  list.form.filters = {{"severity",
                        {"severity"},
                        list_words(gov::Severity::kError, gov::Severity::kInfo,
                                   [](gov::Severity severity) { return gov::name_of(severity); })},
                       {"register",
                        {"register"},
                        list_words(gov::Register::kViolation, gov::Register::kRemark,
                                   [](gov::Register shown_in) { return gov::name_of(shown_in); })},
                       {"code", {"code"}, std::move(codes)}};
  list.form.texts = {"sentence", "subject_name", "detail"};
  list.form.orders = {{"code", "code"}, {"sentence", "sentence"}};
  return list;
}

}  // namespace

std::vector<PlaceList> record_lists() {
  return {notice_list(),  copy_list(),     office_list(),   representative_list(), order_list(),
          charter_list(), calendar_list(), coverage_list(), duty_list(),           finding_list()};
}

}  // namespace api
