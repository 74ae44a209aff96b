// SPDX-License-Identifier: Apache-2.0
// Bodies of a place: who sits in them on a day and who holds each seat, which seats are vacant, who
// is chair and since when. Seats follow from membership, from a rule or from a list, as the charter
// and the composition say; nobody "sets" a chair: a valid decision elects or appoints one and the
// term runs (TO 3, 9-12; TU 4в; SM 5.1).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "projections/governance/body_rules.h"
#include "projections/governance/membership.h"

namespace projections::governance {

namespace internal {
struct CouncilFacts;
struct CouncilReading;
}  // namespace internal
struct Meeting;
struct Ballot;

enum class SeatState {
  kHeld,     ///< by its usual holder
  kActing,   ///< by somebody who acts for a head
  kVacant,   ///< the holder left and nobody followed
  kUnknown,  ///< nothing is recorded about its holder
};

/// A seat on a day.
struct SeatHolder {
  ledger::Id seat;
  std::optional<ledger::Id> organisation;
  SeatState state = SeatState::kUnknown;
  std::optional<ledger::Id> person;  ///< the reference under which all of the person's aliases go
  FuzzyDate since;
  bool may_have_left = false;  ///< that it is vacant on the day is possible, not certain
  /// Whether who acts for the holder shows an authority; kYes for the holder.
  Truth authority = Truth::kYes;
  /// kUndetermined: it is open whether the organisation is a member on the day, or which version of
  /// the body stands.
  Truth entitled = Truth::kYes;
  Evidence evidence;
};

/// A version of a body on a day.
struct Body {
  Fact<fb::BodyComposed> fact;
  ledger::Id id;
  fb::BodyKind kind{};
  fb::SeatRule rule{};             ///< by which its seats come about
  std::vector<ledger::Id> seats;   ///< ascending; of a body of members: their organisations
  std::vector<ledger::Id> vacant;  ///< seats that certainly have no holder on the day
  std::vector<ledger::Id>
      unrecorded;  ///< seats of heads of whom nothing is recorded: filled or not
  std::vector<ledger::Id> undetermined;   ///< seats that the body may have on the day
  std::vector<SeatHolder> holders;        ///< of `seats` and `undetermined`, ascending by seat
  std::vector<ledger::Id> unrepresented;  ///< participants without a representative on the day
  bool organ_of_cluster = true;
  Grounds grounds;

  const SeatHolder* holder(const ledger::Id& seat) const;
  bool sits(const ledger::Id& seat) const;
};

/// From when a version of a body stands: what it says itself, else its act; unknown if neither
/// does.
FuzzyDate composed_since(const Fact<fb::BodyComposed>& version);

/// Somebody's term in the chair.
struct ChairTerm {
  ledger::Id seat;
  std::optional<ledger::Id> person;
  /// Nothing: of the opening state.
  std::optional<Fact<fb::DecisionDeclared>> decision;
  fb::OfficeMode mode{};
  FuzzyDate from;
  std::optional<FuzzyDate> last_day;  ///< by the term; nothing: neither stated nor ruled
  /// The leaving that was first by its day, whichever was recorded first.
  std::optional<Fact<fb::OfficeVacated>> vacated;
  std::optional<FuzzyDate> vacated_on;  ///< the last day, by every leaving that is recorded
  /// The first day on which the seat was another's; without a last bound where that is open.
  std::optional<FuzzyDate> lost_seat_on;
  /// The first day of the next chair; without a last bound where it is open whether there is one.
  std::optional<FuzzyDate> succeeded_on;
  Truth effective = Truth::kYes;  ///< whether the decision was valid and the seat eligible
  std::string code;  ///< why not: "CHAIR_NOT_ELIGIBLE", "OUT_OF_COMPETENCE" …; may be empty
  bool term_missing = false;          ///< the charter wants a term and the decision has none
  Truth term_as_ruled = Truth::kYes;  ///< whether the stated term is what the charter allows
  bool overlaps = false;              ///< began while the same seat was in office already
  Evidence evidence;
  Grounds grounds;

  /// Whether they were in office on the day.
  Truth in_office(Date day) const;
};

/// The councils of one place: what bodies, chairs, meetings, ballots and decisions are computed
/// from. Built once per chronicle, which it borrows; remembers what it has computed, so that one
/// object serves one thread.
class Council {
 public:
  /// `on`: the day on which things without a known day are judged.
  Council(const Chronicle& chronicle, Date on, bool fixes_outcomes = true);
  /// With these memberships instead of those that the facts make; outcomes are not fixed.
  Council(std::shared_ptr<const internal::CouncilReading> reading, Date on,
          std::vector<Membership> members);
  ~Council();
  Council(Council&&) noexcept;

