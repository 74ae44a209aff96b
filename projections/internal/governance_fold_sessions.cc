// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governance_fold.h"
#include "projections/internal/governance_possible_days.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;

std::string meeting_row(const Hash& meeting) { return row_key("agN", meeting); }
std::string attendance_row(const Hash& meeting) { return row_key("agW", meeting); }
std::string ballot_row(const Hash& ballot) { return row_key("agL", ballot); }
std::string term_row(const Id& body) { return row_key("agK", body); }
std::string named_row(const Id& body) { return row_key("ap", body); }
/// Of a meeting or a ballot.
std::string stand_in_row(const Hash& at) { return row_key("as", at); }
std::string ballot_days_row(const Hash& ballot) { return row_key("ak", ballot); }

std::optional<Id> body_at(const Saying& s, const flatbuffers::String* composition) {
  return composition == nullptr ? std::nullopt : s.state().body_of(fixed_of<Hash>(composition));
}

// --- bodies --------------------------------------------------------------------------------------

void fold_body(const Saying& s, const fb::BodyComposed& event) {
  const Id body = fixed_of<Id>(event.body());
  CompositionFact fact;
  fact.source = s.source;
  fact.place = s.place.scope;
  fact.kind = static_cast<std::uint8_t>(event.kind());
  fact.rule = static_cast<std::uint8_t>(event.rule());
  fact.from = days_of(event.from());
  fact.parent = body_at(s, event.parent());
  for (std::uint32_t i = 0; event.seats() != nullptr && i < event.seats()->size(); ++i) {
    const fb::Seat* seat = event.seats()->Get(i);
    SeatRow row{fixed_of<Id>(seat->seat()), optional_of<Id>(seat->organisation()), std::nullopt};
    if (seat->person() != nullptr) row.person = fixed_of<Id>(seat->person()->person());
    fact.seats.push_back(std::move(row));
  }
  s.writer.add(row_key("agB", body), std::move(fact));
  s.writer.put(row_key("agC", s.source), body);
  s.writer.rows().put(row_key("agQ", s.place.scope, body), {});
}

void fold_vacated(const Saying& s, const fb::OfficeVacated& event) {
  const auto body = body_at(s, event.body());
  if (!body) return;
  TermFact fact;
  fact.source = s.source;
  fact.office = static_cast<std::uint8_t>(event.office());
  fact.seat = fixed_of<Id>(event.seat());
  fact.from = days_of(event.vacated_on());
  fact.vacated = true;
  s.writer.add(term_row(*body), std::move(fact));
}

// --- meetings ------------------------------------------------------------------------------------

void fold_meeting(const Saying& s, const fb::MeetingConvened& event) {
  MeetingRow row = s.state().one<MeetingRow>(meeting_row(s.source)).value_or(MeetingRow{});
  row.meeting = fixed_of<Id>(event.meeting());
  row.body = body_at(s, event.body());
  row.day = days_of(event.takes_place_on());
  row.form = static_cast<std::uint8_t>(event.form());
  s.writer.put(meeting_row(s.source), row);
}

/// As what somebody was present or voted, where that is told.
void fold_acting(const Saying& s, const Hash& at, const Id& seat, fb::ActingAs as) {
  if (!s.state().since(3)) return;
  s.writer.add(stand_in_row(at), StandInFact{s.source, seat, static_cast<std::uint8_t>(as)});
}

void fold_attendance(const Saying& s, const fb::AttendanceRecorded& event) {
  const Hash meeting = fixed_of<Hash>(event.meeting());
  const auto attends = [&](const fb::Attendee& attendee) {
    if (attendee.seat() == nullptr || attendee.acting() == nullptr) return;
    fold_acting(s, meeting, fixed_of<Id>(attendee.seat()), attendee.acting()->acting_as());
  };
  if (event.presiding() != nullptr) attends(*event.presiding());
  if (event.present() != nullptr) {
    for (const fb::Attendee* attendee : *event.present()) attends(*attendee);
  }
  AttendanceFact fact;
  fact.source = s.source;
  if (event.presiding() != nullptr) fact.presiding = optional_of<Id>(event.presiding()->seat());
  for (std::uint32_t i = 0; event.present() != nullptr && i < event.present()->size(); ++i) {
    const auto* seat = event.present()->Get(i)->seat();
    fact.unnamed = fact.unnamed || seat == nullptr;
    if (seat != nullptr) fact.present.push_back(fixed_of<Id>(seat));
  }
  const bool presiding_listed =
      !fact.presiding ||
      std::find(fact.present.begin(), fact.present.end(), *fact.presiding) != fact.present.end();
  if (!presiding_listed) fact.present.push_back(*fact.presiding);
  for (std::uint32_t i = 0; event.absent() != nullptr && i < event.absent()->size(); ++i) {
    fact.absent.push_back(fixed_of<Id>(event.absent()->Get(i)->seat()));
  }
  for (std::uint32_t i = 0; event.changes() != nullptr && i < event.changes()->size(); ++i) {
    const fb::PresenceChange* change = event.changes()->Get(i);
    fact.changes.push_back({fixed_of<Id>(change->seat()), change->agenda_item(),
                            change->change() == fb::PresenceChangeKind::JOINED});
  }
  std::stable_sort(
      fact.changes.begin(), fact.changes.end(),
      [](const PresenceRow& a, const PresenceRow& b) { return a.agenda_item < b.agenda_item; });
  s.writer.add(attendance_row(meeting), std::move(fact));
}

