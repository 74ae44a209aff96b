// SPDX-License-Identifier: Apache-2.0
#include "projections/tax_numbers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace projections {
namespace {

unsigned digit(char c) { return static_cast<unsigned>(c - '0'); }

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool only_zeros(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

std::uint64_t number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) value = value * 10 + digit(c);
  return value;
}

/// The weighted sum of the leading digits modulo 11, its last digit.
unsigned inn_check_digit(std::string_view digits, std::span<const unsigned> weights) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * digit(digits[i]);
  return sum % 11 % 10;
}

constexpr std::array<unsigned, 9> kLegalPersonWeights{2, 4, 10, 3, 5, 9, 4, 6, 8};
constexpr std::array<unsigned, 10> kPersonWeights1{7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
constexpr std::array<unsigned, 11> kPersonWeights2{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};

}  // namespace

bool is_ogrn(std::string_view digits) {
  if ((digits.size() != 13 && digits.size() != 15) || !all_digits(digits)) return false;
  if (only_zeros(digits)) return false;
  const std::uint64_t modulus = digits.size() == 13 ? 11 : 13;
  const std::uint64_t rest = number(digits.substr(0, digits.size() - 1)) % modulus;
  return rest % 10 == digit(digits.back());
}

bool is_inn(std::string_view digits) {
  if (!all_digits(digits) || only_zeros(digits)) return false;
  if (digits.size() == 10) return inn_check_digit(digits, kLegalPersonWeights) == digit(digits[9]);
  if (digits.size() != 12) return false;
  return inn_check_digit(digits, kPersonWeights1) == digit(digits[10]) &&
         inn_check_digit(digits, kPersonWeights2) == digit(digits[11]);
}

}  // namespace projections
