// SPDX-License-Identifier: Apache-2.0
#include "tools/log_keys.h"

#include <algorithm>
#include <optional>
#include <string>

#include "ledger/entry.h"
#include "ledger/event_check.h"
#include "ledger/key_registry.h"

namespace tools {
namespace {

using ledger::LogKey;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

bool changes_keys(const ledger::Body& body) {
  const std::string_view name = body.payload_name();
  return name == "LedgerCreated" || name == "CheckpointKeyChanged" || name.starts_with("Key");
}

class KeyHistory {
 public:
  explicit KeyHistory(ledger::LedgerIdentity identity) : identity_(std::move(identity)) {}

  Status take(std::uint64_t index, std::string_view bytes) {
    const auto entry = ledger::parse_entry(bytes);
    if (!entry) return entry.error();
    const auto body = ledger::check_body(entry->body);
    if (!body) return body.error();
    if (!changes_keys(*body)) return Ok{};
    const ledger::Hash ledger_id = index == 0 ? ledger::Hash{} : identity_.ledger_id;
    const auto signed_event = ledger::check_event({identity_.origin, ledger_id},
                                                  {std::string(entry->body), entry->signatures});
    if (!signed_event) return signed_event.error();
    if (auto allowed = ledger::check_keys(rows_, *body, index); !allowed) return allowed;
    ledger::fold_keys(rows_, *body, index);
    note_standing(index);
    return Ok{};
  }

  std::vector<LogKey> keys() && { return std::move(keys_); }

 private:
  /// Whatever a checkpoint covers of the change, the new key has signed it too: the old one counts
  /// by itself only before, however long both sign.
  void note_standing(std::uint64_t index) {
    const auto now = ledger::find_checkpoint_keys(rows_);
    if (!now || (!keys_.empty() && keys_.back().key.key == now->standing)) return;
    if (!keys_.empty()) keys_.back().size_max = index + 1;
    keys_.push_back(
        {{identity_.origin, ledger::SignatureType::kEd25519, now->standing}, std::nullopt});
  }

  ledger::LedgerIdentity identity_;
  ledger::Rows rows_;
  std::vector<LogKey> keys_;
};

ledger::Error at_event(const ledger::Error& error, std::uint64_t index) {
  return ledger::corrupt(error.reason, error.message, "event " + std::to_string(index));
}

}  // namespace

Result<std::vector<LogKey>> checkpoint_keys_of(const ledger::EventStore& log, std::uint64_t size) {
  const auto identity = ledger::identity_of(log);
  if (!identity) return identity.error();
  KeyHistory history(*identity);
  std::optional<ledger::Error> failed;
  auto read = log.read(0, size, [&](std::uint64_t index, std::string_view bytes) {
    if (auto taken = history.take(index, bytes); !taken) failed = at_event(taken.error(), index);
    return !failed;
  });
  if (failed) return *failed;
  if (!read) return read.error();
  return std::move(history).keys();
}

Result<std::vector<LogKey>> with_pinned_keys(std::vector<LogKey> own, const ledger::Hash& ledger_id,
                                             const std::optional<ledger::Trust>& trust) {
  if (!trust) return own;
  if (trust->ledger_id != ledger_id) {
    return ledger::corrupt("ANOTHER_LEDGER", "the trust file is about the ledger " +
                                                 to_hex(trust->ledger_id) + ", this is " +
                                                 to_hex(ledger_id));
  }
  std::vector<LogKey> out = trust->log_keys;
  for (LogKey& key : own) {
    const bool pinned = std::any_of(trust->log_keys.begin(), trust->log_keys.end(),
                                    [&](const LogKey& one) { return one.key.key == key.key.key; });
    if (!pinned) out.push_back(std::move(key));
  }
  return out;
}

}  // namespace tools
