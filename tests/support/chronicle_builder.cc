// SPDX-License-Identifier: Apache-2.0
#include "tests/support/chronicle_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string_view>

#include "ledger/hash.h"
#include "projections/governance/findings.h"
#include "projections/governance/membership.h"
#include "projections/rules/dates.h"
#include "tests/paths.h"
#include "tests/support/bodies.h"
#include "tests/support/identity_ledger.h"

namespace support {
namespace {

using projections::rules::Date;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

Date day_from(std::string_view iso) {
  const auto day = projections::rules::date_from_iso(iso);
  if (!day) give_up("not a day: " + std::string(iso));
  return *day;
}

std::string day_json(std::string_view iso) {
  return fmt::format(
      R"({{"precision":"DAY","not_before":"{0}","not_after":"{0}","source":"PRINTED"}})", iso);
}

std::string month_json(std::string_view text) {
  const Date first = day_from(std::string(text) + "-01");
  const auto month =
      projections::rules::period_holding(projections::rules::PeriodKind::kMonth, first, {});
  return fmt::format(
      R"({{"precision":"MONTH","not_before":"{}","not_after":"{}","source":"PRINTED"}})",
      projections::rules::to_iso(month.first), projections::rules::to_iso(month.last));
}

std::string spelled(char kind, std::string_view word) {
  const auto number = [&] { return std::strtoull(std::string(word).c_str(), nullptr, 10); };
  switch (kind) {
    case 'o':
      return "\"" + org_id(number()) + "\"";
    case 't':
      return "\"" + numbered_thing(number()) + "\"";
    case 'p':
      return "\"" + numbered_thing(500'000 + number()) + "\"";
    case 'd':
      return day_json(word);
    case 'm':
      return month_json(word);
    default:
      return R"({"precision":"UNKNOWN","source":"STATED"})";
  }
}

std::string expanded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '@' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char kind = text[i + 1];
    std::size_t end = i + 2;
    if (end < text.size() && text[end] == ':') ++end;
    const std::size_t begin = end;
    while (end < text.size() && (std::isalnum(text[end]) != 0 || text[end] == '-')) ++end;
    out += spelled(kind, text.substr(begin, end - begin));
    i = end - 1;
  }
  return out;
}

/// A date as a test writes it: a day, or what stands behind an "@".
std::string date_json(const std::string& date) {
  return date.front() == '@' ? expanded(date) : day_json(date);
}

std::string dates_json(const How& how) {
  std::string members;
  if (!how.occurred.empty()) members += "\"occurred\":" + date_json(how.occurred);
  if (!how.effective.empty()) {
    members += (members.empty() ? "\"effective\":" : ",\"effective\":") + date_json(how.effective);
  }
  return members.empty() ? std::string() : ",\"dates\":{" + members + "}";
}

std::uint64_t noon_us(std::string_view iso, std::uint64_t second) {
  const auto seconds = std::chrono::seconds(day_from(iso).time_since_epoch()).count();
  return (static_cast<std::uint64_t>(seconds) + 12 * 3'600 + second) * 1'000'000;
}

std::string list_of(char kind, const std::vector<std::uint64_t>& numbers) {
  std::string out;
  for (const std::uint64_t number : numbers) {
    out += fmt::format("{}@{}:{}", out.empty() ? "" : ",", kind, number);
  }
  return "[" + out + "]";
}

void replace_once(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) give_up("the charter does not say: " + from);
  text.replace(at, from.size(), to);
}

/// The members of the charter's object, with the organisations that it names.
std::string charter_text(const std::string& name, const CharterEdits& edits) {
  std::ifstream file(std::string(kSourceDir) + "/tools/charters/" + name + ".json");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty()) give_up("no charter " + name);
  for (const auto& [from, to] : edits) replace_once(text, from, to);
  for (std::size_t at = text.find("\"@"); at != std::string::npos; at = text.find("\"@", at)) {
    const std::size_t end = text.find('"', at + 1) + 1;
    const std::string alias = text.substr(at, end - at);
    std::string id = org_id(alias.find("copp") != std::string::npos ? kCoordinatorUnit : kOperator);
    if (alias.find("document") != std::string::npos) id = ledger::test::hex_of(8, 32);
    id = "\"" + id + "\"";
    text.replace(at, end - at, id);
  }
  return text.substr(text.find('{') + 1);
}

}  // namespace

ledger::Id org(std::uint64_t number) { return *ledger::fixed_from_hex<ledger::Id>(org_id(number)); }

std::size_t count_findings(const ChronicleBuilder& b, std::string_view code) {
  const projections::Chronicle chronicle = b.chronicle();
  const auto all = projections::governance::findings(chronicle, kToday);
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.code() == code; }));
}

