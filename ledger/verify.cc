// SPDX-License-Identifier: Apache-2.0
#include "ledger/verify.h"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>
#include <utility>

#include "ledger/internal/verify_block.h"
#include "ledger/internal/verify_commitments.h"
#include "ledger/internal/verify_findings.h"
#include "ledger/internal/verify_index.h"
#include "ledger/internal/verify_rules.h"
#include "ledger/internal/verify_signers.h"
#include "ledger/internal/verify_store.h"
#include "ledger/internal/verify_tree.h"
#include "ledger/internal/verify_within.h"
#include "ledger/limits.h"
#include "ledger/log_reader.h"

namespace ledger {

namespace {

using internal::Findings;
using Note = internal::PublishedNote;
using internal::RootVerdict;
using internal::size_name;
using internal::VerifiedEntry;

/// A gap so long that nothing is expected behind it: the number in the head is what is wrong.
constexpr std::uint64_t kGapMax = 65'536;
constexpr std::size_t kScratchBytes = std::size_t{16} << 20;
/// Checkpoints that are tried for the last good one, when a late fault lies before the newest.
constexpr std::size_t kOlderTried = 16;
/// Wrong roots for which the next checkpoint is looked at, and how far that one may lie.
constexpr std::size_t kLookaheadsMax = 64;
constexpr std::uint64_t kLookaheadEntriesMax = 4'096;

FaultClass class_of(const Error& error) {
  if (error.reason == "SIGNATURE_INVALID") return FaultClass::kBadSignature;
  if (error.reason == "ENTRY_MISSING") return FaultClass::kMissing;
  if (error.reason == "BAD_BUNDLE" || error.reason == "RESOURCE_TOO_LARGE" ||
      error.reason == "NOT_A_FILE") {
    return FaultClass::kEdited;
  }
  if (error.reason == "CHECKSUM_MISMATCH" || error.code == ErrorCode::kIo) {
    return FaultClass::kUnreadable;
  }
  return FaultClass::kBrokenRule;
}

class Verifier {
 public:
  /// `identity` as far as genesis tells it.
  Verifier(const EventStore& store, const VerifyOptions& options,
           const Result<LedgerIdentity>& identity, Head head, std::size_t scratch_bytes)
      : store_(store),
        options_(options),
        head_(std::move(head)),
        end_(internal::end_of(store, head_)),
        read_end_(end_),
        findings_(report_),
        tree_(store, end_, findings_),
        rows_(scratch_bytes),
        streams_([this](std::string_view key) { return rows_.get(key); }),
        rules_(store, report_.identity, options.admission, rows_, streams_, report_, findings_),
        signers_(store, options, rules_, report_, findings_),
        index_(store, report_.identity, findings_),
        commitments_(store, end_, options, rows_, streams_, report_, findings_) {
    if (identity) {
      report_.identity = *identity;
    } else {
      genesis_error_ = identity.error();
    }
    report_.size = end_;
  }

  Result<VerifyReport> run();

 private:
  using PendingBlock = std::pair<std::uint64_t, std::future<std::vector<VerifiedEntry>>>;
  /// Sizes from the first to the last.
  struct SizeRange {
    std::uint64_t first;
    std::uint64_t last;
    bool has(std::uint64_t size) const { return first <= size && size <= last; }
  };
  /// Entries in a row that the store does not give.
  struct Gap {
    std::uint64_t begin;
    std::uint64_t end;
    Error error;
  };
  void look_at_genesis();
  void tell_genesis();
  bool id_is_right() const;
  void read_entries();
  PendingBlock start_block(std::uint64_t begin);
  void take_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries);
  void take_entry(std::uint64_t index, const VerifiedEntry& entry);
  void take_gap(std::uint64_t index, const VerifiedEntry& entry);
  void close_gap();

