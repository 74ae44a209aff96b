// SPDX-License-Identifier: Apache-2.0
// letopis diff: what is otherwise between two positions or two dates; with --steps event by event,
// the state before and after each.
#include <algorithm>

#include "api/event_json.h"
#include "api/projected_log.h"
#include "ledger/entry.h"
#include "tools/commands/commands.h"
#include "tools/event_text.h"

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

struct DiffCommand {
  std::string source;
  std::string from = "0";
  std::string to;
  std::string cluster;
  std::string subject;
  bool steps = false;
  bool json = false;
};

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

void print_change(const Session& session, const api::SubjectChange& change) {
  const bool fresh = change.before.is_null();
  session.print(api::subject_text(change.subject) +
                (fresh ? session.say({": appears", ": появляется"}) : std::string(":")));
  for (const api::PartChange& part : change.parts) {
    // Evidence behind a fact follows from the events themselves.
    if (part.pointer.find("/source") != std::string::npos) continue;
    session.print("  " + (part.pointer.empty() ? "/" : part.pointer) + ": " +
                  (fresh ? "" : value_text(session, part.before) + " → ") +
                  value_text(session, part.after));
  }
}

/// One difference, from one position to another.
Status show(const Session& session, const DiffCommand& command, const api::ProjectedLog& log,
            std::uint64_t from, std::uint64_t to, const std::optional<ledger::Subject>& only) {
  const auto changes = api::changes_between(log, from, to, only);
  if (!changes) return changes.error();
  if (command.json) {
    Json out = Json::object();
    out["from"] = from;
    out["to"] = to;
    out["changes"] = Json::array();
    for (const auto& change : *changes) out["changes"].push_back(change_json(change));
    session.print_json(out);
    return Ok{};
  }
  for (const auto& change : *changes) print_change(session, change);
  return Ok{};
}

/// Whether the event is about the subject, and a line that says what it is.
Result<bool> show_event(const Session& session, const DiffCommand& command,
                        const api::ProjectedLog& log, std::uint64_t index,
                        const std::optional<ledger::Subject>& only) {
  const auto event = log.view().event(index);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  const auto body = ledger::check_body(entry->body);
  if (!body) return body.error();
  const auto& subjects = body->subjects();
  if (only && std::find(subjects.begin(), subjects.end(), *only) == subjects.end()) return false;
  if (!command.json) {
    session.print(std::to_string(index) + "  " + api::rfc3339(entry->recorded_at_us) + "  " +
                  type_title(body->payload_name(), session.language));
  }
  return true;
}

Status show_steps(const Session& session, const DiffCommand& command, const api::ProjectedLog& log,
                  std::uint64_t from, std::uint64_t to,
                  const std::optional<ledger::Subject>& only) {
  for (std::uint64_t index = from; index < to; ++index) {
    const auto about = show_event(session, command, log, index, only);
    if (!about) return about.error();
    if (!*about) continue;
    if (auto shown = show(session, command, log, index, index + 1, only); !shown) return shown;
  }
  return Ok{};
}

Result<std::optional<ledger::Subject>> chosen_subject(const DiffCommand& command) {
  using Found = std::optional<ledger::Subject>;
  const std::string text =
      !command.cluster.empty() ? "cluster:" + command.cluster : command.subject;
  if (text.empty()) return Found();
  const auto subject = parse_subject(text);
  if (!subject) return subject.error();
  return Found(*subject);
}

Status diff(const Session& session, const DiffCommand& command) {
  const auto only = chosen_subject(command);
  if (!only) return only.error();
  const auto source = api::open_log_source(command.source);
  if (!source) return source.error();
  if (!source->log) {
    return ledger::invalid("SUBJECT_BUNDLE", "a bundle of one subject has no states",
                           command.source);
  }
  const auto log = api::project_log(source->log);
  if (!log) return log.error();
  const auto from = api::parse_position(*log, command.from);
  if (!from) return from.error();
  const auto to = command.to.empty() ? Result<std::uint64_t>(log->view().size())
                                     : api::parse_position(*log, command.to);
  if (!to) return to.error();
  if (*from > *to) {
    return ledger::invalid("BAD_POSITION", "--from lies after --to", "--from");
  }
  return command.steps ? show_steps(session, command, *log, *from, *to, *only)
                       : show(session, command, *log, *from, *to, *only);
}

}  // namespace

void add_diff(CLI::App& root, Session& session) {
  auto options = std::make_shared<DiffCommand>();
  CLI::App& command = add_command(root, session, "diff",
                                  {"what is otherwise between two positions or dates",
                                   "что изменилось между двумя положениями или датами"});
  command
      .add_option("SOURCE", options->source,
                  session.say({"ledger, bundle or address", "журнал, набор или адрес"}))
      ->required();
  const std::string what =
      session.say({"position or date YYYY-MM-DD", "положение или дата ГГГГ-ММ-ДД"});
  command.add_option("--from", options->from, what)->type_name("POSITION");
  command.add_option("--to,--until", options->to, what)->type_name("POSITION");
  auto* cluster = command.add_option("--cluster", options->cluster,
                                     session.say({"only this cluster", "только этот кластер"}));
  cluster->type_name("ID");
  command
      .add_option("--subject", options->subject,
                  session.say({"only this subject, e.g. document:ID",
                               "только этот предмет, например document:ID"}))
      ->type_name("KIND:ID")
      ->excludes(cluster);
  command.add_flag("--steps", options->steps,
                   session.say({"event by event", "событие за событием"}));
  add_json_flag(command, session, options->json);
  command.callback([options, &session] {
    session.run = [options, &session]() -> int {
      const auto done = diff(session, *options);
      return done ? static_cast<int>(kExitOk) : session.fail(done.error());
    };
  });
}

}  // namespace tools
