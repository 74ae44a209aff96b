// SPDX-License-Identifier: Apache-2.0
#include "projections/governance_admission.h"

#include <algorithm>
#include <array>
#include <span>

#include "projections/identity_admission.h"
#include "projections/internal/governance_fold.h"
#include "projections/internal/governance_ties.h"
#include "projections/internal/refusal.h"

namespace projections {
namespace {

using internal::Case;
using internal::GovernanceState;
using internal::GovernanceWriter;
using internal::Place;
using internal::row_key;
using internal::Saying;
using ledger::Candidate;
using ledger::Hash;
using ledger::Ok;
using ledger::Rows;
using ledger::Status;

const fb::EventCorrected* correction_of(const Candidate& candidate) {
  return candidate.body.table().payload_as_EventCorrected();
}

/// The place of the event; a new cluster stands in its region before it is a place itself.
Place place_of(const GovernanceState& state, const Candidate& candidate,
               const std::optional<PayloadRef>& payload) {
  Place place = state.place(candidate.body.scope(), candidate.recorded_at_us);
  if (!payload || place.region) return place;
  if (const auto* event = payload->as<fb::ClusterCreated>()) {
    place.region = fixed_of<ledger::Id>(event->region());
  }
  return place;
}

std::optional<PayloadRef> asserted(const Candidate& candidate) {
  const auto* correction = correction_of(candidate);
  return correction == nullptr ? std::optional(PayloadRef(candidate.body))
                               : new_payload_of(*correction);
}

// --- version 1 -----------------------------------------------------------------------------------

using Rule = Status (*)(const Case&);

/// The groups of rules in the order of their checks.
constexpr std::array<Rule, 11> kRulesOfV1{
    &internal::check_actor,      &internal::check_ids,        &internal::check_dates,
    &internal::check_registers,  &internal::check_membership, &internal::check_bodies,
    &internal::check_meetings,   &internal::check_ballots,    &internal::check_decisions,
    &internal::check_agreements, &internal::check_notices};

/// `second`, `third`: the rules that later versions add, after those of the first.
Status admit_under(const Rows& rows, const Candidate& candidate, std::span<const Rule> second = {},
                   std::span<const Rule> third = {}) {
  if (auto identity = IdentityAdmission().admit(rows, candidate); !identity) return identity;
  if (candidate.body.payload_type() == fb::Payload::LedgerCreated) return Ok{};
  const auto* correction = correction_of(candidate);
  const auto target =
      correction == nullptr ? std::optional<Hash>() : fixed_of<Hash>(correction->target());
  const GovernanceState state(rows, target);
  const auto payload = asserted(candidate);
  const Place place = place_of(state, candidate, payload);
  if (auto fits = internal::check_correction(state, candidate, place); !fits) return fits;
  if (!payload) return Ok{};
  const bool self = candidate.body.grade() == ledger::Grade::kSelf;
  const Case c{state,
               candidate,
               place,
               *payload,
               self,
               self && !candidate.body.historical(),
               correction != nullptr};
  for (const auto rules : {std::span<const Rule>(kRulesOfV1), second, third}) {
    for (const Rule rule : rules) {
      if (auto fits = rule(c); !fits) return fits;
    }
  }
  return Ok{};
}

Status admit_v1(const Rows& rows, const Candidate& candidate) {
  return admit_under(rows, candidate);
}

void fold_under(Rows& rows, const Candidate& candidate) {
  IdentityAdmission().fold(rows, candidate);
  GovernanceWriter writer(rows);
  internal::fold_governance(writer, candidate);
}

// --- version 2 -----------------------------------------------------------------------------------

/// Stricter, and folded as before.
constexpr std::array<Rule, 3> kRulesOfV2{&internal::check_places, &internal::check_consent_days,
                                         &internal::check_named_rule};

Status admit_v2(const Rows& rows, const Candidate& candidate) {
  return admit_under(rows, candidate, kRulesOfV2);
}

// --- version 3 -----------------------------------------------------------------------------------

// In the checks and the folding of the second, GovernanceState::since() tells the functions that
// decide otherwise now: who was present at a question, what an answer on membership is worth, what
// a ballot decided of which only counts are known, or whose day or casting vote is not. Beside
// them: what an erasure names, and who has standing in a place, upon a paper or an entry of a
// register.
constexpr std::array<Rule, 5> kRulesOfV3{
    &internal::check_erased_events, &internal::check_authority_here, &internal::check_entries,
    &internal::check_papers, &internal::check_amending_parties};

Status admit_v3(const Rows& rows, const Candidate& candidate) {
  return admit_under(rows, candidate, kRulesOfV2, kRulesOfV3);
}

void fold_v3(Rows& rows, const Candidate& candidate) {
  fold_under(rows, candidate);
  GovernanceWriter writer(rows);
  internal::fold_ties(writer, candidate);
}

// --- the table -----------------------------------------------------------------------------------

struct Version {
  std::uint32_t number;
  Status (*admit)(const Rows&, const Candidate&);
  void (*fold)(Rows&, const Candidate&);
};
constexpr std::array kVersions{Version{1, &admit_v1, &fold_under},
                               Version{2, &admit_v2, &fold_under}, Version{3, &admit_v3, &fold_v3}};
static_assert(kVersions.back().number == kRulesVersion);

/// Null for a version that this program lacks.
const Version* version_in_force(const Rows& state) {
  const std::uint32_t number = std::max(rules_version(state), kFirstRulesVersion);
  for (const Version& version : kVersions) {
    if (version.number == number) return &version;
  }
  return nullptr;
}

}  // namespace

namespace internal {
namespace {

void fold_all(const Saying& saying) {
  fold_registers(saying);
  fold_sessions(saying);
  fold_papers(saying);
}

}  // namespace

void fold_governance(GovernanceWriter& writer, const Candidate& candidate) {
  const auto* correction = candidate.body.table().payload_as_EventCorrected();
  const GovernanceState state(writer.rows());
  const auto payload = asserted(candidate);
  const Place place = place_of(state, candidate, payload);
  const bool self = candidate.body.grade() == ledger::Grade::kSelf;
  const Hash source =
      correction == nullptr ? candidate.digest : fixed_of<Hash>(correction->target());
  const auto say = [&](const PayloadRef& what) {
    return Saying{writer, candidate, place, what, source, self};
  };
  if (correction != nullptr) {
    if (candidate.corrected == nullptr) return;
    const std::string key = row_key("agX", source);
    const std::string* before = writer.rows().get(key);
    const std::string bytes = before == nullptr ? std::string() : *before;
    const auto* corrected_before =
        bytes.empty()
            ? nullptr
            : flatbuffers::GetRoot<fb::EventBody>(bytes.data())->payload_as_EventCorrected();
    const PayloadRef old = corrected_before == nullptr ? PayloadRef(*candidate.corrected)
                                                       : *new_payload_of(*corrected_before);
    const auto mark = writer.rows().savepoint();
    unfold_registers(say(old));
    unfold_sessions(say(old), !payload);
    unfold_papers(say(old), !payload);
    if (!payload) return writer.erase(key);
    fold_all(say(*payload));
    const bool touched = writer.rows().savepoint() != mark;
    if (touched) writer.rows().put(key, std::string(candidate.body.bytes()));
    return;
  }
  fold_all(say(*payload));
}

}  // namespace internal

Status GovernanceAdmission::admit(const Rows& state, const Candidate& candidate) const {
  if (const Version* version = version_in_force(state)) return version->admit(state, candidate);
  const std::string found = std::to_string(projections::rules_version(state));
  const std::string newest = std::to_string(kRulesVersion);
  return internal::refuse(
      "RULES_UNKNOWN",
      {"rules version " + found + " is in force; the newest that this program knows is " + newest,
       "действует версия правил " + found + "; новейшая, которую знает программа, — " + newest},
      "");
}

void GovernanceAdmission::fold(Rows& state, const Candidate& candidate) const {
  if (const Version* version = version_in_force(state)) version->fold(state, candidate);
}

std::uint32_t GovernanceAdmission::rules_version(const Rows& state) const {
  return projections::rules_version(state);
}

bool knows_rules_of(const Rows& state) { return version_in_force(state) != nullptr; }

}  // namespace projections
