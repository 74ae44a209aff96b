// SPDX-License-Identifier: Apache-2.0
// All views, in one list.
#include "projections/documents_view.h"
#include "projections/facts_view.h"
#include "projections/keys_view.h"
#include "projections/organisations_view.h"
#include "projections/places_view.h"
#include "projections/view.h"

namespace projections {

Views all_views() {
  return {std::make_shared<KeysView>(),
          std::make_shared<OrganisationsView>(),
          std::make_shared<PlacesView>(ledger::ScopeKind::kRegion),
          std::make_shared<PlacesView>(ledger::ScopeKind::kCluster),
          std::make_shared<DocumentsView>(),
          std::make_shared<FactsView>()};
}

}  // namespace projections
