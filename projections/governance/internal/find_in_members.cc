// SPDX-License-Identifier: Apache-2.0
// Signs in memberships, in who holds the roles of a cluster and in how its bodies are composed
// (TO 1-3, 11, 12; TU 4, 20; SM 5.2, 6.5).
#include <map>

#include "projections/governance/internal/finder.h"
#include "projections/governance/offices.h"
#include "projections/governance/place_names.h"
#include "projections/governance/successions.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;

// --- members -------------------------------------------------------------------------------------

/// The parameter of the charter that a reason rests on.
std::string_view rule_behind(std::string_view code) {
  if (code == "CATEGORY_NOT_ALLOWED") return "membership.categories";
  if (code == "WRONG_ISSUER") return "membership.order_issuer";
  if (code == "NO_CONSENT" || code == "NO_APPLICATION") return "membership.consent";
  if (code == "UNREGULATED_ACTION") return "membership.exclusion";
  return "membership.include_by";
}

void find_in_beginning(Finder& finder, const Membership& member) {
  const Source* subject = finder.chronicle.source(member.founded_by.digest);
  if (subject == nullptr || member.effective != Truth::kNo) return;
  if (finding_kind(member.code) == nullptr) return;
  Case one = case_of(member.code, subject, member.grounds, rule_behind(member.code));
  one.period = ledger::to_hex(member.organisation);
  one.numbers = {{"category", fb::EnumNameOrganisationCategory(member.category)},
                 {"consent", std::string(name_of(member.consent))}};
  finder.add(std::move(one));
}

/// The events by which memberships end, by their indexes.
class Endings {
 public:
  explicit Endings(const Chronicle& chronicle) {
    take(EndGround::kOrder, chronicle.all<fb::OrderIssued>());
    take(EndGround::kAmendment, chronicle.all<fb::AgreementAmended>());
    take(EndGround::kDecision, chronicle.all<fb::DecisionDeclared>());
    take(EndGround::kNotice, chronicle.all<fb::WithdrawalNoticeRecorded>());
  }

  const Source* of(const MembershipEnd& end) const {
    for (const std::uint64_t index : end.grounds.evidence.events()) {
      const auto it = sources_.find({end.ground, index});
      if (it != sources_.end()) return it->second;
    }
    return nullptr;
  }

 private:
  template <typename T>
  void take(EndGround ground, const std::vector<Fact<T>>& facts) {
    for (const Fact<T>& fact : facts) sources_[{ground, fact.index()}] = fact.source;
  }
  std::map<std::pair<EndGround, std::uint64_t>, const Source*> sources_;
};

void find_in_end(Finder& finder, const Endings& endings, const Membership& member,
                 const MembershipEnd& end) {
  const Source* subject = endings.of(end);
  if (subject == nullptr || finding_kind(end.code) == nullptr) return;
  const bool notice = end.ground == EndGround::kNotice && end.code != "UNREGULATED_ACTION";
  Case one = case_of(end.code, subject, end.grounds,
                     notice ? "membership.withdrawal" : "membership.exclusion");
  one.period = ledger::to_hex(member.organisation);
  // What ends nothing has no last day.
  if (end.effective != Truth::kNo) one.numbers = {{"last_day", rules::to_text(end.last_day)}};
  const auto fact = finder.chronicle.find<fb::WithdrawalNoticeRecorded>(subject->digest);
  if (fact && (*fact)->intended_exit_on() != nullptr) {
    one.numbers.emplace_back("intended", rules::to_text(rules::fuzzy((*fact)->intended_exit_on())));
  }
  finder.add(std::move(one));
}

