// SPDX-License-Identifier: Apache-2.0
#include "ledger/note.h"

#include <gtest/gtest.h>

#include "ledger/limits.h"
#include "tests/support/small_tree.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary

constexpr std::string_view kDash = "\xE2\x80\x94 ";
constexpr std::string_view kSpecVkey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view kSpecText = "This is an example message.\n";
constexpr std::string_view kSpecPayload =
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";

std::string line(std::string_view name, std::string_view payload) {
  return std::string(kDash) + std::string(name) + ' ' + std::string(payload) + '\n';
}

std::string spec_note() {
  return std::string(kSpecText) + '\n' + line("example.com/foo", kSpecPayload);
}

/// A line that nobody here knows the key of.
std::string unknown_line(int i) {
  return line("unknown.example/" + std::to_string(i), to_base64("key id and grease"));
}

TEST(Note, ExampleOfTheSpecificationVerifies) {
  const auto note = parse_note(spec_note());
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, kSpecText);
  const auto verified = verify_note(*note, {*parse_vkey(kSpecVkey)});
  ASSERT_TRUE(verified);
  EXPECT_EQ(*verified, (std::vector<VerifiedSignature>{{.key = 0, .time_s = 0}}));
  EXPECT_EQ(*format_note(*note), spec_note());
}

TEST(Note, KeysHaveThePublishedSpellings) {
  const auto log = log_signer().key;
  EXPECT_EQ(to_hex(log.key), "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
  EXPECT_EQ(format_vkey(log), kLogVkey);
  EXPECT_EQ(*parse_vkey(kLogVkey), log);
  const auto witness = witness_signer().key;
  EXPECT_EQ(to_hex(witness.key),
            "29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7");
  EXPECT_EQ(format_vkey(witness), kWitnessVkey);
  EXPECT_EQ(*parse_vkey(kWitnessVkey), witness);
  const VerifierKey as_log_key{witness.name, SignatureType::kEd25519, witness.key};
  EXPECT_EQ(format_vkey(as_log_key),
            "witness.example/w1+484bc619+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X");
}

TEST(Note, MalformedVkeyIsRefused) {
  const std::string good(kLogVkey);
  for (const std::string& text : std::vector<std::string>{
           std::string(), std::string("+"), std::string("++"), good + "=", good.substr(1),
           good.substr(0, good.size() - 4), "x" + good, good + "\n",
           std::string("a+4B3627e4+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")}) {
    const auto key = parse_vkey(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().reason, "BAD_VKEY") << text;
  }
}

std::string vkey_of(std::uint8_t type, std::string_view key) {
  std::string id;
  put_u32(id, note_key_id("k.example", type, key));
  return "k.example+" + to_hex(id) + "+" +
         to_base64(std::string(1, static_cast<char>(type)) + std::string(key));
}

TEST(Note, VkeyThatIsNoUsablePointIsRefused) {
  for (const std::string& point : std::vector<std::string>{
           std::string(32, '\0'), "\x01" + std::string(31, '\0'), std::string(32, '\xff')}) {
    EXPECT_EQ(parse_vkey(vkey_of(1, point)).error().reason, "BAD_KEY");
    EXPECT_EQ(parse_vkey(vkey_of(4, point)).error().reason, "BAD_KEY");
  }
}

TEST(Note, KeysOfUnknownTypesAreLeftOutOfAList) {
  const std::string ml_dsa = vkey_of(6, std::string(1312, 'x'));
  EXPECT_EQ(parse_vkey(ml_dsa).error().reason, "UNKNOWN_KEY_TYPE");
  const auto keys = parse_vkeys({ml_dsa, std::string(kLogVkey), vkey_of(0xff, "anything")});
  ASSERT_TRUE(keys);
  EXPECT_EQ(*keys, (std::vector<VerifierKey>{log_signer().key}));
  EXPECT_EQ(parse_vkeys({std::string(kLogVkey), "nonsense"}).error().reason, "BAD_VKEY");
}

TEST(Note, KeyNameHasNoSpacePlusOrControl) {
  for (const char* name : {"a", "ledger.example/audit1", "\xC3\xA9", "a/b-c_d", "\xE2\x80\x8B"}) {
    EXPECT_TRUE(is_key_name(name)) << name;
  }
  for (const char* name :
       {"", "a+b", "a b", "a\tb", "a\nb", "\xC2\x85", "a\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x80",
        "x\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
        "\xE3\x80\x80", "\xFF", "\xE2\x80"}) {
    EXPECT_FALSE(is_key_name(name)) << name;
  }
}

TEST(Note, TextEndsAtTheLastEmptyLine) {
  for (const char* text : {"\n", "a\n", "a\n\nb\n", "a\n\n", "\n\n\n", "\xE2\x80\x94 a b\n\nc\n"}) {
    const Note note{text, {{"name", 7, "signature"}}};
    const auto bytes = format_note(note);
    ASSERT_TRUE(bytes) << text;
    EXPECT_EQ(*parse_note(*bytes), note);
  }
}

TEST(Note, NoteThatCannotBeReadBackIsNotWritten) {
  const NoteSignature good{"name", 7, "signature"};
  for (const Note& note :
       {Note{"no line feed", {good}}, Note{"", {good}}, Note{"a\n", {}}, Note{"a\tb\n", {good}},
        Note{"\xff\n", {good}}, Note{"a\n", {{"na me", 7, "s"}}}, Note{"a\n", {{"name", 7, ""}}},
        Note{"a\n", {{"", 7, "s"}}}, Note{"a\n", {{"x\n\n", 7, "s"}}}}) {
    const auto bytes = format_note(note);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().reason, "BAD_NOTE");
  }
}

