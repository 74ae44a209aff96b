// SPDX-License-Identifier: Apache-2.0
// The log: open it, append signed events, read. Start here.
//
// The life of an event, by numbered steps (FORMAT.md, "The write path"); WriteStep names the
// places between them where a crash test stops the process:
//   1 proposed   its author built and signed it; nothing of it is here yet
//   2 checked    strict body, signatures; in memory only
//   3 sequenced  against the state its predecessor left; in memory only
//   4 recorded   entries, edge, tiles, indexes and state in one synced batch: from here it is in
//   5 published  checkpoint, signed beside 4, kept and shown to readers; the anchor follows behind
//   6 receipted  the author is answered; not before the previous batch's anchor is durable
// A crash before 4 leaves nothing; a crash after 4 leaves the whole batch, and opening signs the
// checkpoint that was due, byte for byte the one that may already have been shown.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/admission.h"
#include "ledger/clock.h"
#include "ledger/commitment.h"
#include "ledger/event_check.h"
#include "ledger/event_store.h"
#include "ledger/log_reader.h"
#include "ledger/note.h"

namespace ledger {

enum class WriteStep {
  kChecked,
  kSequenced,
  kRecorded,
  kSigned,
  kCheckpointKept,
  kPublished,
  kAnchorDue,
  kAnchored,
  kAnswered,
};

/// Finds the signer of a checkpoint key that is being brought in; nothing if there is none.
using FindSigner = std::function<std::optional<NoteSigner>(const PublicKey&)>;

struct LogOptions {
  std::unique_ptr<EventStore> store;
  std::filesystem::path anchor;                ///< outside the ledger's folder
  std::vector<NoteSigner> checkpoint_signers;  ///< the standing key's among them
  /// Asked, from the sequencer, for the new key of a CheckpointKeyChanged that is not among them;
  /// where nobody knows it the event is refused with SIGNER_MISSING.
  FindSigner find_signer;
  /// The standing checkpoint key is lost: open without its signer. Nothing is recorded until the
  /// CheckpointKeyChanged that replaces it (WRONG_CHECKPOINT_KEY).
  bool checkpoint_key_lost = false;
  std::shared_ptr<const Admission> admission;
  std::shared_ptr<Clock> clock;
  unsigned check_threads = 0;  ///< 0: one per core
  /// The anchor is gone for a known reason (a new machine): trust the store as it is and begin a
  /// new anchor. Without it a missing anchor refuses to open.
  bool new_anchor = false;
  /// The clock is right although it is behind the last entry, or far ahead of it; see
  /// kClockBehindMaxUs, kClockAheadMaxUs.
  bool accept_clock = false;
  /// Asked by open() before anything is signed, with what was published last: whoever may have seen
  /// more of this log (a witness). Its error keeps the log closed.
  std::function<Status(const ReadView& published)> before_signing;
  /// Called at each step of the write path, from the thread that does it; for crash tests.
  std::function<void(WriteStep)> on_step;
};

/// What became of one event of a submission.
struct AppendedEvent {
  std::uint64_t index = 0;
  Hash digest;
  bool repeated = false;             ///< it was already in the log, with the same body
  std::uint64_t recorded_at_us = 0;  ///< of the entry; of a dry run, what it would be now
};
using AppendResult = Result<std::vector<AppendedEvent>>;
using AppendCallback = std::function<void(AppendResult)>;

/// What a caller asks of a body besides, on the thread that has checked it. Its error refuses an
/// event that is new, never one that the log has already. Any thread, several at once.
using BodyCheck = std::function<Status(const Body&)>;

class Log {
 public:
  /// Records genesis in an empty store. kConflict EXISTS if the store is not empty; the refusals
  /// of genesis (check_keys); the errors of open.
  static Result<std::unique_ptr<Log>> create(LogOptions options, const SignedEvent& genesis);

  /// Takes over as the sequencer. kBehind when the store is shorter than or different from what
  /// the anchor says was published; kCorrupt when it contradicts itself; kNotFound NO_ANCHOR;
  /// kInvalid WRONG_CHECKPOINT_KEY; kRefused CLOCK_BEHIND, CLOCK_AHEAD; the errors of
  /// `before_signing` and of the store.
  static Result<std::unique_ptr<Log>> open(LogOptions options);

  /// Answers what is in flight, flushes, closes.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// Appends 1..kBatchEventsMax events, all or nothing. `done` is called exactly once, from
  /// whatever thread sequences (this one when the submission cannot be queued), after the events
  /// are durable; it must not wait for a lock that an appending thread may hold. kOverloaded
  /// QUEUE_FULL at once when too much is waiting; kInvalid BATCH_SIZE; kRefused and kConflict as
  /// event_check.h, key_registry.h and the admission say, with `where` naming the event; kIo
  /// NOT_WRITTEN when the disk failed and nothing of the events is there; kIndeterminate when it
  /// failed and the store could not be opened again to find out; the errors of `also`. Any thread.
  void submit(std::vector<SignedEvent> events, AppendCallback done, BodyCheck also = {});

  /// As submit(), by a thread that has time to check the events itself, so that none has to be
  /// woken for that; it waits for no disk, and where there are many it leaves them to the others.
  /// `done` may be called before this returns.
  void submit_and_help(std::vector<SignedEvent> events, AppendCallback done, BodyCheck also = {});

  /// submit, help with what is to be done, and wait.
  AppendResult append(std::vector<SignedEvent> events);

  /// Everything append does up to the decision, and nothing of it is kept.
  AppendResult check(std::vector<SignedEvent> events, BodyCheck also = {});
  /// The same without waiting: as submit.
  void submit_check(std::vector<SignedEvent> events, AppendCallback done, BodyCheck also = {});

  /// What a commitment to the log as it is now has to say: computed by the sequencer, which lets a
  /// LedgerCommitment in only while it remembers having said so, and only if it says the same:
  /// kRefused COMMITMENT_STALE and the reasons of check_commitment(). Views are for the caller to
  /// add. kOverloaded, or why the writer stopped. Any thread.
  Result<CommitmentDraft> draft_commitment();

  /// Keeps these lines with the published checkpoint of this size, and shows them with it; the note
  /// then. They are the caller's to verify. kNotFound NO_CHECKPOINT; kInvalid BAD_NOTE; the errors
  /// of the store, or why the writer stopped. Any thread.
  Result<std::string> add_cosignatures(std::uint64_t size,
                                       const std::vector<NoteSignature>& cosignatures);

  const LedgerIdentity& identity() const;
  /// The newest published state.
  ReadView view() const;
  /// Waits until more than `above` events are published or the time is over; the size then.
  std::uint64_t wait(std::uint64_t above, std::chrono::milliseconds timeout) const;

  /// An alarm from outside: this log was rolled back, or somebody else signs as it. When it
  /// returns, nothing more is signed or acknowledged, what is on its way included; every write, and
  /// stopped(), answers with the first alarm; reading goes on. Any thread, but not from within an
  /// AppendCallback.
  void halt(Error alarm);

  /// What was wrong with the kept state of the rules when the log was opened: kCorrupt
  /// STATE_ALTERED, evidence that somebody edited it. Nothing was decided by it: the state was made
  /// again from the entries. For people to be told, at once.
  const std::optional<Error>& alarm() const;

  /// Why the writer stopped, if it did: nothing is accepted until the log is opened again. A
  /// failed write alone does not stop it: it opens the store again, looks whether exactly its
  /// batch is there, answers accordingly and goes on.
  std::optional<Error> stopped() const;

 private:
  class Impl;
  explicit Log(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
