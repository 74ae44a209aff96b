// SPDX-License-Identifier: Apache-2.0
#include "ledger/message.h"

#include "ledger/hash.h"
#include "ledger/limits.h"

namespace ledger {
namespace {

constexpr std::string_view kEventTag("letopis/event/v1\0", 17);
constexpr std::string_view kGenesisTag("letopis/genesis/v1\0", 19);
static_assert(kOriginBytesMax <= 255, "the length of the origin is one byte");

}  // namespace

std::string signed_message(std::string_view origin, const Hash& ledger_id, std::string_view body) {
  LEDGER_CHECK(!origin.empty() && origin.size() <= kOriginBytesMax);
  std::string message;
  message.reserve(kEventTag.size() + 1 + origin.size() + Hash::kSize + body.size());
  message.append(kEventTag);
  message.push_back(static_cast<char>(origin.size()));
  message.append(origin).append(ledger_id.view()).append(body);
  return message;
}

Hash ledger_id_of(std::string_view genesis_body) { return sha256({kGenesisTag, genesis_body}); }

Hash event_digest(std::string_view message) { return sha256(message); }

}  // namespace ledger
