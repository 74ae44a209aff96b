// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/council_facts.h"

#include <set>

#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

void index_bodies(CouncilFacts& out) {
  for (const auto& fact : out.chronicle.all<fb::BodyComposed>()) {
    const Id id = fixed_of<Id>(fact->body());
    out.bodies[id].push_back(fact);
    out.body_ids.emplace(fact.digest(), id);
  }
  for (const auto& fact : out.chronicle.all<fb::OfficeVacated>()) {
    if (const auto id = out.body_id(fact->body())) out.vacated[*id].push_back(fact);
  }
  for (const auto& fact : out.chronicle.all<fb::DecisionDeclared>()) {
    if (fact->offices() == nullptr) continue;
    std::set<Id> filled;
    for (const fb::OfficeFilling* one : *fact->offices()) {
      const auto id = out.body_id(one->body());
      if (id && filled.insert(*id).second) out.fillings[*id].push_back(fact);
    }
  }
}

void index_people(CouncilFacts& out) {
  for (const auto& fact : out.chronicle.all<fb::OfficeHolderChanged>()) {
    if (fact->role() != fb::Role::HEAD && fact->role() != fb::Role::ACTING_HEAD) continue;
    out.heads[fixed_of<Id>(fact->organisation())].push_back(fact);
  }
  for (const auto& fact : out.chronicle.all<fb::RepresentativeAuthorised>()) {
    out.representatives[fixed_of<Id>(fact->organisation())].push_back(fact);
  }
  for (const auto& fact : out.chronicle.all<fb::OrganisationRegistered>()) {
    out.registrations[fixed_of<Id>(fact->profile()->organisation())].push_back(fact);
  }
  for (const auto& fact : out.chronicle.all<fb::OrganisationChanged>()) {
    out.changes[fixed_of<Id>(fact->organisation())].push_back(fact);
  }
  for (const auto& fact : out.chronicle.all<fb::PersonAliasDeclared>()) {
    const Id first = out.person(fixed_of<Id>(fact->person()->person()));
    const Id second = out.person(fixed_of<Id>(fact->alias()->person()));
    if (first != second) out.aliases[second] = first;
  }
}

void index_meetings(CouncilFacts& out) {
  const auto& ids = out.meetings.ids;
  for (const auto& fact : out.chronicle.all<fb::MeetingConvened>()) {
    const auto old = optional_of<Hash>(fact->replaces());
    const auto before = old ? ids.find(*old) : ids.end();
    if (before == ids.end()) continue;
    if (before->second != fixed_of<Id>(fact->meeting())) out.moved_to[before->second] = fact;
  }
  const auto of = [&](const flatbuffers::String* digest) -> std::optional<Id> {
    const auto it = digest == nullptr ? ids.end() : ids.find(fixed_of<Hash>(digest));
    if (it == ids.end()) return std::nullopt;
    return it->second;
  };
  for (const auto& fact : out.chronicle.all<fb::AttendanceRecorded>()) {
    if (const auto id = of(fact->meeting())) out.attendance[*id].push_back(fact);
  }
  for (const auto& fact : out.chronicle.all<fb::MeetingClosed>()) {
    if (const auto id = of(fact->meeting())) out.meetings_closed[*id].push_back(fact);
  }
  const auto ask = [&](const auto& fact) {
    const auto id = of(fact->meeting());
    if (id) out.item_kinds.emplace(std::pair(*id, fact->agenda_item().value_or(0)), fact->kind());
  };
  for (const auto& fact : out.chronicle.all<fb::BallotOpened>()) ask(fact);
  for (const auto& fact : out.chronicle.all<fb::DecisionDeclared>()) ask(fact);
}

template <typename T, typename Key>
void index_by(const Chronicle& chronicle, ByDigest<T>& out, Key key) {
  for (const auto& fact : chronicle.all<T>()) out[fixed_of<Hash>(key(*fact))].push_back(fact);
}

void index_papers(CouncilFacts& out) {
  const Chronicle& all = out.chronicle;
  index_by(all, out.votes, [](const fb::VoteCast& one) { return one.ballot(); });
  index_by(all, out.counts, [](const fb::BallotCounted& one) { return one.ballot(); });
  index_by(all, out.ballots_closed, [](const fb::BallotClosed& one) { return one.ballot(); });
  index_by(all, out.signatures, [](const fb::ProtocolSigned& one) { return one.protocol(); });
  index_by(all, out.approvals, [](const fb::ProtocolApproved& one) { return one.protocol(); });
  index_by(all, out.objections, [](const fb::ObjectionRecorded& one) { return one.target(); });
  for (const auto& fact : all.all<fb::DecisionDeclared>()) {
    if (const auto by = optional_of<Hash>(fact->ballot())) out.decisions_by[*by].push_back(fact);
  }
  for (const auto& fact : all.all<fb::ProtocolRegistered>()) {
    if (fact->decisions() == nullptr) continue;
    for (const auto* hex : *fact->decisions()) {
      out.protocols_of[fixed_of<Hash>(hex)].push_back(fact);
    }
  }
}

}  // namespace

CouncilFacts::CouncilFacts(const Chronicle& of) : chronicle(of), meetings(of) {
  index_bodies(*this);
  index_people(*this);
  index_meetings(*this);
  index_papers(*this);
  touches = touches_of(of, meetings);
}

std::optional<Fact<fb::MeetingConvened>> CouncilFacts::meeting(
    const flatbuffers::String* digest) const {
  return meetings.last(digest);
}

std::optional<Fact<fb::MeetingConvened>> CouncilFacts::meeting_of(
    const Fact<fb::BallotOpened>& ballot) const {
  const auto of_another_cluster = [&](const Fact<fb::MeetingConvened>& one) {
    return one.scope != ballot.scope && one.scope.kind == ledger::ScopeKind::kCluster;
  };
  if (const auto own = meeting(ballot->meeting()); own && !of_another_cluster(*own)) return own;
  std::optional<Fact<fb::MeetingConvened>> found;
  for (const auto& decision : facts_at(decisions_by, ballot.digest())) {
    const auto one = meeting(decision->meeting());
    if (!one || of_another_cluster(*one)) continue;
    if (found && found->digest() != one->digest()) return std::nullopt;
    found = one;
  }
  return found;
}

std::optional<Id> CouncilFacts::body_id(const flatbuffers::String* digest) const {
  if (digest == nullptr) return std::nullopt;
  const auto it = body_ids.find(fixed_of<Hash>(digest));
  if (it == body_ids.end()) return std::nullopt;
  return it->second;
}

FuzzyDate CouncilFacts::decided_on(const Fact<fb::DecisionDeclared>& fact) const {
  return decided(chronicle, meetings, fact).day;
}

std::optional<Id> CouncilFacts::body_of(const fb::DecisionDeclared& decision) const {
  if (const auto id = body_id(decision.body())) return id;
  if (const auto convened = meeting(decision.meeting())) return body_id((*convened)->body());
  if (const auto ballot = chronicle.find<fb::BallotOpened>(decision.ballot())) {
    return body_id((*ballot)->body());
  }
  return std::nullopt;
}

std::optional<Id> CouncilFacts::body_of(const fb::BallotOpened& ballot) const {
  if (const auto id = body_id(ballot.body())) return id;
  const auto convened = meeting(ballot.meeting());
  return convened ? body_id((*convened)->body()) : std::nullopt;
}

Id CouncilFacts::person(const Id& reference) const {
  Id one = reference;
  for (auto it = aliases.find(one); it != aliases.end(); it = aliases.find(one)) one = it->second;
  return one;
}

}  // namespace projections::governance::internal
