// SPDX-License-Identifier: Apache-2.0
// Calendars that were put together from one set of publications, each by the name and the week that
// a charter gives it.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "projections/rules/calendar.h"

namespace projections::rules {

/// Any thread may ask. A calendar stays where it is as long as the memo.
class CalendarMemo {
 public:
  /// The calendar with this name and week; `make` gives it when it is asked for first.
  const Calendar& get(const std::string& name, const WeekRules& week,
                      const std::function<Calendar()>& make) {
    const std::scoped_lock lock(mutex_);
    const Key key{name, week.week, week.presidential_days_count};
    const auto known = made_.find(key);
    if (known != made_.end()) return known->second;
    return made_.emplace(key, make()).first->second;
  }

 private:
  using Key = std::tuple<std::string, Week, bool>;

  std::mutex mutex_;
  std::map<Key, Calendar> made_;
};

}  // namespace projections::rules
