// SPDX-License-Identifier: Apache-2.0
// Writing: appending signed events, and asking what would become of them. Events authenticate
// themselves; the expected version that an event names decides (409), If-Match only refuses
// earlier (412).
#include "api/event_json.h"
#include "api/internal/json_route.h"
#include "api/internal/log_answer.h"
#include "api/problem.h"
#include "api/reasons.h"
#include "api/wire.h"
#include "projections/pd_linter.h"
#include "projections/text_form.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;
using Events = std::vector<ledger::SignedEvent>;

/// Errors of a submission say at which event and field, as a JSON pointer into
/// {"events": [bodies]}; one event alone is the whole submission.
ledger::Error in_submission(ledger::Error error) {
  if (!error.where.empty()) error.where = pointer_of_path(error.where);
  return error;
}

Json outcome_json(const ledger::AppendedEvent& event) {
  return {{"index", json_integer(event.index)},
          {"position", json_integer(event.index + 1)},
          {"digest", to_hex(event.digest)},
          {"repeated", event.repeated}};
}

Result<Json> appended_json(const ReadView& view, const ledger::AppendedEvent& appended) {
  auto file = receipt_file(view, appended.index);
  if (!file) return file.error();
  Json json = outcome_json(appended);
  json["event"] = "/v1/events/" + std::to_string(appended.index);
  json["receipt"] = std::move(*file);
  json["recorded_at_us"] = json_integer(appended.recorded_at_us);
  return json;
}

bool any_fresh(const std::vector<ledger::AppendedEvent>& events) {
  for (const ledger::AppendedEvent& one : events) {
    if (!one.repeated) return true;
  }
  return false;
}

/// If-Match against the state that the request met.
ledger::Status check_precondition(const Service& service, const Request& request) {
  if (!request.headers.has("If-Match")) return ledger::Ok{};
  const ReadView view = service.view();
  if (names_state(request.headers.joined("If-Match"), view)) return ledger::Ok{};
  return in_russian(
      ledger::conflict("PRECONDITION_FAILED", "the ledger has " + std::to_string(view.size()) +
                                                  " events, its tag is " + state_tag(view) +
                                                  ", which If-Match does not name"),
      "в журнале событий: " + std::to_string(view.size()) + ", его метка — " + state_tag(view) +
          ", а If-Match её не называет");
}

/// The door's look at what is new, beside the log's own: the log has parsed the body anyway.
ledger::BodyCheck door_check(const Service& service, const Request& request) {
  return [held = check_precondition(service, request)](const ledger::Body& body) {
    if (!held) return held;
    if (auto clear = projections::check_personal_data(body); !clear) return clear;
    return projections::check_text_form(body);
  };
}

/// What a server without a writer answers; nothing where there is one.
std::optional<Response> read_only_answer(const Service& service, const Request& request) {
  if (service.writer != nullptr) return std::nullopt;
  return problem_response(
      make_problem("read-only",
                   Said{"this server was started without a key and only reads: send events to the "
                        "one that writes",
                        "этот сервер запущен без ключа и только читает: посылайте события тому, "
                        "который пишет"}),
      request.request_id, request.language);
}

Result<Events> read_submission(const Request& request) {
  auto submitted = parse_events(request.body);
  if (!submitted) return in_submission(submitted.error());
  return submitted;
}

Response uncached(int status, const Json& json) {
  Response response = json_response(status, json);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

/// What became of a submission, and the log as the answer shows it.
struct Answer {
  ledger::AppendResult result;
  ReadView view;
};

Result<Response> appended_response(const Answer& answer) {
  const auto& [result, view] = answer;
  if (!result) return in_submission(result.error());
  Json list = Json::array();
  for (const ledger::AppendedEvent& appended : *result) {
    auto line = appended_json(view, appended);
    if (!line) return line.error();
    list.push_back(std::move(*line));
  }
  Json json;
  json["events"] = std::move(list);
  json["checkpoint"] = checkpoint_json(view);
  Response response = uncached(any_fresh(*result) ? 201 : 200, json);
  if (result->size() == 1) {
    response.headers.set("Location", "/v1/events/" + std::to_string(result->front().index));
  }
  return response;
}

Result<Response> checked_response(const Answer& answer) {
  const auto& [result, view] = answer;
  if (!result) return in_submission(result.error());
  Json json;
  json["would_be_status"] = any_fresh(*result) ? 201 : 200;
  json["ledger_size"] = json_integer(view.size());
  json["events"] = Json::array();
  for (const ledger::AppendedEvent& one : *result) json["events"].push_back(outcome_json(one));
  return uncached(200, json);
}

using Submit = void (ledger::Log::*)(Events, ledger::AppendCallback, ledger::BodyCheck);

/// The request thread checks the events and does not wait for the log's decision. The view is taken
/// where that is made, while the checkpoint that covers what is new is the newest: it need not be
/// sought in the store.
Result<Response> submit(const Service& service, const Request& request, Submit how,
                        Result<Response> (*told)(const Answer&)) {
  if (auto refused = read_only_answer(service, request)) return std::move(*refused);
  auto read = read_submission(request);
  if (!read) return read.error();
  const auto submitted = std::make_shared<Events>(std::move(*read));
  const auto answer = std::make_shared<std::optional<Answer>>();
  Response response;
  response.later = std::make_shared<Later>();
  response.later->begin = [&service, submitted, answer, how,
                           door = door_check(service, request)](std::function<void()> resume) {
    const auto done = [&service, answer, resume](ledger::AppendResult result) {
      answer->emplace(Answer{std::move(result), service.view()});
      resume();
    };
    (service.writer->*how)(std::move(*submitted), done, door);
    return std::shared_ptr<void>();
  };
  response.later->finish = [answer, told](const Request&) { return told(**answer); };
  return response;
}

Result<Response> append(const Service& service, const Request& request) {
  return submit(service, request, &ledger::Log::submit_and_help, appended_response);
}

/// The indexes are those that the events would get if nothing else came first.
Result<Response> check(const Service& service, const Request& request) {
  return submit(service, request, &ledger::Log::submit_check, checked_response);
}

Route submission_route(std::string pattern, Handler handler, std::string shape,
                       std::string summary) {
  Route route =
      json_route(std::move(pattern), std::move(handler), std::move(shape), std::move(summary));
  route.method = "POST";
  route.consumes = {std::string(kEventsMediaType)};
  route.body_bytes_max = kEventsBytesMax;
  route.access = Access::kOpen;
  route.doc.problems = {"invalid-input",  "actor-not-allowed",   "conflict",
                        "duplicate-vote", "ballot-closed",       "refused-by-rule",
                        "overloaded",     "precondition-failed", "read-only",
                        "writer-stopped", "outcome-unknown"};
  return route;
}

}  // namespace

void add_append_routes(Router& router, const Service& service) {
  const Service& s = service;
  Route post = submission_route(
      "/v1/events", [&s](const Request& request) { return append(s, request); }, "Appended",
      "Append signed events, all or none");
  post.doc.success = 201;
  post.doc.also = {200};
  router.add(std::move(post));
  Route dry = submission_route(
      "/v1/events:check", [&s](const Request& request) { return check(s, request); }, "Checked",
      "What appending would do, without doing it");
  router.add(std::move(dry));
}

}  // namespace api
