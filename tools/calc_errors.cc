// SPDX-License-Identifier: Apache-2.0
// The errors of `letopis calc` in Russian, with the year, the field or the numbers that they are
// about.
#include "tools/calc.h"
#include "tools/reasons.h"

namespace tools {
namespace {

/// The whole numbers in a text, in order.
std::vector<std::string> numbers_in(std::string_view text) {
  std::vector<std::string> out;
  bool inside = false;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !inside) out.emplace_back();
    if (digit) out.back().push_back(c);
    inside = digit;
  }
  return out;
}

}  // namespace

std::string error_in_russian(const ledger::Error& error) {
  if (!error.russian.empty()) return error.russian;
  std::string out = explain_reason(error.reason, Language::kRussian);
  if (out.empty()) return out;
  if (out.ends_with('.')) out.pop_back();
  if (const auto year = projections::rules::unknown_year(error)) {
    return out + ": " + std::to_string(*year) + " год";
  }
  if (error.reason == "BAD_NUMBER" && !error.where.empty()) {
    const auto value = error.message.rfind(": needed");
    const auto is = error.message.find("\" is ");
    if (is != std::string::npos && value != std::string::npos && is + 5 < value) {
      return "«" + error.where + "» — " + error.message.substr(is + 5, value - is - 5) +
             ", а нужно целое число, не меньше нуля и меньше 2^64";
    }
  }
  if (error.reason == "MORE_THAN_ALL") {
    const auto numbers = numbers_in(error.message);
    if (numbers.size() >= 2) return out + ": " + numbers.front() + " из " + numbers.back();
  }
  return error.where.empty() ? out : out + ": «" + error.where + "»";
}

}  // namespace tools
