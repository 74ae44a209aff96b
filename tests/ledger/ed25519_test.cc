// SPDX-License-Identifier: Apache-2.0
#include "ledger/ed25519.h"

#include <gtest/gtest.h>

#include "ledger/signing_key.h"

namespace ledger {
namespace {

/// RFC 8032 section 7.1, tests 1 and 2.
struct Vector {
  std::string_view key;
  std::string_view message;
  std::string_view signature;
};
constexpr Vector kVectors[] = {
    {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46bd25bf5f0595bbe24655141438e7a100b"},
    {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c387b2eaeb4302aeeb00d291612bb0c00"}};

TEST(Ed25519, VectorsOfTheRfcHold) {
  for (const Vector& v : kVectors) {
    const std::string message = *from_hex(v.message);
    const auto key = *fixed_from_hex<PublicKey>(v.key);
    EXPECT_TRUE(ed25519_is_valid_point(key));
    const auto signature = *fixed_from_hex<Signature>(v.signature);
    EXPECT_TRUE(ed25519_verify(key, message, signature));
    EXPECT_FALSE(ed25519_verify(key, message + "x", signature));
  }
}

TEST(Ed25519, ChangedSignatureOrKeyFails) {
  const SigningKey signer = SigningKey::from_seed(SecretBytes::copy_of(std::string(32, 's')));
  const PublicKey key = signer.public_key();
  const Signature signature = signer.sign("message");
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Signature changed = signature;
    changed.bytes[bit / 8] ^= static_cast<unsigned char>(1U << bit % 8);
    EXPECT_FALSE(ed25519_verify(key, "message", changed)) << bit;
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    PublicKey changed = key;
    changed.bytes[bit / 8] ^= static_cast<unsigned char>(1U << bit % 8);
    EXPECT_FALSE(ed25519_verify(changed, "message", signature)) << bit;
  }
}

TEST(Ed25519, SmallOrderAndNonCanonicalPointsAreNotValid) {
  for (const std::string_view hex :
       {"0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0200000000000000000000000000000000000000000000000000000000000000"}) {
    EXPECT_FALSE(ed25519_is_valid_point(*fixed_from_hex<PublicKey>(hex))) << hex;
  }
}

}  // namespace
}  // namespace ledger
