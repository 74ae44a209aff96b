// SPDX-License-Identifier: Apache-2.0
#include "api/part_changes.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>

#include "api/json_text.h"
#include "api/list_query.h"

namespace api {
namespace {

using Parts = std::vector<PartChange>;

/// What may tell the elements of a list apart.
struct ElementIdentity {
  std::string_view label;
  std::vector<std::string_view> members;
};

/// The first that every element has, each another, is taken.
const std::vector<ElementIdentity>& element_identities() {
  static const std::vector<ElementIdentity> identities{
      {"key", {"key"}},
      {"seat", {"seat"}},
      {"slot", {"slot"}},
      {"number", {"number"}},
      {"agenda_item", {"agenda_item"}},
      {"row", {"row"}},
      {"supplementary", {"supplementary"}},
      {"decision", {"decision"}},
      {"charter", {"charter", "version"}},
      {"path", {"path"}},
      {"base", {"base"}},
      {"turned", {"turned"}},
      {"layer", {"layer"}},
      {"day", {"day"}},
      {"year", {"year"}},
      {"indicator", {"indicator", "year"}},
      {"option", {"option"}},
      {"candidate", {"candidate"}},
      {"event", {"event"}},
      {"event", {"source.index"}},
      {"organisation", {"organisation"}},
      {"what", {"what"}},
      {"name", {"name"}},
      {"kind", {"kind"}},
  };
  return identities;
}

/// Nothing if the element lacks a member of the identity.
std::optional<std::string> element_name(const Json& element, const ElementIdentity& identity) {
  if (!element.is_object()) return std::nullopt;
  std::string name(identity.label);
  char before = '=';
  for (const std::string_view member : identity.members) {
    const auto values = values_at(element, member);
    if (values.size() != 1 || values[0]->is_structured()) return std::nullopt;
    name += before;
    name += values[0]->is_string() ? values[0]->get<std::string>() : values[0]->dump();
    before = ',';
  }
  return name;
}

using NamedElements = std::map<std::string, const Json*>;

/// Nothing unless the identity names each element, no two the same.
std::optional<NamedElements> named_elements(const Json& list, const ElementIdentity& identity) {
  NamedElements out;
  for (const Json& element : list) {
    auto name = element_name(element, identity);
    if (!name || !out.emplace(std::move(*name), &element).second) return std::nullopt;
  }
  return out;
}

void compare_values(const std::string& path, const Json& before, const Json& after, Parts& out);

void compare_named(const std::string& path, const NamedElements& before, const NamedElements& after,
                   Parts& out) {
  for (const auto& [name, element] : before) {
    const auto found = after.find(name);
    compare_values(pointer_to(path, name), *element, found == after.end() ? Json() : *found->second,
                   out);
  }
  for (const auto& [name, element] : after) {
    if (!before.contains(name)) compare_values(pointer_to(path, name), Json(), *element, out);
  }
}

using Elements = std::vector<const Json*>;

Elements ascending(const Json& list) {
  Elements out;
  for (const Json& element : list) out.push_back(&element);
  std::sort(out.begin(), out.end(), [](const Json* a, const Json* b) { return *a < *b; });
  return out;
}

/// What the list has more often than the other, in the order of the list.
Elements not_in(const Elements& list, const Elements& other) {
  Elements out;
  std::set_difference(list.begin(), list.end(), other.begin(), other.end(), std::back_inserter(out),
                      [](const Json* a, const Json* b) { return *a < *b; });
  std::sort(out.begin(), out.end(), std::less<const Json*>());  // elements lie side by side
  return out;
}

std::string place_path(const std::string& path, const Json& list, const Json* element) {
  if (!element->is_structured()) return path;
  return pointer_to(path, static_cast<std::size_t>(element - &list[0]));
}

/// Elements that nothing tells apart: the same ones meet first; of the rest structured ones are
/// taken for each other in their order.
void compare_unnamed(const std::string& path, const Json& before, const Json& after, Parts& out) {
  const Elements old_ones = ascending(before);
  const Elements new_ones = ascending(after);
  const Elements gone = not_in(old_ones, new_ones);
  const Elements come = not_in(new_ones, old_ones);
  std::size_t paired = 0;
  while (paired < std::min(gone.size(), come.size()) && gone[paired]->is_structured() &&
         come[paired]->is_structured()) {
    compare_values(place_path(path, after, come[paired]), *gone[paired], *come[paired], out);
    ++paired;
  }
  for (std::size_t i = paired; i < gone.size(); ++i) {
    out.push_back({place_path(path, before, gone[i]), *gone[i], Json()});
  }
  for (std::size_t i = paired; i < come.size(); ++i) {
    out.push_back({place_path(path, after, come[i]), Json(), *come[i]});
  }
}

void compare_lists(const std::string& path, const Json& before, const Json& after, Parts& out) {
  for (const ElementIdentity& identity : element_identities()) {
    const auto old_ones = named_elements(before, identity);
    if (!old_ones) continue;
    const auto new_ones = named_elements(after, identity);
    if (new_ones) return compare_named(path, *old_ones, *new_ones, out);
  }
  compare_unnamed(path, before, after, out);
}

void compare_objects(const std::string& path, const Json& before, const Json& after, Parts& out) {
  for (const auto& [name, value] : before.items()) {
    const auto found = after.find(name);
    compare_values(pointer_to(path, name), value, found == after.end() ? Json() : *found, out);
  }
  for (const auto& [name, value] : after.items()) {
    if (!before.contains(name)) compare_values(pointer_to(path, name), Json(), value, out);
  }
}

void compare_values(const std::string& path, const Json& before, const Json& after, Parts& out) {
  if (before == after) return;
  if (before.is_object() && after.is_object()) return compare_objects(path, before, after, out);
  if (before.is_array() && after.is_array()) return compare_lists(path, before, after, out);
  out.push_back({path, before, after});
}

}  // namespace

std::vector<PartChange> part_changes(const Json& before, const Json& after) {
  Parts parts;
  compare_values("", before, after, parts);
  return parts;
}

}  // namespace api