/// Attendance is needed until the meeting and its ballots are closed.
void drop_attendance(const Saying& s, const Hash& meeting, const MeetingRow& row) {
  if (row.outcome == 0 || row.open_ballots > 0) return;
  s.writer.erase(attendance_row(meeting));
  s.writer.erase(stand_in_row(meeting));
}

void fold_meeting_closed(const Saying& s, const fb::MeetingClosed& event) {
  const Hash meeting = fixed_of<Hash>(event.meeting());
  auto row = s.state().one<MeetingRow>(meeting_row(meeting));
  if (!row) return;
  row->outcome = static_cast<std::uint8_t>(event.outcome());
  s.writer.put(meeting_row(meeting), *row);
  drop_attendance(s, meeting, *row);
}

// --- ballots -------------------------------------------------------------------------------------

void count_open(const Saying& s, const std::optional<Hash>& meeting, int change) {
  if (!meeting) return;
  auto row = s.state().one<MeetingRow>(meeting_row(*meeting));
  if (!row) return;
  row->open_ballots = static_cast<std::uint16_t>(row->open_ballots + change);
  s.writer.put(meeting_row(*meeting), *row);
  drop_attendance(s, *meeting, *row);
}

/// A ballot without a meeting is decided on the day that it tells; an electronic one that tells
/// none when it is closed.
void fold_ballot_days(const Saying& s, const fb::BallotOpened& event) {
  s.writer.erase(ballot_days_row(s.source));
  if (!s.state().since(3) || event.meeting() != nullptr) return;
  const DayRange days = event.closes() == nullptr ? occurred_on(s) : days_of(event.closes());
  const bool told = days.has_first() || days.has_last();
  const bool native = s.self && !s.candidate.body.historical();
  if (told || !native) s.writer.put(ballot_days_row(s.source), days);
}

void fold_ballot(const Saying& s, const fb::BallotOpened& event) {
  const auto before = s.state().one<BallotRow>(ballot_row(s.source));
  BallotRow row;
  row.body = body_at(s, event.body());
  row.meeting = optional_of<Hash>(event.meeting());
  row.agenda_item = event.agenda_item().value_or(0);
  row.kind = static_cast<std::uint8_t>(event.kind());
  for (std::uint32_t i = 0; event.options() != nullptr && i < event.options()->size(); ++i) {
    row.options.push_back(event.options()->Get(i)->number());
  }
  for (std::uint32_t i = 0; event.candidates() != nullptr && i < event.candidates()->size(); ++i) {
    row.candidates.push_back(fixed_of<Id>(event.candidates()->Get(i)));
  }
  if (before) count_open(s, before->meeting, -1);
  s.writer.put(ballot_row(s.source), row);
  fold_ballot_days(s, event);
  count_open(s, row.meeting, 1);
}

void fold_vote(const Saying& s, const fb::VoteCast& event) {
  const Hash ballot = fixed_of<Hash>(event.ballot());
  s.writer.put(row_key("agV", ballot, fixed_of<Id>(event.seat())),
               VoteRow{static_cast<std::uint8_t>(event.choice()), event.option().value_or(0),
                       optional_of<Id>(event.candidate())});
  const bool own = s.self && !s.candidate.body.historical();
  const auto as = voted_as(event, s.candidate.body.table(), own);
  if (as) fold_acting(s, ballot, fixed_of<Id>(event.seat()), *as);
  auto row = s.state().one<BallotRow>(ballot_row(ballot));
  if (!row || row->voted) return;
  row->voted = true;
  s.writer.put(ballot_row(ballot), *row);
}

