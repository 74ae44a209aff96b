// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/entry.h"
#include "ledger/internal/sequencer.h"
#include "ledger/internal/state_seal.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/key_registry.h"
#include "ledger/message.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger::internal {
namespace {

constexpr std::array<std::string_view, 13> kKeyReasons{
    "KEY_UNKNOWN",     "KEY_REVOKED",       "CAPACITY_MISMATCH", "NO_POSSESSION",
    "KEY_KNOWN",       "ACTOR_NOT_ALLOWED", "SCOPE_NOT_GRANTED", "WEAK_KEY",
    "RECOVERY_QUORUM", "EVIDENCE_MISSING",  "SUSPECT_RANGE",     "BAD_GENESIS",
    "NOT_GENESIS"};

bool is_key_reason(std::string_view reason) {
  return std::find(kKeyReasons.begin(), kKeyReasons.end(), reason) != kKeyReasons.end();
}

bool is_of_the_store(const Error& error) {
  return error.code == ErrorCode::kCorrupt || error.code == ErrorCode::kIo;
}

bool may_be_the_index(const Error& error) {
  return error.reason == "UNKNOWN_REFERENCE" || error.reason == "SUBJECTS" ||
         is_of_the_store(error);
}

FaultClass class_of(const Error& error) {
  if (is_key_reason(error.reason)) return FaultClass::kWrongKey;
  if (error.reason == "SEEN_ROOT") return FaultClass::kForked;
  return FaultClass::kBrokenRule;
}

bool changes_keys(fb::Payload type) {
  return type == fb::Payload::LedgerCreated || type == fb::Payload::KeyIntroduced ||
         type == fb::Payload::KeyRevoked || type == fb::Payload::KeySuspected ||
         type == fb::Payload::KeyRecovered || type == fb::Payload::CheckpointKeyChanged;
}

/// What the index says of the type of an event that can no longer be read.
std::optional<fb::Payload> indexed_type(const EventStore& store, std::uint64_t index) {
  for (unsigned type = 1; type < 256; ++type) {
    const std::string key = std::string(1, static_cast<char>(type)) + be64(index);
    const auto row = store.get(Table::kByType, key);
    if (row && *row) return static_cast<fb::Payload>(type);
  }
  return std::nullopt;
}

// Scratch rows beside those of the streams; values as in Table::kById and Table::kByDigest.
std::string id_row(const Id& id) { return std::string("i").append(id.view()); }
std::string digest_row(const Hash& digest) { return std::string("d").append(digest.view()); }
std::string located_row(std::uint64_t index, const Body& body) {
  return be64(index) + static_cast<char>(body.payload_type());
}

Fault state_fault(std::string_view key, std::string reason, std::string message) {
  return fault_of(FaultClass::kStateDrift, "state", to_hex(key), std::move(reason),
                  std::move(message));
}

}  // namespace

void VerifiedLog::advance(const CheckedEvent& event, std::uint64_t index) {
  if (own_digests_) (void)rows_.put(digest_row(event.digest), located_row(index, event.body));
  if (own_ids_) (void)rows_.put(id_row(event.body.event_id()), be64(index));
}

std::optional<std::uint64_t> VerifiedLog::earlier_with_id(const Id& id) const {
  if (!own_ids_) return std::nullopt;
  const auto row = rows_.get(id_row(id));
  return row && *row ? std::optional(get_u64(**row)) : std::nullopt;
}

Status VerifiedLog::distrust_index() {
  own_digests_ = true;
  for (std::uint64_t index = 0; index < size_; ++index) {
    const auto raw = read_block(store_, index, index + 1);
    const auto entry = raw[0] ? parse_entry(*raw[0]) : Result<Entry>(raw[0].error());
    const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
    if (!body) continue;  // reported when it was read first
    const Hash ledger_id = index == 0 ? Hash{} : identity_.ledger_id;
    const Hash digest = event_digest(signed_message(identity_.origin, ledger_id, body->bytes()));
    if (auto put = rows_.put(digest_row(digest), located_row(index, *body)); !put) return put;
  }
  return Ok{};
}

Result<std::optional<Located>> VerifiedLog::find_digest(const Hash& digest) const {
  const auto row =
      own_digests_ ? rows_.get(digest_row(digest)) : store_.get(Table::kByDigest, digest.view());
  if (!row) return row.error();
  if (!*row || (*row)->size() != 9 || get_u64(**row) >= size_) return std::optional<Located>{};
  return std::optional(Located{get_u64(**row), static_cast<fb::Payload>((**row)[8])});
}

void RuleVerifier::take(std::uint64_t index, const VerifiedEntry& entry, bool agrees) {
  const bool doubtful = !agrees || entry.error.has_value();
  if (!doubtful) take_time(index, entry);
  if (entry.event) {
    take_id(index, *entry.event);
    by_admission_ = false;
    const Status decided = decide(index, entry);
    if (!decided && !entry.error) report_rule(index, entry, decided.error());
    log_.advance(*entry.event, index);
  }
  if (doubtful) start_doubting(index, entry, agrees);
  log_.next();
}

