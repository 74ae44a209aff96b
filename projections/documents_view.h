// SPDX-License-Identifier: Apache-2.0
// View "documents": every document with its editions, their files and hashes, what relates it to
// others, and the facts on which its force depends: what it is the paper of, agreements made by it,
// amendments, signatures, terminations, effective days.
// Rows: "d" id, u8 list, u64 index -> one fact; "w" stem 00 id u64 index and "n" number 00 id u64
// index -> empty (document_search.h); "x" D -> pointer. Of files, for ever: "s" SHA-256, u64 index
// of the event that named it -> D of the registration; "i" u64 index -> the SHA-256 that the event
// named, u8 kind and id of its scope; "e" SHA-256, u8 kind and id of a scope -> u64 index of the
// PersonalDataErased by which it was destroyed for this place, or, of the ledger, for all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/facts.h"
#include "projections/view.h"
#include "projections/view_reader.h"

namespace projections {

/// Field of an ErasedField that says: the file that the registration at that index named, or the
/// correction at that index, was destroyed.
inline constexpr std::string_view kErasedFile = "payload.file";
inline constexpr std::string_view kErasedNewFile = "payload.new_payload.file";

/// One file of one edition.
struct DocumentRegistration {
  std::string kind;
  std::string title;
  std::optional<ledger::Id> issuer;
  std::string issuer_title;
  std::vector<PrintedValue> printed;
  std::uint16_t edition = 0;
  std::optional<ledger::Hash> edition_of;
  std::string rendition;  ///< ORIGINAL, SCAN, TEXT, CERTIFIED_COPY, EXCERPT
  std::optional<ledger::Hash> rendition_of;
  std::optional<ledger::Hash> sha256;      ///< of the file
  std::optional<ledger::Hash> commitment;  ///< instead of it, salted
  std::optional<ledger::Hash> streebog256;
  std::uint64_t bytes = 0;
  std::string media_type;
  bool personal_data = false;
  std::string custody;  ///< VAULT, ARCHIVE, PUBLISHED, EXTERNAL, NOT_STATED
  Source source;
  bool operator==(const DocumentRegistration&) const = default;
};

struct MissingDocumentValue {
  std::string kind;
  std::string title;
  std::string issuer_title;
  std::vector<PrintedValue> printed;
  bool operator==(const MissingDocumentValue&) const = default;
};

/// One document says something about another; both have the fact.
struct DocumentRelation {
  ledger::Id from_document;
  ledger::Hash from;     ///< D of a registration
  std::string relation;  ///< AMENDS, REPEALS, REPLACES, ANNEX_OF, COPY_OF, REFERS_TO, PUBLISHED_AT
  std::optional<ledger::Id> to_document;
  std::optional<ledger::Hash> to;
  std::optional<MissingDocumentValue> missing;  ///< named by the paper, supplied by nobody
  std::string address;
  std::string clause;
  std::optional<DateValue> effective;
  Source source;
  bool operator==(const DocumentRelation&) const = default;
};

struct VerdictLayerValue {
  std::string layer;
  std::string verdict;
  bool operator==(const VerdictLayerValue&) const = default;
};

struct SignatureEvidence {
  ledger::Hash document;  ///< D of the registration that is signed
  std::string kind;       ///< QUALIFIED_CMS, ADVANCED_CMS, PAPER_SCAN
  std::optional<ledger::Id> organisation;
  std::string moment_source;
  std::optional<std::uint64_t> moment_us;
  std::vector<VerdictLayerValue> layers;
  Source source;
  bool operator==(const SignatureEvidence&) const = default;
};

struct PartyValue {
  std::uint8_t number = 0;
  ledger::Id organisation;
  std::string named_as;
  bool operator==(const PartyValue&) const = default;
};

struct SlotValue {
  std::uint8_t slot = 0;
  std::uint8_t party = 0;
  std::string acting_as;
  std::string position;
  bool operator==(const SlotValue&) const = default;
};

struct TermValue {
  std::string kind;  ///< OPEN_ENDED, UNTIL, LENGTH, NOT_STATED
  std::optional<DateValue> until;
  std::uint16_t count = 0;  ///< of LENGTH
  std::string unit;
  bool operator==(const TermValue&) const = default;
};

/// One version of an agreement, made by the document with the registration `document`.
struct AgreementFact {
  ledger::Id agreement;
  std::uint16_t version = 0;
  std::string title;
  std::string kind;
  ledger::Hash document;
  std::vector<PartyValue> parties;
  std::vector<SlotValue> slots;
  std::vector<PrintedValue> printed;
  TermValue term;
  std::optional<ledger::Hash> adopted_by;
  std::optional<ledger::Hash> replaces;
  Source source;
  bool operator==(const AgreementFact&) const = default;
};

/// A supplementary agreement; its own document and the amended one have the fact.
struct AmendmentFact {
  ledger::Id supplementary;
  ledger::Hash agreement;  ///< D of the AgreementRegistered that it amends
  ledger::Id supplementary_document;
  std::optional<ledger::Id> amended_document;
  std::vector<std::string> kinds;
  std::string title;
  ledger::Hash document;
  std::vector<PartyValue> parties;
  std::vector<SlotValue> slots;
  std::vector<ledger::Id> included;
  std::vector<ledger::Id> excluded;
  std::optional<TermValue> term;
  std::optional<DateValue> effective;
  Source source;
  bool operator==(const AmendmentFact&) const = default;
};

struct SigningFact {
  ledger::Hash target;  ///< D of an agreement, an amendment or a programme
  std::uint8_t slot = 0;
  std::optional<ledger::Id> organisation;
  std::optional<DateValue> signed_on;
  Source source;
  bool operator==(const SigningFact&) const = default;
};

struct TerminationFact {
  ledger::Hash agreement;
  DateValue terminated_on;
  std::string ground;
  Source source;
  bool operator==(const TerminationFact&) const = default;
};

/// Another event says from when the document works: a charter, an order by this very paper.
struct EffectFact {
  std::string by;  ///< the event's type
  ledger::Hash document;
  std::string title;
  DateValue effective;
  Source source;
  bool operator==(const EffectFact&) const = default;
};

/// What an edition is the paper of, beside agreements and their amendments: a programme, a plan, a
/// charter, an order, a protocol. How that thing stands on a day is how its paper stands.
struct CarriedFact {
  std::string by;                   ///< the type of the event that says so
  ledger::Hash document;            ///< D of the registration
  std::vector<PartyValue> parties;  ///< of a programme
  std::vector<SlotValue> slots;     ///< of a programme
  Source source;
  bool operator==(const CarriedFact&) const = default;
};

/// Facts in the order of the events that say so; withdrawn ones are among them.
struct Document {
  ledger::Id id;
  std::vector<DocumentRegistration> registrations;
  std::vector<DocumentRelation> relations;  ///< from it and to it
  std::vector<SignatureEvidence> evidence;
  std::vector<AgreementFact> agreements;
  std::vector<AmendmentFact> amendments;  ///< by it and to it
  std::vector<SigningFact> signings;
  std::vector<TerminationFact> terminations;
  std::vector<EffectFact> effects;
  std::vector<CarriedFact> carried;
  bool operator==(const Document&) const = default;

