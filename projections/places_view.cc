// SPDX-License-Identifier: Apache-2.0
#include "projections/places_view.h"

#include "projections/internal/entity_facts.h"

namespace projections {

using internal::key_of;
using ledger::Hash;
using ledger::Id;
using ledger::Result;
using ledger::ScopeKind;

template <typename A>
void fields(A& a, InArchive<A, PlaceDeclaration>& v) {
  a(v.names), a(v.operator_organisation), a(v.coordinator), a(v.region), a(v.industry);
  a(v.zone_minutes), a(v.decided_on), a(v.act), a(v.intended_participants), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, PlaceRole>& v) {
  a(v.organisation), a(v.role), a(v.change), a(v.position), a(v.from), a(v.to), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, PlaceCharter>& v) {
  a(v.charter), a(v.version), a(v.title), a(v.effective), a(v.basis), a(v.replaces), a(v.source);
}

inline auto lists_of(Place& v) { return std::tie(v.declarations, v.roles, v.charters); }

namespace {

constexpr std::string_view kRegions = "regions";
constexpr std::string_view kClusters = "clusters";

bool is_role_of_place(fb::Role role) {
  return role == fb::Role::REGIONAL_OPERATOR || role == fb::Role::REGIONAL_COORDINATOR ||
         role == fb::Role::CLUSTER_OPERATOR || role == fb::Role::SUPERVISING_OFFICIAL;
}

constexpr char kPlaceRows = 'p';

struct PlaceIndex {
  internal::IndexRows operator()(const Id& id, const PlaceDeclaration& fact) const {
    if (!fact.region || !fact.source.holds()) return {};
    return {
        {key_of("g", *fact.region) + std::string(id.view()) + ledger::be64(fact.source.index), ""}};
  }
  template <typename Fact>
  internal::IndexRows operator()(const Id& /*id*/, const Fact& /*fact*/) const {
    return {};
  }
};

PlaceDeclaration declaration_of(const fb::RegionDeclared& event) {
  PlaceDeclaration fact;
  fact.names = names_of(event.names());
  fact.operator_organisation = optional_of<Id>(event.operator_organisation());
  fact.coordinator = optional_of<Id>(event.coordinator());
  return fact;
}

PlaceDeclaration declaration_of(const fb::ClusterCreated& event) {
  PlaceDeclaration fact;
  fact.names = names_of(event.names());
  fact.region = optional_of<Id>(event.region());
  fact.industry = text_of(event.industry());
  fact.zone_minutes = event.zone_minutes();
  fact.decided_on = date_of(*event.decided_on());
  fact.act = act_of(event.act());
  if (event.intended_participants() != nullptr) {
    for (const auto* id : *event.intended_participants()) {
      fact.intended_participants.push_back(fixed_of<Id>(id));
    }
  }
  return fact;
}

class PlacesFold {
 public:
  PlacesFold(ScopeKind kind, const ledger::Scope& scope, RowWriter& rows)
      : kind_(kind), scope_(scope), rows_(rows), facts_(rows, kPlaceRows) {}

  void apply(const PayloadRef& payload, const Source& source) {
    if (const auto* event = payload.as<fb::RegionDeclared>()) {
      if (kind_ == ScopeKind::kRegion) declared(*event, event->region(), payload.type(), source);
    }
    if (const auto* event = payload.as<fb::ClusterCreated>()) {
      if (kind_ == ScopeKind::kCluster) declared(*event, event->cluster(), payload.type(), source);
    }
    if (scope_.kind != kind_) return;
    if (const auto* event = payload.as<fb::OfficeHolderChanged>()) role(*event, source);
    if (const auto* event = payload.as<fb::CharterAdopted>()) charter(*event, source);
  }

  void correct(const fb::EventCorrected& event, const Event& by) {
    const auto facts = internal::corrected_facts(rows_, event, by);
    if (!facts) return;
    const auto payload = new_payload_of(event);
    facts_.take_back(*facts, payload ? std::nullopt : std::optional(by.index));
    // The correction may stand in another scope than its target.
    if (!facts->entities.empty()) scope_ = {kind_, facts->entities.back()};
    if (payload) apply(*payload, facts->source);
  }

