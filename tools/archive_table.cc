// SPDX-License-Identifier: Apache-2.0
#include "tools/archive_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "api/files.h"
#include "ledger/hash.h"
#include "tools/archive_row.h"
#include "tools/meeting_form.h"
#include "tools/russian.h"

namespace tools {

using api::Json;
using ledger::Result;

namespace {

/// The documents that the ledger knows by the hash of a file.
Result<std::map<std::string, std::string>> known_files(const OpenLedger& ledger) {
  const auto facts = FactBook::load(ledger, {}, {"DocumentRegistered", "EventCorrected"});
  if (!facts) return facts.error();
  std::map<std::string, std::string> out;
  for (const RecordedFact* fact : facts->all("DocumentRegistered")) {
    out.emplace(member_text(fact->payload["file"], "sha256"), fact->digest);
  }
  return out;
}

/// The columns of the header in the table's own order.
Result<std::vector<ArchiveColumn>> read_header(const CsvTable& csv, const std::string& source) {
  std::vector<ArchiveColumn> out;
  std::set<ArchiveColumn> seen;
  for (const std::string& name : csv.columns) {
    const auto column = archive_column(name);
    if (name.empty()) {
      const std::string number = std::to_string(out.size() + 1);
      return ledger::invalid("UNKNOWN_COLUMN", "column " + number + " has no name",
                             "у столбца " + number + " нет названия", source + ":1");
    }
    if (!column) {
      return ledger::invalid(
          "UNKNOWN_COLUMN",
          "no column is called \"" + name + "\"; known are " + archive_columns().english,
          "столбца «" + name +
              "» нет; первая строка называет столбцы: " + archive_columns().russian,
          source + ":1");
    }
    if (!seen.insert(*column).second) {
      return ledger::invalid("UNKNOWN_COLUMN", "the column \"" + name + "\" stands there twice",
                             "столбец «" + name + "» назван дважды", source + ":1");
    }
    out.push_back(*column);
  }
  for (const ArchiveColumn column : {ArchiveColumn::kKind, ArchiveColumn::kCluster}) {
    if (seen.contains(column)) continue;
    const Text name = archive_column_name(column);
    return ledger::invalid("MISSING_COLUMN",
                           "the table needs the column \"" + std::string(name.english) + "\" (\"" +
                               std::string(name.russian) + "\")",
                           "таблице нужен столбец «" + std::string(name.russian) + "»",
                           source + ":1");
  }
  return out;
}

}  // namespace

Result<ArchivePlan> plan_archive(const CsvTable& csv, const std::filesystem::path& table,
                                 const std::filesystem::path& files, const OpenLedger& ledger,
                                 const Directory& directory) {
  const auto columns = read_header(csv, table.string());
  if (!columns) return columns.error();
  auto known = known_files(ledger);
  if (!known) return known.error();
  const auto recorded = [&](const std::string& name) {
    const api::NamedEvent* made = directory.made(name);
    if (made == nullptr) return false;
    const auto found = ledger.view().find_digest(made->digest);
    return found && found->has_value();
  };
  ArchiveSource source{table, files, directory, std::move(*known), {}, recorded, {}};
  ArchivePlan out;
  for (const CsvRow& csv_row : csv.rows) {
    ArchiveCells cells;
    for (std::size_t i = 0; i < columns->size(); ++i) {
      if (!csv_row.cells[i].empty()) cells[(*columns)[i]] = on_one_line(csv_row.cells[i]);
    }
    out.rows.push_back(plan_row(source, csv_row, cells));
  }
  return out;
}

}  // namespace tools
