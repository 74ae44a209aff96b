// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/voices.h"

#include <algorithm>
#include <map>

#include "projections/governance/internal/council_facts.h"

namespace projections::governance::internal {

using ledger::Id;

std::vector<Id> newcomers_of(const Council& council, const Meeting& meeting) {
  std::vector<Id> out;
  for (const Membership& member : council.members()) {
    if (member.ground != MembershipGround::kAccession) continue;
    const auto decision = council.chronicle().find<fb::DecisionDeclared>(member.founded_by.digest);
    const auto at = decision ? council.facts().meeting((*decision)->meeting()) : std::nullopt;
    if (at && fixed_of<Id>((*at)->meeting()) == meeting.id) out.push_back(member.organisation);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void leave_out(std::vector<Id>& from, const std::vector<Id>& what) {
  std::erase_if(from,
                [&](const Id& id) { return std::binary_search(what.begin(), what.end(), id); });
}

EmptySeats empty_seats(const Body& body, const std::vector<Id>& seats,
                       const std::vector<Id>& filled) {
  const auto in = [](const std::vector<Id>& list, const Id& seat) {
    return std::binary_search(list.begin(), list.end(), seat);
  };
  EmptySeats out;
  for (const Id& seat : body.vacant) out.certain += in(seats, seat) ? 1 : 0;
  for (const Id& seat : body.unrecorded) {
    out.possible += in(seats, seat) && !in(filled, seat) ? 1 : 0;
  }
  return out;
}

std::vector<Id> seats_taken(const Meeting& meeting) {
  std::vector<Id> out;
  for (const Presence& one : meeting.attendees) {
    if (one.counted == Truth::kYes) out.push_back(one.seat);
  }
  return out;
}

std::vector<Voice> voices_of(const Council& council, const Ballot& ballot, Date day) {
  std::map<Id, Voice> voices;
  std::vector<Id> members = members_on(council.members(), day);
  std::vector<Id> maybe = undetermined_members_on(council.members(), day);
  if (ballot.meeting != nullptr) {
    const std::vector<Id> newcomers = newcomers_of(council, *ballot.meeting);
    leave_out(members, newcomers);
    leave_out(maybe, newcomers);
  }
  for (const Id& one : members) voices[one].member = Truth::kYes;
  for (const Id& one : maybe) voices[one].member = Truth::kUndetermined;
  std::map<Id, std::pair<bool, bool>> said, open;  // in favour, otherwise
  for (const RollCallLine& line : ballot.roll_call) {
    const auto voice = voices.find(line.organisation.value_or(line.seat));
    if (voice == voices.end() || line.counted == Truth::kNo) continue;
    const bool certain = line.counted == Truth::kYes;
    if (certain) voice->second.silent = false;
    auto& [yes, no] = (certain ? said : open)[voice->first];
    (line.choice == fb::Choice::FOR ? yes : no) = true;
  }
  std::vector<Voice> out;
  for (auto& [organisation, voice] : voices) {
    voice.organisation = organisation;
    const auto [yes, no] = said[organisation];
    voice.in_favour = yes && !no;
    voice.disagree = yes && no;
    const auto [may_consent, may_refuse] = open[organisation];
    voice.open = voice.in_favour ? may_refuse : may_consent && !no;
    out.push_back(voice);
  }
  return out;
}

Truth unanimous(const std::vector<Voice>& voices) {
  Truth out = Truth::kYes;
  bool anybody = false;
  for (const Voice& voice : voices) {
    anybody |= voice.member == Truth::kYes;
    if (voice.in_favour && !voice.open) continue;
    if (voice.member == Truth::kYes && !voice.open) return Truth::kNo;
    out = Truth::kUndetermined;
  }
  // Where it is open whether anybody is a participant, so is whether anybody consented.
  if (!anybody) return voices.empty() ? Truth::kNo : Truth::kUndetermined;
  return out;
}

}  // namespace projections::governance::internal
