// SPDX-License-Identifier: Apache-2.0
#include "ledger/copy.h"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>
#include <utility>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/heap.h"
#include "ledger/internal/commitment_watch.h"
#include "ledger/internal/recovery.h"
#include "ledger/internal/sequencer.h"
#include "ledger/internal/source_tiles.h"
#include "ledger/internal/state_seal.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/internal/verify_block.h"
#include "ledger/key_registry.h"
#include "ledger/log_reader.h"

namespace ledger {
namespace {

using internal::StagedEvent;
using internal::VerifiedEntry;

/// Blocks of entries that go into one synced batch.
constexpr std::size_t kBlocksPerBatch = 4;
/// After so many blocks what was let go of goes back to the system.
constexpr std::size_t kBlocksPerReturn = 128;

Error at_event(const Error& error, std::uint64_t index) {
  const bool storage = error.code == ErrorCode::kIo;
  std::string where = "event " + std::to_string(index);
  if (!error.where.empty() && error.where != where) where += ": " + error.where;
  return {storage ? ErrorCode::kIo : ErrorCode::kCorrupt, error.reason, error.message,
          std::move(where)};
}

class Copier {
 public:
  Copier(EventStore& target, const EventStore& source, const CopyOptions& options,
         std::optional<Rows> state)
      : target_(target), source_(source), options_(options), given_(std::move(state)) {}

  Result<CopyReport> run();

 private:
  using Pending = std::pair<std::uint64_t, std::future<std::vector<VerifiedEntry>>>;

  Status open();
  Status load_kept();
  Status resume(std::uint64_t size);
  Status compare_beginnings() const;
  Status check_repeated() const;
  Status check_tiles() const;
  Status watch_commitments();
  Result<Commitment> folded_at(std::uint64_t size) const;
  Status remember_for_commitments();
  Status check_committed(const VerifiedEntry& entry, std::uint64_t index);
  Status copy_entries();
  Pending start_block(std::uint64_t begin) const;
  Status take_block(std::uint64_t begin, std::vector<VerifiedEntry> entries);
  Status take_entry(std::uint64_t index, VerifiedEntry& entry);
  Status decide(std::uint64_t index, const VerifiedEntry& entry, const internal::StagedLog& log);
  bool seen_after_all(const Seen& seen);
  Status take_checkpoints(std::uint64_t size);
  Status take_checkpoint(std::uint64_t size, const std::string& note);
  Result<std::string> sound_note(std::uint64_t size, const std::string& note) const;
  Status check_pinned(const Note& note, const std::string& where) const;
  Status keep_newest();
  Status write();

  EventStore& target_;
  const EventStore& source_;
  const CopyOptions& options_;
  std::optional<Rows> given_;  ///< the target's state, until it is in use
  Checkpoint end_;
  std::string end_note_;
  std::string newest_;  ///< the note of end_.size among the source's checkpoints, if it was sound
  CopyReport report_;
  Lease lease_;
  Rows state_;
  TileBuilder tree_;
  std::uint64_t recorded_at_us_ = 0;
  std::optional<internal::StreamHeads> streams_;
  internal::PublishedRoots roots_;
  internal::CommitmentWatch commitments_;

