// SPDX-License-Identifier: Apache-2.0
// Addresses of callers: networks in CIDR form, and who is meant behind trusted proxies.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"

namespace api {

/// IPv4 lies inside IPv6 (::ffff:0:0/96).
using Address = std::array<unsigned char, 16>;

/// Nothing for what is no numeric address.
std::optional<Address> parse_address(std::string_view text);
bool is_loopback(std::string_view text);

/// "10.0.0.0/8", "::1", "fd00::/8".
class Network {
 public:
  /// kInvalid BAD_NETWORK.
  static ledger::Result<Network> parse(std::string_view text);
  bool contains(const Address& address) const;

 private:
  Address address_{};
  unsigned bits_ = 128;
};

/// The caller: the socket's peer, or, if that is a trusted proxy, the last address in
/// X-Forwarded-For that is none. What cannot be read ends the search.
std::string caller_of(const std::string& peer, std::string_view forwarded_for,
                      const std::vector<Network>& trusted);

/// What a rate limit counts as one caller: an IPv4 address, or the /64 of an IPv6 one.
std::string caller_group(const std::string& address);

}  // namespace api
