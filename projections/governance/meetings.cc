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

/// A seat that was taken or left from a question of the agenda on.
struct Move {
  Id seat;
  std::uint16_t item = 0;
  bool joined = false;
};

/// In the order of the questions, whatever the order of the paper; those of one question as the
/// paper has them.
std::vector<Move> moves_of(const Meeting& meeting) {
  std::vector<Move> out;
  const bool any =
      meeting.body != nullptr && meeting.attendance && (*meeting.attendance)->changes() != nullptr;
  if (!any) return out;
  for (const fb::PresenceChange* change : *(*meeting.attendance)->changes()) {
    const auto seat = seat_named(*meeting.body, fixed_of<Id>(change->seat()), {}, {});
    const bool joined = change->change() == fb::PresenceChangeKind::JOINED;
    if (seat) out.push_back({*seat, change->agenda_item(), joined});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Move& a, const Move& b) { return a.item < b.item; });
  return out;
}

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
    if (!meeting_.attendees.empty()) meeting_.unresolved += told_by_number(paper);
    std::sort(meeting_.attendees.begin(), meeting_.attendees.end(),
              [](const Presence& a, const Presence& b) { return a.seat < b.seat; });
    read_beginning();
    const bool listed = paper.present() != nullptr || paper.present_stated().has_value();
    if (!listed) meeting_.untold = untold_of(paper);
  }

 private:
  std::optional<Id> seat_of(const fb::Attendee& one) const {
    return seat_named(*meeting_.body, optional_of<Id>(one.seat()),
                      optional_of<Id>(one.organisation()),
                      person_of(council_.facts(), one.person()));
  }

  /// The seats that the paper names neither as present nor as absent.
  std::size_t untold_of(const fb::AttendanceRecorded& paper) const {
    std::set<Id> named;
    for (const Presence& one : meeting_.attendees) named.insert(one.seat);
    if (paper.absent() != nullptr) {
      for (const fb::Absentee* one : *paper.absent()) {
        const auto seat = seat_named(*meeting_.body, fixed_of<Id>(one->seat()), {}, {});
        if (seat) named.insert(*seat);
      }
    }
    const std::size_t all = meeting_.body->holders.size();
    return all - std::min(all, named.size());
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
    return holder.organisation &&
           !representatives_on(council_.facts(), *holder.organisation, meeting_.body->id,
                               fb::RepresentationScope::ATTEND, day_)
                .empty();
  }

  /// Who is listed and joined later was not there at the beginning.
  void read_beginning() {
    std::set<Id> later, seen;
    for (const Move& move : moves_of(meeting_)) {
      if (seen.insert(move.seat).second && move.joined) later.insert(move.seat);
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
  meeting.untold = 0;
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

Meeting as_first_convened(const Council& council, Meeting meeting, std::size_t count) {
  std::vector<Fact<fb::MeetingConvened>> versions = std::move(meeting.earlier);
  versions.push_back(meeting.fact);
  LEDGER_CHECK(count >= 1 && count <= versions.size());
  versions.resize(count);
  meeting.fact = versions.back();
  versions.pop_back();
  meeting.earlier = std::move(versions);
  meeting.day = rules::fuzzy(meeting.fact->takes_place_on());
  take_seats(council, possible_days(council, when_held(council, meeting)).back(), meeting);
  read_agenda(meeting);
  if (meeting.body != nullptr) meeting.form_allowed = form_allowed(council, meeting);
  return meeting;
}

Meeting meeting_on(const Council& council, const Meeting& meeting, Date day) {
  Meeting out = meeting;
  out.day = FuzzyDate::on(day);
  take_seats(council, day, out);
  return out;
}

}  // namespace internal

namespace {

bool same_attendee(const fb::Attendee& a, const fb::Attendee& b) {
  const auto same = [](const flatbuffers::String* one, const flatbuffers::String* other) {
    return one != nullptr && other != nullptr && one->string_view() == other->string_view();
  };
  if (a.seat() != nullptr && b.seat() != nullptr) return same(a.seat(), b.seat());
  if (a.person() != nullptr && b.person() != nullptr) {
    return same(a.person()->person(), b.person()->person());
  }
  return same(a.organisation(), b.organisation());
}

}  // namespace

bool people_met(const Meeting* meeting) {
  return meeting != nullptr && meeting->fact->form() != fb::MeetingForm::BY_BALLOT;
}

std::size_t told_by_number(const fb::AttendanceRecorded& paper) {
  const auto* list = paper.present();
  std::size_t named = list == nullptr ? 0 : list->size();
  if (const auto* chair = paper.presiding()) {
    const bool again = list != nullptr &&
                       std::any_of(list->begin(), list->end(),
                                   [&](const auto* one) { return same_attendee(*one, *chair); });
    named += again ? 0 : 1;
  }
  const std::size_t told = paper.present_stated().value_or(0);
  return named == 0 || told <= named ? 0 : told - named;
}

bool told_by_number_alone(const fb::AttendanceRecorded& paper) {
  const auto* list = paper.present();
  return paper.present_stated().has_value() && (list == nullptr || list->size() == 0);
}

bool counted_by_number(const Meeting& meeting) {
  if (!meeting.attendance) return false;
  const fb::AttendanceRecorded& paper = **meeting.attendance;
  return told_by_number_alone(paper) ||
         (meeting.attendees.empty() && paper.present_stated().has_value());
}

bool told_absent(const Meeting& meeting, const Id& seat) {
  const auto* absent = (*meeting.attendance)->absent();
  return absent != nullptr &&
         std::any_of(absent->begin(), absent->end(), [&](const fb::Absentee* one) {
           return seat_named(*meeting.body, fixed_of<Id>(one->seat()), {}, {}) == seat;
         });
}

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
  if (agenda_item == 0) return meeting.present;
  std::set<Id> seats(meeting.present.begin(), meeting.present.end());
  for (const Move& move : moves_of(meeting)) {
    if (move.item > agenda_item) break;
    if (move.joined) {
      seats.insert(move.seat);
    } else {
      seats.erase(move.seat);
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
