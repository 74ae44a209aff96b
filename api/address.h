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

/// Whoever a trusted proxy names in a way that cannot be read: no address, so never this machine or
/// a proxy, and one caller for the rate limit.
inline constexpr std::string_view kUnknownCaller = "unknown";

/// The peer at a unix socket: no address either, but a trusted proxy.
inline constexpr std::string_view kUnixCaller = "unix";

/// The caller: the socket's peer, or, if that is a trusted proxy that sent X-Forwarded-For, the
/// last address in it that is no trusted proxy. Ports are taken off. What cannot be read before
/// that is kUnknownCaller.
std::string caller_of(const std::string& peer, std::optional<std::string_view> forwarded_for,
                      const std::vector<Network>& trusted);

/// What a rate limit counts as one caller: an IPv4 address, or the /64 of an IPv6 one.
std::string caller_group(const std::string& address);

}  // namespace api
