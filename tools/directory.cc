// SPDX-License-Identifier: Apache-2.0
#include "tools/directory.h"

#include <algorithm>

#include "api/author_form.h"
#include "tools/russian.h"

namespace tools {

using api::Json;
using ledger::Error;
using ledger::Result;

namespace {

const Json& member(const Json& value, const char* name) {
  static const Json kNothing = Json::object();
  const auto found = value.is_object() ? value.find(name) : value.end();
  return value.is_object() && found != value.end() ? *found : kNothing;
}

bool is_hex(std::string_view text, std::size_t bytes) {
  return text.size() == 2 * bytes && ledger::from_hex(text);
}

const Json& profile_of(const RecordedFact& fact) {
  return member(fact.payload, fact.type == "LedgerCreated" ? "operator_organisation" : "profile");
}

/// The name of this kind in a list of names.
std::string name_of_kind(const Json& names, std::string_view kind) {
  if (!names.is_array()) return {};
  for (const Json& name : names) {
    if (member_text(name, "kind") == kind) return member_text(name, "text");
  }
  return {};
}

constexpr std::string_view kQuotes[] = {"«", "»", "„", "“", "”", "\""};

/// With `sign` for every quotation mark of whatever kind.
std::string with_quotes_as(std::string_view sign, std::string_view text) {
  std::string out = plain(text);
  for (const std::string_view quote : kQuotes) {
    if (quote == sign) continue;
    for (auto at = out.find(quote); at != std::string::npos; at = out.find(quote, at)) {
      out.replace(at, quote.size(), sign);
    }
  }
  return out;
}

/// A table writes "Образец" for «Образец»: that is the same name.
bool has_name(const Json& names, const std::string& wanted) {
  if (!names.is_array()) return false;
  const std::string asked = with_quotes_as("\"", wanted);
  return std::any_of(names.begin(), names.end(), [&](const Json& name) {
    return with_quotes_as("\"", member_text(name, "text")) == asked;
  });
}

constexpr std::size_t kSuggestionsMax = 5;
constexpr std::size_t kHeldBytesMin = 9;  ///< a shorter name is held by too much

std::string without_quotes(std::string_view text) { return with_quotes_as("", text); }

Error ambiguous(std::string_view text, std::size_t count) {
  const std::string name(text);
  const std::string found = std::to_string(count);
  Error error = ledger::conflict(
      "AMBIGUOUS_NAME", "\"" + name + "\" names " + found + " things in the ledger; give the id");
  error.russian =
      "«" + name + "» — имя нескольких предметов журнала, их " + found + ": укажите идентификатор";
  return error;
}

}  // namespace

Result<Directory> Directory::load(const OpenLedger& ledger, const api::Names* names) {
  auto facts = FactBook::load(
      ledger, {},
      {"LedgerCreated", "OrganisationRegistered", "OrganisationChanged", "RegionDeclared",
       "ClusterCreated", "BodyComposed", "CharterAdopted", "EventCorrected"});
  if (!facts) return facts.error();
  Directory out;
  out.facts_ = std::move(*facts);
  out.names_ = names;
  return out;
}

std::string Directory::local_id(std::string_view text) const {
  if (is_hex(text, ledger::Id::kSize)) return std::string(text);
  if (!text.starts_with('@') || names_ == nullptr) return {};
  const auto id = names_->known_id(std::string(text.substr(1)));
  return id ? to_hex(*id) : std::string();
}

Result<std::string> Directory::organisation(std::string_view text) const {
  if (auto id = local_id(text); !id.empty()) return id;
  const std::string wanted = plain(text);
  if (wanted.empty()) {  // and not whichever organisation has no ИНН on record
    return ledger::not_found("UNKNOWN_ORGANISATION", "no organisation is named",
                             "организация не названа", "");
  }
  std::vector<std::string> found;
  const auto consider = [&](const Json& names, const std::string& id) {
    if (id.empty() || !has_name(names, wanted)) return;
    if (std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
  };
  for (const char* type : {"LedgerCreated", "OrganisationRegistered"}) {
    for (const RecordedFact* fact : facts_.all(type)) {
      const Json& profile = profile_of(*fact);
      const std::string id = member_text(profile, "organisation");
      if (member_text(profile, "inn") == text || member_text(profile, "ogrn") == text) return id;
      consider(member(profile, "names"), id);
    }
  }
  for (const RecordedFact* fact : facts_.all("OrganisationChanged")) {
    consider(member(fact->payload, "names"), member_text(fact->payload, "organisation"));
  }
  if (found.size() == 1) return found.front();
  if (found.size() > 1) return ambiguous(text, found.size());
  const std::string asked(text);
  const std::string like = organisations_like(text);
  return ledger::not_found(
      "UNKNOWN_ORGANISATION",
      "the ledger knows no organisation \"" + asked + "\"" +
          (like.empty() ? "" : "; it knows " + like),
      "журнал не знает организации «" + asked + "»" + (like.empty() ? "" : "; знает: " + like), "");
}

/// Names that hold the asked one, or are held by it, quotes left aside; at most five.
std::string Directory::organisations_like(std::string_view text) const {
  const std::string wanted = without_quotes(text);
  std::vector<std::string> found;
  for (const char* type : {"LedgerCreated", "OrganisationRegistered", "OrganisationChanged"}) {
    for (const RecordedFact* fact : facts_.all(type)) {
      const std::string_view kind(type);
      const Json& names =
          member(kind == "OrganisationChanged" ? fact->payload : profile_of(*fact), "names");
      if (!names.is_array()) continue;
      for (const Json& name : names) {
        const std::string printed = member_text(name, "text");
        const std::string known = without_quotes(printed);
        const bool like =
            !wanted.empty() && !known.empty() &&
            (known.find(wanted) != std::string::npos ||
             (known.size() >= kHeldBytesMin && wanted.find(known) != std::string::npos));
        const bool is_new = std::find(found.begin(), found.end(), printed) == found.end();
        if (like && is_new && found.size() < kSuggestionsMax) found.push_back(printed);
      }
    }
  }
  std::string out;
  for (const std::string& name : found) out += (out.empty() ? "" : ", ") + name;
  return out;
}

Result<std::string> Directory::cluster(std::string_view text) const {
  if (auto id = local_id(text); !id.empty()) return id;
  const std::string wanted = plain(text);
  std::vector<std::string> found;
  std::string known;
  for (const RecordedFact* fact : facts_.all("ClusterCreated")) {
    known += (known.empty() ? "" : ", ") + cluster_name(member_text(fact->payload, "cluster"));
    if (!has_name(member(fact->payload, "names"), wanted)) continue;
    found.push_back(member_text(fact->payload, "cluster"));
  }
  if (found.size() == 1) return found.front();
  if (found.size() > 1) return ambiguous(text, found.size());
  const std::string asked(text);
  return ledger::not_found(
      "UNKNOWN_CLUSTER",
      "the ledger knows no cluster \"" + asked + "\"" +
          (known.empty() ? "" : "; it knows " + known),
      "журнал не знает кластера «" + asked + "»" + (known.empty() ? "" : "; знает: " + known), "");
}

std::string Directory::region_of(const std::string& cluster) const {
  for (const RecordedFact* fact : facts_.all("ClusterCreated")) {
    if (member_text(fact->payload, "cluster") == cluster) {
      return member_text(fact->payload, "region");
    }
  }
  return {};
}

Result<const RecordedFact*> Directory::body(const std::string& cluster,
                                            std::string_view text) const {
  std::string digest = is_hex(text, ledger::Hash::kSize) ? std::string(text) : std::string();
  if (text.starts_with('@') && names_ != nullptr) {
    const auto* event = names_->event(std::string(text.substr(1)));
    if (event != nullptr) digest = to_hex(event->digest);
  }
  if (!digest.empty()) {
    const RecordedFact* fact = facts_.find(digest);
    if (fact != nullptr && fact->type == "BodyComposed") return fact;
  }
  const auto kind = word_of("BodyKind", text);
  const std::string wanted = plain(text);
  std::map<std::string, const RecordedFact*> newest;  // body id -> its newest version
  for (const RecordedFact* fact : facts_.all("BodyComposed")) {
    const Json& scope = member(fact->body, "scope");
    if (member_text(scope, "id") != cluster) continue;
    const bool same_kind = kind && member_text(fact->payload, "kind") == *kind;
    const bool same_title = plain(member_text(member(fact->payload, "wording"), "title")) == wanted;
    if (same_kind || same_title) newest[member_text(fact->payload, "body")] = fact;
  }
  if (newest.size() == 1) return newest.begin()->second;
  if (newest.size() > 1) return ambiguous(text, newest.size());
  const std::string asked(text);
  const std::string kinds = words_known("BodyKind");
  return ledger::not_found("UNKNOWN_BODY",
                           "the cluster has no body \"" + asked + "\"; kinds are " + kinds,
                           "у кластера нет органа «" + asked + "»; виды: " + kinds, "");
}

const RecordedFact* Directory::charter(const std::string& cluster, std::string_view day) const {
  const auto days = api::legal_date_of(day, "STATED");
  const std::string first = days ? member_text(*days, "not_before") : std::string();
  if (first.empty()) return nullptr;
  const RecordedFact* charter = charter_on(cluster, first);
  return charter == charter_on(cluster, member_text(*days, "not_after")) ? charter : nullptr;
}

/// As rules::charter_on(): of those that certainly work the one of the latest day; where there is
/// none in the place, the last recorded of those that may.
const RecordedFact* Directory::charter_on(const std::string& cluster,
                                          const std::string& day) const {
  const std::string region = region_of(cluster);
  const RecordedFact* possible = nullptr;
  for (const std::string& scope_id : {cluster, region}) {
    const RecordedFact* latest = nullptr;
    const RecordedFact* maybe = nullptr;
    std::string latest_day;
    for (const RecordedFact* fact : facts_.all("CharterAdopted")) {
      if (scope_id.empty() || member_text(member(fact->body, "scope"), "id") != scope_id) continue;
      const Json& effective = member(fact->payload, "effective");
      const std::string from = member_text(effective, "not_before");
      const std::string certainly_from = member_text(effective, "not_after");
      if (!from.empty() && from <= day) maybe = fact;
      if (certainly_from.empty() || certainly_from > day || certainly_from < latest_day) continue;
      latest = fact;
      latest_day = certainly_from;
    }
    if (latest != nullptr) return latest;
    if (possible == nullptr) possible = maybe;
  }
  return possible;
}

const RecordedFact* Directory::profile(const std::string& id) const {
  for (const char* type : {"OrganisationRegistered", "LedgerCreated"}) {
    for (const RecordedFact* fact : facts_.all(type)) {
      if (member_text(profile_of(*fact), "organisation") == id) return fact;
    }
  }
  return nullptr;
}

std::string Directory::organisation_full_name(const std::string& id) const {
  const RecordedFact* fact = profile(id);
  if (fact == nullptr) return id;
  const Json& names = member(profile_of(*fact), "names");
  for (const char* kind : {"FULL", "SHORT", "AS_PRINTED"}) {
    if (auto name = name_of_kind(names, kind); !name.empty()) return name;
  }
  return id;
}

std::string Directory::organisation_name(const std::string& id) const {
  const RecordedFact* fact = profile(id);
  const std::string name =
      fact == nullptr ? id : name_of_kind(member(profile_of(*fact), "names"), "SHORT");
  return name.empty() ? organisation_full_name(id) : name;
}

std::map<std::string, std::string> Directory::titles() const {
  std::map<std::string, std::string> out;
  const auto call = [&out](const std::string& id, const std::string& name) {
    if (!id.empty() && !name.empty() && name != id) out[id] = "«" + name + "» " + id;
  };
  for (const char* type : {"LedgerCreated", "OrganisationRegistered"}) {
    for (const RecordedFact* fact : facts_.all(type)) {
      const std::string id = member_text(profile_of(*fact), "organisation");
      call(id, organisation_full_name(id));
    }
  }
  for (const RecordedFact* fact : facts_.all("ClusterCreated")) {
    const std::string id = member_text(fact->payload, "cluster");
    call(id, cluster_name(id));
  }
  for (const char* type : {"BodyComposed", "CharterAdopted"}) {
    for (const RecordedFact* fact : facts_.all(type)) {
      call(fact->digest, member_text(member(fact->payload, "wording"), "title"));
      for (const Json& seat : member(fact->payload, "seats")) {
        const std::string holder = member_text(seat, "organisation");
        if (member_text(seat, "seat") == holder || holder.empty()) continue;
        call(member_text(seat, "seat"), organisation_full_name(holder));
      }
    }
  }
  return out;
}

std::string Directory::declared_name(const char* type, const char* subject,
                                     const std::string& id) const {
  for (const RecordedFact* fact : facts_.all(type)) {
    if (member_text(fact->payload, subject) != id) continue;
    for (const char* kind : {"FULL", "SHORT"}) {
      if (auto name = name_of_kind(member(fact->payload, "names"), kind); !name.empty()) {
        return name;
      }
    }
  }
  return id;
}

std::string Directory::cluster_name(const std::string& id) const {
  return declared_name("ClusterCreated", "cluster", id);
}

std::string Directory::place_name(const std::string& id) const {
  const std::string name = cluster_name(id);
  return name == id ? declared_name("RegionDeclared", "region", id) : name;
}

}  // namespace tools
