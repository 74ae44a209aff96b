// SPDX-License-Identifier: Apache-2.0
#include "api/place_changes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "api/list_query.h"
#include "api/place_lists.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::Subject;
using ledger::SubjectKind;

using Members = std::vector<std::string_view>;

/// An item has the names that its event gave it; where an event names nothing, the event's digest.
const std::map<std::string_view, Members>& keys_of_lists() {
  static const std::map<std::string_view, Members> keys{
      {"members", {"organisation", "founded_by.source.digest"}},
      {"consents", {"source.digest"}},
      {"candidates", {"source.digest"}},
      {"bodies", {"body"}},
      {"seats", {"body", "seat"}},
      {"chairs", {"body", "seat", "person"}},
      {"meetings", {"meeting"}},
      {"ballots", {"ballot"}},
      {"decisions", {"decision"}},
      {"assignments", {"decision", "number"}},
      {"protocols", {"protocol", "document"}},
      {"agreements", {"agreement", "version"}},
      {"programmes", {"programme", "version"}},
      {"indicators", {"programme", "version", "indicator", "year"}},
      {"plans", {"plan", "version"}},
      {"plan-rows", {"plan", "row", "source.digest"}},
      {"notices", {"notice"}},
      {"certified-copies", {"copy"}},
      {"offices", {"source.digest"}},
      {"representatives", {"source.digest"}},
      {"orders", {"order"}},
      {"charters", {"charter", "version"}},
      {"calendars", {"publication"}},
      {"coverage", {"facts", "from", "body"}},
      {"obligations", {"key"}},
  };
  return keys;
}

/// How far a day is from another changes with the day alone.
void leave_out_distances(Json& item) {
  item.erase("days_left");
  item.erase("working_days_late");
}

std::string key_text(const Json& item, const Members& members) {
  std::string key;
  for (const std::string_view member : members) {
    for (const Json* value : values_at(item, member)) {
      if (!key.empty()) key += ' ';
      key += value->is_string() ? value->get_ref<const std::string&>() : value->dump();
    }
  }
  return key;
}

/// An item under its key; the second of the same key is "KEY #2".
struct NumberedItem {
  std::string name;
  Json item;
};

using ItemsByKey = std::map<std::string, std::vector<NumberedItem>>;

ItemsByKey by_key(const Json& items, const Members& members) {
  ItemsByKey out;
  for (const Json& item : items) {
    const std::string key = key_text(item, members);
    auto& same_key = out[key];
    const std::size_t times = same_key.size() + 1;
    same_key.push_back({times > 1 ? key + " #" + std::to_string(times) : key, item});
    leave_out_distances(same_key.back().item);
  }
  return out;
}

/// Takes the items that are the same in both out of both, wherever they stand.
void leave_out_same(std::vector<NumberedItem>& before, std::vector<NumberedItem>& after) {
  std::erase_if(before, [&](const NumberedItem& one) {
    const auto same = std::find_if(after.begin(), after.end(), [&](const NumberedItem& other) {
      return other.item == one.item;
    });
    if (same == after.end()) return false;
    after.erase(same);
    return true;
  });
}

/// The changes under one key.
void add_changes(std::string_view list, std::vector<NumberedItem> before,
                 std::vector<NumberedItem> after, std::vector<ItemChange>& out) {
  leave_out_same(before, after);
  for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
    NumberedItem old_one = i < before.size() ? std::move(before[i]) : NumberedItem{};
    NumberedItem new_one = i < after.size() ? std::move(after[i]) : NumberedItem{};
    auto parts = part_changes(old_one.item, new_one.item);
    if (parts.empty()) continue;
    out.push_back({list, new_one.item.is_null() ? old_one.name : new_one.name,
                   std::move(old_one.item), std::move(new_one.item), std::move(parts)});
  }
}

std::optional<Scope> place_of(const Subject& subject) {
  if (subject.kind == SubjectKind::kCluster) return Scope{ScopeKind::kCluster, subject.id};
  if (subject.kind == SubjectKind::kRegion) return Scope{ScopeKind::kRegion, subject.id};
  return std::nullopt;
}

Result<std::set<Scope>> places_between(const ProjectedLog& log, const StatesCompared& states,
                                       const std::optional<Subject>& only) {
  std::set<Scope> places;
  if (only) {
    if (const auto place = place_of(*only)) places.insert(*place);
    return places;
  }
  const auto subjects = subjects_between(log.view(), states.from, states.to);
  if (!subjects) return subjects.error();
  for (const Subject& subject : *subjects) {
    if (const auto place = place_of(subject)) places.insert(*place);
  }
  return places;
}

using Facts = std::shared_ptr<const projections::Chronicle>;

