// SPDX-License-Identifier: Apache-2.0
#include "projections/document_search.h"

#include <algorithm>
#include <map>

#include "projections/documents_view.h"

namespace projections {
namespace {

using ledger::Id;
using ledger::Result;

constexpr std::size_t kStemLetters = 6;
constexpr std::size_t kWordLettersMin = 3;

/// The next code point of well-formed UTF-8, 0 at the end.
char32_t next_point(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return 0;
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  char32_t point = first & (0x3f >> more);
  for (int i = 0; i < more && at < text.size(); ++i) {
    point = point << 6 | (static_cast<unsigned char>(text[at++]) & 0x3f);
  }
  return point;
}

/// The letter or digit in lower case; 0 for anything else.
char32_t folded(char32_t point) {
  if (point >= 'A' && point <= 'Z') return point + 0x20;
  if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9')) return point;
  if (point == 0x401 || point == 0x451) return 0x435;  // ё
  if (point >= 0x410 && point <= 0x42f) return point + 0x20;
  if (point >= 0x430 && point <= 0x4ff) return point;
  return 0;
}

void put_point(std::string& out, char32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
    return;
  }
  out.push_back(static_cast<char>(0xc0 | point >> 6));
  out.push_back(static_cast<char>(0x80 | (point & 0x3f)));
}

using Scores = std::map<Id, NearDocument>;

/// Each document once, however many of its facts say the word.
ledger::Status count(const ViewReader& reader, const std::string& prefix, Scores& scores,
                     const std::function<void(NearDocument&)>& found) {
  std::optional<Id> last;
  return reader.scan("documents", prefix, [&](std::string_view key, std::string_view) {
    const Id id = ledger::fixed_from<Id>(key.substr(prefix.size(), Id::kSize));
    if (last == id) return true;
    last = id;
    NearDocument& near = scores[id];
    near.document = id;
    found(near);
    return true;
  });
}

bool nearer(const NearDocument& a, const NearDocument& b) {
  if (a.same_number != b.same_number) return a.same_number;
  if (a.shared_words != b.shared_words) return a.shared_words > b.shared_words;
  return a.index < b.index;
}

/// Fills in what is shown of each.
ledger::Status describe(const ViewReader& reader, std::vector<NearDocument>& near) {
  for (NearDocument& one : near) {
    const auto document = find_document(reader, one.document);
    if (!document) return document.error();
    if (!*document) continue;
    if (const auto* edition = (*document)->edition((*document)->newest_edition())) {
      one.title = edition->title;
      one.index = edition->source.index;
    }
  }
  return ledger::Ok{};
}

}  // namespace

std::set<std::string> title_stems(std::string_view title) {
  std::set<std::string> stems;
  std::string stem;
  std::size_t letters = 0;
  std::size_t at = 0;
  while (true) {
    const char32_t point = next_point(title, at);
    if (const char32_t letter = folded(point)) {
      if (letters++ < kStemLetters) put_point(stem, letter);
      continue;
    }
    if (letters >= kWordLettersMin) stems.insert(stem);
    stem.clear();
    letters = 0;
    if (point == 0) return stems;
  }
}

std::string normalised_number(std::string_view number) {
  std::string out;
  std::size_t at = 0;
  while (const char32_t point = next_point(number, at)) {
    if (const char32_t letter = folded(point)) put_point(out, letter);
  }
  return out;
}

Result<std::vector<NearDocument>> near_documents(const ViewReader& reader, const DocumentHint& hint,
                                                 std::size_t limit) {
  Scores scores;
  const std::set<std::string> stems = title_stems(hint.title);
  for (const std::string& stem : stems) {
    auto counted = count(reader, "w" + stem + std::string(1, '\0'), scores,
                         [](NearDocument& near) { ++near.shared_words; });
    if (!counted) return counted.error();
  }
  if (const std::string number = normalised_number(hint.number); !number.empty()) {
    auto counted = count(reader, "n" + number + std::string(1, '\0'), scores,
                         [](NearDocument& near) { near.same_number = true; });
    if (!counted) return counted.error();
  }
  std::vector<NearDocument> near;
  for (auto& [id, one] : scores) {
    one.title_words = static_cast<unsigned>(stems.size());
    if (one.same_number || 2 * one.shared_words >= one.title_words) near.push_back(one);
  }
  std::sort(near.begin(), near.end(), nearer);
  if (near.size() > limit) near.resize(limit);
  if (auto described = describe(reader, near); !described) return described.error();
  std::stable_sort(near.begin(), near.end(), nearer);
  return near;
}

}  // namespace projections
