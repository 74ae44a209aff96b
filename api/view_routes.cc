// SPDX-License-Identifier: Apache-2.0
// Routes over the views: lists of what is registered, organisations, keys, documents, and the
// question "what is this file?".
#include <memory>
#include <tuple>

#include "api/charter_rules_json.h"
#include "api/document_signers.h"
#include "api/file_store.h"
#include "api/internal/bounded_cache.h"
#include "api/internal/file_body.h"
#include "api/internal/json_route.h"
#include "api/list_desk.h"
#include "api/reasons.h"
#include "api/register_lists.h"
#include "api/service.h"
#include "api/view_json.h"
#include "ledger/hash.h"

namespace api {
namespace {

using ledger::Id;
using ledger::PublicKey;
using ledger::Result;

/// A thing that a path names by hex. What is not written so names nothing.
template <typename T>
Result<T> path_name(const Request& request, std::string_view name) {
  const auto value = ledger::fixed_from_hex<T>(request.param(name));
  if (value) return *value;
  const std::string digits = std::to_string(2 * T::kSize);
  return in_russian(
      ledger::not_found("BAD_NAME", "the " + std::string(name) + " of a path is written with " +
                                        digits + " lower-case hex digits"),
      std::string(name) +
          " в пути записывается строчными шестнадцатеричными "
          "цифрами, их " +
          digits);
}

/// One thing, or 404.
template <typename T, typename Make>
Result<Response> card(const ViewDesk& desk, const ViewSnapshot& snapshot, std::string_view view,
                      const Result<std::optional<T>>& found, Make make, std::string_view on) {
  if (!found) return found.error();
  if (!*found) {
    return not_recorded(snapshot.reader.position());
  }
  auto body = make(**found);
  if (!body) return body.error();
  return desk.answer(snapshot, view, std::move(*body), on);
}

// --- organisations ------------------------------------------------------------------------------

Result<Response> organisation(const ViewDesk& desk, const Request& request) {
  const auto id = path_name<Id>(request, "organisation");
  if (!id) return id.error();
  const auto on = desk.day(request);
  if (!on) return on.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  const auto make = [&](const projections::Organisation& found) -> Result<Json> {
    return organisation_on_json(found, *on);
  };
  return card(desk, *snapshot, "organisations",
              projections::find_organisation(snapshot->reader, *id), make, *on);
}

// --- keys ---------------------------------------------------------------------------------------

Result<Response> key(const ViewDesk& desk, const Request& request) {
  const auto name = path_name<PublicKey>(request, "key");
  if (!name) return name.error();
  const auto on = desk.day(request);
  if (!on) return on.error();
  const auto end_us = desk.end_of_day(*on, "on");
  if (!end_us) return end_us.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  const auto make = [&](const projections::KeyEntry& found) -> Result<Json> {
    Json json = key_json(found);
    json["state"] = key_state_json(found, *on, *end_us);
    return json;
  };
  return card(desk, *snapshot, "keys", projections::find_key(snapshot->reader, *name), make, *on);
}

// --- calendars ----------------------------------------------------------------------------------

Result<Response> calendar(const ListDesk& desk, const Request& request) {
  const auto name = path_name<ledger::Hash>(request, "publication");
  if (!name) return name.error();
  const auto question = desk.open(request);
  if (!question) return question.error();
  const auto chronicle =
      projections::Chronicle::load(question->snapshot.reader, {ledger::ScopeKind::kLedger, Id{}});
  if (!chronicle) return chronicle.error();
  for (const Json& publication : calendars_json(*chronicle)) {
    if (publication["publication"] == to_hex(*name)) {
      return desk.answer(*question, "facts", publication);
    }
  }
  return not_recorded(question->position());
}

// --- documents ----------------------------------------------------------------------------------

projections::DocumentHint hint_of(const Request& request) {
  return {std::string(request.query.get("title").value_or("")),
          std::string(request.query.get("number").value_or(""))};
}

Result<Response> document(const ViewDesk& desk, const Request& request) {
  const auto id = path_name<Id>(request, "document");
  if (!id) return id.error();
  const auto on = desk.day(request);
  if (!on) return on.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  const auto make = [&](const projections::Document& found) -> Result<Json> {
    Json json = {{"on", *on}};
    const Json facts = document_json(found);
    for (const auto& [name, value] : facts.items()) json[name] = value;
    json["editions"] = Json::array();
    const auto verdicts = projections::registration_verdicts(snapshot->reader, found, *on);
    if (!verdicts) return verdicts.error();
    for (const auto& verdict : *verdicts) json["editions"].push_back(edition_state_json(verdict));
    return json;
  };
  return card(desk, *snapshot, "documents", projections::find_document(snapshot->reader, *id), make,
              *on);
}

/// Verdicts on files. A state never changes, so what was computed is kept.
class VerdictDesk {
 public:
  explicit VerdictDesk(const Service& service)
      : desk_(service), chronicles_(kChroniclesMax), kept_(kKeptValuesMax) {}

