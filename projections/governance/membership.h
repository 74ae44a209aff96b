// SPDX-License-Identifier: Apache-2.0
// Who is a participant of a cluster, since when and until when, on what ground and with whose
// consent. Nobody types a membership in: it follows from orders, agreements, unanimous decisions
// and notices by the charter (TO 2, TU 8 and 13, SM 5.2 and 6.5). What the charter gives no effect
// stays visible with the reason; what a date or a paper leaves open is undetermined.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/agreements.h"

namespace projections::governance {

enum class MembershipGround { kOrder, kAgreement, kAmendment, kAccession, kOpening };

enum class ConsentState {
  kGiven,
  kNotRequired,
  kRefusedWithoutEffect,  ///< refused, but the charter does not ask for consent
  kRefused,
  kNotRecorded,
  kGivenLate,     ///< after the act that needed it, and not to that act
  kUndetermined,  ///< it is not known whether consent is needed or when it was given
};

enum class MembershipState { kEffective, kWithoutEffect, kDisputed, kUndetermined };

enum class EndGround { kOrder, kAmendment, kDecision, kNotice, kAgreementEnded, kDissolved };

/// How a membership ends.
struct MembershipEnd {
  EndGround ground{};
  FuzzyDate last_day;
  /// Within it the last day lies under every reading of an assumed rule.
  std::optional<FuzzyDate> last_day_read;
  Truth effective = Truth::kYes;  ///< kUndetermined: it is open whether it ends
  std::string code;  ///< a reason to look at it, e.g. "UNREGULATED_ACTION"; may be empty
  Grounds grounds;
};

struct Membership {
  ledger::Id organisation;
  MembershipGround ground{};
  Source founded_by;  ///< the event that founds it
  FuzzyDate from;
  std::optional<FuzzyDate> last_day;  ///< of `end`; nothing: not ended
  Truth effective{};                  ///< kNo: recorded, without effect by the charter
  std::string code;  ///< why it has no effect: "NO_CONSENT", "CATEGORY_NOT_ALLOWED" …; may be empty
  fb::OrganisationCategory category{};  ///< on the day from which it is
  ConsentState consent{};
  std::optional<Fact<fb::MembershipConsentRecorded>> answer;  ///< a refusal stays visible
  std::optional<Fact<fb::AccessionApplied>> application;
  /// The one that ends it: a certain one before one that is open, of such the first.
  std::optional<MembershipEnd> end;
  /// Others by which it may have ended earlier: an end that is open takes nothing from one that is
  /// certain, nor the other way round.
  std::vector<MembershipEnd> further_ends;
  std::optional<Fact<fb::WithdrawalNoticeRecorded>> notice;
  std::vector<MembershipEnd> without_effect;  ///< ends that the charter does not give effect
  std::vector<Fact<fb::OrderIssued>> register_orders;  ///< that only take note of it
  std::vector<Fact<fb::ObjectionRecorded>> objections;
  Grounds grounds;

  /// Whether the organisation is a participant on the day by this membership.
  Truth on(Date day) const;
  /// How it stands, whatever the day.
  MembershipState state() const;
};

/// All of the cluster, in the order in which they begin. `on`: the day on which agreements without
/// known days are judged. Empty for another place than a cluster.
std::vector<Membership> memberships(const Chronicle& chronicle, Date on);

/// The organisations that certainly are participants on the day, ascending and unique.
std::vector<ledger::Id> members_on(const std::vector<Membership>& all, Date day);
/// Those that may or may not be, ascending and unique.
std::vector<ledger::Id> undetermined_members_on(const std::vector<Membership>& all, Date day);
/// The assumed rules that decide who is a participant on the day: of those that would have begun or
/// ended by then, or not, under another reading, and of the papers that they rest on.
std::vector<RuleUsed> assumed_of_members(const std::vector<Membership>& all, Date day);
/// The memberships of one organisation, in order.
std::vector<Membership> memberships_of(const std::vector<Membership>& all,
                                       const ledger::Id& organisation);

/// What an organisation was on a day.
struct CategoryOn {
  fb::OrganisationCategory category = fb::OrganisationCategory::UNSPECIFIED;
  bool certain = true;  ///< false: not registered, or the day of a change is not known well enough
  std::optional<bool> educational;
  Evidence evidence;
};
CategoryOn category_of(const Chronicle& chronicle, const ledger::Id& organisation, Date day);
/// The category alone; UNSPECIFIED if unknown.
fb::OrganisationCategory category_on(const Chronicle& chronicle, const ledger::Id& organisation,
                                     Date day);

/// Somebody who wants to join.
struct Candidate {
  Fact<fb::AccessionApplied> application;
  ledger::Id organisation;
  Truth admitted = Truth::kNo;  ///< is a participant, or was, since the application
  bool was_member = false;      ///< on the day of the application already
};
/// In the order in which they applied.
std::vector<Candidate> candidates(const Chronicle& chronicle, const std::vector<Membership>& all,
                                  Date on);

std::string_view name_of(MembershipGround ground);  ///< "order", "agreement", …
std::string_view name_of(ConsentState state);       ///< "given", "not_required", …
std::string_view name_of(MembershipState state);    ///< "effective", "without_effect", …
std::string_view name_of(EndGround ground);         ///< "order", "notice", …

}  // namespace projections::governance
