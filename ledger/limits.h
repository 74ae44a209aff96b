// SPDX-License-Identifier: Apache-2.0
// Every limit of the ledger in one place. The error that hits one names it and its value.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ledger {

inline constexpr std::size_t kEntryBytesMax = 65'535;  ///< C2SP tlog-tiles: u16 length in a bundle
inline constexpr std::size_t kBodyBytesMax = 60'000;  ///< leaves room for 16 signatures and framing
inline constexpr std::size_t kSubjectsMax = 16;
inline constexpr std::size_t kCosignersMax = 15;
inline constexpr std::uint64_t kEpochMax = (std::uint64_t{1} << 48) - 1;  ///< openings of a store
inline constexpr std::size_t kBatchEventsMax = 256;                       ///< one atomic submission
inline constexpr std::size_t kGroupEventsMax = 256;                       ///< one group commit
inline constexpr std::size_t kQueueEventsMax = 4'096;  ///< waiting to be checked or sequenced
inline constexpr std::size_t kOriginBytesMax = 255;
inline constexpr std::size_t kNoteBytesMax = 1'000'000;  ///< as other readers of signed notes
inline constexpr std::size_t kNoteSignaturesMax = 100;   ///< as other readers of signed notes
inline constexpr std::size_t kProofHashesMax = 63;       ///< deepest tree of at most 2^63-1 leaves
inline constexpr std::size_t kPolicyBytesMax = 262'144;  ///< a witness policy
/// A trust file: ten thousand organisations with three keys each, under names of 200 letters.
inline constexpr std::size_t kTrustBytesMax = std::size_t{16} << 20;
inline constexpr std::size_t kPolicyItemsMax = 100;  ///< logs, witnesses, groups of a policy, each
inline constexpr std::uint32_t kVerifierDepthMax = 16;
inline constexpr std::uint32_t kVerifierTablesMax = 1'024;
inline constexpr std::uint64_t kClockBehindMaxUs = 3'600'000'000;  ///< one hour
/// 92 days, a quarter: a ledger may well be silent for a weekend or a summer month.
inline constexpr std::uint64_t kClockAheadMaxUs = 92ULL * 86'400'000'000;
inline constexpr std::size_t kPassphraseBytesMax = 1'024;
inline constexpr std::size_t kKeyFileBytesMax = 4'096;
inline constexpr std::size_t kKeyPurposeBytesMax = 200;           ///< UTF-8, one line
inline constexpr std::uint64_t kKdfOperationsMax = 8;             ///< Argon2id passes
inline constexpr std::uint64_t kKdfMemoryBytesMax = 536'870'912;  ///< 512 MiB, twice MODERATE

}  // namespace ledger
