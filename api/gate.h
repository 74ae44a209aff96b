// SPDX-License-Identifier: Apache-2.0
// The gate before every route: rate limits, tokens, and what a token permits here. Decides by the
// head alone, before a body is read.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/http.h"
#include "api/problem.h"
#include "api/rate_limit.h"
#include "api/tokens.h"
#include "ledger/body.h"
#include "ledger/clock.h"

namespace api {

struct GateOptions {
  /// Everybody reads, and tokens are asked for metrics from elsewhere alone.
  bool open_reads = true;
  /// With open_reads: only as long as no token was ever made.
  bool open_until_tokens = false;
  std::shared_ptr<TokenStore> tokens;  ///< null: there are none
  RateLimits rates;
  std::shared_ptr<ledger::Clock> clock;
};

/// Any thread.
class Gate {
 public:
  explicit Gate(GateOptions options);

  /// Nothing: come in, with `request.grant` set to what the token permits. Otherwise
  /// too-many-requests, token-required or not-permitted.
  std::optional<Problem> check(Request& request, const Route& route);

  /// Now.
  bool open_reads() const;

 private:
  std::optional<Problem> check_rights(const Request& request, const Route& route) const;

  const GateOptions options_;
  RateLimiter limiter_;
};

/// The 401: no token was given, or one that is unknown, expired or revoked.
Problem token_required(bool given);

/// The 401 to who waited with a token that ended meanwhile (Request::still_permitted()).
Response token_ended(const Request& request);

/// Whether an event that is about these subjects may be shown to who asks.
bool may_see(const Request& request, const std::vector<ledger::Subject>& subjects);

}  // namespace api
