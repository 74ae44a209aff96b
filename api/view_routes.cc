// SPDX-License-Identifier: Apache-2.0
// Routes over the views: regions, clusters, organisations, keys, documents, and the question
// "what is this file?". Lists walk by id; the link to the next page keeps the position of the
// first.
#include <algorithm>

#include "api/file_store.h"
#include "api/internal/json_route.h"
#include "api/service.h"
#include "api/view_answer.h"
#include "api/view_json.h"
#include "ledger/hash.h"
#include "projections/tax_numbers.h"

namespace api {
namespace {

using ledger::Id;
using ledger::PublicKey;
using ledger::Result;
using projections::ViewReader;

/// A thing that a path names by hex. What is not written so names nothing.
template <typename T>
Result<T> path_name(const Request& request, std::string_view name) {
  const auto value = ledger::fixed_from_hex<T>(request.param(name));
  if (value) return *value;
  return ledger::not_found("BAD_NAME", "this name is written with " + std::to_string(2 * T::kSize) +
                                           " lower-case hex digits");
}

/// An optional filter by hex.
template <typename T>
Result<std::optional<T>> hex_parameter(const Request& request, std::string_view name,
                                       std::string reason) {
  const auto text = request.query.get(name);
  if (!text) return std::optional<T>();
  const auto value = ledger::fixed_from_hex<T>(*text);
  if (value) return std::optional<T>(*value);
  return ledger::invalid(std::move(reason),
                         "expected " + std::to_string(2 * T::kSize) + " lower-case hex digits",
                         std::string(name));
}

/// One page of a list, and from where the next one goes on.
struct Page {
  Json items = Json::array();
  std::optional<std::string> next;
};

Result<Response> page_answer(const ViewDesk& desk, const ViewSnapshot& snapshot,
                             const Request& request, std::string_view view, std::string_view shape,
                             Page page) {
  Json body = Json::object();
  body["items"] = std::move(page.items);
  body["next_cursor"] = page.next ? Json(*page.next) : Json();
  auto response = desk.list(snapshot, request, view, shape, std::move(body));
  if (response && page.next) {
    Pairs changed;
    changed.add("at", std::to_string(snapshot.reader.position()));
    changed.add("cursor", *page.next);
    link_next(*response, request, changed);
  }
  return response;
}

/// The view that a list is of, and the shape of its items.
struct ListOf {
  std::string_view view;
  std::string_view shape;
};

/// A list in ascending order of its ids. `fetch` gives at most `limit` after `after`.
template <typename Key, typename Fetch, typename IdOf, typename Make>
Result<Response> walk(ViewDesk& desk, const Request& request, const ListOf& list, Fetch fetch,
                      IdOf id_of, Make make) {
  const auto limit = limit_parameter(request);
  if (!limit) return limit.error();
  const auto after = hex_parameter<Key>(request, "cursor", "BAD_CURSOR");
  if (!after) return after.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  const auto found = fetch(snapshot->reader, *after, *limit + 1);
  if (!found) return found.error();
  Page page;
  const std::size_t shown = std::min<std::size_t>(found->size(), *limit);
  for (std::size_t i = 0; i < shown; ++i) page.items.push_back(make((*found)[i]));
  if (found->size() > shown) page.next = to_hex(id_of((*found)[shown - 1]));
  return page_answer(desk, *snapshot, request, list.view, list.shape, std::move(page));
}

/// The part of a whole list that lies after `after`.
template <typename T, typename Key, typename IdOf>
Result<std::vector<T>> part(Result<std::vector<T>> all, const std::optional<Key>& after,
                            std::size_t limit, IdOf id_of) {
  if (!all || !after) return all;
  std::erase_if(*all, [&](const T& one) { return id_of(one) <= *after; });
  if (all->size() > limit)
    all->erase(all->begin() + static_cast<std::ptrdiff_t>(limit), all->end());
  return all;
}

/// One thing, or 404.
template <typename T, typename Make>
Result<Response> card(const ViewDesk& desk, const ViewSnapshot& snapshot, std::string_view view,
                      const Result<std::optional<T>>& found, Make make,
                      std::string_view variant = {}) {
  if (!found) return found.error();
  if (!*found) {
    return ledger::not_found("NOT_RECORDED", "at position " +
                                                 std::to_string(snapshot.reader.position()) +
                                                 " the ledger has nothing under this name");
  }
  return desk.answer(snapshot, view, make(**found), variant);
}

template <typename T>
Id id_of(const T& thing) {
  return thing.id;
}

// --- regions and clusters -----------------------------------------------------------------------

Result<Response> regions(ViewDesk& desk, const Request& request) {
  return walk<Id>(desk, request, {"regions", "Region"}, projections::list_regions,
                  id_of<projections::Place>, region_json);
}

Result<Response> region(ViewDesk& desk, const Request& request) {
  const auto id = path_name<Id>(request, "region");
  if (!id) return id.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  return card(desk, *snapshot, "regions", projections::find_region(snapshot->reader, *id),
              region_json);
}

Result<Response> clusters(ViewDesk& desk, const Request& request) {
  const auto region = hex_parameter<Id>(request, "region", "BAD_ID");
  if (!region) return region.error();
  const auto fetch = [&](const ViewReader& reader, const std::optional<Id>& after,
                         std::size_t limit) {
    if (!*region) return projections::list_clusters(reader, after, limit);
    return part(projections::clusters_of_region(reader, **region), after, limit,
                id_of<projections::Place>);
  };
  return walk<Id>(desk, request, {"clusters", "Cluster"}, fetch, id_of<projections::Place>,
                  cluster_json);
}

Result<Response> cluster(ViewDesk& desk, const Request& request) {
  const auto id = path_name<Id>(request, "cluster");
  if (!id) return id.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  return card(desk, *snapshot, "clusters", projections::find_cluster(snapshot->reader, *id),
              cluster_json);
}

// --- organisations ------------------------------------------------------------------------------

using Organisations = std::vector<projections::Organisation>;

/// The organisation with these register numbers, all that are given.
Result<Organisations> by_numbers(const ViewReader& reader, const std::optional<std::string>& ogrn,
                                 const std::optional<std::string>& inn) {
  const auto found = ogrn ? projections::organisation_by_ogrn(reader, *ogrn)
                          : projections::organisation_by_inn(reader, *inn);
  if (!found) return found.error();
  Organisations list;
  if (!*found) return list;
  if (ogrn && inn) {
    const auto other = projections::organisation_by_inn(reader, *inn);
    if (!other) return other.error();
    if (!*other || (*other)->id != (*found)->id) return list;
  }
  list.push_back(**found);
  return list;
}

/// A register number whose check digits are right.
Result<std::optional<std::string>> register_number(const Request& request, std::string_view name,
                                                   bool (*right)(std::string_view)) {
  const auto text = request.query.get(name);
  if (!text) return std::optional<std::string>();
  if (right(*text)) return std::optional<std::string>(*text);
  return ledger::invalid("BAD_REGISTER_NUMBER", "the digits do not agree with each other",
                         std::string(name));
}

Result<Response> organisations(ViewDesk& desk, const Request& request) {
  const auto ogrn = register_number(request, "ogrn", projections::is_ogrn);
  if (!ogrn) return ogrn.error();
  const auto inn = register_number(request, "inn", projections::is_inn);
  if (!inn) return inn.error();
  const auto fetch = [&](const ViewReader& reader, const std::optional<Id>& after,
                         std::size_t limit) {
    if (!*ogrn && !*inn) return projections::list_organisations(reader, after, limit);
    return part(by_numbers(reader, *ogrn, *inn), after, limit, id_of<projections::Organisation>);
  };
  return walk<Id>(desk, request, {"organisations", "Organisation"}, fetch,
                  id_of<projections::Organisation>, organisation_json);
}

Result<Response> organisation(ViewDesk& desk, const Request& request) {
  const auto id = path_name<Id>(request, "organisation");
  if (!id) return id.error();
  const auto on = desk.day(request);
  if (!on) return on.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  const auto make = [&](const projections::Organisation& found) {
    Json json = organisation_json(found);
    json["state"] = organisation_state_json(projections::organisation_on(found, *on), *on);
    return json;
  };
  return card(desk, *snapshot, "organisations",
              projections::find_organisation(snapshot->reader, *id), make, *on);
}

// --- keys ---------------------------------------------------------------------------------------

Result<Response> keys(ViewDesk& desk, const Request& request) {
  const auto organisation = hex_parameter<Id>(request, "organisation", "BAD_ID");
  if (!organisation) return organisation.error();
  const auto key_of = [](const projections::KeyEntry& entry) { return entry.key; };
  const auto fetch = [&](const ViewReader& reader, const std::optional<PublicKey>& after,
                         std::size_t limit) {
    return part(*organisation ? projections::keys_of(reader, **organisation)
                              : projections::all_keys(reader),
                after, limit, key_of);
  };
  return walk<PublicKey>(desk, request, {"keys", "Key"}, fetch, key_of, key_json);
}

Result<Response> key(ViewDesk& desk, const Request& request) {
  const auto name = path_name<PublicKey>(request, "key");
  if (!name) return name.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  return card(desk, *snapshot, "keys", projections::find_key(snapshot->reader, *name), key_json);
}

// --- documents ----------------------------------------------------------------------------------

projections::DocumentHint hint_of(const Request& request) {
  return {std::string(request.query.get("title").value_or("")),
          std::string(request.query.get("number").value_or(""))};
}

/// Nearest first; the cursor counts what was shown.
Result<Response> search(ViewDesk& desk, const Request& request) {
  const auto limit = limit_parameter(request);
  if (!limit) return limit.error();
  const auto shown = number_parameter(request, "cursor", 0);
  if (!shown) return ledger::invalid("BAD_CURSOR", "not a cursor of this list", "cursor");
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  const auto near = projections::near_documents(snapshot->reader, hint_of(request), SIZE_MAX);
  if (!near) return near.error();
  Page page;
  const std::size_t begin = std::min<std::size_t>(*shown, near->size());
  const std::size_t end = std::min<std::size_t>(begin + *limit, near->size());
  for (std::size_t i = begin; i < end; ++i) page.items.push_back(near_json((*near)[i]));
  if (end < near->size()) page.next = std::to_string(end);
  return page_answer(desk, *snapshot, request, "documents", "NearDocument", std::move(page));
}

Result<Response> documents(ViewDesk& desk, const Request& request) {
  if (request.query.get("title") || request.query.get("number")) return search(desk, request);
  return walk<Id>(desk, request, {"documents", "DocumentSummary"}, projections::list_documents,
                  id_of<projections::Document>, document_summary_json);
}

Result<Response> document(ViewDesk& desk, const Request& request) {
  const auto id = path_name<Id>(request, "document");
  if (!id) return id.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  return card(desk, *snapshot, "documents", projections::find_document(snapshot->reader, *id),
              document_json);
}

Result<Response> verdict(ViewDesk& desk, const Request& request, const ledger::Hash& sha256) {
  auto on = desk.day(request);
  if (!on) return on.error();
  const auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  const auto found =
      projections::document_verdict(snapshot->reader, {sha256, *on, hint_of(request)});
  if (!found) return found.error();
  const std::string_view language = request.language == Language::kRu ? "ru" : "en";
  Json body = Json::object();
  body["sha256"] = to_hex(sha256);
  const Json said = verdict_json(*found, request.language);
  for (const auto& [name, value] : said.items()) body[name] = value;
  auto response =
      desk.answer(*snapshot, "documents", std::move(body), *on + "." + std::string(language));
  if (!response) return response.error();
  response->headers.set("Content-Language", std::string(language));
  response->headers.add_member("Vary", "Accept-Language");
  return response;
}

Result<Response> by_sha256(ViewDesk& desk, const Request& request) {
  const auto sha256 = path_name<ledger::Hash>(request, "sha256");
  if (!sha256) return sha256.error();
  return verdict(desk, request, *sha256);
}

/// The bytes are hashed and forgotten.
Result<Response> identify(ViewDesk& desk, const Request& request) {
  auto response = verdict(desk, request, ledger::sha256(request.body));
  if (!response) return response;
  response->headers.remove("ETag");
  response->headers.set("Cache-Control", "no-store");
  return response;
}

using Answer = Result<Response> (*)(ViewDesk&, const Request&);

}  // namespace

void add_view_routes(Router& router, const Service& service) {
  const auto desk = std::make_shared<ViewDesk>(service);
  const auto make = [&](std::string pattern, Answer answer, std::string shape, std::string summary,
                        std::vector<std::string> query) {
    const auto& common = ViewDesk::parameters();
    query.insert(query.end(), common.begin(), common.end());
    Route route = json_route(
        std::move(pattern),
        [desk, answer](const Request& request) { return answer(*desk, request); }, std::move(shape),
        std::move(summary), std::move(query));
    if (route.pattern.starts_with("/v1/documents")) route.access = Access::kLedgerWide;
    route.doc.problems = {"not-found", "overloaded"};
    return route;
  };
  const auto add = [&](std::string pattern, Answer answer, std::string shape, std::string summary,
                       std::vector<std::string> query = {}) {
    router.add(
        make(std::move(pattern), answer, std::move(shape), std::move(summary), std::move(query)));
  };
  const auto add_list = [&](std::string pattern, Answer answer, std::string shape,
                            std::string summary, std::vector<std::string> query = {}) {
    query.insert(query.end(), {"cursor", "limit", "format"});
    Route route =
        make(std::move(pattern), answer, std::move(shape), std::move(summary), std::move(query));
    route.produces.emplace_back("text/csv");
    router.add(std::move(route));
  };
  add_list("/v1/regions", regions, "Regions", "Regions");
  add("/v1/regions/{region}", region, "RegionCard", "One region");
  add_list("/v1/clusters", clusters, "Clusters", "Clusters, of a region if it is named",
           {"region"});
  add("/v1/clusters/{cluster}", cluster, "ClusterCard", "One cluster");
  add_list("/v1/organisations", organisations, "Organisations",
           "The register of organisations, by register numbers if they are given", {"ogrn", "inn"});
  add("/v1/organisations/{organisation}", organisation, "OrganisationCard",
      "One organisation, with its state on a day", {"on"});
  add_list("/v1/keys", keys, "Keys", "Keys, of an organisation if it is named", {"organisation"});
  add("/v1/keys/{key}", key, "KeyCard", "One key: capacity, scopes, from and until which event");
  add_list("/v1/documents", documents, "Documents",
           "Documents; title and number look for what is near", {"title", "number"});
  add("/v1/documents/{document}", document, "DocumentCard",
      "A document's editions, files and hashes, relations, signatures");
  add("/v1/documents/by-sha256/{sha256}", by_sha256, "DocumentVerdict",
      "The verdict on a file by its hash", {"on", "title", "number"});
  Route post = make("/v1/documents:identify", identify, "DocumentVerdict",
                    "The verdict on a file by its bytes, which are hashed and not kept",
                    {"on", "title", "number"});
  post.method = "POST";
  post.consumes = {"*/*"};
  post.body_bytes_max = kFileBytesMax;
  router.add(std::move(post));
}

}  // namespace api
