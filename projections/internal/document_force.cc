// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/document_force.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

namespace projections::internal {
namespace {

/// The signature that counts for a line: the one recorded last.
const SigningFact* signing_for(const Document& document, const ledger::Hash& target,
                               std::uint8_t slot) {
  const SigningFact* found = nullptr;
  for (const SigningFact& fact : document.signings) {
    if (fact.target == target && fact.slot == slot && fact.source.holds()) found = &fact;
  }
  return found;
}

Force decide(Force force, std::string since, std::string_view on) {
  if (!force.missing.empty()) return force;
  force.kind = since <= on ? ForceKind::kYes : ForceKind::kNotYet;
  force.since = std::move(since);
  return force;
}

/// Every line is signed on a known day; the last of these days counts, unless the paper itself
/// names another.
Force force_by_signatures(const Document& document, const ledger::Hash& target,
                          const std::vector<SlotValue>& slots,
                          const std::optional<DateValue>& stated, std::string_view on) {
  Force force;
  std::string last;
  if (slots.empty()) force.missing.push_back({MissingKind::kSlots});
  for (const SlotValue& slot : slots) {
    const SigningFact* signing = signing_for(document, target, slot.slot);
    if (signing == nullptr) {
      force.missing.push_back({MissingKind::kSignature, slot.slot});
      continue;
    }
    force.evidence.push_back(evidence_of(signing->source));
    const std::string day = signing->signed_on ? signing->signed_on->day() : std::string();
    if (day.empty()) force.missing.push_back({MissingKind::kSignatureDay, slot.slot});
    last = std::max(last, day);
  }
  if (stated) {
    last = stated->day();
    if (last.empty()) force.missing.push_back({MissingKind::kEffectiveDay});
  }
  return decide(std::move(force), std::move(last), on);
}

/// Relations that say from when the document that makes them works.
bool states_own_day(const DocumentRelation& fact) {
  return fact.relation == "AMENDS" || fact.relation == "REPEALS" || fact.relation == "REPLACES" ||
         fact.relation == "ANNEX_OF" || fact.relation == "PUBLISHED_AT";
}

/// The days from which, as recorded, the edition works.
class StatedDays {
 public:
  StatedDays(const Document& document, std::uint16_t edition) {
    for (const DocumentRegistration& fact : document.registrations) {
      if (fact.edition == edition && fact.source.effective) {
        add(*fact.source.effective, fact.source);
      }
    }
    for (const EffectFact& fact : document.effects) {
      if (document.edition_of(fact.document) == edition) add(fact.effective, fact.source);
    }
    for (const DocumentRelation& fact : document.relations) {
      if (fact.from_document != document.id || document.edition_of(fact.from) != edition) continue;
      if (fact.effective && states_own_day(fact)) add(*fact.effective, fact.source);
    }
  }

  Force force(std::string_view on) && {
    if (days_.empty()) force_.missing.push_back({MissingKind::kEffectiveDay});
    if (days_.size() > 1) force_.missing.push_back({MissingKind::kConflictingDays});
    return decide(std::move(force_), days_.empty() ? std::string() : *days_.begin(), on);
  }

 private:
  void add(const DateValue& date, const Source& source) {
    if (!source.holds()) return;
    force_.evidence.push_back(evidence_of(source));
    if (!date.day().empty()) days_.insert(date.day());
  }

  std::set<std::string> days_;
  Force force_;
};

const AmendmentFact* amendment_by_edition(const Document& document, std::uint16_t edition) {
  const AmendmentFact* found = nullptr;
  for (const AmendmentFact& fact : document.amendments) {
    if (fact.supplementary_document != document.id || !fact.source.holds()) continue;
    if (document.edition_of(fact.document) == edition) found = &fact;
  }
  return found;
}

bool is_agreement(const std::string& kind) {
  return kind == "AGREEMENT" || kind == "SUPPLEMENTARY_AGREEMENT";
}

std::chrono::year_month_day civil(std::string_view day) {
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : day.substr(at, size)) value = value * 10 + (c - '0');
    return value;
  };
  return std::chrono::year(number(0, 4)) / number(5, 2) / number(8, 2);
}

/// The day after the last one of a length that begins on `since`; nothing for units that only a
/// calendar can count.
std::optional<std::string> day_after(const std::string& since, const TermValue& term) {
  using namespace std::chrono;
  year_month_day day = civil(since);
  if (term.unit == "YEARS") {
    day += years(term.count);
  } else if (term.unit == "MONTHS") {
    day += months(term.count);
  } else if (term.unit == "WEEKS") {
    day = sys_days(day) + weeks(term.count);
  } else if (term.unit == "CALENDAR_DAYS") {
    day = sys_days(day) + days(term.count);
  } else {
    return std::nullopt;
  }
  if (!day.ok()) day = sys_days(day.year() / day.month() / last) + days(1);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

Evidence evidence_of(const Source& source) {
  return {source.index, source.grade, source.author, source.digest, {}};
}

const AgreementFact* agreement_of_edition(const Document& document, std::uint16_t edition) {
  const AgreementFact* found = nullptr;
  for (const AgreementFact& fact : document.agreements) {
    if (fact.source.holds() && document.edition_of(fact.document) == edition) found = &fact;
  }
  return found;
}

Force force_of_amendment(const Document& document, const AmendmentFact& fact, std::string_view on) {
  Force force = force_by_signatures(document, fact.source.digest, fact.slots, fact.effective, on);
  force.evidence.push_back(evidence_of(fact.source));
  return force;
}

Force force_of_edition(const Document& document, std::uint16_t edition, std::string_view on) {
  if (const AgreementFact* fact = agreement_of_edition(document, edition)) {
    Force force =
        force_by_signatures(document, fact->source.digest, fact->slots, fact->source.effective, on);
    force.evidence.push_back(evidence_of(fact->source));
    return force;
  }
  if (const AmendmentFact* fact = amendment_by_edition(document, edition)) {
    return force_of_amendment(document, *fact, on);
  }
  Force force = StatedDays(document, edition).force(on);
  const DocumentRegistration* registration = document.edition(edition);
  if (force.kind == ForceKind::kOpen && registration && is_agreement(registration->kind)) {
    force.missing = {{MissingKind::kSlots}};
  }
  return force;
}

TermEnd term_end(const TermValue& term, const std::string& since, std::string_view on) {
  TermEnd end;
  if (term.kind == "UNTIL" && term.until) {
    end.last_day = term.until->day();
    end.over = !term.until->not_after.empty() && term.until->not_after < on;
    end.open = !end.over && end.last_day.empty() &&
               (term.until->not_before.empty() || term.until->not_before <= on);
  }
  if (term.kind == "LENGTH") {
    const auto first_after = since.empty() ? std::nullopt : day_after(since, term);
    // Whether the first day counts is for the rules of the charter: only a day that is inside the
    // term either way is called so.
    end.open = !first_after || *first_after <= on;
  }
  return end;
}

}  // namespace projections::internal
