// SPDX-License-Identifier: Apache-2.0
#include "ledger/note.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "ledger/ed25519.h"
#include "ledger/hash.h"
#include "ledger/internal/lines.h"
#include "ledger/limits.h"

namespace ledger {
namespace {

constexpr std::string_view kLinePrefix = "\xE2\x80\x94 ";  // em dash and space
constexpr std::size_t kKeyIdBytes = 4;

/// White space beyond ASCII, as UTF-8: U+0085, U+00A0, U+1680, U+2028/9, U+202F, U+205F, U+3000.
/// U+2000 to U+200A are handled apart.
constexpr std::array<std::string_view, 8> kWideSpaces = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

bool has_wide_space(std::string_view text) {
  for (const std::string_view space : kWideSpaces) {
    if (text.find(space) != std::string_view::npos) return true;
  }
  constexpr std::string_view kBlock = "\xE2\x80";
  for (std::size_t at = text.find(kBlock); at != std::string_view::npos;
       at = text.find(kBlock, at + 1)) {
    if (at + 2 < text.size() && as_unsigned(text)[at + 2] <= 0x8A) return true;
  }
  return false;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

Error bad_note(std::string message) { return invalid("BAD_NOTE", std::move(message)); }

Status check_note_bytes(std::string_view bytes) {
  if (bytes.size() > kNoteBytesMax) {
    return bad_note("a note has at most " + std::to_string(kNoteBytesMax) + " bytes");
  }
  if (has_control(bytes)) return bad_note("the note holds a control character");
  if (!is_utf8(bytes)) return bad_note("the note is not UTF-8");
  return Ok{};
}

std::string key_id_bytes(std::uint32_t id) {
  std::string out;
  put_u32(out, id);
  return out;
}

std::string_view one_byte(const std::uint8_t& byte) { return as_view(&byte, 1); }

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kLinePrefix)) return bad_note("a signature line does not start as one");
  line.remove_prefix(kLinePrefix.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return bad_note("a signature line has no signature");
  const std::string_view name = line.substr(0, space);
  if (!is_key_name(name)) return bad_note("a signature line has no valid key name");
  const auto payload = from_base64(line.substr(space + 1));
  if (!payload || payload->size() <= kKeyIdBytes) {
    return bad_note("a signature line's signature is not canonical base64 or too short");
  }
  return NoteSignature{std::string(name), get_u32(*payload), payload->substr(kKeyIdBytes)};
}

/// The three parts of a vkey. base64 may hold '+', the name and hex may not.
struct KeyParts {
  std::string_view name;
  std::uint32_t id = 0;
  std::string payload;  ///< type byte and key
};

std::optional<KeyParts> split_key(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto id = from_hex(text.substr(first + 1, second - first - 1));
  auto payload = from_base64(text.substr(second + 1));
  if (!id || id->size() != kKeyIdBytes || !payload || payload->size() < 2) return std::nullopt;
  KeyParts parts{text.substr(0, first), get_u32(*id), *std::move(payload)};
  if (!is_key_name(parts.name)) return std::nullopt;
  return parts;
}

std::optional<SignatureType> known_type(std::uint8_t type) {
  switch (static_cast<SignatureType>(type)) {
    case SignatureType::kEd25519:
    case SignatureType::kCosignatureV1:
      return static_cast<SignatureType>(type);
  }
  return std::nullopt;
}

/// The cosignature's time (0 for a plain signature), or nothing if the signature is not the key's.
std::optional<std::uint64_t> check_signature(const VerifierKey& key, std::string_view text,
                                             std::string_view bytes) {
  std::uint64_t time_s = 0;
  std::string message;
  if (key.type == SignatureType::kCosignatureV1) {
    if (bytes.size() != sizeof time_s + Signature::kSize) return std::nullopt;
    time_s = get_u64(bytes);
    if (time_s == 0 || time_s > INT64_MAX) return std::nullopt;
    bytes.remove_prefix(sizeof time_s);
    message = cosignature_message(time_s, text);
    text = message;
  }
  if (bytes.size() != Signature::kSize) return std::nullopt;
  if (!ed25519_verify(key.key, text, fixed_from<Signature>(bytes))) return std::nullopt;
  return time_s;
}

/// The first signature is checked: a signer that does not hold its key must not get published.
Result<NoteSignature> sign_message(const NoteSigner& signer, SignatureType type,
                                   std::string_view message, std::string prefix) {
  if (signer.key.type != type || !is_key_name(signer.key.name)) {
    return invalid("BAD_KEY_TYPE", "the key '" + signer.key.name + "' is not of the needed type");
  }
  const auto signature = signer.sign(message);
  if (!signature) return signature.error();
  if (!signer.proven->load()) {
    if (!ed25519_verify(signer.key.key, message, *signature)) {
      return invalid("SIGNER_MISMATCH",
                     "the signer does not hold the key '" + signer.key.name + "'");
    }
    signer.proven->store(true);
  }
  prefix += signature->view();
  return NoteSignature{signer.key.name, signer.key.id(), std::move(prefix)};
}

Result<std::optional<std::size_t>> find_key(const NoteSignature& line,
                                            const std::vector<VerifierKey>& keys,
                                            const std::vector<std::uint32_t>& ids) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (ids[i] != line.key_id || keys[i].name != line.name) continue;
    if (found) return invalid("AMBIGUOUS_KEY", "two keys share the name '" + line.name + "'");
    found = i;
  }
  return found;
}

}  // namespace