  void collect_checkpoints(std::uint64_t begin, std::uint64_t end);
  void collect_singly(std::uint64_t begin, std::uint64_t end, const Error& error);
  void take_checkpoints(std::uint64_t size);
  void take_checkpoint(const Note& note);
  std::optional<Checkpoint> read_checkpoint(const Note& note);
  void compare_root(const Note& note, const Checkpoint& checkpoint);
  void root_differs(const Note& note, const Checkpoint& checkpoint);
  bool later_one_fits(std::uint64_t size);
  void check_beyond();
  void check_unpublished();
  void check_unkept();
  void settle_last_good();

  const EventStore& store_;
  const VerifyOptions& options_;
  const Head head_;
  const std::uint64_t end_;  ///< the head's size, unless that is plainly wrong
  std::uint64_t read_end_;   ///< the same, unless nothing but gap lies before it
  VerifyReport report_;
  Findings findings_;
  internal::TreeVerifier tree_;
  internal::ScratchRows rows_;
  internal::StreamHeads streams_;
  internal::RuleVerifier rules_;
  internal::CheckpointSigners signers_;
  internal::IndexVerifier index_;
  internal::CommitmentVerifier commitments_;

  std::optional<Error> genesis_error_;  ///< why genesis does not tell the ledger's id
  bool hashes_only_ = false;
  std::optional<Gap> gap_;
  std::vector<Note> due_;                ///< checkpoints of the current block
  std::uint64_t compared_size_ = 0;      ///< of the last checkpoint whose root was right
  std::uint64_t newest_size_ = 0;        ///< of the last checkpoint of all, right or not
  std::uint64_t newest_kept_ = 0;        ///< the same, of those in the store
  std::optional<std::uint64_t> unkept_;  ///< size of the anchor's, if the store has none of it
  std::optional<SizeRange> unread_;      ///< sizes of which the store could not say
  std::optional<Hash> last_root_;        ///< signed, of the whole log
  bool truncated_ = false;
  std::size_t lookaheads_ = 0;  ///< made so far
};

/// Everything hangs on genesis: it makes the ledger's id, which is part of every signature. When
/// it is damaged, one signature that verifies all the same says that the id is right.
void Verifier::look_at_genesis() {
  hashes_only_ = options_.fast;
  report_.complete = !options_.fast;
  if (options_.static_form) rules_.resolve_by_entries();
  if (!genesis_error_ && !id_is_right()) {
    genesis_error_ = corrupt("NOT_GENESIS", "nothing verifies under the ledger id that it makes");
  }
  if (!genesis_error_) {
    if (options_.fast) signers_.read_keys(end_);
    return;
  }
  hashes_only_ = true;
  signers_.have_none();
  report_.complete = false;
  report_.events_unjudged = end_ - 1;
}

/// Where hashes and checkpoints fit all the same, nothing else speaks of it.
void Verifier::tell_genesis() {
  if (!genesis_error_ || report_.fault_count > 0) return;
  Fault fault =
      fault_of(class_of(*genesis_error_), "entry", genesis_error_->where, genesis_error_->reason,
               "without it no signature can be checked: " + genesis_error_->message);
  fault.index = 0;
  findings_.add(std::move(fault));
}

bool Verifier::id_is_right() const {
  const auto raw = internal::read_block(store_, 0, std::min<std::uint64_t>(end_, 16));
  const auto entries = internal::check_block(report_.identity, raw, false);
  return std::any_of(entries.begin(), entries.end(),
                     [](const VerifiedEntry& entry) { return entry.sound(); });
}

namespace {

constexpr std::size_t kBlocksPerThread = 4;  ///< under way at once

}  // namespace

Verifier::PendingBlock Verifier::start_block(std::uint64_t begin) {
  const std::uint64_t end = std::min(begin + kTileWidth, end_);
  return {begin, std::async(std::launch::async, [this, begin, end] {
            const auto raw = internal::read_block(store_, begin, end);
            return internal::check_block(report_.identity, raw, hashes_only_);
          })};
}

void Verifier::read_entries() {
  const std::size_t threads =
      options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  std::deque<PendingBlock> pending;
  std::uint64_t next = 0;
  while (next < end_ || !pending.empty()) {
    const bool hopeless = gap_ && gap_->end - gap_->begin >= kGapMax;
    // More than there are threads: while one is taken, the others keep every core busy.
    while (!hopeless && next < end_ && pending.size() < kBlocksPerThread * threads) {
      pending.push_back(start_block(next));
      next += kTileWidth;
    }
    if (pending.empty()) break;
    auto [begin, entries] = std::move(pending.front());
    pending.pop_front();
    take_block(begin, entries.get());
    if (!rows_.status()) return;
    if (options_.progress) options_.progress(std::min(begin + kTileWidth, end_), end_);
  }
  if (gap_ && next < end_) {  // given up
    gap_->end = end_;
    read_end_ = gap_->begin;
  }
  close_gap();
}

Result<VerifyReport> Verifier::run() {
  look_at_genesis();
  internal::check_lost_files(store_, findings_);
  if (!options_.static_form) internal::check_head(store_, head_, end_, findings_);
  read_entries();
  if (!rows_.status()) return rows_.status().error();
  internal::check_behind(store_, report_.identity, head_, end_, findings_);
  rules_.tell_missing_checkpoints();
  signers_.tell_unsigned();
  check_beyond();
  check_unpublished();
  check_unkept();
  if (options_.static_form) {
    tree_.finish_static();
  } else {
    tree_.finish(head_, last_root_, truncated_);
  }
  if (!hashes_only_ && !options_.static_form) {
    index_.finish(read_end_, truncated_);
    rules_.finish(truncated_);
    commitments_.finish(read_end_, truncated_ || rules_.in_doubt());
    internal::check_foreign_rows(store_, findings_);
  }
  if (!rows_.status()) return rows_.status().error();
  tell_genesis();
  settle_last_good();
  if (!options_.static_form) internal::name_lost_events(store_, report_);
  if (!options_.fast) internal::check_table_files(store_, report_, findings_);
  report_.root = tree_.root();
  if (!hashes_only_) report_.state = rules_.state();
  report_.tiles_checked = tree_.tiles_checked();
  report_.index_rows_checked = index_.rows_checked();
  return std::move(report_);
}

void Verifier::take_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries) {
  tree_.begin_block(begin, entries);
  for (std::size_t i = 0; i < entries.size(); ++i) take_entry(begin + i, entries[i]);
}

