// SPDX-License-Identifier: Apache-2.0
#include "api/self_check.h"

#include <random>

#include "api/standing_key.h"
#include "ledger/checkpoint.h"
#include "ledger/hash.h"
#include "ledger/merkle.h"

namespace api {

using ledger::Result;
using ledger::Status;

namespace {

Status check_note(const ledger::LedgerIdentity& ledger, const ledger::ReadView& view) {
  auto key = standing_checkpoint_key(ledger, view);
  if (!key) return key.error();
  const auto verifier = ledger::CheckpointVerifier::create(ledger.origin, {{*key, {}}}, {});
  if (!verifier) return verifier.error();
  const auto opened = verifier->open(view.note());
  if (!opened) return opened.error();
  if (opened->checkpoint == view.checkpoint()) return ledger::Ok{};
  return ledger::corrupt("CHECKPOINT_DIFFERS",
                         "the signed note is not of the state it is shown at");
}

Status check_entry(const ledger::ReadView& view, std::uint64_t index) {
  const auto event = view.event(index);
  if (!event) return event.error();
  const auto proof = view.inclusion(index, view.size());
  if (!proof) return proof.error();
  return verify_inclusion(ledger::leaf_hash(event->entry), index, view.size(), *proof,
                          view.checkpoint().root);
}

}  // namespace

Status self_check(const ledger::LedgerIdentity& ledger, const ledger::ReadView& view,
                  std::uint64_t seed, unsigned samples) {
  if (auto note = check_note(ledger, view); !note) return note;
  const auto root = view.root_at(view.size());
  if (!root) return root.error();
  if (*root != view.checkpoint().root) {
    return ledger::corrupt("ROOT_MISMATCH", "the tiles lead to another root than the checkpoint's");
  }
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::uint64_t> indexes(0, view.size() - 1);
  for (unsigned i = 0; i < samples; ++i) {
    if (auto held = check_entry(view, indexes(random)); !held) return held;
  }
  return ledger::Ok{};
}

}  // namespace api
