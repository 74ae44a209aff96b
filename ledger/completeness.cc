// SPDX-License-Identifier: Apache-2.0
#include "ledger/completeness.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/internal/staging.h"
#include "ledger/key_registry.h"
#include "ledger/message.h"
#include "ledger/pinned_organisations.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {
namespace {

constexpr std::array<std::string_view, 6> kKindNames{
    "", "registry", "region", "organisation", "cluster", "document"};

Error named(Error error, std::uint64_t index) {
  error.code = ErrorCode::kCorrupt;
  error.message = "event " + std::to_string(index) + ": " + error.message;
  return error;
}

/// The event in an entry, signed for this ledger; genesis is signed for no ledger and makes the id.
Result<ProvenEvent> check_entry(const LedgerIdentity& ledger, std::uint64_t index,
                                std::string_view bytes) {
  const auto entry = parse_entry(bytes);
  if (!entry) return named(entry.error(), index);
  if (index == 0 && ledger_id_of(entry->body) != ledger.ledger_id) {
    return corrupt("WRONG_LEDGER", "the first event is not the genesis of this ledger", "event 0");
  }
  auto event = check_event({ledger.origin, index == 0 ? Hash{} : ledger.ledger_id},
                           {std::string(entry->body), entry->signatures});
  if (!event) return named(event.error(), index);
  return ProvenEvent{index, entry->recorded_at_us, std::move(*event), {}};
}

/// Whether the event makes this key a service key of the ledger.
bool brings_in_service_key(const Body& body, std::uint64_t index, const PublicKey& key) {
  const std::string hex = to_hex(key);
  if (const auto* genesis = body.table().payload_as_LedgerCreated()) {
    return index == 0 && genesis->service_key()->string_view() == hex;
  }
  const auto* introduced = body.table().payload_as_KeyIntroduced();
  return introduced != nullptr && introduced->kind() == fb::KeyKind::SERVICE &&
         introduced->key()->string_view() == hex;
}

/// Goes through a proof in the order of FORMAT.md.
class Checker {
 public:
  Checker(const CompletenessProof& proof, const Trust* trust) : proof_(proof), trust_(trust) {}

  Result<ProvenSubjects> run() {
    if (auto opened = open(); !opened) return opened.error();
    if (auto committed = check_commitment_entry(); !committed) return committed.error();
    if (auto signer = check_service_key(); !signer) return signer.error();
    if (auto events = check_events(); !events) return events.error();
    for (const SubjectPath& subject : proof_.subjects) {
      if (auto complete = check_subject(subject); !complete) return complete.error();
    }
    if (auto keys = check_all_keys(); !keys) return keys.error();
    if (trust_ != nullptr) {
      auto pinned = check_pinned(trust_->organisations, out_.keys);
      if (!pinned) return pinned.error();
    }
    out_.claim = proof_.claim;
    return std::move(out_);
  }

 private:
  Status open() {
    auto checkpoint = trust_ == nullptr ? open_checkpoint_unanchored(proof_.checkpoint)
                                        : open_checkpoint(*trust_, proof_.checkpoint);
    if (!checkpoint) return checkpoint.error();
    out_.checkpoint = std::move(*checkpoint);
    if (trust_ != nullptr && trust_->ledger_id != proof_.ledger_id) {
      return refused("WRONG_LEDGER", "a proof of the ledger " + to_hex(proof_.ledger_id) +
                                         ", pinned is " + to_hex(trust_->ledger_id));
    }
    out_.ledger = {out_.checkpoint.opened.checkpoint.origin, proof_.ledger_id};
    return Ok{};
  }

  Status check_included(const IncludedEntry& included, const char* what) const {
    const Checkpoint& checkpoint = out_.checkpoint.opened.checkpoint;
    auto ok = verify_inclusion(leaf_hash(included.entry), included.index, checkpoint.size,
                               included.inclusion, checkpoint.root);
    if (ok) return ok;
    return corrupt("PROOF_INVALID", std::string(what) + " is not in the log of the checkpoint: " +
                                        ok.error().message);
  }

