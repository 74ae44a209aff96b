// SPDX-License-Identifier: Apache-2.0
// Turns one checked request into the bytes of its response. cpp-httplib does the writing and sees
// a request line of ours only, so nothing a client sends can reach its parser.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>

#include "api/http.h"
#include "api/router.h"

namespace api {

/// Where response bytes go.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  /// False: the connection is of no more use.
  virtual bool write(std::string_view bytes) = 0;
};

/// What a feed can ask of its connection.
class FeedControl {
 public:
  virtual ~FeedControl() = default;
  virtual bool open() = 0;
  virtual std::stop_token stop_token() const = 0;
};

struct Exchange {
  const Request& request;
  const Route* route = nullptr;  ///< null with an answer for no route
  Response answer;
  int minor_version = 1;        ///< of HTTP/1.x
  bool keep_alive = true;       ///< false: this answer is the last one
  FeedControl* feed = nullptr;  ///< set on feed threads
};

struct Answered {
  int status = 0;
  std::uint64_t bytes = 0;
  bool written = false;   ///< all of it; else the connection is broken off
  bool reusable = false;  ///< the connection can take another request
};

/// One per thread.
class Responder {
 public:
  using FaultSink = std::function<void(std::string_view request_id, std::string_view what)>;

  /// The router and the flag outlive the responder. Answers made while `stopping` is set close
  /// their connections.
  Responder(const Router& router, const std::atomic<bool>& stopping, FaultSink on_fault);
  ~Responder();

  /// What the handler says, or what a client may know of an exception. May be for later.
  Response run(const Route& route, const Request& request, const Handler& handler) const;

  /// Writes an answer that is there.
  Answered respond(Exchange exchange, ByteSink& sink);

 private:
  class Httplib;
  std::unique_ptr<Httplib> httplib_;
};

}  // namespace api
