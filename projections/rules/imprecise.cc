// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/imprecise.h"

#include <algorithm>

#include "projections/facts.h"

namespace projections::rules {
namespace {

std::optional<Date> bound(const flatbuffers::String* text) {
  return text == nullptr ? std::nullopt : date_from_iso(text->string_view());
}

FuzzyDate mirrored(const FuzzyDate& date) {
  const auto flip = [](Date day) { return Date{-day.time_since_epoch()}; };
  FuzzyDate out;
  if (date.not_after) out.not_before = flip(*date.not_after);
  if (date.not_before) out.not_after = flip(*date.not_before);
  return out;
}

}  // namespace

Truth truth_of(bool value) { return value ? Truth::kYes : Truth::kNo; }

Truth negation(Truth truth) {
  if (truth == Truth::kUndetermined) return truth;
  return truth_of(truth == Truth::kNo);
}

Truth conjunction(Truth a, Truth b) {
  if (a == Truth::kNo || b == Truth::kNo) return Truth::kNo;
  return a == Truth::kYes ? b : a;
}

Truth disjunction(Truth a, Truth b) { return negation(conjunction(negation(a), negation(b))); }

FuzzyDate fuzzy(const DateValue& value) {
  return {date_from_iso(value.not_before), date_from_iso(value.not_after)};
}

FuzzyDate fuzzy(const std::optional<DateValue>& value) {
  return value ? fuzzy(*value) : FuzzyDate{};
}

FuzzyDate fuzzy(const ledger::fb::LegalDate* value) {
  if (value == nullptr) return {};
  return {bound(value->not_before()), bound(value->not_after())};
}

Truth before(const FuzzyDate& a, const FuzzyDate& b) { return negation(on_or_before(b, a)); }

Truth on_or_before(const FuzzyDate& a, const FuzzyDate& b) {
  if (a.not_after && b.not_before && *a.not_after <= *b.not_before) return Truth::kYes;
  if (a.not_before && b.not_after && *a.not_before > *b.not_after) return Truth::kNo;
  return Truth::kUndetermined;
}

Truth same_day(const FuzzyDate& a, const FuzzyDate& b) {
  return conjunction(on_or_before(a, b), on_or_before(b, a));
}

Truth inside(const FuzzyDate& a, const Period& period) {
  return conjunction(on_or_before(FuzzyDate::on(period.first), a),
                     on_or_before(a, FuzzyDate::on(period.last)));
}

std::string to_text(const FuzzyDate& date) {
  if (const auto day = date.day()) return to_iso(*day);
  if (!date.not_before && !date.not_after) return "?";
  return (date.not_before ? to_iso(*date.not_before) : std::string()) + ".." +
         (date.not_after ? to_iso(*date.not_after) : std::string());
}

Combined latest(std::span<const NamedDate> dates) {
  Combined out;
  bool bounded = !dates.empty();
  for (const NamedDate& each : dates) {
    const FuzzyDate& date = each.date;
    bounded = bounded && date.not_after.has_value();
    if (date.not_before) out.date.not_before = std::max(out.date.not_before, date.not_before);
    if (date.not_after) out.date.not_after = std::max(out.date.not_after, date.not_after);
  }
  if (!bounded) out.date.not_after.reset();
  if (out.date.known()) return out;
  for (const NamedDate& each : dates) {
    const bool may_be_last =
        !each.date.not_after || !out.date.not_before || *each.date.not_after > *out.date.not_before;
    if (!each.date.known() && may_be_last) out.missing.push_back(each.name);
  }
  return out;
}

Combined earliest(std::span<const NamedDate> dates) {
  std::vector<NamedDate> turned(dates.begin(), dates.end());
  for (NamedDate& each : turned) each.date = mirrored(each.date);
  Combined out = latest(turned);
  out.date = mirrored(out.date);
  return out;
}

}  // namespace projections::rules
