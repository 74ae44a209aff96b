// SPDX-License-Identifier: Apache-2.0
// Signs in agreements, programmes and plans (TU 4-17; SM 6; TO 3a; PL).
#include "projections/governance/decisions.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;

const fb::AgreementRules* agreement_rules(const Finder& finder) {
  return finder.charter ? finder.charter->charter.parameters().agreement() : nullptr;
}

/// A case under a parameter of the charter of the day.
Case under(const Finder& finder, std::string_view code, const Source* subject,
           std::string_view path) {
  return case_under(code, subject, finder.charter, path);
}

/// A case under the rule by which the agreement's entry into force is judged.
Case of_force(std::string_view code, const Agreement& agreement) {
  return case_under(code, agreement.fact.source, agreement.charter, "agreement.in_force");
}

std::string text(const FuzzyDate& date) { return rules::to_text(date); }

// --- agreements ----------------------------------------------------------------------------------

void find_in_signatures(Finder& finder, const Agreement& agreement) {
  const Source* source = agreement.fact.source;
  for (const SlotState& line : agreement.signatures.slots) {
    if (line.authority_evidenced) continue;
    Case one{"AUTHORITY_NOT_EVIDENCED", source};
    one.period = "slot " + std::to_string(line.slot);
    if (line.signature) one.evidence.add(*line.signature->source);
    finder.add(std::move(one));
  }
  if (agreement.state == ForceState::kUndetermined) {
    Case one = of_force("FORCE_UNDETERMINED", agreement);
    one.numbers = {{"slots", std::to_string(agreement.signatures.slots.size())},
                   {"signed", std::to_string(agreement.signatures.slots_signed)},
                   {"parties", std::to_string(agreement.signatures.parties)}};
    one.evidence.add(agreement.grounds.evidence);
    finder.add(std::move(one));
  }
  if (agreement.state == ForceState::kNotYet && !agreement.signatures.complete()) {
    Case one = of_force("NOT_IN_FORCE", agreement);
    one.numbers = {{"slots", std::to_string(agreement.signatures.slots.size())},
                   {"signed", std::to_string(agreement.signatures.slots_signed)}};
    finder.add(std::move(one));
  }
  if (!agreement.term_stated) finder.add({"TERM_NOT_STATED", source});
}

void find_levels(Finder& finder, const Agreement& agreement) {
  const auto* rules = agreement_rules(finder);
  const auto* levels = agreement.fact->levels();
  if (rules == nullptr || !rules->levels_required() || (levels != nullptr && levels->size() > 0)) {
    return;
  }
  finder.add(under(finder, "NO_LEVELS", agreement.fact.source, "agreement.levels_required"));
}

const Programme* programme_of(const Finder& finder, const Agreement& agreement) {
  const auto named = optional_of<Hash>(agreement.fact->programme());
  for (const Programme& programme : finder.programmes) {
    if (named && programme.fact.digest() == *named) return &programme;
  }
  if (named || finder.programmes.empty()) return nullptr;
  return &finder.programmes.back();
}

void find_against_programme(Finder& finder, const Agreement& agreement) {
  const auto* rules = agreement_rules(finder);
  const Programme* programme = programme_of(finder, agreement);
  if (rules == nullptr || programme == nullptr || agreement.state == ForceState::kSuperseded) {
    return;
  }
  const bool ends =
      agreement.last_day && rules::before(*agreement.last_day, programme->to) == Truth::kYes;
  if (rules->term_minimum() == fb::TermMinimum::PROGRAMME_END && ends) {
    Case one = under(finder, "TERM_TOO_SHORT", agreement.fact.source, "agreement.term_minimum");
    one.numbers = {{"agreement", text(*agreement.last_day)}, {"programme", text(programme->to)}};
    one.evidence.add(programme->grounds.evidence);
    finder.add(std::move(one));
  }
  const bool early = agreement.signatures.complete() &&
                     (rules::before(agreement.concluded_on, programme->signed_on) == Truth::kYes ||
                      programme->signed_by_all == Truth::kNo);
  if (rules->programme_first() && early) {
    Case one = under(finder, "AGREEMENT_BEFORE_PROGRAMME", agreement.fact.source,
                     "agreement.programme_first");
    one.numbers = {{"agreement", text(agreement.concluded_on)},
                   {"programme", text(programme->signed_on)}};
    one.evidence.add(programme->grounds.evidence);
    finder.add(std::move(one));
  }
}

void find_in_amendments(Finder& finder, const Agreement& agreement) {
  for (const Amendment& amendment : agreement.amendments) {
    if (amendment.path_followed != Truth::kNo) continue;
    if (amendment.path == fb::AmendmentPath::COUNCIL_PROTOCOL) {
      finder.add(under(finder, "AMENDMENT_WITHOUT_PROTOCOL", amendment.fact.source,
                       "agreement.amendments"));
    }
    if (amendment.path == fb::AmendmentPath::SUPPLEMENTARY_BY_ALL) {
      Case one =
          under(finder, "AMENDMENT_NOT_BY_ALL", amendment.fact.source, "agreement.amendments");
      one.numbers = {{"signed", std::to_string(amendment.signatures.parties_signed)},
                     {"parties", std::to_string(agreement.parties.size())}};
      finder.add(std::move(one));
    }
  }
}

