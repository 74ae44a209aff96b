// SPDX-License-Identifier: Apache-2.0
#include "tools/server_copy.h"

#include "api/log_source.h"
#include "api/server_client.h"
#include "ledger/anchor.h"
#include "ledger/copy.h"
#include "projections/governance_admission.h"
#include "tools/ledger_folder.h"

namespace tools {

using ledger::Result;

Result<std::filesystem::path> copy_of_server(const std::string& url, const std::string& token) {
  auto client = api::ServerClient::open(url, token);
  if (!client) return client.error();
  const auto identity = (*client)->identity();
  if (!identity) return identity.error();
  const auto anchor = ledger::default_anchor_path(to_hex(identity->ledger_id));
  if (!anchor) return anchor.error();
  const std::filesystem::path dir = anchor->parent_path() / "copy";
  const auto source = api::open_log_source(url, {.token = token});
  if (!source) return source.error();
  auto target = open_copy_store(dir);
  if (!target) return target.error();
  const projections::GovernanceAdmission admission;
  ledger::CopyOptions options;
  options.admission = &admission;
  const auto copied = ledger::copy_log(**target, *source->log, options);
  if (!copied) return copied.error();
  if (copied->identity.ledger_id != identity->ledger_id) {
    return ledger::corrupt("ANOTHER_LEDGER", "the server names one ledger and serves another", url);
  }
  if (auto noted = note_copy(dir, copied->identity); !noted) return noted.error();
  return dir;
}

}  // namespace tools
