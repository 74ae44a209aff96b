// SPDX-License-Identifier: Apache-2.0
#include "ledger/verify.h"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>
#include <unordered_map>
#include <utility>

#include "ledger/hash.h"
#include "ledger/internal/sequencer.h"
#include "ledger/internal/verify_block.h"
#include "ledger/internal/verify_index.h"
#include "ledger/internal/verify_tree.h"
#include "ledger/key_registry.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {

std::string_view fault_class_name(FaultClass kind) {
  switch (kind) {
    case FaultClass::kEdited:
      return "edited";
    case FaultClass::kMissing:
      return "missing";
    case FaultClass::kReordered:
      return "reordered";
    case FaultClass::kTruncated:
      return "truncated";
    case FaultClass::kForked:
      return "forked";
    case FaultClass::kBadSignature:
      return "bad signature";
    case FaultClass::kWrongKey:
      return "wrong key";
    case FaultClass::kBrokenRule:
      return "broken rule";
    case FaultClass::kIndexDrift:
      return "index drift";
    case FaultClass::kTileDrift:
      return "tile drift";
    case FaultClass::kStateDrift:
      return "state drift";
    case FaultClass::kUnreadable:
      return "unreadable";
  }
  return "fault";
}

namespace {

using internal::VerifiedEntry;

/// The log before an event, as the verifier has come to know it.
class VerifiedLog : public LogContext {
 public:
  explicit VerifiedLog(const EventStore& store) : store_(store) {}

  void advance(const Body& body) {
    for (const Subject& subject : body.subjects()) ++versions_[subject];
  }
  void next() { ++size_; }
  void publish(const Checkpoint& checkpoint) { roots_.set(checkpoint.size, checkpoint.root); }

  Result<std::optional<Located>> find_digest(const Hash& digest) const override {
    auto row = store_.get(Table::kByDigest, digest.view());
    if (!row) return row.error();
    if (!*row || (*row)->size() != 9 || get_u64(**row) >= size_) return std::optional<Located>{};
    return std::optional(Located{get_u64(**row), static_cast<fb::Payload>((**row)[8])});
  }
  Result<std::vector<Subject>> subjects_of(std::uint64_t index) const override {
    return recorded_subjects(store_, index);
  }
  Result<std::uint64_t> version_of(const Subject& subject) const override {
    const auto it = versions_.find(subject);
    return it == versions_.end() ? std::uint64_t{0} : it->second;
  }
  Result<std::optional<Hash>> published_root(std::uint64_t size) const override {
    return roots_.get(store_, size);
  }
  std::uint64_t published_size() const override { return size_; }

 private:
  const EventStore& store_;
  std::uint64_t size_ = 0;
  std::unordered_map<Subject, std::uint64_t, internal::SubjectHash> versions_;
  mutable internal::PublishedRoots roots_;
};

FaultClass class_of(const Error& error) {
  static constexpr std::string_view kKeyReasons[] = {
      "KEY_UNKNOWN",       "KEY_REVOKED",       "CAPACITY_MISMATCH", "NO_POSSESSION",  "KEY_KNOWN",
      "ACTOR_NOT_ALLOWED", "SCOPE_NOT_GRANTED", "WEAK_KEY",          "RECOVERY_QUORUM"};
  if (error.reason == "SIGNATURE_INVALID") return FaultClass::kBadSignature;
  if (std::count(std::begin(kKeyReasons), std::end(kKeyReasons), error.reason) != 0) {
    return FaultClass::kWrongKey;
  }
  if (error.code == ErrorCode::kRefused || error.code == ErrorCode::kConflict) {
    return FaultClass::kBrokenRule;
  }
  if (error.reason == "ENTRY_MISSING") return FaultClass::kMissing;
  if (error.reason == "CHECKSUM_MISMATCH" || error.code == ErrorCode::kIo) {
    return FaultClass::kUnreadable;
  }
  return FaultClass::kEdited;
}

class Verifier {
 public:
  Verifier(const EventStore& store, const VerifyOptions& options, LedgerIdentity identity,
           Head head)
      : store_(store),
        options_(options),
        head_(std::move(head)),
        log_(store),
        tree_(store, head_.size, [this](Fault fault) { report(std::move(fault)); }),
        index_(store, [this](Fault fault) { report(std::move(fault)); }) {
    report_.identity = std::move(identity);
    report_.size = head_.size;
    report_.complete = !options.fast;
  }

