// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governance_state.h"

#include "projections/internal/identity_state.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Scope;
using ledger::ScopeKind;

constexpr std::int64_t kMicrosPerMinute = 60'000'000;
constexpr std::int64_t kMinutesPerDay = 1'440;

/// The civil day at this moment, `zone_minutes` east of UTC.
std::int32_t civil_day(std::uint64_t at_us, std::int32_t zone_minutes) {
  const auto minutes = static_cast<std::int64_t>(at_us) / kMicrosPerMinute + zone_minutes;
  const std::int64_t day = minutes >= 0 ? minutes / kMinutesPerDay : -1;
  return static_cast<std::int32_t>(day);
}

std::int32_t bound_of(const flatbuffers::String* text, std::int32_t absent) {
  if (text == nullptr) return absent;
  const auto date = rules::date_from_iso(text->string_view());
  return date ? day_number(*date) : absent;
}

/// A start or an end as of a day: what it makes of a state that held or did not hold before.
Truth after_start(Truth before, Truth happened) { return rules::disjunction(before, happened); }
Truth after_end(Truth before, Truth happened) {
  return rules::conjunction(before, rules::negation(happened));
}

Scope cluster_scope(const Id& id) { return {ScopeKind::kCluster, id}; }
Scope region_scope(const Id& id) { return {ScopeKind::kRegion, id}; }

template <typename Fact>
std::vector<Fact> in_order_of_days(std::vector<Fact> facts, DayRange Fact::*day) {
  std::stable_sort(facts.begin(), facts.end(),
                   [day](const Fact& a, const Fact& b) { return (a.*day).first < (b.*day).first; });
  return facts;
}

}  // namespace

std::int32_t day_number(rules::Date date) {
  return static_cast<std::int32_t>(date.time_since_epoch().count());
}

rules::Date date_of_number(std::int32_t day) { return rules::Date{rules::days{day}}; }

std::string day_text(std::int32_t day) { return rules::to_iso(date_of_number(day)); }

Sentence day_words(const DayRange& days) {
  if (days.known()) return same(day_text(days.first));
  const std::string first = days.has_first() ? day_text(days.first) : std::string();
  const std::string last = days.has_last() ? day_text(days.last) : std::string();
  if (first.empty() && last.empty()) return {"an unknown day", "неизвестный день"};
  return same(first + ".." + last);
}

DayRange days_of(const fb::LegalDate* date) {
  if (date == nullptr) return {};
  return {bound_of(date->not_before(), DayRange::kNoFirst),
          bound_of(date->not_after(), DayRange::kNoLast)};
}

Truth come_by(const DayRange& days, std::int32_t day) {
  if (days.last <= day) return Truth::kYes;
  return days.first > day ? Truth::kNo : Truth::kUndetermined;
}

// --- the place and its charter -------------------------------------------------------------------

const fb::CharterAdopted* GovernanceState::charter(const Hash& digest) const {
  const std::string* bytes = rows_.get(row_key("agP", digest));
  if (bytes == nullptr) return nullptr;
  const auto* body = flatbuffers::GetRoot<fb::EventBody>(bytes->data());
  if (const auto* correction = body->payload_as_EventCorrected()) {
    return correction->new_payload_as_CharterAdopted();
  }
  return body->payload_as_CharterAdopted();
}

const fb::CharterAdopted* GovernanceState::charter_on(const Place& place, std::int32_t day) const {
  const auto in_force = [&](const Scope& scope) -> const fb::CharterAdopted* {
    const CharterFact* chosen = nullptr;
    const auto facts = list<CharterFact>(row_key("agH", scope));
    for (const CharterFact& fact : facts) {
      if (fact.effective.first > day) continue;
      if (chosen == nullptr || chosen->effective.first <= fact.effective.first) chosen = &fact;
    }
    return chosen == nullptr ? nullptr : charter(chosen->source);
  };
  if (place.cluster) {
    if (const auto* own = in_force(cluster_scope(*place.cluster))) return own;
  }
  return place.region ? in_force(region_scope(*place.region)) : nullptr;
}

Place GovernanceState::place(const Scope& scope, std::uint64_t recorded_at_us) const {
  Place place;
  place.scope = scope;
  std::int32_t zone = one<std::int16_t>("agZ").value_or(0);
  if (scope.kind == ScopeKind::kRegion) place.region = scope.id;
  if (scope.kind == ScopeKind::kCluster) {
    place.cluster = scope.id;
    if (const auto cluster = one<ClusterRow>(row_key("agA", scope.id))) {
      place.region = cluster->region;
      zone = cluster->zone_minutes;
    }
  }
  place.today = civil_day(recorded_at_us, zone);
  place.charter = charter_on(place, place.today);
  if (place.charter != nullptr) {
    zone = place.charter->parameters()->calendar()->zone_minutes();
    place.today = civil_day(recorded_at_us, zone);
    place.charter = charter_on(place, place.today);
  }
  return place;
}

