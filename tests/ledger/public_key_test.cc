// SPDX-License-Identifier: Apache-2.0
#include "ledger/public_key.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

// The public key of RFC 8032 section 7.1, TEST 1.
constexpr const char* kHex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

TEST(PublicKey, TextFormRoundTripsAndBareHexIsAccepted) {
  const PublicKey key = *fixed_from_hex<PublicKey>(kHex);
  EXPECT_EQ(public_key_text(key), std::string("letopis-key:ed25519:") + kHex);
  EXPECT_EQ(*parse_public_key(public_key_text(key)), key);
  EXPECT_EQ(*parse_public_key(kHex), key);
}

TEST(PublicKey, OtherSpellingsAreRefused) {
  const std::string hex = kHex;
  for (const std::string& text :
       {std::string(), " " + hex, hex + " ", hex + "\n", hex.substr(2), hex + "00",
        "D7" + hex.substr(2), "letopis-key:ed448:" + hex, "Letopis-key:ed25519:" + hex,
        "letopis-key:ed25519: " + hex, std::string("letopis-key:ed25519:"),
        "letopis-key:ed25519:letopis-key:ed25519:" + hex}) {
    const auto key = parse_public_key(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().reason, "BAD_PUBLIC_KEY") << text;
    EXPECT_EQ(key.error().code, ErrorCode::kInvalid);
  }
}

TEST(PublicKey, PointsThatAnybodyCanSignForAreRefused) {
  // The points of small order, a non-canonical encoding (y = p + 1) and a y off the curve.
  for (const char* hex : {
           "0000000000000000000000000000000000000000000000000000000000000000",
           "0100000000000000000000000000000000000000000000000000000000000000",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "0200000000000000000000000000000000000000000000000000000000000000",
       }) {
    const auto key = parse_public_key(hex);
    ASSERT_FALSE(key) << hex;
    EXPECT_EQ(key.error().reason, "BAD_KEY_POINT") << hex;
  }
}

TEST(PublicKey, FingerprintIsTheTaggedHashInGroups) {
  // python3: hashlib.sha256(b"letopis/key/v1\0" + bytes.fromhex(kHex)).hexdigest()[:16]
  EXPECT_EQ(key_fingerprint(*fixed_from_hex<PublicKey>(kHex)), "1cff-b9c6-2370-6ccb");
}

}  // namespace
}  // namespace ledger
