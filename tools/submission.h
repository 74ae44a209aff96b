// SPDX-License-Identifier: Apache-2.0
// Sending prepared events: names to the vault first, then the events, then a line about each.
#pragma once

#include <functional>
#include <vector>

#include "api/author.h"
#include "ledger/vault.h"
#include "tools/destination.h"
#include "tools/session.h"

namespace tools {

struct SubmitOptions {
  bool dry_run = false;  ///< check everything, record nothing
  bool json = false;
  ledger::Vault* vault = nullptr;  ///< keeps the openings; may be null when there are none
  bool names_kept = false;         ///< in a names file: sent again, events are known again
};

/// The next batches to send; none when all are sent.
using NextBatches = std::function<ledger::Result<std::vector<api::PreparedBatch>>()>;

/// Sends batch after batch and prints what became of each event; SIGINT stops between two batches.
/// Openings are durable in the vault before their event is sent; those of a refused batch that are
/// new are forgotten again. The exit code.
int submit(const Session& session, const SubmitOptions& options, Destination& destination,
           const NextBatches& next);

/// All events in one submission, so that later ones may build on earlier ones.
api::PreparedBatch joined(std::vector<api::PreparedBatch> batches);

}  // namespace tools
