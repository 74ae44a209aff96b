// SPDX-License-Identifier: Apache-2.0
// The ends of duties: stop_of() and what belongs to it.
#include <set>

#include "projections/governance/internal/duty_points.h"

namespace projections::governance::internal {

using ledger::Hash;
using ledger::Id;

namespace {

/// The earlier of two ends; an unknown day never displaces a known one.
void keep_first(std::optional<Stop>& first, const FuzzyDate& day, const Evidence& evidence) {
  if (!first || rules::before(day, first->day) == Truth::kYes) first = Stop{day, evidence};
}

std::optional<Stop> agreement_concluded(const PointSources& sources) {
  std::optional<Stop> first;
  for (const Agreement& agreement : sources.agreements) {
    if (!agreement.signatures.complete()) continue;
    keep_first(first, agreement.concluded_on, agreement.grounds.evidence);
  }
  return first;
}

bool concerns(const Notice& notice, const Start& start) {
  return notice.concerns_event(start.subject) ||
         std::any_of(start.same.begin(), start.same.end(),
                     [&](const Hash& one) { return notice.concerns_event(one); });
}

std::optional<Stop> letter_about(const PointSources& sources, const Start& start,
                                 fb::NoticeKind kind, const fb::Addressee* to,
                                 Moment moment = Moment::kSent) {
  std::optional<Stop> first;
  for (const Notice& notice : sources.notices) {
    const bool ours = notice.kind == kind ||
                      (kind == fb::NoticeKind::INCLUSION && tells_of_inclusion(sources, notice));
    if (!ours || !goes_to(sources, notice, to) || !concerns(notice, start)) continue;
    if (moment == Moment::kSent) {
      keep_first(first, notice.sent_on, notice.grounds.evidence);
    } else if (notice.receipt) {
      keep_first(first, notice.received_on, notice.grounds.evidence);
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

/// Whether a change of the programme rests on what began the period, in any of its versions.
bool rests_on(const PointSources& sources, const Hash& basis, const Start& start) {
  const auto amendment = sources.chronicle.find<fb::AgreementAmended>(basis);
  const auto on = [&](const Hash& subject) {
    return basis == subject || in_protocol(sources, subject, basis) ||
           (amendment && optional_of<Hash>((*amendment)->protocol()) == subject);
  };
  return on(start.subject) || std::any_of(start.same.begin(), start.same.end(), on);
}

std::optional<Stop> programme_changed(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.all<fb::ProgrammeChanged>()) {
    const auto basis = optional_of<Hash>(fact->basis());
    if (!basis || !rests_on(sources, *basis, start)) continue;
    keep_first(first, rules::fuzzy(fact->entered_on()), Evidence(*fact.source));
  }
  return first;
}

template <typename Hexes>
void add_ids(const Hexes* hexes, std::set<Id>& out) {
  if (hexes == nullptr) return;
  for (const auto* hex : *hexes) out.insert(fixed_of<Id>(hex));
}

/// The newcomers of whom a letter tells, whom an agreement or an order takes in, or on whom was
/// decided.
std::set<Id> newcomers_of(const PointSources& sources, const Hash& subject) {
  std::set<Id> out;
  for (const Notice& notice : sources.notices) {
    if (notice.fact.digest() != subject) continue;
    for (const Amendment& amendment : all_amendments(sources)) {
      if (!notice.concerns_event(amendment.fact.digest())) continue;
      out.insert(amendment.included.begin(), amendment.included.end());
    }
  }
  const Chronicle& chronicle = sources.chronicle;
  if (const auto amendment = chronicle.find<fb::AgreementAmended>(subject)) {
    add_ids((*amendment)->included(), out);
  }
  if (const auto order = chronicle.find<fb::OrderIssued>(subject)) {
    add_ids((*order)->included(), out);
  }
  if (const auto decision = chronicle.find<fb::DecisionDeclared>(subject)) {
    add_ids((*decision)->admits(), out);
  }
  return out;
}

bool share_any(const std::set<Id>& some, const std::set<Id>& others) {
  return std::any_of(some.begin(), some.end(), [&](const Id& one) { return others.contains(one); });
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
  std::set<Id> included;
  add_ids(order.included(), included);
  return share_any(newcomers_of(sources, start.subject), included);
}

std::optional<Stop> order_issued(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.all<fb::OrderIssued>()) {
    if (takes_notice(sources, *fact.payload, start)) {
      keep_first(first, issued_on(fact), Evidence(*fact.source));
    }
  }
  return first;
}

/// Whether two events convene one meeting: a later version may name another day.
bool same_meeting(const PointSources& sources, const Hash& one, const Hash& other) {
  if (one == other) return true;
  const auto first = sources.chronicle.find<fb::MeetingConvened>(one);
  const auto second = sources.chronicle.find<fb::MeetingConvened>(other);
  return first && second && fixed_of<Id>((*first)->meeting()) == fixed_of<Id>((*second)->meeting());
}

/// Whether the protocol is of the meeting, holds the decision or is the paper that began a period.
bool protocol_of(const PointSources& sources, const Fact<fb::ProtocolRegistered>& protocol,
                 const Start& start) {
  return protocol.digest() == start.subject ||
         std::find(start.same.begin(), start.same.end(), protocol.digest()) != start.same.end() ||
         same_meeting(sources, fixed_of<Hash>(protocol->meeting()), start.subject) ||
         in_protocol(sources, protocol.digest(), start.subject);
}

std::optional<Stop> protocol_registered(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.all<fb::ProtocolRegistered>()) {
    if (!protocol_of(sources, fact, start)) continue;
    keep_first(first, rules::fuzzy(fact->dated()), Evidence(*fact.source));
  }
  return first;
}

std::optional<Stop> protocol_signed(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.all<fb::ProtocolSigned>()) {
    if (fact->signature()->acting_as() != fb::ActingAs::CHAIR) continue;
    const auto protocol = sources.chronicle.find<fb::ProtocolRegistered>(fact->protocol());
    if (!protocol || !protocol_of(sources, *protocol, start)) continue;
    keep_first(first, rules::fuzzy(fact->signature()->signed_on()), Evidence(*fact.source));
  }
  return first;
}

/// The first supplementary agreement that rests on what began the period or takes the same in.
std::optional<Stop> supplementary_concluded(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  const std::set<Id> newcomers = newcomers_of(sources, start.subject);
  for (const Amendment& amendment : all_amendments(sources)) {
    if (!amendment.signatures.complete()) continue;
    const std::set<Id> included(amendment.included.begin(), amendment.included.end());
    const bool rests = amendment.protocol && protocol_of(sources, *amendment.protocol, start);
    if (!rests && !share_any(newcomers, included)) continue;
    keep_first(first, amendment.concluded_on, amendment.grounds.evidence);
  }
  return first;
}

std::optional<Stop> inclusion_decided(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  const std::set<Id> newcomers = newcomers_of(sources, start.subject);
  for (const auto& fact : sources.chronicle.all<fb::DecisionDeclared>()) {
    if (fact->kind() != fb::DecisionKind::ACCESSION) continue;
    std::set<Id> admitted;
    add_ids(fact->admits(), admitted);
    if (!share_any(newcomers, admitted)) continue;
    const FuzzyDate day = decided(sources.chronicle, sources.versions, fact).day;
    keep_first(first, day, Evidence(*fact.source));
  }
  return first;
}

/// Whether something on `day` may have followed the beginning.
bool may_follow(const Start& start, const FuzzyDate& day) {
  return rules::on_or_before(start.day, day) != Truth::kNo;
}

/// The next meeting; of the body to which the charter gives the duty, where it names one.
std::optional<Stop> meeting_held(const PointSources& sources, const Start& start,
                                 const fb::Addressee* of) {
  std::optional<Stop> first;
  for (const auto& [kind, list] : sources.meetings) {
    if (of != nullptr && of->body() != nullptr && of->body()->kind() != kind) continue;
    for (const HeldMeeting& meeting : list) {
      if (meeting.held != Truth::kYes || !may_follow(start, meeting.day)) continue;
      if (same_meeting(sources, meeting.meeting, start.subject)) continue;
      keep_first(first, meeting.day, meeting.evidence);
    }
  }
  return first;
}

std::optional<Stop> plan_approved(const PointSources& sources, const Start& start) {
  std::optional<Stop> first;
  for (const auto& fact : sources.chronicle.own<fb::PlanApproved>()) {
    const FuzzyDate day = rules::fuzzy(fact->approved_on());
    if (may_follow(start, day)) keep_first(first, day, Evidence(*fact.source));
  }
  return first;
}

}  // namespace

