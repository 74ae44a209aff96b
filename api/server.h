// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server: own listening socket and strict reading in front of cpp-httplib, which
// writes the responses. Connections that wait for anything cost a file descriptor and no thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/access_log.h"
#include "api/address.h"
#include "api/router.h"
#include "api/transport.h"
#include "ledger/result.h"

namespace api {

struct ServerOptions {
  std::string host = "127.0.0.1";  ///< numeric address or name to bind
  std::uint16_t port = 0;          ///< 0: any free one, see Server::port
  std::string unix_socket;         ///< absolute path; not empty: listens there and not at host
  int backlog = 512;               ///< connections the kernel holds before they are accepted

  std::size_t request_threads = 8;
  std::size_t feeds_max = 128;  ///< open feeds and long polls, one thread each; more get 503
  /// More get 503. The process needs this many file descriptors and about 200 for the rest.
  std::size_t connections_max = 10'000;
  std::size_t requests_per_connection_max = 1'000;
  std::size_t target_bytes_max = 8'192;
  std::size_t headers_bytes_max = 32'768;
  std::size_t headers_max = 100;
  /// Memory that bodies which come and answers which go take on all connections together; beyond
  /// it those larger than 64 KiB get 503.
  std::size_t held_bytes_max = std::size_t{512} << 20;

  std::chrono::milliseconds idle_timeout{60'000};  ///< between requests: closed without a word
  std::chrono::milliseconds head_timeout{10'000};  ///< first to last byte of a head: else 408
  std::chrono::milliseconds body_timeout{30'000};  ///< for a body, plus its bytes at the rate below
  std::chrono::milliseconds write_timeout{30'000};  ///< for a reader that takes nothing, likewise
  std::size_t bytes_per_second_min = 4'096;         ///< slower peers run into the timeouts
  std::chrono::milliseconds linger_timeout{1'000};  ///< for the peer to read the last answer
  std::chrono::milliseconds stop_timeout{10'000};   ///< for requests in flight when stopping

  /// Peers whose X-Forwarded-For is believed; those at a unix socket are, too.
  std::vector<Network> trusted_proxies = {};

  AccessSink on_access = nullptr;
  /// What a handler threw; for the operator's log alone.
  std::function<void(std::string_view request_id, std::string_view what)> on_fault = nullptr;
  TransportFactory make_transport = make_plain_transport;
};

struct ServerStats {
  std::size_t connections = 0;  ///< open now
  std::size_t feeds = 0;        ///< open now
  std::uint64_t requests = 0;   ///< answered since the start, refusals included
  std::size_t connections_max = 0;
  std::size_t feeds_max = 0;
  std::size_t request_threads = 0;
  std::size_t request_threads_busy = 0;  ///< now
  std::size_t requests_waiting = 0;      ///< now: for their answer, without a thread
  std::size_t held_bytes = 0;            ///< now: of bodies and answers on their way
  std::size_t held_bytes_max = 0;
};

class Server {
 public:
  /// Binds, starts the threads and returns. kInvalid BAD_ADDRESS, kIo BIND_FAILED or
  /// SERVER_START with the operating system's reason. Sets SIGPIPE to be ignored.
  static ledger::Result<std::unique_ptr<Server>> start(ServerOptions options, Router router);

  /// Stops, if stop() was not called.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;  ///< 0 of a unix socket
  ServerStats stats() const;

  /// Accepts no more, finishes what is in flight (at most stop_timeout), ends the feeds, joins
  /// every thread. Handlers must return for it to end. Idempotent; not from a handler.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace api
