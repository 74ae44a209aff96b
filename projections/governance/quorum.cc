// SPDX-License-Identifier: Apache-2.0
// Quorum of a meeting: who counts as present, of how many, under every reading that an assumption
// allows. Whatever is open makes a range, and the answer is given when both ends agree.
#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/internal/ballot_quorum.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/internal/voices.h"
#include "projections/governance/meetings.h"

namespace projections::governance {
namespace {

using ledger::Id;

/// How many there are for certain, and at most.
struct Span {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

struct Counted {
  Span present;
  Span total;
};

/// Seats, or the organisations that sit in them, once each.
std::uint64_t voices(const Body& body, const std::set<Id>& seats, bool participants) {
  if (!participants) return seats.size();
  std::set<Id> organisations;
  for (const Id& seat : seats) {
    const SeatHolder* holder = body.holder(seat);
    organisations.insert(holder != nullptr && holder->organisation ? *holder->organisation : seat);
  }
  return organisations.size();
}

class QuorumCount {
 public:
  /// REQUIRES: the day of the meeting is known.
  QuorumCount(const Council& council, const Meeting& meeting, std::uint16_t item)
      : council_(council),
        meeting_(meeting),
        body_(*meeting.body),
        day_(*meeting.day.day()),
        item_(item) {}

  /// `vacant_counted`, `all_acting`: readings of two parameters.
  Counted count(fb::QuorumBase base, bool vacant_counted, bool all_acting) const {
    const bool participants = base == fb::QuorumBase::ALL_PARTICIPANTS;
    Counted out;
    out.total = total(participants, vacant_counted);
    std::set<Id> certain, possible;
    for (const Id& seat : present_at(meeting_, item_)) sort_in(seat, all_acting, certain, possible);
    if (all_acting) add_acting(certain);
    out.present.low = voices(body_, certain, participants);
    possible.insert(certain.begin(), certain.end());
    out.present.high = voices(body_, possible, participants) + meeting_.unnamed();
    if (counted_by_number(meeting_)) {
      const std::uint64_t stated = *(*meeting_.attendance)->present_stated();
      out.present = {std::max(stated, out.present.low), std::max(stated, out.present.low)};
    }
    out.present.low = std::min(out.present.low, out.total.high);
    out.present.high = std::min(out.present.high, out.total.high);
    return out;
  }

  /// The same where the paper gives a smaller number of those present than it names; none where it
  /// does not. Members alone are counted: who else is listed the number may leave out.
  std::optional<Counted> by_smaller_number(fb::QuorumBase base, bool vacant_counted) const {
    if (!meeting_.attendance || meeting_.attendees.empty()) return std::nullopt;
    const fb::AttendanceRecorded& paper = **meeting_.attendance;
    const auto told = paper.present_stated();
    if (!told.has_value() || paper.present() == nullptr) return std::nullopt;
    std::set<Id> certain, possible;
    for (const Id& seat : meeting_.present) sort_in(seat, false, certain, possible);
    const std::uint64_t named = std::min<std::uint64_t>(certain.size(), paper.present()->size());
    if (named <= *told) return std::nullopt;
    Counted out = count(base, vacant_counted, false);
    out.present.low -= std::min<std::uint64_t>(out.present.low, named - *told);
    return out;
  }
  /// Seats that are left out of the total where nobody holds them, which is not recorded.
  std::uint64_t holders_open(fb::QuorumBase base, bool vacant_counted) const {
    if (vacant_counted || base == fb::QuorumBase::ALL_PARTICIPANTS) return 0;
    return internal::empty_seats(body_, body_.seats, internal::seats_taken(meeting_)).possible;
  }
  bool has_uncounted_acting() const {
    return std::any_of(meeting_.attendees.begin(), meeting_.attendees.end(), [](const auto& one) {
      return one.counted == Truth::kNo && one.code == "AUTHORITY_NOT_EVIDENCED";
    });
  }

 private:
  void sort_in(const Id& seat, bool all_acting, std::set<Id>& certain,
               std::set<Id>& possible) const {
    const SeatHolder* holder = body_.holder(seat);
    Truth counts = holder == nullptr ? Truth::kNo : holder->entitled;
    for (const Presence& one : meeting_.attendees) {
      if (one.seat != seat || all_acting) continue;
      counts = rules::conjunction(counts, one.counted);
    }
    if (counts == Truth::kYes) certain.insert(seat);
    if (counts == Truth::kUndetermined) possible.insert(seat);
  }

