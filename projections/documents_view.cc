// SPDX-License-Identifier: Apache-2.0
#include "projections/documents_view.h"

#include <algorithm>

#include "projections/document_search.h"
#include "projections/internal/document_facts.h"
#include "projections/internal/document_fields.h"
#include "projections/internal/entities.h"

namespace projections {

using internal::key_of;
using ledger::Hash;
using ledger::Id;
using ledger::Result;

namespace {

constexpr std::string_view kDocumentsView = "documents";

void add_words(internal::IndexRows& rows, const std::string& title, const std::string& tail) {
  for (const std::string& stem : title_stems(title)) rows.emplace("w" + stem + tail, "");
}

void add_numbers(internal::IndexRows& rows, const std::vector<PrintedValue>& printed,
                 const std::string& tail) {
  for (const PrintedValue& one : printed) {
    const std::string number = normalised_number(one.number);
    if (!number.empty()) rows.emplace("n" + number + tail, "");
  }
}

/// The rows by which a document is found: its files, the words of its titles, its numbers.
internal::IndexRows index_of(const Document& document) {
  internal::IndexRows rows;
  const std::string id(document.id.view());
  const std::string tail = std::string(1, '\0') + id;
  for (const DocumentRegistration& fact : document.registrations) {
    if (fact.sha256) {
      rows.emplace(key_of("s", *fact.sha256) + id + std::string(fact.source.digest.view()), "");
    }
    if (!fact.source.holds()) continue;
    add_words(rows, fact.title, tail);
    add_numbers(rows, fact.printed, tail);
  }
  for (const AgreementFact& fact : document.agreements) {
    if (!fact.source.holds()) continue;
    add_words(rows, fact.title, tail);
    add_numbers(rows, fact.printed, tail);
  }
  return rows;
}

template <typename Visit>
void for_each_list(Document& document, const Visit& visit) {
  visit(document.registrations);
  visit(document.relations);
  visit(document.evidence);
  visit(document.agreements);
  visit(document.amendments);
  visit(document.signings);
  visit(document.terminations);
  visit(document.effects);
}

class DocumentsFold {
 public:
  explicit DocumentsFold(RowWriter& rows) : rows_(rows) {}

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
    for (const Id& id : facts->entities) {
      edit(id, [&](Document& document) {
        for_each_list(document, [&](auto& list) {
          if (payload) {
            internal::remove_facts(list, facts->source.digest);
          } else {
            internal::withdraw_facts(list, facts->source.digest, by.index);
          }
        });
      });
    }
    if (payload) apply(*payload, facts->source);
  }

 private:
  template <typename Change>
  void edit(const Id& id, const Change& change) {
    Document document = internal::load<Document>(rows_, key_of("d", id));
    document.id = id;
    const internal::IndexRows before = index_of(document);
    change(document);
    rows_.put(key_of("d", id), internal::encode(document));
    internal::update_index(rows_, before, index_of(document));
  }

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
  void add(std::vector<Fact> Document::*list, Fact fact, const Source& source, fb::Payload type,
           std::vector<Id> documents) {
    std::sort(documents.begin(), documents.end());
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    if (documents.empty()) return;
    fact.source = source;
    for (const Id& id : documents) {
      edit(id, [&](Document& document) { internal::insert_fact(document.*list, fact); });
    }
    internal::put_pointer(rows_, source, type, std::move(documents));
  }

  void registered(const fb::DocumentRegistered& event, const Source& source) {
    add(&Document::registrations, internal::registration_of(event), source,
        fb::Payload::DocumentRegistered, {fixed_of<Id>(event.document())});
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
    add(&Document::relations, std::move(fact), source, fb::Payload::DocumentRelated,
        std::move(documents));
  }

  void evidence(const fb::SignatureEvidenceAttached& event, const Source& source) {
    add(&Document::evidence, internal::evidence_of(event), source,
        fb::Payload::SignatureEvidenceAttached, documents_of(event.document()));
  }

  void agreement(const fb::AgreementRegistered& event, const Source& source) {
    add(&Document::agreements, internal::agreement_of(event), source,
        fb::Payload::AgreementRegistered, documents_of(event.document()));
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
    add(&Document::amendments, std::move(fact), source, fb::Payload::AgreementAmended,
        std::move(documents));
  }

  void signed_by(const fb::AgreementSigned& event, const Source& source) {
    add(&Document::signings, internal::signing_of(event), source, fb::Payload::AgreementSigned,
        documents_of(event.target()));
  }

  void terminated(const fb::AgreementTerminated& event, const Source& source) {
    add(&Document::terminations, internal::termination_of(event), source,
        fb::Payload::AgreementTerminated, documents_of(event.agreement()));
  }

  void effect(fb::Payload type, const fb::Act* act, const fb::Wording* wording, DateValue effective,
              const Source& source) {
    if (act->document() == nullptr) return;
    EffectFact fact;
    fact.by = ledger::payload_name(type);
    fact.document = fixed_of<Hash>(act->document());
    fact.title = text_of(wording->title());
    fact.effective = std::move(effective);
    add(&Document::effects, std::move(fact), source, type, documents_of(fact.document));
  }

  RowWriter& rows_;
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
  return internal::read<Document>(reader, kDocumentsView, key_of("d", id));
}

Result<std::vector<Document>> list_documents(const ViewReader& reader,
                                             const std::optional<Id>& after, std::size_t limit) {
  return internal::read_page<Document>(reader, kDocumentsView, "d", after, limit);
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
