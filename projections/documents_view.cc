// SPDX-License-Identifier: Apache-2.0
#include "projections/documents_view.h"

#include <algorithm>
#include <map>

#include "projections/document_search.h"
#include "projections/internal/document_facts.h"
#include "projections/internal/document_fields.h"
#include "projections/internal/entity_facts.h"

namespace projections {

using internal::key_of;
using ledger::Hash;
using ledger::Id;
using ledger::Result;

namespace {

constexpr std::string_view kDocumentsView = "documents";
constexpr char kDocumentRows = 'd';

// The rows by which a document is found: the words of its titles, its numbers.

template <typename Fact>
internal::IndexRows words_of(const Id& document, const Fact& fact) {
  internal::IndexRows rows;
  if (!fact.source.holds()) return rows;
  const std::string tail =
      std::string(1, '\0') + std::string(document.view()) + ledger::be64(fact.source.index);
  for (const std::string& stem : title_stems(fact.title)) rows.emplace("w" + stem + tail, "");
  for (const PrintedValue& one : fact.printed) {
    const std::string number = normalised_number(one.number);
    if (!number.empty()) rows.emplace("n" + number + tail, "");
  }
  return rows;
}

struct DocumentIndex {
  internal::IndexRows operator()(const Id& document, const DocumentRegistration& fact) const {
    return words_of(document, fact);
  }
  internal::IndexRows operator()(const Id& document, const AgreementFact& fact) const {
    return words_of(document, fact);
  }
  template <typename Fact>
  internal::IndexRows operator()(const Id& /*document*/, const Fact& /*fact*/) const {
    return {};
  }
};

std::string place_key(const ledger::Scope& scope) {
  return std::string(1, static_cast<char>(scope.kind)).append(scope.id.view());
}

class DocumentsFold {
 public:
  explicit DocumentsFold(RowWriter& rows) : rows_(rows), facts_(rows, kDocumentRows) {}

  void apply(const PayloadRef& payload, const Source& source) {
    if (const auto* event = payload.as<fb::DocumentRegistered>()) registered(*event, source);
    if (const auto* event = payload.as<fb::DocumentRelated>()) related(*event, source);
    if (const auto* event = payload.as<fb::SignatureEvidenceAttached>()) {
      evidence(*event, source);
    }
    if (const auto* event = payload.as<fb::AgreementRegistered>()) agreement(*event, source);
    if (const auto* event = payload.as<fb::AgreementAmended>()) amended(*event, source);
    if (const auto* event = payload.as<fb::AgreementSigned>()) signed_by(*event, source);
    if (const auto* event = payload.as<fb::AgreementTerminated>()) terminated(*event, source);
    if (const auto* event = payload.as<fb::CharterAdopted>()) {
      effect(payload.type(), event->basis(), event->wording(), date_of(*event->effective()),
             source);
    }
    if (const auto* event = payload.as<fb::OrderIssued>(); event && source.effective) {
      effect(payload.type(), event->act(), event->wording(), *source.effective, source);
    }
    apply_to_papers(payload, source);
  }

  /// What the event says of files is never taken back: a file stays known, and destroyed.
  void apply_to_files(const PayloadRef& payload, const Event& event) {
    if (const auto* paper = payload.as<fb::DocumentRegistered>()) {
      named(*paper, event, event.digest);
    }
    if (const auto* erased = payload.as<fb::PersonalDataErased>()) destroyed(*erased, event);
  }

  void correct(const fb::EventCorrected& event, const Event& by) {
    const auto facts = internal::corrected_facts(rows_, event, by);
    if (!facts) return;
    const auto payload = new_payload_of(event);
    if (const auto* paper = payload ? payload->as<fb::DocumentRegistered>() : nullptr) {
      named(*paper, by, facts->source.digest);
    }
    facts_.take_back(*facts, payload ? std::nullopt : std::optional(by.index));
    if (payload) apply(*payload, facts->source);
  }

 private:
  /// The documents that hold facts of an event; none if it is of no interest here.
  std::vector<Id> documents_of(const Hash& digest) const {
    const auto row = rows_.get(key_of("x", digest));
    if (!row) return {};
    auto pointer = internal::decode<internal::Pointer>(*row);
    return pointer ? std::move(pointer->entities) : std::vector<Id>{};
  }
  std::vector<Id> documents_of(const flatbuffers::String* digest) const {
    return digest == nullptr ? std::vector<Id>{} : documents_of(fixed_of<Hash>(digest));
  }

  /// Adds the fact to each of the documents, once.
  template <typename Fact>
  void add(Fact fact, const Source& source, fb::Payload type, std::vector<Id> documents) {
    std::sort(documents.begin(), documents.end());
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    if (documents.empty()) return;
    fact.source = source;
    for (const Id& id : documents) facts_.put(id, fact);
    internal::put_pointer(rows_, source, type, std::move(documents));
  }

  void named(const fb::DocumentRegistered& paper, const Event& by, const Hash& registration) {
    const auto sha256 = optional_of<Hash>(paper.file()->sha256());
    if (!sha256) return;
    rows_.put(key_of("s", *sha256) + ledger::be64(by.index), std::string(registration.view()));
    rows_.put("i" + ledger::be64(by.index),
              std::string(sha256->view()) + place_key(by.body.scope()));
  }

