// SPDX-License-Identifier: Apache-2.0
// Plans with their rows: whose period, approved by whom, what each row demands and what became of
// it. A row is told by its id; printed numbers are labels and may repeat (TO 3а; PL 3.3 twice).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/execution.h"

namespace projections::governance {

class Council;

struct PlanRow {
  Fact<fb::PlanItemSet> fact;
  ledger::Id row;
  std::string printed_number;
  std::string section;
  std::string title;
  std::vector<ComponentState> components;
};

struct PlanApproval {
  Fact<fb::PlanApproved> fact;
  FuzzyDate approved_on;
  std::optional<Fact<fb::DecisionDeclared>> decision;
  /// Whether the decision that it names was adopted, and by the body to which the charter gives the
  /// plan (TO 3а); kYes where it names none.
  Truth counts = Truth::kYes;
  bool of_another_body = false;

  /// From when it works: nothing for one that does not count; where it may not count, without a
  /// last bound.
  std::optional<FuzzyDate> works_on() const;
};

struct Plan {
  Fact<fb::PlanSubmitted> fact;
  ledger::Id id;
  std::uint16_t version = 0;
  std::string title;
  fb::PlanPeriodKind period_kind{};
  rules::Period period;
  /// In force when it was submitted; where that day is not recorded, when it begins.
  std::optional<AdoptedCharter> charter;
  std::vector<PlanApproval> approvals;
  Truth approved{};  ///< by the day, by an approval that counts
  /// Whether a later version has taken its place by the day: one that was submitted and, where this
  /// one was approved, approved as well. A draft displaces nothing that stands (TO 3а).
  Truth superseded = Truth::kNo;
  /// Whether its rows are owed: it is not superseded and no mere draft beside an approved version.
  Truth stands = Truth::kYes;
  /// In the order in which they were recorded; one that certainly was set later is not among them
  /// and takes no other's place.
  std::vector<PlanRow> rows;
  Grounds grounds;
};

/// When the plan was submitted: what the event says of it, else when it occurred.
FuzzyDate submitted_on(const Fact<fb::PlanSubmitted>& fact);

/// On the council's day, in the order in which they were recorded.
std::vector<Plan> plans(const Council& council);

/// The rows of a plan with this printed number, of which there may be several.
std::vector<const PlanRow*> rows_printed(const Plan& plan, std::string_view number);

}  // namespace projections::governance
