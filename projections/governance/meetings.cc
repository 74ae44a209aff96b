// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/meetings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/signatures.h"

namespace projections::governance {
namespace {

using internal::facts_at;
using ledger::Hash;
using ledger::Id;
using rules::on_or_before;

std::optional<Id> person_of(const internal::CouncilFacts& facts, const fb::PersonMention* mention) {
  if (mention == nullptr) return std::nullopt;
  return facts.person(fixed_of<Id>(mention->person()));
}

// --- attendance ----------------------------------------------------------------------------------

class AttendanceReader {
 public:
  AttendanceReader(const Council& council, Meeting& meeting, Date day)
      : council_(council),
        meeting_(meeting),
        day_(day),
        rule_(council.rule_for(meeting.body->kind, fb::DecisionKind::OTHER, meeting.day)) {}

  void read() {
    const fb::AttendanceRecorded& paper = **meeting_.attendance;
    if (paper.presiding() != nullptr) take(*paper.presiding());
    if (paper.present() != nullptr) {
      for (const fb::Attendee* one : *paper.present()) take(*one);
    }
    // Who presides may stand in the list again, without a seat.
    const bool unnamed = paper.presiding() != nullptr && meeting_.unresolved > 0 &&
                         !seat_of(*paper.presiding()) && listed_again(paper);
    if (unnamed) --meeting_.unresolved;
    std::sort(meeting_.attendees.begin(), meeting_.attendees.end(),
              [](const Presence& a, const Presence& b) { return a.seat < b.seat; });
    read_beginning(paper);
  }

 private:
  std::optional<Id> seat_of(const fb::Attendee& one) const {
    return seat_named(*meeting_.body, optional_of<Id>(one.seat()),
                      optional_of<Id>(one.organisation()),
                      person_of(council_.facts(), one.person()));
  }

  static bool listed_again(const fb::AttendanceRecorded& paper) {
    const auto* who = paper.presiding()->person();
    if (who == nullptr || paper.present() == nullptr) return false;
    return std::any_of(paper.present()->begin(), paper.present()->end(), [&](const auto* one) {
      return one->person() != nullptr &&
             one->person()->person()->string_view() == who->person()->string_view();
    });
  }

  void take(const fb::Attendee& one) {
    const auto seat = seat_of(one);
    if (!seat) {
      const auto named =
          one.seat() != nullptr ? optional_of<Id>(one.seat()) : optional_of<Id>(one.organisation());
      if (named) {
        meeting_.strangers.push_back(*named);
      } else {
        ++meeting_.unresolved;
      }
      return;
    }
    const bool again = std::any_of(meeting_.attendees.begin(), meeting_.attendees.end(),
                                   [&](const Presence& known) { return known.seat == *seat; });
    if (again) return;
    const SeatHolder& holder = *meeting_.body->holder(*seat);
    Presence presence{*seat, holder.organisation, one.form(), {}, Truth::kYes, {}};
    if (one.acting() != nullptr) presence.acting_as = one.acting()->acting_as();
    judge(one, holder, presence);
    meeting_.attendees.push_back(std::move(presence));
  }

  /// By what right somebody sits there.
  void judge(const fb::Attendee& one, const SeatHolder& holder, Presence& presence) {
    const bool stands_in = presence.acting_as == fb::ActingAs::ACTING_HEAD ||
                           presence.acting_as == fb::ActingAs::DEPUTY_HEAD ||
                           presence.acting_as == fb::ActingAs::REPRESENTATIVE ||
                           presence.acting_as == fb::ActingAs::OTHER;
    const bool shown = one.acting() != nullptr && evidenced(one.acting()->authority());
    if (!stands_in && (holder.state == SeatState::kVacant || holder.may_have_left)) {
      presence.counted = Truth::kUndetermined;
      presence.code = "SEAT_VACANT";
      return;
    }
    const bool acts = stands_in || holder.state == SeatState::kActing;
    if (!acts || shown) return;
    if (holder.state == SeatState::kActing && holder.authority == Truth::kYes) return;
    if (presence.acting_as == fb::ActingAs::REPRESENTATIVE && empowered(holder)) return;
    if (rule_.of_charter == nullptr) return;
    if (rule_.acting_authority.basis.known()) {
      meeting_.grounds.rules.push_back(rule_.acting_authority);
    }
    if (!rule_.acting_needs_authority) return;
    presence.counted = Truth::kNo;
    presence.code = "AUTHORITY_NOT_EVIDENCED";
  }

