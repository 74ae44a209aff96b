// SPDX-License-Identifier: Apache-2.0
#include "projections/places_view.h"

#include "projections/internal/entities.h"

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

template <typename A>
void fields(A& a, InArchive<A, Place>& v) {
  a(v.id), a(v.declarations), a(v.roles), a(v.charters);
}

namespace {

constexpr std::string_view kRegions = "regions";
constexpr std::string_view kClusters = "clusters";

bool is_role_of_place(fb::Role role) {
  return role == fb::Role::REGIONAL_OPERATOR || role == fb::Role::REGIONAL_COORDINATOR ||
         role == fb::Role::CLUSTER_OPERATOR || role == fb::Role::SUPERVISING_OFFICIAL;
}

internal::IndexRows index_of(const Place& place) {
  internal::IndexRows rows;
  const PlaceDeclaration* declaration = place.declaration();
  if (declaration != nullptr && declaration->region) {
    rows.emplace(key_of("g", *declaration->region) + std::string(place.id.view()), "");
  }
  return rows;
}

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
      : kind_(kind), scope_(scope), rows_(rows) {}

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
    const Hash& target = facts->source.digest;
    const auto payload = new_payload_of(event);
    for (const Id& id : facts->entities) {
      edit(id, [&](Place& place) {
        if (payload) {
          internal::remove_facts(place.declarations, target);
          internal::remove_facts(place.roles, target);
          internal::remove_facts(place.charters, target);
        } else {
          internal::withdraw_facts(place.declarations, target, by.index);
          internal::withdraw_facts(place.roles, target, by.index);
          internal::withdraw_facts(place.charters, target, by.index);
        }
      });
      scope_ = {kind_, id};  // the correction may stand in another scope than its target
    }
    if (payload) apply(*payload, facts->source);
  }

 private:
  template <typename Change>
  void edit(const Id& id, const Change& change) {
    Place place = internal::load<Place>(rows_, key_of("p", id));
    place.id = id;
    const internal::IndexRows before = index_of(place);
    change(place);
    rows_.put(key_of("p", id), internal::encode(place));
    internal::update_index(rows_, before, index_of(place));
  }

  template <typename Declared>
  void declared(const Declared& event, const flatbuffers::String* id_hex, fb::Payload type,
                const Source& source) {
    PlaceDeclaration fact = declaration_of(event);
    fact.source = source;
    const Id id = fixed_of<Id>(id_hex);
    edit(id, [&](Place& place) { internal::insert_fact(place.declarations, std::move(fact)); });
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
    edit(scope_.id, [&](Place& place) { internal::insert_fact(place.roles, std::move(fact)); });
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
    edit(scope_.id, [&](Place& place) { internal::insert_fact(place.charters, std::move(fact)); });
    internal::put_pointer(rows_, source, fb::Payload::CharterAdopted, {scope_.id});
  }

  const ScopeKind kind_;
  ledger::Scope scope_;
  RowWriter& rows_;
};

Result<std::vector<Place>> list_places(const ViewReader& reader, std::string_view view,
                                       const std::optional<Id>& after, std::size_t limit) {
  return internal::read_page<Place>(reader, view, "p", after, limit);
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
  return internal::read<Place>(reader, kRegions, key_of("p", id));
}

Result<std::optional<Place>> find_cluster(const ViewReader& reader, const Id& id) {
  return internal::read<Place>(reader, kClusters, key_of("p", id));
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
        ids.push_back(ledger::fixed_from<Id>(row.substr(1 + Id::kSize)));
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
