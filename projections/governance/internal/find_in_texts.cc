// SPDX-License-Identifier: Apache-2.0
// Remarks on the texts of acts: dates that differ inside one paper, rules that papers state
// differently, terms that clash, charters that leave open how a council decides, papers that are
// named and missing.
#include <algorithm>
#include <map>
#include <set>

#include "projections/governance/internal/finder.h"
#include "projections/governance/offices.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

// --- dates ---------------------------------------------------------------------------------------

bool dates_the_paper(fb::PrintedPlace place) {
  return place == fb::PrintedPlace::HEADER || place == fb::PrintedPlace::ANNEX ||
         place == fb::PrintedPlace::TEXT;
}

/// The different days that one paper shows for itself.
std::set<std::string> days_printed(
    const flatbuffers::Vector<flatbuffers::Offset<fb::Printed>>* printed) {
  std::set<std::string> days;
  if (printed == nullptr) return days;
  for (const fb::Printed* one : *printed) {
    const auto day = rules::fuzzy(one->date()).day();
    if (day && dates_the_paper(one->place())) days.insert(rules::to_iso(*day));
  }
  return days;
}

void add_date_conflict(Finder& finder, const Source& source, const std::set<std::string>& days) {
  if (days.size() < 2) return;
  Case one{"DATE_CONFLICT", &source};
  for (const std::string& day : days) one.numbers.emplace_back("printed", day);
  finder.add(std::move(one));
}

void find_date_conflicts(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::DocumentRegistered>()) {
    if (fact->rendition_of() == nullptr) {
      add_date_conflict(finder, *fact.source, days_printed(fact->printed()));
    }
  }
  for (const auto& fact : finder.chronicle.own<fb::OrderIssued>()) {
    if (fact->act()->document() == nullptr) {
      add_date_conflict(finder, *fact.source, days_printed(fact->act()->printed()));
    }
  }
}

// --- statements of rules -------------------------------------------------------------------------

/// A rule that a paper states in passing.
struct Statement {
  std::string path;
  std::string value;
  std::string clause;
  const Source* source = nullptr;
  bool own = false;
};

using Statements = flatbuffers::Vector<flatbuffers::Offset<fb::RuleStatement>>;

void add_statements(const Statements* list, const Source* source, bool own,
                    std::vector<Statement>& out) {
  if (list == nullptr) return;
  for (const fb::RuleStatement* one : *list) {
    out.push_back({one->path()->str(), one->value()->str(), text_of(one->clause()), source, own});
  }
}

std::vector<Statement> statements(const Finder& finder) {
  std::vector<Statement> out;
  for (const auto& fact : finder.chronicle.all<fb::DocumentRegistered>()) {
    add_statements(fact->states(), fact.source, finder.own(fact.scope), out);
  }
  for (const auto& fact : finder.chronicle.all<fb::PlanItemSet>()) {
    add_statements(fact->states(), fact.source, finder.own(fact.scope), out);
  }
  return out;
}

/// Periods of plans and frequencies of meetings have findings of their own.
bool compared_elsewhere(const std::string& path) {
  return path == "plan.period" || path.ends_with(".meetings.at_least.per");
}

void find_conflicting_statements(Finder& finder) {
  const std::vector<Statement> all = statements(finder);
  std::set<std::pair<const Source*, std::string>> told;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Statement& later = all[i];
    if (!later.own || compared_elsewhere(later.path)) continue;
    for (std::size_t j = 0; j < all.size(); ++j) {
      const Statement& other = all[j];
      const bool before = other.source->index < later.source->index || (j < i);
      if (!before || other.path != later.path || other.value == later.value) continue;
      if (!told.emplace(later.source, later.path).second) break;
      Case one{later.path.starts_with("terms.") ? "TERM_CONFLICT" : "CONFLICTING_RULES",
               later.source, later.clause};
      one.period = later.path;
      one.numbers = {{other.clause, other.value}, {later.clause, later.value}};
      one.evidence.add(*other.source);
      finder.add(std::move(one));
    }
  }
}

std::string_view name_of(fb::PlanPeriodKind kind) { return fb::EnumNamePlanPeriodKind(kind); }

/// Papers other than the plan itself that speak of another period than the charter of their day.
void find_stated_periods(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::DocumentRegistered>()) {
    if (fact->states() == nullptr || fact->kind() == fb::DocumentKind::WORK_PLAN) continue;
    const auto charter = finder.charters.of(occurred(*fact.body), finder.on);
    const auto* rules = charter ? charter->charter.parameters().plan() : nullptr;
    if (rules == nullptr) continue;
    for (const fb::RuleStatement* stated : *fact->states()) {
      if (stated->path()->string_view() != "plan.period" ||
          stated->value()->string_view() == name_of(rules->period())) {
        continue;
      }
      Case one = case_under("PLAN_PERIOD_MISMATCH", fact.source, charter, "plan.period");
      one.numbers = {{"charter", std::string(name_of(rules->period()))},
                     {text_of(stated->clause()), stated->value()->str()}};
      finder.add(std::move(one));
      break;
    }
  }
}

// --- charters ------------------------------------------------------------------------------------

bool is_council(const fb::BodyRules& body) {
  return body.organ_of_cluster() && (body.kind() == fb::BodyKind::COORDINATION_COUNCIL ||
                                     body.kind() == fb::BodyKind::SECTORAL_COUNCIL);
}

