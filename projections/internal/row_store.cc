// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/row_store.h"

#include "ledger/bytes.h"

namespace projections::internal {
namespace {

using ledger::corrupt;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr char kRemoved = 0;
constexpr char kPresent = 1;

void append_escaped(std::string& out, std::string_view key) {
  for (std::size_t zero = 0; (zero = key.find('\0')) != std::string_view::npos;) {
    out.append(key.substr(0, zero + 1));
    out.push_back(static_cast<char>(0xff));
    key.remove_prefix(zero + 1);
  }
  out += key;
}

ledger::Error bad_row(std::string_view view, const std::string& why = {}) {
  return corrupt("BAD_VIEW_ROW",
                 "a row of the view " + std::string(view) + " cannot be read" +
                     (why.empty() ? "" : ": " + why),
                 std::string(view));
}

/// A block of the views' store that is damaged or that the disk does not give is no word about the
/// log, and folding anew mends it. It does not mend that no file can be opened, which passes.
ledger::Error of_view(const ledger::Error& error, std::string_view view) {
  const bool unreadable =
      error.code == ledger::ErrorCode::kCorrupt ||
      (error.code == ledger::ErrorCode::kIo && error.reason != ledger::kOutOfFiles);
  return unreadable ? bad_row(view, error.message) : error;
}

/// The key behind the escapes. `stem` is everything before the position.
std::optional<std::string> unescape(std::string_view stem, std::size_t begin) {
  std::string key;
  for (std::size_t i = begin; i + 1 < stem.size(); ++i) {
    key.push_back(stem[i]);
    if (stem[i] != 0) continue;
    if (stem[i + 1] == 0) {
      key.pop_back();
      if (i + 2 != stem.size()) return std::nullopt;
      return key;
    }
    ++i;
  }
  return std::nullopt;
}

/// Whether it is one that encode_value() makes.
bool is_value(std::string_view value) {
  return !value.empty() && (value[0] == kPresent || (value[0] == kRemoved && value.size() == 1));
}

/// nothing: removed. The outer nothing: malformed.
std::optional<std::optional<std::string>> decode_value(std::string_view value) {
  if (!is_value(value)) return std::nullopt;
  if (value[0] == kPresent) return std::optional(std::string(value.substr(1)));
  return std::optional<std::string>();
}

}  // namespace

std::vector<ledger::KvFamilySpec> families() {
  return {{.name = "rows", .version_bytes = kPositionBytes},
          {.name = "meta", .point_lookups = true}};
}

std::string row_prefix(std::string_view view, std::string_view prefix) {
  std::string out(view);
  out.push_back(0);
  append_escaped(out, prefix);
  return out;
}

std::string row_stem(std::string_view view, std::string_view key) {
  std::string out = row_prefix(view, key);
  out.append(2, '\0');
  return out;
}

std::string stored_row_key(std::string_view view, std::string_view key, std::uint64_t position) {
  std::string out = row_stem(view, key);
  ledger::put_u64(out, ~position);
  return out;
}

std::string after_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

std::string encode_value(const std::optional<std::string>& value) {
  if (!value) return std::string(1, kRemoved);
  return std::string(1, kPresent) + *value;
}

Result<StoredRows> read_stored(const ledger::KvReader& reader, std::string_view from,
                               std::uint64_t rows_max) {
  StoredRows out;
  std::string last(from);
  bool whole = true;
  const auto scanned =
      reader.scan_long(kRowsFamily, from, {}, [&](std::string_view key, std::string_view value) {
        if (out.rows == rows_max) {
          out.next = key;
          return false;
        }
        last = key;
        ++out.rows;
        whole = is_value(value);
        return whole;
      });
  const std::string_view view = std::string_view(last).substr(0, last.find('\0'));
  if (!scanned) return of_view(scanned.error(), view);
  if (!whole) return bad_row(view);
  return out;
}

Result<std::optional<std::string>> get_row(const ledger::KvReader& reader, std::string_view view,
                                           std::string_view key, std::uint64_t position) {
  const std::string stem = row_stem(view, key);
  std::optional<std::string> found;
  // No row is of position 0, whose key would be the last one.
  auto scanned = reader.scan_one(kRowsFamily, stem + ledger::be64(~position),
                                 stem + ledger::be64(~std::uint64_t{0}),
                                 [&](std::string_view, std::string_view value) {
                                   found = value;
                                   return false;
                                 });
  if (!scanned) return of_view(scanned.error(), view);
  if (!found) return std::optional<std::string>{};
  auto value = decode_value(*found);
  if (!value) return bad_row(view);
  return std::move(*value);
}

Status scan_rows(const ledger::KvReader& reader, std::string_view view, std::string_view prefix,
                 std::optional<std::string_view> after, std::uint64_t position,
                 const RowVisitor& visit) {
  const std::string start = row_prefix(view, prefix);
  const std::string from = after ? after_prefix(row_stem(view, *after)) : start;
  const std::size_t name_size = view.size() + 1;
  std::string done;  // the stem whose row was visited or is gone
  std::optional<ledger::Error> bad;
  auto scanned =
      reader.scan(kRowsFamily, std::max(start, from), after_prefix(start),
                  [&](std::string_view stored, std::string_view stored_value) {
                    if (stored.size() < start.size() + kPositionBytes) {
                      bad = bad_row(view);
                      return false;
                    }
                    const std::string_view stem = stored.substr(0, stored.size() - kPositionBytes);
                    if (stem == done || ~ledger::get_u64(stored.substr(stem.size())) > position)
                      return true;
                    done = stem;
                    const auto key = unescape(stem, name_size);
                    const auto value = decode_value(stored_value);
                    if (!key || !value) {
                      bad = bad_row(view);
                      return false;
                    }
                    return !*value || visit(*key, **value);
                  });
  if (!scanned) return of_view(scanned.error(), view);
  if (bad) return *bad;
  return Ok{};
}

}  // namespace projections::internal