void RuleVerifier::take_id(std::uint64_t index, const CheckedEvent& event) {
  const auto earlier = log_.earlier_with_id(event.body.event_id());
  if (!earlier) return;
  Fault fault = fault_of(FaultClass::kBrokenRule, "entry", "event_id", "EVENT_ID_TAKEN",
                         "event " + std::to_string(*earlier) + " already has this id");
  fault.index = index;
  fault.event_id = to_hex(event.body.event_id());
  findings_.add(std::move(fault));
}

/// What stands in the place of the published entry says nothing of that one's type; the index may.
void RuleVerifier::start_doubting(std::uint64_t index, const VerifiedEntry& entry, bool agrees) {
  Doubt& doubt = entry.error ? doubt_ : suspicion_;
  doubt.any = true;
  if (doubt.keys) return;
  const auto indexed = indexed_type(store_, index);
  const bool read = entry.event.has_value();
  doubt.keys = ((!read || !agrees) && !indexed) || (indexed && changes_keys(*indexed)) ||
               (read && changes_keys(entry.event->body.payload_type()));
}

/// Time never runs back. Of two neighbours out of order the one to blame is the one that does not
/// fit the entry before both.
void RuleVerifier::take_time(std::uint64_t index, const VerifiedEntry& entry) {
  const std::uint64_t now = entry.recorded_at_us;
  const bool back = now < time_us_;
  if (back) {
    const bool last_jumped = now >= time_before_us_;
    Fault fault = fault_of(FaultClass::kBrokenRule, "entry", "recorded_at", "TIME_RUNS_BACK",
                           last_jumped ? "recorded after the entry behind it"
                                       : "recorded before the entry in front of it");
    fault.index = last_jumped ? time_index_ : index;
    fault.event_id = last_jumped ? time_event_id_ : entry.event_id;
    findings_.add(std::move(fault));
    if (!last_jumped) return;
  } else {
    time_before_us_ = time_us_;
  }
  time_us_ = now;
  time_index_ = index;
  time_event_id_ = entry.event_id;
}

Result<EarlierEvents> RuleVerifier::check_place(std::uint64_t index, const CheckedEvent& event) {
  Status fits = check_in_context(event, log_, state_, index);
  if (!fits && event.body.seen().size > 0) {
    const auto seen = seen_after_all(event.body.seen());
    if (seen && *seen) fits = check_in_context(event, log_, state_, index);
    // Neither the checkpoint is there nor what would tell its root: who saw it is not to blame.
    if (!seen && fits.error().reason == "SEEN_UNKNOWN") return seen.error();
  }
  if (!fits) return fits.error();
  return earlier_events(event.body, log_, index);
}

/// An index that is wrong or cannot be read is no event's fault: the entries decide.
Status RuleVerifier::decide(std::uint64_t index, const VerifiedEntry& entry) {
  const CheckedEvent& event = *entry.event;
  auto earlier = check_place(index, event);
  if (!earlier && may_be_the_index(earlier.error()) && !log_.distrusts_index()) {
    if (auto read = log_.distrust_index(); !read) return read;
    earlier = check_place(index, event);
  }
  if (!earlier) return earlier.error();
  const Candidate candidate = candidate_of(event, index, entry.recorded_at_us, state_, *earlier);
  if (auto admitted = admit(candidate); !admitted) return admitted;
  fold_keys(state_, event.body, index);
  if (admission_ != nullptr) admission_->fold(state_, candidate);
  state_.take_changes();
  return Ok{};
}

/// Under rules that this program does not have no decision can be made again.
Status RuleVerifier::admit(const Candidate& candidate) {
  if (admission_ != nullptr) {
    auto admitted = admission_->admit(state_, candidate);
    if (admitted) return admitted;
    if (admitted.error().reason != "RULES_UNKNOWN") {
      by_admission_ = true;
      return admitted;
    }
    admission_ = nullptr;
    rules_unknown_ = true;
  }
  if (rules_unknown_) ++report_.events_unjudged;
  return Ok{};
}

Result<bool> RuleVerifier::seen_after_all(const Seen& seen) {
  const auto tree = load_tree(store_, seen.size);
  if (!tree && is_of_the_store(tree.error())) return tree.error();
  if (!tree || tree->root() != seen.root) return false;
  log_.publish(seen.size, seen.root);
  bool kept = false;
  const auto scanned =
      store_.checkpoints(seen.size, seen.size + 1, [&](std::uint64_t, std::string_view) {
        kept = true;
        return false;
      });
  if (scanned && !kept) missing_checkpoints_.insert(seen.size);
  return true;
}

