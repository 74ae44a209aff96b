// SPDX-License-Identifier: Apache-2.0
// The text form and the cryptography of key files; reading and writing is in key_file_io.cc.
#include "ledger/key_file.h"

#include <sodium.h>

#include <cstring>
#include <optional>

#include "ledger/hash.h"
#include "ledger/internal/kdf.h"
#include "ledger/internal/lines.h"
#include "ledger/internal/text_check.h"
#include "ledger/limits.h"
#include "ledger/public_key.h"

namespace ledger {
namespace {

constexpr std::string_view kMagic = "letopis-private-key ";
constexpr std::string_view kVersion = "v1";
constexpr std::string_view kKdf = "argon2id13";
constexpr std::string_view kCheckTag("letopis/key-file/v1\0", 20);
constexpr std::size_t kPlainBytes = Hash::kSize + crypto_sign_SEEDBYTES;
constexpr std::size_t kSealedBytes =
    crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + kPlainBytes;

Error bad_line(std::string_view name, std::string message) {
  return corrupt("KEY_FILE_LINE", "key file, line \"" + std::string(name) + "\": " + message,
                 std::string(name));
}

bool is_good_purpose(std::string_view purpose) {
  if (purpose.empty() || purpose.size() > kKeyPurposeBytesMax) return false;
  if (purpose.front() == ' ' || purpose.back() == ' ') return false;
  return internal::measure_text(purpose).fault == internal::TextFault::kNone;
}

std::string purpose_message() {
  return "the purpose is one line of 1 to kKeyPurposeBytesMax (" +
         std::to_string(kKeyPurposeBytesMax) +
         ") bytes of UTF-8 without control or bidirectional characters or outer spaces";
}

/// The lines that the sealed part authenticates.
std::string header_text(const KeyFile& file) {
  std::string text = std::string(kMagic).append(kVersion) + "\n";
  text += "public-key: " + public_key_text(file.public_key) + "\n";
  text += "purpose: " + file.purpose + "\n";
  text += "kdf: " + std::string(kKdf) + "\n";
  text += "opslimit: " + std::to_string(file.cost.operations) + "\n";
  text += "memlimit: " + std::to_string(file.cost.memory_bytes) + "\n";
  text += "salt: " + to_base64(as_view(file.salt.data(), file.salt.size())) + "\n";
  return text;
}

Result<SecretBytes> derive_key(const KeyFile& file, const SecretBytes& passphrase) {
  return internal::derive_key(passphrase, file.salt, file.cost, crypto_secretbox_KEYBYTES);
}

/// Takes the file apart line by line and remembers the first complaint.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text), rest_(text) {}

  /// The value of the next line, which has to be "<name>: <value>".
  std::string_view value(std::string_view name) {
    const std::string start = std::string(name) + ": ";
    const auto line = rest_.starts_with(start) ? take_line(rest_) : std::nullopt;
    if (!line) {
      complain(bad_line(name, "expected here, as \"" + start + "...\" and a line feed"));
      return {};
    }
    return line->substr(start.size());
  }

  void complain(Error error) {
    if (!error_) error_ = std::move(error);
  }
  /// Unwraps, or complains in the name of the line.
  template <typename T>
  T take(std::string_view name, Result<T> result) {
    if (result) return *std::move(result);
    complain(bad_line(name, result.error().message));
    return T{};
  }
  void skip(std::size_t size) { rest_.remove_prefix(size); }
  std::string_view before() const { return text_.substr(0, text_.size() - rest_.size()); }
  std::string_view rest() const { return rest_; }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::string_view text_;
  std::string_view rest_;
  std::optional<Error> error_;
};

Status check_first_line(std::string_view text) {
  if (!text.starts_with(kMagic)) {
    return invalid("NOT_A_KEY_FILE", "the first line of a key file is \"" + std::string(kMagic) +
                                         std::string(kVersion) + "\"");
  }
  text.remove_prefix(kMagic.size());
  const std::size_t end = text.find('\n');
  if (text.substr(0, end) != kVersion) {
    return invalid("KEY_FILE_VERSION", "this program reads key files of version v1 only");
  }
  if (end == std::string_view::npos) return bad_line("public-key", "the file ends before it");
  return Ok{};
}

Result<std::string> exact_base64(std::string_view text, std::size_t size) {
  auto bytes = from_base64(text);
  if (bytes && bytes->size() != size) {
    return invalid("BAD_BASE64", "expected " + std::to_string(size) + " bytes, found " +
                                     std::to_string(bytes->size()));
  }
  return bytes;
}

/// Everything before the check line, each value in its canonical spelling.
KeyFile read_lines(LineReader& lines) {
  KeyFile file;
  lines.skip(kMagic.size() + kVersion.size() + 1);
  file.public_key = lines.take("public-key", parse_public_key(lines.value("public-key")));
  file.purpose = lines.value("purpose");
  if (!is_good_purpose(file.purpose)) lines.complain(bad_line("purpose", purpose_message()));
  if (lines.value("kdf") != kKdf) lines.complain(bad_line("kdf", "only argon2id13 is known"));
  file.cost.operations = lines.take("opslimit", parse_decimal(lines.value("opslimit")));
  file.cost.memory_bytes = lines.take("memlimit", parse_decimal(lines.value("memlimit")));
  const std::string salt = lines.take("salt", exact_base64(lines.value("salt"), file.salt.size()));
  if (salt.size() == file.salt.size()) std::memcpy(file.salt.data(), salt.data(), salt.size());
  const std::string_view header = lines.before();
  file.sealed = lines.take("sealed", exact_base64(lines.value("sealed"), kSealedBytes));
  if (!lines.error() && header != header_text(file)) {
    lines.complain(bad_line("public-key", "expected the form letopis-key:ed25519:<hex>"));
  }
  file.header_hash = sha256(header);
  return file;
}

}  // namespace