TEST(Note, MalformedNoteIsRefused) {
  const std::string text = std::string(kSpecText) + '\n';
  const std::string good = spec_note();
  for (const std::string& bytes : std::vector<std::string>{std::string(),
                                                           std::string("\n\n"),
                                                           std::string("a"),
                                                           text,
                                                           good.substr(0, good.size() - 1),
                                                           good + "\n",
                                                           good + "x\n",
                                                           text + line("", kSpecPayload),
                                                           text + line("a b", kSpecPayload),
                                                           text + line("a+b", kSpecPayload),
                                                           text + line("a", ""),
                                                           text + line("a", "AAAAAA=="),
                                                           text + line("a", "AAAAAAA"),
                                                           text + line("a", "AAAAAAB="),
                                                           text + line("a", "AAAAAAA= "),
                                                           text + "- a AAAAAAA=\n",
                                                           text + "\xE2\x80\x94"
                                                                  "a AAAAAAA=\n",
                                                           std::string("\r\n") + good,
                                                           std::string("\x01") + good,
                                                           std::string("\xC0\x80") + good,
                                                           std::string("\xED\xA0\x80") + good,
                                                           std::string(1, '\0') + good}) {
    const auto note = parse_note(bytes);
    ASSERT_FALSE(note) << bytes;
    EXPECT_EQ(note.error().reason, "BAD_NOTE");
  }
}

TEST(Note, UpTo100SignaturesAndLongOnesAreTolerated) {
  std::string bytes = std::string(kSpecText) + '\n';
  bytes += line("pq.example", to_base64(std::string(2432, 'q')));
  for (int i = 0; i < 98; ++i) bytes += unknown_line(i);
  bytes += line("example.com/foo", kSpecPayload);
  const auto note = parse_note(bytes);
  ASSERT_TRUE(note);
  EXPECT_EQ(note->signatures.size(), 100U);
  EXPECT_TRUE(verify_note(*note, {*parse_vkey(kSpecVkey)}));
  EXPECT_EQ(parse_note(bytes + unknown_line(99)).error().reason, "BAD_NOTE");
  EXPECT_FALSE(parse_note(std::string(kNoteBytesMax, 'a') + spec_note()));
}