projections::rules::Truth member_on(const ChronicleBuilder& b, std::uint64_t number,
                                    const char* day) {
  namespace gov = projections::governance;
  const projections::Chronicle chronicle = b.chronicle();
  auto out = projections::rules::Truth::kNo;
  for (const gov::Membership& one :
       gov::memberships_of(gov::memberships(chronicle, kToday), org(number))) {
    out = projections::rules::disjunction(out, one.on(day_from(day)));
  }
  return out;
}

std::vector<std::uint64_t> first_seats(std::uint64_t count) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t one = 1; one <= count; ++one) out.push_back(one);
  return out;
}

std::string numbered_thing(std::uint64_t number) {
  return ledger::test::hex_of(90'000'000 + number, 16);
}

ChronicleBuilder::ChronicleBuilder(const std::string& charter, const CharterEdits& edits,
                                   const std::string& effective) {
  organisation(kOperator, "REGIONAL_BODY");
  organisation(kCoordinatorUnit, "COLLEGE");
  How region;
  region.of_region = true;
  add("RegionDeclared",
      fmt::format(R"({{"region":"{}","names":[{{"kind":"FULL","text":"Область"}}],
                      "operator_organisation":@o:100,"coordinator":@o:101}})",
                  region_id(1)),
      region);
  add("ClusterCreated",
      fmt::format(R"({{"cluster":"{}","region":"{}","names":[{{"kind":"FULL","text":"Кластер"}}],
                      "zone_minutes":420,"decided_on":@d:2021-03-17}})",
                  cluster_id(1), region_id(1)));
  if (!charter.empty()) adopt(charter, edits, 1, effective);
}

std::string ChronicleBuilder::adopt(const std::string& charter, const CharterEdits& edits,
                                    unsigned version, const std::string& effective) {
  return add("CharterAdopted", fmt::format(R"({{"charter":"{}","version":{},"effective":{},
                             "basis":{{"kind":"REGULATION"}},{})",
                                           numbered_thing(1), version, date_json(effective),
                                           charter_text(charter, edits)));
}

std::string ChronicleBuilder::add(const std::string& type, const std::string& payload,
                                  const How& how) {
  ledger::test::BodyDraft draft;
  draft.payload_type = type;
  draft.payload = expanded(payload);
  draft.event_id = ledger::test::hex_of(80'000'000 + ++next_id_, 16);
  draft.scope = how.of_region ? ledger::ScopeKind::kRegion : ledger::ScopeKind::kCluster;
  draft.scope_id = how.of_region ? region_id(1) : cluster_id(1);
  draft.grade = how.grade;
  draft.historical = how.historical;
  draft.role = how.role;
  if (how.organisation != 0) draft.organisation = org_id(how.organisation);
  draft.extra = dates_json(how);
  if (!how.author.empty()) draft.author = how.author;
  if (how.grade == "DOCUMENT") draft.evidence = ledger::test::hex_of(7, 32);
  Recorded event;
  event.body = ledger::test::build_body(draft);
  event.at_us = noon_us(how.recorded_on, next_id_);
  event.digest = ledger::sha256(event.body);
  events_.push_back(event);
  return ledger::to_hex(event.digest);
}

std::string ChronicleBuilder::correct(const std::string& target, const std::string& type,
                                      const std::string& payload, const How& how) {
  return add("EventCorrected",
             fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}},
                             "new_payload_type":"{}","new_payload":{}}})",
                         target, type, payload),
             how);
}

std::string ChronicleBuilder::withdraw(const std::string& target) {
  return add(
      "EventCorrected",
      fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}}}})", target));
}

void ChronicleBuilder::fold(std::uint64_t begin, std::uint64_t end,
                            const std::function<void(const projections::Event&)>& visit) const {
  for (std::uint64_t index = begin; index < end && index < events_.size(); ++index) {
    const Recorded& event = events_[index];
    const auto body = ledger::check_body(event.body);
    if (!body) give_up(body.error().message);
    visit({*body, index, event.at_us, event.digest});
  }
}

projections::Chronicle ChronicleBuilder::chronicle(std::uint64_t position) const {
  return chronicle_of(
      {ledger::ScopeKind::kCluster, *ledger::fixed_from_hex<ledger::Id>(cluster_id(1))}, position);
}

projections::Chronicle ChronicleBuilder::region_chronicle(std::uint64_t position) const {
  return chronicle_of(
      {ledger::ScopeKind::kRegion, *ledger::fixed_from_hex<ledger::Id>(region_id(1))}, position);
}

