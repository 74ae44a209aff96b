// SPDX-License-Identifier: Apache-2.0
// The vault: what opens, what does not, and that an erased person's bytes are nowhere.
#include "ledger/vault.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <fstream>

#include "ledger/durable_file.h"
#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

const Hash kLedger = fixed_from<Hash>(std::string(32, 'L'));
const Id kPerson = fixed_from<Id>(std::string(16, 'P'));
const Id kOther = fixed_from<Id>(std::string(16, 'Q'));
constexpr std::uint64_t kAt = 1'700'000'000'000'000;
constexpr const char* kField = "payload.signature.person.name";
constexpr const char* kName = "Образцова Мария Ивановна";

SecretBytes phrase() { return SecretBytes::copy_of("a phrase for tests"); }

class VaultTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Vault::create(paths(), kLedger, phrase(), kKdfMinimum)); }
  VaultPaths paths() const { return {dir.path() / "vault", dir.path() / "vault.key"}; }
  Vault open(VaultAccess access = VaultAccess::kWrite) const {
    auto vault = Vault::open(paths(), phrase(), access);
    EXPECT_TRUE(vault) << vault.error().reason << vault.error().message;
    return *std::move(vault);
  }
  std::string refusal_of_open() const {
    const auto vault = Vault::open(paths(), phrase(), VaultAccess::kWrite);
    return vault ? "" : vault.error().reason;
  }
  std::string everything() const {
    std::string out;
    for (const auto& entry : fs::recursive_directory_iterator(dir.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      out.append(std::istreambuf_iterator<char>(file), {});
    }
    return out;
  }

  support::TempDir dir;
};

TEST(NameCommitment, IsKeyedBlake2bOverLengthPrefixedParts) {
  const SecretBytes salt = SecretBytes::copy_of(std::string(32, 's'));
  std::string message;
  for (const std::string& part : {std::string("pd/v1"), std::string(32, 'L'), std::string(16, 'P'),
                                  std::string("f"), std::string("Имя")}) {
    message += std::string(7, '\0') + static_cast<char>(part.size()) + part;
  }
  Hash expected;
  crypto_generichash(expected.bytes.data(), 32, as_unsigned(message), message.size(), salt.data(),
                     salt.size());
  EXPECT_EQ(commit({kLedger, kPerson, "f"}, "Имя", salt), expected);
}

TEST(NameCommitment, EveryPartIsBound) {
  const SecretBytes salt = random_salt();
  const Hash commitment = commit({kLedger, kPerson, "ab"}, "cd", salt);
  EXPECT_TRUE(opens(commitment, {kLedger, kPerson, "ab"}, "cd", salt));
  EXPECT_FALSE(opens(commitment, {kLedger, kPerson, "abc"}, "d", salt));
  EXPECT_FALSE(opens(commitment, {kLedger, kOther, "ab"}, "cd", salt));
  EXPECT_FALSE(opens(commitment, {Hash{}, kPerson, "ab"}, "cd", salt));
  EXPECT_FALSE(opens(commitment, {kLedger, kPerson, "ab"}, "cd", random_salt()));
}

TEST_F(VaultTest, ValueIsReadBackAfterReopening) {
  Hash commitment;
  {
    Vault vault = open();
    commitment = *vault.keep(kPerson, kField, kName);
  }
  const Vault vault = open(VaultAccess::kRead);
  const auto opened = vault.open_value(kPerson, commitment, kField);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->value.view(), kName);
  EXPECT_EQ(everything().find(kName), std::string::npos) << "no plain text on disk";
}

TEST_F(VaultTest, PeopleAreFoundByAValueInWhateverFieldUnlessTheyAreBlocked) {
  Vault vault = open();
  ASSERT_TRUE(vault.keep(kPerson, kField, kName));
  ASSERT_TRUE(vault.keep(kOther, "payload.presiding.person.name", kName));
  ASSERT_TRUE(vault.keep(fixed_from<Id>(std::string(16, 'R')), kField, "Другой Пётр"));
  const auto is_named = [](std::string_view value) { return value == kName; };
  EXPECT_EQ(*vault.people_with(is_named), (std::vector<Id>{kPerson, kOther}));
  ASSERT_TRUE(vault.set_blocked(kOther, true));
  EXPECT_EQ(*vault.people_with(is_named), std::vector<Id>{kPerson});
}

TEST_F(VaultTest, SameNameTwiceGivesTwoCommitments) {
  Vault vault = open();
  EXPECT_NE(*vault.keep(kPerson, kField, kName), *vault.keep(kPerson, kField, kName));
}

