// SPDX-License-Identifier: Apache-2.0
// Tables as spreadsheets save them: comma, semicolon or tab; UTF-8 with or without BOM, UTF-16
// with BOM, Windows-1251; quoting as in RFC 4180. The first row names the columns.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"

namespace tools {

struct CsvRow {
  std::size_t line = 0;    ///< where it begins, counted from 1
  std::size_t number = 0;  ///< as a program shows the table: the header is 1, empty rows count
  std::vector<std::string> cells;
};

struct CsvTable {
  std::vector<std::string> columns;
  std::vector<CsvRow> rows;  ///< without the header and without empty rows
  std::string encoding;      ///< "UTF-8", "UTF-16LE", "UTF-16BE" or "windows-1251"
  char separator = ',';
};

/// kInvalid BAD_ENCODING, EMPTY_TABLE, OPEN_QUOTE, ROW_TOO_LONG (more cells than columns); `where`
/// is "source:line".
ledger::Result<CsvTable> read_csv(std::string_view bytes, const std::string& source);

/// The text in UTF-8, and what it was in. kInvalid BAD_ENCODING.
struct Decoded {
  std::string text;
  std::string encoding;
};
ledger::Result<Decoded> decode_text(std::string_view bytes, const std::string& source);

}  // namespace tools