TEST(Note, WithoutASignatureOfAKnownKeyItIsNotTrusted) {
  const Note note = *parse_note(spec_note());
  for (const std::vector<VerifierKey>& keys :
       {std::vector<VerifierKey>{}, {log_signer().key}, {witness_signer().key}}) {
    const auto verified = verify_note(note, keys);
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::kRefused);
    EXPECT_EQ(verified.error().reason, "NO_TRUSTED_SIGNATURE");
  }
}

TEST(Note, OneBadSignatureOfAKnownKeySpoilsTheNote) {
  Note note{"text\n", {}};
  note.signatures.push_back(*sign_note(log_signer(), note.text));
  note.signatures.push_back(*cosign_note(witness_signer(), note.text, 5));
  const std::vector<VerifierKey> keys = {log_signer().key, witness_signer().key};
  ASSERT_TRUE(verify_note(note, keys));
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::string changed : {note.signatures[i].bytes, note.signatures[i].bytes + "x"}) {
      changed[0] = static_cast<char>(changed[0] ^ 1);
      Note bad = note;
      bad.signatures[i].bytes = changed;
      const auto verified = verify_note(bad, keys);
      ASSERT_FALSE(verified);
      EXPECT_EQ(verified.error().code, ErrorCode::kCorrupt);
      EXPECT_EQ(verified.error().reason, "SIGNATURE_INVALID");
    }
  }
  note.text = "other\n";
  EXPECT_EQ(verify_note(note, keys).error().reason, "SIGNATURE_INVALID");
}

TEST(Note, OnlyAKeysFirstLineCounts) {
  Note note{"text\n", {}};
  note.signatures.push_back(*cosign_note(witness_signer(), note.text, 5));
  note.signatures.push_back(*cosign_note(witness_signer(), note.text, 6));
  const auto verified = verify_note(note, {witness_signer().key});
  ASSERT_TRUE(verified);
  EXPECT_EQ(*verified, (std::vector<VerifiedSignature>{{.key = 0, .time_s = 5}}));
}

TEST(Note, KeyIdAloneDoesNotMakeAKeyKnown) {
  Note note{"text\n", {}};
  note.signatures.push_back(*sign_note(log_signer(), note.text));
  note.signatures[0].name = "other.example";
  EXPECT_EQ(verify_note(note, {log_signer().key}).error().reason, "NO_TRUSTED_SIGNATURE");
  note.signatures[0].name = log_signer().key.name;
  EXPECT_EQ(verify_note(note, {log_signer().key, log_signer().key}).error().reason,
            "AMBIGUOUS_KEY");
}

TEST(Note, SignerThatHoldsAnotherKeyIsFoundOut) {
  NoteSigner wrong = log_signer();
  wrong.sign = witness_signer().sign;
  EXPECT_EQ(sign_note(wrong, "text\n").error().reason, "SIGNER_MISMATCH");
  wrong.sign = [](std::string_view) -> Result<Signature> { return io_error("HSM", "away"); };
  EXPECT_EQ(sign_note(wrong, "text\n").error().reason, "HSM");
  EXPECT_EQ(sign_note(witness_signer(), "text\n").error().reason, "BAD_KEY_TYPE");
  EXPECT_EQ(cosign_note(log_signer(), "text\n", 5).error().reason, "BAD_KEY_TYPE");
}

TEST(Note, CosignatureNeedsATime) {
  EXPECT_EQ(cosign_note(witness_signer(), "text\n", 0).error().reason, "BAD_TIME");
  EXPECT_EQ(cosign_note(witness_signer(), "text\n", UINT64_MAX).error().reason, "BAD_TIME");
  for (const std::uint64_t time_s : {std::uint64_t{0}, std::uint64_t{1} << 63}) {
    const std::string message = cosignature_message(time_s, "text\n");
    const Signature signature = *witness_signer().sign(message);
    const VerifierKey key = witness_signer().key;
    const Note note{"text\n", {{key.name, key.id(), be64(time_s) + std::string(signature.view())}}};
    EXPECT_EQ(verify_note(note, {key}).error().reason, "SIGNATURE_INVALID");
  }
}

}  // namespace
}  // namespace ledger
