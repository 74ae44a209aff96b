// SPDX-License-Identifier: Apache-2.0
// Static resources over HTTP: what a log serves, or any web server with a bundle on it. Nothing
// that comes back is believed; a size limit holds for what is unpacked, too.
#pragma once

#include <chrono>
#include <string>

#include "ledger/static_log.h"

namespace api {

/// In which the largest resource comes over a slow line.
inline constexpr std::chrono::milliseconds kWholeAnswerTime{120'000};

/// `url` is http://HOST[:PORT][/PREFIX] or https://…. kInvalid BAD_URL. Fetching: kNotFound
/// NO_RESOURCE for a 404; kIo SERVER_UNREACHABLE, BAD_ANSWER for every other answer than 200;
/// kIo SERVER_TOO_SLOW when one answer takes longer than `whole_answer`, and then for every other;
/// kCorrupt RESOURCE_TOO_LARGE. Without `token` one for reading is taken from LETOPIS_TOKEN. One
/// connection, used by one fetch at a time.
ledger::Result<ledger::ResourceFetch> http_resources(
    const std::string& url, const std::string& token = {},
    std::chrono::milliseconds whole_answer = kWholeAnswerTime);

}  // namespace api
