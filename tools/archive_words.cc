// SPDX-License-Identifier: Apache-2.0
// The words of the archive's table: columns, kinds of rows, kinds of facts.
#include <algorithm>
#include <array>

#include "tools/archive_row.h"
#include "tools/russian.h"

namespace tools {
namespace {

struct ColumnName {
  ArchiveColumn column;
  std::string_view russian;
  std::string_view english;
};

constexpr std::array kColumns{
    ColumnName{ArchiveColumn::kKind, "вид", "kind"},
    ColumnName{ArchiveColumn::kCluster, "кластер", "cluster"},
    ColumnName{ArchiveColumn::kDate, "дата", "date"},
    ColumnName{ArchiveColumn::kNumber, "номер", "number"},
    ColumnName{ArchiveColumn::kTitle, "название", "title"},
    ColumnName{ArchiveColumn::kFile, "файл", "file"},
    ColumnName{ArchiveColumn::kIssuer, "издал", "issuer"},
    ColumnName{ArchiveColumn::kOrganisation, "организация", "organisation"},
    ColumnName{ArchiveColumn::kOrganisations, "организации", "organisations"},
    ColumnName{ArchiveColumn::kExcluded, "исключены", "excluded"},
    ColumnName{ArchiveColumn::kBody, "орган", "body"},
    ColumnName{ArchiveColumn::kPresent, "присутствовало", "present"},
    ColumnName{ArchiveColumn::kTotal, "всего", "total"},
    ColumnName{ArchiveColumn::kDecisions, "решения", "decisions"},
    ColumnName{ArchiveColumn::kFor, "за", "for"},
    ColumnName{ArchiveColumn::kAgainst, "против", "against"},
    ColumnName{ArchiveColumn::kAbstain, "воздержались", "abstain"},
    ColumnName{ArchiveColumn::kWords, "словами", "words"},
    ColumnName{ArchiveColumn::kSignedBy, "подписал", "signed_by"},
    ColumnName{ArchiveColumn::kSignedOn, "подписано", "signed_on"},
    ColumnName{ArchiveColumn::kPosition, "должность", "position"},
    ColumnName{ArchiveColumn::kFrom, "с", "from"},
    ColumnName{ArchiveColumn::kTo, "по", "to"},
    ColumnName{ArchiveColumn::kFacts, "сведения", "facts"},
    ColumnName{ArchiveColumn::kCoverage, "полнота", "coverage"},
    ColumnName{ArchiveColumn::kReceived, "получено", "received"},
    ColumnName{ArchiveColumn::kRemark, "примечание", "remark"},
};

constexpr std::array kKinds{
    KindName{"положение", RowKind::kPaper, "REGULATION"},
    KindName{"регламент", RowKind::kPaper, "RULES_OF_PROCEDURE"},
    KindName{"план", RowKind::kPaper, "WORK_PLAN"},
    KindName{"программа", RowKind::kPaper, "PROGRAMME"},
    KindName{"письмо", RowKind::kPaper, "LETTER"},
    KindName{"уведомление", RowKind::kPaper, "NOTICE"},
    KindName{"отчет", RowKind::kPaper, "REPORT"},
    KindName{"допсоглашение", RowKind::kPaper, "SUPPLEMENTARY_AGREEMENT"},
    KindName{"документ", RowKind::kPaper, "OTHER"},
    KindName{"распоряжение", RowKind::kOrder, "ORDER"},
    KindName{"приказ", RowKind::kOrder, "ORDER"},
    KindName{"протокол", RowKind::kProtocol, "PROTOCOL"},
    KindName{"соглашение", RowKind::kAgreement, "AGREEMENT"},
    KindName{"согласие", RowKind::kConsent, "CONSENT"},
    KindName{"отказ", RowKind::kRefusal, "CONSENT"},
    KindName{"заявление", RowKind::kApplication, "APPLICATION"},
    KindName{"выход", RowKind::kWithdrawal, "NOTICE"},
    KindName{"участник", RowKind::kMember, "OTHER"},
    KindName{"должность", RowKind::kOffice, "OTHER"},
    KindName{"полнота", RowKind::kCoverage, "OTHER"},
};

struct FactWord {
  std::string_view word;
  const char* name;
};
constexpr std::array kFacts{
    FactWord{"заседания", "MEETINGS"},  FactWord{"решения", "DECISIONS"},
    FactWord{"распоряжения", "ORDERS"}, FactWord{"состав", "MEMBERSHIP"},
    FactWord{"должности", "OFFICES"},   FactWord{"соглашения", "AGREEMENTS"},
    FactWord{"уведомления", "NOTICES"}, FactWord{"программы", "PROGRAMMES"},
    FactWord{"планы", "PLANS"},         FactWord{"исполнение", "EXECUTION"},
    FactWord{"документы", "DOCUMENTS"},
};

}  // namespace

const KindName* archive_kind(std::string_view word) {
  const std::string wanted = plain(word);
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const KindName& kind) { return kind.word == wanted; });
  return found == kKinds.end() ? nullptr : &*found;
}

const char* archive_fact(std::string_view word) {
  const std::string wanted = plain(word);
  const auto found = std::find_if(kFacts.begin(), kFacts.end(),
                                  [&](const FactWord& fact) { return fact.word == wanted; });
  return found == kFacts.end() ? nullptr : found->name;
}

std::vector<std::string> parts_of(const std::string& cell) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while (at <= cell.size()) {
    const auto end = std::min(cell.find('|', at), cell.size());
    std::string part = cell.substr(at, end - at);
    const auto from = part.find_first_not_of(" \n\r\t");
    if (from != std::string::npos) {
      out.push_back(part.substr(from, part.find_last_not_of(" \n\r\t") - from + 1));
    }
    at = end + 1;
  }
  return out;
}

std::optional<ArchiveColumn> archive_column(std::string_view name) {
  const std::string word = plain(name);
  for (const ColumnName& column : kColumns) {
    if (column.russian == word || column.english == word) return column.column;
  }
  return std::nullopt;
}

std::string archive_columns() {
  std::string out;
  for (const ColumnName& column : kColumns) {
    out += (out.empty() ? "" : ", ") + std::string(column.russian);
  }
  return out;
}

}  // namespace tools