Result<std::string> encode_key_file(const SigningKey& key, std::string_view purpose,
                                    const SecretBytes& passphrase, KdfCost cost) {
  if (!is_good_purpose(purpose)) return invalid("BAD_KEY_PURPOSE", purpose_message(), "purpose");
  if (passphrase.size() == 0) {
    return invalid("EMPTY_PASSPHRASE", "the passphrase is empty", "введена пустая фраза", {});
  }
  const Status cost_allowed = internal::check_cost(cost);
  if (!cost_allowed) return cost_allowed.error();

  KeyFile file{.public_key = key.public_key(), .purpose = std::string(purpose), .cost = cost};
  randombytes_buf(file.salt.data(), file.salt.size());
  auto secret = derive_key(file, passphrase);
  if (!secret) return secret.error();
  std::string text = header_text(file);
  const Hash header_hash = sha256(text);
  SecretBytes plain(kPlainBytes);
  std::memcpy(plain.data(), header_hash.bytes.data(), Hash::kSize);
  std::memcpy(plain.data() + Hash::kSize, key.seed().data(), key.seed().size());

  file.sealed.resize(kSealedBytes);
  unsigned char* const nonce = as_unsigned(file.sealed.data());
  randombytes_buf(nonce, crypto_secretbox_NONCEBYTES);
  LEDGER_CHECK(crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, plain.data(),
                                     plain.size(), nonce, secret->data()) == 0);
  text += "sealed: " + to_base64(file.sealed) + "\n";
  return text + "check: " + to_hex(sha256({kCheckTag, text})) + "\n";
}

Result<KeyFile> parse_key_file(std::string_view text) {
  const Status first_line = check_first_line(text);
  if (!first_line) return first_line.error();
  LineReader lines(text);
  KeyFile file = read_lines(lines);
  const std::string_view checked = lines.before();
  const Hash check = lines.take("check", fixed_from_hex<Hash>(lines.value("check")));
  if (lines.error()) return *lines.error();
  if (!lines.rest().empty()) return bad_line("check", "this has to be the last line");
  if (check != sha256({kCheckTag, checked})) {
    return corrupt("KEY_FILE_CHECKSUM", "the key file was damaged: its checksum does not match",
                   "check");
  }
  const Status cost_allowed = internal::check_cost(file.cost);
  if (!cost_allowed) return cost_allowed.error();
  return file;
}

Result<SigningKey> unlock_key(const KeyFile& file, const SecretBytes& passphrase) {
  LEDGER_CHECK(file.sealed.size() == kSealedBytes);
  auto secret = derive_key(file, passphrase);
  if (!secret) return secret.error();
  SecretBytes plain(kPlainBytes);
  const unsigned char* const nonce = as_unsigned(std::string_view(file.sealed));
  if (crypto_secretbox_open_easy(plain.data(), nonce + crypto_secretbox_NONCEBYTES,
                                 kSealedBytes - crypto_secretbox_NONCEBYTES, nonce,
                                 secret->data()) != 0) {
    Error wrong = refused("WRONG_PASSPHRASE", "this passphrase does not open the key file");
    wrong.russian = "эта фраза файл ключа не открывает";
    return wrong;
  }
  SigningKey key = SigningKey::from_seed(SecretBytes::copy_of(plain.view().substr(Hash::kSize)));
  const bool same_header = plain.view().substr(0, Hash::kSize) == file.header_hash.view();
  if (!same_header || key.public_key() != file.public_key) {
    return corrupt("KEY_FILE_FORGED",
                   "the key file's lines are not those that were sealed with it");
  }
  return key;
}

}  // namespace ledger
