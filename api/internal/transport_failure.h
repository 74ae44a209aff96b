// SPDX-License-Identifier: Apache-2.0
// Why there was no answer over HTTP, in words: cpp-httplib has one word for each.
#pragma once

#include <string_view>

namespace httplib {
enum class Error;
}

namespace api::internal {

enum class FailureKind {
  kNoConnection,
  kNoAnswer,  ///< in time, or the connection broke
  kNotSecure,
};

struct TransportFailure {
  FailureKind kind;
  std::string_view words;
};

TransportFailure transport_failure(httplib::Error error);

}  // namespace api::internal
