// SPDX-License-Identifier: Apache-2.0
// A paper is edited, copied, repealed and said to be signed by whom it concerns: those who have
// standing in the place where it is registered, or the organisation that issued or registered it.
// Version 3 of the rules.
#include <array>

#include "projections/internal/governance_case.h"
#include "projections/internal/governance_ties.h"

namespace projections::internal {
namespace {

using fb::Payload;
using ledger::Id;
using ledger::Ok;
using ledger::Referenced;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::Status;

/// How an event works upon a paper that it names.
enum class Work {
  kChanges,  ///< another edition or file, the end of its force, whose signature it bears
  kRestsOn,  ///< an agreement, a protocol or a plan is what the paper says
  kEmploys,  ///< the act that ends or amends another one
};

struct PaperField {
  Payload type;
  std::string_view field;
  Work work;
};
constexpr std::array kPaperFields{
    PaperField{Payload::DocumentRegistered, "edition_of", Work::kChanges},
    PaperField{Payload::DocumentRegistered, "rendition_of", Work::kChanges},
    PaperField{Payload::SignatureEvidenceAttached, "document", Work::kChanges},
    PaperField{Payload::ProtocolRegistered, "document", Work::kRestsOn},
    PaperField{Payload::AgreementRegistered, "document", Work::kRestsOn},
    PaperField{Payload::AgreementAmended, "document", Work::kRestsOn},
    PaperField{Payload::ProgrammeSubmitted, "document", Work::kRestsOn},
    PaperField{Payload::PlanSubmitted, "document", Work::kRestsOn}};

/// The path of the field inside the payload that the event asserts; empty for another field.
std::string_view field_in_payload(const Case& c, std::string_view where) {
  const std::string_view prefix = c.correction ? "payload.new_payload." : "payload.";
  return where.starts_with(prefix) ? where.substr(prefix.size()) : std::string_view();
}

bool takes_force(fb::DocumentRelation relation) {
  return relation == fb::DocumentRelation::REPEALS || relation == fb::DocumentRelation::REPLACES ||
         relation == fb::DocumentRelation::AMENDS;
}

/// Of a relation: what takes the force of another paper is that one's business; everything else is
/// said of the paper that it begins with.
std::optional<Work> work_of_relation(const fb::DocumentRelated& event, std::string_view field) {
  const bool ends = takes_force(event.relation());
  if (field == "from") return ends ? Work::kEmploys : Work::kChanges;
  if (field == "to.document" && ends) return Work::kChanges;
  return std::nullopt;
}

std::optional<Work> work_upon(const Case& c, const Referenced& one) {
  const std::string_view field = field_in_payload(c, one.reference->where);
  if (const auto* event = c.payload.as<fb::DocumentRelated>()) {
    return work_of_relation(*event, field);
  }
  for (const PaperField& entry : kPaperFields) {
    if (entry.type == c.payload.type() && entry.field == field) return entry.work;
  }
  return std::nullopt;
}

bool is_of_papers(Payload type) {
  return type == Payload::DocumentRegistered || type == Payload::DocumentRelated ||
         type == Payload::SignatureEvidenceAttached;
}

const Id& author_of(const Case& c) { return *c.author().organisation; }

bool belongs(const Case& c, const Scope& scope) {
  const Place place = c.state.place(scope, c.candidate.recorded_at_us);
  return Ties(c.state, place, author_of(c)).belongs();
}

bool belongs_here(const Case& c) { return Ties(c.state, c.place, author_of(c)).belongs(); }

/// The whole ledger holds every place, a region its clusters.
bool holds_this_place(const Case& c, const Scope& scope) {
  if (scope == c.place.scope || scope.kind == ScopeKind::kLedger) return true;
  return scope.kind == ScopeKind::kRegion && c.place.region == scope.id;
}

bool is_own(const Case& c, const Referenced& paper) {
  return paper.organisation == author_of(c) || paper.issuer == author_of(c);
}

bool may_work(const Case& c, const Referenced& paper, Work work) {
  if (is_own(c, paper) || belongs(c, paper.scope)) return true;
  switch (work) {
    case Work::kChanges:
      return false;
    case Work::kRestsOn:  // kept above, registered by those who keep the record of this place
      return holds_this_place(c, paper.scope) &&
             (!c.self || Ties(c.state, c.place, author_of(c)).runs());
    case Work::kEmploys:
      return holds_this_place(c, paper.scope);
  }
  return false;
}

Status check_paper(const Case& c, const Referenced& paper, Work work) {
  if (may_work(c, paper, work)) return Ok{};
  const std::string digest = to_hex(paper.reference->digest);
  return not_allowed(
      c,
      Sentence{"one who has standing where the paper " + digest + " is registered (",
               "тот, кто вправе действовать там, где зарегистрирована бумага " + digest + " ("} +
          place_words(paper.scope) +
          Sentence{"), or the organisation that issued or registered it",
                   "), или организация, которая её издала или зарегистрировала"},
      paper.reference->where.c_str());
}

/// A new paper is registered by those of the place, or by the organisation that issued it.
Status check_place_of_paper(const Case& c) {
  if (belongs_here(c)) return Ok{};
  const auto* event = c.payload.as<fb::DocumentRegistered>();
  const bool own = event != nullptr && optional_of<Id>(event->issuer()) == author_of(c);
  if (own) return Ok{};
  return not_allowed(
      c,
      Sentence{"one who has standing in the place (",
               "тот, кто вправе действовать в этом месте ("} +
          place_words(c.place.scope) +
          Sentence{"); a paper that its author's organisation issued may be registered anywhere",
                   "); изданную своей организацией бумагу можно зарегистрировать везде"},
      "author.capacity.organisation");
}

/// A signature is vouched for by whose it is, or by whoever keeps the record of the place.
Status check_signatory(const Case& c, const fb::SignatureEvidenceAttached& event) {
  const auto signatory = optional_of<Id>(event.organisation());
  if (!c.self || !signatory || *signatory == author_of(c)) return Ok{};
  const Ties ties(c.state, c.place, author_of(c));
  const fb::Role role = c.author().role;
  const bool keeps = (role == fb::Role::SECRETARY || role == fb::Role::ARCHIVIST) &&
                     ties.belongs() && ties.serves_as(role);
  if (ties.runs() || keeps) return Ok{};
  return not_allowed(c,
                     with_id("the organisation ", "организация ", *signatory) +
                         Sentence{", whose signature it is said to be, or who runs the place or "
                                  "keeps its record",
                                  ", чьей названа подпись, либо те, кто управляет этим местом или "
                                  "ведёт его записи"},
                     "payload.organisation");
}

}  // namespace

Status check_papers(const Case& c) {
  if (!c.author().organisation) return Ok{};
  if (is_of_papers(c.payload.type())) {
    if (c.self) {
      if (auto capacity = check_capacity(c); !capacity) return capacity;
    }
    if (auto place = check_place_of_paper(c); !place) return place;
  }
  for (const Referenced& one : c.candidate.referenced) {
    const auto work = work_upon(c, one);
    if (!work || one.payload_type != Payload::DocumentRegistered) continue;
    if (auto fits = check_paper(c, one, *work); !fits) return fits;
  }
  const auto* evidence = c.payload.as<fb::SignatureEvidenceAttached>();
  return evidence == nullptr ? Status(Ok{}) : check_signatory(c, *evidence);
}

}  // namespace projections::internal
