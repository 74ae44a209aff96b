// SPDX-License-Identifier: Apache-2.0
// Every list and card of places over the histories of three regions: each answer is what the
// contract says, pairs of filters give what a slow obvious model gives, a walk in pages is the
// whole list, the same question gives the same bytes.
#include "api/place_lists.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "api/collation.h"
#include "api/csv.h"
#include "api/internal/uri.h"
#include "api/register_lists.h"
#include "api/shapes.h"
#include "tests/support/history_served.h"

namespace {

using api::Json;
using testing_support::RawResponse;

constexpr const char* kOn = testing_support::kHistoryOn;

class PlaceLists : public testing_support::HistoryServed {};

TEST_F(PlaceLists, EveryListAndCardIsOfItsSchemaAndEveryKindOfThingIsThere) {
  std::set<std::string_view> filled;
  for (const std::string& place : places_) {
    for (const api::PlaceList& list : api::place_lists()) {
      if (!has(place, list)) continue;
      const std::string target = fmt::format("{}/{}?on={}", place, list.name, kOn);
      const Json page = json(target + "&limit=1000&explain=1");
      expect_shape(std::string(list.page), page, target);
      EXPECT_TRUE(page.contains("explain")) << target;
      if (page["items"].empty()) continue;
      if (!filled.insert(list.name).second || list.id.empty()) continue;
      for (const Json& item : page["items"]) {
        const std::string card = fmt::format("{}/{}/{}?on={}", place, list.name,
                                             item[std::string(list.id)].get<std::string>(), kOn);
        expect_shape(std::string(list.card), json(card), card);
      }
    }
  }
  EXPECT_EQ(filled.size(), api::place_lists().size());
}

TEST_F(PlaceLists, EverySeatNamesTheEventsBehindIt) {
  for (const std::string& place : places_) {
    const Json page = json(fmt::format("{}/seats?on={}&limit=1000&explain=1", place, kOn));
    for (const Json& seat : page["items"]) {
      EXPECT_FALSE(seat["evidence"]["events"].empty()) << place << seat;
    }
    EXPECT_EQ(page["explain"].size(), page["items"].size()) << place;
  }
}

TEST_F(PlaceLists, EveryItemOfMembersDutiesAndKeysHasEventsBehindItsValues) {
  std::vector<std::string> lists{"/v1/keys?"};
  for (const std::string& place : places_) {
    if (place.starts_with("/v1/regions/")) continue;  // has none of these
    for (const char* list : {"members", "obligations", "agreements", "decisions"}) {
      lists.push_back(fmt::format("{}/{}?on={}&", place, list, kOn));
    }
  }
  for (const std::string& list : lists) {
    const Json page = json(list + "limit=1000&explain=1");
    std::set<std::string> pointers;
    for (const Json& line : page["explain"]) {
      EXPECT_FALSE(line["events"].empty()) << list << line;
      pointers.insert(line["pointer"]);
    }
    for (std::size_t i = 0; i < page["items"].size(); ++i) {
      EXPECT_TRUE(pointers.contains(fmt::format("/items/{}", i))) << list << page["items"][i];
    }
  }
}

// --- the model ----------------------------------------------------------------------------------

/// All values of an item by their path, with the numbers of lists left out.
std::multimap<std::string, Json> flat(const Json& item) {
  std::multimap<std::string, Json> values;
  const Json flattened = item.flatten();
  for (const auto& [pointer, value] : flattened.items()) {
    std::string path;
    std::istringstream segments(pointer.substr(std::min<std::size_t>(1, pointer.size())));
    for (std::string segment; std::getline(segments, segment, '/');) {
      if (segment.find_first_not_of("0123456789") == std::string::npos) continue;
      path.append(path.empty() ? "" : ".").append(segment);
    }
    values.emplace(path, value);
  }
  return values;
}

std::string plain(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// Small Cyrillic and Latin letters, «ё» as «е».
std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first != 0xd0 && first != 0xd1) {
      out += static_cast<char>(first < 0x80 ? std::tolower(first) : first);
      continue;
    }
    unsigned point = (first & 0x1fu) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3fu);
    if (point >= 0x410 && point <= 0x42f) point += 0x20;
    if (point == 0x401 || point == 0x451) point = 0x435;
    out += static_cast<char>(0xc0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3f));
  }
  return out;
}

