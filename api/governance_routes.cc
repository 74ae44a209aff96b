// SPDX-License-Identifier: Apache-2.0
// Routes over the verdicts of governance: duties and findings of a place, as known at a position
// and judged on a day, and the duties as a calendar.
#include <algorithm>

#include "api/calendar.h"
#include "api/governance_json.h"
#include "api/internal/json_route.h"
#include "api/service.h"
#include "api/view_answer.h"
#include "ledger/entry.h"
#include "projections/governance/findings.h"
#include "projections/governance/meetings.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Scope;
using projections::Chronicle;
namespace gov = projections::governance;
namespace rules = projections::rules;

/// The place that a path names.
Result<Scope> place_of(const Request& request) {
  const bool cluster = request.params.get("cluster").has_value();
  const auto id = ledger::fixed_from_hex<ledger::Id>(request.param(cluster ? "cluster" : "region"));
  if (!id) return ledger::not_found("BAD_NAME", "a place is named by 32 lower-case hex digits");
  return Scope{cluster ? ledger::ScopeKind::kCluster : ledger::ScopeKind::kRegion, *id};
}

/// Everything that a question about a place on a day begins with.
struct PlaceQuestion {
  ViewSnapshot snapshot;
  Chronicle chronicle;
  std::string on;
  gov::Date day;
};

Result<PlaceQuestion> open_question(ViewDesk& desk, const Request& request) {
  const auto place = place_of(request);
  if (!place) return place.error();
  auto on = desk.day(request);
  if (!on) return on.error();
  const auto day = rules::date_from_iso(*on);
  if (!day) {
    return ledger::invalid("BAD_DAY", "days from 1900-01-01 to 2199-12-31 are known", "on");
  }
  auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  auto chronicle = Chronicle::load(snapshot->reader, *place);
  if (!chronicle) return chronicle.error();
  return PlaceQuestion{std::move(*snapshot), std::move(*chronicle), std::move(*on), *day};
}

/// The parameter is absent or one of these words.
ledger::Status check_word(const Request& request, std::string_view parameter,
                          const std::vector<std::string_view>& words) {
  const auto given = request.query.get(parameter);
  if (!given || std::find(words.begin(), words.end(), *given) != words.end()) return ledger::Ok{};
  std::string all;
  for (const std::string_view word : words) all.append(all.empty() ? "" : ", ").append(word);
  return ledger::invalid("UNKNOWN_WORD", std::string(parameter) + " is one of " + all,
                         std::string(parameter));
}

/// Whether the value is the one that the parameter names; without it any is.
bool is_wanted(const Request& request, std::string_view parameter, std::string_view value) {
  const auto wanted = request.query.get(parameter);
  return !wanted || *wanted == value;
}

/// The view that a list is read from, and the shape of its items.
struct ListOf {
  std::string_view view;
  std::string_view shape;
};

/// The page of a list that is computed whole. Its order is fixed by position and day, so the
/// cursor counts.
Result<Response> page_of(const ViewDesk& desk, const Request& request,
                         const PlaceQuestion& question, const ListOf& list, const Json& all) {
  const auto limit = limit_parameter(request);
  if (!limit) return limit.error();
  const auto shown = number_parameter(request, "cursor", 0);
  if (!shown) return ledger::invalid("BAD_CURSOR", "not a cursor of this list", "cursor");
  const std::size_t begin = std::min<std::size_t>(*shown, all.size());
  const std::size_t end = std::min<std::size_t>(begin + *limit, all.size());
  Json body = {{"on", question.on}, {"total", all.size()}, {"items", Json::array()}};
  for (std::size_t i = begin; i < end; ++i) body["items"].push_back(all[i]);
  const bool more = end < all.size();
  body["next_cursor"] = more ? Json(std::to_string(end)) : Json();
  const std::string language = request.language == Language::kRu ? "ru" : "en";
  auto response = desk.list(question.snapshot, request, list.view, list.shape, std::move(body),
                            question.on + "." + language);
  if (!response) return response;
  response->headers.set("Content-Language", language);
  response->headers.add_member("Vary", "Accept-Language");
  if (more) {
    Pairs changed;
    changed.add("at", std::to_string(question.snapshot.reader.position()));
    changed.add("on", question.on);
    changed.add("cursor", std::to_string(end));
    link_next(*response, request, changed);
  }
  return response;
}

