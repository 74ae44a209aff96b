// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/agreement_context.h"

#include "projections/governance/body_rules.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {

using rules::on_or_before;

const fb::AgreementRules* agreement_rules(const std::optional<AdoptedCharter>& charter) {
  return charter ? charter->charter.parameters().agreement() : nullptr;
}

std::optional<AdoptedCharter> charter_for(const AgreementContext& context,
                                          const FuzzyDate& concluded) {
  return context.charters.on(concluded.day().value_or(context.on));
}

Sentence version_in_words(const AgreementContext& context,
                          const std::optional<AdoptedCharter>& charter, const FuzzyDate& day,
                          JudgedOn kind) {
  const auto known = day.day();
  const std::string on = rules::to_iso(known.value_or(context.on));
  const bool changed = kind == JudgedOn::kChange;
  const Sentence of_day =
      changed ? Sentence{"of " + on + ", the day of the change", "на день изменения, " + on}
              : Sentence{"of " + on + ", the day of its conclusion", "на день заключения, " + on};
  const Sentence when =
      known ? of_day
            : Sentence{
                  "of the day asked about, " + on + ", as the day of its conclusion is not known",
                  "на день, о котором спрашивают, " + on + ": день заключения неизвестен"};
  if (agreement_rules(charter) == nullptr) {
    return Sentence{"judged by general law: no charter rules on it, ",
                    "судится по общему закону: правил положения о нём нет, "} +
           when;
  }
  const std::string version = std::to_string(charter->fact->version());
  const std::string event = std::to_string(charter->fact.index());
  return Sentence{"judged by the charter ", "судится по положению "} + when +
         Sentence{": version " + version + ", event " + event,
                  ": версия " + version + ", событие " + event};
}

void add_rule(Grounds& grounds, const std::optional<AdoptedCharter>& charter,
              std::string_view path) {
  if (agreement_rules(charter) != nullptr) {
    grounds.rules.push_back(charter->rule(path));
    return;
  }
  grounds.rules.push_back(general_law(std::string(path), "ГК 433"));
}

FuzzyDate with_stated(const FuzzyDate& concluded, const Source& source) {
  if (!source.effective) return concluded;
  return later_of(concluded, rules::fuzzy(*source.effective));
}

Truth began(const Truth& signed_all, const FuzzyDate& from, Date on) {
  if (signed_all == Truth::kNo) return Truth::kNo;
  return rules::conjunction(signed_all, on_or_before(from, FuzzyDate::on(on)));
}

void say_day_is_open(const FuzzyDate& from, Date on, Grounds& grounds) {
  if (on_or_before(from, FuzzyDate::on(on)) != Truth::kUndetermined) return;
  grounds.missing.push_back(missing("day of entry into force",
                                    "the day from which the paper is in force is not known",
                                    "неизвестен день, с которого документ действует"));
}

void say_what_is_open(const Signatures& signatures, const FuzzyDate& from, Date on,
                      Grounds& grounds) {
  if (signatures.slots.empty()) {
    grounds.missing.push_back(missing(
        "signatures", "the paper's record has no signature lines, so who signed it is not known",
        "в записи о документе нет строк подписей: неизвестно, кто его подписал"));
  }
  say_day_is_open(from, on, grounds);
}

}  // namespace projections::governance::internal
