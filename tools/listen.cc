// SPDX-License-Identifier: Apache-2.0
#include "tools/listen.h"

#include <charconv>

namespace tools {

ledger::Result<api::ServerOptions> parse_listen(const std::string& listen) {
  const auto colon = listen.rfind(':');
  api::ServerOptions out;
  std::uint16_t port = 0;
  const char* end = listen.data() + listen.size();
  const char* begin = colon == std::string::npos ? end : listen.data() + colon + 1;
  const auto parsed = std::from_chars(begin, end, port);
  if (begin == end || parsed.ec != std::errc{} || parsed.ptr != end || colon == 0) {
    return ledger::invalid("BAD_ADDRESS", "expected ADDRESS:PORT, found " + listen, "--listen");
  }
  out.host = listen.substr(0, colon);
  if (out.host.starts_with('[') && out.host.ends_with(']')) {
    out.host = out.host.substr(1, out.host.size() - 2);
  }
  out.port = port;
  return out;
}

std::string host_text(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace tools
