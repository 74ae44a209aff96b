// SPDX-License-Identifier: Apache-2.0
// What is otherwise between two positions, in words or JSON; event by event with the state before
// and after each.
#pragma once

#include <cstdint>
#include <optional>

#include "api/findings_at.h"
#include "api/place_changes.h"
#include "api/projected_log.h"
#include "tools/session.h"

namespace tools {

/// Where to look, and for what.
struct ChangesAsked {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::optional<ledger::Subject> only;
  bool json = false;
};

api::Json changes_json(const std::vector<api::SubjectChange>& changes);
/// Every list of places that is otherwise, and how much was left out.
api::Json place_changes_json(const api::PlaceChanges& changes);
api::Json finding_changes_json(const Session& session, const api::FindingChanges& changes);

/// What is otherwise, as people are told it; all of it is only looked at.
struct Changes {
  const std::vector<api::SubjectChange>& subjects;
  const api::PlaceChanges& places;
  const api::FindingChanges& findings;
};

/// A thing's line stands above what changed in it; where nothing did, that is said.
void print_changes(const Session& session, const Changes& changes);
void print_finding_changes(const Session& session, const api::FindingChanges& changes);

/// One difference, each state judged on the day of its last event, with the findings that appeared
/// and went. The errors of changes_between(), place_changes_between() and findings_at().
ledger::Status show_changes(const Session& session, const api::ProjectedLog& log,
                            const ChangesAsked& asked);
/// One difference for every event, both states judged on the day of the event, under a line that
/// says what the event is. Of places those alone are compared that the event is about.
ledger::Status show_steps(const Session& session, const api::ProjectedLog& log,
                          const ChangesAsked& asked);

}  // namespace tools
