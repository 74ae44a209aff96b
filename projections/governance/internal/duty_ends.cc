// SPDX-License-Identifier: Apache-2.0
// The ends of duties: stops_of() and what belongs to it.
#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/internal/duty_points.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {

using ledger::Hash;
using ledger::Id;

namespace {

template <typename Hexes>
void add_ids(const Hexes* hexes, std::set<Id>& out) {
  if (hexes == nullptr) return;
  for (const auto* hex : *hexes) out.insert(fixed_of<Id>(hex));
}

/// An end of a matter that may come back, such as the inclusion of somebody who had left: only what
/// followed the beginning ends the duty.
Deed following(const FuzzyDate& since, const FuzzyDate& day, Evidence evidence) {
  Deed out{day, std::move(evidence), rules::on_or_before(since, day)};
  if (out.counts != Truth::kUndetermined) return out;
  out.open =
      missing("order of the events", "whether it came after what began the term is not known",
              "неизвестно, было ли это после того, с чего начался срок");
  return out;
}

/// When the agreement was concluded with all of these, whether named in it or taken in later;
/// nothing: not with all of them.
std::optional<Deed> concluded_with(const Agreement& agreement, std::set<Id> absent) {
  Deed out{agreement.concluded_on, agreement.grounds.evidence};
  for (const fb::Party* party : *agreement.fact->parties()) {
    absent.erase(fixed_of<Id>(party->organisation()));
  }
  std::vector<const Amendment*> inclusions;
  for (const Amendment& one : agreement.amendments) {
    if (one.signatures.complete() && !one.included.empty()) inclusions.push_back(&one);
  }
  std::stable_sort(inclusions.begin(), inclusions.end(), [](const auto* a, const auto* b) {
    return a->concluded_on.not_after.value_or(rules::kLastDate) <
           b->concluded_on.not_after.value_or(rules::kLastDate);
  });
  for (const Amendment* one : inclusions) {
    const std::size_t before = absent.size();
    if (before == 0) break;
    for (const Id& id : one->included) absent.erase(id);
    if (absent.size() == before) continue;
    out.day = later_of(out.day, one->concluded_on);
    out.evidence.add(one->grounds.evidence);
  }
  return absent.empty() ? std::optional(std::move(out)) : std::nullopt;
}

/// The agreement that the charter wants is that of all participants (TU 8).
std::vector<Deed> concluded_agreements(const PointSources& sources) {
  std::vector<Deed> out;
  const std::set<Id> intended = intended_participants(sources.chronicle);
  for (const Agreement& agreement : sources.agreements) {
    if (!agreement.signatures.complete() || !of_cluster(agreement)) continue;
    if (auto deed = concluded_with(agreement, intended)) out.push_back(std::move(*deed));
  }
  return out;
}

bool concerns(const Notice& notice, const Start& start) {
  return notice.concerns_event(start.subject) ||
         std::any_of(start.same.begin(), start.same.end(),
                     [&](const Hash& one) { return notice.concerns_event(one); });
}

std::vector<Deed> letters_about(const PointSources& sources, const Start& start,
                                fb::NoticeKind kind, const fb::Addressee* to,
                                Moment moment = Moment::kSent) {
  std::vector<Deed> out;
  for (const Notice& notice : sources.notices) {
    const bool ours = notice.kind == kind ||
                      (kind == fb::NoticeKind::INCLUSION && tells_of_inclusion(sources, notice));
    if (!ours || !goes_to(sources, notice, to) || !concerns(notice, start)) continue;
    if (moment == Moment::kSent) {
      out.push_back({notice.sent_on, notice.grounds.evidence});
    } else if (notice.receipt) {
      out.push_back({notice.received_on, notice.grounds.evidence});
    }
  }
  return out;
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

std::vector<Deed> programme_changed(const PointSources& sources, const Start& start) {
  std::vector<Deed> out;
  for (const auto& fact : sources.chronicle.all<fb::ProgrammeChanged>()) {
    const auto basis = optional_of<Hash>(fact->basis());
    if (!basis || !rests_on(sources, *basis, start)) continue;
    out.push_back({rules::fuzzy(fact->entered_on()), Evidence(*fact.source)});
  }
  return out;
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

/// Whether the order says itself that it takes notice of what began the period.
bool takes_notice(const PointSources& sources, const fb::OrderIssued& order, const Start& start) {
  if (order.takes_notice_of() == nullptr) return false;
  for (const auto* hex : *order.takes_notice_of()) {
    const Hash named = fixed_of<Hash>(hex);
    if (named == start.subject) return true;
    const auto receipt = sources.chronicle.find<fb::NoticeReceived>(named);
    if (receipt && fixed_of<Hash>((*receipt)->notice()) == start.subject) return true;
  }
  return false;
}

/// From when an order may be about what began the period: of a letter from the conclusion of the
/// inclusion that it tells of, which the operator may have known before.
FuzzyDate inclusion_since(const PointSources& sources, const Start& start) {
  FuzzyDate since = start.day;
  for (const Notice& notice : sources.notices) {
    if (notice.fact.digest() != start.subject) continue;
    for (const Amendment& amendment : all_amendments(sources)) {
      const bool told = notice.concerns_event(amendment.fact.digest());
      if (told && !amendment.included.empty()) since = earlier_of(since, amendment.concluded_on);
    }
  }
  return since;
}

std::vector<Deed> orders_issued(const PointSources& sources, const Start& start) {
  std::vector<Deed> out;
  const std::set<Id> newcomers = newcomers_of(sources, start.subject);
  const FuzzyDate since = inclusion_since(sources, start);
  for (const auto& fact : sources.chronicle.all<fb::OrderIssued>()) {
    if (takes_notice(sources, *fact.payload, start)) {
      out.push_back({issued_on(fact), Evidence(*fact.source)});
      continue;
    }
    std::set<Id> included;
    add_ids(fact->included(), included);
    if (!share_any(newcomers, included)) continue;
    out.push_back(following(since, issued_on(fact), Evidence(*fact.source)));
  }
  return out;
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

std::vector<Deed> protocols_registered(const PointSources& sources, const Start& start) {
  std::vector<Deed> out;
  for (const auto& fact : sources.chronicle.all<fb::ProtocolRegistered>()) {
    if (!protocol_of(sources, fact, start)) continue;
    out.push_back({rules::fuzzy(fact->dated()), Evidence(*fact.source)});
  }
  return out;
}

std::vector<Deed> protocols_signed(const PointSources& sources, const Start& start) {
  std::vector<Deed> out;
  for (const auto& fact : sources.chronicle.all<fb::ProtocolSigned>()) {
    if (fact->signature()->acting_as() != fb::ActingAs::CHAIR) continue;
    const auto protocol = sources.chronicle.find<fb::ProtocolRegistered>(fact->protocol());
    if (!protocol || !protocol_of(sources, *protocol, start)) continue;
    out.push_back({rules::fuzzy(fact->signature()->signed_on()), Evidence(*fact.source)});
  }
  return out;
}

bool told_of(const PointSources& sources, const Amendment& amendment, const Hash& notice) {
  return std::any_of(sources.notices.begin(), sources.notices.end(), [&](const Notice& one) {
    return one.fact.digest() == notice && one.concerns_event(amendment.fact.digest());
  });
}

/// The supplementary agreements that rest on what began the period or that its letter is about; and
/// those that take the same in after it.
std::vector<Deed> supplementary_concluded(const PointSources& sources, const Start& start) {
  std::vector<Deed> out;
  const std::set<Id> newcomers = newcomers_of(sources, start.subject);
  for (const Amendment& amendment : all_amendments(sources)) {
    if (!amendment.signatures.complete()) continue;
    const std::set<Id> included(amendment.included.begin(), amendment.included.end());
    const bool rests = (amendment.protocol && protocol_of(sources, *amendment.protocol, start)) ||
                       told_of(sources, amendment, start.subject);
    if (rests) {
      out.push_back({amendment.concluded_on, amendment.grounds.evidence});
    } else if (share_any(newcomers, included)) {
      out.push_back(following(start.day, amendment.concluded_on, amendment.grounds.evidence));
    }
  }
  return out;
}

std::vector<Deed> inclusions_decided(const PointSources& sources, const Start& start) {
  std::vector<Deed> out;
  const std::set<Id> newcomers = newcomers_of(sources, start.subject);
  for (const auto& fact : sources.chronicle.all<fb::DecisionDeclared>()) {
    if (fact->kind() != fb::DecisionKind::ACCESSION) continue;
    std::set<Id> admitted;
    add_ids(fact->admits(), admitted);
    if (!share_any(newcomers, admitted)) continue;
    const FuzzyDate day = decided(sources.chronicle, sources.versions, fact).day;
    out.push_back(following(start.day, day, Evidence(*fact.source)));
  }
  return out;
}

/// The next meetings; of the body to which the charter gives the duty, where it names one.
std::vector<Deed> meetings_held(const PointSources& sources, const Start& start,
                                const fb::Addressee* of) {
  std::vector<Deed> out;
  for (const auto& [kind, list] : sources.meetings) {
    if (of != nullptr && of->body() != nullptr && of->body()->kind() != kind) continue;
    for (const HeldMeeting& meeting : list) {
      if (meeting.held != Truth::kYes) continue;
      if (same_meeting(sources, meeting.meeting, start.subject)) continue;
      out.push_back(following(start.day, meeting.day, meeting.evidence));
    }
  }
  return out;
}

std::vector<Deed> plans_approved(const PointSources& sources, const Start& start) {
  std::vector<Deed> out;
  for (const Plan& plan : sources.plans) {
    for (const PlanApproval& approval : plan.approvals) {
      if (approval.fact.scope != sources.chronicle.place()) continue;
      Deed deed = following(start.day, approval.approved_on, Evidence(*approval.fact.source));
      deed.counts = rules::conjunction(deed.counts, approval.counts);
      if (deed.counts == Truth::kUndetermined && !deed.open) {
        deed.open = missing("decision on the plan",
                            "whether the decision that approves the plan was adopted is not known",
                            "неизвестно, принято ли решение об утверждении плана");
      }
      out.push_back(std::move(deed));
    }
  }
  return out;
}

}  // namespace

std::set<Id> intended_participants(const Chronicle& chronicle) {
  std::set<Id> out;
  if (chronicle.place().kind != ledger::ScopeKind::kCluster) return out;
  for (const auto& fact : chronicle.all<fb::ClusterCreated>()) {
    add_ids(fact->intended_participants(), out);
  }
  return out;
}

std::vector<Deed> stops_of(const PointSources& sources, fb::DutyPoint point, const Start& start,
                           const fb::Addressee* to) {
  using Kind = fb::NoticeKind;
  using Point = fb::DutyPoint;
  switch (point) {
    case Point::AGREEMENT_CONCLUDED:
      return concluded_agreements(sources);
    case Point::SUPPLEMENTARY_CONCLUDED:
      return supplementary_concluded(sources, start);
    case Point::PROTOCOL_SIGNED_BY_CHAIR:
      return protocols_signed(sources, start);
    case Point::INCLUSION_DECIDED:
      return inclusions_decided(sources, start);
    case Point::AGREEMENT_COPY_DISPATCHED:
      return letters_about(sources, start, Kind::AGREEMENT_COPY, to);
    case Point::SUPPLEMENTARY_COPY_DISPATCHED:
      return letters_about(sources, start, Kind::SUPPLEMENTARY_COPY, to);
    case Point::PROTOCOL_COPY_DISPATCHED:
      return letters_about(sources, start, Kind::PROTOCOL_COPY, to);
    case Point::INCLUSION_NOTICE_DISPATCHED:
      return letters_about(sources, start, Kind::INCLUSION, to);
    case Point::INCLUSION_NOTICE_RECEIVED:
      return letters_about(sources, start, Kind::INCLUSION, to, Moment::kReceived);
    case Point::INDICATOR_PROPOSAL_RECEIVED:
      return letters_about(sources, start, Kind::INDICATOR_PROPOSAL, to, Moment::kReceived);
    case Point::CONCLUSION_DISPATCHED:
      return letters_about(sources, start, Kind::CONCLUSION, to);
    case Point::PROGRAMME_CHANGED:
      return programme_changed(sources, start);
    case Point::ORDER_ISSUED:
      return orders_issued(sources, start);
    case Point::MEETING_HELD:
      return meetings_held(sources, start, to);
    case Point::PROTOCOL_REGISTERED:
      return protocols_registered(sources, start);
    case Point::PLAN_APPROVED:
      return plans_approved(sources, start);
    case Point::CLUSTER_DECIDED:  // check_charter() refuses it: nothing comes before a cluster
    case Point::UNSPECIFIED:
      break;
  }
  return {};
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
