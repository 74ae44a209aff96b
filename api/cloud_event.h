// SPDX-License-Identifier: Apache-2.0
// A recorded event as a CloudEvent (CloudEvents 1.0.2, JSON format): an envelope for brokers and
// gateways. What its author signed are the body's own bytes, not this envelope.
#pragma once

#include <string>
#include <string_view>

#include "api/json.h"

namespace api {

inline constexpr std::string_view kCloudEventType = "application/cloudevents+json";
inline constexpr std::string_view kCloudEventBatchType = "application/cloudevents-batch+json";

/// `event` is what recorded_event_to_json() made. The same event gives the same text for ever as
/// long as `public_url` stays.
Json cloud_event(const Json& event, std::string_view ledger_id_hex, const std::string& public_url);

/// The `type` of events with this payload.
std::string cloud_event_type(const std::string& payload_type);

}  // namespace api
