// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/duty_points.h"

#include <set>

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

/// The earlier of two ends; an unknown day never displaces a known one.
void keep_first(std::optional<Stop>& first, const FuzzyDate& day, const Evidence& evidence) {
  if (!first || rules::before(day, first->day) == Truth::kYes) first = Stop{day, evidence};
}

bool has_kind(const std::vector<fb::AmendmentKind>& kinds, fb::AmendmentKind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool only_inclusion(const Amendment& amendment) {
  return amendment.kinds.size() == 1 && has_kind(amendment.kinds, fb::AmendmentKind::INCLUSION);
}

std::vector<Amendment> all_amendments(const PointSources& sources) {
  std::vector<Amendment> out;
  for (const Agreement& agreement : sources.agreements) {
    out.insert(out.end(), agreement.amendments.begin(), agreement.amendments.end());
  }
  return out;
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
    if (!agreement.signatures.complete()) continue;
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

/// Protocols that change an agreement otherwise than by taking somebody in.
std::set<Hash> protocols_of_changes(const PointSources& sources) {
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

std::vector<Start> protocols_signed(const PointSources& sources) {
  std::vector<Start> out;
  const std::set<Hash> wanted = protocols_of_changes(sources);
  for (const auto& fact : sources.chronicle.all<fb::ProtocolSigned>()) {
    const Hash protocol = fixed_of<Hash>(fact->protocol());
    if (fact->signature()->acting_as() != fb::ActingAs::CHAIR || !wanted.contains(protocol)) {
      continue;
    }
    Start start{protocol, rules::fuzzy(fact->signature()->signed_on()), {}};
    start.grounds.evidence.add(*fact.source);
    out.push_back(std::move(start));
  }
  return out;
}

/// The day of the meeting at which a decision was taken, else the day that the event gives.
FuzzyDate decided_on(const PointSources& sources, const Fact<fb::DecisionDeclared>& fact) {
  if (const auto meeting = sources.chronicle.find<fb::MeetingConvened>(fact->meeting())) {
    return rules::fuzzy((*meeting)->takes_place_on());
  }
  const auto* dates = fact.body->dates();
  return rules::fuzzy(dates == nullptr ? nullptr : dates->occurred());
}

std::vector<Start> inclusions_decided(const PointSources& sources) {
  std::vector<Start> out;
  for (const auto& fact : sources.chronicle.all<fb::DecisionDeclared>()) {
    if (fact->kind() != fb::DecisionKind::ACCESSION) continue;
    Start start{fact.digest(), decided_on(sources, fact), {}};
    start.grounds.evidence.add(*fact.source);
    out.push_back(std::move(start));
  }
  return out;
}

/// The organisations that hold a role of the region or of the cluster.
std::set<Id> holders_of(const Chronicle& chronicle, fb::Role role) {
  std::set<Id> out;
  for (const auto& fact : chronicle.all<fb::RegionDeclared>()) {
    if (role == fb::Role::REGIONAL_OPERATOR) {
      out.insert(fixed_of<Id>(fact->operator_organisation()));
    } else if (role == fb::Role::REGIONAL_COORDINATOR && fact->coordinator() != nullptr) {
      out.insert(fixed_of<Id>(fact->coordinator()));
    }
  }
  for (const auto& fact : chronicle.all<fb::OfficeHolderChanged>()) {
    if (fact->role() == role) out.insert(fixed_of<Id>(fact->organisation()));
  }
  return out;
}

/// Whether a letter went to whom the charter names, or may have: the coordinator is not the
/// operator, whatever both are called (TU 4д, 4е).
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
    const std::set<Id> holders = holders_of(sources.chronicle, role);
    return holders.empty() || holders.contains(organisation);
  }
  if (to.kind() != wanted->kind()) return false;
  if (to.role() != nullptr) return to.role()->role() == role;
  if (to.body() != nullptr) return to.body()->kind() == wanted->body()->kind();
  return true;
}

/// Whether the letter tells the operator of a newcomer.
bool tells_of_inclusion(const PointSources& sources, const Notice& notice) {
  if (!goes_to(sources, notice, sources.inclusion_to)) return false;
  if (notice.kind == fb::NoticeKind::INCLUSION) return true;
  if (!sources.copies_are_notice || notice.kind != fb::NoticeKind::SUPPLEMENTARY_COPY) return false;
  for (const Amendment& amendment : all_amendments(sources)) {
    if (has_kind(amendment.kinds, fb::AmendmentKind::INCLUSION) &&
        notice.concerns_event(amendment.fact.digest())) {
      return true;
    }
  }
  return false;
}

enum class Moment { kSent, kReceived };

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

// --- ends ----------------------------------------------------------------------------------------

std::optional<Stop> agreement_concluded(const PointSources& sources) {
  std::optional<Stop> first;
  for (const Agreement& agreement : sources.agreements) {
    if (!agreement.signatures.complete()) continue;
    keep_first(first, agreement.concluded_on, agreement.grounds.evidence);
  }
  return first;
}

std::optional<Stop> letter_about(const PointSources& sources, const Start& start,
                                 fb::NoticeKind kind, const fb::Addressee* to) {
  std::optional<Stop> first;
  for (const Notice& notice : sources.notices) {
    const bool ours = notice.kind == kind ||
                      (kind == fb::NoticeKind::INCLUSION && tells_of_inclusion(sources, notice));
    if (ours && goes_to(sources, notice, to) && notice.concerns_event(start.subject)) {
      keep_first(first, notice.sent_on, notice.grounds.evidence);
    }
  }
  return first;
}

bool in_protocol(const PointSources& sources, const Hash& protocol, const Hash& decision) {
  const auto fact = sources.chronicle.find<fb::ProtocolRegistered>(protocol);
  if (!fact || (*fact)->decisions() == nullptr) return false;
  for (const auto* hex : *(*fact)->decisions()) {
    if (fixed_of<Hash>(hex) == decision) return true;
  }
  return false;
}

/// Whether a change of the programme rests on what began the period.
bool rests_on(const PointSources& sources, const Hash& basis, const Hash& subject) {
  if (basis == subject || in_protocol(sources, subject, basis)) return true;
  const auto amendment = sources.chronicle.find<fb::AgreementAmended>(basis);
  return amendment && optional_of<Hash>((*amendment)->protocol()) == subject;
}

std::optional<Stop> programme_changed(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.all<fb::ProgrammeChanged>()) {
    const auto basis = optional_of<Hash>(fact->basis());
    if (!basis || !rests_on(sources, *basis, start.subject)) continue;
    keep_first(first, rules::fuzzy(fact->entered_on()), Evidence(*fact.source));
  }
  return first;
}

