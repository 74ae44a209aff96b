// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/programmes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/governance/internal/by_day.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

using Indicators = flatbuffers::Vector<flatbuffers::Offset<fb::Indicator>>;

ProgrammeAgreement agreement_of(const Fact<fb::ProgrammeAgreed>& fact) {
  return {fact, fact->by(), fact->conclusion(), rules::fuzzy(fact->agreed_on())};
}

std::vector<ProgrammeAgreement> agreed(const Chronicle& chronicle, const Hash& target) {
  std::vector<ProgrammeAgreement> out;
  for (const auto& fact : chronicle.all<fb::ProgrammeAgreed>()) {
    if (fixed_of<Hash>(fact->programme()) == target) out.push_back(agreement_of(fact));
  }
  return out;
}

/// A programme that has begun must have been agreed by the day before; one that has not, so far.
void judge_agreement(fb::ProgrammeParty party, Date on, Programme& out) {
  const FuzzyDate today = FuzzyDate::on(on);
  const bool begun = !internal::to_come(out.from, on);
  out.agreed_as_demanded = Truth::kNo;
  for (const ProgrammeAgreement& one : out.agreed) {
    if (one.by != party || !agrees(one.conclusion)) continue;
    const Truth given = rules::on_or_before(one.agreed_on, today);
    const Truth early = begun ? rules::before(one.agreed_on, out.from) : Truth::kYes;
    out.agreed_as_demanded =
        rules::disjunction(out.agreed_as_demanded, rules::conjunction(given, early));
    if (given == Truth::kYes && early == Truth::kNo) out.agreed_late.push_back(one);
  }
}

std::vector<ProgrammeChange> changes_of(const Chronicle& chronicle, const Hash& programme) {
  std::vector<ProgrammeChange> out;
  for (const auto& fact : chronicle.all<fb::ProgrammeChanged>()) {
    if (fixed_of<Hash>(fact->programme()) != programme) continue;
    ProgrammeChange change;
    change.fact = fact;
    for (const auto kind : *fact->kinds()) {
      change.kinds.push_back(static_cast<fb::ProgrammeChangeKind>(kind));
    }
    change.entered_on = rules::fuzzy(fact->entered_on());
    if (fact->to() != nullptr) change.to = rules::fuzzy(fact->to());
    change.agreed = agreed(chronicle, fact.digest());
    out.push_back(std::move(change));
  }
  return out;
}

/// Planned and reported numbers by indicator and year.
class IndicatorTable {
 public:
  void plan(const Indicators* indicators, const Source& source) {
    if (indicators == nullptr) return;
    for (const fb::Indicator* indicator : *indicators) {
      titles_[indicator->number()] = {text_of(indicator->title()), text_of(indicator->unit())};
      if (indicator->planned() == nullptr) continue;
      for (const fb::IndicatorValue* value : *indicator->planned()) {
        IndicatorYear& row = at(indicator->number(), value->year());
        row.planned = decimal_text(*value->value());
        row.evidence.add(source);
      }
    }
  }
  void report(const Fact<fb::IndicatorReported>& fact) {
    IndicatorYear& row = at(fact->indicator(), fact->year());
    row.reported = decimal_text(*fact->value());
    row.evidence.add(*fact.source);
  }
  std::vector<IndicatorYear> take() {
    std::vector<IndicatorYear> out;
    for (auto& [key, row] : rows_) {
      const auto& [title, unit] = titles_[key.first];
      row.title = title;
      row.unit = unit;
      out.push_back(std::move(row));
    }
    return out;
  }

 private:
  IndicatorYear& at(std::uint8_t indicator, std::uint16_t year) {
    IndicatorYear& row = rows_[{indicator, year}];
    row.indicator = indicator;
    row.year = year;
    return row;
  }
  std::map<std::pair<std::uint8_t, std::uint16_t>, IndicatorYear> rows_;
  std::map<std::uint8_t, std::pair<std::string, std::string>> titles_;
};

const Source* source_of(const ProgrammeChange& change) { return change.fact.source; }
const Source* source_of(const Fact<fb::IndicatorReported>& fact) { return fact.source; }

/// Facts that had come by the day, the last one by its day at the end, whatever was recorded first.
template <typename Item, typename DayOf>
std::vector<Item> in_order_by(const internal::ByDay& by, std::vector<Item> items, DayOf day_of) {
  std::erase_if(
      items, [&](const Item& one) { return by.had(day_of(one), *source_of(one)) == Truth::kNo; });
  std::stable_sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    return day_of(a).not_after.value_or(rules::kLastDate) <
           day_of(b).not_after.value_or(rules::kLastDate);
  });
  return items;
}

