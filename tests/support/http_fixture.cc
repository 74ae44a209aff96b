// SPDX-License-Identifier: Apache-2.0
// The routes of the listener's tests.
#include "tests/support/http_fixture.h"

#include <condition_variable>

#include "api/json.h"
#include "api/problem.h"

namespace testing_support {

namespace {

constexpr std::size_t kBigBytes = 24 << 20;  ///< more than the kernel buffers of a connection

using api::Request;
using api::Response;

Response text(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

ledger::Result<Response> hello(const Request&) {
  Response response = text("hello\n");
  response.headers.set("ETag", "\"h1\"");
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

ledger::Result<Response> item(const Request& request) {
  return api::json_response(200, {{"id", request.param("id")}, {"method", request.method}});
}

ledger::Result<Response> list(const Request& request) {
  if (request.media_type == "text/csv") return text("a;b\n");
  api::Json body = api::Json::object();
  for (const auto& [name, value] : request.query.all()) body[name] = value;
  return api::json_response(200, body);
}

ledger::Result<Response> zip(const Request&) {
  Response response = api::json_response(200, std::string(5'000, 'z'));
  response.headers.set("ETag", "\"z1\"");
  return response;
}

ledger::Result<Response> inject(const Request&) {
  Response response = text("x");
  response.headers.set("Location", "/a\r\nSet-Cookie: stolen=1");
  return response;
}

/// Writes a line, then waits for the end of the reader or of the server.
void tick_until_closed(api::FeedWriter& writer) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  while (writer.open() && writer.write("tick\n")) {
    changed.wait_for(lock, writer.stop_token(), std::chrono::milliseconds(5), [] { return false; });
  }
}

ledger::Result<Response> feed(const Request&) {
  Response response;
  response.content_type = "text/event-stream";
  response.stream = tick_until_closed;
  return response;
}

/// As much as the reader takes, and more.
ledger::Result<Response> flood(const Request&) {
  Response response;
  response.content_type = "text/event-stream";
  response.stream = [](api::FeedWriter& writer) {
    const std::string block(65'536, 'f');
    while (writer.write(block)) {
    }
  };
  return response;
}

ledger::Result<Response> short_feed(const Request&) {
  Response response;
  response.content_type = "text/event-stream";
  response.stream = [](api::FeedWriter& writer) {
    writer.write("one\n");
    writer.write("");
    writer.write("two\n");
  };
  return response;
}

api::Route get_route(std::string pattern, api::Handler handler) {
  return {
      .method = "GET", .pattern = std::move(pattern), .handler = std::move(handler), .query = {}};
}

}  // namespace

api::ServerOptions HttpServerTest::quick_options() {
  api::ServerOptions options;
  options.request_threads = 4;
  options.feeds_max = 2;
  options.linger_timeout = std::chrono::milliseconds(200);
  return options;
}

api::Router HttpServerTest::routes() {
  api::Router router;
  api::add_problem_routes(router);
  router.add(get_route("/hello", hello));
  router.add(get_route("/v1/items/{id}", item));
  router.add(get_route("/caller",
                       [](const Request& r) -> ledger::Result<Response> { return text(r.peer); }));
  router.add(get_route("/files/{path*}", [](const Request& r) -> ledger::Result<Response> {
    return text(std::string(r.param("path")));
  }));
  router.add({.method = "GET",
              .pattern = "/v1/list",
              .handler = list,
              .query = {"cluster", "q"},
              .repeatable = {"kind"},
              .produces = {"application/json", "text/csv"}});
  router.add({.method = "POST",
              .pattern = "/v1/echo",
              .handler = [](const Request& r) -> ledger::Result<Response> { return text(r.body); },
              .query = {},
              .consumes = {"application/json", "application/octet-stream"},
              .body_bytes_max = 1'000});
  router.add({.method = "POST",
              .pattern = "/v1/upload",
              .handler = [](const Request& r) -> ledger::Result<Response> {
                return text(std::to_string(r.body.size()));
              },
              .query = {},
              .consumes = {"*/*"},
              .body_bytes_max = 1'000'000});
  router.add(get_route("/boom", [](const Request&) -> ledger::Result<Response> {
    throw std::runtime_error("secret пароль");
  }));
  const api::Handler refused = [](const Request&) -> ledger::Result<Response> {
    return ledger::refused("NO_QUORUM", "6 of 13 are present, 7 are needed", "/body/votes/0");
  };
  router.add(get_route("/refused", refused));
  router.add({.method = "POST",
              .pattern = "/refused",
              .handler = refused,
              .query = {},
              .consumes = {"application/json"},
              .body_bytes_max = 1'000});
  router.add(get_route("/nothing", [](const Request&) -> ledger::Result<Response> {
    Response response;
    response.status = 204;
    return response;
  }));
  router.add(get_route("/big", [](const Request&) -> ledger::Result<Response> {
    return text(std::string(kBigBytes, 'b'));
  }));
  router.add({.method = "GET", .pattern = "/zip", .handler = zip, .query = {}, .compress = true});
  router.add(get_route("/plain-json", zip));
  router.add(get_route("/inject", inject));
  router.add(get_route("/slow", [this](const Request&) -> ledger::Result<Response> {
    slow_entered_.count_down();
    slow_leave_.wait();
    return text("slow\n");
  }));
  for (const bool brief : {false, true}) {
    api::Route route = get_route(brief ? "/short-feed" : "/feed", brief ? short_feed : feed);
    route.feed = true;
    router.add(std::move(route));
  }
  api::Route floods = get_route("/flood", flood);
  floods.feed = true;
  router.add(std::move(floods));
  api::Route poll = get_route("/poll", hello);
  api::Route maybe_poll = get_route("/maybe-poll", hello);
  maybe_poll.query = {"wait"};
  maybe_poll.feed_when = "wait";
  router.add(std::move(maybe_poll));
  poll.feed = true;
  router.add(std::move(poll));
  api::Route bad_feed = get_route("/bad-feed", [](const Request&) -> ledger::Result<Response> {
    Response response;
    response.content_type = "text/event-stream";
    response.stream = [](api::FeedWriter& writer) {
      writer.write("one\n");
      throw std::runtime_error("in the stream");
    };
    return response;
  });
  bad_feed.feed = true;
  router.add(std::move(bad_feed));
  add_later_routes(router);
  return router;
}

/// Answers that come when the test says so (/later), at once (/soon), when time is up (/give-up),
/// and never because making them throws (/later-boom).
void HttpServerTest::add_later_routes(api::Router& router) {
  using Begin = std::function<void(std::function<void()>)>;
  const auto add = [&](std::string pattern, Begin begin, api::Handler finish,
                       std::optional<std::chrono::milliseconds> time_max = std::nullopt) {
    router.add(get_route(std::move(pattern),
                         [begin, finish, time_max](const Request&) -> ledger::Result<Response> {
                           Response response;
                           response.later = std::make_shared<api::Later>();
                           response.later->begin = [begin](std::function<void()> resume) {
                             begin(std::move(resume));
                             return std::shared_ptr<void>();
                           };
                           response.later->finish = finish;
                           response.later->time_max = time_max;
                           return response;
                         }));
  };
  const Begin keep = [this](std::function<void()> resume) {
    const std::lock_guard lock(mutex_);
    resumes_.push_back(std::move(resume));
  };
  const Begin at_once = [](const std::function<void()>& resume) { resume(); };
  const api::Handler finish = [](const Request& request) -> ledger::Result<Response> {
    return text(request.path + "\n");
  };
  add("/later", keep, finish);
  add("/soon", at_once, finish);
  add("/give-up", keep, finish, std::chrono::milliseconds(30));
  add("/later-boom", at_once, [](const Request&) -> ledger::Result<Response> {
    throw std::runtime_error("while finishing");
  });
}

void HttpServerTest::start(api::ServerOptions options) {
  options.on_access = [this](const api::AccessRecord& record) {
    const std::lock_guard lock(mutex_);
    access_lines_.push_back(api::access_line(record, api::LogFormat::kText));
  };
  options.on_fault = [this](std::string_view, std::string_view what) {
    const std::lock_guard lock(mutex_);
    faults_.emplace_back(what);
  };
  auto server = api::Server::start(std::move(options), routes());
  ASSERT_TRUE(server) << server.error().message;
  server_ = *std::move(server);
}

}  // namespace testing_support
