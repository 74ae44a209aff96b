// SPDX-License-Identifier: Apache-2.0
#include "tools/state_changes.h"

#include <algorithm>
#include <map>

#include "api/event_json.h"
#include "api/governance_json.h"
#include "api/json_text.h"
#include "ledger/entry.h"
#include "tools/event_text.h"
#include "tools/printable.h"

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

api::Language api_language(const Session& session) {
  return session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
}

Json parts_json(const std::vector<api::PartChange>& parts) {
  Json out = Json::array();
  for (const api::PartChange& part : parts) {
    out.push_back({{"path", part.path}, {"before", part.before}, {"after", part.after}});
  }
  return out;
}

Json change_json(const api::SubjectChange& change) {
  Json out = Json::object();
  out["subject"] = api::subject_text(change.subject);
  out["parts"] = parts_json(change.parts);
  out["before"] = change.before;
  out["after"] = change.after;
  return out;
}

std::string value_text(const Session& session, const Json& value) {
  if (value.is_null()) return session.say({"nothing", "ничего"});
  if (value.is_string()) return printable(value.get<std::string>());
  return printable(Session::dump_line(value));
}

/// Evidence behind a fact follows from the events themselves.
bool is_evidence(const std::string& path) {
  for (const std::string_view name : {"/source/", "/grounds/", "/evidence/"}) {
    if ((path + "/").find(name) != std::string::npos) return true;
  }
  return false;
}

using Lines = std::vector<std::string>;

/// Something new, one line for each value in it.
void add_new(const Session& session, const std::string& path, const Json& value, Lines& lines) {
  if (value.is_null() || is_evidence(path)) return;
  if (value.is_array()) {
    for (const api::PartChange& part : api::part_changes(Json::array(), value)) {
      add_new(session, path + part.path, part.after, lines);
    }
  } else if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      add_new(session, api::pointer_to(path, name), member, lines);
    }
  } else {
    lines.push_back("  " + printable(path) + ": " + value_text(session, value));
  }
}

/// What people call it: its name, title or question, as the views have it.
std::string called(const Json& before, const Json& after) {
  const Json& now = after.is_null() ? before : after;
  for (const char* name : {"name", "title", "question", "organisation_name"}) {
    if (now.is_object() && now.contains(name) && now[name].is_string()) {
      return " «" + printable(now[name].get<std::string>()) + "»";
    }
  }
  return {};
}

/// A line for each part that people are told.
Lines part_lines(const Session& session, const std::vector<api::PartChange>& parts) {
  Lines lines;
  for (const api::PartChange& part : parts) {
    if (is_evidence(part.path)) continue;
    if (part.before.is_null()) {
      add_new(session, part.path, part.after, lines);
    } else {
      lines.push_back("  " + printable(part.path) + ": " + value_text(session, part.before) +
                      " → " + value_text(session, part.after));
    }
  }
  return lines;
}

/// The end of a thing's line.
std::string how(const Session& session, const Json& before, const Json& after) {
  if (before.is_null()) return session.say({": appears", ": появляется"});
  return after.is_null() ? session.say({": gone", ": больше нет"}) : std::string(":");
}

/// A thing's line and those of its parts. One that appears or is gone has said something by its
/// line alone; what changed in its evidence alone is not told.
void add_thing(const Session& session, const std::string& heading, const Json& before,
               const Json& after, const Lines& parts, Lines& lines) {
  if (parts.empty() && !before.is_null() && !after.is_null()) return;
  lines.push_back(heading + how(session, before, after));
  lines.insert(lines.end(), parts.begin(), parts.end());
}

Lines subject_lines(const Session& session, const std::vector<api::SubjectChange>& changes) {
  Lines lines;
  for (const api::SubjectChange& change : changes) {
    add_thing(session, api::subject_text(change.subject) + called(change.before, change.after),
              change.before, change.after, part_lines(session, change.parts), lines);
  }
  return lines;
}

