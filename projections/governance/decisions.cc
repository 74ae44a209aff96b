// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/decisions.h"

#include <algorithm>

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

std::map<Hash, Meeting> meetings_by_digest(const Council& council) {
  std::map<Hash, Meeting> out;
  for (Meeting& meeting : meetings(council)) out.emplace(meeting.fact.digest(), std::move(meeting));
  return out;
}

std::optional<Meeting> meeting_of(const std::map<Hash, Meeting>& all,
                                  const flatbuffers::String* digest) {
  if (digest == nullptr) return std::nullopt;
  const auto it = all.find(fixed_of<Hash>(digest));
  if (it == all.end()) return std::nullopt;
  return it->second;
}

// --- ballots -------------------------------------------------------------------------------------

rules::Choice choice_of(fb::Choice choice) { return static_cast<rules::Choice>(choice); }

void read_votes(const Chronicle& chronicle, Ballot& ballot) {
  for (const auto& fact : chronicle.all<fb::VoteCast>()) {
    if (fixed_of<Hash>(fact->ballot()) != ballot.fact.digest()) continue;
    RollCallLine line;
    line.seat = fixed_of<Id>(fact->seat());
    line.choice = fact->choice();
    if (fact->option().has_value()) line.option = *fact->option();
    line.candidate = optional_of<Id>(fact->candidate());
    line.signed_by_voter = fact.source->grade == ledger::Grade::kSelf;
    line.index = fact.index();
    ballot.roll_call.push_back(std::move(line));
    ballot.grounds.evidence.add(*fact.source);
  }
  std::sort(ballot.roll_call.begin(), ballot.roll_call.end(),
            [](const RollCallLine& a, const RollCallLine& b) { return a.seat < b.seat; });
  for (const auto& fact : chronicle.all<fb::BallotCounted>()) {
    if (fixed_of<Hash>(fact->ballot()) != ballot.fact.digest()) continue;
    ballot.counted = fact;
    ballot.grounds.evidence.add(*fact.source);
  }
  for (const auto& fact : chronicle.all<fb::BallotClosed>()) {
    if (fixed_of<Hash>(fact->ballot()) == ballot.fact.digest()) ballot.closed = fact;
  }
}

rules::Votes count(const std::vector<RollCallLine>& lines) {
  rules::Votes votes;
  for (const RollCallLine& line : lines) {
    votes.in_favour += line.choice == fb::Choice::FOR ? 1 : 0;
    votes.against += line.choice == fb::Choice::AGAINST ? 1 : 0;
    votes.abstained += line.choice == fb::Choice::ABSTAIN ? 1 : 0;
  }
  return votes;
}

void grade_votes(Ballot& ballot) {
  if (!ballot.roll_call.empty()) {
    const bool all_signed =
        std::all_of(ballot.roll_call.begin(), ballot.roll_call.end(),
                    [](const RollCallLine& line) { return line.signed_by_voter; });
    ballot.grade =
        all_signed ? rules::TallyGrade::kSignedRollCall : rules::TallyGrade::kRecordedRollCall;
    ballot.votes = count(ballot.roll_call);
  }
  if (!ballot.counted) return;
  const fb::BallotCounted& counted = **ballot.counted;
  const bool has_counts = counted.votes_for().has_value();
  // Signed votes may cover a part of those present; counts then tell the whole.
  const std::uint64_t counted_all =
      has_counts ? *counted.votes_for() + std::uint64_t{counted.votes_against().value_or(0)} +
                       counted.abstained().value_or(0)
                 : 0;
  if (has_counts && counted_all >= ballot.roll_call.size()) {
    if (counted_all > ballot.roll_call.size()) ballot.grade = rules::TallyGrade::kCounts;
    ballot.votes = rules::Votes{*counted.votes_for(), counted.votes_against().value_or(0),
                                counted.abstained().value_or(0)};
    return;
  }
  if (ballot.votes || counted.words() != fb::TallyWords::UNANIMOUS) return;
  ballot.votes = rules::votes_of_unanimous(ballot.electorate);
  if (ballot.votes) ballot.grade = rules::TallyGrade::kWords;
}

