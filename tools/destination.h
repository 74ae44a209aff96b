// SPDX-License-Identifier: Apache-2.0
// Where events go: the log in a folder of this machine, or a server.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/http.h"
#include "api/key_ring.h"
#include "api/ledger_lookup.h"
#include "api/log_watch.h"
#include "ledger/log.h"
#include "tools/ledger_folder.h"

namespace tools {

class Destination {
 public:
  virtual ~Destination() = default;
  /// What is known there; borrowed, lives as long as this.
  virtual api::LedgerLookup& lookup() = 0;
  /// As Log::append() and Log::check().
  virtual ledger::AppendResult append(std::vector<ledger::SignedEvent> events) = 0;
  virtual ledger::AppendResult check(std::vector<ledger::SignedEvent> events) = 0;
  /// As Log::alarm(); a server tells its own readers.
  virtual std::optional<ledger::Error> alarm() const { return std::nullopt; }
};

/// Takes the log of the folder over, which has to continue what was `seen` of it. Errors as
/// open_log() and api::check_growth().
ledger::Result<std::unique_ptr<Destination>> open_folder_destination(const WriterOptions& options,
                                                                     api::KeyRing& keys,
                                                                     const ledger::Seen& seen);
/// `token` for a ledger that is not open to everybody, `language` of its refusals; the server is
/// held to `watch`, which is borrowed. kInvalid BAD_URL; kIo SERVER_UNREACHABLE.
ledger::Result<std::unique_ptr<Destination>> open_server_destination(const std::string& url,
                                                                     const std::string& token,
                                                                     api::Language language,
                                                                     api::LogWatch& watch);

}  // namespace tools
