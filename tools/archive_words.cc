// SPDX-License-Identifier: Apache-2.0
// The words of the archive's table: columns, kinds of rows, kinds of facts.
#include <algorithm>
#include <array>

#include "tools/archive_row.h"
#include "tools/reasons.h"
#include "tools/russian.h"

namespace tools {

using projections::governance::Sentence;

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
    ColumnName{ArchiveColumn::kDecisionKind, "вид_решения", "decision_kind"},
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
    KindName{"положение", "regulation", RowKind::kPaper, "REGULATION"},
    KindName{"регламент", "rules", RowKind::kPaper, "RULES_OF_PROCEDURE"},
    KindName{"план", "plan", RowKind::kPaper, "WORK_PLAN"},
    KindName{"программа", "programme", RowKind::kPaper, "PROGRAMME"},
    KindName{"письмо", "letter", RowKind::kPaper, "LETTER"},
    KindName{"уведомление", "notice", RowKind::kPaper, "NOTICE"},
    KindName{"отчет", "report", RowKind::kPaper, "REPORT"},
    KindName{"допсоглашение", "supplementary agreement", RowKind::kPaper,
             "SUPPLEMENTARY_AGREEMENT"},
    KindName{"документ", "document", RowKind::kPaper, "OTHER"},
    KindName{"распоряжение", "order", RowKind::kOrder, "ORDER"},
    KindName{"приказ", "order", RowKind::kOrder, "ORDER"},
    KindName{"протокол", "protocol", RowKind::kProtocol, "PROTOCOL"},
    KindName{"соглашение", "agreement", RowKind::kAgreement, "AGREEMENT"},
    KindName{"согласие", "consent", RowKind::kConsent, "CONSENT"},
    KindName{"отказ", "refusal", RowKind::kRefusal, "CONSENT"},
    KindName{"заявление", "application", RowKind::kApplication, "APPLICATION"},
    KindName{"выход", "withdrawal", RowKind::kWithdrawal, "NOTICE"},
    KindName{"участник", "member", RowKind::kMember, "OTHER"},
    KindName{"должность", "office", RowKind::kOffice, "OTHER"},
    KindName{"полнота", "coverage", RowKind::kCoverage, "OTHER"},
};

constexpr unsigned bits(std::initializer_list<RowKind> kinds) {
  unsigned out = 0;
  for (const RowKind kind : kinds) out |= 1U << static_cast<unsigned>(kind);
  return out;
}

/// Columns that only rows of these kinds read; any row may have the others.
struct ColumnReaders {
  ArchiveColumn column;
  unsigned kinds;
};
constexpr unsigned kProtocolAlone = bits({RowKind::kProtocol});
constexpr std::array kReaders{
    ColumnReaders{ArchiveColumn::kOrganisation,
                  bits({RowKind::kConsent, RowKind::kRefusal, RowKind::kApplication,
                        RowKind::kWithdrawal, RowKind::kMember, RowKind::kOffice})},
    ColumnReaders{ArchiveColumn::kOrganisations, bits({RowKind::kOrder, RowKind::kAgreement})},
    ColumnReaders{ArchiveColumn::kExcluded, bits({RowKind::kOrder})},
    ColumnReaders{ArchiveColumn::kBody,
                  bits({RowKind::kProtocol, RowKind::kWithdrawal, RowKind::kOffice})},
    ColumnReaders{ArchiveColumn::kPresent, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kTotal, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kDecisions, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kDecisionKind, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kFor, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kAgainst, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kAbstain, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kWords, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kSignedBy, kProtocolAlone},
    ColumnReaders{ArchiveColumn::kSignedOn, bits({RowKind::kProtocol, RowKind::kAgreement})},
    ColumnReaders{ArchiveColumn::kPosition, bits({RowKind::kOffice})},
    ColumnReaders{ArchiveColumn::kFrom,
                  bits({RowKind::kMember, RowKind::kOffice, RowKind::kCoverage})},
    ColumnReaders{ArchiveColumn::kTo, bits({RowKind::kAgreement, RowKind::kWithdrawal,
                                            RowKind::kOffice, RowKind::kCoverage})},
    ColumnReaders{ArchiveColumn::kFacts, bits({RowKind::kCoverage})},
    ColumnReaders{ArchiveColumn::kCoverage, bits({RowKind::kCoverage})},
    ColumnReaders{ArchiveColumn::kReceived, bits({RowKind::kWithdrawal})},
};