  bool empowered(const SeatHolder& holder) const {
    return holder.organisation && !representatives_on(council_.facts(), *holder.organisation,
                                                      fb::RepresentationScope::ATTEND, day_)
                                       .empty();
  }

  /// Who is listed and joined later was not there at the beginning.
  void read_beginning(const fb::AttendanceRecorded& paper) {
    std::set<Id> later, seen;
    if (paper.changes() != nullptr) {
      for (const fb::PresenceChange* change : *paper.changes()) {
        const auto seat = seat_named(*meeting_.body, fixed_of<Id>(change->seat()), {}, {});
        if (!seat || !seen.insert(*seat).second) continue;
        if (change->change() == fb::PresenceChangeKind::JOINED) later.insert(*seat);
      }
    }
    for (const Presence& one : meeting_.attendees) {
      if (one.counted == Truth::kNo || later.contains(one.seat)) continue;
      meeting_.present.push_back(one.seat);
    }
  }

  const Council& council_;
  Meeting& meeting_;
  const Date day_;
  const DecidingRule rule_;
};

/// Who sits in the body and who of them was there, if the meeting was on that day.
void take_seats(const Council& council, Date day, Meeting& meeting) {
  meeting.body.reset();
  meeting.attendees.clear();
  meeting.present.clear();
  meeting.strangers.clear();
  meeting.unresolved = 0;
  const auto body = council.facts().body_id(meeting.fact->body());
  if (!body || meeting.conference) return;
  meeting.body = council.shared_body(*body, day);
  if (meeting.body != nullptr && meeting.attendance) {
    AttendanceReader(council, meeting, day).read();
  }
}

const Presence* presence_in(const Meeting& meeting, const Id& seat) {
  const auto at = std::find_if(meeting.attendees.begin(), meeting.attendees.end(),
                               [&](const Presence& one) { return one.seat == seat; });
  return at == meeting.attendees.end() ? nullptr : &*at;
}

/// Nobody is without a right to be there who would have it on another possible day.
void keep_presence_as_on(const Meeting& other, Meeting& meeting) {
  std::erase_if(meeting.strangers, [&](const Id& one) {
    return std::find(other.strangers.begin(), other.strangers.end(), one) == other.strangers.end();
  });
  for (Presence& one : meeting.attendees) {
    const Presence* there = presence_in(other, one.seat);
    if (there != nullptr && there->counted == one.counted && there->code == one.code) continue;
    one.counted = Truth::kUndetermined;
    one.code.clear();
  }
}

// --- the meeting ---------------------------------------------------------------------------------

void read_agenda(Meeting& meeting) {
  const auto take = [&](const Fact<fb::MeetingConvened>& fact) {
    meeting.agenda.clear();
    meeting.agenda_state = fact->agenda_state();
    for (const fb::AgendaItem* item : *fact->agenda()) {
      meeting.agenda.push_back({item->number(), text_of(item->wording()->title())});
    }
  };
  std::vector<Fact<fb::MeetingConvened>> versions = meeting.earlier;
  versions.push_back(meeting.fact);
  bool adopted = false;
  for (const auto& fact : versions) {
    if (fact->agenda() == nullptr) continue;
    const bool this_adopted = fact->agenda_state() == fb::AgendaState::ADOPTED;
    if (adopted && !this_adopted) continue;
    adopted |= this_adopted;
    take(fact);
  }
}

Truth form_allowed(const Council& council, const Meeting& meeting) {
  const fb::MeetingForm form = meeting.fact->form();
  const auto* rules = council.governing(meeting.day).body(meeting.body->kind);
  if (rules == nullptr || rules->forms() == nullptr || rules->forms()->size() == 0) {
    return Truth::kYes;
  }
  const auto listed = [&](fb::MeetingForm wanted) {
    return std::any_of(rules->forms()->begin(), rules->forms()->end(),
                       [&](auto one) { return static_cast<fb::MeetingForm>(one) == wanted; });
  };
  if (form == fb::MeetingForm::NOT_STATED) return Truth::kUndetermined;
  if (form == fb::MeetingForm::MIXED && !listed(form)) {
    return rules::truth_of(listed(fb::MeetingForm::IN_PERSON) && listed(fb::MeetingForm::REMOTE));
  }
  return rules::truth_of(listed(form));
}

void find_outcome(const Council& council, Meeting& meeting) {
  const auto stated = meeting.closed ? std::optional((*meeting.closed)->outcome()) : std::nullopt;
  const Truth come = on_or_before(meeting.day, FuzzyDate::on(council.on()));
  if (meeting.replaced || stated == fb::MeetingOutcome::CANCELLED) {
    meeting.held = Truth::kNo;
    meeting.result = meeting.replaced ? MeetingResult::kReplaced : MeetingResult::kCancelled;
    return;
  }
  if (meeting.closed) {
    meeting.held = Truth::kYes;
  } else if (meeting.attendance) {
    meeting.held = come;
  } else if (come == Truth::kNo) {
    meeting.held = Truth::kNo;
  }
  const bool failed = stated == fb::MeetingOutcome::FAILED_NO_QUORUM;
  if (come == Truth::kNo && !meeting.closed) {
    meeting.result = MeetingResult::kPlanned;
  } else if (quorate(meeting) == Truth::kNo) {
    meeting.result = MeetingResult::kFailedNoQuorum;
  } else if (meeting.quorum.applicable ? quorate(meeting) == Truth::kYes
                                       : meeting.held == Truth::kYes) {
    meeting.result = MeetingResult::kHeld;
  }
  const bool computed_failed = meeting.result == MeetingResult::kFailedNoQuorum;
  const bool computed_held = meeting.result == MeetingResult::kHeld;
  meeting.result_differs =
      (failed && computed_held) || (stated == fb::MeetingOutcome::HELD && computed_failed);
}

/// What is known of the quorum, with the word of the paper where the attendance leaves it open.
Truth quorate_or_told(const Meeting& meeting) {
  const Truth computed = quorate(meeting);
  const bool told_failed =
      meeting.closed && (*meeting.closed)->outcome() == fb::MeetingOutcome::FAILED_NO_QUORUM;
  return told_failed && computed == Truth::kUndetermined ? Truth::kNo : computed;
}

/// TO 5: a conference never counts, a meeting without a quorum only where the charter says so.
void judge_duty(const Council& council, Meeting& meeting) {
  if (meeting.conference || meeting.held == Truth::kNo) {
    meeting.counts_for_duty = Truth::kNo;
    return;
  }
  const auto* rules =
      meeting.body == nullptr ? nullptr : council.governing(meeting.day).body(meeting.body->kind);
  const auto* duty = rules == nullptr ? nullptr : rules->meetings();
  const bool any = duty != nullptr && duty->counts_without_quorum();
  meeting.counts_for_duty =
      any ? meeting.held : rules::conjunction(meeting.held, quorate_or_told(meeting));
}

void find_quorum(const Council& council, Meeting& meeting) {
  meeting.quorum = quorum_for(council, meeting, fb::DecisionKind::OTHER, 0);
  const bool closed_list = meeting.body != nullptr && meeting.attendance;
  if (!closed_list) return;
  const auto& kinds = council.facts().item_kinds;
  for (const AgendaEntry& entry : meeting.agenda) {
    const auto asked = kinds.find({meeting.id, entry.number});
    const auto kind = asked == kinds.end() ? fb::DecisionKind::OTHER : asked->second;
    meeting.items.push_back({entry.number, quorum_for(council, meeting, kind, entry.number)});
  }
}

}  // namespace

namespace internal {

std::shared_ptr<const Meeting> compute_meeting(const Council& council, const Id& id) {
  const CouncilFacts& facts = council.facts();
  const auto versions = facts.meetings.by_id.find(id);
  if (versions == facts.meetings.by_id.end()) return nullptr;
  auto out = std::make_shared<Meeting>();
  Meeting& meeting = *out;
  meeting.fact = versions->second.back();
  meeting.earlier.assign(versions->second.begin(), versions->second.end() - 1);
  meeting.id = id;
  meeting.conference = meeting.fact->kind() == fb::MeetingKind::CONFERENCE;
  meeting.day = rules::fuzzy(meeting.fact->takes_place_on());
  for (const auto& fact : versions->second) meeting.grounds.evidence.add(*fact.source);
  if (const auto moved = facts.moved_to.find(id); moved != facts.moved_to.end()) {
    meeting.replaced = true;
    meeting.grounds.evidence.add(*moved->second.source);
  }
  const auto& attendance = facts_at(facts.attendance, id);
  if (!attendance.empty()) meeting.attendance = attendance.back();
  const auto& closed = facts_at(facts.meetings_closed, id);
  if (!closed.empty()) meeting.closed = closed.back();
  if (meeting.attendance) meeting.grounds.evidence.add(*meeting.attendance->source);
  if (meeting.closed) meeting.grounds.evidence.add(*meeting.closed->source);
  const std::vector<Date> days = possible_days(council, when_held(council, meeting));
  take_seats(council, days.back(), meeting);
  for (std::size_t i = 0; meeting.attendance && i + 1 < days.size(); ++i) {
    keep_presence_as_on(meeting_on(council, meeting, days[i]), meeting);
  }
  read_agenda(meeting);
  if (meeting.body != nullptr) {
    const auto assumed = assumed_of_members(council.members(), days.back());
    meeting.grounds.rules.insert(meeting.grounds.rules.end(), assumed.begin(), assumed.end());
    meeting.form_allowed = form_allowed(council, meeting);
  }
  find_quorum(council, meeting);
  find_outcome(council, meeting);
  judge_duty(council, meeting);
  return out;
}

Meeting meeting_on(const Council& council, const Meeting& meeting, Date day) {
  Meeting out = meeting;
  out.day = FuzzyDate::on(day);
  take_seats(council, day, out);
  return out;
}

}  // namespace internal

std::optional<Id> seat_named(const Body& body, const std::optional<Id>& seat,
                             const std::optional<Id>& organisation,
                             const std::optional<Id>& person) {
  if (seat && body.holder(*seat) != nullptr) return seat;
  // The seat of an organisation with several is the one of that person, else its first.
  const auto& of = seat ? seat : organisation;
  std::optional<Id> found;
  for (const SeatHolder& holder : body.holders) {
    const bool same_person = person && holder.person == person;
    if (of) {
      if (holder.organisation != of) continue;
      if (!found || same_person) found = holder.seat;
    } else if (same_person) {
      return holder.seat;
    }
  }
  return found;
}

Truth quorate(const Meeting& meeting) {
  if (!meeting.quorum.applicable) return Truth::kYes;
  Truth out = meeting.quorum.met;
  for (const ItemQuorum& item : meeting.items) {
    if (item.quorum.applicable) out = rules::disjunction(out, item.quorum.met);
  }
  return out;
}

std::vector<Id> present_at(const Meeting& meeting, std::uint16_t agenda_item) {
  if (!meeting.attendance || (*meeting.attendance)->changes() == nullptr || agenda_item == 0 ||
      meeting.body == nullptr) {
    return meeting.present;
  }
  std::set<Id> seats(meeting.present.begin(), meeting.present.end());
  for (const fb::PresenceChange* change : *(*meeting.attendance)->changes()) {
    if (change->agenda_item() > agenda_item) continue;
    const auto seat = seat_named(*meeting.body, fixed_of<Id>(change->seat()), {}, {});
    if (!seat) continue;
    if (change->change() == fb::PresenceChangeKind::JOINED) {
      seats.insert(*seat);
    } else {
      seats.erase(*seat);
    }
  }
  return {seats.begin(), seats.end()};
}

std::vector<Meeting> meetings(const Council& council) {
  std::vector<std::pair<std::uint64_t, Id>> order;
  for (const auto& [id, versions] : council.facts().meetings.by_id) {
    if (versions.back().scope != council.chronicle().place()) continue;
    order.emplace_back(versions.front().index(), id);
  }
  std::sort(order.begin(), order.end());
  std::vector<Meeting> out;
  for (const auto& [index, id] : order) out.push_back(*council.meeting(id));
  return out;
}

// --- acts of the chair ---------------------------------------------------------------------------

namespace {

/// Who was chair when the meeting was prepared: not whom it elected itself.
std::vector<ChairTerm> chairs_before(const Council& council, const Meeting& meeting, Date day) {
  std::vector<ChairTerm> chairs = council.chairs_on(meeting.body->id, day);
  std::erase_if(chairs, [&](const ChairTerm& term) {
    if (!term.decision) return false;
    const auto elected_at = council.facts().meeting((*term.decision)->meeting());
    return elected_at && fixed_of<Id>((*elected_at)->meeting()) == meeting.id;
  });
  return chairs;
}

/// What of an act holds on another possible day of the meeting as well.
void keep_what_holds_on(const ActOfChair& other, ActOfChair& act) {
  act.chair_missing &= other.chair_missing;
  act.grounds.evidence.add(other.grounds.evidence);
  if (act.as_ruled == other.as_ruled && act.code == other.code) return;
  if (act.as_ruled != Truth::kUndetermined) act.grounds.missing.push_back(internal::day_missing());
  act.as_ruled = Truth::kUndetermined;
  act.code.clear();
}

/// What the charter gives to a convener of this kind, done by `by` from `seat`.
struct AskedAct {
  fb::Convener wanted;
  const fb::ConvenedBy& done;
  fb::StandIn stand_in;
  const char* code;
};

ActOfChair act_on(const Council& council, const Meeting& meeting, const AskedAct& asked, Date day) {
  const auto& [wanted, done, stand_in, code] = asked;
  ActOfChair out;
  out.grounds.evidence.add(*meeting.fact.source);
  if (wanted == fb::Convener::NOT_STATED || wanted == fb::Convener::UNSPECIFIED) {
    out.as_ruled = Truth::kYes;
    return out;
  }
  if (done.by() == fb::Convener::NOT_STATED) return out;
  const auto seat =
      done.seat() != nullptr ? optional_of<Id>(done.seat()) : optional_of<Id>(done.organisation());
  if (wanted != fb::Convener::CHAIR) {
    out.as_ruled = rules::truth_of(done.by() == wanted);
    if (out.as_ruled == Truth::kNo) out.code = code;
    return out;
  }
  const auto chairs = chairs_before(council, meeting, day);
  out.chair_missing = chairs.empty();
  if (chairs.empty()) {
    out.stand_in = stand_in;
    return out;
  }
  for (const ChairTerm& term : chairs) out.grounds.evidence.add(term.evidence);
  const bool their_seat =
      !seat || std::any_of(chairs.begin(), chairs.end(),
                           [&](const ChairTerm& term) { return term.seat == *seat; });
  out.as_ruled = rules::truth_of(done.by() == fb::Convener::CHAIR && their_seat);
  if (out.as_ruled == Truth::kNo) out.code = code;
  return out;
}

ActOfChair act_of(const Council& council, const Meeting& meeting, const AskedAct& asked) {
  const auto days = internal::possible_days_of_chair(council, internal::when_held(council, meeting),
                                                     meeting.body->id);
  ActOfChair out = act_on(council, meeting, asked, days.back());
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    keep_what_holds_on(act_on(council, meeting, asked, days[i]), out);
  }
  return out;
}

const fb::BodyRules* rules_of(const Governing& governing, const Meeting& meeting) {
  return meeting.body == nullptr ? nullptr : governing.body(meeting.body->kind);
}

fb::StandIn convening_stand_in(const fb::BodyRules& rules) {
  const auto* missing = rules.missing_chair();
  return missing == nullptr ? fb::StandIn::UNSPECIFIED : missing->convenes();
}

}  // namespace

