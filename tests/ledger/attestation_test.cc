// SPDX-License-Identifier: Apache-2.0
// Attestations of audits: what is signed is what is read; a copy that is not exactly the attested
// one does not begin there; from there on only what is new is checked.
#include "ledger/attestation.h"

#include <gtest/gtest.h>

#include "ledger/copy.h"
#include "tests/support/verify_fixture.h"

namespace support {
namespace {

class Attested : public Verify {
 protected:
  static ledger::Attestation attestation(const Disk& disk) {
    const auto report = verify(disk);
    EXPECT_TRUE(report.ok()) << words(report);
    return {report.identity,           report.size, report.root, 1, report.state.digest(),
            {{"keys", 1, report.root}}};
  }
  static Disk cut_to(std::uint64_t size) {
    const auto disk = std::make_shared<MemoryDisk>();
    const auto part = fresh();
    part->entries.resize(size);
    rewrite_history(part, true);
    static const AdmitEverything everything;
    ledger::CopyOptions options;
    options.admission = &everything;
    EXPECT_TRUE(copy_log(*open_memory_store(disk), *open_memory_store(part), options));
    return disk;
  }
  static ledger::NoteSigner auditor(const TestKey& key) {
    return {
        {"auditor.example/anna", ledger::SignatureType::kEd25519, key.key},
        [&key](std::string_view m) -> ledger::Result<ledger::Signature> { return key.sign(m); }};
  }
};

TEST_F(Attested, WhatIsSignedIsReadBack) {
  const TestKey key(77);
  const auto made = attestation(fresh());
  const auto note = sign_attestation(made, auditor(key));
  ASSERT_TRUE(note);
  const auto opened = ledger::open_attestation(*note, {auditor(key).key});
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(format_attestation(*opened), format_attestation(made));
  const TestKey other(78);
  EXPECT_EQ(ledger::open_attestation(*note, {auditor(other).key}).error().reason,
            "NO_TRUSTED_SIGNATURE");
  EXPECT_FALSE(ledger::open_attestation(*note, {}));
  std::string forged = *note;
  forged[forged.find("size ") + 5] = '9';
  EXPECT_EQ(ledger::open_attestation(forged, {auditor(key).key}).error().reason,
            "SIGNATURE_INVALID");
}

TEST_F(Attested, OnlyTheCanonicalTextIsAnAttestation) {
  const std::string text = format_attestation(attestation(fresh()));
  ASSERT_TRUE(ledger::parse_attestation(text));
  for (std::size_t at = 0; at < text.size(); at += 3) {
    std::string other = text;
    other[at] = other[at] == 'x' ? 'y' : 'x';
    const auto parsed = ledger::parse_attestation(other);
    if (parsed) {
      EXPECT_EQ(format_attestation(*parsed), other);
    }
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string part = text.substr(0, at);
    const bool whole = part.ends_with("\n") && part.find("admission ") != std::string::npos;
    EXPECT_EQ(static_cast<bool>(ledger::parse_attestation(part)), whole) << at;
  }
  EXPECT_FALSE(ledger::parse_attestation(text + "more\n"));
}

TEST_F(Attested, ACopyBeginsThereOnlyIfItIsTheAttestedOne) {
  const auto made = attestation(cut_to(57));
  const auto copy = cut_to(57);
  EXPECT_TRUE(check_attested(*open_memory_store(copy), made));
  const auto reason = [&](const Disk& disk) {
    const auto checked = check_attested(*open_memory_store(disk), made);
    return checked ? std::string() : checked.error().reason + " " + checked.error().where;
  };
  EXPECT_EQ(reason(fresh()), "ATTESTATION_DIFFERS size");
  auto other = made;
  other.admission.bytes[0] ^= 1;
  EXPECT_EQ(check_attested(*open_memory_store(copy), other).error().where, "admission");
  other = made;
  other.root.bytes[0] ^= 1;
  EXPECT_EQ(check_attested(*open_memory_store(copy), other).error().where, "root");
  other = made;
  other.identity.ledger_id.bytes[0] ^= 1;
  EXPECT_EQ(check_attested(*open_memory_store(copy), other).error().reason, "ANOTHER_LEDGER");
}

TEST_F(Attested, FromThereOnOnlyTheNewEventsAreChecked) {
  const auto copy = cut_to(57);
  ASSERT_TRUE(check_attested(*open_memory_store(copy), attestation(cut_to(57))));
  static const AdmitEverything everything;
  ledger::CopyOptions options;
  options.admission = &everything;
  const auto copied = copy_log(*open_memory_store(copy), *open_memory_store(fresh()), options);
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(copied->size, kSize);
  EXPECT_LT(copied->signatures, kSize);
  EXPECT_GE(copied->signatures, kSize - 57);
}

}  // namespace
}  // namespace support
