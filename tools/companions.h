// SPDX-License-Identifier: Apache-2.0
// What a serving ledger does by itself: it commits to itself, and asks its witnesses.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/key_ring.h"
#include "api/serve.h"
#include "api/witness_client.h"
#include "ledger/witness_policy.h"
#include "tools/session.h"

namespace tools {

/// Nothing for an empty path. kInvalid BAD_POLICY and the errors of reading.
ledger::Result<std::optional<ledger::WitnessPolicy>> read_policy(const std::string& path);

/// Asks every witness once about what was published last, for LogOptions::before_signing. kBehind
/// WITNESS_AHEAD and WITNESS_FORK; a witness that cannot be asked is only told of.
ledger::Status ask_before_writing(const Session& session, const ledger::ReadView& published,
                                  const ledger::WitnessPolicy& policy);

/// What the companions' witnesses are counted in; null without a policy.
std::shared_ptr<api::WitnessStats> witness_stats(
    const std::optional<ledger::WitnessPolicy>& policy);

/// For ServeOptions::companions. Commits when the ring, which outlives them, holds the service
/// key; asks the witnesses of the policy, if there is one. An alarm halts the log and is told;
/// `raised` is given it. `stats`, if it is not null, counts every round.
decltype(api::ServeOptions::companions) companions(
    const Session& session, api::KeyRing& keys, const std::optional<ledger::WitnessPolicy>& policy,
    std::function<void(const ledger::Error&)> raised,
    std::shared_ptr<api::WitnessStats> stats = nullptr);

}  // namespace tools
