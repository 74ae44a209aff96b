// SPDX-License-Identifier: Apache-2.0
#include "ledger/rocks_salvage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>

#include "ledger/bytes.h"
#include "ledger/rocks_table_files.h"

namespace ledger {
namespace {

using Iterators = std::vector<std::unique_ptr<rocksdb::Iterator>>;

/// Several sorted sources as one; of rows with one key the first source's counts.
class MergedRows : public rocksdb::Iterator {
 public:
  explicit MergedRows(Iterators newest_first) : sources_(std::move(newest_first)) {}

  bool Valid() const override { return at_ != nullptr; }
  rocksdb::Slice key() const override { return at_->key(); }
  rocksdb::Slice value() const override { return at_->value(); }
  rocksdb::Status status() const override { return status_; }

  void SeekToFirst() override {
    for (const auto& source : sources_) source->SeekToFirst();
    settle(false);
  }
  void SeekToLast() override {
    for (const auto& source : sources_) source->SeekToLast();
    settle(true);
  }
  void Seek(const rocksdb::Slice& target) override {
    for (const auto& source : sources_) source->Seek(target);
    settle(false);
  }
  void SeekForPrev(const rocksdb::Slice& target) override {
    for (const auto& source : sources_) source->SeekForPrev(target);
    settle(true);
  }
  void Next() override {
    const std::string passed = at_->key().ToString();
    for (const auto& source : sources_) {
      if (source->Valid() && source->key() == passed) source->Next();
    }
    settle(false);
  }
  void Prev() override {
    const std::string passed = at_->key().ToString();
    for (const auto& source : sources_) {
      if (source->Valid() && source->key() == passed) source->Prev();
    }
    settle(true);
  }

 private:
  /// At the least of the keys that the sources stand at, or the greatest. A source that fails ends
  /// it: what would come next is not known.
  void settle(bool back) {
    at_ = nullptr;
    for (const auto& source : sources_) {
      status_ = source->status();
      if (!status_.ok()) {
        at_ = nullptr;
        return;
      }
      if (!source->Valid()) continue;
      const int order = at_ == nullptr ? -1 : source->key().compare(at_->key());
      if (at_ == nullptr || (back ? order > 0 : order < 0)) at_ = source.get();
    }
  }

  Iterators sources_;
  rocksdb::Iterator* at_ = nullptr;
  rocksdb::Status status_;
};

Error damaged_file(const rocksdb::LiveFileMetaData& file, const std::filesystem::path& path,
                   const rocksdb::Status& status) {
  return corrupt("DAMAGED_DATABASE",
                 fmt::format("a table file of the family {} is damaged or gone, and with it the "
                             "rows from {} to {}: {}",
                             file.column_family_name, to_hex(file.smallestkey),
                             to_hex(file.largestkey), status.ToString()),
                 path.string());
}

/// A file of another length was cut, or is another database's.
rocksdb::Status open_as_written(rocksdb::SstFileReader& reader, const std::filesystem::path& path,
                                std::uint64_t bytes) {
  const auto status = reader.Open(path.string());
  std::error_code unknown;
  const auto there = std::filesystem::file_size(path, unknown);
  if (!status.ok() || unknown || there == bytes) return status;
  return rocksdb::Status::Corruption(
      fmt::format("it is {} bytes long, {} were written", there, bytes));
}

}  // namespace

bool manifest_is_gone(const std::filesystem::path& dir) {
  std::ifstream current(dir / "CURRENT");
  std::string name;
  std::error_code unknown;
  return std::getline(current, name) && !std::filesystem::exists(dir / name, unknown) && !unknown;
}

std::string damaged_table(const std::filesystem::path& dir) {
  for (const TableFile& file : table_files_in(dir)) {
    rocksdb::SstFileReader reader{rocksdb::Options()};
    if (!reader.Open(file.path.string()).ok()) return file.path.string();
  }
  return {};
}

SalvagedFiles::SalvagedFiles(rocksdb::DB& db, const KvOptions& options) : db_(db) {
  std::vector<rocksdb::LiveFileMetaData> files;
  db.GetLiveFilesMetaData(&files);
  const auto age = [](const rocksdb::LiveFileMetaData& file) {
    return std::tuple(file.level, ~file.largest_seqno, ~file.file_number);
  };
  std::sort(files.begin(), files.end(),
            [&](const auto& a, const auto& b) { return age(a) < age(b); });
  std::set<std::string> damaged;
  const rocksdb::Options defaults;
  for (const auto& file : files) {
    const auto path = options.dir / file.relative_filename;
    auto reader = std::make_unique<rocksdb::SstFileReader>(defaults);
    const auto status = open_as_written(*reader, path, file.size);
    if (status.ok()) {
      whole_[file.column_family_name].push_back(std::move(reader));
    } else {
      damaged.insert(file.column_family_name);
      damage_.push_back(damaged_file(file, path, status));
    }
  }
  std::map<std::string, Readers> salvaged;
  for (const KvFamilySpec& spec : options.families) {
    if (!spec.salvage || !damaged.contains(spec.name)) continue;
    salvaged.emplace(spec.name, std::move(whole_[spec.name]));  // of which no file may be whole
  }
  whole_ = std::move(salvaged);
}

std::unique_ptr<rocksdb::Iterator> SalvagedFiles::iterator(
    const rocksdb::ReadOptions& read, rocksdb::ColumnFamilyHandle* family) const {
  const auto found = whole_.find(family->GetName());
  if (found == whole_.end()) return nullptr;
  Iterators sources;
  rocksdb::ReadOptions not_yet_in_files = read;
  not_yet_in_files.read_tier = rocksdb::kMemtableTier;
  not_yet_in_files.total_order_seek = true;
  not_yet_in_files.prefix_same_as_start = false;
  sources.emplace_back(db_.NewIterator(not_yet_in_files, family));
  rocksdb::ReadOptions in_file = read;
  in_file.total_order_seek = true;
  in_file.prefix_same_as_start = false;
  for (const auto& reader : found->second) sources.emplace_back(reader->NewIterator(in_file));
  return std::make_unique<MergedRows>(std::move(sources));
}

}  // namespace ledger