struct FactWord {
  std::string_view word;
  std::string_view english;
  const char* name;
};
constexpr std::array kFacts{
    FactWord{"заседания", "meetings", "MEETINGS"},
    FactWord{"решения", "decisions", "DECISIONS"},
    FactWord{"распоряжения", "orders", "ORDERS"},
    FactWord{"состав", "membership", "MEMBERSHIP"},
    FactWord{"должности", "offices", "OFFICES"},
    FactWord{"соглашения", "agreements", "AGREEMENTS"},
    FactWord{"уведомления", "notices", "NOTICES"},
    FactWord{"программы", "programmes", "PROGRAMMES"},
    FactWord{"планы", "plans", "PLANS"},
    FactWord{"исполнение", "execution", "EXECUTION"},
    FactWord{"документы", "documents", "DOCUMENTS"},
};

}  // namespace

Text archive_column_name(ArchiveColumn column) {
  const auto found = std::find_if(kColumns.begin(), kColumns.end(),
                                  [&](const ColumnName& known) { return known.column == column; });
  return {found->english, found->russian};
}

Sentence of_column(ArchiveColumn column, const Sentence& what) {
  const Text name = archive_column_name(column);
  return {std::string(name.english) + ": " + what.english,
          std::string(name.russian) + ": " + what.russian};
}

Sentence around(const Text& before, const std::string& cell, const Text& after) {
  return {std::string(before.english) + "\"" + cell + "\"" + std::string(after.english),
          std::string(before.russian) + "«" + cell + "»" + std::string(after.russian)};
}

Sentence reason_in_words(const ledger::Error& error) {
  const std::string meaning = explain_reason(error.reason, Language::kRussian);
  const std::string& message = error.russian.empty() ? error.message : error.russian;
  return {error.message,
          meaning.empty() ? message : meaning + " [" + error.reason + "] " + message};
}

const KindName* archive_kind(std::string_view word) {
  const std::string wanted = plain(word);
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& kind) {
    return kind.word == wanted || kind.english == wanted;
  });
  return found == kKinds.end() ? nullptr : &*found;
}

const char* archive_fact(std::string_view word) {
  const std::string wanted = plain(word);
  const auto found = std::find_if(kFacts.begin(), kFacts.end(), [&](const FactWord& fact) {
    return fact.word == wanted || fact.english == wanted;
  });
  return found == kFacts.end() ? nullptr : found->name;
}

const std::string& archive_cell(const ArchiveCells& cells, ArchiveColumn column) {
  static const std::string kNothing;
  const auto found = cells.find(column);
  return found == cells.end() ? kNothing : found->second;
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

std::optional<api::Json> archive_term(const std::string& cell) {
  api::Json out = api::Json::object();
  out["kind"] = "NOT_STATED";
  if (cell.empty()) return out;
  const auto day = date_spelling(cell);
  if (!day) return term_of(cell);
  out["kind"] = "UNTIL";
  out["until"] = *day;
  return out;
}

std::vector<Sentence> archive_unread(const ArchiveCells& cells, RowKind kind) {
  std::vector<Sentence> out;
  for (const ColumnReaders& one : kReaders) {
    if ((one.kinds & bits({kind})) != 0 || archive_cell(cells, one.column).empty()) continue;
    out.push_back(of_column(one.column, {"a row of this kind does not read it: not recorded",
                                         "в строке такого вида не читается: не записано"}));
  }
  return out;
}

bool archive_path_leads_outside(const std::filesystem::path& path) {
  const auto normal = path.lexically_normal();
  return path.has_root_path() || (!normal.empty() && *normal.begin() == "..");
}

Sentence archive_may_double(bool by_this_table) {
  if (by_this_table) {
    return {
        "its file came in with this table, the row did not: if an earlier row was only put in "
        "other words, its events are doubled",
        "её файл внесён по этой таблице, а строка — нет: если прежнюю строку лишь переписали "
        "иначе, её события удвоятся"};
  }
  return {
      "its file is in the ledger already, but not by the names of this table: if the table "
      "was given another name, give its names file with --names, or all is doubled",
      "её файл уже есть в журнале, но не под именами этой таблицы: если таблицу "
      "переименовали, укажите её файл имён в --names, иначе всё удвоится"};
}

std::optional<ArchiveColumn> archive_column(std::string_view name) {
  const std::string word = plain(name);
  for (const ColumnName& column : kColumns) {
    if (column.russian == word || column.english == word) return column.column;
  }
  return std::nullopt;
}

Sentence archive_columns() {
  Sentence out;
  for (const ColumnName& column : kColumns) {
    const std::string english(column.english);
    const std::string russian(column.russian);
    const char* before = out.english.empty() ? "" : ", ";
    out.english += before + english + " (" + russian + ")";
    out.russian += before + russian + " (" + english + ")";
  }
  return out;
}

}  // namespace tools