  Result<VerifyReport> run();

 private:
  struct Block {
    std::uint64_t begin;
    std::vector<VerifiedEntry> entries;
  };
  using PendingBlock = std::pair<std::uint64_t, std::future<std::vector<VerifiedEntry>>>;

  PendingBlock start_block(std::uint64_t begin);
  void take_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries);
  void take_entry(std::uint64_t index, const VerifiedEntry& entry);
  void decide(std::uint64_t index, const VerifiedEntry& entry);
  void take_checkpoints(std::uint64_t size);
  void take_checkpoint(std::uint64_t size, std::string_view note, const char* structure);
  void check_checkpoint_signature(const std::string_view note, const char* structure);
  void root_differs(const Checkpoint& checkpoint, const char* structure);
  void check_anchor();
  void check_state();
  Status collect_fast_keys();

  void report(Fault fault) {
    ++report_.fault_count;
    if (report_.faults.size() < kFaultsReportedMax) report_.faults.push_back(std::move(fault));
  }
  void report_entry(FaultClass kind, std::uint64_t index, const VerifiedEntry& entry,
                    const Error& error) {
    report({kind, "entry", index, entry.event_id, error.where, error.reason, error.message});
  }

  const EventStore& store_;
  const VerifyOptions& options_;
  const Head head_;
  VerifyReport report_;
  VerifiedLog log_;
  internal::TreeVerifier tree_;
  internal::IndexVerifier index_;
  Rows state_;
  std::vector<PublicKey> fast_keys_;  ///< checkpoint keys that ever were, in the fast mode
  std::vector<std::pair<std::uint64_t, std::string>> due_;  ///< checkpoints of the current block
  std::uint64_t last_recorded_at_us_ = 0;
  std::uint64_t compared_size_ = 0;  ///< of the last checkpoint whose root was right
};

Verifier::PendingBlock Verifier::start_block(std::uint64_t begin) {
  const std::uint64_t end = std::min(begin + kTileWidth, head_.size);
  auto raw = std::make_shared<internal::RawBlock>(internal::read_block(store_, begin, end));
  return {begin, std::async(std::launch::async, [this, raw] {
            return internal::check_block(report_.identity, *raw, options_.fast);
          })};
}

Result<VerifyReport> Verifier::run() {
  if (options_.fast) {
    if (auto keys = collect_fast_keys(); !keys) return keys.error();
  }
  const std::size_t threads =
      options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  std::deque<PendingBlock> pending;
  std::uint64_t next = 0;
  while (next < head_.size || !pending.empty()) {
    while (next < head_.size && pending.size() < threads + 1) {
      pending.push_back(start_block(next));
      next += kTileWidth;
    }
    auto [begin, entries] = std::move(pending.front());
    pending.pop_front();
    take_block(begin, entries.get());
    if (options_.progress) options_.progress(report_.events_checked, head_.size);
  }
  tree_.finish(head_);
  take_checkpoints(UINT64_MAX);
  check_anchor();
  if (!options_.fast) {
    index_.finish(head_.size);
    check_state();
  }
  report_.root = tree_.root();
  report_.tiles_checked = tree_.tiles_checked();
  report_.index_rows_checked = index_.rows_checked();
  return std::move(report_);
}

void Verifier::take_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries) {
  tree_.begin_block(begin, entries);
  for (std::size_t i = 0; i < entries.size(); ++i) take_entry(begin + i, entries[i]);
}

void Verifier::take_entry(std::uint64_t index, const VerifiedEntry& entry) {
  ++report_.events_checked;
  report_.signatures_checked += entry.signatures;
  if (entry.error) report_entry(class_of(*entry.error), index, entry, *entry.error);
  if (!options_.fast) {
    if (entry.event) {
      decide(index, entry);
    } else {
      index_.skip();
    }
  }
  tree_.add(entry);
  log_.next();
  take_checkpoints(index + 1);
}

