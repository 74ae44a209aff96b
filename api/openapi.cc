// SPDX-License-Identifier: Apache-2.0
#include "api/openapi.h"

#include <algorithm>
#include <map>
#include <set>

#include "api/internal/negotiate.h"
#include "api/place_lists.h"
#include "api/problem.h"
#include "api/register_lists.h"
#include "api/shapes.h"

namespace api {
namespace {

constexpr std::string_view kProblemReference = "#/components/schemas/Problem";
constexpr std::string_view kSchemas = "#/components/schemas/";

/// "/tile/{rest*}" is "/tile/{rest}" here: OpenAPI has no parameter over several segments.
std::string openapi_path(std::string pattern) {
  const auto star = pattern.find("*}");
  if (star != std::string::npos) pattern.erase(star, 1);
  return pattern;
}

std::vector<std::string> path_parameters(const std::string& path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    names.push_back(path.substr(open + 1, path.find('}', open) - open - 1));
  }
  return names;
}

/// "GET /v1/events/{event}" is "get_v1_events_event".
std::string operation_id(const Route& route) {
  std::string id;
  for (const char c : route.method + openapi_path(route.pattern)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c >= 'A' && c <= 'Z') {
      id += static_cast<char>(c - 'A' + 'a');
    } else if (letter) {
      id += c;
    } else if (!id.empty() && id.back() != '_') {
      id += '_';
    }
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  return id;
}

/// What can be asked of the list that the route gives; null if it gives none.
const ListForm* list_form_of(const Route& route) {
  const std::string last = route.pattern.substr(route.pattern.rfind('/') + 1);
  for (const RegisterList& list : register_lists()) {
    if (route.pattern == "/v1/" + std::string(list.name)) return &list.form;
  }
  const bool of_place =
      route.pattern.starts_with("/v1/clusters/{") || route.pattern.starts_with("/v1/regions/{");
  if (!of_place) return nullptr;
  for (const PlaceList& list : place_lists()) {
    if (list.name == last) return &list.form;
  }
  return nullptr;
}

/// The values that the parameter takes on this route; empty: those of its type.
std::vector<std::string> words_of(const Route& route, const std::string& name) {
  const ListForm* form = list_form_of(route);
  return form == nullptr ? std::vector<std::string>() : form->words_of(name);
}

/// The words of `sort` that are no member of an item, with what they stand for.
std::string sort_meaning(const Route& route) {
  std::string meaning;
  const ListForm* form = list_form_of(route);
  if (form == nullptr) return meaning;
  for (const ListOrder& order : form->orders) {
    if (order.name == order.path) continue;
    meaning.append(meaning.empty() ? " Here `" : ", `").append(order.name);
    meaning.append("` is by `").append(order.path).append("`");
  }
  return meaning.empty() ? meaning : meaning + ".";
}

Json parameter_json(const std::string& name, const char* in, bool repeatable,
                    const std::vector<std::string>& words = {}) {
  const ParameterDoc* doc = find_parameter(name);
  LEDGER_CHECK(doc != nullptr);
  Json schema = shape_type(std::string(doc->type));
  Json example =
      schema["type"] == "integer" ? Json(std::stoi(std::string(doc->example))) : Json(doc->example);
  if (!words.empty()) {
    schema = {{"type", "string"}, {"enum", words}};
    example = words.front();
  }
  if (repeatable) {
    schema = {{"type", "array"}, {"items", std::move(schema)}};
    example = Json::array({std::move(example)});
  }
  Json json = {{"name", name}, {"in", in}, {"required", std::string_view(in) == "path"}};
  json["description"] = doc->meaning;
  json["schema"] = std::move(schema);
  json["example"] = std::move(example);
  if (repeatable) json["explode"] = true;
  return json;
}

Json parameters_json(const Route& route) {
  Json list = Json::array();
  for (const auto& name : path_parameters(openapi_path(route.pattern))) {
    list.push_back(parameter_json(name, "path", false));
  }
  for (const auto& name : route.query) {
    Json parameter = parameter_json(name, "query", false, words_of(route, name));
    bound_parameter(route, parameter);
    if (name == "sort") {
      parameter["description"] = parameter["description"].get<std::string>() + sort_meaning(route);
    }
    list.push_back(std::move(parameter));
  }
  for (const auto& name : route.repeatable) list.push_back(parameter_json(name, "query", true));
  for (Json& field : header_parameters(route)) list.push_back(std::move(field));
  return list;
}

/// The problems that follow from what the router does with the route, and its own.
std::vector<std::string> problems_of(const Route& route) {
  std::vector<std::string> slugs = route.doc.problems;
  slugs.insert(slugs.end(), {"malformed-request", "unknown-parameter"});
  if (route.pattern.find('{') != std::string::npos) slugs.emplace_back("not-found");
  if (!route.query.empty() || !route.repeatable.empty()) slugs.emplace_back("invalid-input");
  if (!route.produces.empty()) slugs.emplace_back("not-acceptable");
  slugs.emplace_back(route.consumes.empty() ? "unexpected-body" : "body-too-large");
  if (!route.consumes.empty()) slugs.emplace_back("unsupported-media-type");
  if (route.ranges) slugs.emplace_back("range-not-satisfiable");
  if (route.access != Access::kHealth) slugs.emplace_back("too-many-requests");
  if (route.access > Access::kOpen) slugs.insert(slugs.end(), {"token-required", "not-permitted"});
  std::sort(slugs.begin(), slugs.end());
  slugs.erase(std::unique(slugs.begin(), slugs.end()), slugs.end());
  return slugs;
}

/// As it would be sent where nothing more is to be told.
Json problem_example(const ProblemType& type) {
  const Problem problem = make_problem(type.slug, std::string(type.meaning_en));
  return Json::parse(problem_response(problem, "5a0c3e9d1f2b4c6a-0000000017", Language::kEn).body);
}

Json problem_response_json(int status, const std::vector<const ProblemType*>& types) {
  Json content = {{"schema", {{"$ref", kProblemReference}}}, {"examples", Json::object()}};
  std::string titles;
  for (const ProblemType* type : types) {
    content["examples"][std::string(type->slug)] = {{"value", problem_example(*type)}};
    titles.append(titles.empty() ? "" : "; ").append(type->title_en);
  }
  Json json = {{"description", titles},
               {"content", {{"application/problem+json", std::move(content)}}}};
  Json headers = problem_headers(status, types);
  if (!headers.empty()) json["headers"] = std::move(headers);
  return json;
}

Json content_json(const Route& route) {
  Json content = Json::object();
  const auto put = [&](const std::string& type) {
    const std::string essence = essence_of(type);
    Json schema = Json::object();
    if (essence == "application/cloudevents+json") {
      schema = {{"$ref", "#/components/schemas/CloudEvent"}};
    } else if (essence == "application/cloudevents-batch+json") {
      schema = {{"type", "array"}, {"items", {{"$ref", "#/components/schemas/CloudEvent"}}}};
    } else if (essence.ends_with("json") && !route.doc.shape.empty()) {
      schema = {{"$ref", "#/components/schemas/" + route.doc.shape}};
    } else if (essence.starts_with("text/")) {
      schema = {{"type", "string"}};
    }
    content[essence] = {{"schema", std::move(schema)}};
  };
  for (const auto& type : route.produces) put(type);
  if (route.produces.empty()) put(route.doc.type);
  for (const auto& type : route.doc.more_types) put(type);
  return content;
}

/// What a server answers that should get no requests now.
Json unready_example() {
  const Json reason = {{"code", "VIEWS_BEHIND"},
                       {"detail", "the views stand at 1000 of 1200 events"}};
  return {{"status", "fail"},
          {"ledger_size", 1200},
          {"views_position", 1000},
          {"reasons", Json::array({reason})}};
}

Json success_json(const Route& route, int status) {
  Json json = {{"description", status == 201 ? "Recorded" : route.doc.summary},
               {"content", content_json(route)}};
  if (status == 503) {
    for (Json& content : json["content"]) content["example"] = unready_example();
  }
  Json headers = success_headers(route);
  if (status < 400 && !headers.empty()) json["headers"] = std::move(headers);
  return json;
}

/// Statuses ascending: of success first, then the problems grouped by theirs.
Json responses_json(const Route& route) {
  std::map<std::string, Json> sorted;
  sorted[std::to_string(route.doc.success)] = success_json(route, route.doc.success);
  for (const int status : route.doc.also) {
    sorted[std::to_string(status)] = success_json(route, status);
  }
  if (route.ranges) {
    sorted["206"] = success_json(route, 200);
    make_partial(sorted["206"]);
  }
  if (is_tagged(route)) sorted["304"] = not_modified_json();
  std::map<int, std::vector<const ProblemType*>> by_status;
  for (const auto& slug : problems_of(route)) {
    const ProblemType* type = find_problem_type(slug);
    LEDGER_CHECK(type != nullptr);
    by_status[type->status].push_back(type);
  }
  for (const auto& [status, types] : by_status) {
    sorted.emplace(std::to_string(status), problem_response_json(status, types));
  }
  Json json = Json::object();
  for (auto& [status, response] : sorted) json[status] = std::move(response);
  json["default"] = {{"$ref", "#/components/responses/Problem"}};
  return json;
}

std::string_view tag_of(const Route& route) {
  const std::string_view path = route.pattern;
  if (route.access == Access::kHealth || route.access == Access::kMetrics) return "running";
  if (path.starts_with("/v1/events") || path == "/v1/stream") return "events";
  if (path.starts_with("/tile") || path.starts_with("/checkpoint")) return "static";
  if (path.starts_with("/problems") || path == "/") return "about";
  if (path.starts_with("/v1/schemas") || path == "/v1/openapi.json") return "about";
  if (path == "/v1/ledger" || path == "/v1/checkpoint" || path == "/v1/consistency") return "log";
  return "views";
}

Json operation_json(const Route& route) {
  LEDGER_CHECK(!route.doc.summary.empty());
  Json json = {{"operationId", operation_id(route)}, {"tags", Json::array({tag_of(route)})}};
  json["summary"] = route.doc.summary;
  Json parameters = parameters_json(route);
  if (!parameters.empty()) json["parameters"] = std::move(parameters);
  if (!route.consumes.empty()) {
    Json content = Json::object();
    for (const auto& type : route.consumes) content[type] = {{"schema", Json::object()}};
    json["requestBody"] = {
        {"required", true},
        {"description", "At most " + std::to_string(route.body_bytes_max) + " bytes, uncoded"},
        {"content", std::move(content)}};
  }
  json["responses"] = responses_json(route);
  // An open ledger asks for no token, so none is required either.
  if (route.access == Access::kFiles) {
    json["security"] = Json::array({{{"token", Json::array()}}});
  } else if (route.access <= Access::kOpen) {
    json["security"] = Json::array({Json::object()});
  }
  return json;
}

Json paths_json(const Router& router) {
  std::map<std::string, std::map<std::string, Json>> sorted;
  for (const Route* route : router.routes()) {
    std::string method = route->method;
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    sorted[openapi_path(route->pattern)][method] = operation_json(*route);
  }
  Json paths = Json::object();
  for (auto& [path, operations] : sorted) {
    for (auto& [method, operation] : operations) paths[path][method] = std::move(operation);
  }
  return paths;
}

/// The schemas that anything in the value refers to, at any depth of it.
void put_references(const Json& value, std::set<std::string>& names) {
  if (value.is_object() && value.contains("$ref")) {
    const std::string to = value["$ref"].get<std::string>();
    if (to.starts_with(kSchemas)) names.insert(to.substr(kSchemas.size()));
  }
  if (!value.is_structured()) return;
  for (const Json& inner : value) put_references(inner, names);
}

/// Those that the document refers to, in it or in one another: shapes that are only part of others
/// are no schemas of anything.
Json used_schemas(const Json& document) {
  const Json all = shape_components();
  std::set<std::string> used;
  put_references(document, used);
  for (std::size_t before = 0; before != used.size();) {
    before = used.size();
    for (const auto& [name, schema] : all.items()) {
      if (used.contains(name)) put_references(schema, used);
    }
  }
  Json schemas = Json::object();
  for (const std::string& name : used) schemas[name] = all.at(name);
  return schemas;
}

Json tags_json() {
  Json tags = Json::array();
  const auto put = [&](const char* name, const char* meaning) {
    tags.push_back({{"name", name}, {"description", meaning}});
  };
  put("about", "What this server is, and its contract.");
  put("events", "What was recorded: pages, single events, the feed, and writing.");
  put("log", "The log as a whole and its proofs.");
  put("running", "For those who run the server.");
  put("static", "The static resources of C2SP tlog-tiles.");
  put("views", "What the events say, as of a position.");
  return tags;
}

}  // namespace

