// SPDX-License-Identifier: Apache-2.0
// Views "regions" and "clusters": what was declared, who held which role there, which charters
// were adopted. One type serves both, because a cluster's history includes its region's.
// Rows: "p" id, u8 list, u64 index -> one fact; "g" region, cluster, u64 index -> empty (clusters
// only); "x" D -> pointer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/facts.h"
#include "projections/view.h"
#include "projections/view_reader.h"

namespace projections {

/// The RegionDeclared or ClusterCreated of a place.
struct PlaceDeclaration {
  std::vector<NameValue> names;
  std::optional<ledger::Id> operator_organisation;  ///< of a region
  std::optional<ledger::Id> coordinator;            ///< of a region
  std::optional<ledger::Id> region;                 ///< of a cluster, with what follows
  std::string industry;
  std::int16_t zone_minutes = 0;
  std::optional<DateValue> decided_on;
  std::optional<ActValue> act;
  std::vector<ledger::Id> intended_participants;
  Source source;
  bool operator==(const PlaceDeclaration&) const = default;
};

/// An organisation given a role in the place: REGIONAL_OPERATOR, REGIONAL_COORDINATOR,
/// CLUSTER_OPERATOR, SUPERVISING_OFFICIAL.
struct PlaceRole {
  ledger::Id organisation;
  std::string role;
  std::string change;  ///< APPOINTED, RELEASED, ACTING
  std::string position;
  DateValue from;
  std::optional<DateValue> to;
  Source source;
  bool operator==(const PlaceRole&) const = default;
};

struct PlaceCharter {
  ledger::Id charter;
  std::uint16_t version = 0;
  std::string title;
  DateValue effective;
  std::optional<ActValue> basis;
  std::optional<ledger::Hash> replaces;  ///< D of the charter before
  Source source;
  bool operator==(const PlaceCharter&) const = default;
};

/// Facts in the order of the events that say so; withdrawn ones are among them.
struct Place {
  ledger::Id id;
  std::vector<PlaceDeclaration> declarations;  ///< at most one that holds
  std::vector<PlaceRole> roles;
  std::vector<PlaceCharter> charters;
  bool operator==(const Place&) const = default;

  /// The declaration that holds; null if none does.
  const PlaceDeclaration* declaration() const;
};

class PlacesView : public View {
 public:
  /// kRegion or kCluster.
  explicit PlacesView(ledger::ScopeKind kind) : kind_(kind) {}
  std::string_view name() const override;
  std::uint32_t version() const override { return 2; }
  void fold(const Event& event, RowWriter& rows) const override;

 private:
  ledger::ScopeKind kind_;
};

/// Errors of all: those of ViewReader; kCorrupt BAD_VIEW_ROW.
ledger::Result<std::optional<Place>> find_region(const ViewReader& reader, const ledger::Id& id);
ledger::Result<std::optional<Place>> find_cluster(const ViewReader& reader, const ledger::Id& id);
/// Ascending by id, at most `limit`, those after `after`.
ledger::Result<std::vector<Place>> list_regions(const ViewReader& reader,
                                                const std::optional<ledger::Id>& after,
                                                std::size_t limit);
ledger::Result<std::vector<Place>> list_clusters(const ViewReader& reader,
                                                 const std::optional<ledger::Id>& after,
                                                 std::size_t limit);
ledger::Result<std::vector<Place>> clusters_of_region(const ViewReader& reader,
                                                      const ledger::Id& region);

}  // namespace projections
