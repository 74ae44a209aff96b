// SPDX-License-Identifier: Apache-2.0
#include "tools/audit_report.h"

#include <algorithm>

#include "api/governance_json.h"
#include "tools/doubt_text.h"
#include "tools/html_text.h"
#include "tools/printable.h"
#include "tools/reasons.h"
#include "tools/state_changes.h"
#include "tools/trust_options.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

using api::Json;

std::string number(std::uint64_t value) { return std::to_string(value); }

api::Language report_language(const Session& session) {
  return session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
}

Text register_name(projections::governance::Register shown_in) {
  switch (shown_in) {
    case projections::governance::Register::kViolation:
      return {"Signs of violation: ", "Признаки нарушений: "};
    case projections::governance::Register::kGap:
      return {"Gaps of information: ", "Пробелы в сведениях: "};
    case projections::governance::Register::kRemark:
      break;
  }
  return {"Remarks on the texts of acts: ", "Замечания к текстам актов: "};
}

/// Null unless the bundle is of one subject.
const api::BundleCheck* subject_bundle(const api::AuditReport& report) {
  const bool one = report.bundle && report.bundle->header.kind == api::BundleKind::kSubject;
  return one ? &*report.bundle : nullptr;
}

ReportSection ledger_section(const Session& session, const api::AuditReport& report,
                             const std::string& source) {
  const api::BundleCheck* const part = subject_bundle(report);
  ReportSection out{session.say({"The ledger", "Журнал"}),
                    {session.say({"Source: ", "Источник: "}) + source}};
  if (part != nullptr) {
    out.lines.push_back(session.say({"Here are only the events of: ", "Здесь только события о: "}) +
                        api::subject_text(*part->header.subject));
  }
  out.lines.push_back(session.say({"Origin: ", "Имя: "}) + report.log.identity.origin);
  out.lines.push_back(session.say({"Ledger id: ", "Номер журнала: "}) +
                      to_hex(report.log.identity.ledger_id));
  out.lines.push_back(session.say(part != nullptr ? Text{"Events in the whole ledger: ",
                                                         "Событий во всём журнале: "}
                                                  : Text{"Events: ", "Событий: "}) +
                      number(report.log.size));
  out.lines.push_back(session.say({"Root: ", "Корень: "}) + to_hex(report.log.root));
  return out;
}

/// What was checked of a bundle of one subject beside its signatures.
void add_subject_lines(const Session& session, const api::BundleCheck& part, ReportSection& out) {
  out.lines.push_back(
      session.say({"Entries, each shown to be in the log; the rules were not applied again: ",
                   "Записей, о каждой доказано, что она в журнале; правила заново не "
                   "применялись: "}) +
      number(part.entries));
  if (!part.complete_up_to) return;
  out.lines.push_back(session.say({"All events of the subject as the ledger committed, up to size ",
                                   "Все события предмета, как обязался журнал, до размера "}) +
                      number(*part.complete_up_to) + session.say({", root ", ", корень "}) +
                      to_hex(part.committed_root));
}