void Verifier::decide(std::uint64_t index, const VerifiedEntry& entry) {
  const CheckedEvent& event = *entry.event;
  if (entry.recorded_at_us < last_recorded_at_us_) {
    report_entry(
        FaultClass::kReordered, index, entry,
        corrupt("TIME_RUNS_BACK", "recorded before the entry in front of it", "recorded_at"));
  }
  last_recorded_at_us_ = std::max(last_recorded_at_us_, entry.recorded_at_us);

  internal::StagedEvent staged{event, index, entry.recorded_at_us, {}};
  for (const Subject& subject : event.body.subjects()) {
    staged.versions.emplace_back(subject, *log_.version_of(subject));
  }
  index_.add(internal::index_rows(staged));

  Status decided = check_in_context(event, log_, state_, index);
  if (decided) {
    const Candidate candidate{event.body, index, entry.recorded_at_us, event.digest,
                              author_record(state_, event.body)};
    if (options_.admission != nullptr) decided = options_.admission->admit(state_, candidate);
    if (decided) {
      fold_keys(state_, event.body, index);
      if (options_.admission != nullptr) options_.admission->fold(state_, candidate);
      state_.take_changes();
    }
  }
  if (!decided) report_entry(class_of(decided.error()), index, entry, decided.error());
  log_.advance(event.body);
}

/// The checkpoints of exactly this size; UINT64_MAX: all that are beyond the log.
void Verifier::take_checkpoints(std::uint64_t size) {
  const bool beyond = size == UINT64_MAX;
  const std::uint64_t begin = beyond ? head_.size + 1 : size;
  const std::uint64_t end = beyond ? UINT64_MAX : size + 1;
  // One scan per block of entries, not per entry.
  if (beyond || size % kTileWidth == 1 || size == 1) {
    due_.clear();
    const std::uint64_t until = beyond ? end : size + kTileWidth;
    auto scanned = store_.checkpoints(begin, until, [&](std::uint64_t at, std::string_view note) {
      due_.emplace_back(at, std::string(note));
      return true;
    });
    if (!scanned) {
      report({FaultClass::kUnreadable,
              "checkpoint",
              std::nullopt,
              {},
              {},
              scanned.error().reason,
              scanned.error().message});
    }
  }
  for (const auto& [at, note] : due_) {
    if (at >= begin && at < end) take_checkpoint(at, note, "checkpoint");
  }
}

void Verifier::take_checkpoint(std::uint64_t size, std::string_view note, const char* structure) {
  ++report_.checkpoints_checked;
  const std::string name = "size " + std::to_string(size);
  const auto checkpoint = checkpoint_of_note(note);
  if (!checkpoint || checkpoint->size != size || checkpoint->origin != report_.identity.origin) {
    report({FaultClass::kEdited,
            structure,
            std::nullopt,
            {},
            name,
            "BAD_CHECKPOINT",
            checkpoint ? "the checkpoint is of another log or size" : checkpoint.error().message});
    return;
  }
  check_checkpoint_signature(note, structure);
  if (size > head_.size) {
    report({FaultClass::kTruncated,
            structure,
            std::nullopt,
            {},
            name,
            "LOG_SHORTER",
            "a checkpoint of size " + std::to_string(size) + " was signed, the log has " +
                std::to_string(head_.size) + " entries"});
    return;
  }
  log_.publish(*checkpoint);
  if (tree_.size() == size && tree_.at_checkpoint(*checkpoint)) {
    if (report_.ok()) report_.last_good = *checkpoint;
    compared_size_ = size;
    return;
  }
  root_differs(*checkpoint, structure);
}

/// Which entry is to blame when no stored tile says so.
void Verifier::root_differs(const Checkpoint& checkpoint, const char* structure) {
  const std::string name = "size " + std::to_string(checkpoint.size);
  if (!tree_.whole()) return;  // a missing entry was reported; later roots cannot be compared
  const std::uint64_t first = compared_size_;
  Fault fault{FaultClass::kForked,
              structure,
              std::nullopt,
              {},
              name,
              "ROOT_DIFFERS",
              "the entries have another root than was signed; what differs lies between index " +
                  std::to_string(first) + " and " + std::to_string(checkpoint.size - 1)};
  if (first + 1 == checkpoint.size) fault.index = first;
  tree_.give_up();
  report(std::move(fault));
}

void Verifier::check_checkpoint_signature(std::string_view note, const char* structure) {
  std::vector<VerifierKey> keys;
  const auto standing = find_checkpoint_keys(state_);
  if (standing) {
    keys.push_back({report_.identity.origin, SignatureType::kEd25519, standing->standing});
  }
  for (const PublicKey& key : fast_keys_) {
    keys.push_back({report_.identity.origin, SignatureType::kEd25519, key});
  }
  const auto parsed = parse_note(note);
  if (!parsed) return;  // reported with the checkpoint
  const auto verified = verify_note(*parsed, keys);
  if (verified) return;
  const auto checkpoint = parse_checkpoint(parsed->text);
  report({verified.error().reason == "SIGNATURE_INVALID" ? FaultClass::kBadSignature
                                                         : FaultClass::kWrongKey,
          structure,
          std::nullopt,
          {},
          checkpoint ? "size " + std::to_string(checkpoint->size) : "",
          verified.error().reason,
          "no standing checkpoint key signed it: " + verified.error().message});
}