std::optional<Stop> stop_of(const PointSources& sources, fb::DutyPoint point, const Start& start,
                            const fb::Addressee* to) {
  using Kind = fb::NoticeKind;
  using Point = fb::DutyPoint;
  switch (point) {
    case Point::AGREEMENT_CONCLUDED:
      return agreement_concluded(sources);
    case Point::SUPPLEMENTARY_CONCLUDED:
      return supplementary_concluded(sources, start);
    case Point::PROTOCOL_SIGNED_BY_CHAIR:
      return protocol_signed(sources, start);
    case Point::INCLUSION_DECIDED:
      return inclusion_decided(sources, start);
    case Point::AGREEMENT_COPY_DISPATCHED:
      return letter_about(sources, start, Kind::AGREEMENT_COPY, to);
    case Point::SUPPLEMENTARY_COPY_DISPATCHED:
      return letter_about(sources, start, Kind::SUPPLEMENTARY_COPY, to);
    case Point::PROTOCOL_COPY_DISPATCHED:
      return letter_about(sources, start, Kind::PROTOCOL_COPY, to);
    case Point::INCLUSION_NOTICE_DISPATCHED:
      return letter_about(sources, start, Kind::INCLUSION, to);
    case Point::INCLUSION_NOTICE_RECEIVED:
      return letter_about(sources, start, Kind::INCLUSION, to, Moment::kReceived);
    case Point::INDICATOR_PROPOSAL_RECEIVED:
      return letter_about(sources, start, Kind::INDICATOR_PROPOSAL, to, Moment::kReceived);
    case Point::CONCLUSION_DISPATCHED:
      return letter_about(sources, start, Kind::CONCLUSION, to);
    case Point::PROGRAMME_CHANGED:
      return programme_changed(sources, start);
    case Point::ORDER_ISSUED:
      return order_issued(sources, start);
    case Point::MEETING_HELD:
      return meeting_held(sources, start, to);
    case Point::PROTOCOL_REGISTERED:
      return protocol_registered(sources, start);
    case Point::PLAN_APPROVED:
      return plan_approved(sources, start);
    case Point::CLUSTER_DECIDED:  // check_charter() refuses it: nothing comes before a cluster
    case Point::UNSPECIFIED:
      break;
  }
  return std::nullopt;
}

