// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/document_force.h"

#include <algorithm>
#include <array>

namespace projections::internal {
namespace {

using rules::Date;
using rules::FuzzyDate;
using rules::Truth;

/// Relations whose day is that of the document that makes them. The day of one that amends, repeals
/// or replaces is the other document's.
bool states_own_day(const DocumentRelation& fact) {
  return fact.relation == "ANNEX_OF" || fact.relation == "PUBLISHED_AT";
}

bool tells(const FuzzyDate& date) { return date.not_before || date.not_after; }

/// The days from which, as recorded, the edition works.
class StatedDays {
 public:
  StatedDays(const Document& document, std::uint16_t edition) {
    for (const DocumentRegistration& fact : document.registrations) {
      if (fact.edition == edition && fact.source.effective) {
        add(*fact.source.effective, fact.source);
      }
    }
    for (const DocumentRelation& fact : document.relations) {
      if (fact.from_document != document.id || document.edition_of(fact.from) != edition) continue;
      if (fact.effective && states_own_day(fact)) add(*fact.effective, fact.source);
    }
  }

  /// Several records of one day leave what they have in common; where they have nothing in common
  /// it may be any of them, or one between them.
  PaperForce force(Date on) && {
    const bool conflict =
        both_.not_before && both_.not_after && *both_.not_before > *both_.not_after;
    force_.from = conflict ? FuzzyDate{both_.not_after, both_.not_before} : both_;
    force_.begun = on_or_before(force_.from, FuzzyDate::on(on));
    if (conflict) {
      force_.missing.push_back({MissingKind::kConflictingDays});
      force_.beside = force_.missing;
    } else if (force_.begun == Truth::kUndetermined) {
      force_.missing.push_back({MissingKind::kEffectiveDay});
    }
    return std::move(force_);
  }

  bool any() const { return tells(both_); }

 private:
  void add(const DateValue& date, const Source& source) {
    if (!source.holds()) return;
    force_.evidence.push_back(evidence_of(source));
    const FuzzyDate day = rules::fuzzy(date);
    if (day.not_before) both_.not_before = std::max(both_.not_before, day.not_before);
    if (day.not_after && (!both_.not_after || *day.not_after < *both_.not_after)) {
      both_.not_after = day.not_after;
    }
  }

  FuzzyDate both_;
  PaperForce force_;
};

PaperForce without_days(const Document& document, std::uint16_t edition, Date on) {
  PaperForce force;
  const DocumentRegistration* registration = document.edition(edition);
  const std::string_view kind = registration == nullptr ? std::string_view() : registration->kind;
  force.comes_into_force = !tells_only(kind);
  force.from = {header_day(document, edition).not_before, std::nullopt};
  force.begun = on_or_before(force.from, FuzzyDate::on(on));
  if (force.comes_into_force && force.begun == Truth::kUndetermined) {
    force.missing.push_back(
        {is_agreement(kind) ? MissingKind::kSlots : MissingKind::kEffectiveDay});
  }
  return force;
}

}  // namespace

PaperForce own_force(const Document& document, std::uint16_t edition, Date on) {
  StatedDays stated(document, edition);
  return stated.any() ? std::move(stated).force(on) : without_days(document, edition, on);
}

FuzzyDate header_day(const DocumentRegistration& registration) {
  for (const PrintedValue& one : registration.printed) {
    if (one.place == "HEADER" && one.date) return rules::fuzzy(*one.date);
  }
  return {};
}

FuzzyDate header_day(const Document& document, std::uint16_t edition) {
  for (const DocumentRegistration& fact : document.registrations) {
    if (fact.edition != edition || !fact.source.holds()) continue;
    const FuzzyDate day = header_day(fact);
    if (day.not_before || day.not_after) return day;
  }
  return {};
}

bool is_agreement(std::string_view kind) {
  return kind == "AGREEMENT" || kind == "SUPPLEMENTARY_AGREEMENT";
}

bool tells_only(std::string_view kind) {
  static constexpr std::array<std::string_view, 10> kKinds{
      "PROTOCOL", "NOTICE",     "LETTER", "APPLICATION",    "CONSENT",
      "OPINION",  "CONCLUSION", "REPORT", "SIGNATURE_FILE", "CERTIFICATE"};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

FuzzyDate there_by(const FuzzyDate& day, Date on) {
  FuzzyDate out = day;
  if (!out.not_after) out.not_after = std::max(out.not_before.value_or(on), on);
  return out;
}

}  // namespace projections::internal
