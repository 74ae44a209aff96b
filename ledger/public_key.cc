// SPDX-License-Identifier: Apache-2.0
#include "ledger/public_key.h"

#include "ledger/ed25519.h"
#include "ledger/hash.h"

namespace ledger {
namespace {

constexpr std::string_view kTextPrefix = "letopis-key:ed25519:";
constexpr std::string_view kFingerprintTag("letopis/key/v1\0", 15);

}  // namespace

std::string public_key_text(const PublicKey& key) { return std::string(kTextPrefix) + to_hex(key); }

Result<PublicKey> parse_public_key(std::string_view text) {
  std::string_view hex = text;
  if (hex.starts_with(kTextPrefix)) hex.remove_prefix(kTextPrefix.size());
  const auto key = fixed_from_hex<PublicKey>(hex);
  if (!key) {
    return invalid("BAD_PUBLIC_KEY",
                   "expected letopis-key:ed25519: and 64 lower-case hex digits, or the digits "
                   "alone: " +
                       key.error().message);
  }
  const Status valid = check_public_key(*key);
  if (!valid) return valid.error();
  return *key;
}

Status check_public_key(const PublicKey& key) {
  if (ed25519_is_valid_point(key)) return Ok{};
  return invalid("BAD_KEY_POINT", "public key " + to_hex(key) + " is not a valid Ed25519 point");
}

std::string key_fingerprint(const PublicKey& key) {
  const Hash hash = sha256({kFingerprintTag, key.view()});
  std::string hex = to_hex(hash.view().substr(0, 8));
  for (const std::size_t dash : {12, 8, 4}) hex.insert(dash, 1, '-');
  return hex;
}

}  // namespace ledger
