// SPDX-License-Identifier: Apache-2.0
// The life of a connection: idle, head, body, perhaps a wait for what the answer needs, answer, and
// at its end a drain, so that closing with unread bytes does not take the last answer away from the
// peer.
#include "api/internal/driver.h"

#include <sys/random.h>

#include <algorithm>

#include "api/internal/negotiate.h"
#include "ledger/bytes.h"

namespace api {

namespace {

Said feeds_taken(std::size_t places) {
  const std::string all = std::to_string(places);
  return {"all " + all + " places for feeds and long polls are taken",
          "все места для лент и долгих опросов заняты: " + all};
}

Said late_head(const ServerOptions& options) {
  const Said time = time_text(options.head_timeout);
  return {"the head did not arrive within " + time.english,
          "заголовок запроса не пришёл за " + time.russian};
}

Said late_body(const ServerOptions& options) {
  const Said time = time_text(options.body_timeout);
  const std::string rate = std::to_string(options.bytes_per_second_min);
  return {"the body did not arrive within " + time.english +
              " and the time that its bytes take at " + rate + " per second",
          "тело запроса не пришло за " + time.russian +
              " и то время, которое нужно его байтам при " + rate + " в секунду"};
}

/// Of all connections together, by bodies and answers larger than kSmallBytes.
Problem no_memory(std::size_t bytes_max) {
  const std::string all = std::to_string(bytes_max);
  Problem problem = make_problem(
      "overloaded", Said{"all " + all + " bytes for bodies and answers on their way are taken",
                         "вся память для тел и ответов в пути занята, байтов: " + all});
  problem.code = "MEMORY_TAKEN";
  return problem;
}

constexpr std::size_t kReadBytes = 65'536;
constexpr std::size_t kSmallBytes = 65'536;     ///< bodies and answers that always have room
constexpr std::size_t kKeptBytes = 16'384;      ///< of each buffer that a connection keeps
constexpr std::size_t kOutHighBytes = 262'144;  ///< no further pipelined request beyond this
constexpr std::size_t kRequestsPerTurn = 32;    ///< then other connections have their turn
constexpr std::size_t kRequestIdBytesMax = 64;

class StringSink final : public ByteSink {
 public:
  explicit StringSink(std::string& out) : out_(out) {}
  bool write(std::string_view bytes) override {
    out_.append(bytes);
    return true;
  }

 private:
  std::string& out_;
};

std::int64_t microseconds(std::chrono::milliseconds duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

/// Keeps no memory of a large request or answer for the small ones that may come next, if any do.
void let_go(std::string& buffer) {
  if (buffer.capacity() > kKeptBytes) {
    std::string().swap(buffer);
  } else {
    buffer.clear();
  }
}

std::string_view unread(const Connection& c) { return std::string_view(c.in).substr(c.in_begin); }

void consumed(Connection& c, std::size_t bytes) {
  c.in_begin += bytes;
  if (c.in_begin == c.in.size()) {
    let_go(c.in);
    c.in_begin = 0;
  } else if (c.in_begin >= kReadBytes) {
    c.in.erase(0, c.in_begin);
    c.in_begin = 0;
  }
}

/// An idle connection has nothing on its way, whatever it keeps for its next request.
std::size_t held_by(const Connection& c) {
  if (!c.pending && !c.waiting && c.in.empty() && c.out.empty()) return 0;
  std::size_t bytes = c.in.capacity() + c.out.capacity();
  if (c.pending) bytes += c.pending->body.held();
  if (c.waiting) bytes += c.waiting->pending.request.body.capacity();
  return bytes;
}

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= kRequestIdBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '.' || c == '_' || c == '-';
         });
}

std::string request_id_of(const Headers& headers) {
  const auto given = headers.get("X-Request-Id");
  return given && is_request_id(*given) ? std::string(*given) : new_request_id();
}

/// Whether the request waits, and so must not hold a request thread.
bool is_feed(const Route& route, const Request& request) {
  return route.feed || (!route.feed_when.empty() && request.query.count(route.feed_when) > 0);
}

std::string random_prefix() {
  std::string bytes(8, '\0');
  LEDGER_CHECK(::getrandom(bytes.data(), bytes.size(), 0) == 8);
  return ledger::to_hex(bytes) + '-';
}

std::string caller_behind(const std::string& peer, const Headers& headers,
                          const std::vector<Network>& trusted) {
  constexpr std::string_view kField = "X-Forwarded-For";
  if (!headers.has(kField)) return peer;
  return caller_of(peer, headers.joined(kField), trusted);
}

}  // namespace