const fb::BodyRules* body_rules(const fb::CharterAdopted* charter, fb::BodyKind kind) {
  return charter == nullptr ? nullptr : rules::Charter(*charter).body(kind);
}

Sentence clause_words(const std::string& clause, fb::Certainty certainty) {
  if (clause.empty()) return {};
  if (certainty == fb::Certainty::DEFAULT) {
    return {" (general law, " + clause + ")", " (общий закон, " + clause + ")"};
  }
  if (certainty == fb::Certainty::ASSUMED) {
    return {" (clause " + clause + " of the charter as it is assumed to be meant)",
            " (пункт " + clause + " положения, как допускается его понимать)"};
  }
  return {" (clause " + clause + " of the charter)", " (пункт " + clause + " положения)"};
}

Sentence clause_of(const fb::CharterAdopted* charter, std::string_view path) {
  if (charter == nullptr) return {};
  const rules::Basis basis = rules::Charter(*charter).basis(path);
  return clause_words(basis.clause, basis.certainty);
}

std::string body_parameter(fb::BodyKind kind, std::string_view parameter) {
  return rules::Charter::body_path(kind) + "." + std::string(parameter);
}

// --- organisations and posts ---------------------------------------------------------------------

bool GovernanceState::knows_organisation(const Id& organisation) const {
  return IdentityState(rows_).declared({ledger::SubjectKind::kOrganisation, organisation});
}

bool GovernanceState::knows_cluster(const Id& id) const {
  return IdentityState(rows_).declared({ledger::SubjectKind::kCluster, id});
}

std::optional<CategoryFact> GovernanceState::category_on(const Id& organisation,
                                                         std::int32_t day) const {
  std::optional<CategoryFact> found;
  for (CategoryFact& fact : list<CategoryFact>(row_key("agG", organisation))) {
    if (fact.from.first <= day && (!found || found->from.first <= fact.from.first)) found = fact;
  }
  return found;
}

std::vector<OfficeFact> GovernanceState::head_changes(const Id& organisation) const {
  const auto key = row_key("agO", Scope{ScopeKind::kLedger, Id{}}, fb::Role::HEAD, organisation);
  return in_order_of_days(list<OfficeFact>(key), &OfficeFact::from);
}

HeadOf GovernanceState::head_on(const Id& organisation, std::int32_t day) const {
  HeadOf head;
  for (const OfficeFact& fact : head_changes(organisation)) {
    const Truth come = come_by(fact.from, day);
    if (come == Truth::kNo) continue;
    if (fact.change == static_cast<std::uint8_t>(fb::OfficeChangeKind::RELEASED)) {
      if (!fact.person || !head.person || fact.person == head.person) {
        head.held = after_end(head.held, come);
      }
      continue;
    }
    const Truth over = fact.to.has_last() ? come_by(fact.to, day - 1) : Truth::kNo;
    const Truth held = after_end(come, over);
    if (held == Truth::kNo) continue;
    head = {after_start(head.held, held),
            fact.change == static_cast<std::uint8_t>(fb::OfficeChangeKind::ACTING), fact.evidenced,
            fact.person};
  }
  return head;
}

Truth GovernanceState::holds_role(const Place& place, fb::Role role, const Id& organisation) const {
  const bool of_cluster = role == fb::Role::CLUSTER_OPERATOR;
  const auto& id = of_cluster ? place.cluster : place.region;
  if (!id) return Truth::kNo;
  const Scope scope = of_cluster ? cluster_scope(*id) : region_scope(*id);
  bool others = false;
  Truth held = Truth::kNo;
  bool ours = false;
  const std::string prefix = row_key("agO", scope, role);
  rows_.scan(prefix, [&](std::string_view key, std::string_view) {
    const bool same = key.substr(prefix.size()) == organisation.view();
    for (const OfficeFact& fact : in_order_of_days(list<OfficeFact>(key), &OfficeFact::from)) {
      const Truth come = come_by(fact.from, place.today);
      const bool released =
          fact.change == static_cast<std::uint8_t>(fb::OfficeChangeKind::RELEASED);
      if (!same) others = others || (!released && come == Truth::kYes);
      if (!same || come == Truth::kNo) continue;
      ours = true;
      const Truth over = fact.to.has_last() ? come_by(fact.to, place.today - 1) : Truth::kNo;
      held = released ? after_end(held, come) : after_start(held, after_end(come, over));
    }
    return true;
  });
  if (ours || of_cluster) return held;
  const auto region = one<RegionRow>(row_key("agR", *id));
  if (!region || others) return Truth::kNo;
  if (role == fb::Role::REGIONAL_OPERATOR) {
    return rules::truth_of(region->operator_organisation == organisation);
  }
  return rules::truth_of(role == fb::Role::REGIONAL_COORDINATOR &&
                         region->coordinator == organisation);
}

