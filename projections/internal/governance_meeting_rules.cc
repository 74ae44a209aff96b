// SPDX-License-Identifier: Apache-2.0
// Meetings: who convenes which, in which form; who can be present; a meeting closes once.
#include <set>

#include "projections/governance/words.h"
#include "projections/internal/governance_case.h"
#include "projections/internal/governance_possible_days.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

Status check_form(const Case& c, const fb::BodyRules& rule, const fb::MeetingConvened& event) {
  if (event.form() == fb::MeetingForm::NOT_STATED || rule.forms() == nullptr) return Ok{};
  if (rule.forms()->size() == 0) return Ok{};
  for (const auto form : *rule.forms()) {
    if (static_cast<fb::MeetingForm>(form) == event.form()) return Ok{};
  }
  return refuse("FORM_NOT_ALLOWED",
                Sentence{"the charter provides no meeting of this body that is held ",
                         "положение не предусматривает заседаний этого органа в форме: "} +
                    governance::words_of(event.form()),
                "payload.form", clause_of(c.charter(), body_parameter(rule.kind(), "forms")));
}

/// A meeting that is still to come is convened by whom the charter names; of one that took place
/// it is recorded who convened it.
Status check_convened(const Case& c, const fb::MeetingConvened& event) {
  if (event.body() == nullptr) return Ok{};
  const auto body = c.state.body_of(fixed_of<Hash>(event.body()));
  if (!body) return Ok{};
  if (auto here = check_body_here(c, *body, "payload.body"); !here) return here;
  if (!c.native) return Ok{};
  const auto composition = c.state.composition_on(*body, c.today());
  const fb::BodyRules* rule =
      composition ? body_rules(c.charter(), static_cast<fb::BodyKind>(composition->kind)) : nullptr;
  if (rule == nullptr) return Ok{};
  if (auto form = check_form(c, *rule, event); !form) return form;
  if (days_of(event.takes_place_on()).last < c.today()) return Ok{};
  return check_convener(c, *body, *rule, rule->convened_by(), "convened_by");
}

Status check_present_seats(const Case& c, const fb::AttendanceRecorded& event, const Id& body,
                           const DayRange& held) {
  const DayRange on = days_of_seats(c.state, c.place, when_held(c.state, c.place, body, held));
  const auto days =
      c.native ? possible_days(c.state, c.place, body, on) : std::vector<std::int32_t>();
  std::set<Id> seen;
  if (event.present() == nullptr) return Ok{};
  for (const fb::Attendee* attendee : *event.present()) {
    if (attendee->seat() == nullptr) continue;
    const Id seat = fixed_of<Id>(attendee->seat());
    if (!seen.insert(seat).second) {
      return refuse("DUPLICATE_SEAT",
                    with_id("the seat ", "место ", seat) +
                        Sentence{" is present twice", " присутствует дважды"},
                    "payload.present");
    }
    if (!c.native || may_have_seat(c.state, c.place, body, seat, days)) continue;
    return seat_unknown(seat, on, "payload.present");
  }
  return Ok{};
}

Status closed(const Sentence& what) {
  return refuse("MEETING_CLOSED", Sentence{"the meeting is closed: ", "заседание закрыто: "} + what,
                "payload.meeting");
}

Status check_attendance(const Case& c, const fb::AttendanceRecorded& event) {
  const auto meeting = c.state.one<MeetingRow>(row_key("agN", fixed_of<Hash>(event.meeting())));
  if (!meeting) return Ok{};
  if (c.native && !c.correction && meeting->outcome != 0) {
    return closed({"nobody comes any more", "на него больше никто не приходит"});
  }
  if (!meeting->body) return Ok{};
  if (auto here = check_body_here(c, *meeting->body, "payload.meeting"); !here) return here;
  return check_present_seats(c, event, *meeting->body, meeting->day);
}

Status check_closing(const Case& c, const fb::MeetingClosed& event) {
  const auto meeting = c.state.one<MeetingRow>(row_key("agN", fixed_of<Hash>(event.meeting())));
  if (!meeting || meeting->outcome == 0) return Ok{};
  return closed({"it is closed once", "закрывают его один раз"});
}

bool holds_any_seat(const Case& c, const Id& body) {
  const auto& organisation = c.author().organisation;
  if (c.author().seat) {
    return c.state.seat_in(c.place, body, *c.author().seat, c.today()) != Truth::kNo;
  }
  return organisation &&
         (standing_of(c, fb::RepresentationScope::ATTEND) & (kHeadOfOwn | kRepresentative)) != 0 &&
         c.state.seat_in(c.place, body, *organisation, c.today()) != Truth::kNo;
}

