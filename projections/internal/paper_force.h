// SPDX-License-Identifier: Apache-2.0
// From when a paper works, what ends it and what changes it, and how it stands by that on a day.
// Where these come from is said in governed_paper.h and document_force.h; here days are weighed.
#pragma once

#include <optional>
#include <vector>

#include "projections/document_verdict.h"
#include "projections/rules/imprecise.h"

namespace projections::internal {

/// Something by which a paper is out of force.
struct PaperEnd {
  DocumentState state = DocumentState::kEnded;
  rules::FuzzyDate from;  ///< the first day on which the paper is out of force
  std::optional<OtherDocument> by;
  Missing open{MissingKind::kEndDay};  ///< what is not known where it may have come or not
  std::vector<Evidence> evidence;
};

/// Something that changes a paper and leaves it in force.
struct PaperChange {
  rules::Truth works = rules::Truth::kUndetermined;  ///< on the day
  rules::FuzzyDate from;
  OtherDocument by;
  std::vector<Evidence> evidence;
};

/// One paper on one day.
struct PaperForce {
  bool comes_into_force = true;                      ///< false: it tells or asks something
  rules::Truth begun = rules::Truth::kUndetermined;  ///< on the day, whatever ended it since
  rules::FuzzyDate from;
  std::vector<Missing> missing;  ///< what leaves `begun` open, or is known to be lacking
  std::vector<Missing> beside;   ///< what is open and does not matter for the answer
  std::vector<Evidence> evidence;
  std::vector<PaperEnd> ends;
  std::vector<PaperChange> changes;
  std::vector<Missing> claims;  ///< words against it that do not count, as long as it is not over
  /// Indexes of the relations that end or replace it, where governance says so; nothing: it does
  /// not speak of them.
  std::optional<std::vector<std::uint64_t>> ending;
  /// Indexes of later versions that take nothing from it; their papers do not either.
  std::vector<std::uint64_t> powerless;
};

/// Writes the state, its days, what is missing and the events behind it into the verdict. Of the
/// ends up to the day the earliest counts; a day known within bounds is judged on every day that it
/// may have been, and leaves the answer undetermined only where it depends on which it was.
void settle(const PaperForce& force, rules::Date on, DocumentVerdict& verdict);

/// The same paper may carry several things (two versions of a charter): the force of the one by
/// which the paper stands best on the day. REQUIRES: at least one.
PaperForce best_of(std::vector<PaperForce> all, rules::Date on);

Evidence evidence_of(const Source& source);
/// Of an event that is known by its index alone.
Evidence evidence_of(std::uint64_t index);

}  // namespace projections::internal