projections::Chronicle ChronicleBuilder::chronicle_of(const ledger::Scope& place,
                                                      std::uint64_t position) const {
  projections::FoldedFactRows rows;
  fold(0, position, [&rows](const projections::Event& event) { rows.fold(event); });
  auto loaded = projections::Chronicle::load(rows, place, std::min(position, size()));
  if (!loaded) give_up(loaded.error().message);
  return std::move(*loaded);
}

// --- what tests say most often -------------------------------------------------------------------

void ChronicleBuilder::organisation(std::uint64_t number, const std::string& category) {
  How region;
  region.of_region = true;
  add("OrganisationRegistered",
      fmt::format(R"({{"profile":{{"organisation":@o:{0},"names":[{{"kind":"FULL",
                      "text":"Организация {0}"}}],"category":"{1}"}}}})",
                  number, category),
      region);
}

std::string ChronicleBuilder::consent(std::uint64_t number, const std::string& answer,
                                      const std::string& on, const std::string& more) {
  return add("MembershipConsentRecorded",
             fmt::format(R"({{"organisation":@o:{},"answer":"{}","given_on":{}{}}})", number,
                         answer, date_json(on), more));
}

std::string ChronicleBuilder::order(const std::string& on,
                                    const std::vector<std::uint64_t>& included,
                                    const std::vector<std::uint64_t>& excluded) {
  std::string lists;
  if (!included.empty()) lists += ",\"included\":" + list_of('o', included);
  if (!excluded.empty()) lists += ",\"excluded\":" + list_of('o', excluded);
  return add("OrderIssued", fmt::format(R"({{"act":{{"kind":"ORDER","issuer":@o:100,"printed":[{{
                             "place":"HEADER","number":"17","date":{}}}]}},
                             "wording":{{"title":"О составе"}}{}}})",
                                        date_json(on), lists));
}

std::string ChronicleBuilder::head(std::uint64_t number, const std::string& change,
                                   const std::string& from, const std::string& more) {
  return add("OfficeHolderChanged",
             fmt::format(R"({{"organisation":@o:{},"role":"HEAD","change":"{}","from":{}{}}})",
                         number, change, date_json(from), more));
}

void ChronicleBuilder::members(std::uint64_t count) {
  std::vector<std::uint64_t> some;
  for (std::uint64_t number = 1; number <= count; ++number) {
    organisation(number);
    head(number, "APPOINTED", "2020-09-01", fmt::format(R"(,"person":{{"person":@p:{}}})", number));
    some.push_back(number);
    if (some.size() < 14 && number < count) continue;
    order("2021-03-17", some);
    some.clear();
  }
}

std::string ChronicleBuilder::body(std::uint64_t number, const std::string& kind,
                                   const std::string& rule, const std::string& from,
                                   const std::string& more) {
  return add("BodyComposed",
             fmt::format(R"({{"body":@t:{},"kind":"{}","wording":{{"title":"Совет"}},
                             "rule":"{}","from":{}{}}})",
                         1'000 + number, kind, rule, date_json(from), more));
}

std::string ChronicleBuilder::seats(std::uint64_t first, std::uint64_t count) {
  std::string out;
  for (std::uint64_t i = 0; i < count; ++i) {
    out += fmt::format(R"({}{{"seat":@t:{}}})", out.empty() ? "" : ",", first + i);
  }
  return ",\"seats\":[" + out + "]";
}

std::string ChronicleBuilder::meeting(std::uint64_t number, const std::string& body,
                                      const std::string& on, const std::string& more) {
  const std::string what =
      body.empty() ? R"("kind":"CONFERENCE")" : R"("kind":"BODY_MEETING","body":")" + body + "\"";
  return add("MeetingConvened",
             fmt::format(R"({{"meeting":@t:{},{},"wording":{{"title":"Заседание"}},
                             "convened_by":{{"by":"CHAIR"}},"agenda_state":"SENT",
                             "form":"IN_PERSON","takes_place_on":{}{}}})",
                         2'000 + number, what, date_json(on), more));
}

std::string ChronicleBuilder::attendance(const std::string& meeting,
                                         const std::vector<std::uint64_t>& present,
                                         const std::string& more) {
  std::string list;
  for (const std::uint64_t number : present) {
    list +=
        fmt::format(R"({}{{"seat":@o:{},"form":"IN_PERSON"}})", list.empty() ? "" : ",", number);
  }
  return add("AttendanceRecorded",
             fmt::format(R"({{"meeting":"{}","present":[{}]{}}})", meeting, list, more));
}

std::string ChronicleBuilder::ballot(std::uint64_t number, const std::string& meeting,
                                     const std::string& kind, const std::string& more) {
  const std::string at =
      meeting.empty() ? std::string() : fmt::format(R"("meeting":"{}",)", meeting);
  return add("BallotOpened",
             fmt::format(R"({{"ballot":@t:{},{}"kind":"{}","question":{{"title":"Вопрос"}},
                             "openness":"OPEN","opened_by":{{"by":"CHAIR"}}{}}})",
                         3'000 + number, at, kind, more));
}

