// SPDX-License-Identifier: Apache-2.0
// Signs in agreements, programmes and plans (TU 4-17; SM 6; TO 3a; PL).
#include <set>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/duty_points.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;

using Version = std::optional<AdoptedCharter>;

const fb::AgreementRules* agreement_rules(const Version& charter) {
  return charter ? charter->charter.parameters().agreement() : nullptr;
}
const fb::PlanRules* plan_rules(const Version& charter) {
  return charter ? charter->charter.parameters().plan() : nullptr;
}
const fb::ProgrammeRules* programme_rules(const Version& charter) {
  return charter ? charter->charter.parameters().programme() : nullptr;
}

/// The version in force on the day of a fact; on the judged day, where the fact's is not known.
Version version_of(const Finder& finder, const FuzzyDate& day) {
  return finder.charters.of(day, finder.on);
}

/// A case under the rule by which the agreement's entry into force is judged.
Case of_force(std::string_view code, const Agreement& agreement) {
  return case_under(code, agreement.fact.source, agreement.charter, "agreement.in_force");
}

std::string text(const FuzzyDate& date) { return rules::to_text(date); }

// --- agreements ----------------------------------------------------------------------------------

/// Lines, signed lines and parties of whom the record has no line: two of two lines signed does not
/// say why the agreement is not concluded (TU 8, SM 6.1).
std::vector<std::pair<std::string, std::string>> line_numbers(const Signatures& signatures) {
  std::vector<std::pair<std::string, std::string>> numbers{
      {"slots", std::to_string(signatures.slots.size())},
      {"signed", std::to_string(signatures.slots_signed)}};
  if (!signatures.without_line.empty()) {
    numbers.emplace_back("without_line", std::to_string(signatures.without_line.size()));
  }
  return numbers;
}

void find_in_signatures(Finder& finder, const Agreement& agreement) {
  const Source* source = agreement.fact.source;
  for (const SlotState& line : agreement.signatures.slots) {
    if (line.authority_evidenced) continue;
    Case one{"AUTHORITY_NOT_EVIDENCED", source};
    one.period = "slot " + std::to_string(line.slot);
    if (line.signature) one.evidence.add(*line.signature->source);
    if (line.power_did_not_run) {
      one.detail = {"the power that is named did not run on the day of the signature",
                    "названное полномочие в день подписи не действовало"};
    }
    finder.add(std::move(one));
  }
  if (agreement.state == ForceState::kUndetermined) {
    Case one = of_force("FORCE_UNDETERMINED", agreement);
    one.numbers = line_numbers(agreement.signatures);
    one.numbers.emplace_back("parties", std::to_string(agreement.signatures.parties));
    one.evidence.add(agreement.grounds.evidence);
    finder.add(std::move(one));
  }
  if (agreement.state == ForceState::kNotYet && !agreement.signatures.complete()) {
    Case one = of_force("NOT_IN_FORCE", agreement);
    one.numbers = line_numbers(agreement.signatures);
    finder.add(std::move(one));
  }
  if (!agreement.term_stated) finder.add({"TERM_NOT_STATED", source});
}

void find_levels(Finder& finder, const Agreement& agreement, const Version& charter) {
  const auto* rules = agreement_rules(charter);
  const auto* levels = agreement.fact->levels();
  if (rules == nullptr || !of_cluster(agreement)) return;
  if (!rules->levels_required() || (levels != nullptr && levels->size() > 0)) {
    return;
  }
  finder.add(case_under("NO_LEVELS", agreement.fact.source, charter, "agreement.levels_required"));
}

const Programme* programme_of(const Finder& finder, const Agreement& agreement) {
  const auto named = optional_of<Hash>(agreement.fact->programme());
  for (const Programme& programme : finder.programmes) {
    if (named && programme.fact.digest() == *named) return &programme;
  }
  if (named || finder.programmes.empty()) return nullptr;
  return &finder.programmes.back();
}

/// The version of the same programme that holds on the day: the agreement's term is measured by it,
/// whichever the agreement was made by.
const Programme& newest_version(const Finder& finder, const Programme& of) {
  const Programme* newest = &of;
  for (const Programme& one : finder.programmes) {
    const bool holds = one.id == of.id && one.version > newest->version &&
                       one.signed_by_all != Truth::kNo && !finder.tells_of_later(*one.fact.source);
    if (holds) newest = &one;
  }
  return *newest;
}

