// SPDX-License-Identifier: Apache-2.0
#include "api/internal/log_answer.h"

#include <algorithm>

#include "api/reasons.h"
#include "ledger/hash.h"
#include "ledger/tlog_proof.h"

namespace api {

using ledger::ReadView;
using ledger::Result;

namespace {

constexpr std::size_t kContentTagDigits = 32;

std::string content_tag(std::string_view body) {
  return to_hex(ledger::sha256(body)).substr(0, kContentTagDigits);
}

std::string size_tag(const ReadView& view) { return "log." + std::to_string(view.size()); }

}  // namespace

Response bytes_response(std::string body, std::string type, std::string_view cache) {
  Response response;
  response.content_type = std::move(type);
  response.body = std::move(body);
  response.headers.set("Cache-Control", std::string(cache));
  return response;
}

Route bytes_route(std::string pattern, Handler handler, std::string type, std::string summary) {
  Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.handler = std::move(handler);
  route.doc.type = std::move(type);
  route.doc.summary = std::move(summary);
  return route;
}

Response content_response(std::string body, std::string type) {
  const std::string tag = make_etag(content_tag(body), false);
  Response response = bytes_response(std::move(body), std::move(type), "no-cache");
  response.headers.set("ETag", tag);
  return response;
}

std::string state_tag(const ReadView& view) { return make_etag(size_tag(view), true); }

Response state_response(const ReadView& view, const Json& json) {
  Response response = json_response(200, json);
  response.headers.set("ETag", state_tag(view));
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

Response state_content_response(const ReadView& view, const Json& json) {
  Response response = state_response(view, json);
  response.headers.set("ETag", make_etag(size_tag(view) + '.' + content_tag(response.body), true));
  return response;
}

bool names_state(std::string_view list, const ReadView& view) {
  if (trim(list) == "*") return true;
  const auto tags = listed_tags(list);
  return std::any_of(tags.begin(), tags.end(), [size = size_tag(view)](std::string_view tag) {
    return tag == size || tag.starts_with(size + '.');
  });
}

Json checkpoint_json(const ReadView& view) {
  Json json;
  json["origin"] = view.checkpoint().origin;
  json["size"] = json_integer(view.size());
  json["root"] = to_hex(view.checkpoint().root);
  json["note"] = view.note();
  return json;
}

Result<std::uint64_t> find_event(const ReadView& view, std::string_view name) {
  if (name.size() <= 19) {
    if (const auto index = ledger::parse_decimal(name)) {
      if (*index < view.size()) return *index;
      const std::string size = std::to_string(view.size());
      return in_russian(
          ledger::not_found("NO_EVENT", "indexes count from 0, and the log stands at " + size),
          "номера событий считаются с 0, а журнал стоит на " + size);
    }
  }
  std::optional<std::uint64_t> index;
  if (const auto id = ledger::fixed_from_hex<ledger::Id>(name)) {
    const auto found = view.find_id(*id);
    if (!found) return found.error();
    index = *found;
  } else if (const auto digest = ledger::fixed_from_hex<ledger::Hash>(name)) {
    const auto found = view.find_digest(*digest);
    if (!found) return found.error();
    if (*found) index = (*found)->index;
  } else {
    return in_russian(
        ledger::not_found(
            "BAD_NAME",
            "an event is named by its index, its id (32 lower-case hex digits) or its "
            "digest (64)"),
        "событие называют номером, идентификатором (32 строчные шестнадцатеричные цифры) или "
        "дайджестом (64)");
  }
  if (!index) {
    return in_russian(ledger::not_found("NO_EVENT", "no event of the log has this id or digest"),
                      "ни у одного события журнала нет такого идентификатора или дайджеста");
  }
  return *index;
}

ledger::Error beyond_log(std::uint64_t position, std::uint64_t size, std::string where) {
  const std::string asked = std::to_string(position);
  const std::string there = std::to_string(size);
  return in_russian(
      ledger::not_found("BEYOND_LOG",
                        "position " + asked + " was asked for, the log stands at " + there,
                        std::move(where)),
      "спрошено о положении " + asked + ", журнал стоит на " + there);
}

Result<std::string> receipt_file(const ReadView& view, std::uint64_t index) {
  auto found = view.receipt(index);
  if (!found) return found.error();
  return ledger::format_tlog_proof(
      {std::nullopt, found->index, std::move(found->inclusion), std::move(found->checkpoint)});
}

}  // namespace api
