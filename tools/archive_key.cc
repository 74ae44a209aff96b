// SPDX-License-Identifier: Apache-2.0
// By what a row of the archive's table is known again.
#include <algorithm>

#include "ledger/hash.h"
#include "tools/archive_row.h"
#include "tools/russian.h"

namespace tools {
namespace {

std::string date_of(const std::string& text) { return date_spelling(text).value_or(text); }

std::string cluster_of(const std::string& text, const Directory& directory) {
  const auto id = directory.cluster(text);
  return id ? *id : text;
}

/// An agreement keeps the names of its parties as the table spells them.
std::string organisations_of(const std::string& text, const KindName& kind,
                             const Directory& directory) {
  if (kind.kind == RowKind::kAgreement) return text;
  std::string out;
  for (const std::string& name : parts_of(text)) {
    const auto id = directory.organisation(name);
    out += (out.empty() ? "" : "|") + (id ? *id : name);
  }
  return out;
}

/// What the cell means, however the cluster, the organisations and the days are spelled.
std::string meant(ArchiveColumn column, const std::string& text, const KindName& kind,
                  const Directory& directory) {
  switch (column) {
    case ArchiveColumn::kCluster:
      return cluster_of(text, directory);
    case ArchiveColumn::kOrganisation:
    case ArchiveColumn::kOrganisations:
    case ArchiveColumn::kExcluded:
      return organisations_of(text, kind, directory);
    case ArchiveColumn::kDate:
    case ArchiveColumn::kSignedOn:
    case ArchiveColumn::kReceived:
    case ArchiveColumn::kFrom:
    case ArchiveColumn::kTo:
      return date_of(text);
    default:
      return text;
  }
}

template <typename Spelling>
std::string key_of(const ArchiveCells& cells, Spelling spelling) {
  std::string text;
  for (const auto& [column, value] : cells) {
    if (column == ArchiveColumn::kRemark) continue;
    text += std::to_string(static_cast<int>(column)) + "=" + spelling(column, value) + "\n";
  }
  return "arch-" + to_hex(ledger::sha256(text)).substr(0, 16);
}

}  // namespace

std::string archive_row_key(const ArchiveCells& cells, const KindName& kind,
                            const Directory& directory) {
  const std::string by_meaning = key_of(cells, [&](ArchiveColumn column, const std::string& text) {
    return meant(column, text, kind, directory);
  });
  const std::string by_letters =
      key_of(cells, [](ArchiveColumn, const std::string& text) { return text; });
  const bool older = !directory.made_before(by_meaning) && directory.made_before(by_letters);
  return older ? by_letters : by_meaning;
}

}  // namespace tools
