// SPDX-License-Identifier: Apache-2.0
#include "ledger/key_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ledger/hash.h"
#include "ledger/limits.h"
#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

// Made with python3 (hashlib, and libsodium's functions by ctypes) from the layout in key_file.h:
// the seed of RFC 8032 section 7.1 TEST 1, salt 0..15, nonce 100..123.
constexpr const char* kGolden =
    "letopis-private-key v1\n"
    "public-key: letopis-key:ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af02"
    "1a68f707511a\n"
    "purpose: проверка формата\n"
    "kdf: argon2id13\n"
    "opslimit: 1\n"
    "memlimit: 8192\n"
    "salt: AAECAwQFBgcICQoLDA0ODw==\n"
    "sealed: ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp715lg2TlgFJTD4Sy33EM3g8PLcb0qdnA6vp8ihHqquXJl"
    "HD6sxwzr3LIubBUeqDhUV6j/hYf89buWfnGyOe64IZtzZjiMqiCoG9sgFZvbAxU=\n"
    "check: 3ad10e19e144c9f52385c85d2426ea155476c762cbeef82ef9ce8575183d0559\n";
constexpr const char* kGoldenPassphrase = "пароль для проверки";
constexpr const char* kGoldenSeed =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

SecretBytes passphrase(std::string_view text = "correct horse") {
  return SecretBytes::copy_of(text);
}

std::string encoded(const SigningKey& key, std::string_view purpose = "Секретарь совета") {
  return *encode_key_file(key, purpose, passphrase(), kKdfMinimum);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// Gives a changed file the checksum that a forger would give it.
std::string with_new_checksum(const std::string& text) {
  const std::string lines = text.substr(0, text.find("check: "));
  const std::string_view tag("letopis/key-file/v1\0", 20);
  return lines + "check: " + to_hex(sha256({tag, lines})) + "\n";
}

TEST(KeyFile, OpensWithItsPassphraseAndGivesTheSameKey) {
  const SigningKey key = SigningKey::generate();
  const auto file = parse_key_file(encoded(key));
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->public_key, key.public_key());
  EXPECT_EQ(file->purpose, "Секретарь совета");
  const auto unlocked = unlock_key(*file, passphrase());
  ASSERT_TRUE(unlocked);
  EXPECT_EQ(unlocked->sign("x"), key.sign("x"));
}

TEST(KeyFile, ReadsAFileMadeByAnIndependentProgram) {
  const auto file = parse_key_file(kGolden);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->purpose, "проверка формата");
  const auto key = unlock_key(*file, passphrase(kGoldenPassphrase));
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->seed()), kGoldenSeed);
}

TEST(KeyFile, WrongPassphraseIsRefusedAndIsNotCalledDamage) {
  const auto file = parse_key_file(kGolden);
  const auto key = unlock_key(*file, passphrase("пароль для проверкe"));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::kRefused);
  EXPECT_EQ(key.error().reason, "WRONG_PASSPHRASE");
}

TEST(KeyFile, EveryFlippedBitIsFoundBeforeThePassphraseIsNeeded) {
  const std::string good = kGolden;
  const std::size_t first_line = good.find('\n');
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string text = good;
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    const auto file = parse_key_file(text);
    ASSERT_FALSE(file) << bit;
    const bool in_first_line = bit / 8 <= first_line;
    EXPECT_EQ(file.error().code, in_first_line ? ErrorCode::kInvalid : ErrorCode::kCorrupt) << bit;
  }
}

TEST(KeyFile, EveryTruncationIsRefused) {
  const std::string good = kGolden;
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(parse_key_file(std::string_view(good).substr(0, size))) << size;
  }
}

TEST(KeyFile, MalformedLinesAreNamed) {
  struct Case {
    const char *from, *to, *line;
  };
  for (const Case& c : {
           Case{"public-key: letopis-key:ed25519:d7", "public-key: letopis-key:ed25519:D7",
                "public-key"},
           Case{"public-key: letopis-key:ed25519:", "public-key: ", "public-key"},
           Case{"public-key", "Public-key", "public-key"},
           Case{"purpose: проверка", "purpose:  проверка", "purpose"},
           Case{"purpose: проверка", "purpose: про\u202Eверка", "purpose"},
           Case{"purpose: проверка", "purpose: \xff", "purpose"},
           Case{"argon2id13", "argon2i13", "kdf"},
           Case{"kdf: argon2id13\n", "", "kdf"},
           Case{"opslimit: 1", "opslimit: 01", "opslimit"},
           Case{"opslimit: 1\n", "opslimit: 1\r\n", "opslimit"},
           Case{"memlimit: 8192", "memlimit: -1", "memlimit"},
           Case{"AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0ODx==", "salt"},
           Case{"AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0O", "salt"},
           Case{"sealed: ZGVm", "sealed: ", "sealed"},
           Case{"sealed: ", "sealed: !", "sealed"},
           Case{"check: 3", "check: ", "check"},
           Case{"check: ", "comment: x\ncheck: ", "check"},
       }) {
    const auto file = parse_key_file(replaced(kGolden, c.from, c.to));
    ASSERT_FALSE(file) << c.to;
    EXPECT_EQ(file.error().code, ErrorCode::kCorrupt) << c.to;
    EXPECT_EQ(file.error().reason, "KEY_FILE_LINE") << c.to;
    EXPECT_EQ(file.error().where, c.line) << c.to;
  }
  EXPECT_EQ(parse_key_file(std::string(kGolden) + "\n").error().where, "check");
}

