// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/agreements.h"

#include <map>
#include <utility>

#include "projections/governance/body_rules.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;
using rules::before;
using rules::on_or_before;

constexpr std::string_view kInForcePath = "agreement.in_force";
constexpr std::string_view kAllSlotsPath = "agreement.all_slots_required";

std::vector<Id> ids_of(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* list) {
  std::vector<Id> ids;
  if (list == nullptr) return ids;
  for (const auto* hex : *list) ids.push_back(fixed_of<Id>(hex));
  return ids;
}

/// What one evaluation needs; built once.
struct Context {
  Context(const Chronicle& of, Date day)
      : chronicle(of), on(day), charters(of), claims(coverage_claims(of)) {}

  /// The calendar of the charter, read once for all agreements under it.
  const rules::Calendar& calendar(const std::optional<AdoptedCharter>& charter) const {
    const fb::CharterAdopted* event = charter ? charter->fact.payload : nullptr;
    const auto found = calendars.find(event);
    if (found != calendars.end()) return found->second;
    return calendars.emplace(event, calendar_of(chronicle, charter ? &charter->charter : nullptr))
        .first->second;
  }

  const Chronicle& chronicle;
  Date on;
  Charters charters;
  std::vector<CoverageClaim> claims;
  mutable std::map<const fb::CharterAdopted*, rules::Calendar> calendars;
};

const fb::AgreementRules* agreement_rules(const std::optional<AdoptedCharter>& charter) {
  return charter ? charter->charter.parameters().agreement() : nullptr;
}

/// The rules by which a paper is judged: those of the charter of the day on which it was concluded,
/// as far as that is known, else of the day that is asked about.
std::optional<AdoptedCharter> charter_for(const Context& context, const FuzzyDate& concluded) {
  return context.charters.on(concluded.day().value_or(context.on));
}

