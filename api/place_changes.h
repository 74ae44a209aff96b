// SPDX-License-Identifier: Apache-2.0
// What is otherwise of a place between two positions: every list that can be asked of it
// (place_lists.h) item by item. Findings are compared by findings_at.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/part_changes.h"
#include "api/projected_log.h"
#include "projections/chronicle.h"
#include "projections/rules/dates.h"

namespace api {

inline constexpr std::size_t kPlacesComparedMax = 1'000;
inline constexpr std::size_t kPlaceItemsReportedMax = 2'000;  ///< of one place

struct ItemChange {
  std::string_view list;  ///< its name, e.g. "ballots"
  std::string key;        ///< what tells the item from the others of the list
  Json before;            ///< null: it was not there
  Json after;             ///< null: it is gone
  std::vector<PartChange> parts;
};

struct PlaceChange {
  ledger::Scope place;
  std::vector<ItemChange> items;  ///< the first kPlaceItemsReportedMax
  std::uint64_t left_out = 0;     ///< changes beyond them
};

struct PlaceChanges {
  std::vector<PlaceChange> places;  ///< ascending; those that are the same are left out
  std::uint64_t left_out = 0;       ///< places beyond kPlacesComparedMax, not compared
};

/// Two states of what was recorded, each judged on a day.
struct StatesCompared {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  projections::rules::Date on_from{};
  projections::rules::Date on_to{};
  Language language = Language::kEn;
};

/// The clusters and regions that are subjects of the events [from, to); `only` if it is a place,
/// whatever the events are about. The errors of the views and of Chronicle::load().
ledger::Result<PlaceChanges> place_changes_between(
    const ProjectedLog& log, const StatesCompared& states,
    const std::optional<ledger::Subject>& only = std::nullopt);

/// The same for one pair of states after another, as a log is gone through event by event: what was
/// computed of a place as the later state of one comparison is not computed again as the earlier
/// state of the next, if facts and day are the same. Borrows the log.
class PlaceSteps {
 public:
  explicit PlaceSteps(const ProjectedLog& log) : log_(log) {}

  /// As place_changes_between().
  ledger::Result<PlaceChanges> between(const StatesCompared& states,
                                       const std::optional<ledger::Subject>& only = std::nullopt);

  /// Every list of a place on a day, in the order of the table.
  struct Lists {
    std::shared_ptr<const projections::Chronicle> facts;  ///< null: the place was not known
    std::uint64_t position = 0;                           ///< at which they were so
    projections::rules::Date on{};
    Language language{};
    std::vector<std::pair<std::string_view, Json>> items;
  };

 private:
  static constexpr std::size_t kPlacesKept = 64;

  ledger::Result<PlaceChange> compare(const projections::ViewReader& before,
                                      const projections::ViewReader& after,
                                      const StatesCompared& states, const ledger::Scope& place);

  const ProjectedLog& log_;
  std::map<ledger::Scope, Lists> later_;  ///< the later states of what was compared last
};

/// Changes of one list between two answers: gone, changed and new items by their keys, wherever
/// they stand; the second of one key is "KEY #2". Members that tell only how far the day is from
/// another are not looked at.
std::vector<ItemChange> item_changes(std::string_view list, const Json& before, const Json& after);

/// The members that make the key of an item of this list; empty for a list that is not compared.
std::vector<std::string_view> item_key_members(std::string_view list);

}  // namespace api