std::int64_t steady_now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::string new_request_id() {
  static const std::string prefix = random_prefix();
  static std::atomic<std::uint64_t> counter{0};
  return prefix + ledger::to_hex(ledger::be64(counter.fetch_add(1)).substr(2));
}

void record_access(ServerState& state, const Request& request, const Route* route,
                   const Answered& answered, std::int64_t since_us) {
  state.requests.fetch_add(1, std::memory_order_relaxed);
  if (state.options.on_access == nullptr) return;
  state.options.on_access(
      {.method = request.method.empty() ? "-" : std::string_view(request.method),
       .route = route == nullptr ? "-" : std::string_view(route->pattern),
       .status = answered.status,
       .bytes = answered.bytes,
       .time_us = static_cast<std::uint64_t>(steady_now_us() - since_us),
       .request_id = request.request_id});
}

Driver::Driver(ServerState& state)
    : state_(state),
      responder_(state.router, state.stopping, state.options.on_fault),
      buffer_(kReadBytes) {}

Verdict Driver::advance(const std::shared_ptr<Connection>& connection) {
  Connection& c = *connection;
  if (!c.waiting) c.read_dry = false;  // else it is as it was when the request came
  if (steady_now_us() >= c.deadline_us.load(std::memory_order_relaxed) && !expire(c)) {
    return Verdict::kClose;
  }
  c.phase.store(Phase::kAnswering, std::memory_order_relaxed);
  const std::size_t served_before = c.served;
  while (c.served - served_before < kRequestsPerTurn) {
    const Progress progress = consume(connection);
    if (progress == Progress::kGivenAway) return Verdict::kGivenAway;
    if (const auto verdict = flush(c)) return *verdict;
    if (progress == Progress::kWaits) return wait_for_answer(c);
    if (c.closing) {
      if (const auto verdict = drain(c)) return *verdict;
    } else if (progress == Progress::kNeedInput) {
      if (const auto verdict = fill(c)) return *verdict;
    }
  }
  return Verdict::kTurn;
}

/// The deadline has passed. False: close without a word.
bool Driver::expire(Connection& c) {
  const Phase phase = c.phase.load(std::memory_order_relaxed);
  if (phase == Phase::kAnswering || phase == Phase::kWaiting) return true;
  if (phase != Phase::kHead && phase != Phase::kBody) return false;
  const bool head = phase == Phase::kHead;
  const Problem problem =
      make_problem("request-timeout", head ? late_head(state_.options) : late_body(state_.options));
  if (c.pending) {
    refuse_pending(c, problem);
  } else {
    refuse(c, problem);
  }
  return true;
}

Driver::Progress Driver::consume(const std::shared_ptr<Connection>& connection) {
  Connection& c = *connection;
  while (!c.closing && c.out.size() - c.out_begin < kOutHighBytes) {
    const Progress progress = c.waiting   ? consume_answer(connection)
                              : c.pending ? consume_body(connection)
                                          : consume_head(c);
    if (progress != Progress::kFlush) return progress;
  }
  return Progress::kFlush;
}

Driver::Progress Driver::consume_head(Connection& c) {
  HeadResult result = c.head_reader.read(unread(c));
  if (std::holds_alternative<NeedMore>(result)) {
    if (c.request_since_us == 0 && !c.in.empty()) c.request_since_us = steady_now_us();
    return Progress::kNeedInput;
  }
  if (const auto* problem = std::get_if<Problem>(&result)) {
    refuse(c, *problem);
    return Progress::kFlush;
  }
  auto& parsed = std::get<ParsedHead>(result);
  consumed(c, parsed.consumed);
  begin_request(c, std::move(parsed.head));
  return Progress::kFlush;
}

void Driver::begin_request(Connection& c, RequestHead head) {
  c.request_since_us = steady_now_us();
  c.head_reader = HeadReader({state_.options.target_bytes_max, state_.options.headers_bytes_max,
                              state_.options.headers_max});
  Request request;
  request.method = std::move(head.method);
  request.path = std::move(head.path);
  request.headers = std::move(head.headers);
  request.peer = caller_behind(c.peer, request.headers, state_.options.trusted_proxies);
  request.request_id = request_id_of(request.headers);
  Admission admission =
      state_.router.admit(request, {.raw_query = head.raw_query, .has_body = head.has_body()});
  const std::size_t limit =
      admission.route == nullptr || admission.answer ? 0 : admission.route->body_bytes_max;
  BodyReader body(head, limit);
  c.pending.emplace(
      Pending{std::move(request), std::move(head), std::move(admission), std::move(body)});
}

