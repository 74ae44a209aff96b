// SPDX-License-Identifier: Apache-2.0
// GET /v1/stream: events as they are recorded, as Server-Sent Events (the text/event-stream of the
// HTML standard). The id of an event is its position, index + 1, so a reader that comes back with
// Last-Event-ID goes on exactly where it stopped, whoever ended the connection.
#include <algorithm>
#include <thread>

#include "api/event_filter.h"
#include "api/internal/frames.h"
#include "api/internal/log_answer.h"
#include "api/service.h"
#include "api/view_answer.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kFramesPerStep = 256;
/// Sent at once; what a slow reader does not take stays in the log, not in memory.
constexpr std::size_t kChunkBytes = 65'536;
/// How often a waiting feed looks whether its reader is there and may read, and the server goes on.
constexpr milliseconds kLookSlice{500};
/// What comes so soon after an event goes out with it: a log that grows fast wakes a hundred feeds
/// two hundred times a second and not at every commit.
constexpr milliseconds kCollect{5};

/// One reader, on a thread of its own.
class Feed {
 public:
  Feed(const Service& service, Frames& frames, EventFilter filter, std::uint64_t position,
       std::function<bool()> grant_stands)
      : service_(service),
        frames_(frames),
        filter_(std::move(filter)),
        position_(position),
        grant_stands_(std::move(grant_stands)) {}

  void run(FeedWriter& writer) {
    const auto began = steady_clock::now();
    const auto& options = service_.feeds;
    last_sent_ = began;
    if (!send(writer, "retry: " + std::to_string(options.retry.count()) + "\n\n")) return;
    while (writer.open() && permitted() && steady_clock::now() - began < options.duration_max) {
      if (!send_news(writer)) return;
      const auto silent = steady_clock::now() - last_sent_;
      if (silent >= options.heartbeat && !send(writer, heartbeat())) return;
      const auto slice = std::min(kLookSlice, options.heartbeat);
      if (service_.wait(position_, slice) > position_) std::this_thread::sleep_for(kCollect);
    }
    send(writer, ": come back with Last-Event-ID\n\n");
  }

 private:
  /// Everything up to the newest event. False: the reader is gone, or may read no more.
  bool send_news(FeedWriter& writer) {
    const ReadView view = service_.view();
    std::string chunk;
    while (position_ < view.size()) {
      const auto indexes = filter_.candidates(view, position_, kFramesPerStep);
      if (!indexes) return false;
      for (const std::uint64_t index : *indexes) {
        const auto frame = frames_.get(view, index);
        if (!frame) return false;
        if (filter_.matches((*frame)->type, (*frame)->subjects)) chunk += (*frame)->text;
        position_ = index + 1;
        if (chunk.size() < kChunkBytes) continue;
        if (!send(writer, chunk)) return false;
        chunk.clear();
      }
      if (indexes->size() < kFramesPerStep) position_ = view.size();
      if (!writer.open()) return false;
    }
    return chunk.empty() || send(writer, chunk);
  }

  /// An id without data moves the reader's Last-Event-ID and raises no event.
  std::string heartbeat() const {
    return filter_.everything() ? ":\n\n" : "id: " + std::to_string(position_) + "\n\n";
  }

  /// Asked before every write, and at least every kLookSlice while nothing is written.
  bool permitted() const { return !grant_stands_ || grant_stands_(); }

  bool send(FeedWriter& writer, std::string_view bytes) {
    if (!permitted()) return false;
    last_sent_ = steady_clock::now();
    return writer.write(bytes);
  }

  const Service& service_;
  Frames& frames_;
  const EventFilter filter_;
  std::uint64_t position_;                    ///< everything before it was sent or does not match
  const std::function<bool()> grant_stands_;  ///< see Request
  steady_clock::time_point last_sent_;
};

/// The position after which the reader wants to go on: what it says it has seen last wins over
/// where its address says to begin.
Result<std::uint64_t> start_of(const Request& request, std::uint64_t size) {
  const std::string last = request.headers.joined("Last-Event-ID");
  Result<std::uint64_t> start = number_parameter(request, "after", 0);
  if (!last.empty()) {
    start = ledger::parse_decimal(last);
    if (!start) {
      return ledger::invalid(
          "BAD_EVENT_ID",
          "Last-Event-ID is a position, a decimal number without sign or leading zeros",
          "Last-Event-ID");
    }
  }
  if (!start || *start <= size) return start;
  return beyond_log(*start, size, last.empty() ? "after" : "Last-Event-ID");
}

Result<Response> stream(const Service& service, const std::shared_ptr<Frames>& frames,
                        const Request& request) {
  auto filter = EventFilter::read(request);
  if (!filter) return filter.error();
  const auto start = start_of(request, service.view().size());
  if (!start) return start.error();
  Response response;
  response.content_type = "text/event-stream";
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Accel-Buffering", "no");
  response.stream = [&service, frames, filter = std::move(*filter), start = *start,
                     grant_stands = request.grant_stands](FeedWriter& writer) {
    Feed(service, *frames, filter, start, grant_stands).run(writer);
  };
  return response;
}

}  // namespace

void add_feed_routes(Router& router, const Service& service) {
  Route route;
  route.method = "GET";
  route.pattern = "/v1/stream";
  const auto frames = std::make_shared<Frames>(service.identity);
  route.handler = [&service, frames](const Request& request) {
    return stream(service, frames, request);
  };
  route.query = {"after"};
  for (const std::string& name : EventFilter::single_parameters()) route.query.push_back(name);
  route.repeatable = EventFilter::repeatable_parameters();
  route.produces = {"text/event-stream"};
  route.feed = true;
  route.access = Access::kFeed;
  route.doc.summary = "Events as they are recorded, as Server-Sent Events";
  route.doc.problems = {"invalid-input", "not-found", "too-many-feeds"};
  router.add(std::move(route));
}

}  // namespace api
