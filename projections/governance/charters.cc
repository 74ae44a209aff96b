// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/charters.h"

#include <functional>
#include <map>

namespace projections::governance {
namespace {

using rules::CharterVersion;

std::optional<Date> day_of(const flatbuffers::String* text) {
  if (text == nullptr) return std::nullopt;
  return rules::date_from_iso(text->string_view());
}

rules::CalendarYear year_of(const Fact<fb::CalendarYearPublished>& fact) {
  rules::CalendarYear year;
  year.year = fact->year();
  year.provisional = fact->status() == fb::CalendarStatus::PROVISIONAL;
  year.version = ledger::to_hex(fact.digest());
  if (fact->entries() == nullptr) return year;
  for (const fb::CalendarEntry* entry : *fact->entries()) {
    const auto day = day_of(entry->day());
    if (!day) continue;
    year.entries.push_back(
        {*day, static_cast<rules::DayKind>(entry->kind()), day_of(entry->other_day())});
  }
  return year;
}

}  // namespace

FuzzyDate effective_of(const Fact<fb::CharterAdopted>& fact) {
  return rules::fuzzy(fact->effective());
}

Charters::Charters(const Chronicle& chronicle)
    : turned_(chronicle.turned()), facts_(chronicle.all<fb::CharterAdopted>()) {
  for (const Fact<fb::CharterAdopted>& fact : facts_) {
    versions_.push_back({fact.payload, fact.index(), fact.scope.kind == ledger::ScopeKind::kCluster,
                         effective_of(fact)});
  }
}

std::optional<AdoptedCharter> Charters::on(Date day) const {
  const rules::CharterChoice choice = rules::charter_on(versions_, day);
  if (choice.version == nullptr) return std::nullopt;
  return adopted(facts_[static_cast<std::size_t>(choice.version - versions_.data())]);
}

std::vector<AdoptedCharter> Charters::undetermined_on(Date day) const {
  std::vector<AdoptedCharter> out;
  for (const CharterVersion* version : rules::charter_on(versions_, day).undetermined) {
    out.push_back(adopted(facts_[static_cast<std::size_t>(version - versions_.data())]));
  }
  return out;
}

std::vector<std::string> Charters::other_values(const RuleUsed& rule) const {
  for (const Fact<fb::CharterAdopted>& fact : facts_) {
    if (fact.index() == rule.charter) return adopted(fact).charter.other_values(rule.basis.path);
  }
  return {};
}

Governing Charters::governing(const FuzzyDate& day, Date otherwise) const {
  Governing out;
  out.day = day.not_after.value_or(day.not_before.value_or(otherwise));
  const Date first = day.not_before.value_or(out.day);
  out.charter = on(out.day);
  const auto before = on(first);
  auto maybe = undetermined_on(out.day);
  const auto of_cluster = [](const AdoptedCharter& one) {
    return one.fact.scope.kind == ledger::ScopeKind::kCluster;
  };
  // The region's charter does not matter beside the cluster's own.
  if (out.charter && of_cluster(*out.charter)) std::erase_if(maybe, std::not_fn(of_cluster));
  if (!out.charter && !maybe.empty()) out.charter = maybe.back();
  const auto index = [](const std::optional<AdoptedCharter>& one) {
    return one ? std::optional(one->fact.index()) : std::nullopt;
  };
  out.certain = maybe.empty() && (first == out.day || index(before) == index(out.charter));
  // A day that is not bounded on one side may lie before or after a change of charters.
  if ((!day.not_before || !day.not_after) && facts_.size() > 1) out.certain = false;
  return out;
}

std::vector<PublishedYear> published_years(const Chronicle& chronicle) {
  std::vector<PublishedYear> years;
  for (auto& fact : chronicle.all<fb::CalendarYearPublished>()) years.push_back({fact});
  std::map<std::pair<std::string_view, int>, PublishedYear*> best;
  for (PublishedYear& year : years) {
    PublishedYear*& held = best[{year.fact->calendar()->string_view(), year.fact->year()}];
    const bool provisional = year.fact->status() == fb::CalendarStatus::PROVISIONAL;
    if (held != nullptr && provisional && held->fact->status() == fb::CalendarStatus::OFFICIAL) {
      continue;
    }
    held = &year;
  }
  for (const auto& [name, year] : best) year->counts = true;
  return years;
}

const rules::Calendar& calendar_of(const Chronicle& chronicle, const rules::Charter* charter) {
  const std::string name = charter == nullptr ? "ru" : charter->calendar_name();
  const auto week = charter == nullptr ? rules::WeekRules{} : charter->week_rules();
  return chronicle.calendars().get(name, week, [&] {
    rules::Calendar calendar(week);
    for (const PublishedYear& year : published_years(chronicle)) {
      if (!year.counts || year.fact->calendar()->string_view() != name) continue;
      // A year that cannot be counted by stays unknown: rules that need it have no answer.
      [[maybe_unused]] const auto taken = calendar.publish(year_of(year.fact));
    }
    return calendar;
  });
}

std::int32_t zone_minutes_of(const Chronicle& chronicle) {
  if (chronicle.place().kind == ledger::ScopeKind::kCluster) {
    const auto clusters = chronicle.all<fb::ClusterCreated>();
    if (!clusters.empty()) return clusters.back()->zone_minutes();
  }
  const auto charters = chronicle.all<fb::CharterAdopted>();
  if (!charters.empty()) return rules::Charter(*charters.back().payload).zone_minutes();
  const auto ledgers = chronicle.all<fb::LedgerCreated>();
  return ledgers.empty() ? 0 : ledgers.front()->default_zone_minutes();
}

Date recorded_on(const Source& source, std::int32_t zone_minutes) {
  using namespace std::chrono;
  const sys_time<microseconds> at{microseconds(source.recorded_at_us)};
  return floor<days>(at + minutes(zone_minutes));
}

}  // namespace projections::governance
