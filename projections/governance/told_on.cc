// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/told_on.h"

#include <utility>

#include "projections/governance/internal/ballot_quorum.h"
#include "projections/governance/internal/by_day.h"
#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance {
namespace {

using internal::ByDay;
using internal::open_by_day;

// --- meetings ------------------------------------------------------------------------------------

/// When the agenda went out, or else what the event says of itself.
FuzzyDate announced_on(const Fact<fb::MeetingConvened>& fact) {
  const FuzzyDate sent = rules::fuzzy(fact->sent_on());
  return internal::tells(sent) ? sent : internal::occurred(*fact.body);
}

bool announced(const ByDay& by, const Fact<fb::MeetingConvened>& fact) {
  return by.had(announced_on(fact), *fact.source) == Truth::kYes;
}

bool announced(const ByDay& by, const Meeting& meeting) {
  return announced(by, meeting.fact) ||
         std::any_of(meeting.earlier.begin(), meeting.earlier.end(),
                     [&](const auto& fact) { return announced(by, fact); });
}

/// How many of its versions may have been announced by then, those before the last of them too. An
/// event of the day of the meeting does not say when that day was announced.
std::size_t versions_announced(const ByDay& by, const Meeting& meeting) {
  const auto later = [&](const Fact<fb::MeetingConvened>& fact) {
    const FuzzyDate day = announced_on(fact);
    return by.had(day, *fact.source) == Truth::kNo &&
           rules::before(day, rules::fuzzy(fact->takes_place_on())) == Truth::kYes;
  };
  std::size_t count = meeting.earlier.size() + 1;
  if (!later(meeting.fact)) return count;
  while (count > 1 && later(meeting.earlier[count - 2])) --count;
  return count - 1;
}

/// Whether it had been called off by then, as far as that is recorded.
bool called_off(const Council& council, const ByDay& by, const Meeting& meeting) {
  const auto moved = council.facts().moved_to.find(meeting.id);
  if (moved != council.facts().moved_to.end()) return announced(by, moved->second);
  return meeting.closed && (*meeting.closed)->outcome() == fb::MeetingOutcome::CANCELLED &&
         by.had(internal::occurred(*meeting.closed->body), *meeting.closed->source) == Truth::kYes;
}

/// As it was known before its day: announced, and no more.
void plan(const Council& council, Meeting& meeting) {
  meeting.closed.reset();
  meeting.attendance.reset();
  meeting.attendees.clear();
  meeting.present.clear();
  meeting.strangers.clear();
  meeting.unresolved = 0;
  meeting.untold = 0;
  meeting.items.clear();
  meeting.replaced = false;
  meeting.held = Truth::kNo;
  meeting.result = MeetingResult::kPlanned;
  meeting.result_differs = false;
  meeting.counts_for_duty = Truth::kNo;
  meeting.grounds.evidence = Evidence(*meeting.fact.source);
  for (const auto& fact : meeting.earlier) meeting.grounds.evidence.add(*fact.source);
  meeting.quorum = quorum_for(council, meeting, fb::DecisionKind::OTHER, 0);
}

void leave_open(Meeting& meeting) {
  if (meeting.held == Truth::kNo) return;  // called off, whatever its day
  meeting.held = Truth::kUndetermined;
  meeting.result = MeetingResult::kUndetermined;
  meeting.result_differs = false;
  meeting.counts_for_duty = rules::conjunction(meeting.counts_for_duty, Truth::kUndetermined);
  meeting.grounds.missing.push_back(open_by_day("takes_place_on"));
}

/// Whether the meeting had taken place, if anything is recorded of it but its announcement.
Truth took_place(const ByDay& by, const Meeting& meeting) {
  if (meeting.closed) return by.had(meeting.day, *meeting.closed->source);
  if (meeting.attendance) return by.had(meeting.day, *meeting.attendance->source);
  return rules::on_or_before(meeting.day, FuzzyDate::on(by.on()));
}

// --- ballots -------------------------------------------------------------------------------------

void leave_open(Ballot& ballot) {
  ballot.adopted = Truth::kUndetermined;
  ballot.tally.reset();
  ballot.contest.reset();
  ballot.option.reset();
  ballot.candidate.reset();
  ballot.changed_late.reset();
  ballot.late_events.clear();
  ballot.readings.clear();
  ballot.readings_disagree = false;
  ballot.alternatives.clear();
  ballot.grounds.missing.push_back(open_by_day("day of the ballot"));
  ballot.derivation = ballot.grounds.missing.back().sentence;
}

/// Votes may still come: it has no outcome until it is closed.
void leave_running(Ballot& ballot) {
  leave_open(ballot);
  ballot.grounds.missing.back() =
      internal::missing("votes", "the ballot is not closed", "голосование не закрыто");
  ballot.derivation = ballot.grounds.missing.back().sentence;
}

/// Opened, and no more: nobody had voted in the end.
void reopen(Ballot& ballot) {
  leave_open(ballot);
  ballot.roll_call.clear();
  ballot.voices.clear();
  ballot.votes.reset();
  ballot.counted.reset();
  ballot.closed.reset();
  ballot.counts_differ = false;
  ballot.contradicted.reset();
  ballot.electorate.present.reset();
  ballot.quorum.reset();
  ballot.grade = rules::TallyGrade::kNone;
  const bool by_rule = ballot.casting.by_rule;
  ballot.casting = {};
  ballot.casting.by_rule = by_rule;
  ballot.grounds.missing.back() = internal::missing(
      "votes", "the ballot was not closed on that day", "в этот день голосование не закрыто");
  ballot.derivation = ballot.grounds.missing.back().sentence;
  ballot.grounds.evidence = Evidence(*ballot.fact.source);
}

// --- decisions -----------------------------------------------------------------------------------

/// Without the reports on what was done later.
void leave_out_later_reports(const ByDay& by, std::vector<ComponentState>& components) {
  for (ComponentState& component : components) {
    std::erase_if(component.reports, [&](const Report& report) {
      return by.had(report.done_on, *report.fact.source) == Truth::kNo;
    });
  }
}

/// Leaves of a decision what may be told of the day; whether there is anything.
bool tell(const ByDay& by, Decision& decision) {
  const Truth came = by.had(decision.day, *decision.fact.source);
  if (came == Truth::kNo) return false;
  if (came == Truth::kUndetermined) {
    decision.state = DecisionState::kUndetermined;
    decision.mismatch = false;
    decision.readings.clear();
    decision.grounds.missing.push_back(open_by_day("day of the decision"));
  }
  std::erase_if(decision.objections, [&](const auto& fact) {
    return by.had(internal::occurred(*fact.body), *fact.source) == Truth::kNo;
  });
  leave_out_later_reports(by, decision.components);
  return true;
}

}  // namespace

