// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/shipped_calendars.h"

namespace support {

/// The official calendars that ship with the tool.
inline const projections::rules::Calendar& ru_calendar() {
  static const projections::rules::Calendar value = tools::shipped_calendar({}, false);
  return value;
}

}  // namespace support