TEST(KeyFile, OtherFilesAndNewerVersionsAreNotCalledDamaged) {
  EXPECT_EQ(parse_key_file("").error().reason, "NOT_A_KEY_FILE");
  EXPECT_EQ(parse_key_file("-----BEGIN PRIVATE KEY-----\n").error().reason, "NOT_A_KEY_FILE");
  const auto newer = parse_key_file(replaced(kGolden, "key v1", "key v2"));
  EXPECT_EQ(newer.error().reason, "KEY_FILE_VERSION");
  EXPECT_EQ(newer.error().code, ErrorCode::kInvalid);
}

TEST(KeyFile, ForgedLinesAreFoundWithTheRightPassphrase) {
  const std::string key_text = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  const std::string other_key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  for (const std::string& text :
       {replaced(kGolden, "проверка", "подделка"), replaced(kGolden, key_text, other_key)}) {
    const auto file = parse_key_file(with_new_checksum(text));
    ASSERT_TRUE(file) << file.error().message;
    const auto key = unlock_key(*file, passphrase(kGoldenPassphrase));
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(key.error().reason, "KEY_FILE_FORGED");
  }
}

TEST(KeyFile, SeedThatBelongsToAnotherPublicKeyIsNotHandedOut) {
  auto file = parse_key_file(kGolden);
  file->public_key = SigningKey::generate().public_key();
  const auto key = unlock_key(*file, passphrase(kGoldenPassphrase));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, "KEY_FILE_FORGED");
}

