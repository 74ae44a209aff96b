// SPDX-License-Identifier: Apache-2.0
// The force of papers by which governance lives: as the views of governance say that the agreement,
// the supplementary agreement, the programme, the plan, the charter, the order or the protocol
// stands on the day, in the place whose event names the paper.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "projections/chronicle.h"
#include "projections/documents_view.h"
#include "projections/governance/agreements.h"
#include "projections/governance/plans.h"
#include "projections/governance/programmes.h"
#include "projections/internal/paper_force.h"
#include "projections/view_reader.h"

namespace projections::internal {

/// One place on one day: what its papers are judged by, each view asked once.
class PlaceOnDay {
 public:
  PlaceOnDay(std::shared_ptr<const Chronicle> chronicle, rules::Date on)
      : chronicle_(std::move(chronicle)), on_(on) {}

  const Chronicle& chronicle() const { return *chronicle_; }
  rules::Date on() const { return on_; }
  const std::vector<governance::Agreement>& agreements() const;
  const std::vector<governance::Programme>& programmes() const;
  const std::vector<governance::Plan>& plans() const;

  /// The events behind a verdict of governance, each with who vouches for it.
  std::vector<Evidence> evidence_of(const governance::Evidence& evidence) const;

 private:
  std::shared_ptr<const Chronicle> chronicle_;
  rules::Date on_;
  mutable std::optional<std::vector<governance::Agreement>> agreements_;
  mutable std::optional<std::vector<governance::Programme>> programmes_;
  mutable std::optional<std::vector<governance::Plan>> plans_;
  mutable std::map<std::uint64_t, const Source*> sources_;
};

/// The places that papers belong to, each loaded once. Borrows the reader.
class PlacesOnDay {
 public:
  PlacesOnDay(const ViewReader& reader, ChronicleLoader load, rules::Date on)
      : reader_(reader), load_(std::move(load)), on_(on) {}

  rules::Date on() const { return on_; }
  /// In the scope of which the event with this D stands; null if the views have no such fact. The
  /// errors of Chronicle::load.
  ledger::Result<const PlaceOnDay*> of(const ledger::Hash& event);

 private:
  const ViewReader& reader_;
  ChronicleLoader load_;
  rules::Date on_;
  std::map<ledger::Scope, PlaceOnDay> places_;
};

/// As governance says; nothing for an edition that is no paper of it. The errors of
/// Chronicle::load.
ledger::Result<std::optional<PaperForce>> governed_force(PlacesOnDay& places,
                                                         const Document& document,
                                                         std::uint16_t edition);

}  // namespace projections::internal
