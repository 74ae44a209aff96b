// SPDX-License-Identifier: Apache-2.0
// Entities whose facts are rows of their own: a new fact is one small row, whatever the entity has
// already. Key: the letter of the entity's type, its id, u8 list, u64 index of the event that says
// the fact. An entity type ties its lists together in `lists_of(entity)`, in an order that is fixed
// for ever; the first is list 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "projections/internal/entities.h"

namespace projections::internal {

template <typename Entity>
using Lists = decltype(lists_of(std::declval<Entity&>()));

template <typename List>
using FactOf = typename std::remove_reference_t<List>::value_type;

/// Which of the entity's lists has such facts.
template <typename Entity, typename Fact, std::size_t I = 0>
constexpr std::uint8_t list_number() {
  if constexpr (std::is_same_v<FactOf<std::tuple_element_t<I, Lists<Entity>>>, Fact>) {
    return I + 1;
  } else {
    return list_number<Entity, Fact, I + 1>();
  }
}

template <typename Entity, typename Fact>
std::string fact_key(char letter, const ledger::Id& id, std::uint64_t index) {
  std::string key = key_of({&letter, 1}, id);
  key.push_back(static_cast<char>(list_number<Entity, Fact>()));
  return key + ledger::be64(index);
}

/// Writes facts of one type of entity. `Index()(id, fact)` gives the rows by which the entity is
/// found because of that fact; their keys have the fact's index or digest in them, so that no two
/// facts share one.
template <typename Entity, typename Index>
class EntityFacts {
 public:
  EntityFacts(RowWriter& rows, char letter) : rows_(rows), letter_(letter) {}

  template <typename Fact>
  void put(const ledger::Id& id, const Fact& fact) {
    rows_.put(fact_key<Entity, Fact>(letter_, id, fact.source.index), encode(fact));
    for (auto& [key, value] : Index()(id, fact)) rows_.put(key, value);
  }

  /// What an event said of its entities is withdrawn by another, or gone, for a new payload to take
  /// its place.
  void take_back(const Pointer& facts, std::optional<std::uint64_t> by) {
    Entity entity;
    std::apply([&](const auto&... list) { (take_back_from(list, facts, by), ...); },
               lists_of(entity));
  }

 private:
  template <typename List>
  void take_back_from(const List& /*list*/, const Pointer& facts, std::optional<std::uint64_t> by) {
    for (const ledger::Id& id : facts.entities) {
      take_back_one<FactOf<List>>(id, facts.source.index, by);
    }
  }

  template <typename Fact>
  void take_back_one(const ledger::Id& id, std::uint64_t index, std::optional<std::uint64_t> by) {
    const std::string key = fact_key<Entity, Fact>(letter_, id, index);
    const auto row = rows_.get(key);
    if (!row) return;
    auto fact = decode<Fact>(*row);
    if (!fact) return;
    rows_.erase(key);
    for (const auto& [found_by, value] : Index()(id, *fact)) rows_.erase(found_by);
    if (!by) return;
    fact->source.withdrawn = by;
    put(id, *fact);
  }

  RowWriter& rows_;
  char letter_;
};

/// Adds the fact in a row to its list.
template <typename Entity>
bool add_fact(Entity& entity, std::uint8_t number, std::string_view value) {
  bool added = false;
  const auto add_to = [&](auto& list) {
    using Fact = FactOf<decltype(list)>;
    if (number != list_number<Entity, Fact>()) return;
    auto fact = decode<Fact>(value);
    if (!fact) return;
    list.push_back(std::move(*fact));
    added = true;
  };
  std::apply([&](auto&... list) { (add_to(list), ...); }, lists_of(entity));
  return added;
}

/// The entities of the rows under a prefix, at most `limit`, facts in the order of their events.
template <typename Entity>
ledger::Result<std::vector<Entity>> gather(const ViewReader& reader, std::string_view view,
                                           std::string_view prefix,
                                           std::optional<std::string_view> after,
                                           std::size_t limit) {
  constexpr std::size_t kListAt = 1 + ledger::Id::kSize;
  std::vector<Entity> entities;
  if (limit == 0) return entities;
  bool sound = true;
  const auto add_row = [&](std::string_view key, std::string_view value) {
    sound = key.size() == kListAt + 1 + sizeof(std::uint64_t);
    if (!sound) return false;
    const auto id = ledger::fixed_from<ledger::Id>(key.substr(1, ledger::Id::kSize));
    if (entities.empty() || entities.back().id != id) {
      if (entities.size() == limit) return false;
      entities.emplace_back().id = id;
    }
    sound = add_fact(entities.back(), static_cast<std::uint8_t>(key[kListAt]), value);
    return sound;
  };
  auto scanned = reader.scan(view, prefix, add_row, after);
  if (!scanned) return scanned.error();
  if (!sound) return ledger::corrupt("BAD_VIEW_ROW", "a fact in a view cannot be decoded");
  return entities;
}

template <typename Entity>
ledger::Result<std::optional<Entity>> find_entity(const ViewReader& reader, std::string_view view,
                                                  char letter, const ledger::Id& id) {
  auto found = gather<Entity>(reader, view, key_of({&letter, 1}, id), {}, 1);
  if (!found) return found.error();
  if (found->empty()) return std::optional<Entity>{};
  return std::optional(std::move(found->front()));
}

/// Entities ascending by id, at most `limit`; those with a greater id than `after`, if it is given.
template <typename Entity>
ledger::Result<std::vector<Entity>> list_entities(const ViewReader& reader, std::string_view view,
                                                  char letter,
                                                  const std::optional<ledger::Id>& after,
                                                  std::size_t limit) {
  const std::string_view prefix(&letter, 1);
  if (!after) return gather<Entity>(reader, view, prefix, {}, limit);
  return gather<Entity>(reader, view, prefix, key_of(prefix, *after) + '\xff', limit);
}

}  // namespace projections::internal
