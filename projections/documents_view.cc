// SPDX-License-Identifier: Apache-2.0
#include "projections/documents_view.h"

#include <algorithm>

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

// The rows by which a document is found: its files, the words of its titles, its numbers.

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
    internal::IndexRows rows = words_of(document, fact);
    if (fact.sha256) {
      rows.emplace(key_of("s", *fact.sha256) + std::string(document.view()) +
                       std::string(fact.source.digest.view()),
                   "");
    }
    return rows;
  }
  internal::IndexRows operator()(const Id& document, const AgreementFact& fact) const {
    return words_of(document, fact);
  }
  template <typename Fact>
  internal::IndexRows operator()(const Id& /*document*/, const Fact& /*fact*/) const {
    return {};
  }
};

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
  }

  void correct(const fb::EventCorrected& event, const Event& by) {
    const auto facts = internal::corrected_facts(rows_, event, by);
    if (!facts) return;
    const auto payload = new_payload_of(event);
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
  }
}

Result<std::optional<Document>> find_document(const ViewReader& reader, const Id& id) {
  return internal::find_entity<Document>(reader, kDocumentsView, kDocumentRows, id);
}

Result<std::vector<Document>> list_documents(const ViewReader& reader,
                                             const std::optional<Id>& after, std::size_t limit) {
  return internal::list_entities<Document>(reader, kDocumentsView, kDocumentRows, after, limit);
}

Result<std::vector<FileMatch>> documents_with_file(const ViewReader& reader, const Hash& sha256) {
  std::vector<FileMatch> matches;
  const std::string prefix = key_of("s", sha256);
  auto scanned = reader.scan(kDocumentsView, prefix, [&](std::string_view key, std::string_view) {
    matches.push_back({ledger::fixed_from<Id>(key.substr(prefix.size(), Id::kSize)),
                       ledger::fixed_from<Hash>(key.substr(prefix.size() + Id::kSize))});
    return true;
  });
  if (!scanned) return scanned.error();
  return matches;
}

}  // namespace projections