std::uint32_t VerifierKey::id() const {
  return note_key_id(name, static_cast<std::uint8_t>(type), key.view());
}

bool is_key_name(std::string_view name) {
  return !name.empty() && name.find_first_of("+ \n") == std::string_view::npos &&
         !has_control(name) && is_utf8(name) && !has_wide_space(name);
}

std::uint32_t note_key_id(std::string_view name, std::uint8_t type, std::string_view public_key) {
  return get_u32(sha256({name, "\n", one_byte(type), public_key}).view());
}

std::string format_vkey(const VerifierKey& key) {
  LEDGER_CHECK(is_key_name(key.name));
  std::string payload(1, static_cast<char>(key.type));
  payload += key.key.view();
  return key.name + '+' + to_hex(key_id_bytes(key.id())) + '+' + to_base64(payload);
}

Result<VerifierKey> parse_vkey(std::string_view text) {
  const auto parts = split_key(text);
  if (!parts) return invalid("BAD_VKEY", "not of the form name+id+base64(type, key)");
  const auto type_byte = static_cast<std::uint8_t>(parts->payload[0]);
  const std::string_view key = std::string_view(parts->payload).substr(1);
  const auto type = known_type(type_byte);
  if (!type) return invalid("UNKNOWN_KEY_TYPE", "keys of this type are not checked here");
  if (key.size() != PublicKey::kSize || note_key_id(parts->name, type_byte, key) != parts->id) {
    return invalid("BAD_VKEY", "the key does not have the length or the id that it needs");
  }
  VerifierKey out{std::string(parts->name), *type, fixed_from<PublicKey>(key)};
  if (!ed25519_is_valid_point(out.key)) return invalid("BAD_KEY", "not a usable Ed25519 key");
  return out;
}

Result<std::vector<VerifierKey>> parse_vkeys(const std::vector<std::string>& texts) {
  std::vector<VerifierKey> out;
  for (const std::string& text : texts) {
    auto key = parse_vkey(text);
    if (key) {
      out.push_back(*std::move(key));
    } else if (key.error().reason != "UNKNOWN_KEY_TYPE") {
      return key.error();
    }
  }
  return out;
}

