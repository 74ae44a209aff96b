// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/membership_builder.h"

#include <algorithm>
#include <utility>

#include "projections/governance/bodies.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {

using ledger::Hash;
using ledger::Id;

std::optional<FuzzyDate> last_day_in(const Agreement& agreement) {
  const auto ended = agreement.ended_on();
  if (!ended || !agreement.last_day) return ended ? ended : agreement.last_day;
  return earlier_of(*ended, *agreement.last_day);
}

MembershipBuilder::MembershipBuilder(std::shared_ptr<const CouncilReading> reading, Date on)
    : reading_(std::move(reading)),
      facts_(reading_->facts),
      chronicle_(reading_->chronicle),
      on_(on),
      claims_(coverage_claims(chronicle_)),
      agreements_(agreements_by(chronicle_, on, nullptr)) {
  for (const auto& fact : chronicle_.own<fb::MembershipConsentRecorded>()) {
    answers_[fixed_of<Id>(fact->organisation())].push_back(fact);
  }
  for (const auto& fact : chronicle_.own<fb::AccessionApplied>()) {
    applications_[fixed_of<Id>(fact->applicant())].push_back(fact);
  }
  for (const auto& fact : chronicle_.own<fb::WithdrawalNoticeRecorded>()) {
    if (const auto notice = optional_of<Hash>(fact->recalls())) recalls_[*notice].push_back(fact);
  }
}

namespace {

/// Whether the amendment asks what the council decided.
bool asks_council(const Amendment& amendment) {
  const bool by_protocol =
      std::any_of(amendment.parts.begin(), amendment.parts.end(),
                  [](const auto& one) { return one.path == fb::AmendmentPath::COUNCIL_PROTOCOL; });
  return amendment.protocol && (by_protocol || !amendment.excluded.empty());
}

/// The amendments that ask it: on who is a member may hang what it decided, and on that who is one.
std::size_t decided_amendments(const std::vector<Agreement>& all) {
  std::size_t count = 0;
  for (const Agreement& agreement : all) {
    count += static_cast<std::size_t>(
        std::count_if(agreement.amendments.begin(), agreement.amendments.end(), asks_council));
  }
  return count;
}

std::vector<Truth> bases_of(const std::vector<Agreement>& all) {
  std::vector<Truth> out;
  for (const Agreement& agreement : all) {
    for (const Amendment& one : agreement.amendments) out.push_back(one.basis.stands);
  }
  return out;
}

}  // namespace

std::vector<Membership> MembershipBuilder::build() {
  apply_acts();
  // Each round judges at least the first decision that the one before it judged by other members.
  const bool members_matter = !agreements_.empty() && parties_hang_on_members(chronicle_);
  const std::size_t rounds = decided_amendments(agreements_) + (members_matter ? 1 : 0);
  for (std::size_t left = rounds; left > 0; --left) {
    const Council council(reading_, on_, out_);
    std::vector<Agreement> judged = agreements_by(chronicle_, on_, &council);
    const bool same = bases_of(judged) == bases_of(agreements_);
    agreements_ = std::move(judged);
    apply_acts();
    if (same) break;
  }
  add_objections();
  return std::move(out_);
}

void MembershipBuilder::apply_acts() {
  acts_.clear();
  out_.clear();
  gather_openings();
  gather_orders();
  gather_agreements();
  gather_decisions();
  gather_notices();
  gather_dissolutions();
  std::stable_sort(acts_.begin(), acts_.end(), [](const Act& a, const Act& b) {
    const Date first = a.day.not_before.value_or(rules::kFirstDate);
    const Date second = b.day.not_before.value_or(rules::kFirstDate);
    return std::pair(first, a.index) < std::pair(second, b.index);
  });
  for (const Act& act : acts_) act.apply();
}

void MembershipBuilder::add_objections() {
  for (Membership& member : out_) {
    for (const auto& fact : facts_at(facts_->objections, member.founded_by.digest)) {
      const bool own = optional_of<Id>(fact->organisation()) == member.organisation;
      if (!own || fact->kind() != fb::ObjectionKind::CONTEST) continue;
      member.objections.push_back(fact);
      member.grounds.evidence.add(*fact.source);
    }
  }
}

/// An act without a known day comes first: what it founds may be ended by any other.
void MembershipBuilder::add(const FuzzyDate& day, std::uint64_t index,
                            std::function<void()> apply) {
  acts_.push_back({day, index, std::move(apply)});
}

namespace {

/// An end without a known day comes last.
FuzzyDate at_the_end(FuzzyDate day) {
  if (!day.not_before) day.not_before = day.not_after.value_or(rules::kLastDate);
  return day;
}

/// Where an act stands that is looked at again on the last day on which it may have been.
FuzzyDate on_its_last_day(const FuzzyDate& day) {
  return FuzzyDate::on(day.not_after.value_or(rules::kLastDate));
}

Missing which_came_first() {
  return missing("which of two acts on a membership came first",
                 "whether an act of a day that is not known came before or after the beginning or "
                 "the end of the membership is not known",
                 "неизвестно, раньше или позже начала либо конца участия был акт, день которого не "
                 "известен");
}

/// The organisations that the agreement has, or may have, as parties.
std::vector<Id> parties_of(const Agreement& agreement) {
  std::vector<Id> out;
  for (const fb::Party* party : *agreement.fact->parties()) {
    const Id id = fixed_of<Id>(party->organisation());
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
  }
  return out;
}

}  // namespace