  const DocumentRegistration* registration(const ledger::Hash& digest) const;
  /// The edition of a registration, 0 if there is none with this digest.
  std::uint16_t edition_of(const ledger::Hash& digest) const;
  /// The first registration of an edition that holds; null if there is none.
  const DocumentRegistration* edition(std::uint16_t number) const;
  /// Of the lowest edition that holds; null if there is none.
  const DocumentRegistration* first_edition() const;
  /// The highest edition that holds; 0 if there is none.
  std::uint16_t newest_edition() const;
};

class DocumentsView : public View {
 public:
  std::string_view name() const override { return "documents"; }
  std::uint32_t version() const override { return 4; }
  void fold(const Event& event, RowWriter& rows) const override;
};

/// Errors of all: those of ViewReader; kCorrupt BAD_VIEW_ROW.
ledger::Result<std::optional<Document>> find_document(const ViewReader& reader,
                                                      const ledger::Id& id);
/// The document that has a registration with this D.
ledger::Result<std::optional<Document>> find_document_of(const ViewReader& reader,
                                                         const ledger::Hash& registration);
/// Ascending by id, at most `limit`, those after `after`.
ledger::Result<std::vector<Document>> list_documents(const ViewReader& reader,
                                                     const std::optional<ledger::Id>& after,
                                                     std::size_t limit);

/// A registration that names a file, or did.
struct FileMatch {
  Document document;
  ledger::Hash registration;
  std::uint64_t first_named_by = 0;  ///< the registration or a correction
  std::uint64_t named_by = 0;        ///< the last event that named it, likewise
  /// The correction since, by which the registration names another file, or that withdrew it.
  std::optional<std::uint64_t> taken_back_by;

  const DocumentRegistration& fact() const { return *document.registration(registration); }
};
/// In the order of the registrations.
ledger::Result<std::vector<FileMatch>> documents_with_file(const ViewReader& reader,
                                                           const ledger::Hash& sha256);
/// The event by which the file was destroyed as a paper of this place, if it was: by an act of the
/// place or of the whole ledger; for good, whatever named it there or names it.
ledger::Result<std::optional<std::uint64_t>> file_destroyed_by(const ViewReader& reader,
                                                               const ledger::Hash& sha256,
                                                               const ledger::Scope& place);

}  // namespace projections