  const Chronicle& chronicle() const;
  const Charters& charters() const;
  const internal::CouncilFacts& facts() const { return *facts_; }
  const std::vector<Membership>& members() const { return members_; }
  const std::vector<AgreedRules>& agreed() const { return agreed_; }
  Date on() const { return on_; }
  /// The days on which composition or charter may change, ascending.
  const std::vector<Date>& turning_days() const;
  Governing governing(const FuzzyDate& day) const { return charters().governing(day, on_); }

  /// The ids of all bodies, in the order in which they were first recorded.
  std::vector<ledger::Id> bodies() const;
  /// The newest version of the body as it is composed on the day; nothing if none is.
  std::optional<Body> body(const ledger::Id& id, Date day) const;
  std::shared_ptr<const Body> shared_body(const ledger::Id& id, Date day) const;
  std::optional<Body> body_of(const fb::MeetingConvened& meeting, Date day) const;
  /// The kind of a body, whatever the day; UNSPECIFIED for an unknown one.
  fb::BodyKind kind_of(const ledger::Id& id) const;
  /// The same with these assumed parameters of the charters read otherwise; remembered. REQUIRES: a
  /// council that reads them as the charters say.
  const Council& read_otherwise(const rules::Turned& turned) const;
  /// The same as known before the event with this index, no outcome fixed. Remembered until another
  /// index is asked for, by this council or by another reading of it.
  std::shared_ptr<const Council> as_known_at(std::uint64_t position) const;
  /// The rule by which a body of this kind decides, on a day that may be imprecise.
  DecidingRule rule_for(fb::BodyKind kind, fb::DecisionKind decision, const FuzzyDate& day) const;

  /// Every office of chair of the body, in the order in which it began.
  const std::vector<ChairTerm>& chairs(const ledger::Id& body) const;
  /// The chair certainly in office on the day, the newest one; nothing if there is none.
  std::optional<ChairTerm> chair_on(const ledger::Id& body, Date day) const;
  /// Everybody who is, or may be, in office on the day: on the day of a succession two.
  std::vector<ChairTerm> chairs_on(const ledger::Id& body, Date day) const;

  /// Whether outcomes are fixed as known at the closing; not while memberships are being built.
  bool fixes_outcomes() const { return fixes_outcomes_; }

  /// Null for an unknown id.
  std::shared_ptr<const Meeting> meeting(const ledger::Id& id) const;
  /// Null for a digest that is no ballot's.
  std::shared_ptr<const Ballot> ballot(const ledger::Hash& digest) const;

 private:
  struct Memory;
  struct Other;
  struct Earlier;

  /// Another reading of what a council as its charters say was made from.
  Council(std::shared_ptr<const internal::CouncilReading> reading, Date on, bool fixes_outcomes,
          std::shared_ptr<Earlier> earlier);

  std::shared_ptr<const internal::CouncilReading> reading_;
  const internal::CouncilFacts* facts_;
  Date on_;
  bool fixes_outcomes_;
  std::vector<Membership> members_;
  std::vector<AgreedRules> agreed_;
  std::unique_ptr<Memory> memory_;
};

/// Whether who had to compose a body did so (TO 3d, 12a): a decision of the body that the charter
/// names, members of the parent body only.
struct Constitution {
  /// kUndetermined: what the charter wants is not recorded, or the day of the composition matters.
  Truth valid = Truth::kYes;
  std::string code;  ///< "DECISION_REQUIRED", "WRONG_BODY", "WORKING_GROUP_MEMBER"; may be empty
  Grounds grounds;
};
Constitution constitution_of(const Council& council, const Body& body);

/// Who is at the head of an organisation on a day, as far as it is recorded.
SeatHolder head_on(const internal::CouncilFacts& facts, const ledger::Id& organisation, Date day);
/// Who may act for an organisation in this way in the body on a day. A power that names a body is
/// none in another.
std::vector<Fact<fb::RepresentativeAuthorised>> representatives_on(
    const internal::CouncilFacts& facts, const ledger::Id& organisation, const ledger::Id& body,
    fb::RepresentationScope scope, Date day);

std::string_view name_of(SeatState state);  ///< "held", "acting", …

}  // namespace projections::governance
