// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/meetings.h"

#include <set>

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;
using rules::on_or_before;

FuzzyDate decided_on(const Chronicle& chronicle, const Fact<fb::DecisionDeclared>& fact) {
  if (const auto meeting = chronicle.find<fb::MeetingConvened>(fact->meeting())) {
    return rules::fuzzy((*meeting)->takes_place_on());
  }
  const auto* dates = fact.body->dates();
  return rules::fuzzy(dates == nullptr ? nullptr : dates->occurred());
}

/// The id of the body with a version of this digest.
std::optional<Id> body_id(const Chronicle& chronicle, const flatbuffers::String* digest) {
  const auto body = chronicle.find<fb::BodyComposed>(digest);
  if (!body) return std::nullopt;
  return fixed_of<Id>((*body)->body());
}

FuzzyDate composed_from(const Fact<fb::BodyComposed>& fact) {
  if (fact->from() != nullptr) return rules::fuzzy(fact->from());
  const auto* dates = fact.body->dates();
  return rules::fuzzy(dates == nullptr ? nullptr : dates->occurred());
}

Missing missing(const char* what, const char* english, const char* russian) {
  return {what, {english, russian}};
}

}  // namespace

Council::Council(const Chronicle& chronicle, Date on)
    : chronicle_(chronicle), on_(on), charters_(chronicle), members_(memberships(chronicle, on)) {}

bool Council::has_head(const Id& organisation, Date day) const {
  bool has = false;
  for (const auto& fact : chronicle_.all<fb::OfficeHolderChanged>()) {
    const bool head = fact->role() == fb::Role::HEAD || fact->role() == fb::Role::ACTING_HEAD;
    if (!head || fixed_of<Id>(fact->organisation()) != organisation) continue;
    if (on_or_before(rules::fuzzy(fact->from()), FuzzyDate::on(day)) == Truth::kNo) continue;
    has = fact->change() != fb::OfficeChangeKind::RELEASED;
  }
  return has;
}

std::vector<Id> Council::seats_of(const fb::BodyComposed& body, Date day) const {
  if (body.rule() != fb::SeatRule::EXPLICIT && (body.seats() == nullptr || !body.seats()->size())) {
    return members_on(members_, day);
  }
  std::set<Id> seats;
  if (body.seats() != nullptr) {
    for (const fb::Seat* seat : *body.seats()) seats.insert(fixed_of<Id>(seat->seat()));
  }
  for (const auto& fact : chronicle_.all<fb::OfficeVacated>()) {
    const auto of = body_id(chronicle_, fact->body());
    if (!of || *of != fixed_of<Id>(body.body()) || fact->office() != fb::OfficeKind::MEMBER) {
      continue;
    }
    if (rules::before(rules::fuzzy(fact->vacated_on()), FuzzyDate::on(day)) == Truth::kYes) {
      seats.erase(fixed_of<Id>(fact->seat()));
    }
  }
  return {seats.begin(), seats.end()};
}

std::optional<Body> Council::body(const Id& id, Date day) const {
  std::optional<Body> found;
  for (const auto& fact : chronicle_.all<fb::BodyComposed>()) {
    if (fixed_of<Id>(fact->body()) != id) continue;
    if (on_or_before(composed_from(fact), FuzzyDate::on(day)) == Truth::kNo) continue;
    found = Body{fact, id, fact->kind(), {}, {}};
  }
  if (!found) return found;
  found->seats = seats_of(*found->fact.payload, day);
  if (found->fact->rule() == fb::SeatRule::HEADS_OF_MEMBERS) {
    for (const Id& seat : found->seats) {
      if (!has_head(seat, day)) found->vacant.push_back(seat);
    }
  }
  return found;
}

std::optional<Body> Council::body_of(const fb::MeetingConvened& meeting, Date day) const {
  const auto id = body_id(chronicle_, meeting.body());
  return id ? body(*id, day) : std::nullopt;
}

