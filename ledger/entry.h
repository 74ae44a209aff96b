// SPDX-License-Identifier: Apache-2.0
// The framing of a recorded event, FORMAT.md "The entry":
//   01 | u64be recorded_at us | u16be n | body[n] | u8 s | s x signature[64]
// One value has one encoding and one encoding one value, so the leaf hash covers it all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/limits.h"

namespace ledger {

inline constexpr std::size_t kSignaturesMax = 1 + kCosignersMax;

/// One entry of the log. `body` is borrowed: it is valid as long as the bytes it was parsed from.
struct Entry {
  std::uint64_t recorded_at_us = 0;   ///< microseconds since 1970-01-01T00:00:00Z
  std::string_view body;              ///< FlatBuffers; not looked into here
  std::vector<Signature> signatures;  ///< the author's, then the cosigners' in the body's order
};

/// The stored bytes. kInvalid ENTRY_TOO_LARGE (more than kEntryBytesMax in total) or
/// ENTRY_SIGNATURE_COUNT (not 1 to kSignaturesMax).
Result<std::string> encode_entry(const Entry& entry);

/// The only reading of stored bytes. kCorrupt with one reason for each defect: ENTRY_TOO_LARGE,
/// ENTRY_VERSION, ENTRY_HEAD_CUT, ENTRY_BODY_CUT, ENTRY_SIGNATURE_COUNT, ENTRY_SIGNATURES_CUT,
/// ENTRY_TRAILING_BYTES. Does not look into the body and verifies no signature.
Result<Entry> parse_entry(std::string_view bytes);

}  // namespace ledger
