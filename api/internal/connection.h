// SPDX-License-Identifier: Apache-2.0
// One accepted connection and its owner rule: while armed, the kernel watches it and nobody
// touches it; whoever takes it (Connection::take) owns everything below `owner only` until it is
// armed again, parked or dropped. Parked, it waits for its answer, unwatched, and is armed by
// whoever says that the answer can be made.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/http.h"
#include "api/internal/request_parser.h"
#include "api/router.h"
#include "api/transport.h"

namespace api {

/// What one connection holds of the bytes that all of them hold together; given back when it goes.
/// The count outlives the server, as a connection may.
class HeldBytes {
 public:
  using Count = std::shared_ptr<std::atomic<std::size_t>>;

  explicit HeldBytes(Count all) : all_(std::move(all)) {}
  ~HeldBytes() { set(0); }
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;

  void set(std::size_t bytes) {
    if (bytes > own_) all_->fetch_add(bytes - own_, std::memory_order_relaxed);
    if (bytes < own_) all_->fetch_sub(own_ - bytes, std::memory_order_relaxed);
    own_ = bytes;
  }
  std::size_t of_all() const { return all_->load(std::memory_order_relaxed); }

 private:
  Count all_;
  std::size_t own_ = 0;
};

enum class Phase { kIdle, kHead, kBody, kWriting, kDraining, kAnswering, kWaiting };

/// A request whose head is parsed.
struct Pending {
  Request request;
  RequestHead head;
  Admission admission;
  BodyReader body;
  bool continued = false;  ///< 100 Continue was sent
};

/// A request whose answer is not there yet.
struct Waiting {
  Pending pending;
  std::shared_ptr<Later> later;
  std::shared_ptr<void> held;  ///< what Later::begin returned
  std::int64_t since_us = 0;
  std::int64_t due_us = 0;  ///< then it is answered anyway
};

struct Connection {
  Connection(std::uint64_t number, int descriptor, std::string peer_address,
             const ParserLimits& limits, HeldBytes::Count held_by_all)
      : id(number),
        socket(descriptor),
        peer(std::move(peer_address)),
        head_reader(limits),
        held(std::move(held_by_all)) {}
  ~Connection() { ::close(socket); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Makes the caller the owner. False: the event was stale, somebody else owns it.
  bool take() {
    const std::lock_guard lock(mutex);
    return std::exchange(armed, false);
  }

  const std::uint64_t id;
  const int socket;
  const std::string peer;

  std::mutex mutex;
  // Guarded by mutex.
  bool armed = false;         ///< changes together with the kernel's interest
  bool parked = false;        ///< nobody's until its answer can be made
  std::uint64_t awaited = 0;  ///< counts the answers that were waited for
  bool ready = false;         ///< the last of them can be made

  // Written by the owner, read by the sweeper.
  std::atomic<Phase> phase{Phase::kIdle};
  std::atomic<std::int64_t> deadline_us{0};

  // Owner only.
  std::unique_ptr<Transport> transport;
  std::string in;  ///< received, not yet parsed from in_begin on
  std::size_t in_begin = 0;
  std::string out;  ///< to send from out_begin on
  std::size_t out_begin = 0;
  HeadReader head_reader;
  std::optional<Pending> pending;
  HeldBytes held;                     ///< of `in`, `out` and the body
  std::optional<Waiting> waiting;     ///< no further request is looked at before it is answered
  std::int64_t request_since_us = 0;  ///< first byte of the head or start of the body; 0: none
  std::int64_t write_since_us = 0;    ///< first refusal of the socket to take more; 0: none
  std::size_t written_since = 0;
  std::size_t served = 0;
  bool read_dry = false;  ///< the last read took all there was
  bool closing = false;   ///< no further request is read
  bool draining = false;  ///< all is sent; what still comes is dropped
};

}  // namespace api
