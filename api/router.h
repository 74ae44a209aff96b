// SPDX-License-Identifier: Apache-2.0
// Which route answers, and everything about a request that can be refused before its handler:
// path, method, query, Accept, Content-Type, body. Matches raw path segments, each decoded after
// the split. Filled once, then read by many threads.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.h"
#include "api/problem.h"

namespace api {

/// What is known of a request once its head has arrived.
struct HeadFacts {
  std::string_view raw_query;
  bool has_body = false;
};

/// Either a route to run, or the answer instead of it.
struct Admission {
  const Route* route = nullptr;  ///< also set with an answer, if the path and method had one
  std::optional<Response> answer;
};

/// What a router does with every request and answer beside the routes' own work.
struct RouterRules {
  /// Asked once the route is known; a problem is the answer then.
  std::function<std::optional<Problem>(Request&, const Route&)> gate = nullptr;
  /// Readers' answers are theirs alone: shared caches keep nothing of them.
  bool private_answers = false;
  /// Origins whose pages may read (Fetch standard, CORS); "*" is any.
  std::vector<std::string> cors_origins = {};
  bool tls = false;  ///< browsers are told to stay with it
  /// Told of every error that a handler answers with.
  std::function<void(const ledger::Error&)> on_error = nullptr;
};

/// Whether a browser can send this as Origin: "http" or "https", "://", host and port, nothing
/// after.
bool is_origin(std::string_view text);

/// Whether Accept-Encoding takes gzip; asked for routes that compress.
bool wants_gzip(const Request& request);

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;

  /// REQUIRES: a pattern that starts with '/', and that pattern and method not yet there.
  void add(Route route);
  /// Before any request.
  void set_rules(RouterRules rules) { rules_ = std::move(rules); }

  /// Every route, for tests against the contract.
  std::vector<const Route*> routes() const;

  /// Routes and checks the head. Reads method, path and headers of the request and fills params,
  /// query, media_type and language. Nothing of the body is needed yet.
  Admission admit(Request& request, const HeadFacts& facts) const;

  /// Runs the handler of an admitted request, the route's own or Later::finish; errors become
  /// problems, a matching If-None-Match turns a GET's 200 into 304. May throw what the handler
  /// throws.
  Response run(const Route& route, const Request& request, const Handler& handler) const;

  /// The fields that every answer has to this request; `route` null for none.
  void finish(const Request& request, const Route* route, Response& response) const;

 private:
  struct Node;
  struct Target;

  static void collect(const Node& node, const std::vector<std::string>& segments, std::size_t depth,
                      Target& target);
  Admission refuse(const Request& request, const Route* route, const Problem& problem) const;
  Admission choose_method(const Target& target, const std::vector<std::string>& segments,
                          Request& request) const;

  void finish_cors(const Request& request, Response& response) const;

  RouterRules rules_;
  std::unique_ptr<Node> root_;
  std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace api