/// The entries lead to each of them: it was published, and whoever made this copy of tiles alone
/// could not have it.
void RuleVerifier::tell_missing_checkpoints() {
  if (missing_checkpoints_.empty()) return;
  const std::size_t count = missing_checkpoints_.size();
  std::string message =
      "an author has seen this checkpoint, and the entries lead to its root; the store does not "
      "have it: it was made of tiles that came without it, or it was taken out";
  if (count > 1) {
    message += "; so it is with " + std::to_string(count) + " checkpoints, up to size " +
               std::to_string(*missing_checkpoints_.rbegin());
  }
  findings_.warn(fault_of(FaultClass::kMissing, "checkpoint",
                          "size " + std::to_string(*missing_checkpoints_.begin()),
                          "CHECKPOINT_MISSING", std::move(message)));
}

void RuleVerifier::report_rule(std::uint64_t index, const VerifiedEntry& entry,
                               const Error& error) {
  const bool ours = is_of_the_store(error);
  const bool of_keys = is_key_reason(error.reason) && !by_admission_;
  const bool excused = of_keys ? keys_in_doubt() : in_doubt();
  if (ours || excused) {
    // It is not folded: what it would have changed is not known, nor whose keys.
    doubt_.any = true;
    doubt_.keys = doubt_.keys || changes_keys(entry.event->body.payload_type());
    ++report_.events_unjudged;
    return;
  }
  // The author has seen another history: no checkpoint from there on is good beside it.
  if (error.reason == "SEEN_ROOT") findings_.part_at(entry.event->body.seen().size - 1);
  const FaultClass fault_class = by_admission_ ? FaultClass::kBrokenRule : class_of(error);
  Fault fault = fault_of(fault_class, "entry", error.where, error.reason, error.message);
  fault.index = index;
  fault.event_id = entry.event_id;
  findings_.add(std::move(fault));
}

void RuleVerifier::finish(bool truncated) {
  Rows kept;
  std::string digest;
  std::optional<std::string> seal;
  const auto scanned = store_.scan(
      Table::kState, {}, kStreamRows, [&](std::string_view key, std::string_view value) {
        if (key == kStateDigestKey) {
          digest = value;
        } else if (key == kStateSealKey) {
          seal = value;
        } else if (key.starts_with('r')) {
          kept.put(std::string(key.substr(1)), std::string(value));
        } else {
          findings_.add(state_fault(key, "ROW_EXTRA", "a row that the state does not have"));
        }
        return true;
      });
  if (!scanned) return findings_.add(unreadable("state", {}, scanned.error()));
  const bool comparable = !truncated && !in_doubt();
  const std::uint64_t before = report_.fault_count;
  if (comparable) compare_rows(kept);
  const bool rows_fit = report_.fault_count == before;
  const bool digest_fits = digest == kept.digest().view();
  if (!rows_fit) return;
  if (!digest_fits) {
    findings_.add(state_fault(kStateDigestKey, "STATE_DIGEST",
                              "the kept state does not have the digest kept with it"));
  } else if (comparable) {
    check_seal(seal, kept.digest());
  }
}

/// Where rows and digest are right a seal that is not cannot do harm: the next writer folds the
/// state again.
void RuleVerifier::check_seal(const std::optional<std::string>& seal, const Hash& digest) {
  const auto keys = find_checkpoint_keys(state_);
  if (!seal || seal->size() == Hash::kSize) {
    findings_.warn(state_fault(kStateSealKey, "STATE_UNSEALED",
                               seal ? "the seal of the kept state is of an older kind, which only "
                                      "the holder of the checkpoint key can judge"
                                    : "the kept state has no seal: this is a copy, or the seal was "
                                      "taken away; the next writer makes the state again"));
  } else if (keys && !is_seal_of(keys->standing, log_.sealed(digest), *seal)) {
    findings_.add(state_fault(kStateSealKey, "STATE_SEAL",
                              "the standing checkpoint key did not seal the kept state as it is"));
  }
}

/// Without the admission only the rows of the keys are known.
void RuleVerifier::compare_rows(const Rows& kept) {
  const auto known = [&](std::string_view key) {
    return admission_ != nullptr || key.starts_with('k');
  };
  for (const auto& [key, value] : kept.all()) {
    if (!known(key)) continue;
    const std::string* folded = state_.get(key);
    if (folded == nullptr) {
      findings_.add(state_fault(key, "ROW_EXTRA", "a kept row that the log does not fold to"));
    } else if (*folded != value) {
      findings_.add(state_fault(key, "ROW_DIFFERS", "the kept row is not what the log folds to"));
    }
  }
  for (const auto& [key, value] : state_.all()) {
    if (kept.contains(key)) continue;
    findings_.add(state_fault(key, "ROW_MISSING", "a row that the log folds to is not kept"));
  }
}

}  // namespace ledger::internal
