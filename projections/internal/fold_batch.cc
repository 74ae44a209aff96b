// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/fold_batch.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/hash.h"
#include "projections/internal/row_store.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Result;

constexpr std::string_view kDigestTag("letopis/view/v1\0", 16);
constexpr std::uint32_t kRemovalMark = 0xffffffff;
constexpr std::uint64_t kNewest = UINT64_MAX;

void hash_row(std::string& out, std::string_view key, const std::optional<std::string>& value) {
  ledger::put_u32(out, static_cast<std::uint32_t>(key.size()));
  out += key;
  if (!value) {
    ledger::put_u32(out, kRemovalMark);
    return;
  }
  ledger::put_u32(out, static_cast<std::uint32_t>(value->size()));
  out += *value;
}

}  // namespace

// --- which keys there are ------------------------------------------------------------------------

namespace {

constexpr std::uint64_t kFilterBytesPerEvent = 8;
constexpr std::uint64_t kFilterBytesMax = std::uint64_t{8} << 20;
constexpr unsigned kProbes = 4;

struct Bit {
  std::size_t word;
  std::uint64_t mask;
};

std::array<Bit, kProbes> bits_of(std::string_view view, std::string_view key, std::size_t words) {
  const std::hash<std::string_view> hash_of;
  const std::uint64_t hash = hash_of(key) ^ hash_of(view) * 31;
  const std::uint64_t step = hash >> 32 | 1;
  std::array<Bit, kProbes> bits;
  for (unsigned i = 0; i < kProbes; ++i) {
    const std::uint64_t at = (hash + i * step) % (words * 64);
    bits[i] = {at / 64, std::uint64_t{1} << at % 64};
  }
  return bits;
}

}  // namespace

WrittenKeys::WrittenKeys(std::uint64_t events)
    : words_(std::min(events * kFilterBytesPerEvent, kFilterBytesMax) / sizeof(std::uint64_t) + 1) {
}

void WrittenKeys::add(std::string_view view, std::string_view key) {
  for (const Bit& bit : bits_of(view, key, words_.size())) words_[bit.word] |= bit.mask;
}

bool WrittenKeys::perhaps(std::string_view view, std::string_view key) const {
  const auto bits = bits_of(view, key, words_.size());
  return std::all_of(bits.begin(), bits.end(),
                     [&](const Bit& bit) { return (words_[bit.word] & bit.mask) != 0; });
}

// --- one event -----------------------------------------------------------------------------------

/// What one event writes, over the rows as the event before left them.
class ViewBatch::Writer : public RowWriter {
 public:
  explicit Writer(ViewBatch& batch) : batch_(batch) {}

  std::optional<std::string> get(std::string_view key) const override {
    if (const auto it = changes_.find(key); it != changes_.end()) return it->second;
    const auto value = batch_.before(key);
    if (value) return **value;
    error_ = value.error();
    return std::nullopt;
  }

  void scan(std::string_view prefix, const RowVisitor& visit) const override {
    Changes rows;
    auto scanned = scan_rows(batch_.stored_, batch_.view_.name(), prefix, std::nullopt, kNewest,
                             [&](std::string_view key, std::string_view value) {
                               rows.emplace(key, value);
                               return true;
                             });
    if (!scanned) error_ = scanned.error();
    for (const auto& [key, value] : batch_.newest_) {
      if (key.starts_with(prefix)) rows.insert_or_assign(key, value);
    }
    for (auto it = changes_.lower_bound(prefix); it != changes_.end(); ++it) {
      if (!it->first.starts_with(prefix)) break;
      rows.insert_or_assign(it->first, it->second);
    }
    for (const auto& [key, value] : rows) {
      if (value && !visit(key, *value)) return;
    }
  }

  void put(std::string_view key, std::string value) override {
    changes_.insert_or_assign(std::string(key), std::move(value));
  }
  void erase(std::string_view key) override {
    changes_.insert_or_assign(std::string(key), std::nullopt);
  }

  Changes& changes() { return changes_; }
  const std::optional<ledger::Error>& error() const { return error_; }

 private:
  ViewBatch& batch_;
  Changes changes_;
  mutable std::optional<ledger::Error> error_;
};

// --- a run of events -----------------------------------------------------------------------------

namespace {

constexpr std::size_t kRowOverhead = 128;  // of a kept row, beside its bytes

}  // namespace

Result<const ViewBatch::Row*> ViewBatch::before(std::string_view key) {
  static const Row kNone;
  if (const auto it = newest_.find(key); it != newest_.end()) return &it->second;
  if (written_ != nullptr && !written_->perhaps(view_.name(), key)) return &kNone;
  auto row = get_row(stored_, view_.name(), key, kNewest);
  if (!row) return row.error();
  return keep(key, std::move(*row));
}

const ViewBatch::Row* ViewBatch::keep(std::string_view key, Row value) {
  bytes_ += value ? value->size() : 0;
  const auto it = newest_.find(key);
  if (it == newest_.end()) {
    bytes_ += key.size() + kRowOverhead;
    return &newest_.emplace(key, std::move(value)).first->second;
  }
  bytes_ -= it->second ? it->second->size() : 0;
  it->second = std::move(value);
  return &it->second;
}

void ViewBatch::forget() {
  newest_.clear();
  bytes_ = 0;
}

Result<Hash> ViewBatch::fold(const Event& event, const Hash& digest, ledger::KvBatch& out) {
  Writer writer(*this);
  view_.fold(event, writer);
  if (writer.error()) return *writer.error();
  std::string hashed(kDigestTag);
  hashed += digest.view();
  ledger::put_u64(hashed, event.index);
  for (auto& [key, value] : writer.changes()) {
    const auto old = before(key);
    if (!old) return old.error();
    if (**old == value) continue;
    hash_row(hashed, key, value);
    out.put(kRowsFamily, stored_row_key(view_.name(), key, event.index + 1), encode_value(value));
    if (written_ != nullptr) written_->add(view_.name(), key);
    keep(key, std::move(value));
  }
  return ledger::sha256(hashed);
}

}  // namespace projections::internal
