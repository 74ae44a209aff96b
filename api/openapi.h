// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.1 document of a router, made from its routes: paths, parameters, media types,
// statuses and problems are those that the router enforces, schemas those of shapes.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"
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

/// REQUIRES: every route has a summary, and every parameter is in the table.
Json openapi_document(const Router& router);

}  // namespace api
