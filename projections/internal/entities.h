// SPDX-License-Identifier: Apache-2.0
// Entities as rows: loading, saving, the look-up rows that follow from an entity, and the pointer
// rows by which a correction finds the facts of the event that it is about.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/facts.h"
#include "projections/internal/codec.h"
#include "projections/internal/fact_fields.h"
#include "projections/view.h"
#include "projections/view_reader.h"

namespace projections::internal {

template <typename T>
std::string key_of(std::string_view prefix, const T& id) {
  return std::string(prefix) + std::string(id.view());
}

/// The entity in a row, or a default one. A row that a fold wrote itself always decodes.
template <typename T>
T load(const RowWriter& rows, const std::string& key) {
  const auto row = rows.get(key);
  if (!row) return T{};
  auto entity = decode<T>(*row);
  return entity ? std::move(*entity) : T{};
}

template <typename T>
ledger::Result<std::optional<T>> read(const ViewReader& reader, std::string_view view,
                                      std::string_view key) {
  const auto row = reader.get(view, key);
  if (!row) return row.error();
  if (!*row) return std::optional<T>{};
  auto entity = decode<T>(**row);
  if (!entity) return entity.error();
  return std::optional<T>(std::move(*entity));
}

/// Entities under a prefix, at most `limit`; those with a greater id than `after`, if it is given.
template <typename T>
ledger::Result<std::vector<T>> read_page(const ViewReader& reader, std::string_view view,
                                         std::string_view prefix,
                                         const std::optional<ledger::Id>& after,
                                         std::size_t limit) {
  std::vector<T> entities;
  std::optional<ledger::Error> error;
  if (limit == 0) return entities;
  std::optional<std::string> after_key;
  if (after) after_key = key_of(prefix, *after);
  auto scanned = reader.scan(
      view, prefix,
      [&](std::string_view, std::string_view value) {
        auto entity = decode<T>(value);
        if (!entity) {
          error = entity.error();
          return false;
        }
        entities.push_back(std::move(*entity));
        return entities.size() < limit;
      },
      after_key);
  if (!scanned) return scanned.error();
  if (error) return *error;
  return entities;
}

using IndexRows = std::map<std::string, std::string>;

/// Which entities hold facts of an event, its type and the newest source of its facts. Rows "x" D.
struct Pointer {
  std::uint8_t payload_type = 0;
  std::vector<ledger::Id> entities;
  Source source;
};

template <typename A>
void fields(A& a, InArchive<A, Pointer>& v) {
  a(v.payload_type), a(v.entities), a(v.source);
}

inline void put_pointer(RowWriter& rows, const Source& source, fb::Payload type,
                        std::vector<ledger::Id> entities) {
  const Pointer pointer{static_cast<std::uint8_t>(type), std::move(entities), source};
  rows.put(key_of("x", source.digest), encode(pointer));
}

/// The facts that a correction is about: where they are, and the source that they have after it.
/// Nothing if no entity holds any, or if the correction is of another type than its target.
inline std::optional<Pointer> corrected_facts(RowWriter& rows, const fb::EventCorrected& event,
                                              const Event& by) {
  const auto row = rows.get(key_of("x", fixed_of<ledger::Hash>(event.target())));
  if (!row) return std::nullopt;
  auto pointer = decode<Pointer>(*row);
  if (!pointer) return std::nullopt;
  const auto payload = new_payload_of(event);
  if (payload && static_cast<std::uint8_t>(payload->type()) != pointer->payload_type) {
    return std::nullopt;
  }
  if (payload) {
    pointer->source.corrections.push_back(by.index);
    pointer->source.withdrawn.reset();
    if (auto effective = effective_of(by.body)) pointer->source.effective = std::move(effective);
  } else {
    pointer->source.withdrawn = by.index;
  }
  rows.put(key_of("x", pointer->source.digest), encode(*pointer));
  return std::move(*pointer);
}

}  // namespace projections::internal
