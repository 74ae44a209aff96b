// SPDX-License-Identifier: Apache-2.0
// The shapes of the API's JSON bodies: one line each, from which the OpenAPI document takes its
// schemas, CSV its columns and the tests what an answer has to look like. A shape lists members:
//   name:type      always there          name?:type   may be absent
//   type?          may also be null      [type]       a list
//   +Other         the members of another shape
// Types: text, bool, truth (yes, no, undetermined), int (as text above 2^53), small (never above),
// hex16, hex32 (bytes in hex), day, instant, any, object, A|B|C (one of these words), Name (another
// shape), A/B (one of these shapes).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"

namespace api {

struct Shape {
  std::string_view name;
  std::string_view meaning;  ///< one English sentence
  std::string_view members;
};

/// Every shape, in no particular order.
const std::vector<Shape>& shapes();

/// JSON Schema (2020-12) of a shape whose references are "#/components/schemas/Name".
Json shape_schema(const Shape& shape);
/// JSON Schema of one type of shapes.h.
Json shape_type(std::string type);
/// All of them by name, ascending.
Json shape_components();

/// The columns of a table of such things: members, those of single inner shapes as "outer.inner".
/// Of a source and of grounds only the events. Empty for a name that is no shape.
std::vector<std::string> shape_columns(std::string_view name);
/// Its members, inherited ones too, in their order. Empty for a name that is no shape.
std::vector<std::string> shape_members(std::string_view name);

// The tables, by area.
std::vector<Shape> log_shapes();
std::vector<Shape> register_shapes();
std::vector<Shape> document_shapes();
std::vector<Shape> governance_shapes();
std::vector<Shape> council_shapes();
std::vector<Shape> decision_shapes();
std::vector<Shape> paper_shapes();

}  // namespace api
