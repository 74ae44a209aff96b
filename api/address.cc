// SPDX-License-Identifier: Apache-2.0
#include "api/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "api/http.h"

namespace api {

namespace {

constexpr std::size_t kIpv4At = 12;

bool is_ipv4(const Address& address) {
  return std::all_of(address.begin(), address.begin() + 10, [](auto byte) { return byte == 0; }) &&
         address[10] == 0xff && address[11] == 0xff;
}

bool trusted_by(const std::vector<Network>& networks, std::string_view text) {
  const auto address = parse_address(text);
  return address && std::any_of(networks.begin(), networks.end(),
                                [&](const Network& one) { return one.contains(*address); });
}

/// Whether this is ":" and the number of a port.
bool is_port(std::string_view text) {
  return text.size() >= 2 && text.size() <= 6 && text[0] == ':' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The address in "ADDRESS", "IPV4:PORT", "[IPV6]" and "[IPV6]:PORT"; other texts as they are.
std::string_view without_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return text;
  if (text.front() != '[') {
    const bool one_colon = text.find(':') == colon;
    return one_colon && is_port(text.substr(colon)) ? text.substr(0, colon) : text;
  }
  const auto end = text.find(']');
  if (end == std::string_view::npos) return text;
  const std::string_view inside = text.substr(1, end - 1);
  const std::string_view after = text.substr(end + 1);
  const bool ipv6 = inside.find(':') != std::string_view::npos;
  return ipv6 && (after.empty() || is_port(after)) ? inside : text;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const std::string copy(text);
  Address address{};
  if (::inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) return address;
  if (::inet_pton(AF_INET, copy.c_str(), address.data() + kIpv4At) != 1) return std::nullopt;
  address[10] = address[11] = 0xff;
  return address;
}

bool is_loopback(std::string_view text) {
  const auto address = parse_address(text);
  if (!address) return text == "localhost";
  if (is_ipv4(*address)) return (*address)[kIpv4At] == 127;
  return std::all_of(address->begin(), address->end() - 1, [](auto byte) { return byte == 0; }) &&
         address->back() == 1;
}

ledger::Result<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  Network network;
  bool good = address.has_value();
  if (good) network.address_ = *address;
  if (good && slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    unsigned bits = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const unsigned skipped = is_ipv4(*address) ? 96 : 0;
    good = read.ec == std::errc{} && read.ptr == digits.data() + digits.size() &&
           bits <= 128 - skipped;
    network.bits_ = bits + skipped;
  }
  if (good) return network;
  return ledger::invalid("BAD_NETWORK",
                         "expected an address or ADDRESS/BITS, found " + std::string(text));
}

bool Network::contains(const Address& address) const {
  const std::size_t whole = bits_ / 8;
  const unsigned rest = bits_ % 8;
  if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole),
                  address_.begin())) {
    return false;
  }
  return rest == 0 || (address[whole] >> (8 - rest)) == (address_[whole] >> (8 - rest));
}

std::string caller_of(const std::string& peer, std::optional<std::string_view> forwarded_for,
                      const std::vector<Network>& trusted) {
  std::string caller = peer;
  while (forwarded_for && (caller == kUnixCaller || trusted_by(trusted, caller))) {
    const auto comma = forwarded_for->rfind(',');
    const bool first = comma == std::string_view::npos;
    const std::string_view last =
        without_port(trim(first ? *forwarded_for : forwarded_for->substr(comma + 1)));
    if (!parse_address(last)) return std::string(kUnknownCaller);
    caller = std::string(last);
    forwarded_for = first ? std::nullopt : std::optional(forwarded_for->substr(0, comma));
  }
  return caller;
}

std::string caller_group(const std::string& address) {
  auto bytes = parse_address(address);
  if (!bytes || is_ipv4(*bytes)) return address;
  std::fill(bytes->begin() + 8, bytes->end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET6, bytes->data(), text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace api
