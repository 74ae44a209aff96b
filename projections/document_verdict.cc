// SPDX-License-Identifier: Apache-2.0
#include "projections/document_verdict.h"

#include <algorithm>

#include "projections/internal/amending_orders.h"
#include "projections/internal/document_force.h"
#include "projections/internal/governed_paper.h"
#include "projections/internal/paper_power.h"
#include "projections/rules/dates.h"

namespace projections {
namespace {

using internal::PaperChange;
using internal::PaperEnd;
using internal::PaperForce;
using ledger::Hash;
using ledger::Id;
using ledger::Result;
using ledger::Status;
using rules::Truth;

constexpr std::size_t kNearMax = 5;

/// What is said of the registration, without its state.
DocumentVerdict registration_told(const Document& document,
                                  const DocumentRegistration& registration, std::string on) {
  DocumentVerdict verdict;
  verdict.on = std::move(on);
  verdict.document = document.id;
  verdict.registration = registration.source.digest;
  verdict.title = registration.title;
  verdict.kind = registration.kind;
  verdict.edition = registration.edition;
  verdict.rendition = registration.rendition;
  verdict.grade = registration.source.grade;
  verdict.evidence.push_back(internal::evidence_of(registration.source));
  return verdict;
}

/// The force of editions on one day, by the one law: as governance says of what the edition is the
/// paper of; else by what is recorded of the paper itself; either ended by newer editions and by
/// standing documents that repeal or replace it.
class PaperLaw {
 public:
  PaperLaw(const ViewReader& reader, ChronicleLoader load, rules::Date on)
      : reader_(reader), places_(reader, std::move(load), on) {}

  Result<PaperForce> force_of(const Document& document, std::uint16_t edition) {
    auto base = base_of(document, edition);
    if (!base) return base.error();
    if (auto added = add_newer_editions(document, edition, *base); !added) return added.error();
    if (auto added = add_relations(document, edition, base->force); !added) return added.error();
    auto ordered = internal::changes_by_orders(places_, document, edition);
    if (!ordered) return ordered.error();
    for (PaperChange& one : *ordered) base->force.changes.push_back(std::move(one));
    return std::move(base->force);
  }

  /// Whether another file of an edition comes from somebody with power over the first.
  Result<bool> vouches_for_file(const Document& document, const DocumentRegistration& file) {
    const DocumentRegistration* first = document.edition(file.edition);
    if (first == nullptr || first->source.digest == file.source.digest) return true;
    return internal::has_power(places_, file, *first);
  }

 private:
  struct Base {
    PaperForce force;
    bool governed = false;
  };

  /// Without what the record of the document says of its end.
  Result<Base> base_of(const Document& document, std::uint16_t edition) {
    auto governed = internal::governed_force(places_, document, edition);
    if (!governed) return governed.error();
    if (*governed) return Base{std::move(**governed), true};
    Base base{internal::own_force(document, edition, places_.on()), false};
    if (auto judged = doubt_edition(document, edition, base.force); !judged) return judged.error();
    return base;
  }

  /// Of an edition that somebody without power over the first one made it is open whether it works.
  Status doubt_edition(const Document& document, std::uint16_t edition, PaperForce& force) {
    const DocumentRegistration* later = document.edition(edition);
    const DocumentRegistration* first = document.first_edition();
    if (later == nullptr || first == nullptr || first->edition == edition) return ledger::Ok{};
    const auto counts = internal::has_power(places_, *later, *first);
    if (!counts) return counts.error();
    if (*counts || force.begun == Truth::kNo) return ledger::Ok{};
    force.begun = Truth::kUndetermined;
    force.missing.push_back({MissingKind::kIssuerWord, 0, later->source.index});
    return ledger::Ok{};
  }

  /// A newer edition that works has taken the place of this one. Of one of which that is not known,
  /// an edition that governance speaks of says so beside; any other one is open itself.
  Status add_newer_editions(const Document& document, std::uint16_t edition, Base& base) {
    for (unsigned number = edition + 1U; number <= document.newest_edition(); ++number) {
      const auto newer = static_cast<std::uint16_t>(number);
      const DocumentRegistration* other = document.edition(newer);
      if (other == nullptr) continue;
      auto force = base_of(document, newer);
      if (!force) return force.error();
      if (is_powerless(document, newer, base.force.powerless)) continue;
      if (!force->governed) {
        const auto counted = counts_as_newer(document, edition, *other);
        if (!counted) return counted.error();
        if (!*counted) {
          base.force.claims.push_back({MissingKind::kPower, 0, other->source.index});
          continue;
        }
      }
      const Missing open{MissingKind::kNewerEdition, newer, other->source.index};
      if (force->force.comes_into_force && force->force.begun == Truth::kUndetermined &&
          base.governed) {
        base.force.beside.push_back(open);
        continue;
      }
      if (auto end = superseded_by(document, *other, std::move(*force), open)) {
        base.force.ends.push_back(std::move(*end));
      }
    }
    return ledger::Ok{};
  }

