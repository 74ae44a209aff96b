// SPDX-License-Identifier: Apache-2.0
#include "api/doubtful_events.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "ledger/entry.h"
#include "ledger/event_check.h"
#include "ledger/message.h"

namespace api {
namespace {

using ledger::Result;
using projections::KeyClass;
using projections::KeyDoubt;
using projections::KeyEntry;

/// Keys that may be in doubt, and the indexes between which their events lie.
struct Doubted {
  std::set<ledger::PublicKey> keys;
  std::uint64_t begin = UINT64_MAX;
  std::uint64_t end = 0;

  void add(const KeyEntry& key, std::uint64_t from, std::uint64_t to) {
    if (from >= to) return;
    keys.insert(key.key);
    begin = std::min(begin, from);
    end = std::max(end, to);
  }
};

Doubted doubted_of(std::vector<KeyEntry> keys, std::uint64_t position) {
  std::sort(keys.begin(), keys.end(), [](const KeyEntry& a, const KeyEntry& b) {
    return a.introduced.index < b.introduced.index;
  });
  Doubted out;
  for (const KeyEntry& key : keys) {
    const std::uint64_t last = key.ended ? key.ended->source.index : position;
    if (const auto from = key.suspect_from()) out.add(key, *from, last);
    if (key.ended) out.add(key, key.ended->seen_size, last);
    // Perhaps a suspect key introduced it.
    if (out.keys.contains(key.introduced.author)) out.add(key, key.introduced.index, last);
  }
  return out;
}

/// The signers of one event that are in doubt.
ledger::Status look_at(const projections::ViewReader& reader, const Doubted& doubted,
                       const ProjectedLog& log, std::uint64_t index, std::string_view bytes,
                       std::vector<DoubtfulEvent>& out) {
  const auto entry = ledger::parse_entry(bytes);
  const auto body = entry ? ledger::check_body(entry->body) : Result<ledger::Body>(entry.error());
  if (!body) return body.error();
  std::vector<ledger::PublicKey> signers{body->author().key};
  for (const ledger::Signer& cosigner : body->cosigners()) signers.push_back(cosigner.key);
  for (const ledger::PublicKey& signer : signers) {
    if (!doubted.keys.contains(signer)) continue;
    const ledger::Hash digest = ledger::event_digest(ledger::signed_message(
        log.identity.origin, index == 0 ? ledger::Hash{} : log.identity.ledger_id, entry->body));
    const auto doubt = projections::doubt_of(reader, signer, index, digest);
    if (!doubt) return doubt.error();
    if (doubt->key_class == KeyClass::kSound) continue;
    out.push_back({index, std::string(body->payload_name()), signer, *doubt});
  }
  return ledger::Ok{};
}

}  // namespace

Result<std::vector<DoubtfulEvent>> doubtful_events(const ProjectedLog& log,
                                                   std::uint64_t position) {
  const auto reader = log.runner->reader_at(position);
  if (!reader) return reader.error();
  auto keys = projections::all_keys(*reader);
  if (!keys) return keys.error();
  const Doubted doubted = doubted_of(std::move(*keys), position);
  std::vector<DoubtfulEvent> out;
  if (doubted.keys.empty()) return out;
  std::optional<ledger::Error> failed;
  const auto visit = [&](std::uint64_t index, std::string_view bytes) {
    auto looked = look_at(*reader, doubted, log, index, bytes, out);
    if (!looked) failed = looked.error();
    return !failed;
  };
  auto read = log.view().range(doubted.begin, std::min(doubted.end, position), visit);
  if (!read) return read.error();
  if (failed) return *failed;
  return out;
}

}  // namespace api