  Status check_commitment_entry() {
    if (auto in = check_included(proof_.commitment, "the commitment"); !in) return in;
    auto event = check_entry(out_.ledger, proof_.commitment.index, proof_.commitment.entry);
    if (!event) return event.error();
    auto commitment = commitment_of(event->event.body);
    if (!commitment) {
      return corrupt("NOT_A_COMMITMENT",
                     "event " + std::to_string(event->index) + " is no LedgerCommitment");
    }
    if (commitment->size > event->index) {
      return corrupt("COMMITMENT_SIZE", "the commitment is about size " +
                                            std::to_string(commitment->size) +
                                            " and stands before it");
    }
    out_.commitment = std::move(*commitment);
    out_.commitment_index = event->index;
    commitment_ = std::move(*event);
    return Ok{};
  }

  Status check_service_key() {
    if (auto in = check_included(proof_.service, "the key's event"); !in) return in;
    auto event = check_entry(out_.ledger, proof_.service.index, proof_.service.entry);
    if (!event) return event.error();
    const PublicKey& signer = commitment_->event.body.author().key;
    if (event->index < out_.commitment_index &&
        brings_in_service_key(event->event.body, event->index, signer)) {
      service_ = std::move(*event);
      return Ok{};
    }
    return corrupt("WRONG_SERVICE_KEY", "event " + std::to_string(event->index) +
                                            " does not make the commitment's signer " +
                                            to_hex(signer) + " a service key");
  }

  Status check_events() {
    for (const SubjectPath& subject : proof_.subjects) streams_[subject.subject];
    for (const RecordedEvent& recorded : proof_.entries) {
      auto event = check_entry(out_.ledger, recorded.index, recorded.entry);
      if (!event) return event.error();
      const Hash leaf = leaf_hash(recorded.entry);
      bool known = false;
      for (const Subject& subject : event->event.body.subjects()) {
        const auto stream = streams_.find(subject);
        if (stream == streams_.end()) continue;
        stream->second.append(recorded.index, leaf);
        known = true;
      }
      if (!known || recorded.index >= out_.commitment.size) {
        return corrupt("FOREIGN_EVENT", "event " + std::to_string(recorded.index) +
                                            " is about none of the subjects below size " +
                                            std::to_string(out_.commitment.size));
      }
      out_.events.push_back(std::move(*event));
    }
    return Ok{};
  }

  Status check_subject(const SubjectPath& subject) {
    const Stream& stream = streams_.at(subject.subject);
    const auto value =
        check_map_path(out_.commitment.map_root, subject_map_key(subject.subject), subject.path);
    if (!value) return value.error();
    const std::uint64_t count = stream.leaves.size();
    const bool same = *value ? count > 0 && **value == subject_head(stream) : count == 0;
    if (!same) {
      return corrupt("EVENTS_MISSING", "the ledger committed to another history of the " +
                                           std::string(subject_kind_name(subject.subject.kind)) +
                                           " " + to_hex(subject.subject.id) + " than the " +
                                           std::to_string(count) + " events given");
    }
    out_.subjects.emplace_back(subject.subject, count);
    return Ok{};
  }

  /// The events below N bring in the keys; the commitment's may have come between N and it.
  Status check_all_keys() {
    if (!streams_.contains(Subject{SubjectKind::kRegistry, {}})) {
      return corrupt("REGISTRY_MISSING",
                     "the proof is not about the registry, and without it nobody can say whose "
                     "the keys are; one that is made anew has it");
    }
    for (ProvenEvent& event : out_.events) {
      if (auto judged = judge_keys(out_.keys, event); !judged) return judged;
    }
    Rows later = out_.keys;
    if (service_->index >= out_.commitment.size) {
      if (auto judged = judge_keys(later, *service_); !judged) return judged;
    }
    return judge_keys(later, *commitment_);
  }

  static Status judge_keys(Rows& keys, ProvenEvent& event) {
    const Body& body = event.event.body;
    auto stand = check_keys(keys, body, event.index);
    if (!stand) return named(stand.error(), event.index);
    event.author = author_record(keys, body);
    fold_keys(keys, body, event.index);
    return Ok{};
  }

