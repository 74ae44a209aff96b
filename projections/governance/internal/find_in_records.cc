// SPDX-License-Identifier: Apache-2.0
// Gaps of information in what was recorded about people, meetings, protocols and assignments.
#include <map>
#include <set>

#include "projections/governance/ballots.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

// --- one post, two people ------------------------------------------------------------------------

/// Somebody named as the head of an organisation.
struct HeadMention {
  Id person;
  bool by_change = false;  ///< an event says that this person came into the office
  const Source* source = nullptr;
};

class Aliases {
 public:
  explicit Aliases(const Chronicle& chronicle) {
    for (const auto& fact : chronicle.all<fb::PersonAliasDeclared>()) {
      join(fixed_of<Id>(fact->person()->person()), fixed_of<Id>(fact->alias()->person()));
    }
  }
  Id root(Id person) const {
    for (auto it = parent_.find(person); it != parent_.end(); it = parent_.find(person)) {
      person = it->second;
    }
    return person;
  }

 private:
  void join(const Id& a, const Id& b) {
    const Id one = root(a), other = root(b);
    if (one != other) parent_[std::max(one, other)] = std::min(one, other);
  }
  std::map<Id, Id> parent_;
};

using Mentions = std::map<Id, std::vector<HeadMention>>;

void add_signature(const fb::PaperSignature& signature, const Source* source, Mentions& out) {
  if (signature.acting_as() != fb::ActingAs::HEAD || signature.person() == nullptr) return;
  const auto organisation = optional_of<Id>(signature.organisation());
  if (!organisation) return;
  out[*organisation].push_back({fixed_of<Id>(signature.person()->person()), false, source});
}

Mentions head_mentions(const Chronicle& chronicle) {
  Mentions out;
  for (const auto& fact : chronicle.all<fb::OfficeHolderChanged>()) {
    const bool head =
        fact->role() == fb::Role::HEAD && fact->change() == fb::OfficeChangeKind::APPOINTED;
    if (!head || fact->person() == nullptr) continue;
    const bool told = fact->from()->source() != fb::DateSource::DERIVED;
    out[fixed_of<Id>(fact->organisation())].push_back(
        {fixed_of<Id>(fact->person()->person()), told, fact.source});
  }
  for (const auto& fact : chronicle.all<fb::ProtocolApproved>()) {
    add_signature(*fact->signature(), fact.source, out);
  }
  for (const auto& fact : chronicle.all<fb::ProtocolSigned>()) {
    add_signature(*fact->signature(), fact.source, out);
  }
  for (const auto& fact : chronicle.all<fb::AgreementSigned>()) {
    add_signature(*fact->signature(), fact.source, out);
  }
  return out;
}

void find_unresolved_identities(Finder& finder) {
  const Aliases aliases(finder.chronicle);
  for (const auto& [organisation, mentions] : head_mentions(finder.chronicle)) {
    std::set<Id> changed;
    for (const HeadMention& one : mentions) {
      if (one.by_change) changed.insert(aliases.root(one.person));
    }
    const HeadMention& first = mentions.front();
    for (const HeadMention& one : mentions) {
      const Id person = aliases.root(one.person);
      if (person == aliases.root(first.person) || changed.contains(person)) continue;
      if (finder.chronicle.place().kind == ledger::ScopeKind::kCluster) break;
      Case found{"IDENTITY_UNRESOLVED", one.source};
      found.period = ledger::to_hex(organisation);
      found.evidence.add(*first.source);
      finder.add(std::move(found));
      break;
    }
  }
}

// --- meetings ------------------------------------------------------------------------------------

void find_unresolved_attendance(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::AttendanceRecorded>()) {
    if (fact->present() == nullptr) continue;
    std::size_t unresolved = 0;
    for (const fb::Attendee* one : *fact->present()) {
      unresolved += one->seat() == nullptr && one->organisation() == nullptr ? 1 : 0;
    }
    const std::size_t unnamed = told_by_number(*fact);
    if (unresolved + unnamed == 0) continue;
    Case found{"ATTENDANCE_UNRESOLVED", fact.source};
    found.numbers = {{"unresolved", std::to_string(unresolved + unnamed)},
                     {"present", std::to_string(fact->present()->size() + unnamed)}};
    finder.add(std::move(found));
  }
}

/// The decisions of a meeting that is recorded.
std::map<Hash, std::vector<Fact<fb::DecisionDeclared>>> by_meeting(const Chronicle& chronicle) {
  std::map<Hash, std::vector<Fact<fb::DecisionDeclared>>> out;
  for (const auto& fact : chronicle.own<fb::DecisionDeclared>()) {
    if (const auto meeting = optional_of<Hash>(fact->meeting())) out[*meeting].push_back(fact);
  }
  return out;
}

/// No ballot is recorded, or one of which neither votes nor counts nor words are.
bool without_votes(const Finder& finder, const fb::DecisionDeclared& decision) {
  const auto digest = optional_of<Hash>(decision.ballot());
  const auto ballot = digest ? finder.council.ballot(*digest) : nullptr;
  return ballot == nullptr || (ballot->closed && ballot->grade == rules::TallyGrade::kNone);
}

