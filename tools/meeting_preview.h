// SPDX-License-Identifier: Apache-2.0
// What a meeting's form would record, in words, before anything is recorded.
#pragma once

#include "tools/directory.h"
#include "tools/meeting_form.h"
#include "tools/session.h"

namespace tools {

/// Prints the preview; with `json` one object {"preview": …}.
void preview_meeting(const Session& session, const MeetingEvents& meeting,
                     const Directory& directory, bool json);

}  // namespace tools