void MembershipBuilder::add_beginning(const FuzzyDate& day, std::uint64_t index,
                                      std::function<void()> apply) {
  add(day, index, apply);
  if (!day.not_before || !day.not_after || day.known()) return;
  add(on_its_last_day(day), index, [this, apply = std::move(apply)] {
    again_ = out_.size();
    apply();
    again_.reset();
  });
}

void MembershipBuilder::add_ending(const FuzzyDate& day, std::uint64_t index,
                                   std::function<void()> apply) {
  const auto seen = std::make_shared<std::size_t>(0);
  add(at_the_end(day), index, [this, seen, apply] {
    *seen = out_.size();
    apply();
  });
  if (!day.not_before || day.known()) return;
  add(on_its_last_day(day), index, [this, seen, apply = std::move(apply)] {
    again_ = *seen;
    apply();
    again_.reset();
  });
}

void MembershipBuilder::gather_openings() {
  for (const auto& fact : chronicle_.own<fb::OpeningState>()) {
    if (fact->members() == nullptr) continue;
    for (const fb::OpeningMember* one : *fact->members()) {
      const auto* since = one->since() == nullptr ? fact->as_of() : one->since();
      add({rules::fuzzy(since).not_before, {}}, fact.index(),
          [this, fact, one] { open(fact, *one); });
    }
  }
}

void MembershipBuilder::gather_orders() {
  for (const auto& fact : chronicle_.own<fb::OrderIssued>()) {
    const FuzzyDate day = order_day(fact);
    if (fact->included() != nullptr) {
      for (const auto* hex : *fact->included()) {
        add_beginning(day, fact.index(),
                      [this, fact, id = fixed_of<Id>(hex)] { include_by_order(fact, id); });
      }
    }
    if (fact->excluded() == nullptr) continue;
    for (const auto* hex : *fact->excluded()) {
      add_ending(day, fact.index(),
                 [this, fact, id = fixed_of<Id>(hex)] { exclude_by_order(fact, id); });
    }
  }
}

void MembershipBuilder::gather_agreements() {
  for (const Agreement& agreement : agreements_) {
    if (agreement.fact.scope != chronicle_.place()) continue;
    for (const Id& id : parties_of(agreement)) {
      add(agreement.in_force_from, agreement.fact.index(),
          [this, &agreement, id] { join_agreement(agreement, id); });
    }
    for (const Amendment& amendment : agreement.amendments) gather_amendment(amendment);
    for (const Agreement& older : agreements_) {
      if (!older.is_replaced_by(agreement)) continue;
      add(at_the_end(agreement.in_force_from), agreement.fact.index(),
          [this, &older, &agreement] { replace_version(older, agreement); });
    }
    if (const auto last = last_day_in(agreement)) {
      add(at_the_end(*last), agreement.fact.index(),
          [this, &agreement] { leave_agreement(agreement); });
    }
    if (agreement.revival) gather_revival(agreement);
  }
}

void MembershipBuilder::gather_revival(const Agreement& agreement) {
  for (const AgreementParty& party : agreement.parties) {
    add(agreement.revival->from, agreement.revival->by,
        [this, &agreement, id = party.organisation] { revive(agreement, id); });
  }
}

void MembershipBuilder::gather_amendment(const Amendment& amendment) {
  for (const Id& id : amendment.included) {
    add_beginning(amendment.from_of(fb::AmendmentKind::INCLUSION), amendment.fact.index(),
                  [this, &amendment, id] { include_by_amendment(amendment, id); });
  }
  for (const Id& id : amendment.excluded) {
    add_ending(amendment.from_of(fb::AmendmentKind::EXCLUSION), amendment.fact.index(),
               [this, &amendment, id] { exclude_by_amendment(amendment, id); });
  }
}

void MembershipBuilder::gather_decisions() {
  for (const auto& fact : chronicle_.own<fb::DecisionDeclared>()) {
    const FuzzyDate day = facts_->decided_on(fact);
    if (fact->admits() != nullptr && fact->admits()->size() > 0) {
      add_beginning(day, fact.index(), [this, fact] { admit(fact); });
    }
    if (fact->excludes() != nullptr && fact->excludes()->size() > 0) {
      add_ending(day, fact.index(), [this, fact] { exclude_by_decision(fact); });
    }
  }
}

void MembershipBuilder::gather_notices() {
  for (const auto& fact : chronicle_.own<fb::WithdrawalNoticeRecorded>()) {
    if (fact->act() != fb::WithdrawalAct::GIVEN) continue;
    add_ending(rules::fuzzy(fact->received_on()), fact.index(), [this, fact] { withdraw(fact); });
  }
}