void Verifier::take_entry(std::uint64_t index, const VerifiedEntry& entry) {
  if (entry.present) ++report_.events_checked;
  report_.signatures_checked += entry.signatures;
  take_gap(index, entry);
  if (commitments_.wanted(index)) commitments_.at(index, tree_.root(), rules_.state());
  const bool agrees = tree_.add(entry);
  if (!agrees) findings_.hold(index);
  if (entry.error) findings_.lose(index);
  if (entry.present && entry.error) {
    Fault fault =
        fault_of(class_of(*entry.error), "entry", internal::blamed_field(store_, index, entry),
                 entry.error->reason, entry.error->message);
    fault.index = index;
    fault.event_id = entry.event_id;
    findings_.add(std::move(fault));
  }
  if (!hashes_only_) {
    rules_.take(index, entry, agrees);
    commitments_.take(index, entry, rules_.in_doubt());
    if (entry.sound()) index_.add(*entry.event, index);
  }
  take_checkpoints(index + 1);
}

/// Missing entries in a row are one fault.
void Verifier::take_gap(std::uint64_t index, const VerifiedEntry& entry) {
  if (entry.present || (gap_ && gap_->error.reason != entry.error->reason)) close_gap();
  if (entry.present) return;
  if (!gap_) gap_ = Gap{index, index, *entry.error};
  gap_->end = index + 1;
}

