// SPDX-License-Identifier: Apache-2.0
// Checkpoints of C2SP tlog-checkpoint v1.0.0: origin, tree size and root as the text of a signed
// note; and opening one with pinned log keys and witness keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/note.h"
#include "ledger/result.h"

namespace ledger {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;               ///< at most kTreeSizeMax
  Hash root;                            ///< for size 0 that of the empty tree
  std::vector<std::string> extensions;  ///< further lines, never empty; we write none
  bool operator==(const Checkpoint&) const = default;
};

/// 1..kOriginBytesMax characters of [a-z0-9./-], at least one of them a dot.
bool is_origin(std::string_view origin);

/// 44 characters of base64. kInvalid BAD_HASH otherwise.
Result<Hash> parse_base64_hash(std::string_view text);

/// The note text. kInvalid BAD_CHECKPOINT when parse_checkpoint() would not read it back.
Result<std::string> format_checkpoint(const Checkpoint& checkpoint);
/// Strict: every line ends with LF and is not empty, canonical size, root of 32 bytes, for size 0
/// the empty tree's. kInvalid BAD_CHECKPOINT.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The checkpoint in a signed note, whose signatures are not looked at. kInvalid BAD_NOTE,
/// BAD_CHECKPOINT.
Result<Checkpoint> checkpoint_of_note(std::string_view note);

/// The checkpoint as a note signed by every signer. Errors of format_checkpoint(), sign_note() and
/// format_note().
Result<std::string> sign_checkpoint(const Checkpoint& checkpoint,
                                    const std::vector<NoteSigner>& signers);

/// Of a log that shows `entries` entries although it has signed a checkpoint of `signed_size`:
/// kCorrupt LOG_SHORTER, in both languages.
Error log_shorter(std::uint64_t signed_size, std::uint64_t entries);

/// A log's key; a retired one counts for checkpoints up to the size at which it was retired only.
struct LogKey {
  VerifierKey key;
  std::optional<std::uint64_t> size_max;
};

/// A checkpoint that at least one log key signed.
struct OpenedCheckpoint {
  struct Cosignature {
    std::size_t witness = 0;   ///< index into the witness keys
    std::uint64_t time_s = 0;  ///< POSIX seconds, as the witness says
    bool operator==(const Cosignature&) const = default;
  };

  Checkpoint checkpoint;
  Note note;
  std::vector<std::size_t> log_keys;  ///< indexes into the log keys; not empty
  std::vector<Cosignature> cosignatures;
};

/// Pinned keys of one log and its witnesses. Immutable, thread-safe.
class CheckpointVerifier {
 public:
  /// kInvalid BAD_TRUST: no origin, no log key, a log key that is not of type kEd25519, a witness
  /// key that is not of type kCosignatureV1, or one public key twice under whatever name.
  static Result<CheckpointVerifier> create(std::string origin, std::vector<LogKey> log_keys,
                                           std::vector<VerifierKey> witnesses);

  /// Reads a signed checkpoint and reports whose signatures are on it; how many witnesses are
  /// enough is the caller's policy. Errors of parse_note(), parse_checkpoint() and verify_note();
  /// kRefused WRONG_ORIGIN, NO_TRUSTED_SIGNATURE (witnesses alone do not make a checkpoint) and
  /// KEY_RETIRED (only log keys whose maximum size is smaller signed).
  Result<OpenedCheckpoint> open(std::string_view note) const;

  const std::string& origin() const { return origin_; }

 private:
  CheckpointVerifier() = default;

  std::string origin_;
  std::vector<std::optional<std::uint64_t>> size_max_;  ///< by log key
  std::vector<VerifierKey> keys_;                       ///< log keys, then witnesses
};

}  // namespace ledger
