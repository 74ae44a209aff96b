// SPDX-License-Identifier: Apache-2.0
#include "api/findings_at.h"

#include <chrono>

#include "ledger/entry.h"
#include "projections/places_view.h"

namespace api {
namespace {

namespace gov = projections::governance;
using ledger::Result;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::SubjectKind;

constexpr std::size_t kPage = 1'000;

/// Adds the places of one kind, page by page.
template <typename List>
ledger::Status add_places(const projections::ViewReader& reader, ScopeKind kind, const List& list,
                          std::vector<Scope>& out) {
  std::optional<ledger::Id> after;
  for (;;) {
    const auto page = list(reader, after, kPage);
    if (!page) return page.error();
    for (const projections::Place& place : *page) out.push_back({kind, place.id});
    if (page->size() < kPage) return ledger::Ok{};
    after = page->back().id;
  }
}

Result<std::vector<Scope>> places_at(const projections::ViewReader& reader) {
  std::vector<Scope> out;
  auto added = add_places(reader, ScopeKind::kRegion, projections::list_regions, out);
  if (!added) return added.error();
  added = add_places(reader, ScopeKind::kCluster, projections::list_clusters, out);
  if (!added) return added.error();
  return out;
}

bool is_place(const ledger::Subject& subject, const Scope& place) {
  const SubjectKind kind =
      place.kind == ScopeKind::kCluster ? SubjectKind::kCluster : SubjectKind::kRegion;
  return subject.kind == kind && subject.id == place.id;
}

std::map<ledger::Hash, const gov::Finding*> by_key(const std::vector<PlaceFindings>& all) {
  std::map<ledger::Hash, const gov::Finding*> out;
  for (const PlaceFindings& place : all) {
    for (const gov::Finding& finding : place.findings) out.emplace(finding.key, &finding);
  }
  return out;
}

}  // namespace

Result<std::vector<PlaceFindings>> findings_at(const ProjectedLog& log, std::uint64_t position,
                                               projections::rules::Date on,
                                               const std::optional<ledger::Subject>& only) {
  const auto reader = log.runner->reader_at(position);
  if (!reader) return reader.error();
  const auto places = places_at(*reader);
  if (!places) return places.error();
  std::vector<PlaceFindings> out;
  for (const Scope& place : *places) {
    if (only && !is_place(*only, place)) continue;
    const auto chronicle = projections::Chronicle::load(*reader, place);
    if (!chronicle) return chronicle.error();
    PlaceFindings found{place, gov::findings(*chronicle, on)};
    if (!found.findings.empty()) out.push_back(std::move(found));
  }
  return out;
}

FindingCounts count_findings(const std::vector<PlaceFindings>& all) {
  FindingCounts out;
  for (const PlaceFindings& place : all) {
    for (const gov::Finding& finding : place.findings) {
      ++out.total;
      ++out.by_register[finding.kind->shown_in];
      ++out.by_severity[finding.kind->severity];
      ++out.by_code[finding.code()];
      if (!finding.disposition) continue;
      ++(finding.disposition->binding ? out.disposed : out.reopened);
    }
  }
  return out;
}

FindingChanges compare_findings(const std::vector<PlaceFindings>& before,
                                const std::vector<PlaceFindings>& after) {
  const auto old_ones = by_key(before);
  const auto new_ones = by_key(after);
  FindingChanges out;
  for (const auto& [key, finding] : new_ones) {
    if (!old_ones.contains(key)) out.appeared.push_back(*finding);
  }
  for (const auto& [key, finding] : old_ones) {
    if (!new_ones.contains(key)) out.gone.push_back(*finding);
  }
  return out;
}

Result<projections::rules::Date> last_day_recorded(const ProjectedLog& log,
                                                   std::uint64_t position) {
  if (position == 0) return projections::rules::Date{};
  const auto event = log.view().event(position - 1);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::microseconds>(
      std::chrono::microseconds(static_cast<std::int64_t>(entry->recorded_at_us))));
}

}  // namespace api
