// SPDX-License-Identifier: Apache-2.0
// Agreements, programmes with their indicators, plans with their rows.
#include "api/internal/list_words.h"
#include "api/paper_json.h"
#include "api/place_lists.h"
#include "api/view_json.h"
#include "projections/governance/told_on.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;

Json agreements(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::agreements_told(*place.chronicle, place.on),
                   [&](const gov::Agreement& one) { return agreement_json(one, telling); });
}

Json programmes(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::programmes_told(*place.chronicle, place.on),
                   [&](const gov::Programme& one) { return programme_json(one, telling); });
}

Json indicators(const PlaceOnDay& place) {
  Json list = Json::array();
  for (const gov::Programme& programme : gov::programmes_told(*place.chronicle, place.on)) {
    for (const gov::IndicatorYear& year : programme.indicators) {
      list.push_back(indicator_json(programme, year));
    }
  }
  return list;
}

Json plans(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::plans_told(gov::Council(*place.chronicle, place.on)),
                   [&](const gov::Plan& one) { return plan_json(one, telling); });
}

Json plan_rows(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  Json list = Json::array();
  for (const gov::Plan& plan : gov::plans_told(gov::Council(*place.chronicle, place.on))) {
    for (const gov::PlanRow& row : plan.rows) list.push_back(plan_row_json(plan, row, telling));
  }
  return list;
}

PlaceList agreement_list() {
  PlaceList list{"agreements", "AgreementLine", "Agreements",
                 "Agreements, every version, and how they stand on the day", agreements};
  list.form.filters = {
      {"kind", {"kind"}, list_words(fb::EnumNamesAgreementKind())},
      {"state",
       {"state"},
       list_words(gov::ForceState::kUndetermined, gov::ForceState::kSuperseded,
                  [](gov::ForceState state) { return gov::name_of(state); })},
      {"claimed", {"claimed"}, flag_words()},
      {"organisation",
       {"parties.organisation", "slots.organisation", "parties.succeeded_by.organisation"}}};
  list.form.days = {"in_force_from", "in_force_to"};
  list.form.texts = {"title", "amendments.title"};
  list.form.orders = {{"title", "title"}, {"in_force_from", "in_force_from"}};
  list.id = "agreement";
  list.card = "AgreementCard";
  list.card_list = "versions";
  list.card_summary = "An agreement: signature lines, amendments, the parties on the day";
  return list;
}

PlaceList programme_list() {
  PlaceList list{"programmes", "ProgrammeLine", "Programmes", "Programmes of activity", programmes};
  list.form.filters = {{"organisation", {"slots.organisation"}},
                       {"signed_by_all", {"signed_by_all"}, truth_words()}};
  list.form.days = {"from", "to"};
  list.form.texts = {"title"};
  list.form.orders = {{"title", "title"}, {"from", "from"}};
  list.id = "programme";
  list.card = "ProgrammeCard";
  list.card_list = "versions";
  list.card_summary = "A programme: sections, signatures, who agreed it, changes, indicators";
  return list;
}

PlaceList indicator_list() {
  PlaceList list{"indicators", "Indicator", "Indicators",
                 "Indicators of programmes by year, planned and reported", indicators};
  list.form.filters = {{"programme", {"programme"}}};
  list.form.texts = {"title"};
  list.form.orders = {{"title", "title"}, {"year", "year"}};
  return list;
}

PlaceList plan_list() {
  PlaceList list{"plans", "PlanLine", "Plans", "Plans, every version", plans};
  list.form.filters = {{"approved", {"approved"}, truth_words()},
                       {"superseded", {"superseded"}, flag_words()}};
  list.form.days = {"from", "to"};
  list.form.texts = {"title"};
  list.form.orders = {{"title", "title"}, {"from", "from"}};
  list.id = "plan";
  list.card = "PlanCard";
  list.card_list = "versions";
  list.card_summary = "A plan: approvals, rows and what was done about them";
  return list;
}

PlaceList plan_row_list() {
  PlaceList list{"plan-rows", "PlanRow", "PlanRows", "Rows of plans with their execution",
                 plan_rows};
  list.form.filters = {{"plan", {"plan"}}, {"organisation", {"responsible.organisation"}}};
  list.form.days = {"occurrences.due.effective", "occurrences.due.effective", "components"};
  list.form.texts = {"title", "section", "components.title"};
  list.form.orders = {
      {"title", "title"}, {"section", "section"}, {"due", "components.occurrences.due.effective"}};
  list.id = "row";
  list.card = "PlanRowCard";
  list.card_list = "versions";
  list.card_summary = "A row of a plan, in every version of the plan";
  return list;
}

}  // namespace

std::vector<PlaceList> paper_lists() {
  return {agreement_list(), programme_list(), indicator_list(), plan_list(), plan_row_list()};
}

}  // namespace api
