// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_signers.h"

#include <utility>

#include "ledger/internal/verify_block.h"
#include "ledger/key_registry.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger::internal {

std::string size_name(std::uint64_t size) { return "size " + std::to_string(size); }

void CheckpointSigners::read_keys(std::uint64_t end) {
  folded_ = false;
  std::vector<std::uint64_t> indexes{0};
  const std::string type(1, static_cast<char>(fb::Payload::CheckpointKeyChanged));
  auto scanned = store_.scan(Table::kByType, type, {}, [&](std::string_view key, std::string_view) {
    if (!key.starts_with(type) || key.size() != 9) return false;
    if (get_u64(key.substr(1)) < end) indexes.push_back(get_u64(key.substr(1)));
    return true;
  });
  if (!scanned) findings_.add(unreadable("index by type", {}, scanned.error()));
  // There is no index to name the later ones.
  if (options_.static_form || !scanned) keys_known_ = false;
  for (const std::uint64_t index : indexes) {
    const auto raw = read_block(store_, index, index + 1);
    const auto entries = check_block(report_.identity, raw, false);
    if (!entries[0].sound()) {
      keys_known_ = false;
      continue;
    }
    Rows rows;
    if (index == 0) {
      fold_keys(rows, entries[0].event->body, 0);
      fast_keys_.push_back(find_checkpoint_keys(rows)->standing);
    } else if (const auto key = new_checkpoint_key(entries[0].event->body)) {
      fast_keys_.push_back(*key);
    }
  }
}

std::vector<PublicKey> CheckpointSigners::standing() const {
  if (!folded_) return fast_keys_;
  const auto keys = find_checkpoint_keys(rules_.state());
  return keys ? std::vector{keys->standing} : std::vector<PublicKey>{};
}

std::vector<PublicKey> CheckpointSigners::ever() const {
  std::vector<PublicKey> keys = fast_keys_;
  for (const KeyRecord& key : all_keys(rules_.state())) {
    if (key.kind == KeyKind::kCheckpoint) keys.push_back(key.key);
  }
  return keys;
}

Status CheckpointSigners::verify(const PublishedNote& note, std::span<const PublicKey> keys) const {
  std::vector<VerifierKey> trusted;
  for (const PublicKey& key : keys) {
    trusted.push_back({report_.identity.origin, SignatureType::kEd25519, key});
  }
  const auto parsed = parse_note(note.text);
  if (!parsed) return parsed.error();
  const auto verified = verify_note(*parsed, trusted);
  if (!verified) return verified.error();
  return Ok{};
}

bool CheckpointSigners::check(const PublishedNote& note, std::span<const PublicKey> keys) {
  const auto verified = verify(note, keys);
  if (verified) return true;
  const bool bad = verified.error().reason == "SIGNATURE_INVALID";
  // Whose signature this would have to be is not known: the root is compared all the same.
  if (!bad && (!keys_known_ || rules_.keys_in_doubt())) return true;
  findings_.add(
      fault_of(bad ? FaultClass::kBadSignature : FaultClass::kWrongKey, note.structure,
               size_name(note.size), verified.error().reason,
               "not signed by the checkpoint key that stood there: " + verified.error().message));
  return false;
}

bool CheckpointSigners::check_standing(const PublishedNote& note) {
  if (!check(note, standing())) return false;
  check_overlap(note);
  check_cosignatures(note);
  return true;
}

void CheckpointSigners::check_overlap(const PublishedNote& note) {
  if (!folded_ || rules_.keys_in_doubt()) return;
  const auto keys = find_checkpoint_keys(rules_.state());
  if (!keys || keys->previous == PublicKey{} || note.size > keys->previous_until) return;
  const auto verified = verify(note, std::vector{keys->previous});
  if (verified) return;
  if (verified.error().reason == "SIGNATURE_INVALID") {
    findings_.add(fault_of(FaultClass::kBadSignature, note.structure, size_name(note.size),
                           "SIGNATURE_INVALID",
                           "the line of the checkpoint key before, which signs in the overlap, "
                           "does not verify"));
  } else {
    unsigned_.insert(note.size);
  }
}

void CheckpointSigners::tell_unsigned() {
  if (unsigned_.empty()) return;
  std::string message =
      "the checkpoint key before did not sign in the overlap: it was lost, or its line was taken "
      "out";
  if (unsigned_.size() > 1) {
    message += "; so it is with " + std::to_string(unsigned_.size()) + " checkpoints, up to size " +
               std::to_string(*unsigned_.rbegin());
  }
  findings_.warn(fault_of(FaultClass::kMissing, "checkpoint", size_name(*unsigned_.begin()),
                          "OVERLAP_UNSIGNED", std::move(message)));
}

void CheckpointSigners::check_cosignatures(const PublishedNote& note) {
  if (options_.witnesses.empty()) return;
  const auto parsed = parse_note(note.text);
  if (!parsed || parsed->signatures.size() < 2) return;
  const auto verified = verify_note(*parsed, options_.witnesses);
  if (verified || verified.error().reason != "SIGNATURE_INVALID") return;
  findings_.add(fault_of(FaultClass::kBadSignature, note.structure, size_name(note.size),
                         "SIGNATURE_INVALID",
                         "a line of a pinned witness is false: " + verified.error().message));
}

}  // namespace ledger::internal
