// SPDX-License-Identifier: Apache-2.0
// Feeds the log to the views and keeps their rows in a folder of its own, which may be deleted at
// any time: the next run folds it anew. Rows, positions and digests change in one batch, so a
// process may be killed at any moment. Position = number of events folded in: the event with
// index i is part of the state at position i + 1.
//
// On disk (families "rows" and "meta"; integers big-endian):
//   rows  view name | 00 | key, 00 as 00 FF | 00 00 | u64 ~position -> 01 value, or 00: removed
//   meta  "s" -> ledger id[32], u64 position, leaf hash[32] of the last event, digest[32] of each
//         view, then of each view its name, 00 and u32 version;
//         "d" u64 position -> digest[32] of each view, for every position
// Digest of a view: d_0 = 32 zero bytes, d_n = SHA-256("letopis/view/v1" 00 | d_{n-1} | u64 index |
// the rows that the event changed in key order, each u32 length and key, then u32 length and
// value, or FFFFFFFF for a removed row).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/kv.h"
#include "ledger/log_reader.h"
#include "projections/view.h"
#include "projections/view_reader.h"

namespace projections {

/// Where a view stands; all views of a folder stand at one position.
struct ViewState {
  std::string name;
  std::uint32_t version = 0;
  std::uint64_t position = 0;
  ledger::Hash digest;
  bool operator==(const ViewState&) const = default;
};

/// Stored rows that were read once more.
struct RowsRead {
  std::uint64_t rows = 0;
  std::string next;  ///< for the next call; empty: these were the last
};

struct RunnerOptions {
  std::filesystem::path dir;  ///< made if it is not there
  Views views = all_views();
  std::size_t block_cache_bytes = std::size_t{32} << 20;
  std::size_t memtable_bytes = std::size_t{32} << 20;
  std::size_t row_cache_bytes = std::size_t{24} << 20;  ///< rows kept from one batch to the next
  std::uint64_t batch_events = 256;                     ///< events per write, at most
  ledger::FileFaults* faults = nullptr;                 ///< for tests
};

/// Thread rule: catch_up() from one thread at a time; reading from any.
class Runner {
 public:
  /// Opens or makes the folder. Rows of another list of views, or of another version of one, are
  /// dropped: all are folded anew together. Errors: those of Kv::open; kCorrupt BAD_VIEW_ROW.
  static ledger::Result<std::unique_ptr<Runner>> open(RunnerOptions options);

  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Folds in what is new, up to `until` at most. Whatever error it returns, the rows are those of
  /// some earlier position; it may be called again, after kIndeterminate when the folder was opened
  /// anew. kConflict VIEWS_OF_ANOTHER_LEDGER; kBehind
  /// VIEWS_AHEAD if the log is shorter than the views; kCorrupt VIEWS_DIFFER if the last event
  /// folded is another than the log's; the errors of the log's and the views' stores.
  ledger::Status catch_up(const ledger::ReadView& log, std::uint64_t until = UINT64_MAX);

  /// The position that every view has reached.
  std::uint64_t position() const;
  std::vector<ViewState> states() const;
  /// Digest of a view at any position that it has passed; nothing beyond. kCorrupt BAD_VIEW_ROW.
  ledger::Result<std::optional<ledger::Hash>> digest_at(std::string_view view,
                                                        std::uint64_t position) const;

  /// Over every stored version of every row of a view, in key order. Two folders that stand at one
  /// position and agree in it hold the same rows; the running digest alone does not tell whether
  /// somebody edited a row later.
  ledger::Result<ledger::Hash> rows_digest(std::string_view view) const;

  /// Reads at most `rows_max` stored rows again, from where the last call ended (`from`: its
  /// `next`, or empty to begin), so that damage is known before somebody asks for the row. It does
  /// not show that somebody edited a row: see rows_digest(). kCorrupt BAD_VIEW_ROW. Any thread.
  ledger::Result<RowsRead> read_again(std::string_view from, std::uint64_t rows_max) const;

  /// The views as they are now; keeps the store open as long as it lives. Any thread.
  ledger::Result<ViewReader> reader() const;
  /// The views as they were at a position in the past. kNotFound BEYOND_VIEW naming both
  /// positions.
  ledger::Result<ViewReader> reader_at(std::uint64_t position) const;

  std::uint64_t bytes_on_disk() const;

 private:
  class Impl;
  explicit Runner(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Whether something in the views' folder cannot be read: kCorrupt BAD_VIEW_ROW, whatever the disk,
/// the store or the row says. It is no word about the log.
bool is_view_damage(const ledger::Error& error);

/// One view in one folder.
struct ViewCopy {
  ViewState state;
  ledger::Hash rows;  ///< Runner::rows_digest
  bool operator==(const ViewCopy&) const = default;
};

/// What folding the same events anew gave.
struct Rebuilt {
  std::vector<ViewCopy> live;   ///< empty if they could not be read or caught up
  std::vector<ViewCopy> fresh;  ///< at the same position
  bool equal = false;
  bool replaced = false;  ///< the fresh folder has taken the place of the live one
};

/// Catches the views up, folds the log anew beside their folder (`<dir>.new`) to the same
/// position, and compares digests and rows. Equal, or different with `replace_different`: the fresh
/// folder takes the place of the live one; else it is left beside it. REQUIRES: nothing has the
/// views open. Errors: those of open and catch_up; kIo RENAME_FAILED.
ledger::Result<Rebuilt> rebuild_views(const ledger::ReadView& log, const RunnerOptions& options,
                                      bool replace_different);

}  // namespace projections
