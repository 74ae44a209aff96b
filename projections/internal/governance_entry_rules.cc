// SPDX-License-Identifier: Apache-2.0
// Entries of the registers are changed by whom they concern: an organisation's by itself or by
// those who run the place where it was registered, a calendar by those who run its place, a post
// where the organisation belongs. Version 3 of the rules.
#include "projections/internal/governance_case.h"
#include "projections/internal/governance_ties.h"

namespace projections::internal {
namespace {

using ledger::Id;
using ledger::Ok;
using ledger::ScopeKind;
using ledger::Status;

bool is_author(const Case& c, const Id& organisation) {
  return c.author().organisation == organisation;
}

bool operates_ledger(const Case& c) {
  return c.author().organisation && c.state.one<Id>("agF") == *c.author().organisation;
}

bool runs(const Case& c, const Place& place) {
  return c.author().organisation && Ties(c.state, place, *c.author().organisation).runs();
}

Place place_at(const Case& c, const ledger::Scope& scope) {
  return c.state.place(scope, c.candidate.recorded_at_us);
}

/// Those who run the place where it was registered; of one registered under older rules, those who
/// run the place of the event, if it belongs there.
bool runs_home_of(const Case& c, const Id& organisation) {
  if (const auto home = home_of(c.state, organisation)) return runs(c, place_at(c, *home));
  if (c.place.scope.kind == ScopeKind::kLedger) return operates_ledger(c);
  return runs(c, c.place) && Ties(c.state, c.place, organisation).of_region();
}

Status check_changed(const Case& c, const fb::OrganisationChanged& event) {
  const Id organisation = fixed_of<Id>(event.organisation());
  if (is_author(c, organisation) || operates_ledger(c) || runs_home_of(c, organisation)) {
    return Ok{};
  }
  const auto home = home_of(c.state, organisation);
  const Sentence where = home ? Sentence{" (", " ("} + place_words(*home) + same(")") : Sentence();
  return not_allowed(c,
                     with_id("the organisation ", "организация ", organisation) +
                         Sentence{" itself, the operator of the ledger or who runs the place where "
                                  "it was registered",
                                  ", оператор журнала или те, кто управляет местом, где она "
                                  "зарегистрирована"} +
                         where,
                     "payload.organisation");
}

bool operates_region(const Case& c) {
  return c.place.scope.kind == ScopeKind::kRegion && c.author().organisation &&
         c.state.holds_role(c.place, fb::Role::REGIONAL_OPERATOR, *c.author().organisation) !=
             Truth::kNo;
}

/// Whoever publishes a calendar publishes the next one in its place, and no other place's.
Status check_replaced(const Case& c, const fb::CalendarYearPublished& event) {
  if (event.replaces() == nullptr) return Ok{};
  const auto replaced = fixed_of<ledger::Hash>(event.replaces());
  for (const ledger::Referenced& one : c.candidate.referenced) {
    if (one.reference->digest != replaced || one.scope == c.place.scope) continue;
    return refuse("PLACE_MISMATCH",
                  Sentence{"the calendar that this one replaces is one of ",
                           "заменяемый календарь относится к другому месту: "} +
                      place_words(one.scope) + Sentence{", this one is of ", ", а этот — сюда: "} +
                      place_words(c.place.scope),
                  one.reference->where);
  }
  return Ok{};
}

Status check_calendar(const Case& c, const fb::CalendarYearPublished& event) {
  const bool of_cluster = c.place.scope.kind == ScopeKind::kCluster && runs(c, c.place);
  if (operates_ledger(c) || operates_region(c) || of_cluster) return check_replaced(c, event);
  return not_allowed(c,
                     Sentence{"the operator of the place of the calendar (",
                              "оператор того места, чей это календарь ("} +
                         place_words(c.place.scope) +
                         Sentence{") or of the ledger", "), или оператор журнала"},
                     "author.capacity.organisation");
}

Status check_region(const Case& c) {
  if (operates_ledger(c)) return Ok{};
  return not_allowed(c, {"the operator of the ledger", "оператор журнала"},
                     "author.capacity.organisation");
}

/// The place in which an organisation is registered is the author's.
Status check_registered(const Case& c) {
  if (c.place.scope.kind == ScopeKind::kLedger || !c.author().organisation) return Ok{};
  if (Ties(c.state, c.place, *c.author().organisation).belongs()) return Ok{};
  return not_allowed(c,
                     Sentence{"who runs the place (", "те, кто управляет местом ("} +
                         place_words(c.place.scope) +
                         Sentence{") or takes part in it", ") или участвует в нём"},
                     "author.capacity.organisation");
}

/// A post is told where the organisation belongs; one that belongs nowhere yet, anywhere.
Status check_post_place(const Case& c, const fb::OfficeHolderChanged& event) {
  const Id organisation = fixed_of<Id>(event.organisation());
  if (is_author(c, organisation) || operates_ledger(c)) return Ok{};
  const Ties ties(c.state, c.place, organisation);
  if (ties.of_region() || !ties.of_some_region()) return Ok{};
  return not_allowed(
      c,
      with_id("the organisation ", "организация ", organisation) +
          Sentence{" itself, the operator of the ledger or a place that it has to do with; it has "
                   "nothing to do with ",
                   ", оператор журнала или место, к которому она имеет отношение; здесь она ни при "
                   "чём: "} +
          place_words(c.place.scope),
      "payload.organisation");
}

}  // namespace

Status check_entries(const Case& c) {
  if (const auto* event = c.payload.as<fb::OrganisationChanged>()) return check_changed(c, *event);
  if (const auto* event = c.payload.as<fb::CalendarYearPublished>()) {
    return check_calendar(c, *event);
  }
  if (const auto* event = c.payload.as<fb::OfficeHolderChanged>()) {
    return check_post_place(c, *event);
  }
  if (c.payload.type() == fb::Payload::RegionDeclared) return check_region(c);
  if (c.payload.type() == fb::Payload::OrganisationRegistered) return check_registered(c);
  return Ok{};
}

}  // namespace projections::internal
