// SPDX-License-Identifier: Apache-2.0
// Kv on RocksDB. Every option that differs from RocksDB's default stands here once; the reasons
// are in FORMAT.md, "The store on RocksDB". RocksDB's errors become ours in this file.
#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "ledger/durable_file.h"
#include "ledger/internal/door.h"
#include "ledger/kv.h"
#include "ledger/rocks_backup.h"
#include "ledger/rocks_errors.h"
#include "ledger/rocks_faults.h"
#include "ledger/rocks_options.h"
#include "ledger/rocks_salvage.h"
#include "ledger/rocks_wal_files.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReadAheadBytes = std::size_t{2} << 20;
constexpr std::size_t kRowOverheadBytes = 16;  // of a row in a batch: tag, family, lengths
constexpr int kReadOnlyOpenTries = 50;

/// Never with a null pointer, which a default string_view has and RocksDB asserts against.
rocksdb::Slice slice(std::string_view bytes) {
  return bytes.empty() ? rocksdb::Slice() : rocksdb::Slice(bytes.data(), bytes.size());
}
std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

/// Empty on an error, or what was found before it.
std::set<std::string> names_in(const fs::path& dir, std::error_code& error) {
  std::set<std::string> names;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    names.insert(it->path().filename().string());
  }
  return names;
}

// --- errors ------------------------------------------------------------------------------------

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// The path of a table file or log that RocksDB's message mentions, or nothing. It looks for a
/// missing table under its old ending too, and mentions that one.
std::string file_in(const std::string& message) {
  for (const std::string ending : {".sst", ".ldb", ".log"}) {
    const auto at = message.find(ending);
    if (at == std::string::npos) continue;
    const auto space = message.rfind(' ', at);
    const auto start = space == std::string::npos ? 0 : space + 1;
    return message.substr(start, at - start) + (ending == ".log" ? ".log" : ".sst");
  }
  return {};
}

/// RocksDB's words, after ours where somebody can mend the cause.
std::string cause_of(const rocksdb::Status& status, const fs::path& dir) {
  const std::string text = status.ToString();
  return status.IsNoSpace() ? fmt::format("the disk of {} is full: {}", dir.string(), text) : text;
}

Error indeterminate(const std::string& what) {
  return {
      ErrorCode::kIndeterminate,
      "WRITE_FAILED",
      fmt::format("a write to the database failed ({}); whether it is there is known only after "
                  "opening again",
                  what),
      {}};
}

Error read_error(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  if (status.IsCorruption() || status.IsPathNotFound()) {  // a file of it is gone
    return corrupt("CHECKSUM_MISMATCH", "the database is damaged: " + text, file_in(text));
  }
  return unread(status, file_in(text));
}

Error open_error(const rocksdb::Status& status, const fs::path& dir, const FileTrail& trail) {
  const std::string text = cause_of(status, dir);
  if (status.IsCorruption()) {
    std::string file = file_in(text);
    if (file.empty()) file = damaged_table(dir);
    if (file.empty()) file = trail.last();
    if (file.empty()) file = dir.string();
    return corrupt("DAMAGED_DATABASE", fmt::format("the database is damaged at {}: {}", file, text),
                   file);
  }
  if (status.IsInvalidArgument()) {
    return corrupt("DAMAGED_DATABASE",
                   fmt::format("{} is not a database of this program: {}", dir.string(), text),
                   dir.string());
  }
  if (status.IsPathNotFound() && manifest_is_gone(dir)) {
    return corrupt("DAMAGED_DATABASE", "the file that CURRENT names is not there",
                   (dir / "CURRENT").string());
  }
  return io_error("OPEN_FAILED", fmt::format("{} could not be opened: {}", dir.string(), text),
                  dir.string());
}

// --- who holds the lock ------------------------------------------------------------------------

/// Guards every writable open: asking for a lock's owner opens and closes the LOCK file, which
/// would give up a lock that this very process took in between.
std::mutex& open_mutex() {
  static std::mutex mutex;
  return mutex;
}

