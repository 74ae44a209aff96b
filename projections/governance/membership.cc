// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/membership.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "projections/governance/internal/membership_builder.h"

namespace projections::governance {
namespace {

using ledger::Id;
using rules::on_or_before;

std::vector<Id> members_with(const std::vector<Membership>& all, Date day, Truth wanted) {
  std::set<Id> yes, maybe;
  for (const Membership& member : all) {
    const Truth is = member.on(day);
    if (is == Truth::kYes) yes.insert(member.organisation);
    if (is == Truth::kUndetermined) maybe.insert(member.organisation);
  }
  if (wanted == Truth::kYes) return {yes.begin(), yes.end()};
  std::erase_if(maybe, [&](const Id& one) { return yes.contains(one); });
  return {maybe.begin(), maybe.end()};
}

bool may_be_within(Date day, const std::optional<Date>& first, const std::optional<Date>& last) {
  return (!first || *first <= day) && (!last || day <= *last);
}

std::optional<Date> shifted(const std::optional<Date>& day, int days) {
  return day ? std::optional(*day + std::chrono::days(days)) : std::nullopt;
}

/// Whether the answer of a rule could make the organisation a participant on the day, or none.
bool may_turn_on(const RuleUsed& rule, const Membership& member, Date day) {
  if (!rule.basis.assumed() || !rules::has_other_reading(rule.basis.path)) return false;
  if (rule.basis.path == "membership.member_on_first_day") {
    return may_be_within(day, shifted(member.from.not_before, -1), member.from.not_after);
  }
  if (rule.basis.path == "membership.excluded_last_day") {
    const auto turns = [day](const MembershipEnd& end) {
      const auto& read = end.last_day_read;
      return !read || may_be_within(day, shifted(read->not_before, 1), read->not_after);
    };
    return !member.end || turns(*member.end) ||
           std::any_of(member.further_ends.begin(), member.further_ends.end(), turns);
  }
  return true;
}

// --- categories ----------------------------------------------------------------------------------

/// A change of an organisation's category that has come by a day, or may have.
struct CategoryChange {
  Fact<fb::OrganisationChanged> fact;
  FuzzyDate from;
  Truth come{};
};

/// In the order of their days, those without one first, then of recording.
std::vector<CategoryChange> changes_by(const Chronicle& chronicle, const Id& organisation,
                                       Date day) {
  std::vector<CategoryChange> out;
  for (const auto& fact : chronicle.all<fb::OrganisationChanged>()) {
    if (fact->category() == nullptr || fixed_of<Id>(fact->organisation()) != organisation) continue;
    const FuzzyDate from = rules::fuzzy(fact->from());
    const Truth come = on_or_before(from, FuzzyDate::on(day));
    if (come != Truth::kNo) out.push_back({fact, from, come});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.from.not_before.value_or(rules::kFirstDate) <
           b.from.not_before.value_or(rules::kFirstDate);
  });
  return out;
}

/// The category that the change of the latest day gives; another one that may have been the last
/// leaves it open.
void take_changes(const std::vector<CategoryChange>& changes, CategoryOn& out) {
  const CategoryChange* last = nullptr;
  for (const CategoryChange& one : changes) {
    if (one.come == Truth::kYes) last = &one;
  }
  if (last != nullptr) {
    out.category = last->fact->category()->category();
    out.educational = last->fact->category()->educational();
    out.evidence.add(*last->fact.source);
    out.certain = true;
  }
  for (const CategoryChange& one : changes) {
    if (&one == last || one.fact->category()->category() == out.category) continue;
    const bool earlier =
        last != nullptr && one.come == Truth::kYes &&
        (rules::before(one.from, last->from) == Truth::kYes || one.from == last->from);
    if (earlier) continue;
    out.evidence.add(*one.fact.source);
    out.certain = false;
  }
}

}  // namespace

Truth Membership::on(Date day) const {
  const FuzzyDate today = FuzzyDate::on(day);
  const auto over_by = [&](const MembershipEnd& one) {
    return rules::conjunction(one.effective, rules::negation(on_or_before(today, one.last_day)));
  };
  Truth over = end ? over_by(*end) : Truth::kNo;
  for (const MembershipEnd& one : further_ends) over = rules::disjunction(over, over_by(one));
  const Truth inside = rules::conjunction(effective, on_or_before(from, today));
  return rules::conjunction(inside, rules::negation(over));
}

