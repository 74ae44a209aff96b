// SPDX-License-Identifier: Apache-2.0
#include "api/internal/transport_failure.h"

#include <httplib.h>

namespace api::internal {

TransportFailure transport_failure(httplib::Error error) {
  using httplib::Error;
  switch (error) {
    case Error::Connection:
    case Error::BindIPAddress:
      return {FailureKind::kNoConnection,
              "no connection could be made: the name is not known, or nobody listens there"};
    case Error::ConnectionTimeout:
      return {FailureKind::kNoConnection, "no connection could be made in time"};
    case Error::Read:
      return {FailureKind::kNoAnswer,
              "the connection was made, but no answer came in time, or it broke off"};
    case Error::Write:
      return {FailureKind::kNoAnswer, "the connection broke off while the request was sent"};
    case Error::SSLConnection:
      return {FailureKind::kNotSecure, "no secure connection (TLS) could be agreed on"};
    case Error::SSLLoadingCerts:
      return {FailureKind::kNotSecure,
              "over TLS, the certificates of the authorities cannot be loaded"};
    case Error::SSLServerVerification:
      return {
          FailureKind::kNotSecure,
          "over TLS, no authority that this machine trusts vouches for its certificate and name"};
    case Error::ExceedRedirectCount:
      return {FailureKind::kNoAnswer, "it only redirects"};
    case Error::Canceled:
    case Error::Compression:
    case Error::UnsupportedMultipartBoundaryChars:
    case Error::Success:
    case Error::Unknown:
      break;
  }
  return {FailureKind::kNoAnswer, "the request failed"};
}

}  // namespace api::internal
