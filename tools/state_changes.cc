// SPDX-License-Identifier: Apache-2.0
#include "tools/state_changes.h"

#include <algorithm>

#include "api/event_json.h"
#include "api/governance_json.h"
#include "ledger/entry.h"
#include "tools/event_text.h"

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

api::Language api_language(const Session& session) {
  return session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
}

Json change_json(const api::SubjectChange& change) {
  Json out = Json::object();
  out["subject"] = api::subject_text(change.subject);
  out["parts"] = Json::array();
  for (const api::PartChange& part : change.parts) {
    out["parts"].push_back(
        {{"path", part.pointer}, {"before", part.before}, {"after", part.after}});
  }
  out["before"] = change.before;
  out["after"] = change.after;
  return out;
}

std::string value_text(const Session& session, const Json& value) {
  if (value.is_null()) return session.say({"nothing", "ничего"});
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// Evidence behind a fact follows from the events themselves.
bool is_evidence(const std::string& pointer) {
  return pointer.find("/source") != std::string::npos;
}

/// Something new, one line for each value in it.
void print_new(const Session& session, const std::string& pointer, const Json& value) {
  if (value.is_null() || is_evidence(pointer)) return;
  if (!value.is_structured()) {
    return session.print("  " + pointer + ": " + value_text(session, value));
  }
  std::size_t number = 0;
  for (const auto& [name, part] : value.items()) {
    print_new(session, pointer + "/" + (value.is_array() ? std::to_string(number++) : name), part);
  }
}

/// What people call it: its name or title, as the views have it.
std::string called(const api::SubjectChange& change) {
  const Json& now = change.after.is_null() ? change.before : change.after;
  for (const char* name : {"name", "title"}) {
    if (now.is_object() && now.contains(name) && now[name].is_string()) {
      return " «" + now[name].get<std::string>() + "»";
    }
  }
  return {};
}

void print_change(const Session& session, const api::SubjectChange& change) {
  const bool fresh = change.before.is_null();
  session.print(api::subject_text(change.subject) + called(change) +
                (fresh ? session.say({": appears", ": появляется"}) : std::string(":")));
  for (const api::PartChange& part : change.parts) {
    if (is_evidence(part.pointer)) continue;
    if (part.before.is_null()) {
      print_new(session, part.pointer, part.after);
    } else {
      session.print("  " + part.pointer + ": " + value_text(session, part.before) + " → " +
                    value_text(session, part.after));
    }
  }
}

void print_findings(const Session& session, const std::string& heading,
                    const std::vector<projections::governance::Finding>& findings) {
  for (const auto& finding : findings) {
    session.print(heading + std::string(finding.code()) + "  " +
                  api::in(finding.kind->sentence, api_language(session)));
  }
}

Result<api::FindingChanges> finding_changes(const api::ProjectedLog& log,
                                            const ChangesAsked& asked) {
  std::vector<api::PlaceFindings> sides[2];
  const std::uint64_t positions[2] = {asked.from, asked.to};
  for (int i = 0; i < 2; ++i) {
    const auto day = api::last_day_recorded(log, positions[i]);
    if (!day) return day.error();
    auto found = api::findings_at(log, positions[i], *day, asked.only);
    if (!found) return found.error();
    sides[i] = std::move(*found);
  }
  return api::compare_findings(sides[0], sides[1]);
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

Status show_step(const Session& session, const api::ProjectedLog& log, ChangesAsked asked,
                 std::uint64_t index) {
  asked.from = index;
  asked.to = index + 1;
  const auto changes = between(log, asked);
  if (!changes) return changes.error();
  if (asked.json) {
    Json out = Json::object();
    out["from"] = asked.from;
    out["to"] = asked.to;
    out["changes"] = changes_json(*changes);
    session.print_json(out);
  } else {
    print_changes(session, *changes);
  }
  return Ok{};
}

}  // namespace

Json changes_json(const std::vector<api::SubjectChange>& changes) {
  Json out = Json::array();
  for (const auto& change : changes) out.push_back(change_json(change));
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

void print_changes(const Session& session, const std::vector<api::SubjectChange>& changes) {
  for (const auto& change : changes) print_change(session, change);
}

void print_finding_changes(const Session& session, const api::FindingChanges& changes) {
  print_findings(session, session.say({"finding appears: ", "замечание появилось: "}),
                 changes.appeared);
  print_findings(session, session.say({"finding gone: ", "замечания больше нет: "}), changes.gone);
}

Status show_changes(const Session& session, const api::ProjectedLog& log,
                    const ChangesAsked& asked) {
  const auto changes = between(log, asked);
  if (!changes) return changes.error();
  const auto findings = finding_changes(log, asked);
  if (!findings) return findings.error();
  if (asked.json) {
    Json out = Json::object();
    out["from"] = asked.from;
    out["to"] = asked.to;
    out["changes"] = changes_json(*changes);
    out["findings"] = finding_changes_json(session, *findings);
    session.print_json(out);
  } else {
    print_changes(session, *changes);
    print_finding_changes(session, *findings);
  }
  return Ok{};
}

Status show_steps(const Session& session, const api::ProjectedLog& log, const ChangesAsked& asked) {
  for (std::uint64_t index = asked.from; index < asked.to; ++index) {
    const auto about = show_event(session, log, asked, index);
    if (!about) return about.error();
    if (!*about) continue;
    if (auto shown = show_step(session, log, asked, index); !shown) return shown;
  }
  return Ok{};
}

}  // namespace tools
