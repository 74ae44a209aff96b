// SPDX-License-Identifier: Apache-2.0
// Who may read what. In an open ledger everybody reads; in a closed one a bearer token (RFC 6750)
// says which rights its holder has, for the whole ledger or for some clusters. Writing needs no
// token: events authenticate themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace api {

/// What a route asks of its reader.
enum class Access : std::uint8_t {
  kHealth,      ///< open to everybody and never rate-limited
  kOpen,        ///< open to everybody
  kReader,      ///< who may read anything; the route itself looks closer where it must
  kCluster,     ///< a reader limited to clusters must name one of them as `cluster`
  kLedgerWide,  ///< only who may read the whole ledger
  kFeed,        ///< the right to the feed, otherwise as kCluster
  kFiles,       ///< the right to documents' files, always by token; the route looks closer
  kMetrics,     ///< the right to metrics; a caller on this machine needs none in an open ledger
};

enum class Right : std::uint8_t { kRead, kFeed, kFiles, kMetrics };
inline constexpr std::size_t kRightCount = 4;

std::string_view right_name(Right right);
std::optional<Right> find_right(std::string_view name);

/// What a token permits.
struct Grant {
  std::string token;          ///< its public id, for logs and rate limits
  std::vector<Right> rights;  ///< ascending, unique
  /// Limited to these; nothing: the whole ledger.
  std::optional<std::vector<ledger::Id>> clusters;
  /// Files are seen as this organisation may see them; nothing: those of `clusters`.
  std::optional<ledger::Id> organisation = {};

  bool may(Right right) const;
  bool ledger_wide() const { return !clusters.has_value(); }
  bool covers(const ledger::Id& cluster) const;

  friend bool operator==(const Grant&, const Grant&) = default;
};

/// Whether two byte strings are equal, in time that depends on their lengths alone.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace api
