// SPDX-License-Identifier: Apache-2.0
// A tree of path segments: a literal wins over {name}, {name} over {rest*}.
#include "api/router.h"

#include <algorithm>
#include <array>
#include <set>

#include "api/internal/byte_range.h"
#include "api/internal/negotiate.h"
#include "api/internal/uri.h"

namespace api {

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::map<std::string, const Route*, std::less<>> tail;  ///< by method, for {rest*}
  std::map<std::string, const Route*, std::less<>> here;  ///< by method
};

/// The routes that fit a path, best first, each list by method.
struct Router::Target {
  std::vector<const std::map<std::string, const Route*, std::less<>>*> candidates;
};

namespace {

constexpr std::array<std::string_view, 9> kMethods = {"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS",
                                                      "PATCH",   "POST",   "PUT", "TRACE"};

std::vector<std::string> split_pattern(std::string_view pattern) {
  LEDGER_CHECK(!pattern.empty() && pattern[0] == '/');
  std::vector<std::string> segments;
  std::string_view rest = pattern.substr(1);
  while (true) {
    const auto slash = rest.find('/');
    segments.emplace_back(rest.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    rest = rest.substr(slash + 1);
  }
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_tail(std::string_view segment) {
  return is_parameter(segment) && segment[segment.size() - 2] == '*';
}

void bind_params(const Route& route, const std::vector<std::string>& segments, Pairs& params) {
  const auto pattern = split_pattern(route.pattern);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_tail(pattern[i])) {
      std::string rest = segments[i];
      for (std::size_t j = i + 1; j < segments.size(); ++j) rest += '/' + segments[j];
      params.add(pattern[i].substr(1, pattern[i].size() - 3), std::move(rest));
    } else if (is_parameter(pattern[i])) {
      params.add(pattern[i].substr(1, pattern[i].size() - 2), segments[i]);
    }
  }
}

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::string join(const std::vector<std::string>& list) {
  std::string all;
  for (const auto& item : list) all.append(all.empty() ? "" : ", ").append(item);
  return all;
}

/// Nothing for a parameter that the route takes so often.
std::optional<FieldError> parameter_fault(const Route& route, const Request& request,
                                          const std::string& name) {
  constexpr auto kIn = FieldError::In::kParameter;
  if (contains(route.repeatable, name)) return std::nullopt;
  if (!contains(route.query, name)) {
    return FieldError{kIn, name, "UNKNOWN_PARAMETER", "this resource has no such parameter",
                      "у этого ресурса нет такого параметра"};
  }
  if (request.query.count(name) == 1) return std::nullopt;
  return FieldError{kIn, name, "REPEATED_PARAMETER", "this parameter may be given once",
                    "этот параметр указывают один раз"};
}

/// Each name is told once, and of very many the first: the answer stays about as long as the
/// question.
std::optional<Problem> check_query(const Route& route, const Request& request) {
  constexpr std::size_t kToldMax = 20;
  std::vector<FieldError> errors;
  std::set<std::string_view> seen;
  std::string names;
  std::size_t untold = 0;
  for (const auto& [name, value] : request.query.all()) {
    if (!seen.insert(name).second) continue;
    auto fault = parameter_fault(route, request, name);
    if (!fault) continue;
    if (errors.size() == kToldMax) {
      ++untold;
      continue;
    }
    names.append(errors.empty() ? "" : ", ").append(name);
    errors.push_back(*std::move(fault));
  }
  if (errors.empty()) return std::nullopt;
  const std::string more = std::to_string(untold);
  const Said said = {"not understood: " + names + (untold > 0 ? " and " + more + " more" : ""),
                     "не понято: " + names + (untold > 0 ? " и ещё " + more : "")};
  Problem problem = make_problem("unknown-parameter", said.english, errors.front().code);
  problem.detail_ru = said.russian;
  problem.errors = std::move(errors);
  return problem;
}

/// A field as it is told back; what is long or no printable ASCII is not repeated.
Said told_value(std::string_view value) {
  constexpr std::size_t kToldMax = 64;
  const bool plain =
      value.size() <= kToldMax &&
      std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (plain) return {std::string(value), std::string(value)};
  return {"unknown here", "здесь неизвестна"};
}

Problem coded_body(const Route& route, std::string_view coding) {
  const Said told = told_value(coding);
  const Said said = {"the body's coding is " + told.english + ", taken are bodies without one",
                     "кодировка тела — " + told.russian + ", принимаются тела без сжатия"};
  Problem problem = make_problem("unsupported-media-type", said);
  problem.errors = {
      {FieldError::In::kHeader, "Content-Encoding", problem.code, said.english, said.russian}};
  problem.headers.set("Accept", join(route.consumes));
  problem.headers.set("Accept-Encoding", "identity");
  return problem;
}

std::optional<Problem> check_body_type(const Route& route, const Request& request, bool has_body) {
  if (route.consumes.empty() || route.body_bytes_max == 0) {
    if (!has_body) return std::nullopt;
    return make_problem("unexpected-body",
                        Said{"this resource takes no body", "этот ресурс не принимает тела"});
  }
  const std::string coding = request.headers.joined("Content-Encoding");
  if (!coding.empty() && !equal_ignoring_case(coding, "identity")) {
    return coded_body(route, coding);
  }
  const auto types = request.headers.count("Content-Type");
  const bool anything = contains(route.consumes, "*/*");
  if (anything && types <= 1) return std::nullopt;
  if (types == 1 && content_type_allowed(*request.header("Content-Type"), route.consumes)) {
    return std::nullopt;
  }
  const std::string taken = join(route.consumes);
  Problem problem =
      make_problem("unsupported-media-type", Said{"taken are: " + taken, "принимаются: " + taken});
  problem.headers.set("Accept", join(route.consumes));
  return problem;
}

std::optional<Problem> choose_type(const Route& route, Request& request) {
  if (route.produces.empty()) return std::nullopt;
  auto chosen = choose_media_type(request.headers.joined("Accept"), route.produces);
  if (!chosen && request.query.count("format") > 0) chosen = route.produces.front();  // which wins
  if (!chosen) {
    const std::string offered = join(route.produces);
    return make_problem("not-acceptable", Said{"offered are: " + offered, "выдаются: " + offered});
  }
  request.media_type = *std::move(chosen);
  return std::nullopt;
}

Problem malformed_target(const ledger::Error& error) {
  Problem problem = make_problem("malformed-request", error.message, error.reason);
  problem.detail_ru = error.russian;
  return problem;
}

/// A pointer leads into the body of the request; where none is taken it would lead nowhere.
Response error_response(const Route& route, const Request& request, const ledger::Error& error) {
  Problem problem = problem_of(error);
  if (route.body_bytes_max == 0) {
    std::erase_if(problem.errors,
                  [](const FieldError& one) { return one.in == FieldError::In::kBody; });
  }
  return problem_response(problem, request.request_id, request.language);
}

/// A representation that may be coded varies, and its tag no longer promises the same bytes.
void prepare_coding(const Request& request, Response& response) {
  response.headers.add_member("Vary", "Accept-Encoding");
  const auto etag = response.headers.get("ETag");
  if (!etag || etag->substr(0, 2) == "W/" || !wants_gzip(request)) return;
  response.headers.set("ETag", "W/" + std::string(*etag));
}

/// RFC 9110 sections 13.1.1, 13.1.2 and 15.4.5: only a successful GET or HEAD, If-Match first; of a
/// 304 only these fields stay. Tags match here as they do on an append, weak or not.
void apply_conditions(const Request& request, Response& response) {
  if (response.status != 200 || (request.method != "GET" && request.method != "HEAD")) return;
  const auto etag = response.headers.get("ETag");
  if (request.headers.has("If-Match") &&
      !tag_listed(request.headers.joined("If-Match"), etag.value_or(""))) {
    const std::string tag(etag.value_or(""));
    const Said here = etag ? Said{"is " + tag, "— " + tag} : Said{"does not exist", "метки нет"};
    response = problem_response(
        make_problem("precondition-failed",
                     Said{"If-Match names another tag than the one here, which " + here.english,
                          "If-Match называет другую метку, а здесь " + here.russian}),
        request.request_id, request.language);
    return;
  }
  if (!etag || !none_match_hits(request, *etag)) return;
  response.status = 304;
  response.body.clear();
  response.content_type.clear();
  response.stream = nullptr;
  response.headers.remove("Content-Language");
  response.headers.remove("Content-Disposition");
}

}  // namespace

