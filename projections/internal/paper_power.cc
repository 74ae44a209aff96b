// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/paper_power.h"

#include "projections/governance/charters.h"
#include "projections/governance/keepers.h"
#include "projections/internal/document_force.h"

namespace projections::internal {
namespace {

namespace gov = governance;
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
    return paper_.issuer == speaker || is_registrant(speaker) ||
           gov::keeps_place(home_, speaker, day_);
  }

  /// To that paper. A letter of whoever it is ends no agreement, an act does only of those who
  /// stand above its parties.
  bool yields_to(const DocumentRegistration& maker) const {
    const bool letter = tells_only(maker.kind) && maker.kind != "PROTOCOL";
    if (of_parties() && letter) return false;
    if (!maker.issuer || issued_by(gov::runs_region, maker)) return true;
    if (of_parties()) return is_agreement(maker.kind);
    if (maker.issuer == paper_.issuer) return true;
    if (issued_by(gov::keeps_place, maker)) return true;
    return !paper_.issuer && !letter;
  }

 private:
  bool issued_by(bool (&stands)(const Chronicle&, const Id&, rules::Date),
                 const DocumentRegistration& maker) const {
    return gov::then_or_now(stands, home_, *maker.issuer, header_day(maker), day_);
  }
  bool of_parties() const { return is_agreement(paper_.kind); }
  /// It brought the paper in on its own word; the paper of an agreement is not its own for that.
  bool is_registrant(const Id& organisation) const {
    return !of_parties() &&
           speaker_of<fb::DocumentRegistered>(home_, paper_.source) == organisation;
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
  return spoken.yields_to(maker) && (!speaker || spoken.yields_to(*speaker));
}

}  // namespace

Result<bool> has_power(PlacesOnDay& places, const DocumentRelation& relation,
                       const DocumentRegistration& maker, const DocumentRegistration& over) {
  return counts_over<fb::DocumentRelated>(places, relation.source, maker, over);
}

Result<bool> has_power(PlacesOnDay& places, const DocumentRegistration& later,
                       const DocumentRegistration& over) {
  return counts_over<fb::DocumentRegistered>(places, later.source, later, over);
}

}  // namespace projections::internal
