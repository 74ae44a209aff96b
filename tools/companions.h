// SPDX-License-Identifier: Apache-2.0
// What a serving ledger does by itself: it commits to itself, and asks its witnesses.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "api/key_ring.h"
#include "api/serve.h"
#include "ledger/witness_policy.h"
#include "tools/session.h"

namespace tools {

/// That a witness has seen more of the log than there is: this log was rolled back, or somebody
/// else signs as it. Nothing may be signed any more.
class WitnessAlarm {
 public:
  /// The first one is kept; stops the process as SIGTERM does.
  void raise(const ledger::Error& error);
  std::optional<ledger::Error> raised() const;

 private:
  mutable std::mutex mutex_;
  std::optional<ledger::Error> error_;  ///< guarded by mutex_
};

/// Nothing for an empty path. kInvalid BAD_POLICY and the errors of reading.
ledger::Result<std::optional<ledger::WitnessPolicy>> read_policy(const std::string& path);

/// Asks every witness once, before anything is accepted. kBehind WITNESS_AHEAD; a witness that
/// cannot be asked is only told of.
ledger::Status ask_before_writing(const Session& session, ledger::Log& log,
                                  const ledger::WitnessPolicy& policy);

/// For ServeOptions::companions. Commits when the ring, which outlives them, holds the service
/// key; asks the witnesses of the policy, if there is one, and raises the alarm, which outlives
/// them too.
decltype(api::ServeOptions::companions) companions(
    const Session& session, api::KeyRing& keys, const std::optional<ledger::WitnessPolicy>& policy,
    WitnessAlarm& alarm);

}  // namespace tools