void find_against_programme(Finder& finder, const Agreement& agreement, const Version& charter) {
  const auto* rules = agreement_rules(charter);
  const Programme* programme = programme_of(finder, agreement);
  if (rules == nullptr || programme == nullptr || !of_cluster(agreement) ||
      agreement.state == ForceState::kSuperseded) {
    return;
  }
  const Programme& newest = newest_version(finder, *programme);
  const bool ends =
      agreement.last_day && rules::before(*agreement.last_day, newest.to) == Truth::kYes;
  if (rules->term_minimum() == fb::TermMinimum::PROGRAMME_END && ends) {
    Case one =
        case_under("TERM_TOO_SHORT", agreement.fact.source, charter, "agreement.term_minimum");
    one.numbers = {{"agreement", text(*agreement.last_day)}, {"programme", text(newest.to)}};
    one.evidence.add(newest.grounds.evidence);
    finder.add(std::move(one));
  }
  const bool early = agreement.signatures.complete() &&
                     (rules::before(agreement.concluded_on, programme->signed_on) == Truth::kYes ||
                      programme->signed_by_all == Truth::kNo);
  if (rules->programme_first() && early) {
    Case one = case_under("AGREEMENT_BEFORE_PROGRAMME", agreement.fact.source, charter,
                          "agreement.programme_first");
    one.numbers = {{"agreement", text(agreement.concluded_on)},
                   {"programme", text(programme->signed_on)}};
    one.evidence.add(programme->grounds.evidence);
    finder.add(std::move(one));
  }
}

/// Each part of an amendment by the path that the charter demands for it.
void find_in_amendment(Finder& finder, const Agreement& agreement, const Amendment& amendment) {
  for (const AmendmentPart& part : amendment.parts) {
    if (part.followed != Truth::kNo) continue;
    if (part.path == fb::AmendmentPath::COUNCIL_PROTOCOL) {
      Case one = case_under("AMENDMENT_WITHOUT_PROTOCOL", amendment.fact.source, amendment.charter,
                            "agreement.amendments");
      one.evidence.add(amendment.basis.grounds.evidence);
      if (amendment.protocol) {
        one.detail = {"the protocol that is named is not of the council, or did not adopt it",
                      "названный протокол — не совета, либо решение по нему не принято"};
      }
      finder.add(std::move(one));
    }
    if (part.path == fb::AmendmentPath::SUPPLEMENTARY_BY_ALL) {
      Case one = case_under("AMENDMENT_NOT_BY_ALL", amendment.fact.source, amendment.charter,
                            "agreement.amendments");
      one.numbers = {{"signed", std::to_string(amendment.signatures.parties_signed)},
                     {"parties", std::to_string(certain_parties(agreement))}};
      finder.add(std::move(one));
    }
  }
}

/// How many parties have a line in the paper: two lines of one are one party.
std::size_t parties_of(const fb::AgreementTerminated& paper) {
  std::set<std::uint8_t> parties;
  if (paper.slots() == nullptr) return 0;
  for (const fb::SignatureSlot* line : *paper.slots()) parties.insert(line->party());
  return parties.size();
}

/// `claimed`: on the word of one party, which needs no claim of a complete record to be too little.
void find_in_termination(Finder& finder, const Agreement& agreement,
                         const Fact<fb::AgreementTerminated>& fact, bool claimed) {
  const Version charter = version_of(finder, rules::fuzzy(fact->terminated_on()));
  const auto* rules = agreement_rules(charter);
  if (rules == nullptr || rules->termination() != fb::TerminationRule::ALL_PARTIES) return;
  const std::size_t parties = parties_of(*fact);
  if (!claimed && parties >= certain_parties(agreement)) return;
  // A paper of which no signature is told says nothing where nobody claims a complete record.
  const CoverageClaim* claim =
      complete_on(finder.claims, fb::FactKind::AGREEMENTS,
                  rules::fuzzy(fact->terminated_on()).not_before.value_or(finder.on));
  if (!claimed && parties == 0 && claim == nullptr) return;
  Case one = case_under("TERMINATION_NOT_BY_ALL", fact.source, charter, "agreement.termination");
  one.numbers = {{"signed", std::to_string(parties)},
                 {"parties", std::to_string(certain_parties(agreement))}};
  if (parties == 0 && claim != nullptr) one.evidence.add(claim->evidence);
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
  Case one = case_under("PROGRAMME_TOO_LONG", programme.fact.source, programme.charter, path);
  // Longer than the upper end of the range is longer under every reading of it.
  const bool beyond_range = path == "programme.years_max" && rules.years_expected().has_value();
  if (beyond_range && one.certainty == fb::Certainty::ASSUMED) {
    one.certainty = fb::Certainty::STATED;
  }
  one.numbers = {{"from", text(programme.from)},
                 {"to", text(programme.to)},
                 {"years_allowed", std::to_string(limit)}};
  finder.add(std::move(one));
}