/// One thing that is asked for.
struct Asked {
  std::string parameter;
  std::string value;
};

class Model {
 public:
  explicit Model(const api::ListForm& form) : form_(form) {}

  /// Both days are asked of one day of the item; of everything else each thing by itself.
  bool takes(const std::multimap<std::string, Json>& item, const Asked& one,
             const Asked& other) const {
    std::string from;
    std::string to;
    for (const Asked* asked : {&one, &other}) {
      if (asked->parameter == "from_day")
        from = asked->value;
      else if (asked->parameter == "to_day")
        to = asked->value;
      else if (!takes(item, *asked))
        return false;
    }
    return (from.empty() && to.empty()) || has_days(item, from, to);
  }

 private:
  bool takes(const std::multimap<std::string, Json>& item, const Asked& asked) const {
    if (asked.parameter == "q") return has_words(item, asked.value);
    for (const api::ListFilter& filter : form_.filters) {
      if (filter.parameter != asked.parameter) continue;
      for (const std::string_view path : filter.paths) {
        const auto [begin, end] = item.equal_range(std::string(path));
        for (auto one = begin; one != end; ++one) {
          if (plain(one->second) == asked.value) return true;
        }
      }
    }
    return false;
  }

  /// The bounds of the days at a path, in their order; null: open.
  static std::vector<Json> bounds(const std::multimap<std::string, Json>& item,
                                  const std::string& path, const std::string& bound) {
    std::vector<Json> all;
    for (const std::string& name : {path, path + "." + bound}) {
      const auto [begin, end] = item.equal_range(name);
      for (auto one = begin; one != end; ++one) {
        if (one->second.is_string() || name != path) all.push_back(one->second);
      }
    }
    return all;
  }

  bool has_days(const std::multimap<std::string, Json>& item, const std::string& from,
                const std::string& to) const {
    const std::string each = std::string(form_.days->each);
    const std::string part = each.empty() ? "" : each + ".";
    // A part whose list of days is empty: the list is told without elements.
    const std::string list = each.empty() ? "" : part + "occurrences";
    const auto empty = item.equal_range(list);
    if (!each.empty() && empty.first != empty.second) return true;
    const auto firsts = bounds(item, part + std::string(form_.days->first), "not_before");
    const auto lasts = bounds(item, part + std::string(form_.days->last), "not_after");
    const auto touch = [&](const Json& first, const Json& last) {
      const bool over = last.is_string() && last.get<std::string>() < from;
      const bool later = first.is_string() && !to.empty() && first.get<std::string>() > to;
      return !over && !later;
    };
    if (form_.days->first != form_.days->last) {
      return touch(firsts.empty() ? Json() : firsts[0], lasts.empty() ? Json() : lasts[0]);
    }
    bool any = firsts.empty();
    for (std::size_t i = 0; i < firsts.size(); ++i) any = any || touch(firsts[i], lasts.at(i));
    return any;
  }

  bool has_words(const std::multimap<std::string, Json>& item, const std::string& words) const {
    std::istringstream list(words);
    for (std::string word; list >> word;) {
      bool found = false;
      for (const std::string_view path : form_.texts) {
        const auto [begin, end] = item.equal_range(std::string(path));
        for (auto one = begin; one != end; ++one) {
          found = found || (one->second.is_string() &&
                            folded(plain(one->second)).find(folded(word)) != std::string::npos);
        }
      }
      if (!found) return false;
    }
    return true;
  }

  const api::ListForm& form_;
};

/// For each parameter some values that occur and one that does not.
std::vector<Asked> questions(const api::ListForm& form,
                             const std::vector<std::multimap<std::string, Json>>& items) {
  std::vector<Asked> all;
  for (const api::ListFilter& filter : form.filters) {
    std::set<std::string> values;
    for (const auto& item : items) {
      for (const std::string_view path : filter.paths) {
        const auto found = item.find(std::string(path));
        if (found != item.end() && !found->second.is_null() && values.empty()) {
          values.insert(plain(found->second));
        }
      }
    }
    values.insert(filter.words.empty() ? std::string(2 * filter.hex_bytes, 'a')
                                       : filter.words.back());
    for (const std::string& value : values) {
      if (value != "{}" && value != "[]") all.push_back({std::string(filter.parameter), value});
    }
  }
  if (form.days) {
    for (const char* name : {"from_day", "to_day"}) {
      all.push_back({name, "2022-09-01"});
    }
  }
  if (!form.texts.empty()) {
    for (const char* words : {"КОЛЛЕДЖ", "пример сов"}) all.push_back({"q", words});
  }
  return all;
}

