// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/vault_files.h"

#include <sodium.h>

#include <cstring>
#include <optional>

#include "ledger/internal/kdf.h"
#include "ledger/internal/lines.h"

namespace ledger::internal {
namespace {

constexpr std::string_view kKeyMagic = "letopis-vault-key v1";
constexpr std::string_view kWrapsMagic = "letopis-vault-wraps v1";
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

/// Lines "<name>: <value>", and the first complaint about them.
class Lines {
 public:
  Lines(std::string_view text, std::string_view magic, const char* reason)
      : rest_(text), reason_(reason) {
    if (take_line(rest_) != magic) complain("first line", "expected " + std::string(magic));
  }

  /// The value of the next line if it has this name.
  std::optional<std::string_view> maybe(std::string_view name) {
    const std::string start = std::string(name) + ": ";
    if (error_ || !rest_.starts_with(start)) return std::nullopt;
    const auto line = take_line(rest_);
    if (!line) return std::nullopt;
    return line->substr(start.size());
  }
  std::string_view value(std::string_view name) {
    const auto found = maybe(name);
    if (!found) complain(name, "expected here");
    return found.value_or(std::string_view());
  }
  template <typename T>
  T take(std::string_view name, const Result<T>& result) {
    if (result) return *result;
    complain(name, result.error().message);
    return T{};
  }
  void complain(std::string_view name, const std::string& message) {
    if (error_) return;
    error_ = corrupt(reason_, "line \"" + std::string(name) + "\": " + message, std::string(name));
  }
  std::uint32_t number(std::string_view name) {
    const auto found = take(name, parse_decimal(value(name)));
    if (found > UINT32_MAX) complain(name, "too large");
    return static_cast<std::uint32_t>(found);
  }
  const std::optional<Error>& error() const { return error_; }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  const char* reason_;
  std::optional<Error> error_;
};

/// The lines that the sealed key authenticates.
std::string key_header(const VaultKey& key, const KdfSalt& salt) {
  std::string out = std::string(kKeyMagic) + "\n";
  out += "ledger: " + to_hex(key.ledger_id) + "\n";
  out += "epoch: " + std::to_string(key.epoch) + "\n";
  out += "opslimit: " + std::to_string(key.cost.operations) + "\n";
  out += "memlimit: " + std::to_string(key.cost.memory_bytes) + "\n";
  out += "salt: " + to_base64(as_view(salt.data(), salt.size())) + "\n";
  return out;
}

constexpr std::string_view kCheckName = "check: ";

std::string check_of(std::string_view lines, const SecretBytes& kek) {
  Hash out;
  crypto_generichash(out.bytes.data(), Hash::kSize, as_unsigned(lines), lines.size(), kek.data(),
                     kek.size());
  return to_hex(out);
}

/// "<hex> open|blocked <base64>"
void read_person(Lines& lines, std::string_view value, VaultWraps& out) {
  const Id person = lines.take("person", fixed_from_hex<Id>(value.substr(0, 2 * Id::kSize)));
  const std::string_view state = value.size() > 33 ? value.substr(33) : std::string_view();
  const bool blocked = state.starts_with("blocked ");
  if (!blocked && !state.starts_with("open ")) lines.complain("person", "neither open nor blocked");
  const std::size_t space = state.find(' ');
  if (space == std::string_view::npos) return lines.complain("person", "no wrapped key");
  Wrap wrap{blocked, lines.take("person", from_base64(state.substr(space + 1)))};
  if (wrap.sealed.size() != kNonceBytes + kKeyBytes + kTagBytes) {
    lines.complain("person", "a wrapped key has another length");
  }
  if (!out.people.emplace(person, std::move(wrap)).second) lines.complain("person", "given twice");
}

void read_erased(Lines& lines, std::string_view value, VaultWraps& out) {
  const Id person = lines.take("erased", fixed_from_hex<Id>(value.substr(0, 2 * Id::kSize)));
  const std::string_view number = value.size() > 33 ? value.substr(33) : std::string_view();
  out.erased[person] =
      static_cast<std::uint32_t>(lines.take("erased", parse_decimal(number)) & UINT32_MAX);
}

}  // namespace

SecretBytes random_key() {
  SecretBytes key(kKeyBytes);
  crypto_aead_xchacha20poly1305_ietf_keygen(key.data());
  return key;
}

std::string seal(const SecretBytes& key, std::string_view plain, std::string_view associated) {
  LEDGER_CHECK(key.size() == kKeyBytes);
  std::string out(kNonceBytes + plain.size() + kTagBytes, '\0');
  unsigned char* const nonce = as_unsigned(out.data());
  randombytes_buf(nonce, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, as_unsigned(plain),
                                             plain.size(), as_unsigned(associated),
                                             associated.size(), nullptr, nonce, key.data());
  return out;
}

Result<SecretBytes> unseal(const SecretBytes& key, std::string_view sealed,
                           std::string_view associated) {
  LEDGER_CHECK(key.size() == kKeyBytes);
  if (sealed.size() >= kNonceBytes + kTagBytes) {
    SecretBytes plain(sealed.size() - kNonceBytes - kTagBytes);
    const unsigned char* const nonce = as_unsigned(sealed);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain.data(), nullptr, nullptr, nonce + kNonceBytes, sealed.size() - kNonceBytes,
            as_unsigned(associated), associated.size(), nonce, key.data()) == 0) {
      return plain;
    }
  }
  return corrupt("NOT_SEALED_SO", "sealed with another key, for another place, or damaged");
}