/// Nobody's rule says who stands for a participant that was reorganised.
void find_reorganised(Finder& finder, const Membership& member) {
  if (member.on(finder.on) == Truth::kNo) return;
  for (const auto& fact : finder.chronicle.all<fb::OrganisationChanged>()) {
    if (fact->kind() != fb::OrganisationChangeKind::REORGANISED) continue;
    if (fixed_of<Id>(fact->organisation()) != member.organisation) continue;
    const FuzzyDate from = rules::fuzzy(fact->from());
    const bool come = rules::on_or_before(from, FuzzyDate::on(finder.on)) == Truth::kYes;
    // Who took it in afterwards knew of it.
    if (!come || rules::before(from, member.from) == Truth::kYes) continue;
    Case one{"MEMBER_REORGANISED", fact.source};
    one.period = ledger::to_hex(member.organisation);
    one.numbers = {{"from", rules::to_text(from)}};
    if (fact->successor() != nullptr) {
      const auto successor = fixed_of<Id>(fact->successor());
      const Sentence name = PlaceNames(finder.chronicle).organisation(successor);
      one.detail = {"its successor: " + name.english, "правопреемник: " + name.russian};
    }
    one.evidence.add(member.grounds.evidence);
    finder.add(std::move(one));
  }
}

// --- holders of roles ----------------------------------------------------------------------------

/// Of several the one recorded last.
std::optional<Fact<fb::OfficeHolderChanged>> holder_of(const Finder& finder, fb::Role role) {
  std::optional<Fact<fb::OfficeHolderChanged>> holder;
  for (const RoleHolder& one : role_holders(finder.chronicle, role, finder.on)) {
    if (one.by && finder.own(one.by->scope)) holder = one.by;
  }
  return holder;
}

/// Whether the organisation followed one of the participants.
bool follows_any(const Finder& finder, const std::vector<Id>& participants,
                 const Id& organisation) {
  const Successions successions(finder.chronicle, finder.on);
  return std::any_of(participants.begin(), participants.end(), [&](const Id& participant) {
    const auto followers = successions.of(participant);
    return std::any_of(followers.begin(), followers.end(),
                       [&](const Succession& one) { return one.successor == organisation; });
  });
}

void find_in_role(Finder& finder, const fb::RoleRule& rule) {
  const auto holder = holder_of(finder, rule.role());
  if (!holder) return;
  const Id organisation = fixed_of<Id>((*holder)->organisation());
  const std::string path = std::string("roles.") + fb::EnumNameRole(rule.role());
  const auto& members = finder.council.members();
  const auto now = members_on(members, finder.on);
  const auto maybe = undetermined_members_on(members, finder.on);
  const bool outside = !now.empty() && !std::binary_search(now.begin(), now.end(), organisation) &&
                       !std::binary_search(maybe.begin(), maybe.end(), organisation) &&
                       !follows_any(finder, now, organisation);
  if (rule.participant() && outside) {
    Case one = case_under("OPERATOR_NOT_MEMBER", holder->source, finder.charter, path);
    one.numbers = {{"role", fb::EnumNameRole(rule.role())}};
    finder.add(std::move(one));
  }
  const CategoryOn category = category_of(finder.chronicle, organisation, finder.on);
  if (!rule.educational() || category.educational != false) return;
  Case one = case_under("OPERATOR_NOT_EDUCATIONAL", holder->source, finder.charter, path);
  one.numbers = {{"role", fb::EnumNameRole(rule.role())},
                 {"category", fb::EnumNameOrganisationCategory(category.category)}};
  one.evidence.add(category.evidence);
  finder.add(std::move(one));
}

// --- bodies --------------------------------------------------------------------------------------

void find_seats_without_head(Finder& finder, const Body& body, const std::string& path) {
  if (body.rule != fb::SeatRule::HEADS_OF_MEMBERS) return;
  for (const SeatHolder& holder : body.holders) {
    const bool empty = holder.state == SeatState::kVacant || holder.state == SeatState::kUnknown;
    if (!empty || holder.entitled != Truth::kYes) continue;
    Case one =
        case_under("SEAT_WITHOUT_HEAD", body.fact.source, finder.charter, path + ".seats_from");
    one.period = ledger::to_hex(holder.seat);
    one.numbers = {{"seat", std::string(name_of(holder.state))}};
    one.evidence.add(holder.evidence);
    finder.add(std::move(one));
  }
}

