// SPDX-License-Identifier: Apache-2.0
// Folding the views anew beside the live ones; see runner.h.
#include <system_error>

#include "projections/runner.h"

namespace projections {
namespace {

using ledger::Ok;
using ledger::Result;
using ledger::Status;
namespace fs = std::filesystem;

fs::path beside(const fs::path& dir, const char* suffix) {
  fs::path path = dir;
  path += suffix;
  return path;
}

Status rename_folder(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (!failed) return Ok{};
  return ledger::io_error("RENAME_FAILED", "the folder could not be renamed: " + failed.message(),
                          from.string());
}

/// A crash between the two renames leaves no live folder; the next run folds one.
Status switch_folders(const fs::path& dir) {
  const fs::path old = beside(dir, ".old");
  std::error_code ignored;
  fs::remove_all(old, ignored);
  if (fs::exists(dir, ignored)) {
    if (auto moved = rename_folder(dir, old); !moved) return moved;
  }
  if (auto moved = rename_folder(beside(dir, ".new"), dir); !moved) return moved;
  fs::remove_all(old, ignored);
  return Ok{};
}

/// The views of a folder, caught up.
Result<std::vector<ViewCopy>> caught_up(const ledger::ReadView& log, const RunnerOptions& options) {
  auto runner = Runner::open(options);
  if (!runner) return runner.error();
  if (auto folded = (*runner)->catch_up(log); !folded) return folded.error();
  std::vector<ViewCopy> copies;
  for (ViewState& state : (*runner)->states()) {
    const auto rows = (*runner)->rows_digest(state.name);
    if (!rows) return rows.error();
    copies.push_back({std::move(state), *rows});
  }
  return copies;
}

}  // namespace

Result<Rebuilt> rebuild_views(const ledger::ReadView& log, const RunnerOptions& options,
                              bool replace_different) {
  Rebuilt result;
  if (auto live = caught_up(log, options)) result.live = std::move(*live);
  RunnerOptions beside_options = options;
  beside_options.dir = beside(options.dir, ".new");
  std::error_code ignored;
  fs::remove_all(beside_options.dir, ignored);
  auto fresh = caught_up(log, beside_options);
  if (!fresh) return fresh.error();
  result.fresh = std::move(*fresh);
  result.equal = result.live == result.fresh;
  if (!result.equal && !replace_different) return result;
  if (auto switched = switch_folders(options.dir); !switched) return switched.error();
  result.replaced = true;
  return result;
}

}  // namespace projections
