// SPDX-License-Identifier: Apache-2.0
// Every list of what is known of a place: where it is found, how its items are computed and told,
// what can be asked of it and which card a single item has. The routes, the contract and the tests
// are made from this table.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/list_query.h"
#include "api/telling.h"
#include "projections/chronicle.h"

namespace api {

/// A place on a day, as known at a position.
struct PlaceOnDay {
  std::shared_ptr<const projections::Chronicle> chronicle;
  projections::rules::Date on;
  Language language = Language::kEn;

  Telling telling() const { return {*chronicle, on, language}; }
};

struct PlaceList {
  std::string_view name;  ///< last segment of its address, e.g. "ballots"
  std::string_view item;  ///< shape of an item in the list
  std::string_view page;  ///< shape of a page
  std::string_view summary;
  /// The whole items, of which a page shows the members of its shape. In a fixed order.
  Json (*items)(const PlaceOnDay& place) = nullptr;
  ListForm form = {};
  bool of_regions = true;    ///< regions have it as well as clusters
  bool has_overdue = false;  ///< takes `overdue_on`
  // The card at "name/{id}"; no `id`: there is none.
  std::string_view id = {};         ///< member and parameter that names an item
  std::string_view card = {};       ///< shape of the card
  std::string_view card_list = {};  ///< member of the card under which all with the id are listed,
                                    ///< in order; empty: the last one is the card
  std::string_view card_summary = {};
};

/// All of them, in the order of the documentation.
const std::vector<PlaceList>& place_lists();

/// Of duties, or of what has `duties`, those that are late and not done: nothing that was cancelled
/// is.
Json overdue_of(const Json& items);

// The table, by area.
std::vector<PlaceList> membership_lists();
std::vector<PlaceList> council_lists();
std::vector<PlaceList> paper_lists();
std::vector<PlaceList> record_lists();

}  // namespace api