void find_in_termination(Finder& finder, const Agreement& agreement) {
  const auto* rules = agreement_rules(finder);
  if (!agreement.termination || rules == nullptr) return;
  if (rules->termination() != fb::TerminationRule::ALL_PARTIES) return;
  const auto& fact = *agreement.termination;
  const std::size_t slots = fact->slots() == nullptr ? 0 : fact->slots()->size();
  if (slots >= agreement.parties.size()) return;
  // A paper of which no signature is told says nothing where nobody claims a complete record.
  const CoverageClaim* claim =
      complete_on(finder.claims, fb::FactKind::AGREEMENTS,
                  rules::fuzzy(fact->terminated_on()).not_before.value_or(finder.on));
  if (slots == 0 && claim == nullptr) return;
  Case one = under(finder, "TERMINATION_NOT_BY_ALL", fact.source, "agreement.termination");
  one.numbers = {{"signed", std::to_string(slots)},
                 {"parties", std::to_string(agreement.parties.size())}};
  if (slots == 0) one.evidence.add(claim->evidence);
  finder.add(std::move(one));
}

// --- programmes ----------------------------------------------------------------------------------

bool changes_indicators(const ProgrammeChange& change) {
  return std::find(change.kinds.begin(), change.kinds.end(), fb::ProgrammeChangeKind::INDICATORS) !=
         change.kinds.end();
}

/// The regulation gives a range as the upper limit: beyond its lower end it is a matter of reading,
/// beyond its upper end it is certain.
void find_length(Finder& finder, const Programme& programme, const fb::ProgrammeRules& rules) {
  unsigned limit = rules.years_max();
  std::string_view path = "programme.years_max";
  if (longer_than(programme.from, programme.to, limit) != Truth::kYes) {
    if (!rules.years_expected().has_value()) return;
    limit = *rules.years_expected();
    path = "programme.years_expected";
    if (longer_than(programme.from, programme.to, limit) != Truth::kYes) return;
  }
  Case one = under(finder, "PROGRAMME_TOO_LONG", programme.fact.source, path);
  one.numbers = {
      {"from", text(programme.from)}, {"to", text(programme.to)}, {"years", std::to_string(limit)}};
  finder.add(std::move(one));
}