  /// For the place that named the file, by its own act, or for all by one of the whole ledger: no
  /// place destroys the papers of another, though both have the same bytes.
  void destroyed(const fb::PersonalDataErased& erased, const Event& by) {
    for (const fb::ErasedField* field : *erased.fields()) {
      const std::string_view name = field->field()->string_view();
      if (name != kErasedFile && name != kErasedNewFile) continue;
      const auto row = rows_.get("i" + ledger::be64(field->index()));
      if (!row) continue;
      const ledger::Scope& acting = by.body.scope();
      const bool whole_ledger = acting.kind == ledger::ScopeKind::kLedger;
      if (!whole_ledger && row->substr(Hash::kSize) != place_key(acting)) continue;
      const std::string key = "e" + row->substr(0, Hash::kSize) + place_key(acting);
      if (!rows_.get(key)) rows_.put(key, ledger::be64(by.index));
    }
  }

  void registered(const fb::DocumentRegistered& event, const Source& source) {
    add(internal::registration_of(event), source, fb::Payload::DocumentRegistered,
        {fixed_of<Id>(event.document())});
  }

  void related(const fb::DocumentRelated& event, const Source& source) {
    DocumentRelation fact = internal::relation_of(event);
    std::vector<Id> documents = documents_of(event.from());
    if (documents.empty()) return;
    fact.from_document = documents.front();
    if (const auto to = documents_of(event.to()->document()); !to.empty()) {
      fact.to_document = to.front();
      documents.push_back(to.front());
    }
    add(std::move(fact), source, fb::Payload::DocumentRelated, std::move(documents));
  }

  void evidence(const fb::SignatureEvidenceAttached& event, const Source& source) {
    add(internal::evidence_of(event), source, fb::Payload::SignatureEvidenceAttached,
        documents_of(event.document()));
  }

  void agreement(const fb::AgreementRegistered& event, const Source& source) {
    add(internal::agreement_of(event), source, fb::Payload::AgreementRegistered,
        documents_of(event.document()));
  }

  void amended(const fb::AgreementAmended& event, const Source& source) {
    AmendmentFact fact = internal::amendment_of(event);
    std::vector<Id> documents = documents_of(event.document());
    if (documents.empty()) return;
    fact.supplementary_document = documents.front();
    if (const auto amended = documents_of(event.agreement()); !amended.empty()) {
      fact.amended_document = amended.front();
      documents.push_back(amended.front());
    }
    add(std::move(fact), source, fb::Payload::AgreementAmended, std::move(documents));
  }

  void signed_by(const fb::AgreementSigned& event, const Source& source) {
    add(internal::signing_of(event), source, fb::Payload::AgreementSigned,
        documents_of(event.target()));
  }

  void terminated(const fb::AgreementTerminated& event, const Source& source) {
    add(internal::termination_of(event), source, fb::Payload::AgreementTerminated,
        documents_of(event.agreement()));
  }

  /// What the paper is the paper of, beside agreements and their amendments.
  void apply_to_papers(const PayloadRef& payload, const Source& source) {
    const auto paper_of = [&](const flatbuffers::String* document, CarriedFact fact = {}) {
      if (document == nullptr) return;
      fact.by = ledger::payload_name(payload.type());
      fact.document = fixed_of<Hash>(document);
      add(std::move(fact), source, payload.type(), documents_of(document));
    };
    if (const auto* event = payload.as<fb::ProgrammeSubmitted>()) {
      paper_of(event->document(), internal::lines_of(*event));
    }
    if (const auto* event = payload.as<fb::PlanSubmitted>()) paper_of(event->document());
    if (const auto* event = payload.as<fb::ProtocolRegistered>()) paper_of(event->document());
    if (const auto* event = payload.as<fb::CharterAdopted>()) paper_of(event->basis()->document());
    if (const auto* event = payload.as<fb::OrderIssued>()) paper_of(event->act()->document());
  }

  void effect(fb::Payload type, const fb::Act* act, const fb::Wording* wording, DateValue effective,
              const Source& source) {
    if (act->document() == nullptr) return;
    EffectFact fact;
    fact.by = ledger::payload_name(type);
    fact.document = fixed_of<Hash>(act->document());
    fact.title = text_of(wording->title());
    fact.effective = std::move(effective);
    add(std::move(fact), source, type, documents_of(fact.document));
  }

