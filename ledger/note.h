// SPDX-License-Identifier: Apache-2.0
// Signed notes of C2SP signed-note v1.0.0: a text, an empty line, and signature lines. Signature
// types 0x01 (Ed25519 over the text) and 0x04 (cosignature/v1 with a time) are checked, lines of
// any other type or key are carried along unread. Knows no secret keys.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace ledger {

enum class SignatureType : std::uint8_t {
  kEd25519 = 0x01,        ///< 64 bytes: signature of the text
  kCosignatureV1 = 0x04,  ///< 72 bytes: u64be POSIX seconds, signature of cosignature_message()
};

/// One signature line. Which key it is of is only claimed until verify_note() has looked.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;  ///< what follows the key id; never empty
  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  ///< ends with LF; the bytes that are signed
  std::vector<NoteSignature> signatures;
  bool operator==(const Note&) const = default;
};

/// A public key under a name ("vkey").
struct VerifierKey {
  std::string name;
  SignatureType type = SignatureType::kEd25519;
  PublicKey key;

  std::uint32_t id() const;
  bool operator==(const VerifierKey&) const = default;
};

/// Something that can sign as a key, without saying where the secret is.
struct NoteSigner {
  VerifierKey key;
  std::function<Result<Signature>(std::string_view message)> sign;
  /// Whether a signature of this signer has been verified; its copies share the answer.
  std::shared_ptr<std::atomic<bool>> proven = std::make_shared<std::atomic<bool>>(false);
};

/// Not empty, UTF-8 without control characters, no Unicode white space, no '+'.
bool is_key_name(std::string_view name);

/// First 4 bytes, big-endian, of SHA-256(name || LF || type || public key). A name for the key in
/// signature lines; collisions are cheap, so nothing is trusted because of it.
std::uint32_t note_key_id(std::string_view name, std::uint8_t type, std::string_view public_key);

/// name+hex8(key id)+base64(type || key). REQUIRES: is_key_name(key.name).
std::string format_vkey(const VerifierKey& key);
/// kInvalid BAD_VKEY; UNKNOWN_KEY_TYPE for a well-formed key of a type that is not checked here;
/// BAD_KEY when the Ed25519 key is not a usable point.
Result<VerifierKey> parse_vkey(std::string_view text);
/// The keys of known types, in order; those of unknown types are left out. kInvalid as above.
Result<std::vector<VerifierKey>> parse_vkeys(const std::vector<std::string>& texts);

/// Splits at the last empty line. At most kNoteBytesMax bytes and kNoteSignaturesMax signatures,
/// UTF-8, no control character but LF, every signature line canonical. kInvalid BAD_NOTE.
Result<Note> parse_note(std::string_view bytes);
/// What parse_note() reads back as the same note. kInvalid BAD_NOTE when nothing would.
Result<std::string> format_note(const Note& note);

/// Signs the text with a key of type kEd25519. kInvalid BAD_KEY_TYPE; the signer's errors; kInvalid
/// SIGNER_MISMATCH when what came back is not that key's signature.
Result<NoteSignature> sign_note(const NoteSigner& signer, std::string_view text);

/// "cosignature/v1", "time <seconds>" and the text: what a cosigner signs.
std::string cosignature_message(std::uint64_t time_s, std::string_view text);
/// Signs with a key of type kCosignatureV1. kInvalid BAD_TIME unless 1 <= time_s < 2^63, and as
/// sign_note().
Result<NoteSignature> cosign_note(const NoteSigner& signer, std::string_view text,
                                  std::uint64_t time_s);

/// A key that has signed a note.
struct VerifiedSignature {
  std::size_t key = 0;       ///< index into the keys given
  std::uint64_t time_s = 0;  ///< of a cosignature; 0 for a plain signature
  bool operator==(const VerifiedSignature&) const = default;
};

/// The keys among `keys` that signed the note, in the order of its lines, each once: only a key's
/// first line counts. Lines of unknown keys are ignored. kCorrupt SIGNATURE_INVALID when a line of
/// a known key does not verify (a cosignature's time must be 1..2^63-1), kRefused
/// NO_TRUSTED_SIGNATURE when no known key signed, kInvalid AMBIGUOUS_KEY when two keys share
/// name and id.
Result<std::vector<VerifiedSignature>> verify_note(const Note& note,
                                                   const std::vector<VerifierKey>& keys);

/// The note with those lines only that one of `keys` signed, of each key the first that verifies.
/// Anybody can add a line in a key's name: one that does not verify tells nothing of the others.
Note with_verified_lines(const Note& note, const std::vector<VerifierKey>& keys);

/// The lines of `note`, and behind them those of `other` under names and ids that `note` has not.
/// As it is when `other` has another text. kInvalid BAD_NOTE.
Result<std::string> merge_signatures(std::string_view note, std::string_view other);

}  // namespace ledger
