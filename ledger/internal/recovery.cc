// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/recovery.h"

#include <algorithm>
#include <string>
#include <utility>

#include "ledger/commitment.h"
#include "ledger/entry.h"
#include "ledger/internal/commitment_watch.h"
#include "ledger/internal/sequencer.h"
#include "ledger/limits.h"
#include "ledger/message.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {

Result<LedgerIdentity> identity_of(const EventStore& store) {
  std::optional<Result<LedgerIdentity>> identity;
  auto read = store.read(0, 1, [&](std::uint64_t, std::string_view bytes) {
    const auto entry = parse_entry(bytes);
    const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
    const auto* genesis = body ? body->table().payload_as_LedgerCreated() : nullptr;
    if (genesis == nullptr || !is_origin(genesis->origin()->string_view())) {
      identity.emplace(corrupt("NOT_GENESIS", "the first entry is not genesis", "event 0"));
    } else {
      identity.emplace(LedgerIdentity{genesis->origin()->str(), ledger_id_of(body->bytes())});
    }
    return false;
  });
  if (!read) return read.error();
  LEDGER_CHECK(identity.has_value());
  return *identity;
}

namespace internal {
namespace {

Error behind(std::string message) {
  return {ErrorCode::kBehind, "BEHIND", std::move(message), "anchor"};
}

/// The checkpoint that the anchor holds, after a look at whose it is.
Result<std::optional<Checkpoint>> anchored_checkpoint(const Anchor& anchor,
                                                      const std::string& origin) {
  if (!anchor.note()) return std::optional<Checkpoint>{};
  auto checkpoint = checkpoint_of_note(*anchor.note());
  if (!checkpoint) {
    return corrupt("ANCHOR_DAMAGED",
                   "the anchor holds no checkpoint: " + checkpoint.error().message, "anchor");
  }
  if (checkpoint->origin != origin) {
    return invalid(
        "WRONG_ANCHOR",
        "the anchor is of the log " + checkpoint->origin + ", this ledger's origin is " + origin,
        "anchor");
  }
  return std::optional(std::move(*checkpoint));
}

Result<Anchor> open_anchor(const LogOptions& options) {
  auto anchor = Anchor::open(options.anchor, options.new_anchor);
  if (!anchor && anchor.error().reason == "NO_ANCHOR") {
    return not_found("NO_ANCHOR",
                     "there is no anchor at " + options.anchor.string() +
                         ": nothing outside the ledger says how much of it was published. If "
                         "that is expected (a new machine), open it with a new anchor",
                     "anchor");
  }
  return anchor;
}

/// The tree at `size` must have the root that was published for it.
Status check_published(const EventStore& store, const Checkpoint& published, const char* by) {
  const auto tree = load_tree(store, published.size);
  if (!tree) return tree.error();
  if (tree->root() == published.root) return Ok{};
  return behind("the store has another history than was published: at size " +
                std::to_string(published.size) + " its root is " + to_hex(tree->root()) + ", " +
                by + " says " + to_hex(published.root));
}

Status check_last_checkpoint(const EventStore& store, std::uint64_t head_size) {
  const auto note = store.last_checkpoint();
  if (!note) return note.error();
  if (!*note) return Ok{};
  const auto last = checkpoint_of_note(**note);
  if (!last) return last.error();
  if (last->size > head_size) {
    return behind("the store keeps a checkpoint of size " + std::to_string(last->size) +
                  " but only " + std::to_string(head_size) + " entries");
  }
  return check_published(store, *last, "its own checkpoint");
}

/// The event that a recorded correction is about, by the index of digests.
Result<std::optional<Body>> corrected_in(const EventStore& store, const Body& body) {
  const auto* event = body.table().payload_as_EventCorrected();
  if (event == nullptr) return std::optional<Body>{};
  const auto target = fixed_from_hex<Hash>(event->target()->string_view());
  const auto row = target ? store.get(Table::kByDigest, target->view())
                          : Result<std::optional<std::string>>(target.error());
  if (!row) return row.error();
  if (!*row || (*row)->size() != 9) {
    return corrupt("INDEX_ROW", "malformed digest row", to_hex(*target));
  }
  auto found = recorded_body(store, get_u64(**row));
  if (!found) return found.error();
  return std::optional(std::move(*found));
}

/// Whether the newest entry commits to another state than `kept` after the entries before it; a
/// commitment itself changes no row.
Result<bool> committed_otherwise(const EventStore& store, std::uint64_t size, const Rows& kept) {
  const auto body = recorded_body(store, size - 1);
  if (!body) return body.error();
  const auto commitment = commitment_of(*body);
  return commitment && commitment->size == size - 1 &&
         commitment->admission_digest != kept.digest();
}

/// "3 rows differ, the first is …": what the store keeps beside what the log gives. A row is named
/// as in its digest and as `verify` names it: without the `r` under which the store keeps it.
Result<std::string> differences(const EventStore& store, const Rows& folded) {
  std::size_t count = 0, same = 0;
  std::string first;
  const auto differs = [&](std::string_view key) {
    if (count++ == 0) first = to_hex(key.starts_with('r') ? key.substr(1) : key);
  };
  auto scanned =
      store.scan(Table::kState, {}, kStreamRows, [&](std::string_view key, std::string_view value) {
        if (key == kStateDigestKey || key == kStateSealKey) return true;
        const std::string* row = key.starts_with('r') ? folded.get(key.substr(1)) : nullptr;
        if (row != nullptr && *row == value) ++same;
        if (row == nullptr || *row != value) differs(key);
        return true;
      });
  if (!scanned) return scanned.error();
  const std::size_t gone = folded.all().size() - std::min(folded.all().size(), same + count);
  if (count == 0 && gone == 0) return std::string("only its digest does");
  return std::to_string(count) + " kept rows differ" +
         (first.empty() ? "" : ", the first is " + first) + ", " + std::to_string(gone) +
         " are missing";
}

/// Whether the store keeps the seal of a holder of the standing checkpoint key over `kept`.
Result<bool> sealed(const EventStore& store, const Recovered& at, const LogOptions& options,
                    const Rows& kept) {
  const auto row = store.get(Table::kState, kStateSealKey);
  if (!row) return row.error();
  const auto keys = find_checkpoint_keys(kept);
  const auto* signer = keys ? signer_of(options.checkpoint_signers, keys->standing) : nullptr;
  if (!*row || signer == nullptr) return false;
  return is_seal_of(keys->standing, {at.identity.ledger_id, at.tree.size(), kept.digest()}, **row);
}

/// The sequencer's state. One that is not sealed as it stands, or that does not fit its digest or
/// the newest commitment, is made again from the log, which alone decides; an alarm says so if it
/// was another: somebody may have edited it.
Result<Rows> state_of(Recovered& at, const LogOptions& options) {
  const EventStore& store = *at.store;
  const std::uint64_t size = at.tree.size();
  auto kept = load_state(store);
  if (!kept && kept.error().code != ErrorCode::kCorrupt) return kept;
  if (kept) {
    const auto otherwise = committed_otherwise(store, size, *kept);
    if (!otherwise) return otherwise.error();
    const auto by_us = sealed(store, at, options, *kept);
    if (!by_us) return by_us.error();
    if (*by_us && !*otherwise) return kept;
  }
  auto rows = refold(store, at.identity, *options.admission, size);
  if (!rows || (kept && rows->digest() == kept->digest())) return rows;
  const auto what = differences(store, *rows);
  if (!what) return what.error();
  at.alarm =
      corrupt("STATE_ALTERED",
              "the kept state of the rules is not what the log gives (" + *what +
                  "): somebody may have edited it, or the disk is failing. It was made again "
                  "from the log and decided nothing; `letopis verify` names the rows",
              "state");
  return rows;
}

Result<std::uint64_t> last_recorded_at(const EventStore& store, std::uint64_t size) {
  std::uint64_t recorded_at = 0;
  auto read = store.read(size - 1, size, [&](std::uint64_t, std::string_view bytes) {
    if (const auto entry = parse_entry(bytes)) recorded_at = entry->recorded_at_us;
    return false;
  });
  if (!read) return read.error();
  return recorded_at;
}

Status check_clock(const LogOptions& options, std::uint64_t last_recorded_at_us) {
  const std::uint64_t now = options.clock->now_us();
  if (options.accept_clock) return Ok{};
  if (now > last_recorded_at_us && now - last_recorded_at_us > kClockAheadMaxUs) {
    return refused("CLOCK_AHEAD",
                   "the clock is more than 92 days ahead of the last entry: were it wrong, every "
                   "entry from now on would carry a time that has not come. If it is right, and "
                   "nothing was recorded for so long, accept the clock",
                   "clock");
  }
  if (now + kClockBehindMaxUs >= last_recorded_at_us) return Ok{};
  return refused("CLOCK_BEHIND",
                 "the clock is more than an hour behind the last entry: every new entry would "
                 "carry the last entry's time",
                 "clock");
}

Status check_signer_key(const LogOptions& options, const Rows& state) {
  const auto keys = find_checkpoint_keys(state);
  if (!keys) return corrupt("STATE_DIGEST", "the state holds no checkpoint key", "state");
  if (options.checkpoint_key_lost) return Ok{};
  if (signer_of(options.checkpoint_signers, keys->standing) != nullptr) return Ok{};
  return invalid(
      "WRONG_CHECKPOINT_KEY",
      "the checkpoint key that stands is " + to_hex(keys->standing) + ", and it was not given",
      "checkpoint key");
}

}  // namespace

Result<Rows> refold(const EventStore& store, const LedgerIdentity& identity,
                    const Admission& admission, std::uint64_t size) {
  Rows rows;
  std::optional<Error> failed;
  auto read = store.read(0, size, [&](std::uint64_t index, std::string_view bytes) {
    const auto entry = parse_entry(bytes);
    const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
    if (!body) {
      failed = corrupt(body.error().reason, body.error().message, "event " + std::to_string(index));
      return false;
    }
    const bool genesis = index == 0;
    const Hash digest = event_digest(
        signed_message(identity.origin, genesis ? Hash{} : identity.ledger_id, body->bytes()));
    const auto corrected = corrected_in(store, *body);
    if (!corrected) {
      failed = corrected.error();
      return false;
    }
    const Candidate candidate{*body,
                              index,
                              entry->recorded_at_us,
                              digest,
                              author_record(rows, *body),
                              *corrected ? &**corrected : nullptr};
    fold_keys(rows, *body, index);
    admission.fold(rows, candidate);
    rows.take_changes();
    return true;
  });
  if (!read) return read.error();
  if (failed) return *failed;
  return rows;
}

Result<Recovered> recover_ledger(LogOptions& options) {
  Recovered out;
  out.store = std::move(options.store);
  auto identity = identity_of(*out.store);
  if (!identity) {
    if (identity.error().reason != "BEYOND_HEAD") return identity.error();
    return not_found("EMPTY", "the store holds no ledger yet");
  }
  out.identity = std::move(*identity);
  auto anchor = open_anchor(options);
  if (!anchor) return anchor.error();
  const auto published = anchored_checkpoint(*anchor, out.identity.origin);
  if (!published) return published.error();
  out.anchor.emplace(std::move(*anchor));

  auto acquired = out.store->acquire(*published ? (*published)->size : 0);
  if (!acquired) return acquired.error();
  out.lease = acquired->lease;
  const std::uint64_t size = acquired->head.size;
  if (*published) {
    if (auto same = check_published(*out.store, **published, "the anchor"); !same) {
      return same.error();
    }
  }
  if (auto same = check_last_checkpoint(*out.store, size); !same) return same.error();
  auto tree = load_tree(*out.store, size);
  if (!tree) return tree.error();
  out.tree = std::move(*tree);
  auto state = state_of(out, options);
  if (!state) return state.error();
  out.state = std::move(*state);
  if (auto signer = check_signer_key(options, out.state); !signer) return signer.error();
  auto streams = StreamHeads::open(out.store, size);
  if (!streams) return streams.error();
  out.streams.emplace(std::move(*streams));
  const auto committed = last_commitment(*out.store, out.identity);
  if (!committed) return committed.error();
  out.last_commitment = *committed;
  const auto recorded_at = last_recorded_at(*out.store, size);
  if (!recorded_at) return recorded_at.error();
  out.last_recorded_at_us = *recorded_at;
  if (auto clock = check_clock(options, *recorded_at); !clock) return clock.error();
  return out;
}

Result<Begun> begin_ledger(LogOptions& options, const SignedEvent& genesis) {
  Recovered out;
  out.store = std::move(options.store);
  auto body = check_body(genesis.body);
  if (!body) return body.error();
  const auto* created = body->table().payload_as_LedgerCreated();
  if (created == nullptr) {
    return refused("NOT_GENESIS", "a ledger begins with LedgerCreated", "payload_type");
  }
  out.identity = {created->origin()->str(), ledger_id_of(genesis.body)};
  auto checked = check_event(out.identity, genesis);
  if (!checked) return checked.error();
  const auto head = out.store->head();
  if (!head) return head.error();
  if (head->size != 0) return conflict("EXISTS", "the store already holds a ledger");
  auto anchor = Anchor::open(options.anchor, true);
  if (!anchor) return anchor.error();
  if (anchor->note()) {
    return conflict("EXISTS",
                    "the anchor " + options.anchor.string() +
                        " already belongs to a ledger: is this the way to recreate it?",
                    "anchor");
  }
  out.anchor.emplace(std::move(*anchor));
  auto acquired = out.store->acquire(0);
  if (!acquired) return acquired.error();
  out.lease = acquired->lease;
  auto streams = StreamHeads::open(out.store, 0);
  if (!streams) return streams.error();
  out.streams.emplace(std::move(*streams));
  return Begun{std::move(out), std::move(*checked)};
}

}  // namespace internal
}  // namespace ledger
