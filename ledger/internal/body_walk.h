// SPDX-License-Identifier: Apache-2.0
// The strict walk over a FlatBuffers body, driven by the compiled schema. It trusts nothing: every
// read is inside the bytes, and every byte is claimed by exactly one thing, which keeps the time
// linear whatever the offsets say.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ledger/body.h"

namespace ledger::internal {

/// What the walk met on its way.
struct WalkFindings {
  std::vector<Reference> refs;
  std::vector<Subject> named_subjects;
};

/// Walks from the root offset to the last byte. Errors as check_body() lists them.
Result<WalkFindings> walk_body(std::string_view bytes);

/// The schema_version that the root table states, 0 when it states none; nothing when the root
/// table does not lie inside the bytes. For any bytes.
std::optional<std::uint16_t> stated_schema_version(std::string_view bytes);
/// The same of payload_type: for choosing what is worth a check_body().
std::optional<std::uint8_t> stated_payload_type(std::string_view bytes);

}  // namespace ledger::internal