/// How many pairs of questions were compared with the model.
std::size_t compare_with_model(const api::ListForm& form, const Json& items,
                               const std::string& name) {
  std::size_t compared = 0;
  std::vector<std::multimap<std::string, Json>> flat_items;
  for (const Json& item : items) flat_items.push_back(flat(item));
  const Model model(form);
  const auto all = questions(form, flat_items);
  for (const Asked& one : all) {
    for (const Asked& other : all) {
      if (one.parameter == other.parameter && one.value != other.value) continue;
      api::Pairs query;
      query.add(one.parameter, one.value);
      if (one.parameter != other.parameter) query.add(other.parameter, other.value);
      const auto question = api::list_question(form, query);
      if (!question) continue;  // to_day before from_day, a register number that is none
      std::vector<std::size_t> expected;
      for (std::size_t k = 0; k < items.size(); ++k) {
        if (model.takes(flat_items[k], one, other)) expected.push_back(k);
      }
      EXPECT_EQ(api::picked(form, *question, items), expected)
          << name << " " << one.parameter << "=" << one.value << " " << other.parameter << "="
          << other.value;
      ++compared;
    }
  }
  return compared;
}

TEST_F(PlaceLists, EveryPairOfFiltersGivesWhatTheModelGives) {
  std::size_t compared = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const api::PlaceOnDay place = place_on_day(places_[i]);
    for (const api::PlaceList& list : api::place_lists()) {
      compared += compare_with_model(list.form, list.items(place),
                                     places_[i] + "/" + std::string(list.name));
    }
  }
  EXPECT_GT(compared, 1000u);
}

TEST_F(PlaceLists, EveryPairOfFiltersOfARegisterGivesWhatTheModelGives) {
  const auto reader = server_->service().views->runner()->reader();
  ASSERT_TRUE(reader);
  for (const api::RegisterList& list : api::register_lists()) {
    const auto items = list.items(*reader, {kOn, UINT64_MAX});
    ASSERT_TRUE(items) << list.name;
    EXPECT_FALSE(items->empty()) << list.name;
    EXPECT_GT(compare_with_model(list.form, *items, std::string(list.name)), 3u) << list.name;
  }
}

TEST_F(PlaceLists, AWalkInPagesIsTheWholeListInItsOrder) {
  const std::string list = places_[0] + "/obligations?sort=-due&on=" + kOn;
  const Json whole = json(list + "&limit=1000");
  ASSERT_GT(whole["items"].size(), 7u);
  EXPECT_EQ(whole["total"], whole["items"].size());
  Json walked = Json::array();
  std::string target = list + "&limit=3";
  for (;;) {
    const RawResponse response = ask(target);
    const Json page = Json::parse(response.body);
    for (const Json& item : page["items"]) walked.push_back(item);
    if (page["next_cursor"].is_null()) break;
    const std::string link = response.header("Link").value_or("");
    ASSERT_TRUE(link.ends_with(">; rel=\"next\"")) << link;
    // By the cursor alone, without the position and the day of the link.
    target = list + "&limit=3&cursor=" + page["next_cursor"].get<std::string>();
    EXPECT_NE(link.find("cursor=" + page["next_cursor"].get<std::string>()), std::string::npos);
  }
  EXPECT_EQ(walked, whole["items"]);
}

TEST_F(PlaceLists, ACursorIsOfItsOwnQuestion) {
  const std::string list = places_[0] + "/members?limit=2&on=" + std::string(kOn);
  const std::string cursor = json(list)["next_cursor"];
  for (const std::string& wrong :
       std::vector<std::string>{places_[0] + "/members?sort=name&cursor=" + cursor,
                                places_[0] + "/seats?cursor=" + cursor,
                                places_[0] + "/members?on=2023-01-01&cursor=" + cursor,
                                places_[0] + "/members?at=7&cursor=" + cursor,
                                places_[0] + "/members?known_on=2001-01-01&cursor=" + cursor,
                                places_[0] + "/members?known_on=soon&cursor=" + cursor,
                                places_[0] + "/members?cursor=1.2.3.4"}) {
    const RawResponse response = ask(wrong);
    EXPECT_EQ(response.status, 400) << wrong;
    EXPECT_EQ(Json::parse(response.body)["code"], "BAD_CURSOR") << wrong;
  }
}

