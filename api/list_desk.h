// SPDX-License-Identifier: Apache-2.0
// What every list that is computed whole has in common: it is of one position and one legal day,
// and comes page by page. A cursor carries position and day of the first page, so that a walk sees
// one state whatever is recorded meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/list_query.h"
#include "api/view_answer.h"
#include "projections/rules/dates.h"

namespace api {

/// A question about the state at a position, judged on a legal day.
struct DayQuestion {
  ViewSnapshot snapshot;
  projections::rules::Date day;
  std::string on;  ///< the day as text
  Language language = Language::kEn;
  std::uint64_t limit = 0;
  std::uint64_t begin = 0;  ///< how many items earlier pages have shown

  std::uint64_t position() const { return snapshot.reader.position(); }
  std::string_view language_name() const { return language == Language::kRu ? "ru" : "en"; }
};

/// One list, as ListDesk::page() needs it. Borrows the form.
struct ListPage {
  std::string_view name;  ///< of the file, when it is a table
  std::string_view view;  ///< that it is read from
  std::string_view item;  ///< shape of an item
  const ListForm& form;
};

/// One per router; any thread.
class ListDesk {
 public:
  /// Borrows the service.
  explicit ListDesk(const Service& service) : desk_(service) {}

  /// Reads what ViewDesk::open() reads, `on`, `overdue_on`, `limit` and `cursor`. kInvalid also
  /// BAD_DAY, TWO_DAYS, BAD_LIMIT, BAD_CURSOR.
  ledger::Result<DayQuestion> open(const Request& request) const;

  /// The page that `asked` picks of `items`, which are whole: a page shows the members of the
  /// list's shape. With `total`, cursor, link; as JSON or a table.
  ledger::Result<Response> page(const DayQuestion& question, const Request& request,
                                const ListPage& list, const ListQuestion& asked,
                                const Json& items) const;

  /// ViewDesk::answer() with `on` before the members of `body`, in the question's language.
  ledger::Result<Response> answer(const DayQuestion& question, std::string_view view,
                                  const Json& body) const;

  const ViewDesk& views() const { return desk_; }

 private:
  ViewDesk desk_;
};

/// The members of an item that its list shows, in their order.
Json shown_part(const Json& item, const std::vector<std::string>& members);

/// How many values of JSON there are: what a kept list weighs, about a hundred bytes each.
std::uint64_t values_in(const Json& value);

}  // namespace api