bool is_origin(std::string_view text) {
  const auto end = text.find("://");
  if (end == std::string_view::npos) return false;
  const std::string_view scheme = text.substr(0, end);
  if (scheme != "http" && scheme != "https") return false;
  const std::string_view place = text.substr(end + 3);
  const auto port =
      place.find(':', place.rfind(']') == std::string_view::npos ? 0 : place.rfind(']'));
  const std::string_view host = place.substr(0, port);
  const bool host_fits = !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-._[]:").find(c) != std::string_view::npos;
  });
  if (port == std::string_view::npos) return host_fits;
  const std::string_view digits = place.substr(port + 1);
  return host_fits && !digits.empty() && digits.size() <= 5 &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool wants_gzip(const Request& request) {
  return accepts_gzip(request.headers.joined("Accept-Encoding"));
}

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(Route route) {
  routes_.push_back(std::make_unique<Route>(std::move(route)));
  const Route& added = *routes_.back();
  LEDGER_CHECK(added.handler != nullptr && added.method != "HEAD" && added.method != "OPTIONS");
  LEDGER_CHECK(!added.ranges || !added.compress);
  Node* node = root_.get();
  const auto segments = split_pattern(added.pattern);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (is_tail(segments[i])) {
      LEDGER_CHECK(i + 1 == segments.size());
      LEDGER_CHECK(node->tail.emplace(added.method, &added).second);
      return;
    }
    auto& next = is_parameter(segments[i]) ? node->parameter : node->literals[segments[i]];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  LEDGER_CHECK(node->here.emplace(added.method, &added).second);
}

