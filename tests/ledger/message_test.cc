// SPDX-License-Identifier: Apache-2.0
// Expected values were computed with python3's hashlib from the layout in FORMAT.md.
#include "ledger/message.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

Hash counting_hash() {
  Hash hash;
  for (unsigned char i = 0; i < 32; ++i) hash.bytes[i] = i;
  return hash;
}

TEST(SignedMessage, HasExactlyTheDocumentedBytes) {
  // b"letopis/event/v1\0" + bytes([21]) + origin + bytes(range(32)) + b"body"
  EXPECT_EQ(to_hex(signed_message("letopis.example/tomsk", counting_hash(), "body")),
            "6c65746f7069732f6576656e742f763100156c65746f7069732e6578616d706c652f746f6d736b"
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f626f6479");
}

TEST(SignedMessage, GenesisHasAZeroLedgerId) {
  EXPECT_EQ(to_hex(signed_message("a.b", Hash{}, "")),
            "6c65746f7069732f6576656e742f76310003612e62"
            "0000000000000000000000000000000000000000000000000000000000000000");
}

TEST(SignedMessage, DiffersBetweenLedgersOfOneOrigin) {
  EXPECT_NE(signed_message("a.b", Hash{}, "body"), signed_message("a.b", counting_hash(), "body"));
}

TEST(SignedMessage, LongestOriginFitsItsLengthByte) {
  const std::string message = signed_message(std::string(255, 'a'), Hash{}, "");
  EXPECT_EQ(message.size(), 17u + 1 + 255 + 32);
  EXPECT_EQ(static_cast<unsigned char>(message[17]), 255);
}

TEST(SignedMessageDeathTest, OriginOutsideItsLimitsAborts) {
  EXPECT_DEATH(signed_message(std::string(256, 'a'), Hash{}, ""), "check failed");
  EXPECT_DEATH(signed_message("", Hash{}, ""), "check failed");
}

TEST(EventDigest, IsTheHashOfTheWholeMessage) {
  EXPECT_EQ(to_hex(event_digest(signed_message("letopis.example/tomsk", counting_hash(), "body"))),
            "4527e88bba6d6fe0e170bb07d9e0b334fb17ca55bff4f8290c63e27f232f9db9");
  EXPECT_EQ(to_hex(event_digest(signed_message("a.b", Hash{}, ""))),
            "badc2911b0a9fc514b284270a5af2e9e62c6f8bd0a3ab90b58e971d38ff469a2");
}

TEST(LedgerId, IsTheTaggedHashOfTheGenesisBody) {
  // sha256(b"letopis/genesis/v1\0" + b"genesis body")
  EXPECT_EQ(to_hex(ledger_id_of("genesis body")),
            "1e897e9ab8c835432d5a3c754903722d5b59c0ba9ca528595842d6a3ce2e7b31");
}

}  // namespace
}  // namespace ledger
