// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/decisions.h"

#include <algorithm>
#include <utility>

#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/decision_readings.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/offices.h"

namespace projections::governance {
namespace {

using internal::facts_at;
using internal::missing;
using ledger::Hash;
using ledger::Id;

template <typename V, typename T>
bool lists(const V* values, T value) {
  return values != nullptr && std::any_of(values->begin(), values->end(),
                                          [&](auto each) { return static_cast<T>(each) == value; });
}

/// Whether a body of the cluster spoke, as far as that is known.
bool spoken_by_body(const Council& council, const Fact<fb::DecisionDeclared>& fact,
                    const Outcome& outcome) {
  if (outcome.meeting != nullptr && outcome.meeting->conference) return false;
  const auto body = council.facts().body_of(*fact);
  if (!body || fact.scope.kind != ledger::ScopeKind::kCluster) return true;
  const FuzzyDate day = council.facts().decided_on(fact);
  const auto* rules = council.governing(day).body(council.kind_of(*body));
  return rules == nullptr || rules->organ_of_cluster();
}

std::shared_ptr<const Ballot> ballot_of(const Council& council, const fb::DecisionDeclared& fact,
                                        fb::DecisionKind as) {
  const auto digest = optional_of<Hash>(fact.ballot());
  if (!digest) return nullptr;
  auto ballot = council.ballot(*digest);
  if (ballot == nullptr || as == fb::DecisionKind::UNSPECIFIED || ballot->kind == as) return ballot;
  return internal::compute_ballot(council, *digest, as);
}

void judge_ballot(const Fact<fb::DecisionDeclared>& fact, Outcome& out) {
  if (out.ballot == nullptr) {
    out.grounds.missing.push_back(
        missing("ballot of the decision", "no ballot is recorded", "голосование не записано"));
    return;
  }
  out.grounds.add(out.ballot->grounds);
  out.adopted = out.ballot->adopted;
  // Somebody else than the ballot chose cannot come into office by it.
  if (!out.ballot->candidate || fact->offices() == nullptr) return;
  const bool chosen = std::any_of(
      fact->offices()->begin(), fact->offices()->end(),
      [&](const auto* one) { return fixed_of<Id>(one->seat()) == *out.ballot->candidate; });
  if (!chosen) out.adopted = Truth::kNo;
}

std::string counted_of(const QuorumState& quorum) {
  const auto text = [](const std::optional<std::uint64_t>& number) {
    return number ? std::to_string(*number) : std::string("-");
  };
  return std::to_string(static_cast<int>(quorum.met)) + " " + text(quorum.present) + " " +
         text(quorum.total) + " " + text(quorum.needed);
}

/// The question at which a decision was taken: that of its ballot, where the vote was at the same
/// meeting, else the one that the decision names.
std::uint16_t item_voted_at(const fb::DecisionDeclared& decision, const Outcome& out) {
  const std::uint16_t named = decision.agenda_item().value_or(0);
  const bool voted_there = out.ballot != nullptr && out.ballot->meeting != nullptr &&
                           out.ballot->meeting->id == out.meeting->id;
  return voted_there ? out.ballot->fact->agenda_item().value_or(named) : named;
}

/// Whether the quorum is that of who voted and not that of who was present.
bool voted_without_meeting(const Outcome& out) {
  const bool met = people_met(out.meeting.get()) || (out.meeting && out.meeting->attendance);
  return out.ballot != nullptr && out.ballot->quorum && !met;
}

/// Of the question, where somebody met, else of the ballot; nothing where none is demanded.
std::optional<QuorumState> quorum_as_known(const Council& known, fb::DecisionKind kind,
                                           std::uint16_t item, const Outcome& out) {
  if (voted_without_meeting(out)) {
    const auto ballot = known.ballot(out.ballot->fact.digest());
    return ballot == nullptr ? std::nullopt : ballot->quorum;
  }
  const auto meeting = known.meeting(out.meeting->id);
  if (meeting == nullptr) return std::nullopt;
  return quorum_for(known, *meeting, kind, item);
}

/// Which events recorded since the closing made another quorum of it.
std::vector<std::uint64_t> quorum_changed_by(const Council& council, fb::DecisionKind kind,
                                             std::uint16_t item, const Outcome& out) {
  if (council.chronicle().turned() != nullptr) return {};
  return internal::late_causes(council, *out.ballot, {}, [&](const Council& known) {
    const auto quorum = quorum_as_known(known, kind, item, out);
    return quorum ? counted_of(*quorum) : std::string();
  });
}

/// The quorum that was known when the ballot was closed holds, as its outcome does.
void fix_quorum(const Council& council, fb::DecisionKind kind, std::uint16_t item, Outcome& out) {
  if (out.ballot == nullptr || !out.quorum.applicable) return;
  internal::as_known_at_closing(council, *out.ballot, [&](const Council& then) {
    auto before = quorum_as_known(then, kind, item, out);
    if (!before || !before->applicable || before->met == Truth::kUndetermined) return;
    if (before->met == out.quorum.met) return;
    before->changed_late = out.quorum.met;
    before->late_events = quorum_changed_by(council, kind, item, out);
    before->grounds.evidence.add(out.quorum.grounds.evidence);
    out.quorum = std::move(*before);
  });
}

/// What follows of the quorum for the outcome.
void judge_by_quorum(const Council& council, fb::DecisionKind kind, std::uint16_t item,
                     Outcome& out) {
  fix_quorum(council, kind, item, out);
  out.grounds.add(out.quorum.grounds);
  if (!out.quorum.applicable) return;
  out.void_no_quorum = out.quorum.met == Truth::kNo;
  out.adopted = rules::conjunction(out.adopted, out.quorum.met);
}

}  // namespace

Outcome outcome_of(const Council& council, const Fact<fb::DecisionDeclared>& fact,
                   fb::DecisionKind as) {
  Outcome out;
  out.quorum.applicable = false;
  out.grounds.evidence.add(*fact.source);
  const fb::DecisionKind kind = as == fb::DecisionKind::UNSPECIFIED ? fact->kind() : as;
  out.ballot = ballot_of(council, *fact, as);
  if (const auto convened = council.facts().meeting(fact->meeting())) {
    out.meeting = council.meeting(fixed_of<Id>((*convened)->meeting()));
  } else if (out.ballot != nullptr) {
    out.meeting = out.ballot->meeting;
  }
  out.of_body = spoken_by_body(council, fact, out);
  if (!out.of_body) {
    out.adopted = Truth::kNo;
    return out;
  }
  judge_ballot(fact, out);
  if (!people_met(out.meeting.get())) {
    const auto body = council.facts().body_of(*fact);
    const bool at_meeting =
        body && council.rule_for(council.kind_of(*body), kind, council.facts().decided_on(fact))
                    .voting.at_meeting_only;
    if (at_meeting) {
      out.adopted = Truth::kNo;
      return out;
    }
    if (voted_without_meeting(out)) {
      out.quorum = *out.ballot->quorum;
      judge_by_quorum(council, kind, 0, out);
      return out;
    }
  }
  if (out.meeting == nullptr) return out;
  const std::uint16_t item = item_voted_at(*fact, out);
  out.quorum = quorum_for(council, *out.meeting, kind, item);
  judge_by_quorum(council, kind, item, out);
  return out;
}

namespace {

// --- one decision --------------------------------------------------------------------------------

DecisionState state_of(const Outcome& outcome, bool formalised) {
  if (!outcome.of_body) return DecisionState::kNotOfABody;
  if (outcome.void_no_quorum) return DecisionState::kVoidNoQuorum;
  switch (outcome.adopted) {
    case Truth::kNo:
      return DecisionState::kRejected;
    case Truth::kYes:
      return formalised ? DecisionState::kAdopted : DecisionState::kAdoptedUnformalised;
    case Truth::kUndetermined:
      break;
  }
  return DecisionState::kUndetermined;
}

/// Whether the paper states another outcome than the computed one: a void decision is not adopted,
/// whatever its votes. Where the outcome is undetermined nothing differs from it.
bool differs(const Decision& decision) {
  const bool adopted = decision.state == DecisionState::kAdopted ||
                       decision.state == DecisionState::kAdoptedUnformalised;
  switch (decision.fact->stated_result()) {
    case fb::StatedResult::ADOPTED:
      return decision.state == DecisionState::kRejected ||
             decision.state == DecisionState::kVoidNoQuorum;
    case fb::StatedResult::REJECTED:
      return adopted;
    default:
      return false;
  }
}

Truth on_agenda(const Decision& decision) {
  if (decision.kind == fb::DecisionKind::PROCEDURE) return Truth::kYes;
  if (decision.meeting == nullptr || decision.meeting->agenda.empty()) return Truth::kUndetermined;
  const auto item = decision.fact->agenda_item();
  if (!item.has_value()) return Truth::kUndetermined;
  const auto& agenda = decision.meeting->agenda;
  return rules::truth_of(std::any_of(agenda.begin(), agenda.end(),
                                     [&](const AgendaEntry& one) { return one.number == *item; }));
}

void judge_body(const Council& council, Decision& decision) {
  const auto* rules = council.governing(decision.day).body(decision.body_kind);
  if (rules == nullptr) return;
  const bool listed = rules->competence() != nullptr && rules->competence()->size() > 0;
  // Of history told from a paper that does not say what kind of decision it was, nothing follows.
  const bool unstated =
      decision.kind == fb::DecisionKind::OTHER && decision.fact.source->historical;
  if (listed && unstated) {
    decision.in_competence = Truth::kUndetermined;
  } else if (listed && decision.kind != fb::DecisionKind::PROCEDURE) {
    decision.in_competence = rules::truth_of(lists(rules->competence(), decision.kind));
  }
  if (decision.meeting != nullptr) {
    decision.form_allowed = decision.meeting->form_allowed;
  } else if (rules->forms() != nullptr && rules->forms()->size() > 0) {
    decision.form_allowed = rules::truth_of(lists(rules->forms(), fb::MeetingForm::BY_BALLOT));
  }
  if (decision.kind != fb::DecisionKind::OPINION || rules->opinion_parts() == nullptr) return;
  for (const auto one : *rules->opinion_parts()) {
    const auto part = static_cast<fb::OpinionPart>(one);
    if (!lists(decision.fact->opinion_parts(), part)) decision.missing_parts.push_back(part);
  }
}

// --- whom it gives work --------------------------------------------------------------------------

std::vector<Id> holders_of(const Council& council, fb::Role role, const FuzzyDate& day) {
  std::vector<Id> out;
  // Every organisation has these.
  if (role == fb::Role::HEAD || role == fb::Role::SECRETARY) return out;
  for (const RoleHolder& one :
       role_holders(council.chronicle(), role, day.not_after.value_or(council.on()))) {
    if (std::find(out.begin(), out.end(), one.organisation) == out.end()) {
      out.push_back(one.organisation);
    }
  }
  return out;
}

/// Who was a member on every day on which it may have been decided.
std::vector<Id> members_throughout(const Council& council, const FuzzyDate& day) {
  const auto days = internal::possible_days(council, day);
  std::vector<Id> out = members_on(council.members(), days.back());
  for (const Date one : days) {
    const auto then = members_on(council.members(), one);
    std::erase_if(out, [&](const Id& member) {
      return !std::binary_search(then.begin(), then.end(), member);
    });
  }
  return out;
}

DecisionAddressee addressee_of(const Council& council, const fb::Addressee& paper,
                               const FuzzyDate& day) {
  DecisionAddressee out;
  out.kind = paper.kind();
  out.organisation = optional_of<Id>(paper.organisation());
  out.description = text_of(paper.description());
  if (out.organisation) out.organisations = {*out.organisation};
  if (paper.role() != nullptr) {
    out.role = paper.role()->role();
    out.organisations = holders_of(council, *out.role, day);
  }
  if (paper.body() != nullptr) out.body = paper.body()->kind();
  if (out.kind == fb::AddresseeKind::ALL_PARTICIPANTS) {
    out.organisations = members_throughout(council, day);
  }
  return out;
}

/// Whether everything that the decision gives was done: each organisation that it names, or that
/// was a participant where it names all, reports for itself; a report of nobody in particular is
/// for all.
bool carried_out(const Council& council, const Fact<fb::DecisionDeclared>& fact,
                 const std::vector<ComponentState>& components) {
  std::vector<Id> each;
  bool of_each = fact->addressees() != nullptr && fact->addressees()->size() > 0;
  if (of_each) {
    for (const fb::Addressee* one : *fact->addressees()) {
      of_each &= one->kind() == fb::AddresseeKind::ORGANISATION ||
                 one->kind() == fb::AddresseeKind::ALL_PARTICIPANTS;
      const auto named = addressee_of(council, *one, council.facts().decided_on(fact));
      each.insert(each.end(), named.organisations.begin(), named.organisations.end());
    }
  }
  const auto done_by = [&](const ComponentState& component, const auto& who) {
    return std::any_of(component.reports.begin(), component.reports.end(), [&](const Report& one) {
      return one.counts == Truth::kYes && !internal::to_come(one.done_on, council.on()) &&
             who(one.organisation);
    });
  };
  const auto done = [&](const ComponentState& component) {
    if (!of_each) return done_by(component, [](const auto&) { return true; });
    if (done_by(component, [](const auto& by) { return !by; })) return true;
    return !each.empty() && std::all_of(each.begin(), each.end(), [&](const Id& organisation) {
      return done_by(component, [&](const auto& by) { return by == organisation; });
    });
  };
  return !components.empty() && std::all_of(components.begin(), components.end(), done);
}

void read_assignments(const Council& council, Decision& decision) {
  const Chronicle& chronicle = council.chronicle();
  const auto rules =
      execution_rules(council, council.governing(decision.day).charter, std::nullopt);
  decision.components = execution_of(chronicle, decision.fact, rules, council.on());
  if (decision.fact->addressees() != nullptr) {
    for (const fb::Addressee* one : *decision.fact->addressees()) {
      decision.addressees.push_back(addressee_of(council, *one, decision.day));
    }
  }
  if (decision.fact->depends_on() == nullptr) return;
  for (const auto* hex : *decision.fact->depends_on()) {
    const auto other = chronicle.find<fb::DecisionDeclared>(fixed_of<Hash>(hex));
    if (!other) continue;
    const auto done = execution_of(chronicle, *other, rules, council.on());
    decision.depends_on.push_back(
        {*other, carried_out(council, *other, done) ? Truth::kYes : Truth::kUndetermined});
  }
}

void read_offices(const Council& council, Decision& decision) {
  if (decision.fact->offices() == nullptr) return;
  for (const fb::OfficeFilling* one : *decision.fact->offices()) {
    const auto body = council.facts().body_id(one->body());
    if (one->office() != fb::OfficeKind::CHAIR || !body) continue;
    for (const ChairTerm& term : council.chairs(*body)) {
      const bool ours = term.decision && term.decision->digest() == decision.fact.digest();
      if (ours && term.seat == fixed_of<Id>(one->seat())) decision.chairs.push_back(term);
    }
  }
}

/// The newest version of the protocol that lists the decision.
const Protocol* protocol_of(const std::vector<Protocol>& all, const Hash& decision) {
  const Protocol* found = nullptr;
  for (const Protocol& protocol : all) {
    if (protocol.fact->decisions() == nullptr) continue;
    for (const auto* hex : *protocol.fact->decisions()) {
      if (fixed_of<Hash>(hex) != decision) continue;
      if (found == nullptr || protocol.state != ProtocolState::kSuperseded) found = &protocol;
    }
  }
  return found;
}

/// Whether the charter wants decisions of the body in a signed protocol.
bool protocol_demanded(const Council& council, const Decision& decision) {
  const auto* rules = council.governing(decision.day).body(decision.body_kind);
  return rules == nullptr || rules->protocol() != nullptr;
}

Decision decision_of(const Council& council, const Fact<fb::DecisionDeclared>& fact,
                     const Protocol* protocol) {
  Decision out;
  out.fact = fact;
  out.id = fixed_of<Id>(fact->decision());
  out.title = text_of(fact->wording()->title());
  out.kind = fact->kind();
  out.body = council.facts().body_of(*fact);
  if (out.body) out.body_kind = council.kind_of(*out.body);
  out.day = council.facts().decided_on(fact);
  Outcome outcome = outcome_of(council, fact);
  out.meeting = outcome.meeting;
  out.ballot = outcome.ballot;
  out.quorum = outcome.quorum;
  out.grounds = outcome.grounds;
  if (protocol != nullptr) {
    out.protocol = protocol->fact.index();
    out.grounds.evidence.add(protocol->grounds.evidence);
  }
  const bool formal =
      protocol != nullptr ? protocol->formal != Truth::kNo : !protocol_demanded(council, out);
  const auto state = [formal](const Outcome& one) { return state_of(one, formal); };
  out.state = state(outcome);
  internal::read_decision_otherwise(council, outcome, state, out);
  out.mismatch = differs(out);
  out.on_agenda = on_agenda(out);
  judge_body(council, out);
  read_assignments(council, out);
  read_offices(council, out);
  out.objections = facts_at(council.facts().objections, fact.digest());
  for (const auto& objection : out.objections) out.grounds.evidence.add(*objection.source);
  return out;
}

}  // namespace

std::vector<Decision> decisions(const Council& council) {
  return decisions(council, protocols(council));
}

std::vector<Decision> decisions(const Council& council, const std::vector<Protocol>& registered) {
  std::map<Hash, const Protocol*> listed;
  for (const auto& [digest, papers] : council.facts().protocols_of) {
    listed.emplace(digest, protocol_of(registered, digest));
  }
  std::vector<Decision> out;
  for (const auto& fact : council.chronicle().own<fb::DecisionDeclared>()) {
    const auto it = listed.find(fact.digest());
    out.push_back(decision_of(council, fact, it == listed.end() ? nullptr : it->second));
  }
  return out;
}

std::optional<Decision> decision_with(const Council& council, const Hash& digest) {
  return decision_with(council, digest, protocols(council));
}

std::optional<Decision> decision_with(const Council& council, const Hash& digest,
                                      const std::vector<Protocol>& registered) {
  const auto fact = council.chronicle().find<fb::DecisionDeclared>(digest);
  if (!fact) return std::nullopt;
  return decision_of(council, *fact, protocol_of(registered, digest));
}

std::string_view name_of(DecisionState state) {
  switch (state) {
    case DecisionState::kAdopted:
      return "adopted";
    case DecisionState::kAdoptedUnformalised:
      return "adopted_not_formalised";
    case DecisionState::kRejected:
      return "rejected";
    case DecisionState::kVoidNoQuorum:
      return "void_no_quorum";
    case DecisionState::kNotOfABody:
      return "not_of_a_body";
    case DecisionState::kUndetermined:
      break;
  }
  return "undetermined";
}

}  // namespace projections::governance
