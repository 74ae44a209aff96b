// SPDX-License-Identifier: Apache-2.0
// The log's side of witnessing: hands the published checkpoint to the witnesses of a policy, and
// keeps what they sign with it. A checkpoint that lacks witnesses stays published: that is seen in
// it, and is not fatal. A witness that has seen more than was published, or shows another history
// signed by the log's own key, is an alarm, and halts the log.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
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

/// POSTs the body to <url>/add-checkpoint. kIo WITNESS_UNREACHABLE without a connection;
/// WITNESS_SILENT without an answer in time; WITNESS_NOT_TRUSTED for a certificate that the
/// system's authorities (SSL_CERT_FILE) do not vouch for; kInvalid BAD_ADDRESS for a URL that is
/// neither http://HOST[:PORT][/PREFIX] nor https://.
ledger::Result<ledger::WitnessAnswer> post_checkpoint(const std::string& url,
                                                      const std::string& body,
                                                      std::chrono::milliseconds timeout);

/// What became of one checkpoint.
struct WitnessRound {
  std::uint64_t size = 0;
  std::set<std::size_t> cosigned;     ///< indexes into the policy's witnesses, of this round
  std::set<std::size_t> failed;       ///< those that were asked and did not
  bool quorum = false;                ///< at least one cosigned, and they make the quorum
  std::vector<ledger::Error> errors;  ///< of those that did not
  /// The first kBehind WITNESS_AHEAD or WITNESS_FORK among the errors.
  std::optional<ledger::Error> alarm() const;
};

/// What a serving log counts of its witnesses. Any thread.
class WitnessStats {
 public:
  struct State {
    std::optional<std::uint64_t> witnessed_size;  ///< newest size with the quorum, of this run
    /// Requests without a cosignature that counts, by the witness's name (of its key).
    std::map<std::string, std::uint64_t> failed;
  };

  explicit WitnessStats(const ledger::WitnessPolicy& policy);
  void count(const WitnessRound& round);
  State state() const;

 private:
  const std::vector<std::string> names_;
  mutable std::mutex mutex_;
  State state_;  ///< guarded by mutex_
};

/// Asks the witnesses of a policy, and remembers what each has seen. Witnesses without a URL are
/// left out. One thread at a time.
class WitnessAsker {
 public:
  explicit WitnessAsker(ledger::WitnessPolicy policy,
                        std::chrono::milliseconds timeout = std::chrono::seconds{5});

  /// Every witness about the checkpoint of this view; `keep` is given each cosignature, and says
  /// whether it counts.
  WitnessRound ask(const ledger::ReadView& view,
                   const std::function<ledger::Status(const ledger::NoteSignature&)>& keep);
  const ledger::WitnessPolicy& policy() const { return policy_; }

 private:
  ledger::Result<ledger::NoteSignature> ask_one(std::size_t witness, const ledger::ReadView& view);
  /// What a refusal by the witness means: kBehind WITNESS_FORK when it shows another history that
  /// the log's own key signed, else the refusal itself.
  ledger::Error judge_refusal(std::size_t witness, const ledger::ReadView& view,
                              const ledger::Error& refusal) const;

  const ledger::WitnessPolicy policy_;
  const std::chrono::milliseconds timeout_;
  std::vector<std::uint64_t> last_size_;  ///< that each witness is known to have
};

class WitnessClient {
 public:
  /// Borrows the log.
  WitnessClient(ledger::Log& log, ledger::WitnessPolicy policy,
                std::chrono::milliseconds timeout = std::chrono::seconds{5});

  /// Asks every witness about the newest published checkpoint, keeps the cosignatures of those of
  /// whom it has none that verifies, and halts the log when there is an alarm. One thread at a
  /// time.
  WitnessRound run();

 private:
  ledger::Log& log_;
  WitnessAsker asker_;
};

/// Runs rounds in the background when the log has grown, again while the quorum is missing, and
/// every five minutes; no more once the log has stopped.
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