void find_in_programme(Finder& finder, const Programme& programme,
                       const fb::ProgrammeRules& rules) {
  const Source* source = programme.fact.source;
  for (const std::uint8_t section : programme.missing_sections) {
    Case one = under(finder, "SECTION_MISSING", source, "programme.sections");
    one.period = "section " + std::to_string(section);
    finder.add(std::move(one));
  }
  find_length(finder, programme, rules);
  const auto* claim = complete_on(finder.claims, fb::FactKind::PROGRAMMES, finder.on);
  if (programme.agreed_as_demanded == Truth::kNo && claim != nullptr) {
    Case one = under(finder, "PROGRAMME_NOT_AGREED", source, "programme.agreed_by");
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
  for (const ProgrammeChange& change : programme.changes) {
    const bool agreed = std::any_of(
        change.agreed.begin(), change.agreed.end(),
        [&](const ProgrammeAgreement& one) { return one.by == rules.indicators_agreed_by(); });
    if (!changes_indicators(change) || agreed) continue;
    if (claim == nullptr) continue;
    Case one = under(finder, "INDICATORS_NOT_AGREED", change.fact.source,
                     "programme.indicators_agreed_by");
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
}

// --- plans ---------------------------------------------------------------------------------------

std::uint32_t times_a_year(const fb::Frequency& frequency) {
  switch (frequency.per()) {
    case fb::PeriodKind::CALENDAR_MONTH:
      return frequency.times() * 12u;
    case fb::PeriodKind::CALENDAR_QUARTER:
      return frequency.times() * 4u;
    default:
      return frequency.times();
  }
}

void find_weaker_rows(Finder& finder, const Plan& plan) {
  if (!finder.charter) return;
  for (const PlanRow& row : plan.rows) {
    for (const fb::Component* component : *row.fact->components()) {
      const auto* meetings = component->meetings_of();
      const auto* planned = component->schedule()->at_least();
      if (meetings == nullptr || planned == nullptr) continue;
      const fb::BodyRules* body = finder.charter->charter.body(meetings->kind());
      if (body == nullptr || body->meetings() == nullptr) continue;
      const fb::Frequency& demanded = *body->meetings()->at_least();
      if (times_a_year(*planned) >= times_a_year(demanded)) continue;
      Case one = under(finder, "PLAN_WEAKER_THAN_CHARTER", row.fact.source,
                       rules::Charter::body_path(meetings->kind()) + ".meetings.at_least");
      one.numbers = {{"charter_times_a_year", std::to_string(times_a_year(demanded))},
                     {"plan_times_a_year", std::to_string(times_a_year(*planned))}};
      finder.add(std::move(one));
    }
  }
}

/// The charter gives the plan to a body: another one's decision, or one that was not adopted, is no
/// approval by it.
void find_in_approvals(Finder& finder, const Plan& plan, const fb::PlanRules& rules) {
  for (const PlanApproval& approval : plan.approvals) {
    if (!approval.decision) continue;
    const auto body = finder.council.facts().body_of(**approval.decision);
    const fb::BodyKind kind = body ? finder.council.kind_of(*body) : fb::BodyKind::UNSPECIFIED;
    const bool other = body && kind != rules.approved_by()->kind();
    const bool adopted = outcome_of(finder.council, *approval.decision).adopted != Truth::kNo;
    if (!other && adopted) continue;
    Case one = under(finder, other ? "WRONG_BODY" : "DECISION_NOT_ADOPTED", approval.fact.source,
                     "plan.approved_by");
    one.numbers = {{"approved_by", fb::EnumNameBodyKind(kind)},
                   {"charter", fb::EnumNameBodyKind(rules.approved_by()->kind())}};
    one.evidence.add(*approval.decision->source);
    finder.add(std::move(one));
  }
}

void find_in_plan(Finder& finder, const Plan& plan) {
  const auto* rules = finder.charter ? finder.charter->charter.parameters().plan() : nullptr;
  if (rules != nullptr && plan.period_kind != rules->period()) {
    Case one = under(finder, "PLAN_PERIOD_MISMATCH", plan.fact.source, "plan.period");
    one.numbers = {{"charter", fb::EnumNamePlanPeriodKind(rules->period())},
                   {"plan", fb::EnumNamePlanPeriodKind(plan.period_kind)}};
    finder.add(std::move(one));
  }
  if (rules != nullptr) find_in_approvals(finder, plan, *rules);
  if (!plan.superseded && plan.approved != Truth::kYes) {
    finder.add(under(finder, "PLAN_NOT_APPROVED", plan.fact.source, "plan.approved_by"));
  }
  find_weaker_rows(finder, plan);
  for (const PlanRow& row : plan.rows) {
    for (const ComponentState& component : row.components) {
      if (component.anchor.empty()) continue;
      Case one{"AMBIGUOUS_ANCHOR", row.fact.source, text_of(row.fact->wording()->clause())};
      one.period = "component " + std::to_string(component.number);
      one.detail = {component.anchor, component.anchor};
      finder.add(std::move(one));
    }
  }
}

bool approved_for(const Finder& finder, const rules::Period& year) {
  return std::any_of(finder.plans.begin(), finder.plans.end(), [&](const Plan& plan) {
    return plan.period == year && plan.approved == Truth::kYes;
  });
}

/// From the first day of a year on, where the record of plans is claimed to be complete.
void find_missing_plans(Finder& finder) {
  const auto* rules = finder.charter ? finder.charter->charter.parameters().plan() : nullptr;
  if (rules == nullptr || rules->period() != fb::PlanPeriodKind::CALENDAR_YEAR) return;
  if (finder.chronicle.place().kind != ledger::ScopeKind::kCluster) return;
  const auto since = effective_of(finder.charter->fact).not_after;
  if (!since) return;
  for (int year = rules::year_of(*since) + 1; year <= rules::year_of(finder.on); ++year) {
    const rules::Period period = rules::calendar_year_period(year);
    const auto* claim = complete_on(finder.claims, fb::FactKind::PLANS, period.first);
    if (claim == nullptr || approved_for(finder, period)) continue;
    Case one = under(finder, "PLAN_MISSING", finder.charter->fact.source, "plan.approved_by");
    one.period = std::to_string(year);
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
}

}  // namespace

void find_in_papers(Finder& finder) {
  for (const Agreement& agreement : finder.agreements) {
    if (!finder.own(agreement.fact.scope)) continue;
    find_in_signatures(finder, agreement);
    find_levels(finder, agreement);
    find_against_programme(finder, agreement);
    find_in_amendments(finder, agreement);
    find_in_termination(finder, agreement);
  }
  const auto* rules = finder.charter ? finder.charter->charter.parameters().programme() : nullptr;
  for (const Programme& programme : finder.programmes) {
    if (rules != nullptr && finder.own(programme.fact.scope)) {
      find_in_programme(finder, programme, *rules);
    }
  }
  for (const Plan& plan : finder.plans) {
    if (finder.own(plan.fact.scope)) find_in_plan(finder, plan);
  }
  find_missing_plans(finder);
}

}  // namespace projections::governance::internal
