// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rewritten_history.h"

#include <map>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/internal/sequencer.h"
#include "ledger/internal/state_seal.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/key_registry.h"
#include "ledger/message.h"

namespace support {
namespace {

using ledger::Hash;
using ledger::Signature;
using ledger::Table;

auto& table(MemoryDisk& disk, Table which) { return disk.tables[static_cast<std::size_t>(which)]; }

void rewrite_tree(MemoryDisk& disk, const TestLedger& ledger,
                  const std::vector<TestKey>& checkpoint_keys) {
  std::vector<ledger::NoteSigner> signers;
  for (const TestKey& key : checkpoint_keys) {
    signers.push_back(
        {{ledger.origin, ledger::SignatureType::kEd25519, key.key},
         [key](std::string_view m) -> ledger::Result<Signature> { return key.sign(m); }});
  }
  auto& notes = disk.unsynced_checkpoints;
  table(disk, Table::kTile).clear();
  ledger::TileBuilder tree;
  for (const auto& entry : disk.entries) {
    std::vector<ledger::CompleteTile> complete;
    tree.append(ledger::leaf_hash(*entry), complete);
    for (auto& [tile, hashes] : complete) {
      table(disk, Table::kTile)[ledger::tile_key(tile.level, tile.index)] = hashes;
    }
    const auto note = notes.find(tree.size());
    if (note == notes.end()) continue;
    note->second = *ledger::sign_checkpoint({ledger.origin, tree.size(), tree.root(), {}}, signers);
  }
  disk.head.size = tree.size();
  disk.head.edge = tree.range().serialize();
  notes.erase(notes.upper_bound(disk.head.size), notes.end());
}

void rewrite_streams(MemoryDisk& disk, const ledger::internal::Streams& streams) {
  namespace internal = ledger::internal;
  auto& rows = table(disk, Table::kState);
  const std::string first(internal::kStreamRows);
  rows.erase(rows.lower_bound(first), rows.end());  // the pages of their map lie behind them
  rows[first] = ledger::be64(disk.entries.size());
  for (const auto& [subject, stream] : streams) {
    rows[internal::stream_key(subject)] = internal::stream_row(stream);
  }
}

void rewrite_indexes(MemoryDisk& disk, const TestLedger& ledger) {
  for (const Table t : {Table::kById, Table::kByDigest, Table::kBySubject, Table::kByType}) {
    table(disk, t).clear();
  }
  std::map<ledger::Subject, std::uint64_t> versions;
  ledger::internal::Streams streams;
  for (std::uint64_t index = 0; index < disk.entries.size(); ++index) {
    const auto body = ledger::check_body(ledger::parse_entry(*disk.entries[index])->body);
    const Hash digest = ledger::event_digest(ledger::signed_message(
        ledger.origin, index == 0 ? Hash{} : ledger.ledger_id, body->bytes()));
    ledger::internal::StagedEvent staged{{*body, {}, digest}, index, 0, {}};
    for (const ledger::Subject& subject : body->subjects()) {
      staged.versions.emplace_back(subject, versions[subject]++);
      streams[subject].append(index, ledger::leaf_hash(*disk.entries[index]));
    }
    for (const ledger::RowPut& row : ledger::internal::index_rows(staged)) {
      table(disk, row.table)[row.key] = *row.value;
    }
  }
  rewrite_streams(disk, streams);
}

/// The state as it is kept, sealed for a log of this size by the key that stands.
void rewrite_seal(MemoryDisk& disk, const TestLedger& ledger,
                  const std::vector<TestKey>& checkpoint_keys) {
  auto& rows = table(disk, Table::kState);
  ledger::Rows state;
  for (const auto& [key, value] : rows) {
    if (key[0] == 'r') state.put(key.substr(1), value);
  }
  const auto keys = ledger::find_checkpoint_keys(state);
  for (const TestKey& key : checkpoint_keys) {
    if (!keys || key.key != keys->standing) continue;
    const ledger::internal::SealedState sealed{ledger.ledger_id, disk.head.size, state.digest()};
    rows[std::string(ledger::internal::kStateSealKey)] = key.sign(sealed.message()).view();
  }
}

}  // namespace

void rewrite_history(MemoryDisk& disk, const TestLedger& ledger,
                     const std::vector<TestKey>& checkpoint_keys, bool indexes) {
  disk.unsynced_checkpoints.merge(disk.checkpoints);
  disk.checkpoints.clear();
  rewrite_tree(disk, ledger, checkpoint_keys);
  if (indexes) rewrite_indexes(disk, ledger);
  rewrite_seal(disk, ledger, checkpoint_keys);
}

}  // namespace support
