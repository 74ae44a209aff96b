// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_block.h"

#include <utility>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/message.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger::internal {
namespace {

Result<std::string> read_one(const EventStore& store, std::uint64_t index) {
  std::string bytes;
  auto read = store.read(index, index + 1, [&](std::uint64_t, std::string_view entry) {
    bytes = entry;
    return false;
  });
  if (!read) return read.error();
  return bytes;
}

void check_entry(const LedgerIdentity& identity, const std::string& bytes, bool fast,
                 VerifiedEntry& out) {
  out.present = true;
  out.leaf = leaf_hash(bytes);
  if (fast) return;
  auto entry = parse_entry(bytes);
  if (!entry) {
    out.error = entry.error();
    return;
  }
  out.recorded_at_us = entry->recorded_at_us;
  out.signatures = entry->signatures.size();
  auto event = check_event(identity, {std::string(entry->body), std::move(entry->signatures)});
  if (event) {
    out.event_id = to_hex(event->body.event_id());
    out.event = std::move(*event);
    return;
  }
  out.error = event.error();
  auto body = check_body(entry->body);
  if (!body) return;
  out.event_id = to_hex(body->event_id());
  const bool genesis = body->payload_type() == fb::Payload::LedgerCreated;
  const Hash digest = event_digest(
      signed_message(identity.origin, genesis ? Hash{} : identity.ledger_id, body->bytes()));
  out.event = CheckedEvent{std::move(*body), {}, digest};
}

}  // namespace

RawBlock read_block(const EventStore& store, std::uint64_t begin, std::uint64_t end) {
  RawBlock raw;
  raw.reserve(end - begin);
  auto read = store.read(begin, end, [&](std::uint64_t, std::string_view entry) {
    raw.emplace_back(std::string(entry));
    return true;
  });
  if (read) return raw;
  for (std::uint64_t index = begin + raw.size(); index < end; ++index) {
    raw.push_back(read_one(store, index));
  }
  return raw;
}

std::vector<VerifiedEntry> check_block(const LedgerIdentity& identity, const RawBlock& raw,
                                       bool fast) {
  std::vector<VerifiedEntry> entries(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i]) {
      check_entry(identity, *raw[i], fast, entries[i]);
    } else {
      entries[i].error = raw[i].error();
    }
  }
  return entries;
}

}  // namespace ledger::internal
