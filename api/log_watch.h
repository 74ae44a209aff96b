// SPDX-License-Identifier: Apache-2.0
// What an author knows of a log from before, and holds its server to: by which key the log signs,
// and the newest checkpoint that it has shown. A server that shows an older one or another history,
// or whose receipt is not of what was sent, is found out. Every author is a witness.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/trust.h"

namespace api {

/// Kept in the names file.
struct KnownLog {
  std::string vkey;   ///< empty: none yet
  ledger::Seen seen;  ///< of size 0: none yet
};

class LogWatch {
 public:
  /// The consistency proof between two sizes, from the server.
  using AskProof =
      std::function<ledger::Result<std::vector<ledger::Hash>>(std::uint64_t, std::uint64_t)>;

  /// Without a trust file the key is the one that is known, and if there is none, the first that
  /// the server names.
  explicit LogWatch(std::optional<ledger::Trust> trust = {}, KnownLog known = {})
      : trust_(std::move(trust)), known_(std::move(known)) {}

  /// How the server names itself and its key. kCorrupt ANOTHER_LEDGER; kInvalid BAD_VKEY.
  ledger::Status meet(const ledger::LedgerIdentity& ledger, const std::string& vkey);
  /// Its newest checkpoint. kCorrupt LOG_SHORTER, ROOT_DIFFERS; kRefused TRUST_OUTDATED, when the
  /// known key has not signed it and the trust file does not say that another one came after; the
  /// errors of CheckpointVerifier and of `ask`.
  ledger::Status take(std::string_view note, const AskProof& ask);
  /// That the entry with this leaf stands at this index of the same log. kCorrupt RECEIPT_DIFFERS,
  /// ROOT_DIFFERS; the errors of `ask`.
  ledger::Status check_receipt(const ledger::Hash& leaf, std::uint64_t index,
                               std::string_view receipt, const AskProof& ask) const;

  const KnownLog& known() const { return known_; }
  /// Whether the key was taken from the server itself, for the first time.
  bool trusts_on_first_use() const { return first_use_; }

 private:
  struct Opened {
    ledger::Seen seen;
    std::vector<ledger::LogKey> signed_by;  ///< the log's own, at least one
  };
  ledger::Result<Opened> open(std::string_view note) const;
  /// By which of them the log is known after this checkpoint: never by an older one than before.
  ledger::Result<std::string> key_from_now_on(std::string_view note,
                                              const std::vector<ledger::LogKey>& signed_by) const;

  std::optional<ledger::Trust> trust_;
  KnownLog known_;
  std::string origin_;
  bool first_use_ = false;
};

/// That a log which has shown `before` can have grown to show `now`. kCorrupt LOG_SHORTER,
/// ROOT_DIFFERS; the errors of `ask`.
ledger::Status check_growth(const ledger::Seen& before, const ledger::Seen& now,
                            const LogWatch::AskProof& ask);

}  // namespace api
