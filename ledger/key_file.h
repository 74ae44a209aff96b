// SPDX-License-Identifier: Apache-2.0
// A private key in a text file of its own, encrypted with a passphrase: Argon2id derives the key
// of an XSalsa20-Poly1305 box. FORMAT.md, "The private key file". Nine lines, each ended by LF:
//   letopis-private-key v1
//   public-key: letopis-key:ed25519:<64 hex>
//   purpose: <what the key is for>
//   kdf: argon2id13
//   opslimit: <passes>
//   memlimit: <bytes>
//   salt: <base64 of 16 bytes>
//   sealed: <base64 of nonce[24] | box(SHA-256(the seven lines above) | seed[32])>
//   check: <hex of SHA-256("letopis/key-file/v1" 00 | the eight lines above)>
// `check` finds damage without the passphrase; the sealed hash finds forgery with it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/bytes.h"
#include "ledger/secret.h"
#include "ledger/signing_key.h"

namespace ledger {

/// What guessing one passphrase costs: passes over, and bytes of, memory.
struct KdfCost {
  std::uint64_t operations;
  std::uint64_t memory_bytes;
};
inline constexpr KdfCost kKdfMinimum{1, 8'192};           ///< tests only: protects nothing
inline constexpr KdfCost kKdfInteractive{2, 67'108'864};  ///< about 0.1 s and 64 MiB
inline constexpr KdfCost kKdfModerate{3, 268'435'456};    ///< about 0.7 s and 256 MiB

/// What a key file says without its passphrase. `purpose` is authenticated only by unlock_key.
struct KeyFile {
  PublicKey public_key{};
  std::string purpose{};
  KdfCost cost{};
  std::array<unsigned char, 16> salt{};
  std::string sealed{};         ///< nonce and secretbox
  Hash header_hash{};           ///< of the lines before `sealed`
  bool open_to_others = false;  ///< set by read_key_file: group or others have some access
};

/// The text of a new key file. `purpose` is one line of UTF-8 without control or bidirectional
/// characters, 1 to kKeyPurposeBytesMax bytes, no space at either end. kInvalid BAD_KEY_PURPOSE,
/// EMPTY_PASSPHRASE; kRefused KDF_LIMIT; kIo KDF_OUT_OF_MEMORY.
Result<std::string> encode_key_file(const SigningKey& key, std::string_view purpose,
                                    const SecretBytes& passphrase, KdfCost cost = kKdfModerate);

/// Strict: these lines, in this order, spelt in the one canonical way.
/// kInvalid NOT_A_KEY_FILE (other first line), KEY_FILE_VERSION (newer than v1);
/// kCorrupt KEY_FILE_LINE (`where` names the line), KEY_FILE_CHECKSUM;
/// kRefused KDF_LIMIT: costs more than kKdfOperationsMax or kKdfMemoryBytesMax allow.
Result<KeyFile> parse_key_file(std::string_view text);

/// Decrypts. kRefused WRONG_PASSPHRASE (also when the salt or the sealed bytes were forged);
/// kCorrupt KEY_FILE_FORGED: the passphrase is right, but a line was changed afterwards;
/// kIo KDF_OUT_OF_MEMORY.
Result<SigningKey> unlock_key(const KeyFile& file, const SecretBytes& passphrase);

/// Creates `path` with mode 0600 and exactly `text`, durably and all or nothing. Never overwrites:
/// kConflict KEY_FILE_EXISTS. kIo KEY_FILE_WRITE; `path` then does not exist, or holds all of it
/// with its durability unknown.
Status create_key_file(const std::string& path, std::string_view text);

/// Reads and parses. kNotFound NO_KEY_FILE, kIo KEY_FILE_READ, kInvalid KEY_FILE_TOO_LARGE (more
/// than kKeyFileBytesMax), else as parse_key_file; `where` starts with the path.
Result<KeyFile> read_key_file(const std::string& path);

}  // namespace ledger