std::vector<ChairTerm> Council::chairs(const Id& id) const {
  std::vector<ChairTerm> terms;
  for (const auto& fact : chronicle_.all<fb::DecisionDeclared>()) {
    if (fact->offices() == nullptr || fact->stated_result() == fb::StatedResult::REJECTED) continue;
    for (const fb::OfficeFilling* one : *fact->offices()) {
      if (one->office() != fb::OfficeKind::CHAIR || body_id(chronicle_, one->body()) != id) {
        continue;
      }
      ChairTerm term{fixed_of<Id>(one->seat()), fact, {}, {}, {}, Evidence(*fact.source)};
      term.from = one->from() == nullptr ? decided_on(chronicle_, fact) : rules::fuzzy(one->from());
      const auto charter = charters_.on(term.from.day().value_or(on_));
      const rules::Calendar calendar =
          calendar_of(chronicle_, charter ? &charter->charter : nullptr);
      if (one->term() != nullptr) {
        term.last_day = last_day_of(*one->term(), term.from, calendar);
      } else if (charter) {
        const auto of = body(id, term.from.day().value_or(on_));
        const auto* rules = of ? charter->charter.body(of->kind) : nullptr;
        const auto* chair = rules == nullptr ? nullptr : rules->chair();
        if (chair != nullptr && chair->term() != nullptr) {
          term.last_day =
              rules::tenure(term.from, rules::length_of(*chair->term()), calendar).last_day;
        }
      }
      terms.push_back(std::move(term));
    }
  }
  for (const auto& fact : chronicle_.all<fb::OfficeVacated>()) {
    if (fact->office() != fb::OfficeKind::CHAIR || body_id(chronicle_, fact->body()) != id) {
      continue;
    }
    for (ChairTerm& term : terms) {
      if (term.seat == fixed_of<Id>(fact->seat())) term.vacated = fact;
    }
  }
  return terms;
}

std::optional<ChairTerm> Council::chair_on(const Id& id, Date day) const {
  std::optional<ChairTerm> found;
  for (ChairTerm& term : chairs(id)) {
    const FuzzyDate today = FuzzyDate::on(day);
    if (on_or_before(term.from, today) != Truth::kYes) continue;
    if (term.last_day && rules::before(*term.last_day, today) == Truth::kYes) continue;
    const bool vacated = term.vacated && rules::before(rules::fuzzy((*term.vacated)->vacated_on()),
                                                       today) == Truth::kYes;
    if (!vacated) found = std::move(term);
  }
  return found;
}

// --- meetings ------------------------------------------------------------------------------------

namespace {

/// The seat of an attendee: named, or that of the organisation in a body of members.
std::optional<Id> seat_of(const fb::Attendee& one) {
  const auto seat = optional_of<Id>(one.seat());
  return seat ? seat : optional_of<Id>(one.organisation());
}

bool sits(const Meeting& meeting, const Id& seat) {
  return meeting.body &&
         std::binary_search(meeting.body->seats.begin(), meeting.body->seats.end(), seat);
}

void read_attendance(const Chronicle& chronicle, Meeting& meeting) {
  for (const auto& fact : chronicle.all<fb::AttendanceRecorded>()) {
    if (fixed_of<Hash>(fact->meeting()) == meeting.fact.digest()) meeting.attendance = fact;
  }
  if (!meeting.attendance) return;
  meeting.grounds.evidence.add(*meeting.attendance->source);
  std::set<Id> seats;
  const auto& attendance = **meeting.attendance;
  if (attendance.presiding() != nullptr) {
    if (const auto seat = seat_of(*attendance.presiding())) seats.insert(*seat);
  }
  if (attendance.present() != nullptr) {
    for (const fb::Attendee* one : *attendance.present()) {
      if (const auto seat = seat_of(*one)) seats.insert(*seat);
    }
  }
  for (const Id& seat : seats) {
    if (sits(meeting, seat)) meeting.present.push_back(seat);
  }
}

void read_outcome(const Chronicle& chronicle, Date on, Meeting& meeting) {
  for (const auto& fact : chronicle.all<fb::MeetingClosed>()) {
    if (fixed_of<Hash>(fact->meeting()) == meeting.fact.digest()) meeting.closed = fact;
  }
  if (meeting.closed) {
    meeting.grounds.evidence.add(*meeting.closed->source);
    meeting.held = rules::truth_of((*meeting.closed)->outcome() != fb::MeetingOutcome::CANCELLED);
  } else if (meeting.attendance) {
    meeting.held = on_or_before(meeting.day, FuzzyDate::on(on));
  }
  if (meeting.replaced) meeting.held = Truth::kNo;
}

/// What the paper says in numbers, where it names no seats.
std::optional<std::uint64_t> stated(const flatbuffers::Optional<std::uint16_t>& number) {
  if (!number.has_value()) return std::nullopt;
  return *number;
}

}  // namespace

std::vector<Id> present_at(const Meeting& meeting, std::uint16_t agenda_item) {
  std::set<Id> seats(meeting.present.begin(), meeting.present.end());
  if (!meeting.attendance || (*meeting.attendance)->changes() == nullptr || agenda_item == 0) {
    return meeting.present;
  }
  for (const fb::PresenceChange* change : *(*meeting.attendance)->changes()) {
    const Id seat = fixed_of<Id>(change->seat());
    const bool joined = change->change() == fb::PresenceChangeKind::JOINED;
    if (change->agenda_item() > agenda_item) continue;
    if (joined && sits(meeting, seat)) seats.insert(seat);
    if (!joined) seats.erase(seat);
  }
  return {seats.begin(), seats.end()};
}

