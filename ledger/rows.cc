// SPDX-License-Identifier: Apache-2.0
#include "ledger/rows.h"

#include <algorithm>
#include <utility>

#include "ledger/hash.h"

namespace ledger {
namespace {

constexpr std::string_view kDigestTag("letopis/state/v2\0", 17);
constexpr std::string_view kRowTag("letopis/state-row/v1\0", 21);
constexpr std::size_t kUnhashedSpare = 1'024;  // changes kept beyond one for each row

Hash row_key(std::string_view key) { return sha256({kRowTag, key}); }

}  // namespace

const std::string* Rows::get(std::string_view key) const {
  const auto it = rows_.find(key);
  return it == rows_.end() ? nullptr : &it->second;
}

void Rows::scan(
    std::string_view prefix,
    const std::function<bool(std::string_view key, std::string_view value)>& visit) const {
  for (auto it = rows_.lower_bound(prefix); it != rows_.end(); ++it) {
    if (!it->first.starts_with(prefix) || !visit(it->first, it->second)) return;
  }
}

void Rows::put(std::string key, std::string value) {
  changed(key);
  auto it = rows_.find(key);
  if (it == rows_.end()) {
    undo_.push_back({key, std::nullopt});
    rows_.emplace(std::move(key), std::move(value));
    return;
  }
  undo_.push_back({std::move(key), std::move(it->second)});
  it->second = std::move(value);
}

void Rows::erase(std::string_view key) {
  const auto it = rows_.find(key);
  if (it == rows_.end()) return;
  changed(it->first);
  undo_.push_back({it->first, std::move(it->second)});
  rows_.erase(it);
}

void Rows::rollback(Savepoint to) {
  while (undo_.size() > to) {
    Undo& last = undo_.back();
    changed(last.key);
    if (last.before) {
      rows_.insert_or_assign(last.key, std::move(*last.before));
    } else {
      rows_.erase(last.key);
    }
    undo_.pop_back();
  }
}

std::vector<Rows::Change> Rows::take_changes() {
  std::vector<Change> changes;
  changes.reserve(undo_.size());
  for (Undo& undo : undo_) changes.push_back({std::move(undo.key), std::nullopt});
  undo_.clear();
  const auto by_key = [](const Change& a, const Change& b) { return a.key < b.key; };
  const auto same = [](const Change& a, const Change& b) { return a.key == b.key; };
  std::sort(changes.begin(), changes.end(), by_key);
  changes.erase(std::unique(changes.begin(), changes.end(), same), changes.end());
  for (Change& change : changes) {
    if (const std::string* value = get(change.key)) change.value = *value;
  }
  return changes;
}

void Rows::changed(const std::string& key) {
  if (!tree_) return;
  unhashed_.push_back(key);
  if (unhashed_.size() <= rows_.size() + kUnhashedSpare) return;
  tree_.reset();  // nobody asks: building it again costs no more
  unhashed_ = {};
}

Hash Rows::digest() const {
  if (!tree_) {
    std::vector<MapLeaf> leaves;
    leaves.reserve(rows_.size());
    for (const auto& [key, value] : rows_) leaves.push_back({row_key(key), sha256(value)});
    tree_.emplace(std::move(leaves));
  }
  for (const std::string& key : std::exchange(unhashed_, {})) {
    if (const std::string* value = get(key)) {
      tree_->put({row_key(key), sha256(*value)});
    } else {
      tree_->erase(row_key(key));
    }
  }
  return sha256({kDigestTag, tree_->root().view()});
}

}  // namespace ledger