std::vector<const Route*> Router::routes() const {
  std::vector<const Route*> all;
  for (const auto& route : routes_) all.push_back(route.get());
  return all;
}

void Router::collect(const Node& node, const std::vector<std::string>& segments, std::size_t depth,
                     Target& target) {
  if (depth == segments.size()) {
    if (!node.here.empty()) target.candidates.push_back(&node.here);
    return;
  }
  const std::string& segment = segments[depth];
  if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
    collect(*literal->second, segments, depth + 1, target);
  }
  if (segment.empty()) return;
  if (node.parameter != nullptr) collect(*node.parameter, segments, depth + 1, target);
  if (!node.tail.empty()) target.candidates.push_back(&node.tail);
}

Admission Router::refuse(const Request& request, const Route* route, const Problem& problem) const {
  return {route, problem_response(problem, request.request_id, request.language)};
}

Admission Router::choose_method(const Target& target, const std::vector<std::string>& segments,
                                Request& request) const {
  const std::string wanted = request.method == "HEAD" ? "GET" : request.method;
  std::set<std::string> allowed = {"OPTIONS"};
  for (const auto* methods : target.candidates) {
    if (const auto found = methods->find(wanted); found != methods->end()) {
      bind_params(*found->second, segments, request.params);
      return {found->second, std::nullopt};
    }
    for (const auto& [method, route] : *methods) {
      allowed.insert(method);
      if (method == "GET") allowed.insert("HEAD");
    }
  }
  const std::string allow = join({allowed.begin(), allowed.end()});
  if (request.method == "OPTIONS") {
    Response response;
    response.status = 204;
    response.headers.set("Allow", allow);
    return {nullptr, std::move(response)};
  }
  Problem problem =
      make_problem("method-not-allowed", Said{"allowed are: " + allow, "разрешены: " + allow});
  problem.headers.set("Allow", allow);
  return refuse(request, nullptr, problem);
}

