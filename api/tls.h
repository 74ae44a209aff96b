// SPDX-License-Identifier: Apache-2.0
// TLS 1.2 and 1.3 over the listener's sockets, by OpenSSL.
#pragma once

#include <filesystem>

#include "api/transport.h"
#include "ledger/result.h"

namespace api {

/// `certificate`: a PEM file, the server's own first, then its chain. kInvalid TLS_CERTIFICATE,
/// TLS_KEY, TLS_KEY_MISMATCH with OpenSSL's own words; kIo TLS_START.
ledger::Result<TransportFactory> make_tls_transport(const std::filesystem::path& certificate,
                                                    const std::filesystem::path& key);

}  // namespace api
