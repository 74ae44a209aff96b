// SPDX-License-Identifier: Apache-2.0
// How verdicts are told: the language of their sentences, the day that is asked about and what the
// organisations that they name are called on it; and the small pieces that every builder of JSON
// uses.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "api/json.h"
#include "ledger/schema/event_body_generated.h"
#include "projections/chronicle.h"
#include "projections/governance/successions.h"
#include "projections/rules/imprecise.h"

namespace api {

/// Names as they were known in one chronicle on one day. Any thread.
class Telling {
 public:
  Telling(const projections::Chronicle& chronicle, projections::rules::Date on, Language language);

  Language language() const { return language_; }
  projections::rules::Date on() const { return on_; }
  /// The name that the register has for the organisation on the day; null where it has none.
  Json name(const ledger::Id& organisation) const;
  Json name(const std::optional<ledger::Id>& organisation) const;
  /// Its numbers in the state's registers; null where none is recorded.
  Json inn(const ledger::Id& organisation) const;
  Json ogrn(const ledger::Id& organisation) const;
  const projections::governance::Successions& successions() const { return successions_; }

 private:
  projections::rules::Date on_;
  Language language_;
  std::map<ledger::Id, std::string> names_;
  std::map<ledger::Id, std::string> inns_;
  std::map<ledger::Id, std::string> ogrns_;
  projections::governance::Successions successions_;
};

/// "yes", "no" or "undetermined".
Json truth_json(projections::rules::Truth truth);

/// A word of the schema, e.g. word(fb::EnumNameRole, role); null for UNSPECIFIED.
template <typename E>
Json word(const char* (*name)(E), E value) {
  return static_cast<int>(value) == 0 ? Json() : Json(name(value));
}

/// A list of words of the schema.
template <typename E, typename Values>
Json words(const char* (*name)(E), const Values& values) {
  Json list = Json::array();
  for (const auto value : values) list.push_back(name(static_cast<E>(value)));
  return list;
}

/// Ids or digests as they are written.
template <typename T>
Json hex_list(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(to_hex(value));
  return list;
}

/// A text of an event; null where it has none.
Json text_of_field(const flatbuffers::String* text);

/// Texts of an event, an empty list where it has none.
template <typename Texts>
Json texts_of_field(const Texts* texts) {
  Json list = Json::array();
  if (texts == nullptr) return list;
  for (const flatbuffers::String* text : *texts) list.push_back(text->str());
  return list;
}

/// A number that may be unknown.
template <typename T>
Json number_or_null(const std::optional<T>& number) {
  return number ? Json(*number) : Json();
}

/// A legal date of an event.
Json legal_date_json(const ledger::fb::LegalDate* date);

}  // namespace api