void find_electorate(const Council& council, Ballot& ballot) {
  const Date day = ballot.meeting ? ballot.meeting->day.day().value_or(council.on()) : council.on();
  ballot.electorate.participants = members_on(council.members(), day).size();
  if (ballot.meeting && ballot.meeting->body) {
    const auto item = ballot.fact->agenda_item();
    const auto quorum = quorum_for(council, *ballot.meeting, ballot.kind, item.value_or(0));
    ballot.electorate.members = ballot.meeting->body->seats.size();
    ballot.electorate.present = quorum.present;
  } else if (const auto id = council.chronicle().find<fb::BodyComposed>(ballot.fact->body())) {
    if (const auto body = council.body(fixed_of<Id>((*id)->body()), day)) {
      ballot.electorate.members = body->seats.size();
    }
  }
  if (ballot.counted && (*ballot.counted)->present().has_value()) {
    ballot.electorate.present = *(*ballot.counted)->present();
  }
}

/// How the holder of the casting vote voted.
std::optional<rules::Choice> chair_choice(const Council& council, const Ballot& ballot, Date day) {
  if (ballot.meeting && ballot.meeting->body) {
    if (const auto chair = council.chair_on(ballot.meeting->body->id, day)) {
      for (const RollCallLine& line : ballot.roll_call) {
        if (line.seat == chair->seat) return choice_of(line.choice);
      }
    }
  }
  if (!ballot.counted) return std::nullopt;
  switch ((*ballot.counted)->chair_choice()) {
    case fb::ChairChoice::FOR:
      return rules::Choice::kFor;
    case fb::ChairChoice::AGAINST:
      return rules::Choice::kAgainst;
    case fb::ChairChoice::ABSTAIN:
      return rules::Choice::kAbstain;
    default:
      return std::nullopt;
  }
}

void compute(const Council& council, Ballot& ballot) {
  const Date day = ballot.meeting ? ballot.meeting->day.day().value_or(council.on()) : council.on();
  const auto charter = council.charters().on(day);
  const auto body = council.chronicle().find<fb::BodyComposed>(
      ballot.fact->body() != nullptr || !ballot.meeting ? ballot.fact->body()
                                                        : ballot.meeting->fact->body());
  const auto kind = body ? (*body)->kind() : fb::BodyKind::UNSPECIFIED;
  const rules::VotingRule rule =
      charter ? charter->charter.voting(kind, ballot.kind) : rules::VotingRule{};
  ballot.rule = rule.majority.value_or(
      rules::MajorityRule{{1, 2, rules::Relation::kMoreThan}, rules::Base::kVotesCast});
  if (rule.majority) {
    ballot.grounds.rules.push_back({rule.majority_basis, charter->fact.index()});
    ballot.grounds.rules.push_back({rule.majority_base_basis, charter->fact.index()});
  } else {
    ballot.grounds.rules.push_back(
        {{"majority", "ГК 181.2", fb::Certainty::DEFAULT, std::nullopt}, std::nullopt});
  }
  if (!ballot.votes) {
    ballot.grounds.missing.push_back(
        {"votes", {"no votes and no counts are recorded", "не записаны ни голоса, ни подсчёт"}});
    return;
  }
  const auto chair = chair_choice(council, ballot, day);
  const auto tally =
      rules::tally(*ballot.votes, ballot.electorate, *ballot.rule, rule.casting, chair);
  if (!tally) {
    ballot.grounds.missing.push_back(
        {tally.error().reason, {tally.error().message, tally.error().message}});
    return;
  }
  ballot.tally = *tally;
  const auto line =
      rules::derivation(*ballot.votes, *tally, ballot.rule->threshold, ballot.rule->base);
  ballot.derivation = {line.english, line.russian};
  if (!rule.majority_base_basis.assumed()) return;
  ballot.readings = rules::all_bases(*ballot.votes, ballot.electorate, ballot.rule->threshold,
                                     rule.casting, chair);
  ballot.readings_disagree = rules::readings_disagree(ballot.readings);
  ballot.grounds.depends_on_assumption |= ballot.readings_disagree;
}