ReportSection checked_section(const Session& session, const api::AuditReport& report) {
  ReportSection out{session.say({"What was checked", "Что проверено"}), {}};
  const auto add = [&](std::uint64_t count, const Text& what) {
    if (count > 0) out.lines.push_back(session.say(what) + number(count));
  };
  if (const auto* part = subject_bundle(report)) add_subject_lines(session, *part, out);
  const std::uint64_t unjudged = std::min(report.log.events_unjudged, report.log.events_checked);
  if (report.log.complete) {
    add(report.log.events_checked - unjudged, {"Events, each admitted anew by the rules: ",
                                               "Событий, каждое допущено по правилам заново: "});
  } else {
    add(report.log.events_checked, {"Events by their hashes: ", "Событий по их хешам: "});
  }
  add(report.log.signatures_checked, {"Signatures of events: ", "Подписей событий: "});
  add(report.log.tiles_checked, {"Tiles of the hash tree: ", "Плиток дерева хешей: "});
  add(report.log.checkpoints_checked, {"Checkpoints: ", "Контрольных точек: "});
  add(report.log.index_rows_checked, {"Rows of indexes: ", "Строк указателей: "});
  add(report.bundle ? report.bundle->files : 0, {"Files of the bundle: ", "Файлов набора: "});
  add(report.commitments, {"Commitments of the ledger: ", "Обязательств журнала: "});
  add(report.commitments_without_views, {"Commitments that say nothing about views: ",
                                         "Обязательств, где о представлениях ничего не сказано: "});
  for (const auto& [view, count] : report.views_not_compared) {
    out.lines.push_back(session.say({"Not compared, this program does not fold it: view ",
                                     "Не сверялось, эта программа его не строит: представление "}) +
                        view + session.say({", in commitments: ", ", в обязательствах: "}) +
                        number(count));
  }
  add(report.log.events_unjudged, {"Events that could not be judged because of damage elsewhere: ",
                                   "Событий, о которых нельзя судить из-за порчи других: "});
  if (report.bundle && !report.bundle->readmes_checked) {
    out.lines.push_back(session.say(
        {"Not checked: the README of the bundle, which another version of the program wrote.",
         "Не проверено: README набора, его написала другая версия программы."}));
  }
  for (const projections::ViewState& view : report.views) {
    out.lines.push_back(session.say({"View folded anew: ", "Представление построено заново: "}) +
                        view.name + " v" + number(view.version) + ", " + to_hex(view.digest));
  }
  if (report.attested) {
    out.lines.push_back(session.say({"Before event ", "До события "}) + number(*report.attested) +
                        session.say({": as another auditor attested, not checked again.",
                                     ": как удостоверил другой ревизор, заново не проверялось."}));
  }
  for (const std::string& view : report.views_not_attested) {
    out.lines.push_back(
        session.say({"Not attested in this version, its beginning was not compared: view ",
                     "В этой версии не удостоверено, начало не сверялось: представление "}) +
        view);
  }
  if (!report.log.complete) {
    out.lines.push_back(session.say({"Not everything: hashes, proofs and checkpoints only.",
                                     "Не всё: только хеши, доказательства и контрольные точки."}));
  }
  return out;
}

/// Why there are no findings in the report.
Text why_not_computed(const api::AuditReport& report) {
  if (report.fault_count > 0) {
    return {"What has faults is not taken for facts.", "То, где есть нарушения, — не факты."};
  }
  if (subject_bundle(report) != nullptr) {
    return {"They follow from the whole log; here is only a part of it.",
            "Они следуют из всего журнала, а здесь лишь часть."};
  }
  return {"Only hashes and checkpoints were looked at.",
          "Проверялись только хеши и контрольные точки."};
}

ReportSection findings_section(const Session& session, const api::AuditReport& report) {
  const api::FindingCounts counts = api::count_findings(report.findings);
  ReportSection out{session.say({"Findings, computed anew: ", "Замечания, вычисленные заново: "}) +
                        number(counts.total),
                    {}};
  if (!report.projected) {
    out.heading = session.say({"Findings were not computed", "Замечания не вычислялись"});
    out.lines.push_back(session.say(why_not_computed(report)));
    return out;
  }
  out.lines.push_back(session.say({"As known at position ", "Как известно в положении "}) +
                      number(report.position) + session.say({", judged on ", ", на день "}) +
                      projections::rules::to_iso(report.on));
  for (const auto& [shown_in, count] : counts.by_register) {
    out.lines.push_back(session.say(register_name(shown_in)) + number(count));
  }
  if (counts.disposed > 0 || counts.reopened > 0) {
    out.lines.push_back(
        session.say({"Answered by somebody with authority: ", "Дан ответ уполномоченного: "}) +
        number(counts.disposed) +
        session.say({"; answered about other facts, open again: ",
                     "; ответ был об иных фактах, снова открыто: "}) +
        number(counts.reopened));
  }
  const api::Language language = report_language(session);
  for (const auto& [code, count] : counts.by_code) {
    const auto* kind = projections::governance::finding_kind(code);
    out.lines.push_back(std::string(code) + " × " + number(count) + ": " +
                        api::in(kind->sentence, language));
  }
  return out;
}