  Result<Response> by_sha256(const Request& request) {
    const auto sha256 = path_name<ledger::Hash>(request, "sha256");
    if (!sha256) return sha256.error();
    return verdict(request, *sha256);
  }

  /// The bytes are hashed and forgotten.
  Result<Response> identify(const Request& request) {
    if (auto file = check_file_body(request); !file) return file.error();
    auto response = verdict(request, ledger::sha256(request.body));
    if (!response) return response;
    response->headers.remove("ETag");
    response->headers.set("Cache-Control", "no-store");
    return response;
  }

 private:
  using Body = std::shared_ptr<const Json>;
  using Key = std::tuple<std::uint64_t, ledger::Hash, std::string, Language>;

  using ChronicleKey = std::pair<std::uint64_t, ledger::Scope>;

  static constexpr std::uint64_t kKeptValuesMax = 100'000;
  static constexpr std::uint64_t kChroniclesMax = 4;

  Result<std::shared_ptr<const projections::Chronicle>> chronicle(
      const projections::ViewReader& reader, const ledger::Scope& scope) {
    const ChronicleKey key{reader.position(), scope};
    if (auto kept = chronicles_.get(key)) return kept;
    auto loaded = projections::load_chronicle(reader, scope);
    if (loaded) chronicles_.put(key, *loaded, 1);
    return loaded;
  }

  Result<Body> made(const projections::ViewReader& reader, projections::VerdictQuery query,
                    Language language) {
    query.load = [this](const projections::ViewReader& of, const ledger::Scope& scope) {
      return chronicle(of, scope);
    };
    auto body = file_verdict_json(reader, query, language, desk_.service().zone_minutes);
    if (!body) return body.error();
    return Body(std::make_shared<const Json>(std::move(*body)));
  }

  Result<Body> body(const projections::ViewReader& reader, const Request& request,
                    const std::string& on, const ledger::Hash& sha256) {
    const projections::DocumentHint hint = hint_of(request);
    const Key key{reader.position(), sha256, on, request.language};
    const bool plain = hint.title.empty() && hint.number.empty();
    if (auto kept = plain ? kept_.get(key) : nullptr) return kept;
    auto body = made(reader, {sha256, on, hint}, request.language);
    if (body && plain) kept_.put(key, *body, values_in(**body));
    return body;
  }

  Result<Response> verdict(const Request& request, const ledger::Hash& sha256) {
    const auto on = desk_.day(request);
    if (!on) return on.error();
    const auto snapshot = desk_.open(request);
    if (!snapshot) return snapshot.error();
    const auto found = body(snapshot->reader, request, *on, sha256);
    if (!found) return found.error();
    const std::string language = request.language == Language::kRu ? "ru" : "en";
    auto response = desk_.answer(*snapshot, "documents", **found, *on + "." + language);
    if (!response) return response.error();
    response->headers.set("Content-Language", language);
    response->headers.add_member("Vary", "Accept-Language");
    return response;
  }

  ViewDesk desk_;
  BoundedCache<ChronicleKey, projections::Chronicle> chronicles_;
  BoundedCache<Key, Json> kept_;
};

using Answer = Result<Response> (*)(const ViewDesk&, const Request&);

// --- lists --------------------------------------------------------------------------------------

/// Pages of the registers. One per router; any thread.
class RegisterDesk {
 public:
  explicit RegisterDesk(const Service& service) : desk_(service), items_(kKeptValuesMax) {}