void Verifier::close_gap() {
  if (!gap_) return;
  const std::uint64_t count = gap_->end - gap_->begin;
  Fault fault =
      fault_of(class_of(gap_->error), "entry", {}, gap_->error.reason, gap_->error.message);
  if (count > 1) {
    fault.message += "; " + std::to_string(count) + " entries in a row, up to index " +
                     std::to_string(gap_->end - 1);
  }
  fault.index = gap_->begin;
  findings_.add(std::move(fault));
  gap_.reset();
}

/// The notes with a size in [begin, end): those of the store, and the anchor's after them.
void Verifier::collect_checkpoints(std::uint64_t begin, std::uint64_t end) {
  due_.clear();
  std::uint64_t next = begin;
  const auto scanned =
      store_.checkpoints(begin, end, [&](std::uint64_t size, std::string_view note) {
        due_.push_back({size, std::string(note), "checkpoint"});
        next = size + 1;
        return true;
      });
  if (!scanned) collect_singly(next, std::min(end, end_ + 1), scanned.error());
  if (!options_.anchored_note) return;
  const auto anchored = checkpoint_of_note(*options_.anchored_note);
  if (anchored && anchored->size >= begin && anchored->size < end) {
    due_.push_back({anchored->size, *options_.anchored_note, "anchor"});
  }
}

/// Those behind a damaged block can be read all the same, and those in it named by their sizes; in
/// the static form all of them lie in the one file that is wrong.
void Verifier::collect_singly(std::uint64_t begin, std::uint64_t end, const Error& error) {
  std::optional<SizeRange> unread;
  for (std::uint64_t size = begin; size < end && !options_.static_form; ++size) {
    const auto read = store_.checkpoints(size, size + 1, [&](std::uint64_t, std::string_view note) {
      due_.push_back({size, std::string(note), "checkpoint"});
      return true;
    });
    if (!read) unread = SizeRange{unread ? unread->first : size, size};
  }
  Fault fault = internal::unreadable("checkpoint", {}, error);
  if (unread) {
    fault.message += "; those of the sizes " + std::to_string(unread->first) + " to " +
                     std::to_string(unread->last) + " cannot be read, if there are any";
    unread_ = SizeRange{unread_ ? unread_->first : unread->first, unread->last};
  }
  findings_.add(std::move(fault));
}

/// The checkpoints of exactly this size.
void Verifier::take_checkpoints(std::uint64_t size) {
  // One scan per block of entries, not per entry.
  if (size % kTileWidth == 1) collect_checkpoints(size == 1 ? 0 : size, size + kTileWidth);
  for (const Note& note : due_) {
    if (note.size == size || (size == 1 && note.size == 0)) take_checkpoint(note);
  }
}

/// Nothing, and a fault, when the note is no checkpoint of this log and of the size it is kept as.
std::optional<Checkpoint> Verifier::read_checkpoint(const Note& note) {
  auto checkpoint = checkpoint_of_note(note.text);
  const std::string& origin = report_.identity.origin;
  if (checkpoint && checkpoint->size == note.size && checkpoint->size > 0 &&
      (origin.empty() || checkpoint->origin == origin)) {
    return std::move(*checkpoint);
  }
  findings_.add(fault_of(
      FaultClass::kEdited, note.structure, size_name(note.size), "BAD_CHECKPOINT",
      checkpoint ? "the checkpoint is of another log or size" : checkpoint.error().message));
  return std::nullopt;
}

void Verifier::take_checkpoint(const Note& note) {
  ++report_.checkpoints_checked;
  newest_size_ = std::max(newest_size_, note.size);
  const bool anchor = note.of_anchor();
  if (!anchor) newest_kept_ = std::max(newest_kept_, note.size);
  const auto checkpoint = read_checkpoint(note);
  if (!checkpoint || !signers_.check_standing(note)) return;
  compare_root(note, *checkpoint);
  if (!anchor || compared_size_ != note.size) return;
  const bool kept = std::any_of(due_.begin(), due_.end(), [&](const Note& other) {
    return other.size == note.size && !other.of_anchor();
  });
  if (!kept && !(unread_ && unread_->has(note.size))) unkept_ = note.size;
}

