// SPDX-License-Identifier: Apache-2.0
// EventStore on Kv. Families, keys and values: FORMAT.md, "The store on RocksDB". The head row is
// part of every append's batch, so that entries, rows and head are there together or not at all.
#include "ledger/rocks_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <utility>

#include "ledger/bytes.h"
#include "ledger/limits.h"
#include "ledger/rocks_backup.h"

namespace ledger {
namespace {

enum : Family { kEvents, kTree, kById, kByDigest, kBySubject, kByType, kState };

// First byte of the keys in the families that hold more than one kind of row.
constexpr char kTileRow = 'T';
constexpr char kCheckpointRow = 'C';
constexpr char kStateRow = 'S';
constexpr std::string_view kHeadKey = "H";

constexpr std::size_t kHeadFixedBytes = 2 + 8 + 8;
constexpr std::uint64_t kLongRead = 4'096;  // entries from which reading ahead pays

struct Place {
  Family family;
  char prefix;  // 0: the family holds nothing else, keys are stored as they are
};

constexpr std::array<Place, kTableCount> kPlaces = {{{kTree, kTileRow},
                                                     {kById, 0},
                                                     {kByDigest, 0},
                                                     {kBySubject, 0},
                                                     {kByType, 0},
                                                     {kState, kStateRow}}};

const Place& place_of(Table table) {
  const auto index = static_cast<std::size_t>(table);
  LEDGER_CHECK(index < kPlaces.size());
  return kPlaces[index];
}

std::string stored_key(const Place& place, std::string_view key) {
  std::string stored;
  if (place.prefix != 0) stored.push_back(place.prefix);
  stored.append(key);
  return stored;
}

/// The end of a range in a table: a table's last key is followed by the next prefix.
std::string stored_end(const Place& place, std::string_view to) {
  if (!to.empty()) return stored_key(place, to);
  if (place.prefix == 0) return {};
  return std::string(1, static_cast<char>(place.prefix + 1));
}

std::string checkpoint_key(std::uint64_t size) { return kCheckpointRow + be64(size); }

std::string encode_head(const Head& head) {
  std::string row;
  put_u16(row, kStoreFormatVersion);
  put_u64(row, head.size);
  put_u64(row, head.epoch);
  row += head.edge;
  return row;
}

Result<Head> decode_head(std::string_view row, const std::string& where) {
  if (row.size() < 2) return corrupt("BAD_HEAD", "the head row is cut short", where);
  const auto version = get_u16(row);
  if (version != kStoreFormatVersion) {
    return corrupt("BAD_FORMAT_VERSION",
                   fmt::format("the store in {} has format version {}; this program reads {}",
                               where, version, kStoreFormatVersion),
                   where);
  }
  if (row.size() < kHeadFixedBytes) return corrupt("BAD_HEAD", "the head row is cut short", where);
  return Head{get_u64(row.substr(2)), get_u64(row.substr(10)),
              std::string(row.substr(kHeadFixedBytes))};
}

Status check_batch(std::span<const std::string> entries, std::span<const RowPut> rows) {
  if (entries.empty()) return invalid("EMPTY_BATCH", "there is nothing to append");
  for (const auto& entry : entries) {
    if (entry.size() <= kEntryBytesMax) continue;
    return invalid("ENTRY_TOO_LARGE", fmt::format("an entry has {} bytes, the limit is {}",
                                                  entry.size(), kEntryBytesMax));
  }
  for (const auto& row : rows) {
    LEDGER_CHECK(row.value || row.table == Table::kState);  // nothing else is ever erased
  }
  return Ok{};
}

/// Neighbours go into a memtable one after the other at a fraction of the cost of random keys; the
/// tables whose keys are hashed there gain nothing. Of rows with one key the last one counts, as
/// given.
std::vector<const RowPut*> in_key_order(std::span<const RowPut> rows) {
  std::array<std::vector<const RowPut*>, kTableCount> tables;
  for (const RowPut& row : rows) tables[static_cast<std::size_t>(row.table)].push_back(&row);
  const auto by_key = [](const RowPut* a, const RowPut* b) { return a->key < b->key; };
  for (const Table table : {Table::kBySubject, Table::kByType}) {
    auto& list = tables[static_cast<std::size_t>(table)];
    std::stable_sort(list.begin(), list.end(), by_key);
  }
  std::vector<const RowPut*> sorted;
  sorted.reserve(rows.size());
  for (const auto& list : tables) sorted.insert(sorted.end(), list.begin(), list.end());
  return sorted;
}

/// Where the entries end; rows that are no entries are passed over, and told in `foreign`.
Result<std::uint64_t> end_of_entries(const Kv& kv, bool& foreign) {
  std::uint64_t end = 0;
  const auto found = kv.scan_back(kEvents, {}, {}, [&](std::string_view key, std::string_view) {
    const bool index = key.size() == 8 && get_u64(key) != std::numeric_limits<std::uint64_t>::max();
    if (index) end = get_u64(key) + 1;
    foreign = foreign || !index;
    return !index;
  });
  if (!found) return found.error();
  return end;
}

Result<Head> read_head(const Kv& kv, const std::string& where) {
  auto row = kv.get(kState, kHeadKey);
  if (!row) return row.error();
  if (!*row) return corrupt("BAD_HEAD", "the store in " + where + " has no head row", where);
  return decode_head(**row, where);
}

/// The head row, which must end where the entries end: a lost log file can leave one without the
/// other.
Result<Head> load_head(const Kv& kv, const std::string& where) {
  auto head = read_head(kv, where);
  if (!head) return head;
  bool foreign = false;
  const auto entries = end_of_entries(kv, foreign);
  // Damage there is for whoever reads, verifies or heals the store to tell.
  if (!entries && entries.error().code == ErrorCode::kCorrupt) return head;
  if (!entries) return entries.error();
  if (foreign) return corrupt("BAD_HEAD", "an entry's key is not an index", where);
  if (*entries == head->size) return head;
  return corrupt("BAD_HEAD",
                 fmt::format("the head of the store in {} counts {} entries, the last one there is "
                             "number {}",
                             where, head->size, *entries),
                 where);
}

/// What a store shows where its head need not fit.
struct AnyHead {
  Head head;
  std::optional<Error> fault;
  std::uint64_t entries = 0;
};

Result<AnyHead> load_any_head(const Kv& kv, const std::string& where) {
  AnyHead out;
  bool foreign = false;
  auto head = read_head(kv, where);
  if (!head && head.error().code != ErrorCode::kCorrupt) return head.error();
  if (!head && head.error().reason == "BAD_FORMAT_VERSION") return head.error();
  const auto entries = end_of_entries(kv, foreign);
  if (!entries && (!head || entries.error().code != ErrorCode::kCorrupt)) return entries.error();
  out.entries = entries ? *entries : head->size;
  if (head) {
    out.head = std::move(*head);
  } else {
    out.fault = head.error();
    const auto row = kv.get(kState, kHeadKey);
    if (row && !*row) out.fault->reason = "HEAD_MISSING";
    out.head.size = out.entries;
  }
  return out;
}

class RocksStore : public EventStore, public OnRocksDb {
 public:
  RocksStore(std::unique_ptr<Kv> kv, Head head, std::string where)
      : where_(std::move(where)), kv_(std::move(kv)), head_(std::move(head)) {}
  /// Opened for verification.
  RocksStore(std::unique_ptr<Kv> kv, AnyHead found, std::string where)
      : where_(std::move(where)),
        kv_(std::move(kv)),
        head_fault_(std::move(found.fault)),
        entries_end_(found.entries),
        head_(std::move(found.head)) {}

