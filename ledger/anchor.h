// SPDX-License-Identifier: Apache-2.0
// The anchor: the last published checkpoint, kept outside the ledger's folder, so that a folder
// put back from an old copy is found out. One small file with two slots written in turn; a torn
// write damages one slot and leaves the other. Bytes: FORMAT.md, "The anchor".
//
// Thread rule: one owner at a time, the sequencer's anchor thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace ledger {

class Anchor {
 public:
  /// Opens the file, or creates it empty together with its folders when `create` is set.
  /// Errors: kNotFound NO_ANCHOR; kCorrupt ANCHOR_DAMAGED when no slot is whole; kIo.
  static Result<Anchor> open(const std::filesystem::path& path, bool create);

  /// The newest checkpoint (a signed note) that any whole slot holds; none in a new file.
  const std::optional<std::string>& note() const { return note_; }

  /// Durable when it returns Ok. kInvalid NOTE_TOO_LONG; kIo ANCHOR_WRITE_FAILED.
  Status write(std::string_view note);

  Anchor(Anchor&& other) noexcept;
  Anchor& operator=(Anchor&& other) noexcept;
  Anchor(const Anchor&) = delete;
  Anchor& operator=(const Anchor&) = delete;
  ~Anchor();

 private:
  Anchor(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}
  Status load();

  int fd_;
  std::filesystem::path path_;
  std::uint64_t sequence_ = 0;  ///< of the newest slot
  std::optional<std::string> note_;
};

/// What an anchor file shows to whoever only reads it.
struct AnchorReading {
  std::optional<std::string> note;  ///< the newest checkpoint that a whole slot holds
  /// The slot that is not whole, or not the one written before the other, though it was written: a
  /// power cut tore it, or somebody changed it, and what it held is not known.
  std::optional<unsigned> bad_slot;
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