bool is_deputy(const Case& c, const Id& body) {
  const auto deputy = c.state.holder_on(body, fb::OfficeKind::DEPUTY_CHAIR, c.today());
  return deputy && (c.author().seat == deputy->seat ||
                    (!c.author().seat && c.author().organisation == deputy->seat));
}

bool stands_in(const Case& c, const Id& body, fb::StandIn stand_in) {
  const std::uint32_t standing = standing_of(c, fb::RepresentationScope::ALL_ACTS);
  switch (stand_in) {
    case fb::StandIn::OPERATOR:
      return (standing & (kRegionalOperator | kCoordinator | kClusterOperator)) != 0;
    case fb::StandIn::DEPUTY:
      return is_deputy(c, body);
    case fb::StandIn::MEMBERS_CHOOSE:
    case fb::StandIn::ANY_MEMBER:
      return holds_any_seat(c, body);
    default:
      return true;  // the charter leaves it open: a finding
  }
}

}  // namespace

Status check_convener(const Case& c, const Id& body, const fb::BodyRules& rule,
                      fb::Convener convener, const char* parameter) {
  const std::uint32_t standing = standing_of(c, fb::RepresentationScope::ALL_ACTS);
  const Sentence clause = clause_of(c.charter(), body_parameter(rule.kind(), parameter));
  switch (convener) {
    case fb::Convener::CHAIR: {
      if (is_chair_of(c, body)) return Ok{};
      const bool vacant = !c.state.holder_on(body, fb::OfficeKind::CHAIR, c.today());
      const auto* missing = rule.missing_chair();
      if (vacant && (missing == nullptr || stands_in(c, body, missing->convenes()))) return Ok{};
      return not_allowed(c,
                         vacant ? Sentence{"the one who stands in while the body has no chair",
                                           "тот, кто заменяет отсутствующего председателя"}
                                : Sentence{"the chair of the body", "председатель органа"},
                         "author", clause);
    }
    case fb::Convener::OPERATOR:
      if ((standing & (kRegionalOperator | kClusterOperator)) != 0) return Ok{};
      return not_allowed(c, {"the operator", "оператор"}, "author", clause);
    case fb::Convener::COORDINATOR:
      if ((standing & kCoordinator) != 0) return Ok{};
      return not_allowed(c, {"the regional coordinator", "региональный координатор"}, "author",
                         clause);
    case fb::Convener::ANY_MEMBER:
      if (holds_any_seat(c, body)) return Ok{};
      return not_allowed(c, {"a member of the body", "член органа"}, "author", clause);
    default:
      return Ok{};
  }
}

Truth present_at(const GovernanceState& state, const Hash& meeting, const Id& seat,
                 std::uint16_t agenda_item) {
  Truth present = Truth::kUndetermined;
  for (const AttendanceFact& fact : state.list<AttendanceFact>(row_key("agW", meeting))) {
    const auto lists = [&](const std::vector<Id>& seats) {
      return std::find(seats.begin(), seats.end(), seat) != seats.end();
    };
    const bool there = lists(fact.present) || fact.presiding == seat;
    present = there ? Truth::kYes
                    : (fact.unnamed && !lists(fact.absent) ? Truth::kUndetermined : Truth::kNo);
    bool first = true;  // of the changes of this seat; until version 3 each was taken for it
    for (const PresenceRow& change : fact.changes) {
      if (change.seat != seat) continue;
      if (agenda_item == 0) {
        present = Truth::kUndetermined;  // of no item in particular
      } else if (change.agenda_item <= agenda_item) {
        present = rules::truth_of(change.joined);
      } else if (present == Truth::kYes && change.joined && first) {
        present = Truth::kNo;  // listed because it came later
      }
      first = !state.since(3);
    }
  }
  return present;
}

Status check_meetings(const Case& c) {
  if (const auto* event = c.payload.as<fb::MeetingConvened>()) return check_convened(c, *event);
  if (const auto* event = c.payload.as<fb::AttendanceRecorded>()) {
    return check_attendance(c, *event);
  }
  if (const auto* event = c.payload.as<fb::MeetingClosed>()) return check_closing(c, *event);
  return Ok{};
}

}  // namespace projections::internal
