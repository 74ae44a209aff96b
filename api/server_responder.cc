// SPDX-License-Identifier: Apache-2.0
// The home of cpp-httplib 0.11.4. Its process_request() is fed a synthetic head; our handlers run
// in its pre-routing hook, and the fields it adds on its own are put right in the post-routing one.
#include "api/server_responder.h"

#include <httplib.h>

#include <array>
#include <ctime>

#include "api/problem.h"

namespace api {

namespace {

constexpr std::string_view kStrictCsp = "default-src 'none'; frame-ancestors 'none'";

/// Gives httplib the synthetic head and takes the response. Its descriptor is never a real one:
/// above FD_SETSIZE 0.11.4 answers 500 to everything.
class HeadStream final : public httplib::Stream {
 public:
  HeadStream(std::string_view head, ByteSink& sink) : head_(head), sink_(sink) {}

  bool is_readable() const override { return !head_.empty(); }
  bool is_writable() const override { return !failed_; }

  ssize_t read(char* into, std::size_t size) override {
    const auto take = head_.copy(into, size);
    head_ = head_.substr(take);
    return static_cast<ssize_t>(take);
  }

  ssize_t write(const char* bytes, std::size_t size) override {
    if (failed_ || !sink_.write({bytes, size})) {
      failed_ = true;
      return -1;
    }
    written_ += size;
    return static_cast<ssize_t>(size);
  }

  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return -1; }

  std::uint64_t written() const { return written_; }
  bool failed() const { return failed_; }

 private:
  std::string_view head_;
  ByteSink& sink_;
  std::uint64_t written_ = 0;
  bool failed_ = false;
};

/// A feed's end inside httplib's chunked writer. An empty write would end the stream there.
class SinkWriter final : public FeedWriter {
 public:
  SinkWriter(httplib::DataSink& sink, FeedControl& control) : sink_(sink), control_(control) {}

  bool write(std::string_view bytes) override {
    if (stop_token().stop_requested()) return false;
    return bytes.empty() || sink_.write(bytes.data(), bytes.size());
  }
  bool open() override { return sink_.is_writable() && control_.open(); }
  std::stop_token stop_token() const override { return control_.stop_token(); }

 private:
  httplib::DataSink& sink_;
  FeedControl& control_;
};

bool is_safe_field(const Header& header) {
  constexpr std::string_view kForbidden("\r\n\0", 3);
  return header.name.find_first_of(kForbidden) == std::string::npos &&
         header.value.find_first_of(kForbidden) == std::string::npos;
}

bool is_safe(const Response& response) {
  if (response.content_type.find_first_of("\r\n") != std::string::npos) return false;
  for (const auto& header : response.headers.all()) {
    if (!is_safe_field(header)) return false;
  }
  return response.status >= 200 && response.status <= 599;
}

bool is_bodiless(int status) { return status == 204 || status == 304; }

/// IMF-fixdate, RFC 9110 section 5.6.7; not strftime, whose names follow the locale.
std::string http_date(std::time_t now) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour,
                utc.tm_min, utc.tm_sec);
  return text.data();
}

}  // namespace

