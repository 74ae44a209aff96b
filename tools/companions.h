// SPDX-License-Identifier: Apache-2.0
// What a serving ledger does by itself: it commits to itself, and asks its witnesses.
#pragma once

#include <string>

#include "api/key_ring.h"
#include "api/serve.h"
#include "tools/session.h"

namespace tools {

/// For ServeOptions::companions. Commits when the ring, which outlives them, holds the service
/// key; asks the witnesses of the policy file, if one is given. kInvalid BAD_POLICY and the errors
/// of reading it.
ledger::Result<decltype(api::ServeOptions::companions)> companions(const Session& session,
                                                                   api::KeyRing& keys,
                                                                   const std::string& policy_file);

}  // namespace tools