  void add_acting(std::set<Id>& certain) const {
    for (const Presence& one : meeting_.attendees) {
      if (one.code == "AUTHORITY_NOT_EVIDENCED" && body_.sits(one.seat)) certain.insert(one.seat);
    }
  }

  Span total(bool participants, bool vacant_counted) const {
    const std::vector<Id> newcomers = internal::newcomers_of(council_, meeting_);
    if (participants && !council_.members().empty()) {
      std::vector<Id> members = members_on(council_.members(), day_);
      std::vector<Id> maybe = undetermined_members_on(council_.members(), day_);
      internal::leave_out(members, newcomers);
      internal::leave_out(maybe, newcomers);
      return {members.size(), members.size() + maybe.size()};
    }
    std::vector<Id> sitting = body_.seats;
    internal::leave_out(sitting, newcomers);
    internal::EmptySeats empty;
    if (!vacant_counted) {
      empty = internal::empty_seats(body_, sitting, internal::seats_taken(meeting_));
    }
    const std::uint64_t seats = sitting.size() - empty.certain;
    if (seats + body_.undetermined.size() == 0 && meeting_.attendance) {
      const auto stated = (*meeting_.attendance)->total_stated();
      if (stated.has_value()) return {*stated, *stated};
    }
    return {seats - empty.possible, seats + body_.undetermined.size()};
  }