class Responder::Httplib final : public httplib::Server {
 public:
  Httplib(const Router& router, const std::atomic<bool>& stopping, FaultSink on_fault)
      : router_(router), stopping_(stopping), on_fault_(std::move(on_fault)) {
    svr_sock_ = 0;  // httplib ends content providers at once while this is invalid
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response& res) {
      router_.finish(exchange_->request, exchange_->route, exchange_->answer);
      fill(std::move(exchange_->answer), res);
      return HandlerResponse::Handled;
    });
    set_exception_handler(
        [this](const httplib::Request&, httplib::Response& res, std::exception_ptr thrown) {
          report(thrown, exchange_->request);
          res = {};
          fill(fault_response(exchange_->request), res);
        });
    set_post_routing_handler(
        [this](const httplib::Request&, httplib::Response& res) { mend(res); });
  }

  Response run(const Route& route, const Request& request, const api::Handler& handler) const {
    try {
      return router_.run(route, request, handler);
    } catch (...) {
      report(std::current_exception(), request);
      return fault_response(request);
    }
  }

  Answered respond(Exchange exchange, ByteSink& sink) {
    exchange_ = &exchange;
    answered_ = {};
    streamed_ = false;
    const bool gzip =
        exchange.route != nullptr && exchange.route->compress && wants_gzip(exchange.request);
    std::string head = exchange.request.method == "HEAD" ? "HEAD" : "GET";
    head += gzip ? " / HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n" : " / HTTP/1.1\r\n\r\n";
    HeadStream stream(head, sink);
    bool closed = false;
    const bool written = process_request(stream, false, closed, nullptr);
    answered_.bytes = stream.written();
    answered_.written = written && !stream.failed();
    answered_.reusable = answered_.written && reusable_;
    exchange_ = nullptr;
    return answered_;
  }

 private:
  static Response fault_response(const Request& request) {
    return problem_response(make_problem("internal-error", ""), request.request_id,
                            request.language);
  }

  void report(const std::exception_ptr& thrown, const Request& request) const {
    if (!on_fault_) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      on_fault_(request.request_id, e.what());
    } catch (...) {
      on_fault_(request.request_id, "not a std::exception");
    }
  }

  void fill(Response response, httplib::Response& res) {
    if (!is_safe(response)) {
      if (on_fault_) on_fault_(exchange_->request.request_id, "unsafe response fields");
      response = fault_response(exchange_->request);
    }
    res.status = response.status;
    says_ranges_ = response.headers.has("Accept-Ranges");
    for (const auto& header : response.headers.all()) res.set_header(header.name, header.value);
    if (response.stream != nullptr && exchange_->feed != nullptr) {
      fill_stream(std::move(response), res);
      return;
    }
    if (!response.content_type.empty()) res.set_header("Content-Type", response.content_type);
    res.body = std::move(response.body);
  }

  /// Chunks for HTTP/1.1, bytes until the connection closes for HTTP/1.0.
  void fill_stream(Response response, httplib::Response& res) {
    streamed_ = true;
    auto provider = [this, stream = std::move(response.stream)](std::size_t,
                                                                httplib::DataSink& sink) {
      SinkWriter writer(sink, *exchange_->feed);
      try {
        stream(writer);
      } catch (...) {
        report(std::current_exception(), exchange_->request);
        return false;
      }
      sink.done();
      return true;
    };
    if (exchange_->minor_version == 0) {
      res.set_content_provider(response.content_type, std::move(provider));
    } else {
      res.set_chunked_content_provider(response.content_type, std::move(provider));
    }
  }

  void mend(httplib::Response& res) {
    answered_.status = res.status;
    for (const char* name : {"Keep-Alive", "Connection"}) res.headers.erase(name);
    if (!says_ranges_) res.headers.erase("Accept-Ranges");
    if (is_bodiless(res.status)) {
      for (const char* name : {"Content-Length", "Content-Type"}) res.headers.erase(name);
    }
    reusable_ = exchange_->keep_alive && !streamed_ && !stopping_.load();
    if (!reusable_) {
      res.set_header("Connection", "close");
    } else if (exchange_->minor_version == 0) {
      res.set_header("Connection", "keep-alive");
    }
    add_unless_there(res, "X-Content-Type-Options", "nosniff");
    add_unless_there(res, "Referrer-Policy", "no-referrer");
    add_unless_there(res, "Content-Security-Policy", kStrictCsp);
    res.set_header("X-Request-Id", exchange_->request.request_id);
    res.set_header("Date", date());
  }

  static void add_unless_there(httplib::Response& res, const char* name, std::string_view value) {
    if (!res.has_header(name)) res.set_header(name, std::string(value));
  }

  const std::string& date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_second_) {
      date_second_ = now;
      date_ = http_date(now);
    }
    return date_;
  }

  const Router& router_;
  const std::atomic<bool>& stopping_;
  FaultSink on_fault_;
  Exchange* exchange_ = nullptr;  ///< of the response being made
  Answered answered_;
  bool streamed_ = false;
  bool says_ranges_ = false;  ///< else httplib does, on every HEAD
  bool reusable_ = false;
  std::time_t date_second_ = -1;
  std::string date_;
};

Responder::Responder(const Router& router, const std::atomic<bool>& stopping, FaultSink on_fault)
    : httplib_(std::make_unique<Httplib>(router, stopping, std::move(on_fault))) {}
Responder::~Responder() = default;

Response Responder::run(const Route& route, const Request& request, const Handler& handler) const {
  return httplib_->run(route, request, handler);
}

Answered Responder::respond(Exchange exchange, ByteSink& sink) {
  return httplib_->respond(std::move(exchange), sink);
}

}  // namespace api