Ballot ballot_of(const Council& council, const std::map<Hash, Meeting>& all,
                 const Fact<fb::BallotOpened>& fact) {
  Ballot ballot;
  ballot.fact = fact;
  ballot.id = fixed_of<Id>(fact->ballot());
  ballot.question = text_of(fact->question()->title());
  ballot.kind = fact->kind();
  ballot.meeting = meeting_of(all, fact->meeting());
  ballot.grounds.evidence.add(*fact.source);
  if (ballot.meeting) ballot.grounds.evidence.add(ballot.meeting->grounds.evidence);
  read_votes(council.chronicle(), ballot);
  find_electorate(council, ballot);
  grade_votes(ballot);
  compute(council, ballot);
  return ballot;
}

// --- protocols -----------------------------------------------------------------------------------

void read_signatures(const Council& council, Protocol& protocol) {
  for (const auto& fact : council.chronicle().all<fb::ProtocolSigned>()) {
    if (fixed_of<Hash>(fact->protocol()) != protocol.fact.digest()) continue;
    ProtocolSignature one;
    one.fact = fact;
    one.acting_as = fact->signature()->acting_as();
    one.organisation = optional_of<Id>(fact->signature()->organisation());
    one.seat = optional_of<Id>(fact->signature()->seat());
    one.signed_on = rules::fuzzy(fact->signature()->signed_on());
    if (!one.seat) one.seat = one.organisation;
    const auto day = protocol.meeting ? protocol.meeting->day.day() : std::nullopt;
    if (day && protocol.meeting->body && one.seat) {
      const auto chair = council.chair_on(protocol.meeting->body->id, *day);
      one.chair_of_meeting =
          chair ? rules::truth_of(chair->seat == *one.seat) : Truth::kUndetermined;
    }
    protocol.grounds.evidence.add(*fact.source);
    protocol.signatures.push_back(std::move(one));
  }
}

bool signed_as(const Protocol& protocol, fb::ProtocolSignerKind signer) {
  return std::any_of(
      protocol.signatures.begin(), protocol.signatures.end(), [&](const ProtocolSignature& one) {
        switch (signer) {
          case fb::ProtocolSignerKind::CHAIR:
            return one.acting_as == fb::ActingAs::CHAIR;
          case fb::ProtocolSignerKind::PRESIDING:
            return one.acting_as == fb::ActingAs::PRESIDING || one.acting_as == fb::ActingAs::CHAIR;
          case fb::ProtocolSignerKind::SECRETARY:
            return one.acting_as == fb::ActingAs::SECRETARY;
          default:
            return true;
        }
      });
}

void judge_signers(const Council& council, Protocol& protocol) {
  if (!protocol.meeting || !protocol.meeting->body) return;
  const auto charter = council.charters().on(protocol.meeting->day.day().value_or(council.on()));
  const fb::BodyRules* body =
      charter ? charter->charter.body(protocol.meeting->body->kind) : nullptr;
  const auto* rule = body == nullptr ? nullptr : body->protocol();
  if (rule == nullptr || rule->signers() == nullptr) return;
  protocol.grounds.rules.push_back(
      charter->rule(rules::Charter::body_path(body->kind()) + ".protocol"));
  for (const auto one : *rule->signers()) {
    const auto signer = static_cast<fb::ProtocolSignerKind>(one);
    protocol.chair_demanded |= signer == fb::ProtocolSignerKind::CHAIR;
    if (!signed_as(protocol, signer)) protocol.missing_signers.push_back(signer);
  }
}

// --- decisions -----------------------------------------------------------------------------------

DecisionState state_of(const Decision& decision, const Protocol* protocol) {
  if (decision.quorum.applicable && decision.quorum.met == Truth::kNo) {
    return DecisionState::kVoidNoQuorum;
  }
  if (!decision.ballot || !decision.ballot->tally) return DecisionState::kUndetermined;
  if (!decision.ballot->tally->adopted) return DecisionState::kRejected;
  if (decision.quorum.applicable && decision.quorum.met == Truth::kUndetermined) {
    return DecisionState::kUndetermined;
  }
  const bool formal = protocol != nullptr && protocol->formal();
  return formal ? DecisionState::kAdopted : DecisionState::kAdoptedUnformalised;
}

bool differs(const Decision& decision) {
  const bool computed_adopted = decision.state == DecisionState::kAdopted ||
                                decision.state == DecisionState::kAdoptedUnformalised;
  const bool computed_rejected = decision.state == DecisionState::kRejected;
  switch (decision.fact->stated_result()) {
    case fb::StatedResult::ADOPTED:
      return computed_rejected;
    case fb::StatedResult::REJECTED:
      return computed_adopted;
    default:
      return false;
  }
}

