// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/duty_points.h"

#include <map>
#include <set>

#include "projections/governance/internal/fact_days.h"
#include "projections/governance/offices.h"
#include "projections/governance/protocols.h"

namespace projections::governance::internal {

using ledger::Hash;
using ledger::Id;

namespace {

bool has_kind(const std::vector<fb::AmendmentKind>& kinds, fb::AmendmentKind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// The organisations that may have held the role when the letter was sent.
std::set<Id> holders_of(const PointSources& sources, fb::Role role, const FuzzyDate& sent) {
  std::set<Id> out;
  const Date last = sent.not_after.value_or(sources.on);
  for (const Date day : {sent.not_before.value_or(last), last}) {
    for (const RoleHolder& one : role_holders(sources.chronicle, role, day)) {
      out.insert(one.organisation);
    }
  }
  return out;
}

}  // namespace

bool of_cluster(const Agreement& agreement) {
  return agreement.fact->kind() != fb::AgreementKind::OTHER;
}

std::vector<Amendment> all_amendments(const PointSources& sources) {
  std::vector<Amendment> out;
  for (const Agreement& agreement : sources.agreements) {
    out.insert(out.end(), agreement.amendments.begin(), agreement.amendments.end());
  }
  return out;
}

FuzzyDate issued_on(const Fact<fb::OrderIssued>& fact) {
  const auto* dates = fact.body->dates();
  if (dates != nullptr && dates->occurred() != nullptr) return rules::fuzzy(dates->occurred());
  if (fact->act()->printed() == nullptr) return {};
  for (const fb::Printed* printed : *fact->act()->printed()) {
    if (printed->place() == fb::PrintedPlace::HEADER) return rules::fuzzy(printed->date());
  }
  return {};
}

bool goes_to(const PointSources& sources, const Notice& notice, const fb::Addressee* wanted) {
  if (wanted == nullptr) return true;
  const fb::Addressee& to = *notice.fact->to();
  if (to.kind() == fb::AddresseeKind::DESCRIBED) return true;
  const fb::Role role = wanted->role() == nullptr ? fb::Role::UNSPECIFIED : wanted->role()->role();
  if (to.kind() == fb::AddresseeKind::ORGANISATION) {
    const Id organisation = fixed_of<Id>(to.organisation());
    if (wanted->organisation() != nullptr) {
      return organisation == fixed_of<Id>(wanted->organisation());
    }
    const std::set<Id> holders = holders_of(sources, role, notice.sent_on);
    return holders.empty() || holders.contains(organisation);
  }
  if (to.kind() != wanted->kind()) return false;
  if (to.role() != nullptr) return to.role()->role() == role;
  if (to.body() != nullptr) return to.body()->kind() == wanted->body()->kind();
  return true;
}

namespace {

/// To whom a charter wants a newcomer's notice to go; null: it does not say.
const fb::Addressee* inclusion_told_to(const AdoptedCharter& charter) {
  const fb::Addressee* to = nullptr;
  const auto* deadlines = charter.charter.parameters().deadlines();
  if (deadlines == nullptr) return nullptr;
  for (const fb::DeadlineRule* rule : *deadlines) {
    if (rule->stop() == fb::DutyPoint::INCLUSION_NOTICE_DISPATCHED) to = rule->to();
  }
  return to;
}

}  // namespace

bool tells_of_inclusion(const PointSources& sources, const Notice& notice) {
  const auto charter = sources.charters.of(notice.sent_on, sources.on);
  if (!goes_to(sources, notice, charter ? inclusion_told_to(*charter) : nullptr)) return false;
  if (notice.kind == fb::NoticeKind::INCLUSION) return true;
  const auto* rules = charter ? charter->charter.parameters().agreement() : nullptr;
  const bool copies_are_notice = rules != nullptr && rules->copies_are_notice();
  if (!copies_are_notice || notice.kind != fb::NoticeKind::SUPPLEMENTARY_COPY) return false;
  for (const Amendment& amendment : all_amendments(sources)) {
    if (has_kind(amendment.kinds, fb::AmendmentKind::INCLUSION) &&
        notice.concerns_event(amendment.fact.digest())) {
      return true;
    }
  }
  return false;
}

namespace {

bool only_inclusion(const Amendment& amendment) {
  return amendment.kinds.size() == 1 && has_kind(amendment.kinds, fb::AmendmentKind::INCLUSION);
}

// --- beginnings ----------------------------------------------------------------------------------

std::vector<Start> clusters_decided(const PointSources& sources) {
  std::vector<Start> out;
  for (const auto& fact : sources.chronicle.all<fb::ClusterCreated>()) {
    if (sources.chronicle.place().kind != ledger::ScopeKind::kCluster) continue;
    Start start{fact.digest(), rules::fuzzy(fact->decided_on()), {}};
    start.grounds.evidence.add(*fact.source);
    out.push_back(std::move(start));
  }
  return out;
}

std::vector<Start> agreements_concluded(const PointSources& sources) {
  std::vector<Start> out;
  for (const Agreement& agreement : sources.agreements) {
    if (!agreement.signatures.complete() || !of_cluster(agreement)) continue;
    out.push_back({agreement.fact.digest(), agreement.concluded_on, agreement.grounds});
  }
  return out;
}

std::vector<Start> supplementary_concluded(const PointSources& sources) {
  std::vector<Start> out;
  for (const Amendment& amendment : all_amendments(sources)) {
    if (!amendment.signatures.complete()) continue;
    out.push_back({amendment.fact.digest(), amendment.concluded_on, amendment.grounds});
  }
  return out;
}

std::vector<Start> inclusions_decided(const PointSources& sources) {
  std::vector<Start> out;
  for (const auto& fact : sources.chronicle.all<fb::DecisionDeclared>()) {
    if (fact->kind() != fb::DecisionKind::ACCESSION) continue;
    Start start{fact.digest(), decided(sources.chronicle, sources.versions, fact).day, {}};
    start.grounds.evidence.add(*fact.source);
    out.push_back(std::move(start));
  }
  return out;
}

bool taken_in(const fb::OrderIssued& order) {
  return order.included() != nullptr && order.included()->size() > 0;
}

/// Orders on new participants; an order that takes in nobody begins nothing.
std::vector<Start> orders_issued(const PointSources& sources) {
  std::vector<Start> out;
  for (const auto& fact : sources.chronicle.own<fb::OrderIssued>()) {
    if (!taken_in(*fact.payload)) continue;
    Start start{fact.digest(), issued_on(fact), {}};
    start.grounds.evidence.add(*fact.source);
    out.push_back(std::move(start));
  }
  return out;
}

bool of_body_meeting(const PointSources& sources, const fb::ProtocolRegistered& protocol) {
  const auto meeting = sources.chronicle.find<fb::MeetingConvened>(protocol.meeting());
  return meeting && (*meeting)->kind() == fb::MeetingKind::BODY_MEETING;
}

/// A protocol of a body, with the versions that its last one replaced.
struct ProtocolVersions {
  Fact<fb::ProtocolRegistered> last;
  std::vector<Hash> earlier;
};

/// The paper of a conference is no protocol of a body.
std::vector<ProtocolVersions> protocols_of_bodies(const PointSources& sources) {
  std::vector<ProtocolVersions> out;
  std::map<Hash, std::vector<Hash>> versions;
  std::set<Hash> replaced;
  const auto facts = sources.chronicle.own<fb::ProtocolRegistered>();
  for (const auto& fact : facts) {
    const auto old = optional_of<Hash>(fact->replaces());
    if (!old) continue;
    replaced.insert(*old);
    auto& earlier = versions[fact.digest()];
    earlier = versions[*old];
    earlier.push_back(*old);
  }
  for (const auto& fact : facts) {
    if (replaced.contains(fact.digest()) || !of_body_meeting(sources, *fact.payload)) continue;
    out.push_back({fact, versions[fact.digest()]});
  }
  return out;
}

/// The protocols of bodies by the date that they bear.
std::vector<Start> protocols_registered(const PointSources& sources) {
  std::vector<Start> out;
  for (const ProtocolVersions& one : protocols_of_bodies(sources)) {
    Start start{one.last.digest(), rules::fuzzy(one.last->dated()), {}, one.earlier};
    start.grounds.evidence.add(*one.last.source);
    out.push_back(std::move(start));
  }
  return out;
}

using Signings = std::map<Hash, std::vector<Fact<fb::ProtocolSigned>>>;

void sign(const Signings& by_chair, const Hash& version, std::optional<FuzzyDate>& first,
          Evidence& evidence) {
  const auto of = by_chair.find(version);
  if (of == by_chair.end()) return;
  for (const auto& fact : of->second) {
    const FuzzyDate day = rules::fuzzy(fact->signature()->signed_on());
    first = first ? earlier_of(*first, day) : day;
    evidence.add(*fact.source);
  }
}

/// Every protocol of a body that its chair has signed, once, from the first such signature in any
/// of its versions.
std::vector<Start> protocols_signed(const PointSources& sources) {
  Signings by_chair;
  for (const Protocol& protocol : protocols(sources.council)) {
    for (const ProtocolSignature& one : protocol.signatures) {
      // Whoever signs in the chair's place without being the chair is not the chair (TU 13).
      if (one.acting_as != fb::ActingAs::CHAIR || one.mandate == Truth::kNo) continue;
      by_chair[protocol.fact.digest()].push_back(one.fact);
    }
  }
  std::vector<Start> out;
  for (const ProtocolVersions& one : protocols_of_bodies(sources)) {
    std::vector<Hash> versions = one.earlier;
    versions.push_back(one.last.digest());
    Start start{versions.front(), {}, {}, {versions.begin() + 1, versions.end()}};
    std::optional<FuzzyDate> first;
    for (const Hash& version : versions) sign(by_chair, version, first, start.grounds.evidence);
    if (!first) continue;
    start.day = *first;
    out.push_back(std::move(start));
  }
  return out;
}

std::vector<Start> programmes_changed(const PointSources& sources) {
  std::vector<Start> out;
  for (const auto& fact : sources.chronicle.own<fb::ProgrammeChanged>()) {
    Start start{fact.digest(), rules::fuzzy(fact->entered_on()), {}};
    start.grounds.evidence.add(*fact.source);
    out.push_back(std::move(start));
  }
  return out;
}

std::vector<Start> plans_approved(const PointSources& sources) {
  std::vector<Start> out;
  for (const Plan& plan : sources.plans) {
    for (const PlanApproval& approval : plan.approvals) {
      const auto day = approval.works_on();
      if (!day || approval.fact.scope != sources.chronicle.place()) continue;
      Start start{approval.fact.digest(), *day, {}, {plan.fact.digest()}};
      start.grounds.evidence.add(*approval.fact.source);
      out.push_back(std::move(start));
    }
  }
  return out;
}

template <typename Wanted>
std::vector<Start> letters(const PointSources& sources, Moment moment, const Wanted& wanted) {
  std::vector<Start> out;
  for (const Notice& notice : sources.notices) {
    if (!wanted(notice) || (moment == Moment::kReceived && !notice.receipt)) continue;
    out.push_back({notice.fact.digest(),
                   moment == Moment::kSent ? notice.sent_on : notice.received_on, notice.grounds});
  }
  return out;
}

std::vector<Start> letters_of(const PointSources& sources, Moment moment, fb::NoticeKind kind) {
  return letters(sources, moment, [kind](const Notice& one) { return one.kind == kind; });
}

std::vector<Start> meetings_held(const PointSources& sources) {
  std::vector<Start> out;
  for (const auto& [kind, list] : sources.meetings) {
    for (const HeldMeeting& meeting : list) {
      if (meeting.held != Truth::kYes) continue;
      Start start{meeting.meeting, meeting.day, {}};
      start.grounds.evidence.add(meeting.evidence);
      out.push_back(std::move(start));
    }
  }
  return out;
}

/// Protocols that change an agreement otherwise than by taking somebody in.
std::set<Hash> changing_protocols(const PointSources& sources) {
  std::set<Hash> out;
  for (const Amendment& amendment : all_amendments(sources)) {
    if (amendment.protocol && !only_inclusion(amendment)) out.insert(amendment.protocol->digest());
  }
  for (const auto& protocol : sources.chronicle.all<fb::ProtocolRegistered>()) {
    if (protocol->decisions() == nullptr) continue;
    for (const auto* hex : *protocol->decisions()) {
      const auto decision = sources.chronicle.find<fb::DecisionDeclared>(hex);
      if (!decision) continue;
      const auto kind = (*decision)->kind();
      if (kind == fb::DecisionKind::EXCLUSION || kind == fb::DecisionKind::AMENDMENT) {
        out.insert(protocol.digest());
      }
    }
  }
  return out;
}

}  // namespace

PointSources::PointSources(const Council& of, const HeldMeetings& held)
    : council(of),
      chronicle(of.chronicle()),
      meetings(held),
      on(of.on()),
      charters(chronicle),
      versions(chronicle),
      agreements(agreements_by(chronicle, on, nullptr)),
      notices(governance::notices(chronicle)),
      plans(governance::plans(of)) {
  protocols_of_changes = changing_protocols(*this);
}

std::vector<Start> starts_of(const PointSources& sources, fb::DutyPoint point) {
  using Kind = fb::NoticeKind;
  using Point = fb::DutyPoint;
  const auto inclusion = [&](const Notice& one) { return tells_of_inclusion(sources, one); };
  switch (point) {
    case Point::CLUSTER_DECIDED:
      return clusters_decided(sources);
    case Point::AGREEMENT_CONCLUDED:
      return agreements_concluded(sources);
    case Point::SUPPLEMENTARY_CONCLUDED:
      return supplementary_concluded(sources);
    case Point::PROTOCOL_SIGNED_BY_CHAIR:
      return protocols_signed(sources);
    case Point::INCLUSION_DECIDED:
      return inclusions_decided(sources);
    case Point::INCLUSION_NOTICE_DISPATCHED:
      return letters(sources, Moment::kSent, inclusion);
    case Point::INCLUSION_NOTICE_RECEIVED:
      return letters(sources, Moment::kReceived, inclusion);
    case Point::ORDER_ISSUED:
      return orders_issued(sources);
    case Point::AGREEMENT_COPY_DISPATCHED:
      return letters_of(sources, Moment::kSent, Kind::AGREEMENT_COPY);
    case Point::SUPPLEMENTARY_COPY_DISPATCHED:
      return letters_of(sources, Moment::kSent, Kind::SUPPLEMENTARY_COPY);
    case Point::PROTOCOL_COPY_DISPATCHED:
      return letters_of(sources, Moment::kSent, Kind::PROTOCOL_COPY);
    case Point::PROGRAMME_CHANGED:
      return programmes_changed(sources);
    case Point::INDICATOR_PROPOSAL_RECEIVED:
      return letters_of(sources, Moment::kReceived, Kind::INDICATOR_PROPOSAL);
    case Point::CONCLUSION_DISPATCHED:
      return letters_of(sources, Moment::kSent, Kind::CONCLUSION);
    case Point::MEETING_HELD:
      return meetings_held(sources);
    case Point::PROTOCOL_REGISTERED:
      return protocols_registered(sources);
    case Point::PLAN_APPROVED:
      return plans_approved(sources);
    case Point::UNSPECIFIED:
      break;
  }
  return {};
}

}  // namespace projections::governance::internal
