// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/duty_deeds.h"

#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

using rules::DutyState;

/// Whether one deed certainly was not the first, for the other was; `recorded_first`: the other.
bool after(const Deed& one, const Deed& other, bool recorded_first) {
  if (rules::before(other.day, one.day) == Truth::kYes) return true;
  return recorded_first && rules::same_day(other.day, one.day) == Truth::kYes;
}

std::vector<const Deed*> perhaps_first(const std::vector<Deed>& deeds) {
  std::vector<const Deed*> out;
  for (std::size_t i = 0; i < deeds.size(); ++i) {
    bool later = false;
    for (std::size_t j = 0; j < deeds.size() && !later; ++j) {
      later = i != j && after(deeds[i], deeds[j], j < i);
    }
    if (!later) out.push_back(&deeds[i]);
  }
  return out;
}

std::vector<Deed> certain(std::vector<Deed> deeds) {
  std::erase_if(deeds, [](const Deed& one) { return one.counts != Truth::kYes; });
  return deeds;
}

void say_what_is_open(const std::vector<Deed>& deeds, Obligation& duty) {
  for (const Deed& one : deeds) {
    if (one.counts == Truth::kYes) continue;
    duty.grounds.evidence.add(one.evidence);
    if (!one.open) continue;
    const auto& said = duty.grounds.missing;
    const bool again = std::any_of(said.begin(), said.end(), [&](const Missing& missing) {
      return missing.what == one.open->what;
    });
    if (!again) duty.grounds.missing.push_back(*one.open);
  }
}

/// 0: done in time; 1: open; 2: late; 3: undetermined.
int standing(DutyState state) {
  switch (state) {
    case DutyState::kMet:
    case DutyState::kMetByShift:
      return 0;
    case DutyState::kOpen:
      return 1;
    case DutyState::kLateOpen:
    case DutyState::kLateDone:
      return 2;
    case DutyState::kUndetermined:
      break;
  }
  return 3;
}

std::optional<FuzzyDate> day_of(const std::optional<FirstDeed>& first) {
  return first ? std::optional(first->day) : std::nullopt;
}

}  // namespace

std::optional<FirstDeed> first_of(const std::vector<Deed>& deeds, const FuzzyDate& due) {
  const std::vector<const Deed*> candidates = perhaps_first(deeds);
  if (candidates.empty()) return std::nullopt;
  FirstDeed out{candidates.front()->day, candidates.front()->evidence};
  for (const Deed* one : candidates) {
    out.day = earlier_of(out.day, one->day);
    out.evidence.add(one->evidence);
  }
  if (out.day.known()) return out;
  for (const Deed* one : candidates) {
    const bool in_time = rules::on_or_before(one->day, due) == Truth::kYes;
    if (one->day.known() && in_time) return FirstDeed{one->day, one->evidence};
  }
  return out;
}

std::vector<Deed> done_by(std::vector<Deed> deeds, Date on) {
  std::erase_if(deeds,
                [&](const Deed& one) { return one.counts == Truth::kNo || to_come(one.day, on); });
  return deeds;
}

void judge_by_deeds(const std::vector<Deed>& deeds, Date on, const rules::Calendar& calendar,
                    Obligation& duty) {
  const FuzzyDate& due = duty.due.effective_due;
  const auto first = first_of(certain(deeds), due);
  duty.done = day_of(first);
  if (first) duty.grounds.evidence.add(first->evidence);
  duty.verdict = rules::judge_duty(duty.due, duty.done, on, calendar);
  const auto perhaps = rules::judge_duty(duty.due, day_of(first_of(deeds, due)), on, calendar);
  if (!alike(perhaps.state, duty.verdict.state)) {
    duty.verdict.state = DutyState::kUndetermined;
    duty.verdict.working_days_late.reset();
    say_what_is_open(deeds, duty);
  }
  // Of an imprecise day that may lie behind the one that is asked about it is not done for certain.
  const bool by_then =
      !duty.done || rules::on_or_before(*duty.done, FuzzyDate::on(on)) == Truth::kYes;
  if (!by_then && alike(duty.verdict.state, DutyState::kMet)) {
    duty.verdict.state = DutyState::kUndetermined;
  }
  const bool undetermined = duty.verdict.state == DutyState::kUndetermined;
  if (!undetermined || !duty.done || duty.done->known()) return;
  duty.grounds.missing.push_back(missing("done_on",
                                         "the day on which it was done is not known exactly",
                                         "день, в который это сделано, точно не известен"));
}

void judge_without_term(const std::vector<Deed>& deeds, Obligation& duty) {
  const auto first = first_of(certain(deeds), {});
  duty.done = day_of(first);
  if (first) duty.grounds.evidence.add(first->evidence);
  duty.verdict.state = first ? DutyState::kMet : DutyState::kOpen;
  if (first || deeds.empty()) return;
  duty.verdict.state = DutyState::kUndetermined;
  say_what_is_open(deeds, duty);
}

bool alike(DutyState a, DutyState b) { return standing(a) == standing(b); }

void leave_open(const Missing& missing, Obligation& duty) {
  duty.verdict.state = DutyState::kUndetermined;
  duty.verdict.working_days_late.reset();
  duty.grounds.missing.push_back(missing);
}

void doubt_lateness(const Missing& missing, Obligation& duty) {
  if (standing(duty.verdict.state) == 2) leave_open(missing, duty);
}

}  // namespace projections::governance::internal