/// The claim that every word on a programme or a change of it is recorded up to a day: from its
/// submission on, where that day is told, else from its beginning.
const CoverageClaim* claim_of_words(const Finder& finder, const Programme& programme,
                                    const FuzzyDate& up_to) {
  FuzzyDate since = earlier_of(programme.from, up_to);
  const FuzzyDate submitted = occurred(*programme.fact.body);
  if (tells(submitted)) since = earlier_of(since, submitted);
  if (!since.not_before) return nullptr;
  const Date last = std::min(up_to.not_after.value_or(finder.on), finder.on);
  return complete_throughout(finder.claims, fb::FactKind::PROGRAMMES,
                             {std::min(*since.not_before, last), last});
}

/// A programme has to be agreed before it takes effect: a word that came later mends nothing, and
/// whether it is missing is asked of the record up to the day of the start.
void find_agreed_at_start(Finder& finder, const Programme& programme) {
  if (programme.agreed_as_demanded != Truth::kNo || finder.to_come(programme.from)) return;
  const auto* claim = claim_of_words(finder, programme, programme.from);
  if (claim == nullptr) return;
  Case one = case_under("PROGRAMME_NOT_AGREED", programme.fact.source, programme.charter_at_start,
                        "programme.agreed_by");
  one.numbers = {{"from", text(programme.from)}};
  if (!programme.agreed_late.empty()) {
    one.numbers.emplace_back("agreed", text(programme.agreed_late.front().agreed_on));
  }
  for (const ProgrammeAgreement& late : programme.agreed_late) {
    one.evidence.add(*late.fact.source);
  }
  one.evidence.add(claim->evidence);
  finder.add(std::move(one));
}

/// Whether the party that the charter names had agreed the change by the day on which it was
/// entered: what is submitted to it is a proposal (TU 17), so a later word mends nothing; a refusal
/// is no consent.
Truth agreed_by(const ProgrammeChange& change, fb::ProgrammeParty party) {
  Truth out = Truth::kNo;
  for (const ProgrammeAgreement& one : change.agreed) {
    if (one.by != party || !agrees(one.conclusion)) continue;
    out = rules::disjunction(out, rules::on_or_before(one.agreed_on, change.entered_on));
  }
  return out;
}

void find_in_change(Finder& finder, const Programme& programme, const ProgrammeChange& change) {
  if (finder.to_come(change.entered_on)) return;
  const Version charter = version_of(finder, change.entered_on);
  const auto* rules = programme_rules(charter);
  if (rules == nullptr || !changes_indicators(change)) return;
  const fb::ProgrammeParty party = rules->indicators_agreed_by();
  if (agreed_by(change, party) != Truth::kNo) return;
  const CoverageClaim* claim = claim_of_words(finder, programme, change.entered_on);
  if (claim == nullptr) return;
  Case one = case_under("INDICATORS_NOT_AGREED", change.fact.source, charter,
                        "programme.indicators_agreed_by");
  for (const ProgrammeAgreement& word : change.agreed) {
    if (word.by != party || finder.to_come(word.agreed_on)) continue;
    one.numbers.emplace_back(agrees(word.conclusion) ? "agreed" : "refused", text(word.agreed_on));
    one.evidence.add(*word.fact.source);
  }
  one.evidence.add(claim->evidence);
  finder.add(std::move(one));
}

void find_in_programme(Finder& finder, const Programme& programme) {
  for (const std::uint8_t section : programme.missing_sections) {
    Case one = case_under("SECTION_MISSING", programme.fact.source, programme.charter,
                          "programme.sections");
    one.period = "section " + std::to_string(section);
    finder.add(std::move(one));
  }
  if (const auto* rules = programme_rules(programme.charter)) {
    find_length(finder, programme, *rules);
  }
  find_agreed_at_start(finder, programme);
  for (const ProgrammeChange& change : programme.changes) find_in_change(finder, programme, change);
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
  if (!plan.charter) return;
  for (const PlanRow& row : plan.rows) {
    for (const fb::Component* component : *row.fact->components()) {
      const auto* meetings = component->meetings_of();
      const auto* planned = component->schedule()->at_least();
      if (meetings == nullptr || planned == nullptr) continue;
      const fb::BodyRules* body = plan.charter->charter.body(meetings->kind());
      if (body == nullptr || body->meetings() == nullptr) continue;
      const fb::Frequency& demanded = *body->meetings()->at_least();
      if (times_a_year(*planned) >= times_a_year(demanded)) continue;
      Case one = case_under("PLAN_WEAKER_THAN_CHARTER", row.fact.source, plan.charter,
                            rules::Charter::body_path(meetings->kind()) + ".meetings.at_least");
      one.numbers = {{"charter_times_a_year", std::to_string(times_a_year(demanded))},
                     {"plan_times_a_year", std::to_string(times_a_year(*planned))}};
      finder.add(std::move(one));
    }
  }
}

