// SPDX-License-Identifier: Apache-2.0
// What a meeting's form would record, in words, before anything is recorded.
#pragma once

#include "tools/directory.h"
#include "tools/meeting_form.h"
#include "tools/session.h"

namespace tools {

/// Prints the preview: roll, votes, quorum and outcome by the charter's rules, terms; with `json`
/// one object {"preview": [event, …], "checks": [check, …]}. The errors of charter_body().
ledger::Status preview_meeting(const Session& session, const MeetingEvents& meeting,
                               const OpenLedger& ledger, const Directory& directory, bool json);

}  // namespace tools
