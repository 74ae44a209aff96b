// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/scratch_rows.h"

#include <utility>

namespace ledger::internal {
namespace {

constexpr std::size_t kOverhead = 128;       // of a held row, beside its bytes
constexpr std::size_t kRowsWritten = 4'096;  // at once: a batch is a second copy of its rows

}  // namespace

Result<std::optional<std::string>> ScratchRows::get(std::string_view key) {
  if (const auto it = held_.find(key); it != held_.end()) return std::optional(it->second);
  if (!kv_) return std::optional<std::string>();
  auto row = kv_->get(0, key);
  if (!row && status_) status_ = row.error();
  return row;
}

Status ScratchRows::put(std::string key, std::string value) {
  held_bytes_ += value.size();
  const auto it = held_.find(key);
  if (it == held_.end()) {
    held_bytes_ += key.size() + kOverhead;
    held_.emplace(std::move(key), std::move(value));
  } else {
    held_bytes_ -= it->second.size();
    it->second = std::move(value);
  }
  if (held_bytes_ < bytes_held_) return Ok{};
  auto written = write_out();
  if (!written && status_) status_ = written;
  return written;
}

Status ScratchRows::open() {
  auto folder = ScratchFolder::make();
  if (!folder) return folder.error();
  KvOptions options;
  options.dir = (*folder)->path() / "rows";
  options.families = {{.name = "rows", .point_lookups = true}};
  options.create = true;
  options.block_cache_bytes = bytes_held_;
  options.memtable_bytes = bytes_held_;
  auto kv = Kv::open(std::move(options));
  if (!kv) return kv.error();
  folder_ = std::move(*folder);
  kv_ = std::move(*kv);
  return Ok{};
}

Status ScratchRows::write_out() {
  if (!kv_) {
    if (auto opened = open(); !opened) return opened;
  }
  while (!held_.empty()) {
    KvBatch batch;
    while (!held_.empty() && batch.size() < kRowsWritten) {
      const auto row = held_.extract(held_.begin());
      batch.put(0, row.key(), row.mapped());
    }
    if (auto written = kv_->write(batch, false); !written) return written;
  }
  held_bytes_ = 0;
  return Ok{};
}

}  // namespace ledger::internal
