// SPDX-License-Identifier: Apache-2.0
// The author's end of the HTTP API: looks things up on a server and sends signed events there.
// Nothing that a server says is believed beyond what the author could not check anyway: its answers
// are about the very events that were sent, its receipts and checkpoints those of the log that a
// LogWatch knows. The server and everybody after it check every signature again.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/http.h"
#include "api/ledger_lookup.h"
#include "api/log_watch.h"
#include "ledger/log.h"

namespace api {

/// How long one answer is waited for, with what is sent, and how much of it is taken.
struct AnswerBounds {
  std::chrono::milliseconds time{600'000};
  std::size_t bytes = std::size_t{64} << 20;
};

class ServerClient : public LedgerLookup {
 public:
  /// `url` is http://HOST[:PORT] or https://…, without a path; `token` for a ledger that is not
  /// open to everybody, else empty; refusals come in `language`. kInvalid BAD_URL. Connects later.
  static ledger::Result<std::unique_ptr<ServerClient>> open(const std::string& url,
                                                            const std::string& token = {},
                                                            Language language = Language::kEn,
                                                            const AnswerBounds& bounds = {});
  ~ServerClient() override;

  /// Holds the server to what is known, from identity() on; borrowed, for as long as this.
  void hold_to(LogWatch* watch) { watch_ = watch; }

  // Errors of all that follow: the server's own, as problem details say them; kIo
  // SERVER_UNREACHABLE, SERVER_TOO_SLOW, BAD_ANSWER; kCorrupt RESOURCE_TOO_LARGE; those of the
  // LogWatch.
  ledger::Result<ledger::LedgerIdentity> identity() override;
  ledger::Result<ledger::Seen> newest() override;
  ledger::Result<std::optional<ledger::KeyRecord>> key(const ledger::PublicKey& key) override;
  ledger::Result<std::optional<std::vector<ledger::Subject>>> subjects_of(
      const ledger::Hash& digest) override;

  /// One atomic submission. kCorrupt ANSWER_DIFFERS when the answer is about other events than
  /// these, RECEIPT_DIFFERS when its receipts do not show them. After kIo or kCorrupt it is unknown
  /// whether it was recorded; sending the same events again tells.
  ledger::AppendResult append(const std::vector<ledger::SignedEvent>& events);
  /// What append() would do, without doing it.
  ledger::AppendResult check(const std::vector<ledger::SignedEvent>& events);
  /// Hands over a file whose hash an event names; gives the path of its resource.
  ledger::Result<std::string> keep_file(const std::string& bytes);

 private:
  LogWatch::AskProof asking();
  ledger::Result<ledger::LedgerIdentity> known_identity();

  class Impl;
  explicit ServerClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  LogWatch* watch_ = nullptr;
  std::optional<ledger::LedgerIdentity> identity_;  ///< once an answer needs it
};

}  // namespace api
