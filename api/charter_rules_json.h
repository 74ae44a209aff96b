// SPDX-License-Identifier: Apache-2.0
// Charters of a place, each parameter with its value, clause and certainty; and the calendars of
// working days by which their deadlines are counted.
#pragma once

#include "api/telling.h"

namespace api {

/// Every charter of the place and of its region as it stands on the telling's day, in the order in
/// which they were recorded. Parameters are named as verdicts name them (`grounds.rules.path`):
/// members by dots, bodies by their kind, deadlines by name, roles by role, questions by each kind
/// of decision, other lists of tables by number from 1.
Json charters_json(const projections::Chronicle& chronicle, const Telling& telling);

/// Every publication of a calendar's year, with the days that differ from the plain week, in the
/// order of recording.
Json calendars_json(const projections::Chronicle& chronicle);

}  // namespace api