  Result<Acquired> acquire(std::uint64_t known_size) override;
  Status append(const Lease& lease, std::uint64_t expected, std::span<const std::string> entries,
                std::string_view edge, std::span<const RowPut> rows) override;
  Status reopen() override;
  Result<bool> reconcile(std::uint64_t expected, std::span<const std::string> entries) override;

  Result<Head> head() const override { return current(); }
  std::optional<Error> head_fault() const override { return head_fault_; }
  std::vector<Error> lost_files() const override { return kv_->lost_files(); }
  Result<std::uint64_t> entries_end() const override {
    return entries_end_.value_or(current().size);
  }
  Status foreign_rows(const ForeignRowVisitor& visit) const override;
  Status read(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const override;
  Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
  Status scan(Table table, std::string_view from, std::string_view to,
              const RowVisitor& visit) const override;
  Status scan_back(Table table, std::string_view from, std::string_view to,
                   const RowVisitor& visit) const override;

  Status put_checkpoint(std::uint64_t size, std::string_view note) override;
  Status checkpoints(std::uint64_t begin, std::uint64_t end,
                     const EntryVisitor& visit) const override;
  Result<std::optional<std::string>> last_checkpoint() const override;

  std::uint64_t wait(std::uint64_t above, std::chrono::milliseconds timeout) const override;
  Status flush() override { return kv_->flush(); }
  std::uint64_t bytes_on_disk() const override { return kv_->bytes_on_disk(); }
  rocksdb::DB& rocks() const override { return dynamic_cast<const OnRocksDb&>(*kv_).rocks(); }
  std::vector<TableFile> table_files() const override {
    return dynamic_cast<const OnRocksDb&>(*kv_).table_files();
  }
  std::optional<std::uint64_t> property(std::string_view name) const { return kv_->property(name); }

 private:
  Head current() const {
    const std::lock_guard lock(head_mutex_);
    return head_;
  }
  void publish(Head head);

  const std::string where_;
  std::unique_ptr<Kv> kv_;
  const std::optional<Error> head_fault_;           // of a store opened for verification
  const std::optional<std::uint64_t> entries_end_;  // the same
  std::mutex sequencer_mutex_;     // held across check and write of acquire and append
  mutable std::mutex head_mutex_;  // guards head_; never held while the disk is waited for
  mutable std::condition_variable grown_;
  Head head_;
};

void RocksStore::publish(Head head) {
  {
    const std::lock_guard lock(head_mutex_);
    head_ = std::move(head);
  }
  grown_.notify_all();
}

Result<EventStore::Acquired> RocksStore::acquire(std::uint64_t known_size) {
  const std::lock_guard lock(sequencer_mutex_);
  Head head = current();
  if (head.size < known_size) {
    return Error{
        ErrorCode::kBehind,
        "BEHIND",
        fmt::format("the store holds {} entries, {} were published", head.size, known_size),
        {}};
  }
  if (head.epoch >= kEpochMax) {
    return corrupt("HEAD_EPOCH",
                   fmt::format("the head of the store in {} counts {} openings for writing, more "
                               "than there can have been: `letopis repair` makes a new one",
                               where_, head.epoch),
                   where_);
  }
  ++head.epoch;
  KvBatch batch;
  batch.put(kState, kHeadKey, encode_head(head));
  if (auto written = kv_->write(batch, /*sync=*/true); !written) return written.error();
  publish(head);
  return Acquired{Lease{head.epoch}, std::move(head)};
}

Status RocksStore::append(const Lease& lease, std::uint64_t expected,
                          std::span<const std::string> entries, std::string_view edge,
                          std::span<const RowPut> rows) {
  const std::lock_guard lock(sequencer_mutex_);
  if (auto fit = check_batch(entries, rows); !fit) return fit;
  const Head head = current();
  if (lease.epoch != head.epoch) {
    return Error{
        ErrorCode::kFenced,
        "FENCED",
        fmt::format("the lease is of epoch {}, the log is in epoch {}", lease.epoch, head.epoch),
        {}};
  }
  if (expected != head.size) {
    return conflict("HEAD_MOVED",
                    fmt::format("the log holds {} entries, {} were expected", head.size, expected));
  }
  KvBatch batch;
  std::uint64_t index = expected;
  for (const auto& entry : entries) batch.put(kEvents, be64(index++), entry);
  for (const RowPut* row : in_key_order(rows)) {
    const Place& place = place_of(row->table);
    const std::string prefixed = place.prefix != 0 ? stored_key(place, row->key) : std::string();
    const std::string_view key = place.prefix != 0 ? prefixed : std::string_view(row->key);
    if (row->value) {
      batch.put(place.family, key, *row->value);
    } else {
      batch.erase(place.family, key);
    }
  }
  Head next{index, head.epoch, std::string(edge)};
  batch.put(kState, kHeadKey, encode_head(next));
  if (auto written = kv_->write(batch, /*sync=*/true); !written) return written;
  publish(std::move(next));
  return Ok{};
}

Status RocksStore::reopen() {
  const std::lock_guard lock(sequencer_mutex_);
  if (auto opened = kv_->reopen(); !opened) return opened;
  auto head = load_head(*kv_, where_);
  if (!head) return head.error();
  publish(std::move(*head));
  return Ok{};
}

Result<bool> RocksStore::reconcile(std::uint64_t expected, std::span<const std::string> entries) {
  if (entries.empty()) return invalid("EMPTY_BATCH", "there is nothing to reconcile");
  if (kv_->failed()) {
    return Error{ErrorCode::kIndeterminate,
                 "REOPEN_FIRST",
                 "after a failed write only a reopened store knows what is on the disk",
                 {}};
  }
  const Head head = current();
  if (head.size == expected) return false;
  if (head.size < expected) {
    return Error{ErrorCode::kBehind,
                 "BEHIND",
                 fmt::format("the store holds {} entries, {} were expected", head.size, expected),
                 {}};
  }
  std::size_t same = 0;
  const auto end = std::min<std::uint64_t>(expected + entries.size(), head.size);
  auto compared = read(expected, end, [&](std::uint64_t, std::string_view entry) {
    if (entry != entries[same]) return false;
    ++same;
    return true;
  });
  if (!compared) return compared.error();
  if (same == entries.size()) return true;
  return conflict("FOREIGN_ENTRIES",
                  fmt::format("entry {} is not the one that was to be there", expected + same));
}

Status RocksStore::read(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const {
  const auto size = std::max(current().size, entries_end_.value_or(0));
  if (end > size) {
    return not_found("BEYOND_HEAD",
                     fmt::format("the log holds {} entries, {} is beyond", size, end));
  }
  if (begin >= end) return Ok{};
  std::uint64_t next = begin;
  bool stopped = false;
  bool gap = false;
  const auto step = [&](std::string_view key, std::string_view entry) {
    gap = key.size() != 8 || get_u64(key) != next;
    if (gap) return false;
    stopped = !visit(next++, entry);
    return !stopped;
  };
  const auto done = end - begin >= kLongRead ? kv_->scan_long(kEvents, be64(begin), be64(end), step)
                                             : kv_->scan(kEvents, be64(begin), be64(end), step);
  if (!done || stopped) return done;
  if (gap || next != end) {
    return corrupt("ENTRY_MISSING",
                   fmt::format("entry {} is missing, the log holds {}", next, size));
  }
  return Ok{};
}

Result<std::optional<std::string>> RocksStore::get(Table table, std::string_view key) const {
  const Place& place = place_of(table);
  return kv_->get(place.family, stored_key(place, key));
}

Status RocksStore::scan(Table table, std::string_view from, std::string_view to,
                        const RowVisitor& visit) const {
  const Place& place = place_of(table);
  const std::size_t skip = place.prefix != 0 ? 1 : 0;
  return kv_->scan(
      place.family, stored_key(place, from), stored_end(place, to),
      [&](std::string_view key, std::string_view value) { return visit(key.substr(skip), value); });
}

Status RocksStore::scan_back(Table table, std::string_view from, std::string_view to,
                             const RowVisitor& visit) const {
  const Place& place = place_of(table);
  const std::size_t skip = place.prefix != 0 ? 1 : 0;
  return kv_->scan_back(
      place.family, stored_key(place, from), stored_end(place, to),
      [&](std::string_view key, std::string_view value) { return visit(key.substr(skip), value); });
}

/// Keys of another length, or outside of the prefixes that the family has.
Status RocksStore::foreign_rows(const ForeignRowVisitor& visit) const {
  struct Stretch {
    Family family;
    const char* name;
    std::string from;
    std::string to;
    std::size_t key_bytes;  // of the rows that belong there; 0: none do
  };
  const std::string after_head = std::string(kHeadKey) + '\0';
  const std::array<Stretch, 8> stretches = {{{kEvents, "events", {}, {}, 8},
                                             {kTree, "tree", {}, "C", 0},
                                             {kTree, "tree", "C", "D", 9},
                                             {kTree, "tree", "D", "T", 0},
                                             {kTree, "tree", "U", {}, 0},
                                             {kState, "state", {}, std::string(kHeadKey), 0},
                                             {kState, "state", after_head, "S", 0},
                                             {kState, "state", "T", {}, 0}}};
  for (const Stretch& part : stretches) {
    const auto look = [&](std::string_view key, std::string_view) {
      if (part.key_bytes == 0 || key.size() != part.key_bytes) visit(part.name, key);
      return true;
    };
    const auto done = kv_->scan_long(part.family, part.from, part.to, look);
    if (!done) return done;
  }
  return kv_->scan(kDefaultFamily, {}, {}, [&](std::string_view key, std::string_view) {
    visit("default", key);
    return true;
  });
}

Status RocksStore::put_checkpoint(std::uint64_t size, std::string_view note) {
  KvBatch batch;
  batch.put(kTree, checkpoint_key(size), note);
  return kv_->write(batch, /*sync=*/false);
}

Status RocksStore::checkpoints(std::uint64_t begin, std::uint64_t end,
                               const EntryVisitor& visit) const {
  if (begin >= end) return Ok{};
  bool well_formed = true;
  const auto done = kv_->scan(kTree, checkpoint_key(begin), checkpoint_key(end),
                              [&](std::string_view key, std::string_view note) {
                                well_formed = key.size() == 9;
                                return well_formed && visit(get_u64(key.substr(1)), note);
                              });
  if (done && !well_formed) return corrupt("BAD_KEY", "a checkpoint's key is not a size");
  return done;
}

Result<std::optional<std::string>> RocksStore::last_checkpoint() const {
  std::optional<std::string> last;
  const auto done = kv_->scan_back(kTree, std::string(1, kCheckpointRow),
                                   std::string(1, static_cast<char>(kCheckpointRow + 1)),
                                   [&](std::string_view, std::string_view note) {
                                     last = std::string(note);
                                     return false;
                                   });
  if (!done) return done.error();
  return last;
}

std::uint64_t RocksStore::wait(std::uint64_t above, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(head_mutex_);
  grown_.wait_for(lock, timeout, [&] { return head_.size > above; });
  return head_.size;
}

KvOptions kv_options(const RocksStoreOptions& options) {
  KvOptions kv;
  kv.dir = options.dir;
  kv.families = {
      {.name = "events", .salvage = true},
      {.name = "tree", .point_lookups = true, .compress = false, .salvage = true},
      {.name = "by_id", .point_lookups = true, .random_keys = true},
      {.name = "by_digest", .point_lookups = true, .random_keys = true, .compress = false},
      {"by_subject"},
      {"by_type"},
      {.name = "state", .point_lookups = true, .random_keys = true}};
  kv.create = options.create;
  kv.read_only = options.read_only;
  kv.despite_damage = options.any_head;
  kv.block_cache_bytes = options.block_cache_bytes;
  kv.memtable_bytes = options.memtable_bytes;
  kv.faults = options.faults;
  return kv;
}

}  // namespace

Result<std::unique_ptr<EventStore>> open_rocks_store(const RocksStoreOptions& options) {
  auto kv = Kv::open(kv_options(options));
  if (!kv) return kv.error();
  if (options.create) {
    KvBatch batch;
    batch.put(kState, kHeadKey, encode_head(Head{}));
    if (auto written = (*kv)->write(batch, /*sync=*/true); !written) return written.error();
  }
  if (options.any_head) {
    LEDGER_CHECK(options.read_only);
    auto found = load_any_head(**kv, options.dir.string());
    if (!found) return found.error();
    return std::unique_ptr<EventStore>(
        std::make_unique<RocksStore>(std::move(*kv), std::move(*found), options.dir.string()));
  }
  auto head = load_head(**kv, options.dir.string());
  if (!head) return head.error();
  return std::unique_ptr<EventStore>(
      std::make_unique<RocksStore>(std::move(*kv), std::move(*head), options.dir.string()));
}

std::optional<std::uint64_t> rocks_property(const EventStore& store, std::string_view name) {
  const auto* rocks = dynamic_cast<const RocksStore*>(&store);
  return rocks == nullptr ? std::nullopt : rocks->property(name);
}

}  // namespace ledger
