// SPDX-License-Identifier: Apache-2.0
// The events of a log whose keys are in doubt at a position: signed while the revocation of the key
// was on its way, or by a key declared suspect since.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/projected_log.h"
#include "projections/key_doubt.h"

namespace api {

struct DoubtfulEvent {
  std::uint64_t index = 0;
  std::string payload_type;
  ledger::PublicKey key;  ///< the author's or a cosigner's
  projections::KeyDoubt doubt;
};

/// Ascending by index; of every signer in doubt one line. Reads only the entries that a revocation
/// or a suspicion may concern. The errors of the views and of the log.
ledger::Result<std::vector<DoubtfulEvent>> doubtful_events(const ProjectedLog& log,
                                                           std::uint64_t position);

}  // namespace api
