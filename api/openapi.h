// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.1 document of a router, made from its routes: paths, parameters, media types,
// statuses and problems are those that the router enforces, schemas those of shapes.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"
#include "api/problem.h"
#include "api/router.h"

namespace api {

/// What a parameter of that name means, wherever it stands.
struct ParameterDoc {
  std::string_view name;
  std::string_view type;     ///< as in shapes.h, without references
  std::string_view meaning;  ///< one English sentence
  std::string_view example;
};

/// Null for a name that no route has.
const ParameterDoc* find_parameter(std::string_view name);

/// Puts the bounds and the default that a parameter has on this route into its description, as the
/// document has it.
void bound_parameter(const Route& route, Json& parameter);

/// Whether its success has an ETag, so that If-None-Match gets 304.
bool is_tagged(const Route& route);
/// The fields that a request may have, beside those that say who asks for what.
Json header_parameters(const Route& route);
/// The fields of a success, by name; those of every answer are left out.
Json success_headers(const Route& route);
Json not_modified_json();
/// Makes a 200 of a route with ranges its 206.
void make_partial(Json& response);
/// The fields of a problem with this status, by name; those of every answer are left out.
Json problem_headers(int status, const std::vector<const ProblemType*>& types);

/// REQUIRES: every route has a summary, and every parameter is in the table.
Json openapi_document(const Router& router);

}  // namespace api
