// SPDX-License-Identifier: Apache-2.0
// The smallest parts in which two JSON values differ.
#pragma once

#include <string>
#include <vector>

#include "api/json.h"

namespace api {

/// A part of a thing that is otherwise, and both values; null: not there. `path` goes by the names
/// of members, escaped as in a JSON pointer. An element of a list is named there by what tells it
/// from the others, e.g. /roll_call/seat=0f…/choice; where nothing does, by its place.
struct PartChange {
  std::string path;
  Json before;
  Json after;
};

/// In the order of the members. Elements of a list are compared with the same ones of the other,
/// wherever they stand: that one moved is no change. One that is in one list alone is a part; a
/// plain value has the path of its list.
std::vector<PartChange> part_changes(const Json& before, const Json& after);

}  // namespace api
