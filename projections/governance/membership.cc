// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/membership.h"

#include <set>

#include "projections/rules/tally.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;
using rules::on_or_before;

/// The civil day of an event's business fact: what the event says, else what `other` gives.
FuzzyDate occurred(const fb::EventBody& body, const fb::LegalDate* other = nullptr) {
  const auto* dates = body.dates();
  if (dates != nullptr && dates->occurred() != nullptr) return rules::fuzzy(dates->occurred());
  return rules::fuzzy(other);
}

class Builder {
 public:
  Builder(const Chronicle& chronicle, Date on)
      : chronicle_(chronicle), on_(on), charters_(chronicle) {}

  std::vector<Membership> build() {
    add_opening();
    add_orders();
    add_agreements();
    add_accessions();
    end_by_orders();
    end_by_notices();
    return std::move(out_);
  }

 private:
  const fb::MembershipRules* rules_on(const FuzzyDate& day,
                                      std::optional<AdoptedCharter>& charter) {
    charter = charters_.on(day.day().value_or(on_));
    return charter ? charter->charter.parameters().membership() : nullptr;
  }

  void add_opening() {
    for (const auto& fact : chronicle_.own<fb::OpeningState>()) {
      if (fact->members() == nullptr) continue;
      for (const fb::OpeningMember* one : *fact->members()) {
        Membership member;
        member.organisation = fixed_of<Id>(one->organisation());
        member.ground = MembershipGround::kOpening;
        member.from = rules::fuzzy(one->since() == nullptr ? fact->as_of() : one->since());
        member.effective = Truth::kYes;
        member.grounds.evidence.add(*fact.source);
        out_.push_back(std::move(member));
      }
    }
  }

  /// The last answer of the organisation that was given by the day.
  std::optional<Fact<fb::MembershipConsentRecorded>> consent_by(const Id& organisation,
                                                                const FuzzyDate& day) const {
    std::optional<Fact<fb::MembershipConsentRecorded>> last;
    for (const auto& fact : chronicle_.own<fb::MembershipConsentRecorded>()) {
      if (fixed_of<Id>(fact->organisation()) != organisation) continue;
      if (on_or_before(rules::fuzzy(fact->given_on()), day) != Truth::kNo) last = fact;
    }
    return last;
  }

  bool exempt(const fb::MembershipRules& rules, const Id& organisation, Date day) const {
    if (rules.consent() != fb::ConsentRule::REQUIRED_EXCEPT) return false;
    const auto category = category_on(chronicle_, organisation, day);
    if (rules.consent_not_needed_from() == nullptr) return false;
    for (const auto one : *rules.consent_not_needed_from()) {
      if (static_cast<fb::OrganisationCategory>(one) == category) return true;
    }
    return false;
  }

  void judge_consent(const fb::MembershipRules& rules, const AdoptedCharter& charter,
                     Membership& member) const {
    const bool demanded = rules.consent() == fb::ConsentRule::REQUIRED ||
                          rules.consent() == fb::ConsentRule::REQUIRED_EXCEPT;
    const bool free =
        !demanded || exempt(rules, member.organisation, member.from.not_after.value_or(on_));
    const auto answer = consent_by(member.organisation, member.from);
    member.grounds.rules.push_back(charter.rule("membership.consent"));
    if (answer) member.grounds.evidence.add(*answer->source);
    const bool refused = answer && (*answer)->answer() == fb::ConsentAnswer::REFUSAL;
    if (free) {
      member.consent = refused ? ConsentState::kRefusedWithoutEffect : ConsentState::kNotRequired;
    } else if (!answer) {
      member.consent = ConsentState::kNotRecorded;
    } else {
      member.consent = refused ? ConsentState::kRefused : ConsentState::kGiven;
    }
    const bool lacks =
        member.consent == ConsentState::kRefused || member.consent == ConsentState::kNotRecorded;
    member.effective = rules::truth_of(!lacks);
  }

  static FuzzyDate order_day(const Fact<fb::OrderIssued>& fact) {
    if (fact.source->effective) return rules::fuzzy(*fact.source->effective);
    const fb::LegalDate* printed = nullptr;
    if (fact->act()->printed() != nullptr) {
      for (const fb::Printed* one : *fact->act()->printed()) {
        if (one->place() == fb::PrintedPlace::HEADER) printed = one->date();
      }
    }
    return occurred(*fact.body, printed);
  }

  void add_orders() {
    for (const auto& fact : chronicle_.own<fb::OrderIssued>()) {
      const FuzzyDate day = order_day(fact);
      std::optional<AdoptedCharter> charter;
      const auto* rules = rules_on(day, charter);
      if (fact->included() == nullptr || rules == nullptr) continue;
      if (rules->include_by() != fb::InclusionRule::ORDER) continue;
      for (const auto* hex : *fact->included()) {
        Membership member;
        member.organisation = fixed_of<Id>(hex);
        member.ground = MembershipGround::kOrder;
        member.from = day;
        member.grounds.evidence.add(*fact.source);
        member.grounds.rules.push_back(charter->rule("membership.include_by"));
        judge_consent(*rules, *charter, member);
        out_.push_back(std::move(member));
      }
    }
  }

