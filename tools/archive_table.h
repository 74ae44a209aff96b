// SPDX-License-Identifier: Apache-2.0
// Years of paper in one table (ARCHIVE.md) become historical events: every row a document with its
// hash and what the document tells. What a row leaves unclear is said and not guessed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "api/json_text.h"
#include "ledger/result.h"
#include "projections/governance/verdict.h"
#include "tools/csv.h"
#include "tools/directory.h"

namespace tools {

/// What one row of the table gives.
struct ArchiveRow {
  std::size_t line = 0;
  std::size_t number = 0;  ///< of the row in the table, which several lines may tell
  std::string kind;        ///< as the table says
  std::string title;
  std::vector<std::string> records;  ///< payload types that it would record, none a second time
  /// Why it cannot be recorded, and what stays unknown although it is recorded.
  std::vector<projections::governance::Sentence> unclear, remarks;
  api::JsonText batch;      ///< {"@batch": […]}; empty where nothing is recorded
  std::string file;         ///< path of the file that is its evidence, or empty
  bool may_double = false;  ///< new by its names although the ledger has its file
};

struct ArchivePlan {
  std::vector<ArchiveRow> rows;
};

/// kInvalid UNKNOWN_COLUMN, MISSING_COLUMN naming the column. `table` is the path of the table, the
/// evidence of rows that have no file of their own.
ledger::Result<ArchivePlan> plan_archive(const CsvTable& csv, const std::filesystem::path& table,
                                         const std::filesystem::path& files,
                                         const OpenLedger& ledger, const Directory& directory);

}  // namespace tools
