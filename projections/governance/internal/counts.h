// SPDX-License-Identifier: Apache-2.0
// The votes of a ballot: by the roll call, by the counts of the paper where these tell of more, or
// by its words; and whether they contradict each other (TO 7).
#pragma once

#include "projections/governance/ballots.h"

namespace projections::governance::internal {

/// Which lines are counted of those of which it is open whether they count.
enum class OpenLines { kNone, kInFavour, kOtherwise };

/// What the lines that count come to. `one_voice`: the representatives of one participant give one
/// voice together, and none for or against where they differ.
rules::Votes votes_of(const std::vector<RollCallLine>& lines, bool one_voice,
                      OpenLines open = OpenLines::kNone);

/// The smallest tie that there may be if some of the votes count of which that is open; nothing
/// where there can be none, or none is open.
std::optional<rules::Votes> possible_tie(const std::vector<RollCallLine>& lines, bool one_voice);

/// What the paper counts; nothing if it does not say how many were in favour. Of a choice among
/// several those for any of them are in favour.
std::optional<rules::Votes> told_votes(const fb::BallotCounted& paper);

/// Fills in the votes of the ballot, their grade and whether roll call and paper differ. REQUIRES:
/// its roll call, its counts and its electorate.
void take_votes(bool one_voice, Ballot& ballot);

}  // namespace projections::governance::internal
