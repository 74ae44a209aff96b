// SPDX-License-Identifier: Apache-2.0
// One row of the archive's table: what its columns are called and which events it gives.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/archive_table.h"
#include "tools/session.h"

namespace tools {

enum class ArchiveColumn {
  kKind,
  kCluster,
  kDate,
  kNumber,
  kTitle,
  kFile,
  kIssuer,
  kOrganisation,
  kOrganisations,
  kExcluded,
  kBody,
  kPresent,
  kTotal,
  kDecisions,
  kFor,
  kAgainst,
  kAbstain,
  kWords,
  kSignedBy,
  kSignedOn,
  kPosition,
  kFrom,
  kTo,
  kFacts,
  kCoverage,
  kReceived,
  kRemark,
  kDecisionKind,  ///< last: a row is known again by the numbers of its columns
};

/// By its Russian or English name.
std::optional<ArchiveColumn> archive_column(std::string_view name);
/// What the column is called.
Text archive_column_name(ArchiveColumn column);
/// What all columns are called, for messages: by both names, that of the language first.
projections::governance::Sentence archive_columns();

/// What is said of a cell, with the column's name before it.
projections::governance::Sentence of_column(ArchiveColumn column,
                                            const projections::governance::Sentence& what);
/// Words around something as the table writes it.
projections::governance::Sentence around(const Text& before, const std::string& cell,
                                         const Text& after = {});
/// Why something was not taken: the error's message, in Russian after what its reason means.
projections::governance::Sentence reason_in_words(const ledger::Error& error);

/// What a row records besides its paper.
enum class RowKind {
  kPaper,
  kOrder,
  kProtocol,
  kAgreement,
  kConsent,
  kRefusal,
  kApplication,
  kWithdrawal,
  kMember,
  kOffice,
  kCoverage
};

struct KindName {
  std::string_view word;
  std::string_view english;
  RowKind kind;
  const char* document;  ///< DocumentKind of the row's paper
};

/// By the word of the column `вид`, Russian or English; null for an unknown one.
const KindName* archive_kind(std::string_view word);
/// The FactKind for a word of the column `сведения`, Russian or English; null for an unknown one.
const char* archive_fact(std::string_view word);
/// "a | b" as a list without empty parts.
std::vector<std::string> parts_of(const std::string& cell);

using ArchiveCells = std::map<ArchiveColumn, std::string>;
/// Empty where the row has nothing in the column.
const std::string& archive_cell(const ArchiveCells& cells, ArchiveColumn column);

/// The Term that the cell tells: none where it is empty; nothing if it cannot be read.
std::optional<api::Json> archive_term(const std::string& cell);
/// Of each filled cell that a row of this kind does not read, that it is not recorded.
std::vector<projections::governance::Sentence> archive_unread(const ArchiveCells& cells,
                                                              RowKind kind);

/// Whether a path of the table leads out of the folder of the papers.
bool archive_path_leads_outside(const std::filesystem::path& path);
/// Of a row that is new although its paper is not, that it may be an old one. `by_this_table`: the
/// paper came in with this table.
projections::governance::Sentence archive_may_double(bool by_this_table);

/// What a protocol's row tells a meeting by.
struct ArchiveMeeting {
  std::string cluster;
  std::string day;    ///< "unknown" where the paper has none
  std::string name;   ///< tells the meeting from others of its day
  std::string paper;  ///< reference to the registration of the protocol's paper
};
/// The meeting in the form that a secretary fills in.
api::Json archive_meeting_form(const ArchiveCells& cells, const ArchiveMeeting& of);

struct ArchiveSource {
  std::filesystem::path table;
  std::filesystem::path files;
  const Directory& directory;
  std::map<std::string, std::string> documents;  ///< sha256 -> digest of a registration
  /// sha256 -> local name of a registration that this run will make.
  std::map<std::string, std::string> planned;
  /// Whether the ledger has the event that an earlier run made under this local name.
  std::function<bool(const std::string& name)> recorded;
  std::map<std::string, std::size_t> rows;  ///< key of a row that is to be recorded -> its number
};

/// What makes the row's own events the same in every run: the names of all of them begin so. It
/// follows from what the cells mean; a row whose events were named by the letters of its cells
/// keeps those names.
std::string archive_row_key(const ArchiveCells& cells, const KindName& kind,
                            const Directory& directory);

/// Never fails: what cannot be recorded says why.
ArchiveRow plan_row(ArchiveSource& source, const CsvRow& row, const ArchiveCells& cells);

}  // namespace tools