Driver::Progress Driver::consume_body(const std::shared_ptr<Connection>& connection) {
  Connection& c = *connection;
  Pending& pending = *c.pending;
  // Refused by its head: the body is not read, so the connection cannot go on after the answer.
  if (pending.admission.answer) {
    if (pending.head.has_body()) pending.head.keep_alive = false;
    return finish_request(connection);
  }
  std::string_view input = unread(c);
  const std::size_t before = input.size();
  const auto state = pending.body.feed(input);
  consumed(c, before - input.size());
  c.held.set(held_by(c));
  if (pending.body.received() > kSmallBytes && too_much_held(c, 0)) {
    refuse_pending(c, no_memory(state_.options.held_bytes_max));
    return Progress::kFlush;
  }
  if (state == BodyReader::State::kDone) {
    pending.request.body = pending.body.take_body();
    return finish_request(connection);
  }
  if (state == BodyReader::State::kFailed) {
    const Problem problem = pending.body.problem();  // `pending` moves away below
    refuse_pending(c, problem);
    return Progress::kFlush;
  }
  if (pending.head.expect_continue && !pending.continued) {
    pending.continued = true;
    if (pending.body.received() == 0) c.out += "HTTP/1.1 100 Continue\r\n\r\n";
  }
  return Progress::kNeedInput;
}

Driver::Progress Driver::finish_request(const std::shared_ptr<Connection>& connection) {
  Connection& c = *connection;
  Pending pending = *std::move(c.pending);
  c.pending.reset();
  c.request_since_us = 0;
  ++c.served;
  const bool more = c.served < state_.options.requests_per_connection_max;
  pending.head.keep_alive = pending.head.keep_alive && more;
  const std::int64_t since = steady_now_us();
  if (pending.admission.answer) {
    answer(c, pending, *std::move(pending.admission.answer), since);
    return Progress::kFlush;
  }
  const Route& route = *pending.admission.route;
  if (!is_feed(route, pending.request)) {
    run(connection, std::move(pending), route.handler, since);
    return Progress::kFlush;
  }
  const bool keep_alive = pending.head.keep_alive;
  FeedJob job{connection, std::move(pending), keep_alive};
  if (state_.give_to_feeds(job)) return Progress::kGivenAway;
  answer(c, job.pending,
         problem_response(make_problem("too-many-feeds", feeds_taken(state_.options.feeds_max)),
                          job.pending.request.request_id, job.pending.request.language),
         since);
  return Progress::kFlush;
}

/// `since_us` is when the request was complete.
void Driver::run(const std::shared_ptr<Connection>& connection, Pending pending,
                 const Handler& handler, std::int64_t since_us) {
  Response response = responder_.run(*pending.admission.route, pending.request, handler);
  if (response.later == nullptr) {
    return answer(*connection, pending, std::move(response), since_us);
  }
  wait(connection, {std::move(pending), std::move(response.later), nullptr, since_us, 0});
}

void Driver::wait(const std::shared_ptr<Connection>& connection, Waiting waiting) {
  Connection& c = *connection;
  const auto time = waiting.later->time_max;
  waiting.due_us = time ? steady_now_us() + microseconds(*time) : INT64_MAX;
  c.waiting = std::move(waiting);
  c.held.set(held_by(c));
  state_.waiting.fetch_add(1, std::memory_order_relaxed);
  c.waiting->held = c.waiting->later->begin(state_.resumer(connection));
}

Driver::Progress Driver::consume_answer(const std::shared_ptr<Connection>& connection) {
  Connection& c = *connection;
  {
    const std::lock_guard lock(c.mutex);
    if (!c.ready && steady_now_us() < c.waiting->due_us) return Progress::kWaits;
  }
  Waiting waiting = *std::move(c.waiting);
  c.waiting.reset();
  state_.waiting.fetch_sub(1, std::memory_order_relaxed);
  run(connection, std::move(waiting.pending), waiting.later->finish, waiting.since_us);
  return Progress::kFlush;
}

Verdict Driver::wait_for_answer(Connection& c) {
  c.deadline_us.store(c.waiting->due_us, std::memory_order_relaxed);
  c.phase.store(Phase::kWaiting, std::memory_order_relaxed);
  return Verdict::kAnswer;
}

bool Driver::too_much_held(const Connection& c, std::size_t more) const {
  return c.held.of_all() + more > state_.options.held_bytes_max;
}

void Driver::answer(Connection& c, Pending& pending, Response response, std::int64_t since_us) {
  const std::size_t size = response.body.size();
  // What a POST did is told, however long it takes to tell.
  if (size > kSmallBytes && pending.request.method == "GET" && too_much_held(c, size)) {
    response = problem_response(no_memory(state_.options.held_bytes_max),
                                pending.request.request_id, pending.request.language);
  }
  StringSink sink(c.out);
  const Route* route = pending.admission.route;
  const Answered answered = responder_.respond({.request = pending.request,
                                                .route = route,
                                                .answer = std::move(response),
                                                .minor_version = pending.head.minor_version,
                                                .keep_alive = pending.head.keep_alive},
                                               sink);
  if (!answered.reusable) c.closing = true;
  c.held.set(held_by(c));
  record_access(state_, pending.request, route, answered, since_us);
}