  /// Whether the edition is the paper of a version that takes nothing from the one asked about.
  static bool is_powerless(const Document& document, std::uint16_t newer,
                           const std::vector<std::uint64_t>& versions) {
    const auto names = [&](const auto& fact) {
      return document.edition_of(fact.document) == newer &&
             std::find(versions.begin(), versions.end(), fact.source.index) != versions.end();
    };
    return std::any_of(document.agreements.begin(), document.agreements.end(), names) ||
           std::any_of(document.carried.begin(), document.carried.end(), names);
  }

  Result<bool> counts_as_newer(const Document& document, std::uint16_t edition,
                               const DocumentRegistration& newer) {
    const DocumentRegistration* over = document.edition(edition);
    return over == nullptr ? Result<bool>(true) : internal::has_power(places_, newer, *over);
  }

  /// When an edition of a paper that does not come into force was made. What bears the day of the
  /// edition before it, such as the minutes of one meeting, does not say that.
  static rules::FuzzyDate made_on(const Document& document, std::uint16_t edition,
                                  const Base& base) {
    const rules::FuzzyDate& from = base.force.from;
    if (base.governed && (from.not_before || from.not_after)) return from;
    rules::FuzzyDate day = internal::header_day(document, edition);
    const auto before = static_cast<std::uint16_t>(edition - 1);
    if (day == internal::header_day(document, before)) day.not_after.reset();
    return day;
  }

  std::optional<PaperEnd> superseded_by(const Document& document, const DocumentRegistration& other,
                                        Base newer, const Missing& open) const {
    PaperForce& force = newer.force;
    PaperEnd end;
    end.state = DocumentState::kSuperseded;
    end.from = force.comes_into_force
                   ? force.from
                   : internal::there_by(made_on(document, other.edition, newer), places_.on());
    if (force.comes_into_force && force.begun != Truth::kYes) {
      const Truth come = on_or_before(end.from, rules::FuzzyDate::on(places_.on()));
      // One that certainly does not work says nothing by a day that is not to come.
      if (force.begun == Truth::kNo && come != Truth::kNo) return std::nullopt;
      if (come == Truth::kYes) end.from.not_after.reset();
    }
    end.by = OtherDocument{document.id, other.title, other.edition, other.source.index, true};
    end.open = open;
    end.evidence = std::move(force.evidence);
    end.evidence.push_back(internal::evidence_of(other.source));
    return end;
  }

  enum class Word { kNone, kPowerless, kCounts };

  /// What the relation is to the edition; none unless it is about it and made by a paper that
  /// stands. Which of them end what is agreed governance says.
  Result<Word> word_of(const Document& document, std::uint16_t edition,
                       const DocumentRelation& fact, const PaperForce& force) {
    const bool aims_here = fact.source.holds() && fact.to_document == document.id && fact.to &&
                           fact.from_document != document.id &&
                           document.edition_of(*fact.to) == edition;
    const DocumentRegistration* over = document.edition(edition);
    if (!aims_here || over == nullptr) return Word::kNone;
    const auto other = find_document(reader_, fact.from_document);
    if (!other) return other.error();
    if (!*other) return Word::kNone;
    const DocumentRegistration* maker = (*other)->edition((*other)->edition_of(fact.from));
    if (maker == nullptr) return Word::kNone;
    if (force.ending && fact.relation != "AMENDS") {
      const bool ends = std::find(force.ending->begin(), force.ending->end(), fact.source.index) !=
                        force.ending->end();
      return ends ? Word::kCounts : Word::kPowerless;
    }
    const auto counted = internal::has_power(places_, fact, *maker, *over);
    if (!counted) return counted.error();
    return *counted ? Word::kCounts : Word::kPowerless;
  }

  static OtherDocument maker_of(const DocumentRelation& fact) {
    return {fact.from_document, {}, 0, fact.source.index, false, fact.from};
  }

