// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/declared_ids.h"

namespace projections::internal {
namespace {

using ledger::Id;

/// The field that holds the id of the thing declared; null for other payloads.
const flatbuffers::String* declared(const PayloadRef& payload) {
  if (const auto* e = payload.as<fb::CharterAdopted>()) return e->charter();
  if (const auto* e = payload.as<fb::RegionDeclared>()) return e->region();
  if (const auto* e = payload.as<fb::ClusterCreated>()) return e->cluster();
  if (const auto* e = payload.as<fb::OrganisationRegistered>()) return e->profile()->organisation();
  if (const auto* e = payload.as<fb::BodyComposed>()) return e->body();
  if (const auto* e = payload.as<fb::MeetingConvened>()) return e->meeting();
  if (const auto* e = payload.as<fb::BallotOpened>()) return e->ballot();
  if (const auto* e = payload.as<fb::DecisionDeclared>()) return e->decision();
  if (const auto* e = payload.as<fb::ProtocolRegistered>()) return e->protocol();
  if (const auto* e = payload.as<fb::AgreementRegistered>()) return e->agreement();
  if (const auto* e = payload.as<fb::AgreementAmended>()) return e->supplementary();
  if (const auto* e = payload.as<fb::NoticeDispatched>()) return e->notice();
  if (const auto* e = payload.as<fb::ProgrammeSubmitted>()) return e->programme();
  if (const auto* e = payload.as<fb::PlanSubmitted>()) return e->plan();
  if (const auto* e = payload.as<fb::PlanItemSet>()) return e->row();
  if (const auto* e = payload.as<fb::DocumentRegistered>()) return e->document();
  return nullptr;
}

bool is_role_of_place(fb::Role role) {
  return role == fb::Role::REGIONAL_OPERATOR || role == fb::Role::REGIONAL_COORDINATOR ||
         role == fb::Role::CLUSTER_OPERATOR || role == fb::Role::SUPERVISING_OFFICIAL;
}

/// The organisation whose own history the payload belongs to; null if it belongs to a place.
const flatbuffers::String* about_one_organisation(const PayloadRef& payload) {
  if (const auto* e = payload.as<fb::OrganisationRegistered>()) return e->profile()->organisation();
  if (const auto* e = payload.as<fb::OrganisationChanged>()) return e->organisation();
  if (const auto* e = payload.as<fb::KeyIntroduced>()) return e->organisation();
  if (const auto* e = payload.as<fb::KeyRevoked>()) return e->organisation();
  if (const auto* e = payload.as<fb::KeySuspected>()) return e->organisation();
  if (const auto* e = payload.as<fb::KeyRecovered>()) return e->organisation();
  if (const auto* e = payload.as<fb::OfficeHolderChanged>()) {
    return is_role_of_place(e->role()) ? nullptr : e->organisation();
  }
  return nullptr;
}

/// Collects ids of organisations from fields that may be absent.
class Ids {
 public:
  void add(const flatbuffers::String* hex) {
    if (hex != nullptr) ids_.push_back(fixed_of<Id>(hex));
  }
  void add(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* list) {
    if (list == nullptr) return;
    for (const auto* hex : *list) add(hex);
  }
  template <typename T>
  void add_each(const flatbuffers::Vector<flatbuffers::Offset<T>>* list) {
    if (list == nullptr) return;
    for (const T* item : *list) add(item->organisation());
  }
  std::vector<Id> take() { return std::move(ids_); }