Json openapi_document(const Router& router) {
  Json json = {{"openapi", "3.1.0"}};
  json["info"] = {
      {"title", "Letopis"},
      {"version", "1.0.0"},
      {"summary", "A signed and append-only record of decisions"},
      {"description",
       "JSON in snake_case; dates are ISO days, instants RFC 3339 in UTC, integers above 2^53 "
       "strings. Unknown query parameters are refused. Clients must take members that they do not "
       "know. GET answers HEAD too. Every answer that is not a success is a problem (RFC 9457)."},
      {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  json["servers"] = Json::array({{{"url", "/"}, {"description", "This server"}}});
  json["security"] = Json::array({Json::object(), {{"token", Json::array()}}});
  json["tags"] = tags_json();
  json["paths"] = paths_json(router);
  json["components"] = {
      {"responses",
       {{"Problem",
         {{"description", "Any other problem; the limits of the server have theirs too"},
          {"content",
           {{"application/problem+json", {{"schema", {{"$ref", kProblemReference}}}}}}}}}}},
      {"securitySchemes",
       {{"token",
         {{"type", "http"},
          {"scheme", "bearer"},
          {"description", "Needed where the ledger is not open to everybody."}}}}}};
  json["components"]["schemas"] = used_schemas(json);
  return json;
}

}  // namespace api
