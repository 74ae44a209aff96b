// SPDX-License-Identifier: Apache-2.0
#include "tools/finding_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "ledger/bytes.h"

namespace tools {

namespace gov = projections::governance;

namespace {

struct PartWord {
  std::string_view period;
  const char* english;
  const char* russian;
};

constexpr std::array kActs{
    PartWord{"convening", "of convening it", "о созыве"},
    PartWord{"agenda", "of its agenda", "о повестке дня"},
    PartWord{"presiding", "of presiding", "о председательстве"},
    PartWord{"signing", "of signing it", "о подписании"},
    PartWord{"ballot", "of opening the ballot", "об открытии голосования"},
    PartWord{"protocol", "of signing the protocol", "о подписании протокола"},
    PartWord{"roll_call", "of the votes by name", "о поимённых голосах"},
    PartWord{"attendance", "of more votes than voters", "о числе голосов"},
    PartWord{"present", "of the number present", "о числе присутствующих"},
    PartWord{"copy", "of certifying the copy", "о заверении копии"},
};

/// Numbered parts: what stands before the number.
constexpr std::array kNumbered{
    PartWord{"section ", "section ", "раздел "},
    PartWord{"slot ", "signature line ", "строка подписи "},
    PartWord{"component ", "component ", "часть "},
};

bool in_numbers(const gov::Finding& finding, std::string_view value) {
  return std::any_of(finding.numbers.begin(), finding.numbers.end(),
                     [&](const auto& one) { return one.second == value; });
}

}  // namespace

gov::Sentence part_of_subject(const gov::Finding& finding, const gov::PlaceNames& names) {
  const std::string_view period = finding.period;
  if (period.empty() || in_numbers(finding, period)) return {};
  for (const PartWord& word : kActs) {
    if (period == word.period) return {word.english, word.russian};
  }
  for (const PartWord& word : kNumbered) {
    const std::string_view number = period.substr(std::min(period.size(), word.period.size()));
    const bool digits = number.find_first_not_of("0123456789") == std::string_view::npos;
    if (!period.starts_with(word.period) || number.empty() || !digits) continue;
    return {word.english + std::string(number), word.russian + std::string(number)};
  }
  if (const auto id = ledger::fixed_from_hex<ledger::Id>(period)) {
    if (finding.code() == "DUPLICATE_ID") return {"the id " + to_hex(*id), "id " + to_hex(*id)};
    return names.seat(*id);
  }
  return {};
}

std::vector<gov::Finding> in_reading_order(const projections::Chronicle& chronicle,
                                           std::vector<gov::Finding> findings) {
  const auto place = [&](const gov::Finding& one) {
    const auto& day = one.subject_day.not_before;
    const projections::Source* source = chronicle.source(one.subject);
    return std::tuple(one.code(), !day.has_value(),
                      day ? projections::rules::to_iso(*day) : std::string(),
                      source == nullptr ? 0 : source->index, std::string_view(one.period));
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&](const gov::Finding& a, const gov::Finding& b) { return place(a) < place(b); });
  return findings;
}

}  // namespace tools
