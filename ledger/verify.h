// SPDX-License-Identifier: Apache-2.0
// The verifier: re-derives a whole ledger from the bytes of its store and compares. It trusts
// nothing that is derived: not the tiles, not the indexes, not the kept state, not the head.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/admission.h"
#include "ledger/checkpoint.h"
#include "ledger/event_check.h"
#include "ledger/event_store.h"

namespace ledger {

/// What happened to the ledger, as far as its bytes show.
enum class FaultClass {
  kEdited,           ///< the stored bytes are not those that were published
  kMissing,          ///< something that must be there is not
  kReordered,        ///< an entry stands in another one's place
  kTruncated,        ///< the log ends before a checkpoint that was published
  kForked,           ///< another history than a checkpoint that was published
  kBadSignature,     ///< a signature does not verify
  kWrongKey,         ///< signed by a key that did not stand there in that capacity
  kBrokenRule,       ///< an event that the rules of the log do not let in
  kIndexDrift,       ///< an index says something else than the log
  kTileDrift,        ///< a tile or the edge says something else than the log
  kFalseCommitment,  ///< a commitment says something else than the log before it
  kStateDrift,       ///< the sequencer's kept state is not what the log folds to
  kUnreadable,       ///< the storage itself reports damage
  kAdded,            ///< something that nothing accounts for
};

/// E.g. "index drift".
std::string_view fault_class_name(FaultClass kind);

struct Fault {
  FaultClass kind{};
  /// "entry", "tile", "head", "checkpoint", "anchor", "state", "log", "index by id", …
  std::string structure;
  std::optional<std::uint64_t> index;  ///< of the event, where one is to blame; of a run, the first
  std::string event_id;  ///< hex, where the entry, or else the index by id, still shows one
  /// Path in the body, "body" where only a signature tells that something of it is another,
  /// "signatures[i]" where the body is the indexed one; or the name of a row or tile.
  std::string field;
  std::string reason;   ///< stable word
  std::string message;  ///< one English sentence
};
/// A fault without an event.
Fault fault_of(FaultClass kind, std::string structure, std::string field, std::string reason,
               std::string message);

struct VerifyOptions {
  bool fast = false;     ///< hashes, tiles and checkpoints only: no bodies, signatures, indexes
  unsigned threads = 0;  ///< 0: one per core
  /// The store is a log in its static form: entries, tiles (also the open ones) and checkpoints.
  /// There are no indexes and no kept state to compare, and the newest checkpoint is the end.
  bool static_form = false;
  const Admission* admission = nullptr;  ///< null: only the keys' part of the state is refolded
  /// The digest of a view in a version after the first `size` events, if it is known.
  std::function<std::optional<Hash>(const std::string& name, std::uint32_t version,
                                    std::uint64_t size)>
      view_digest;
  std::optional<std::string> anchored_note;  ///< the checkpoint kept outside, if there is one
  /// That the verifier pins: a line of theirs that does not verify is a fault on any checkpoint.
  std::vector<VerifierKey> witnesses;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct VerifyReport {
  LedgerIdentity identity;
  std::uint64_t size = 0;
  Hash root;
  std::uint64_t events_checked = 0;
  std::uint64_t signatures_checked = 0;
  std::uint64_t tiles_checked = 0;
  std::uint64_t checkpoints_checked = 0;
  std::uint64_t index_rows_checked = 0;
  std::uint64_t commitments_checked = 0;
  /// Events whose rules hang on an event that is damaged, and those under rules that this program
  /// does not have: neither held against them nor vouched for.
  std::uint64_t events_unjudged = 0;
  /// Events at the end that no checkpoint covers: what a crash may leave until the next opening.
  std::uint64_t events_unpublished = 0;
  /// From here on the entries are not those that were published, without one of them to blame:
  /// later roots and indexes say nothing about the events any more, their signatures still do.
  std::optional<std::uint64_t> forked_from;
  bool complete = true;   ///< false in the fast mode, and when genesis is too damaged to go by
  bool anchored = false;  ///< compared with a checkpoint from outside the ledger's folder
  std::uint64_t fault_count = 0;
  std::vector<Fault> faults;  ///< the first kFaultsReportedMax of them
  /// What is not as it should be, though no hand need have done it: what a power cut leaves, or
  /// what only a holder of the checkpoint key can judge. Does not count as a fault.
  std::vector<Fault> warnings;
  /// The newest signed checkpoint that the entries lead to, with no fault of an entry before it and
  /// no signed root against it. What is wrong with tiles, indexes, head and state lowers it not.
  std::optional<Checkpoint> last_good;
  /// The sequencer's state that the log folds to; empty in the fast mode.
  Rows state;

  bool ok() const { return fault_count == 0 && events_unjudged == 0; }
};

inline constexpr std::size_t kFaultsReportedMax = 1'000;

/// Runs over the whole store. One damaged thing gives one fault, or few that name the same thing:
/// what only follows from it is not held against other events. An error means that the check could
/// not be made (kIo, an empty store); everything that the bytes themselves show is a fault in the
/// report.
Result<VerifyReport> verify_ledger(const EventStore& store, const VerifyOptions& options);

}  // namespace ledger
