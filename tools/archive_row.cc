// SPDX-License-Identifier: Apache-2.0
#include "tools/archive_row.h"

#include <algorithm>

#include "api/files.h"
#include "ledger/hash.h"
#include "projections/text_form.h"
#include "tools/meeting_form.h"
#include "tools/russian.h"

namespace tools {

using api::Json;
using projections::governance::Sentence;

namespace {

class Planner {
 public:
  Planner(ArchiveSource& source, const CsvRow& row, const ArchiveCells& cells)
      : source_(source), cells_(cells) {
    out_.line = row.line;
    out_.number = row.number;
    out_.kind = cell(ArchiveColumn::kKind);
    out_.title = cell(ArchiveColumn::kTitle);
  }

  ArchiveRow plan();

 private:
  const std::string& cell(ArchiveColumn column) const { return archive_cell(cells_, column); }
  void unclear(Sentence why) {
    const bool told = std::any_of(out_.unclear.begin(), out_.unclear.end(),
                                  [&](const auto& one) { return one.english == why.english; });
    if (!told) out_.unclear.push_back(std::move(why));
  }
  void remark(Sentence what) { out_.remarks.push_back(std::move(what)); }
  std::string date(ArchiveColumn column);
  std::string day(ArchiveColumn column);
  Json term();
  std::string organisation(const std::string& name);
  std::string organisation_once(const std::string& name, const Json& listed);
  const std::string& key() const { return key_; }
  std::string act_title() const;

  void add(const std::string& name, const char* type, Json payload);
  std::string paper(const std::filesystem::path& path, const char* kind, const std::string& title);
  Json act() const;
  void find_evidence(const KindName& kind);
  void record(RowKind kind);
  bool recorded() const;
  void leave_out();
  void take_batch();

  void order();
  void protocol();
  void agreement();
  void agreement_signed(const std::string& name, std::size_t slots);
  void consent(const char* answer);
  void application();
  void withdrawal();
  Json exit_addressee();
  void member();
  void office();
  void coverage();
  void take_meeting(Json& batch);