/// The newest charter that an own event adopted, in force or not: remarks are on its text.
void find_in_charter(Finder& finder, const Fact<fb::CharterAdopted>& fact) {
  const rules::Charter charter(*fact.payload);
  if (fact->parameters()->bodies() == nullptr) return;
  for (const fb::BodyRules* body : *fact->parameters()->bodies()) {
    const std::string path = rules::Charter::body_path(body->kind());
    const rules::Basis quorum = charter.basis(path + ".quorum");
    const rules::Basis majority = charter.basis(path + ".majority");
    const rules::Basis base = charter.basis(path + ".majority.base");
    const bool unstated = majority.certainty == fb::Certainty::DEFAULT ||
                          (body->majority() == nullptr && body->quorum() == nullptr);
    // An agreement in force may give its council the rules that the charter leaves open.
    const bool agreed =
        finder.council.rule_for(body->kind(), fb::DecisionKind::OTHER, FuzzyDate::on(finder.on))
            .agreement.has_value();
    if (is_council(*body) && unstated && !agreed) {
      Case one{"COUNCIL_RULES_UNDEFINED", fact.source, quorum.clause, majority.certainty};
      one.period = fb::EnumNameBodyKind(body->kind());
      finder.add(std::move(one));
    }
    if (body->majority() != nullptr && base.assumed()) {
      Case one{"BASE_AMBIGUOUS", fact.source, base.clause, base.certainty};
      one.period = fb::EnumNameBodyKind(body->kind());
      one.numbers = {{"used", fb::EnumNameMajorityBase(body->majority()->base())}};
      finder.add(std::move(one));
    }
  }
}

void find_in_charters(Finder& finder) {
  const std::int32_t zone = zone_minutes_of(finder.chronicle);
  for (const auto& fact : finder.chronicle.own<fb::CharterAdopted>()) {
    find_in_charter(finder, fact);
    const auto effective = effective_of(fact).not_after;
    const Date recorded = recorded_on(*fact.source, zone);
    if (effective && *effective < recorded && !fact.source->historical) {
      Case one{"RETROACTIVE_CHARTER", fact.source};
      one.numbers = {{"effective", rules::to_iso(*effective)},
                     {"recorded", rules::to_iso(recorded)}};
      finder.add(std::move(one));
    }
  }
}

/// Only where the record of offices is claimed to be complete.
void find_vacant_roles(Finder& finder) {
  const auto* roles = finder.charter ? finder.charter->charter.parameters().roles() : nullptr;
  if (roles == nullptr || !finder.own(finder.charter->fact.scope)) return;
  const CoverageClaim* claim = complete_on(finder.claims, fb::FactKind::OFFICES, finder.on);
  if (claim == nullptr) return;
  for (const fb::RoleRule* rule : *roles) {
    if (!rule->obligatory()) continue;
    const auto holders = role_holders(finder.chronicle, rule->role(), finder.on);
    if (std::any_of(holders.begin(), holders.end(),
                    [](const RoleHolder& one) { return one.by.has_value(); })) {
      continue;
    }
    Case one{"SUPERVISOR_VACANT", finder.charter->fact.source, text_of(rule->clause())};
    one.period = fb::EnumNameRole(rule->role());
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
}

// --- missing papers ------------------------------------------------------------------------------

std::string number_of(const flatbuffers::Vector<flatbuffers::Offset<fb::Printed>>* printed) {
  if (printed == nullptr) return {};
  for (const fb::Printed* one : *printed) {
    if (one->number() != nullptr) return one->number()->str();
  }
  return {};
}

/// Whether the registered paper is the one that was missing: it bears the title or the number.
bool is_missing_one(const fb::DocumentRegistered& paper, const fb::MissingDocument& missing) {
  const std::string number = number_of(missing.printed());
  return paper.title()->string_view() == missing.title()->string_view() ||
         (paper.kind() == missing.kind() && !number.empty() &&
          number_of(paper.printed()) == number);
}

/// Whether the same is said of a registered paper since: it came in later.
bool is_supplied(const Finder& finder, const Fact<fb::DocumentRelated>& fact) {
  const Chronicle& chronicle = finder.chronicle;
  const auto from = chronicle.find<fb::DocumentRegistered>(fact->from());
  const auto all = chronicle.all<fb::DocumentRelated>();
  return from && std::any_of(all.begin(), all.end(), [&](const auto& other) {
           const auto to = chronicle.find<fb::DocumentRegistered>(other->to()->document());
           const auto of = chronicle.find<fb::DocumentRegistered>(other->from());
           return to && of && other->relation() == fact->relation() &&
                  (*of)->document()->string_view() == (*from)->document()->string_view() &&
                  text_of(other->clause()) == text_of(fact->clause()) &&
                  is_missing_one(**to, *fact->to()->missing());
         });
}

void find_missing_documents(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::DocumentRelated>()) {
    if (fact->to()->kind() != fb::TargetKind::MISSING || is_supplied(finder, fact)) continue;
    Case one{"REFERENCED_DOCUMENT_MISSING", fact.source, text_of(fact->clause())};
    const std::string title = text_of(fact->to()->missing()->title());
    one.detail = {title, title};
    if (const Source* from = finder.chronicle.source(fixed_of<Hash>(fact->from()))) {
      one.evidence.add(*from);
    }
    finder.add(std::move(one));
  }
}

}  // namespace

void find_in_texts(Finder& finder) {
  find_date_conflicts(finder);
  find_conflicting_statements(finder);
  find_stated_periods(finder);
  find_in_charters(finder);
  find_vacant_roles(finder);
  find_missing_documents(finder);
}

}  // namespace projections::governance::internal
