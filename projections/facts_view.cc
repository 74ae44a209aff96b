// SPDX-License-Identifier: Apache-2.0
#include "projections/facts_view.h"

#include <algorithm>
#include <utility>

#include "projections/internal/codec.h"
#include "projections/internal/declared_ids.h"
#include "projections/internal/fact_fields.h"

namespace projections {

template <typename A>
void fields(A& a, InArchive<A, FactRow>& v) {
  a(v.source), a(v.scope.kind), a(v.scope.id), a(v.body), a(v.correction);
}

namespace {

using internal::decode;
using internal::encode;
using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kFactsView = "facts";

std::string group_prefix(const FactGroup& group) {
  std::string key = "f";
  key.push_back(static_cast<char>(group.kind));
  key += group.id.view();
  return key;
}

std::string fact_key(const FactGroup& group, std::uint64_t index) {
  return group_prefix(group) + ledger::be64(index);
}

std::string pointer_key(const Hash& digest) { return "x" + std::string(digest.view()); }

std::string id_prefix(const Id& id) { return "i" + std::string(id.view()); }

void put_fact(RowWriter& rows, const PayloadRef& payload, const FactRow& row) {
  const std::string key = fact_key(internal::group_of(payload, row.scope), row.source.index);
  rows.put(key, encode(row));
  rows.put(pointer_key(row.source.digest), key);
  for (const Id& id : internal::ids_declared_by(payload)) {
    rows.put(id_prefix(id) + ledger::be64(row.source.index), key);
  }
}

/// The payload that holds now; the body must outlive it.
PayloadRef payload_of(const FactRow& row) {
  const auto* corrected =
      row.correction.empty() ? nullptr
                             : fb::GetEventBody(row.correction.data())->payload_as_EventCorrected();
  if (corrected != nullptr) return *new_payload_of(*corrected);
  const fb::EventBody* body = fb::GetEventBody(row.body.data());
  return PayloadRef(body->payload_type(), body->payload());
}

void take_away(RowWriter& rows, const std::string& key, const FactRow& row) {
  rows.erase(key);
  for (const Id& id : internal::ids_declared_by(payload_of(row))) {
    rows.erase(id_prefix(id) + ledger::be64(row.source.index));
  }
}

void correct(const fb::EventCorrected& event, const Event& by, RowWriter& rows) {
  const auto key = rows.get(pointer_key(fixed_of<Hash>(event.target())));
  if (!key) return;
  const auto stored = rows.get(*key);
  if (!stored) return;
  auto row = decode<FactRow>(*stored);
  if (!row) return;
  const auto payload = new_payload_of(event);
  if (!payload) {
    row->source.withdrawn = by.index;
    rows.put(*key, encode(*row));
    return;
  }
  if (payload->type() != payload_of(*row).type()) return;
  take_away(rows, *key, *row);
  row->source.corrections.push_back(by.index);
  row->source.withdrawn.reset();
  if (auto effective = effective_of(by.body)) row->source.effective = std::move(effective);
  row->correction = std::string(by.body.bytes());
  put_fact(rows, *payload, *row);
}

Result<FactRow> decoded(std::string_view value) { return decode<FactRow>(value); }

class MemoryWriter : public RowWriter {
 public:
  explicit MemoryWriter(std::map<std::string, std::string, std::less<>>& rows) : rows_(rows) {}
  std::optional<std::string> get(std::string_view key) const override {
    const auto it = rows_.find(key);
    if (it == rows_.end()) return std::nullopt;
    return it->second;
  }
  void scan(std::string_view prefix, const RowVisitor& visit) const override {
    for (auto it = rows_.lower_bound(prefix); it != rows_.end(); ++it) {
      if (!it->first.starts_with(prefix) || !visit(it->first, it->second)) return;
    }
  }
  void put(std::string_view key, std::string value) override {
    rows_.insert_or_assign(std::string(key), std::move(value));
  }
  void erase(std::string_view key) override {
    if (const auto it = rows_.find(key); it != rows_.end()) rows_.erase(it);
  }

 private:
  std::map<std::string, std::string, std::less<>>& rows_;
};

}  // namespace

void FactsView::fold(const Event& event, RowWriter& rows) const {
  if (const auto* correction = event.body.table().payload_as_EventCorrected()) {
    correct(*correction, event, rows);
    return;
  }
  put_fact(rows, PayloadRef(event.body),
           {source_of(event), event.body.scope(), std::string(event.body.bytes()), {}});
}

Result<std::optional<std::string>> StoredFactRows::get(std::string_view key) const {
  return reader_.get(kFactsView, key);
}

Status StoredFactRows::scan(std::string_view prefix, const RowVisitor& visit) const {
  return reader_.scan(kFactsView, prefix, visit);
}

void FoldedFactRows::fold(const Event& event) {
  MemoryWriter writer(rows_);
  FactsView().fold(event, writer);
}

Result<std::optional<std::string>> FoldedFactRows::get(std::string_view key) const {
  const auto it = rows_.find(key);
  if (it == rows_.end()) return std::optional<std::string>{};
  return std::optional<std::string>(it->second);
}

Status FoldedFactRows::scan(std::string_view prefix, const RowVisitor& visit) const {
  for (auto it = rows_.lower_bound(prefix); it != rows_.end(); ++it) {
    if (!it->first.starts_with(prefix) || !visit(it->first, it->second)) break;
  }
  return Ok{};
}

Status scan_facts(const FactRows& rows, const FactGroup& group,
                  const std::function<void(FactRow)>& visit) {
  std::optional<ledger::Error> error;
  auto scanned = rows.scan(group_prefix(group), [&](std::string_view, std::string_view value) {
    auto row = decoded(value);
    if (!row) {
      error = row.error();
      return false;
    }
    visit(std::move(*row));
    return true;
  });
  if (!scanned) return scanned;
  if (error) return *error;
  return Ok{};
}

Result<std::optional<FactRow>> find_fact(const FactRows& rows, const Hash& digest) {
  const auto key = rows.get(pointer_key(digest));
  if (!key) return key.error();
  if (!*key) return std::optional<FactRow>{};
  const auto value = rows.get(**key);
  if (!value) return value.error();
  if (!*value) return std::optional<FactRow>{};
  auto row = decoded(**value);
  if (!row) return row.error();
  return std::optional<FactRow>(std::move(*row));
}

Result<std::vector<FactRow>> facts_declaring(const FactRows& rows, const Id& id) {
  std::vector<std::string> keys;
  auto scanned = rows.scan(id_prefix(id), [&](std::string_view, std::string_view key) {
    keys.emplace_back(key);
    return true;
  });
  if (!scanned) return scanned.error();
  std::vector<FactRow> facts;
  for (const std::string& key : keys) {
    const auto value = rows.get(key);
    if (!value) return value.error();
    if (!*value) continue;
    auto row = decoded(**value);
    if (!row) return row.error();
    facts.push_back(std::move(*row));
  }
  return facts;
}

}  // namespace projections