Result<std::string> encode_vault_key(const VaultKey& key, const SecretBytes& passphrase) {
  if (auto allowed = check_cost(key.cost); !allowed) return allowed.error();
  KdfSalt salt;
  randombytes_buf(salt.data(), salt.size());
  const auto secret = derive_key(passphrase, salt, key.cost, kKeyBytes);
  if (!secret) return secret.error();
  const std::string header = key_header(key, salt);
  return header + "sealed: " + to_base64(seal(*secret, key.kek.view(), header)) + "\n";
}

Result<VaultKey> open_vault_key(std::string_view text, const SecretBytes& passphrase) {
  Lines lines(text, kKeyMagic, "VAULT_KEY_FILE");
  VaultKey out;
  out.ledger_id = lines.take("ledger", fixed_from_hex<Hash>(lines.value("ledger")));
  out.epoch = lines.number("epoch");
  out.cost.operations = lines.take("opslimit", parse_decimal(lines.value("opslimit")));
  out.cost.memory_bytes = lines.take("memlimit", parse_decimal(lines.value("memlimit")));
  const std::string salt_bytes = lines.take("salt", from_base64(lines.value("salt")));
  KdfSalt salt{};
  if (salt_bytes.size() == salt.size()) {
    std::memcpy(salt.data(), salt_bytes.data(), salt.size());
  } else {
    lines.complain("salt", "expected 16 bytes");
  }
  const std::string sealed = lines.take("sealed", from_base64(lines.value("sealed")));
  if (!lines.rest().empty()) lines.complain("sealed", "this has to be the last line");
  if (lines.error()) return *lines.error();
  if (auto allowed = check_cost(out.cost); !allowed) return allowed.error();
  const auto secret = derive_key(passphrase, salt, out.cost, kKeyBytes);
  if (!secret) return secret.error();
  auto kek = unseal(*secret, sealed, key_header(out, salt));
  if (!kek || kek->size() != kKeyBytes) {
    return refused("WRONG_PASSPHRASE", "this passphrase does not open the vault's key file");
  }
  out.kek = std::move(*kek);
  return out;
}

std::string encode_wraps(const VaultWraps& wraps, const SecretBytes& kek) {
  std::string out = std::string(kWrapsMagic) + "\n";
  out += "ledger: " + to_hex(wraps.ledger_id) + "\n";
  out += "epoch: " + std::to_string(wraps.epoch) + "\n";
  for (const auto& [person, wrap] : wraps.people) {
    out += "person: " + to_hex(person) + (wrap.blocked ? " blocked " : " open ") +
           to_base64(wrap.sealed) + "\n";
  }
  for (const auto& [person, epoch] : wraps.erased) {
    out += "erased: " + to_hex(person) + " " + std::to_string(epoch) + "\n";
  }
  return out + std::string(kCheckName) + check_of(out, kek) + "\n";
}

Result<VaultWraps> parse_wraps(std::string_view text) {
  Lines lines(text, kWrapsMagic, "VAULT_WRAPS_FILE");
  VaultWraps out;
  out.ledger_id = lines.take("ledger", fixed_from_hex<Hash>(lines.value("ledger")));
  out.epoch = lines.number("epoch");
  while (const auto value = lines.maybe("person")) read_person(lines, *value, out);
  while (const auto value = lines.maybe("erased")) read_erased(lines, *value, out);
  lines.take("check", fixed_from_hex<Hash>(lines.value("check")));
  if (!lines.rest().empty()) lines.complain("check", "this has to be the last line");
  if (lines.error()) return *lines.error();
  return out;
}

bool wraps_are_of(std::string_view text, const SecretBytes& kek) {
  const std::size_t at = text.rfind(kCheckName);
  if (at == std::string_view::npos) return false;
  const std::string wanted = check_of(text.substr(0, at), kek);
  const std::string_view found = text.substr(at + kCheckName.size());
  return found.size() == wanted.size() + 1 &&
         sodium_memcmp(found.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace ledger::internal