std::vector<IndicatorYear> indicators_of(const Chronicle& chronicle, Date on,
                                         const Programme& programme) {
  const internal::ByDay by(chronicle, on);
  IndicatorTable table;
  table.plan(programme.fact->indicators(), *programme.fact.source);
  const auto changes =
      in_order_by(by, programme.changes, [](const ProgrammeChange& one) { return one.entered_on; });
  for (const ProgrammeChange& change : changes) {
    table.plan(change.fact->indicators(), *change.fact.source);
  }
  const auto reports =
      in_order_by(by, chronicle.all<fb::IndicatorReported>(),
                  [](const auto& fact) { return rules::fuzzy(fact->reported_on()); });
  for (const auto& fact : reports) {
    const Hash of = fixed_of<Hash>(fact->programme());
    const bool ours =
        of == programme.fact.digest() ||
        std::any_of(programme.changes.begin(), programme.changes.end(),
                    [&](const ProgrammeChange& change) { return change.fact.digest() == of; });
    if (ours) table.report(fact);
  }
  return table.take();
}

const fb::ProgrammeRules* rules_of(const std::optional<AdoptedCharter>& charter) {
  return charter ? charter->charter.parameters().programme() : nullptr;
}

void judge_sections(const fb::ProgrammeRules& rules, Programme& out) {
  for (unsigned number = 1; number <= rules.sections(); ++number) {
    const auto wanted = static_cast<std::uint8_t>(number);
    if (std::find(out.sections.begin(), out.sections.end(), wanted) == out.sections.end()) {
      out.missing_sections.push_back(wanted);
    }
  }
}

/// By the version of the charter of the day of each matter.
void judge_by_days(const Charters& charters, Date on, Programme& out) {
  const FuzzyDate submitted = internal::occurred(*out.fact.body);
  const Date start = std::min(out.from.not_after.value_or(on), on);
  out.charter = charters.of(submitted, start);
  out.charter_at_start = charters.on(start);
  if (const auto* rules = rules_of(out.charter)) judge_sections(*rules, out);
  const auto* at_start = rules_of(out.charter_at_start);
  if (at_start == nullptr) return;
  const fb::ProgrammeParty party = at_start->agreed_by();
  if (party == fb::ProgrammeParty::COORDINATOR || party == fb::ProgrammeParty::OPERATOR) {
    judge_agreement(party, on, out);
    out.grounds.rules.push_back(out.charter_at_start->rule("programme.agreed_by"));
  }
}

/// The end that was entered last by its day, whenever it was recorded.
void take_changed_end(Date on, Programme& out) {
  std::optional<Date> since;
  for (const ProgrammeChange& change : out.changes) {
    const Truth entered = rules::on_or_before(change.entered_on, FuzzyDate::on(on));
    if (!change.to || entered != Truth::kYes) continue;
    if (since && *change.entered_on.not_after < *since) continue;
    since = change.entered_on.not_after;
    out.to = *change.to;
  }
}

Programme programme_of(const Chronicle& chronicle, const Charters& charters,
                       const std::vector<CoverageClaim>& claims,
                       const Fact<fb::ProgrammeSubmitted>& fact, Date on) {
  Programme out;
  out.fact = fact;
  out.id = fixed_of<Id>(fact->programme());
  out.version = fact->version();
  out.title = text_of(fact->wording()->title());
  out.from = rules::fuzzy(fact->from());
  out.to = rules::fuzzy(fact->to());
  if (fact->sections() != nullptr) {
    for (const auto* section : *fact->sections()) out.sections.push_back(section->number());
  }
  out.signatures =
      signatures_of(chronicle, fact.digest(), fact->parties(), fact->slots(), /*all_slots=*/false);
  out.signed_on = out.signatures.concluded_on;
  out.signed_by_all = signed_by_all(out.signatures, claims, on);
  out.agreed = agreed(chronicle, fact.digest());
  out.changes = changes_of(chronicle, fact.digest());
  take_changed_end(on, out);
  out.indicators = indicators_of(chronicle, on, out);
  out.grounds.evidence.add(*fact.source);
  out.grounds.add(out.signatures.grounds);
  out.agreed_as_demanded = Truth::kYes;
  judge_by_days(charters, on, out);
  return out;
}

}  // namespace

std::vector<Programme> programmes(const Chronicle& chronicle, Date on) {
  const Charters charters(chronicle);
  const auto claims = coverage_claims(chronicle);
  std::vector<Programme> out;
  for (const auto& fact : chronicle.all<fb::ProgrammeSubmitted>()) {
    out.push_back(programme_of(chronicle, charters, claims, fact, on));
  }
  return out;
}

Truth longer_than(const FuzzyDate& from, const FuzzyDate& to, unsigned years) {
  const FuzzyDate last =
      rules::mapped(from, [&](Date day) { return rules::add_years(day, years) - rules::days(1); });
  return rules::before(last, to);
}

bool agrees(fb::Conclusion conclusion) {
  return conclusion == fb::Conclusion::AGREED || conclusion == fb::Conclusion::AGREED_WITH_REMARKS;
}

std::string decimal_text(const fb::Decimal& number) {
  const std::int64_t units = number.units();
  const bool negative = units < 0;
  std::string digits = std::to_string(units);
  if (negative) digits.erase(0, 1);
  const std::size_t scale = number.scale();
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - scale, ".");
  return negative ? "-" + digits : digits;
}

}  // namespace projections::governance
