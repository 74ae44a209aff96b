// SPDX-License-Identifier: Apache-2.0
// The rules of the log decided again, event by event, against a state folded from the log itself.
// Where an event is damaged, later ones that fail a rule which may hang on it are counted as
// unjudged: they are not to blame for what somebody did to another event.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/internal/scratch_rows.h"
#include "ledger/internal/staging.h"
#include "ledger/internal/state_seal.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/internal/verify_block.h"
#include "ledger/internal/verify_findings.h"
#include "ledger/rows.h"

namespace ledger::internal {

/// The log before an event, as the verifier has come to know it.
class VerifiedLog : public LogContext {
 public:
  VerifiedLog(const EventStore& store, const LedgerIdentity& identity, ScratchRows& rows,
              StreamHeads& streams)
      : store_(store), identity_(identity), rows_(rows), streams_(streams) {}

  void advance(const CheckedEvent& event, std::uint64_t index);
  void next() { ++size_; }
  void publish(std::uint64_t size, const Hash& root) { roots_.set(size, root); }
  /// Resolves references by the entries themselves from now on, not by the index.
  Status distrust_index();
  bool distrusts_index() const { return own_digests_; }
  /// Where an event with this id came before, when there is no index to find that out by.
  std::optional<std::uint64_t> earlier_with_id(const Id& id) const;
  /// There is no index at all.
  void have_no_index() { own_digests_ = own_ids_ = true; }

  Result<std::optional<Located>> find_digest(const Hash& digest) const override;
  Result<Body> body_of(std::uint64_t index) const override { return recorded_body(store_, index); }
  Result<std::vector<Subject>> subjects_of(std::uint64_t index) const override {
    return recorded_subjects(store_, index);
  }
  Result<std::uint64_t> version_of(const Subject& subject) const override {
    return streams_.count(subject);
  }
  Result<std::optional<Hash>> published_root(std::uint64_t size) const override {
    return roots_.get(store_, size);
  }
  std::uint64_t published_size() const override { return size_; }
  SealedState sealed(const Hash& digest) const { return {identity_.ledger_id, size_, digest}; }

 private:
  const EventStore& store_;
  const LedgerIdentity& identity_;
  std::uint64_t size_ = 0;
  ScratchRows& rows_;
  StreamHeads& streams_;
  bool own_digests_ = false;  ///< they are in `rows_`
  bool own_ids_ = false;
  mutable PublishedRoots roots_;
};

class RuleVerifier {
 public:
  /// `streams`: of the entries before the one that is taken.
  RuleVerifier(const EventStore& store, const LedgerIdentity& identity, const Admission* admission,
               ScratchRows& rows, StreamHeads& streams, VerifyReport& report, Findings& findings)
      : store_(store),
        admission_(admission),
        report_(report),
        findings_(findings),
        log_(store, identity, rows, streams) {}

  /// The next entry. `agrees`: it is the one that the stored tile has.
  void take(std::uint64_t index, const VerifiedEntry& entry, bool agrees);
  /// A signed root says that the entries so far are right, whatever the tiles have.
  void trust_entries() { suspicion_ = {}; }
  /// Before the first entry: there is no index to resolve references by.
  void resolve_by_entries() { log_.have_no_index(); }
  /// From here on the entries are not those that were published.
  void doubt_everything() { doubt_ = {true, true}; }
  /// A checkpoint that a standing key signed.
  void publish(std::uint64_t size, const Hash& root) { log_.publish(size, root); }

  /// After the last entry: which checkpoints that authors have seen the store lacks.
  void tell_missing_checkpoints();

  /// The state kept in the store against the one that the log folds to.
  void finish(bool truncated);

  const Rows& state() const { return state_; }
  /// Whether an event so far is not as it was published.
  bool in_doubt() const { return doubt_.any || suspicion_.any; }
  bool keys_in_doubt() const { return doubt_.keys || suspicion_.keys; }

 private:
  struct Doubt {
    bool any = false;   ///< an event before is not to be gone by
    bool keys = false;  ///< and it may be one that changed keys
  };
  void take_id(std::uint64_t index, const CheckedEvent& event);
  void take_time(std::uint64_t index, const VerifiedEntry& entry);
  void start_doubting(std::uint64_t index, const VerifiedEntry& entry, bool agrees);
  Status decide(std::uint64_t index, const VerifiedEntry& entry);
  /// The checks against the log before it; what of the log the admission sees.
  Result<EarlierEvents> check_place(std::uint64_t index, const CheckedEvent& event);
  Status admit(const Candidate& candidate);
  /// Whether the entries themselves agree with what the author has seen, whatever checkpoint is
  /// kept in the store. kCorrupt and kIo where the store cannot say.
  Result<bool> seen_after_all(const Seen& seen);
  void report_rule(std::uint64_t index, const VerifiedEntry& entry, const Error& error);
  void compare_rows(const Rows& kept);
  void check_seal(const std::optional<std::string>& seal, const Hash& digest);

  const EventStore& store_;
  const Admission* admission_;
  VerifyReport& report_;
  Findings& findings_;
  VerifiedLog log_;
  Rows state_;
  std::set<std::uint64_t> missing_checkpoints_;  ///< sizes that authors have seen

  bool by_admission_ = false;   ///< the last refusal came from the admission, not from the ledger
  bool rules_unknown_ = false;  ///< from here on the decisions are not made again

  Doubt doubt_;      ///< an event before is damaged
  Doubt suspicion_;  ///< sound by itself, but the tile has another, and no root decided yet

  /// The last two times that are believed, and whose the last one is.
  std::uint64_t time_before_us_ = 0;
  std::uint64_t time_us_ = 0;
  std::uint64_t time_index_ = 0;
  std::string time_event_id_;
};

}  // namespace ledger::internal
