// SPDX-License-Identifier: Apache-2.0
// The checks of one event, in the order in which they refuse: the part that needs no state
// (body, prefix, signatures) and the part that needs the log before it (seen, references, keys,
// subjects, expected version). The sequencer decides with them; the verifier decides again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/admission.h"
#include "ledger/body.h"
#include "ledger/bytes.h"
#include "ledger/event_store.h"
#include "ledger/result.h"
#include "ledger/rows.h"

namespace ledger {

/// Which ledger an event is signed for. Genesis is signed for the ledger id of 32 zero bytes.
struct LedgerIdentity {
  std::string origin;
  Hash ledger_id;
};

/// An event as its author hands it over: the exact body bytes and one signature per signer, the
/// author's first, then the cosigners' in body order.
struct SignedEvent {
  std::string body;
  std::vector<Signature> signatures;
};

/// An event whose body is strict and whose signatures verify, whoever the signers may be.
struct CheckedEvent {
  Body body;
  std::vector<Signature> signatures;
  Hash digest;  ///< D
};

/// kInvalid with the reasons of check_body; SIGNATURE_COUNT; kRefused SIGNATURE_INVALID naming
/// the signer.
Result<CheckedEvent> check_event(const LedgerIdentity& ledger, SignedEvent event);

/// An event already in the log (or earlier in the same batch).
struct Located {
  std::uint64_t index = 0;
  fb::Payload payload_type{};
};

/// The log before an event, as far as the checks look at it.
class LogContext {
 public:
  virtual ~LogContext() = default;
  virtual Result<std::optional<Located>> find_digest(const Hash& digest) const = 0;
  /// The body of an event that find_digest found, or of an index below that of the event.
  virtual Result<Body> body_of(std::uint64_t index) const = 0;
  /// Its subjects.
  virtual Result<std::vector<Subject>> subjects_of(std::uint64_t index) const = 0;
  /// How many events of the subject came before.
  virtual Result<std::uint64_t> version_of(const Subject& subject) const = 0;
  /// The root of the checkpoint published at this size, if there is one.
  virtual Result<std::optional<Hash>> published_root(std::uint64_t size) const = 0;
  virtual std::uint64_t published_size() const = 0;
};

/// From the genesis entry. kNotFound BEYOND_HEAD in an empty store; kCorrupt NOT_GENESIS.
Result<LedgerIdentity> identity_of(const EventStore& store);

/// The body of a recorded entry.
Result<Body> recorded_body(const EventStore& store, std::uint64_t index);
/// The subjects that the body of a recorded entry names.
Result<std::vector<Subject>> recorded_subjects(const EventStore& store, std::uint64_t index);

/// What an admission sees of the log before an event. Borrows the references of its body.
struct EarlierEvents {
  std::optional<Body> corrected;  ///< the event that an EventCorrected is about
  std::vector<Referenced> referenced;
  std::vector<std::optional<Scope>> erased;  ///< Candidate::erased
};

/// `index` is that of the event. REQUIRES: its references resolve.
Result<EarlierEvents> earlier_events(const Body& body, const LogContext& log, std::uint64_t index);

/// What an admission is asked about the event, in the state that its predecessor left. Borrows the
/// event and what came earlier.
Candidate candidate_of(const CheckedEvent& event, std::uint64_t index, std::uint64_t recorded_at_us,
                       const Rows& state, const EarlierEvents& earlier);

/// `seen`, references, keys, subjects, expected version: kRefused SEEN_AHEAD, SEEN_UNKNOWN,
/// SEEN_ROOT, UNKNOWN_REFERENCE, SUBJECTS and the reasons of check_keys; kConflict STALE_VERSION.
/// kCorrupt and kIo pass through from the context.
Status check_in_context(const CheckedEvent& event, const LogContext& log, const Rows& keys,
                        std::uint64_t index);

}  // namespace ledger
