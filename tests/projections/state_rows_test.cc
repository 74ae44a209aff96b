// SPDX-License-Identifier: Apache-2.0
// ledger/FORMAT.md on the rows of the admission: every kept row of a ledger reads as the table
// says, to its last byte, and the table has every row that the sources name.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "ledger/rocks_store.h"
#include "tests/paths.h"
#include "tests/support/loaded_history.h"

namespace projections {
namespace {

std::string text_of_source(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

struct FormatRow {
  std::string key;    ///< what follows the prefix, in words
  std::string value;  ///< in words
};

/// The table's rows by their prefix.
std::map<std::string, FormatRow> format_table() {
  static const std::regex line(R"(\| `(a[a-z][A-Z]?)`([^|]*)\| ([^|]*) \|)");
  const std::string text = text_of_source(std::string(kSourceDir) + "/ledger/FORMAT.md");
  std::map<std::string, FormatRow> rows;
  for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) {
    rows[(*it)[1]] = {(*it)[2], (*it)[3]};
  }
  return rows;
}

/// Reads bytes by words such as "list (D source, opt id person)".
class WordReader {
 public:
  WordReader(std::string words, std::string_view bytes) : words_(std::move(words)), bytes_(bytes) {}

  /// Nothing is left of the bytes, and nothing was missing.
  bool reads() {
    fields();
    return !short_ && bytes_.empty();
  }

 private:
  void fields() {
    do {
      value(true);
      while (at_ < words_.size() && words_[at_] != ',' && words_[at_] != ')') ++at_;
    } while (at_ < words_.size() && words_[at_++] == ',');
  }

  std::string word() {
    while (at_ < words_.size() && words_[at_] == ' ') ++at_;
    std::string out;
    while (at_ < words_.size() && std::isalnum(static_cast<unsigned char>(words_[at_])) != 0) {
      out += words_[at_++];
    }
    return out;
  }

  /// One value; without `present` only its words are passed over.
  void value(bool present) {
    const std::string type = word();
    if (type == "opt") return value(present && number(1) != 0);
    if (type == "list") return list(present ? number(4) : 0);
    static const std::map<std::string, std::size_t> sizes{
        {"u8", 1},  {"bool", 1}, {"u16", 2}, {"i16", 2},    {"u32", 4},
        {"i32", 4}, {"days", 8}, {"id", 16}, {"scope", 17}, {"D", 32}};
    const auto size = sizes.find(type);
    ASSERT_NE(size, sizes.end()) << "'" << type << "' in " << words_;
    if (present) number(size->second);
  }

  void list(std::uint64_t count) {
    const std::size_t begin = at_;
    item(false);
    for (std::uint64_t i = 0; i < count && !short_; ++i) {
      at_ = begin;
      item(true);
    }
  }

  void item(bool present) {
    const std::size_t bracket = words_.find_first_not_of(' ', at_);
    if (bracket == std::string::npos || words_[bracket] != '(') return value(present);
    at_ = bracket + 1;
    if (present) return fields();
    for (int depth = 1; depth > 0 && at_ < words_.size(); ++at_) {
      depth += words_[at_] == '(' ? 1 : words_[at_] == ')' ? -1 : 0;
    }
  }

  std::uint64_t number(std::size_t width) {
    short_ = short_ || width > bytes_.size();
    if (short_) return 0;
    std::uint64_t out = 0;
    for (const char byte : bytes_.substr(0, width)) {
      out = out << 8 | static_cast<unsigned char>(byte);
    }
    bytes_.remove_prefix(width);
    return out;
  }

  std::string words_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool short_ = false;
};

/// How long a key of these words is; nothing for digits.
std::optional<std::size_t> format_key_size(const std::string& words) {
  if (words.find("digits") != std::string::npos) return std::nullopt;
  std::istringstream parts(words);
  std::size_t size = 0;
  for (std::string part; std::getline(parts, part, ',');) {
    part.erase(0, part.find_first_not_of(' '));
    if (part.empty()) continue;
    size += part.starts_with("D") || part.starts_with("key") ? 32
            : part.starts_with("scope")                      ? 17
            : part.starts_with("u8")                         ? 1
                                                             : 16;
  }
  return size;
}

bool row_fits(const FormatRow& row, std::string_view key, std::string_view value) {
  if (const auto size = format_key_size(row.key); size && key.size() != *size) return false;
  if (row.value.starts_with("nothing")) return value.empty();
  if (row.value.starts_with("the body")) return value.find("LTP1") == 4;
  if (row.value.starts_with("u8 length")) {
    return !value.empty() && static_cast<unsigned char>(value[0]) < value.size();
  }
  return WordReader(row.value, value).reads();
}

TEST(StateRows, EveryKeptRowReadsAsTheFormatSays) {
  const auto rows = format_table();
  const auto store =
      ledger::open_rocks_store({.dir = support::loaded_history() / "log", .read_only = true});
  ASSERT_TRUE(store) << store.error().message;
  std::set<std::string> seen;
  const auto visit = [&](std::string_view stored, std::string_view value) {
    const std::string_view key = stored.substr(1);  // kept under `r`
    if (!key.starts_with('a')) return true;
    const std::string prefix(key.substr(0, key.starts_with("ag") ? 3 : 2));
    const auto row = rows.find(prefix);
    EXPECT_NE(row, rows.end()) << prefix << " is not in FORMAT.md";
    if (row == rows.end()) return true;
    EXPECT_TRUE(row_fits(row->second, key.substr(prefix.size()), value)) << prefix;
    seen.insert(prefix);
    return true;
  };
  ASSERT_TRUE((*store)->scan(ledger::Table::kState, "r", "s", visit));
  EXPECT_GT(seen.size(), 20u) << "the histories have rows of most kinds";
}

TEST(StateRows, EveryRowThatTheSourcesNameIsInTheFormat) {
  static const std::regex named(R"re("(a[a-z][A-Z]?)")re");
  const auto rows = format_table();
  std::set<std::string> found;
  const std::filesystem::path folder = std::filesystem::path(kSourceDir) / "projections";
  std::string sources = text_of_source(folder / "governance_admission.cc");
  for (const char* part : {"internal/identity_state.cc", "internal/governance_state.cc",
                           "internal/governance_fold.cc", "internal/governance_fold_papers.cc",
                           "internal/governance_fold_sessions.cc", "internal/governance_ties.cc"}) {
    sources += text_of_source(folder / part);
  }
  for (std::sregex_iterator it(sources.begin(), sources.end(), named), end; it != end; ++it) {
    found.insert((*it)[1]);
  }
  EXPECT_GT(found.size(), 30u);
  for (const std::string& prefix : found) EXPECT_TRUE(rows.contains(prefix)) << prefix;
  for (const auto& [prefix, row] : rows) EXPECT_TRUE(found.contains(prefix)) << prefix;
}

}  // namespace
}  // namespace projections
