// SPDX-License-Identifier: Apache-2.0
#include "api/gate.h"

#include <algorithm>

#include "api/address.h"

namespace api {
namespace {

constexpr std::string_view kScheme = "Bearer ";

/// What stands after "Authorization: Bearer" and its spaces, of which there may be several (RFC
/// 6750 section 2.1); nothing without the field or with another scheme. Of two fields neither is
/// believed (RFC 9110 section 5.3): whoever stands before the server may have read the other one.
std::optional<std::string_view> bearer_of(const Request& request) {
  if (request.headers.count("Authorization") > 1) return std::string_view();
  const auto field = request.header("Authorization");
  if (!field || field->size() <= kScheme.size()) return std::nullopt;
  if (!equal_ignoring_case(field->substr(0, kScheme.size()), kScheme)) return std::nullopt;
  const auto begin = field->find_first_not_of(' ', kScheme.size());
  return begin == std::string_view::npos ? std::string_view() : field->substr(begin);
}

/// Asks the store again, so that what lasts ends with the token that began it.
std::function<bool()> standing(const GateOptions& options, std::string_view bearer,
                               std::shared_ptr<const Grant> grant) {
  return [tokens = options.tokens, clock = options.clock, text = std::string(bearer),
          grant = std::move(grant)] { return tokens->find(text, clock->now_us()) == *grant; };
}

Right right_for(Access access) {
  switch (access) {
    case Access::kFeed:
      return Right::kFeed;
    case Access::kFiles:
      return Right::kFiles;
    case Access::kMetrics:
      return Right::kMetrics;
    default:
      return Right::kRead;
  }
}

/// The cluster that the question names, in its path or its query.
std::optional<ledger::Id> cluster_of(const Request& request) {
  const auto named =
      request.params.get("cluster") ? request.params.get("cluster") : request.query.get("cluster");
  if (!named) return std::nullopt;
  const auto id = ledger::fixed_from_hex<ledger::Id>(*named);
  return id ? std::optional(*id) : std::nullopt;
}

}  // namespace

Problem token_required(bool given) {
  const std::string_view code = given ? "TOKEN_INVALID" : "TOKEN_REQUIRED";
  Problem problem = make_problem("token-required",
                                 given ? "the token is unknown, has expired or was revoked"
                                       : "this resource asks for a bearer token",
                                 std::string(code));
  problem.detail_ru = given ? "токен неизвестен, истёк или отозван"
                            : "этот ресурс выдаётся по токену (Authorization: Bearer)";
  problem.headers.set("WWW-Authenticate", given
                                              ? "Bearer realm=\"letopis\", error=\"invalid_token\""
                                              : "Bearer realm=\"letopis\"");
  return problem;
}

Response token_ended(const Request& request) {
  return problem_response(token_required(true), request.request_id, request.language);
}

Gate::Gate(GateOptions options) : options_(std::move(options)), limiter_(options_.rates) {}

bool Gate::open_reads() const {
  const bool ended =
      options_.open_until_tokens && options_.tokens != nullptr && options_.tokens->ever_any();
  return options_.open_reads && !ended;
}

std::optional<Problem> Gate::check(Request& request, const Route& route) {
  if (route.access == Access::kHealth) return std::nullopt;
  const auto bearer = bearer_of(request);
  if (bearer && options_.tokens != nullptr) {
    auto grant = options_.tokens->find(*bearer, options_.clock->now_us());
    if (grant) {
      request.grant = std::make_shared<const Grant>(std::move(*grant));
      request.grant_stands = standing(options_, *bearer, request.grant);
    }
  }
  if (!request.grant && options_.open_until_tokens && open_reads()) {
    // What lasts and began without a token ends when there are tokens.
    request.grant_stands = [tokens = options_.tokens] {
      return tokens == nullptr || !tokens->ever_any();
    };
  }
  if (limiter_.limits_anything()) {
    const std::string caller =
        request.grant ? "token " + request.grant->token : "address " + caller_group(request.peer);
    const auto seconds = limiter_.take(caller, RateLimiter::Clock::now());
    if (seconds) {
      const std::string rate = std::to_string(options_.rates.per_second);
      Problem problem =
          make_problem("too-many-requests", Said{"the limit is " + rate + " requests per second",
                                                 "предел — запросов в секунду: " + rate});
      problem.headers.set("Retry-After", std::to_string(*seconds));
      return problem;
    }
  }
  if (bearer && !request.grant && options_.tokens != nullptr) return token_required(true);
  return check_rights(request, route);
}

std::optional<Problem> Gate::check_rights(const Request& request, const Route& route) const {
  if (route.access == Access::kOpen) return std::nullopt;
  if (route.access == Access::kFiles) {
    // Papers hold names: an open ledger does not open them.
  } else if (route.access == Access::kMetrics) {
    if (open_reads() && is_loopback(request.peer)) return std::nullopt;
  } else if (open_reads()) {
    return std::nullopt;
  }
  if (!request.grant) return token_required(false);
  const Grant& grant = *request.grant;
  const Right right = right_for(route.access);
  if (!grant.may(right)) {
    return make_problem("not-permitted",
                        Said{"the token lacks the right \"" + std::string(right_name(right)) + "\"",
                             "у токена нет права «" + std::string(right_name(right)) + "»"});
  }
  if (grant.ledger_wide() || route.access == Access::kReader || route.access == Access::kFiles) {
    return std::nullopt;
  }
  if (route.access == Access::kLedgerWide || route.access == Access::kMetrics) {
    return make_problem("not-permitted",
                        Said{"the token is limited to clusters, this is about the whole ledger",
                             "токен ограничен кластерами, а это обо всём журнале"});
  }
  const auto cluster = cluster_of(request);
  if (!cluster)
    return make_problem("not-permitted",
                        Said{"the token is limited to clusters: name one as \"cluster\"",
                             "токен ограничен кластерами: укажите один из них в cluster"});
  if (!grant.covers(*cluster))
    return make_problem("not-permitted", Said{"the token does not cover this cluster",
                                              "токен не распространяется на этот кластер"});
  return std::nullopt;
}

bool may_see(const Request& request, const std::vector<ledger::Subject>& subjects) {
  if (!request.grant || request.grant->ledger_wide()) return true;
  return std::any_of(subjects.begin(), subjects.end(), [&](const ledger::Subject& subject) {
    return subject.kind == ledger::SubjectKind::kCluster && request.grant->covers(subject.id);
  });
}

}  // namespace api
