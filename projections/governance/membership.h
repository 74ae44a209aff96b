// SPDX-License-Identifier: Apache-2.0
// Who is a participant of a cluster, since when and until when, on what ground and with whose
// consent. Nobody types a membership in: it follows from orders, agreements, unanimous decisions
// and notices by the charter (TO 2, TU 8, SM 5.2, 6.5; corrections in events.md).
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/agreements.h"

namespace projections::governance {

enum class MembershipGround { kOrder, kAgreement, kAmendment, kAccession, kOpening };
enum class ConsentState { kGiven, kNotRequired, kRefusedWithoutEffect, kRefused, kNotRecorded };

struct Membership {
  ledger::Id organisation;
  MembershipGround ground{};
  FuzzyDate from;
  std::optional<FuzzyDate> last_day;  ///< nothing: not ended
  Truth effective{};                  ///< kNo: recorded, without effect by the charter
  ConsentState consent{};
  std::optional<Fact<fb::WithdrawalNoticeRecorded>> notice;
  Grounds grounds;

  /// Whether the organisation is a participant on the day by this membership.
  Truth on(Date day) const;
};

/// All of the cluster, in the order of what founded them, as they stand when judged on a day.
/// Empty for another place than a cluster.
std::vector<Membership> memberships(const Chronicle& chronicle, Date on);

/// The organisations that certainly are participants on the day, ascending and unique.
std::vector<ledger::Id> members_on(const std::vector<Membership>& all, Date day);

/// What the organisation was registered as, with the changes by the day; UNSPECIFIED if unknown.
fb::OrganisationCategory category_on(const Chronicle& chronicle, const ledger::Id& organisation,
                                     Date day);

std::string_view name_of(MembershipGround ground);  ///< "order", "agreement", …
std::string_view name_of(ConsentState state);       ///< "given", "not_required", …

}  // namespace projections::governance