/// Nothing for a place that was not known at the reader's position.
Result<Facts> facts_of(const projections::ViewReader& reader, const Scope& place) {
  auto loaded = projections::Chronicle::load(reader, place);
  if (!loaded && loaded.error().code == ledger::ErrorCode::kNotFound) return Facts();
  if (!loaded) return loaded.error();
  return std::make_shared<const projections::Chronicle>(std::move(*loaded));
}

/// What is there of a place that was not known is an empty list of each.
PlaceSteps::Lists lists_of(const Scope& scope, Facts facts, projections::rules::Date on,
                           Language language) {
  PlaceSteps::Lists out{std::move(facts), 0, on, language, {}};
  const PlaceOnDay place{out.facts, on, language};
  for (const PlaceList& list : place_lists()) {
    if (!keys_of_lists().contains(list.name)) continue;
    if (scope.kind == ScopeKind::kRegion && !list.of_regions) continue;
    out.items.emplace_back(list.name, out.facts ? list.items(place) : Json::array());
  }
  return out;
}

bool same_facts(const Facts& a, const Facts& b) { return a && b ? a->has_facts_of(*b) : a == b; }

/// REQUIRES: both of the same kind of place.
PlaceChange compare_states(const Scope& scope, const PlaceSteps::Lists& before,
                           const PlaceSteps::Lists& after) {
  PlaceChange out{scope, {}, 0};
  for (std::size_t i = 0; i < after.items.size(); ++i) {
    const auto& [name, items] = after.items[i];
    for (ItemChange& change : item_changes(name, before.items[i].second, items)) {
      if (out.items.size() < kPlaceItemsReportedMax) {
        out.items.push_back(std::move(change));
      } else {
        ++out.left_out;
      }
    }
  }
  return out;
}

}  // namespace

std::vector<std::string_view> item_key_members(std::string_view list) {
  const auto found = keys_of_lists().find(list);
  return found == keys_of_lists().end() ? Members() : found->second;
}

std::vector<ItemChange> item_changes(std::string_view list, const Json& before, const Json& after) {
  if (before == after) return {};
  const Members members = item_key_members(list);
  auto old_ones = by_key(before, members);
  auto new_ones = by_key(after, members);
  std::vector<ItemChange> out;
  for (auto& [key, items] : old_ones) {
    const auto now = new_ones.find(key);
    std::vector<NumberedItem> others;
    if (now != new_ones.end()) others = std::move(now->second);
    add_changes(list, std::move(items), std::move(others), out);
    new_ones.erase(key);
  }
  for (auto& [key, items] : new_ones) add_changes(list, {}, std::move(items), out);
  return out;
}

Result<PlaceChange> PlaceSteps::compare(const projections::ViewReader& before,
                                        const projections::ViewReader& after,
                                        const StatesCompared& states, const Scope& place) {
  const auto kept = later_.find(place);
  const bool loaded = kept != later_.end() && kept->second.position == states.from;
  auto old_facts = loaded ? Result<Facts>(kept->second.facts) : facts_of(before, place);
  if (!old_facts) return old_facts.error();
  auto new_facts = facts_of(after, place);
  if (!new_facts) return new_facts.error();
  if (states.on_from == states.on_to && same_facts(*old_facts, *new_facts)) {
    if (loaded) kept->second.position = states.to;
    return PlaceChange{place, {}, 0};
  }
  const bool known = kept != later_.end() && kept->second.on == states.on_from &&
                     kept->second.language == states.language &&
                     same_facts(kept->second.facts, *old_facts);
  const Lists earlier =
      known ? std::move(kept->second)
            : lists_of(place, std::move(*old_facts), states.on_from, states.language);
  Lists later = lists_of(place, std::move(*new_facts), states.on_to, states.language);
  later.position = states.to;
  PlaceChange out = compare_states(place, earlier, later);
  if (later_.size() >= kPlacesKept && !later_.contains(place)) later_.clear();
  later_.insert_or_assign(place, std::move(later));
  return out;
}

Result<PlaceChanges> PlaceSteps::between(const StatesCompared& states,
                                         const std::optional<Subject>& only) {
  const auto before = log_.runner->reader_at(states.from);
  if (!before) return before.error();
  const auto after = log_.runner->reader_at(states.to);
  if (!after) return after.error();
  const auto places = places_between(log_, states, only);
  if (!places) return places.error();
  PlaceChanges out;
  std::size_t compared = 0;
  for (const Scope& place : *places) {
    if (++compared > kPlacesComparedMax) {
      ++out.left_out;
      continue;
    }
    auto change = compare(*before, *after, states, place);
    if (!change) return change.error();
    if (!change->items.empty()) out.places.push_back(std::move(*change));
  }
  return out;
}

Result<PlaceChanges> place_changes_between(const ProjectedLog& log, const StatesCompared& states,
                                           const std::optional<Subject>& only) {
  return PlaceSteps(log).between(states, only);
}

}  // namespace api
