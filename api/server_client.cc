// SPDX-License-Identifier: Apache-2.0
#include "api/server_client.h"

#include <httplib.h>

#include "api/appended_answer.h"
#include "api/event_json_schema.h"
#include "api/internal/bounded_exchange.h"
#include "api/internal/transport_failure.h"
#include "api/json_text.h"
#include "api/wire.h"

namespace api {
namespace {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Hash;
using ledger::Result;

constexpr time_t kConnectSeconds = 10;
constexpr time_t kAnswerSeconds = 60;

ErrorCode code_of(int status) {
  switch (status) {
    case 400:
    case 413:
    case 415:
      return ErrorCode::kInvalid;
    case 401:
    case 403:
    case 422:
      return ErrorCode::kRefused;
    case 404:
      return ErrorCode::kNotFound;
    case 409:
    case 412:
      return ErrorCode::kConflict;
    case 429:
    case 503:
      return ErrorCode::kOverloaded;
    default:
      return ErrorCode::kIo;
  }
}

/// Of an answer that is no problem: a proxy's, or somebody else's server.
Error wordless_error(int status) {
  const bool moved = status >= 300 && status < 400;
  const std::string number = std::to_string(status);
  Error error{code_of(status), "HTTP_" + number, "the server answers " + number, ""};
  error.russian = "сервер отвечает " + number;
  error.message += moved ? ", it points elsewhere; give the address at which the ledger is served"
                         : " and does not say why";
  error.russian += moved ? ", то есть отсылает дальше; дайте адрес, по которому отвечает журнал"
                         : " и не говорит почему";
  return error;
}

/// An RFC 9457 problem as the error that it was on the server.
Error problem_error(int status, const std::string& body) {
  Error error = wordless_error(status);
  const auto json = read_json(body, "answer");
  const bool said =
      json && (!text_in(json->value, "code").empty() || !text_in(json->value, "detail").empty() ||
               !text_in(json->value, "title").empty());
  if (!said) return error;
  error.russian.clear();
  const Json& problem = json->value;
  if (const auto code = text_in(problem, "code"); !code.empty()) error.reason = code;
  // An alarm stands there: it is as much evidence as it would be in the ledger's folder.
  if (text_in(problem, "type").ends_with("/writer-stopped")) error.code = ErrorCode::kBehind;
  error.message = text_in(problem, "detail");
  if (error.message.empty()) error.message = text_in(problem, "title");
  // What the code means is told with the code, and once is enough.
  const std::string meaning = text_in(problem, "explanation") + " (";
  if (error.message.starts_with(meaning) && error.message.ends_with(')')) {
    error.message = error.message.substr(meaning.size());
    error.message.pop_back();
  }
  const auto errors = problem.is_object() ? problem.find("errors") : problem.end();
  if (problem.is_object() && errors != problem.end() && errors->is_array() && !errors->empty()) {
    for (const char* place : {"pointer", "parameter", "header"}) {
      if (error.where.empty()) error.where = text_in(errors->front(), place);
    }
  }
  return error;
}

std::int64_t enum_number(std::string_view enumeration, const std::string& name) {
  for (const JsonEnum& candidate : json_schema().enums) {
    const auto* value = candidate.name == enumeration ? candidate.find(name) : nullptr;
    if (value != nullptr) return value->number;
  }
  return 0;
}

Result<ledger::Subject> subject_of(const Json& value) {
  auto id = hex_in<ledger::Id>(value, "id");
  if (!id) return id.error();
  return ledger::Subject{
      static_cast<ledger::SubjectKind>(enum_number("SubjectKind", text_in(value, "kind"))), *id};
}

}  // namespace

class ServerClient::Impl {
 public:
  Impl(const std::string& url, const std::string& token, Language language,
       const AnswerBounds& bounds)
      : client_(url),
        headers_{{"Accept", "application/json"},
                 {"Accept-Language", language == Language::kRu ? "ru" : "en"}},
        url_(url),
        bounds_(bounds) {
    if (!token.empty()) client_.set_bearer_token_auth(token.c_str());
    client_.set_connection_timeout(kConnectSeconds);
    client_.set_read_timeout(kAnswerSeconds);
    client_.set_keep_alive(true);
  }

