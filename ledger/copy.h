// SPDX-License-Identifier: Apache-2.0
// Copies a log that another sequencer recorded: its entries byte for byte, everything that follows
// from them made anew, nothing believed on the way. Each event passes the checks that it passed
// when it was recorded; each checkpoint must lead to the root that the entries have.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "ledger/admission.h"
#include "ledger/attestation.h"
#include "ledger/checkpoint.h"
#include "ledger/event_check.h"
#include "ledger/event_store.h"
#include "ledger/rows.h"

namespace ledger {

struct CopyOptions {
  const Admission* admission = nullptr;  ///< the rules; required
  /// Leave out checkpoints that are not sound, instead of refusing the source for them.
  bool drop_bad_checkpoints = false;
  /// Whose cosignatures a checkpoint keeps, if they verify, beside the log's own signatures: who is
  /// served a checkpoint with a spoilt line of a witness that it knows believes none of it.
  /// Nothing: each stays as the source has it.
  std::optional<std::vector<VerifierKey>> witnesses;
  /// A checkpoint with a line of one of these that does not verify is not sound.
  std::vector<VerifierKey> pinned_witnesses;
  /// Also compare every tile that the source keeps from the copy's end on, and not only those of
  /// the leaves, before anything is written.
  bool compare_tiles = false;
  /// Also compare what the source repeats of the copy from this event on, entries and tiles byte
  /// for byte, checkpoints by roots and signatures; nothing: no more of it than what leads to the
  /// source's root.
  std::optional<std::uint64_t> repeated_from;
  unsigned threads = 0;  ///< that check signatures; 0: one per core
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct CopyReport {
  LedgerIdentity identity;
  std::uint64_t size_before = 0;
  std::uint64_t size = 0;         ///< of the copy now
  std::uint64_t source_size = 0;  ///< of the source's newest checkpoint
  Hash root;                      ///< of the copy
  std::uint64_t signatures = 0;   ///< of the new events, all checked
  std::uint64_t commitments = 0;  ///< of the new events, all recomputed but for views' digests
  std::uint64_t checkpoints = 0;  ///< kept
  std::uint64_t checkpoints_dropped = 0;
  Rows state;  ///< the sequencer's, as the copy keeps it now
};

/// Brings `target` (empty, or an earlier state of the same log) up to the newest checkpoint of
/// `source`, which needs entries from target's size on only. A target that has as much or more
/// already is compared and left as it is. What was copied before an error stays and is sound; the
/// same call goes on from there.
///
/// kConflict ANOTHER_LEDGER; kBehind FORKED when the two have parted; kCorrupt ROOT_MISMATCH,
/// ENTRY_MISSING, LEAF_DIFFERS, TILE_DIFFERS, TIME_RUNS_BACK, EVENT_ID_TAKEN, BAD_CHECKPOINT,
/// COMMITMENT_SIZE and the reasons of check_event(), check_in_context(), the rules and
/// check_commitment(), with `where` naming the event; kNotFound NO_CHECKPOINT; the errors of the
/// stores. `state`: that of the target, if the caller has it.
Result<CopyReport> copy_log(EventStore& target, const EventStore& source,
                            const CopyOptions& options, std::optional<Rows> state = std::nullopt);

/// The sequencer's state as a copy keeps it. The errors of the store.
Result<Rows> kept_state(const EventStore& copy);

/// Whether the copy is exactly what the auditor attested: its size, root and state. From there on
/// `copy_log` is an audit of the new events alone; it takes the state that this gives. kCorrupt
/// ANOTHER_LEDGER; kCorrupt ATTESTATION_DIFFERS with `where` naming what differs; the errors of the
/// store.
Result<Rows> check_attested(const EventStore& copy, const Attestation& attestation);

}  // namespace ledger
