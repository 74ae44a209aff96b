// SPDX-License-Identifier: Apache-2.0
// Steps 3 to 6 of the write path (ledger/log.h), run by one thread at a time: decides each
// submission against the state its predecessor left, records a group of them in one synced batch,
// publishes the checkpoint, and answers.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/admission.h"
#include "ledger/clock.h"
#include "ledger/event_store.h"
#include "ledger/internal/anchor_writer.h"
#include "ledger/internal/beside.h"
#include "ledger/internal/check_pool.h"
#include "ledger/internal/staging.h"
#include "ledger/internal/state_seal.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/log_reader.h"
#include "ledger/rows.h"
#include "ledger/tile_builder.h"

namespace ledger::internal {

/// What the sequencer works with, after recovery.
struct SequencerParts {
  std::shared_ptr<EventStore> store;
  Lease lease;
  Rows state;
  TileBuilder tree;
  std::optional<StreamHeads> streams;
  std::optional<Hash> last_commitment;  ///< D of the newest LedgerCommitment
  LedgerIdentity identity;
  std::uint64_t last_recorded_at_us = 0;
  std::shared_ptr<const Admission> admission;
  std::shared_ptr<Clock> clock;
  std::vector<NoteSigner> checkpoint_signers;
  FindSigner find_signer;
  std::unique_ptr<AnchorWriter> anchor;
  LogReader* reader = nullptr;  ///< outlives the sequencer
  std::function<void(WriteStep)> on_step;
  /// Why nothing may be recorded, signed or acknowledged any more, once that is so; any thread.
  std::function<std::optional<Error>()> stopped;
};

class Sequencer {
 public:
  explicit Sequencer(SequencerParts parts) : parts_(std::move(parts)) {}

  /// Decides, records, publishes and answers the submissions; every one is answered. An error
  /// means that the writer must stop: what is durable or published cannot be found out here,
  /// somebody has seen more of this log than it holds, or it was stopped from outside. Then nothing
  /// of these submissions is acknowledged, whatever of them is in the store.
  Status run(std::vector<std::unique_ptr<Submission>> submissions);

  /// When the log is opened: shows and anchors its newest checkpoint. One of this size that was
  /// kept already stays as it is if a standing key signed it; else it is signed and kept first.
  Status publish_again();

  /// What a commitment to the log as it is recorded has to say; remembered for check_committed().
  Result<CommitmentDraft> draft_commitment();

  /// The kept checkpoint of this size with these signatures added, kept and shown.
  Result<std::string> add_cosignatures(std::uint64_t size,
                                       const std::vector<NoteSignature>& cosignatures);

  /// Until everything published is anchored.
  Status settle() { return parts_.anchor->wait(); }

 private:
  struct Decision {
    std::unique_ptr<Submission> submission;
    AppendResult result;
  };

  /// `keep`: leaves the checked events in the submission, for another try.
  Decision decide(std::unique_ptr<Submission> submission, bool keep);
  /// In the order in which they refuse.
  AppendResult decide_events(Submission& submission, Stage& stage, bool keep);
  /// `objection`: why the event is refused unless the log has it already; null: it is not.
  Status decide_event(CheckedEvent event, const Error* objection, Stage& stage,
                      std::vector<AppendedEvent>& results);
  Status admit(const CheckedEvent& event, const StagedLog& log, std::uint64_t index,
               std::uint64_t recorded_at_us);
  Result<StagedEvent> stage_event(CheckedEvent event, const StagedLog& log, std::uint64_t index);

  /// record(), unless the group is empty or an alarm was raised while it was decided.
  Result<bool> record_group();
  /// Whether the group is in the log now. False: nothing of it is, and it can be tried again. An
  /// error: nobody knows, or the store is another's.
  Result<bool> record();
  Result<bool> append(const std::vector<std::string>& entries, const std::vector<RowPut>& rows);
  /// After a write of unknown outcome: opens the store again and takes it over. `known_size`:
  /// entries that it must still have.
  Status take_over(std::uint64_t known_size);
  /// Goes back to the state that the store holds, without the group.
  Status discard();
  Checkpoint checkpoint() const;  ///< of the current tree, not signed
  void start_signing();
  /// Keeps, shows and anchors the signed checkpoint of the current tree.
  Status publish(std::string note);
  Status publish_opened();
  Status keep(const Checkpoint& checkpoint, const std::string& note);
  Status show(const Checkpoint& checkpoint, std::string note);
  Result<std::string> keep_cosignatures(const Checkpoint& checkpoint, std::string note) const;
  /// kRefused COMMITMENT_STALE unless the commitment is of a size that was drafted here since the
  /// last one; the reasons of check_commitment() when it says something else.
  Status check_committed(const CheckedEvent& event, const Stage& stage) const;
  std::vector<NoteSigner> standing_signers() const;
  /// Takes what has changed in the state, as the store keeps it, sealed for a log of this size.
  Result<std::vector<RowPut>> state_rows(std::uint64_t size);
  /// Whether we can sign as this key, after asking for it where it was not given.
  bool has_signer(const PublicKey& key);

  std::uint64_t next_index(const Stage& stage) const {
    return parts_.tree.size() + group_.events().size() + stage.events().size();
  }
  Status may_go_on() const {
    const auto why = parts_.stopped ? parts_.stopped() : std::nullopt;
    return why ? Status(*why) : Status(Ok{});
  }
  void step(WriteStep at) const {
    if (parts_.on_step) parts_.on_step(at);
  }

  SequencerParts parts_;
  Beside<Result<std::string>> signing_;  ///< of the checkpoint
  std::optional<Hash> state_digest_;     ///< of parts_.state; nothing: not known
  PublishedRoots roots_;
  Stage group_;                         ///< decided, to be recorded by this run
  std::deque<CommitmentDraft> drafts_;  ///< the newest ones, since the last commitment
  std::optional<Error> write_error_;    ///< of the last append that failed
  std::optional<Error> alarm_;          ///< somebody in good standing has seen more than we hold
};

/// An entry's leaf, index rows and complete tiles, added to a batch. The one place that knows
/// which rows follow from an event; the verifier derives the same ones.
std::vector<RowPut> index_rows(const StagedEvent& staged);

/// What has changed in the sequencer's state since the last call, as the store keeps it.
std::vector<RowPut> take_state_rows(Rows& state);
/// The rows of the sequencer's state and their digest, as the store keeps them.
Result<Rows> load_state(const EventStore& store);
inline constexpr std::string_view kStateDigestKey = "d";

}  // namespace ledger::internal
