// SPDX-License-Identifier: Apache-2.0
// Meetings by their versions, and where and when a decision was taken. Borrows the chronicle.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "projections/governance/verdict.h"

namespace projections::governance::internal {

struct MeetingVersions {
  explicit MeetingVersions(const Chronicle& chronicle);

  /// By the meeting's id, in the order in which they were recorded.
  std::map<ledger::Id, std::vector<Fact<fb::MeetingConvened>>> by_id;
  std::map<ledger::Hash, ledger::Id> ids;  ///< by the D of any version

  /// The version that holds, the last one; nothing for an unknown digest.
  std::optional<Fact<fb::MeetingConvened>> last(const flatbuffers::String* digest) const;
};

struct Decided {
  /// The decision's own meeting, else that of its ballot; nothing: it names none.
  std::optional<Fact<fb::MeetingConvened>> meeting;
  /// Of the meeting, whether known or not; without one the day on which the event occurred.
  FuzzyDate day;
};

/// The only answer to when a decision was taken.
Decided decided(const Chronicle& chronicle, const MeetingVersions& meetings,
                const Fact<fb::DecisionDeclared>& decision);

}  // namespace projections::governance::internal