void fold_count(const Saying& s, const fb::BallotCounted& event) {
  const auto number = [](const auto& value) {
    return value.has_value() ? std::optional<std::uint16_t>(*value) : std::nullopt;
  };
  CountFact fact;
  fact.source = s.source;
  fact.present = number(event.present());
  fact.votes_for = number(event.votes_for());
  fact.votes_against = number(event.votes_against());
  fact.abstained = number(event.abstained());
  fact.chair_choice = static_cast<std::uint8_t>(event.chair_choice());
  fact.words = static_cast<std::uint8_t>(event.words());
  s.writer.add(row_key("agJ", fixed_of<Hash>(event.ballot())), std::move(fact));
}

/// The outcome stays; the votes are in the log.
void close_ballot(const Saying& s, const Hash& ballot, BallotRow row, Outcome outcome) {
  row.outcome = outcome;
  row.options.clear();
  row.candidates.clear();
  s.writer.put(ballot_row(ballot), row);
  s.writer.erase_prefix(row_key("agV", ballot));
  s.writer.erase(row_key("agJ", ballot));
  s.writer.erase(stand_in_row(ballot));
  s.writer.erase(ballot_days_row(ballot));
  count_open(s, row.meeting, -1);
}

void fold_ballot_closed(const Saying& s, const fb::BallotClosed& event) {
  const Hash ballot = fixed_of<Hash>(event.ballot());
  const auto row = s.state().one<BallotRow>(ballot_row(ballot));
  if (!row) return;
  close_ballot(s, ballot, *row, outcome_of(s.state(), s.place, ballot, *row));
}

// --- decisions -----------------------------------------------------------------------------------

Outcome outcome_of_decision(const Saying& s, const fb::DecisionDeclared& event) {
  if (event.ballot() != nullptr) {
    const auto ballot = s.state().one<BallotRow>(ballot_row(fixed_of<Hash>(event.ballot())));
    if (ballot && ballot->outcome != Outcome::kOpen) return ballot->outcome;
    return Outcome::kUndetermined;
  }
  return event.stated_result() == fb::StatedResult::REJECTED ? Outcome::kRejected
                                                             : Outcome::kUndetermined;
}

DayRange day_of_decision(const Saying& s, const fb::DecisionDeclared& event) {
  if (event.meeting() != nullptr) {
    const auto meeting = s.state().one<MeetingRow>(meeting_row(fixed_of<Hash>(event.meeting())));
    if (meeting && meeting->day.known()) return meeting->day;
    if (meeting && s.state().since(3)) {
      return when_held(s.state(), s.place, body_at(s, event.body()), meeting->day);
    }
  }
  const DayRange occurred = occurred_on(s);
  return occurred.known() || !s.self ? occurred : DayRange::on(s.place.today);
}

void fold_filling(const Saying& s, const fb::OfficeFilling& filling, const DayRange& decided,
                  Outcome outcome) {
  const auto body = body_at(s, filling.body());
  if (!body) return;
  TermFact fact;
  fact.source = s.source;
  fact.office = static_cast<std::uint8_t>(filling.office());
  fact.seat = fixed_of<Id>(filling.seat());
  fact.from = filling.from() == nullptr ? decided : days_of(filling.from());
  fact.void_ = outcome == Outcome::kRejected;
  const auto composition = s.state().composition_on(*body, s.place.today);
  if (composition) {
    const bool counted = fact.from.known() || s.state().since(3);
    fact.until = last_day_of(s.place.charter, static_cast<fb::BodyKind>(composition->kind), filling,
                             counted ? fact.from : DayRange{});
  }
  s.writer.add(term_row(*body), std::move(fact));
  fold_named(s, *body, fixed_of<Id>(filling.seat()), filling.person());
}

void fold_decision(const Saying& s, const fb::DecisionDeclared& event) {
  const Outcome outcome = outcome_of_decision(s, event);
  s.writer.put(
      row_key("agE", s.source),
      DecisionRow{body_at(s, event.body()), static_cast<std::uint8_t>(event.kind()), outcome});
  const DayRange decided = day_of_decision(s, event);
  for (std::uint32_t i = 0; event.offices() != nullptr && i < event.offices()->size(); ++i) {
    fold_filling(s, *event.offices()->Get(i), decided, outcome);
  }
  if (!s.place.cluster || outcome == Outcome::kRejected) return;
  const auto add = [&](const auto* list, MembershipKind kind) {
    if (list == nullptr) return;
    for (const auto* field : *list) {
      s.writer.add(
          row_key("agM", *s.place.cluster, fixed_of<Id>(field)),
          MembershipFact{s.source, kind, decided, outcome == Outcome::kAdopted, std::nullopt});
    }
  };
  add(event.admits(), MembershipKind::kAdmitted);
  add(event.excludes(), MembershipKind::kExcluded);
}

