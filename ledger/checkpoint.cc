// SPDX-License-Identifier: Apache-2.0
#include "ledger/checkpoint.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/hash.h"
#include "ledger/internal/lines.h"
#include "ledger/limits.h"

namespace ledger {
namespace {

Error bad_checkpoint(std::string message) { return invalid("BAD_CHECKPOINT", std::move(message)); }

bool is_origin_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-';
}

}  // namespace

bool is_origin(std::string_view origin) {
  return !origin.empty() && origin.size() <= kOriginBytesMax &&
         origin.find('.') != std::string_view::npos &&
         std::all_of(origin.begin(), origin.end(), is_origin_char);
}

Result<Hash> parse_base64_hash(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != Hash::kSize) {
    return invalid("BAD_HASH", "not the canonical base64 of 32 bytes");
  }
  return fixed_from<Hash>(*bytes);
}

Result<std::string> format_checkpoint(const Checkpoint& checkpoint) {
  std::string out = checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
                    to_base64(checkpoint.root.view()) + '\n';
  for (const std::string& line : checkpoint.extensions) out += line + '\n';
  const auto read_back = parse_checkpoint(out);
  if (!read_back) return read_back.error();
  if (*read_back != checkpoint) return bad_checkpoint("an extension line holds a line feed");
  return out;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  Checkpoint out;
  const auto origin = take_line(text);
  if (!origin || !is_origin(*origin)) return bad_checkpoint("the first line is no origin");
  out.origin = *origin;
  const auto size_line = take_line(text);
  const auto size = parse_decimal(size_line.value_or(""));
  if (!size) return bad_checkpoint("the second line is no tree size");
  out.size = *size;
  const auto root_line = take_line(text);
  const auto root = parse_base64_hash(root_line.value_or(""));
  if (!root) return bad_checkpoint("the third line is no root hash");
  out.root = *root;
  if (out.size == 0 && out.root != empty_root()) {
    return bad_checkpoint("the root of size 0 is not that of the empty tree");
  }
  while (!text.empty()) {
    const auto line = take_line(text);
    if (!line || line->empty()) return bad_checkpoint("an extension line is empty or unfinished");
    out.extensions.emplace_back(*line);
  }
  return out;
}

Result<Checkpoint> checkpoint_of_note(std::string_view note) {
  const auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  return parse_checkpoint(parsed->text);
}

Error log_shorter(std::uint64_t signed_size, std::uint64_t entries) {
  const std::string signed_text = std::to_string(signed_size);
  const std::string there = std::to_string(entries);
  Error error = corrupt("LOG_SHORTER", "a checkpoint of size " + signed_text +
                                           " was signed, the log has " + there + " entries");
  error.russian =
      "подписана контрольная точка размера " + signed_text + ", а записей в журнале " + there;
  return error;
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint,
                                    const std::vector<NoteSigner>& signers) {
  auto text = format_checkpoint(checkpoint);
  if (!text) return text;
  Note note{.text = *std::move(text), .signatures = {}};
  for (const NoteSigner& signer : signers) {
    auto signature = sign_note(signer, note.text);
    if (!signature) return signature.error();
    note.signatures.push_back(*std::move(signature));
  }
  return format_note(note);
}

Result<CheckpointVerifier> CheckpointVerifier::create(std::string origin,
                                                      std::vector<LogKey> log_keys,
                                                      std::vector<VerifierKey> witnesses) {
  const auto bad = [](std::string message) { return invalid("BAD_TRUST", std::move(message)); };
  if (!is_origin(origin)) return bad("'" + origin + "' is no origin");
  if (log_keys.empty()) return bad("no log key");
  CheckpointVerifier out;
  out.origin_ = std::move(origin);
  for (LogKey& log_key : log_keys) {
    if (log_key.key.type != SignatureType::kEd25519) return bad("a log key has a wrong type");
    out.size_max_.push_back(log_key.size_max);
    out.keys_.push_back(std::move(log_key.key));
  }
  for (VerifierKey& witness : witnesses) {
    if (witness.type != SignatureType::kCosignatureV1) return bad("a witness key has a wrong type");
    out.keys_.push_back(std::move(witness));
  }
  std::set<PublicKey> distinct;
  for (const VerifierKey& key : out.keys_) {
    if (!distinct.insert(key.key).second) return bad("the key of '" + key.name + "' occurs twice");
  }
  return out;
}

Result<OpenedCheckpoint> CheckpointVerifier::open(std::string_view note) const {
  OpenedCheckpoint out;
  auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  out.note = *std::move(parsed);
  auto checkpoint = parse_checkpoint(out.note.text);
  if (!checkpoint) return checkpoint.error();
  out.checkpoint = *std::move(checkpoint);
  if (out.checkpoint.origin != origin_) {
    return refused("WRONG_ORIGIN", "a checkpoint of another log, '" + out.checkpoint.origin + "'");
  }
  const auto verified = verify_note(out.note, keys_);
  if (!verified) return verified.error();
  bool retired_signed = false;
  for (const VerifiedSignature& signature : *verified) {
    if (signature.key >= size_max_.size()) {
      out.cosignatures.push_back({signature.key - size_max_.size(), signature.time_s});
    } else if (out.checkpoint.size <= size_max_[signature.key].value_or(INT64_MAX)) {
      out.log_keys.push_back(signature.key);
    } else {
      retired_signed = true;
    }
  }
  if (!out.log_keys.empty()) return out;
  if (retired_signed) {
    return refused("KEY_RETIRED", "only retired keys of the log have signed size " +
                                      std::to_string(out.checkpoint.size));
  }
  return refused("NO_TRUSTED_SIGNATURE", "no key of the log has signed the checkpoint");
}

}  // namespace ledger
