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

// Each fact is a row of its own: "d" id, its list, the index of its event.

template <typename Fact>
constexpr char kList = 0;
template <>
constexpr char kList<DocumentRegistration> = 1;
template <>
constexpr char kList<DocumentRelation> = 2;
template <>
constexpr char kList<SignatureEvidence> = 3;
template <>
constexpr char kList<AgreementFact> = 4;
template <>
constexpr char kList<AmendmentFact> = 5;
template <>
constexpr char kList<SigningFact> = 6;
template <>
constexpr char kList<TerminationFact> = 7;
template <>
constexpr char kList<EffectFact> = 8;

template <typename Fact>
std::string fact_key(const Id& document, std::uint64_t index) {
  return key_of("d", document) + kList<Fact> + ledger::be64(index);
}

/// A key after all facts of the document, and before those of the next.
std::string after_facts(const Id& document) { return key_of("d", document) + '\xff'; }

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

template <typename List>
using FactOf = typename List::value_type;

// The rows by which a document is found: its files, the words of its titles, its numbers.

internal::IndexRows words_and_numbers(const std::string& title,
                                      const std::vector<PrintedValue>& printed,
                                      const std::string& tail) {
  internal::IndexRows rows;
  for (const std::string& stem : title_stems(title)) rows.emplace("w" + stem + tail, "");
  for (const PrintedValue& one : printed) {
    const std::string number = normalised_number(one.number);
    if (!number.empty()) rows.emplace("n" + number + tail, "");
  }
  return rows;
}

template <typename Fact>
internal::IndexRows index_of(const Id& document, const Fact& fact) {
  internal::IndexRows rows;
  if constexpr (std::is_same_v<Fact, DocumentRegistration> || std::is_same_v<Fact, AgreementFact>) {
    const std::string id(document.view());
    const std::string tail = std::string(1, '\0') + id + ledger::be64(fact.source.index);
    if (fact.source.holds()) rows = words_and_numbers(fact.title, fact.printed, tail);
    if constexpr (std::is_same_v<Fact, DocumentRegistration>) {
      const std::string digest(fact.source.digest.view());
      if (fact.sha256) rows.emplace(key_of("s", *fact.sha256) + id + digest, "");
    }
  }
  return rows;
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
    const auto withdrawn = payload ? std::nullopt : std::optional(by.index);
    for (const Id& id : facts->entities) {
      Document lists;
      for_each_list(lists, [&](const auto& list) {
        take_back<FactOf<std::decay_t<decltype(list)>>>(id, facts->source.index, withdrawn);
      });
    }
    if (payload) apply(*payload, facts->source);
  }

 private:
  template <typename Fact>
  void put(const Id& document, const Fact& fact) {
    rows_.put(fact_key<Fact>(document, fact.source.index), internal::encode(fact));
    internal::update_index(rows_, {}, index_of(document, fact));
  }

  /// Withdrawn by an event, or gone, for another fact to take its place.
  template <typename Fact>
  void take_back(const Id& document, std::uint64_t index, std::optional<std::uint64_t> by) {
    const std::string key = fact_key<Fact>(document, index);
    const auto row = rows_.get(key);
    if (!row) return;
    auto fact = internal::decode<Fact>(*row);
    if (!fact) return;
    rows_.erase(key);
    internal::update_index(rows_, index_of(document, *fact), {});
    if (!by) return;
    fact->source.withdrawn = by;
    put(document, *fact);
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
  void add(Fact fact, const Source& source, fb::Payload type, std::vector<Id> documents) {
    std::sort(documents.begin(), documents.end());
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    if (documents.empty()) return;
    fact.source = source;
    for (const Id& id : documents) put(id, fact);
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

namespace {

constexpr std::size_t kFactHead = 1 + Id::kSize;  // "d" and the id, before the list and the index

bool add_fact(Document& document, char list, std::string_view value) {
  bool whole = false;
  for_each_list(document, [&](auto& facts) {
    using Fact = FactOf<std::decay_t<decltype(facts)>>;
    if (kList<Fact> != list) return;
    auto fact = internal::decode<Fact>(value);
    if (!fact) return;
    facts.push_back(std::move(*fact));
    whole = true;
  });
  return whole;
}

/// Documents made of the rows under a prefix, at most `limit`.
Result<std::vector<Document>> read_documents(const ViewReader& reader, const std::string& prefix,
                                             std::optional<std::string_view> after,
                                             std::size_t limit) {
  std::vector<Document> documents;
  bool whole = true;
  const auto add_row = [&](std::string_view key, std::string_view value) {
    whole = key.size() == kFactHead + 1 + 8;
    if (!whole) return false;
    const Id id = ledger::fixed_from<Id>(key.substr(1, Id::kSize));
    if (documents.empty() || documents.back().id != id) {
      if (documents.size() == limit) return false;
      documents.emplace_back().id = id;
    }
    whole = add_fact(documents.back(), key[kFactHead], value);
    return whole;
  };
  auto scanned = reader.scan(kDocumentsView, prefix, add_row, after);
  if (!scanned) return scanned.error();
  if (!whole) return ledger::corrupt("BAD_VIEW_ROW", "a row of a document cannot be decoded");
  return documents;
}

}  // namespace

Result<std::optional<Document>> find_document(const ViewReader& reader, const Id& id) {
  auto found = read_documents(reader, key_of("d", id), {}, 1);
  if (!found) return found.error();
  if (found->empty()) return std::optional<Document>{};
  return std::optional(std::move(found->front()));
}

Result<std::vector<Document>> list_documents(const ViewReader& reader,
                                             const std::optional<Id>& after, std::size_t limit) {
  if (limit == 0) return std::vector<Document>{};
  std::optional<std::string> after_key;
  if (after) after_key = after_facts(*after);
  return read_documents(reader, "d", after_key, limit);
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
