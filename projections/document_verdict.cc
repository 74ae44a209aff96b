// SPDX-License-Identifier: Apache-2.0
#include "projections/document_verdict.h"

#include <algorithm>
#include <array>

#include "projections/internal/document_force.h"
#include "projections/rules/dates.h"

namespace projections {
namespace {

using internal::Force;
using internal::ForceKind;
using ledger::Id;
using ledger::Result;

constexpr std::size_t kNearMax = 5;

/// Papers that tell or ask something: whether they are in force is no question.
bool tells_only(const std::string& kind) {
  static constexpr std::array<std::string_view, 10> kKinds{
      "PROTOCOL", "NOTICE",     "LETTER", "APPLICATION",    "CONSENT",
      "OPINION",  "CONCLUSION", "REPORT", "SIGNATURE_FILE", "CERTIFICATE"};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

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

/// Weighs one registration of one document on one day.
class Judge {
 public:
  Judge(const Document& document, const DocumentRegistration& registration, std::string on)
      : document_(document),
        edition_(registration.edition),
        verdict_(registration_told(document, registration, std::move(on))) {
    if (!registration.source.holds()) {
      verdict_.state = DocumentState::kWithdrawn;
      verdict_.evidence.push_back(
          {*registration.source.withdrawn, registration.source.grade, {}, {}, {}});
      return;
    }
    judge();
  }

  DocumentVerdict take() && {
    auto& evidence = verdict_.evidence;
    std::sort(evidence.begin(), evidence.end());
    evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
    return std::move(verdict_);
  }

 private:
  void use(const Source& source) { verdict_.evidence.push_back(internal::evidence_of(source)); }
  void use(const Force& force) {
    verdict_.evidence.insert(verdict_.evidence.end(), force.evidence.begin(), force.evidence.end());
  }
  void open(Missing missing) { verdict_.missing.push_back(missing); }
  void settle(DocumentState state, std::string since) {
    verdict_.state = state;
    verdict_.since = std::move(since);
    settled_ = true;
  }
  /// The earliest recorded day on which something changes.
  void changes_on(const std::string& day) {
    if (verdict_.until.empty() || day < verdict_.until) verdict_.until = day;
  }

  /// What takes force away goes first; of that, what is certain.
  void judge() {
    const Force force = internal::force_of_edition(document_, edition_, verdict_.on);
    newer_editions();
    if (!settled_) taken_away();
    if (!settled_) terminated();
    if (!settled_) term(force);
    if (settled_) {
      verdict_.missing = std::move(settled_missing_);
      return;
    }
    use(force);
    const std::vector<Missing> only_day{{MissingKind::kEffectiveDay}};
    if (tells_only(verdict_.kind) && verdict_.missing.empty() && force.missing == only_day) {
      return settle(DocumentState::kOnRecord, {});
    }
    if (force.kind == ForceKind::kOpen) {
      verdict_.missing.insert(verdict_.missing.begin(), force.missing.begin(), force.missing.end());
    }
    if (!verdict_.missing.empty()) return settle(DocumentState::kUndetermined, {});
    if (force.kind == ForceKind::kNotYet) return settle(DocumentState::kNotYet, force.since);
    settle(DocumentState::kInForce, force.since);
    amended();
  }

  void superseded_by(std::uint16_t edition, const Force& force) {
    const DocumentRegistration* other = document_.edition(edition);
    verdict_.by = OtherDocument{document_.id, other->title, edition, other->source.index, true};
    use(other->source);
    use(force);
    settle(DocumentState::kSuperseded, force.since);
    if (force.kind == ForceKind::kOpen) settled_missing_ = {{MissingKind::kEffectiveDay}};
  }

  /// Newer editions by number: one that works, or an act that only lacks its day, took the place
  /// of this one; an agreement that lacks signatures leaves it open.
  void newer_editions() {
    for (std::uint16_t edition = document_.newest_edition(); edition > edition_; --edition) {
      const DocumentRegistration* other = document_.edition(edition);
      if (other == nullptr) continue;
      const Force force = internal::force_of_edition(document_, edition, verdict_.on);
      const bool only_day = force.kind == ForceKind::kOpen && force.missing.size() == 1 &&
                            force.missing.front().kind == MissingKind::kEffectiveDay;
      if (force.kind == ForceKind::kYes || only_day) return superseded_by(edition, force);
      use(other->source);
      if (force.kind == ForceKind::kNotYet) changes_on(force.since);
      if (force.kind == ForceKind::kOpen) {
        open({MissingKind::kNewerEdition, edition, other->source.index});
      }
    }
  }

  bool aims_here(const DocumentRelation& fact) const {
    return fact.source.holds() && fact.to_document == document_.id && fact.to &&
           fact.from_document != document_.id && document_.edition_of(*fact.to) == edition_;
  }

  void taken_away() {
    for (const DocumentRelation& fact : document_.relations) {
      const bool repeals = fact.relation == "REPEALS";
      if (!aims_here(fact) || (!repeals && fact.relation != "REPLACES")) continue;
      use(fact.source);
      const std::string day = fact.effective ? fact.effective->day() : std::string();
      if (day.empty()) {
        open({MissingKind::kEndDay, 0, fact.source.index});
      } else if (day > verdict_.on) {
        changes_on(day);
      } else {
        verdict_.by = OtherDocument{fact.from_document, {}, 0, fact.source.index, false};
        return settle(repeals ? DocumentState::kRepealed : DocumentState::kSuperseded, day);
      }
    }
  }

  void terminated() {
    const AgreementFact* agreement = internal::agreement_of_edition(document_, edition_);
    if (agreement == nullptr) return;
    for (const TerminationFact& fact : document_.terminations) {
      if (!fact.source.holds() || fact.agreement != agreement->source.digest) continue;
      use(fact.source);
      const std::string& day = fact.terminated_on.day();
      if (day.empty()) {
        open({MissingKind::kEndDay, 0, fact.source.index});
      } else if (day > verdict_.on) {
        changes_on(day);
      } else {
        return settle(DocumentState::kEnded, day);
      }
    }
  }

  void term(const Force& force) {
    const AgreementFact* agreement = internal::agreement_of_edition(document_, edition_);
    if (agreement == nullptr || force.kind == ForceKind::kOpen) return;
    TermValue term = agreement->term;
    for (const AmendmentFact& fact : document_.amendments) {
      if (!amends_this(fact) || !fact.term) continue;
      if (internal::force_of_amendment(document_, fact, verdict_.on).kind == ForceKind::kYes) {
        term = *fact.term;
      }
    }
    const internal::TermEnd end = internal::term_end(term, force.since, verdict_.on);
    if (end.over) {
      use(force);
      return settle(DocumentState::kEnded, end.last_day);
    }
    if (end.open) open({MissingKind::kTermEnd});
    if (!end.last_day.empty()) changes_on(end.last_day);
  }

  bool amends_this(const AmendmentFact& fact) const {
    const AgreementFact* agreement = internal::agreement_of_edition(document_, edition_);
    return agreement != nullptr && fact.source.holds() && fact.amended_document == document_.id &&
           fact.agreement == agreement->source.digest;
  }

  void amended_by(const OtherDocument& by, const std::string& since) {
    if (verdict_.state == DocumentState::kAmended && since < verdict_.since) return;
    verdict_.by = by;
    settle(DocumentState::kAmended, since);
  }

  void amended() {
    for (const AmendmentFact& fact : document_.amendments) {
      if (!amends_this(fact)) continue;
      const Force force = internal::force_of_amendment(document_, fact, verdict_.on);
      use(force);
      if (force.kind == ForceKind::kOpen) {
        open({MissingKind::kAmendment, 0, fact.source.index});
      } else if (force.kind == ForceKind::kNotYet) {
        changes_on(force.since);
      } else {
        amended_by({fact.supplementary_document, fact.title, 0, fact.source.index, false},
                   force.since);
      }
    }
    for (const DocumentRelation& fact : document_.relations) {
      if (fact.relation != "AMENDS" || !aims_here(fact)) continue;
      use(fact.source);
      const std::string day = fact.effective ? fact.effective->day() : std::string();
      if (day.empty()) {
        open({MissingKind::kAmendment, 0, fact.source.index});
      } else if (day > verdict_.on) {
        changes_on(day);
      } else {
        amended_by({fact.from_document, {}, 0, fact.source.index, false}, day);
      }
    }
  }

  const Document& document_;
  const std::uint16_t edition_;
  DocumentVerdict verdict_;
  bool settled_ = false;
  std::vector<Missing> settled_missing_;
};

/// The title of the other document, where the fact itself does not give it.
ledger::Status name_other(const ViewReader& reader, DocumentVerdict& verdict) {
  if (!verdict.by || !verdict.by->title.empty()) return ledger::Ok{};
  const auto other = find_document(reader, verdict.by->document);
  if (!other) return other.error();
  if (!*other) return ledger::Ok{};
  verdict.by->edition = (*other)->newest_edition();
  if (const auto* edition = (*other)->edition(verdict.by->edition)) {
    verdict.by->title = edition->title;
  }
  return ledger::Ok{};
}

/// What is known of the keys behind it.
ledger::Status class_keys(const ViewReader& reader, DocumentVerdict& verdict) {
  for (Evidence& one : verdict.evidence) {
    if (one.author == ledger::PublicKey{}) continue;
    const auto doubt = doubt_of(reader, one.author, one.index, one.digest);
    if (!doubt) return doubt.error();
    one.doubt = *doubt;
  }
  return ledger::Ok{};
}

/// The registration names another file now, or named one when it was withdrawn.
bool is_corrected(const FileMatch& match, const ledger::Hash& sha256) {
  return match.fact().sha256 != sha256;
}

/// A registration that names the file before one that was taken back, and that before one that
/// names another file since; then the one recorded first, as they are ordered.
const FileMatch* best_of(const std::vector<FileMatch>& matches, const ledger::Hash& sha256) {
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
  verdict.evidence.push_back({by, fact.source.grade, {}, {}, {}});
  return verdict;
}

/// The rest of a verdict: what the views say beside the document.
Result<DocumentVerdict> completed(const ViewReader& reader, DocumentVerdict verdict) {
  verdict.position = reader.position();
  if (auto named = name_other(reader, verdict); !named) return named.error();
  if (auto classed = class_keys(reader, verdict); !classed) return classed.error();
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

}  // namespace

Result<DocumentVerdict> registration_verdict(const ViewReader& reader, const Document& document,
                                             const DocumentRegistration& registration,
                                             const std::string& on) {
  return completed(reader, Judge(document, registration, on).take());
}

Result<DocumentVerdict> document_verdict(const ViewReader& reader, const VerdictQuery& query) {
  if (const auto day = rules::day_in_question(query.on, "on"); !day) return day.error();
  const auto matches = documents_with_file(reader, query.sha256);
  if (!matches) return matches.error();
  const FileMatch* const best = best_of(*matches, query.sha256);
  if (best == nullptr) return unknown_verdict(reader, query);
  auto verdict = is_corrected(*best, query.sha256)
                     ? completed(reader, corrected_verdict(*best, query.on))
                     : registration_verdict(reader, best->document, best->fact(), query.on);
  if (!verdict) return verdict;
  for (const FileMatch& match : *matches) {
    const Id& id = match.document.id;
    if (id == verdict->document || is_corrected(match, query.sha256)) continue;
    if (std::find(verdict->also.begin(), verdict->also.end(), id) == verdict->also.end()) {
      verdict->also.push_back(id);
    }
  }
  return verdict;
}

}  // namespace projections
