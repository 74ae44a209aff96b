// SPDX-License-Identifier: Apache-2.0
// The sequencer's small state: sorted rows in memory with savepoints. Rules read and write it
// through this class only, so that a refusal can undo everything its submission did, and the
// digest covers all of it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/prefix_map.h"

namespace ledger {

/// Ordered rows with an undo log. Not thread-safe, digest() included: owned by the sequencer or by
/// a verifier.
class Rows {
 public:
  using Map = std::map<std::string, std::string, std::less<>>;

  /// The row's value, valid until the next change; null if there is none.
  const std::string* get(std::string_view key) const;
  bool contains(std::string_view key) const { return get(key) != nullptr; }
  /// Rows whose key starts with `prefix`, ascending, until the visitor returns false.
  void scan(std::string_view prefix,
            const std::function<bool(std::string_view key, std::string_view value)>& visit) const;

  void put(std::string key, std::string value);
  void erase(std::string_view key);

  /// A mark to roll back to; stays valid until a roll-back to an older mark or take_changes().
  using Savepoint = std::size_t;
  Savepoint savepoint() const { return undo_.size(); }
  void rollback(Savepoint to);

  struct Change {
    std::string key;
    std::optional<std::string> value;  ///< nothing: the row is gone
  };
  /// The rows that differ from the last call, ascending by key, and forgets the undo log.
  std::vector<Change> take_changes();

  /// SHA-256("letopis/state/v2" 00 | root of the PrefixMap with a leaf for each row). Costs what
  /// changed since it was last asked for; the first time, all of it.
  Hash digest() const;

  const Map& all() const { return rows_; }

 private:
  void changed(const std::string& key);

  struct Undo {
    std::string key;
    std::optional<std::string> before;
  };
  Map rows_;
  std::vector<Undo> undo_;
  mutable std::optional<PrefixMap> tree_;      ///< of the rows, once a digest was asked for
  mutable std::vector<std::string> unhashed_;  ///< keys of rows that changed since
};

}  // namespace ledger