std::vector<Meeting> meetings_told(const Council& council) {
  const ByDay by(council.chronicle(), council.on());
  std::vector<Meeting> out;
  for (Meeting& meeting : meetings(council)) {
    const Truth came = took_place(by, meeting);
    if (came == Truth::kNo && !announced(by, meeting)) continue;
    if (came == Truth::kNo) {
      const std::size_t known = versions_announced(by, meeting);
      const bool moved = known <= meeting.earlier.size();
      const bool recorded = meeting.closed || meeting.attendance || meeting.replaced;
      if (moved) meeting = internal::as_first_convened(council, std::move(meeting), known);
      if ((recorded || moved) && !called_off(council, by, meeting)) plan(council, meeting);
    }
    if (came == Truth::kUndetermined && (meeting.closed || meeting.attendance)) leave_open(meeting);
    out.push_back(std::move(meeting));
  }
  return out;
}

std::vector<Ballot> ballots_told(const Council& council) {
  const ByDay by(council.chronicle(), council.on());
  std::vector<Ballot> out;
  for (Ballot& ballot : ballots(council)) {
    const Source& told = ballot.closed ? *ballot.closed->source : *ballot.fact.source;
    const Truth came = by.had(ballot.day, told);
    const Truth opened = by.had(internal::occurred(*ballot.fact.body), *ballot.fact.source);
    if (came == Truth::kNo && opened != Truth::kYes) continue;
    if (came == Truth::kNo) reopen(ballot);
    if (came == Truth::kUndetermined) leave_open(ballot);
    if (came == Truth::kYes && internal::is_running(council, ballot)) leave_running(ballot);
    out.push_back(std::move(ballot));
  }
  return out;
}

std::vector<Decision> decisions_told(const Council& council) {
  const ByDay by(council.chronicle(), council.on());
  std::vector<Decision> out;
  for (Decision& decision : decisions(council, protocols_told(council))) {
    if (tell(by, decision)) out.push_back(std::move(decision));
  }
  return out;
}

std::optional<Decision> decision_told(const Council& council, const ledger::Hash& digest) {
  auto decision = decision_with(council, digest, protocols_told(council));
  if (decision && !tell(ByDay(council.chronicle(), council.on()), *decision)) decision.reset();
  return decision;
}

Agreement agreement_told(const Chronicle& chronicle, Agreement agreement, Date on) {
  agreement.signatures = signatures_told(chronicle, std::move(agreement.signatures), on);
  for (Amendment& change : agreement.amendments) {
    change.signatures = signatures_told(chronicle, std::move(change.signatures), on);
  }
  return agreement;
}

std::vector<Agreement> agreements_told(const Chronicle& chronicle, Date on) {
  auto out = agreements(chronicle, on);
  for (Agreement& one : out) one = agreement_told(chronicle, std::move(one), on);
  return out;
}

