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

/// The live views, caught up if they can be.
std::vector<ViewState> live_states(const ledger::ReadView& log, const RunnerOptions& options) {
  auto live = Runner::open(options);
  if (!live || !(*live)->catch_up(log)) return {};
  return (*live)->states();
}

}  // namespace

Result<Rebuilt> rebuild_views(const ledger::ReadView& log, const RunnerOptions& options,
                              bool replace_different) {
  Rebuilt result;
  result.live = live_states(log, options);
  RunnerOptions beside_options = options;
  beside_options.dir = beside(options.dir, ".new");
  std::error_code ignored;
  fs::remove_all(beside_options.dir, ignored);
  {
    auto fresh = Runner::open(beside_options);
    if (!fresh) return fresh.error();
    if (auto folded = (*fresh)->catch_up(log); !folded) return folded.error();
    result.fresh = (*fresh)->states();
  }
  result.equal = result.live == result.fresh;
  if (!result.equal && !replace_different) return result;
  if (auto switched = switch_folders(options.dir); !switched) return switched.error();
  result.replaced = true;
  return result;
}

}  // namespace projections