namespace {

/// Of "13#2", the second sentence of point 13, the point.
std::string point_of(const std::string& clause) { return clause.substr(0, clause.find('#')); }

/// Whether the duty stands in the point in which the council's protocol may change the agreement.
bool beside_changes(const rules::Charter& charter, const fb::DeadlineRule& rule) {
  const auto* agreement = charter.parameters().agreement();
  const std::string point = point_of(charter.deadline_basis(rule).clause);
  if (point.empty() || agreement == nullptr || agreement->amendments() == nullptr) return false;
  return std::any_of(agreement->amendments()->begin(), agreement->amendments()->end(),
                     [&](const fb::AmendmentRule* one) {
                       return one->path() == fb::AmendmentPath::COUNCIL_PROTOCOL &&
                              point_of(text_of(one->clause())) == point;
                     });
}

bool of_a_change(const PointSources& sources, const Start& start) {
  const auto changes = [&](const Hash& one) { return sources.protocols_of_changes.contains(one); };
  return changes(start.subject) || std::any_of(start.same.begin(), start.same.end(), changes);
}

}  // namespace

bool follows(const PointSources& sources, const rules::Charter& charter,
             const fb::DeadlineRule& rule, const Start& start) {
  if (rule.start() == fb::DutyPoint::PROTOCOL_SIGNED_BY_CHAIR && beside_changes(charter, rule)) {
    return of_a_change(sources, start);
  }
  if (rule.stop() != fb::DutyPoint::INCLUSION_NOTICE_DISPATCHED) return true;
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
    case Point::PROTOCOL_SIGNED_BY_CHAIR:
    case Point::PROTOCOL_REGISTERED:
    case Point::INCLUSION_DECIDED:
      return fb::FactKind::DECISIONS;
    case Point::MEETING_HELD:
      return fb::FactKind::MEETINGS;
    default:
      return fb::FactKind::NOTICES;
  }
}

}  // namespace projections::governance::internal
