// SPDX-License-Identifier: Apache-2.0
// The charter that governs a place on a day, and the calendar of working days as published up to
// the chronicle's position.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/verdict.h"
#include "projections/rules/calendar.h"

namespace projections::governance {

/// A charter with the event that adopted it. Borrows the chronicle.
struct AdoptedCharter {
  rules::Charter charter;
  Fact<fb::CharterAdopted> fact;

  /// A parameter of it as the rule of a verdict.
  RuleUsed rule(std::string_view path) const { return {charter.basis(path), fact.index()}; }
};

/// The charter for something whose day may be imprecise.
struct Governing {
  std::optional<AdoptedCharter> charter;
  /// False: within the bounds of the day, or of a charter's own day, another one may govern.
  bool certain = true;
  Date day;  ///< by which it was chosen

  const fb::MembershipRules* membership() const {
    return charter ? charter->charter.parameters().membership() : nullptr;
  }
  const fb::BodyRules* body(fb::BodyKind kind) const {
    return charter ? charter->charter.body(kind) : nullptr;
  }
};

/// All charters of a place; built once per chronicle, which it borrows.
class Charters {
 public:
  explicit Charters(const Chronicle& chronicle);

  /// The one in force on the day; nothing if there is none.
  std::optional<AdoptedCharter> on(Date day) const;
  /// The one in force on the day of a fact, for an imprecise one on its last possible day;
  /// `otherwise` stands for an unknown day.
  std::optional<AdoptedCharter> of(const FuzzyDate& day, Date otherwise) const {
    return on(day.not_after.value_or(day.not_before.value_or(otherwise)));
  }
  /// Those that may be in force on the day, for their own day is not known well enough.
  std::vector<AdoptedCharter> undetermined_on(Date day) const;
  /// The one for something on an imprecise day; `otherwise` stands for an unknown one. Where only a
  /// charter without a known day could govern, that one, and not for certain.
  Governing governing(const FuzzyDate& day, Date otherwise) const;
  /// The other readings of a parameter that was asked for (rules::Charter::other_values); none of
  /// a rule that is no parameter of a charter.
  std::vector<std::string> other_values(const RuleUsed& rule) const;
  /// All of them, in the order in which they were recorded.
  const std::vector<Fact<fb::CharterAdopted>>& all() const { return facts_; }

 private:
  AdoptedCharter adopted(const Fact<fb::CharterAdopted>& fact) const {
    return {rules::Charter(*fact.payload, turned_), fact};
  }

  const rules::Turned* turned_;  ///< of the chronicle
  std::vector<Fact<fb::CharterAdopted>> facts_;
  std::vector<rules::CharterVersion> versions_;
};

/// From when a charter works: the day in the charter event, else what the event says of itself.
FuzzyDate effective_of(const Fact<fb::CharterAdopted>& fact);

/// A year of a calendar as an event published it.
struct PublishedYear {
  Fact<fb::CalendarYearPublished> fact;
  /// Deadlines are counted by it: of the publications of a calendar's year the last official one,
  /// without one the last.
  bool counts = false;
};

/// Every publication that holds, in the order of recording.
std::vector<PublishedYear> published_years(const Chronicle& chronicle);

/// The published years of the calendar that the charter names ("ru" without a charter), counted by
/// the charter's week: those that count. Each year's version is the digest of its event in hex. Put
/// together once for all readings of the facts; stands as long as the chronicle or any of them.
const rules::Calendar& calendar_of(const Chronicle& chronicle, const rules::Charter* charter);

/// Minutes east of UTC: of the cluster, else of its charter, else of the ledger.
std::int32_t zone_minutes_of(const Chronicle& chronicle);

/// The civil day on which an event was recorded, in the place's zone.
Date recorded_on(const Source& source, std::int32_t zone_minutes);

}  // namespace projections::governance