Result<Note> parse_note(std::string_view bytes) {
  if (const Status ok = check_note_bytes(bytes); !ok) return ok.error();
  const std::size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos) return bad_note("no empty line before the signatures");
  Note note;
  note.text = bytes.substr(0, split + 1);
  bytes.remove_prefix(split + 2);
  while (!bytes.empty()) {
    const auto line = take_line(bytes);
    if (!line) return bad_note("the last signature line does not end");
    if (note.signatures.size() == kNoteSignaturesMax) {
      return bad_note("more than " + std::to_string(kNoteSignaturesMax) + " signatures");
    }
    auto signature = parse_signature_line(*line);
    if (!signature) return signature.error();
    note.signatures.push_back(*std::move(signature));
  }
  if (note.signatures.empty()) return bad_note("no signatures");
  return note;
}

Result<std::string> format_note(const Note& note) {
  std::string out = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) {
    out += kLinePrefix;
    out += signature.name + ' ';
    out += to_base64(key_id_bytes(signature.key_id) + signature.bytes) + '\n';
  }
  const auto read_back = parse_note(out);
  if (!read_back) return read_back.error();
  if (*read_back != note) return bad_note("the text does not end with a line feed");
  return out;
}

Result<NoteSignature> sign_note(const NoteSigner& signer, std::string_view text) {
  return sign_message(signer, SignatureType::kEd25519, text, {});
}

std::string cosignature_message(std::uint64_t time_s, std::string_view text) {
  std::string out = "cosignature/v1\ntime " + std::to_string(time_s) + "\n";
  out += text;
  return out;
}

Result<NoteSignature> cosign_note(const NoteSigner& signer, std::string_view text,
                                  std::uint64_t time_s) {
  if (time_s == 0 || time_s > INT64_MAX) {
    return invalid("BAD_TIME", "a cosignature's time is between 1 and 2^63-1 seconds");
  }
  return sign_message(signer, SignatureType::kCosignatureV1, cosignature_message(time_s, text),
                      be64(time_s));
}

Result<std::vector<VerifiedSignature>> verify_note(const Note& note,
                                                   const std::vector<VerifierKey>& keys) {
  std::vector<std::uint32_t> ids;
  for (const VerifierKey& key : keys) ids.push_back(key.id());
  std::vector<VerifiedSignature> verified;
  for (const NoteSignature& line : note.signatures) {
    const auto known = find_key(line, keys, ids);
    if (!known) return known.error();
    if (!*known) continue;
    const std::size_t key = **known;
    if (std::any_of(verified.begin(), verified.end(),
                    [&](const VerifiedSignature& done) { return done.key == key; })) {
      continue;
    }
    const auto time_s = check_signature(keys[key], note.text, line.bytes);
    if (!time_s) {
      return corrupt("SIGNATURE_INVALID", "the signature of '" + line.name + "' does not verify");
    }
    verified.push_back({key, *time_s});
  }
  if (verified.empty()) {
    return refused("NO_TRUSTED_SIGNATURE", "no key that is trusted has signed the note");
  }
  return verified;
}

Note with_verified_lines(const Note& note, const std::vector<VerifierKey>& keys) {
  Note out{note.text, {}};
  std::vector<bool> found(keys.size(), false);
  for (const NoteSignature& line : note.signatures) {
    const auto verified = verify_note({note.text, {line}}, keys);
    if (!verified || found[verified->front().key]) continue;
    found[verified->front().key] = true;
    out.signatures.push_back(line);
  }
  return out;
}

Result<std::string> merge_signatures(std::string_view note, std::string_view other) {
  auto ours = parse_note(note);
  if (!ours) return ours.error();
  const auto theirs = parse_note(other);
  if (!theirs) return theirs.error();
  if (ours->text != theirs->text) return std::string(note);
  for (const NoteSignature& line : theirs->signatures) {
    auto& lines = ours->signatures;
    const bool known = std::any_of(lines.begin(), lines.end(), [&](const NoteSignature& own) {
      return own.name == line.name && own.key_id == line.key_id;
    });
    if (!known) lines.push_back(line);
  }
  return format_note(*ours);
}

}  // namespace ledger