// --- duties
// ---------------------------------------------------------------------------------------

std::vector<gov::Obligation> duties_of(const PlaceQuestion& question) {
  const gov::Council council(question.chronicle, question.day);
  return gov::obligations(question.chronicle, gov::held_meetings(council), question.day);
}

ledger::Status check_duty_words(const Request& request) {
  std::vector<std::string_view> kinds;
  for (const auto kind : {gov::ObligationKind::kDeadline, gov::ObligationKind::kMeeting,
                          gov::ObligationKind::kAssignment, gov::ObligationKind::kPlanRow}) {
    kinds.push_back(gov::name_of(kind));
  }
  if (auto known = check_word(request, "kind", kinds); !known) return known;
  std::vector<std::string_view> states;
  for (const auto state : {rules::DutyState::kOpen, rules::DutyState::kMet,
                           rules::DutyState::kMetByShift, rules::DutyState::kLateOpen,
                           rules::DutyState::kLateDone, rules::DutyState::kUndetermined}) {
    states.push_back(gov::name_of(state));
  }
  return check_word(request, "state", states);
}

bool is_of(const gov::Obligation& duty, const std::optional<ledger::Id>& organisation) {
  return !organisation ||
         std::any_of(duty.responsible.begin(), duty.responsible.end(),
                     [&](const gov::Responsible& one) { return one.organisation == organisation; });
}

Result<std::optional<ledger::Id>> organisation_of(const Request& request) {
  const auto text = request.query.get("organisation");
  if (!text) return std::optional<ledger::Id>();
  const auto id = ledger::fixed_from_hex<ledger::Id>(*text);
  if (id) return std::optional(*id);
  return ledger::invalid("BAD_ID", "expected 32 lower-case hex digits", "organisation");
}

Result<Response> obligations(ViewDesk& desk, const Request& request) {
  if (auto known = check_duty_words(request); !known) return known.error();
  const auto organisation = organisation_of(request);
  if (!organisation) return organisation.error();
  const auto question = open_question(desk, request);
  if (!question) return question.error();
  Json all = Json::array();
  for (const auto& duty : duties_of(*question)) {
    if (!is_wanted(request, "state", gov::name_of(duty.verdict.state)) ||
        !is_wanted(request, "kind", gov::name_of(duty.kind)) || !is_of(duty, *organisation)) {
      continue;
    }
    all.push_back(obligation_json(duty, request.language));
  }
  return page_of(desk, request, *question, {"facts", "Obligation"}, all);
}

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

/// Nothing for a duty that no day or period is known of.
std::optional<CalendarEntry> entry_of(const Service& service, const gov::Obligation& duty,
                                      Language language) {
  const auto& due = duty.due.effective_due;
  const auto last = due.not_after ? due.not_after : due.day();
  if (!last) return std::nullopt;
  const auto first = due.not_before ? due.not_before : last;
  CalendarEntry entry;
  entry.uid = to_hex(duty.key) + "@" + service.identity.origin;
  entry.summary = in(duty.title, language);
  entry.text = std::string(gov::name_of(duty.verdict.state));
  entry.category = std::string(gov::name_of(duty.kind));
  entry.first_day = rules::to_iso(*first);
  entry.last_day = rules::to_iso(*last);
  if (!service.public_url.empty()) {
    entry.url = service.public_url + "/v1/events/" + to_hex(duty.subject);
  }
  const auto events = duty.grounds.evidence.events();
  if (!events.empty()) entry.sequence = *std::max_element(events.begin(), events.end());
  entry.cancelled = duty.cancelled;
  return entry;
}

