// SPDX-License-Identifier: Apache-2.0
#include "api/charter_rules_json.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/governance_json.h"
#include "api/table_json.h"
#include "api/view_json.h"
#include "projections/governance/charters.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;

/// Writes the parameters of one charter, a line for each value.
class ParameterLines {
 public:
  explicit ParameterLines(const gov::AdoptedCharter& charter) : charter_(charter) {}

  Json lines() {
    put_members(table_of_body_to_json("CharterParameters", &charter_.charter.parameters()), "", "");
    return std::move(lines_);
  }

 private:
  /// The member by which the tables of a list are told apart; null: by number.
  static const char* key_of(const std::string& list) {
    if (list == "bodies") return "kind";
    if (list == "deadlines") return "name";
    if (list == "roles") return "role";
    return list == "questions" ? "decisions" : nullptr;
  }

  /// `clause`: what the table around says of itself, for values without a source of their own.
  void put_members(const Json& table, const std::string& path, const std::string& clause) {
    const std::string here = table.value("clause", clause);
    for (const auto& [name, value] : table.items()) {
      if (name == skipped_) continue;
      put(value, path.empty() ? name : path + "." + name, name, here);
    }
  }

  void put(const Json& value, const std::string& path, const std::string& name,
           const std::string& clause) {
    const bool tables = value.is_array() && !value.empty() && value.front().is_object();
    if (tables) {
      put_list(value, path, name, clause);
    } else if (value.is_object()) {
      put_table(value, path, clause, "");
    } else {
      put_line(value, path, clause);
    }
  }

  void put_list(const Json& list, const std::string& path, const std::string& name,
                const std::string& clause) {
    const char* key = key_of(name);
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (key == nullptr) {
        put_table(list[i], path + "." + std::to_string(i + 1), clause, "");
        continue;
      }
      const Json& names = list[i][key];
      for (const Json& one : names.is_array() ? names : Json::array({names})) {
        put_table(list[i], path + "." + one.get<std::string>(), clause, key);
      }
    }
  }

  void put_table(const Json& table, const std::string& path, const std::string& clause,
                 const std::string& skipped) {
    const std::string outer = std::exchange(skipped_, skipped);
    put_members(table, path, clause);
    skipped_ = outer;
  }

  void put_line(const Json& value, const std::string& path, const std::string& clause) {
    const gov::RuleUsed rule = charter_.rule(path);
    const Json said = rule_json(rule);
    lines_.push_back({{"path", path},
                      {"value", value},
                      {"clause", said["clause"].is_null() ? text_or_null(clause) : said["clause"]},
                      {"certainty", said["certainty"]},
                      {"document", hex_or_null(rule.basis.document)}});
  }

  const gov::AdoptedCharter& charter_;
  Json lines_ = Json::array();
  std::string skipped_;  ///< the member that is in the path already
};

rules::Truth charter_in_force(const gov::Charters& charters, const projections::Source& source,
                              rules::Date on) {
  const auto is = [&](const gov::AdoptedCharter& one) { return one.fact.index() == source.index; };
  const auto of_region = [](const gov::AdoptedCharter& one) {
    return one.fact.scope.kind != ledger::ScopeKind::kCluster;
  };
  const auto now = charters.on(on);
  auto maybe = charters.undetermined_on(on);
  // The region's charters do not matter beside the cluster's own.
  if (now && !of_region(*now)) std::erase_if(maybe, of_region);
  if (std::any_of(maybe.begin(), maybe.end(), is)) return rules::Truth::kUndetermined;
  if (!now || !is(*now)) return rules::Truth::kNo;
  // One that may have come since would take its place.
  return maybe.empty() ? rules::Truth::kYes : rules::Truth::kUndetermined;
}

}  // namespace

Json calendars_json(const projections::Chronicle& chronicle) {
  return list_json(gov::published_years(chronicle), [](const gov::PublishedYear& year) {
    const auto& fact = year.fact;
    Json days = Json::array();
    if (fact->entries() != nullptr) {
      for (const fb::CalendarEntry* entry : *fact->entries()) {
        days.push_back({{"day", entry->day()->str()},
                        {"kind", word(fb::EnumNameCalendarDayKind, entry->kind())},
                        {"other_day", text_of_field(entry->other_day())},
                        {"title", text_of_field(entry->title())}});
      }
    }
    const auto act = projections::act_of(fact->act());
    const std::string number = std::to_string(fact->year());
    return Json{{"publication", to_hex(fact.digest())},
                {"calendar", fact->calendar()->str()},
                {"year", fact->year()},
                {"first_day", number + "-01-01"},
                {"last_day", number + "-12-31"},
                {"place", scope_json(fact.scope)},
                {"status", word(fb::EnumNameCalendarStatus, fact->status())},
                {"counts", year.counts},
                {"replaces", text_of_field(fact->replaces())},
                {"act", act ? act_json(*act) : Json()},
                {"days", std::move(days)},
                {"source", source_json(*fact.source)}};
  });
}

Json charters_json(const projections::Chronicle& chronicle, const Telling& telling) {
  const gov::Charters charters(chronicle);
  Json list = Json::array();
  for (const auto& fact : charters.all()) {
    const gov::AdoptedCharter adopted{rules::Charter(*fact.payload), fact};
    list.push_back(
        {{"charter", fact->charter()->str()},
         {"version", fact->version()},
         {"title", text_of_field(fact->wording()->title())},
         {"place", scope_json(fact.scope)},
         {"effective", fuzzy_json(gov::effective_of(fact))},
         {"in_force", truth_json(charter_in_force(charters, *fact.source, telling.on()))},
         {"basis", act_json(*projections::act_of(fact->basis()))},
         {"replaces", fact->replaces() == nullptr ? Json() : Json(fact->replaces()->str())},
         {"parameters", ParameterLines(adopted).lines()},
         {"source", source_json(*fact.source)}});
  }
  return list;
}

}  // namespace api
