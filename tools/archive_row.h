// SPDX-License-Identifier: Apache-2.0
// One row of the archive's table: what its columns are called and which events it gives.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/archive_table.h"

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
};

/// By its Russian or English name.
std::optional<ArchiveColumn> archive_column(std::string_view name);
/// The Russian names, for messages.
std::string archive_columns();

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
  RowKind kind;
  const char* document;  ///< DocumentKind of the row's paper
};

/// By the word of the column `вид`; null for an unknown one.
const KindName* archive_kind(std::string_view word);
/// The FactKind for a word of the column `сведения`; null for an unknown one.
const char* archive_fact(std::string_view word);
/// "a | b" as a list without empty parts.
std::vector<std::string> parts_of(const std::string& cell);

using ArchiveCells = std::map<ArchiveColumn, std::string>;

struct ArchiveSource {
  std::filesystem::path table;
  std::filesystem::path files;
  const Directory& directory;
  std::map<std::string, std::string> documents;  ///< sha256 -> digest of a registration
  /// sha256 -> local name of a registration that this run will make.
  std::map<std::string, std::string> planned;
};

/// Never fails: what cannot be recorded says why.
ArchiveRow plan_row(ArchiveSource& source, std::size_t line, const ArchiveCells& cells);

}  // namespace tools
