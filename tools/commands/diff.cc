// SPDX-License-Identifier: Apache-2.0
// letopis diff: what is otherwise between two positions or two dates; with --steps event by event,
// the state before and after each.
#include "api/projected_log.h"
#include "tools/commands/commands.h"
#include "tools/event_text.h"
#include "tools/state_changes.h"

namespace tools {
namespace {

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
  if (auto whole = api::check_from_the_start(*source); !whole) return whole;
  const auto log = api::project_log(source->log);
  if (!log) return log.error();
  if (*only) {
    if (auto known = api::check_subject_known(*log, **only); !known) return known;
  }
  const auto from = api::parse_position(*log, command.from);
  if (!from) return from.error();
  const auto to = command.to.empty() ? Result<std::uint64_t>(log->view().size())
                                     : api::parse_position(*log, command.to);
  if (!to) return to.error();
  if (*from > *to) {
    return ledger::invalid("BAD_POSITION", "--from lies after --to", "--from");
  }
  const ChangesAsked asked{*from, *to, *only, command.json};
  return command.steps ? show_steps(session, *log, asked) : show_changes(session, *log, asked);
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
