// SPDX-License-Identifier: Apache-2.0
// Routes over what is known of a place, from the table of place_lists.h: lists and cards as known
// at a position and judged on a day; and the duties as a calendar.
#include <algorithm>

#include "api/calendar.h"
#include "api/governance_json.h"
#include "api/internal/json_route.h"
#include "api/internal/log_answer.h"
#include "api/internal/subject_card.h"
#include "api/place_desk.h"
#include "api/problem.h"
#include "api/service.h"
#include "api/shapes.h"
#include "api/view_json.h"
#include "ledger/entry.h"
#include "projections/governance/duties.h"
#include "projections/governance/words.h"

namespace api {
namespace {

using ledger::Result;
namespace gov = projections::governance;
namespace rules = projections::rules;

/// When the newest event of the snapshot was recorded.
Result<std::uint64_t> stamp_of(const Service& service, const ViewSnapshot& snapshot) {
  const std::uint64_t position = snapshot.reader.position();
  if (position == 0) return std::uint64_t{0};
  const auto event = service.view().event(position - 1);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  return entry->recorded_at_us;
}

/// The newest event that says or changes anything of the place: what is withdrawn stays counted,
/// and so does a calendar that moves a day, so the number never goes back (RFC 5545, 3.8.7.4).
std::uint64_t newest_event_of(const projections::Chronicle& chronicle) {
  std::uint64_t newest = 0;
  chronicle.visit([&](const projections::Source& source, const auto&, const auto&) {
    newest = std::max({newest, source.index, source.withdrawn.value_or(0)});
    if (!source.corrections.empty()) newest = std::max(newest, source.corrections.back());
  });
  return newest;
}

/// What the place is called in its declaration; the ledger's origin if that does not tell.
Result<std::string> name_of_place(const Service& service, const PlaceQuestion& question) {
  const auto& reader = question.asked.snapshot.reader;
  const bool cluster = question.scope.kind == ledger::ScopeKind::kCluster;
  const auto place = cluster ? projections::find_cluster(reader, question.scope.id)
                             : projections::find_region(reader, question.scope.id);
  if (!place) return place.error();
  const auto* declared = *place ? (*place)->declaration() : nullptr;
  if (declared == nullptr || declared->names.empty()) return service.identity.origin;
  return declared->names.front().text;
}

/// Nothing for a duty that no day or period is known of.
std::optional<CalendarEntry> entry_of(const Service& service, const PlaceOnDay& place,
                                      const gov::Obligation& duty, std::uint64_t sequence) {
  const auto& due = duty.due.effective_due;
  const auto last = due.not_after ? due.not_after : due.day();
  if (!last) return std::nullopt;
  const auto first = due.not_before ? due.not_before : last;
  CalendarEntry entry;
  entry.uid = to_hex(duty.key) + "@" + service.identity.origin;
  entry.summary = in(duty.title, place.language);
  entry.text = in(gov::words_of(duty.verdict.state), place.language);
  entry.category = std::string(gov::name_of(duty.kind));
  entry.first_day = rules::to_iso(*first);
  entry.last_day = rules::to_iso(*last);
  if (!service.public_url.empty()) {
    entry.url = service.public_url + card_path(*place.chronicle, duty.subject);
  }
  entry.sequence = sequence;
  entry.cancelled = duty.cancelled;
  return entry;
}

/// Programs that subscribe to calendars choose no language, so the address may.
Result<Response> calendar(PlaceDesk& desk, const Request& asked) {
  const auto language_asked = asked_language(asked);
  if (!language_asked) return language_asked.error();
  Request request = asked;
  request.language = *language_asked;
  const auto question = desk.open(request);
  if (!question) return question.error();
  const Service& service = desk.views().service();
  const auto stamp = stamp_of(service, question->asked.snapshot);
  if (!stamp) return stamp.error();
  const PlaceOnDay& place = question->place;
  const gov::Council council(*place.chronicle, place.on);
  const std::uint64_t sequence = newest_event_of(*place.chronicle);
  const auto name = name_of_place(service, *question);
  if (!name) return name.error();
  std::vector<CalendarEntry> entries;
  for (const auto& duty : gov::duties_of(council)) {
    if (auto entry = entry_of(service, place, duty, sequence)) {
      entries.push_back(std::move(*entry));
    }
  }
  const std::string language(question->asked.language_name());
  const std::string position = std::to_string(question->asked.position());
  Response response = content_response(calendar_text(*name, entries, *stamp, service.zone_minutes),
                                       "text/calendar; charset=utf-8");
  response.headers.set("Content-Language", language);
  response.headers.set("Letopis-Position", position);
  response.headers.add_member("Vary", "Accept-Language");
  return response;
}

/// The items of a list of the place, without those that `member` says no of.
Json not_denied(PlaceDesk& desk, const PlaceQuestion& question, std::string_view list,
                std::string_view member) {
  const auto& lists = place_lists();
  const auto found = std::find_if(lists.begin(), lists.end(),
                                  [&](const PlaceList& one) { return one.name == list; });
  LEDGER_CHECK(found != lists.end());
  Json kept = Json::array();
  const auto all = desk.items(question, *found);
  for (const Json& item : *all) {
    if (item.at(std::string(member)) != "no") kept.push_back(item);
  }
  return kept;
}

/// Who has which role in the place on the day, and by which charters it lives then.
Json place_state(PlaceDesk& desk, const PlaceQuestion& question, const projections::Place& place) {
  Json state = {{"on", question.asked.on}, {"roles", Json::array()}};
  for (const Json& office : not_denied(desk, question, "offices", "in_office")) {
    const auto index = office.at("source").at("index").get<std::uint64_t>();
    const bool is_role =
        std::any_of(place.roles.begin(), place.roles.end(),
                    [&](const projections::PlaceRole& role) { return role.source.index == index; });
    if (is_role) state["roles"].push_back(shown_part(office, shape_members("RoleOnDay")));
  }
  state["charters"] = Json::array();
  for (const Json& charter : not_denied(desk, question, "charters", "in_force")) {
    state["charters"].push_back(shown_part(charter, shape_members("CharterLine")));
  }
  return state;
}

Result<Response> place_card(PlaceDesk& desk, const Request& request) {
  const auto question = desk.open(request);
  if (!question) return question.error();
  const bool cluster = question->scope.kind == ledger::ScopeKind::kCluster;
  const auto& reader = question->asked.snapshot.reader;
  const auto place = cluster ? projections::find_cluster(reader, question->scope.id)
                             : projections::find_region(reader, question->scope.id);
  if (!place) return place.error();
  if (!*place) {
    return not_recorded(question->asked.position());
  }
  Json body = cluster ? cluster_json(**place) : region_json(**place);
  body["state"] = place_state(desk, *question, **place);
  return desk.lists().answer(question->asked, cluster ? "clusters" : "regions", body);
}

/// A route under a place that answers as of a position and on a day.
Route place_route(const Service& service, std::string pattern, Handler handler,
                  std::string_view shape, std::string_view summary,
                  std::vector<std::string> query) {
  query.emplace_back("on");
  Route route =
      view_route(service, std::move(pattern), std::move(handler), shape, summary, std::move(query));
  // Where a cluster is named, a reader of that cluster may look.
  route.access = route.pattern.starts_with("/v1/clusters") ? Access::kCluster : Access::kLedgerWide;
  return route;
}

Route list_route(const std::string& place, const std::shared_ptr<PlaceDesk>& desk,
                 const PlaceList& list) {
  std::vector<std::string> query = list.form.parameters();
  if (list.has_overdue) query.emplace_back("overdue_on");
  query.insert(query.end(), {"cursor", "limit", "format"});
  Route route = place_route(
      desk->views().service(), place + "/" + std::string(list.name),
      [desk, &list](const Request& request) { return desk->page(request, list); }, list.page,
      list.summary, std::move(query));
  route.produces.emplace_back("text/csv");
  return route;
}

Route card_route(const std::string& place, const std::shared_ptr<PlaceDesk>& desk,
                 const PlaceList& list) {
  return place_route(desk->views().service(),
                     place + "/" + std::string(list.name) + "/{" + std::string(list.id) + "}",
                     [desk, &list](const Request& request) { return desk->card(request, list); },
                     list.card, list.card_summary, {});
}

}  // namespace

void add_governance_routes(Router& router, const Service& service) {
  const auto desk = std::make_shared<PlaceDesk>(service);
  const std::string cluster = "/v1/clusters/{cluster}";
  const std::string region = "/v1/regions/{region}";
  const auto card = [desk](const Request& request) { return place_card(*desk, request); };
  router.add(view_route(service, cluster, card, "ClusterCard",
                        "One cluster: its history, and its state on a day", {"on"}));
  router.add(view_route(service, region, card, "RegionCard",
                        "One region: its history, and its state on a day", {"on"}));
  for (const std::string& place : {cluster, region}) {
    for (const PlaceList& list : place_lists()) {
      if (place == region && !list.of_regions) continue;
      router.add(list_route(place, desk, list));
      if (!list.id.empty()) router.add(card_route(place, desk, list));
    }
    Route days = place_route(service, place + "/calendar.ics",
                             [desk](const Request& request) { return calendar(*desk, request); },
                             "", "The duties as iCalendar", {"lang"});
    days.produces = {"text/calendar"};
    std::erase(days.query, "explain");  // a calendar has no place for it
    router.add(std::move(days));
  }
}

}  // namespace api