/// The newcomers of whom a letter tells.
std::set<Id> newcomers_of(const PointSources& sources, const Hash& letter) {
  std::set<Id> out;
  for (const Notice& notice : sources.notices) {
    if (notice.fact.digest() != letter) continue;
    for (const Amendment& amendment : all_amendments(sources)) {
      if (!notice.concerns_event(amendment.fact.digest())) continue;
      out.insert(amendment.included.begin(), amendment.included.end());
    }
  }
  return out;
}

bool takes_notice(const PointSources& sources, const fb::OrderIssued& order, const Start& start) {
  if (order.takes_notice_of() != nullptr) {
    for (const auto* hex : *order.takes_notice_of()) {
      const Hash named = fixed_of<Hash>(hex);
      if (named == start.subject) return true;
      const auto receipt = sources.chronicle.find<fb::NoticeReceived>(named);
      if (receipt && fixed_of<Hash>((*receipt)->notice()) == start.subject) return true;
    }
  }
  if (order.included() == nullptr) return false;
  const std::set<Id> newcomers = newcomers_of(sources, start.subject);
  for (const auto* hex : *order.included()) {
    if (newcomers.contains(fixed_of<Id>(hex))) return true;
  }
  return false;
}

/// The day of an order: what the event says occurred, else the date in the header of the act.
FuzzyDate order_day(const Fact<fb::OrderIssued>& fact) {
  const auto* dates = fact.body->dates();
  if (dates != nullptr && dates->occurred() != nullptr) return rules::fuzzy(dates->occurred());
  if (fact->act()->printed() == nullptr) return {};
  for (const fb::Printed* printed : *fact->act()->printed()) {
    if (printed->place() == fb::PrintedPlace::HEADER) return rules::fuzzy(printed->date());
  }
  return {};
}

