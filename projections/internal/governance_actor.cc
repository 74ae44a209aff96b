// SPDX-License-Identifier: Apache-2.0
// Who may author which event. What its author vouches itself is an act of somebody: that person's
// standing must be one of those in the table, and an act of an organisation is that organisation's
// own. What a recorder or a paper tells is signed by somebody who has to do with the place.
#include <array>

#include "projections/internal/governance_case.h"

namespace projections::internal {
namespace {

using fb::Payload;
using fb::RepresentationScope;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

constexpr std::uint32_t kRunners = kRegionalOperator | kCoordinator | kClusterOperator;
constexpr std::uint32_t kKeepers = kRunners | kChair | kSecretary | kPresiding;
constexpr std::uint32_t kOwnAct = kHeadOfOwn | kRepresentative;

/// What is not here needs no standing beyond the scope of the key; entries of registers and papers
/// do since version 3, by rules of their own.
constexpr std::array kActs{
    ActRule{Payload::CharterAdopted, kRunners | kLedgerOperator, RepresentationScope::ALL_ACTS},
    ActRule{Payload::ClusterCreated, kRunners | kLedgerOperator, RepresentationScope::ALL_ACTS},
    ActRule{Payload::CoverageDeclared, kKeepers | kLedgerOperator, RepresentationScope::ALL_ACTS},
    ActRule{Payload::OpeningState, kKeepers | kLedgerOperator, RepresentationScope::ALL_ACTS},
    ActRule{Payload::RepresentativeAuthorised, kHeadOfOwn | kAdministrator,
            RepresentationScope::ALL_ACTS},
    ActRule{Payload::PersonAliasDeclared, kRunners | kLedgerOperator | kSecretary | kOwnAct,
            RepresentationScope::ALL_ACTS},
    ActRule{Payload::OrderIssued, kRunners | kOwnAct, RepresentationScope::ALL_ACTS},
    ActRule{Payload::MembershipConsentRecorded, kOwnAct, RepresentationScope::ALL_ACTS},
    ActRule{Payload::AccessionApplied, kOwnAct, RepresentationScope::ALL_ACTS},
    ActRule{Payload::WithdrawalNoticeRecorded, kOwnAct, RepresentationScope::SEND_NOTICES},
    ActRule{Payload::BodyComposed, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::OfficeVacated, kKeepers | kOwnAct | kSeatHolder,
            RepresentationScope::ALL_ACTS},
    ActRule{Payload::MeetingConvened, kKeepers | kOwnAct | kSeatHolder,
            RepresentationScope::ALL_ACTS},
    ActRule{Payload::AttendanceRecorded, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::BallotOpened, kKeepers | kOwnAct | kSeatHolder, RepresentationScope::ALL_ACTS},
    ActRule{Payload::BallotCounted, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::BallotClosed, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::DecisionDeclared, kKeepers | kLedgerOperator, RepresentationScope::ALL_ACTS},
    ActRule{Payload::MeetingClosed, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::ProtocolRegistered, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::ProtocolSigned, kKeepers | kOwnAct | kSeatHolder,
            RepresentationScope::SIGN_PROTOCOLS},
    ActRule{Payload::ProtocolApproved, kKeepers | kOwnAct, RepresentationScope::SIGN_PROTOCOLS},
    ActRule{Payload::ObjectionRecorded, kKeepers | kOwnAct | kSeatHolder,
            RepresentationScope::UNSPECIFIED},
    ActRule{Payload::AgreementRegistered, kKeepers | kParticipant | kOwnAct,
            RepresentationScope::SIGN_AGREEMENTS},
    ActRule{Payload::AgreementAmended, kKeepers | kParticipant | kOwnAct,
            RepresentationScope::SIGN_AGREEMENTS},
    ActRule{Payload::AgreementSigned, kKeepers | kOwnAct, RepresentationScope::SIGN_AGREEMENTS},
    ActRule{Payload::AgreementTerminated, kKeepers | kParticipant,
            RepresentationScope::SIGN_AGREEMENTS},
    ActRule{Payload::CopyCertified, kKeepers | kOwnAct, RepresentationScope::CERTIFY_COPIES},
    ActRule{Payload::NoticeDispatched, kKeepers | kOwnAct, RepresentationScope::SEND_NOTICES},
    ActRule{Payload::NoticeReceived, kKeepers | kOwnAct, RepresentationScope::SEND_NOTICES},
    ActRule{Payload::ProgrammeSubmitted, kKeepers | kParticipant,
            RepresentationScope::SIGN_AGREEMENTS},
    ActRule{Payload::ProgrammeAgreed, kKeepers | kOwnAct, RepresentationScope::ALL_ACTS},
    ActRule{Payload::ProgrammeChanged, kKeepers | kParticipant, RepresentationScope::ALL_ACTS},
    ActRule{Payload::IndicatorReported, kKeepers | kOwnAct, RepresentationScope::ALL_ACTS},
    ActRule{Payload::PlanSubmitted, kKeepers | kParticipant, RepresentationScope::ALL_ACTS},
    ActRule{Payload::PlanApproved, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::PlanItemSet, kKeepers | kParticipant, RepresentationScope::ALL_ACTS},
    ActRule{Payload::ExecutionReported, kKeepers | kOwnAct, RepresentationScope::ALL_ACTS},
    ActRule{Payload::ExecutionJudged, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::TermChanged, kKeepers, RepresentationScope::ALL_ACTS},
    ActRule{Payload::FindingDispositioned, kKeepers | kLedgerOperator | kAuditor,
            RepresentationScope::ALL_ACTS},
    ActRule{Payload::PersonalDataErased, kRunners | kLedgerOperator | kSecretary,
            RepresentationScope::ALL_ACTS}};

struct StandingName {
  std::uint32_t bit;
  std::string_view english;
  std::string_view russian;
};
constexpr std::array kNames{
    StandingName{kLedgerOperator, "the operator of the ledger", "оператор журнала"},
    StandingName{kRegionalOperator, "the regional operator", "региональный оператор"},
    StandingName{kCoordinator, "the regional coordinator", "региональный координатор"},
    StandingName{kClusterOperator, "the operator of the cluster", "оператор кластера"},
    StandingName{kHeadOfOwn, "a head", "руководитель"},
    StandingName{kRepresentative, "a representative with that power",
                 "представитель с таким правом"},
    StandingName{kChair, "a chair in office", "председатель при полномочиях"},
    StandingName{kSeatHolder, "the holder of a seat", "член органа"},
    StandingName{kSecretary, "a secretary of the place", "секретарь этого места"},
    StandingName{kAdministrator, "an administering key of the organisation",
                 "распорядитель ключей организации"},
    StandingName{kAuditor, "an auditor", "аудитор"},
    StandingName{kParticipant, "a head of a participant", "руководитель участника"},
    StandingName{kPresiding, "the presiding member", "председательствующий"}};

}  // namespace

Sentence names_of(std::uint32_t standing) {
  Sentence names;
  for (const StandingName& entry : kNames) {
    if ((standing & entry.bit) == 0) continue;
    const Sentence joint = names.english.empty() ? Sentence() : Sentence{" or ", " или "};
    names = names + joint + Sentence{std::string(entry.english), std::string(entry.russian)};
  }
  return names;
}

const ActRule* act_rule_of(Payload type) {
  const auto* it = std::find_if(kActs.begin(), kActs.end(),
                                [&](const ActRule& rule) { return rule.type == type; });
  return it == kActs.end() ? nullptr : it;
}

namespace {

const fb::PaperSignature* own_signature(const PayloadRef& payload) {
  if (const auto* event = payload.as<fb::ProtocolSigned>()) return event->signature();
  if (const auto* event = payload.as<fb::ProtocolApproved>()) return event->signature();
  if (const auto* event = payload.as<fb::AgreementSigned>()) return event->signature();
  if (const auto* event = payload.as<fb::CopyCertified>()) return event->certified_by();
  return nullptr;
}

}  // namespace

const flatbuffers::String* own_organisation(const PayloadRef& payload) {
  if (const auto* signature = own_signature(payload)) return signature->organisation();
  if (const auto* event = payload.as<fb::RepresentativeAuthorised>()) return event->organisation();
  if (const auto* event = payload.as<fb::OrderIssued>()) return event->act()->issuer();
  if (const auto* event = payload.as<fb::MembershipConsentRecorded>()) return event->organisation();
  if (const auto* event = payload.as<fb::AccessionApplied>()) return event->applicant();
  if (const auto* event = payload.as<fb::WithdrawalNoticeRecorded>()) return event->organisation();
  if (const auto* event = payload.as<fb::ObjectionRecorded>()) return event->organisation();
  if (const auto* event = payload.as<fb::ProgrammeAgreed>()) return event->organisation();
  if (const auto* event = payload.as<fb::IndicatorReported>()) return event->organisation();
  if (const auto* event = payload.as<fb::ExecutionReported>()) return event->organisation();
  if (const auto* event = payload.as<fb::NoticeDispatched>()) {
    return event->sender() == nullptr ? nullptr : event->sender()->organisation();
  }
  return nullptr;
}

namespace {

Status check_own(const Case& c) {
  const auto* field = own_organisation(c.payload);
  if (field == nullptr) return Ok{};
  const Id organisation = fixed_of<Id>(field);
  if (c.author().organisation == organisation) return Ok{};
  return not_allowed(c,
                     with_id("a key of the organisation ", "ключ организации ", organisation) +
                         Sentence{", whose act it is", ", чьё это действие"},
                     "author.capacity.organisation");
}

/// The meeting that a keeper's act belongs to.
std::optional<ledger::Hash> meeting_of(const Case& c) {
  if (const auto* event = c.payload.as<fb::AttendanceRecorded>()) {
    return fixed_of<ledger::Hash>(event->meeting());
  }
  if (const auto* event = c.payload.as<fb::MeetingClosed>()) {
    return fixed_of<ledger::Hash>(event->meeting());
  }
  if (const auto* event = c.payload.as<fb::ProtocolRegistered>()) {
    return fixed_of<ledger::Hash>(event->meeting());
  }
  if (const auto* event = c.payload.as<fb::DecisionDeclared>()) {
    return optional_of<ledger::Hash>(event->meeting());
  }
  std::optional<ledger::Hash> ballot;
  if (const auto* event = c.payload.as<fb::BallotCounted>()) {
    ballot = fixed_of<ledger::Hash>(event->ballot());
  }
  if (const auto* event = c.payload.as<fb::BallotClosed>()) {
    ballot = fixed_of<ledger::Hash>(event->ballot());
  }
  if (!ballot) return std::nullopt;
  const auto row = c.state.one<BallotRow>(row_key("agL", *ballot));
  return row ? row->meeting : std::nullopt;
}

std::optional<Id> body_of_act(const Case& c, const std::optional<ledger::Hash>& meeting) {
  if (meeting) {
    const auto row = c.state.one<MeetingRow>(row_key("agN", *meeting));
    if (row && row->body) return row->body;
  }
  const flatbuffers::String* ballot = nullptr;
  if (const auto* event = c.payload.as<fb::BallotCounted>()) ballot = event->ballot();
  if (const auto* event = c.payload.as<fb::BallotClosed>()) ballot = event->ballot();
  if (ballot == nullptr) return std::nullopt;
  const auto row = c.state.one<BallotRow>(row_key("agL", fixed_of<ledger::Hash>(ballot)));
  return row ? row->body : std::nullopt;
}

}  // namespace

std::uint32_t standing_there(const Case& c) {
  std::uint32_t standing = kNoStanding;
  const auto meeting = meeting_of(c);
  const auto body = body_of_act(c, meeting);
  if (body ? is_chair_of(c, *body) : is_chair_here(c)) standing |= kChair;
  if (!meeting) return standing;
  for (const AttendanceFact& fact : c.state.list<AttendanceFact>(row_key("agW", *meeting))) {
    if (!fact.presiding) continue;
    const bool ours = c.author().seat == fact.presiding ||
                      (!c.author().seat && c.author().organisation == fact.presiding);
    if (ours) standing |= kPresiding;
  }
  return standing;
}

namespace {

/// A post of an organisation is its own affair, or that of those who run the region.
Status check_office_holder(const Case& c, const fb::OfficeHolderChanged& event) {
  const std::uint32_t standing = standing_of(c, RepresentationScope::ALL_ACTS);
  const bool own = c.author().organisation == fixed_of<Id>(event.organisation());
  const bool of_place = event.role() == fb::Role::CLUSTER_OPERATOR ||
                        event.role() == fb::Role::REGIONAL_OPERATOR ||
                        event.role() == fb::Role::REGIONAL_COORDINATOR;
  if (!of_place && own && (standing & (kHeadOfOwn | kAdministrator)) != 0) return Ok{};
  std::uint32_t allowed = kRegionalOperator | kLedgerOperator;
  if (event.role() == fb::Role::CLUSTER_OPERATOR) allowed |= kCoordinator;
  if ((standing & allowed) != 0) return Ok{};
  return not_allowed(
      c,
      (of_place ? Sentence() : Sentence{"the organisation itself or ", "сама организация или "}) +
          names_of(allowed),
      "author");
}

Status check_told(const Case& c) {
  const bool of_a_place = act_rule_of(c.payload.type()) != nullptr ||
                          c.payload.type() == Payload::OfficeHolderChanged ||
                          c.payload.type() == Payload::VoteCast;
  if (!of_a_place) return Ok{};
  if (belongs_to_place(c)) return Ok{};
  return not_allowed(c,
                     {"a recorder of the place: of the ledger's or the region's operator, the "
                      "coordinator, the operator of the cluster or one of its organisations",
                      "регистратор этого места: от оператора журнала или региона, координатора, "
                      "оператора кластера или одной из его организаций"},
                     "author.capacity.organisation");
}

}  // namespace

Status check_actor(const Case& c) {
  if (!c.self) return check_told(c);
  if (const auto* event = c.payload.as<fb::OfficeHolderChanged>()) {
    return check_office_holder(c, *event);
  }
  const ActRule* rule = act_rule_of(c.payload.type());
  const bool vote = c.payload.type() == Payload::VoteCast;
  if (rule == nullptr && !vote) return Ok{};
  const bool administrative = c.payload.type() == Payload::RepresentativeAuthorised &&
                              c.candidate.author.may(ledger::kScopeAdminister);
  if (!administrative) {
    if (auto capacity = check_capacity(c); !capacity) return capacity;
  }
  if (auto own = check_own(c); !own || vote) return own;
  const std::uint32_t standing = standing_of(c, rule->power) | standing_there(c);
  if ((standing & rule->allowed) != 0) return Ok{};
  return not_allowed(c, names_of(rule->allowed), "author");
}

}  // namespace projections::internal