const Protocol* protocol_with(const std::vector<Protocol>& all, const Hash& decision) {
  for (const Protocol& protocol : all) {
    if (protocol.fact->decisions() == nullptr) continue;
    for (const auto* hex : *protocol.fact->decisions()) {
      if (fixed_of<Hash>(hex) == decision) return &protocol;
    }
  }
  return nullptr;
}

}  // namespace

std::vector<Ballot> ballots(const Council& council) {
  const auto all = meetings_by_digest(council);
  std::vector<Ballot> out;
  for (const auto& fact : council.chronicle().own<fb::BallotOpened>()) {
    out.push_back(ballot_of(council, all, fact));
  }
  return out;
}

std::vector<Protocol> protocols(const Council& council) {
  const auto all = meetings_by_digest(council);
  std::vector<Protocol> out;
  for (const auto& fact : council.chronicle().own<fb::ProtocolRegistered>()) {
    Protocol protocol;
    protocol.fact = fact;
    protocol.id = fixed_of<Id>(fact->protocol());
    protocol.number = text_of(fact->number());
    protocol.dated = rules::fuzzy(fact->dated());
    protocol.meeting = meeting_of(all, fact->meeting());
    protocol.grounds.evidence.add(*fact.source);
    read_signatures(council, protocol);
    for (const auto& approved : council.chronicle().all<fb::ProtocolApproved>()) {
      if (fixed_of<Hash>(approved->protocol()) == fact.digest()) {
        protocol.approvals.push_back(approved);
      }
    }
    for (const auto& objection : council.chronicle().all<fb::ObjectionRecorded>()) {
      if (fixed_of<Hash>(objection->target()) == fact.digest()) {
        protocol.objections.push_back(objection);
      }
    }
    judge_signers(council, protocol);
    out.push_back(std::move(protocol));
  }
  return out;
}

std::vector<Decision> decisions(const Council& council) {
  const auto all = meetings_by_digest(council);
  const auto registered = protocols(council);
  std::map<Hash, Ballot> by_digest;
  for (Ballot& ballot : ballots(council))
    by_digest.emplace(ballot.fact.digest(), std::move(ballot));
  std::vector<Decision> out;
  for (const auto& fact : council.chronicle().own<fb::DecisionDeclared>()) {
    Decision decision;
    decision.fact = fact;
    decision.id = fixed_of<Id>(fact->decision());
    decision.title = text_of(fact->wording()->title());
    decision.kind = fact->kind();
    decision.meeting = meeting_of(all, fact->meeting());
    decision.grounds.evidence.add(*fact.source);
    decision.quorum.applicable = false;
    if (const auto digest = optional_of<Hash>(fact->ballot()); digest) {
      if (const auto it = by_digest.find(*digest); it != by_digest.end()) {
        decision.ballot = it->second;
        decision.grounds.add(it->second.grounds);
      }
    }
    if (decision.meeting) {
      const auto item = fact->agenda_item();
      decision.quorum = quorum_for(council, *decision.meeting, decision.kind, item.value_or(0));
      decision.grounds.add(decision.quorum.grounds);
    }
    const Protocol* protocol = protocol_with(registered, fact.digest());
    if (protocol != nullptr) decision.protocol = protocol->fact.index();
    decision.state = state_of(decision, protocol);
    decision.mismatch = differs(decision);
    out.push_back(std::move(decision));
  }
  return out;
}

std::string_view name_of(DecisionState state) {
  constexpr std::string_view kNames[] = {"undetermined", "adopted", "adopted_not_formalised",
                                         "rejected", "void_no_quorum"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view name_of(rules::TallyGrade grade) {
  switch (grade) {
    case rules::TallyGrade::kSignedRollCall:
      return "signed_roll_call";
    case rules::TallyGrade::kRecordedRollCall:
      return "recorded_roll_call";
    case rules::TallyGrade::kCounts:
      return "counts";
    case rules::TallyGrade::kWords:
      return "words";
    case rules::TallyGrade::kNone:
      break;
  }
  return "none";
}

}  // namespace projections::governance