/// The process that holds the lock, if it can be told. REQUIRES: open_mutex() is held and this
/// process does not hold the lock.
std::optional<pid_t> lock_holder(const fs::path& lock_file) {
  const int fd = ::open(lock_file.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const int rc = ::fcntl(fd, F_GETLK, &lock);
  ::close(fd);
  if (rc != 0 || lock.l_type == F_UNLCK || lock.l_pid <= 0) return std::nullopt;
  return lock.l_pid;
}

Error locked(const fs::path& dir, const std::string& english, const std::string& russian) {
  return {ErrorCode::kLocked, "LOCKED", dir.string() + " is in use by " + english, dir.string(),
          dir.string() + " занята: " + russian};
}

Error locked_by(std::optional<pid_t> holder, const fs::path& dir) {
  if (!holder) return locked(dir, "another process", "другим процессом");
  const std::string number = std::to_string(*holder);
  return locked(dir, "process " + number, "процессом " + number);
}

// --- the folder before RocksDB sees it ---------------------------------------------------------

Status make_folder(const fs::path& dir) {
  std::error_code error;
  const bool there = fs::exists(dir, error);
  if (there && !fs::is_empty(dir, error) && !error) {  // one that cannot be read is not called full
    return conflict("EXISTS", fmt::format("{} is there already and not empty", dir.string()),
                    dir.string());
  }
  if (!error) fs::create_directories(dir, error);
  if (error) {
    return io_error("OPEN_FAILED",
                    fmt::format("{} could not be made: {}", dir.string(), error.message()),
                    dir.string());
  }
  return sync_folder_of(dir, "OPEN_FAILED");
}

/// Without CURRENT there is no database, or what was one.
Status check_present(const fs::path& dir) {
  std::error_code error;
  const auto names = names_in(dir, error);
  if (names.contains("CURRENT")) return Ok{};
  if (error && error != std::errc::no_such_file_or_directory) {
    return io_error("OPEN_FAILED",
                    fmt::format("{} could not be read: {}", dir.string(), error.message()),
                    dir.string());
  }
  for (const auto& name : names) {
    if (name.ends_with(".sst") || name.starts_with("MANIFEST-")) {
      return corrupt("DAMAGED_DATABASE",
                     fmt::format("{} is missing, {} is there", (dir / "CURRENT").string(), name),
                     (dir / "CURRENT").string());
    }
  }
  const std::string path = dir.string();
  return not_found("NO_DATABASE", "there is no database in " + path, "нет базы в " + path, path);
}

// --- reading -----------------------------------------------------------------------------------

/// A RocksDB instance with what must outlive it, closed in the right order.
struct Database {
  FileTrail trail;
  std::unique_ptr<rocksdb::Env> env;
  rocksdb::DB* db = nullptr;
  // [0] is RocksDB's own, where nothing is written: kDefaultFamily + 1.
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  std::unique_ptr<SalvagedFiles> salvaged;  // of a database opened despite damage
  std::vector<Error> damage;                // the same

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() {
    if (db == nullptr) return;
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
    delete db;
  }

  rocksdb::ColumnFamilyHandle* handle(Family family) const {
    LEDGER_CHECK(family + 1 < handles.size());
    return handles[family + 1];
  }
};

enum class Direction { kForward, kBack };

struct Range {
  std::string_view from;
  std::string_view to;
};

/// Null for a family that is read from the database itself.
std::unique_ptr<rocksdb::Iterator> salvaged_rows(const Database& database,
                                                 const rocksdb::ReadOptions& read, Family family) {
  if (!database.salvaged) return nullptr;
  return database.salvaged->iterator(read, database.handle(family));
}

Status walk(const Database& database, rocksdb::ReadOptions read, Family family, Range range,
            Direction direction, const KvVisitor& visit) {
  if (!range.to.empty() && range.to <= range.from) return Ok{};
  const rocksdb::Slice lower = slice(range.from);
  const rocksdb::Slice upper = slice(range.to);
  read.iterate_lower_bound = &lower;
  if (!range.to.empty()) read.iterate_upper_bound = &upper;
  auto it = salvaged_rows(database, read, family);
  if (!it) it.reset(database.db->NewIterator(read, database.handle(family)));
  const bool back = direction == Direction::kBack;
  back ? it->SeekToLast() : it->SeekToFirst();
  for (; it->Valid(); back ? it->Prev() : it->Next()) {
    if (!visit(view(it->key()), view(it->value()))) return Ok{};
  }
  if (!it->status().ok()) return read_error(it->status());
  return Ok{};
}

Result<std::optional<std::string>> get_row(const Database& database,
                                           const rocksdb::ReadOptions& read, Family family,
                                           std::string_view key) {
  if (const auto rows = salvaged_rows(database, read, family)) {
    rows->Seek(slice(key));
    if (!rows->status().ok()) return read_error(rows->status());
    const bool found = rows->Valid() && view(rows->key()) == key;
    return found ? std::optional(rows->value().ToString()) : std::optional<std::string>();
  }
  std::string value;
  const auto status = database.db->Get(read, database.handle(family), slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (!status.ok()) return read_error(status);
  return std::optional<std::string>{std::move(value)};
}

rocksdb::ReadOptions read_options() {
  rocksdb::ReadOptions read;
  read.verify_checksums = true;
  read.total_order_seek = true;  // also where keys are hashed
  // Nothing here is erased by range; and with range deletions in view RocksDB 7.8 passes silently
  // over a table file whose first block is damaged.
  read.ignore_range_deletions = true;
  return read;
}

rocksdb::ReadOptions one_read(rocksdb::ReadOptions read) {
  read.total_order_seek = false;
  read.prefix_same_as_start = true;
  return read;
}

rocksdb::ReadOptions long_read(rocksdb::ReadOptions read) {
  read.readahead_size = kReadAheadBytes;
  read.fill_cache = false;
  return read;
}

class RocksSnapshot : public KvReader {
 public:
  explicit RocksSnapshot(const Database* database)
      : database_(database), snapshot_(database->db->GetSnapshot()), read_(read_options()) {
    read_.snapshot = snapshot_;
  }
  RocksSnapshot(const RocksSnapshot&) = delete;
  RocksSnapshot& operator=(const RocksSnapshot&) = delete;
  ~RocksSnapshot() override { database_->db->ReleaseSnapshot(snapshot_); }

  Result<std::optional<std::string>> get(Family family, std::string_view key) const override {
    return get_row(*database_, read_, family, key);
  }
  Status scan(Family family, std::string_view from, std::string_view to,
              const KvVisitor& visit) const override {
    return walk(*database_, read_, family, {from, to}, Direction::kForward, visit);
  }
  Status scan_one(Family family, std::string_view from, std::string_view to,
                  const KvVisitor& visit) const override {
    return walk(*database_, one_read(read_), family, {from, to}, Direction::kForward, visit);
  }
  Status scan_long(Family family, std::string_view from, std::string_view to,
                   const KvVisitor& visit) const override {
    return walk(*database_, long_read(read_), family, {from, to}, Direction::kForward, visit);
  }
  Status scan_back(Family family, std::string_view from, std::string_view to,
                   const KvVisitor& visit) const override {
    return walk(*database_, read_, family, {from, to}, Direction::kBack, visit);
  }

 private:
  const Database* database_;
  const rocksdb::Snapshot* snapshot_;
  rocksdb::ReadOptions read_;
};

// --- the database ------------------------------------------------------------------------------

Error not_open(const fs::path& dir) {
  return io_error("READ_FAILED",
                  fmt::format("{} could not be opened again after a failed write", dir.string()),
                  dir.string());
}

class RocksKv : public Kv, public OnRocksDb {
 public:
  RocksKv(std::unique_ptr<Database> database, KvOptions options)
      : options_(std::move(options)), database_(std::move(database)) {}

  Result<std::optional<std::string>> get(Family family, std::string_view key) const override {
    const internal::Door::Visit inside(door_);
    if (!database_) return not_open(options_.dir);
    return get_row(*database_, read_options(), family, key);
  }
  Status scan(Family family, std::string_view from, std::string_view to,
              const KvVisitor& visit) const override {
    return walk_inside(read_options(), family, {from, to}, Direction::kForward, visit);
  }
  Status scan_one(Family family, std::string_view from, std::string_view to,
                  const KvVisitor& visit) const override {
    return walk_inside(one_read(read_options()), family, {from, to}, Direction::kForward, visit);
  }
  Status scan_long(Family family, std::string_view from, std::string_view to,
                   const KvVisitor& visit) const override {
    return walk_inside(long_read(read_options()), family, {from, to}, Direction::kForward, visit);
  }
  Status scan_back(Family family, std::string_view from, std::string_view to,
                   const KvVisitor& visit) const override {
    return walk_inside(read_options(), family, {from, to}, Direction::kBack, visit);
  }
  std::unique_ptr<KvReader> snapshot() const override {
    return std::make_unique<RocksSnapshot>(database_.get());
  }

  Status write(const KvBatch& batch, bool sync) override;
  Status reopen() override;
  Status flush() override;
  bool failed() const override { return failed_; }
  std::vector<Error> lost_files() const override {
    const internal::Door::Visit inside(door_);
    return database_ ? database_->damage : std::vector<Error>();
  }
  rocksdb::DB& rocks() const override { return *database_->db; }
  std::vector<TableFile> table_files() const override;
  std::uint64_t bytes_on_disk() const override;
  std::optional<std::uint64_t> property(std::string_view name) const override;

 private:
  Status walk_inside(const rocksdb::ReadOptions& read, Family family, Range range,
                     Direction direction, const KvVisitor& visit) const {
    const internal::Door::Visit inside(door_);
    if (!database_) return not_open(options_.dir);
    return walk(*database_, read, family, range, direction, visit);
  }
  Status check_writable() const;

  const KvOptions options_;
  mutable internal::Door door_;
  std::unique_ptr<Database> database_;  // null if it could not be opened again
  // Set by a failed write until the database was opened again: nobody knows what became of it.
  std::atomic<bool> failed_ = false;
};

Status RocksKv::check_writable() const {
  if (options_.read_only) {
    return invalid("READ_ONLY", options_.dir.string() + " was opened for reading only",
                   options_.dir.string());
  }
  if (failed_) return indeterminate("since an earlier failure nothing is written");
  return Ok{};
}

Status RocksKv::write(const KvBatch& batch, bool sync) {
  if (auto ready = check_writable(); !ready) return ready;
  // At its size from the start: growing would hold it twice.
  rocksdb::WriteBatch rows(batch.bytes() + batch.size() * kRowOverheadBytes);
  rocksdb::Status status;
  batch.each([&](const KvBatch::Op& op) {
    if (!status.ok()) return;
    auto* handle = database_->handle(op.family);
    status = op.erase ? rows.Delete(handle, slice(op.key))
                      : rows.Put(handle, slice(op.key), slice(op.value));
  });
  rocksdb::WriteOptions options;
  options.sync = sync;
  if (status.ok()) status = database_->db->Write(options, &rows);
  if (status.ok()) return Ok{};
  failed_ = true;
  return indeterminate(cause_of(status, options_.dir));
}

Status RocksKv::flush() {
  if (options_.read_only) return Ok{};
  if (auto ready = check_writable(); !ready) return ready;
  rocksdb::FlushOptions options;
  options.wait = true;
  const auto status = database_->db->Flush(options, database_->handles);
  if (status.ok()) return Ok{};
  return io_error("FLUSH_FAILED",
                  "the write buffer could not be flushed: " + cause_of(status, options_.dir),
                  options_.dir.string());
}

std::uint64_t RocksKv::bytes_on_disk() const {
  std::uint64_t total = 0;
  std::error_code error;
  for (const auto& name : names_in(options_.dir, error)) {
    if (!name.ends_with(".sst") && !name.ends_with(".log")) continue;
    const auto size = fs::file_size(options_.dir / name, error);
    if (!error) total += size;
  }
  return total;
}

std::vector<TableFile> RocksKv::table_files() const {
  const internal::Door::Visit inside(door_);
  std::vector<TableFile> out;
  if (!database_) return out;
  std::vector<rocksdb::LiveFileMetaData> live;
  database_->db->GetLiveFilesMetaData(&live);
  for (const auto& file : live) {  // the name begins with a slash
    out.push_back({options_.dir / fs::path(file.name).filename(), file.size});
  }
  return out;
}

std::optional<std::uint64_t> RocksKv::property(std::string_view name) const {
  const internal::Door::Visit inside(door_);
  std::uint64_t value = 0;
  if (!database_ ||
      !database_->db->GetAggregatedIntProperty("rocksdb." + std::string(name), &value))
    return {};
  return value;
}

// --- opening -----------------------------------------------------------------------------------

std::unique_ptr<Database> new_database(FileFaults* faults) {
  auto database = std::make_unique<Database>();
  database->env = rocksdb::NewCompositeEnv(watched_file_system(&database->trail, faults));
  return database;
}

/// A new database gets its families in one step: DB::Open would make them one by one, each with
/// several syncs.
rocksdb::Status open_or_create(const KvOptions& options, Database& database) {
  const auto memory = memory_of(options);
  const auto db = db_options(options, database.env.get(), memory);
  auto families = descriptors(options, memory);
  if (!options.create) {
    return rocksdb::DB::Open(db, options.dir.string(), families, &database.handles, &database.db);
  }
  const std::vector<rocksdb::ColumnFamilyDescriptor> own(families.begin() + 1, families.end());
  families.resize(1);
  auto status =
      rocksdb::DB::Open(db, options.dir.string(), families, &database.handles, &database.db);
  if (!status.ok()) return status;
  std::vector<rocksdb::ColumnFamilyHandle*> made;
  status = database.db->CreateColumnFamilies(own, &made);
  database.handles.insert(database.handles.end(), made.begin(), made.end());
  return status;
}

Result<std::unique_ptr<Database>> open_writable(const KvOptions& options) {
  const std::lock_guard lock(open_mutex());
  auto database = new_database(options.faults);
  const auto status = open_or_create(options, *database);
  if (status.ok()) {
    remove_empty_logs(*database->db, options.dir);
    return database;
  }
  const std::string text = status.ToString();
  if (status.IsIOError() && contains(text, "lock hold by current process")) {
    const std::string number = std::to_string(::getpid());
    return locked(options.dir, "this process (" + number + ")", "этим процессом (" + number + ")");
  }
  if (status.IsIOError() && contains(text, "While lock file")) {
    return locked_by(lock_holder(options.dir / "LOCK"), options.dir);
  }
  return open_error(status, options.dir, database->trail);
}

/// Changes whenever the set of live table files and logs does: RocksDB writes to the manifest
/// before it deletes anything.
std::string manifest_stamp(const fs::path& dir) {
  std::ifstream current(dir / "CURRENT");
  std::string name;
  std::getline(current, name);
  std::error_code error;
  const auto size = fs::file_size(dir / name, error);
  return fmt::format("{} {}", name, error ? 0 : size);
}

/// Beside a writer: an open during which the manifest stood still has seen one state of the
/// database; any other may have missed a file that the writer moved on from.
Result<std::unique_ptr<Database>> open_read_only(const KvOptions& options) {
  for (int i = 0; i < kReadOnlyOpenTries; ++i) {
    auto database = new_database(nullptr);
    const auto memory = memory_of(options);
    const std::string before = manifest_stamp(options.dir);
    const auto status = rocksdb::DB::OpenForReadOnly(
        db_options(options, database->env.get(), memory), options.dir.string(),
        descriptors(options, memory), &database->handles, &database->db);
    if (manifest_stamp(options.dir) != before) continue;
    // An empty log that a writer took away meanwhile; or a file that is gone for good.
    if (status.IsPathNotFound() && i + 1 < kReadOnlyOpenTries) continue;
    if (!status.ok()) return open_error(status, options.dir, database->trail);
    return database;
  }
  return io_error("DATABASE_BUSY",
                  fmt::format("{} changed during each of {} attempts to open it",
                              options.dir.string(), kReadOnlyOpenTries),
                  options.dir.string());
}

/// Without `despite_damage` as long as that does it: only then nothing is passed over in silence.
Result<std::unique_ptr<Database>> open_to_read(const KvOptions& options) {
  KvOptions strict = options;
  strict.despite_damage = false;
  auto whole = open_read_only(strict);
  if (whole || !options.despite_damage || whole.error().code != ErrorCode::kCorrupt) return whole;
  auto database = open_read_only(options);
  if (!database) return whole;
  (*database)->salvaged = std::make_unique<SalvagedFiles>(*(*database)->db, options);
  (*database)->damage = (*database)->salvaged->damage();
  if ((*database)->damage.empty()) (*database)->damage.push_back(whole.error());
  return database;
}

Status RocksKv::reopen() {
  if (options_.read_only) return check_writable();
  failed_ = true;  // also if nothing has failed: from here on only success says otherwise
  door_.close();
  database_.reset();
  KvOptions again = options_;
  again.create = false;
  auto opened = open_writable(again);
  if (opened) {
    database_ = std::move(*opened);
    failed_ = false;
  } else if (auto reading = open_read_only(again)) {
    database_ = std::move(*reading);
  }
  door_.open();
  if (!opened) return opened.error();
  return Ok{};
}

}  // namespace

Result<std::unique_ptr<Kv>> Kv::open(KvOptions options) {
  LEDGER_CHECK(!(options.create && options.read_only));
  LEDGER_CHECK(options.read_only || !options.despite_damage);
  // One spelling of the folder: RocksDB knows the locks of its own process by name.
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(options.dir, error);
  if (!error) options.dir = absolute;
  const auto ready = options.create ? make_folder(options.dir) : check_present(options.dir);
  if (!ready) return ready.error();
  auto database = options.read_only ? open_to_read(options) : open_writable(options);
  if (!database) return database.error();
  return std::unique_ptr<Kv>(std::make_unique<RocksKv>(std::move(*database), std::move(options)));
}

}  // namespace ledger
