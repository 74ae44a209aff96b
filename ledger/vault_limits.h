// SPDX-License-Identifier: Apache-2.0
// The limits of the vault. The error that hits one names it and its value.
#pragma once

#include <cstddef>

namespace ledger {

inline constexpr std::size_t kVaultValueBytesMax = 4'096;       ///< one name or contact
inline constexpr std::size_t kVaultFieldBytesMax = 120;         ///< path of a field
inline constexpr std::size_t kVaultWrapsBytesMax = 16'777'216;  ///< about 90,000 people
inline constexpr std::size_t kVaultPurposeCharsMax = 200;       ///< why somebody looked

}  // namespace ledger