Admission Router::admit(Request& request, const HeadFacts& facts) const {
  request.language = choose_language(request.headers.joined("Accept-Language"));
  if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end()) {
    return refuse(request, nullptr,
                  make_problem("method-not-implemented",
                               Said{"no resource here has this method",
                                    "ни у одного ресурса здесь нет такого метода"}));
  }
  if (request.path == "*") {
    Response response;
    response.status = 204;
    response.headers.set("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    return {nullptr, std::move(response)};
  }
  const auto segments = decode_path(request.path);
  if (!segments) return refuse(request, nullptr, malformed_target(segments.error()));
  Target target;
  collect(*root_, *segments, 0, target);
  if (target.candidates.empty()) {
    return refuse(
        request, nullptr,
        make_problem("no-such-resource",
                     Said{"no resource has this path; / lists them all",
                          "такого пути нет ни у одного ресурса; все перечислены по адресу /"}));
  }
  Admission admission = choose_method(target, *segments, request);
  if (admission.answer) return admission;
  const Route& route = *admission.route;
  auto query = decode_query(facts.raw_query);
  if (!query) return refuse(request, &route, malformed_target(query.error()));
  request.query = *std::move(query);
  if (rules_.gate) {
    if (auto problem = rules_.gate(request, route)) return refuse(request, &route, *problem);
  }
  if (auto problem = check_query(route, request)) return refuse(request, &route, *problem);
  if (auto problem = choose_type(route, request)) return refuse(request, &route, *problem);
  if (auto problem = check_body_type(route, request, facts.has_body)) {
    return refuse(request, &route, *problem);
  }
  return admission;
}

/// Fetch standard, section 3.2: a preflight is an OPTIONS that says what is to come.
void Router::finish_cors(const Request& request, Response& response) const {
  if (rules_.cors_origins.empty()) return;
  response.headers.add_member("Vary", "Origin");
  const auto origin = request.header("Origin");
  const bool any = contains(rules_.cors_origins, "*");
  if (!origin || (!any && !contains(rules_.cors_origins, *origin))) return;
  response.headers.set("Access-Control-Allow-Origin", any ? "*" : std::string(*origin));
  response.headers.set("Access-Control-Expose-Headers",
                       "Accept-Ranges, Content-Digest, Content-Range, ETag, Letopis-Next-Cursor, "
                       "Letopis-Next-From, Letopis-Position, Link, Location, Repr-Digest, "
                       "Retry-After, X-Request-Id");
  if (request.method != "OPTIONS" || !request.headers.has("Access-Control-Request-Method")) return;
  const auto allow = response.headers.get("Allow");
  if (allow) response.headers.set("Access-Control-Allow-Methods", std::string(*allow));
  response.headers.set("Access-Control-Allow-Headers",
                       "Authorization, Content-Type, If-Match, If-None-Match, If-Range, "
                       "Last-Event-ID, Range");
  response.headers.set("Access-Control-Max-Age", "600");
}

void Router::finish(const Request& request, const Route* route, Response& response) const {
  finish_cors(request, response);
  if (rules_.tls) response.headers.set("Strict-Transport-Security", "max-age=31536000");
  const bool open = route == nullptr || route->access <= Access::kOpen;
  const auto cache = response.headers.get("Cache-Control");
  if (!rules_.private_answers || open || !cache) return;
  constexpr std::string_view kPublic = "public";
  if (cache->substr(0, kPublic.size()) == kPublic) {
    response.headers.set("Cache-Control", "private" + std::string(cache->substr(kPublic.size())));
  } else if (*cache == "no-cache") {
    response.headers.set("Cache-Control", "private, no-cache");
  }
}

Response Router::run(const Route& route, const Request& request, const Handler& handler) const {
  auto result = handler(request);
  if (result && result->later != nullptr) return *std::move(result);
  if (!result && rules_.on_error) rules_.on_error(result.error());
  Response response = result ? *std::move(result) : error_response(route, request, result.error());
  if (route.produces.size() > 1) response.headers.add_member("Vary", "Accept");
  if (route.compress) prepare_coding(request, response);
  apply_conditions(request, response);
  if (route.ranges) apply_range(request, response);
  return response;
}

}  // namespace api
