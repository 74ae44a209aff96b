// SPDX-License-Identifier: Apache-2.0
#include "api/explain.h"

#include <set>

#include "api/json_text.h"

namespace api {
namespace {

using Indexes = std::set<std::uint64_t>;

void put_number(const Json& value, Indexes& events) {
  if (value.is_number_unsigned() || value.is_number_integer()) {
    events.insert(value.get<std::uint64_t>());
  } else if (value.is_string()) {
    if (const auto number = ledger::parse_decimal(value.get_ref<const std::string&>())) {
      events.insert(*number);
    }
  }
}

/// An index, something with an index, or a list of such; a correction is an event behind it too.
void put_events(const Json& value, Indexes& events) {
  if (value.is_array()) {
    for (const Json& one : value) put_events(one, events);
  } else if (value.is_object()) {
    for (const char* member : {"index", "events", "corrections", "withdrawn"}) {
      const auto found = value.find(member);
      if (found != value.end()) put_events(*found, events);
    }
  } else if (!value.is_string() || value.get_ref<const std::string&>().size() < 20) {
    put_number(value, events);
  }
}

/// The events that an object names for itself: of its fact, and of the verdict in its grounds.
Indexes own_events(const Json& object) {
  Indexes events;
  for (const char* member : {"source", "evidence"}) {
    const auto found = object.find(member);
    if (found != object.end() && found->is_structured()) put_events(*found, events);
  }
  const auto grounds = object.find("grounds");
  if (grounds != object.end() && grounds->is_object()) events.merge(own_events(*grounds));
  return events;
}

/// Those that its parts name.
Indexes events_within(const Json& value) {
  Indexes events;
  if (!value.is_structured()) return events;
  if (value.is_object()) events = own_events(value);
  for (const Json& inner : value) events.merge(events_within(inner));
  return events;
}

/// Members whose events are told with the object that has them.
bool is_told(const std::string& name) {
  return name == "source" || name == "evidence" || name == "grounds";
}

/// A list with its envelope says nothing itself.
bool is_page(const Json& value) { return value.is_object() && value.contains("items"); }

/// `covered`: a pointer above has events.
void walk(const Json& value, const std::string& pointer, bool covered, Json& list) {
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      walk(value[i], pointer_to(pointer, i), covered, list);
    }
    return;
  }
  if (!value.is_object()) return;
  Indexes events = own_events(value);
  if (events.empty() && !covered && !is_page(value)) events = events_within(value);
  if (!events.empty()) {
    Json line = {{"pointer", pointer}, {"events", Json::array()}};
    for (const std::uint64_t index : events) line["events"].push_back(json_integer(index));
    list.push_back(std::move(line));
    covered = true;
  }
  for (const auto& [name, inner] : value.items()) {
    if (!is_told(name)) walk(inner, pointer_to(pointer, name), covered, list);
  }
}

}  // namespace

Json explain_body(const Json& body) {
  Json list = Json::array();
  walk(body, "", false, list);
  return list;
}

}  // namespace api
