// SPDX-License-Identifier: Apache-2.0
#include "tools/csv.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <memory>

#include "ledger/bytes.h"

namespace tools {

using ledger::invalid;
using ledger::Result;

namespace {

constexpr std::string_view kBom("\xEF\xBB\xBF", 3);

/// By ICU, stopping at what the encoding has no character for.
Result<std::string> convert(std::string_view bytes, const char* encoding,
                            const std::string& source) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(encoding, &status),
                                                                ucnv_close);
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &status),
                                                              ucnv_close);
  if (U_SUCCESS(status)) {
    ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  }
  std::string out(bytes.size() * 4 + 16, '\0');
  char* target = out.data();
  const char* next = bytes.data();
  if (U_SUCCESS(status)) {
    ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &next,
                   bytes.data() + bytes.size(), nullptr, nullptr, nullptr, nullptr, true, true,
                   &status);
  }
  if (U_FAILURE(status)) {
    const std::string name = std::string(encoding) + ": " + u_errorName(status);
    return invalid("BAD_ENCODING", "neither UTF-8 nor " + name, "не UTF-8 и не " + name, source);
  }
  out.resize(static_cast<std::size_t>(target - out.data()));
  return out;
}

/// Of the two one-byte encodings of Excel in Russian. Where one has the letters from р to я or
/// capitals, the other has from а to п or capitals in what is for it hardly ever used: graphics
/// and signs.
const char* one_byte_encoding(std::string_view bytes) {
  std::size_t dos = 0;
  std::size_t windows = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    dos += byte >= 0x80 && byte < 0xb0;
    windows += (byte >= 0xc0 && byte < 0xe0) || byte >= 0xf0;
  }
  return dos > windows ? "IBM866" : "windows-1251";
}

/// The separator that the header has most of, outside quotes.
char separator_of(std::string_view text) {
  std::size_t commas = 0;
  std::size_t semicolons = 0;
  std::size_t tabs = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    commas += c == ',';
    semicolons += c == ';';
    tabs += c == '\t';
  }
  if (semicolons >= commas && semicolons >= tabs && semicolons > 0) return ';';
  return tabs > commas ? '\t' : ',';
}

/// Takes the table apart cell by cell.
class Parser {
 public:
  Parser(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// False at the end of the text.
  bool next_row(CsvRow& row) {
    row = {line_, 0, {}};
    if (at_ >= text_.size()) return false;
    while (true) {
      row.cells.push_back(cell());
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') {
        ++at_;
        ++line_;
      }
      return true;
    }
  }
  bool open_quote() const { return open_quote_; }
  /// Where the last quoted cell begins.
  std::size_t quote_line() const { return quote_line_; }

 private:
  std::string cell() {
    std::string out;
    bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (quoted) {
      ++at_;
      quote_line_ = line_;
    }
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (quoted && c == '"') {
        const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
        at_ += doubled ? 2 : 1;
        if (doubled) out += '"';
        quoted = doubled;
        continue;
      }
      if (!quoted && (c == separator_ || c == '\n' || c == '\r')) break;
      line_ += c == '\n';
      out += c;
      ++at_;
    }
    open_quote_ = open_quote_ || quoted;
    return trimmed(out);
  }
  static std::string trimmed(const std::string& text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t quote_line_ = 1;
  bool open_quote_ = false;
};

bool is_empty(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return cell.empty(); });
}

std::string place(const std::string& source, std::size_t line) {
  return source + ":" + std::to_string(line);
}

}  // namespace

Result<Decoded> decode_text(std::string_view bytes, const std::string& source) {
  const auto converted = [&](const char* encoding, std::string_view rest) -> Result<Decoded> {
    auto text = convert(rest, encoding, source);
    if (!text) return text.error();
    return Decoded{std::move(*text), encoding};
  };
  if (bytes.starts_with("\xFF\xFE")) return converted("UTF-16LE", bytes.substr(2));
  if (bytes.starts_with("\xFE\xFF")) return converted("UTF-16BE", bytes.substr(2));
  if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
  if (ledger::is_utf8(bytes)) return Decoded{std::string(bytes), "UTF-8"};
  return converted(one_byte_encoding(bytes), bytes);
}

Result<CsvTable> read_csv(std::string_view bytes, const std::string& source) {
  const auto decoded = decode_text(bytes, source);
  if (!decoded) return decoded.error();
  CsvTable out;
  out.encoding = decoded->encoding;
  out.separator = separator_of(decoded->text);
  Parser parser(decoded->text, out.separator);
  CsvRow row;
  for (std::size_t number = 1; parser.next_row(row); ++number) {
    row.number = number;
    if (is_empty(row)) continue;
    if (out.columns.empty()) {
      while (row.cells.back().empty()) row.cells.pop_back();
      out.columns = row.cells;
      continue;
    }
    while (row.cells.size() > out.columns.size() && row.cells.back().empty()) row.cells.pop_back();
    if (row.cells.size() > out.columns.size()) {
      const std::string cells = std::to_string(row.cells.size());
      const std::string columns = std::to_string(out.columns.size());
      return invalid("ROW_TOO_LONG", "the row has " + cells + " cells, the header " + columns,
                     "ячеек в строке: " + cells + ", столбцов: " + columns,
                     place(source, row.line));
    }
    row.cells.resize(out.columns.size());
    out.rows.push_back(row);
  }
  if (parser.open_quote()) {
    return invalid("OPEN_QUOTE", "a cell begins with a quotation mark and has no end",
                   "ячейка начата кавычкой, и конца у неё нет", place(source, parser.quote_line()));
  }
  if (out.columns.empty()) {
    return invalid("EMPTY_TABLE", "the table has no header", "таблица пуста", source);
  }
  return out;
}

}  // namespace tools
