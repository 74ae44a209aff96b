// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/counted_meetings.h"

namespace projections::governance::internal {

CountedMeetings counted_meetings(const HeldMeetings& meetings, fb::BodyKind kind,
                                 bool without_quorum, const rules::Period& period) {
  CountedMeetings out;
  const auto list = meetings.find(kind);
  if (list == meetings.end()) return out;
  for (const HeldMeeting& meeting : list->second) {
    if (rules::inside(meeting.day, period) == Truth::kNo) continue;
    out.evidence.add(meeting.evidence);
    const Truth counts =
        without_quorum ? meeting.held : rules::conjunction(meeting.held, meeting.quorate);
    if (counts == Truth::kYes) out.certain.push_back(meeting.day);
    if (counts == Truth::kUndetermined) out.possible.push_back(meeting.day);
  }
  return out;
}

QuorumlessRule quorumless_rule(const std::optional<AdoptedCharter>& charter, fb::BodyKind kind) {
  const std::string path = rules::Charter::body_path(kind) + ".meetings.counts_without_quorum";
  const fb::BodyRules* body = charter ? charter->charter.body(kind) : nullptr;
  if (body != nullptr && body->meetings() != nullptr) {
    return {body->meetings()->counts_without_quorum(), charter->rule(path)};
  }
  QuorumlessRule out;
  out.rule.basis.path = path;
  out.rule.basis.certainty = fb::Certainty::ASSUMED;
  return out;
}

}  // namespace projections::governance::internal