void MembershipBuilder::gather_dissolutions() {
  for (const auto& fact : chronicle_.all<fb::OrganisationChanged>()) {
    if (fact->kind() != fb::OrganisationChangeKind::LIQUIDATED) continue;
    add_ending(rules::fuzzy(fact->from()), fact.index(), [this, fact] { dissolve(fact); });
  }
}

// --- what is there already -----------------------------------------------------------------------

namespace {

/// Whether the membership goes on at the beginning of another one.
bool goes_on(const Membership& member, const FuzzyDate& from) {
  if (member.effective == Truth::kNo) return false;
  if (!from.not_before) return !member.end;
  const Date day = *from.not_before;
  return member.on(day) != Truth::kNo && member.on(day + rules::days(1)) != Truth::kNo;
}

/// Whether it is one at the beginning of another, as far as that is known.
Truth stands_on(const Membership& member, const FuzzyDate& from) {
  if (!from.not_before) return member.effective;
  return rules::conjunction(member.effective, member.on(*from.not_before + rules::days(1)));
}

/// Whether something that came before gives it a last day that is still to come.
bool is_to_end(const Membership& member) {
  return member.end && member.end->effective == Truth::kYes;
}

Missing renewed_before_its_end() {
  return missing("whether the order renews the membership",
                 "an order includes the organisation when its last day was set and still to come; "
                 "whether that renews the membership no rule says",
                 "распоряжение включает организацию, когда последний день её участия уже определён "
                 "и ещё не настал; возобновляет ли оно участие, правила не говорят");
}

/// Whether this end goes before the other: a certain one before one that is open, else the first.
bool goes_before(const MembershipEnd& one, const MembershipEnd& other) {
  if (one.effective != other.effective) return one.effective == Truth::kYes;
  return rules::before(one.last_day, other.last_day) == Truth::kYes;
}

void add_end(Membership& member, MembershipEnd end) {
  if (member.end && goes_before(end, *member.end)) std::swap(end, *member.end);
  if (member.end) {
    member.further_ends.push_back(std::move(end));
  } else {
    member.end = std::move(end);
  }
  member.last_day = member.end->last_day;
}

/// Whether the membership is certainly over before the end could matter.
bool over_before(const Membership& member, const MembershipEnd& end) {
  const auto earlier = [&](const MembershipEnd& known) {
    return known.effective == Truth::kYes &&
           rules::on_or_before(known.last_day, end.last_day) == Truth::kYes;
  };
  return (member.end && earlier(*member.end)) ||
         std::any_of(member.further_ends.begin(), member.further_ends.end(), earlier);
}

}  // namespace

void MembershipBuilder::include(Membership member) {
  if (again_) return include_again(std::move(member));
  for (Membership& known : out_) {
    if (known.organisation != member.organisation || !goes_on(known, member.from)) continue;
    const bool better =
        member.effective == Truth::kYes && stands_on(known, member.from) != Truth::kYes;
    if (better) break;
    if (member.effective == Truth::kNo) break;
    if (member.ground == MembershipGround::kOrder && is_to_end(known)) {
      member.effective = Truth::kUndetermined;
      member.grounds.missing.push_back(renewed_before_its_end());
      break;
    }
    known.grounds.evidence.add(member.grounds.evidence);
    return;
  }
  out_.push_back(std::move(member));
}

void MembershipBuilder::include_again(Membership member) {
  for (const Membership& known : out_) {
    if (known.organisation != member.organisation) continue;
    const bool its_own = known.founded_by.digest == member.founded_by.digest;
    const bool all_along =
        rules::on_or_before(known.from, {member.from.not_before, {}}) == Truth::kYes &&
        stands_on(known, on_its_last_day(member.from)) == Truth::kYes;
    if (its_own || all_along) return;
  }
  if (member.effective == Truth::kNo) return;
  member.effective = Truth::kUndetermined;
  member.grounds.missing.push_back(which_came_first());
  out_.push_back(std::move(member));
}

void MembershipBuilder::end(const Id& organisation, MembershipEnd end,
                            std::optional<Fact<fb::WithdrawalNoticeRecorded>> notice,
                            const std::function<bool(const Membership&)>& of) {
  if (again_ && end.effective == Truth::kNo) return;
  if (again_) {
    end.effective = Truth::kUndetermined;
    end.grounds.missing.push_back(which_came_first());
  }
  for (std::size_t i = again_.value_or(0); i < out_.size(); ++i) {
    Membership& member = out_[i];
    if (member.organisation != organisation || member.effective == Truth::kNo) continue;
    if (of && !of(member)) continue;
    if (rules::before(end.last_day, member.from) == Truth::kYes) continue;
    if (over_before(member, end)) {
      member.grounds.evidence.add(end.grounds.evidence);
      continue;
    }
    if (end.effective == Truth::kNo) {
      member.without_effect.push_back(end);
      continue;
    }
    member.grounds.add(end.grounds);
    add_end(member, end);
    if (notice) member.notice = notice;
  }
}

}  // namespace projections::governance::internal