ActOfChair convening_of(const Council& council, const Meeting& meeting) {
  const Governing governing = council.governing(meeting.day);
  const auto* rules = rules_of(governing, meeting);
  if (rules == nullptr) return {};
  ActOfChair out = act_of(council, meeting,
                          {rules->convened_by(), *meeting.fact->convened_by(),
                           convening_stand_in(*rules), "CONVENED_BY_OTHER"});
  const std::string path = rules::Charter::body_path(rules->kind());
  out.grounds.rules.push_back(governing.charter->rule(
      path + (out.chair_missing ? ".missing_chair.convenes" : ".convened_by")));
  return out;
}

ActOfChair agenda_of(const Council& council, const Meeting& meeting) {
  const Governing governing = council.governing(meeting.day);
  const auto* rules = rules_of(governing, meeting);
  if (rules == nullptr || meeting.fact->agenda_by() == nullptr) return {};
  ActOfChair out = act_of(council, meeting,
                          {rules->agenda_by(), *meeting.fact->agenda_by(),
                           convening_stand_in(*rules), "AGENDA_NOT_BY_CHAIR"});
  const std::string path = rules::Charter::body_path(rules->kind());
  out.grounds.rules.push_back(governing.charter->rule(path + ".agenda_by"));
  return out;
}

namespace {

/// `out.seat` presided: whether as chair, or for want of one, if the meeting was on that day.
void judge_presiding(const Council& council, const Meeting& meeting, Date day, Presiding& out) {
  const auto chairs = council.chairs_on(meeting.body->id, day);
  out.act.chair_missing = std::none_of(chairs.begin(), chairs.end(), [&](const ChairTerm& term) {
    return std::binary_search(meeting.present.begin(), meeting.present.end(), term.seat);
  });
  if (!chairs.empty() && out.seat) {
    out.is_chair =
        rules::truth_of(std::any_of(chairs.begin(), chairs.end(),
                                    [&](const ChairTerm& term) { return term.seat == out.seat; }));
  }
  const Governing governing = council.governing(meeting.day);
  const auto* rules = rules_of(governing, meeting);
  if (rules == nullptr || rules->missing_chair() == nullptr || !out.act.chair_missing) {
    out.act.as_ruled = out.is_chair;
    return;
  }
  out.act.stand_in = rules->missing_chair()->presides();
  out.act.as_ruled = out.act.stand_in == fb::StandIn::NOBODY ? Truth::kNo : Truth::kYes;
  out.act.grounds.rules.push_back(governing.charter->rule(rules::Charter::body_path(rules->kind()) +
                                                          ".missing_chair.presides"));
}

}  // namespace