Json findings_json(const Session& session, const api::AuditReport& report) {
  if (!report.projected) return Json();
  const api::FindingCounts counts = api::count_findings(report.findings);
  Json out = {{"position", report.position},   {"on", projections::rules::to_iso(report.on)},
              {"total", counts.total},         {"disposed", counts.disposed},
              {"reopened", counts.reopened},   {"by_register", Json::object()},
              {"by_severity", Json::object()}, {"by_code", Json::object()},
              {"places", Json::array()}};
  for (const auto& [key, count] : counts.by_register) {
    out["by_register"][std::string(name_of(key))] = count;
  }
  for (const auto& [key, count] : counts.by_severity) {
    out["by_severity"][std::string(name_of(key))] = count;
  }
  for (const auto& [key, count] : counts.by_code) out["by_code"][std::string(key)] = count;
  for (const api::PlaceFindings& place : report.findings) {
    Json list = Json::array();
    for (const auto& finding : place.findings) {
      list.push_back(api::finding_json(finding, report_language(session)));
    }
    out["places"].push_back(
        {{"place", api::scope_json(place.place)}, {"findings", std::move(list)}});
  }
  return out;
}

ReportSection keys_section(const Session& session, const api::AuditReport& report) {
  ReportSection out{session.say({"By which keys", "По каким ключам"}), {}};
  out.lines.push_back(anchoring_words(session, report.anchoring));
  for (const std::string& key : report.log_keys) {
    out.lines.push_back(session.say({"Log: ", "Журнал: "}) + key);
  }
  for (const std::string& key : report.witnesses) {
    out.lines.push_back(session.say({"Witness: ", "Свидетель: "}) + key);
  }
  if (report.anchoring.witnesses > 0) {
    out.lines.push_back(
        report.witnessed_size
            ? session.say({"Newest checkpoint with the quorum of witnesses, size: ",
                           "Новейшая контрольная точка с кворумом свидетелей, размер: "}) +
                  number(*report.witnessed_size)
            : session.say({"No checkpoint with the quorum of witnesses was found.",
                           "Контрольной точки с кворумом свидетелей не найдено."}));
  }
  if (report.organisation_keys > 0) {
    out.lines.push_back(session.say({"Keys of organisations as the trust file has them: ",
                                     "Ключи организаций те же, что в файле доверия: "}) +
                        number(report.organisation_keys));
  }
  for (const std::string& name : report.organisations_later) {
    out.lines.push_back(session.say({"Not compared, the log ends before this pinned key came: ",
                                     "Не сверялось, журнал кончается раньше этого ключа: "}) +
                        name);
  }
  if (report.log.anchored) {
    out.lines.push_back(session.say({"Compared with a checkpoint known from before.",
                                     "Сверено с контрольной точкой, известной раньше."}));
  }
  return out;
}

/// Lines that a report shows of a list; the JSON has them all.
constexpr std::size_t kDoubtfulShown = 100;

ReportSection doubtful_section(const Session& session, const api::AuditReport& report) {
  ReportSection out{
      session.say({"Events whose keys are in doubt: ", "События, ключи которых под сомнением: "}) +
          number(report.doubtful.size()),
      {}};
  for (const api::DoubtfulEvent& event : report.doubtful) {
    if (out.lines.size() == kDoubtfulShown) {
      out.lines.push_back(session.say({"… and more, see --json", "… и другие, см. --json"}));
      break;
    }
    out.lines.push_back(session.say({"event ", "событие "}) + number(event.index) + " " +
                        event.payload_type + ": " + doubt_text(session, event.doubt) + ", " +
                        to_hex(event.key).substr(0, 16));
  }
  return out;
}

Json doubtful_json(const api::AuditReport& report) {
  Json out = Json::array();
  for (const api::DoubtfulEvent& event : report.doubtful) {
    out.push_back({{"index", event.index},
                   {"payload_type", event.payload_type},
                   {"key", to_hex(event.key)},
                   {"key_class", name_of(event.doubt.key_class)},
                   {"doubted_by", event.doubt.by}});
  }
  return out;
}

/// The reason in the reader's language: in Russian before the message, which is English.
std::string fault_text(const Session& session, const ledger::Fault& fault) {
  const std::string line = fault_line(session, fault) + ": ";
  const std::string told = fault.message + " [" + fault.reason + "]";
  const std::string meaning = explain_reason(fault.reason, session.language);
  if (meaning.empty()) return line + told;
  const bool russian = session.language == Language::kRussian;
  return line + (russian ? meaning + " " + told : told + " " + meaning);
}

