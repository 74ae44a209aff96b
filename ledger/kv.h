// SPDX-License-Identifier: Apache-2.0
// An ordered key-value database on disk: the small wrapper around RocksDB that the log store and
// the views share. RocksDB itself is included in rocks_kv.cc only; its errors become ours there.
//
// Thread rule: everything may be called from any thread; writes are serialised by the database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/result.h"

namespace ledger {

/// Reason of a kIo that says nothing of the data: a read needed a file that was not open, and the
/// process may open no more of them. The same read may do a moment later.
inline constexpr std::string_view kOutOfFiles = "OUT_OF_FILES";

/// Position of a column family in KvOptions::families.
using Family = std::size_t;
/// The family that every database has and that holds nothing of ours.
inline constexpr Family kDefaultFamily = ~Family{0};

/// How much of a failing file operation takes place all the same.
enum class FaultExtent {
  kNothing,     ///< lost
  kHalf,        ///< a write is torn in the middle; a sync counts as lost
  kEverything,  ///< done, but reported as failed
};

struct FileFault {
  int error = 0;  ///< the errno to fail with (EIO, ENOSPC), or 0
  FaultExtent extent = FaultExtent::kNothing;
};

/// Makes file operations fail, for tests. Asked before each operation, from any thread.
class FileFaults {
 public:
  virtual ~FileFaults() = default;
  virtual FileFault on_append(std::string_view path, std::size_t bytes) = 0;
  /// Of a file or of a folder.
  virtual FileFault on_sync(std::string_view path) = 0;
};

struct KvFamilySpec {
  std::string name;
  bool point_lookups = false;  ///< bloom filter: keys are looked up one by one, often in vain
  bool random_keys = false;    ///< scattered keys: written by hash, costly to scan while new
  /// Bytes at the end of a key that tell the versions of one thing apart: what comes before them is
  /// looked up by scan_one().
  std::size_t version_bytes = 0;
  bool compress = true;  ///< lz4; off for what does not compress (hashes)
  /// In a database opened despite damage: the rows of whole table files are shown, as if those of
  /// damaged ones were not there. Else reading across a damaged file is an error.
  bool salvage = false;
};

struct KvOptions {
  std::filesystem::path dir;
  std::vector<KvFamilySpec> families;
  bool create = false;     ///< make a new database; kConflict EXISTS if the folder is not empty
  bool read_only = false;  ///< takes no lock, writes nothing; sees what is there at open only
  /// Only with read_only: opens also where table files are damaged or gone, or records of the
  /// write-ahead log, for whoever verifies or repairs; Kv::lost_files() tells what.
  bool despite_damage = false;
  /// The database takes no more than both numbers together: blocks and write buffers three quarters
  /// of it, the rest is for what is written and merged at the moment.
  std::size_t block_cache_bytes = std::size_t{64} << 20;
  std::size_t memtable_bytes = std::size_t{64} << 20;  ///< write buffers of all families together
  FileFaults* faults = nullptr;                        ///< borrowed; outlives the database
};

/// Puts and erasures that become visible and durable together or not at all.
class KvBatch {
 public:
  struct Op {
    Family family;
    bool erase;
    std::string_view key;  ///< of the batch's bytes, until it changes
    std::string_view value;
  };
  void put(Family family, std::string_view key, std::string_view value) {
    add(family, false, key, value);
  }
  void erase(Family family, std::string_view key) { add(family, true, key, {}); }

  std::size_t size() const { return spans_.size(); }  ///< puts and erasures
  bool empty() const { return spans_.empty(); }
  std::size_t bytes() const { return bytes_.size(); }  ///< of keys and values
  /// In the order in which they were added.
  template <typename Visit>
  void each(Visit visit) const {
    std::string_view rest = bytes_;
    for (const Span& span : spans_) {
      visit(
          Op{span.family, span.erase, rest.substr(0, span.key), rest.substr(span.key, span.value)});
      rest.remove_prefix(span.key + span.value);
    }
  }

 private:
  struct Span {
    Family family;
    std::size_t key;
    std::size_t value;
    bool erase;
  };
  void add(Family family, bool erase, std::string_view key, std::string_view value) {
    spans_.push_back({family, key.size(), value.size(), erase});
    bytes_.append(key).append(value);
  }

  std::vector<Span> spans_;
  std::string bytes_;  ///< keys and values one after the other: no allocation for each
};

/// Return false to stop the scan.
using KvVisitor = std::function<bool(std::string_view key, std::string_view value)>;

/// Reads, from the live database or from a snapshot of it.
/// Errors: kCorrupt CHECKSUM_MISMATCH naming the file; kIo READ_FAILED, kOutOfFiles.
class KvReader {
 public:
  virtual ~KvReader() = default;
  virtual Result<std::optional<std::string>> get(Family family, std::string_view key) const = 0;
  /// Keys in [from, to) ascending; an empty `to` means to the end of the family.
  virtual Status scan(Family family, std::string_view from, std::string_view to,
                      const KvVisitor& visit) const = 0;
  /// The same where `from` and `to` differ in their version_bytes only: a bloom filter tells mostly
  /// that there is nothing.
  virtual Status scan_one(Family family, std::string_view from, std::string_view to,
                          const KvVisitor& visit) const = 0;
  /// The same for long ranges: reads ahead and leaves the block cache to the others.
  virtual Status scan_long(Family family, std::string_view from, std::string_view to,
                           const KvVisitor& visit) const = 0;
  /// Keys in [from, to) descending.
  virtual Status scan_back(Family family, std::string_view from, std::string_view to,
                           const KvVisitor& visit) const = 0;
};

class Kv : public KvReader {
 public:
  /// Errors: kLocked LOCKED naming the folder and the process that holds it; kNotFound
  /// NO_DATABASE; kConflict EXISTS; kCorrupt DAMAGED_DATABASE naming the file; kIo OPEN_FAILED,
  /// or DATABASE_BUSY when a read-only open lost the race with a writer too often.
  static Result<std::unique_ptr<Kv>> open(KvOptions options);

  /// kIndeterminate WRITE_FAILED: after it only closing and opening again tells what is there;
  /// until then every write and flush answers the same. kInvalid READ_ONLY.
  virtual Status write(const KvBatch& batch, bool sync) = 0;
  /// Closes the database and opens it again as it was opened, in place: the way on after a failed
  /// write. Waits until no read is under way; reads that begin meanwhile wait, except those of a
  /// visitor. The errors of open: then reading goes on where that is possible, and every write
  /// still answers WRITE_FAILED. REQUIRES: no snapshot is alive, and no visitor calls it.
  virtual Status reopen() = 0;
  /// Whether a write has failed since the opening.
  virtual bool failed() const = 0;
  /// A view that later writes do not change. Must not outlive the Kv.
  virtual std::unique_ptr<KvReader> snapshot() const = 0;
  /// Moves the write buffer to table files, so that the next open has nothing to replay. kIo
  /// FLUSH_FAILED: what was written is still in the write-ahead log.
  virtual Status flush() = 0;
  /// What would have kept it from opening, of a database opened despite damage: kCorrupt
  /// DAMAGED_DATABASE naming the file, one for each.
  virtual std::vector<Error> lost_files() const = 0;
  /// Bytes of the table files and logs on disk.
  virtual std::uint64_t bytes_on_disk() const = 0;
  /// A number the database keeps about itself, summed over the families, for metrics: RocksDB's
  /// integer properties without their prefix, e.g. "estimate-num-keys".
  virtual std::optional<std::uint64_t> property(std::string_view name) const = 0;
};

}  // namespace ledger
