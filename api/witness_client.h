// SPDX-License-Identifier: Apache-2.0
// The log's side of witnessing: hands the published checkpoint to the witnesses of a policy, and
// keeps what they sign with it. A checkpoint that lacks witnesses stays published: that is seen in
// it, and is not fatal. A witness that has seen more than was published is an alarm.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "ledger/log.h"
#include "ledger/witness.h"
#include "ledger/witness_policy.h"

namespace api {

/// POSTs the body to <url>/add-checkpoint. kIo WITNESS_UNREACHABLE, also for a certificate that the
/// system's authorities (SSL_CERT_FILE) do not vouch for; kInvalid BAD_ADDRESS for a URL that is
/// neither http://HOST[:PORT][/PREFIX] nor https://.
ledger::Result<ledger::WitnessAnswer> post_checkpoint(const std::string& url,
                                                      const std::string& body,
                                                      std::chrono::milliseconds timeout);

/// What became of one checkpoint.
struct WitnessRound {
  std::uint64_t size = 0;
  std::set<std::size_t> cosigned;  ///< indexes into the policy's witnesses, of this round
  bool quorum = false;
  std::vector<ledger::Error> errors;  ///< of those that did not; WITNESS_AHEAD is the alarm
  bool alarm() const;
};

class WitnessClient {
 public:
  /// Borrows the log. Witnesses without a URL are left out.
  WitnessClient(ledger::Log& log, ledger::WitnessPolicy policy,
                std::chrono::milliseconds timeout = std::chrono::seconds{5});

  /// Asks every witness about the newest published checkpoint. One thread at a time.
  WitnessRound run();

 private:
  ledger::Result<ledger::NoteSignature> ask(std::size_t witness, const ledger::ReadView& view);

  ledger::Log& log_;
  const ledger::WitnessPolicy policy_;
  const std::chrono::milliseconds timeout_;
  std::vector<std::uint64_t> last_size_;  ///< that each witness is known to have
};

/// Runs rounds in the background when the log has grown, and again while the quorum is missing.
class Cosigner {
 public:
  using Report = std::function<void(const WitnessRound&)>;
  Cosigner(ledger::Log& log, ledger::WitnessPolicy policy, std::chrono::milliseconds interval,
           Report report);
  ~Cosigner();
  Cosigner(const Cosigner&) = delete;
  Cosigner& operator=(const Cosigner&) = delete;

 private:
  void run();

  ledger::Log& log_;
  WitnessClient client_;
  const std::chrono::milliseconds interval_;
  const Report report_;
  std::mutex mutex_;
  std::condition_variable stop_asked_;
  bool stopping_ = false;  ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace api
