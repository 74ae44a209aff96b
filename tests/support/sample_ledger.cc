// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_ledger.h"

#include <fmt/format.h>

#include "ledger/bytes.h"
#include "ledger/kv.h"
#include "ledger/rocks_store.h"

namespace support {

using ledger::Hash;

Draft SampleLedger::document(std::uint64_t number) const {
  Draft draft;
  draft.type = "DocumentRegistered";
  draft.payload = fmt::format(
      R"({{"document":"{}","kind":"ORDER","title":"Приказ {}","edition":1,"rendition":"ORIGINAL",
      "file":{{"binding":"PLAIN_HASH","sha256":"{}","bytes":100,"media_type":"application/pdf"}}}})",
      hex_for(number + 3'000'000, 16), number, hex_for(number + 3'500'000, 32));
  draft.id = 100'000 + number;
  draft.author = &root;
  draft.capacity = capacity("LEDGER_ROOT", operator_hex);
  return draft;
}

Draft SampleLedger::by(const TestKey& key, Draft draft) const {
  draft.author = &key;
  draft.capacity = capacity("SECRETARY", college_hex);
  return draft;
}

Draft SampleLedger::first_key(const TestKey& key, const Hash& evidence, std::uint64_t id) const {
  Draft draft = key_introduced(key, college_hex, R"("ADMINISTER","RECORD","ACT")", id);
  draft.payload.insert(draft.payload.size() - 1,
                       fmt::format(R"(,"first_key_evidence":"{}")", to_hex(evidence)));
  return draft;
}

Draft SampleLedger::next_key(const TestKey& key, const std::string& scopes,
                             std::uint64_t id) const {
  return by(college, key_introduced(key, college_hex, scopes, id));
}

Draft SampleLedger::revoked(const TestKey& key, const std::string& organisation,
                            std::uint64_t id) const {
  Draft draft;
  draft.type = "KeyRevoked";
  draft.payload = fmt::format(R"({{"key":"{}","organisation":"{}","reason":"OFFICE_ENDED"}})",
                              key.hex(), organisation);
  draft.id = id;
  return by(college, draft);
}

Draft SampleLedger::suspected(const TestKey& key, const std::string& organisation,
                              std::uint64_t from, std::uint64_t id) const {
  Draft draft;
  draft.type = "KeySuspected";
  draft.payload = fmt::format(R"({{"key":"{}","organisation":"{}","from_index":{}}})", key.hex(),
                              organisation, from);
  draft.id = id;
  return by(college, draft);
}

Draft SampleLedger::recovered(const TestKey& old_key, const TestKey& new_key,
                              const std::string& organisation, const std::string& role,
                              std::uint64_t id) const {
  Draft draft;
  draft.type = "KeyRecovered";
  draft.payload = fmt::format(R"({{"organisation":"{}","old_key":"{}","new_key":"{}"}})",
                              organisation, old_key.hex(), new_key.hex());
  draft.id = id;
  draft.author = &recovery_a;
  draft.capacity = capacity("LEDGER_ROOT", operator_hex);
  draft.cosigners = {{&recovery_b, capacity("LEDGER_ROOT", operator_hex)},
                     {&new_key, capacity(role, organisation)}};
  return draft;
}

Draft SampleLedger::checkpoint_key_changed(const TestKey& to, std::uint64_t id) const {
  Draft draft;
  draft.type = "CheckpointKeyChanged";
  draft.payload =
      fmt::format(R"({{"old_key":"{}","new_key":"{}","overlap":5}})", checkpoint.hex(), to.hex());
  draft.id = id;
  draft.author = &root;
  draft.capacity = capacity("LEDGER_ROOT", operator_hex);
  draft.cosigners = {{&to, capacity("LOG_CHECKPOINT", operator_hex)}};
  return draft;
}

Draft SampleLedger::based_on(Draft draft, const Hash& digest) {
  draft.extra += fmt::format(R"(,"basis":["{}"])", to_hex(digest));
  return draft;
}

