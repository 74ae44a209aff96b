// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governed_paper.h"

#include <algorithm>
#include <array>

#include "projections/governance/bodies.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/keepers.h"
#include "projections/internal/document_force.h"
#include "projections/internal/paper_power.h"

namespace projections::internal {
namespace {

namespace gov = governance;
using gov::internal::days_after;
using gov::internal::later_of;
using ledger::Hash;
using ledger::Result;
using rules::FuzzyDate;
using rules::Truth;

/// An edition with the events whose paper it is; what such an event says of another one that has
/// the same paper takes nothing away from it.
struct Edition {
  const Document& document;
  std::uint16_t number;

  bool is(const Hash& registration) const { return document.edition_of(registration) == number; }
  bool is(const flatbuffers::String* registration) const {
    return registration != nullptr && is(fixed_of<Hash>(registration));
  }
};

// --- what is missing -----------------------------------------------------------------------------

std::optional<std::uint64_t> number_after(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text.substr(prefix.size())) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

/// What governance misses, told by the path of the fact.
Missing missing_of(const gov::Missing& missing) {
  const std::string_view what = missing.what;
  if (const auto slot = number_after(what, "signature of slot ")) {
    return {MissingKind::kSignature, *slot};
  }
  if (const auto slot = number_after(what, "signed_on of slot ")) {
    return {MissingKind::kSignatureDay, *slot};
  }
  if (what.starts_with("signature line of ")) return {MissingKind::kPartyLine};
  if (what == "signatures") return {MissingKind::kSlots};
  return {MissingKind::kEffectiveDay};
}

/// What keeps a paper from working, or leaves it open whether it works. The ends of a term and of
/// an agreement are missing elsewhere (PaperEnd::open).
std::vector<Missing> missing_of(const gov::Grounds& grounds) {
  std::vector<Missing> out;
  for (const gov::Missing& one : grounds.missing) {
    if (one.what == "day of termination" || one.what == "last day of the term") continue;
    if (one.what == "force of the prolongation") continue;
    const Missing found = missing_of(one);
    if (std::find(out.begin(), out.end(), found) == out.end()) out.push_back(found);
  }
  // Where something else is missing, that is why the day is.
  const bool only_day = std::all_of(out.begin(), out.end(), [](const Missing& one) {
    return one.kind == MissingKind::kEffectiveDay;
  });
  if (!only_day) std::erase(out, Missing{MissingKind::kEffectiveDay});
  if (out.empty()) out.push_back({MissingKind::kEffectiveDay});
  return out;
}

OtherDocument paper_of(const flatbuffers::String* registration, std::string title,
                       std::uint64_t index) {
  OtherDocument other;
  other.title = std::move(title);
  other.index = index;
  other.registration = optional_of<Hash>(registration);
  return other;
}

// --- agreements ----------------------------------------------------------------------------------

/// Its ends by terminations, or those by other papers.
std::vector<PaperEnd> ends_by(const gov::Agreement& agreement, bool terminations) {
  std::vector<PaperEnd> ends;
  for (const gov::AgreementEnd& one : agreement.ends) {
    if (one.termination.has_value() != terminations) continue;
    PaperEnd end;
    end.from = days_after(one.last_day, 1);
    end.open = {MissingKind::kEndDay, 0, one.source->index};
    end.evidence = {evidence_of(*one.source)};
    ends.push_back(std::move(end));
  }
  return ends;
}

/// Those by other papers the relations of its paper say themselves.
std::vector<PaperEnd> ends_of(const gov::Agreement& agreement) {
  std::vector<PaperEnd> ends = ends_by(agreement, /*terminations=*/true);
  if (agreement.last_day) {
    PaperEnd end;
    end.from = days_after(*agreement.last_day, 1);
    end.open = {MissingKind::kTermEnd};
    ends.push_back(std::move(end));
  }
  return ends;
}

/// Governance has the last word on whether an end has come: one that it leaves open is open, one
/// that it does not count is none.
void leave_to_governance(const gov::Agreement& agreement, rules::Date on,
                         std::vector<PaperEnd>& ends) {
  const auto over = [on](const PaperEnd& one) {
    return on_or_before(one.from, FuzzyDate::on(on)) == Truth::kYes;
  };
  if (agreement.state == gov::ForceState::kUndetermined) {
    for (PaperEnd& one : ends) {
      if (over(one)) one.from.not_after.reset();
    }
  }
  const bool stands =
      agreement.state == gov::ForceState::kNotYet || agreement.state == gov::ForceState::kInForce;
  if (stands) std::erase_if(ends, over);
}

/// Later versions: those that took its place, where governance says that one did, those that are to
/// come, and those that are said to have taken it.
void add_later_versions(const PlaceOnDay& place, const Edition& edition,
                        const gov::Agreement& agreement, PaperForce& force) {
  for (const gov::Agreement& other : place.agreements()) {
    if (other.id != agreement.id || other.version <= agreement.version) continue;
    if (edition.is(other.fact->document())) continue;
    const bool to_come = other.state == gov::ForceState::kNotYet;
    const bool was_in_force =
        other.signatures.complete() &&
        on_or_before(other.in_force_from, FuzzyDate::on(place.on())) == Truth::kYes;
    const bool begun = !to_come && (other.state == gov::ForceState::kInForce || was_in_force);
    if (!agreement.is_replaced_by(other)) {
      if (begun) force.claims.push_back({MissingKind::kPower, 0, other.fact.index()});
      continue;
    }
    if (!to_come && !(begun && agreement.state == gov::ForceState::kSuperseded)) continue;
    if (to_come && !gov::internal::to_come(other.in_force_from, place.on())) continue;
    PaperEnd end;
    end.state = DocumentState::kSuperseded;
    end.from = later_of(other.in_force_from, agreement.in_force_from);
    end.by = paper_of(other.fact->document(), other.title, other.fact.index());
    end.evidence = place.evidence_of(other.grounds.evidence);
    force.ends.push_back(std::move(end));
  }
}

/// Whether it has come into force by the day, whatever became of it.
Truth begun_of(const gov::Agreement& agreement, rules::Date on) {
  if (agreement.state == gov::ForceState::kNotYet) return Truth::kNo;
  const bool expired = agreement.state == gov::ForceState::kExpired;
  if (!agreement.signatures.complete() &&
      (expired || agreement.state == gov::ForceState::kUndetermined)) {
    return Truth::kUndetermined;
  }
  if (agreement.state != gov::ForceState::kUndetermined) return Truth::kYes;
  return on_or_before(agreement.in_force_from, FuzzyDate::on(on));
}

PaperChange change_by(const PlaceOnDay& place, const gov::Amendment& amendment) {
  PaperChange change;
  change.works = amendment.in_force;
  change.from = amendment.effective_from;
  change.by = paper_of(amendment.fact->document(), amendment.title, amendment.fact.index());
  change.evidence = place.evidence_of(amendment.grounds.evidence);
  return change;
}

PaperForce agreement_force(const PlaceOnDay& place, const Edition& edition,
                           const gov::Agreement& agreement) {
  PaperForce force;
  force.ends = ends_of(agreement);
  leave_to_governance(agreement, place.on(), force.ends);
  force.begun = begun_of(agreement, place.on());
  add_later_versions(place, edition, agreement, force);
  force.from = agreement.in_force_from;
  if (force.begun != Truth::kYes) force.missing = missing_of(agreement.grounds);
  force.evidence = place.evidence_of(agreement.grounds.evidence);
  force.powerless = agreement.claimed_versions;
  force.ending = agreement.ending_papers();
  for (const auto& one : agreement.claimed_terminations) {
    force.claims.push_back({MissingKind::kPower, 0, one.index()});
  }
  for (const gov::Amendment& one : agreement.amendments) {
    force.changes.push_back(change_by(place, one));
  }
  return force;
}

/// What changed an agreement works no longer than the agreement does.
std::vector<PaperEnd> ends_with(const PlaceOnDay& place, const Edition& edition,
                                const gov::Agreement& agreement) {
  std::vector<PaperEnd> ends = agreement_force(place, edition, agreement).ends;
  for (PaperEnd& one : ends_by(agreement, /*terminations=*/false)) ends.push_back(std::move(one));
  for (PaperEnd& one : ends) one.state = DocumentState::kEnded;
  return ends;
}

PaperForce amendment_force(const PlaceOnDay& place, const Edition& edition,
                           const gov::Agreement& agreement, const gov::Amendment& amendment) {
  PaperForce force;
  if (amendment.in_force == Truth::kYes) force.ends = ends_with(place, edition, agreement);
  force.begun = amendment.in_force;
  force.from = amendment.effective_from;
  if (force.begun != Truth::kYes) force.missing = missing_of(amendment.grounds);
  force.evidence = place.evidence_of(amendment.grounds.evidence);
  return force;
}

// --- programmes ----------------------------------------------------------------------------------

/// When the party that the charter names had agreed it, as early as one of its words allows;
/// unknown if it has not. Nothing: the charter names none.
std::optional<FuzzyDate> agreed_on(const gov::Programme& programme, const fb::ProgrammeRules* rules,
                                   std::vector<Evidence>& evidence) {
  if (rules == nullptr || (rules->agreed_by() != fb::ProgrammeParty::COORDINATOR &&
                           rules->agreed_by() != fb::ProgrammeParty::OPERATOR)) {
    return std::nullopt;
  }
  std::optional<FuzzyDate> day;
  for (const gov::ProgrammeAgreement& one : programme.agreed) {
    const bool agrees = one.conclusion == fb::Conclusion::AGREED ||
                        one.conclusion == fb::Conclusion::AGREED_WITH_REMARKS;
    if (one.by != rules->agreed_by() || !agrees) continue;
    day = day ? gov::internal::earlier_of(*day, one.agreed_on) : one.agreed_on;
    evidence.push_back(evidence_of(*one.fact.source));
  }
  return day.value_or(FuzzyDate{});
}

/// A programme works from its first day, and not before all have signed it and the party that the
/// charter names has agreed it (TU 5, 16).
PaperForce begin_of(const PlaceOnDay& place, const gov::Programme& programme) {
  const FuzzyDate today = FuzzyDate::on(place.on());
  const auto* rules = programme.charter_at_start
                          ? programme.charter_at_start->charter.parameters().programme()
                          : nullptr;
  PaperForce force;
  force.evidence = place.evidence_of(programme.grounds.evidence);
  force.from = programme.from;
  force.begun = on_or_before(programme.from, today);
  if (!programme.signatures.slots.empty() || (rules != nullptr && rules->signed_by_all())) {
    force.from = later_of(force.from, programme.signed_on);
    force.begun = rules::conjunction(force.begun, programme.signed_by_all);
    if (programme.signed_by_all != Truth::kYes) {
      force.missing = programme.signatures.slots.empty()
                          ? std::vector<Missing>{{MissingKind::kSlots}}
                          : missing_of(programme.signatures.grounds);
    }
  }
  if (const auto agreed = agreed_on(programme, rules, force.evidence)) {
    const Truth given = on_or_before(*agreed, today);
    force.from = later_of(force.from, *agreed);
    force.begun = rules::conjunction(force.begun, given);
    if (given == Truth::kUndetermined) force.missing.push_back({MissingKind::kAgreedBy});
  }
  if (force.begun == Truth::kUndetermined && force.missing.empty()) {
    force.missing.push_back({MissingKind::kEffectiveDay});
  }
  return force;
}

PaperForce programme_force(const PlaceOnDay& place, const Edition& edition,
                           const gov::Programme& programme) {
  PaperForce force = begin_of(place, programme);
  for (const gov::ProgrammeChange& one : programme.changes) {
    PaperChange change;
    change.from = one.entered_on;
    change.works = on_or_before(change.from, FuzzyDate::on(place.on()));
    change.by = paper_of(nullptr, text_of(one.fact->wording()->title()), one.fact.index());
    change.evidence = {evidence_of(*one.fact.source)};
    force.changes.push_back(std::move(change));
  }
  PaperEnd over;
  over.from = days_after(programme.to, 1);
  over.open = {MissingKind::kTermEnd};
  force.ends.push_back(std::move(over));
  for (const gov::Programme& other : place.programmes()) {
    if (other.id != programme.id || other.version <= programme.version) continue;
    if (edition.is(other.fact->document())) continue;
    const PaperForce begin = begin_of(place, other);
    const bool agreed = !other.agreed.empty() || !other.signatures.slots.empty();
    if (!agreed && gov::is_bare_word(place.chronicle(), other.fact)) {
      force.claims.push_back({MissingKind::kPower, 0, other.fact.index()});
      force.powerless.push_back(other.fact.index());
      continue;
    }
    const bool to_come = gov::internal::to_come(begin.from, place.on());
    if (begin.begun != Truth::kYes && !to_come) continue;
    PaperEnd end;
    end.state = DocumentState::kSuperseded;
    end.from = begin.from;
    end.by = paper_of(other.fact->document(), other.title, other.fact.index());
    end.evidence = begin.evidence;
    force.ends.push_back(std::move(end));
  }
  return force;
}

// --- plans ---------------------------------------------------------------------------------------

/// The first day on which the plan was approved, whether or not it has come; nothing if nobody
/// recorded an approval that counts.
std::optional<FuzzyDate> approved_on(const gov::Plan& plan) {
  std::optional<FuzzyDate> day;
  for (const gov::PlanApproval& one : plan.approvals) {
    const auto works = one.works_on();
    if (works) day = day ? gov::internal::earlier_of(*day, *works) : *works;
  }
  return day;
}

/// The day on which a later version takes the place of the plan: of one that was not approved when
/// it is submitted, of an approved one when it is approved too (governance/plans.cc). Nothing while
/// it is a draft beside it.
std::optional<FuzzyDate> replaced_on(const gov::Plan& plan, const gov::Plan& later,
                                     rules::Date on) {
  const FuzzyDate stated = gov::submitted_on(later.fact);
  const FuzzyDate submitted = there_by(stated, on);
  if (plan.approved == Truth::kNo) return submitted;
  const auto approved = approved_on(later);
  if (!approved && plan.approved == Truth::kYes) return std::nullopt;
  // What was approved had been submitted by then.
  FuzzyDate both = approved.value_or(FuzzyDate{});
  if (approved && stated.not_after) both = later_of(stated, *approved);
  return plan.approved == Truth::kYes ? both : FuzzyDate{submitted.not_before, both.not_after};
}

void add_later_plans(const PlaceOnDay& place, const Edition& edition, const gov::Plan& plan,
                     std::vector<PaperEnd>& ends) {
  for (const gov::Plan& other : place.plans()) {
    if (other.id != plan.id || other.version <= plan.version) continue;
    if (edition.is(other.fact->document())) continue;
    const auto day = replaced_on(plan, other, place.on());
    if (!day) continue;
    PaperEnd end;
    end.state = DocumentState::kSuperseded;
    end.from = *day;
    end.by = paper_of(other.fact->document(), other.title, other.fact.index());
    end.open = {MissingKind::kEndDay, 0, other.fact.index()};
    end.evidence = place.evidence_of(other.grounds.evidence);
    ends.push_back(std::move(end));
  }
}

/// A plan works in its period once it is approved. Where nobody recorded an approval, whether there
/// was one is known only if the record of plans is claimed to be complete.
PaperForce plan_force(const PlaceOnDay& place, const Edition& edition, const gov::Plan& plan) {
  const FuzzyDate today = FuzzyDate::on(place.on());
  PaperForce force;
  force.evidence = place.evidence_of(plan.grounds.evidence);
  if (const auto approved = approved_on(plan)) {
    force.from = later_of(*approved, FuzzyDate::on(plan.period.first));
    force.begun = on_or_before(force.from, today);
    if (force.begun == Truth::kUndetermined) force.missing = {{MissingKind::kEffectiveDay}};
  } else {
    const auto claims = gov::coverage_claims(place.chronicle());
    const bool told = gov::complete_on(claims, fb::FactKind::PLANS, place.on()) != nullptr;
    force.from = {plan.period.first, std::nullopt};
    force.begun = told ? Truth::kNo : on_or_before(force.from, today);
    force.missing = {{MissingKind::kApproval}};
  }
  PaperEnd over;
  over.from = FuzzyDate::on(plan.period.last + rules::days(1));
  force.ends.push_back(std::move(over));
  add_later_plans(place, edition, plan, force.ends);
  return force;
}

// --- acts ----------------------------------------------------------------------------------------

bool of_cluster(const Fact<fb::CharterAdopted>& fact) {
  return fact.scope.kind == ledger::ScopeKind::kCluster;
}

/// A charter works until a later one of the same place does, by its day, on one day by the order of
/// recording (rules::charter_on).
PaperForce charter_force(const PlaceOnDay& place, const Edition& edition,
                         const Fact<fb::CharterAdopted>& charter) {
  PaperForce force;
  force.evidence = {evidence_of(*charter.source)};
  force.from = gov::effective_of(charter);
  force.begun = on_or_before(force.from, FuzzyDate::on(place.on()));
  if (force.begun == Truth::kUndetermined) force.missing = {{MissingKind::kEffectiveDay}};
  for (const auto& other : place.chronicle().all<fb::CharterAdopted>()) {
    if (other.index() == charter.index() || of_cluster(other) != of_cluster(charter)) continue;
    if (edition.is(other->basis()->document())) continue;
    const FuzzyDate day = gov::effective_of(other);
    const bool on_one_day = day.known() && day == force.from;
    if (rules::before(day, force.from) == Truth::kYes) continue;
    if (on_one_day && other.index() < charter.index()) continue;
    PaperEnd end;
    end.state = DocumentState::kSuperseded;
    end.from = day;
    end.by =
        paper_of(other->basis()->document(), text_of(other->wording()->title()), other.index());
    end.open = {MissingKind::kEndDay, 0, other.index()};
    end.evidence = {evidence_of(*other.source)};
    force.ends.push_back(std::move(end));
  }
  return force;
}

PaperForce order_force(const PlaceOnDay& place, const Fact<fb::OrderIssued>& order) {
  PaperForce force;
  force.evidence = {evidence_of(*order.source)};
  force.from = gov::internal::order_day(order);
  force.begun = on_or_before(force.from, FuzzyDate::on(place.on()));
  if (force.begun == Truth::kUndetermined) force.missing = {{MissingKind::kEffectiveDay}};
  return force;
}

PaperForce protocol_force(const PlaceOnDay& place, const Edition& edition,
                          const Fact<fb::ProtocolRegistered>& protocol) {
  PaperForce force;
  force.comes_into_force = false;
  force.evidence = {evidence_of(*protocol.source)};
  if (protocol->replaces() != nullptr) force.from = gov::internal::occurred(*protocol.body);
  for (const auto& other : place.chronicle().all<fb::ProtocolRegistered>()) {
    if (optional_of<Hash>(other->replaces()) != protocol.digest()) continue;
    if (edition.is(other->document())) continue;
    PaperEnd end;
    end.state = DocumentState::kSuperseded;
    end.from = there_by(gov::internal::occurred(*other.body), place.on());
    end.by = paper_of(other->document(), {}, other.index());
    end.evidence = {evidence_of(*other.source)};
    force.ends.push_back(std::move(end));
  }
  return force;
}

// --- which of them -------------------------------------------------------------------------------

template <typename Thing>
const Thing* with_digest(const std::vector<Thing>& all, const Hash& digest) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Thing& one) { return one.fact.digest() == digest; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<PaperForce> force_of_amendment(const PlaceOnDay& place, const Edition& edition,
                                             const Hash& digest) {
  for (const gov::Agreement& agreement : place.agreements()) {
    const auto* found = with_digest(agreement.amendments, digest);
    if (found != nullptr) return amendment_force(place, edition, agreement, *found);
  }
  return std::nullopt;
}

/// How the thing that the event made stands; nothing if the place knows of none.
std::optional<PaperForce> force_by(const PlaceOnDay& place, const Edition& edition,
                                   std::string_view by, const Hash& event) {
  std::optional<PaperForce> force;
  const auto take = [&](const auto& found, const auto& make) {
    if (found) force = make(*found);
  };
  const auto& chronicle = place.chronicle();
  if (by == "AgreementRegistered") {
    take(with_digest(place.agreements(), event),
         [&](const auto& one) { return agreement_force(place, edition, one); });
  } else if (by == "AgreementAmended") {
    force = force_of_amendment(place, edition, event);
  } else if (by == "ProgrammeSubmitted") {
    take(with_digest(place.programmes(), event),
         [&](const auto& one) { return programme_force(place, edition, one); });
  } else if (by == "PlanSubmitted") {
    take(with_digest(place.plans(), event),
         [&](const auto& one) { return plan_force(place, edition, one); });
  } else if (by == "CharterAdopted") {
    take(chronicle.find<fb::CharterAdopted>(event),
         [&](const auto& one) { return charter_force(place, edition, one); });
  } else if (by == "OrderIssued") {
    take(chronicle.find<fb::OrderIssued>(event),
         [&](const auto& one) { return order_force(place, one); });
  } else if (by == "ProtocolRegistered") {
    take(chronicle.find<fb::ProtocolRegistered>(event),
         [&](const auto& one) { return protocol_force(place, edition, one); });
  }
  return force;
}

/// The events of one type whose paper the edition is.
template <typename Facts>
void add_events(const Facts& facts, const Edition& edition, std::string_view by,
                std::vector<Hash>& events) {
  for (const auto& fact : facts) {
    if (!fact.source.holds() || !edition.is(fact.document)) continue;
    if constexpr (requires { fact.by; }) {
      if (fact.by != by) continue;
    }
    events.push_back(fact.source.digest);
  }
}

std::vector<Hash> events_of(const Edition& edition, std::string_view by) {
  std::vector<Hash> events;
  if (by == "AgreementRegistered") {
    add_events(edition.document.agreements, edition, by, events);
  } else if (by == "AgreementAmended") {
    add_events(edition.document.amendments, edition, by, events);
  } else {
    add_events(edition.document.carried, edition, by, events);
  }
  return events;
}

/// What a paper is first of all: a protocol that is called so, else what parties or a body made by
/// it, else an act.
std::array<std::string_view, 8> order_of_types(const Edition& edition) {
  const DocumentRegistration* registration = edition.document.edition(edition.number);
  const bool protocol = registration != nullptr && registration->kind == "PROTOCOL";
  return {protocol ? "ProtocolRegistered" : "",
          "AgreementRegistered",
          "AgreementAmended",
          "ProgrammeSubmitted",
          "PlanSubmitted",
          "CharterAdopted",
          "OrderIssued",
          "ProtocolRegistered"};
}

}  // namespace

const std::vector<gov::Agreement>& PlaceOnDay::agreements() const {
  if (!agreements_) agreements_ = gov::agreements(*chronicle_, on_);
  return *agreements_;
}

const std::vector<gov::Programme>& PlaceOnDay::programmes() const {
  if (!programmes_) programmes_ = gov::programmes(*chronicle_, on_);
  return *programmes_;
}

const std::vector<gov::Plan>& PlaceOnDay::plans() const {
  if (!plans_) plans_ = gov::plans(gov::Council(*chronicle_, on_));
  return *plans_;
}

std::vector<Evidence> PlaceOnDay::evidence_of(const gov::Evidence& evidence) const {
  if (sources_.empty()) {
    chronicle_->visit([&](const Source& source, const fb::EventBody&, const PayloadRef&) {
      sources_.emplace(source.index, &source);
    });
  }
  std::vector<Evidence> out;
  for (const std::uint64_t index : evidence.events()) {
    const auto found = sources_.find(index);
    out.push_back(found == sources_.end() ? internal::evidence_of(index)
                                          : internal::evidence_of(*found->second));
  }
  return out;
}

Result<const PlaceOnDay*> PlacesOnDay::of(const Hash& event) {
  const auto row = find_fact(StoredFactRows(reader_), event);
  if (!row) return row.error();
  if (!*row) return static_cast<const PlaceOnDay*>(nullptr);
  const ledger::Scope& scope = (*row)->scope;
  if (const auto known = places_.find(scope); known != places_.end()) return &known->second;
  auto chronicle = load_(reader_, scope);
  if (!chronicle) return chronicle.error();
  return &places_.emplace(scope, PlaceOnDay(std::move(*chronicle), on_)).first->second;
}

Result<std::optional<PaperForce>> governed_force(PlacesOnDay& places, const Document& document,
                                                 std::uint16_t edition) {
  const Edition paper{document, edition};
  for (const std::string_view by : order_of_types(paper)) {
    std::vector<PaperForce> all;
    for (const Hash& event : events_of(paper, by)) {
      const auto place = places.of(event);
      if (!place) return place.error();
      if (*place == nullptr) continue;
      if (by == "OrderIssued") {
        const auto told = is_paper_of_order(places, document, event);
        if (!told) return told.error();
        if (!*told) continue;
      }
      if (auto force = force_by(**place, paper, by, event)) all.push_back(std::move(*force));
    }
    if (!all.empty()) return std::optional(best_of(std::move(all), places.on()));
  }
  return std::optional<PaperForce>();
}

}  // namespace projections::internal