Presiding presiding_of(const Council& council, const Meeting& meeting) {
  Presiding out;
  const auto* attendee = meeting.attendance ? (*meeting.attendance)->presiding() : nullptr;
  if (attendee == nullptr) return out;
  out.person = person_of(council.facts(), attendee->person());
  if (meeting.body == nullptr) return out;
  out.seat = seat_named(*meeting.body, optional_of<Id>(attendee->seat()),
                        optional_of<Id>(attendee->organisation()), out.person);
  out.act.grounds.evidence.add(*meeting.attendance->source);
  const Presiding undecided = out;
  const auto days = internal::possible_days_of_chair(council, internal::when_held(council, meeting),
                                                     meeting.body->id);
  judge_presiding(council, meeting, days.back(), out);
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    Presiding other = undecided;
    judge_presiding(council, meeting, days[i], other);
    if (other.is_chair != out.is_chair) out.is_chair = Truth::kUndetermined;
    keep_what_holds_on(other.act, out.act);
  }
  return out;
}

HeldMeetings held_meetings(const Council& council) {
  HeldMeetings out;
  for (const Meeting& meeting : meetings(council)) {
    if (meeting.body == nullptr || meeting.replaced) continue;
    if (internal::to_come(meeting.day, council.on())) continue;
    out[meeting.body->kind].push_back({meeting.fact.digest(), meeting.day, meeting.held,
                                       quorate_or_told(meeting), meeting.grounds.evidence});
  }
  return out;
}

std::string_view name_of(MeetingResult result) {
  constexpr std::string_view kNames[] = {"undetermined",     "planned",   "held",
                                         "failed_no_quorum", "cancelled", "replaced"};
  return kNames[static_cast<std::size_t>(result)];
}

}  // namespace projections::governance