void Driver::refuse_pending(Connection& c, const Problem& problem) {
  Pending pending = *std::move(c.pending);
  c.pending.reset();
  pending.head.keep_alive = false;
  answer(c, pending,
         problem_response(problem, pending.request.request_id, pending.request.language),
         steady_now_us());
}

void Driver::refuse(Connection& c, const Problem& problem) {
  Pending pending{{}, {}, {}, BodyReader({}, 0)};
  pending.request.request_id = new_request_id();
  pending.request.peer = c.peer;
  pending.request.language = choose_language(languages_in(unread(c)));
  pending.head.keep_alive = false;
  answer(c, pending,
         problem_response(problem, pending.request.request_id, pending.request.language),
         steady_now_us());
}

std::optional<Verdict> Driver::flush(Connection& c) {
  while (c.out_begin < c.out.size()) {
    const IoResult io = c.transport->write(std::string_view(c.out).substr(c.out_begin));
    if (io.state == IoResult::State::kDone) {
      c.out_begin += io.bytes;
      c.written_since += io.bytes;
      continue;
    }
    if (io.state != IoResult::State::kWantWrite && io.state != IoResult::State::kWantRead) {
      return Verdict::kClose;
    }
    if (c.write_since_us == 0) {
      c.write_since_us = steady_now_us();
      c.written_since = 0;
    }
    const auto& options = state_.options;
    const auto earned = c.written_since * 1'000'000 / options.bytes_per_second_min;
    c.phase.store(Phase::kWriting, std::memory_order_relaxed);
    c.deadline_us.store(c.write_since_us + microseconds(options.write_timeout) +
                        static_cast<std::int64_t>(earned));
    return io.state == IoResult::State::kWantWrite ? Verdict::kWritable : Verdict::kReadable;
  }
  let_go(c.out);
  c.held.set(held_by(c));
  c.out_begin = 0;
  c.write_since_us = 0;
  return std::nullopt;
}

std::optional<Verdict> Driver::fill(Connection& c) {
  if (c.read_dry) return wait_for_input(c, Verdict::kReadable);
  const IoResult io = c.transport->read(buffer_.data(), buffer_.size());
  switch (io.state) {
    case IoResult::State::kDone:
      c.read_dry = io.bytes < buffer_.size();
      c.in.append(buffer_.data(), io.bytes);
      return std::nullopt;
    case IoResult::State::kWantRead:
      return wait_for_input(c, Verdict::kReadable);
    case IoResult::State::kWantWrite:
      return wait_for_input(c, Verdict::kWritable);
    case IoResult::State::kEnd:
    case IoResult::State::kFailed:
      break;
  }
  return Verdict::kClose;
}

Verdict Driver::wait_for_input(Connection& c, Verdict verdict) {
  const auto& options = state_.options;
  Phase phase = Phase::kIdle;
  std::int64_t deadline = 0;
  if (c.pending) {
    phase = Phase::kBody;
    const auto earned = c.pending->body.received() * 1'000'000 / options.bytes_per_second_min;
    deadline =
        c.request_since_us + microseconds(options.body_timeout) + static_cast<std::int64_t>(earned);
  } else if (c.request_since_us != 0) {
    phase = Phase::kHead;
    deadline = c.request_since_us + microseconds(options.head_timeout);
  } else {
    if (state_.stopping.load()) return Verdict::kClose;
    deadline = steady_now_us() + microseconds(options.idle_timeout);
  }
  c.deadline_us.store(deadline, std::memory_order_relaxed);
  c.phase.store(phase, std::memory_order_relaxed);
  return verdict;
}

std::optional<Verdict> Driver::drain(Connection& c) {
  if (!c.draining) {
    c.draining = true;
    c.transport->end_writing();
    c.deadline_us.store(steady_now_us() + microseconds(state_.options.linger_timeout));
  }
  while (steady_now_us() < c.deadline_us.load()) {
    const IoResult io = c.transport->read(buffer_.data(), buffer_.size());
    if (io.state == IoResult::State::kDone) continue;
    if (io.state == IoResult::State::kEnd || io.state == IoResult::State::kFailed) break;
    c.phase.store(Phase::kDraining, std::memory_order_relaxed);
    return io.state == IoResult::State::kWantRead ? Verdict::kReadable : Verdict::kWritable;
  }
  return Verdict::kClose;
}

}  // namespace api