  Status add_relations(const Document& document, std::uint16_t edition, PaperForce& force) {
    for (const DocumentRelation& fact : document.relations) {
      const bool repeals = fact.relation == "REPEALS";
      const bool amends = fact.relation == "AMENDS";
      if (!repeals && !amends && fact.relation != "REPLACES") continue;
      if (amends && is_amendment(document, fact)) continue;
      const auto word = word_of(document, edition, fact, force);
      if (!word) return word.error();
      if (*word == Word::kPowerless) {
        force.claims.push_back({MissingKind::kPower, 0, fact.source.index});
      }
      if (*word != Word::kCounts) continue;
      if (amends) {
        force.changes.push_back(change_by(fact));
        continue;
      }
      PaperEnd end;
      end.state = repeals ? DocumentState::kRepealed : DocumentState::kSuperseded;
      end.from = rules::fuzzy(fact.effective);
      end.by = maker_of(fact);
      end.open = {MissingKind::kEndDay, 0, fact.source.index};
      end.evidence = {internal::evidence_of(fact.source)};
      force.ends.push_back(std::move(end));
    }
    return ledger::Ok{};
  }

  PaperChange change_by(const DocumentRelation& fact) const {
    PaperChange change;
    change.from = rules::fuzzy(fact.effective);
    change.works = on_or_before(change.from, rules::FuzzyDate::on(places_.on()));
    change.by = maker_of(fact);
    change.evidence = {internal::evidence_of(fact.source)};
    return change;
  }

  /// A supplementary agreement's force is not what a relation says of it.
  static bool is_amendment(const Document& document, const DocumentRelation& fact) {
    return std::any_of(
        document.amendments.begin(), document.amendments.end(), [&](const AmendmentFact& one) {
          return one.source.holds() && one.supplementary_document == fact.from_document;
        });
  }