  Result<Response> page(const Request& request, const RegisterList& list) {
    const auto asked = list_question(list.form, request.query);
    if (!asked) return asked.error();
    const auto question = desk_.open(request);
    if (!question) return question.error();
    const bool near = request.query.get("title") || request.query.get("number");
    const auto all = near ? near_items(*question, request) : items(*question, list);
    if (!all) return all.error();
    const std::string_view shape = near ? "NearDocument" : list.item;
    return desk_.page(*question, request, {list.name, list.view, shape, list.form}, *asked, **all);
  }

 private:
  using Items = Result<std::shared_ptr<const Json>>;
  using Key = std::tuple<std::uint64_t, std::string, std::string_view>;

  static constexpr std::uint64_t kKeptValuesMax = 500'000;  ///< in all lists that are kept

  /// A state never changes, so what was computed is kept.
  Items items(const DayQuestion& question, const RegisterList& list) {
    const Key key{question.position(), question.on, list.name};
    if (auto kept = items_.get(key)) return kept;
    const auto end_us = desk_.views().end_of_day(question.on, "on");
    if (!end_us) return end_us.error();
    auto all = list.items(question.snapshot.reader, {question.on, *end_us});
    if (!all) return all.error();
    auto made = std::make_shared<const Json>(std::move(*all));
    items_.put(key, made, values_in(*made));
    return std::shared_ptr<const Json>(made);
  }

  static Items near_items(const DayQuestion& question, const Request& request) {
    auto near = near_documents_json(question.snapshot.reader, hint_of(request));
    if (!near) return near.error();
    return std::shared_ptr<const Json>(std::make_shared<const Json>(std::move(*near)));
  }

  ListDesk desk_;
  BoundedCache<Key, Json> items_;
};

Route register_route(const Service& service, const std::shared_ptr<RegisterDesk>& desk,
                     const RegisterList& list) {
  std::vector<std::string> query = list.form.parameters();
  if (list.name == "documents") query.insert(query.end(), {"title", "number"});
  query.insert(query.end(), {"on", "cursor", "limit", "format"});
  Route route = view_route(
      service, "/v1/" + std::string(list.name),
      [desk, &list](const Request& request) { return desk->page(request, list); }, list.page,
      list.summary, std::move(query));
  if (list.name == "documents") route.access = Access::kLedgerWide;
  route.produces.emplace_back("text/csv");
  return route;
}

}  // namespace

void add_view_routes(Router& router, const Service& service) {
  const auto lists = std::make_shared<RegisterDesk>(service);
  for (const RegisterList& list : register_lists())
    router.add(register_route(service, lists, list));
  const auto desk = std::make_shared<ViewDesk>(service);
  const auto add = [&](std::string pattern, Answer answer, std::string_view shape,
                       std::string_view summary) {
    Route route =
        view_route(service, std::move(pattern),
                   [desk, answer](const Request& request) { return answer(*desk, request); }, shape,
                   summary, {"on"});
    if (route.pattern.starts_with("/v1/documents")) route.access = Access::kLedgerWide;
    router.add(std::move(route));
  };
  add("/v1/organisations/{organisation}", organisation, "OrganisationCard",
      "One organisation, with its state on a day");
  add("/v1/keys/{key}", key, "KeyCard",
      "One key: capacity, scopes, from and until which event; whether it stood on a day");
  add("/v1/documents/{document}", document, "DocumentCard",
      "A document's editions, files and hashes, relations, signatures; how it stands on a day");
  router.add(view_route(
      service, "/v1/calendars/{publication}",
      [days = ListDesk(service)](const Request& request) { return calendar(days, request); },
      "CalendarCard", "A year of a calendar of working days as published, with its days", {"on"}));
  const auto verdicts = std::make_shared<VerdictDesk>(service);
  Route by_hash =
      view_route(service, "/v1/documents/by-sha256/{sha256}",
                 [verdicts](const Request& request) { return verdicts->by_sha256(request); },
                 "DocumentVerdict", "The verdict on a file by its hash", {"on", "title", "number"});
  by_hash.access = Access::kLedgerWide;
  router.add(std::move(by_hash));
  Route post = view_route(
      service, "/v1/documents:identify",
      [verdicts](const Request& request) { return verdicts->identify(request); }, "DocumentVerdict",
      "The verdict on a file by its bytes, which are hashed and not kept",
      {"on", "title", "number"});
  post.method = "POST";
  post.consumes = {"*/*"};
  post.body_bytes_max = kFileBytesMax;
  post.access = Access::kLedgerWide;
  router.add(std::move(post));
}

}  // namespace api