QuorumState quorum_for(const Council& council, const Meeting& meeting, fb::DecisionKind kind,
                       std::uint16_t agenda_item) {
  QuorumState out;
  out.applicable = !meeting.conference && meeting.body.has_value();
  if (!out.applicable) return out;
  out.grounds = meeting.grounds;
  const Date day = meeting.day.day().value_or(council.on());
  const auto charter = council.charters().on(day);
  const auto rule =
      charter ? charter->charter.voting(meeting.body->kind, kind) : rules::VotingRule{};
  const rules::QuorumRule general{{1, 2, rules::Relation::kAtLeast},
                                  fb::QuorumBase::ALL_PARTICIPANTS};
  const rules::QuorumRule used = rule.quorum.value_or(general);
  if (rule.quorum) {
    out.grounds.rules.push_back({rule.quorum_basis, charter->fact.index()});
  } else {
    out.grounds.rules.push_back(
        {{"quorum", "ГК 181.2", fb::Certainty::DEFAULT, std::nullopt}, std::nullopt});
  }
  if (meeting.attendance && meeting.present.empty()) {
    out.present = stated((*meeting.attendance)->present_stated());
    out.total = stated((*meeting.attendance)->total_stated());
  } else if (meeting.attendance) {
    out.present = present_at(meeting, agenda_item).size();
  }
  const std::uint64_t seats = meeting.body->seats.size();
  const std::uint64_t filled = seats - meeting.body->vacant.size();
  const bool participants = used.base == fb::QuorumBase::ALL_PARTICIPANTS;
  const bool counted = rule.vacant_seats_counted || !rule.quorum;
  if (!out.total) {
    out.total =
        participants ? members_on(council.members(), day).size() : (counted ? seats : filled);
  }
  if (!out.present || *out.present > *out.total) {
    out.grounds.missing.push_back(missing("attendance", "who was present is not known well enough",
                                          "недостаточно известно, кто присутствовал"));
    return out;
  }
  const auto quorum = rules::quorum(used.threshold, {*out.present, *out.total});
  if (!quorum) return out;
  out.needed = quorum->needed;
  out.met = rules::truth_of(quorum->met);
  if (!participants && seats != filled && rule.vacant_seats_basis.assumed()) {
    const auto other =
        rules::quorum(used.threshold, {std::min(*out.present, filled), counted ? filled : seats});
    out.grounds.depends_on_assumption = other && other->met != quorum->met;
    out.grounds.rules.push_back({rule.vacant_seats_basis, charter->fact.index()});
  }
  return out;
}

std::vector<Meeting> meetings(const Council& council) {
  const Chronicle& chronicle = council.chronicle();
  std::set<Hash> replaced;
  for (const auto& fact : chronicle.all<fb::MeetingConvened>()) {
    if (const auto old = optional_of<Hash>(fact->replaces())) replaced.insert(*old);
  }
  std::vector<Meeting> out;
  for (const auto& fact : chronicle.own<fb::MeetingConvened>()) {
    Meeting meeting;
    meeting.fact = fact;
    meeting.id = fixed_of<Id>(fact->meeting());
    meeting.conference = fact->kind() == fb::MeetingKind::CONFERENCE;
    meeting.day = rules::fuzzy(fact->takes_place_on());
    meeting.replaced = replaced.contains(fact.digest());
    meeting.grounds.evidence.add(*fact.source);
    if (!meeting.conference) {
      meeting.body = council.body_of(*fact.payload, meeting.day.day().value_or(council.on()));
    }
    read_attendance(chronicle, meeting);
    read_outcome(chronicle, council.on(), meeting);
    meeting.quorum = quorum_for(council, meeting, fb::DecisionKind::OTHER, 0);
    out.push_back(std::move(meeting));
  }
  return out;
}

HeldMeetings held_meetings(const Council& council) {
  HeldMeetings out;
  for (const Meeting& meeting : meetings(council)) {
    if (!meeting.body) continue;
    Truth quorate = meeting.quorum.met;
    if (meeting.closed && (*meeting.closed)->outcome() == fb::MeetingOutcome::FAILED_NO_QUORUM) {
      quorate = Truth::kNo;
    }
    out[meeting.body->kind].push_back(
        {meeting.fact.digest(), meeting.day, meeting.held, quorate, meeting.grounds.evidence});
  }
  return out;
}

}  // namespace projections::governance