  RowWriter& rows_;
  internal::EntityFacts<Document, DocumentIndex> facts_;
};

}  // namespace

const DocumentRegistration* Document::registration(const Hash& digest) const {
  for (const DocumentRegistration& fact : registrations) {
    if (fact.source.digest == digest) return &fact;
  }
  return nullptr;
}

std::uint16_t Document::edition_of(const Hash& digest) const {
  const DocumentRegistration* fact = registration(digest);
  return fact == nullptr ? std::uint16_t{0} : fact->edition;
}

const DocumentRegistration* Document::edition(std::uint16_t number) const {
  for (const DocumentRegistration& fact : registrations) {
    if (fact.edition == number && fact.source.holds()) return &fact;
  }
  return nullptr;
}

const DocumentRegistration* Document::first_edition() const {
  const DocumentRegistration* first = nullptr;
  for (const DocumentRegistration& one : registrations) {
    const bool earlier = first == nullptr || one.edition < first->edition;
    if (one.source.holds() && earlier) first = &one;
  }
  return first;
}

std::uint16_t Document::newest_edition() const {
  std::uint16_t newest = 0;
  for (const DocumentRegistration& fact : registrations) {
    if (fact.source.holds()) newest = std::max(newest, fact.edition);
  }
  return newest;
}

void DocumentsView::fold(const Event& event, RowWriter& rows) const {
  DocumentsFold fold(rows);
  if (const auto* correction = event.body.table().payload_as_EventCorrected()) {
    fold.correct(*correction, event);
  } else {
    fold.apply(PayloadRef(event.body), source_of(event));
    fold.apply_to_files(PayloadRef(event.body), event);
  }
}

Result<std::optional<Document>> find_document(const ViewReader& reader, const Id& id) {
  return internal::find_entity<Document>(reader, kDocumentsView, kDocumentRows, id);
}

Result<std::optional<Document>> find_document_of(const ViewReader& reader,
                                                 const Hash& registration) {
  const auto pointer =
      internal::read<internal::Pointer>(reader, kDocumentsView, key_of("x", registration));
  if (!pointer) return pointer.error();
  if (!*pointer || (*pointer)->entities.empty()) return std::optional<Document>();
  return find_document(reader, (*pointer)->entities.front());
}

Result<std::vector<Document>> list_documents(const ViewReader& reader,
                                             const std::optional<Id>& after, std::size_t limit) {
  return internal::list_entities<Document>(reader, kDocumentsView, kDocumentRows, after, limit);
}

namespace {

ledger::Error bad_file_row(const char* what) {
  return ledger::corrupt("BAD_VIEW_ROW", what, std::string(kDocumentsView));
}

/// The correction after which the registration no longer names the file that `named_by` named.
std::optional<std::uint64_t> taken_back_by(const DocumentRegistration& fact, const Hash& sha256,
                                           std::uint64_t named_by) {
  if (fact.source.holds() && fact.sha256 == sha256) return std::nullopt;
  const auto& corrections = fact.source.corrections;
  const auto next = std::upper_bound(corrections.begin(), corrections.end(), named_by);
  if (next != corrections.end()) return *next;
  return fact.source.withdrawn;
}

/// The document that a registration is of, as it stands.
Result<Document> registered_document(const ViewReader& reader, const Hash& registration) {
  auto document = find_document_of(reader, registration);
  if (!document) return document.error();
  if (!*document || (*document)->registration(registration) == nullptr) {
    return bad_file_row("a file has no registration, or the registration no document");
  }
  return std::move(**document);
}

}  // namespace

Result<std::vector<FileMatch>> documents_with_file(const ViewReader& reader, const Hash& sha256) {
  std::map<Hash, std::pair<std::uint64_t, std::uint64_t>> named;  ///< by which event first, last
  const std::string prefix = key_of("s", sha256);
  bool sound = true;
  auto scanned =
      reader.scan(kDocumentsView, prefix, [&](std::string_view key, std::string_view registration) {
        sound = key.size() == prefix.size() + sizeof(std::uint64_t) &&
                registration.size() == Hash::kSize;
        if (!sound) return false;
        const std::uint64_t index = ledger::get_u64(key.substr(prefix.size()));
        named.try_emplace(ledger::fixed_from<Hash>(registration), index, index)
            .first->second.second = index;
        return true;
      });
  if (!scanned) return scanned.error();
  if (!sound) return bad_file_row("a row of a file cannot be decoded");
  std::vector<FileMatch> matches;
  for (const auto& [registration, events] : named) {
    const auto [first, last] = events;
    auto document = registered_document(reader, registration);
    if (!document) return document.error();
    const auto gone = taken_back_by(*document->registration(registration), sha256, last);
    matches.push_back({std::move(*document), registration, first, last, gone});
  }
  std::sort(matches.begin(), matches.end(), [](const FileMatch& a, const FileMatch& b) {
    return a.fact().source.index < b.fact().source.index;
  });
  return matches;
}

Result<std::optional<std::uint64_t>> file_destroyed_by(const ViewReader& reader, const Hash& sha256,
                                                       const ledger::Scope& place) {
  for (const ledger::Scope& acting : {ledger::Scope{ledger::ScopeKind::kLedger, {}}, place}) {
    const auto row = reader.get(kDocumentsView, key_of("e", sha256) + place_key(acting));
    if (!row) return row.error();
    if (!*row) continue;
    if ((*row)->size() != sizeof(std::uint64_t)) {
      return bad_file_row("a row of a file cannot be decoded");
    }
    return std::optional(ledger::get_u64(**row));
  }
  return std::optional<std::uint64_t>();
}

}  // namespace projections