 private:
  std::vector<Id> ids_;
};

void add_membership(const PayloadRef& payload, Ids& ids) {
  if (const auto* e = payload.as<fb::OrderIssued>()) {
    ids.add(e->act()->issuer()), ids.add(e->included()), ids.add(e->excluded());
  }
  if (const auto* e = payload.as<fb::MembershipConsentRecorded>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::AccessionApplied>()) ids.add(e->applicant());
  if (const auto* e = payload.as<fb::WithdrawalNoticeRecorded>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::OpeningState>()) {
    ids.add_each(e->members()), ids.add_each(e->offices());
  }
  if (const auto* e = payload.as<fb::DecisionDeclared>()) {
    ids.add(e->admits()), ids.add(e->excludes()), ids.add_each(e->addressees());
  }
}

void add_places_and_bodies(const PayloadRef& payload, Ids& ids) {
  if (const auto* e = payload.as<fb::LedgerCreated>()) {
    ids.add(e->operator_organisation()->organisation());
  }
  if (const auto* e = payload.as<fb::RegionDeclared>()) {
    ids.add(e->operator_organisation()), ids.add(e->coordinator());
  }
  if (const auto* e = payload.as<fb::ClusterCreated>()) ids.add(e->intended_participants());
  if (const auto* e = payload.as<fb::OfficeHolderChanged>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::RepresentativeAuthorised>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::BodyComposed>()) ids.add_each(e->seats());
  if (const auto* e = payload.as<fb::AttendanceRecorded>()) {
    if (e->presiding() != nullptr) ids.add(e->presiding()->organisation());
    ids.add_each(e->present()), ids.add_each(e->invited());
  }
}

/// Who called a meeting or a ballot, who objected, who issued a document, who a charter names.
void add_mentions(const PayloadRef& payload, Ids& ids) {
  if (const auto* e = payload.as<fb::OrganisationChanged>()) ids.add(e->successor());
  if (const auto* e = payload.as<fb::MeetingConvened>()) ids.add(e->convened_by()->organisation());
  if (const auto* e = payload.as<fb::BallotOpened>()) ids.add(e->opened_by()->organisation());
  if (const auto* e = payload.as<fb::ProtocolApproved>()) ids.add(e->signature()->organisation());
  if (const auto* e = payload.as<fb::ObjectionRecorded>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::IndicatorReported>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::DocumentRegistered>()) ids.add(e->issuer());
  if (const auto* e = payload.as<fb::SignatureEvidenceAttached>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::CharterAdopted>()) {
    ids.add(e->parameters()->membership()->order_issuer());
    ids.add_each(e->parameters()->roles());
  }
}

void add_papers(const PayloadRef& payload, Ids& ids) {
  if (const auto* e = payload.as<fb::AgreementRegistered>()) ids.add_each(e->parties());
  if (const auto* e = payload.as<fb::AgreementAmended>()) {
    ids.add_each(e->parties()), ids.add(e->included()), ids.add(e->excluded());
  }
  if (const auto* e = payload.as<fb::AgreementSigned>()) ids.add(e->signature()->organisation());
  if (const auto* e = payload.as<fb::ProtocolSigned>()) ids.add(e->signature()->organisation());
  if (const auto* e = payload.as<fb::CopyCertified>()) ids.add(e->certified_by()->organisation());
  if (const auto* e = payload.as<fb::ProgrammeSubmitted>()) ids.add_each(e->parties());
  if (const auto* e = payload.as<fb::ProgrammeAgreed>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::ExecutionReported>()) ids.add(e->organisation());
  if (const auto* e = payload.as<fb::PlanItemSet>()) ids.add_each(e->responsible());
  if (const auto* e = payload.as<fb::NoticeDispatched>()) {
    if (e->sender() != nullptr) ids.add(e->sender()->organisation());
    ids.add(e->to()->organisation());
  }
}

FactGroup::Kind kind_of(ledger::ScopeKind kind) {
  switch (kind) {
    case ledger::ScopeKind::kRegion:
      return FactGroup::Kind::kRegion;
    case ledger::ScopeKind::kCluster:
      return FactGroup::Kind::kCluster;
    case ledger::ScopeKind::kLedger:
      break;
  }
  return FactGroup::Kind::kRegistry;
}

}  // namespace

std::vector<Id> ids_declared_by(const PayloadRef& payload) {
  const auto* hex = declared(payload);
  if (hex == nullptr) return {};
  return {fixed_of<Id>(hex)};
}

std::vector<Id> organisations_named_by(const PayloadRef& payload) {
  Ids ids;
  ids.add(about_one_organisation(payload));
  add_membership(payload, ids);
  add_places_and_bodies(payload, ids);
  add_papers(payload, ids);
  add_mentions(payload, ids);
  return ids.take();
}

FactGroup group_of(const PayloadRef& payload, const ledger::Scope& scope) {
  if (const auto* organisation = about_one_organisation(payload)) {
    return {FactGroup::Kind::kOrganisation, fixed_of<Id>(organisation)};
  }
  return {kind_of(scope.kind), scope.id};
}

}  // namespace projections::internal
