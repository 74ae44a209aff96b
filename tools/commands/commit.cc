// SPDX-License-Identifier: Apache-2.0
// letopis commit: appends a commitment to everything that is recorded, so that completeness can
// be proven. A server with the keys does it by itself.
#include "projections/view_digests.h"
#include "tools/commands/commands.h"
#include "tools/key_options.h"
#include "tools/service_key.h"
#include "tools/view_folder.h"

namespace tools {
namespace {

struct CommitOptions {
  WriterOptions writer;
  KeyOptions keys;
  std::string dir;
  bool json = false;
};

int run(const Session& session, CommitOptions options) {
  options.writer.dir = options.dir;
  auto keys = open_keys(session, options.keys);
  if (!keys) return session.fail(keys.error());
  const auto log = open_log(options.writer, *keys);
  if (!log) return session.fail(log.error());
  auto signer = find_service_key((*log)->view(), *keys);
  if (!signer) return session.fail(signer.error());
  if (!*signer) {
    return session.fail(ledger::not_found(
        "NO_KEY", "the standing service key is not among the keys; committing needs it"));
  }
  projections::RunnerOptions views;
  views.dir = std::filesystem::path(options.dir) / "views";
  auto opened = projections::open_views(views);
  if (!opened) return session.fail(opened.error());
  if (opened->damage) say_damaged(session, views.dir, *opened->damage);
  const auto& runner = opened->runner;
  (*signer)->views = [&](std::uint64_t size) {
    (void)runner->catch_up((*log)->view(), size);  // what does not get there is left out
    return projections::view_digests(*runner, size);
  };
  const auto committed = ledger::append_commitment(**log, **signer);
  if (!committed) return session.fail(committed.error());
  if (options.json) {
    api::Json out = api::Json::object();
    out["index"] = committed->index;
    out["digest"] = to_hex(committed->digest);
    session.print_json(out);
  } else {
    session.print(session.say({"committed at index ", "обязательство под номером "}) +
                  std::to_string(committed->index));
  }
  return kExitOk;
}

}  // namespace

void add_commit(CLI::App& root, Session& session) {
  auto options = std::make_shared<CommitOptions>();
  CLI::App& command = add_command(root, session, "commit",
                                  {"commit to everything recorded, so that it can be proven whole",
                                   "дать обязательство обо всём записанном"});
  add_dir_option(command, session, options->dir);
  add_key_options(command, session, options->keys);
  add_writer_options(command, session, options->writer);
  add_witnesses_option(command, session, options->writer);
  add_json_flag(command, session, options->json);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