void find_in_approvals(Finder& finder, const Plan& plan) {
  for (const PlanApproval& approval : plan.approvals) {
    const Version charter = version_of(finder, approval.approved_on);
    const auto* rules = plan_rules(charter);
    if (!approval.decision || rules == nullptr) continue;
    const auto body = finder.council.facts().body_of(**approval.decision);
    const fb::BodyKind kind = body ? finder.council.kind_of(*body) : fb::BodyKind::UNSPECIFIED;
    const bool other = approval.of_another_body;
    if (approval.counts != Truth::kNo) continue;
    Case one = case_under(other ? "WRONG_BODY" : "DECISION_NOT_ADOPTED", approval.fact.source,
                          charter, "plan.approved_by");
    one.numbers = {{"approved_by", fb::EnumNameBodyKind(kind)},
                   {"charter", fb::EnumNameBodyKind(rules->approved_by()->kind())}};
    one.evidence.add(*approval.decision->source);
    finder.add(std::move(one));
  }
}

void find_in_plan(Finder& finder, const Plan& plan) {
  const auto* rules = plan_rules(plan.charter);
  if (rules != nullptr && plan.period_kind != rules->period()) {
    Case one = case_under("PLAN_PERIOD_MISMATCH", plan.fact.source, plan.charter, "plan.period");
    one.numbers = {{"charter", fb::EnumNamePlanPeriodKind(rules->period())},
                   {"plan", fb::EnumNamePlanPeriodKind(plan.period_kind)}};
    finder.add(std::move(one));
  }
  find_in_approvals(finder, plan);
  if (plan.superseded != Truth::kYes && plan.approved == Truth::kNo) {
    Case one = case_under("PLAN_NOT_APPROVED", plan.fact.source, plan.charter, "plan.approved_by");
    if (!plan.approvals.empty()) {
      one.detail = {"none of those that are recorded counts by the day",
                    "ни одно из записанных к этому дню не считается"};
    }
    finder.add(std::move(one));
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
    return plan.period == year && plan.approved != Truth::kNo;
  });
}

/// The year in which a charter came into force first; nothing if no day of one is known.
std::optional<int> first_charter_year(const Finder& finder) {
  std::optional<int> first;
  for (const auto& fact : finder.charters.all()) {
    const auto since = effective_of(fact).not_after;
    if (since && (!first || rules::year_of(*since) < *first)) first = rules::year_of(*since);
  }
  return first;
}

/// From the first day of a year on, where the record of plans is claimed to be complete and the
/// charter of that day demands a plan of the calendar year.
void find_missing_plans(Finder& finder) {
  if (finder.chronicle.place().kind != ledger::ScopeKind::kCluster) return;
  const auto since = first_charter_year(finder);
  if (!since) return;
  for (int year = *since + 1; year <= rules::year_of(finder.on); ++year) {
    const rules::Period period = rules::calendar_year_period(year);
    const Version charter = finder.charters.on(period.first);
    const auto* rules = plan_rules(charter);
    if (rules == nullptr || rules->period() != fb::PlanPeriodKind::CALENDAR_YEAR) continue;
    const auto* claim = complete_on(finder.claims, fb::FactKind::PLANS, period.first);
    if (claim == nullptr || approved_for(finder, period)) continue;
    Case one = case_under("PLAN_MISSING", charter->fact.source, charter, "plan.approved_by");
    one.period = std::to_string(year);
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
}

}  // namespace

void find_in_papers(Finder& finder) {
  for (const Agreement& agreement : finder.agreements) {
    for (const AgreementReading& reading : agreement.readings) {
      // What stands alike today may have come into force on another day.
      if (reading.state != agreement.state || reading.in_force_from != agreement.in_force_from) {
        finder.otherwise.insert(rules::Turned{std::pair(reading.turned, std::string())});
      }
    }
    if (!finder.own(agreement.fact.scope)) continue;
    const Version charter = version_of(finder, agreement.concluded_on);
    find_in_signatures(finder, agreement);
    find_levels(finder, agreement, charter);
    find_against_programme(finder, agreement, charter);
    for (const Amendment& one : agreement.amendments) find_in_amendment(finder, agreement, one);
    if (const auto* fact = agreement.termination()) {
      find_in_termination(finder, agreement, *fact, false);
    }
    for (const auto& one : agreement.claimed_terminations) {
      find_in_termination(finder, agreement, one, true);
    }
  }
  for (const Programme& programme : finder.programmes) {
    if (finder.own(programme.fact.scope)) find_in_programme(finder, programme);
  }
  for (const Plan& plan : finder.plans) {
    if (finder.own(plan.fact.scope)) find_in_plan(finder, plan);
  }
  find_missing_plans(finder);
}

}  // namespace projections::governance::internal
