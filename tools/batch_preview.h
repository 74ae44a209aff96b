// SPDX-License-Identifier: Apache-2.0
// What events that are about to be recorded would mean for every place that they touch, printed
// before anything is recorded: the functions of governance over the ledger's facts with these
// events laid over them, beside the same without them.
#pragma once

#include <vector>

#include "api/author.h"
#include "tools/session.h"
#include "tools/view_folder.h"

namespace tools {

/// Prints for people, or with `json` one object {"preview": {"position", "on", "events",
/// "places"}}; places where nothing follows are left out. Judged today, in the ledger's zone. The
/// errors of the views and of check_body().
ledger::Status print_preview(const Session& session, const ViewFolder& views,
                             const std::vector<api::PreparedBatch>& batches, bool json);

}  // namespace tools
