// SPDX-License-Identifier: Apache-2.0
// What the views know, as JSON (API.md, "Facts"). Every fact carries its `source`. A member that
// is null: the ledger says nothing about it; a member that is absent: it does not apply to this
// kind of thing. Pure; the same value gives the same text for ever.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/json.h"
#include "projections/document_verdict.h"
#include "projections/documents_view.h"
#include "projections/keys_view.h"
#include "projections/organisations_view.h"
#include "projections/places_view.h"

namespace api {

// The pieces of facts.
Json text_or_null(const std::string& text);
Json source_json(const projections::Source& source);
Json date_json(const projections::DateValue& date);
Json names_json(const std::vector<projections::NameValue>& names);
Json printed_json(const std::vector<projections::PrintedValue>& printed);
Json act_json(const projections::ActValue& act);
std::string_view grade_name(ledger::Grade grade);

template <typename T>
Json hex_or_null(const std::optional<T>& value) {
  return value ? Json(to_hex(*value)) : Json();
}

inline Json date_or_null(const std::optional<projections::DateValue>& date) {
  return date ? date_json(*date) : Json();
}

/// An array of what `one` makes of each.
template <typename T, typename Make>
Json list_json(const std::vector<T>& values, Make one) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(one(value));
  return list;
}

// Whole things.
std::string_view key_kind_name(ledger::KeyKind kind);
Json key_json(const projections::KeyEntry& key);
Json region_json(const projections::Place& region);
Json cluster_json(const projections::Place& cluster);
Json organisation_json(const projections::Organisation& organisation);
/// Whether the key stood when the day (YYYY-MM-DD) ended, at this microsecond: keys are judged by
/// what is recorded.
Json key_state_json(const projections::KeyEntry& key, std::string_view on, std::uint64_t end_us);
/// With its `state` on a day (YYYY-MM-DD).
Json organisation_on_json(const projections::Organisation& organisation, std::string_view on);
/// The line of a list.
Json document_summary_json(const projections::Document& document);
Json document_json(const projections::Document& document);
/// How one of its editions or renditions stands on the verdict's day.
Json edition_state_json(const projections::DocumentVerdict& verdict);
Json near_json(const projections::NearDocument& near);
/// With its sentence in the language.
Json verdict_json(const projections::DocumentVerdict& verdict, Language language);

}  // namespace api