  ArchiveSource& source_;
  const ArchiveCells& cells_;
  ArchiveRow out_;
  Json events_ = Json::array();
  std::string key_;
  std::string paper_name_;    ///< what this table calls the registration of the row's paper
  bool known_paper_ = false;  ///< the ledger has it, under whatever name
  std::string cluster_;
  std::string occurred_;
  std::string evidence_;  ///< reference to the paper's registration
};

// --- cells ---------------------------------------------------------------------------------------

std::string Planner::date(ArchiveColumn column) {
  const std::string& text = cell(column);
  if (text.empty()) {
    remark(of_column(column, {"not given", "не указано"}));
    return "unknown";
  }
  const auto spelling = date_spelling(text);
  if (!spelling) {
    unclear(of_column(column, around({"no date is written ", "непонятная дата "}, text)));
  } else if (column == ArchiveColumn::kDate && is_to_come(*spelling)) {
    unclear(of_column(column, around({}, text, {" has not come yet", " — это ещё впереди"})));
  }
  return spelling.value_or("unknown");
}

/// A civil day, which is needed.
std::string Planner::day(ArchiveColumn column) {
  const auto spelling = date_spelling(cell(column));
  if (spelling && spelling->size() == 10) return *spelling;
  unclear(of_column(column, {"a date to the day is needed", "нужна дата с точностью до дня"}));
  return "1900-01-01";
}

/// Up to when an agreement or an office lasts.
Json Planner::term() {
  if (auto found = archive_term(cell(ArchiveColumn::kTo))) return *found;
  unclear(of_column(ArchiveColumn::kTo,
                    around({"no term is written ", "непонятный срок "}, cell(ArchiveColumn::kTo))));
  return {{"kind", "NOT_STATED"}};
}

std::string Planner::organisation(const std::string& name) {
  const auto id = source_.directory.organisation(name);
  if (id) return *id;
  if (name.empty()) {
    unclear({"no organisation is given", "не указана организация"});
  } else {
    unclear({id.error().message, id.error().russian});
  }
  return std::string(2 * ledger::Id::kSize, '0');
}

/// Whoever stands in the list already does not stand there twice.
std::string Planner::organisation_once(const std::string& name, const Json& listed) {
  std::string id = organisation(name);
  if (out_.unclear.empty() && std::find(listed.begin(), listed.end(), id) != listed.end()) {
    unclear(around({"", ""}, name, {" stands there twice", " названо дважды"}));
  }
  return id;
}

std::string Planner::act_title() const {
  const std::string& title = cell(ArchiveColumn::kTitle);
  if (!title.empty()) return title;
  const std::string& number = cell(ArchiveColumn::kNumber);
  return cell(ArchiveColumn::kKind) + (number.empty() ? "" : " № " + number);
}

// --- events --------------------------------------------------------------------------------------

void Planner::add(const std::string& name, const char* type, Json payload) {
  Json event = Json::object();
  event["@name"] = name;
  event["scope"] = {{"kind", "CLUSTER"}, {"id", cluster_}};
  if (!occurred_.empty() && occurred_ != "unknown") event["dates"] = {{"occurred", occurred_}};
  event["attestation"] = {{"grade", "DOCUMENT"}};
  if (!evidence_.empty()) event["attestation"]["evidence"] = {{"document", evidence_}};
  event["historical"] = true;
  event["payload_type"] = type;
  event["payload"] = std::move(payload);
  events_.push_back(std::move(event));
}

/// The reference to a registration of this file: one that the ledger has, or one that this run
/// makes once.
std::string Planner::paper(const std::filesystem::path& path, const char* kind,
                           const std::string& title) {
  const auto bytes = api::read_file(path);
  if (!bytes) {
    unclear({"there is no file " + path.string(), "нет файла " + path.string()});
    return {};
  }
  if (bytes->empty()) {
    unclear({"the file is empty: " + path.string(), "пустой файл " + path.string()});
    return {};
  }
  const std::string hash = to_hex(ledger::sha256(*bytes));
  paper_name_ = "arch-" + hash.substr(0, 16);
  if (const auto known = source_.documents.find(hash); known != source_.documents.end()) {
    known_paper_ = true;
    return known->second;
  }
  const auto [planned, is_new] = source_.planned.try_emplace(hash, paper_name_);
  if (!is_new) return "@" + planned->second;
  Json payload = Json::object();
  payload["document"] = "@" + planned->second;
  payload["kind"] = kind;
  payload["title"] = wording_title(title);
  if (const std::string& issuer = cell(ArchiveColumn::kIssuer); !issuer.empty()) {
    const auto id = source_.directory.organisation(issuer);
    if (id) {
      payload["issuer"] = *id;
    } else {
      payload["issuer_title"] = issuer;
    }
  }
  Json printed = Json::object();
  printed["place"] = "HEADER";
  if (const std::string& number = cell(ArchiveColumn::kNumber); !number.empty()) {
    printed["number"] = number;
  }
  printed["date"] = date(ArchiveColumn::kDate);
  payload["printed"] = Json::array({printed});
  payload["edition"] = 1;
  payload["rendition"] = "SCAN";
  payload["file"] = {{"@file", std::filesystem::absolute(path).string()},
                     {"media_type", media_type_of(path.string())}};
  payload["custody"] = {{"place", "ARCHIVE"}};
  payload["personal_data"] = true;
  add(planned->second, "DocumentRegistered", std::move(payload));
  return "@" + planned->second;
}

Json Planner::act() const {
  Json out = Json::object();
  out["kind"] = "ORDER";
  const std::string& issuer = cell(ArchiveColumn::kIssuer);
  const auto id = source_.directory.organisation(issuer);
  if (id) {
    out["issuer"] = *id;
  } else if (!issuer.empty()) {
    out["issuer_title"] = issuer;
  }
  out["title"] = wording_title(act_title());
  Json printed = Json::object();
  printed["place"] = "HEADER";
  const std::string& number = cell(ArchiveColumn::kNumber);
  if (!number.empty()) printed["number"] = number;
  if (!occurred_.empty()) printed["date"] = occurred_;
  out["printed"] = Json::array({printed});
  if (!evidence_.empty()) out["document"] = evidence_;
  return out;
}

void Planner::order() {
  Json payload = Json::object();
  payload["act"] = act();
  payload["wording"] = {{"title", wording_title(act_title())}};
  for (const auto& [column, member] : {std::pair(ArchiveColumn::kOrganisations, "included"),
                                       std::pair(ArchiveColumn::kExcluded, "excluded")}) {
    Json list = Json::array();
    for (const std::string& name : parts_of(cell(column))) {
      list.push_back(organisation_once(name, list));
    }
    if (list.size() > 14) {
      unclear({"more than 14 organisations in one row: make several rows",
               "больше 14 организаций в одной строке: разделите на строки"});
    }
    if (!list.empty()) payload[member] = std::move(list);
  }
  if (cell(ArchiveColumn::kIssuer).empty()) {
    unclear({"it is not said who issued it", "не сказано, кто издал"});
  }
  add(key(), "OrderIssued", std::move(payload));
}

void Planner::agreement() {
  const auto parties = parts_of(cell(ArchiveColumn::kOrganisations));
  if (parties.size() < 2) {
    return remark({"no parties are given: the document alone is recorded",
                   "стороны не указаны: записан только документ"});
  }
  Json payload = Json::object();
  payload["agreement"] = "@" + key() + "-id";
  payload["version"] = 1;
  payload["title_as_written"] = wording_title(act_title());
  payload["kind"] = "COOPERATION";
  payload["parties"] = Json::array();
  payload["slots"] = Json::array();
  Json ids = Json::array();
  for (const std::string& name : parties) {
    const std::size_t number = payload["parties"].size() + 1;
    const std::string id = organisation_once(name, ids);
    ids.push_back(id);
    payload["parties"].push_back({{"number", number}, {"organisation", id}, {"named_as", name}});
    payload["slots"].push_back({{"slot", number}, {"party", number}, {"acting_as", "HEAD"}});
  }
  payload["term"] = term();
  payload["document"] = evidence_;
  add(key(), "AgreementRegistered", std::move(payload));
  agreement_signed(key(), parties.size());
}

/// Only where the table says a day of signing.
void Planner::agreement_signed(const std::string& name, std::size_t slots) {
  if (cell(ArchiveColumn::kSignedOn).empty()) {
    return remark({"no days of signing are given: no signatures are recorded",
                   "даты подписания не указаны: подписи не записаны"});
  }
  const std::string on = date(ArchiveColumn::kSignedOn);
  for (std::size_t slot = 1; slot <= slots; ++slot) {
    Json payload = Json::object();
    payload["target"] = "@" + name;
    payload["slot"] = slot;
    payload["signature"] = {{"acting_as", "HEAD"}, {"signed_on", on}, {"evidence", evidence_}};
    add(name + "-" + std::to_string(slot), "AgreementSigned", std::move(payload));
  }
}

void Planner::consent(const char* answer) {
  Json payload = Json::object();
  payload["organisation"] = organisation(cell(ArchiveColumn::kOrganisation));
  payload["answer"] = answer;
  payload["given_on"] = occurred_.empty() ? "unknown" : occurred_;
  payload["document"] = evidence_;
  add(key(), "MembershipConsentRecorded", std::move(payload));
}

void Planner::application() {
  Json payload = Json::object();
  payload["applicant"] = organisation(cell(ArchiveColumn::kOrganisation));
  payload["applied_on"] = occurred_.empty() ? "unknown" : occurred_;
  payload["document"] = evidence_;
  add(key(), "AccessionApplied", std::move(payload));
}

/// To whom a notice of exit went: the body of the row, else whom the charter of the day names, else
/// its organ of the cluster.
Json Planner::exit_addressee() {
  const auto body_of_kind = [](const std::string& kind) {
    return Json{{"kind", "BODY"}, {"body", {{"kind", kind}}}};
  };
  if (const std::string& body = cell(ArchiveColumn::kBody); !body.empty()) {
    const auto found = source_.directory.body(cluster_, body);
    if (found) return body_of_kind(member_text((*found)->payload, "kind"));
    unclear(around({"the cluster has no body ", "в кластере нет органа "}, body));
  }
  const RecordedFact* charter = source_.directory.charter(cluster_, occurred_);
  const Json rules = charter == nullptr ? Json::object() : charter->payload.at("parameters");
  const Json to = rules.value(Json::json_pointer("/membership/withdrawal/to"), Json());
  if (to.is_object()) return to;
  for (const Json& body : rules.value("bodies", Json::array())) {
    if (body.value("organ_of_cluster", false)) return body_of_kind(member_text(body, "kind"));
  }
  return body_of_kind("COORDINATION_COUNCIL");
}

void Planner::withdrawal() {
  Json payload = Json::object();
  payload["organisation"] = organisation(cell(ArchiveColumn::kOrganisation));
  payload["act"] = "GIVEN";
  payload["to"] = exit_addressee();
  if (!occurred_.empty()) payload["sent_on"] = occurred_;
  payload["received_on"] = date(ArchiveColumn::kReceived);
  if (!cell(ArchiveColumn::kTo).empty()) payload["intended_exit_on"] = date(ArchiveColumn::kTo);
  payload["form"] = "WRITTEN";
  payload["document"] = evidence_;
  add(key(), "WithdrawalNoticeRecorded", std::move(payload));
}

// --- opening state and coverage ------------------------------------------------------------------

void Planner::member() {
  Json payload = Json::object();
  payload["as_of"] = date(ArchiveColumn::kDate);
  Json entry = Json::object();
  entry["organisation"] = organisation(cell(ArchiveColumn::kOrganisation));
  if (!cell(ArchiveColumn::kFrom).empty()) entry["since"] = date(ArchiveColumn::kFrom);
  payload["members"] = Json::array({entry});
  add(key(), "OpeningState", std::move(payload));
}

void Planner::office() {
  Json entry = Json::object();
  const std::string id = organisation(cell(ArchiveColumn::kOrganisation));
  entry["organisation"] = id;
  entry["role"] = "HEAD";
  if (const std::string& body = cell(ArchiveColumn::kBody); !body.empty()) {
    const auto found = source_.directory.body(cluster_, body);
    if (found) {
      entry["body"] = (*found)->digest;
      entry["seat"] = id;
      entry["role"] = "COUNCIL_CHAIR";
    } else {
      unclear(around({"the cluster has no body ", "в кластере нет органа "}, body));
    }
  }
  if (const std::string& position = cell(ArchiveColumn::kPosition); !position.empty()) {
    entry["position"] = position;
  }
  if (!cell(ArchiveColumn::kFrom).empty()) entry["since"] = date(ArchiveColumn::kFrom);
  if (!cell(ArchiveColumn::kTo).empty()) entry["term"] = term();
  Json payload = Json::object();
  payload["as_of"] = date(ArchiveColumn::kDate);
  payload["offices"] = Json::array({entry});
  add(key(), "OpeningState", std::move(payload));
}

void Planner::coverage() {
  Json payload = Json::object();
  payload["facts"] = Json::array();
  for (const std::string& part : parts_of(cell(ArchiveColumn::kFacts))) {
    const char* fact = archive_fact(part);
    if (fact == nullptr) {
      unclear(
          of_column(ArchiveColumn::kFacts, around({"unknown word ", "неизвестное слово "}, part)));
    } else {
      payload["facts"].push_back(fact);
    }
  }
  if (payload["facts"].empty()) {
    unclear({"it is not said which facts are meant (column \"facts\")",
             "не сказано, о каких сведениях речь (колонка «сведения»)"});
  }
  payload["from"] = day(ArchiveColumn::kFrom);
  if (!cell(ArchiveColumn::kTo).empty()) payload["to"] = day(ArchiveColumn::kTo);
  const std::string word = plain(cell(ArchiveColumn::kCoverage));
  const bool complete = word == "полная" || word == "complete";
  if (!complete && word != "частичная" && word != "partial") {
    unclear(of_column(ArchiveColumn::kCoverage,
                      {"\"complete\" or \"partial\"", "«полная» или «частичная»"}));
  }
  payload["coverage"] = complete ? "COMPLETE" : "PARTIAL";
  add(key(), "CoverageDeclared", std::move(payload));
}

// --- protocols -----------------------------------------------------------------------------------

/// The events of the meeting as history told by its protocol.
void Planner::take_meeting(Json& batch) {
  std::size_t unnamed = 0;
  for (Json& event : batch["@batch"]) {
    event["attestation"] = {{"grade", "DOCUMENT"}, {"evidence", {{"document", evidence_}}}};
    event["historical"] = true;
    if (!event.contains("@name")) {
      event["@name"] = key() + "-" + std::to_string(++unnamed);
    }
    events_.push_back(std::move(event));
  }
}

void Planner::protocol() {
  if (occurred_.empty()) occurred_ = "unknown";
  if (occurred_ == "unknown") {
    remark({"the day of the meeting is not known", "дата заседания неизвестна"});
  }
  if (evidence_.empty()) return;
  for (const ArchiveColumn column :
       {ArchiveColumn::kFor, ArchiveColumn::kAgainst, ArchiveColumn::kAbstain,
        ArchiveColumn::kPresent, ArchiveColumn::kTotal}) {
    if (!cell(column).empty() && !ledger::parse_decimal(cell(column))) {
      unclear(of_column(column, around({}, cell(column), {" is no number", " — не число"})));
    }
  }
  const bool counts = !cell(ArchiveColumn::kFor).empty() ||
                      !cell(ArchiveColumn::kAgainst).empty() ||
                      !cell(ArchiveColumn::kAbstain).empty();
  if (counts && parts_of(cell(ArchiveColumn::kDecisions)).size() != 1) {
    unclear({"numbers of votes need exactly one decision in the row",
             "числа голосов возможны только при одном решении в строке"});
  }
  if (cell(ArchiveColumn::kSignedBy).empty() && !cell(ArchiveColumn::kSignedOn).empty()) {
    remark(of_column(ArchiveColumn::kSignedOn,
                     {"in which capacity it was signed is not given: no signature is recorded",
                      "в каком качестве подписан, не указано: подпись не записана"}));
  }
  if (cell(ArchiveColumn::kPresent).empty()) {
    remark({"how many were present is not given", "число присутствовавших не указано"});
  }
  api::JsonText form;
  form.source = source_.table.string();
  form.lines[""] = out_.line;
  form.value = archive_meeting_form(cells_, {cluster_, occurred_, "archive-" + key(), evidence_});
  auto meeting = compile_meeting(form, source_.directory);
  if (!meeting) return unclear(reason_in_words(meeting.error()));
  take_meeting(meeting->batch.value);
}

// --- a row ---------------------------------------------------------------------------------------

/// The paper that the row's facts are told by: its own, or the table.
void Planner::find_evidence(const KindName& kind) {
  std::string file = cell(ArchiveColumn::kFile);
  const bool own_file = !file.empty();
  const bool needs_file = kind.kind != RowKind::kMember && kind.kind != RowKind::kOffice &&
                          kind.kind != RowKind::kCoverage;
  if (needs_file && !own_file) {
    unclear({"no file of the document is given", "не указан файл документа"});
  }
  // As Windows writes paths, where no file is called so.
  if (std::error_code error; !std::filesystem::exists(source_.files / file, error)) {
    std::replace(file.begin(), file.end(), '\\', '/');
  }
  if (own_file && archive_path_leads_outside(file)) {
    return unclear(of_column(
        ArchiveColumn::kFile,
        around({"", ""}, file,
               {" lies outside of the folder of the papers", " лежит вне папки с файлами"})));
  }
  if (own_file) {
    const auto path = source_.files / file;
    out_.file = path.string();
    evidence_ = paper(path, kind.document, act_title());
  } else if (!needs_file) {
    evidence_ = paper(source_.table, "OTHER", "Таблица архива");
    out_.file = source_.table.string();
  }
}

void Planner::record(RowKind kind) {
  switch (kind) {
    case RowKind::kPaper:
      return;
    case RowKind::kOrder:
      return order();
    case RowKind::kProtocol:
      return protocol();
    case RowKind::kAgreement:
      return agreement();
    case RowKind::kConsent:
      return consent("CONSENT");
    case RowKind::kRefusal:
      return consent("REFUSAL");
    case RowKind::kApplication:
      return application();
    case RowKind::kWithdrawal:
      return withdrawal();
    case RowKind::kMember:
      return member();
    case RowKind::kOffice:
      return office();
    case RowKind::kCoverage:
      return coverage();
  }
}

/// A row is recorded whole, so one event of its own tells of all.
bool Planner::recorded() const {
  return std::any_of(events_.begin(), events_.end(), [&](const Json& event) {
    const std::string name = event["@name"];
    return name != paper_name_ && source_.recorded(name);
  });
}

/// What the ledger has of the row is not said again, whatever its evidence is now.
void Planner::leave_out() {
  if (known_paper_) return;
  if (!cell(ArchiveColumn::kFile).empty()) {
    remark({"the row is in the ledger with another file: nothing is recorded (see attach)",
            "строка уже в журнале с другим файлом: ничего не записывается (см. attach)"});
  }
  out_.file.clear();
}

void Planner::take_batch() {
  const auto [same, is_new] = source_.rows.try_emplace(key(), out_.number);
  if (!is_new) {
    const std::string number = std::to_string(same->second);
    return unclear({"the same stands in row " + number, "то же стоит в строке " + number});
  }
  for (const Json& event : events_) out_.records.push_back(event["payload_type"]);
  out_.may_double = known_paper_;
  if (known_paper_) remark(archive_may_double(source_.recorded(paper_name_)));
  out_.batch.source = source_.table.string();
  out_.batch.lines[""] = out_.line;
  out_.batch.value = {{"@batch", std::move(events_)}};
}

ArchiveRow Planner::plan() {
  const KindName* kind = archive_kind(out_.kind);
  const auto cluster = source_.directory.cluster(cell(ArchiveColumn::kCluster));
  if (cluster) cluster_ = *cluster;
  const auto unknown = [&](ArchiveColumn column, const Text& words) {
    const bool empty = cell(column).empty();
    unclear(empty ? of_column(column, {"not given", "не указано"}) : around(words, cell(column)));
  };
  if (!cluster)
    unknown(ArchiveColumn::kCluster, {"the ledger knows no cluster ", "журнал не знает кластера "});
  if (kind == nullptr)
    unknown(ArchiveColumn::kKind, {"unknown kind of row ", "неизвестный вид строки "});
  for (const auto& [column, text] : cells_) {
    const std::string c = projections::invisible_character(text);
    if (!c.empty() && column != ArchiveColumn::kRemark) {
      unclear(of_column(column, {"the text holds " + c + ", which nobody sees",
                                 "в тексте есть знак " + c + ", которого не видно"}));
    }
  }
  if (!out_.unclear.empty()) return std::move(out_);
  out_.remarks = archive_unread(cells_, kind->kind);
  key_ = archive_row_key(cells_, *kind, source_.directory);
  if (!cell(ArchiveColumn::kDate).empty()) occurred_ = date(ArchiveColumn::kDate);
  find_evidence(*kind);
  record(kind->kind);
  if (!out_.unclear.empty() || events_.empty()) return std::move(out_);
  if (recorded()) {
    leave_out();
  } else {
    take_batch();
  }
  return std::move(out_);
}

}  // namespace

ArchiveRow plan_row(ArchiveSource& source, const CsvRow& row, const ArchiveCells& cells) {
  const auto planned = source.planned;
  ArchiveRow out = Planner(source, row, cells).plan();
  if (out.batch.value.is_null()) source.planned = planned;  // nobody will register its paper
  return out;
}

}  // namespace tools
