// SPDX-License-Identifier: Apache-2.0
// Decisions with their computed validity, beside what the paper says of them: adopted, rejected,
// void without a quorum, adopted but not put in a signed protocol, no decision of a body at all, or
// undetermined; whether the body was competent and the question on its agenda; what it assigns and
// whom it puts in office (TO 3, 4, 7, 8; PR; GK 181.5).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/governance/ballots.h"
#include "projections/governance/execution.h"
#include "projections/governance/protocols.h"

namespace projections::governance {

/// What a body decided, whether or not a protocol says so.
struct Outcome {
  Truth adopted = Truth::kUndetermined;
  bool of_body = true;  ///< false: of a conference, or nobody's
  bool void_no_quorum = false;
  QuorumState quorum;
  std::shared_ptr<const Ballot> ballot;
  std::shared_ptr<const Meeting> meeting;
  Grounds grounds;
};
/// `as`: judged by the rules for this kind of decision instead of the one that is recorded.
Outcome outcome_of(const Council& council, const Fact<fb::DecisionDeclared>& fact,
                   fb::DecisionKind as = fb::DecisionKind::UNSPECIFIED);

enum class DecisionState {
  kUndetermined,
  kAdopted,              ///< adopted, and its protocol is signed as the charter demands
  kAdoptedUnformalised,  ///< adopted; no protocol is signed as the charter demands
  kRejected,
  kVoidNoQuorum,
  kNotOfABody,  ///< said at a conference: no decision of a body of the cluster
};

/// Somebody to whom a decision gives work.
struct DecisionAddressee {
  fb::AddresseeKind kind{};
  std::optional<ledger::Id> organisation;
  std::optional<fb::Role> role;
  std::optional<fb::BodyKind> body;
  std::string description;
  /// Organisations that it stands for on the day of the decision; empty: unresolved.
  std::vector<ledger::Id> organisations;
};

/// A decision on which this one depends, and whether that was carried out.
struct Dependency {
  Fact<fb::DecisionDeclared> decision;
  Truth carried_out = Truth::kUndetermined;
};

/// A reading of assumed parameters under which a decision stands otherwise.
struct DecisionReading {
  rules::Turned turned;
  DecisionState state{};
  bool quorum_demanded = true;
  std::optional<std::uint64_t> present;  ///< at its question, as far as known
  std::optional<std::uint64_t> total;
  std::optional<std::uint64_t> needed;
};

struct Decision {
  Fact<fb::DecisionDeclared> fact;
  ledger::Id id;
  std::string title;
  fb::DecisionKind kind{};
  std::optional<ledger::Id> body;
  fb::BodyKind body_kind{};
  FuzzyDate day;
  std::shared_ptr<const Meeting> meeting;
  std::shared_ptr<const Ballot> ballot;
  QuorumState quorum;
  DecisionState state{};
  bool mismatch = false;  ///< the stated result is another
  Truth in_competence = Truth::kYes;
  Truth on_agenda = Truth::kUndetermined;
  Truth form_allowed = Truth::kYes;
  std::vector<fb::OpinionPart> missing_parts;  ///< of an opinion
  std::optional<std::uint64_t> protocol;       ///< index of the ProtocolRegistered that lists it
  std::vector<DecisionAddressee> addressees;
  std::vector<ComponentState> components;
  std::vector<Dependency> depends_on;
  std::vector<ChairTerm> chairs;  ///< terms that it begins
  std::vector<Fact<fb::ObjectionRecorded>> objections;
  /// Those that give another state, the ones that turn least first. Every combination of what the
  /// decision asks for was read where `all_readings` says so; else each alone and all together.
  std::vector<DecisionReading> readings;
  bool all_readings = true;
  Grounds grounds;  ///< depends on an assumption where there are `readings`
};

/// Of the place itself, in the order in which they were recorded.
std::vector<Decision> decisions(const Council& council);
/// The same where these are the protocols that are registered.
std::vector<Decision> decisions(const Council& council, const std::vector<Protocol>& registered);
/// Nothing for a digest that is no decision's.
std::optional<Decision> decision_with(const Council& council, const ledger::Hash& digest);
std::optional<Decision> decision_with(const Council& council, const ledger::Hash& digest,
                                      const std::vector<Protocol>& registered);

std::string_view name_of(DecisionState state);  ///< "adopted", "void_no_quorum", …

}  // namespace projections::governance
