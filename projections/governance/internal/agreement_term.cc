// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/agreement_term.h"

#include <algorithm>

#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

using LastDay = std::optional<FuzzyDate>;  ///< nothing: open-ended

std::vector<const Amendment*> of_the_term(const Agreement& agreement) {
  std::vector<const Amendment*> out;
  for (const Amendment& one : agreement.amendments) {
    if (one.fact->term() != nullptr) out.push_back(&one);
  }
  std::stable_sort(out.begin(), out.end(), [](const Amendment* a, const Amendment* b) {
    const auto day = [](const Amendment* one) {
      return one->from_of(fb::AmendmentKind::TERM).not_before.value_or(rules::kLastDate);
    };
    return day(a) < day(b);
  });
  return out;
}

/// From the first day of either to the last.
LastDay either(const LastDay& a, const LastDay& b) {
  if (!a && !b) return std::nullopt;
  if (!a || !b) return FuzzyDate{a ? a->not_before : b->not_before, {}};
  FuzzyDate out;
  if (a->not_before && b->not_before) out.not_before = std::min(*a->not_before, *b->not_before);
  if (a->not_after && b->not_after) out.not_after = std::max(*a->not_after, *b->not_after);
  return out;
}

/// What the amendment makes of the last day. It ends nothing before it begins to work itself.
LastDay ends_by(const Amendment& amendment, const FuzzyDate& from,
                const rules::Calendar& calendar) {
  LastDay out = last_day_of(*amendment.fact->term(), from, calendar);
  if (out) out = later_of(*out, days_after(from, -1));
  return out;
}

/// A length runs from the change, or prolongs the term that was left: which of the two a paper
/// means, its record does not say.
LastDay prolonged(const Amendment& amendment, const LastDay& left, const LastDay& ends,
                  const rules::Calendar& calendar) {
  const fb::Term& term = *amendment.fact->term();
  if (term.kind() != fb::TermKind::LENGTH || !left) return ends;
  return either(ends, last_day_of(term, *left, calendar));
}

void take(const Amendment& amendment, const rules::Calendar& calendar, Agreement& agreement) {
  const Truth works = amendment.works_as(fb::AmendmentKind::TERM);
  if (works == Truth::kNo) return;
  const FuzzyDate from = amendment.from_of(fb::AmendmentKind::TERM);
  const LastDay ends = ends_by(amendment, from, calendar);
  if (agreement.revival) {
    agreement.revival->last_day = ends;
    return;
  }
  const Truth in_time = agreement.last_day
                            ? rules::on_or_before(from, days_after(*agreement.last_day, 1))
                            : Truth::kYes;
  switch (rules::conjunction(works, in_time)) {
    case Truth::kYes:
      agreement.last_day = prolonged(amendment, agreement.last_day, ends, calendar);
      agreement.term_stated = amendment.fact->term()->kind() != fb::TermKind::NOT_STATED;
      break;
    case Truth::kNo:
      agreement.revival = Revival{amendment.fact.index(), from, ends};
      break;
    case Truth::kUndetermined:
      agreement.last_day =
          either(agreement.last_day, prolonged(amendment, agreement.last_day, ends, calendar));
  }
}

}  // namespace

void find_term(Agreement& agreement, const rules::Calendar& calendar) {
  const fb::Term& term = *agreement.fact->term();
  agreement.term_stated = term.kind() != fb::TermKind::NOT_STATED;
  agreement.last_day = last_day_of(term, agreement.in_force_from, calendar);
  for (const Amendment* one : of_the_term(agreement)) take(*one, calendar, agreement);
}

bool may_be_revived(const Agreement& agreement, Date on) {
  if (!agreement.revival) return false;
  const FuzzyDate day = FuzzyDate::on(on);
  const auto& last = agreement.revival->last_day;
  return rules::on_or_before(agreement.revival->from, day) != Truth::kNo &&
         (!last || rules::on_or_before(day, *last) != Truth::kNo);
}

}  // namespace projections::governance::internal
