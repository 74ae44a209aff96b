// SPDX-License-Identifier: Apache-2.0
// The check digits of the state registers' numbers, as the tax service computes them.
#pragma once

#include <string_view>

namespace projections {

/// A main state registration number of a legal person (13 digits) or a sole trader (15 digits):
/// the last digit is the rest of the others modulo 11 or 13, its last digit taken.
bool is_ogrn(std::string_view digits);

/// A taxpayer's number of a legal person (10 digits, one check digit) or of a person (12 digits,
/// two check digits).
bool is_inn(std::string_view digits);

}  // namespace projections