/// What a list of places is called, by its name in addresses.
Text list_title(std::string_view list) {
  static const std::map<std::string_view, Text> titles{
      {"members", {"membership", "членство"}},
      {"consents", {"consent", "согласие"}},
      {"candidates", {"application", "заявление"}},
      {"bodies", {"body", "орган"}},
      {"seats", {"seat", "место в органе"}},
      {"chairs", {"term in the chair", "срок председателя"}},
      {"meetings", {"meeting", "заседание"}},
      {"ballots", {"ballot", "голосование"}},
      {"decisions", {"decision", "решение"}},
      {"assignments", {"assignment", "поручение"}},
      {"protocols", {"protocol", "протокол"}},
      {"agreements", {"agreement", "соглашение"}},
      {"programmes", {"programme", "программа"}},
      {"indicators", {"indicator", "показатель"}},
      {"plans", {"plan", "план"}},
      {"plan-rows", {"row of a plan", "строка плана"}},
      {"notices", {"letter", "письмо"}},
      {"certified-copies", {"certified copy", "заверенная копия"}},
      {"offices", {"office", "должность"}},
      {"representatives", {"representative", "представитель"}},
      {"orders", {"order", "приказ"}},
      {"charters", {"charter", "положение о кластере"}},
      {"calendars", {"calendar", "календарь"}},
      {"coverage", {"claim of coverage", "полнота записей"}},
      {"obligations", {"obligation", "обязанность"}},
  };
  const auto found = titles.find(list);
  return found == titles.end() ? Text{list, list} : found->second;
}

/// What is gone is told by its line alone.
void add_item(const Session& session, const std::string& place, const api::ItemChange& change,
              Lines& lines) {
  add_thing(session,
            place + ", " + session.say(list_title(change.list)) +
                called(change.before, change.after) + " " + printable(change.key),
            change.before, change.after,
            change.after.is_null() ? Lines() : part_lines(session, change.parts), lines);
}

std::string place_text(const ledger::Scope& place) {
  const bool cluster = place.kind == ledger::ScopeKind::kCluster;
  return api::subject_text(
      {cluster ? ledger::SubjectKind::kCluster : ledger::SubjectKind::kRegion, place.id});
}

Lines place_lines(const Session& session, const api::PlaceChanges& changes) {
  Lines lines;
  for (const api::PlaceChange& change : changes.places) {
    const std::string place = place_text(change.place);
    for (const api::ItemChange& item : change.items) add_item(session, place, item, lines);
    if (change.left_out == 0) continue;
    lines.push_back(place +
                    session.say({": not shown, beyond the limit, changes: ",
                                 ": не показано сверх предела изменений: "}) +
                    std::to_string(change.left_out));
  }
  if (changes.left_out > 0) {
    lines.push_back(session.say({"Places not compared, beyond the limit: ",
                                 "Не сравнено сверх предела мест: "}) +
                    std::to_string(changes.left_out));
  }
  return lines;
}

Json item_json(const api::ItemChange& change) {
  Json out = Json::object();
  out["list"] = change.list;
  out["key"] = change.key;
  out["change"] = change.before.is_null() ? "added" : change.after.is_null() ? "gone" : "changed";
  out["parts"] = parts_json(change.parts);
  out["before"] = change.before;
  out["after"] = change.after;
  return out;
}

Lines finding_lines(const Session& session, const api::FindingChanges& changes) {
  Lines lines;
  const auto add = [&](const Text& heading, const auto& findings) {
    for (const auto& finding : findings) {
      lines.push_back(session.say(heading) + std::string(finding.code()) + "  " +
                      api::in(finding.kind->sentence, api_language(session)) + "  " +
                      api::in(finding.subject_name, api_language(session)));
    }
  };
  add({"finding appears: ", "замечание появилось: "}, changes.appeared);
  add({"finding gone: ", "замечания больше нет: "}, changes.gone);
  return lines;
}

