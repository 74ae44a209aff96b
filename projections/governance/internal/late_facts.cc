// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/late_facts.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

/// The last event that changed what the fact says.
std::uint64_t touched(const Source& source) {
  std::uint64_t last = source.index;
  if (!source.corrections.empty()) last = std::max(last, source.corrections.back());
  if (source.withdrawn) last = std::max(last, *source.withdrawn);
  return last;
}

class Gatherer {
 public:
  explicit Gatherer(const Chronicle& chronicle) : chronicle_(chronicle) {}

  /// `date`: from when the fact matters; unknown if that cannot be told.
  template <typename T, typename DateOf>
  void take(DateOf date) {
    take<T>(date, [](const Fact<T>&) { return true; });
  }
  /// Of the facts that matter at all.
  template <typename T, typename DateOf, typename Matters>
  void take(DateOf date, Matters matters) {
    for (const bool withdrawn : {false, true}) {
      for (const Fact<T>& fact : withdrawn ? chronicle_.withdrawn<T>() : chronicle_.all<T>()) {
        if (!matters(fact)) continue;
        // A corrected fact may have had another day before.
        const bool moved = touched(*fact.source) != fact.index();
        touches_.push_back({touched(*fact.source), fact.index(),
                            moved ? std::nullopt : FuzzyDate(date(fact)).not_before});
      }
    }
  }

  std::vector<Touch> done() {
    std::sort(touches_.begin(), touches_.end(),
              [](const Touch& a, const Touch& b) { return a.last > b.last; });
    return std::move(touches_);
  }

 private:
  const Chronicle& chronicle_;
  std::vector<Touch> touches_;
};

bool puts_out(const Chronicle& chronicle, const fb::ProtocolRegistered& protocol) {
  if (protocol.decisions() == nullptr) return false;
  return std::any_of(protocol.decisions()->begin(), protocol.decisions()->end(),
                     [&](const auto* hex) {
                       const auto decision = chronicle.find<fb::DecisionDeclared>(hex);
                       return decision && (*decision)->excludes() != nullptr;
                     });
}

/// The protocols on which exclusions and amendments of agreements rest: on those may hang who is a
/// member.
std::set<ledger::Hash> protocols_of_changes(const Chronicle& chronicle) {
  std::set<ledger::Hash> out;
  for (const bool withdrawn : {false, true}) {
    const auto protocols = withdrawn ? chronicle.withdrawn<fb::ProtocolRegistered>()
                                     : chronicle.all<fb::ProtocolRegistered>();
    for (const auto& fact : protocols) {
      if (puts_out(chronicle, *fact)) out.insert(fact.digest());
    }
  }
  for (const auto& fact : chronicle.all<fb::AgreementAmended>()) {
    if (const auto one = optional_of<ledger::Hash>(fact->protocol())) out.insert(*one);
  }
  return out;
}

bool moves_members(const fb::DecisionDeclared& decision) {
  return decision.admits() != nullptr || decision.excludes() != nullptr ||
         decision.kind() == fb::DecisionKind::EXCLUSION ||
         decision.kind() == fb::DecisionKind::AMENDMENT;
}

}  // namespace

std::vector<Touch> touches_of(const Chronicle& chronicle, const MeetingVersions& meetings) {
  Gatherer gatherer(chronicle);
  const auto occurred_on = [](const auto& fact) { return occurred(*fact.body); };
  const auto from = [](const auto& fact) { return rules::fuzzy(fact->from()); };
  gatherer.take<fb::AttendanceRecorded>([&](const auto& fact) {
    const auto meeting = chronicle.find<fb::MeetingConvened>(fact->meeting());
    return meeting ? rules::fuzzy((*meeting)->takes_place_on()) : FuzzyDate{};
  });
  gatherer.take<fb::MeetingConvened>(
      [](const auto& fact) { return rules::fuzzy(fact->takes_place_on()); });
  gatherer.take<fb::OrderIssued>([](const auto& fact) { return order_day(fact); });
  gatherer.take<fb::MembershipConsentRecorded>(
      [](const auto& fact) { return rules::fuzzy(fact->given_on()); });
  gatherer.take<fb::WithdrawalNoticeRecorded>(
      [](const auto& fact) { return rules::fuzzy(fact->received_on()); });
  gatherer.take<fb::AccessionApplied>(
      [](const auto& fact) { return rules::fuzzy(fact->applied_on()); });
  gatherer.take<fb::AgreementRegistered>(occurred_on);
  gatherer.take<fb::AgreementAmended>(
      [](const auto& fact) { return rules::fuzzy(fact->effective()); });
  gatherer.take<fb::AgreementSigned>(
      [](const auto& fact) { return rules::fuzzy(fact->signature()->signed_on()); });
  gatherer.take<fb::AgreementTerminated>(
      [](const auto& fact) { return rules::fuzzy(fact->terminated_on()); });
  // A paper that ends an agreement ends memberships; a paper that was taken back ends none.
  gatherer.take<fb::DocumentRelated>(
      [](const auto& fact) { return rules::fuzzy(fact->effective()); },
      [](const auto& fact) {
        return fact->relation() == fb::DocumentRelation::REPEALS ||
               fact->relation() == fb::DocumentRelation::REPLACES;
      });
  gatherer.take<fb::DocumentRegistered>(
      [](const auto&) { return FuzzyDate{}; },
      [](const auto& fact) { return touched(*fact.source) != fact.index(); });
  gatherer.take<fb::BodyComposed>([](const auto& fact) { return composed_from(fact); });
  gatherer.take<fb::OfficeHolderChanged>(from);
  gatherer.take<fb::OrganisationChanged>(from);
  gatherer.take<fb::OfficeVacated>(
      [](const auto& fact) { return rules::fuzzy(fact->vacated_on()); });
  gatherer.take<fb::RepresentativeAuthorised>(
      [](const auto& fact) { return rules::fuzzy(fact->power()->from()); });
  gatherer.take<fb::OpeningState>([](const auto&) { return FuzzyDate{}; });
  gatherer.take<fb::CharterAdopted>(
      [](const auto& fact) { return rules::fuzzy(fact->effective()); });
  gatherer.take<fb::DecisionDeclared>([&](const auto& fact) {
    const bool matters = fact->offices() != nullptr || moves_members(*fact);
    // A decision that fills no office and moves no member bears on no ballot.
    if (!matters) return FuzzyDate::on(rules::kLastDate);
    return decided(chronicle, meetings, fact).day;
  });
  // A protocol on which no exclusion and no change of an agreement rests bears on no ballot.
  const std::set<ledger::Hash> changing = protocols_of_changes(chronicle);
  gatherer.take<fb::ProtocolRegistered>(
      [](const auto& fact) { return rules::fuzzy(fact->dated()); },
      [&](const auto& fact) { return changing.contains(fact.digest()); });
  gatherer.take<fb::ProtocolSigned>(
      [](const auto& fact) { return rules::fuzzy(fact->signature()->signed_on()); },
      [&](const auto& fact) {
        return changing.contains(fixed_of<ledger::Hash>(fact->protocol()));
      });
  return gatherer.done();
}

bool recorded_after(const std::vector<Touch>& touches, std::uint64_t index, Date day) {
  for (const Touch& touch : touches) {
    if (touch.last <= index) return false;
    if (!touch.from || *touch.from <= day) return true;
  }
  return false;
}

}  // namespace projections::governance::internal