bool GovernanceState::since(std::uint32_t version) const {
  return IdentityState(rows_).rules_version() >= version;
}

// --- membership ----------------------------------------------------------------------------------

std::vector<MembershipFact> GovernanceState::membership(const Id& cluster,
                                                        const Id& organisation) const {
  return list<MembershipFact>(row_key("agM", cluster, organisation));
}

namespace {

/// Whether an answer has certainly taken the place of an earlier one by the day.
bool supersedes(const MembershipFact& later, const MembershipFact& earlier, std::int32_t day) {
  const bool same_day = later.on.known() && later.on == earlier.on;
  return come_by(later.on, day) == Truth::kYes && (same_day || earlier.on.last < later.on.first);
}

}  // namespace

Truth GovernanceState::consented_by(const std::vector<MembershipFact>& facts,
                                    const std::optional<Hash>& act, std::int32_t day) {
  std::vector<MembershipFact> answers;
  bool any = false;  // by then, certainly
  for (const MembershipFact& fact : facts) {
    const bool answer =
        fact.kind == MembershipKind::kConsent || fact.kind == MembershipKind::kRefusal;
    const bool ours = !fact.agreement || fact.agreement == act;
    if (!answer || !ours || come_by(fact.on, day) == Truth::kNo) continue;
    any = any || come_by(fact.on, day) == Truth::kYes;
    answers.push_back(fact);
  }
  answers = in_order_of_days(std::move(answers), &MembershipFact::on);
  bool consent = false, none = !any;
  for (auto one = answers.begin(); one != answers.end(); ++one) {
    if (std::any_of(one + 1, answers.end(),
                    [&](const auto& later) { return supersedes(later, *one, day); })) {
      continue;
    }
    (one->kind == MembershipKind::kConsent ? consent : none) = true;
  }
  if (consent && none) return Truth::kUndetermined;
  return rules::truth_of(consent);
}

/// Whether an inclusion by order has its effect: consent, unless the charter asks for none.
Truth GovernanceState::included(const Place& place, const Id& organisation,
                                const MembershipFact& fact,
                                const std::vector<MembershipFact>& facts) const {
  if (!fact.certain) return Truth::kNo;
  if (place.charter == nullptr) return Truth::kUndetermined;
  const auto& membership = *place.charter->parameters()->membership();
  if (membership.consent() != fb::ConsentRule::REQUIRED &&
      membership.consent() != fb::ConsentRule::REQUIRED_EXCEPT) {
    return Truth::kYes;
  }
  const std::int32_t day = fact.on.has_last() ? fact.on.last : place.today;
  const auto category = category_on(organisation, day);
  if (membership.consent() == fb::ConsentRule::REQUIRED_EXCEPT && category &&
      membership.consent_not_needed_from() != nullptr) {
    for (const auto exempt : *membership.consent_not_needed_from()) {
      if (static_cast<std::uint8_t>(exempt) == category->category) return Truth::kYes;
    }
  }
  if (since(3)) {
    const Truth then = consented_by(facts, fact.source, day);
    const Truth ever = consented_by(facts, fact.source, DayRange::kNoLast);
    // A consent of a later day does not say that none was given before.
    return then == Truth::kNo && ever != Truth::kNo ? Truth::kUndetermined : then;
  }
  Truth consent = Truth::kNo;
  for (const MembershipFact& other : facts) {
    if (other.kind == MembershipKind::kConsent) consent = Truth::kYes;
    if (other.kind == MembershipKind::kRefusal) consent = Truth::kNo;
  }
  return consent;
}

namespace {

/// When the last of the slots was signed; unknown while one is open.
DayRange concluded(const std::optional<SignableRow>& row) {
  if (!row) return {};
  DayRange last{DayRange::kNoFirst, DayRange::kNoFirst};
  for (const SlotRow& slot : row->slots) {
    if (!slot.signed_by) return {};
    last.first = std::max(last.first, slot.on.first);
    last.last = std::max(last.last, slot.on.last);
  }
  return row->slots.empty() ? DayRange{} : last;
}

bool recalled(const std::vector<MembershipFact>& facts, const Hash& notice) {
  return std::any_of(facts.begin(), facts.end(), [&](const MembershipFact& fact) {
    return fact.kind == MembershipKind::kRecalled && fact.agreement == notice;
  });
}

}  // namespace