std::optional<Stop> order_issued(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.all<fb::OrderIssued>()) {
    if (takes_notice(sources, *fact.payload, start)) {
      keep_first(first, order_day(fact), Evidence(*fact.source));
    }
  }
  return first;
}

std::optional<Stop> protocol_registered(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.all<fb::ProtocolRegistered>()) {
    if (fixed_of<Hash>(fact->meeting()) != start.subject) continue;
    keep_first(first, rules::fuzzy(fact->dated()), Evidence(*fact.source));
  }
  return first;
}

}  // namespace

PointSources::PointSources(const Chronicle& of, const HeldMeetings& held, Date day)
    : chronicle(of),
      meetings(held),
      on(day),
      agreements(governance::agreements(of, day)),
      notices(governance::notices(of)) {
  const auto charter = Charters(of).on(day);
  const auto* rules = charter ? charter->charter.parameters().agreement() : nullptr;
  copies_are_notice = rules != nullptr && rules->copies_are_notice();
  const auto* deadlines = charter ? charter->charter.parameters().deadlines() : nullptr;
  if (deadlines == nullptr) return;
  for (const fb::DeadlineRule* rule : *deadlines) {
    if (rule->stop() == fb::DutyPoint::INCLUSION_NOTICE_DISPATCHED) inclusion_to = rule->to();
  }
}

std::vector<Start> starts_of(const PointSources& sources, fb::DutyPoint point) {
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
    case Point::INDICATOR_PROPOSAL_RECEIVED:
      return letters(sources, Moment::kReceived, [](const Notice& one) {
        return one.kind == fb::NoticeKind::INDICATOR_PROPOSAL;
      });
    case Point::MEETING_HELD:
      return meetings_held(sources);
    default:
      return {};
  }
}

std::optional<Stop> stop_of(const PointSources& sources, fb::DutyPoint point, const Start& start,
                            const fb::Addressee* to) {
  using Point = fb::DutyPoint;
  switch (point) {
    case Point::AGREEMENT_CONCLUDED:
      return agreement_concluded(sources);
    case Point::AGREEMENT_COPY_DISPATCHED:
      return letter_about(sources, start, fb::NoticeKind::AGREEMENT_COPY, to);
    case Point::SUPPLEMENTARY_COPY_DISPATCHED:
      return letter_about(sources, start, fb::NoticeKind::SUPPLEMENTARY_COPY, to);
    case Point::PROTOCOL_COPY_DISPATCHED:
      return letter_about(sources, start, fb::NoticeKind::PROTOCOL_COPY, to);
    case Point::INCLUSION_NOTICE_DISPATCHED:
      return letter_about(sources, start, fb::NoticeKind::INCLUSION, to);
    case Point::CONCLUSION_DISPATCHED:
      return letter_about(sources, start, fb::NoticeKind::CONCLUSION, to);
    case Point::PROGRAMME_CHANGED:
      return programme_changed(sources, start);
    case Point::ORDER_ISSUED:
      return order_issued(sources, start);
    case Point::PROTOCOL_REGISTERED:
      return protocol_registered(sources, start);
    default:
      return std::nullopt;
  }
}

bool follows(const PointSources& sources, fb::DutyPoint stop, const Start& start) {
  if (stop != fb::DutyPoint::INCLUSION_NOTICE_DISPATCHED) return true;
  const auto amendment = sources.chronicle.find<fb::AgreementAmended>(start.subject);
  return !amendment ||
         ((*amendment)->included() != nullptr && (*amendment)->included()->size() > 0);
}

fb::FactKind recorded_among(fb::DutyPoint stop) {
  using Point = fb::DutyPoint;
  switch (stop) {
    case Point::AGREEMENT_CONCLUDED:
    case Point::SUPPLEMENTARY_CONCLUDED:
      return fb::FactKind::AGREEMENTS;
    case Point::PROGRAMME_CHANGED:
      return fb::FactKind::PROGRAMMES;
    case Point::ORDER_ISSUED:
      return fb::FactKind::ORDERS;
    case Point::PLAN_APPROVED:
      return fb::FactKind::PLANS;
    case Point::MEETING_HELD:
    case Point::PROTOCOL_REGISTERED:
      return fb::FactKind::MEETINGS;
    default:
      return fb::FactKind::NOTICES;
  }
}

}  // namespace projections::governance::internal
