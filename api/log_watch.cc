// SPDX-License-Identifier: Apache-2.0
#include "api/log_watch.h"

#include <algorithm>

#include "ledger/merkle.h"
#include "ledger/tlog_proof.h"

namespace api {

using ledger::corrupt;
using ledger::LogKey;
using ledger::Ok;
using ledger::Result;
using ledger::Seen;
using ledger::Status;

namespace {

/// A key of a trust file that ends before another one is the older of the two.
bool ends_before(const LogKey& one, const LogKey& other) {
  return one.size_max.value_or(UINT64_MAX) < other.size_max.value_or(UINT64_MAX);
}

}  // namespace

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
  std::vector<LogKey> keys;
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
  if (!opened) return opened.error();
  Opened out{{opened->checkpoint.size, opened->checkpoint.root}, {}};
  for (const std::size_t key : opened->log_keys) out.signed_by.push_back(keys.at(key));
  return out;
}

/// While two keys of the log sign, a trust file from before the change names the older one only.
Result<std::string> LogWatch::key_from_now_on(std::string_view note,
                                              const std::vector<LogKey>& signed_by) const {
  const LogKey& newest = *std::max_element(signed_by.begin(), signed_by.end(), ends_before);
  const std::string vkey = ledger::format_vkey(newest.key);
  if (!trust_ || known_.vkey.empty() || known_.vkey == vkey) return vkey;
  const auto known = ledger::parse_vkey(known_.vkey);
  if (!known) return known.error();
  const auto& pinned = trust_->log_keys;
  const auto same = std::find_if(pinned.begin(), pinned.end(),
                                 [&](const LogKey& key) { return key.key == *known; });
  if (same != pinned.end() && ends_before(*same, newest)) return vkey;
  const auto verifier = ledger::CheckpointVerifier::create(origin_, {{*known, std::nullopt}}, {});
  if (!verifier) return verifier.error();
  if (verifier->open(note)) return known_.vkey;
  return ledger::refused(
      "TRUST_OUTDATED",
      "the names file knows the log by the key " + known_.vkey +
          ", which has not signed this checkpoint; the trust file does not say that the key " +
          vkey + ", which has, came after it");
}

Status LogWatch::take(std::string_view note, const AskProof& ask) {
  auto opened = open(note);
  if (!opened) return opened.error();
  if (auto grown = check_growth(known_.seen, opened->seen, ask); !grown) return grown;
  auto vkey = key_from_now_on(note, opened->signed_by);
  if (!vkey) return vkey.error();
  known_ = {std::move(*vkey), opened->seen};
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
