// SPDX-License-Identifier: Apache-2.0
// What the routes work on: one ledger open in this process, and its views.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "api/router.h"
#include "ledger/clock.h"
#include "ledger/event_check.h"
#include "ledger/log.h"
#include "ledger/note.h"
#include "ledger/scrub.h"
#include "projections/runner.h"
#include "projections/runner_thread.h"

namespace api {

/// How feeds and long polls behave.
struct FeedOptions {
  std::chrono::milliseconds heartbeat{15'000};        ///< a comment when nothing else was sent
  std::chrono::milliseconds retry{5'000};             ///< after which a reader comes back
  std::chrono::milliseconds duration_max{1'800'000};  ///< then the reader is asked to come back
};

class AnswerCache;
class RequestStats;
class Watch;
class WitnessStats;
struct ServerStats;

/// Borrowed; outlives the server that uses it. Any thread.
struct Service {
  std::function<ledger::ReadView()> view;  ///< the newest published state
  /// Waits until the log has more than `above` events or the time is over; the size then.
  std::function<std::uint64_t(std::uint64_t above, std::chrono::milliseconds)> wait;
  ledger::LedgerIdentity identity;
  /// The key that signs the checkpoint of a view; never empty when serving.
  std::function<ledger::Result<ledger::VerifierKey>(const ledger::ReadView&)> checkpoint_key;
  ledger::Log* writer = nullptr;               ///< null: this process only reads
  projections::RunnerThread* views = nullptr;  ///< never null when serving
  ledger::Clock* clock = nullptr;              ///< never null when serving: tells "today"
  int zone_minutes = 0;                        ///< of the ledger's genesis: whose "today"
  /// How long a question waits for the views to reach its position.
  std::chrono::milliseconds view_wait{5'000};
  FeedOptions feeds;
  const Watch* watch = nullptr;               ///< never null when serving
  std::function<ledger::ScrubState()> scrub;  ///< empty: nothing is read again in the background
  const WitnessStats* witnesses = nullptr;    ///< null: no witness is asked
  const RequestStats* requests = nullptr;     ///< never null when serving
  AnswerCache* answers = nullptr;             ///< never null when serving
  std::function<ServerStats()> server_stats;
  std::function<bool()> open_reads = [] { return true; };  ///< whether everybody reads; see Gate
  /// Where documents' files are kept (file_store.h); empty: this server keeps none.
  std::filesystem::path files;
  /// Where readers find this server ("https://ledger.example"), for links that leave it; empty:
  /// such links are names (urn:).
  std::string public_url;
};

/// Health and metrics.
void add_health_routes(Router& router, const Service& service);
/// The ledger's card, static C2SP resources, proofs.
void add_log_routes(Router& router, const Service& service);
/// Reading events.
void add_event_routes(Router& router, const Service& service);
/// Checking and appending events.
void add_append_routes(Router& router, const Service& service);
/// The feed: events as they come.
void add_feed_routes(Router& router, const Service& service);
/// The event schema.
void add_schema_routes(Router& router);
/// Keys, organisations, regions, clusters, documents.
void add_view_routes(Router& router, const Service& service);

/// Documents' files.
void add_file_routes(Router& router, const Service& service);

/// Duties, findings and the calendar of a place.
void add_governance_routes(Router& router, const Service& service);

/// All of them, with the pages of the problem types and the table of contents at "/".
Router make_router(const Service& service);

}  // namespace api
