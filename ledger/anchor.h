// SPDX-License-Identifier: Apache-2.0
// The anchor: the last published checkpoint, kept outside the ledger's folder, so that a folder
// put back from an old copy is found out. One small file with two slots written in turn; a torn
// write damages one slot and leaves the other. Bytes: FORMAT.md, "The anchor".
//
// Whoever is about to sign claims the anchor first: of two writers of one ledger, each with a copy
// of it, only the one whose checkpoint the anchor holds goes on.
//
// Thread rule: claim() and put() from the sequencer, sync() from the anchor's thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/result.h"

namespace ledger {

/// The lock on an anchor's file, until it is destroyed.
class AnchorClaim {
 public:
  explicit AnchorClaim(int fd) : fd_(fd) {}
  AnchorClaim(AnchorClaim&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  AnchorClaim& operator=(AnchorClaim&&) = delete;
  AnchorClaim(const AnchorClaim&) = delete;
  AnchorClaim& operator=(const AnchorClaim&) = delete;
  ~AnchorClaim();

 private:
  int fd_;
};

class Anchor {
 public:
  /// Opens the file, or creates it without a checkpoint, together with its folders, when `create`
  /// is set. Errors: kNotFound NO_ANCHOR; kCorrupt ANCHOR_DAMAGED when no slot is whole, as in a
  /// file that was emptied; kIo.
  static Result<Anchor> open(const std::filesystem::path& path, bool create);

  /// The newest checkpoint (a signed note) that any whole slot holds; none in a new file.
  const std::optional<std::string>& note() const { return note_; }

  /// Waits for whoever else writes, and keeps everybody else from it. kBehind ANCHOR_TAKEN where
  /// the file is not the one that was opened, or holds another checkpoint than note(): somebody
  /// else signs here. kCorrupt ANCHOR_DAMAGED; kIo. `*this` does not move while it is held.
  Result<AnchorClaim> claim() const;
  /// Puts a newer checkpoint in the other slot; durable after sync(). REQUIRES: it is claimed.
  /// kInvalid NOTE_TOO_LONG; kIo ANCHOR_WRITE_FAILED.
  Status put(std::string_view note);
  Status sync() const;
  /// All three: durable when it returns Ok.
  Status write(std::string_view note);

  Anchor(Anchor&& other) noexcept;
  Anchor& operator=(Anchor&& other) noexcept;
  Anchor(const Anchor&) = delete;
  Anchor& operator=(const Anchor&) = delete;
  ~Anchor();

 private:
  Anchor(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}
  Status load(bool create);

  int fd_;
  std::filesystem::path path_;
  std::optional<std::string> note_;
};

/// What an anchor file shows to whoever only reads it.
struct AnchorReading {
  std::optional<std::string> note;  ///< the newest checkpoint that a whole slot holds
  /// The slot that is not whole, or not the one written before the other, though it was written: a
  /// power cut tore it, or somebody changed it, and what it held is not known.
  std::optional<unsigned> bad_slot;
  bool foreign_bytes = false;  ///< bytes that no writing of an anchor leaves there
};
/// A writer may be at work. kNotFound NO_ANCHOR; kCorrupt ANCHOR_DAMAGED when no slot is whole;
/// kIo.
Result<AnchorReading> inspect_anchor(const std::filesystem::path& path);

/// The newest checkpoint in an anchor file, without opening it for writing.
Result<std::optional<std::string>> read_anchor(const std::filesystem::path& path);

/// `${XDG_STATE_HOME:-$HOME/.local/state}/letopis/<ledger id>/anchor`. kInvalid NO_STATE_HOME if
/// neither variable is set.
Result<std::filesystem::path> default_anchor_path(std::string_view ledger_id_hex);

/// kInvalid ANCHOR_INSIDE if the anchor would lie in the folder that it guards.
Status check_anchor_outside(const std::filesystem::path& anchor,
                            const std::filesystem::path& ledger_dir);

}  // namespace ledger
