// SPDX-License-Identifier: Apache-2.0
// What the verifier has found: the faults of the report, and which events are therefore not to be
// gone by. One damaged event is one fault: where its bytes and its place both speak against it,
// the two are told together.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "ledger/verify.h"

namespace ledger::internal {

/// The fault of an error that a read of the store gave.
Fault unreadable(std::string structure, std::string field, const Error& error);

class Findings {
 public:
  explicit Findings(VerifyReport& report) : report_(report) {}

  void add(Fault fault);
  /// Something that is not as it should be and that no hand need have done.
  void warn(Fault warning) { report_.warnings.push_back(std::move(warning)); }

  /// Nothing that was found speaks against the first `size` entries as they are.
  bool holds_to(std::uint64_t size) const { return size <= holds_up_to_; }
  std::uint64_t holds_up_to() const { return holds_up_to_; }
  /// A signed root, or an author, speaks against the entries beyond this size.
  void part_at(std::uint64_t size) { holds_up_to_ = std::min(holds_up_to_, size); }

  /// Until settle(), faults of this entry are held back: its leaf is not the one in the tile, and
  /// a checkpoint will say which of the two is wrong.
  void hold(std::uint64_t index) { held_.try_emplace(index); }
  /// The tile is wrong: what was held back counts.
  void acquit(std::uint64_t index);
  /// The entry is wrong: adds `verdict`, told together with what was held back.
  void convict(std::uint64_t index, Fault verdict);
  /// The entry is wrong, and another fault tells why.
  void explain_away(std::uint64_t index) {
    lose(index);
    held_.erase(index);
  }

  /// The entries in [begin, end) have another root than was published. True if an entry in there
  /// is known to be at fault, which then counts as edited.
  bool explains(std::uint64_t begin, std::uint64_t end);

  /// The event at this index is not to be gone by.
  void lose(std::uint64_t index) { lost_.insert(index); }
  /// Nor is any from this index on.
  void lose_from(std::uint64_t index);
  bool lost(std::uint64_t index) const {
    return lost_.contains(index) || (report_.forked_from && index >= *report_.forked_from);
  }
  bool any_lost() const { return !lost_.empty() || report_.forked_from; }

 private:
  VerifyReport& report_;
  std::uint64_t holds_up_to_ = UINT64_MAX;
  std::map<std::uint64_t, std::vector<Fault>> held_;
  std::unordered_set<std::uint64_t> lost_;
};

}  // namespace ledger::internal
