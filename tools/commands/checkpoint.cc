// SPDX-License-Identifier: Apache-2.0
// letopis checkpoint: the signed checkpoint, verbatim.
#include <cstdio>

#include "tools/commands/commands.h"
#include "tools/ledger_folder.h"

namespace tools {
namespace {

struct CheckpointOptions {
  std::string dir;
  std::uint64_t covering = 0;
  bool json = false;
};

int run(const Session& session, const CheckpointOptions& options) {
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  const auto view = ledger->view();
  const auto note = options.covering == 0 ? ledger::Result<std::string>(view.note())
                                          : view.checkpoint_covering(options.covering);
  if (!note) return session.fail(note.error());
  if (!options.json) {
    std::fwrite(note->data(), 1, note->size(), stdout);
    return kExitOk;
  }
  const auto parsed = ledger::parse_note(*note);
  if (!parsed) return session.fail(parsed.error());
  const auto checkpoint = ledger::parse_checkpoint(parsed->text);
  if (!checkpoint) return session.fail(checkpoint.error());
  api::Json out = api::Json::object();
  out["origin"] = checkpoint->origin;
  out["size"] = checkpoint->size;
  out["root"] = to_hex(checkpoint->root);
  out["note"] = *note;
  session.print_json(out);
  return kExitOk;
}

}  // namespace

void add_checkpoint(CLI::App& root, Session& session) {
  auto options = std::make_shared<CheckpointOptions>();
  CLI::App& command =
      add_command(root, session, "checkpoint",
                  {"the newest signed checkpoint", "последняя подписанная контрольная точка"});
  add_dir_option(command, session, options->dir);
  command
      .add_option(
          "--covering", options->covering,
          session.say({"the first one of at least this size", "первая размером не меньше этого"}))
      ->check(whole_number());
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