 private:
  template <typename Declared>
  void declared(const Declared& event, const flatbuffers::String* id_hex, fb::Payload type,
                const Source& source) {
    PlaceDeclaration fact = declaration_of(event);
    fact.source = source;
    const Id id = fixed_of<Id>(id_hex);
    facts_.put(id, fact);
    internal::put_pointer(rows_, source, type, {id});
  }

  void role(const fb::OfficeHolderChanged& event, const Source& source) {
    internal::put_pointer(rows_, source, fb::Payload::OfficeHolderChanged, {scope_.id});
    if (!is_role_of_place(event.role())) return;
    PlaceRole fact;
    fact.organisation = fixed_of<Id>(event.organisation());
    fact.role = fb::EnumNameRole(event.role());
    fact.change = fb::EnumNameOfficeChangeKind(event.change());
    fact.position = text_of(event.position());
    fact.from = date_of(*event.from());
    fact.to = optional_date_of(event.to());
    fact.source = source;
    facts_.put(scope_.id, fact);
  }

  void charter(const fb::CharterAdopted& event, const Source& source) {
    PlaceCharter fact;
    fact.charter = fixed_of<Id>(event.charter());
    fact.version = event.version();
    fact.title = text_of(event.wording()->title());
    fact.effective = date_of(*event.effective());
    fact.basis = act_of(event.basis());
    fact.replaces = optional_of<Hash>(event.replaces());
    fact.source = source;
    facts_.put(scope_.id, fact);
    internal::put_pointer(rows_, source, fb::Payload::CharterAdopted, {scope_.id});
  }

  const ScopeKind kind_;
  ledger::Scope scope_;
  RowWriter& rows_;
  internal::EntityFacts<Place, PlaceIndex> facts_;
};

Result<std::vector<Place>> list_places(const ViewReader& reader, std::string_view view,
                                       const std::optional<Id>& after, std::size_t limit) {
  return internal::list_entities<Place>(reader, view, kPlaceRows, after, limit);
}

}  // namespace

const PlaceDeclaration* Place::declaration() const {
  for (const PlaceDeclaration& fact : declarations) {
    if (fact.source.holds()) return &fact;
  }
  return nullptr;
}

std::string_view PlacesView::name() const {
  return kind_ == ScopeKind::kRegion ? kRegions : kClusters;
}

void PlacesView::fold(const Event& event, RowWriter& rows) const {
  PlacesFold fold(kind_, event.body.scope(), rows);
  if (const auto* correction = event.body.table().payload_as_EventCorrected()) {
    fold.correct(*correction, event);
  } else {
    fold.apply(PayloadRef(event.body), source_of(event));
  }
}

Result<std::optional<Place>> find_region(const ViewReader& reader, const Id& id) {
  return internal::find_entity<Place>(reader, kRegions, kPlaceRows, id);
}

Result<std::optional<Place>> find_cluster(const ViewReader& reader, const Id& id) {
  return internal::find_entity<Place>(reader, kClusters, kPlaceRows, id);
}

Result<std::vector<Place>> list_regions(const ViewReader& reader, const std::optional<Id>& after,
                                        std::size_t limit) {
  return list_places(reader, kRegions, after, limit);
}

Result<std::vector<Place>> list_clusters(const ViewReader& reader, const std::optional<Id>& after,
                                         std::size_t limit) {
  return list_places(reader, kClusters, after, limit);
}

Result<std::vector<Place>> clusters_of_region(const ViewReader& reader, const Id& region) {
  std::vector<Id> ids;
  auto scanned =
      reader.scan(kClusters, key_of("g", region), [&](std::string_view row, std::string_view) {
        const Id id = ledger::fixed_from<Id>(row.substr(1 + Id::kSize, Id::kSize));
        if (ids.empty() || ids.back() != id) ids.push_back(id);
        return true;
      });
  if (!scanned) return scanned.error();
  std::vector<Place> places;
  for (const Id& id : ids) {
    auto place = find_cluster(reader, id);
    if (!place) return place.error();
    if (*place) places.push_back(std::move(**place));
  }
  return places;
}

}  // namespace projections
