// SPDX-License-Identifier: Apache-2.0
#include "ledger/scrub.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "ledger/internal/verify_block.h"
#include "ledger/internal/verify_findings.h"
#include "ledger/internal/verify_store.h"
#include "ledger/kv.h"
#include "ledger/log_reader.h"
#include "ledger/tile.h"
#include "ledger/tile_reader.h"

namespace ledger {
namespace {

/// Faults that are remembered, so that the next pass does not tell them again.
constexpr std::size_t kTold = 100'000;

FaultClass class_of(const Error& error) {
  if (error.reason == "ENTRY_MISSING") return FaultClass::kMissing;
  if (error.reason == "SIGNATURE_INVALID") return FaultClass::kBadSignature;
  const bool unread = error.code == ErrorCode::kIo || error.reason == "CHECKSUM_MISMATCH";
  return unread ? FaultClass::kUnreadable : FaultClass::kEdited;
}

}  // namespace

Scrubber::Scrubber(std::shared_ptr<const EventStore> store, LedgerIdentity identity,
                   ScrubOptions options)
    : store_(std::move(store)), identity_(std::move(identity)), options_(std::move(options)) {}

Scrubber::~Scrubber() { stop(); }

void Scrubber::report(Fault fault) {
  if (fault.reason == kOutOfFiles) return;  // no word about the data; the next pass reads it
  const std::string what = fault.structure + " " + std::to_string(fault.index.value_or(0)) + " " +
                           fault.field + " " + fault.reason;
  if (told_.contains(what)) return;
  if (told_.size() < kTold) told_.insert(what);
  {
    const std::lock_guard lock(mutex_);
    ++state_.faults;
  }
  if (options_.on_fault) options_.on_fault(fault);
}

/// The tile's root is an element of the tile above, where that one is complete.
void Scrubber::check_parent(std::uint64_t block, std::string_view tile, std::uint64_t size) {
  const std::uint64_t above = block / kTileWidth;
  if (tile_width_at(1, above, size) < kTileWidth) return;
  const std::string path = tile_path({1, above, kTileWidth});
  const auto row = store_->get(Table::kTile, tile_key(1, above));
  if (!row) return report(internal::unreadable("tile", path, row.error()));
  const std::size_t at = block % kTileWidth * Hash::kSize;
  const bool whole = *row && (*row)->size() == kTileBytes;
  const Hash root = TileNodes(tile).at(kTileHeight, 0);
  if (whole && std::string_view(**row).substr(at, Hash::kSize) == root.view()) return;
  report(fault_of(FaultClass::kTileDrift, "tile", path, "TILE_DIFFERS",
                  "it does not hold the root of " + tile_path({0, block, kTileWidth})));
}

void Scrubber::check_block(std::uint64_t block, std::uint64_t size) {
  const std::uint64_t begin = block * kTileWidth;
  const std::string path = tile_path({0, block, kTileWidth});
  const auto row = store_->get(Table::kTile, tile_key(0, block));
  if (!row) report(internal::unreadable("tile", path, row.error()));
  const bool whole = row && *row && (*row)->size() == kTileBytes;
  if (row && !whole) {
    report(fault_of(FaultClass::kTileDrift, "tile", path, "TILE_MISSING",
                    "a complete tile is not there, or not whole"));
  }
  check_entries(begin, begin + kTileWidth, whole ? std::string_view(**row) : std::string_view());
  if (whole) check_parent(block, **row, size);
}

/// `tile`: of these entries, if there is one.
void Scrubber::check_entries(std::uint64_t begin, std::uint64_t end, std::string_view tile) {
  const auto raw = internal::read_block(*store_, begin, end);
  const auto entries = internal::check_block(identity_, raw, false);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::optional<Fault> fault;
    if (entries[i].error) {
      fault = fault_of(class_of(*entries[i].error), "entry",
                       internal::blamed_field(*store_, begin + i, entries[i]),
                       entries[i].error->reason, entries[i].error->message);
    } else if (!tile.empty() &&
               tile.substr(i * Hash::kSize, Hash::kSize) != entries[i].leaf.view()) {
      fault = fault_of(FaultClass::kEdited, "entry", {}, "LEAF_DIFFERS",
                       "the stored bytes are not those whose hash was published");
    }
    if (!fault) continue;
    fault->index = begin + i;
    fault->event_id = entries[i].event_id;
    report(std::move(*fault));
  }
}

void Scrubber::begin_round() {
  tables_ = table_files(*store_);
  table_bytes_ = 0;
  table_bytes_checked_ = 0;
  for (const TableFile& file : tables_) table_bytes_ += file.bytes;
}

void Scrubber::check_tables(std::uint64_t end, std::uint64_t size) {
  const double passed = static_cast<double>(end) / static_cast<double>(size);
  const double due = end >= size ? 1 : passed;
  while (!tables_.empty() &&
         static_cast<double>(table_bytes_checked_) < due * static_cast<double>(table_bytes_)) {
    const TableFile file = std::move(tables_.back());
    tables_.pop_back();
    table_bytes_checked_ += file.bytes;
    const auto sound = check_table_file(file);
    if (!sound) report(internal::unreadable("table file", file.path.string(), sound.error()));
  }
}

bool Scrubber::step() {
  const auto head = store_->head();
  const std::uint64_t size = head ? head->size : 0;
  if (size == 0) return false;
  const std::uint64_t begin = std::min(state().position, size - 1) / kTileWidth * kTileWidth;
  const std::uint64_t end = std::min(begin + kTileWidth, size);
  if (begin == 0) begin_round();
  if (end - begin == kTileWidth) {
    check_block(begin / kTileWidth, size);
  } else {
    check_entries(begin, end, {});
  }
  check_tables(end, size);
  const std::lock_guard lock(mutex_);
  state_.events += end - begin;
  state_.position = end;
  if (end < size) return true;
  ++state_.rounds;
  state_.round_ended = std::chrono::steady_clock::now();
  state_.position = 0;
  return true;
}

void Scrubber::run() {
  using Clock = std::chrono::steady_clock;
  auto next = Clock::now();
  auto round_began = next;
  while (true) {
    if (step() && options_.events_per_second > 0) {
      next += std::chrono::microseconds(1'000'000 * kTileWidth / options_.events_per_second);
    }
    if (state().position == 0) round_began = next = std::max(next, round_began + kScrubRoundMin);
    std::unique_lock lock(mutex_);
    if (stopping_changed_.wait_until(lock, next, [this] { return stopping_; })) return;
  }
}

void Scrubber::start() {
  thread_ = std::thread([this] { run(); });
}

void Scrubber::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

ScrubState Scrubber::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

}  // namespace ledger
