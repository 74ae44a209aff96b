// SPDX-License-Identifier: Apache-2.0
// The body of an event: the bytes that an author signs. check_body() decides whether bytes are
// one strict body; Body owns them and gives a typed view of the parts that every event has.
// Payloads are read through table() with the generated header ledger/schema/event_body_generated.h.
#pragma once

#include <bitset>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace ledger {

namespace fb {
struct EventBody;
enum class Payload : std::uint8_t;
enum class Role : std::uint8_t;
}  // namespace fb

inline constexpr std::uint16_t kSchemaVersion = 1;

/// Values as in the schema.
enum class ScopeKind : std::uint8_t { kLedger = 1, kRegion, kCluster };
enum class SubjectKind : std::uint8_t {
  kRegistry = 1,
  kRegion,
  kOrganisation,
  kCluster,
  kDocument
};
enum class Grade : std::uint8_t { kSelf = 1, kRecorder, kDocument };

/// Where a fact holds. The id of the ledger's scope is zero.
struct Scope {
  ScopeKind kind{};
  Id id;
  auto operator<=>(const Scope&) const = default;
};

/// A thing with a history. Ordered by (kind, id), which is the order inside a body. The id of the
/// registry is zero.
struct Subject {
  SubjectKind kind{};
  Id id;
  auto operator<=>(const Subject&) const = default;
};

/// A signer as the body names it: the key and the capacity that it claims.
struct Signer {
  PublicKey key;
  fb::Role role{};
  std::optional<Id> organisation;
  std::optional<Id> seat;
};

/// The newest checkpoint that the author's tool knew.
struct Seen {
  std::uint64_t size = 0;
  Hash root;
};

/// The version of one subject that the author expects: the number of events in its history.
struct Expected {
  Subject subject;
  std::uint64_t version = 0;
};

/// A set of payload types.
class PayloadSet {
 public:
  bool contains(fb::Payload type) const { return types_.test(static_cast<std::size_t>(type)); }
  void insert(fb::Payload type) { types_.set(static_cast<std::size_t>(type)); }
  bool operator==(const PayloadSet&) const = default;

 private:
  std::bitset<256> types_;
};

/// Which subjects of a referenced event the referring event is also about.
enum class Inherit : std::uint8_t { kNothing, kDocuments, kAll };

/// A digest in the body that names an earlier event.
struct Reference {
  std::string where;          ///< e.g. "payload.attachments[1]"
  Hash digest;                ///< D of the earlier event
  const PayloadSet* allowed;  ///< payload types that it may have; lives as long as the program
  Inherit inherit;
};

/// A strict body. A value: copies own their bytes. Immutable, so any thread may read it.
class Body {
 public:
  std::string_view bytes() const;
  /// Valid as long as this Body is neither moved from nor destroyed.
  const fb::EventBody& table() const;

  fb::Payload payload_type() const { return payload_type_; }
  std::string_view payload_name() const;
  const Id& event_id() const { return event_id_; }
  const Scope& scope() const { return scope_; }
  /// Ascending, unique, 1 to 16. That they are the implied ones is for admission to check.
  const std::vector<Subject>& subjects() const { return subjects_; }
  const Signer& author() const { return author_; }
  /// Ascending by key, unique, without the author's key, at most 15.
  const std::vector<Signer>& cosigners() const { return cosigners_; }
  const Seen& seen() const { return seen_; }
  const std::optional<Expected>& expected() const { return expected_; }
  const std::optional<Hash>& causation() const { return causation_; }
  Grade grade() const { return grade_; }
  bool historical() const { return historical_; }

  /// Every digest of the body that names another event, in the order of the schema's fields.
  const std::vector<Reference>& refs() const { return refs_; }
  /// Ids in the payload that make the event a part of their subject's history; not unique.
  const std::vector<Subject>& named_subjects() const { return named_subjects_; }

 private:
  friend Result<Body> check_body(std::string_view bytes);
  Body() = default;
  Status read_common_parts();

  std::vector<std::uint64_t> words_;  // aligned copy of the bytes, zero-filled to a whole word
  std::size_t size_ = 0;
  fb::Payload payload_type_{};
  Id event_id_;
  Scope scope_;
  std::vector<Subject> subjects_;
  Signer author_;
  std::vector<Signer> cosigners_;
  Seen seen_;
  std::optional<Expected> expected_;
  std::optional<Hash> causation_;
  Grade grade_{};
  bool historical_ = false;
  std::vector<Reference> refs_;
  std::vector<Subject> named_subjects_;
};

/// Checks bytes from anywhere: size, identifier, version; the walk of the schema in which every
/// byte is reached exactly once and every field obeys its attributes; the FlatBuffers verifier; the
/// order and consistency of the common parts. Time is linear in the size. Every error is kInvalid
/// with a stable reason and, where one is to blame, the field's path in `where`; a limit that is
/// hit is named. Reasons: BODY_TOO_LARGE, NOT_A_BODY, NEWER_SCHEMA, BAD_SCHEMA_VERSION, MALFORMED,
/// OUT_OF_BOUNDS, MISALIGNED, TOO_DEEP, TOO_MANY_TABLES, UNKNOWN_FIELD, OVERLAP, UNREACHED_BYTES,
/// MISSING_FIELD, UNWANTED_FIELD, ENUM_UNSPECIFIED, UNKNOWN_ENUM_VALUE, BAD_BOOL, OUT_OF_RANGE,
/// BAD_UTF8, FORBIDDEN_CHARACTER, NOT_TERMINATED, EMPTY_STRING, STRING_TOO_LONG, VECTOR_TOO_LONG,
/// VECTOR_TOO_SHORT, UNION_MISMATCH, UNKNOWN_PAYLOAD, FORBIDDEN_PAYLOAD, BAD_HEX, BAD_DATE,
/// BAD_DIGITS, BAD_TOKEN, BAD_LEGAL_DATE, BAD_SCOPE, BAD_SUBJECTS, BAD_COSIGNERS, BAD_SEEN.
Result<Body> check_body(std::string_view bytes);

/// The subjects that a body must name: its scope (the ledger's scope is the registry), the ids in
/// its payload and what it inherits. `inherited` is for the caller to collect from the events that
/// refs() names, as each reference's `inherit` says. Ascending and unique; may exceed kSubjectsMax,
/// and then no body with this payload can be admitted.
std::vector<Subject> implied_subjects(const Body& body, std::span<const Subject> inherited);

/// The name of a payload type as in the schema, e.g. "VoteCast"; empty for an unknown type.
std::string_view payload_name(fb::Payload type);

/// The binary schema (FlatBuffers reflection, identifier BFBS) of kSchemaVersion.
std::string_view schema_bfbs();

}  // namespace ledger
