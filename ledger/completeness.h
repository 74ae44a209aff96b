// SPDX-License-Identifier: Apache-2.0
// Completeness proofs (FORMAT.md): all events about some subjects up to a commitment,
// in one file that is checked offline. FORMAT.md, "The completeness proof", has the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/commitment.h"
#include "ledger/event_check.h"
#include "ledger/key_registry.h"
#include "ledger/log_reader.h"
#include "ledger/prefix_map.h"
#include "ledger/result.h"
#include "ledger/trust.h"

namespace ledger {

inline constexpr std::size_t kCompletenessBytesMax = 268'435'456;  ///< of a file, 256 MiB
inline constexpr std::size_t kCompletenessSubjectsMax = 4'096;
inline constexpr std::size_t kClaimBytesMax = 65'536;

/// An entry of the log with its inclusion in the checkpoint of the file.
struct IncludedEntry {
  std::uint64_t index = 0;
  std::string entry;
  std::vector<Hash> inclusion;
  bool operator==(const IncludedEntry&) const = default;
};

struct SubjectPath {
  Subject subject;
  MapPath path;
  bool operator==(const SubjectPath&) const = default;
};

/// What is in a file; nothing of it is believed before check_completeness().
struct CompletenessProof {
  Hash ledger_id;
  std::vector<SubjectPath> subjects;   ///< ascending by (kind, id); the registry is the first
  std::string claim;                   ///< of a decision proof; empty in others
  IncludedEntry service;               ///< the event that brought in the commitment's key
  IncludedEntry commitment;            ///< a LedgerCommitment
  std::vector<RecordedEvent> entries;  ///< ascending; each is about at least one of the subjects
  std::string checkpoint;              ///< signed note, verbatim

  bool operator==(const CompletenessProof&) const;
};

/// The file. kInvalid BAD_COMPLETENESS when parse_completeness() would not read it back.
Result<std::string> format_completeness(const CompletenessProof& proof);
/// Strict: one spelling for one proof. kInvalid BAD_COMPLETENESS naming the line.
Result<CompletenessProof> parse_completeness(std::string_view bytes);

/// An event of the proof, its signatures and keys checked.
struct ProvenEvent {
  std::uint64_t index = 0;
  std::uint64_t recorded_at_us = 0;
  CheckedEvent event;
  KeyRecord author;  ///< the author's key as it stood at this index
};

/// What a proof shows.
struct ProvenSubjects {
  LedgerIdentity ledger;
  TrustedCheckpoint checkpoint;
  Commitment commitment;
  std::uint64_t commitment_index = 0;
  std::vector<std::pair<Subject, std::uint64_t>> subjects;  ///< with the number of events, 0: none
  std::vector<ProvenEvent> events;                          ///< ascending, of all subjects
  Rows keys;  ///< as these events leave them (key_registry.h)
  std::string claim;

  const Anchoring& anchoring() const { return checkpoint.anchoring; }
};

/// Shows that the events in the proof are all there is about its subjects below the commitment's
/// size, as the ledger committed; checks every signature of every event, and folds the keys from
/// the proof's own events to judge each event's signers at its index, those of the commitment too.
/// With null `trust` the proof can only be consistent in itself. kRefused WRONG_LEDGER, the errors
/// of open_checkpoint(); kCorrupt PROOF_INVALID (not in the log), NOT_A_COMMITMENT,
/// WRONG_SERVICE_KEY, COMMITMENT_SIZE, MAP_PATH, EVENTS_MISSING (the committed history is another
/// than the events given), FOREIGN_EVENT (about none of the subjects, or not below N),
/// REGISTRY_MISSING (nothing says whose the keys are), ORGANISATION_KEY (not the key that the trust
/// file has), and what is wrong with an event as check_event() and check_keys() say, with its
/// index.
Result<ProvenSubjects> check_completeness(const CompletenessProof& proof, const Trust* trust);

/// Whether a checkpoint that a key of the log signed can be of the log of the proof, as far as one
/// of the same size tells. kCorrupt FORKED: another root than the proof's checkpoint has;
/// COMMITMENT_FALSE: than the commitment has.
Status check_one_log(const ProvenSubjects& proven, const Checkpoint& other);

/// Whether the proof hides an event: one about its subjects below N that it lacks, or that has
/// another in its place. REQUIRES: the entry is in the log at this index, as a receipt shows.
/// kCorrupt COMMITMENT_FALSE: the ledger's commitment was a lie; FORKED: commitment or service
/// event stand where the entry does. Errors of parse_entry() and check_body().
Status check_not_hidden(const CompletenessProof& proof, const ProvenSubjects& proven,
                        std::uint64_t index, std::string_view entry);

/// The proof about these subjects and the registry, which has the keys, by the newest commitment,
/// at the first checkpoint that covers it; and about each place in whose name a key event below it
/// was signed. kNotFound NO_COMMITMENT when the log was never committed to; kInvalid
/// BAD_COMPLETENESS for more than kCompletenessSubjectsMax subjects; the errors of the view.
Result<CompletenessProof> prove_completeness(const ReadView& view, std::vector<Subject> subjects);

/// The newest commitment of the log, and when it was recorded. kNotFound NO_COMMITMENT.
struct RecordedCommitment {
  std::uint64_t index = 0;
  std::uint64_t recorded_at_us = 0;
  Commitment commitment;
};
Result<RecordedCommitment> newest_commitment(const ReadView& view);

/// "registry", "region", "organisation", "cluster", "document".
std::string_view subject_kind_name(SubjectKind kind);
/// kInvalid BAD_SUBJECT.
Result<SubjectKind> parse_subject_kind(std::string_view name);

}  // namespace ledger
