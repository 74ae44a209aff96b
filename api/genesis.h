// SPDX-License-Identifier: Apache-2.0
// The first event of a ledger: built from what its operator states, signed by the root key and
// cosigned by the service and the checkpoint key, which so prove that they are possessed. And the
// one after it, by which the ledger goes by newer rules than the first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/json_text.h"
#include "ledger/bytes.h"
#include "ledger/event_check.h"
#include "ledger/result.h"
#include "ledger/signing_key.h"

namespace api {

struct GenesisRequest {
  std::string origin;
  Json organisation;       ///< OrganisationProfile of the operator, complete
  int zone_minutes = 180;  ///< default zone of clusters, minutes east of UTC
  const ledger::SigningKey* root;
  const ledger::SigningKey* service;
  const ledger::SigningKey* checkpoint;
  std::vector<ledger::PublicKey> recovery;
  unsigned recovery_threshold = 1;
  Json predecessor{};  ///< Predecessor, when this ledger succeeds a lost one; else null
  unsigned rules = 1;  ///< the version of the rules of admission for everything after genesis
};

struct Genesis {
  ledger::SignedEvent event;
  /// Comes right after genesis; nothing under the rules by which every ledger begins.
  std::optional<ledger::SignedEvent> rules_upgrade;
  ledger::LedgerIdentity identity;
  std::string vkey;  ///< of the checkpoint key
};

/// kInvalid BAD_ORIGIN and the errors of body_from_json().
ledger::Result<Genesis> build_genesis(const GenesisRequest& request);

}  // namespace api