/// Only where the record of offices and powers is claimed to be complete.
void find_unrepresented(Finder& finder, const Body& body, const std::string& path) {
  if (body.rule != fb::SeatRule::REPRESENTATIVES_OF_ALL || body.unrepresented.empty()) return;
  const CoverageClaim* claim = complete_on(finder.claims, fb::FactKind::OFFICES, finder.on);
  if (claim == nullptr) return;
  for (const Id& organisation : body.unrepresented) {
    const SeatHolder* holder = body.holder(organisation);
    const bool held = holder != nullptr &&
                      (holder->state == SeatState::kHeld || holder->state == SeatState::kActing);
    if (holder == nullptr || held || holder->entitled != Truth::kYes) continue;
    Case one =
        case_under("PARTICIPANT_UNREPRESENTED", body.fact.source, finder.charter, path + ".seats");
    one.period = ledger::to_hex(organisation);
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
}

/// The charter gives each cluster of the region a voice in a body that is no organ of the cluster.
/// A seat of which no organisation is told may be theirs.
void find_cluster_unrepresented(Finder& finder, const Body& body, const std::string& path) {
  const fb::BodyRules* rules = finder.charter ? finder.charter->charter.body(body.kind) : nullptr;
  const bool theirs = rules != nullptr && !rules->organ_of_cluster() &&
                      rules->seats() == fb::SeatRule::REPRESENTATIVES_OF_ALL;
  if (!theirs || finder.chronicle.place().kind != ledger::ScopeKind::kCluster) return;
  std::vector<Id> members = members_on(finder.council.members(), finder.on);
  const auto maybe = undetermined_members_on(finder.council.members(), finder.on);
  if (members.empty()) return;
  members.insert(members.end(), maybe.begin(), maybe.end());
  const bool sits = std::any_of(body.holders.begin(), body.holders.end(), [&](const auto& holder) {
    if (holder.state == SeatState::kVacant) return false;
    return !holder.organisation ||
           std::find(members.begin(), members.end(), *holder.organisation) != members.end();
  });
  if (sits) return;
  Case one = case_under("CLUSTER_UNREPRESENTED", body.fact.source, finder.charter, path + ".seats");
  one.numbers = {{"seats", std::to_string(body.holders.size())},
                 {"members", std::to_string(members.size())}};
  one.evidence.add(body.grounds.evidence);
  finder.add(std::move(one));
}

void find_in_composition(Finder& finder, const Body& body) {
  const Constitution constitution = constitution_of(finder.council, body);
  const Source* subject = body.fact.source;
  if (finding_kind(constitution.code) != nullptr) {
    const bool group = constitution.code == "WORKING_GROUP_MEMBER";
    finder.add(case_of(constitution.code, subject, constitution.grounds,
                       group ? ".seats_from" : ".composed_by"));
  } else if (constitution.valid == Truth::kNo) {
    finder.add(case_of("DECISION_NOT_ADOPTED", subject, constitution.grounds, ".composed_by"));
  }
}

}  // namespace

void find_in_members(Finder& finder) {
  const Endings endings(finder.chronicle);
  for (const Membership& member : finder.council.members()) {
    find_in_beginning(finder, member);
    find_reorganised(finder, member);
    if (member.end) find_in_end(finder, endings, member, *member.end);
    for (const MembershipEnd& end : member.further_ends) {
      find_in_end(finder, endings, member, end);
    }
    for (const MembershipEnd& end : member.without_effect) {
      find_in_end(finder, endings, member, end);
    }
  }
  const auto* roles = finder.charter ? finder.charter->charter.parameters().roles() : nullptr;
  if (roles != nullptr) {
    for (const fb::RoleRule* rule : *roles) find_in_role(finder, *rule);
  }
  for (const Id& id : finder.council.bodies()) {
    const auto body = finder.council.body(id, finder.on);
    if (!body) continue;
    const std::string path = rules::Charter::body_path(body->kind);
    find_cluster_unrepresented(finder, *body, path);
    if (!finder.own(body->fact.scope)) continue;
    find_seats_without_head(finder, *body, path);
    find_unrepresented(finder, *body, path);
    find_in_composition(finder, *body);
  }
}

}  // namespace projections::governance::internal