void Verifier::compare_root(const Note& note, const Checkpoint& checkpoint) {
  const bool anchor = note.of_anchor();
  if (anchor) {
    report_.anchored = true;
  } else {
    rules_.publish(note.size, checkpoint.root);
    if (note.size == end_) last_root_ = checkpoint.root;
  }
  switch (tree_.at_checkpoint(checkpoint)) {
    case RootVerdict::kRight:
      if (!findings_.any_lost()) rules_.trust_entries();
      if (findings_.holds_to(note.size) && report_.events_unjudged == 0 && !gap_) {
        report_.last_good = checkpoint;
      }
      compared_size_ = note.size;
      return;
    case RootVerdict::kWrong:
      return root_differs(note, checkpoint);
    case RootVerdict::kUnknown:
      return;
  }
}

/// Whether the entries as they stand lead to the next checkpoint after this size: one that a key of
/// the log signed. Nothing before it was edited then.
bool Verifier::later_one_fits(std::uint64_t size) {
  if (gap_ || lookaheads_++ >= kLookaheadsMax) return false;
  std::optional<Note> next;
  const auto found = store_.checkpoints(size + 1, size + 1 + kLookaheadEntriesMax,
                                        [&](std::uint64_t later, std::string_view text) {
                                          next = Note{later, std::string(text), "checkpoint"};
                                          return false;
                                        });
  if (!found || !next || next->size > end_) return false;
  const auto later = checkpoint_of_note(next->text);
  if (!later || later->size != next->size || !signers_.signed_by_standing(*next)) return false;
  CompactRange range = tree_.range();
  const auto read = store_.read(size, later->size, [&](std::uint64_t, std::string_view entry) {
    range.append(leaf_hash(entry));
    return true;
  });
  return read && range.size() == later->size && range.root() == later->root;
}

/// Which entry is to blame when no stored tile says so.
void Verifier::root_differs(const Note& note, const Checkpoint& checkpoint) {
  const std::uint64_t begin = compared_size_;
  const std::uint64_t last = checkpoint.size - 1;
  const bool anchor = note.of_anchor();
  // The log's own checkpoint of this size fits, or the next one does with these very entries: this
  // is another history, signed by the log.
  const bool two_histories = anchor ? begin == checkpoint.size : later_one_fits(checkpoint.size);
  if (!two_histories) {
    tree_.part(head_);
    const bool explained = findings_.explains(begin, checkpoint.size);
    findings_.part_at(begin);
    findings_.lose_from(begin);
    rules_.doubt_everything();
    if (explained) return;
  }
  if (two_histories) findings_.part_at(last);
  if (two_histories && !anchor) rules_.publish(note.size, tree_.root());  // what authors have seen
  if (!two_histories && begin == last) {
    const auto raw = internal::read_block(store_, last, last + 1);
    const auto entries = internal::check_block(report_.identity, raw, hashes_only_);
    Fault fault = fault_of(FaultClass::kEdited, "entry",
                           internal::blamed_field(store_, last, entries[0]), "LEAF_DIFFERS",
                           "the stored bytes are not those that the checkpoint of size " +
                               std::to_string(checkpoint.size) + " was signed over");
    fault.index = last;
    findings_.add(std::move(fault));
    return;
  }
  findings_.add(fault_of(
      FaultClass::kForked, note.structure, size_name(note.size), "ROOT_DIFFERS",
      two_histories ? "the log has signed two histories: the entries have another root than the "
                      "one that was published"
                    : "the entries have another root than was signed; what differs lies between "
                      "index " +
                          std::to_string(begin) + " and " + std::to_string(last)));
}

