// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/sequencer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/key_registry.h"
#include "ledger/schema/event_body_generated.h"
#include "ledger/witness.h"

namespace ledger::internal {
namespace {

constexpr std::size_t kDraftsKept = 4;

/// Whether the submission revokes a key: such submissions are decided first.
bool revokes(const Submission& submission) {
  return std::any_of(submission.checked.begin(), submission.checked.end(), [](const auto& event) {
    return event && *event && is_revocation((*event)->body);
  });
}

Error at_event(Error error, std::size_t position, std::size_t count) {
  if (count > 1) {
    const std::string place = "events[" + std::to_string(position) + "]";
    error.where = error.where.empty() ? place : place + "." + error.where;
  }
  return error;
}

/// A disk that fails so often in a row is given up.
constexpr int kTakeOverTries = 3;

Error not_written(const Error& cause) {
  return io_error(
      "NOT_WRITTEN",
      "the disk failed, nothing of this is in the log, it can be sent again: " + cause.message,
      cause.where);
}

void answer(Submission& submission, AppendResult result) {
  if (submission.done) submission.done(std::move(result));
}

}  // namespace

std::vector<RowPut> index_rows(const StagedEvent& staged) {
  const std::string index = be64(staged.index);
  const std::string type(1, static_cast<char>(staged.event.body.payload_type()));
  std::vector<RowPut> rows;
  rows.push_back({Table::kById, std::string(staged.event.body.event_id().view()), index});
  rows.push_back({Table::kByDigest, std::string(staged.event.digest.view()), index + type});
  rows.push_back({Table::kByType, type + index, std::string()});
  for (const auto& [subject, n] : staged.versions) {
    rows.push_back({Table::kBySubject, subject_key(subject) + be64(n), index});
  }
  return rows;
}

Status Sequencer::run(std::vector<std::unique_ptr<Submission>> submissions) {
  step(WriteStep::kChecked);
  std::vector<Decision> decisions;
  decisions.reserve(submissions.size());
  // Revocations first: a key that is being revoked gets no further event in beside it. One that
  // is refused here may depend on what came before it, so it has a second try in its place.
  for (auto& submission : submissions) {
    if (submission->task) {
      submission->task(this);
      submission.reset();
      continue;
    }
    if (submission->dry_run || !revokes(*submission)) continue;
    Decision decision = decide(std::move(submission), true);
    if (decision.result) {
      decisions.push_back(std::move(decision));
    } else {
      submission = std::move(decision.submission);
    }
  }
  for (auto& submission : submissions) {
    if (submission) decisions.push_back(decide(std::move(submission), false));
  }
  step(WriteStep::kSequenced);

  Result<bool> recorded = record_group();
  group_ = Stage{};
  // What an alarm came between is not acknowledged, though it may be recorded.
  if (const Status go_on = may_go_on(); recorded && !go_on) recorded = go_on.error();
  for (Decision& decision : decisions) {
    // What was refused may have been refused because of events that are not in the log now.
    if (!recorded) decision.result = recorded.error();
    if (recorded && !*recorded) decision.result = not_written(*write_error_);
    answer(*decision.submission, std::move(decision.result));
  }
  step(WriteStep::kAnswered);
  if (!recorded) return recorded.error();
  return Ok{};
}

Result<bool> Sequencer::record_group() {
  if (alarm_) return *alarm_;
  if (group_.empty()) return true;
  return record();
}

Sequencer::Decision Sequencer::decide(std::unique_ptr<Submission> submission, bool keep) {
  Stage stage;
  const Rows::Savepoint before = parts_.state.savepoint();
  AppendResult result = decide_events(*submission, stage, keep);
  if (!result || submission->dry_run) {
    parts_.state.rollback(before);
  } else {
    group_.join(std::move(stage));
  }
  return {std::move(submission), std::move(result)};
}

AppendResult Sequencer::decide_events(Submission& submission, Stage& stage, bool keep) {
  std::vector<AppendedEvent> results;
  const std::size_t count = submission.checked.size();
  for (std::size_t i = 0; i < count; ++i) {
    Result<CheckedEvent>& checked = *submission.checked[i];
    if (!checked) return at_event(checked.error(), i, count);
    const bool objected = !submission.objections.empty() && submission.objections[i].has_value();
    auto decided = decide_event(keep ? CheckedEvent(*checked) : std::move(*checked),
                                objected ? &*submission.objections[i] : nullptr, stage, results);
    if (!decided) return at_event(decided.error(), i, count);
  }
  return results;
}

Status Sequencer::decide_event(CheckedEvent event, const Error* objection, Stage& stage,
                               std::vector<AppendedEvent>& results) {
  const StagedLog log(*parts_.store, parts_.reader->size(), group_, stage, *parts_.streams, roots_);
  const auto known = log.find_id(event);
  if (!known) return known.error();
  if (*known) {
    if (!(*known)->same_body) {
      const std::string at = std::to_string((*known)->index);
      Error taken = refused_by("A13", "EVENT_ID_TAKEN",
                               "the event with this id and another body is at index " + at,
                               "событие с этим идентификатором и другим телом — " + at, "event_id");
      taken.code = ErrorCode::kConflict;
      return taken;
    }
    results.push_back({(*known)->index, (*known)->digest, true, (*known)->recorded_at_us});
    return Ok{};
  }
  if (objection != nullptr) return *objection;
  const std::uint64_t index = next_index(stage);
  if (auto fits = check_in_context(event, log, parts_.state, index); !fits) {
    if (fits.error().reason == "SEEN_AHEAD" && author_stands(parts_.state, event.body)) {
      alarm_ =
          Error{ErrorCode::kBehind, "SEEN_AHEAD", fits.error().message, {}, fits.error().russian};
    }
    return fits;
  }
  if (auto kept = check_committed(event, stage); !kept) return kept;
  const Hash digest = event.digest;
  auto staged = stage_event(std::move(event), log, index);
  if (!staged) return staged.error();
  results.push_back({index, digest, false, staged->recorded_at_us});
  stage.add(std::move(*staged));
  return Ok{};
}

Result<StagedEvent> Sequencer::stage_event(CheckedEvent event, const StagedLog& log,
                                           std::uint64_t index) {
  const std::uint64_t now = std::max(parts_.last_recorded_at_us, parts_.clock->now_us());
  std::vector<std::pair<Subject, std::uint64_t>> versions;
  for (const Subject& subject : event.body.subjects()) {
    const auto version = log.version_of(subject);
    if (!version) return version.error();
    versions.emplace_back(subject, *version);
  }
  if (auto admitted = admit(event, log, index, now); !admitted) return admitted.error();
  parts_.last_recorded_at_us = now;
  return StagedEvent{std::move(event), index, now, std::move(versions)};
}

Status Sequencer::admit(const CheckedEvent& event, const StagedLog& log, std::uint64_t index,
                        std::uint64_t recorded_at_us) {
  const auto earlier = earlier_events(event.body, log, index);
  if (!earlier) return earlier.error();
  const Candidate candidate = candidate_of(event, index, recorded_at_us, parts_.state, *earlier);
  if (auto admitted = parts_.admission->admit(parts_.state, candidate); !admitted) return admitted;
  if (const auto key = new_checkpoint_key(event.body); key && !has_signer(*key)) {
    return refused_by(
        "A12", "SIGNER_MISSING",
        "whoever writes the log cannot sign with the new checkpoint key " + to_hex(*key) +
            ": it is not among the keys given",
        "тот, кто ведёт журнал, не может подписывать новым ключом контрольных точек " +
            to_hex(*key) + ": среди данных ключей его нет",
        "payload.new_key");
  }
  fold_keys(parts_.state, event.body, index);
  parts_.admission->fold(parts_.state, candidate);
  return Ok{};
}

std::vector<RowPut> take_state_rows(Rows& state) {
  std::vector<RowPut> rows;
  for (Rows::Change& change : state.take_changes()) {
    rows.push_back({Table::kState, "r" + change.key, std::move(change.value)});
  }
  if (!rows.empty()) {
    rows.push_back(
        {Table::kState, std::string(kStateDigestKey), std::string(state.digest().view())});
  }
  return rows;
}

Result<std::vector<RowPut>> Sequencer::state_rows(std::uint64_t size) {
  std::vector<RowPut> rows = take_state_rows(parts_.state);
  if (!rows.empty()) state_digest_ = fixed_from<Hash>(*rows.back().value);
  if (!state_digest_) state_digest_ = parts_.state.digest();
  const auto keys = find_checkpoint_keys(parts_.state);
  LEDGER_CHECK(keys.has_value());
  const NoteSigner* signer = signer_of(parts_.checkpoint_signers, keys->standing);
  if (signer == nullptr) {
    return invalid(
        "WRONG_CHECKPOINT_KEY",
        "the checkpoint key that stands is " + to_hex(keys->standing) + ", and it was not given",
        "checkpoint key");
  }
  const auto seal = seal_state(*signer, {parts_.identity.ledger_id, size, *state_digest_});
  if (!seal) return seal.error();
  rows.push_back({Table::kState, std::string(kStateSealKey), std::string(seal->view())});
  return rows;
}

Result<bool> Sequencer::record() {
  if (auto go_on = may_go_on(); !go_on) return go_on.error();
  const auto claim = parts_.anchor->claim();  // until the checkpoint of this is in the anchor
  if (!claim) return claim.error();
  std::vector<std::string> entries;
  auto state = state_rows(parts_.tree.size() + group_.events().size());
  if (!state) return state.error();
  std::vector<RowPut> rows = std::move(*state);
  TileBuilder tree = parts_.tree;
  std::vector<CompleteTile> complete;
  for (const StagedEvent& staged : group_.events()) {
    auto entry =
        encode_entry({staged.recorded_at_us, staged.event.body.bytes(), staged.event.signatures});
    if (!entry) return entry.error();
    const Hash leaf = leaf_hash(*entry);
    tree.append(leaf, complete);
    auto streamed = parts_.streams->append(staged.event.body.subjects(), staged.index, leaf);
    if (!streamed) return streamed.error();
    entries.push_back(std::move(*entry));
    for (RowPut& row : index_rows(staged)) rows.push_back(std::move(row));
  }
  for (CompleteTile& tile : complete) {
    rows.push_back(
        {Table::kTile, tile_key(tile.tile.level, tile.tile.index), std::move(tile.hashes)});
  }
  auto streams = parts_.streams->take_rows(tree.size());
  if (!streams) return streams.error();
  for (RowPut& row : *streams) rows.push_back(std::move(row));
  const std::uint64_t before = parts_.tree.size();
  std::swap(parts_.tree, tree);
  // Signed while the disk syncs, kept and shown only after that.
  start_signing();
  const auto appended = append(entries, rows);
  auto note = signing_.take();
  if (!appended || !*appended) std::swap(parts_.tree, tree);
  if (!appended) return appended.error();
  if (!*appended) {
    if (auto back = discard(); !back) return back.error();
    return false;
  }
  LEDGER_CHECK(parts_.tree.size() == before + entries.size());
  for (const StagedEvent& staged : group_.events()) {
    if (staged.event.body.payload_type() != fb::Payload::LedgerCommitment) continue;
    parts_.last_commitment = staged.event.digest;
    drafts_.clear();
  }
  step(WriteStep::kRecorded);
  if (!note) return note.error();
  if (auto published = publish(std::move(*note)); !published) return published.error();
  return true;
}

Result<CommitmentDraft> Sequencer::draft_commitment() {
  const auto genesis = find_genesis(parts_.state);
  LEDGER_CHECK(genesis.has_value());
  const auto map_root = parts_.streams->map_root();
  if (!map_root) return map_root.error();
  Commitment commitment;
  commitment.size = parts_.tree.size();
  commitment.root = parts_.tree.root();
  commitment.map_root = *map_root;
  commitment.map_count = parts_.streams->map_count();
  commitment.rules_version = parts_.admission->rules_version(parts_.state);
  commitment.admission_digest = parts_.state.digest();
  commitment.previous = parts_.last_commitment;
  drafts_.push_back({std::move(commitment), genesis->operator_organisation});
  if (drafts_.size() > kDraftsKept) drafts_.pop_front();
  return drafts_.back();
}

Status Sequencer::check_committed(const CheckedEvent& event, const Stage& stage) const {
  const auto commitment = commitment_of(event.body);
  if (!commitment) return Ok{};
  const auto commits = [](const StagedEvent& staged) {
    return staged.event.body.payload_type() == fb::Payload::LedgerCommitment;
  };
  const bool another = std::any_of(group_.events().begin(), group_.events().end(), commits) ||
                       std::any_of(stage.events().begin(), stage.events().end(), commits);
  const auto draft = std::find_if(drafts_.begin(), drafts_.end(), [&](const CommitmentDraft& kept) {
    return kept.commitment.size == commitment->size;
  });
  if (!another && draft != drafts_.end()) return check_commitment(*commitment, draft->commitment);
  const std::string size = std::to_string(commitment->size);
  Error stale = refused(
      "COMMITMENT_STALE",
      "the log has not just been asked what it is at size " + size + ", or was committed to since",
      "payload.size");
  stale.russian = "журнал только что не спрашивали, каков он при размере " + size +
                  ", или с тех пор он заверен ещё раз";
  return stale;
}

Result<bool> Sequencer::append(const std::vector<std::string>& entries,
                               const std::vector<RowPut>& rows) {
  const std::uint64_t expected = parts_.tree.size() - entries.size();
  const std::string edge = parts_.tree.range().serialize();
  const auto appended = parts_.store->append(parts_.lease, expected, entries, edge, rows);
  if (appended) return true;
  if (appended.error().code != ErrorCode::kIndeterminate) return appended.error();
  // Is exactly this batch there? Only the store can tell, opened and taken over anew.
  write_error_ = appended.error();
  if (auto again = take_over(expected); !again) return again.error();
  return parts_.store->reconcile(expected, entries);
}

Status Sequencer::take_over(std::uint64_t known_size) {
  Status last = Ok{};
  for (int i = 0; i < kTakeOverTries; ++i) {
    last = parts_.store->reopen();
    if (!last) break;
    const auto acquired = parts_.store->acquire(known_size);
    last = acquired ? Status(Ok{}) : Status(acquired.error());
    if (acquired) parts_.lease = acquired->lease;
    // The newest checkpoint was not synced when the disk failed.
    if (last && parts_.reader->size() > 0) {
      const ReadView shown = parts_.reader->view();
      last = parts_.store->put_checkpoint(shown.size(), shown.note());
    }
    if (last || last.error().code != ErrorCode::kIndeterminate) break;
  }
  if (last) return last;
  Error error = last.error();
  if (write_error_) error.message += "; before that: " + write_error_->message;
  return error;
}

Status Sequencer::discard() {
  state_digest_.reset();
  // If it was genesis that failed, there is no state yet.
  auto state = parts_.tree.size() == 0 ? Result<Rows>(Rows{}) : load_state(*parts_.store);
  if (!state) return state.error();
  parts_.state = std::move(*state);
  auto streams = StreamHeads::open(parts_.store, parts_.tree.size());
  if (!streams) return streams.error();
  parts_.streams = std::move(*streams);
  return Ok{};
}

bool Sequencer::has_signer(const PublicKey& key) {
  const auto& signers = parts_.checkpoint_signers;
  const bool given = std::any_of(signers.begin(), signers.end(),
                                 [&](const NoteSigner& signer) { return signer.key.key == key; });
  if (given || !parts_.find_signer) return given;
  auto found = parts_.find_signer(key);
  if (!found || found->key.key != key) return false;
  parts_.checkpoint_signers.push_back(std::move(*found));
  return true;
}

/// Our signers whose keys stand, in any order: the newest, and the one before it while they
/// overlap.
std::vector<NoteSigner> Sequencer::standing_signers() const {
  std::vector<NoteSigner> signers;
  const auto keys = find_checkpoint_keys(parts_.state);
  if (!keys) return signers;
  std::vector<PublicKey> due{keys->standing};
  if (parts_.tree.size() <= keys->previous_until) due.push_back(keys->previous);
  for (const PublicKey& key : due) {
    std::copy_if(parts_.checkpoint_signers.begin(), parts_.checkpoint_signers.end(),
                 std::back_inserter(signers),
                 [&](const NoteSigner& signer) { return signer.key.key == key; });
  }
  return signers;
}

Checkpoint Sequencer::checkpoint() const {
  return {parts_.identity.origin, parts_.tree.size(), parts_.tree.root(), {}};
}

void Sequencer::start_signing() {
  signing_.start([checkpoint = checkpoint(), signers = standing_signers()] {
    return sign_checkpoint(checkpoint, signers);
  });
}

Status Sequencer::publish(std::string note) {
  if (auto go_on = may_go_on(); !go_on) return go_on;
  step(WriteStep::kSigned);
  if (auto kept = keep(checkpoint(), note); !kept) return kept;
  return show(checkpoint(), std::move(note));
}

Status Sequencer::publish_opened() {
  auto note = sign_checkpoint(checkpoint(), standing_signers());
  if (note) note = keep_cosignatures(checkpoint(), std::move(*note));
  if (!note) return note.error();
  return publish(std::move(*note));
}

Status Sequencer::publish_again() {
  const auto claim = parts_.anchor->claim();
  if (!claim) return claim.error();
  const auto last = parts_.store->last_checkpoint();
  if (!last) return last.error();
  const auto keys = find_checkpoint_keys(parts_.state);
  if (!*last || !keys) return publish_opened();
  const auto verifier = CheckpointVerifier::create(
      parts_.identity.origin,
      {{{parts_.identity.origin, SignatureType::kEd25519, keys->standing}, std::nullopt}}, {});
  if (!verifier) return verifier.error();
  const auto opened = verifier->open(**last);
  const bool due = opened && opened->checkpoint.size == parts_.tree.size();
  return due ? show(opened->checkpoint, **last) : publish_opened();
}

Status Sequencer::keep(const Checkpoint& checkpoint, const std::string& note) {
  auto kept = parts_.store->put_checkpoint(checkpoint.size, note);
  if (!kept && kept.error().code == ErrorCode::kIndeterminate) {
    write_error_ = kept.error();
    if (auto again = take_over(checkpoint.size); !again) return again;
    kept = parts_.store->put_checkpoint(checkpoint.size, note);
  }
  if (kept) step(WriteStep::kCheckpointKept);
  return kept;
}

Status Sequencer::show(const Checkpoint& checkpoint, std::string note) {
  if (auto anchored = parts_.anchor->start(note); !anchored) return anchored;
  roots_.set(checkpoint.size, checkpoint.root);
  const std::uint64_t before = parts_.reader->size();  // 0: nothing was shown since the opening
  parts_.reader->publish(std::make_shared<const Published>(
      Published{checkpoint, std::move(note), parts_.tree, before > 0 ? before : checkpoint.size}));
  step(WriteStep::kPublished);
  return Ok{};
}

Result<std::string> Sequencer::add_cosignatures(std::uint64_t size,
                                                const std::vector<NoteSignature>& cosignatures) {
  std::optional<std::string> kept;
  auto found = parts_.store->checkpoints(size, size + 1, [&](std::uint64_t, std::string_view note) {
    kept = note;
    return false;
  });
  if (!found) return found.error();
  if (!kept) {
    return not_found("NO_CHECKPOINT", "no checkpoint of size " + std::to_string(size) + " is kept");
  }
  auto note = with_cosignatures(*kept, cosignatures);
  if (!note) return note.error();
  if (auto put = parts_.store->put_checkpoint(size, *note); !put) return put.error();
  const ReadView newest = parts_.reader->view();
  if (newest.size() == size) {
    parts_.reader->publish(
        std::make_shared<const Published>(Published{newest.checkpoint(), *note, parts_.tree}));
  }
  return note;
}

/// The cosignatures that the checkpoint of this very text already has in the store.
Result<std::string> Sequencer::keep_cosignatures(const Checkpoint& checkpoint,
                                                 std::string note) const {
  std::string merged = std::move(note);
  auto found = parts_.store->checkpoints(checkpoint.size, checkpoint.size + 1,
                                         [&](std::uint64_t, std::string_view kept) {
                                           if (auto both = merge_signatures(merged, kept))
                                             merged = std::move(*both);
                                           return false;
                                         });
  if (!found) return found.error();
  return merged;
}

Result<Rows> load_state(const EventStore& store) {
  Rows rows;
  std::optional<Hash> digest;
  bool foreign = false;  // a row that this program never writes
  auto scanned =
      store.scan(Table::kState, {}, kStreamRows, [&](std::string_view key, std::string_view value) {
        if (key == kStateDigestKey && value.size() == Hash::kSize) {
          digest = fixed_from<Hash>(value);
        } else if (key == kStateSealKey) {
          return true;
        } else if (key.starts_with('r')) {
          rows.put(std::string(key.substr(1)), std::string(value));
        } else {
          foreign = true;
        }
        return true;
      });
  if (!scanned) return scanned.error();
  rows.take_changes();
  if (foreign || !digest || *digest != rows.digest()) {
    return corrupt("STATE_DIGEST", "the sequencer's state does not have the digest kept with it",
                   "state");
  }
  return rows;
}

}  // namespace ledger::internal