  const Council& council_;
  const Meeting& meeting_;
  const Body& body_;
  const Date day_;
  const std::uint16_t item_;
};

Truth met(const rules::Threshold& threshold, const Counted& counted) {
  const auto at_least = rules::reaches(threshold, std::min(counted.present.low, counted.total.high),
                                       counted.total.high);
  const auto at_most = rules::reaches(threshold, std::min(counted.present.high, counted.total.low),
                                      counted.total.low) ||
                       rules::reaches(threshold, counted.present.high, counted.total.high);
  if (at_least == at_most) return rules::truth_of(at_least);
  return Truth::kUndetermined;
}

/// What the quorum is told with: the numbers, as far as they are certain, and whether it is met.
void take_count(const Counted& counted, const rules::Threshold& threshold, QuorumState& out) {
  out.present = counted.present.low;
  out.total = counted.total.low;
  out.present_open = counted.present.high - counted.present.low;
  out.total_open = counted.total.high - counted.total.low;
  out.needed = rules::needed_of(threshold, counted.total.low);
  out.met = met(threshold, counted);
}

QuorumReading reading(std::string turned, const rules::Threshold& threshold,
                      const Counted& counted) {
  return {std::move(turned), counted.present.low, counted.total.low,
          rules::needed_of(threshold, counted.total.low), met(threshold, counted)};
}

void add_readings(const QuorumCount& count, const DecidingRule& rule, const Governing& governing,
                  fb::BodyKind kind, QuorumState& out) {
  const bool vacant = rule.voting.vacant_seats_counted;
  if (rule.voting.vacant_seats_basis.assumed()) {
    out.readings.push_back(reading(rule.voting.vacant_seats_basis.path, out.threshold,
                                   count.count(out.base, !vacant, false)));
  }
  const std::string acting = rules::Charter::body_path(kind) + ".acting_head_needs_authority";
  if (count.has_uncounted_acting() && governing.charter &&
      governing.charter->charter.basis(acting).assumed()) {
    out.readings.push_back(reading(acting, out.threshold, count.count(out.base, vacant, true)));
  }
  for (const QuorumReading& one : out.readings) {
    out.grounds.depends_on_assumption |= one.met != out.met;
  }
}

void explain_open(const Meeting& meeting, std::uint64_t holders_open, QuorumState& out) {
  if (out.met != Truth::kUndetermined) return;
  if (holders_open > 0) {
    out.grounds.missing.push_back(
        internal::missing("holders of seats", "whether some seats have a holder is not recorded",
                          "не записано, заняты ли некоторые места"));
  }
  if (out.total_open > holders_open) {
    out.grounds.missing.push_back(internal::missing(
        "membership", "whether some organisations were members on that day is not known",
        "неизвестно, были ли некоторые организации участниками в этот день"));
  }
  if (meeting.untold > 0) {
    out.grounds.missing.push_back(
        internal::missing("attendance", "the paper does not say who was present, nor how many were",
                          "в документе не сказано, кто присутствовал и сколько их было"));
  } else if (meeting.unresolved > 0 || out.present_open > 0) {
    out.grounds.missing.push_back(
        internal::missing("attendance", "the seats of some of those present are not known",
                          "неизвестно, чьи места занимали некоторые присутствовавшие"));
  }
}

/// REQUIRES: the day of the meeting is known.
QuorumState quorum_on_its_day(const Council& council, const Meeting& meeting, fb::DecisionKind kind,
                              std::uint16_t agenda_item) {
  QuorumState out;
  out.applicable = !meeting.conference && meeting.body != nullptr;
  out.grounds.evidence.add(meeting.grounds.evidence);
  if (!out.applicable) return out;
  const DecidingRule rule = council.rule_for(meeting.body->kind, kind, meeting.day);
  const auto general = general_quorum(meeting.body->rule);
  const rules::QuorumRule used = rule.voting.quorum.value_or(general);
  out.applicable = rule.quorum_demanded;
  out.threshold = used.threshold;
  out.base = used.base;
  if (rule.voting.quorum) out.grounds.rules.push_back(rule.quorum);
  if (!meeting.attendance) {
    out.grounds.missing.push_back(internal::missing("attendance", "who was present is not recorded",
                                                    "не записано, кто присутствовал"));
    return out;
  }
  const QuorumCount count(council, meeting, agenda_item);
  const Counted counted = count.count(used.base, rule.voting.vacant_seats_counted, false);
  take_count(counted, used.threshold, out);
  const auto fewer = count.by_smaller_number(used.base, rule.voting.vacant_seats_counted);
  if (fewer && met(used.threshold, *fewer) != out.met) {
    out.met = Truth::kUndetermined;
    out.grounds.missing.push_back(internal::missing(
        "number present", "the paper names more people present than it says there were",
        "в документе названо больше присутствовавших, чем указано числом"));
  }
  if (!rule.certain) {
    out.met = rules::conjunction(out.met, Truth::kUndetermined);
    out.grounds.missing.push_back(
        internal::missing("rule of quorum", "which rules were in force on that day is not known",
                          "неизвестно, какие правила действовали в этот день"));
  }
  const bool vacancies = !meeting.body->vacant.empty() ||
                         count.holders_open(used.base, rule.voting.vacant_seats_counted) > 0;
  if (vacancies) out.grounds.rules.push_back(rule.vacant_seats);
  const auto& asked = meeting.grounds.rules;
  out.grounds.rules.insert(out.grounds.rules.end(), asked.begin(), asked.end());
  // Where there is a quorum nothing rests on whether one was demanded.
  const bool demanded_matters = out.met != Truth::kYes && rule.quorum_for.basis.known();
  if (demanded_matters) out.grounds.rules.push_back(rule.quorum_for);
  const Governing governing = council.governing(meeting.day);
  if (out.applicable) add_readings(count, rule, governing, meeting.body->kind, out);
  if (!out.applicable) {
    // Nothing demands a quorum; whether general law would find one is shown beside.
    out.readings.push_back(reading("ГК 181.2", used.threshold, counted));
    out.grounds.depends_on_assumption = out.readings.back().met == Truth::kNo;
  }
  explain_open(meeting, count.holders_open(used.base, rule.voting.vacant_seats_counted), out);
  return out;
}

/// A count that is open between what it is on two days.
void widen(std::optional<std::uint64_t>& low, std::uint64_t& open,
           const std::optional<std::uint64_t>& other, std::uint64_t other_open) {
  if (!low || !other) return;
  const std::uint64_t high = std::max(*low + open, *other + other_open);
  low = std::min(*low, *other);
  open = high - *low;
}

/// Leaves of the answer what holds on another possible day as well.
void keep_what_holds_on(const QuorumState& other, QuorumState& out) {
  out.grounds.evidence.add(other.grounds.evidence);
  out.grounds.depends_on_assumption |= other.grounds.depends_on_assumption;
  if (other.total && (!out.total || *other.total < *out.total)) out.needed = other.needed;
  widen(out.present, out.present_open, other.present, other.present_open);
  widen(out.total, out.total_open, other.total, other.total_open);
  if (out.met == other.met && out.applicable == other.applicable) return;
  out.applicable = true;
  out.met = Truth::kUndetermined;
  out.readings.clear();  // they are of one day
}

}  // namespace

QuorumState quorum_for(const Council& council, const Meeting& meeting, fb::DecisionKind kind,
                       std::uint16_t agenda_item) {
  const bool asked = !meeting.conference && meeting.body != nullptr;
  if (!asked || meeting.day.known()) return quorum_on_its_day(council, meeting, kind, agenda_item);
  const auto on = [&](Date day) {
    return quorum_on_its_day(council, internal::meeting_on(council, meeting, day), kind,
                             agenda_item);
  };
  const auto days = internal::possible_days(council, internal::when_held(council, meeting));
  QuorumState out = on(days.back());
  if (!meeting.attendance) return out;  // nobody is counted on any day
  const Truth last = out.met;
  for (std::size_t i = 0; i + 1 < days.size(); ++i) keep_what_holds_on(on(days[i]), out);
  if (out.met != last) out.grounds.missing.push_back(internal::day_missing());
  return out;
}

namespace {

Span span_of(const internal::BaseSize& size) {
  const std::uint64_t low = size.low.value_or(0);
  return {low, std::max(low, size.high.value_or(low))};
}

Counted turned_out(const internal::Turnout& turnout, fb::QuorumBase base,
                   const internal::BaseSize& members) {
  const bool participants = base == fb::QuorumBase::ALL_PARTICIPANTS;
  return {span_of(turnout.present), span_of(participants ? turnout.participants : members)};
}

}  // namespace

namespace internal {

bool is_running(const Council& council, const Ballot& ballot) {
  return !ballot.closed && !ballot.fact.source->historical &&
         facts_at(council.facts().decisions_by, ballot.fact.digest()).empty();
}

QuorumState quorum_of_ballot(const Council& council, const Ballot& ballot, const DecidingRule& rule,
                             fb::SeatRule seats, const Turnout& turnout) {
  QuorumState out;
  const rules::QuorumRule used = rule.voting.quorum.value_or(general_quorum(seats));
  out.threshold = used.threshold;
  out.base = used.base;
  out.grounds.evidence.add(ballot.grounds.evidence);
  if (rule.voting.quorum) out.grounds.rules.push_back(rule.quorum);
  if (!ballot.votes) {
    out.grounds.missing.push_back(
        missing("votes", "who took part is not recorded", "не записано, кто участвовал"));
    return out;
  }
  const Counted counted = turned_out(turnout, used.base, turnout.members);
  take_count(counted, used.threshold, out);
  if (out.met == Truth::kUndetermined) {
    out.grounds.missing.push_back(missing(
        "membership", "whether some of those who voted, or could vote, were members is not known",
        "неизвестно, были ли участниками некоторые из тех, кто голосовал или мог голосовать"));
  }
  if (out.met == Truth::kNo && is_running(council, ballot)) {
    out.met = Truth::kUndetermined;
    out.grounds.missing.push_back(
        missing("votes", "the ballot is not closed", "голосование не закрыто"));
  }
  if (!rule.certain) out.met = rules::conjunction(out.met, Truth::kUndetermined);
  if (rule.voting.vacant_seats_basis.assumed() && used.base == fb::QuorumBase::MEMBERS_TOTAL) {
    out.grounds.rules.push_back(rule.vacant_seats);
    out.readings.push_back(reading(rule.voting.vacant_seats_basis.path, used.threshold,
                                   turned_out(turnout, used.base, turnout.members_otherwise)));
    out.grounds.depends_on_assumption = out.readings.back().met != out.met;
  }
  return out;
}

void keep_quorum_as_on(const Ballot& other, Ballot& ballot) {
  if (!ballot.quorum || !other.quorum) return;
  QuorumState& out = *ballot.quorum;
  const Truth last = out.met;
  governance::keep_what_holds_on(*other.quorum, out);
  if (out.met != last) out.grounds.missing.push_back(day_missing());
}

}  // namespace internal

}  // namespace projections::governance
