// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governance_ties.h"

#include <array>

namespace projections::internal {
namespace {

using fb::Role;
using ledger::Hash;
using ledger::Id;
using ledger::Scope;
using ledger::ScopeKind;

constexpr std::array kPostsOfPlaces{Role::SECRETARY, Role::ARCHIVIST, Role::AUDITOR,
                                    Role::SUPERVISING_OFFICIAL};

std::string post_row(const Scope& scope, Role role) { return row_key("aj", scope, role); }
std::string home_row(const Id& organisation) { return row_key("ah", organisation); }

bool is(std::uint8_t change, fb::OfficeChangeKind kind) {
  return change == static_cast<std::uint8_t>(kind);
}

/// Whether one of the facts of an organisation's post still stands, as far as is known.
template <typename Fact>
bool may_stand(const std::vector<Fact>& facts, std::int32_t today) {
  const auto ends = [&](const Fact& release, const Fact& appointment) {
    const bool same_person =
        !release.person || !appointment.person || release.person == appointment.person;
    return is(release.change, fb::OfficeChangeKind::RELEASED) && same_person &&
           come_by(release.from, today) == Truth::kYes &&
           release.from.first >= appointment.from.first;
  };
  return std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
    if (is(fact.change, fb::OfficeChangeKind::RELEASED)) return false;
    if (come_by(fact.from, today) == Truth::kNo) return false;
    if (fact.to.has_last() && fact.to.last < today) return false;
    return std::none_of(facts.begin(), facts.end(),
                        [&](const Fact& other) { return ends(other, fact); });
  });
}

/// The clusters of a region, until `visit` says stop.
template <typename F>
void each_cluster(const GovernanceState& state, const Id& region, F&& visit) {
  const std::string prefix = row_key("agA");
  state.rows().scan(prefix, [&](std::string_view key, std::string_view) {
    const auto row = state.one<ClusterRow>(key);
    if (!row || row->region != region) return true;
    return visit(ledger::fixed_from<Id>(key.substr(prefix.size())));
  });
}

}  // namespace

std::optional<Scope> home_of(const GovernanceState& state, const Id& organisation) {
  return state.one<Scope>(home_row(organisation));
}

std::optional<Id> region_of(const GovernanceState& state, const Scope& scope) {
  if (scope.kind == ScopeKind::kRegion) return scope.id;
  if (scope.kind == ScopeKind::kLedger) return std::nullopt;
  const auto cluster = state.one<ClusterRow>(row_key("agA", scope.id));
  return cluster ? std::optional(cluster->region) : std::nullopt;
}

Sentence place_words(const Scope& scope) {
  const std::string id = ledger::to_hex(scope.id);
  switch (scope.kind) {
    case ScopeKind::kRegion:
      return {"the region " + id, "регион " + id};
    case ScopeKind::kCluster:
      return {"the cluster " + id, "кластер " + id};
    case ScopeKind::kLedger:
      break;
  }
  return {"the whole ledger", "весь журнал"};
}

bool Ties::operates_ledger() const { return state_.one<Id>("agF") == organisation_; }

bool Ties::may_hold(Role role) const {
  return state_.holds_role(place_, role, organisation_) != Truth::kNo;
}

bool Ties::runs() const {
  return operates_ledger() || may_hold(Role::REGIONAL_OPERATOR) ||
         may_hold(Role::REGIONAL_COORDINATOR) || may_hold(Role::CLUSTER_OPERATOR);
}

bool Ties::named_in_charter() const {
  if (place_.charter == nullptr) return false;
  const auto& parameters = *place_.charter->parameters();
  if (optional_of<Id>(parameters.membership()->order_issuer()) == organisation_) return true;
  if (parameters.roles() == nullptr) return false;
  return std::any_of(parameters.roles()->begin(), parameters.roles()->end(), [&](const auto* rule) {
    return optional_of<Id>(rule->organisation()) == organisation_;
  });
}

bool Ties::has_seat() const {
  bool found = false;
  const std::string prefix = row_key("agQ", place_.scope);
  state_.rows().scan(prefix, [&](std::string_view key, std::string_view) {
    const Id body = ledger::fixed_from<Id>(key.substr(prefix.size()));
    const auto composition = state_.composition_on(body, place_.today);
    found = composition &&
            std::any_of(composition->seats.begin(), composition->seats.end(),
                        [&](const SeatRow& seat) { return seat.organisation == organisation_; });
    return !found;
  });
  return found;
}

bool Ties::takes_part() const {
  if (place_.cluster) {
    if (state_.member_on(place_, organisation_, place_.today) != Truth::kNo) return true;
    const auto facts = state_.membership(*place_.cluster, organisation_);
    const auto has = [&](MembershipKind kind) {
      return std::any_of(facts.begin(), facts.end(),
                         [&](const MembershipFact& fact) { return fact.kind == kind; });
    };
    const bool left = has(MembershipKind::kExcluded) || has(MembershipKind::kWithdrawn);
    if (has(MembershipKind::kIntended) && !left) return true;
  }
  return named_in_charter() || has_seat();
}

bool Ties::concerned() const {
  const bool of_cluster =
      place_.cluster && state_.rows().contains(row_key("agM", *place_.cluster, organisation_));
  return of_cluster || belongs();
}