  void add_agreements() {
    for (const Agreement& agreement : agreements(chronicle_, on_)) {
      std::optional<AdoptedCharter> charter;
      const auto* rules = rules_on(agreement.in_force_from, charter);
      if (rules == nullptr || rules->include_by() == fb::InclusionRule::ORDER) continue;
      if (agreement.fact.scope != chronicle_.place()) continue;
      if (agreement.state == ForceState::kSuperseded) continue;
      const Truth begun = agreement.state == ForceState::kNotYet         ? Truth::kNo
                          : agreement.state == ForceState::kUndetermined ? Truth::kUndetermined
                                                                         : Truth::kYes;
      for (const fb::Party* party : *agreement.fact->parties()) {
        add_party(agreement, fixed_of<Id>(party->organisation()), begun, *charter);
      }
      for (const Amendment& amendment : agreement.amendments) amend(amendment, *charter);
    }
  }

  void add_party(const Agreement& agreement, const Id& organisation, const Truth& begun,
                 const AdoptedCharter& charter) {
    Membership member;
    member.organisation = organisation;
    member.ground = MembershipGround::kAgreement;
    member.from = agreement.in_force_from;
    member.effective = begun;
    member.consent = ConsentState::kGiven;
    member.grounds.evidence.add(agreement.grounds.evidence);
    member.grounds.rules.push_back(charter.rule("membership.include_by"));
    out_.push_back(std::move(member));
  }

  void amend(const Amendment& amendment, const AdoptedCharter& charter) {
    for (const Id& organisation : amendment.included) {
      Membership member;
      member.organisation = organisation;
      member.ground = MembershipGround::kAmendment;
      member.from = amendment.effective_from;
      member.effective = amendment.in_force;
      member.consent = ConsentState::kGiven;
      member.grounds.evidence.add(amendment.grounds.evidence);
      member.grounds.rules.push_back(charter.rule("membership.include_by"));
      out_.push_back(std::move(member));
    }
    for (const Id& organisation : amendment.excluded) {
      if (amendment.in_force == Truth::kNo) continue;
      end(organisation, last_day_of_exclusion(amendment.effective_from),
          amendment.grounds.evidence);
    }
  }

  FuzzyDate last_day_of_exclusion(const FuzzyDate& act) {
    std::optional<AdoptedCharter> charter;
    const auto* rules = rules_on(act, charter);
    if (rules == nullptr || rules->excluded_last_day() != fb::LastDayRule::DAY_BEFORE_ACT) {
      return act;
    }
    return rules::mapped(act, [](Date day) { return day - rules::days(1); });
  }

  /// Decisions that admit by the consent of all participants, expressed by their votes.
  void add_accessions() {
    for (const auto& fact : chronicle_.own<fb::DecisionDeclared>()) {
      if (fact->kind() != fb::DecisionKind::ACCESSION || fact->admits() == nullptr) continue;
      const auto meeting = chronicle_.find<fb::MeetingConvened>(fact->meeting());
      const FuzzyDate day = occurred(*fact.body, meeting ? (*meeting)->takes_place_on() : nullptr);
      std::optional<AdoptedCharter> charter;
      const auto* rules = rules_on(day, charter);
      if (rules == nullptr || rules->include_by() != fb::InclusionRule::UNANIMOUS_AT_MEETING) {
        continue;
      }
      const Truth consented = all_consent(fact, day.day().value_or(on_));
      for (const auto* hex : *fact->admits()) {
        Membership member;
        member.organisation = fixed_of<Id>(hex);
        member.ground = MembershipGround::kAccession;
        member.from = day;
        member.effective = consented;
        member.consent = ConsentState::kGiven;
        member.grounds.evidence.add(*fact.source);
        member.grounds.rules.push_back(charter->rule("membership.include_by"));
        out_.push_back(std::move(member));
      }
    }
  }

  /// Every participant of the day has a vote in favour; a count must reach their number.
  Truth all_consent(const Fact<fb::DecisionDeclared>& fact, Date day) const {
    const auto ballot = optional_of<Hash>(fact->ballot());
    if (!ballot) return Truth::kUndetermined;
    const std::vector<Id> participants = members_on(out_, day);
    std::set<Id> in_favour;
    bool counted = false;
    std::uint64_t count = 0;
    for (const auto& vote : chronicle_.own<fb::VoteCast>()) {
      if (fixed_of<Hash>(vote->ballot()) != *ballot) continue;
      counted = true;
      if (vote->choice() == fb::Choice::FOR) in_favour.insert(fixed_of<Id>(vote->seat()));
    }
    if (counted) {
      for (const Id& one : participants) {
        if (!in_favour.contains(one)) return Truth::kNo;
      }
      return rules::truth_of(!participants.empty());
    }
    for (const auto& tally : chronicle_.own<fb::BallotCounted>()) {
      if (fixed_of<Hash>(tally->ballot()) != *ballot) continue;
      if (!tally->votes_for().has_value()) return Truth::kUndetermined;
      count = *tally->votes_for();
      counted = true;
    }
    if (!counted) return Truth::kUndetermined;
    return rules::truth_of(!participants.empty() && count >= participants.size());
  }

