// SPDX-License-Identifier: Apache-2.0
// Builds the memberships of a cluster act by act in the order of their days, so that an act that
// depends on the members of its day (a unanimous decision) finds those that earlier acts made.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "projections/governance/coverage.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/membership.h"

namespace projections::governance::internal {

/// The day with which the agreement is over: of its term or another end, whichever is earlier.
std::optional<FuzzyDate> last_day_in(const Agreement& agreement);

class MembershipBuilder {
 public:
  MembershipBuilder(std::shared_ptr<const CouncilReading> reading, Date on);

  std::vector<Membership> build();

 private:
  /// One thing that makes or ends memberships.
  struct Act {
    FuzzyDate day;
    std::uint64_t index = 0;
    std::function<void()> apply;
  };

  void apply_acts();
  void add_objections();
  void gather_openings();
  void gather_orders();
  void gather_agreements();
  void gather_revival(const Agreement& agreement);
  void gather_amendment(const Amendment& amendment);
  void gather_decisions();
  void gather_notices();
  void gather_dissolutions();
  void add(const FuzzyDate& day, std::uint64_t index, std::function<void()> apply);
  /// An act that begins (ends) memberships. One whose day is known within bounds is applied on the
  /// first of them and looked at again on the last: what changed between them may have come first.
  void add_beginning(const FuzzyDate& day, std::uint64_t index, std::function<void()> apply);
  void add_ending(const FuzzyDate& day, std::uint64_t index, std::function<void()> apply);

  // membership_acts.cc
  void open(const Fact<fb::OpeningState>& fact, const fb::OpeningMember& one);
  void include_by_order(const Fact<fb::OrderIssued>& fact, const ledger::Id& organisation);
  void exclude_by_order(const Fact<fb::OrderIssued>& fact, const ledger::Id& organisation);
  void join_agreement(const Agreement& agreement, const ledger::Id& organisation);
  void leave_agreement(const Agreement& agreement);
  Truth renewed(const Agreement& agreement, const ledger::Id& organisation,
                const FuzzyDate& last) const;
  bool rests_on(const Membership& member, const Agreement& version) const;
  void revive(const Agreement& agreement, const ledger::Id& organisation);
  void replace_version(const Agreement& older, const Agreement& newer);
  void include_by_amendment(const Amendment& amendment, const ledger::Id& organisation);
  void exclude_by_amendment(const Amendment& amendment, const ledger::Id& organisation);
  void admit(const Fact<fb::DecisionDeclared>& fact);
  void exclude_by_decision(const Fact<fb::DecisionDeclared>& fact);
  void withdraw(const Fact<fb::WithdrawalNoticeRecorded>& fact);
  void judge_notice(const Fact<fb::WithdrawalNoticeRecorded>& fact, const fb::WithdrawalRule& rule,
                    const Governing& rules, MembershipEnd& ending) const;
  void dissolve(const Fact<fb::OrganisationChanged>& fact);

  // What the charter makes of it: membership_effects.cc
  Membership begun(const ledger::Id& organisation, MembershipGround ground, const Source& source,
                   const FuzzyDate& from, const Governing& governing) const;
  void judge_issuer(const Fact<fb::OrderIssued>& fact, const Governing& governing, Grounds& grounds,
                    Truth& effective, std::string& code) const;
  void judge_category(const Governing& governing, Membership& member) const;
  Truth consent_is_needless(const Governing& governing, const FuzzyDate& dated,
                            const Membership& member) const;
  bool find_answer(const ledger::Hash& act, const FuzzyDate& dated, Membership& member) const;
  /// `dated`: the day of the act itself, whenever it works from.
  void judge_consent(const Governing& governing, const ledger::Hash& act, const FuzzyDate& dated,
                     Membership& member) const;
  void judge_late_consent(const Governing& governing, const ledger::Hash& act,
                          Membership& member) const;
  void judge_unrecorded(std::string what, Sentence sentence, const char* code,
                        const Governing& governing, Membership& member) const;
  void judge_application(const Governing& governing, Membership& member) const;
  void settle(const Governing& governing, Membership& member) const;
  void find_last_day(const FuzzyDate& act, const FuzzyDate& stated, const Governing& governing,
                     MembershipEnd& ending) const;
  Truth addressed(const fb::Addressee& to, const fb::WithdrawalRule& rule) const;
  Truth recalled(const Fact<fb::WithdrawalNoticeRecorded>& notice, const FuzzyDate& last,
                 Grounds& grounds) const;

  /// Adds it, or confirms the one that the organisation has on that day.
  void include(Membership member);
  /// On the last day that it may have begun on: adds what was only confirmed on the first one and
  /// may have begun anew since.
  void include_again(Membership member);
  /// Ends what the organisation has on that day, as far as `of` says; an end without effect is kept
  /// beside it.
  void end(const ledger::Id& organisation, MembershipEnd end,
           std::optional<Fact<fb::WithdrawalNoticeRecorded>> notice = {},
           const std::function<bool(const Membership&)>& of = {});
  Governing governing(const FuzzyDate& day) const { return reading_->charters.governing(day, on_); }

  const std::shared_ptr<const CouncilReading> reading_;
  const std::shared_ptr<const CouncilFacts> facts_;
  const Chronicle& chronicle_;
  const Date on_;
  const std::vector<CoverageClaim> claims_;
  std::vector<Agreement> agreements_;
  std::map<ledger::Id, std::vector<Fact<fb::MembershipConsentRecorded>>> answers_;
  std::map<ledger::Id, std::vector<Fact<fb::AccessionApplied>>> applications_;
  std::map<ledger::Hash, std::vector<Fact<fb::WithdrawalNoticeRecorded>>> recalls_;
  std::vector<Act> acts_;
  std::vector<Membership> out_;
  /// While an act is looked at again: how many memberships there were when it was applied.
  std::optional<std::size_t> again_;
};

}  // namespace projections::governance::internal