  Result<Json> get(const std::string& path) {
    httplib::Request request;
    request.method = "GET";
    request.path = path;
    return ask(std::move(request));
  }

  Result<Json> post(const std::string& path, const std::string& body, std::string_view type) {
    httplib::Request request;
    request.method = "POST";
    request.path = path;
    request.body = body;
    request.set_header("Content-Type", std::string(type));
    return ask(std::move(request));
  }

 private:
  Result<Json> ask(httplib::Request request) {
    for (const auto& [name, value] : headers_) request.set_header(name, value);
    const auto done =
        internal::exchange(client_, std::move(request), {bounds_.time, bounds_.bytes});
    if (done.too_slow) {
      return ledger::io_error("SERVER_TOO_SLOW", url_ + ": the answer was not whole after " +
                                                     std::to_string(bounds_.time.count() / 1'000) +
                                                     " s");
    }
    if (done.too_large) {
      return ledger::corrupt("RESOURCE_TOO_LARGE", url_ + ": the answer is longer than the " +
                                                       std::to_string(bounds_.bytes) +
                                                       " bytes that it may have");
    }
    if (!done.result) {
      return ledger::io_error(
          "SERVER_UNREACHABLE",
          url_ + ": " + std::string(internal::transport_failure(done.result.error()).words));
    }
    const int status = done.result->status;
    if (status < 200 || status > 299) return problem_error(status, done.body);
    auto json = read_json(done.body, url_);
    if (!json) return bad_answer(json.error().message);
    return std::move(json->value);
  }

  httplib::Client client_;
  httplib::Headers headers_;
  std::string url_;
  AnswerBounds bounds_;
};

ServerClient::ServerClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ServerClient::~ServerClient() = default;

Result<std::unique_ptr<ServerClient>> ServerClient::open(const std::string& url,
                                                         const std::string& token,
                                                         Language language,
                                                         const AnswerBounds& bounds) {
  std::string base = url;
  while (!base.empty() && base.back() == '/') base.pop_back();
  const auto scheme = base.find("://");
  const bool known = base.starts_with("http://") || base.starts_with("https://");
  if (!known || base.find_first_of("/?#@", scheme + 3) != std::string::npos) {
    return ledger::invalid("BAD_URL", "expected http://HOST:PORT, found " + url);
  }
  return std::unique_ptr<ServerClient>(
      new ServerClient(std::make_unique<Impl>(base, token, language, bounds)));
}

Result<ledger::LedgerIdentity> ServerClient::identity() {
  const auto card = impl_->get("/v1/ledger");
  if (!card) return card.error();
  const auto id = hex_in<Hash>(*card, "ledger_id");
  if (!id) return id.error();
  ledger::LedgerIdentity identity{text_in(*card, "origin"), *id};
  if (watch_ != nullptr) {
    if (auto met = watch_->meet(identity, text_in(*card, "vkey")); !met) return met.error();
  }
  return identity;
}

Result<ledger::Seen> ServerClient::newest() {
  const auto checkpoint = impl_->get("/v1/checkpoint");
  if (!checkpoint) return checkpoint.error();
  if (watch_ != nullptr) {
    auto taken = watch_->take(text_in(*checkpoint, "note"), asking());
    if (!taken) return taken.error();
    return watch_->known().seen;
  }
  const auto size = number_in(*checkpoint, "size");
  if (!size) return size.error();
  const auto root = hex_in<Hash>(*checkpoint, "root");
  if (!root) return root.error();
  return ledger::Seen{*size, *root};
}

LogWatch::AskProof ServerClient::asking() {
  return [this](std::uint64_t from, std::uint64_t to) -> Result<std::vector<Hash>> {
    const auto json =
        impl_->get("/v1/consistency?from=" + std::to_string(from) + "&to=" + std::to_string(to));
    if (!json) return json.error();
    const auto list = json->is_object() ? json->find("proof") : json->end();
    if (!json->is_object() || list == json->end() || !list->is_array()) {
      return bad_answer("no consistency proof");
    }
    std::vector<Hash> out;
    for (const Json& item : *list) {
      const auto hash = ledger::fixed_from_hex<Hash>(
          item.is_string() ? item.get_ref<const std::string&>() : std::string());
      if (!hash) return bad_answer("a consistency proof of something else than hashes");
      out.push_back(*hash);
    }
    return out;
  };
}

Result<std::optional<ledger::KeyRecord>> ServerClient::key(const ledger::PublicKey& key) {
  using Found = std::optional<ledger::KeyRecord>;
  // The server's views follow the log; the answer has to know what the ledger knew when asked.
  const auto seen = newest();
  if (!seen) return seen.error();
  const auto json =
      impl_->get("/v1/keys/" + to_hex(key) + "?min_position=" + std::to_string(seen->size));
  if (!json && json.error().code == ErrorCode::kNotFound) return Found();
  if (!json) return json.error();
  ledger::KeyRecord record;
  record.key = key;
  record.role = static_cast<ledger::fb::Role>(enum_number("Role", text_in(*json, "role")));
  if (auto id = hex_in<ledger::Id>(*json, "organisation")) record.organisation = *id;
  if (auto id = hex_in<ledger::Id>(*json, "seat")) record.seat = *id;
  return Found(record);
}

Result<std::optional<std::vector<ledger::Subject>>> ServerClient::subjects_of(const Hash& digest) {
  using Found = std::optional<std::vector<ledger::Subject>>;
  const auto event = impl_->get("/v1/events/" + to_hex(digest));
  if (!event && event.error().code == ErrorCode::kNotFound) return Found();
  if (!event) return event.error();
  const Json::json_pointer pointer("/body/subjects");
  if (!event->contains(pointer) || !event->at(pointer).is_array()) return bad_answer("no subjects");
  std::vector<ledger::Subject> out;
  for (const Json& item : event->at(pointer)) {
    auto subject = subject_of(item);
    if (!subject) return subject.error();
    out.push_back(*subject);
  }
  return Found(std::move(out));
}

Result<ledger::LedgerIdentity> ServerClient::known_identity() {
  if (identity_) return *identity_;
  auto asked = identity();
  if (asked) identity_ = *asked;
  return asked;
}

namespace {

/// The server has said that the events are recorded: whatever is wrong with its answer is no
/// refusal of theirs.
Error after_the_answer(Error error) {
  switch (error.code) {
    case ErrorCode::kInvalid:
    case ErrorCode::kRefused:
    case ErrorCode::kConflict:
    case ErrorCode::kNotFound:
      error.code = ErrorCode::kIndeterminate;
      break;
    default:
      break;
  }
  error.message = "the server says that it has recorded the events: " + error.message;
  if (!error.russian.empty()) {
    error.russian = "сервер сообщил, что события записаны: " + error.russian;
  }
  return error;
}

}  // namespace

ledger::AppendResult ServerClient::append(const std::vector<ledger::SignedEvent>& events) {
  const auto who = known_identity();
  if (!who) return who.error();
  const auto json = impl_->post("/v1/events", encode_events(events), kEventsMediaType);
  if (!json) return json.error();
  auto appended = read_appended(*json, events, *who);
  if (!appended) return after_the_answer(appended.error());
  if (watch_ == nullptr) return appended;
  auto shown = check_receipts(*json, events, *watch_, asking());
  return shown ? appended : after_the_answer(shown.error());
}

ledger::AppendResult ServerClient::check(const std::vector<ledger::SignedEvent>& events) {
  const auto who = known_identity();
  if (!who) return who.error();
  const auto json = impl_->post("/v1/events:check", encode_events(events), kEventsMediaType);
  if (!json) return json.error();
  return read_appended(*json, events, *who);
}

Result<std::string> ServerClient::keep_file(const std::string& bytes) {
  const auto json = impl_->post("/v1/files", bytes, "application/octet-stream");
  if (!json) return json.error();
  const auto hash = hex_in<Hash>(*json, "sha256");
  if (!hash) return hash.error();
  return "/v1/files/" + to_hex(*hash);
}

}  // namespace api
