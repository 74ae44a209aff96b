// SPDX-License-Identifier: Apache-2.0
// Which version of a body stands on a day. Inside the bounds of a day that is not known exactly it
// may be the version before or the one that the day is of.
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/verdict.h"

namespace projections::governance::internal {

struct BodyVersions {
  /// Of all versions of one body, in the order in which they were recorded.
  BodyVersions(const std::vector<Fact<fb::BodyComposed>>& all, Date day);

  /// The one that stands, or else the newest that may; nothing: none does.
  const std::optional<Fact<fb::BodyComposed>>& newest() const { return certain ? certain : maybe; }
  /// Whether it is open which one stands, or whether one does, and the record has a bound of the
  /// day. One without any day is taken to stand, which the body's grounds say.
  bool is_open() const { return !possible.empty(); }
  /// Whether every version that may stand lists the seat, and one does stand.
  bool all_list(const ledger::Id& seat) const;

  std::optional<Fact<fb::BodyComposed>> certain;  ///< the newest that has certainly come
  std::optional<Fact<fb::BodyComposed>> maybe;    ///< the last of which that is open
  /// Those within the bounds of whose day the day lies; not those that the certain one replaces.
  std::vector<Fact<fb::BodyComposed>> possible;
};

}  // namespace projections::governance::internal