TEST_F(VaultTest, ValueMovedToAnotherPlaceIsNotShown) {
  Vault vault = open();
  const Hash first = *vault.keep(kPerson, kField, kName);
  const Hash second = *vault.keep(kPerson, kField, "Другая");
  const fs::path values = paths().folder / "values" / to_hex(kPerson);
  fs::copy_file(values / to_hex(first), values / to_hex(second),
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(vault.open_value(kPerson, second, kField).error().reason, "VAULT_VALUE");
  EXPECT_EQ(vault.open_value(kPerson, first, "payload.other.name").error().reason, "VAULT_VALUE");
  EXPECT_EQ(vault.open_value(kOther, first, kField).error().reason, "NOT_IN_VAULT");
}

TEST_F(VaultTest, OpeningBesideAnEventIsCheckedAtTheDoor) {
  Vault vault = open();
  const SecretBytes salt = random_salt();
  const Hash commitment = commit({kLedger, kPerson, kField}, kName, salt);
  const auto opening = [&](std::string_view value) {
    return Opening{kField, kPerson, SecretBytes::copy_of(salt.view()), SecretBytes::copy_of(value)};
  };
  EXPECT_EQ(vault.keep_opening(commitment, opening("Другая")).error().reason, "OPENING_MISMATCH");
  ASSERT_TRUE(vault.keep_opening(commitment, opening(kName)));
  EXPECT_TRUE(vault.keep_opening(commitment, opening(kName))) << "storing again changes nothing";
  EXPECT_EQ(vault.open_value(kPerson, commitment, kField)->value.view(), kName);
}

TEST_F(VaultTest, RevealIsOnRecordByReferenceOnly) {
  Vault vault = open();
  const Hash commitment = *vault.keep(kPerson, kField, kName);
  EXPECT_EQ(vault.reveal(kPerson, commitment, kField, {"secretary", "", 5}).error().reason,
            "NO_PURPOSE");
  ASSERT_TRUE(vault.reveal(kPerson, commitment, kField, {"secretary", "печать протокола", 5}));
  std::ifstream log(paths().folder / "access.log");
  std::string line;
  ASSERT_TRUE(std::getline(log, line));
  EXPECT_EQ(line,
            "5\tsecretary\t" + to_hex(kPerson) + "\t" + to_hex(commitment) + "\tпечать протокола");
}

TEST_F(VaultTest, BlockedPersonIsNotRevealedUntilUnblocked) {
  Vault vault = open();
  const Hash commitment = *vault.keep(kPerson, kField, kName);
  ASSERT_TRUE(vault.set_blocked(kPerson, true));
  EXPECT_EQ(vault.open_value(kPerson, commitment, kField).error().reason, "PERSON_BLOCKED");
  ASSERT_TRUE(vault.set_blocked(kPerson, false));
  EXPECT_TRUE(vault.open_value(kPerson, commitment, kField));
}

TEST_F(VaultTest, ErasedPersonCannotBeOpenedAndOthersCan) {
  Vault vault = open();
  const Hash erased = *vault.keep(kPerson, kField, kName);
  const Hash kept = *vault.keep(kOther, kField, "Другая");
  const auto erasure = vault.erase(kPerson, kAt);
  ASSERT_TRUE(erasure) << erasure.error().message;
  EXPECT_EQ(erasure->destroyed_epoch, 1u);
  EXPECT_EQ(erasure->values_destroyed, 1u);
  EXPECT_EQ(vault.epoch(), 2u);
  EXPECT_EQ(vault.open_value(kPerson, erased, kField).error().reason, "PERSON_ERASED");
  EXPECT_EQ(vault.keep(kPerson, kField, kName).error().reason, "PERSON_ERASED");
  EXPECT_EQ(vault.open_value(kOther, kept, kField)->value.view(), "Другая");
  EXPECT_EQ(erasure->at_us, kAt);
  EXPECT_FALSE(fs::exists(paths().folder / "values" / to_hex(kPerson)));
}

TEST_F(VaultTest, ErasureIsToldAgainWithItsOwnTimeAndCount) {
  {
    Vault vault = open();
    ASSERT_TRUE(vault.keep(kPerson, kField, kName));
    ASSERT_TRUE(vault.keep(kPerson, kField, "Образцова М. И."));
    ASSERT_TRUE(vault.erase(kPerson, kAt));
  }
  const auto again = open().erase(kPerson, kAt + 1);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->destroyed_epoch, 1u);
  EXPECT_EQ(again->values_destroyed, 2u);
  EXPECT_EQ(again->at_us, kAt);
  fs::remove_all(paths().folder / "erasures");
  EXPECT_EQ(open().erase(kPerson, kAt)->at_us, 0u) << "of a vault that kept no note";
}

