// SPDX-License-Identifier: Apache-2.0
// Where a reader finds what an event is about.
#pragma once

#include <string>

#include "projections/chronicle.h"

namespace api {

/// The path of the card of the thing that the event with this D brought about or goes on with: the
/// decision, the meeting of an attendance, the protocol of a signature. Of an event about something
/// that has no card, or that holds no longer, the event's own path.
std::string card_path(const projections::Chronicle& chronicle, const ledger::Hash& subject);

}  // namespace api
