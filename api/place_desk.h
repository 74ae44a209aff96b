// SPDX-License-Identifier: Apache-2.0
// Questions about a place: as known at a position, judged on a day. What was computed is kept: a
// state never changes.
#pragma once

#include <memory>
#include <string>
#include <tuple>

#include "api/internal/bounded_cache.h"
#include "api/list_desk.h"
#include "api/place_lists.h"

namespace api {

/// A question about a place, opened.
struct PlaceQuestion {
  DayQuestion asked;
  ledger::Scope scope;
  PlaceOnDay place;
};

/// One per router; any thread.
class PlaceDesk {
 public:
  /// Borrows the service.
  explicit PlaceDesk(const Service& service);

  /// Reads the place in the path and what ListDesk::open() reads. kNotFound also BAD_NAME,
  /// NO_SUCH_PLACE.
  ledger::Result<PlaceQuestion> open(const Request& request);

  /// The whole items of a list.
  std::shared_ptr<const Json> items(const PlaceQuestion& question, const PlaceList& list);

  /// A page of the list, or its card. kInvalid as list_question(); kNotFound NOT_RECORDED.
  ledger::Result<Response> page(const Request& request, const PlaceList& list);
  ledger::Result<Response> card(const Request& request, const PlaceList& list);

  const ListDesk& lists() const { return desk_; }
  const ViewDesk& views() const { return desk_.views(); }

 private:
  using ChronicleKey = std::pair<std::uint64_t, ledger::Scope>;
  using ItemsKey = std::tuple<std::uint64_t, ledger::Scope, projections::rules::Date, Language,
                              std::string_view>;

  ledger::Result<std::shared_ptr<const projections::Chronicle>> chronicle(
      const projections::ViewReader& reader, const ledger::Scope& scope);

  ListDesk desk_;
  BoundedCache<ChronicleKey, projections::Chronicle> chronicles_;
  BoundedCache<ItemsKey, Json> items_;
};

}  // namespace api
