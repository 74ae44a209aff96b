// SPDX-License-Identifier: Apache-2.0
// letopis version: of the program, and of what it writes and decides.
#include "ledger/body.h"
#include "ledger/rocks_store.h"
#include "projections/identity_admission.h"
#include "tools/commands/commands.h"

namespace tools {
namespace {

int run(const Session& session, bool json) {
  if (!json) {
    session.print("letopis " LETOPIS_VERSION);
    return kExitOk;
  }
  api::Json out = api::Json::object();
  out["version"] = LETOPIS_VERSION;
  out["schema"] = ledger::kSchemaVersion;
  out["store_format"] = ledger::kStoreFormatVersion;
  out["rules"] = projections::kRulesVersion;
  session.print_json(out);
  return kExitOk;
}

}  // namespace

void add_version(CLI::App& root, Session& session) {
  auto json = std::make_shared<bool>(false);
  CLI::App& command = add_command(root, session, "version", {"which program this is", "версия"});
  add_json_flag(command, session, *json);
  command.callback(
      [json, &session] { session.run = [json, &session] { return run(session, *json); }; });
}

}  // namespace tools
