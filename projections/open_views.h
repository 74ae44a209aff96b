// SPDX-License-Identifier: Apache-2.0
// The views' folder as what it is, a cache: one that cannot be read says nothing about the log. It
// is moved aside, and the views are folded anew.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "projections/runner.h"

namespace projections {

struct OpenedViews {
  std::unique_ptr<Runner> runner;
  std::optional<ledger::Error> damage;  ///< why the folder was moved aside, if it was
};

/// Where a damaged folder of views is kept, until the next one takes its place.
std::filesystem::path damaged_views(const std::filesystem::path& dir);

/// Runner::open(), where a folder that is damaged, or no store at all, is first moved to
/// damaged_views(). Of two processes that do so one waits for the other. Errors: those of
/// Runner::open() that are not about what lies in the folder; kIo RENAME_FAILED.
ledger::Result<OpenedViews> open_views(const RunnerOptions& options);

/// The same where reading showed the damage later. kLocked where somebody has the views open.
ledger::Result<OpenedViews> open_views_anew(const RunnerOptions& options,
                                            const ledger::Error& damage);

}  // namespace projections
