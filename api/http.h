// SPDX-License-Identifier: Apache-2.0
// The project's own words for HTTP: headers, query, request, response and route. Nothing here
// knows which library moves the bytes. Semantics follow RFC 9110, URIs RFC 3986.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/access.h"
#include "ledger/result.h"

namespace api {

/// Language of titles and pages made for people; data is never translated.
enum class Language { kEn, kRu };

/// Without the blanks and tabs around it (OWS, RFC 9110 section 5.6.3).
std::string_view trim(std::string_view text);
/// ASCII case-insensitive equality, as for header names and media types.
bool equal_ignoring_case(std::string_view a, std::string_view b);

struct Header {
  std::string name;
  std::string value;
};

/// Header fields in order of arrival; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value);
  /// Replaces every field of that name.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);
  /// Adds a member to a comma-separated field unless it is there already, e.g. Vary.
  void add_member(std::string_view name, std::string_view member);
  /// The first field of that name.
  std::optional<std::string_view> get(std::string_view name) const;
  /// All fields of that name joined by ", " (RFC 9110 section 5.3); empty if there is none.
  std::string joined(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  bool has(std::string_view name) const { return count(name) > 0; }
  const std::vector<Header>& all() const { return fields_; }

 private:
  std::vector<Header> fields_;
};

/// Decoded name-value pairs: path parameters or the query, in order of arrival.
class Pairs {
 public:
  void add(std::string name, std::string value);
  std::optional<std::string_view> get(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

struct Request {
  std::string method;  ///< as sent: a GET handler sees "HEAD" when it answers one
  std::string path;    ///< raw path of the target, still percent-encoded
  Pairs params;        ///< of the pattern, decoded; values are well-formed UTF-8
  Pairs query;         ///< decoded ("+" is a space); names and values are well-formed UTF-8
  Headers headers;
  std::string body;                    ///< unchunked
  std::string request_id;              ///< letters, digits, '.', '_', '-'; safe in headers and logs
  std::string peer;                    ///< the caller (caller_of()): a numeric address, no port
  std::shared_ptr<const Grant> grant;  ///< what the caller's token permits; null without one
  /// Whether the caller's token still permits what it did, for whoever waits; empty without one.
  std::function<bool()> grant_stands = nullptr;
  std::string media_type;  ///< the member of Route::produces chosen by Accept; empty if none
  Language language = Language::kEn;  ///< chosen by Accept-Language
  std::stop_token stopping;           ///< of feeds and long polls: requested when the server stops

  /// False once the token was revoked, has expired or permits something else.
  bool still_permitted() const { return !grant_stands || grant_stands(); }
  std::optional<std::string_view> header(std::string_view name) const { return headers.get(name); }
  /// REQUIRES: the route's pattern names it.
  std::string_view param(std::string_view name) const;
};

/// The writing end of a feed; lives on the feed's own thread.
class FeedWriter {
 public:
  virtual ~FeedWriter() = default;
  /// Sends the bytes at once, waiting for a slow reader at most the write timeout. False: the
  /// reader is gone or the server stops; the caller returns.
  virtual bool write(std::string_view bytes) = 0;
  /// False once the reader hung up (a half-close counts) or the server stops.
  virtual bool open() = 0;
  /// Requested when the server stops, so that a waiting feed can be woken.
  virtual std::stop_token stop_token() const = 0;
};

struct Later;

struct Response {
  int status = 200;
  std::string content_type;  ///< sent only with a body
  std::string body;
  /// Extra fields. Date, Connection, Content-Length, X-Request-Id are the server's; security
  /// fields are added unless present.
  Headers headers;
  /// Set by feed routes: called after the head was sent, the body is what it writes.
  std::function<void(FeedWriter&)> stream;
  /// Set where the answer is not there yet, by routes that are no feeds; nothing else is read then.
  std::shared_ptr<Later> later;
};

/// An error becomes problem details (problem.h).
using Handler = std::function<ledger::Result<Response>(const Request&)>;

/// An answer that something else has to happen for. No thread waits for it.
struct Later {
  /// Called once; may call `resume` itself. `resume` never blocks and may be called from any
  /// thread, also when nobody waits any more. What is returned lives as long as the request waits.
  std::function<std::shared_ptr<void>(std::function<void()> resume)> begin;
  /// Makes the answer on a request thread, after `resume` or when the time is over.
  Handler finish;
  std::optional<std::chrono::milliseconds> time_max = std::nullopt;
};

/// What the contract (openapi.h) says of a route beyond what the router enforces.
struct RouteDoc {
  std::string summary;  ///< one English line
  /// Shape (shapes.h) of the JSON that a success has; empty: its bytes are of `type`.
  std::string shape = {};
  std::string type = {};                     ///< of a success when nothing is negotiated
  std::vector<std::string> more_types = {};  ///< what the same address may be besides
  int success = 200;                         ///< its usual status
  std::vector<int> also = {};                ///< other statuses of success
  std::vector<std::string> problems = {};    ///< slugs beyond those that follow from the route
  bool tagged = true;                        ///< of a GET: its success may have an ETag
};

struct Route {
  std::string method;   ///< "GET" answers HEAD too; OPTIONS is answered by the router
  std::string pattern;  ///< "/v1/events/{id}"; a last "{rest*}" takes all remaining segments
  Handler handler;
  std::vector<std::string> query;            ///< allowed parameters, each at most once
  std::vector<std::string> repeatable = {};  ///< allowed parameters that may come repeatedly
  /// Accepted Content-Types; "*/*" takes any type and none; empty: no body expected.
  std::vector<std::string> consumes = {};
  std::vector<std::string> produces = {};  ///< offered types, best first; empty: no negotiation
  std::size_t body_bytes_max = 0;          ///< 0: a body is refused
  bool feed = false;           ///< runs in the feed pool, may wait and may set Response::stream
  std::string feed_when = {};  ///< query parameter whose presence sends a request to the feed pool
  bool ranges = false;         ///< a GET may ask for a part of the bytes; not with `compress`
  bool compress = false;       ///< gzip if the client takes it; then the ETag becomes weak
  Access access = Access::kReader;
  RouteDoc doc = {};
};

/// `"` + opaque + `"`, with W/ if weak. REQUIRES: printable ASCII without quotes.
std::string make_etag(std::string_view opaque, bool weak);

/// Whether the field's list of tags, or "*", names this tag, weak or not.
bool tag_listed(std::string_view list, std::string_view etag);
/// The opaque parts of the tags in it, without quotes.
std::vector<std::string_view> listed_tags(std::string_view list);

/// Whether If-None-Match (list or *) matches by weak comparison (RFC 9110 section 13.1.2); false
/// without the header. Handlers may ask before they build an expensive body.
bool none_match_hits(const Request& request, std::string_view etag);

}  // namespace api