TEST_F(VaultTest, BackupOfTheFolderIsDeadAfterAnErasure) {
  const fs::path backup = dir.path() / "backup";
  {
    Vault vault = open();
    ASSERT_TRUE(vault.keep(kPerson, kField, kName));
  }
  fs::copy(paths().folder, backup, fs::copy_options::recursive);
  {
    Vault vault = open();
    ASSERT_TRUE(vault.erase(kPerson, kAt));
  }
  fs::remove_all(paths().folder);
  fs::rename(backup, paths().folder);
  EXPECT_EQ(refusal_of_open(), "VAULT_EPOCH") << "its key exists no more";
}

/// The state that a crash after step `n` of an erasure leaves, put together from copies of before
/// and after.
class VaultCrash : public VaultTest, public ::testing::WithParamInterface<int> {};

TEST_P(VaultCrash, ErasureIsCompletedOrUndone) {
  Hash commitment;
  {
    Vault vault = open();
    commitment = *vault.keep(kPerson, kField, kName);
  }
  const fs::path before = dir.path() / "before";
  fs::copy(paths().folder, before, fs::copy_options::recursive);
  fs::copy_file(paths().key_file, dir.path() / "old.key");
  {
    Vault vault = open();
    ASSERT_TRUE(vault.erase(kPerson, kAt));
  }
  fs::copy(before / "values", paths().folder / "values",
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  if (GetParam() < 3) {
    fs::rename(paths().key_file, paths().key_file.string() + ".next");
    fs::copy_file(dir.path() / "old.key", paths().key_file);
  }
  if (GetParam() == 1) {
    fs::copy_file(before / "wraps", paths().folder / "wraps", fs::copy_options::overwrite_existing);
  }
  const Vault vault = open(VaultAccess::kRead);
  const auto opened = vault.open_value(kPerson, commitment, kField);
  EXPECT_FALSE(fs::exists(paths().key_file.string() + ".next"));
  if (GetParam() == 1) {
    EXPECT_TRUE(opened) << "nothing had happened yet";
  } else {
    EXPECT_EQ(opened.error().reason, "PERSON_ERASED");
    EXPECT_FALSE(fs::exists(paths().folder / "values" / to_hex(kPerson)));
  }
}

INSTANTIATE_TEST_SUITE_P(AfterStep, VaultCrash, ::testing::Values(1, 2, 3));

TEST_F(VaultTest, OldKeyOverwrittenButNotReplacedIsCompleted) {
  {
    Vault vault = open();
    ASSERT_TRUE(vault.keep(kPerson, kField, kName));
    ASSERT_TRUE(vault.erase(kPerson, kAt));
  }
  fs::rename(paths().key_file, paths().key_file.string() + ".next");
  std::ofstream(paths().key_file) << std::string(300, '\0');
  EXPECT_EQ(open().epoch(), 2u);
}

TEST_F(VaultTest, WrongPassphraseForgedWrapsAndForeignKeyAreTold) {
  EXPECT_EQ(Vault::open(paths(), SecretBytes::copy_of("other"), VaultAccess::kRead).error().reason,
            "WRONG_PASSPHRASE");
  {
    Vault vault = open();
    ASSERT_TRUE(vault.keep(kPerson, kField, kName));
    ASSERT_TRUE(vault.set_blocked(kPerson, true));
  }
  std::string wraps = *read_small_file(paths().folder / "wraps", 10'000);
  const auto at = wraps.find("blocked");
  ASSERT_NE(at, std::string::npos);
  wraps.replace(at, 7, "open");
  ASSERT_TRUE(replace_secret_file(paths().folder / "wraps", wraps));
  EXPECT_EQ(refusal_of_open(), "VAULT_WRAPS_FORGED") << "nobody lifts a block without the key";
}

TEST_F(VaultTest, OneWriterAtATime) {
  const Vault first = open();
  EXPECT_EQ(refusal_of_open(), "VAULT_IN_USE");
}

TEST_F(VaultTest, KeyInsideTheFolderIsRefused) {
  const VaultPaths inside{dir.path() / "v2", dir.path() / "v2" / "vault.key"};
  EXPECT_EQ(Vault::create(inside, kLedger, phrase(), kKdfMinimum).error().reason,
            "VAULT_KEY_INSIDE");
  EXPECT_EQ(Vault::create(paths(), kLedger, phrase(), kKdfMinimum).error().reason, "VAULT_EXISTS");
}

}  // namespace
}  // namespace ledger
