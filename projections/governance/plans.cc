// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/plans.h"

#include <set>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

/// The charter gives the plan to a body: another one's decision, or one that was not adopted, is no
/// approval by it.
void judge_approval(const Council& council, PlanApproval& approval, Grounds& grounds) {
  if (!approval.decision) return;
  const Outcome outcome = outcome_of(council, *approval.decision);
  approval.counts = outcome.adopted;
  if (outcome.adopted == Truth::kUndetermined) grounds.add(outcome.grounds);
  const auto charter = council.governing(approval.approved_on).charter;
  const fb::PlanRules* rules = charter ? charter->fact->parameters()->plan() : nullptr;
  const auto body = council.facts().body_of(**approval.decision);
  if (rules == nullptr || !body) return;
  approval.of_another_body = council.kind_of(*body) != rules->approved_by()->kind();
  if (approval.of_another_body) approval.counts = Truth::kNo;
}

void add_approvals(const Council& council, Plan& plan) {
  const Chronicle& chronicle = council.chronicle();
  const FuzzyDate today = FuzzyDate::on(council.on());
  plan.approved = Truth::kNo;
  for (const auto& fact : chronicle.all<fb::PlanApproved>()) {
    if (fixed_of<Hash>(fact->plan()) != plan.fact.digest()) continue;
    PlanApproval approval{fact, rules::fuzzy(fact->approved_on()),
                          chronicle.find<fb::DecisionDeclared>(fact->decision())};
    judge_approval(council, approval, plan.grounds);
    const Truth by_now = rules::on_or_before(approval.approved_on, today);
    plan.approved = rules::disjunction(plan.approved, rules::conjunction(by_now, approval.counts));
    plan.grounds.evidence.add(*fact.source);
    plan.approvals.push_back(std::move(approval));
  }
}

PlanRow row_of(const Chronicle& chronicle, const Fact<fb::PlanItemSet>& fact,
               const ExecutionRules& rules, Date on) {
  PlanRow row;
  row.fact = fact;
  row.row = fixed_of<Id>(fact->row());
  row.printed_number = text_of(fact->printed_number());
  row.section = text_of(fact->section());
  row.title = text_of(fact->wording()->title());
  row.components = execution_of(chronicle, fact.digest(), fact->components(), rules, on);
  return row;
}

void add_rows(const Chronicle& chronicle, Plan& plan, const ExecutionRules& rules, Date on) {
  std::vector<Fact<fb::PlanItemSet>> facts;
  std::set<Hash> replaced;
  for (const auto& fact : chronicle.all<fb::PlanItemSet>()) {
    if (fixed_of<Hash>(fact->plan()) != plan.fact.digest()) continue;
    if (internal::to_come(internal::occurred(*fact.body), on)) continue;
    if (const auto old = optional_of<Hash>(fact->replaces())) replaced.insert(*old);
    facts.push_back(fact);
  }
  for (const auto& fact : facts) {
    if (!replaced.contains(fact.digest())) plan.rows.push_back(row_of(chronicle, fact, rules, on));
  }
}

/// How two versions of one plan stand to each other: the later one takes the place of the earlier
/// where it was approved or the earlier one was not, and is a draft beside it otherwise.
void compare(Plan& earlier, Plan& later, Date on) {
  if (internal::to_come(submitted_on(later.fact), on)) return;
  const Truth draft = rules::conjunction(earlier.approved, rules::negation(later.approved));
  earlier.superseded = rules::disjunction(earlier.superseded, rules::negation(draft));
  later.stands = rules::conjunction(later.stands, rules::negation(draft));
}

void compare_versions(std::vector<Plan>& all, Date on) {
  for (Plan& earlier : all) {
    for (Plan& later : all) {
      if (later.id == earlier.id && later.version > earlier.version) compare(earlier, later, on);
    }
  }
  for (Plan& one : all) {
    one.stands = rules::conjunction(one.stands, rules::negation(one.superseded));
  }
}

}  // namespace

FuzzyDate submitted_on(const Fact<fb::PlanSubmitted>& fact) {
  const FuzzyDate stated = rules::fuzzy(fact->submitted_on());
  return internal::tells(stated) ? stated : internal::occurred(*fact.body);
}

std::optional<FuzzyDate> PlanApproval::works_on() const {
  if (counts == Truth::kNo) return std::nullopt;
  if (counts == Truth::kYes) return approved_on;
  return FuzzyDate{approved_on.not_before, std::nullopt};
}

std::vector<Plan> plans(const Council& council) {
  const Chronicle& chronicle = council.chronicle();
  const Charters& charters = council.charters();
  const Date on = council.on();
  std::vector<Plan> out;
  for (const auto& fact : chronicle.all<fb::PlanSubmitted>()) {
    Plan plan;
    plan.fact = fact;
    plan.id = fixed_of<Id>(fact->plan());
    plan.version = fact->version();
    plan.title = text_of(fact->wording()->title());
    plan.period_kind = fact->period();
    plan.period = {rules::date_from_iso(fact->from()->string_view()).value_or(on),
                   rules::date_from_iso(fact->to()->string_view()).value_or(on)};
    plan.grounds.evidence.add(*fact.source);
    plan.charter = charters.of(submitted_on(fact), plan.period.first);
    add_approvals(council, plan);
    add_rows(chronicle, plan, execution_rules(council, plan.charter, plan.period), on);
    out.push_back(std::move(plan));
  }
  compare_versions(out, on);
  return out;
}

std::vector<const PlanRow*> rows_printed(const Plan& plan, std::string_view number) {
  std::vector<const PlanRow*> rows;
  for (const PlanRow& row : plan.rows) {
    if (row.printed_number == number) rows.push_back(&row);
  }
  return rows;
}

}  // namespace projections::governance
