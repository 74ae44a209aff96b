// SPDX-License-Identifier: Apache-2.0
#include "tools/view_folder.h"

#include <chrono>

#include "api/event_json.h"
#include "ledger/clock.h"
#include "projections/places_view.h"
#include "tools/printable.h"

namespace tools {
namespace {

using ledger::Result;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::Status;
using projections::Place;
using projections::ViewReader;

constexpr std::size_t kPlacesMax = 100'000;

std::string name_in(const Place& place) {
  const auto* declaration = place.declaration();
  if (declaration == nullptr) return ledger::to_hex(place.id);
  for (const auto& name : declaration->names) {
    if (name.kind == "SHORT") return name.text;
  }
  return declaration->names.empty() ? ledger::to_hex(place.id) : declaration->names.front().text;
}

bool is_called(const Place& place, const std::string& wanted) {
  if (ledger::to_hex(place.id) == wanted) return true;
  const auto* declaration = place.declaration();
  if (declaration == nullptr) return false;
  for (const auto& name : declaration->names) {
    if (name.text.find(wanted) != std::string::npos) return true;
  }
  return false;
}

struct Found {
  Scope scope;
  std::string name;
};

Result<std::vector<Found>> all_places(const ViewReader& reader, const std::string& wanted) {
  std::vector<Found> out;
  const auto add = [&](const std::vector<Place>& places, ScopeKind kind) {
    for (const Place& place : places) {
      if (wanted.empty() || is_called(place, wanted)) {
        out.push_back({{kind, place.id}, name_in(place)});
      }
    }
  };
  const auto regions = projections::list_regions(reader, std::nullopt, kPlacesMax);
  if (!regions) return regions.error();
  add(*regions, ScopeKind::kRegion);
  const auto clusters = projections::list_clusters(reader, std::nullopt, kPlacesMax);
  if (!clusters) return clusters.error();
  add(*clusters, ScopeKind::kCluster);
  return out;
}

/// The folder's own views are out of reach, not wrong.
bool is_out_of_reach(const ledger::Error& error) {
  return error.code == ledger::ErrorCode::kLocked || error.code == ledger::ErrorCode::kIo;
}

/// A cache that cannot be read; VIEWS_DIFFER, which compares it with the log, is something else.
bool is_damage(const ledger::Error& error) {
  return error.code == ledger::ErrorCode::kCorrupt && error.reason != "VIEWS_DIFFER";
}

}  // namespace

void say_damaged(const Session& session, const std::filesystem::path& views,
                 const ledger::Error& damage) {
  session.note(session.say({"the views, which are only a cache, could not be read and are folded "
                            "anew; what was there is kept in ",
                            "представления — лишь кэш; они не читаются и строятся заново; прежние "
                            "лежат в "}) +
               projections::damaged_views(views).string() + " [" + damage.reason + "] " +
               printable(damage.message, true));
}

Result<projections::OpenedViews> ViewFolder::open_elsewhere(projections::RunnerOptions options) {
  auto scratch = ledger::ScratchFolder::make();
  if (!scratch) return scratch.error();
  own_ = std::move(*scratch);
  options.dir = own_->path() / "views";
  return projections::open_views(options);
}

Status ViewFolder::open_views(const std::optional<ledger::Error>& damage) {
  projections::RunnerOptions options;
  options.dir = dir_ / "views";
  auto opened =
      damage ? projections::open_views_anew(options, *damage) : projections::open_views(options);
  if (!opened && is_out_of_reach(opened.error())) opened = open_elsewhere(options);
  if (!opened) return opened.error();
  if (opened->damage) say_damaged(session_, options.dir, *opened->damage);
  runner_ = std::move(opened->runner);
  auto folded = runner_->catch_up(ledger_.view());
  if (folded || damage || own_ != nullptr || !is_damage(folded.error())) return folded;
  runner_.reset();
  return open_views(folded.error());
}

bool ViewFolder::fold_anew(const ledger::Error& damage) {
  if (own_ != nullptr || !is_damage(damage)) return false;
  runner_.reset();
  return static_cast<bool>(open_views(damage));
}

Result<std::unique_ptr<ViewFolder>> ViewFolder::open(const Session& session,
                                                     const std::filesystem::path& dir) {
  auto ledger = open_ledger(dir);
  if (!ledger) return ledger.error();
  std::unique_ptr<ViewFolder> folder(new ViewFolder(session, dir, std::move(*ledger)));
  if (auto opened = folder->open_views(std::nullopt); !opened) return opened.error();
  return folder;
}

Result<ViewReader> ViewFolder::reader(std::optional<std::uint64_t> at) const {
  return at ? runner_->reader_at(*at) : runner_->reader();
}

Result<int> ViewFolder::zone_minutes() const {
  const auto genesis = ledger_.view().event(0);
  if (!genesis) return genesis.error();
  const auto record = api::recorded_event_to_json(ledger_.identity, *genesis);
  if (!record) return record.error();
  const api::Json::json_pointer zone("/body/payload/default_zone_minutes");
  return record->contains(zone) ? record->at(zone).get<int>() : 0;
}

Result<projections::rules::Date> ViewFolder::today() const {
  const auto minutes = zone_minutes();
  if (!minutes) return minutes.error();
  const auto now = static_cast<std::int64_t>(ledger::SystemClock().now_us());
  const std::chrono::microseconds local(now + std::int64_t{*minutes} * 60'000'000);
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::microseconds>(local));
}

Result<std::vector<Scope>> find_places(const ViewReader& reader, const std::string& wanted) {
  const auto found = all_places(reader, wanted);
  if (!found) return found.error();
  if (!wanted.empty() && found->empty()) {
    return ledger::not_found("NO_SUCH_PLACE", "no region or cluster is called \"" + wanted + "\"",
                             "региона или кластера с названием «" + wanted + "» нет", "");
  }
  if (!wanted.empty() && found->size() > 1) {
    std::string names;
    for (const Found& one : *found) names += (names.empty() ? "" : "; ") + one.name;
    return ledger::invalid("AMBIGUOUS_NAME", "\"" + wanted + "\" may be: " + names,
                           "«" + wanted + "» подходит к нескольким: " + names, "");
  }
  std::vector<Scope> scopes;
  for (const Found& one : *found) scopes.push_back(one.scope);
  return scopes;
}

Result<std::string> name_of_place(const ViewReader& reader, const Scope& place) {
  const auto found = place.kind == ScopeKind::kRegion ? projections::find_region(reader, place.id)
                                                      : projections::find_cluster(reader, place.id);
  if (!found) return found.error();
  return *found ? name_in(**found) : ledger::to_hex(place.id);
}

}  // namespace tools