  internal::Stage stage_;  ///< accepted, not yet written
  std::vector<std::string> entries_;
  std::vector<CompleteTile> tiles_;
  std::vector<std::pair<std::uint64_t, std::string>> notes_;
  std::deque<std::pair<std::uint64_t, std::string>> due_;  ///< checkpoints of the block
};

Status Copier::open() {
  auto note = source_.last_checkpoint();
  if (!note) return note.error();
  if (!*note) return not_found("NO_CHECKPOINT", "the source has no checkpoint");
  auto end = checkpoint_of_note(**note);
  if (!end) return corrupt("BAD_CHECKPOINT", end.error().message, "checkpoint");
  end_ = std::move(*end);
  end_note_ = std::move(**note);
  const auto head = target_.head();
  if (!head) return head.error();
  const auto identity =
      identity_of(head->size > 0 ? static_cast<const EventStore&>(target_) : source_);
  if (!identity) return identity.error();
  report_.identity = *identity;
  report_.size_before = head->size;
  report_.source_size = end_.size;
  if (identity->origin == end_.origin) return Ok{};
  return conflict("ANOTHER_LEDGER",
                  "the copy is of " + identity->origin + ", the source of " + end_.origin);
}

/// One origin, and yet perhaps two ledgers, or two histories of one.
Status Copier::compare_beginnings() const {
  const std::uint64_t size = std::min(report_.size_before, end_.size);
  if (size == 0) return Ok{};
  const auto ours = load_tree(target_, size);
  if (!ours) return ours.error();
  if (size == end_.size && ours->root() != end_.root) {
    return Error{ErrorCode::kBehind, "FORKED",
                 "at size " + std::to_string(size) + " the copy has the root " +
                     to_hex(ours->root()) + ", the source's checkpoint says " + to_hex(end_.root),
                 "checkpoint"};
  }
  return Ok{};
}

Status Copier::load_kept() {
  if (given_) {
    state_ = std::move(*given_);
    return Ok{};
  }
  auto state = internal::load_state(target_);
  if (!state) return state.error();
  state_ = std::move(*state);
  return Ok{};
}

Status Copier::resume(std::uint64_t size) {
  // Borrowed: the streams live no longer than the target.
  auto streams = internal::StreamHeads::open({std::shared_ptr<void>(), &target_}, size);
  if (!streams) return streams.error();
  streams_.emplace(std::move(*streams));
  if (size == 0) return Ok{};
  auto tree = load_tree(target_, size);
  if (!tree) return tree.error();
  tree_ = std::move(*tree);
  if (auto kept = load_kept(); !kept) return kept;
  return target_.read(size - 1, size, [&](std::uint64_t, std::string_view bytes) {
    if (const auto entry = parse_entry(bytes)) recorded_at_us_ = entry->recorded_at_us;
    return false;
  });
}

/// What the source repeats of the copy, if that was asked for.
Status Copier::check_repeated() const {
  const std::uint64_t size = std::min(report_.size_before, end_.size);
  if (!options_.repeated_from || size == 0) return Ok{};
  const auto tree = load_tree(target_, size);
  if (!tree) return tree.error();
  const internal::ComparedSource compared{source_, target_, *tree, end_};
  if (auto same = internal::check_repeated(compared, *options_.repeated_from); !same) return same;
  return size == end_.size ? internal::check_added_tiles(compared) : Status(Ok{});
}

/// Before anything is written: the leaves that the source's tiles hold lead to the signed root, and
/// its other tiles are made of them.
Status Copier::check_tiles() const {
  TileBuilder tree = tree_;
  std::vector<CompleteTile> ignored;
  for (std::uint64_t begin = tree.size(); begin < end_.size; begin = tree.size()) {
    const auto hashes =
        internal::source_leaf_hashes(source_, begin, internal::tile_block_end(begin, end_.size));
    if (!hashes) return hashes.error();
    for (std::size_t at = 0; at < hashes->size(); at += Hash::kSize) {
      tree.append(fixed_from<Hash>(std::string_view(*hashes).substr(at, Hash::kSize)), ignored);
    }
    ignored.clear();
  }
  if (tree.root() == end_.root) {
    if (!options_.compare_tiles) return Ok{};
    return internal::check_added_tiles({source_, target_, tree_, end_});
  }
  if (report_.size_before == 0) {
    return corrupt("ROOT_MISMATCH", "the tiles do not lead to the root of the checkpoint",
                   "checkpoint");
  }
  return Error{ErrorCode::kBehind, "FORKED",
               "what the source adds to the " + std::to_string(report_.size_before) +
                   " events of the copy does not lead to the root of its checkpoint",
               "checkpoint"};
}

/// Which sizes the new commitments are about, and what the log gives at those that lie behind us:
/// a commitment may have been drafted in front of the copy's end and recorded after it.
Status Copier::watch_commitments() {
  const std::uint64_t begin = report_.size_before;
  auto previous = begin == 0 ? Result<std::optional<Hash>>(std::optional<Hash>{})
                             : internal::last_commitment(target_, report_.identity);
  if (!previous) return previous.error();
  commitments_ = {internal::committed_sizes(source_, begin, end_.size), *previous};
  for (const std::uint64_t size : commitments_.sizes()) {
    if (size >= begin) break;
    const auto passed = folded_at(size);
    if (!passed) return passed.error();
    commitments_.at(*passed);
  }
  return Ok{};
}

Result<Commitment> Copier::folded_at(std::uint64_t size) const {
  const auto tree = load_tree(target_, size);
  if (!tree) return tree.error();
  const auto state = internal::refold(target_, report_.identity, *options_.admission, size);
  if (!state) return state.error();
  const auto streams = internal::fold_streams(target_, size);
  if (!streams) return streams.error();
  PrefixMap map;
  for (const auto& [subject, stream] : *streams) {
    map.put({subject_map_key(subject), subject_head(stream)});
  }
  Commitment out;
  out.size = size;
  out.root = tree->root();
  out.map_root = map.root();
  out.map_count = map.size();
  out.rules_version = options_.admission->rules_version(*state);
  out.admission_digest = state->digest();
  return out;
}

/// Before the next entry: what a commitment about the log up to here has to say.
Status Copier::remember_for_commitments() {
  if (!commitments_.wanted(tree_.size())) return Ok{};
  const auto map_root = streams_->map_root();
  if (!map_root) return map_root.error();
  Commitment now;
  now.size = tree_.size();
  now.root = tree_.root();
  now.map_root = *map_root;
  now.map_count = streams_->map_count();
  now.rules_version = options_.admission->rules_version(state_);
  now.admission_digest = state_.digest();
  commitments_.at(now);
  return Ok{};
}

Status Copier::check_committed(const VerifiedEntry& entry, std::uint64_t index) {
  const auto found = commitment_of(entry.event->body);
  if (!found) return Ok{};
  if (auto same = commitments_.check(index, *found, true); !same) return same;
  commitments_.pass(entry.event->digest);
  ++report_.commitments;
  return Ok{};
}

Copier::Pending Copier::start_block(std::uint64_t begin) const {
  auto raw = std::make_shared<internal::RawBlock>(
      internal::read_block(source_, begin, internal::tile_block_end(begin, end_.size)));
  return {begin, std::async(std::launch::async, [this, raw] {
            return internal::check_block(report_.identity, *raw, false);
          })};
}

Status Copier::copy_entries() {
  const std::size_t threads =
      options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  std::deque<Pending> pending;
  std::uint64_t next = tree_.size();
  std::size_t blocks = 0;
  while (next < end_.size || !pending.empty()) {
    while (next < end_.size && pending.size() < threads + 1) {
      pending.push_back(start_block(next));
      next = internal::tile_block_end(next, end_.size);
    }
    auto [begin, entries] = std::move(pending.front());
    pending.pop_front();
    if (auto taken = take_block(begin, entries.get()); !taken) return taken;
    if (++blocks % kBlocksPerBatch == 0 || (next >= end_.size && pending.empty())) {
      if (auto written = write(); !written) return written;
    }
    if (blocks % kBlocksPerReturn == 0) return_free_memory();
    if (options_.progress) options_.progress(tree_.size(), end_.size);
  }
  return Ok{};
}

Status Copier::take_block(std::uint64_t begin, std::vector<VerifiedEntry> entries) {
  const std::uint64_t end = begin + entries.size();
  due_.clear();
  auto scanned =
      source_.checkpoints(begin + 1, end + 1, [&](std::uint64_t size, std::string_view note) {
        due_.emplace_back(size, note);
        return true;
      });
  if (!scanned) return scanned;
  const auto leaves = internal::source_leaf_hashes(source_, begin, end);
  if (!leaves) return leaves.error();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t index = begin + i;
    if (!entries[i].present) return at_event(*entries[i].error, index);
    if (leaves->compare(i * Hash::kSize, Hash::kSize, entries[i].leaf.view()) != 0) {
      return corrupt("LEAF_DIFFERS", "the entry does not have the hash that was published",
                     "event " + std::to_string(index));
    }
    if (entries[i].error) return at_event(*entries[i].error, index);
    if (auto taken = take_entry(index, entries[i]); !taken) return taken;
  }
  return Ok{};
}

Status Copier::take_entry(std::uint64_t index, VerifiedEntry& entry) {
  if (entry.recorded_at_us < recorded_at_us_) {
    return corrupt("TIME_RUNS_BACK", "recorded before the entry in front of it",
                   "event " + std::to_string(index));
  }
  if (auto remembered = remember_for_commitments(); !remembered) return remembered;
  if (auto same = check_committed(entry, index); !same) return at_event(same.error(), index);
  const internal::Stage nothing;
  const internal::StagedLog log(target_, index, stage_, nothing, *streams_, roots_);
  if (auto decided = decide(index, entry, log); !decided) return at_event(decided.error(), index);
  std::vector<std::pair<Subject, std::uint64_t>> versions;
  for (const Subject& subject : entry.event->body.subjects()) {
    const auto version = log.version_of(subject);
    if (!version) return version.error();
    versions.emplace_back(subject, *version);
  }
  recorded_at_us_ = entry.recorded_at_us;
  report_.signatures += entry.signatures;
  auto bytes =
      encode_entry({entry.recorded_at_us, entry.event->body.bytes(), entry.event->signatures});
  if (!bytes) return bytes.error();
  LEDGER_CHECK(leaf_hash(*bytes) == entry.leaf);  // the framing has one encoding per value
  tree_.append(entry.leaf, tiles_);
  auto streamed = streams_->append(entry.event->body.subjects(), index, entry.leaf);
  if (!streamed) return streamed;
  entries_.push_back(std::move(*bytes));
  stage_.add({std::move(*entry.event), index, entry.recorded_at_us, std::move(versions)});
  return take_checkpoints(index + 1);
}

Status Copier::decide(std::uint64_t index, const VerifiedEntry& entry,
                      const internal::StagedLog& log) {
  const CheckedEvent& event = *entry.event;
  const auto known = log.find_id(event);
  if (!known) return known.error();
  if (*known) {
    return corrupt("EVENT_ID_TAKEN",
                   "event " + std::to_string((*known)->index) + " already has this id", "event_id");
  }
  Status fits = check_in_context(event, log, state_, index);
  if (!fits && fits.error().reason == "SEEN_UNKNOWN" && seen_after_all(event.body.seen())) {
    fits = check_in_context(event, log, state_, index);
  }
  if (!fits) return fits;
  const auto earlier = earlier_events(event.body, log, index);
  if (!earlier) return earlier.error();
  const Candidate candidate = candidate_of(event, index, entry.recorded_at_us, state_, *earlier);
  if (auto admitted = options_.admission->admit(state_, candidate); !admitted) return admitted;
  fold_keys(state_, event.body, index);
  options_.admission->fold(state_, candidate);
  return Ok{};
}

/// A source may not have every checkpoint that was ever published; then the root has to be that of
/// the entries.
bool Copier::seen_after_all(const Seen& seen) {
  if (seen.size > tree_.size() || !write()) return false;
  const auto tree = load_tree(target_, seen.size);
  if (!tree || tree->root() != seen.root) return false;
  roots_.set(seen.size, seen.root);
  return true;
}

Status Copier::take_checkpoints(std::uint64_t size) {
  while (!due_.empty() && due_.front().first == size) {
    const Status taken = take_checkpoint(size, due_.front().second);
    if (!taken && !options_.drop_bad_checkpoints) return taken;
    if (!taken) ++report_.checkpoints_dropped;
    due_.pop_front();
  }
  return Ok{};
}

/// Of several with one size the first sound one counts.
Status Copier::take_checkpoint(std::uint64_t size, const std::string& note) {
  if (!notes_.empty() && notes_.back().first == size) return Ok{};
  auto sound = sound_note(size, note);
  if (!sound) return sound.error();
  roots_.set(size, tree_.root());
  if (size == end_.size) newest_ = *sound;
  notes_.emplace_back(size, std::move(*sound));
  return Ok{};
}

/// As it is kept. REQUIRES: size is that of what was taken so far.
Result<std::string> Copier::sound_note(std::uint64_t size, const std::string& note) const {
  const std::string where = "checkpoint of size " + std::to_string(size);
  const auto parsed = parse_note(note);
  const auto checkpoint =
      parsed ? parse_checkpoint(parsed->text) : Result<Checkpoint>(parsed.error());
  if (!checkpoint || checkpoint->size != size || checkpoint->origin != end_.origin) {
    return corrupt("BAD_CHECKPOINT",
                   checkpoint ? "it is of another log or size" : checkpoint.error().message, where);
  }
  if (checkpoint->root != tree_.root()) {
    return corrupt("ROOT_MISMATCH",
                   "the entries have the root " + to_hex(tree_.root()) + ", it says " +
                       to_hex(checkpoint->root),
                   where);
  }
  const auto keys = find_checkpoint_keys(state_);
  if (!keys) return corrupt("NO_CHECKPOINT_KEY", "the log names no checkpoint key", where);
  std::vector<VerifierKey> log_keys{{end_.origin, SignatureType::kEd25519, keys->standing}};
  if (keys->previous != PublicKey{}) {
    log_keys.push_back({end_.origin, SignatureType::kEd25519, keys->previous});
  }
  const auto verified = verify_note(*parsed, log_keys);
  const auto is_standing = [](const VerifiedSignature& one) { return one.key == 0; };
  if (!verified || std::none_of(verified->begin(), verified->end(), is_standing)) {
    return corrupt(verified ? "NO_TRUSTED_SIGNATURE" : verified.error().reason,
                   "not signed by the checkpoint key that stood there: " +
                       (verified ? "by the one before alone" : verified.error().message),
                   where);
  }
  if (auto pinned = check_pinned(*parsed, where); !pinned) return pinned.error();
  if (!options_.witnesses) return note;
  log_keys.insert(log_keys.end(), options_.witnesses->begin(), options_.witnesses->end());
  return format_note(with_verified_lines(*parsed, log_keys));
}

Status Copier::check_pinned(const Note& note, const std::string& where) const {
  const auto verified = verify_note(note, options_.pinned_witnesses);
  if (verified || verified.error().reason != "SIGNATURE_INVALID") return Ok{};
  return corrupt("SIGNATURE_INVALID",
                 "a line of a pinned witness is false: " + verified.error().message, where);
}

/// Once more, synced with nothing after it: the newest is what the next opening goes by. It keeps
/// the lines of witnesses that only the one among the other checkpoints has.
Status Copier::keep_newest() {
  const auto sound = sound_note(end_.size, end_note_);
  if (!sound && !options_.drop_bad_checkpoints) return sound.error();
  if (!sound && newest_.empty()) return Ok{};
  if (newest_.empty()) return target_.put_checkpoint(end_.size, *sound);
  const auto merged = sound ? merge_signatures(newest_, *sound) : Result<std::string>(newest_);
  if (!merged) return merged.error();
  return target_.put_checkpoint(end_.size, *merged);
}

Status Copier::write() {
  if (entries_.empty()) return Ok{};
  std::vector<RowPut> rows = internal::take_state_rows(state_);
  for (const StagedEvent& staged : stage_.events()) {
    for (RowPut& row : internal::index_rows(staged)) rows.push_back(std::move(row));
  }
  for (CompleteTile& tile : tiles_) {
    rows.push_back(
        {Table::kTile, tile_key(tile.tile.level, tile.tile.index), std::move(tile.hashes)});
  }
  auto streams = streams_->take_rows(tree_.size());
  if (!streams) return streams.error();
  for (RowPut& row : *streams) rows.push_back(std::move(row));
  // A seal that is there is of the smaller log, and the key to make another is not here.
  rows.push_back({Table::kState, std::string(internal::kStateSealKey), std::nullopt});
  stage_ = {};  // its rows are made: not kept beside them while they are written
  const std::uint64_t expected = tree_.size() - entries_.size();
  auto appended = target_.append(lease_, expected, entries_, tree_.range().serialize(), rows);
  if (!appended) return appended;
  for (const auto& [size, note] : notes_) {
    if (auto kept = target_.put_checkpoint(size, note); !kept) return kept;
    ++report_.checkpoints;
  }
  entries_.clear();
  tiles_.clear();
  notes_.clear();
  return Ok{};
}

Result<CopyReport> Copier::run() {
  if (auto opened = open(); !opened) return opened.error();
  if (auto same = compare_beginnings(); !same) return same.error();
  if (report_.size_before >= end_.size) {
    if (auto same = check_repeated(); !same) return same.error();
    report_.size = report_.size_before;
    const auto tree = load_tree(target_, report_.size);
    if (!tree) return tree.error();
    report_.root = tree->root();
    if (auto kept = load_kept(); !kept) return kept.error();
    report_.state = std::move(state_);
    return std::move(report_);
  }
  const auto acquired = target_.acquire(0);
  if (!acquired) return acquired.error();
  lease_ = acquired->lease;
  if (auto resumed = resume(report_.size_before); !resumed) return resumed.error();
  if (auto leads = check_tiles(); !leads) return leads.error();
  if (auto same = check_repeated(); !same) return same.error();
  if (auto watched = watch_commitments(); !watched) return watched.error();
  if (auto copied = copy_entries(); !copied) return copied.error();
  if (tree_.root() != end_.root) {
    return corrupt("ROOT_MISMATCH", "the entries do not lead to the root of the checkpoint",
                   "checkpoint");
  }
  if (auto kept = keep_newest(); !kept) return kept.error();
  if (auto flushed = target_.flush(); !flushed) return flushed.error();
  report_.size = end_.size;
  report_.root = end_.root;
  report_.state = std::move(state_);
  return std::move(report_);
}

}  // namespace