void append(Lines& lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

/// Under a heading; that nothing is otherwise is said too.
void print_lines(const Session& session, const Lines& lines, std::string_view indent = "") {
  if (lines.empty()) {
    session.print(std::string(indent) + session.say({"nothing is otherwise", "изменений нет"}));
  }
  for (const std::string& line : lines) session.print(line);
}

/// Each state on the day of its last event.
Result<api::StatesCompared> states_of(const Session& session, const api::ProjectedLog& log,
                                      const ChangesAsked& asked) {
  const auto before = api::last_day_recorded(log, asked.from);
  if (!before) return before.error();
  const auto after = api::last_day_recorded(log, asked.to);
  if (!after) return after.error();
  return api::StatesCompared{asked.from, asked.to, *before, *after, api_language(session)};
}

Result<api::FindingChanges> finding_changes(const api::ProjectedLog& log,
                                            const api::StatesCompared& states,
                                            const ChangesAsked& asked) {
  const auto before = api::findings_at(log, states.from, states.on_from, asked.only);
  if (!before) return before.error();
  const auto after = api::findings_at(log, states.to, states.on_to, asked.only);
  if (!after) return after.error();
  return api::compare_findings(*before, *after);
}

Result<std::vector<api::SubjectChange>> between(const api::ProjectedLog& log,
                                                const ChangesAsked& asked) {
  return api::changes_between(log, asked.from, asked.to, asked.only);
}

/// Whether the event is about the subject, and a line that says what it is.
Result<bool> show_event(const Session& session, const api::ProjectedLog& log,
                        const ChangesAsked& asked, std::uint64_t index) {
  const auto event = log.view().event(index);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  const auto body = ledger::check_body(entry->body);
  if (!body) return body.error();
  const auto& subjects = body->subjects();
  if (asked.only && std::find(subjects.begin(), subjects.end(), *asked.only) == subjects.end()) {
    return false;
  }
  if (!asked.json) {
    session.print(std::to_string(index) + "  " + api::rfc3339(entry->recorded_at_us) + "  " +
                  type_title(body->payload_name(), session.language));
  }
  return true;
}

Status show_step(const Session& session, const api::ProjectedLog& log, api::PlaceSteps& steps,
                 ChangesAsked asked, std::uint64_t index) {
  asked.from = index;
  asked.to = index + 1;
  const auto changes = between(log, asked);
  if (!changes) return changes.error();
  auto states = states_of(session, log, asked);
  if (!states) return states.error();
  states->on_from = states->on_to;
  const auto places = steps.between(*states, asked.only);
  if (!places) return places.error();
  if (asked.json) {
    Json out = Json::object();
    out["from"] = asked.from;
    out["to"] = asked.to;
    out["changes"] = changes_json(*changes);
    out["places"] = place_changes_json(*places);
    session.print_json(out);
  } else {
    Lines lines = subject_lines(session, *changes);
    append(lines, place_lines(session, *places));
    print_lines(session, lines, "  ");
  }
  return Ok{};
}

}  // namespace

Json changes_json(const std::vector<api::SubjectChange>& changes) {
  Json out = Json::array();
  for (const auto& change : changes) out.push_back(change_json(change));
  return out;
}

Json place_changes_json(const api::PlaceChanges& changes) {
  Json out = {{"changed", Json::array()}, {"left_out", changes.left_out}};
  for (const api::PlaceChange& change : changes.places) {
    Json items = Json::array();
    for (const api::ItemChange& item : change.items) items.push_back(item_json(item));
    out["changed"].push_back({{"place", place_text(change.place)},
                              {"items", std::move(items)},
                              {"items_left_out", change.left_out}});
  }
  return out;
}

Json finding_changes_json(const Session& session, const api::FindingChanges& changes) {
  Json out = {{"appeared", Json::array()}, {"gone", Json::array()}};
  for (const auto& finding : changes.appeared) {
    out["appeared"].push_back(api::finding_json(finding, api_language(session)));
  }
  for (const auto& finding : changes.gone) {
    out["gone"].push_back(api::finding_json(finding, api_language(session)));
  }
  return out;
}

void print_changes(const Session& session, const Changes& changes) {
  Lines lines = subject_lines(session, changes.subjects);
  append(lines, place_lines(session, changes.places));
  append(lines, finding_lines(session, changes.findings));
  print_lines(session, lines);
}

void print_finding_changes(const Session& session, const api::FindingChanges& changes) {
  for (const std::string& line : finding_lines(session, changes)) session.print(line);
}

Status show_changes(const Session& session, const api::ProjectedLog& log,
                    const ChangesAsked& asked) {
  const auto changes = between(log, asked);
  if (!changes) return changes.error();
  const auto states = states_of(session, log, asked);
  if (!states) return states.error();
  const auto places = api::place_changes_between(log, *states, asked.only);
  if (!places) return places.error();
  const auto findings = finding_changes(log, *states, asked);
  if (!findings) return findings.error();
  if (asked.json) {
    Json out = Json::object();
    out["from"] = asked.from;
    out["to"] = asked.to;
    out["changes"] = changes_json(*changes);
    out["places"] = place_changes_json(*places);
    out["findings"] = finding_changes_json(session, *findings);
    session.print_json(out);
  } else {
    print_changes(session, {*changes, *places, *findings});
  }
  return Ok{};
}

Status show_steps(const Session& session, const api::ProjectedLog& log, const ChangesAsked& asked) {
  bool any = false;
  api::PlaceSteps steps(log);
  for (std::uint64_t index = asked.from; index < asked.to; ++index) {
    const auto about = show_event(session, log, asked, index);
    if (!about) return about.error();
    if (!*about) continue;
    if (auto shown = show_step(session, log, steps, asked, index); !shown) return shown;
    any = true;
  }
  if (!any && !asked.json) print_lines(session, {});
  return Ok{};
}

}  // namespace tools