MembershipState Membership::state() const {
  if (effective == Truth::kNo) return MembershipState::kWithoutEffect;
  if (effective == Truth::kUndetermined) return MembershipState::kUndetermined;
  return objections.empty() ? MembershipState::kEffective : MembershipState::kDisputed;
}

std::vector<Membership> memberships(const Chronicle& chronicle, Date on) {
  if (chronicle.place().kind != ledger::ScopeKind::kCluster) return {};
  return internal::MembershipBuilder(std::make_shared<internal::CouncilReading>(chronicle), on)
      .build();
}

std::vector<Id> members_on(const std::vector<Membership>& all, Date day) {
  return members_with(all, day, Truth::kYes);
}

std::vector<Id> undetermined_members_on(const std::vector<Membership>& all, Date day) {
  return members_with(all, day, Truth::kUndetermined);
}

std::vector<RuleUsed> assumed_of_members(const std::vector<Membership>& all, Date day) {
  std::vector<RuleUsed> out;
  const auto take = [&](const Grounds& grounds, const Membership& member) {
    for (const RuleUsed& rule : grounds.rules) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const RuleUsed& other) {
        return other.basis.path == rule.basis.path && other.charter == rule.charter;
      });
      if (!known && may_turn_on(rule, member, day)) out.push_back(rule);
    }
  };
  for (const Membership& member : all) {
    take(member.grounds, member);
    if (member.end) take(member.end->grounds, member);
    for (const MembershipEnd& end : member.further_ends) take(end.grounds, member);
  }
  return out;
}

std::vector<Membership> memberships_of(const std::vector<Membership>& all, const Id& organisation) {
  std::vector<Membership> out;
  for (const Membership& member : all) {
    if (member.organisation == organisation) out.push_back(member);
  }
  return out;
}

CategoryOn category_of(const Chronicle& chronicle, const Id& organisation, Date day) {
  CategoryOn out;
  const auto take = [&](const fb::OrganisationProfile& profile, const Source* source) {
    if (fixed_of<Id>(profile.organisation()) != organisation) return;
    out.category = profile.category();
    out.educational = profile.educational();
    if (source != nullptr) out.evidence.add(*source);
  };
  for (const auto& fact : chronicle.all<fb::LedgerCreated>()) {
    take(*fact->operator_organisation(), fact.source);
  }
  for (const auto& fact : chronicle.all<fb::OrganisationRegistered>()) {
    take(*fact->profile(), fact.source);
  }
  out.certain = out.category != fb::OrganisationCategory::UNSPECIFIED;
  take_changes(changes_by(chronicle, organisation, day), out);
  return out;
}

fb::OrganisationCategory category_on(const Chronicle& chronicle, const Id& organisation, Date day) {
  return category_of(chronicle, organisation, day).category;
}

std::vector<Candidate> candidates(const Chronicle& chronicle, const std::vector<Membership>& all,
                                  Date on) {
  std::vector<Candidate> out;
  for (const auto& fact : chronicle.own<fb::AccessionApplied>()) {
    Candidate one{fact, fixed_of<Id>(fact->applicant()), Truth::kNo, false};
    const FuzzyDate applied = rules::fuzzy(fact->applied_on());
    const Date day = applied.not_after.value_or(on);
    for (const Membership& member : all) {
      if (member.organisation != one.organisation) continue;
      if (rules::before(member.from, applied) == Truth::kYes) {
        one.was_member |= member.on(day) == Truth::kYes;
      } else {
        one.admitted = rules::disjunction(
            one.admitted,
            rules::conjunction(member.effective, on_or_before(member.from, FuzzyDate::on(on))));
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::string_view name_of(MembershipGround ground) {
  constexpr std::string_view kNames[] = {"order", "agreement", "amendment", "accession", "opening"};
  return kNames[static_cast<std::size_t>(ground)];
}

std::string_view name_of(ConsentState state) {
  constexpr std::string_view kNames[] = {"given",       "not_required", "refused_without_effect",
                                         "refused",     "not_recorded", "given_late",
                                         "undetermined"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view name_of(MembershipState state) {
  constexpr std::string_view kNames[] = {"effective", "without_effect", "disputed", "undetermined"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view name_of(EndGround ground) {
  constexpr std::string_view kNames[] = {"order",  "amendment",       "decision",
                                         "notice", "agreement_ended", "dissolved"};
  return kNames[static_cast<std::size_t>(ground)];
}

}  // namespace projections::governance
