// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/fact_days.h"

#include <utility>

#include "projections/governance/charters.h"

namespace projections::governance::internal {

FuzzyDate occurred(const fb::EventBody& body) {
  return rules::fuzzy(body.dates() == nullptr ? nullptr : body.dates()->occurred());
}

namespace {

template <typename PrintedValues>
FuzzyDate day_in_header(const PrintedValues* printed) {
  if (printed == nullptr) return {};
  for (const fb::Printed* one : *printed) {
    if (one->place() == fb::PrintedPlace::HEADER) return rules::fuzzy(one->date());
  }
  return {};
}

}  // namespace

FuzzyDate header_day(const fb::Act* act) {
  return act == nullptr ? FuzzyDate{} : day_in_header(act->printed());
}

FuzzyDate header_day(const fb::DocumentRegistered& paper) { return day_in_header(paper.printed()); }

bool tells(const FuzzyDate& date) { return date.not_before || date.not_after; }

bool to_come(const FuzzyDate& date, Date on) {
  return rules::before(FuzzyDate::on(on), date) == Truth::kYes;
}

FuzzyDate order_day(const Fact<fb::OrderIssued>& fact) {
  if (fact.source->effective) return rules::fuzzy(*fact.source->effective);
  const FuzzyDate header = header_day(fact->act());
  return tells(header) ? header : occurred(*fact.body);
}

FuzzyDate order_dated(const Fact<fb::OrderIssued>& fact) {
  const FuzzyDate header = header_day(fact->act());
  return tells(header) ? header : order_day(fact);
}

FuzzyDate composed_from(const Fact<fb::BodyComposed>& fact) {
  if (fact->from() != nullptr) return rules::fuzzy(fact->from());
  if (fact.source->effective) return rules::fuzzy(*fact.source->effective);
  const FuzzyDate day = occurred(*fact.body);
  return tells(day) ? day : header_day(fact->act());
}

FuzzyDate no_later_than_recorded(const Chronicle& chronicle, const FuzzyDate& stated,
                                 const Source& source) {
  if (stated.not_after) return stated;
  FuzzyDate out = stated;
  const Date recorded = recorded_on(source, zone_minutes_of(chronicle));
  if (!stated.not_before || *stated.not_before <= recorded) out.not_after = recorded;
  return out;
}

FuzzyDate later_of(const FuzzyDate& a, const FuzzyDate& b) {
  const rules::NamedDate both[] = {{"", a}, {"", b}};
  return rules::latest(both).date;
}

FuzzyDate earlier_of(const FuzzyDate& a, const FuzzyDate& b) {
  const rules::NamedDate both[] = {{"", a}, {"", b}};
  return rules::earliest(both).date;
}

FuzzyDate days_after(const FuzzyDate& date, int count) {
  return rules::mapped(date, [count](Date day) { return day + rules::days(count); });
}

Missing missing(std::string what, std::string english, std::string russian) {
  return {std::move(what), {std::move(english), std::move(russian)}};
}

}  // namespace projections::governance::internal
