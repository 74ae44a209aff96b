// SPDX-License-Identifier: Apache-2.0
// The lists of the whole ledger over the histories of three regions, charters with their
// parameters, who holds which office, and tables for people.
#include "api/register_lists.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "api/collation.h"
#include "api/people_table.h"
#include "projections/governance/bodies.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/judgement.h"
#include "projections/governance/offices.h"
#include "tests/support/history_served.h"

namespace {

using api::Json;
using testing::HasSubstr;
using testing::StartsWith;
using testing_support::RawResponse;

constexpr const char* kDay = testing_support::kHistoryOn;
namespace gov = projections::governance;
namespace rules = projections::rules;

class Registers : public testing_support::HistoryServed {
 protected:
  static std::string of(const api::RegisterList& list) { return "/v1/" + std::string(list.name); }
};

TEST_F(Registers, EveryListIsOfItsSchemaAndSaysOnWhichDayAndHowManyThereAre) {
  for (const api::RegisterList& list : api::register_lists()) {
    const std::string target = of(list) + "?limit=1000&explain=1&on=" + kDay;
    const Json page = json(target);
    expect_shape(std::string(list.page), page, target);
    EXPECT_EQ(page["on"], kDay);
    EXPECT_EQ(page["total"], page["items"].size());
    EXPECT_GT(page["items"].size(), 0u) << target;
    EXPECT_GT(page["explain"].size(), 0u) << target;
  }
}

TEST_F(Registers, AWalkInPagesIsTheWholeListInItsOrderWhateverTheOrder) {
  for (const api::RegisterList& list : api::register_lists()) {
    for (const std::string& sort : list.form.words_of("sort")) {
      const std::string target = of(list) + "?sort=" + sort;
      const Json whole = json(target + "&limit=1000");
      Json walked = Json::array();
      std::string next = target + "&limit=7";
      while (true) {
        const Json page = json(next);
        EXPECT_EQ(page["total"], whole["total"]);
        for (const Json& item : page["items"]) walked.push_back(item);
        if (page["next_cursor"].is_null()) break;
        next = target + "&limit=7&cursor=" + page["next_cursor"].get<std::string>();
      }
      EXPECT_EQ(walked, whole["items"]) << target;
    }
  }
}

TEST_F(Registers, ACursorOfAnotherQuestionIsRefused) {
  const std::string cursor = json("/v1/organisations?limit=1")["next_cursor"];
  for (const char* wrong : {"/v1/keys?cursor=", "/v1/organisations?sort=name&cursor=",
                            "/v1/organisations?at=3&cursor="}) {
    const RawResponse response = ask(wrong + cursor);
    EXPECT_EQ(response.status, 400) << wrong;
    EXPECT_EQ(Json::parse(response.body)["code"], "BAD_CURSOR") << wrong;
  }
}

TEST_F(Registers, OrganisationsAreFoundByPartOfANameAndSortedAsInRussian) {
  const Json found = json("/v1/organisations?limit=1000&q=%D0%9A%D0%9E%D0%9B%D0%9B%D0%95%D0%94");
  ASSERT_GT(found["items"].size(), 0u);
  EXPECT_LT(found["total"], json("/v1/organisations")["total"]);
  const Json sorted = json("/v1/organisations?limit=1000&sort=name");
  std::vector<std::string> keys;
  for (const Json& item : sorted["items"]) {
    const Json& name = item["state"]["name"];
    if (name.is_string()) keys.push_back(api::collation_key(name.get<std::string>()));
  }
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TEST_F(Registers, TheSamePositionAndDayGiveTheSameBytesInEveryRegister) {
  for (const api::RegisterList& list : api::register_lists()) {
    const std::string target = of(list) + "?at=120&on=2023-01-01";
    const RawResponse first = ask(target);
    EXPECT_EQ(first.body, ask(target).body);
    EXPECT_EQ(Json::parse(first.body)["as_of_position"], 120);
    const std::string tag = "If-None-Match: " + first.header("ETag").value_or("") + "\r\n";
    EXPECT_EQ(ask(target, tag).status, 304) << target;
  }
}

TEST_F(Registers, DocumentsNearAHintComeInPagesOfTheirOwnAndTakeTheOtherFilters) {
  const std::string near =
      "/v1/documents?title=%D1%81%D0%BE%D0%B3%D0%BB%D0%B0%D1%88%D0%B5%D0%BD%D0%B8%D0%B5";
  const Json all = json(near + "&limit=1000");
  ASSERT_GT(all["total"], 1);
  EXPECT_TRUE(all["items"][0].contains("shared_words"));
  const std::string cursor = json(near + "&limit=1")["next_cursor"];
  EXPECT_EQ(json(near + "&limit=1&cursor=" + cursor)["items"][0], all["items"][1]);
  EXPECT_LT(json(near + "&kind=ORDER")["total"], all["total"]);
}

TEST_F(Registers, WhoSignedAFileIsWhoSignedTheProtocolOrTheAgreementThatItIs) {
  std::size_t compared = 0;
  for (const char* kind : {"protocol", "agreement"}) {
    const std::string list = "/" + std::string(kind) + "s";
    const char* signers = kind == std::string("protocol") ? "signatures" : "slots";
    for (const std::string& place : places_) {
      const Json page = json(place + list + "?limit=1000&on=" + kDay);
      for (const Json& line : page["items"]) {
        const Json card = json(place + list + "/" + line[kind].get<std::string>() + "?on=" + kDay);
        const Json& version = card["versions"].back();
        const Json event = json("/v1/events/" + version["document"].get<std::string>());
        const Json& file = event["body"]["payload"]["file"];
        if (!file.contains("sha256")) continue;
        std::set<Json> expected;
        for (const Json& one : version[signers]) {
          if (!one["source"].is_null()) expected.insert(one["source"]["index"]);
        }
        std::set<Json> found;
        const Json verdict =
            json("/v1/documents/by-sha256/" + file["sha256"].get<std::string>() + "?on=" + kDay);
        for (const Json& one : verdict["signatures"]) {
          if (one["under"] == kind) found.insert(one["source"]["index"]);
        }
        EXPECT_EQ(found, expected) << place << list << line;
        compared += expected.size();
      }
    }
  }
  EXPECT_GT(compared, 10u);
}

// --- charters -----------------------------------------------------------------------------------

/// Every rule in the grounds of what is told, wherever they stand.
void collect_rules(const Json& value, std::vector<Json>& found) {
  if (value.is_object() && value.contains("rules") && value.contains("missing")) {
    for (const Json& rule : value["rules"]) found.push_back(rule);
  }
  if (value.is_structured()) {
    for (const Json& inner : value) collect_rules(inner, found);
  }
}

TEST_F(Registers, EveryRuleThatAVerdictUsedStandsInTheCardOfItsCharterWithThatClauseAndCertainty) {
  std::size_t compared = 0;
  for (const std::string& place : places_) {
    std::map<Json, Json> charters;  // by the event that adopted it
    const Json list = json(place + "/charters?limit=1000&on=" + kDay);
    ASSERT_GT(list["total"], 0) << place;
    for (const Json& line : list["items"]) {
      EXPECT_FALSE(line.contains("parameters"));
      const Json card =
          json(place + "/charters/" + line["charter"].get<std::string>() + "?on=" + kDay);
      expect_shape("CharterCard", card, place);
      for (const Json& version : card["versions"]) charters[version["source"]["index"]] = version;
    }
    for (const char* name : {"members", "ballots", "decisions", "obligations", "bodies"}) {
      if (place.starts_with("/v1/regions") && name == std::string("members")) continue;
      std::vector<Json> used;
      collect_rules(json(place + "/" + name + "?limit=1000&on=" + kDay), used);
      for (const Json& rule : used) {
        if (rule["charter"].is_null() || rule["certainty"] == "unspecified") continue;
        const std::string path = rule["path"];
        if (path.starts_with("council_rules.")) continue;  // of an agreement
        ASSERT_TRUE(charters.contains(rule["charter"])) << rule;
        for (const Json& line : charters[rule["charter"]]["parameters"]) {
          const std::string full = line["path"];
          // A value inside the rule may have a source of its own.
          if (full != path) continue;
          EXPECT_EQ(line["clause"], rule["clause"]) << path;
          EXPECT_EQ(line["certainty"], rule["certainty"]) << path;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 20u);
}

TEST_F(Registers, OneCharterAtMostIsInForceAndTheParametersOfACharterHaveDifferentPaths) {
  for (const std::string& place : places_) {
    const Json now = json(place + "/charters?in_force=yes&on=" + kDay);
    EXPECT_LE(now["total"], 1) << place;
    if (now["total"] == 0) continue;
    const std::string id = now["items"][0]["charter"];
    const Json card = json(place + "/charters/" + id);
    for (const Json& version : card["versions"]) {
      std::set<std::string> paths;
      for (const Json& line : version["parameters"]) {
        EXPECT_TRUE(paths.insert(line["path"]).second) << line;
        EXPECT_FALSE(line["value"].is_null()) << line;
      }
      EXPECT_GT(paths.size(), 20u);
    }
  }
  const Json before = json(places_[0] + "/charters?in_force=yes&on=1990-01-01");
  EXPECT_EQ(before["total"], 0);
}

// --- offices ------------------------------------------------------------------------------------

TEST_F(Registers, WhoIsInOfficeAsHeadIsWhoTheCouncilTakesForTheHead) {
  std::size_t compared = 0;
  for (const std::string& place : places_) {
    const auto known = place_on_day(place);
    for (const char* day : {"2020-01-01", "2022-10-01", "2023-06-01", "2024-06-01", "2026-02-01"}) {
      const rules::Date on = *rules::date_from_iso(day);
      const gov::Council council(*known.chronicle, on);
      std::map<ledger::Id, std::set<ledger::Id>> heads;
      for (const gov::OfficeChange& one : gov::office_changes(*known.chronicle, on)) {
        const auto role = one.fact->role();
        if (role != ledger::fb::Role::HEAD && role != ledger::fb::Role::ACTING_HEAD) continue;
        if (one.in_office != rules::Truth::kYes || one.fact->person() == nullptr) continue;
        heads[projections::fixed_of<ledger::Id>(one.fact->organisation())].insert(
            council.facts().person(
                projections::fixed_of<ledger::Id>(one.fact->person()->person())));
      }
      for (const auto& [organisation, persons] : heads) {
        const auto head = gov::head_on(council.facts(), organisation, on);
        if (!head.person) continue;
        EXPECT_TRUE(persons.contains(*head.person)) << place << " " << day;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 5u);
}

TEST_F(Registers, ThoseInOfficeOnADayAreFewerThanTheChangesAndNoneBeforeTheFirst) {
  const std::string offices = places_[0] + "/offices?limit=1000&on=";
  const Json all = json(offices + kDay);
  const Json now = json(offices + std::string(kDay) + "&in_office=yes");
  ASSERT_GT(now["total"], 0);
  for (const Json& one : now["items"]) EXPECT_NE(one["change"], "RELEASED");
  EXPECT_EQ(json(offices + "1950-01-01&in_office=yes")["total"], 0);
  EXPECT_GE(all["total"], now["total"]);
}

// --- cards on a day -----------------------------------------------------------------------------

constexpr std::array kDays = {"2000-01-01", "2021-06-30", "2022-12-06", "2023-08-15",
                              "2024-06-01", "2025-02-01", "2026-02-01"};

/// Who holds the place's roles by the history in its card, one change after the other; nothing
/// where a day is not exact.
std::optional<std::set<std::uint64_t>> holders_by_history(const Json& roles, std::string_view on) {
  std::vector<Json> changes;
  for (const Json& change : roles) {
    if (!change["source"]["withdrawn"].is_null()) continue;
    if (change["from"]["not_before"] != change["from"]["not_after"]) return std::nullopt;
    changes.push_back(change);
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Json& a, const Json& b) {
    return a["from"]["not_before"].get<std::string>() < b["from"]["not_before"].get<std::string>();
  });
  std::map<std::string, std::vector<Json>> holders;
  for (const Json& change : changes) {
    if (change["from"]["not_before"].get<std::string>() > on) continue;
    auto& held = holders[change["role"].get<std::string>()];
    if (change["change"] == "RELEASED") {
      std::erase_if(held,
                    [&](const Json& one) { return one["organisation"] == change["organisation"]; });
    } else {
      const bool acting = change["change"] == "ACTING";
      std::erase_if(held, [&](const Json& one) { return !acting || one["change"] == "ACTING"; });
      held.push_back(change);
    }
  }
  std::set<std::uint64_t> indexes;
  for (const auto& [role, held] : holders) {
    for (const Json& one : held) {
      const Json& to = one["to"];
      const bool over = !to.is_null() && to["not_after"].get<std::string>() < on;
      if (!over) indexes.insert(one["source"]["index"].get<std::uint64_t>());
    }
  }
  return indexes;
}

TEST_F(Registers, APlacesCardOnADayHasTheRolesThatItsHistoryGivesAndTheChartersOfTheList) {
  std::size_t compared = 0;
  for (const std::string& place : places_) {
    for (const char* day : kDays) {
      const std::string target = place + "?on=" + day;
      const Json card = json(target);
      EXPECT_EQ(card["on"], day);
      std::set<std::uint64_t> holders;
      for (const Json& role : card["state"]["roles"]) {
        if (role["in_office"] == "yes") {
          holders.insert(role["source"]["index"].get<std::uint64_t>());
        }
      }
      if (const auto expected = holders_by_history(card["roles"], day)) {
        EXPECT_EQ(holders, *expected) << target;
        compared += expected->size();
      }
      Json charters = Json::array();
      const Json list = json(place + "/charters?limit=1000&on=" + day);
      for (const Json& charter : list["items"]) {
        if (charter["in_force"] != "no") charters.push_back(charter);
      }
      EXPECT_EQ(card["state"]["charters"], charters) << target;
    }
  }
  EXPECT_GE(compared, 10u);
}

TEST_F(Registers, AnEditionStandsInItsDocumentsCardAsTheVerdictOnItsFileSays) {
  std::size_t compared = 0;
  const Json documents = json("/v1/documents?limit=1000");
  for (const Json& line : documents["items"]) {
    const std::string target = "/v1/documents/" + line["document"].get<std::string>();
    for (const char* day : {"2022-12-06", "2023-08-15", "2026-02-01"}) {
      const Json card = json(target + "?on=" + day);
      ASSERT_EQ(card["editions"].size(), card["registrations"].size());
      for (std::size_t i = 0; i < card["editions"].size(); ++i) {
        const Json& edition = card["editions"][i];
        const Json& registration = card["registrations"][i];
        EXPECT_EQ(edition["edition"], registration["edition"]);
        EXPECT_EQ(edition["registration"], registration["source"]["digest"]);
        if (registration["sha256"].is_null()) continue;
        const Json verdict = json("/v1/documents/by-sha256/" +
                                  registration["sha256"].get<std::string>() + "?on=" + day);
        if (verdict["registration"] != edition["registration"]) continue;
        for (const auto& [name, value] : edition.items()) EXPECT_EQ(value, verdict[name]) << name;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 50u);
}

// --- calendars of working days ------------------------------------------------------------------

TEST_F(Registers, TheCalendarsDaysAreThoseOfTheirEventsAndTheOfficialOnesCount) {
  const Json page = json("/v1/calendars?limit=1000&sort=year");
  ASSERT_GT(page["total"], 5);
  for (const Json& line : page["items"]) {
    const std::string name = line["publication"];
    const Json card = json("/v1/calendars/" + name);
    const Json event = json("/v1/events/" + name);
    EXPECT_EQ(event["index"], line["source"]["index"]);
    const Json& payload = event["body"]["payload"];
    EXPECT_EQ(payload["year"], card["year"]);
    EXPECT_EQ(payload["status"], card["status"]);
    const Json entries = payload.value("entries", Json::array());
    ASSERT_EQ(entries.size(), card["days"].size());
    for (std::size_t i = 0; i < card["days"].size(); ++i) {
      EXPECT_EQ(entries[i]["day"], card["days"][i]["day"]);
      EXPECT_EQ(entries[i]["kind"], card["days"][i]["kind"]);
    }
    EXPECT_TRUE(card["status"] == "PROVISIONAL" || card["counts"] == true);
  }
  EXPECT_EQ(json("/v1/calendars?from_day=2023-05-01&to_day=2023-05-02")["items"][0]["year"], 2023);
  EXPECT_EQ(ask("/v1/calendars/" + std::string(64, '0')).status, 404);
}

TEST_F(Registers, TheDutiesThatRestOnAPublicationAreFoundByIt) {
  std::size_t found = 0;
  for (const std::string& place : places_) {
    const std::string duties = place + "/obligations?limit=1000&on=" + kDay;
    const Json all = json(duties);
    const Json calendars = json(place + "/calendars?limit=1000&counts=true");
    for (const Json& line : calendars["items"]) {
      const std::string name = line["publication"];
      Json expected = Json::array();
      for (const Json& duty : all["items"]) {
        bool rests = false;
        for (const Json& used : duty["due"]["calendars"]) rests = rests || used["version"] == name;
        if (rests) expected.push_back(duty);
      }
      EXPECT_EQ(json(duties + "&publication=" + name)["items"], expected);
      found += expected.size();
      EXPECT_EQ(json(place + "/calendars/" + name)["year"], line["year"]);
    }
  }
  EXPECT_GT(found, 10u);
}

// --- the calendar -------------------------------------------------------------------------------

TEST_F(Registers, TheCalendarSpeaksTheLanguageOfItsAddress) {
  const std::string target = places_[0] + "/calendar.ics?on=" + std::string(kDay) + "&lang=";
  const RawResponse russian = ask(target + "ru", "Accept-Language: en\r\n");
  EXPECT_EQ(russian.header("Content-Language"), "ru");
  EXPECT_THAT(russian.body, HasSubstr("DESCRIPTION:не определено"));
  EXPECT_THAT(ask(target + "en").body, HasSubstr("DESCRIPTION:undetermined"));
  EXPECT_EQ(ask(target + "de").status, 400);
}

TEST_F(Registers, CalendarsOfAnotherTextHaveAnotherETag) {
  std::set<std::string> texts;
  std::set<std::string> tags;
  for (const std::string& place : places_) {
    const RawResponse calendar = ask(place + "/calendar.ics?on=" + kDay);
    texts.insert(calendar.body);
    tags.insert(calendar.header("ETag").value_or(""));
  }
  EXPECT_GT(texts.size(), 1u);
  EXPECT_EQ(tags.size(), texts.size());
}

TEST_F(Registers, ATagSaysByWhichVersionOfTheJudgementItsAnswerWasMade) {
  const std::string version = fmt::format(".{}.", gov::kJudgementVersion);
  for (const char* list : {"findings", "obligations", "ballots"}) {
    const std::string tag =
        ask(places_[0] + "/" + list + "?on=" + kDay).header("ETag").value_or("");
    EXPECT_THAT(tag, HasSubstr("W/\"facts.1" + version)) << list;
  }
}

TEST_F(Registers, EveryUrlOfTheCalendarLeadsToACardOrAnEventThatIsThere) {
  std::set<std::string> kinds;
  for (const std::string& place : places_) {
    std::string text = ask(place + "/calendar.ics?on=" + kDay).body;
    for (auto at = text.find("\r\n "); at != text.npos; at = text.find("\r\n ")) text.erase(at, 3);
    std::set<std::string> paths;
    const std::string begin = testing_support::kHistoryUrl;
    for (auto at = text.find(begin); at != text.npos; at = text.find(begin, at + 1)) {
      const auto path = at + begin.size();
      paths.insert(text.substr(path, text.find("\r\n", path) - path));
    }
    for (const std::string& path : paths) {
      EXPECT_EQ(ask(path).status, 200) << path;
      const std::string list = path.substr(0, path.rfind('/'));
      kinds.insert(list.substr(list.rfind('/') + 1));
    }
  }
  for (const char* kind : {"decisions", "plan-rows", "bodies"}) {
    EXPECT_TRUE(kinds.contains(kind)) << kind;
  }
}

TEST_F(Registers, TheCalendarIsCalledAsThePlaceIsAndItsSequenceNeverGoesBack) {
  const std::string target = places_[0] + "/calendar.ics?on=" + std::string(kDay);
  const auto sequence_at = [&](std::uint64_t position) {
    const std::string text = ask(target + "&at=" + std::to_string(position)).body;
    std::uint64_t least = UINT64_MAX;
    for (auto at = text.find("SEQUENCE:"); at != text.npos; at = text.find("SEQUENCE:", at + 1)) {
      least = std::min<std::uint64_t>(least, std::stoull(text.substr(at + 9, 12)));
    }
    return least;
  };
  const std::uint64_t size = json("/v1/ledger")["size"];
  const Json newest = json("/v1/events?limit=1000&cluster=" +
                           places_[0].substr(places_[0].rfind('/') + 1))["events"];
  EXPECT_GE(sequence_at(size), newest.back()["index"].get<std::uint64_t>())
      << "a correction that takes a ground away counts too";
  std::uint64_t before = 0;
  for (std::uint64_t position = size - 40; position <= size; position += 8) {
    const std::uint64_t now = sequence_at(position);
    EXPECT_GE(now, before) << position;
    before = now;
  }
  const std::string origin = json("/v1/ledger")["origin"];
  const std::string text = ask(target).body;
  EXPECT_THAT(text, HasSubstr("X-WR-CALNAME:"));
  EXPECT_EQ(text.find("X-WR-CALNAME:" + origin), text.npos);
}

// --- tables for people --------------------------------------------------------------------------

/// Whether the shape has a value at the path, through lists and inner shapes.
bool has_path(const Json& document, const Json& schema, const std::string& path) {
  if (schema.contains("$ref")) {
    const std::string name = schema["$ref"];
    return has_path(document, document["components"]["schemas"][name.substr(name.rfind('/') + 1)],
                    path);
  }
  if (schema.contains("anyOf")) return has_path(document, schema["anyOf"][0], path);
  if (schema.contains("items")) return has_path(document, schema["items"], path);
  if (path.empty()) return true;
  const auto dot = std::min(path.find('.'), path.size());
  if (!schema.contains("properties")) return false;
  const auto member = schema["properties"].find(path.substr(0, dot));
  return member != schema["properties"].end() &&
         has_path(document, *member, path.substr(std::min(dot + 1, path.size())));
}

void expect_columns(const Json& document, std::string_view shape) {
  EXPECT_FALSE(api::people_columns(shape).empty()) << shape;
  const Json reference = {{"$ref", "#/components/schemas/" + std::string(shape)}};
  for (const api::PeopleColumn& column : api::people_columns(shape)) {
    EXPECT_TRUE(has_path(document, reference, std::string(column.path)))
        << shape << " " << column.path;
  }
}

TEST_F(Registers, EveryListHasColumnsForPeopleAndTheyAreMembersOfItsItems) {
  for (const api::PlaceList& list : api::place_lists()) expect_columns(document_, list.item);
  for (const api::RegisterList& list : api::register_lists()) expect_columns(document_, list.item);
  expect_columns(document_, "NearDocument");
}

TEST_F(Registers, TheTableOfMembersIsWhatARussianExcelOpens) {
  const std::string target = places_[0] + "/members?limit=1000&member=yes&format=excel&on=" + kDay;
  const RawResponse table = ask(target);
  EXPECT_THAT(table.body,
              StartsWith("\xef\xbb\xbfУчастник;ИНН;ОГРН;Категория;Участник на дату;С;По;Основание;"
                         "Согласие;Состояние записи;Пункт;Правопреемник\r\n"));
  EXPECT_THAT(table.body, HasSubstr(";да;"));
  EXPECT_EQ(table.body.find('{'), std::string::npos) << "no JSON in cells";
  const Json list = json(places_[0] + "/members?limit=1000&member=yes&on=" + kDay);
  EXPECT_EQ(std::count(table.body.begin(), table.body.end(), '\n'),
            static_cast<std::ptrdiff_t>(list["items"].size()) + 1);
}

TEST_F(Registers, ATableForPeopleIsRussianWhateverTheBrowserPrefers) {
  const std::string target =
      places_[0] + "/obligations?limit=1000&format=excel&on=" + std::string(kDay);
  const RawResponse table = ask(target, "Accept-Language: en\r\n");
  EXPECT_EQ(table.header("Content-Language"), "ru");
  EXPECT_EQ(table.body, ask(target, "Accept-Language: ru\r\n").body);
  EXPECT_EQ(table.body.find("meeting"), std::string::npos);
}

TEST(PeopleTable, CellsAreDaysWordsAndNumbersAsWrittenAndNeverSomebodysFormula) {
  const std::vector<api::PeopleColumn> columns = {
      {"Имя", "name"}, {"ОГРН", "ogrn"}, {"С", "from"}, {"Было", "was"}, {"Кому", "to.name"}};
  const Json items = Json::parse(R"([
      {"name": "=1+1", "ogrn": "1027700132195", "was": true, "to": [{"name": "а"}, {"name": "б"}],
       "from": {"day": "2023-08-15", "not_before": "2023-08-15", "not_after": "2023-08-15"}},
      {"name": "x;\"y\"", "ogrn": "0105", "was": false, "to": [],
       "from": {"day": null, "not_before": "2023-08-01", "not_after": "2023-08-31"}},
      {"name": null, "ogrn": "12/3", "from": {"day": null, "not_before": null,
       "not_after": "2023-08-31"}}])");
  EXPECT_EQ(api::people_table(items, columns),
            "\xef\xbb\xbfИмя;ОГРН;С;Было;Кому\r\n"
            "'=1+1;\"=\"\"1027700132195\"\"\";15.08.2023;да;а, б\r\n"
            "\"x;\"\"y\"\"\";\"=\"\"0105\"\"\";01.08.2023 – 31.08.2023;нет;\r\n"
            ";\"=\"\"12/3\"\"\";не позднее 31.08.2023;;\r\n");
}

TEST(PeopleTable, WhatAnExcelWouldTakeForANumberADayOrATimeStaysAText) {
  const auto cell = [](const char* text) {
    const Json items = Json::array({Json{{"number", text}}});
    const std::string table = api::people_table(items, {{"Номер", "number"}});
    return table.substr(table.find("\r\n") + 2);
  };
  for (const char* text :
       {"1E5", "1,50", "12:30", "5 мар", "5 МАРТА 2023", "мая 5", "10 %", "1 234",
        "1\xc2\xa0"
        "234",
        "5 Mar", "12:30 PM", "100 руб.", "1-2"}) {
    EXPECT_EQ(cell(text), "\"=\"\"" + std::string(text) + "\"\"\"\r\n");
  }
  for (const char* text : {"10 школа", "№ 5", "Март", "17-к", "1-й"}) {
    EXPECT_EQ(cell(text), std::string(text) + "\r\n");
  }
}

TEST(PeopleTable, InstantsKindsOfKeysAndDaysOfPeriodsAreWrittenForPeople) {
  const Json key = {{"kind", "RECOVERY"},
                    {"introduced", {{"source", {{"recorded_at", "2026-02-03T09:30:15.5Z"}}}}}};
  const std::string keys = api::people_table(Json::array({key}), api::people_columns("KeyLine"));
  EXPECT_THAT(keys, HasSubstr(";восстановление;"));
  EXPECT_THAT(keys, HasSubstr(";03.02.2026 09:30 UTC;"));
  const Json finding = {{"sentence", "x"}, {"period", "2022-12-25 component 1"}};
  EXPECT_THAT(api::people_table(Json::array({finding}), api::people_columns("Finding")),
              HasSubstr("25.12.2022 часть 1"));
}

}  // namespace
