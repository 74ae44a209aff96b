// SPDX-License-Identifier: Apache-2.0
// What the routes work on: one ledger open in this process, and its views.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "api/router.h"
#include "ledger/clock.h"
#include "ledger/event_check.h"
#include "ledger/log.h"
#include "ledger/note.h"
#include "projections/runner.h"
#include "projections/runner_thread.h"

namespace api {

/// Borrowed; outlives the server that uses it. Any thread.
struct Service {
  std::function<ledger::ReadView()> view;  ///< the newest published state
  ledger::LedgerIdentity identity;
  ledger::VerifierKey checkpoint_key;
  ledger::Log* writer = nullptr;               ///< null: this process only reads
  projections::RunnerThread* views = nullptr;  ///< never null when serving
  ledger::Clock* clock = nullptr;              ///< never null when serving: tells "today"
  int zone_minutes = 0;                        ///< of the ledger's genesis: whose "today"
  /// How long a question waits for the views to reach its position.
  std::chrono::milliseconds view_wait{5'000};
};

/// Health, the ledger's card, static C2SP resources, events, proofs, and writing.
void add_log_routes(Router& router, const Service& service);
/// Keys, organisations, regions, clusters, documents.
void add_view_routes(Router& router, const Service& service);

/// All of them, with the pages of the problem types and the table of contents at "/".
Router make_router(const Service& service);

}  // namespace api