/// Checkpoints of a longer log than this one: each says that it was cut; the longest is named.
void Verifier::check_beyond() {
  collect_checkpoints(std::max(end_, end_ + 1), UINT64_MAX);
  std::optional<Note> longest;
  for (const Note& note : due_) {
    ++report_.checkpoints_checked;
    if (!read_checkpoint(note) || !signers_.check_ever(note)) continue;
    const bool anchor = note.of_anchor();
    report_.anchored = report_.anchored || anchor;
    if (!longest || note.size > longest->size || anchor) longest = note;
  }
  if (options_.anchored_note && !report_.anchored) {
    const auto anchored = checkpoint_of_note(*options_.anchored_note);
    if (!anchored) {
      findings_.add(fault_of(FaultClass::kEdited, "anchor", {}, "BAD_CHECKPOINT",
                             "the anchor holds no checkpoint: " + anchored.error().message));
    }
  }
  if (!longest) return;
  truncated_ = true;
  findings_.add(fault_of(FaultClass::kTruncated, longest->structure, size_name(longest->size),
                         "LOG_SHORTER", log_shorter(longest->size, end_).message));
}

/// A crash may lose the checkpoint of the last group, no more.
void Verifier::check_unpublished() {
  report_.events_unpublished = end_ - std::min(newest_size_, end_);
  if (report_.events_unpublished <= kGroupEventsMax || truncated_) return;
  findings_.add(fault_of(
      FaultClass::kMissing, "checkpoint", size_name(end_), "CHECKPOINT_MISSING",
      "no checkpoint covers the last " + std::to_string(report_.events_unpublished) + " entries"));
}

/// The store has to have what was published. A power cut may take the newest checkpoint and no
/// other, and the next opening signs that one again.
void Verifier::check_unkept() {
  if (!unkept_ || options_.static_form) return;
  const bool newest = newest_kept_ < *unkept_;
  Fault fault =
      fault_of(FaultClass::kMissing, "checkpoint", size_name(*unkept_), "CHECKPOINT_MISSING",
               newest ? "the anchor holds this checkpoint, the store does not: either it was taken "
                        "out, or a power cut came before it was on the disk; the next opening for "
                        "writing signs it again"
                      : "the anchor holds this checkpoint, the store has later ones and not it");
  newest ? findings_.warn(std::move(fault)) : findings_.add(std::move(fault));
}

/// A fault that was found late may lie before the checkpoint that was good until then.
void Verifier::settle_last_good() {
  if (!report_.last_good || findings_.holds_to(report_.last_good->size)) return;
  report_.last_good.reset();
  std::deque<Note> newest;
  const std::uint64_t limit = findings_.holds_up_to();
  const auto scanned =
      store_.checkpoints(1, limit + 1, [&](std::uint64_t size, std::string_view note) {
        newest.push_front({size, std::string(note), "checkpoint"});
        if (newest.size() > kOlderTried) newest.pop_back();
        return true;
      });
  for (const Note& note : newest) {
    const auto checkpoint = checkpoint_of_note(note.text);
    if (!scanned || !checkpoint || checkpoint->size != note.size) continue;
    if (!signers_.signed_ever(note)) continue;
    const auto tree = load_tree(store_, note.size);
    if (!tree || tree->root() != checkpoint->root) continue;
    report_.last_good = *checkpoint;
    return;
  }
}

}  // namespace

Result<VerifyReport> internal::verify_within(const EventStore& store, const VerifyOptions& options,
                                             std::size_t scratch_bytes) {
  auto head = store.head();
  if (!head) return head.error();
  if (head->size == 0) return not_found("EMPTY", "the store holds no ledger");
  auto identity = identity_of(store);
  // A damaged genesis is a finding; what does not need the ledger's id is verified all the same.
  if (!identity && identity.error().code == ErrorCode::kIo) return identity.error();
  return Verifier(store, options, identity, std::move(*head), scratch_bytes).run();
}

Result<VerifyReport> verify_ledger(const EventStore& store, const VerifyOptions& options) {
  return internal::verify_within(store, options, kScratchBytes);
}

}  // namespace ledger
