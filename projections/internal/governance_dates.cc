// SPDX-License-Identifier: Apache-2.0
// Dates that cannot be: a fact of the past that lies in the future, a period that ends before it
// begins, a notice received before it was sent. Imprecise dates are judged by their bounds, and
// only what is certainly impossible is refused, whatever the grade.
#include "projections/internal/governance_case.h"

namespace projections::internal {
namespace {

using ledger::Ok;
using ledger::Status;

Status reversed(const Sentence& first, const Sentence& last, const char* where) {
  return refuse("PERIOD_REVERSED",
                Sentence{"the period begins on ", "период начинается "} + first +
                    Sentence{" and ends before that, on ", ", а кончается раньше, "} + last,
                where);
}

Status check_period(const DayRange& from, const DayRange& to, const char* where) {
  if (!from.has_first() || !to.has_last() || from.first <= to.last) return Ok{};
  return reversed(day_words(from), day_words(to), where);
}

Status check_period(const flatbuffers::String* from, const flatbuffers::String* to,
                    const char* where) {
  if (from == nullptr || to == nullptr || from->string_view() <= to->string_view()) return Ok{};
  return reversed(same(from->string_view()), same(to->string_view()), where);
}

/// The last day that has begun anywhere: outside of a cluster no zone is the right one.
std::int32_t last_day_begun(const Case& c) { return c.place.cluster ? c.today() : c.today() + 1; }

Status check_past(const Case& c, const DayRange& day, const char* where) {
  if (!day.has_first() || day.first <= last_day_begun(c)) return Ok{};
  return refuse("IMPOSSIBLE_DATE",
                same(ledger::payload_name(c.payload.type())) +
                    Sentence{" tells of ", " сообщает о том, что было "} + day_words(day) +
                    Sentence{"; it is ", "; сегодня "} + same(day_text(c.today())),
                where);
}

struct Told {
  const fb::LegalDate* date = nullptr;
  const char* where = "";
};

const fb::PaperSignature* dated_signature(const PayloadRef& payload) {
  if (const auto* event = payload.as<fb::ProtocolSigned>()) return event->signature();
  if (const auto* event = payload.as<fb::ProtocolApproved>()) return event->signature();
  if (const auto* event = payload.as<fb::AgreementSigned>()) return event->signature();
  if (const auto* event = payload.as<fb::CopyCertified>()) return event->certified_by();
  if (const auto* event = payload.as<fb::MembershipConsentRecorded>()) return event->signature();
  return nullptr;
}

/// The day on which what the event tells was done.
Told told_by(const PayloadRef& payload) {
  if (const auto* e = payload.as<fb::MembershipConsentRecorded>()) {
    return {e->given_on(), "payload.given_on"};
  }
  if (const auto* e = payload.as<fb::AccessionApplied>()) {
    return {e->applied_on(), "payload.applied_on"};
  }
  if (const auto* e = payload.as<fb::WithdrawalNoticeRecorded>()) {
    return {e->received_on(), "payload.received_on"};
  }
  if (const auto* e = payload.as<fb::NoticeDispatched>()) return {e->sent_on(), "payload.sent_on"};
  if (const auto* e = payload.as<fb::NoticeReceived>()) {
    return {e->received_on(), "payload.received_on"};
  }
  if (const auto* e = payload.as<fb::ProgrammeAgreed>()) {
    return {e->agreed_on(), "payload.agreed_on"};
  }
  if (const auto* e = payload.as<fb::ProgrammeChanged>()) {
    return {e->entered_on(), "payload.entered_on"};
  }
  if (const auto* e = payload.as<fb::IndicatorReported>()) {
    return {e->reported_on(), "payload.reported_on"};
  }
  if (const auto* e = payload.as<fb::PlanApproved>()) {
    return {e->approved_on(), "payload.approved_on"};
  }
  if (const auto* e = payload.as<fb::ExecutionReported>()) {
    return {e->done_on(), "payload.done_on"};
  }
  if (const auto* e = payload.as<fb::ExecutionJudged>()) {
    return {e->judged_on(), "payload.judged_on"};
  }
  if (const auto* e = payload.as<fb::ProtocolRegistered>()) return {e->dated(), "payload.dated"};
  const auto* signature = dated_signature(payload);
  if (signature != nullptr) return {signature->signed_on(), "payload.signature.signed_on"};
  return {};
}

Status check_periods(const PayloadRef& payload) {
  if (const auto* e = payload.as<fb::ProgrammeSubmitted>()) {
    return check_period(days_of(e->from()), days_of(e->to()), "payload.to");
  }
  if (const auto* e = payload.as<fb::PlanSubmitted>()) {
    return check_period(e->from(), e->to(), "payload.to");
  }
  if (const auto* e = payload.as<fb::CoverageDeclared>()) {
    return check_period(e->from(), e->to(), "payload.to");
  }
  if (const auto* e = payload.as<fb::OfficeHolderChanged>()) {
    return check_period(days_of(e->from()), days_of(e->to()), "payload.to");
  }
  if (const auto* e = payload.as<fb::RepresentativeAuthorised>()) {
    return check_period(days_of(e->power()->from()), days_of(e->power()->to()), "payload.power.to");
  }
  return Ok{};
}

/// What happens at a meeting cannot have happened before the meeting is held.
Status check_meeting_day(const Case& c) {
  const flatbuffers::String* meeting = nullptr;
  if (const auto* e = c.payload.as<fb::AttendanceRecorded>()) meeting = e->meeting();
  if (const auto* e = c.payload.as<fb::DecisionDeclared>()) meeting = e->meeting();
  if (const auto* e = c.payload.as<fb::MeetingClosed>()) {
    if (e->outcome() != fb::MeetingOutcome::CANCELLED) meeting = e->meeting();
  }
  const flatbuffers::String* ballot = nullptr;
  if (const auto* e = c.payload.as<fb::VoteCast>()) ballot = e->ballot();
  if (const auto* e = c.payload.as<fb::BallotCounted>()) ballot = e->ballot();
  std::optional<ledger::Hash> digest = optional_of<ledger::Hash>(meeting);
  if (ballot != nullptr) {
    const auto row = c.state.one<BallotRow>(row_key("agL", fixed_of<ledger::Hash>(ballot)));
    if (row) digest = row->meeting;
  }
  if (!digest) return Ok{};
  const auto row = c.state.one<MeetingRow>(row_key("agN", *digest));
  return row ? check_past(c, row->day, "payload") : Status(Ok{});
}

Status check_notice(const Case& c) {
  if (const auto* e = c.payload.as<fb::WithdrawalNoticeRecorded>()) {
    return check_period(days_of(e->sent_on()), days_of(e->received_on()), "payload.received_on");
  }
  const auto* event = c.payload.as<fb::NoticeReceived>();
  if (event == nullptr) return Ok{};
  const auto notice =
      c.state.one<NoticeRow>(row_key("agU", fixed_of<ledger::Hash>(event->notice())));
  if (!notice) return Ok{};
  return check_period(notice->sent, days_of(event->received_on()), "payload.received_on");
}

}  // namespace

Status check_dates(const Case& c) {
  const auto* dates = c.candidate.body.table().dates();
  if (dates != nullptr && dates->occurred() != nullptr) {
    const bool plans = c.payload.type() == fb::Payload::MeetingConvened;
    const Status past = check_past(c, days_of(dates->occurred()), "dates.occurred");
    if (!past && !plans) return past;
  }
  const Told told = told_by(c.payload);
  if (told.date != nullptr) {
    if (auto past = check_past(c, days_of(told.date), told.where); !past) return past;
  }
  if (auto periods = check_periods(c.payload); !periods) return periods;
  if (auto meeting = check_meeting_day(c); !meeting) return meeting;
  return check_notice(c);
}

}  // namespace projections::internal
