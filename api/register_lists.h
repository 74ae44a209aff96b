// SPDX-License-Identifier: Apache-2.0
// The lists of the whole ledger that views give: regions, clusters, organisations, keys, documents,
// calendars.
// The routes, the contract and the tests are made from this table.
#pragma once

#include <string_view>
#include <vector>

#include "api/list_query.h"
#include "projections/document_search.h"
#include "projections/view_reader.h"

namespace api {

/// The legal day that a register is asked for.
struct RegisterDay {
  std::string_view on;       ///< YYYY-MM-DD
  std::uint64_t end_us = 0;  ///< when it had ended in the ledger's zone, in Unix microseconds
};

struct RegisterList {
  std::string_view name;  ///< last segment of its address, "/v1/" before it
  std::string_view view;
  std::string_view item;  ///< shape of an item in the list
  std::string_view page;  ///< shape of a page
  std::string_view summary;
  /// The whole items, of which a page shows the members of its shape, by id: what is recorded,
  /// with a `state` of the day where there is one. The errors of the views.
  ledger::Result<Json> (*items)(const projections::ViewReader& reader, const RegisterDay& day);
  ListForm form = {};
};

/// What lists of calendar years, of the registry and of a place, can be asked.
ListForm calendar_list_form();

/// All of them, in the order of the documentation.
const std::vector<RegisterList>& register_lists();

/// Whole documents that are near to the hint, nearest first, for items of the shape NearDocument.
ledger::Result<Json> near_documents_json(const projections::ViewReader& reader,
                                         const projections::DocumentHint& hint);

}  // namespace api
