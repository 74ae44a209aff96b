// SPDX-License-Identifier: Apache-2.0
// What every answer from a view has in common: at which position it is read, how long a reader
// waits for its own write, the members that say what the answer rests on, ETag and caching.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/json.h"
#include "api/service.h"

namespace api {

/// The views as one question sees them.
struct ViewSnapshot {
  std::shared_ptr<const projections::Runner> runner;
  projections::ViewReader reader;
  /// Events of the ledger that the answer is about: with `at` that many, else the published size.
  std::uint64_t ledger_size = 0;
  bool pinned = false;   ///< the question named its position
  bool explain = false;  ///< it wants the events behind each value
};

/// Opens the views for questions. One per router; any thread.
class ViewDesk {
 public:
  /// Borrows the service.
  explicit ViewDesk(const Service& service) : service_(service) {}

  /// The position that `at`, `known_on` and `min_position` ask for; the errors of open() for these.
  ledger::Result<std::uint64_t> needed(const Request& request) const;

  /// Reads `at` (a position), `known_on` (a day: what had been recorded by its end in the ledger's
  /// zone) and `min_position`. kInvalid BAD_NUMBER, BAD_DAY, FUTURE_DAY, TWO_POSITIONS,
  /// BAD_EXPLAIN; kNotFound BEYOND_LOG; kOverloaded VIEW_BEHIND when the views are not there
  /// (when_reached()), VIEWS_RENEWED while they are folded anew; the errors of the stores.
  ledger::Result<ViewSnapshot> open(const Request& request) const;

  /// 200 with as_of_position, ledger_size, `view`, `explain` if it was asked for, and then the
  /// members of `body`. `variant` is what else the answer depends on beside URL and position, for
  /// the ETag.
  ledger::Result<Response> answer(const ViewSnapshot& snapshot, std::string_view view, Json body,
                                  std::string_view variant = {}) const;

  /// A page of a list: `body` has `items` and `next_cursor`. As answer(), or, by `format` or
  /// Accept, the items as CSV with the columns of `shape`. kInvalid BAD_FORMAT.
  ledger::Result<Response> list(const ViewSnapshot& snapshot, const Request& request,
                                std::string_view view, std::string_view shape, Json body,
                                std::string_view variant = {}) const;

  /// The day in `on`. Without it one that follows from the position that is asked for, so that the
  /// same question has the same answer for ever: `known_on`, or the day on which the last event at
  /// `at` was recorded (at 0 the first one of all); without these today. Days are those of the
  /// ledger's own zone. kInvalid BAD_DAY; the errors of open() for `at` and `known_on`.
  ledger::Result<std::string> day(const Request& request) const;
  /// Today in the ledger's own zone, by the server's clock.
  std::string today() const;

  /// The first microsecond after a day in the ledger's zone. kInvalid BAD_DAY naming `parameter`.
  ledger::Result<std::uint64_t> end_of_day(std::string_view day, std::string_view parameter) const;

  const Service& service() const { return service_; }

 private:
  ledger::Result<std::shared_ptr<const projections::Runner>> runner_at(
      std::uint64_t position) const;
  ledger::Result<std::optional<std::uint64_t>> pinned_position(const Request& request) const;
  ledger::Result<std::uint64_t> position_of_day(std::string_view day) const;
  ledger::Result<std::string> day_of_position(std::uint64_t position) const;
  std::string local_day(std::uint64_t at_us) const;

  const Service& service_;
};

/// A GET in JSON that takes what ViewDesk::open() reads, beside `query`. Its handler is asked when
/// the views are at the position that the question needs, or after Service::view_wait: until then
/// no thread waits. Borrows the service.
Route view_route(const Service& service, std::string pattern, Handler handler,
                 std::string_view shape, std::string_view summary, std::vector<std::string> query);

/// kNotFound NOT_RECORDED: up to the position nothing has this name.
ledger::Error not_recorded(std::uint64_t position);

/// A number in the query, `absent` without it. kInvalid BAD_NUMBER naming the parameter.
ledger::Result<std::uint64_t> number_parameter(const Request& request, std::string_view name,
                                               std::uint64_t absent);
/// 1..1000, 100 without it. kInvalid BAD_NUMBER, BAD_LIMIT.
ledger::Result<std::uint64_t> limit_parameter(const Request& request);

/// `Link: <path?query>; rel="next"`, the query of the request with these values put in their place.
void link_next(Response& response, const Request& request, const Pairs& changed);

}  // namespace api
