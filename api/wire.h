// SPDX-License-Identifier: Apache-2.0
// Signed events on their way to a server (application/vnd.letopis.events): each event as
// u16be n | body[n] | u8 s | s x signature[64], one after the other, nothing else. It is the
// framing of a recorded entry (FORMAT.md) without the version and the time, which only the ledger
// can give.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/result.h"

namespace api {

inline constexpr std::string_view kEventsMediaType = "application/vnd.letopis.events";
/// 256 events of the largest size.
inline constexpr std::size_t kEventsBytesMax = std::size_t{256} * 65'536;

/// REQUIRES: bodies of at most 65,535 bytes and 1..255 signatures each.
std::string encode_events(const std::vector<ledger::SignedEvent>& events);
/// kInvalid BAD_EVENTS naming the event at which the framing breaks.
/// kInvalid BAD_EVENTS naming the event; BATCH_SIZE as soon as there is one more than a submission
/// may have, whatever comes after it.
ledger::Result<std::vector<ledger::SignedEvent>> parse_events(std::string_view bytes);

}  // namespace api
