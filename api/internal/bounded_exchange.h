// SPDX-License-Identifier: Apache-2.0
// One exchange over HTTP with a server that need not come to an end: so much time for all of it,
// whatever trickles in until then, and so many bytes of the answer, what is unpacked included.
#pragma once

#include <httplib.h>

#include <chrono>
#include <cstddef>
#include <string>

namespace api::internal {

struct ExchangeBounds {
  std::chrono::milliseconds time;
  std::size_t bytes;
};

struct Exchange {
  httplib::Result result;  ///< without its body
  std::string body;
  bool too_slow = false;   ///< the time was over: what there is of a result is not whole
  bool too_large = false;  ///< there is no result: the answer went on
};

/// REQUIRES: nobody else uses the client meanwhile.
Exchange exchange(httplib::Client& client, httplib::Request request, const ExchangeBounds& bounds);

}  // namespace api::internal