void Verifier::check_anchor() {
  if (!options_.anchored_note) return;
  report_.anchored = true;
  const auto checkpoint = checkpoint_of_note(*options_.anchored_note);
  if (!checkpoint || checkpoint->origin != report_.identity.origin) {
    report({FaultClass::kEdited,
            "anchor",
            std::nullopt,
            {},
            {},
            "BAD_CHECKPOINT",
            "the anchor holds no checkpoint of this log"});
    return;
  }
  if (checkpoint->size > head_.size) {
    report({FaultClass::kTruncated,
            "anchor",
            std::nullopt,
            {},
            "size " + std::to_string(checkpoint->size),
            "LOG_SHORTER",
            "the anchor says that " + std::to_string(checkpoint->size) +
                " entries were published, the log has " + std::to_string(head_.size)});
    return;
  }
  const auto tree = load_tree(store_, checkpoint->size);
  if (tree && tree->root() == checkpoint->root) return;
  report({FaultClass::kForked,
          "anchor",
          std::nullopt,
          {},
          "size " + std::to_string(checkpoint->size),
          "ROOT_DIFFERS",
          "the entries have another root than the one published outside the ledger's folder"});
}

void Verifier::check_state() {
  const auto kept = internal::load_state(store_);
  if (!kept) {
    report({kept.error().code == ErrorCode::kCorrupt ? FaultClass::kStateDrift
                                                     : FaultClass::kUnreadable,
            "state",
            std::nullopt,
            {},
            {},
            kept.error().reason,
            kept.error().message});
    return;
  }
  if (options_.admission == nullptr || kept->all() == state_.all()) return;
  for (const auto& [key, value] : kept->all()) {
    const std::string* folded = state_.get(key);
    if (folded == nullptr || *folded != value) {
      report({FaultClass::kStateDrift,
              "state",
              std::nullopt,
              {},
              to_hex(key),
              "ROW_DIFFERS",
              "the kept row is not what the log folds to"});
    }
  }
  for (const auto& [key, value] : state_.all()) {
    if (!kept->contains(key)) {
      report({FaultClass::kStateDrift,
              "state",
              std::nullopt,
              {},
              to_hex(key),
              "ROW_MISSING",
              "a row that the log folds to is not kept"});
    }
  }
}

/// In the fast mode the bodies are not read: the checkpoint keys come from genesis and from the
/// events that the index by type calls CheckpointKeyChanged.
Status Verifier::collect_fast_keys() {
  std::vector<std::uint64_t> indexes{0};
  const std::string type(1, static_cast<char>(fb::Payload::CheckpointKeyChanged));
  auto scanned = store_.scan(Table::kByType, type, {}, [&](std::string_view key, std::string_view) {
    if (!key.starts_with(type) || key.size() != 9) return false;
    indexes.push_back(get_u64(key.substr(1)));
    return true;
  });
  if (!scanned) return scanned;
  for (const std::uint64_t index : indexes) {
    const auto raw = internal::read_block(store_, index, index + 1);
    const auto entries = internal::check_block(report_.identity, raw, false);
    if (entries.empty() || !entries[0].event) continue;
    Rows rows;
    if (index == 0) {
      fold_keys(rows, entries[0].event->body, 0);
      fast_keys_.push_back(find_checkpoint_keys(rows)->standing);
    } else if (const auto key = new_checkpoint_key(entries[0].event->body)) {
      fast_keys_.push_back(*key);
    }
  }
  return Ok{};
}

}  // namespace

Result<VerifyReport> verify_ledger(const EventStore& store, const VerifyOptions& options) {
  auto head = store.head();
  if (!head) return head.error();
  if (head->size == 0) return not_found("EMPTY", "the store holds no ledger");
  auto identity = identity_of(store);
  if (!identity) return identity.error();
  return Verifier(store, options, std::move(*identity), std::move(*head)).run();
}

}  // namespace ledger
