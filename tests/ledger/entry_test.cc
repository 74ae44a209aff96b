// SPDX-License-Identifier: Apache-2.0
#include "ledger/entry.h"

#include <gtest/gtest.h>

#include <random>

namespace ledger {
namespace {

Signature filled(unsigned char byte) {
  Signature signature;
  signature.bytes.fill(byte);
  return signature;
}

std::string example(std::size_t signatures = 2) {
  Entry entry{.recorded_at_us = 1'670'000'000'000'001, .body = "body", .signatures = {}};
  for (std::size_t i = 0; i < signatures; ++i) {
    entry.signatures.push_back(filled(static_cast<unsigned char>(0xa0 + i)));
  }
  return *encode_entry(entry);
}

std::string reason_of(std::string_view bytes) {
  const auto entry = parse_entry(bytes);
  if (entry) return "accepted";
  EXPECT_EQ(entry.error().code, ErrorCode::kCorrupt);
  return entry.error().reason;
}

TEST(Entry, HasExactlyTheDocumentedBytes) {
  // python3: b"\1" + (1670000000000001).to_bytes(8, "big") + b"\0\4body\2" + b"\xa0"*64 +
  // b"\xa1"*64
  std::string expected = "010005eedb2cc660010004626f647902";
  for (int i = 0; i < 64; ++i) expected += "a0";
  for (int i = 0; i < 64; ++i) expected += "a1";
  EXPECT_EQ(to_hex(example()), expected);
}

TEST(Entry, ParsesBackToWhatWasEncoded) {
  const std::string bytes = example(16);
  const auto entry = parse_entry(bytes);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->recorded_at_us, 1'670'000'000'000'001u);
  EXPECT_EQ(entry->body, "body");
  EXPECT_EQ(entry->body.data(), bytes.data() + 11) << "the body is borrowed, not copied";
  ASSERT_EQ(entry->signatures.size(), 16u);
  EXPECT_EQ(entry->signatures[15], filled(0xaf));
}

TEST(Entry, EncodingRefusesWrongSignatureCountsAndNamesTheSizeLimit) {
  Entry entry{.recorded_at_us = 0, .body = "body", .signatures = {}};
  EXPECT_EQ(encode_entry(entry).error().reason, "ENTRY_SIGNATURE_COUNT");
  entry.signatures.resize(17);
  EXPECT_EQ(encode_entry(entry).error().reason, "ENTRY_SIGNATURE_COUNT");

  entry.signatures.resize(1);
  const std::string longest(65'535 - 11 - 1 - 64, 'x');
  entry.body = longest;
  EXPECT_EQ(encode_entry(entry)->size(), 65'535u);
  const std::string too_long = longest + "x";
  entry.body = too_long;
  const auto refused_entry = encode_entry(entry);
  ASSERT_FALSE(refused_entry);
  EXPECT_EQ(refused_entry.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(refused_entry.error().reason, "ENTRY_TOO_LARGE");
  EXPECT_NE(refused_entry.error().message.find("kEntryBytesMax is 65535"), std::string::npos);
}

TEST(Entry, EveryTruncationIsRefusedForItsOwnReason) {
  const std::string bytes = example();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const char* expected = size < 1            ? "ENTRY_VERSION"
                           : size < 11         ? "ENTRY_HEAD_CUT"
                           : size < 11 + 4 + 1 ? "ENTRY_BODY_CUT"
                                               : "ENTRY_SIGNATURES_CUT";
    EXPECT_EQ(reason_of(std::string_view(bytes).substr(0, size)), expected) << size;
  }
}

TEST(Entry, EachMalformedFieldIsRefusedForItsOwnReason) {
  const auto changed = [](std::size_t at, char byte) {
    std::string bytes = example();
    bytes[at] = byte;
    return reason_of(bytes);
  };
  EXPECT_EQ(changed(0, 0), "ENTRY_VERSION");
  EXPECT_EQ(changed(0, 2), "ENTRY_VERSION");
  EXPECT_EQ(changed(9, '\x7f'), "ENTRY_BODY_CUT");
  EXPECT_EQ(changed(15, 0), "ENTRY_SIGNATURE_COUNT");
  EXPECT_EQ(changed(15, 17), "ENTRY_SIGNATURE_COUNT");
  EXPECT_EQ(changed(15, '\xff'), "ENTRY_SIGNATURE_COUNT");
  EXPECT_EQ(changed(15, 1), "ENTRY_TRAILING_BYTES");
  EXPECT_EQ(changed(15, 3), "ENTRY_SIGNATURES_CUT");
  EXPECT_EQ(reason_of(example() + '\0'), "ENTRY_TRAILING_BYTES");
  EXPECT_EQ(reason_of(std::string(65'536, '\1')), "ENTRY_TOO_LARGE");
}

TEST(Entry, WhateverIsAcceptedAfterRandomMutationsReencodesToTheSameBytes) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return random() % n; };
  int accepted = 0;
  for (int round = 0; round < 100'000; ++round) {
    std::string bytes = example(1 + below(3));
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(bytes.size());
      switch (below(4)) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, below(70));
          break;
        case 2:
          bytes.insert(at, below(70), static_cast<char>(random()));
          break;
        default:
          bytes[below(16) % bytes.size()] = static_cast<char>(below(20));
          break;
      }
      if (bytes.empty()) bytes = "\1";
    }
    const auto entry = parse_entry(bytes);
    if (!entry) continue;
    ++accepted;
    ASSERT_EQ(*encode_entry(*entry), bytes) << to_hex(bytes);
  }
  EXPECT_GT(accepted, 1'000) << "the mutations hardly ever reach the accepting path";
}

}  // namespace
}  // namespace ledger