  void end(const Id& organisation, const FuzzyDate& last_day, const Evidence& evidence) {
    for (Membership& member : out_) {
      if (member.organisation != organisation || member.last_day) continue;
      if (rules::before(last_day, member.from) == Truth::kYes) continue;
      member.last_day = last_day;
      member.grounds.evidence.add(evidence);
    }
  }

  void end_by_orders() {
    for (const auto& fact : chronicle_.own<fb::OrderIssued>()) {
      if (fact->excluded() == nullptr) continue;
      const FuzzyDate day = order_day(fact);
      for (const auto* hex : *fact->excluded()) {
        end(fixed_of<Id>(hex), last_day_of_exclusion(day), Evidence(*fact.source));
      }
    }
  }

  bool recalled(const Hash& notice) const {
    for (const auto& fact : chronicle_.own<fb::WithdrawalNoticeRecorded>()) {
      if (optional_of<Hash>(fact->recalls()) == notice) return true;
    }
    return false;
  }

  void end_by_notices() {
    for (const auto& fact : chronicle_.own<fb::WithdrawalNoticeRecorded>()) {
      if (fact->act() != fb::WithdrawalAct::GIVEN || recalled(fact.digest())) continue;
      const FuzzyDate received = rules::fuzzy(fact->received_on());
      std::optional<AdoptedCharter> charter;
      const auto* rules = rules_on(received, charter);
      if (rules == nullptr || rules->withdrawal() == nullptr) continue;
      const fb::WithdrawalRule& rule = *rules->withdrawal();
      const bool oral = fact->form() == fb::WithdrawalForm::ORAL;
      if (oral && rule.form() == fb::NoticeForm::WRITTEN) continue;
      const auto shift =
          rule.shift_to_working_day() ? rules::Shift::kNextWorkingDay : rules::Shift::kNone;
      const FuzzyDate start =
          rule.start() == fb::NoticeStart::DISPATCH ? rules::fuzzy(fact->sent_on()) : received;
      FuzzyDate last = rules::notice_end(start, rules::length_of(*rule.notice()), shift,
                                         calendar_of(chronicle_, &charter->charter))
                           .last_day_at_earliest;
      if (fact->intended_exit_on() != nullptr) {
        const rules::NamedDate both[] = {{"", last}, {"", rules::fuzzy(fact->intended_exit_on())}};
        last = rules::latest(both).date;
      }
      withdraw(fact, last);
    }
  }

  void withdraw(const Fact<fb::WithdrawalNoticeRecorded>& fact, const FuzzyDate& last) {
    const Id organisation = fixed_of<Id>(fact->organisation());
    for (Membership& member : out_) {
      if (member.organisation != organisation || member.last_day) continue;
      member.last_day = last;
      member.notice = fact;
      member.grounds.evidence.add(*fact.source);
    }
  }

  const Chronicle& chronicle_;
  const Date on_;
  const Charters charters_;
  std::vector<Membership> out_;
};

}  // namespace

Truth Membership::on(Date day) const {
  Truth answer = rules::conjunction(effective, on_or_before(from, FuzzyDate::on(day)));
  if (last_day) answer = rules::conjunction(answer, on_or_before(FuzzyDate::on(day), *last_day));
  return answer;
}

std::vector<Membership> memberships(const Chronicle& chronicle, Date on) {
  if (chronicle.place().kind != ledger::ScopeKind::kCluster) return {};
  return Builder(chronicle, on).build();
}

std::vector<Id> members_on(const std::vector<Membership>& all, Date day) {
  std::set<Id> members;
  for (const Membership& member : all) {
    if (member.on(day) == Truth::kYes) members.insert(member.organisation);
  }
  return {members.begin(), members.end()};
}

fb::OrganisationCategory category_on(const Chronicle& chronicle, const Id& organisation, Date day) {
  auto category = fb::OrganisationCategory::UNSPECIFIED;
  for (const auto& fact : chronicle.all<fb::OrganisationRegistered>()) {
    if (fixed_of<Id>(fact->profile()->organisation()) == organisation) {
      category = fact->profile()->category();
    }
  }
  for (const auto& fact : chronicle.all<fb::OrganisationChanged>()) {
    const bool ours = fixed_of<Id>(fact->organisation()) == organisation;
    if (!ours || fact->category() == nullptr) continue;
    if (on_or_before(rules::fuzzy(fact->from()), FuzzyDate::on(day)) == Truth::kYes) {
      category = fact->category()->category();
    }
  }
  return category;
}

std::string_view name_of(MembershipGround ground) {
  constexpr std::string_view kNames[] = {"order", "agreement", "amendment", "accession", "opening"};
  return kNames[static_cast<std::size_t>(ground)];
}

std::string_view name_of(ConsentState state) {
  constexpr std::string_view kNames[] = {"given", "not_required", "refused_without_effect",
                                         "refused", "not_recorded"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace projections::governance
