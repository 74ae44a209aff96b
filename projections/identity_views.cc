// SPDX-License-Identifier: Apache-2.0
// The views that identity needs, in one list.
#include "projections/documents_view.h"
#include "projections/keys_view.h"
#include "projections/organisations_view.h"
#include "projections/places_view.h"
#include "projections/view.h"

namespace projections {

Views identity_views() {
  return {std::make_shared<KeysView>(), std::make_shared<OrganisationsView>(),
          std::make_shared<PlacesView>(ledger::ScopeKind::kRegion),
          std::make_shared<PlacesView>(ledger::ScopeKind::kCluster),
          std::make_shared<DocumentsView>()};
}

}  // namespace projections