void ChronicleBuilder::votes(const std::string& ballot, const std::string& choices,
                             std::uint64_t first, char seat_kind, const How& how) {
  for (const char letter : choices) {
    const char* choice = letter == 'f'   ? "FOR"
                         : letter == 'a' ? "AGAINST"
                         : letter == 's' ? "ABSTAIN"
                                         : "NOT_VOTING";
    add("VoteCast",
        fmt::format(R"({{"ballot":"{}","seat":@{}:{},"choice":"{}"}})", ballot, seat_kind, first++,
                    choice),
        how);
  }
}

std::string ChronicleBuilder::counted(const std::string& ballot, const std::string& more) {
  const bool words = more.find("\"words\"") != std::string::npos;
  const bool chair = more.find("\"chair_choice\"") != std::string::npos;
  return add("BallotCounted",
             fmt::format(R"({{"ballot":"{}"{}{}{}}})", ballot, words ? "" : R"(,"words":"NONE")",
                         chair ? "" : R"(,"chair_choice":"NOT_STATED")", more));
}

std::string ChronicleBuilder::close(const std::string& ballot, const How& how) {
  return add("BallotClosed", fmt::format(R"({{"ballot":"{}"}})", ballot), how);
}

std::string ChronicleBuilder::decision(std::uint64_t number, const std::string& meeting,
                                       const std::string& ballot, const std::string& kind,
                                       const std::string& more) {
  std::string links;
  if (!meeting.empty()) links += fmt::format(R"("meeting":"{}",)", meeting);
  if (!ballot.empty()) links += fmt::format(R"("ballot":"{}",)", ballot);
  const bool stated = more.find("stated_result") != std::string::npos;
  return add("DecisionDeclared",
             fmt::format(
                 R"({{"decision":@t:{},{}"kind":"{}","wording":{{"title":"Решение"}}{}{}}})",
                 4'000 + number, links, kind, stated ? "" : R"(,"stated_result":"ADOPTED")", more));
}

std::string ChronicleBuilder::protocol(std::uint64_t number, const std::string& printed,
                                       const std::string& meeting,
                                       const std::vector<std::string>& decisions,
                                       const std::string& dated) {
  std::string list;
  for (const std::string& digest : decisions) {
    list += fmt::format(R"({}"{}")", list.empty() ? "" : ",", digest);
  }
  return add("ProtocolRegistered",
             fmt::format(R"({{"protocol":@t:{},"number":"{}","dated":{},"meeting":"{}",
                             "decisions":[{}],"document":"{}"}})",
                         5'000 + number, printed, date_json(dated), meeting, list,
                         ledger::test::hex_of(60'000'000 + number, 32)));
}

std::string ChronicleBuilder::sign(const std::string& protocol, const std::string& acting_as,
                                   std::uint64_t seat, const std::string& on) {
  return add("ProtocolSigned",
             fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"{}","seat":@o:{},
                             "organisation":@o:{},"signed_on":{}}}}})",
                         protocol, acting_as, seat, seat, date_json(on)));
}

std::string ChronicleBuilder::complete(const std::string& kinds, const std::string& from) {
  return add("CoverageDeclared",
             fmt::format(R"({{"facts":[{}],"from":"{}","coverage":"COMPLETE"}})", kinds, from));
}

void ChronicleBuilder::plain_calendars(int first, int last) {
  How region;
  region.of_region = true;
  for (int year = first; year <= last; ++year) {
    add("CalendarYearPublished",
        fmt::format(R"({{"calendar":"ru","year":{},"status":"OFFICIAL"}})", year), region);
  }
}

std::string ChronicleBuilder::elect(const std::string& body, std::uint64_t seat,
                                    std::uint64_t voters, const std::string& on,
                                    const std::string& more_of_office) {
  const std::uint64_t number = 900 + elections_++;
  const std::string held = meeting(number, body, on);
  std::vector<std::uint64_t> present;
  for (std::uint64_t one = 1; one <= voters; ++one) present.push_back(one);
  attendance(held, present);
  const std::string opened = ballot(number, held, "ELECTION");
  votes(opened, std::string(voters, 'f'));
  close(opened);
  const std::string decided =
      decision(number, held, opened, "ELECTION",
               fmt::format(R"(,"body":"{0}","offices":[{{"body":"{0}","seat":@o:{1},
                              "office":"CHAIR","mode":"ELECTED"{2}}}])",
                           body, seat, more_of_office));
  sign(protocol(number, "э", held, {decided}, on), "CHAIR", seat, on);
  return decided;
}

}  // namespace support