TEST(KeyFile, CostsBeyondTheLimitsAreRefusedWithTheLimitsName) {
  const auto reason = [](std::string_view from, std::string_view to) {
    const auto file = parse_key_file(with_new_checksum(replaced(kGolden, from, to)));
    EXPECT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::kRefused);
    EXPECT_EQ(file.error().reason, "KDF_LIMIT");
    return file.error().message;
  };
  EXPECT_NE(reason("memlimit: 8192", "memlimit: 536870913").find("kKdfMemoryBytesMax (536870912)"),
            std::string::npos);
  EXPECT_NE(reason("opslimit: 1", "opslimit: 9").find("kKdfOperationsMax (8)"), std::string::npos);
  reason("memlimit: 8192", "memlimit: 8191");
  reason("memlimit: 8192", "memlimit: 9223372036854775807");
  reason("opslimit: 1", "opslimit: 0");
  const SigningKey key = SigningKey::generate();
  EXPECT_EQ(encode_key_file(key, "x", passphrase(), {9, 8'192}).error().reason, "KDF_LIMIT");
}

TEST(KeyFile, UnfitPurposesAndEmptyPassphrasesAreRefused) {
  const SigningKey key = SigningKey::generate();
  for (const std::string& purpose :
       {std::string(), std::string(" x"), std::string("x "), std::string("a\nb"),
        std::string("a\0b", 3), std::string("\x7f"), std::string("\xC2\x85"),
        std::string("a\u2066b"), std::string("\xff"), std::string(201, 'x')}) {
    const auto text = encode_key_file(key, purpose, passphrase(), kKdfMinimum);
    ASSERT_FALSE(text) << to_hex(purpose);
    EXPECT_EQ(text.error().reason, "BAD_KEY_PURPOSE");
  }
  EXPECT_TRUE(encode_key_file(key, std::string(200, 'x'), passphrase(), kKdfMinimum));
  EXPECT_EQ(encode_key_file(key, "x", SecretBytes(), kKdfMinimum).error().reason,
            "EMPTY_PASSPHRASE");
}

TEST(KeyFile, HoldsTheSeedInNoReadableForm) {
  const SigningKey key = SigningKey::generate();
  const std::string text = encoded(key);
  EXPECT_EQ(text.find(key.seed()), std::string::npos);
  EXPECT_EQ(text.find(to_hex(key.seed())), std::string::npos);
  EXPECT_EQ(text.find(to_base64(key.seed()).substr(0, 40)), std::string::npos);
}

TEST(KeyFile, SaltAndNonceAreFreshEachTime) {
  const SigningKey key = SigningKey::generate();
  const auto first = parse_key_file(encoded(key));
  const auto second = parse_key_file(encoded(key));
  EXPECT_NE(first->salt, second->salt);
  EXPECT_NE(first->sealed.substr(0, 24), second->sealed.substr(0, 24));
}

std::string inverted(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out.push_back(static_cast<char>(~c));
  return out;
}

bool holds(std::string_view memory, const std::string& inverted_secret) {
  const char first = static_cast<char>(~inverted_secret.front());
  for (std::size_t at = memory.find(first); at != std::string_view::npos;
       at = memory.find(first, at + 1)) {
    std::size_t same = 0;
    while (same < inverted_secret.size() && at + same < memory.size() &&
           memory[at + same] == static_cast<char>(~inverted_secret[same])) {
      ++same;
    }
    if (same == inverted_secret.size()) return true;
  }
  return false;
}

/// Whether the writable memory of this process holds the secret, which is given inverted so that
/// the search does not find itself.
bool memory_holds(const std::string& secret) {
  std::ifstream maps("/proc/self/maps");
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  EXPECT_GE(memory, 0);
  bool found = false;
  SecretBytes chunk(65'536);  // wiped afterwards, or the next search would find what it copied
  for (std::string line; std::getline(maps, line);) {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    char dash = 0;
    std::string mode;
    std::istringstream(line) >> std::hex >> begin >> dash >> end >> mode;
    if (!mode.starts_with("rw") || end - begin > 67'108'864) continue;
    for (std::uint64_t at = begin; at < end; at += chunk.size() - secret.size()) {
      const std::uint64_t size = std::min<std::uint64_t>(chunk.size(), end - at);
      const ssize_t n = ::pread(memory, chunk.data(), size, static_cast<off_t>(at));
      if (n <= 0) break;
      found |= holds(chunk.view().substr(0, static_cast<std::size_t>(n)), secret);
    }
  }
  ::close(memory);
  return found;
}

TEST(KeyFile, SeedAndPassphraseAreGoneFromMemoryOnceReleased) {
  std::string inverted_seed;
  std::string inverted_passphrase;
  {
    const SigningKey key = SigningKey::generate();
    SecretBytes words(32);
    std::memcpy(words.data(), SigningKey::generate().seed().data(), 32);
    inverted_seed = inverted(key.seed());
    inverted_passphrase = inverted(words.view());
    const auto text = encode_key_file(key, "x", words, kKdfMinimum);
    const auto unlocked = unlock_key(*parse_key_file(*text), words);
    ASSERT_TRUE(unlocked);
    ASSERT_EQ(unlocked->sign("x"), key.sign("x"));
    ASSERT_TRUE(memory_holds(inverted_seed)) << "the search finds what is there";
    ASSERT_TRUE(memory_holds(inverted_passphrase));
  }
  EXPECT_FALSE(memory_holds(inverted_seed));
  EXPECT_FALSE(memory_holds(inverted_passphrase));
}

class KeyFileOnDisk : public testing::Test {
 protected:
  std::size_t files_in_folder() const {
    const std::filesystem::directory_iterator files(folder_);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  const support::TempDir dir_;
  const std::string folder_ = dir_.path().string();
  const std::string path_ = folder_ + "/operator.key";
};

TEST_F(KeyFileOnDisk, IsCreatedWithMode0600AndReadBack) {
  const mode_t old_mask = ::umask(0);
  const Status created = create_key_file(path_, kGolden);
  ::umask(old_mask);
  ASSERT_TRUE(created) << created.error().message;
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  EXPECT_EQ(files_in_folder(), 1u);
  const auto file = read_key_file(path_);
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->open_to_others);
  EXPECT_TRUE(unlock_key(*file, passphrase(kGoldenPassphrase)));
}

TEST_F(KeyFileOnDisk, IsNeverOverwritten) {
  ASSERT_TRUE(create_key_file(path_, "the only copy"));
  const Status second = create_key_file(path_, kGolden);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_EQ(second.error().reason, "KEY_FILE_EXISTS");
  std::ostringstream content;
  content << std::ifstream(path_).rdbuf();
  EXPECT_EQ(content.str(), "the only copy");
  EXPECT_EQ(files_in_folder(), 1u) << "no temporary file stays behind";
}

TEST_F(KeyFileOnDisk, AccessForOthersIsReportedButDoesNotPreventReading) {
  ASSERT_TRUE(create_key_file(path_, kGolden));
  for (const mode_t mode : {0640u, 0604u, 0610u}) {
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    const auto file = read_key_file(path_);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->open_to_others) << mode;
  }
}

TEST_F(KeyFileOnDisk, MissingUnreadableOversizedAndDamagedFilesAreToldApart) {
  EXPECT_EQ(read_key_file(path_).error().reason, "NO_KEY_FILE");
  EXPECT_EQ(read_key_file(path_).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(read_key_file(folder_).error().reason, "KEY_FILE_READ");
  EXPECT_EQ(create_key_file(folder_ + "/absent/x", kGolden).error().reason, "KEY_FILE_WRITE");
  ASSERT_TRUE(create_key_file(folder_ + "/big", std::string(kKeyFileBytesMax + 1, 'x')));
  const auto big = read_key_file(folder_ + "/big");
  EXPECT_EQ(big.error().reason, "KEY_FILE_TOO_LARGE");
  EXPECT_NE(big.error().message.find("kKeyFileBytesMax (4096)"), std::string::npos);
  ASSERT_TRUE(create_key_file(path_, replaced(kGolden, "kdf: ", "kdf:")));
  EXPECT_EQ(read_key_file(path_).error().where, path_ + ": kdf");
}

}  // namespace
}  // namespace ledger
