// SPDX-License-Identifier: Apache-2.0
// What tells meetings, ballots, decisions, protocols and bodies from others of their kind.
#include "projections/governance/internal/subject_teller.h"
#include "projections/governance/words.h"

namespace projections::governance::internal {

SubjectMarks SubjectTeller::marks(const fb::MeetingConvened& event) {
  SubjectMarks out;
  if (event.kind() == fb::MeetingKind::CONFERENCE) {
    out.kind = {"conference", "совещание", "совещания"};
  }
  out.title = text_of(event.wording()->title());
  out.day = rules::fuzzy(event.takes_place_on());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::AttendanceRecorded& event) {
  SubjectMarks out = of_target(event.meeting());
  const std::string meeting = out.kind.russian;  // the accusative is the same
  out.kind = {"attendance of " + out.kind.english, "явка на " + meeting, "явки на " + meeting};
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::MeetingClosed& event) {
  return belonging({"end of", "закрытие", "закрытия"}, event.meeting());
}

SubjectMarks SubjectTeller::marks(const fb::BallotOpened& event) {
  SubjectMarks out;
  out.title = text_of(event.question()->title());
  out.day = of_target(event.meeting()).day;
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::VoteCast& event) {
  SubjectMarks out = of_target(event.ballot());
  out.kind = {"vote on", "голос по вопросу", "голоса по вопросу"};
  out.of = seat(event.seat());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::BallotCounted& event) {
  SubjectMarks out = of_target(event.ballot());
  out.kind = {};
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::BallotClosed& event) {
  SubjectMarks out = of_target(event.ballot());
  out.kind = {};
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::DecisionDeclared& event) {
  SubjectMarks out;
  out.number = text_of(event.printed_number());
  out.title = text_of(event.wording()->title());
  out.day = of_target(event.meeting()).day;
  return out;
}

/// Without a number it is the protocol of its meeting.
SubjectMarks SubjectTeller::marks(const fb::ProtocolRegistered& event) {
  SubjectMarks out;
  out.number = text_of(event.number());
  out.day = rules::fuzzy(event.dated());
  const SubjectMarks meeting = of_target(event.meeting());
  if (out.number.empty()) out.title = meeting.title;
  if (!out.day.not_before && !out.day.not_after) out.day = meeting.day;
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ProtocolSigned& event) {
  SubjectMarks out = of_target(event.protocol());
  out.kind = {};
  out.of = signer(*event.signature());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ProtocolApproved& event) {
  SubjectMarks out = of_target(event.protocol());
  out.kind = {};
  out.of = signer(*event.signature());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ObjectionRecorded& event) {
  SubjectMarks out;
  if (event.kind() == fb::ObjectionKind::REFUSAL_TO_SIGN) {
    out.kind = {"refusal to sign", "отказ от подписи", "отказа от подписи"};
  } else if (event.kind() == fb::ObjectionKind::DISSENT) {
    out.kind = {"dissenting opinion", "особое мнение", "особого мнения"};
  } else if (event.kind() == fb::ObjectionKind::REMARK) {
    out.kind = {"remark", "замечание", "замечания"};
  }
  out.title = text_of(event.wording()->title());
  Sentence by = organisation(event.organisation());
  if (!says(by)) by = seat(event.seat());
  out.of = joined(by, in_words(event.target()), "; ");
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::BodyComposed& event) {
  SubjectMarks out;
  if (event.act() != nullptr) put_printed(event.act()->printed(), out);
  out.number.clear();  // the act's, not the body's
  if (event.from() != nullptr) out.day = rules::fuzzy(event.from());
  out.title = text_of(event.wording()->title());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::OfficeVacated& event) {
  SubjectMarks out;
  out.title = of_target(event.body()).title;
  out.day = rules::fuzzy(event.vacated_on());
  out.of = seat(event.seat());
  return out;
}

}  // namespace projections::governance::internal