bool Ties::tied_to_region(const Id& region) const {
  if (const auto home = home_of(state_, organisation_)) {
    if (region_of(state_, *home) == region) return true;
  }
  const auto row = state_.one<RegionRow>(row_key("agR", region));
  if (row && (row->operator_organisation == organisation_ || row->coordinator == organisation_)) {
    return true;
  }
  bool found = false;
  each_cluster(state_, region, [&](const Id& cluster) {
    found = state_.rows().contains(row_key("agM", cluster, organisation_));
    return !found;
  });
  return found;
}

bool Ties::of_region() const {
  if (place_.scope.kind == ScopeKind::kLedger) return state_.knows_organisation(organisation_);
  return concerned() || (place_.region && tied_to_region(*place_.region));
}

bool Ties::of_some_region() const {
  bool found = false;
  const std::string prefix = row_key("agR");
  state_.rows().scan(prefix, [&](std::string_view key, std::string_view) {
    found = tied_to_region(ledger::fixed_from<Id>(key.substr(prefix.size())));
    return !found;
  });
  return found;
}

bool Ties::serves_as(Role role) const {
  std::vector<Scope> scopes{place_.scope, {ScopeKind::kLedger, Id{}}};
  if (place_.region) scopes.push_back({ScopeKind::kRegion, *place_.region});
  return std::any_of(scopes.begin(), scopes.end(), [&](const Scope& scope) {
    auto facts = state_.list<PlacePostFact>(post_row(scope, role));
    std::erase_if(facts,
                  [&](const PlacePostFact& fact) { return fact.organisation != organisation_; });
    return may_stand(facts, place_.today);
  });
}

bool Ties::has_post(Role role) const {
  const Scope posts{ScopeKind::kLedger, Id{}};
  return may_stand(state_.list<OfficeFact>(row_key("agO", posts, role, organisation_)),
                   place_.today);
}

namespace {

bool serves_places(Role role) {
  return std::find(kPostsOfPlaces.begin(), kPostsOfPlaces.end(), role) != kPostsOfPlaces.end();
}

/// Nobody gives itself a post of a place: a recorder of it tells, or who runs the place says it.
bool may_appoint(GovernanceWriter& writer, const ledger::Candidate& candidate) {
  const auto& author = candidate.body.author().organisation;
  if (!author) return false;
  const GovernanceState state(writer.rows());
  const Place place = state.place(candidate.body.scope(), candidate.recorded_at_us);
  const Ties ties(state, place, *author);
  return ties.runs() || (candidate.body.grade() != ledger::Grade::kSelf && ties.takes_part());
}

void fold_post(GovernanceWriter& writer, const Scope& scope, const fb::OfficeHolderChanged& event,
               const Hash& source) {
  if (!serves_places(event.role())) return;
  PlacePostFact fact;
  fact.source = source;
  fact.organisation = fixed_of<Id>(event.organisation());
  fact.change = static_cast<std::uint8_t>(event.change());
  fact.from = days_of(event.from());
  fact.to = days_of(event.to());
  if (event.person() != nullptr) fact.person = fixed_of<Id>(event.person()->person());
  writer.add(post_row(scope, event.role()), std::move(fact));
}

void fold_opening(GovernanceWriter& writer, const Scope& scope, const fb::OpeningState& event,
                  const Hash& source) {
  if (event.offices() == nullptr) return;
  for (const fb::OpeningOffice* office : *event.offices()) {
    if (!serves_places(office->role()) || office->organisation() == nullptr) continue;
    PlacePostFact fact;
    fact.source = source;
    fact.organisation = fixed_of<Id>(office->organisation());
    fact.change = static_cast<std::uint8_t>(fb::OfficeChangeKind::APPOINTED);
    fact.from = days_of(office->since() == nullptr ? event.as_of() : office->since());
    if (office->person() != nullptr) fact.person = fixed_of<Id>(office->person()->person());
    writer.add(post_row(scope, office->role()), std::move(fact));
  }
}

bool tells_posts(fb::Payload type) {
  return type == fb::Payload::OfficeHolderChanged || type == fb::Payload::OpeningState;
}

void fold_posts(GovernanceWriter& writer, const ledger::Candidate& candidate,
                const PayloadRef& payload, const Hash& source) {
  if (!tells_posts(payload.type()) || !may_appoint(writer, candidate)) return;
  const Scope& scope = candidate.body.scope();
  if (const auto* event = payload.as<fb::OfficeHolderChanged>()) {
    fold_post(writer, scope, *event, source);
  } else if (const auto* opening = payload.as<fb::OpeningState>()) {
    fold_opening(writer, scope, *opening, source);
  }
}

}  // namespace

void fold_ties(GovernanceWriter& writer, const ledger::Candidate& candidate) {
  const auto* correction = candidate.body.table().payload_as_EventCorrected();
  if (correction == nullptr) {
    const PayloadRef payload(candidate.body);
    if (const auto* event = payload.as<fb::OrganisationRegistered>()) {
      writer.put(home_row(fixed_of<Id>(event->profile()->organisation())), candidate.body.scope());
    }
    return fold_posts(writer, candidate, payload, candidate.digest);
  }
  if (candidate.corrected == nullptr || !tells_posts(candidate.corrected->payload_type())) return;
  const Hash target = fixed_of<Hash>(correction->target());
  for (const Role role : kPostsOfPlaces) {
    writer.remove<PlacePostFact>(post_row(candidate.body.scope(), role), target);
  }
  if (const auto payload = new_payload_of(*correction)) {
    fold_posts(writer, candidate, *payload, target);
  }
}

}  // namespace projections::internal