ReportSection faults_section(const Session& session, const api::AuditReport& report) {
  ReportSection out{session.say({"Faults: ", "Нарушений: "}) + number(report.fault_count), {}};
  for (const ledger::Fault& fault : report.faults) {
    out.lines.push_back(fault_text(session, fault));
  }
  for (const ledger::Fault& warning : report.log.warnings) {
    out.lines.push_back(session.say({"warning: ", "предупреждение: "}) +
                        fault_text(session, warning));
  }
  if (report.fault_count > 0 && report.log.last_good) {
    out.lines.push_back(session.say({"Good up to the checkpoint of size ",
                                     "Всё верно до контрольной точки размера "}) +
                        number(report.log.last_good->size));
  }
  return out;
}

ReportSection limits_section(const Session& session, const api::AuditReport& report) {
  ReportSection out{session.say({"What this does not prove", "Чего это не доказывает"}), {}};
  const auto add = [&](const Text& text) { out.lines.push_back(session.say(text)); };
  add(
      {"That what the events say is true: only who signed it, in which capacity and when it was "
       "recorded.",
       "Что сказанное в событиях — правда: доказано лишь, кто это подписал, в каком качестве и "
       "когда записано."});
  add(
      {"That nobody else was shown another history: for that, compare checkpoints with others or "
       "require witnesses.",
       "Что другим не показали иную историю: для этого сверяйте контрольные точки с другими или "
       "требуйте свидетелей."});
  add({"That nothing was withheld from the ledger, or recorded later than it was handed in.",
       "Что в журнал внесли всё и без задержки."});
  if (!report.anchored()) {
    add({"Whose ledger this is: no key given as trusted signed it, anybody can have made it all.",
         "Чей это журнал: доверенным ключом он не подписан, всё это мог сделать кто угодно."});
  }
  const bool one_subject = subject_bundle(report) != nullptr;
  if (one_subject && report.bundle->complete_up_to) {
    out.lines.push_back(
        session.say({"That the ledger did not lie in its commitment: these are all events of the "
                     "subject up to number ",
                     "Что журнал не солгал в обязательстве: это все события предмета до номера "}) +
        number(*report.bundle->complete_up_to) +
        session.say({" as it committed.", ", как он обязался."}));
  } else if (one_subject) {
    add({"That these are all events of the subject: only that each of them is in the log.",
         "Что это все события предмета: доказано лишь, что каждое из них есть в журнале."});
  }
  return out;
}

}  // namespace

ReportText audit_text(const Session& session, const api::AuditReport& report,
                      const std::string& source) {
  ReportText out;
  out.title = session.say({"Audit of a ledger", "Проверка журнала"});
  out.good = report.ok() && report.anchored();
  if (!report.ok()) {
    out.verdict = session.say({"Faults were found.", "Найдены нарушения."});
  } else if (!report.anchored()) {
    out.verdict = anchoring_words(session, report.anchoring);
  } else if (subject_bundle(report) != nullptr) {
    out.verdict = session.say({"Nothing was changed in the events that are here.",
                               "В событиях, которые здесь есть, ничего не изменено."});
  } else {
    out.verdict = session.say({"Nothing was changed.", "Ничего не изменено."});
  }
  out.sections = {ledger_section(session, report, source), checked_section(session, report),
                  keys_section(session, report),           faults_section(session, report),
                  findings_section(session, report),       limits_section(session, report)};
  if (!report.doubtful.empty()) {
    out.sections.insert(out.sections.end() - 1, doubtful_section(session, report));
  }
  return out;
}

std::string plain_report(const ReportText& report) {
  std::string out = printable(report.title) + "\n" + printable(report.verdict) + "\n";
  for (const ReportSection& section : report.sections) {
    out += "\n" + printable(section.heading) + "\n";
    for (const std::string& line : section.lines) out += "  " + printable(line) + "\n";
  }
  return out;
}

