// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/agreements.h"

#include <algorithm>
#include <utility>

#include "projections/governance/bodies.h"
#include "projections/governance/charters.h"
#include "projections/governance/internal/agreement_term.h"
#include "projections/governance/internal/amendments.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/keepers.h"
#include "projections/internal/document_force.h"

namespace projections::governance {
namespace {

using internal::add_rule;
using internal::agreement_rules;
using internal::AgreementContext;
using internal::began;
using internal::charter_for;
using internal::say_what_is_open;
using internal::version_in_words;
using internal::with_stated;
using ledger::Hash;
using ledger::Id;
using rules::before;

constexpr std::string_view kInForcePath = "agreement.in_force";
constexpr std::string_view kAllSlotsPath = "agreement.all_slots_required";

/// Of an agreement that states its own entry into force.
Sentence itself_in_words(const AdoptedCharter& charter) {
  const std::string event = std::to_string(charter.fact.index());
  return {"judged by what it says of its own entry into force, event " + event,
          "судится по тому, что само говорит о вступлении в силу, событие " + event};
}

/// The charter that is this agreement: the one recorded last of those that state the rule of entry
/// into force from the agreement's document. What a paper says of its own entry into force governs
/// that paper from the moment it is to be judged, whatever the day of its force: on that day it
/// would come too late (SM 6.1).
std::optional<AdoptedCharter> own_charter(const AgreementContext& context,
                                          const fb::AgreementRegistered& agreement) {
  const Hash document = fixed_of<Hash>(agreement.document());
  std::optional<AdoptedCharter> found;
  for (const auto& fact : context.charters.all()) {
    const AdoptedCharter charter{rules::Charter(*fact.payload, context.chronicle.turned()), fact};
    const rules::Basis basis = charter.charter.basis(kInForcePath);
    const bool stated = basis.certainty == fb::Certainty::STATED && basis.document == document;
    if (stated && agreement_rules(charter) != nullptr) found = charter;
  }
  return found;
}

bool all_slots_required(const std::optional<AdoptedCharter>& charter) {
  return charter && charter->charter.all_slots_required();
}

// --- agreements ----------------------------------------------------------------------------------

std::vector<AgreementParty> named_parties(const Agreement& agreement) {
  std::vector<AgreementParty> parties;
  for (const fb::Party* party : *agreement.fact->parties()) {
    const Id id = fixed_of<Id>(party->organisation());
    const bool again = std::any_of(parties.begin(), parties.end(), [&](const AgreementParty& one) {
      return one.organisation == id;
    });
    if (!again) parties.push_back({id, agreement.in_force_from, std::nullopt});
  }
  return parties;
}

/// Whether every party signed the event itself, with the others or as its author.
bool is_word_of_all(const Agreement& agreement, const fb::EventBody& said_by) {
  std::vector<Id> signers;
  const auto add = [&](const fb::Signer& one) {
    if (const auto id = optional_of<Id>(one.capacity()->organisation())) signers.push_back(*id);
  };
  add(*said_by.author());
  if (said_by.cosigners() != nullptr) {
    for (const fb::Signer* one : *said_by.cosigners()) add(*one);
  }
  return !agreement.parties.empty() &&
         std::all_of(agreement.parties.begin(), agreement.parties.end(), [&](const auto& party) {
           return std::find(signers.begin(), signers.end(), party.organisation) != signers.end();
         });
}

template <typename T>
bool is_word_of_some(const Chronicle& chronicle, const Agreement& agreement, const Fact<T>& fact) {
  return is_bare_word(chronicle, fact) && !is_word_of_all(agreement, *fact.said_by);
}

void add_terminations(const AgreementContext& context, Agreement& agreement) {
  for (const auto& fact : context.chronicle.all<fb::AgreementTerminated>()) {
    if (fixed_of<Hash>(fact->agreement()) != agreement.fact.digest()) continue;
    if (is_word_of_some(context.chronicle, agreement, fact)) {
      agreement.claimed_terminations.push_back(fact);
      continue;
    }
    agreement.ends.push_back(
        {ForceState::kTerminated, rules::fuzzy(fact->terminated_on()), fact.source, fact});
  }
}

/// Whether a paper can end what parties agreed: not by the word of one of them, whoever is said to
/// have issued the agreement, nor by a letter.
bool can_end(const Chronicle& chronicle, const Agreement& agreement,
             const Fact<fb::DocumentRelated>& relation, const fb::DocumentRegistered& maker) {
  if (is_word_of_some(chronicle, agreement, relation)) return false;
  const Date day = recorded_on(*relation.source, zone_minutes_of(chronicle));
  const std::string_view kind = fb::EnumNameDocumentKind(maker.kind());
  if (projections::internal::tells_only(kind) && maker.kind() != fb::DocumentKind::PROTOCOL) {
    return false;
  }
  const auto issuer = optional_of<Id>(maker.issuer());
  return !issuer || projections::internal::is_agreement(kind) ||
         then_or_now(runs_region, chronicle, *issuer, internal::header_day(maker), day);
}

using PaperRegistration = Fact<fb::DocumentRegistered>;

bool is_of_document(const PaperRegistration& one, const PaperRegistration& other) {
  return one->document()->string_view() == other->document()->string_view();
}

bool is_of_edition(const PaperRegistration& one, const PaperRegistration& other) {
  return is_of_document(one, other) && one->edition() == other->edition();
}

/// As what the edition of this registration is on record: the first of its files that stands.
std::optional<PaperRegistration> on_record(const Chronicle& chronicle,
                                           const PaperRegistration& named) {
  for (const auto& one : chronicle.all<fb::DocumentRegistered>()) {
    if (is_of_edition(one, named)) return one;
  }
  return std::nullopt;
}

/// The registration with this D, be it one that was taken back while another file stands.
std::optional<PaperRegistration> registered_paper(const Chronicle& chronicle,
                                                  const flatbuffers::String* digest) {
  return digest == nullptr ? std::nullopt
                           : chronicle.ever<fb::DocumentRegistered>(fixed_of<Hash>(digest));
}

/// Whether the relation of two papers is of another document to this edition, both on record, and
/// can end it.
bool aims_at(const Chronicle& chronicle, const Agreement& agreement,
             const Fact<fb::DocumentRelated>& relation, const PaperRegistration& paper) {
  const auto to = registered_paper(chronicle, relation->to()->document());
  if (!to || !is_of_edition(*to, paper)) return false;
  const auto from = registered_paper(chronicle, relation->from());
  if (!from || is_of_document(*from, paper)) return false;
  const auto maker = on_record(chronicle, *from);
  return maker && can_end(chronicle, agreement, relation, **maker);
}

/// The paper's own verdict counts these and no others (PaperForce::ending).
void add_ending_papers(const AgreementContext& context, Agreement& agreement) {
  const Chronicle& chronicle = context.chronicle;
  const auto paper = registered_paper(chronicle, agreement.fact->document());
  if (!paper) return;
  for (const auto& fact : chronicle.all<fb::DocumentRelated>()) {
    const bool repeals = fact->relation() == fb::DocumentRelation::REPEALS;
    if (!repeals && fact->relation() != fb::DocumentRelation::REPLACES) continue;
    if (!aims_at(chronicle, agreement, fact, *paper)) continue;
    agreement.ends.push_back({repeals ? ForceState::kTerminated : ForceState::kSuperseded,
                              internal::days_after(rules::fuzzy(fact->effective()), -1),
                              fact.source,
                              {}});
  }
}

/// What ended it first ended it: one of a later day, whenever it was recorded, moves nothing.
void find_ends(const AgreementContext& context, Agreement& agreement) {
  add_terminations(context, agreement);
  add_ending_papers(context, agreement);
  const auto at_latest = [](const AgreementEnd& end) {
    return std::pair(end.last_day.not_after.value_or(rules::kLastDate), end.source->index);
  };
  std::sort(
      agreement.ends.begin(), agreement.ends.end(),
      [&](const AgreementEnd& a, const AgreementEnd& b) { return at_latest(a) < at_latest(b); });
}

void end_by(const FuzzyDate& last, Agreement& agreement) {
  auto& end = agreement.in_force_to;
  end = end ? internal::earlier_of(*end, last) : last;
}

void find_last_day_in_force(Agreement& agreement) {
  if (agreement.last_day) end_by(*agreement.last_day, agreement);
  if (const auto ended = agreement.ended_on()) end_by(*ended, agreement);
}

/// What ends an agreement whose term was over already ends nothing.
bool expired_before(const Agreement& agreement, const FuzzyDate& ended) {
  return agreement.last_day && !agreement.revival &&
         before(*agreement.last_day, ended) == Truth::kYes;
}

ForceState state_of(const Agreement& agreement, const Truth& begun, Date on) {
  if (begun == Truth::kNo) return ForceState::kNotYet;
  if (const auto ended = agreement.ended_on()) {
    const Truth over = before(*ended, FuzzyDate::on(on));
    if (over == Truth::kYes) {
      return expired_before(agreement, *ended) ? ForceState::kExpired
                                               : agreement.ends.front().state;
    }
    if (over == Truth::kUndetermined) return ForceState::kUndetermined;
  }
  if (agreement.last_day) {
    const Truth over = before(*agreement.last_day, FuzzyDate::on(on));
    const bool revived = over == Truth::kYes && internal::may_be_revived(agreement, on);
    if (revived) return ForceState::kUndetermined;
    if (over == Truth::kYes) return ForceState::kExpired;
    if (over == Truth::kUndetermined) return ForceState::kUndetermined;
  }
  return begun == Truth::kYes ? ForceState::kInForce : ForceState::kUndetermined;
}

/// The same of an agreement whose state is open: it may not have begun, or may be over.
void say_what_is_open(const Agreement& agreement, const Truth& begun, Date on, Grounds& grounds) {
  if (begun == Truth::kUndetermined) {
    say_what_is_open(agreement.signatures, agreement.in_force_from, on, grounds);
  }
  const auto open = [on](const FuzzyDate& last) {
    return before(last, FuzzyDate::on(on)) == Truth::kUndetermined;
  };
  if (const auto ended = agreement.ended_on(); ended && open(*ended)) {
    grounds.missing.push_back(internal::missing("day of termination",
                                                "the day of the termination is not known",
                                                "неизвестен день прекращения"));
  }
  if (internal::may_be_revived(agreement, on)) {
    grounds.missing.push_back(
        internal::missing("force of the prolongation",
                          "the prolongation began to work when the term was over: whether the "
                          "agreement works again is not settled by any rule of it",
                          "продление начало действовать, когда срок уже истёк: действует ли "
                          "соглашение снова, никаким правилом не определено"));
  }
  if (agreement.last_day && open(*agreement.last_day)) {
    grounds.missing.push_back(internal::missing("last day of the term",
                                                "the day on which the term ends is not known",
                                                "неизвестен день, которым кончается срок"));
  }
}

/// Which lines of an agreement have to be signed.
enum class Lines { kAll, kOnePerParty, kFirstPerParty };

Signatures signatures_by(const AgreementContext& context, const Fact<fb::AgreementRegistered>& fact,
                         Lines lines) {
  // Of a charter that wants every line the other reading wants the first of each party.
  const auto* turned = context.chronicle.turned();
  const bool instead_of_all = turned != nullptr && turned->contains(kAllSlotsPath);
  if (lines == Lines::kFirstPerParty || (lines == Lines::kOnePerParty && instead_of_all)) {
    return signed_in_first_lines(context.chronicle, fact.digest(), fact->parties(), fact->slots());
  }
  return signatures_of(context.chronicle, fact.digest(), fact->parties(), fact->slots(),
                       lines == Lines::kAll);
}

Agreement agreement_by(const AgreementContext& context, const Fact<fb::AgreementRegistered>& fact,
                       const std::optional<AdoptedCharter>& own, Lines lines) {
  Agreement out;
  out.fact = fact;
  out.id = fixed_of<Id>(fact->agreement());
  out.version = fact->version();
  out.title = text_of(fact->title_as_written());
  const bool all_slots = lines == Lines::kAll;
  out.signatures = signatures_by(context, fact, lines);
  out.concluded_on = out.signatures.concluded_on;
  out.charter = own ? own : charter_for(context, out.concluded_on);
  out.judged_by =
      own ? itself_in_words(*own) : version_in_words(context, out.charter, out.concluded_on);
  out.in_force_from = with_stated(out.concluded_on, *fact.source);
  add_rule(out.grounds, out.charter, kInForcePath);
  if (all_slots) add_rule(out.grounds, out.charter, kAllSlotsPath);
  out.grounds.evidence.add(*fact.source);
  out.grounds.add(out.signatures.grounds);
  const Truth begun = began(signed_by_all(out.signatures, context.claims, context.on),
                            out.in_force_from, context.on);
  std::vector<AgreementParty> parties = named_parties(out);
  out.amendments = internal::amendments_of(context, fact, parties);
  out.parties = std::move(parties);
  internal::find_term(out, context.calendar(out.charter));
  find_ends(context, out);
  find_last_day_in_force(out);
  out.state = state_of(out, begun, context.on);
  if (out.state == ForceState::kUndetermined) {
    say_what_is_open(out, begun, context.on, out.grounds);
  }
  return out;
}

/// The parameter on the lines that have to be signed, read the other way where it is an assumption.
void read_otherwise(const AgreementContext& context, const std::optional<AdoptedCharter>& own,
                    const std::optional<AdoptedCharter>& ruling, Agreement& agreement) {
  if (agreement_rules(ruling) == nullptr) return;
  const RuleUsed rule = ruling->rule(kAllSlotsPath);
  if (!rule.basis.assumed()) return;
  const bool all = all_slots_required(ruling);
  const Agreement other =
      agreement_by(context, agreement.fact, own, all ? Lines::kFirstPerParty : Lines::kAll);
  if (!all) agreement.grounds.rules.push_back(rule);
  agreement.readings.push_back(
      {std::string(kAllSlotsPath), other.concluded_on, other.in_force_from, other.state});
  agreement.grounds.depends_on_assumption |=
      other.state != agreement.state || other.in_force_from != agreement.in_force_from;
}

/// The charter that says which lines have to be signed: the one in force on the day on which those
/// that it demands were signed; a later one neither undoes that nor makes up for it. Where there is
/// no such day, the charter of the day that is asked about.
std::optional<AdoptedCharter> charter_of_lines(const AgreementContext& context,
                                               const Fact<fb::AgreementRegistered>& fact) {
  for (const Lines lines : {Lines::kOnePerParty, Lines::kAll}) {
    const auto day = signatures_by(context, fact, lines).concluded_on.day();
    if (!day) continue;
    const auto charter = context.charters.on(*day);
    if (all_slots_required(charter) == (lines == Lines::kAll)) return charter;
  }
  return context.charters.on(context.on);
}

Agreement agreement_of(const AgreementContext& context, const Fact<fb::AgreementRegistered>& fact) {
  const auto own = own_charter(context, *fact.payload);
  const auto ruling = own ? own : charter_of_lines(context, fact);
  Agreement out = agreement_by(context, fact, own,
                               all_slots_required(ruling) ? Lines::kAll : Lines::kOnePerParty);
  read_otherwise(context, own, ruling, out);
  return out;
}

/// Whether it has certainly come into force by the day, whatever became of it.
bool has_begun(const Agreement& agreement, Date on) {
  if (agreement.state == ForceState::kInForce) return true;
  const bool may_have = agreement.state != ForceState::kNotYet && agreement.signatures.complete();
  return may_have && rules::on_or_before(agreement.in_force_from, FuzzyDate::on(on)) == Truth::kYes;
}

/// Whether every party of the earlier version is named in the later one, or who followed it.
bool names_all_parties(const Successions& successions, const Agreement& later,
                       const Agreement& earlier) {
  const auto is_named = [&](const AgreementParty& party) {
    return std::any_of(
        later.fact->parties()->begin(), later.fact->parties()->end(), [&](const fb::Party* one) {
          return successions.stands_for(fixed_of<Id>(one->organisation()), party.organisation);
        });
  };
  return std::all_of(
      earlier.parties.begin(), earlier.parties.end(),
      [&](const AgreementParty& party) { return party.is_party == Truth::kNo || is_named(party); });
}

/// An earlier version ends where a later one of the same agreement came into force, and does not
/// come back when that one is over.
/// Of a version that one party brings in without the others nothing ends.
void supersede(const AgreementContext& context, std::vector<Agreement>& all) {
  const Chronicle& chronicle = context.chronicle;
  const Date on = context.on;
  for (Agreement& one : all) {
    for (Agreement& other : all) {
      if (other.id != one.id || other.version <= one.version) continue;
      if (!names_all_parties(context.successions, other, one) &&
          is_bare_word(chronicle, other.fact)) {
        one.claimed_versions.push_back(other.fact.index());
        other.claimed = true;
        continue;
      }
      if (!has_begun(other, on)) continue;
      const FuzzyDate last = internal::days_after(other.in_force_from, -1);
      end_by(last, one);
      const bool ended_first =
          one.state == ForceState::kTerminated && before(last, *one.ended_on()) != Truth::kYes;
      if (!ended_first) one.state = ForceState::kSuperseded;
    }
  }
}

}  // namespace

std::optional<FuzzyDate> last_day_of(const fb::Term& term, const FuzzyDate& from,
                                     const rules::Calendar& calendar) {
  if (term.kind() == fb::TermKind::UNTIL) return rules::fuzzy(term.until());
  if (term.kind() != fb::TermKind::LENGTH) return std::nullopt;
  return rules::tenure(from, rules::length_of(*term.length()), calendar).last_day;
}

std::vector<Agreement> internal::agreements_by(const Chronicle& chronicle, Date on,
                                               const Council* council) {
  const AgreementContext context(chronicle, on, council);
  std::vector<Agreement> all;
  for (const auto& fact : chronicle.all<fb::AgreementRegistered>()) {
    all.push_back(agreement_of(context, fact));
  }
  supersede(context, all);
  return all;
}

bool internal::parties_hang_on_members(const Chronicle& chronicle) {
  const auto any = [](const auto& facts, const auto& matters) {
    return std::any_of(facts.begin(), facts.end(), matters);
  };
  const auto names = [](const auto* list) { return list != nullptr && list->size() > 0; };
  return !chronicle.own<fb::WithdrawalNoticeRecorded>().empty() ||
         any(chronicle.own<fb::DecisionDeclared>(),
             [&](const auto& fact) { return names(fact->admits()) || names(fact->excludes()); }) ||
         any(chronicle.own<fb::OrderIssued>(),
             [&](const auto& fact) { return names(fact->excluded()); }) ||
         any(chronicle.all<fb::OrganisationChanged>(), [](const auto& fact) {
           return fact->kind() == fb::OrganisationChangeKind::LIQUIDATED;
         });
}

std::vector<Agreement> agreements(const Chronicle& chronicle, Date on) {
  const auto amended = chronicle.all<fb::AgreementAmended>();
  const bool decided = std::any_of(amended.begin(), amended.end(),
                                   [](const auto& fact) { return fact->protocol() != nullptr; });
  if (!decided && !internal::parties_hang_on_members(chronicle)) {
    return internal::agreements_by(chronicle, on, nullptr);
  }
  const Council council(chronicle, on);
  return agreements(council);
}

std::vector<Agreement> agreements(const Council& council) {
  return internal::agreements_by(council.chronicle(), council.on(), &council);
}

std::size_t certain_parties(const Agreement& agreement) {
  return static_cast<std::size_t>(
      std::count_if(agreement.parties.begin(), agreement.parties.end(),
                    [](const AgreementParty& one) { return one.is_party == Truth::kYes; }));
}

bool Agreement::is_replaced_by(const Agreement& other) const {
  return other.id == id && other.version > version &&
         std::find(claimed_versions.begin(), claimed_versions.end(), other.fact.index()) ==
             claimed_versions.end();
}

const Amendment* Agreement::amendment_at(std::uint64_t index) const {
  for (const Amendment& one : amendments) {
    if (one.fact.index() == index) return &one;
  }
  return nullptr;
}

std::vector<std::uint64_t> Agreement::ending_papers() const {
  std::vector<std::uint64_t> indexes;
  for (const AgreementEnd& end : ends) {
    if (!end.termination) indexes.push_back(end.source->index);
  }
  return indexes;
}

const Fact<fb::AgreementTerminated>* Agreement::termination() const {
  for (const AgreementEnd& end : ends) {
    if (end.termination) return &*end.termination;
  }
  return nullptr;
}

std::optional<FuzzyDate> Agreement::ended_on() const {
  std::optional<FuzzyDate> first;
  for (const AgreementEnd& end : ends) {
    first = first ? internal::earlier_of(*first, end.last_day) : end.last_day;
  }
  return first;
}

const AmendmentPart* Amendment::part(fb::AmendmentKind kind) const {
  for (const AmendmentPart& one : parts) {
    if (std::find(one.kinds.begin(), one.kinds.end(), kind) != one.kinds.end()) return &one;
  }
  return nullptr;
}

Truth Amendment::works_as(fb::AmendmentKind kind) const {
  const AmendmentPart* one = part(kind);
  return one == nullptr ? Truth::kNo : one->works;
}

FuzzyDate Amendment::from_of(fb::AmendmentKind kind) const {
  const AmendmentPart* one = part(kind);
  return one == nullptr ? effective_from : one->from;
}

std::string_view name_of(ForceState state) {
  switch (state) {
    case ForceState::kNotYet:
      return "not_yet_in_force";
    case ForceState::kInForce:
      return "in_force";
    case ForceState::kExpired:
      return "expired";
    case ForceState::kTerminated:
      return "terminated";
    case ForceState::kSuperseded:
      return "superseded";
    case ForceState::kUndetermined:
      break;
  }
  return "undetermined";
}

}  // namespace projections::governance