Result<CopyReport> copy_log(EventStore& target, const EventStore& source,
                            const CopyOptions& options, std::optional<Rows> state) {
  return Copier(target, source, options, std::move(state)).run();
}

Result<Rows> kept_state(const EventStore& copy) { return internal::load_state(copy); }

Result<Rows> check_attested(const EventStore& copy, const Attestation& attestation) {
  const auto differs = [](const std::string& what, const std::string& where) {
    return corrupt("ATTESTATION_DIFFERS", what, where);
  };
  const auto identity = identity_of(copy);
  if (!identity) return identity.error();
  if (identity->ledger_id != attestation.identity.ledger_id) {
    return corrupt("ANOTHER_LEDGER",
                   "the attestation is about the ledger " + to_hex(attestation.identity.ledger_id));
  }
  const auto head = copy.head();
  if (!head) return head.error();
  if (head->size != attestation.size) {
    return differs("the copy has " + std::to_string(head->size) + " events, attested were " +
                       std::to_string(attestation.size),
                   "size");
  }
  const auto tree = load_tree(copy, head->size);
  if (!tree) return tree.error();
  if (tree->root() != attestation.root) return differs("the copy has another root", "root");
  auto state = internal::load_state(copy);
  if (!state || state->digest() == attestation.admission) return state;
  return differs("the copy's state is not the one that was attested", "admission");
}

}  // namespace ledger