/// Which version that is, and why that one.
Sentence version_in_words(const Context& context, const std::optional<AdoptedCharter>& charter,
                          const FuzzyDate& concluded) {
  const auto day = concluded.day();
  const std::string on = rules::to_iso(day.value_or(context.on));
  const Sentence when =
      day ? Sentence{"of " + on + ", the day of its conclusion", "на день заключения, " + on}
          : Sentence{
                "of the day asked about, " + on + ", as the day of its conclusion is not known",
                "на день, о котором спрашивают, " + on + ": день заключения неизвестен"};
  if (agreement_rules(charter) == nullptr) {
    return Sentence{"judged by general law: no charter rules on it, ",
                    "судится по общему закону: правил положения о нём нет, "} +
           when;
  }
  const std::string version = std::to_string(charter->fact->version());
  const std::string event = std::to_string(charter->fact.index());
  return Sentence{"judged by the charter ", "судится по положению "} + when +
         Sentence{": version " + version + ", event " + event,
                  ": версия " + version + ", событие " + event};
}

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
std::optional<AdoptedCharter> own_charter(const Context& context,
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

void add_rule(Grounds& grounds, const std::optional<AdoptedCharter>& charter,
              std::string_view path) {
  if (agreement_rules(charter) != nullptr) {
    grounds.rules.push_back(charter->rule(path));
    return;
  }
  grounds.rules.push_back(general_law(std::string(path), "ГК 433"));
}

/// The later of two days; what the paper says of itself may postpone its force, never hasten it.
FuzzyDate later_of(const FuzzyDate& a, const FuzzyDate& b) {
  const rules::NamedDate both[] = {{"", a}, {"", b}};
  return rules::latest(both).date;
}

FuzzyDate with_stated(const FuzzyDate& concluded, const Source& source) {
  if (!source.effective) return concluded;
  return later_of(concluded, rules::fuzzy(*source.effective));
}

Truth began(const Truth& signed_all, const FuzzyDate& from, Date on) {
  if (signed_all == Truth::kNo) return Truth::kNo;
  return rules::conjunction(signed_all, on_or_before(from, FuzzyDate::on(on)));
}

/// Says why it is open whether a paper works by the day: what is asked for in its lines is said
/// with the signatures, so here is the rest.
void say_what_is_open(const Signatures& signatures, const FuzzyDate& from, Date on,
                      Grounds& grounds) {
  if (signatures.slots.empty()) {
    grounds.missing.push_back(internal::missing(
        "signatures", "the paper's record has no signature lines, so who signed it is not known",
        "в записи о документе нет строк подписей: неизвестно, кто его подписал"));
  }
  if (on_or_before(from, FuzzyDate::on(on)) == Truth::kUndetermined) {
    grounds.missing.push_back(internal::missing(
        "day of entry into force", "the day from which the paper is in force is not known",
        "неизвестен день, с которого документ действует"));
  }
}

// --- amendments ----------------------------------------------------------------------------------

fb::AmendmentPath path_for(const fb::AgreementRules* rules,
                           const std::vector<fb::AmendmentKind>& kinds) {
  if (rules == nullptr || rules->amendments() == nullptr) return fb::AmendmentPath::UNSPECIFIED;
  for (const fb::AmendmentRule* rule : *rules->amendments()) {
    for (const auto kind : *rule->kinds()) {
      const auto listed = static_cast<fb::AmendmentKind>(kind);
      if (std::find(kinds.begin(), kinds.end(), listed) != kinds.end()) return rule->path();
    }
  }
  return fb::AmendmentPath::UNSPECIFIED;
}

/// Whether every party of the agreement has signed the amendment, newcomers with it.
Truth signed_by_parties(const Amendment& amendment, const std::vector<AgreementParty>& parties,
                        const Truth& all_lines) {
  if (all_lines != Truth::kYes) return all_lines;
  for (const AgreementParty& party : parties) {
    const auto& slots = amendment.signatures.slots;
    const bool has_line = std::any_of(slots.begin(), slots.end(), [&](const SlotState& line) {
      return line.organisation == party.organisation;
    });
    if (!has_line) return Truth::kNo;
  }
  return Truth::kYes;
}

/// Where no protocol is named there was none only if all decisions are claimed to be recorded.
Truth has_protocol(const Context& context, const Amendment& amendment) {
  if (amendment.protocol) return Truth::kYes;
  const Date day = amendment.concluded_on.not_before.value_or(context.on);
  const bool told = complete_on(context.claims, fb::FactKind::DECISIONS, day) != nullptr;
  return told ? Truth::kNo : Truth::kUndetermined;
}

Truth path_followed(const Context& context, const Amendment& amendment,
                    const std::vector<AgreementParty>& parties, const Truth& all_lines) {
  switch (amendment.path) {
    case fb::AmendmentPath::COUNCIL_PROTOCOL:
      return has_protocol(context, amendment);
    case fb::AmendmentPath::SUPPLEMENTARY_BY_ALL:
      return signed_by_parties(amendment, parties, all_lines);
    default:
      return all_lines;
  }
}

Amendment amendment_of(const Context& context, const Fact<fb::AgreementAmended>& fact,
                       const std::vector<AgreementParty>& parties) {
  Amendment out;
  out.fact = fact;
  out.id = fixed_of<Id>(fact->supplementary());
  out.title = text_of(fact->wording()->title());
  for (const auto kind : *fact->kinds()) out.kinds.push_back(static_cast<fb::AmendmentKind>(kind));
  out.included = ids_of(fact->included());
  out.excluded = ids_of(fact->excluded());
  out.signatures = signatures_of(context.chronicle, fact.digest(), fact->parties(), fact->slots(),
                                 /*all_slots=*/false);
  out.concluded_on = out.signatures.concluded_on;
  out.protocol = context.chronicle.find<fb::ProtocolRegistered>(fact->protocol());
  const auto charter = charter_for(context, out.concluded_on);
  out.judged_by = version_in_words(context, charter, out.concluded_on);
  out.path = path_for(agreement_rules(charter), out.kinds);
  add_rule(out.grounds, charter, "agreement.amendments");
  const Truth all_lines = signed_by_all(out.signatures, context.claims, context.on);
  out.path_followed = path_followed(context, out, parties, all_lines);
  out.effective_from = fact->effective() == nullptr
                           ? with_stated(out.concluded_on, *fact.source)
                           : later_of(out.concluded_on, rules::fuzzy(fact->effective()));
  out.in_force = began(all_lines, out.effective_from, context.on);
  if (out.in_force == Truth::kUndetermined) {
    say_what_is_open(out.signatures, out.effective_from, context.on, out.grounds);
  }
  out.grounds.evidence.add(*fact.source);
  out.grounds.add(out.signatures.grounds);
  if (out.protocol) out.grounds.evidence.add(*out.protocol->source);
  return out;
}

void amend(const Amendment& amendment, std::vector<AgreementParty>& parties) {
  if (amendment.in_force != Truth::kYes) return;
  for (const Id& id : amendment.excluded) {
    std::erase_if(parties, [&](const AgreementParty& party) { return party.organisation == id; });
  }
  for (const Id& id : amendment.included) {
    parties.push_back({id, amendment.effective_from, amendment.fact.index()});
  }
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

const fb::Term& term_of(const Agreement& agreement, FuzzyDate& from) {
  const fb::Term* term = agreement.fact->term();
  from = agreement.in_force_from;
  for (const Amendment& amendment : agreement.amendments) {
    if (amendment.in_force != Truth::kYes || amendment.fact->term() == nullptr) continue;
    term = amendment.fact->term();
    from = amendment.effective_from;
  }
  return *term;
}

void find_term(const Context& context, Agreement& agreement) {
  FuzzyDate from;
  const fb::Term& term = term_of(agreement, from);
  agreement.term_stated = term.kind() != fb::TermKind::NOT_STATED;
  agreement.last_day = last_day_of(term, from, context.calendar(agreement.charter));
}

void find_termination(const Context& context, Agreement& agreement) {
  for (const auto& fact : context.chronicle.all<fb::AgreementTerminated>()) {
    if (fixed_of<Hash>(fact->agreement()) == agreement.fact.digest()) agreement.termination = fact;
  }
}

void end_by(const FuzzyDate& last, Agreement& agreement) {
  auto& end = agreement.in_force_to;
  end = end ? internal::earlier_of(*end, last) : last;
}

void find_end(Agreement& agreement) {
  if (agreement.last_day) end_by(*agreement.last_day, agreement);
  if (agreement.termination) {
    end_by(rules::fuzzy((*agreement.termination)->terminated_on()), agreement);
  }
}

ForceState state_of(const Agreement& agreement, const Truth& begun, Date on) {
  if (begun == Truth::kNo) return ForceState::kNotYet;
  if (agreement.termination) {
    const FuzzyDate last = rules::fuzzy((*agreement.termination)->terminated_on());
    const Truth over = before(last, FuzzyDate::on(on));
    if (over == Truth::kYes) return ForceState::kTerminated;
    if (over == Truth::kUndetermined) return ForceState::kUndetermined;
  }
  if (agreement.last_day) {
    const Truth over = before(*agreement.last_day, FuzzyDate::on(on));
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
  if (agreement.termination && open(rules::fuzzy((*agreement.termination)->terminated_on()))) {
    grounds.missing.push_back(internal::missing("day of termination",
                                                "the day of the termination is not known",
                                                "неизвестен день прекращения"));
  }
  if (agreement.last_day && open(*agreement.last_day)) {
    grounds.missing.push_back(internal::missing("last day of the term",
                                                "the day on which the term ends is not known",
                                                "неизвестен день, которым кончается срок"));
  }
}

/// Which lines of an agreement have to be signed.
enum class Lines { kAll, kOnePerParty, kFirstPerParty };

Signatures signatures_by(const Context& context, const Fact<fb::AgreementRegistered>& fact,
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

Agreement agreement_by(const Context& context, const Fact<fb::AgreementRegistered>& fact,
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
  for (const auto& amended : context.chronicle.all<fb::AgreementAmended>()) {
    if (fixed_of<Hash>(amended->agreement()) != fact.digest()) continue;
    out.amendments.push_back(amendment_of(context, amended, parties));
    amend(out.amendments.back(), parties);
  }
  out.parties = std::move(parties);
  find_term(context, out);
  find_termination(context, out);
  find_end(out);
  out.state = state_of(out, begun, context.on);
  if (out.state == ForceState::kUndetermined) {
    say_what_is_open(out, begun, context.on, out.grounds);
  }
  return out;
}

/// The parameter on the lines that have to be signed, read the other way where it is an assumption.
void read_otherwise(const Context& context, const std::optional<AdoptedCharter>& own,
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
std::optional<AdoptedCharter> charter_of_lines(const Context& context,
                                               const Fact<fb::AgreementRegistered>& fact) {
  for (const Lines lines : {Lines::kOnePerParty, Lines::kAll}) {
    const auto day = signatures_by(context, fact, lines).concluded_on.day();
    if (!day) continue;
    const auto charter = context.charters.on(*day);
    if (all_slots_required(charter) == (lines == Lines::kAll)) return charter;
  }
  return context.charters.on(context.on);
}

Agreement agreement_of(const Context& context, const Fact<fb::AgreementRegistered>& fact) {
  const auto own = own_charter(context, *fact.payload);
  const auto ruling = own ? own : charter_of_lines(context, fact);
  Agreement out = agreement_by(context, fact, own,
                               all_slots_required(ruling) ? Lines::kAll : Lines::kOnePerParty);
  read_otherwise(context, own, ruling, out);
  return out;
}

/// An earlier version ends where a later one of the same agreement is in force.
void supersede(std::vector<Agreement>& all) {
  for (Agreement& one : all) {
    for (const Agreement& other : all) {
      if (other.id != one.id || other.version <= one.version) continue;
      if (other.state != ForceState::kInForce) continue;
      end_by(internal::days_after(other.in_force_from, -1), one);
      if (one.state != ForceState::kTerminated) one.state = ForceState::kSuperseded;
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

std::vector<Agreement> agreements(const Chronicle& chronicle, Date on) {
  const Context context(chronicle, on);
  std::vector<Agreement> all;
  for (const auto& fact : chronicle.all<fb::AgreementRegistered>()) {
    all.push_back(agreement_of(context, fact));
  }
  supersede(all);
  return all;
}

std::vector<Agreement> agreement_versions(const Chronicle& chronicle, const Id& id, Date on) {
  std::vector<Agreement> all = agreements(chronicle, on);
  std::erase_if(all, [&](const Agreement& one) { return one.id != id; });
  return all;
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