void unfold_decision(const Saying& s, const fb::DecisionDeclared& event) {
  for (std::uint32_t i = 0; event.offices() != nullptr && i < event.offices()->size(); ++i) {
    if (const auto body = body_at(s, event.offices()->Get(i)->body())) {
      s.writer.remove<TermFact>(term_row(*body), s.source);
      unfold_named(s, *body);
    }
  }
  if (!s.place.cluster) return;
  for (const auto* list : {event.admits(), event.excludes()}) {
    if (list == nullptr) continue;
    for (const auto* field : *list) {
      s.writer.remove<MembershipFact>(row_key("agM", *s.place.cluster, fixed_of<Id>(field)),
                                      s.source);
    }
  }
}

/// A withdrawn meeting or ballot takes nothing any more.
void withdraw(const Saying& s) {
  if (s.payload.type() == fb::Payload::DecisionDeclared) {
    if (auto row = s.state().one<DecisionRow>(row_key("agE", s.source))) {
      row->outcome = Outcome::kRejected;
      s.writer.put(row_key("agE", s.source), *row);
    }
  } else if (s.payload.type() == fb::Payload::MeetingConvened) {
    if (auto row = s.state().one<MeetingRow>(meeting_row(s.source))) {
      row->outcome = static_cast<std::uint8_t>(fb::MeetingOutcome::CANCELLED);
      s.writer.put(meeting_row(s.source), *row);
      drop_attendance(s, s.source, *row);
    }
  } else if (s.payload.type() == fb::Payload::BallotOpened) {
    const auto row = s.state().one<BallotRow>(ballot_row(s.source));
    if (row && row->outcome == Outcome::kOpen) {
      close_ballot(s, s.source, *row, Outcome::kRejected);
    }
  }
}

}  // namespace

void fold_named(const Saying& s, const Id& body, const Id& seat, const fb::PersonMention* person) {
  if (!s.state().since(3) || person == nullptr) return;
  s.writer.add(named_row(body), TermPersonFact{s.source, seat, fixed_of<Id>(person->person())});
}

void unfold_named(const Saying& s, const Id& body) {
  s.writer.remove<TermPersonFact>(named_row(body), s.source);
}

void fold_sessions(const Saying& s) {
  if (const auto* event = s.payload.as<fb::VoteCast>()) return fold_vote(s, *event);
  if (const auto* event = s.payload.as<fb::BodyComposed>()) return fold_body(s, *event);
  if (const auto* event = s.payload.as<fb::OfficeVacated>()) return fold_vacated(s, *event);
  if (const auto* event = s.payload.as<fb::MeetingConvened>()) return fold_meeting(s, *event);
  if (const auto* event = s.payload.as<fb::AttendanceRecorded>()) {
    return fold_attendance(s, *event);
  }
  if (const auto* event = s.payload.as<fb::BallotOpened>()) return fold_ballot(s, *event);
  if (const auto* event = s.payload.as<fb::BallotCounted>()) return fold_count(s, *event);
  if (const auto* event = s.payload.as<fb::BallotClosed>()) return fold_ballot_closed(s, *event);
  if (const auto* event = s.payload.as<fb::DecisionDeclared>()) return fold_decision(s, *event);
  if (const auto* event = s.payload.as<fb::MeetingClosed>()) {
    return fold_meeting_closed(s, *event);
  }
}

void unfold_sessions(const Saying& s, bool withdrawn) {
  if (const auto* body = s.payload.as<fb::BodyComposed>()) {
    s.writer.remove<CompositionFact>(row_key("agB", fixed_of<Id>(body->body())), s.source);
  } else if (const auto* vacated = s.payload.as<fb::OfficeVacated>()) {
    if (const auto id = body_at(s, vacated->body())) {
      s.writer.remove<TermFact>(term_row(*id), s.source);
    }
  } else if (const auto* attendance = s.payload.as<fb::AttendanceRecorded>()) {
    const Hash meeting = fixed_of<Hash>(attendance->meeting());
    s.writer.remove<AttendanceFact>(attendance_row(meeting), s.source);
    s.writer.remove<StandInFact>(stand_in_row(meeting), s.source);
  } else if (const auto* count = s.payload.as<fb::BallotCounted>()) {
    s.writer.remove<CountFact>(row_key("agJ", fixed_of<Hash>(count->ballot())), s.source);
  } else if (const auto* decision = s.payload.as<fb::DecisionDeclared>()) {
    unfold_decision(s, *decision);
  }
  if (withdrawn) withdraw(s);
}

}  // namespace projections::internal
