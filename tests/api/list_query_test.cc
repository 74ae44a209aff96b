// SPDX-License-Identifier: Apache-2.0
// What a range of days finds in a list: items of one day, of many days, of parts.
#include "api/list_query.h"

#include <gtest/gtest.h>

namespace {

using api::Json;

Json day(const char* text) { return {{"day", text}, {"not_before", text}, {"not_after", text}}; }
Json unknown() { return {{"day", nullptr}, {"not_before", nullptr}, {"not_after", nullptr}}; }

/// Whether the form finds the item in the range.
bool finds(const api::ListDays& days, const Json& item, const char* from, const char* to) {
  api::ListForm form;
  form.days = days;
  api::Pairs query;
  query.add("from_day", from);
  query.add("to_day", to);
  const auto question = api::list_question(form, query);
  EXPECT_TRUE(question);
  return !api::picked(form, *question, Json::array({item})).empty();
}

constexpr api::ListDays kDue{"occurrences.due", "occurrences.due", "components"};

Json component(const std::vector<Json>& dues) {
  Json out = {{"occurrences", Json::array()}};
  for (const Json& due : dues) out["occurrences"].push_back({{"due", due}});
  return out;
}
Json row(const std::vector<Json>& components) { return {{"components", components}}; }

TEST(ListDays, ARowThatIsDueBeforeAndAfterTheRangeIsNotInIt) {
  const Json twice = row({component({day("2023-01-20"), day("2023-12-20")})});
  EXPECT_FALSE(finds(kDue, twice, "2023-05-01", "2023-05-31"));
  EXPECT_TRUE(finds(kDue, twice, "2023-01-01", "2023-01-31"));
  EXPECT_TRUE(finds(kDue, twice, "2023-12-20", "2023-12-20"));
  const Json monthly = row({component({day("2022-12-31"), day("2023-01-31")})});
  EXPECT_FALSE(finds(kDue, monthly, "2023-01-01", "2023-01-28"));
}

TEST(ListDays, APartWhoseDayNobodyKnowsMayLieAnywhereWhateverTheOthersSay) {
  const Json external = row({component({day("2023-01-20")}), component({})});
  EXPECT_TRUE(finds(kDue, external, "2023-05-01", "2023-05-31"));
  EXPECT_TRUE(finds(kDue, row({component({})}), "2023-05-01", "2023-05-31"));
  const Json open = row({component({day("2023-01-20"), unknown()})});
  EXPECT_TRUE(finds(kDue, open, "2023-05-01", "2023-05-31"));
}

TEST(ListDays, WhatLastsFromOneDayToAnotherIsInEveryRangeBetweenThem) {
  const Json lasting = {{"from", day("2023-01-20")}, {"to", day("2023-12-20")}};
  EXPECT_TRUE(finds({"from", "to"}, lasting, "2023-05-01", "2023-05-31"));
  EXPECT_FALSE(finds({"from", "to"}, lasting, "2024-05-01", "2024-05-31"));
  const Json without_end = {{"from", day("2023-01-20")}, {"to", nullptr}};
  EXPECT_TRUE(finds({"from", "to"}, without_end, "2024-05-01", "2024-05-31"));
  EXPECT_FALSE(finds({"from", "to"}, without_end, "2022-05-01", "2022-05-31"));
}

/// What a list of these names says to `q`; -1 when it is refused.
int found_by(const char* words, const std::vector<const char*>& names) {
  api::ListForm form;
  form.texts = {"name"};
  api::Pairs query;
  query.add("q", words);
  const auto question = api::list_question(form, query);
  if (!question) return -1;
  Json items = Json::array();
  for (const char* name : names) items.push_back({{"name", name}});
  return static_cast<int>(api::picked(form, *question, items).size());
}

TEST(ListWords, NoBreakSpacesAndTabsThatCameWithAPastedTextPartWordsToo) {
  const std::vector<const char*> names = {"Распоряжение № 465", "Протокол № 4"};
  EXPECT_EQ(found_by("распоряжение\u00a0№\u202f465", names), 1);
  EXPECT_EQ(found_by("протокол\t4", names), 1);
  EXPECT_EQ(found_by(" \u00a0распоряжение", names), 1);
}

TEST(ListWords, WhiteSpaceOfAnyKindIsNoWord) {
  for (const char* blank : {"", " ", "\t", "\u00a0 \u2003"}) EXPECT_EQ(found_by(blank, {"a"}), -1);
}

}  // namespace
