// SPDX-License-Identifier: Apache-2.0
// JSON as people and programs hand it in, read strictly: every value knows its line, so that an
// error can name file, line and JSON pointer. Duplicate members, fractions, NUL characters and
// deep nesting are refused. Parsing itself is nlohmann's.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"

namespace api {

/// Members keep the order in which they were written or inserted.
using Json = nlohmann::ordered_json;

inline constexpr std::size_t kJsonDepthMax = 64;

/// One JSON value of a text, and where each part of it stands.
struct JsonText {
  Json value;
  std::string source;                          ///< name of the file, for messages
  std::map<std::string, std::size_t> lines{};  ///< JSON pointer -> line, counted from 1

  /// The line of the value at `pointer`, or of the nearest value around it.
  std::size_t line_of(std::string_view pointer) const;
  /// The same error with `where` = "source:line: pointer"; its own `where` is the JSON pointer.
  ledger::Error locate(ledger::Error error) const;
};

/// Exactly one value. kInvalid with `where` set: BAD_JSON, DUPLICATE_MEMBER, FRACTION (a number
/// with fraction or exponent, or outside 64 bits), NUL_CHARACTER, TOO_DEEP.
ledger::Result<JsonText> read_json(std::string_view text, std::string source);

/// Values one after the other, each an object or an array: JSON Lines, but a value may also go
/// over several lines. Errors as read_json().
ledger::Result<std::vector<JsonText>> read_json_sequence(std::string_view text, std::string source);

/// `pointer` + "/" + the name, escaped as RFC 6901 wants it.
std::string pointer_to(std::string_view pointer, std::string_view member);
std::string pointer_to(std::string_view pointer, std::size_t element);

}  // namespace api