Result<Response> calendar(ViewDesk& desk, const Request& request) {
  const auto question = open_question(desk, request);
  if (!question) return question.error();
  const auto stamp = stamp_of(desk.service(), question->snapshot);
  if (!stamp) return stamp.error();
  std::vector<CalendarEntry> entries;
  for (const auto& duty : duties_of(*question)) {
    if (auto entry = entry_of(desk.service(), duty, request.language)) {
      entries.push_back(std::move(*entry));
    }
  }
  const std::string language = request.language == Language::kRu ? "ru" : "en";
  Response response;
  response.content_type = "text/calendar; charset=utf-8";
  response.body = calendar_text(desk.service().identity.origin, entries, *stamp);
  response.headers.set(
      "ETag", make_etag("calendar." + std::to_string(question->snapshot.reader.position()) + "." +
                            question->on + "." + language,
                        true));
  response.headers.set("Cache-Control", "no-cache");
  response.headers.set("Content-Language", language);
  response.headers.set("Letopis-Position", std::to_string(question->snapshot.reader.position()));
  response.headers.add_member("Vary", "Accept-Language");
  return response;
}

// --- findings
// -------------------------------------------------------------------------------------

ledger::Status check_finding_words(const Request& request) {
  using gov::Register;
  using gov::Severity;
  if (auto known = check_word(request, "severity",
                              {gov::name_of(Severity::kError), gov::name_of(Severity::kLate),
                               gov::name_of(Severity::kWarning), gov::name_of(Severity::kInfo)});
      !known) {
    return known;
  }
  if (auto known = check_word(request, "register",
                              {gov::name_of(Register::kViolation), gov::name_of(Register::kGap),
                               gov::name_of(Register::kRemark)});
      !known) {
    return known;
  }
  const auto code = request.query.get("code");
  if (!code || gov::finding_kind(*code) != nullptr) return ledger::Ok{};
  return ledger::invalid("UNKNOWN_WORD", "no finding has this code", "code");
}

Result<Response> findings(ViewDesk& desk, const Request& request) {
  if (auto known = check_finding_words(request); !known) return known.error();
  const auto question = open_question(desk, request);
  if (!question) return question.error();
  Json all = Json::array();
  for (const auto& finding : gov::findings(question->chronicle, question->day)) {
    if (!is_wanted(request, "severity", gov::name_of(finding.kind->severity)) ||
        !is_wanted(request, "register", gov::name_of(finding.kind->shown_in)) ||
        !is_wanted(request, "code", finding.code())) {
      continue;
    }
    all.push_back(finding_json(finding, request.language));
  }
  return page_of(desk, request, *question, {"facts", "Finding"}, all);
}

using Answer = Result<Response> (*)(ViewDesk&, const Request&);

}  // namespace

void add_governance_routes(Router& router, const Service& service) {
  const auto desk = std::make_shared<ViewDesk>(service);
  const auto make = [&](std::string pattern, Answer answer, std::string shape, std::string summary,
                        std::vector<std::string> query) {
    const auto& common = ViewDesk::parameters();
    query.insert(query.end(), common.begin(), common.end());
    query.emplace_back("on");
    Route route = json_route(
        std::move(pattern),
        [desk, answer](const Request& request) { return answer(*desk, request); }, std::move(shape),
        std::move(summary), std::move(query));
    // Where a cluster is named, a reader of that cluster may look.
    route.access =
        route.pattern.starts_with("/v1/clusters") ? Access::kCluster : Access::kLedgerWide;
    route.doc.problems = {"not-found", "overloaded"};
    return route;
  };
  for (const std::string place : {"/v1/clusters/{cluster}", "/v1/regions/{region}"}) {
    Route duties = make(place + "/obligations", obligations, "Obligations",
                        "Duties of the place, with their due days and how they stand on a day",
                        {"kind", "state", "organisation", "cursor", "limit", "format"});
    duties.produces.emplace_back("text/csv");
    router.add(std::move(duties));
    Route signs = make(place + "/findings", findings, "Findings",
                       "Signs of violation, gaps of information and remarks on texts",
                       {"severity", "register", "code", "cursor", "limit", "format"});
    signs.produces.emplace_back("text/csv");
    router.add(std::move(signs));
    Route days = make(place + "/calendar.ics", calendar, "", "The duties as iCalendar", {});
    days.produces = {"text/calendar"};
    router.add(std::move(days));
  }
}

}  // namespace api
