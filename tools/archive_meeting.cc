// SPDX-License-Identifier: Apache-2.0
// The form of a meeting (RECORD.md) that a protocol's row of the archive's table gives.
#include <utility>

#include "ledger/bytes.h"
#include "tools/archive_row.h"

namespace tools {

using api::Json;

namespace {

Json votes(const ArchiveCells& cells) {
  Json out = Json::object();
  for (const auto& [column, name] :
       {std::pair(ArchiveColumn::kFor, "за"), std::pair(ArchiveColumn::kAgainst, "против"),
        std::pair(ArchiveColumn::kAbstain, "воздержались")}) {
    const auto number = ledger::parse_decimal(archive_cell(cells, column));
    if (number) out[name] = *number;
  }
  if (!archive_cell(cells, ArchiveColumn::kWords).empty())
    out["словами"] = archive_cell(cells, ArchiveColumn::kWords);
  return out;
}

/// One question per decision; a term stands in brackets at the end.
Json questions(const ArchiveCells& cells) {
  Json out = Json::array();
  const Json cast = votes(cells);
  for (std::string text : parts_of(archive_cell(cells, ArchiveColumn::kDecisions))) {
    Json decision = Json::object();
    decision["номер"] = std::to_string(out.size() + 1);
    const auto bracket = text.rfind('[');
    if (bracket != std::string::npos && text.ends_with(']')) {
      decision["срок"] = text.substr(bracket + 1, text.size() - bracket - 2);
      text = text.substr(0, text.find_last_not_of(' ', bracket - 1) + 1);
    }
    decision["текст"] = text;
    Json question = Json::object();
    question["тема"] = text;
    const std::string& kind = archive_cell(cells, ArchiveColumn::kDecisionKind);
    if (!kind.empty()) question["вид"] = kind;
    if (!cast.empty()) question["голосовали"] = cast;
    question["решение"] = Json::array({decision});
    out.push_back(std::move(question));
  }
  return out;
}

}  // namespace

Json archive_meeting_form(const ArchiveCells& cells, const ArchiveMeeting& of) {
  Json form = Json::object();
  Json& meeting = form["заседание"];
  const std::string& body = archive_cell(cells, ArchiveColumn::kBody);
  const std::string& number = archive_cell(cells, ArchiveColumn::kNumber);
  meeting["кластер"] = of.cluster;
  meeting["орган"] = body.empty() ? "совещание" : body;
  meeting["дата"] = of.day;
  meeting["имя"] = of.name;
  if (!archive_cell(cells, ArchiveColumn::kTitle).empty())
    meeting["название"] = archive_cell(cells, ArchiveColumn::kTitle);
  for (const auto& [column, name] :
       {std::pair(ArchiveColumn::kPresent, "присутствует_по_протоколу"),
        std::pair(ArchiveColumn::kTotal, "всего_по_протоколу")}) {
    const auto count = ledger::parse_decimal(archive_cell(cells, column));
    if (count) form["присутствие"][name] = *count;
  }
  if (Json list = questions(cells); !list.empty()) form["вопрос"] = std::move(list);
  Json& protocol = form["протокол"];
  if (!number.empty()) protocol["номер"] = number;
  protocol["дата"] = of.day;
  protocol["документ"] = of.paper;
  if (const std::string& signer = archive_cell(cells, ArchiveColumn::kSignedBy); !signer.empty()) {
    Json signature = Json::object();
    signature["как"] = signer;
    if (!archive_cell(cells, ArchiveColumn::kSignedOn).empty())
      signature["дата"] = archive_cell(cells, ArchiveColumn::kSignedOn);
    protocol["подписали"] = Json::array({signature});
  }
  return form;
}

}  // namespace tools
