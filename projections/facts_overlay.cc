// SPDX-License-Identifier: Apache-2.0
#include "projections/facts_overlay.h"

#include <utility>

namespace projections {

using ledger::Ok;
using ledger::Result;
using ledger::Status;

/// Reads through the overlay and writes to it; remembers the first error of the rows below.
class OverlaidFactRows::Writer : public RowWriter {
 public:
  explicit Writer(OverlaidFactRows& rows) : rows_(rows) {}
  const std::optional<ledger::Error>& error() const { return error_; }

  std::optional<std::string> get(std::string_view key) const override {
    auto value = rows_.get(key);
    if (value) return *std::move(value);
    if (!error_) error_ = value.error();
    return std::nullopt;
  }
  void scan(std::string_view prefix, const RowVisitor& visit) const override {
    if (auto done = rows_.scan(prefix, visit); !done && !error_) error_ = done.error();
  }
  void put(std::string_view key, std::string value) override {
    rows_.rows_.insert_or_assign(std::string(key), std::move(value));
  }
  void erase(std::string_view key) override {
    rows_.rows_.insert_or_assign(std::string(key), std::nullopt);
  }

 private:
  OverlaidFactRows& rows_;
  mutable std::optional<ledger::Error> error_;
};

Status OverlaidFactRows::fold(const Event& event) {
  const auto known = find_fact(*this, event.digest);
  if (!known) return known.error();
  if (*known) return Ok{};
  Writer writer(*this);
  FactsView().fold(event, writer);
  if (writer.error()) return *writer.error();
  return Ok{};
}

Result<std::optional<std::string>> OverlaidFactRows::get(std::string_view key) const {
  const auto it = rows_.find(key);
  return it == rows_.end() ? below_.get(key) : it->second;
}

/// Both sets of rows in the order of their keys; an own row hides the one below.
Status OverlaidFactRows::scan(std::string_view prefix, const RowVisitor& visit) const {
  auto own = rows_.lower_bound(prefix);
  bool going = true;
  const auto visit_own_until = [&](std::optional<std::string_view> key) {
    for (; going && own != rows_.end() && own->first.starts_with(prefix); ++own) {
      if (key && own->first >= *key) return;
      if (own->second) going = visit(own->first, *own->second);
    }
  };
  auto scanned = below_.scan(prefix, [&](std::string_view key, std::string_view value) {
    visit_own_until(key);
    if (!going) return false;
    if (own != rows_.end() && own->first == key) return true;
    going = visit(key, value);
    return going;
  });
  if (!scanned) return scanned;
  visit_own_until(std::nullopt);
  return Ok{};
}

}  // namespace projections
