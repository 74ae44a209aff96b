// SPDX-License-Identifier: Apache-2.0
// Every finding of a log computed again at a position and judged on a day, place by place, and what
// became of findings between two positions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/projected_log.h"
#include "projections/governance/findings.h"

namespace api {

struct PlaceFindings {
  ledger::Scope place;
  std::vector<projections::governance::Finding> findings;
};

/// Of every region and cluster that is known at the position, or of one place; ascending by place,
/// places without findings left out. The errors of the views and of Chronicle::load().
ledger::Result<std::vector<PlaceFindings>> findings_at(
    const ProjectedLog& log, std::uint64_t position, projections::rules::Date on,
    const std::optional<ledger::Subject>& only = std::nullopt);

/// How many there are, by what tells them apart.
struct FindingCounts {
  std::map<projections::governance::Register, std::uint64_t> by_register;
  std::map<projections::governance::Severity, std::uint64_t> by_severity;
  std::map<std::string_view, std::uint64_t> by_code;
  std::uint64_t total = 0;
  std::uint64_t disposed = 0;  ///< about which somebody with authority said something that binds
  std::uint64_t reopened = 0;  ///< said of other facts than those of today
};
FindingCounts count_findings(const std::vector<PlaceFindings>& all);

/// Findings that are in one list only, by their keys.
struct FindingChanges {
  std::vector<projections::governance::Finding> appeared;
  std::vector<projections::governance::Finding> gone;
};
FindingChanges compare_findings(const std::vector<PlaceFindings>& before,
                                const std::vector<PlaceFindings>& after);

/// The civil day (UTC) on which the last event below the position was recorded: the day on which a
/// report judges unless it is told another, so that it can be made again. The errors of the log.
ledger::Result<projections::rules::Date> last_day_recorded(const ProjectedLog& log,
                                                           std::uint64_t position);

}  // namespace api
