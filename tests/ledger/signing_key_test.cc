// SPDX-License-Identifier: Apache-2.0
#include "ledger/signing_key.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <type_traits>

#include "ledger/public_key.h"

namespace ledger {
namespace {

static_assert(!std::is_copy_constructible_v<SigningKey>);

SigningKey key_from_hex(std::string_view seed) {
  return SigningKey::from_seed(SecretBytes::copy_of(*from_hex(seed)));
}

TEST(SigningKey, AgreesWithTheVectorsOfRfc8032) {
  // RFC 8032 section 7.1, TEST 1 to TEST 3.
  struct Vector {
    const char *seed, *public_key, *message, *signature;
  };
  for (const Vector& v : {
           Vector{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                  "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
           Vector{"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
                  "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
           Vector{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                  "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
                  "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
       }) {
    const SigningKey key = key_from_hex(v.seed);
    EXPECT_EQ(to_hex(key.public_key()), v.public_key);
    EXPECT_EQ(to_hex(key.sign(*from_hex(v.message))), v.signature);
    EXPECT_EQ(to_hex(key.seed()), v.seed);
  }
}

TEST(SigningKey, GeneratedKeysDifferAreValidPointsAndVerify) {
  const SigningKey key = SigningKey::generate();
  const PublicKey public_key = key.public_key();
  EXPECT_NE(public_key, SigningKey::generate().public_key());
  EXPECT_TRUE(check_public_key(public_key));
  const Signature signature = key.sign("protocol");
  const auto verifies = [&](std::string_view message) {
    return crypto_sign_verify_detached(signature.bytes.data(), as_unsigned(message), message.size(),
                                       public_key.bytes.data()) == 0;
  };
  EXPECT_TRUE(verifies("protocol"));
  EXPECT_FALSE(verifies("protocoI"));
}

TEST(SigningKeyDeathTest, SigningWithAMovedFromKeyAborts) {
  SigningKey key = SigningKey::generate();
  const SigningKey taken = std::move(key);
  EXPECT_DEATH(static_cast<void>(key.sign("x")), "check failed");
}

}  // namespace
}  // namespace ledger
