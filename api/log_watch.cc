// SPDX-License-Identifier: Apache-2.0
#include "api/log_watch.h"

#include "ledger/merkle.h"
#include "ledger/tlog_proof.h"

namespace api {

using ledger::corrupt;
using ledger::Ok;
using ledger::Result;
using ledger::Seen;
using ledger::Status;

Status check_growth(const Seen& before, const Seen& now, const LogWatch::AskProof& ask) {
  const std::string size = std::to_string(before.size);
  if (now.size < before.size) return ledger::log_shorter(before.size, now.size);
  const auto forked =
      corrupt("ROOT_DIFFERS", "what the log shows now does not continue the checkpoint of size " +
                                  size + " that it has shown before: it has two histories");
  if (before.size == 0) return Ok{};
  if (before.size == now.size) return before.root == now.root ? Status(Ok{}) : Status(forked);
  const auto proof = ask(before.size, now.size);
  if (!proof) return proof.error();
  if (ledger::verify_consistency(before.size, now.size, before.root, now.root, *proof)) return Ok{};
  return forked;
}

Status LogWatch::meet(const ledger::LedgerIdentity& ledger, const std::string& vkey) {
  if (trust_ && (trust_->ledger_id != ledger.ledger_id || trust_->origin != ledger.origin)) {
    return corrupt("ANOTHER_LEDGER", "the server is that of " + ledger.origin + ", " +
                                         to_hex(ledger.ledger_id) + ", the trust file is about " +
                                         to_hex(trust_->ledger_id));
  }
  origin_ = ledger.origin;
  if (trust_ || !known_.vkey.empty()) return Ok{};
  if (const auto key = ledger::parse_vkey(vkey); !key) return key.error();
  known_.vkey = vkey;
  first_use_ = true;
  return Ok{};
}

Result<LogWatch::Opened> LogWatch::open(std::string_view note) const {
  std::vector<ledger::LogKey> keys;
  if (trust_) {
    keys = trust_->log_keys;
  } else {
    auto key = ledger::parse_vkey(known_.vkey);
    if (!key) return key.error();
    keys.push_back({std::move(*key), std::nullopt});
  }
  const auto verifier = ledger::CheckpointVerifier::create(origin_, keys, {});
  if (!verifier) return verifier.error();
  const auto opened = verifier->open(note);
  if (!opened && opened.error().reason == "NO_TRUSTED_SIGNATURE") {
    return ledger::refused(
        opened.error().reason,
        opened.error().message + "; if the log's key was changed, a trust file says so (--trust)");
  }
  if (!opened) return opened.error();
  return Opened{{opened->checkpoint.size, opened->checkpoint.root},
                ledger::format_vkey(keys.at(opened->log_keys.front()).key)};
}

Status LogWatch::take(std::string_view note, const AskProof& ask) {
  auto opened = open(note);
  if (!opened) return opened.error();
  if (auto grown = check_growth(known_.seen, opened->seen, ask); !grown) return grown;
  known_ = {std::move(opened->vkey), opened->seen};
  return Ok{};
}

Status LogWatch::check_receipt(const ledger::Hash& leaf, std::uint64_t index,
                               std::string_view receipt, const AskProof& ask) const {
  const auto differs = [&](const std::string& what) {
    return corrupt("RECEIPT_DIFFERS", "the server answers with index " + std::to_string(index) +
                                          " and a receipt that does not show it: " + what);
  };
  const auto proof = ledger::parse_tlog_proof(receipt);
  if (!proof) return differs(proof.error().message);
  if (proof->index != index) {
    return differs("it is about event " + std::to_string(proof->index));
  }
  const auto opened = open(proof->checkpoint);
  if (!opened) return differs(opened.error().message);
  const Seen& shown = opened->seen;
  const auto included = ledger::verify_inclusion(leaf, index, shown.size, proof->path, shown.root);
  if (!included) return differs("the event as it was sent is not there");
  const bool older = shown.size < known_.seen.size;
  return check_growth(older ? shown : known_.seen, older ? known_.seen : shown, ask);
}

}  // namespace api
