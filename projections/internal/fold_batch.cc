// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/fold_batch.h"

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

void overlay(Changes& rows, const Changes& changes, std::string_view prefix) {
  for (auto it = changes.lower_bound(prefix); it != changes.end(); ++it) {
    if (!it->first.starts_with(prefix)) return;
    rows.insert_or_assign(it->first, it->second);
  }
}

}  // namespace

/// What one event writes, over what its batch has written, over what is stored.
class ViewBatch::Writer : public RowWriter {
 public:
  explicit Writer(const ViewBatch& batch) : batch_(batch) {}

  std::optional<std::string> get(std::string_view key) const override {
    if (const auto it = changes_.find(key); it != changes_.end()) return it->second;
    auto value = batch_.before(key);
    if (value) return std::move(*value);
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
    overlay(rows, batch_.changed_, prefix);
    overlay(rows, changes_, prefix);
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

  Changes take_changes() { return std::move(changes_); }
  const std::optional<ledger::Error>& error() const { return error_; }

 private:
  const ViewBatch& batch_;
  Changes changes_;
  mutable std::optional<ledger::Error> error_;
};

Result<std::optional<std::string>> ViewBatch::before(std::string_view key) const {
  if (const auto it = changed_.find(key); it != changed_.end()) return it->second;
  return get_row(stored_, view_.name(), key, kNewest);
}

Result<Hash> ViewBatch::fold(const Event& event, const Hash& digest, ledger::KvBatch& out) {
  Writer writer(*this);
  view_.fold(event, writer);
  if (writer.error()) return *writer.error();
  std::string hashed(kDigestTag);
  hashed += digest.view();
  ledger::put_u64(hashed, event.index);
  for (auto& [key, value] : writer.take_changes()) {
    const auto old = before(key);
    if (!old) return old.error();
    if (*old == value) continue;
    hash_row(hashed, key, value);
    out.put(kRowsFamily, stored_row_key(view_.name(), key, event.index + 1), encode_value(value));
    changed_.insert_or_assign(key, value);
  }
  return ledger::sha256(hashed);
}

}  // namespace projections::internal
