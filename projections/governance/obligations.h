// SPDX-License-Identifier: Apache-2.0
// Duties with their due days and how they stand on a day: the deadlines of the charter, meetings
// that a body owes, assignments of decisions, rows of plans. Each names the event that started it,
// the rule and its clause, the nominal and the effective due day, and whether it is open, met,
// late or undetermined. The earliest deed by its day counts, whatever was recorded first. What
// nobody claims to have recorded in full, throughout its term, is never called missed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/governance/agreements.h"
#include "projections/governance/notices.h"
#include "projections/governance/plans.h"

namespace projections::governance {

class Council;

enum class ObligationKind { kDeadline, kMeeting, kAssignment, kPlanRow };

/// A meeting of a body as the duty to meet sees it.
struct HeldMeeting {
  ledger::Hash meeting;  ///< D of its MeetingConvened
  FuzzyDate day;
  Truth held{};
  Truth quorate{};
  Evidence evidence;
};
/// Meetings of bodies of the place, by kind of body; conferences are none.
using HeldMeetings = std::map<fb::BodyKind, std::vector<HeldMeeting>>;

struct Responsible {
  std::optional<ledger::Id> organisation;
  std::optional<fb::Role> role;
  std::optional<fb::BodyKind> body;
  std::string description;  ///< a set that the paper only describes
  bool everybody = false;   ///< all participants
};

struct Obligation {
  ledger::Hash key;  ///< the same for ever: kind, place, subject, name, component, period, whose
  ObligationKind kind{};
  std::string name;  ///< of the charter's deadline, of the body, or the printed number
  Sentence title;
  ledger::Hash subject;  ///< D of the event that started it or demands it
  std::uint8_t component = 0;
  std::string period;  ///< e.g. "2021-06"; empty for a single duty
  std::vector<Responsible> responsible;
  rules::Deadline due;
  bool scheduled = true;    ///< false: only an outside act can date it
  std::string awaited;      ///< that act, in the words of the paper
  std::uint32_t times = 1;  ///< demanded in the period
  std::uint32_t done_times = 0;
  std::optional<FuzzyDate> done;
  rules::DutyVerdict verdict;
  bool cancelled = false;
  Truth of_unapproved_plan = Truth::kNo;  ///< whether its plan is not approved by the day
  Grounds grounds;
};

/// All of the place that have begun by the council's day, in a fixed order: by effective due day,
/// unknown ones last, then by key. What would begin with an event that is certainly later, a
/// decision that is yet to be taken or a plan that is yet to be submitted, is none; the rows of a
/// plan that is there and a duty that recurs from a decision that was taken are seen before their
/// periods. What was certainly done later is not done yet.
std::vector<Obligation> obligations(const Council& council);

/// Gives each duty of the place its key and brings all into the order of obligations().
void put_in_order(const Chronicle& chronicle, std::vector<Obligation>& duties);

std::string_view name_of(ObligationKind kind);     ///< "deadline", "meeting", …
std::string_view name_of(rules::DutyState state);  ///< "open", "met", "met_by_art193", …

}  // namespace projections::governance