  const CompletenessProof& proof_;
  const Trust* trust_;
  std::optional<ProvenEvent> commitment_;
  std::optional<ProvenEvent> service_;  ///< what brought in the commitment's key
  std::unordered_map<Subject, Stream, internal::SubjectHash> streams_;
  ProvenSubjects out_;
};

}  // namespace

bool CompletenessProof::operator==(const CompletenessProof& other) const {
  const auto same = [](const RecordedEvent& a, const RecordedEvent& b) {
    return a.index == b.index && a.entry == b.entry;
  };
  return ledger_id == other.ledger_id && subjects == other.subjects && claim == other.claim &&
         service == other.service && commitment == other.commitment &&
         checkpoint == other.checkpoint &&
         std::equal(entries.begin(), entries.end(), other.entries.begin(), other.entries.end(),
                    same);
}

Result<ProvenSubjects> check_completeness(const CompletenessProof& proof, const Trust* trust) {
  return Checker(proof, trust).run();
}

Status check_one_log(const ProvenSubjects& proven, const Checkpoint& other) {
  const auto differs = [&](const char* reason, const Hash& ours, const char* whose) {
    return corrupt(reason, "at size " + std::to_string(other.size) +
                               " the log has signed the root " + to_hex(other.root) + ", " + whose +
                               " has " + to_hex(ours));
  };
  const Checkpoint& ours = proven.checkpoint.opened.checkpoint;
  if (other.size == ours.size && other.root != ours.root) {
    return differs("FORKED", ours.root, "the checkpoint of the proof");
  }
  if (other.size == proven.commitment.size && other.root != proven.commitment.root) {
    return differs("COMMITMENT_FALSE", proven.commitment.root, "the commitment");
  }
  return Ok{};
}

Status check_not_hidden(const CompletenessProof& proof, const ProvenSubjects& proven,
                        std::uint64_t index, std::string_view entry) {
  const auto parsed = parse_entry(entry);
  if (!parsed) return parsed.error();
  const auto body = check_body(parsed->body);
  if (!body) return body.error();
  const std::string event = "event " + std::to_string(index);
  for (const IncludedEntry* included : {&proof.service, &proof.commitment}) {
    if (included->index != index || included->entry == entry) continue;
    return corrupt(
        "FORKED",
        "the log has signed two histories: " + event + " is in it, and another event in its place",
        event);
  }
  if (index >= proven.commitment.size) return Ok{};
  const auto given = std::lower_bound(
      proof.entries.begin(), proof.entries.end(), index,
      [](const RecordedEvent& one, std::uint64_t wanted) { return one.index < wanted; });
  if (given != proof.entries.end() && given->index == index) {
    if (given->entry == entry) return Ok{};
    return corrupt("COMMITMENT_FALSE",
                   event +
                       " is in the log, and the ledger committed to a history with another "
                       "event in its place",
                   event);
  }
  const auto& about = body->subjects();
  for (auto it = proven.subjects.rbegin(); it != proven.subjects.rend(); ++it) {  // registry last
    const Subject& subject = it->first;
    if (std::find(about.begin(), about.end(), subject) == about.end()) continue;
    const bool registry = subject.kind == SubjectKind::kRegistry;
    return corrupt("COMMITMENT_FALSE",
                   event + " about " + std::string(subject_kind_name(subject.kind)) +
                       (registry ? "" : ":" + to_hex(subject.id)) +
                       " is in the log, and the ledger committed to a history without it",
                   event);
  }
  return Ok{};
}

std::string_view subject_kind_name(SubjectKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  return at < kKindNames.size() ? kKindNames[at] : "";
}

Result<SubjectKind> parse_subject_kind(std::string_view name) {
  const auto found = std::find(kKindNames.begin() + 1, kKindNames.end(), name);
  if (found != kKindNames.end()) return static_cast<SubjectKind>(found - kKindNames.begin());
  return invalid("BAD_SUBJECT", "'" + std::string(name) +
                                    "' is not registry, region, organisation, cluster, document");
}

}  // namespace ledger