std::vector<Programme> programmes_told(const Chronicle& chronicle, Date on) {
  const ByDay by(chronicle, on);
  auto out = programmes(chronicle, on);
  std::erase_if(out, [&](const Programme& one) {
    return by.had(internal::occurred(*one.fact.body), *one.fact.source) == Truth::kNo;
  });
  const auto later_word = [&](const ProgrammeAgreement& one) {
    return by.had(one.agreed_on, *one.fact.source) == Truth::kNo;
  };
  for (Programme& one : out) {
    one.signatures = signatures_told(chronicle, std::move(one.signatures), on);
    std::erase_if(one.agreed, later_word);
    std::erase_if(one.changes, [&](const ProgrammeChange& change) {
      return by.had(change.entered_on, *change.fact.source) == Truth::kNo;
    });
    for (ProgrammeChange& change : one.changes) std::erase_if(change.agreed, later_word);
  }
  return out;
}

std::vector<Plan> plans_told(const Council& council) {
  const ByDay by(council.chronicle(), council.on());
  auto out = plans(council);
  std::erase_if(out, [&](const Plan& one) {
    return by.had(submitted_on(one.fact), *one.fact.source) == Truth::kNo;
  });
  for (Plan& one : out) {
    std::erase_if(one.approvals, [&](const PlanApproval& approval) {
      return by.had(approval.approved_on, *approval.fact.source) == Truth::kNo;
    });
    for (PlanRow& row : one.rows) leave_out_later_reports(by, row.components);
  }
  return out;
}

namespace {

/// The day of the event, else the one that it tells itself.
FuzzyDate occurred_or(const fb::EventBody& body, const FuzzyDate& told) {
  const FuzzyDate day = internal::occurred(body);
  return internal::tells(day) ? day : told;
}

/// The day that the event's own table gives, else the day of the event.
FuzzyDate stated_or(const fb::EventBody& body, const fb::LegalDate* stated) {
  const FuzzyDate day = rules::fuzzy(stated);
  return internal::tells(day) ? day : internal::occurred(body);
}

/// Those of the place itself that had happened by the day; `day_of`: when a fact did.
template <typename Payload, typename DayOf>
std::vector<Fact<Payload>> own_by_day(const Chronicle& chronicle, Date on, DayOf day_of) {
  const ByDay by(chronicle, on);
  std::vector<Fact<Payload>> out = chronicle.own<Payload>();
  std::erase_if(out, [&](const Fact<Payload>& fact) {
    return by.had(day_of(fact), *fact.source) == Truth::kNo;
  });
  return out;
}

}  // namespace

std::vector<Fact<fb::OrderIssued>> orders_told(const Chronicle& chronicle, Date on) {
  return own_by_day<fb::OrderIssued>(chronicle, on, [](const auto& fact) {
    return occurred_or(*fact.body, internal::header_day(fact->act()));
  });
}

std::vector<Fact<fb::MembershipConsentRecorded>> consents_told(const Chronicle& chronicle,
                                                               Date on) {
  return own_by_day<fb::MembershipConsentRecorded>(
      chronicle, on, [](const auto& fact) { return stated_or(*fact.body, fact->given_on()); });
}

std::vector<Fact<fb::CopyCertified>> certified_copies_told(const Chronicle& chronicle, Date on) {
  return own_by_day<fb::CopyCertified>(chronicle, on, [](const auto& fact) {
    return stated_or(*fact.body, fact->certified_by()->signed_on());
  });
}

std::vector<Candidate> candidates_told(const Chronicle& chronicle, Date on) {
  const ByDay by(chronicle, on);
  auto out = candidates(chronicle, memberships(chronicle, on), on);
  std::erase_if(out, [&](const Candidate& one) {
    const FuzzyDate applied = stated_or(*one.application.body, one.application->applied_on());
    return by.had(applied, *one.application.source) == Truth::kNo;
  });
  return out;
}

std::vector<Membership> memberships_told(const Chronicle& chronicle, Date on) {
  const ByDay by(chronicle, on);
  auto out = memberships(chronicle, on);
  for (Membership& one : out) {
    std::erase_if(one.objections, [&](const auto& fact) {
      return by.had(internal::occurred(*fact.body), *fact.source) == Truth::kNo;
    });
  }
  return out;
}

std::vector<RepresentativePower> representatives_told(const Chronicle& chronicle, Date on) {
  const ByDay by(chronicle, on);
  const FuzzyDate today = FuzzyDate::on(on);
  std::vector<RepresentativePower> out;
  for (const auto& fact : chronicle.all<fb::RepresentativeAuthorised>()) {
    const fb::Authority& power = *fact->power();
    const FuzzyDate from = rules::fuzzy(power.from());
    const Truth given = by.had(occurred_or(*fact.body, from), *fact.source);
    if (given == Truth::kNo) continue;
    Truth in_force = internal::tells(from) ? rules::on_or_before(from, today) : given;
    if (power.to() != nullptr) {
      const Truth not_over = rules::on_or_before(today, rules::fuzzy(power.to()));
      in_force = rules::conjunction(in_force, not_over);
    }
    out.push_back({fact, in_force});
  }
  return out;
}

}  // namespace projections::governance
