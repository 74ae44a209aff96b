// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/paper_power.h"

#include "projections/governance/charters.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/keepers.h"
#include "projections/internal/document_force.h"

namespace projections::internal {
namespace {

namespace gov = governance;
using ledger::Hash;
using ledger::Id;
using ledger::Result;

/// On whose own word the fact stands, if it does.
template <typename Event>
std::optional<Id> speaker_of(const Chronicle& chronicle, const Source& source) {
  const auto fact = chronicle.find<Event>(source.digest);
  return fact ? gov::own_word_of(*fact->source, *fact->said_by) : std::nullopt;
}

/// The paper whose force is spoken of, in the place where it is registered.
class Spoken {
 public:
  Spoken(const Chronicle& home, const DocumentRegistration& paper, rules::Date day)
      : home_(home), paper_(paper), day_(day) {}

  /// To what the organisation says of itself.
  bool yields_to(const Id& speaker) const {
    const bool own = !of_parties() && (paper_.issuer == speaker || is_registrant(speaker));
    return own || gov::keeps_place(home_, speaker, day_);
  }

  /// To a paper of that kind, which bears the day `made`. A letter of whoever it is ends no
  /// agreement, an act does only of those who stand above its parties.
  bool yields_to(std::string_view kind, const std::optional<Id>& issuer,
                 const rules::FuzzyDate& made) const {
    const bool letter = tells_only(kind) && kind != "PROTOCOL";
    if (of_parties() && letter) return false;
    if (!issuer || issued_by(gov::runs_region, *issuer, made)) return true;
    if (of_parties()) return is_agreement(kind);
    if (issuer == paper_.issuer) return true;
    if (issued_by(gov::keeps_place, *issuer, made)) return true;
    return !paper_.issuer && !letter;
  }

 private:
  bool issued_by(bool (&stands)(const Chronicle&, const Id&, rules::Date), const Id& issuer,
                 const rules::FuzzyDate& made) const {
    return gov::then_or_now(stands, home_, issuer, made, day_);
  }
  bool of_parties() const { return is_agreement(paper_.kind); }
  /// It brought the paper in on its own word.
  bool is_registrant(const Id& organisation) const {
    return speaker_of<fb::DocumentRegistered>(home_, paper_.source) == organisation;
  }

  const Chronicle& home_;
  const DocumentRegistration& paper_;
  const rules::Date day_;
};

/// By who says so, where somebody does, and by whose paper it is.
template <typename Event>
Result<bool> counts_over(PlacesOnDay& places, const Source& said, const DocumentRegistration& maker,
                         const DocumentRegistration& paper) {
  const auto home = places.of(paper.source.digest);
  if (!home) return home.error();
  const auto here = places.of(said.digest);
  if (!here) return here.error();
  if (*home == nullptr || *here == nullptr) return true;
  const Chronicle& chronicle = (*home)->chronicle();
  const Spoken spoken(chronicle, paper, gov::recorded_on(said, gov::zone_minutes_of(chronicle)));
  const auto speaker = speaker_of<Event>((*here)->chronicle(), said);
  return spoken.yields_to(maker.kind, maker.issuer, header_day(maker)) &&
         (!speaker || spoken.yields_to(*speaker));
}

/// Whether the paper yields to who says that there is the order, and to the order by its act, if
/// given.
Result<bool> yields_to_order(PlacesOnDay& places, const Fact<fb::OrderIssued>& order,
                             const DocumentRegistration& paper, const fb::Act* act) {
  const auto home = places.of(paper.source.digest);
  // In a place that no event declares nobody has any power.
  if (!home && home.error().code == ledger::ErrorCode::kNotFound) return true;
  if (!home) return home.error();
  if (*home == nullptr) return true;
  const Chronicle& chronicle = (*home)->chronicle();
  const Spoken spoken(chronicle, paper,
                      gov::recorded_on(*order.source, gov::zone_minutes_of(chronicle)));
  const auto speaker = gov::own_word_of(*order.source, *order.said_by);
  if (speaker && !spoken.yields_to(*speaker)) return false;
  return act == nullptr ||
         spoken.yields_to(fb::EnumNameDocumentKind(act->kind()), optional_of<Id>(act->issuer()),
                          gov::internal::header_day(act));
}

}  // namespace

Result<bool> is_paper_of_order(PlacesOnDay& places, const Document& document, const Hash& order) {
  const auto here = places.of(order);
  if (!here) return here.error();
  const DocumentRegistration* first = document.first_edition();
  if (*here == nullptr || first == nullptr) return true;
  const auto fact = (*here)->chronicle().find<fb::OrderIssued>(order);
  return fact ? yields_to_order(places, *fact, *first, nullptr) : true;
}

Result<bool> can_amend(PlacesOnDay& places, const Fact<fb::OrderIssued>& order,
                       const DocumentRegistration& paper) {
  return yields_to_order(places, order, paper, order->act());
}

Result<bool> has_power(PlacesOnDay& places, const DocumentRelation& relation,
                       const DocumentRegistration& maker, const DocumentRegistration& over) {
  return counts_over<fb::DocumentRelated>(places, relation.source, maker, over);
}

Result<bool> has_power(PlacesOnDay& places, const DocumentRegistration& later,
                       const DocumentRegistration& over) {
  return counts_over<fb::DocumentRegistered>(places, later.source, later, over);
}

}  // namespace projections::internal
