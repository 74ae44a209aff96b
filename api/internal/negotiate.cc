// SPDX-License-Identifier: Apache-2.0
// Parsing of weighted lists. A member that cannot be read is skipped: a preference is a hint.
#include "api/internal/negotiate.h"

#include <algorithm>

#include "api/http.h"

namespace api {

namespace {

struct Weighted {
  std::string value;  ///< lower case, without parameters
  int weight;         ///< thousandths
};

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// Cuts the part before `separator` off `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return trim(part);
}

/// "0.5" -> 500; -1 if it is not a qvalue of RFC 9110 section 12.4.2.
int parse_weight(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return -1;
  if (text.size() > 1 && text[1] != '.') return -1;
  int weight = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return -1;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  return weight <= 1000 ? weight : -1;
}

std::vector<Weighted> parse_weighted(std::string_view list) {
  std::vector<Weighted> members;
  while (!list.empty()) {
    std::string_view member = next_part(list, ',');
    Weighted weighted{lower_case(next_part(member, ';')), 1000};
    while (!member.empty()) {
      const std::string_view parameter = next_part(member, ';');
      if (parameter.size() > 2 && (parameter[0] == 'q' || parameter[0] == 'Q') &&
          parameter[1] == '=') {
        weighted.weight = parse_weight(parameter.substr(2));
      }
    }
    if (!weighted.value.empty() && weighted.weight >= 0) members.push_back(std::move(weighted));
  }
  return members;
}

/// How precisely a range names the type: 0 not at all, 1 any, 2 the family, 3 exactly.
int precision(std::string_view range, std::string_view type) {
  if (range == "*/*") return 1;
  if (range == type) return 3;
  const auto slash = type.find('/');
  const bool family = range.size() > 2 && range.substr(range.size() - 2) == "/*";
  return family && range.substr(0, range.size() - 2) == type.substr(0, slash) ? 2 : 0;
}

int weight_of(const std::vector<Weighted>& ranges, std::string_view type) {
  int best_precision = 0;
  int weight = 0;
  for (const auto& range : ranges) {
    const int found = precision(range.value, type);
    if (found > best_precision) {
      best_precision = found;
      weight = range.weight;
    }
  }
  return weight;
}

}  // namespace

std::string essence_of(std::string_view content_type) {
  return lower_case(next_part(content_type, ';'));
}

std::optional<std::string> choose_media_type(std::string_view accept,
                                             const std::vector<std::string>& offers) {
  const auto ranges = parse_weighted(accept);
  if (ranges.empty()) return offers.front();
  int best = 0;
  const std::string* chosen = nullptr;
  for (const auto& offer : offers) {
    const int weight = weight_of(ranges, essence_of(offer));
    if (weight > best) {
      best = weight;
      chosen = &offer;
    }
  }
  if (chosen == nullptr) return std::nullopt;
  return *chosen;
}

Language choose_language(std::string_view accept_language) {
  // "*" is any language that is not named (RFC 4647 section 3.4.1): it brings back none that is.
  std::optional<int> english;
  std::optional<int> russian;
  int other = 0;
  for (const auto& range : parse_weighted(accept_language)) {
    const std::string_view primary = std::string_view(range.value).substr(0, 2);
    const bool whole = range.value.size() == 2 || (range.value.size() > 2 && range.value[2] == '-');
    if (range.value == "*") other = std::max(other, range.weight);
    if (whole && primary == "en") english = std::max(english.value_or(0), range.weight);
    if (whole && primary == "ru") russian = std::max(russian.value_or(0), range.weight);
  }
  return russian.value_or(other) > english.value_or(other) ? Language::kRu : Language::kEn;
}

bool accepts_gzip(std::string_view accept_encoding) {
  int named = -1;
  int any = 0;
  for (const auto& coding : parse_weighted(accept_encoding)) {
    if (coding.value == "gzip") named = coding.weight;
    if (coding.value == "*") any = coding.weight;
  }
  return (named >= 0 ? named : any) > 0;
}

bool content_type_allowed(std::string_view content_type, const std::vector<std::string>& consumes) {
  std::string_view rest = content_type;
  const std::string essence = lower_case(next_part(rest, ';'));
  if (std::find(consumes.begin(), consumes.end(), essence) == consumes.end()) return false;
  while (!rest.empty()) {
    const std::string parameter = lower_case(next_part(rest, ';'));
    if (parameter.rfind("charset=", 0) != 0) continue;
    const std::string charset = parameter.substr(8);
    if (charset != "utf-8" && charset != "\"utf-8\"") return false;
  }
  return true;
}

}  // namespace api
