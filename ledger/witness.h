// SPDX-License-Identifier: Apache-2.0
// Witnessing by C2SP tlog-witness v1.0.0 (with the status codes of main, 2026-07): the request
// `add-checkpoint` as bytes, the witness that answers it, and what a log makes of the answer. No
// HTTP here; api/ carries the bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/clock.h"
#include "ledger/kv.h"
#include "ledger/note.h"
#include "ledger/result.h"

namespace ledger {

/// The body of POST <prefix>/add-checkpoint.
struct AddCheckpoint {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;  ///< consistency from old_size; empty from 0
  std::string checkpoint;   ///< signed note, verbatim
  bool operator==(const AddCheckpoint&) const = default;
};

std::string format_add_checkpoint(const AddCheckpoint& request);
/// Strict, at most kAddCheckpointBytesMax bytes. kInvalid BAD_ADD_CHECKPOINT; the checkpoint is not
/// looked into.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view bytes);
inline constexpr std::size_t kAddCheckpointBytesMax = 16'384;

/// An answer over HTTP.
struct WitnessAnswer {
  int status = 0;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};
inline constexpr std::string_view kTlogSizeType = "text/x.tlog.size";

/// A log that a witness watches.
struct WatchedLog {
  std::string origin;
  std::vector<VerifierKey> keys;  ///< type 01; at least one
};

/// A witness with a state of its own: for each log the largest checkpoint that it cosigned. What
/// it answers is on disk before it answers. Any thread.
class Witness {
 public:
  /// `signer` is of type 04. One process at a time: kLocked. kInvalid BAD_POLICY for a log without
  /// keys, a key of another type, or two logs of one origin; the errors of Kv::open().
  static Result<std::unique_ptr<Witness>> open(const std::filesystem::path& dir, NoteSigner signer,
                                               std::vector<WatchedLog> logs,
                                               std::shared_ptr<Clock> clock,
                                               FileFaults* faults = nullptr);

  /// Looks at a request in the order that the specification gives, and cosigns: 400 malformed, 404
  /// unknown origin, 403 no trusted signature, 409 with the size that it has, 422 another history,
  /// 500 when the state could not be written, 200 with the cosignature.
  WitnessAnswer add_checkpoint(std::string_view body);

  /// The latest checkpoint with our cosignature, by the hex of SHA-256(origin); 404 without one.
  WitnessAnswer checkpoint(std::string_view origin_hash) const;

  const VerifierKey& key() const { return signer_.key; }

 private:
  Witness(NoteSigner signer, std::shared_ptr<Clock> clock)
      : signer_(std::move(signer)), clock_(std::move(clock)) {}
  /// What is kept of one log.
  struct Seen {
    std::uint64_t size = 0;
    Hash root;
    std::string note;
  };
  Result<Seen> seen(const std::string& origin) const;
  WitnessAnswer decide(const AddCheckpoint& request, const WatchedLog& log,
                       const OpenedCheckpoint& opened);
  WitnessAnswer cosign(const WatchedLog& log, const OpenedCheckpoint& opened);

  const NoteSigner signer_;
  const std::shared_ptr<Clock> clock_;
  std::vector<std::pair<WatchedLog, CheckpointVerifier>> logs_;
  std::unique_ptr<Kv> state_;
  mutable std::mutex mutex_;  ///< from the look at the state to its change
};

/// What a log is to do about an answer.
struct WitnessVerdict {
  std::vector<NoteSignature> cosignatures;  ///< verified, by the witness's key
  std::optional<std::uint64_t> retry_from;  ///< the witness has this smaller size: prove from it
};

/// Reads the answer of a witness with this key to a request about `checkpoint`. kBehind
/// WITNESS_AHEAD when it has seen more than `published_size`; kRefused WITNESS_REFUSED with its
/// status and words; kInvalid WITNESS_ANSWER for what is no answer of the protocol.
Result<WitnessVerdict> read_witness_answer(const WitnessAnswer& answer, std::string_view checkpoint,
                                           const VerifierKey& witness,
                                           std::uint64_t published_size);

/// The note with these signatures, which were verified, behind its own and instead of lines under
/// the same names and ids.
Result<std::string> with_cosignatures(std::string_view note,
                                      const std::vector<NoteSignature>& cosignatures);

}  // namespace ledger