Draft SampleLedger::seen_now(Draft draft) const {
  const auto view = log->view();
  draft.seen_size = view.size();
  draft.seen_root = to_hex(view.checkpoint().root);
  return draft;
}

Hash SampleLedger::put(const Draft& draft) {
  const auto result = log->append({sign(draft)});
  if (!result) {
    fmt::print(stderr, "{}: {} {}\n", draft.type, result.error().message, result.error().where);
  }
  LEDGER_CHECK(static_cast<bool>(result));
  return result->at(0).digest;
}

void SampleLedger::people() {
  more_checkpoint_keys = {next_checkpoint};
  create();
  put(organisation(1));
  const Hash evidence = put(document(1));
  put(seen_now(first_key(college, evidence, 10)));
  put(seen_now(next_key(clerk, R"("RECORD","ACT")", 11)));
  put(next_key(dismissed, R"("ACT")", 12));
  put(seen_now(based_on(by(dismissed, organisation(2)), evidence)));
  put(seen_now(revoked(dismissed, college_hex, 13)));
  put(seen_now(by(clerk, organisation(3))));
  put(seen_now(checkpoint_key_changed(next_checkpoint, 14)));
}

void SampleLedger::grow(std::uint64_t to_size, std::uint64_t batch) {
  for (std::uint64_t size = log->view().size(); size < to_size;) {
    std::vector<ledger::SignedEvent> events;
    for (; events.size() < batch && size < to_size; ++size) {
      Draft draft = organisation(1'000 + size);
      if (size % 2 == 0) draft = by(clerk, draft);
      if (events.empty()) draft = seen_now(draft);
      if (size % 3 == 0 && !events.empty()) draft = based_on(draft, digest_of(events.back()));
      events.push_back(sign(draft));
      clock->now += 1'000'000;
    }
    const auto appended = log->append(std::move(events));
    LEDGER_CHECK(static_cast<bool>(appended));
  }
}

std::shared_ptr<MemoryDisk> copy_of(const MemoryDisk& disk) {
  auto copy = std::make_shared<MemoryDisk>();
  copy->head = disk.head;
  copy->entries = disk.entries;
  copy->tables = disk.tables;
  copy->checkpoints = disk.checkpoints;
  copy->unsynced_checkpoints = disk.unsynced_checkpoints;
  return copy;
}

void write_as_rocks(const MemoryDisk& disk, const std::filesystem::path& dir) {
  // Families and prefixes as in FORMAT.md, "The store on RocksDB".
  ledger::KvOptions options;
  options.dir = dir;
  options.families = {{"events"},     {"tree"},    {"by_id"}, {"by_digest"},
                      {"by_subject"}, {"by_type"}, {"state"}};
  options.create = true;
  auto kv = ledger::Kv::open(options);
  LEDGER_CHECK(static_cast<bool>(kv));
  ledger::KvBatch batch;
  for (std::size_t i = 0; i < disk.entries.size(); ++i) {
    if (disk.entries[i]) batch.put(0, ledger::be64(i), *disk.entries[i]);
  }
  constexpr std::array<std::pair<ledger::Family, const char*>, ledger::kTableCount> kPlaces{
      {{1, "T"}, {2, ""}, {3, ""}, {4, ""}, {5, ""}, {6, "S"}}};
  for (std::size_t table = 0; table < ledger::kTableCount; ++table) {
    for (const auto& [key, value] : disk.tables[table]) {
      batch.put(kPlaces[table].first, kPlaces[table].second + key, value);
    }
  }
  for (const auto* notes : {&disk.checkpoints, &disk.unsynced_checkpoints}) {
    for (const auto& [size, note] : *notes) batch.put(1, "C" + ledger::be64(size), note);
  }
  std::string head;
  ledger::put_u16(head, ledger::kStoreFormatVersion);
  ledger::put_u64(head, disk.head.size);
  ledger::put_u64(head, disk.head.epoch);
  batch.put(6, "H", head + disk.head.edge);
  LEDGER_CHECK(static_cast<bool>((*kv)->write(batch, true)));
  LEDGER_CHECK(static_cast<bool>((*kv)->flush()));
}

}  // namespace support
