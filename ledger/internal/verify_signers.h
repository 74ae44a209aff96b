// SPDX-License-Identifier: Apache-2.0
// Whose signatures a log's checkpoints have to bear, as its own events tell, and whether they do.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "ledger/internal/verify_findings.h"
#include "ledger/internal/verify_rules.h"

namespace ledger::internal {

/// A checkpoint under the size that it is kept as.
struct PublishedNote {
  std::uint64_t size;
  std::string text;
  const char* structure;  ///< "checkpoint", "anchor"

  bool of_anchor() const { return std::string_view(structure) == "anchor"; }
};

/// "size 57": how faults name a checkpoint.
std::string size_name(std::uint64_t size);

class CheckpointSigners {
 public:
  CheckpointSigners(const EventStore& store, const VerifyOptions& options,
                    const RuleVerifier& rules, const VerifyReport& report, Findings& findings)
      : store_(store), options_(options), rules_(rules), report_(report), findings_(findings) {}

  /// Genesis does not tell the keys: a checkpoint that none of them signed is not held against it.
  void have_none() { folded_ = keys_known_ = false; }
  /// In the fast mode the bodies are not read: the keys come from genesis and from the events among
  /// the first `end` that the index by type calls CheckpointKeyChanged.
  void read_keys(std::uint64_t end);

  /// Whether the key that stands after the events taken so far signed it; adds a fault if not, and
  /// for each line of the key before, within the overlap, or of a pinned witness that is false.
  bool check_standing(const PublishedNote& note);
  /// Whether any key that ever stood signed it; adds a fault if not.
  bool check_ever(const PublishedNote& note) { return check(note, ever()); }

  /// After the last one: a warning of those that lack the line of the key before. It may be lost.
  void tell_unsigned();

  bool signed_by_standing(const PublishedNote& note) const {
    return static_cast<bool>(verify(note, standing()));
  }
  bool signed_ever(const PublishedNote& note) const {
    return static_cast<bool>(verify(note, ever()));
  }

 private:
  std::vector<PublicKey> standing() const;
  std::vector<PublicKey> ever() const;
  Status verify(const PublishedNote& note, std::span<const PublicKey> keys) const;
  bool check(const PublishedNote& note, std::span<const PublicKey> keys);
  void check_overlap(const PublishedNote& note);
  void check_cosignatures(const PublishedNote& note);

  const EventStore& store_;
  const VerifyOptions& options_;
  const RuleVerifier& rules_;
  const VerifyReport& report_;
  Findings& findings_;
  bool folded_ = true;                ///< the keys are those of the state folded so far
  bool keys_known_ = true;            ///< false when genesis does not tell the checkpoint key
  std::set<std::uint64_t> unsigned_;  ///< sizes in an overlap without the line of the key before
  std::vector<PublicKey> fast_keys_;  ///< that ever were, in the fast mode
};

}  // namespace ledger::internal