void find_unmapped_decisions(Finder& finder) {
  for (const auto& [meeting, decisions] : by_meeting(finder.chronicle)) {
    const auto convened = finder.chronicle.find<fb::MeetingConvened>(meeting);
    if (!convened) continue;
    Case unmapped{"DECISIONS_NOT_MAPPED", convened->source};
    Case unvoted{"NO_VOTE_RECORDED", convened->source};
    std::size_t without_item = 0, without_ballot = 0;
    for (const auto& decision : decisions) {
      if (!decision->agenda_item().has_value()) {
        ++without_item;
        unmapped.evidence.add(*decision.source);
      }
      if (without_votes(finder, *decision)) {
        ++without_ballot;
        unvoted.evidence.add(*decision.source);
      }
    }
    const bool has_agenda = (*convened)->agenda() != nullptr && (*convened)->agenda()->size() > 0;
    unmapped.numbers = {{"decisions", std::to_string(without_item)}};
    unvoted.numbers = {{"decisions", std::to_string(without_ballot)}};
    if (without_item > 0 && has_agenda) finder.add(std::move(unmapped));
    if (without_ballot > 0) finder.add(std::move(unvoted));
  }
}

/// The plan of this place that a decision is about.
std::optional<Fact<fb::PlanSubmitted>> plan_of(const Finder& finder,
                                               const fb::DecisionDeclared& decision) {
  if (decision.about() == nullptr) return std::nullopt;
  for (const auto* hex : *decision.about()) {
    const auto plan = finder.chronicle.find<fb::PlanSubmitted>(fixed_of<Hash>(hex));
    if (plan && finder.own(plan->scope)) return plan;
  }
  return std::nullopt;
}

/// A conference, of the place or of its region, that decides about a plan of the place, which the
/// charter of its day gives to a body.
void find_changes_by_conference(Finder& finder) {
  for (const auto& fact : finder.chronicle.all<fb::DecisionDeclared>()) {
    const auto meeting = finder.chronicle.find<fb::MeetingConvened>(fact->meeting());
    if (!meeting || (*meeting)->kind() != fb::MeetingKind::CONFERENCE) continue;
    const auto charter = finder.charters.of(rules::fuzzy((*meeting)->takes_place_on()), finder.on);
    const auto* rules_then = charter ? charter->charter.parameters().plan() : nullptr;
    if (rules_then == nullptr) continue;
    const auto plan = plan_of(finder, *fact.payload);
    const bool of_place = finder.own(fact.scope) && fact->kind() == fb::DecisionKind::PLAN;
    if (!plan && !of_place) continue;
    Case found = case_under("CHANGED_BY_CONFERENCE", fact.source, charter, "plan.approved_by");
    found.numbers = {{"approved_by", fb::EnumNameBodyKind(rules_then->approved_by()->kind())}};
    found.evidence.add(*meeting->source);
    if (plan) found.evidence.add(*plan->source);
    finder.add(std::move(found));
  }
}

// --- protocols and assignments -------------------------------------------------------------------

void find_in_approvals(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::ProtocolApproved>()) {
    if (!rules::fuzzy(fact->signature()->signed_on()).known()) {
      finder.add({"APPROVAL_UNDATED", fact.source});
    }
    const auto protocol = finder.chronicle.find<fb::ProtocolRegistered>(fact->protocol());
    const auto* approver = fact->signature()->person();
    if (!protocol || approver == nullptr) continue;
    for (const auto& attendance : finder.chronicle.own<fb::AttendanceRecorded>()) {
      if (attendance->meeting()->str() != (*protocol)->meeting()->str()) continue;
      const auto* presiding = attendance->presiding();
      const auto* person = presiding == nullptr ? nullptr : presiding->person();
      if (person == nullptr || person->person()->str() != approver->person()->str()) continue;
      Case found{"PRESIDING_AND_APPROVING_SAME", fact.source};
      found.evidence.add(*attendance.source);
      finder.add(std::move(found));
    }
  }
}

using Addressees = flatbuffers::Vector<flatbuffers::Offset<fb::Addressee>>;

bool only_described(const Addressees* addressees) {
  if (addressees == nullptr) return false;
  for (const fb::Addressee* one : *addressees) {
    if (one->kind() == fb::AddresseeKind::DESCRIBED) return true;
  }
  return false;
}

void find_unresolved_responsible(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::DecisionDeclared>()) {
    if (only_described(fact->addressees())) finder.add({"RESPONSIBLE_UNRESOLVED", fact.source});
  }
  for (const auto& fact : finder.chronicle.own<fb::PlanItemSet>()) {
    if (only_described(fact->responsible())) finder.add({"RESPONSIBLE_UNRESOLVED", fact.source});
  }
}

}  // namespace

void find_in_records(Finder& finder) {
  find_unresolved_identities(finder);
  find_unresolved_attendance(finder);
  find_unmapped_decisions(finder);
  find_changes_by_conference(finder);
  find_in_approvals(finder);
  find_unresolved_responsible(finder);
}

}  // namespace projections::governance::internal