  const ViewReader& reader_;
  internal::PlacesOnDay places_;
};

void put_in_order(std::vector<Evidence>& evidence) {
  const auto by_index = [](const Evidence& a, const Evidence& b) { return a.index < b.index; };
  std::stable_sort(evidence.begin(), evidence.end(), by_index);
  const auto same = [](const Evidence& a, const Evidence& b) { return a.index == b.index; };
  evidence.erase(std::unique(evidence.begin(), evidence.end(), same), evidence.end());
}

/// Which document the other one is, where the fact itself does not say.
Status name_other(const ViewReader& reader, DocumentVerdict& verdict) {
  if (!verdict.by || verdict.by->same_document) return ledger::Ok{};
  OtherDocument& by = *verdict.by;
  const auto other = by.registration ? find_document_of(reader, *by.registration)
                                     : find_document(reader, by.document);
  if (!other) return other.error();
  if (!*other) return ledger::Ok{};
  by.document = (*other)->id;
  by.same_document = by.document == verdict.document;
  by.edition = by.registration ? (*other)->edition_of(*by.registration) : std::uint16_t{0};
  if (by.edition == 0) by.edition = (*other)->newest_edition();
  const auto* edition = (*other)->edition(by.edition);
  if (by.title.empty() && edition != nullptr) by.title = edition->title;
  return ledger::Ok{};
}

/// What is known of the keys behind it.
Status class_keys(const ViewReader& reader, DocumentVerdict& verdict) {
  for (Evidence& one : verdict.evidence) {
    if (one.author == ledger::PublicKey{}) continue;
    const auto doubt = doubt_of(reader, one.author, one.index, one.digest);
    if (!doubt) return doubt.error();
    one.doubt = *doubt;
  }
  return ledger::Ok{};
}

/// The rest of a verdict: what the views say beside the document.
Result<DocumentVerdict> completed(const ViewReader& reader, DocumentVerdict verdict) {
  verdict.position = reader.position();
  put_in_order(verdict.evidence);
  if (auto named = name_other(reader, verdict); !named) return named.error();
  if (auto classed = class_keys(reader, verdict); !classed) return classed.error();
  return verdict;
}

Result<DocumentVerdict> verdict_of(const ViewReader& reader, PaperLaw& law,
                                   const Document& document,
                                   const DocumentRegistration& registration,
                                   const std::string& on) {
  DocumentVerdict verdict = registration_told(document, registration, on);
  if (!registration.source.holds()) {
    verdict.state = DocumentState::kWithdrawn;
    verdict.evidence.push_back(internal::evidence_of(*registration.source.withdrawn));
    return completed(reader, std::move(verdict));
  }
  const auto force = law.force_of(document, registration.edition);
  if (!force) return force.error();
  settle(*force, *rules::date_from_iso(on), verdict);
  const auto vouched = law.vouches_for_file(document, registration);
  if (!vouched) return vouched.error();
  if (!*vouched) {
    verdict.missing.push_back({MissingKind::kIssuerWord, 0, registration.source.index});
  }
  return completed(reader, std::move(verdict));
}

/// The registration names another file now, or named one when it was withdrawn.
bool is_corrected(const FileMatch& match, const Hash& sha256) {
  return match.fact().sha256 != sha256;
}

/// A registration that names the file before one that was taken back, and that before one that
/// names another file since; then the one recorded first, as they are ordered.
const FileMatch* best_match(const std::vector<FileMatch>& matches, const Hash& sha256) {
  const auto rank = [&](const FileMatch& match) {
    if (!match.taken_back_by) return 0;
    return is_corrected(match, sha256) ? 2 : 1;
  };
  const auto best =
      std::min_element(matches.begin(), matches.end(),
                       [&](const FileMatch& a, const FileMatch& b) { return rank(a) < rank(b); });
  return best == matches.end() ? nullptr : &*best;
}

DocumentVerdict corrected_verdict(const FileMatch& match, const std::string& on) {
  const DocumentRegistration& fact = match.fact();
  const std::uint64_t by = *match.taken_back_by;
  DocumentVerdict verdict = registration_told(match.document, fact, on);
  verdict.state = DocumentState::kCorrected;
  verdict.by = OtherDocument{match.document.id, fact.title, fact.edition, by, true};
  verdict.evidence.push_back(internal::evidence_of(by));
  return verdict;
}

Result<DocumentVerdict> unknown_verdict(const ViewReader& reader, const VerdictQuery& query) {
  DocumentVerdict verdict;
  verdict.position = reader.position();
  verdict.on = query.on;
  auto near = near_documents(reader, query.hint, kNearMax);
  if (!near) return near.error();
  verdict.near = std::move(*near);
  return verdict;
}

/// The verdicts on the other documents that name the file, one for each, by the best match.
Status add_others(const ViewReader& reader, PaperLaw& law, const VerdictQuery& query,
                  std::vector<FileMatch> matches, DocumentVerdict& verdict) {
  const auto is_told = [&](const FileMatch& match) {
    const Id& id = match.document.id;
    return id == verdict.document ||
           std::any_of(verdict.also.begin(), verdict.also.end(),
                       [&](const DocumentVerdict& one) { return one.document == id; });
  };
  for (;;) {
    std::erase_if(matches, [&](const FileMatch& match) {
      return is_told(match) || is_corrected(match, query.sha256);
    });
    const FileMatch* const next = best_match(matches, query.sha256);
    if (next == nullptr) return ledger::Ok{};
    auto other = verdict_of(reader, law, next->document, next->fact(), query.on);
    if (!other) return other.error();
    verdict.also.push_back(std::move(*other));
  }
}

}  // namespace

Result<std::vector<DocumentVerdict>> registration_verdicts(const ViewReader& reader,
                                                           const Document& document,
                                                           const std::string& on) {
  PaperLaw law(reader, load_chronicle, *rules::date_from_iso(on));
  std::vector<DocumentVerdict> verdicts;
  for (const DocumentRegistration& registration : document.registrations) {
    auto verdict = verdict_of(reader, law, document, registration, on);
    if (!verdict) return verdict.error();
    verdicts.push_back(std::move(*verdict));
  }
  return verdicts;
}

Result<DocumentVerdict> document_verdict(const ViewReader& reader, const VerdictQuery& query) {
  const auto day = rules::day_in_question(query.on, "on");
  if (!day) return day.error();
  auto matches = documents_with_file(reader, query.sha256);
  if (!matches) return matches.error();
  const FileMatch* const best = best_match(*matches, query.sha256);
  if (best == nullptr) return unknown_verdict(reader, query);
  PaperLaw law(reader, query.load, *day);
  auto verdict = is_corrected(*best, query.sha256)
                     ? completed(reader, corrected_verdict(*best, query.on))
                     : verdict_of(reader, law, best->document, best->fact(), query.on);
  if (!verdict) return verdict;
  if (auto added = add_others(reader, law, query, std::move(*matches), *verdict); !added) {
    return added.error();
  }
  return verdict;
}

}  // namespace projections
