// SPDX-License-Identifier: Apache-2.0
// The canonical encoding of view rows: fields in a fixed order, integers big-endian, texts and
// lists with a u32 count before them, an optional value as 00 or as 01 and the value. One value
// has one encoding. Each row type has one function `fields(archive, row)` that both directions
// run through, so that they cannot differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace projections::internal {

class Encoder {
 public:
  static constexpr bool kReads = false;

  template <typename T>
  void operator()(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      put(static_cast<std::uint64_t>(value), 1);
    } else if constexpr (std::is_same_v<T, bool>) {
      put(value ? 1 : 0, 1);
    } else if constexpr (std::is_integral_v<T>) {
      put(static_cast<std::uint64_t>(value), sizeof(T));
    } else if constexpr (std::is_same_v<T, std::string>) {
      put(value.size(), 4);
      bytes_ += value;
    } else {
      fields(*this, value);
    }
  }
  template <std::size_t N, typename Tag>
  void operator()(const ledger::FixedBytes<N, Tag>& value) {
    bytes_ += value.view();
  }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) (*this)(*value);
  }
  template <typename T>
  void operator()(const std::vector<T>& items) {
    put(items.size(), 4);
    for (const T& item : items) (*this)(item);
  }

  std::string take() { return std::move(bytes_); }

 private:
  void put(std::uint64_t value, std::size_t width) {
    for (std::size_t i = width; i > 0; --i) {
      bytes_.push_back(static_cast<char>(value >> (8 * (i - 1))));
    }
  }
  std::string bytes_;
};

/// Never reads beyond the bytes: after the first fault every value is left as it was.
class Decoder {
 public:
  static constexpr bool kReads = true;
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(get(1));
    } else if constexpr (std::is_same_v<T, bool>) {
      value = get(1) != 0;
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(get(sizeof(T)));
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = take(get(4));
    } else {
      fields(*this, value);
    }
  }
  template <std::size_t N, typename Tag>
  void operator()(ledger::FixedBytes<N, Tag>& value) {
    const std::string_view bytes = take(N);
    if (bytes.size() == N) value = ledger::fixed_from<ledger::FixedBytes<N, Tag>>(bytes);
  }
  template <typename T>
  void operator()(std::optional<T>& value) {
    if (get(1) != 0) (*this)(value.emplace());
  }
  template <typename T>
  void operator()(std::vector<T>& items) {
    const std::uint64_t count = get(4);
    if (count > bytes_.size()) bad_ = true;  // every item has at least one byte
    for (std::uint64_t i = 0; i < count && !bad_; ++i) (*this)(items.emplace_back());
  }

  bool whole() const { return !bad_ && bytes_.empty(); }

 private:
  std::string_view take(std::uint64_t size) {
    if (bad_ || size > bytes_.size()) {
      bad_ = true;
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  std::uint64_t get(std::size_t width) {
    std::uint64_t value = 0;
    for (const char byte : take(width)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }

  std::string_view bytes_;
  bool bad_ = false;
};

template <typename T>
std::string encode(const T& row) {
  Encoder encoder;
  encoder(row);
  return encoder.take();
}

/// kCorrupt BAD_VIEW_ROW.
template <typename T>
ledger::Result<T> decode(std::string_view bytes) {
  T row;
  Decoder decoder(bytes);
  decoder(row);
  if (decoder.whole()) return row;
  return ledger::corrupt("BAD_VIEW_ROW", "a row of a view cannot be decoded");
}

}  // namespace projections::internal