TEST_F(PlaceLists, TheSameQuestionHasTheSameBytesAndItsETagIsNotModified) {
  for (const char* name : {"members", "ballots", "agreements", "obligations"}) {
    const std::string target = fmt::format("{}/{}?at=400&on={}", places_[0], name, kOn);
    const RawResponse first = ask(target);
    const RawResponse second = ask(target);
    EXPECT_EQ(first.body, second.body);
    const std::string tag = first.header("ETag").value_or("");
    EXPECT_EQ(ask(target, "If-None-Match: " + tag + "\r\n").status, 304) << tag;
    EXPECT_EQ(Json::parse(first.body)["as_of_position"], 400);
    EXPECT_EQ(Json::parse(first.body)["ledger_size"], 400);
  }
}

TEST_F(PlaceLists, AFindingIsFoundByTheNameOfItsSubjectWhichIsInTheTablesToo) {
  std::size_t named = 0;
  for (const std::string& place : places_) {
    const std::string target = place + "/findings?limit=1000&on=" + kOn;
    const Json findings = json(target);
    for (std::size_t i = 0; i < findings["items"].size(); i += 5) {
      const Json& finding = findings["items"][i];
      const std::string name = finding["subject_name"].get<std::string>();
      const auto begin = name.find("«");
      if (begin == std::string::npos) continue;
      ++named;
      const std::string title = name.substr(begin + 2, name.find("»", begin) - begin - 2);
      const Json hits =
          json(target + "&q=" + api::encode_uri(title.substr(0, title.find(' ', 20))));
      EXPECT_TRUE(std::any_of(hits["items"].begin(), hits["items"].end(), [&](const Json& one) {
        return one["key"] == finding["key"];
      })) << name;
    }
    EXPECT_NE(ask(target + "&format=csv").body.find(",subject_name,"), std::string::npos);
    EXPECT_NE(ask(target + "&format=excel").body.find(";О чём;"), std::string::npos);
  }
  EXPECT_GT(named, 0U);
}

TEST_F(PlaceLists, TheExcludedOfTheExampleIsNoPartyFromTheStatedDayOn) {
  const auto parties = [&](const std::string& on) {
    const Json page = json(places_[1] + "/agreements?on=" + on);
    EXPECT_EQ(page["items"].size(), 1u);
    EXPECT_EQ(page["items"][0]["state"], "in_force") << on;
    return page["items"][0]["party_count"].get<int>();
  };
  EXPECT_EQ(parties("2024-04-21"), 12);
  EXPECT_EQ(parties("2024-04-22"), 11) << "by the council's protocol, without signature lines";
  EXPECT_EQ(parties("2026-03-01"), 12) << "with the newcomer";
}

TEST_F(PlaceLists, WhatWasKnownBeforeTheFirstDayIsNothing) {
  EXPECT_EQ(ask(places_[0] + "/members?known_on=2001-01-01").status, 404);
  EXPECT_EQ(ask(places_[0] + "/members?known_on=2199-01-01").status, 400) << "nobody knows yet";
}

TEST_F(PlaceLists, NoDeadlineOfADayBeganAfterIt) {
  std::size_t seen = 0;
  for (const std::string& place : places_) {
    for (const std::string day : {"2021-06-01", "2023-08-10", "2024-04-30", "2025-12-30"}) {
      const Json page = json(place + "/obligations?limit=1000&on=" + day);
      for (const Json& duty : page["items"]) {
        const Json& start = duty["due"]["start"]["not_before"];
        if (duty["kind"] != "deadline" || start.is_null()) continue;
        EXPECT_LE(start.get<std::string>(), day) << duty["name"];
        ++seen;
      }
    }
  }
  EXPECT_GT(seen, 0u);
}

