// SPDX-License-Identifier: Apache-2.0
// Whether something was recorded, corrected or withdrawn after an event that may bear on how a
// ballot of a given day comes out. It may say yes too often, never too seldom.
#pragma once

#include "projections/governance/internal/meeting_versions.h"

namespace projections::governance::internal {

/// A fact that bears on who is entitled, who is present or who is chair.
struct Touch {
  std::uint64_t last = 0;    ///< index of the last event that changed what it says
  std::uint64_t fact = 0;    ///< its own index
  std::optional<Date> from;  ///< since when it matters; nothing if that cannot be told
};

/// The newest first.
std::vector<Touch> touches_of(const Chronicle& chronicle, const MeetingVersions& meetings);
/// After the event with this index, about the day or earlier ones.
bool recorded_after(const std::vector<Touch>& touches, std::uint64_t index, Date day);

}  // namespace projections::governance::internal