std::vector<MembershipFact> GovernanceState::membership_by_day(const Id& cluster,
                                                               const Id& organisation) const {
  auto facts = membership(cluster, organisation);
  for (MembershipFact& fact : facts) {
    if (fact.kind != MembershipKind::kParty || !fact.agreement) continue;
    fact.on = concluded(one<SignableRow>(row_key("agS", *fact.agreement)));
  }
  const auto all = facts;
  std::erase_if(facts, [&](const MembershipFact& fact) {
    return fact.kind == MembershipKind::kWithdrawn && recalled(all, fact.source);
  });
  return in_order_of_days(std::move(facts), &MembershipFact::on);
}

Truth GovernanceState::member_on(const Place& place, const Id& organisation,
                                 std::int32_t day) const {
  if (!place.cluster) return Truth::kUndetermined;
  const auto facts = membership_by_day(*place.cluster, organisation);
  Truth member = Truth::kNo;
  for (const MembershipFact& fact : facts) {
    Truth come = come_by(fact.on, day);
    switch (fact.kind) {
      case MembershipKind::kOpening:
      case MembershipKind::kParty:
        member = after_start(member, come);
        break;
      case MembershipKind::kAdmitted:
        member = after_start(
            member, rules::conjunction(come, fact.certain ? Truth::kYes : Truth::kUndetermined));
        break;
      case MembershipKind::kIncluded:
        member = after_start(member,
                             rules::conjunction(come, included(place, organisation, fact, facts)));
        break;
      case MembershipKind::kExcluded:
      case MembershipKind::kWithdrawn:
        come = come_by(fact.on, day - 1);
        member = after_end(
            member, rules::conjunction(come, fact.certain ? Truth::kYes : Truth::kUndetermined));
        break;
      case MembershipKind::kIntended:
      case MembershipKind::kConsent:
      case MembershipKind::kRefusal:
      case MembershipKind::kApplied:
      case MembershipKind::kRecalled:
        break;
    }
  }
  return member;
}

GovernanceState::Members GovernanceState::members_on(const Place& place, std::int32_t day) const {
  Members members;
  if (!place.cluster) return members;
  const std::string prefix = row_key("agM", *place.cluster);
  rows_.scan(prefix, [&](std::string_view key, std::string_view) {
    const Id organisation = ledger::fixed_from<Id>(key.substr(prefix.size()));
    const Truth member = member_on(place, organisation, day);
    if (member == Truth::kYes) ++members.certain;
    if (member != Truth::kNo) ++members.possible;
    return true;
  });
  return members;
}

// --- bodies --------------------------------------------------------------------------------------

std::optional<Id> GovernanceState::body_of(const Hash& composition) const {
  return one<Id>(row_key("agC", composition));
}

std::optional<CompositionFact> GovernanceState::composition_on(const Id& body,
                                                               std::int32_t day) const {
  std::optional<CompositionFact> found;
  for (CompositionFact& fact : list<CompositionFact>(row_key("agB", body))) {
    const bool begun = fact.from.first <= day;
    if (!found || (begun && (found->from.first <= fact.from.first || found->from.first > day))) {
      found = std::move(fact);
    }
  }
  return found;
}

std::optional<Id> GovernanceState::organisation_of(const CompositionFact& body,
                                                   const Id& seat) const {
  for (const SeatRow& row : body.seats) {
    if (row.seat == seat) return row.organisation;
  }
  if (body.rule == static_cast<std::uint8_t>(fb::SeatRule::EXPLICIT)) return std::nullopt;
  return knows_organisation(seat) ? std::optional(seat) : std::nullopt;
}

Truth GovernanceState::seat_in(const Place& place, const Id& body, const Id& seat,
                               std::int32_t day) const {
  const auto composition = composition_on(body, day);
  if (!composition) return Truth::kUndetermined;
  for (const SeatRow& row : composition->seats) {
    if (row.seat == seat) return Truth::kYes;
  }
  if (composition->rule == static_cast<std::uint8_t>(fb::SeatRule::EXPLICIT)) return Truth::kNo;
  return knows_organisation(seat) ? member_on(place, seat, day) : Truth::kNo;
}

std::optional<OfficeHolder> GovernanceState::holder_on(const Id& body, fb::OfficeKind office,
                                                       std::int32_t day) const {
  std::optional<OfficeHolder> holder;
  for (const TermFact& fact :
       in_order_of_days(list<TermFact>(row_key("agK", body)), &TermFact::from)) {
    if (fact.office != static_cast<std::uint8_t>(office) || fact.void_) continue;
    if (fact.from.first > day) continue;
    if (fact.vacated) {
      if (holder && holder->seat == fact.seat) holder.reset();
      continue;
    }
    holder = OfficeHolder{fact.seat, fact.until};
  }
  if (holder && holder->until.last < day) holder.reset();
  return holder;
}

void GovernanceWriter::erase_prefix(const std::string& prefix) {
  std::vector<std::string> keys;
  rows_.scan(prefix, [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return true;
  });
  for (const std::string& key : keys) rows_.erase(key);
}

}  // namespace projections::internal