TEST_F(PlaceLists, OfADayNothingIsToldThatCameLater) {
  const std::pair<const char*, const char*> lists[] = {{"meetings", "day"},
                                                       {"ballots", "day"},
                                                       {"decisions", "day"},
                                                       {"protocols", "dated"},
                                                       {"notices", "sent_on"}};
  std::size_t seen = 0;
  for (const std::string& place : places_) {
    for (const std::string on : {"2021-06-01", "2023-08-10", "2024-04-20"}) {
      for (const auto& [list, day] : lists) {
        const Json page = json(fmt::format("{}/{}?limit=1000&on={}", place, list, on));
        for (const Json& item : page["items"]) {
          const Json& first = item[day]["not_before"];
          if (first.is_null() || item.value("state", "") == "planned") continue;
          EXPECT_LE(first.get<std::string>(), on) << place << " " << list;
          ++seen;
        }
      }
    }
  }
  EXPECT_GT(seen, 0u);
}

TEST_F(PlaceLists, OverdueOnADayIsWhatIsLateAndOpenOnIt) {
  std::size_t late = 0;
  for (const std::string& place : places_) {
    const Json overdue = json(place + "/obligations?overdue_on=2026-01-20&limit=1000");
    const Json same = json(place + "/obligations?on=2026-01-20&state=overdue&limit=1000");
    EXPECT_EQ(overdue["items"], same["items"]);
    EXPECT_EQ(overdue["on"], "2026-01-20");
    late += overdue["items"].size();
  }
  EXPECT_GT(late, 0u);
  EXPECT_EQ(ask(places_[0] + "/obligations?overdue_on=2026-01-20&on=2026-01-21").status, 400);
}

TEST_F(PlaceLists, ATableHasALineForEveryItemAndOnlyTheEventsOfSources) {
  const std::string target = places_[0] + "/members?limit=1000&on=" + std::string(kOn);
  const Json list = json(target);
  const RawResponse table = ask(target, "Accept: text/csv\r\n");
  EXPECT_EQ(table.body, api::csv_text(list["items"], api::shape_columns("Member")));
  EXPECT_EQ(table.header("Content-Disposition"), "attachment; filename=\"members.csv\"");
  EXPECT_EQ(std::count(table.body.begin(), table.body.end(), '\n'),
            static_cast<std::ptrdiff_t>(list["items"].size()) + 1);
  EXPECT_NE(table.body.find("grounds.evidence.events\r\n"), std::string::npos);
}

TEST_F(PlaceLists, NamesAreFoundInEitherCaseAndSortedAsInRussian) {
  const std::string list = places_[0] + "/members?on=" + std::string(kOn);
  const Json found = json(list + "&q=" + "%D0%9A%D0%9E%D0%9B%D0%9B%D0%95%D0%94%D0%96");
  ASSERT_FALSE(found["items"].empty());
  for (const Json& item : found["items"]) {
    EXPECT_NE(item["name"].get<std::string>().find("колледж"), std::string::npos);
  }
  std::vector<std::string> keys;
  const Json in_order = json(list + "&sort=name&limit=1000");
  for (const Json& item : in_order["items"]) {
    keys.push_back(api::collation_key(item["name"].get<std::string>()));
  }
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TEST(Collation, QuotesAndSpacesDecideOnlyWhereTheLettersDoNot) {
  const std::vector<std::string> sorted = {"10 школа",     "Абрикос", "Берёза-2 ООО",
                                           "«Берёза» ООО", "Вишня",   "«Яблоко»"};
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
    EXPECT_LT(api::collation_key(sorted[i]), api::collation_key(sorted[i + 1])) << sorted[i];
  }
  EXPECT_NE(api::collation_key("«Яблоко»"), api::collation_key("Яблоко"));
}

TEST(Collation, YoIsNextToYeAndCaseDoesNotMatterInASearch) {
  const std::vector<std::string> sorted = {"Елец", "Ёлкино", "Емельяново", "Жуковка"};
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
    EXPECT_LT(api::collation_key(sorted[i]), api::collation_key(sorted[i + 1])) << sorted[i];
  }
  EXPECT_NE(api::collation_key("ёлка"), api::collation_key("елка"));
  EXPECT_TRUE(api::WordSearch("елк").found_in({"Ёлкино"}));
  EXPECT_TRUE(api::WordSearch("ЁЛК ино").found_in({"Елка", "кино"}));
  EXPECT_FALSE(api::WordSearch("йод").found_in({"иод"})) << "й is a letter of its own";
  EXPECT_FALSE(api::WordSearch("елк сосна").found_in({"Ёлкино"}));
  EXPECT_TRUE(api::WordSearch("  ").empty());
}

}  // namespace