std::string html_report(const ReportText& report, Language language) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"";
  out += language == Language::kRussian ? "ru" : "en";
  out += "\">\n<head><meta charset=\"utf-8\"><title>" + html_escaped(report.title) +
         "</title>\n<style>body{font-family:sans-serif;max-width:50em;margin:2em auto;"
         "line-height:1.4}li{overflow-wrap:anywhere}.good{color:#060}.bad{color:#a00}"
         "</style></head>\n<body>\n<h1>" +
         html_escaped(report.title) + "</h1>\n<p class=\"" + (report.good ? "good" : "bad") +
         "\"><strong>" + html_escaped(report.verdict) + "</strong></p>\n";
  for (const ReportSection& section : report.sections) {
    out += "<h2>" + html_escaped(section.heading) + "</h2>\n";
    if (section.lines.empty()) continue;
    out += "<ul>\n";
    for (const std::string& line : section.lines) {
      out += "<li>" + html_escaped(printable(line)) + "</li>\n";
    }
    out += "</ul>\n";
  }
  return out + "</body>\n</html>\n";
}

Json audit_json(const Session& session, const api::AuditReport& report, const std::string& source) {
  Json out = Json::object();
  out["ok"] = report.ok();
  out["source"] = source;
  out["origin"] = report.log.identity.origin;
  out["ledger_id"] = to_hex(report.log.identity.ledger_id);
  out["size"] = report.log.size;
  out["attested"] = report.attested ? Json(*report.attested) : Json();
  out["root"] = to_hex(report.log.root);
  out["complete"] = report.log.complete;
  out["anchoring"] = ledger::anchoring_text(report.anchoring);
  out["anchored"] = report.anchored();
  out["log_keys"] = report.log_keys;
  out["witnesses"] = report.witnesses;
  out["witnessed_size"] = report.witnessed_size ? Json(*report.witnessed_size) : Json();
  out["organisation_keys"] = report.organisation_keys;
  out["organisations_later"] = report.organisations_later;
  out["known_checkpoint"] = report.log.anchored;
  const api::BundleCheck* const part = subject_bundle(report);
  out["subject"] = part != nullptr ? Json(api::subject_text(*part->header.subject)) : Json();
  out["checked"] = {{"events", part != nullptr ? part->entries : report.log.events_checked},
                    {"signatures", report.log.signatures_checked},
                    {"tiles", report.log.tiles_checked},
                    {"checkpoints", report.log.checkpoints_checked},
                    {"index_rows", report.log.index_rows_checked},
                    {"files", report.bundle ? report.bundle->files : 0},
                    {"commitments", report.commitments}};
  out["readmes_checked"] = report.bundle ? Json(report.bundle->readmes_checked) : Json();
  out["events_unjudged"] = report.log.events_unjudged;
  out["views"] = Json::array();
  for (const projections::ViewState& view : report.views) {
    out["views"].push_back({{"name", view.name},
                            {"version", view.version},
                            {"position", view.position},
                            {"digest", to_hex(view.digest)}});
  }
  out["views_not_compared"] = report.views_not_compared;
  out["views_not_attested"] = report.views_not_attested;
  out["commitments_without_views"] = report.commitments_without_views;
  out["findings"] = findings_json(session, report);
  out["doubtful_events"] = doubtful_json(report);
  out["changes"] = Json();
  if (report.changes) {
    out["changes"] = {{"from", report.changes->from},
                      {"to", report.position},
                      {"subjects", changes_json(report.changes->subjects)},
                      {"places", place_changes_json(report.changes->places)},
                      {"findings", finding_changes_json(session, report.changes->findings)}};
  }
  out["complete_up_to"] = Json();
  out["committed_root"] = Json();
  if (report.bundle && report.bundle->complete_up_to) {
    out["complete_up_to"] = *report.bundle->complete_up_to;
    out["committed_root"] = to_hex(report.bundle->committed_root);
  }
  out["fault_count"] = report.fault_count;
  out["faults"] = Json::array();
  for (const ledger::Fault& fault : report.faults) out["faults"].push_back(fault_json(fault));
  out["warnings"] = Json::array();
  for (const ledger::Fault& one : report.log.warnings) out["warnings"].push_back(fault_json(one));
  out["last_good"] = last_good_json(report.log);
  return out;
}

}  // namespace tools
