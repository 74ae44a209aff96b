// SPDX-License-Identifier: Apache-2.0
// What somebody sees of an event before signing it: every field, in words.
#include "tools/event_details.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/event_json_schema.h"

namespace tools {
namespace {

using api::Json;

std::string told(const char* payload, Language language, const EventTitles& titles = {}) {
  const Json body = {{"payload", Json::parse(payload)}};
  std::string out;
  for (const std::string& line : event_details(body, titles, language)) out += line + "\n";
  return out;
}

TEST(EventDetails, SayCountsSeatsAndChoicesInWords) {
  const std::string vote = told(R"({"seat":"00ff","choice":"AGAINST"})", Language::kRussian);
  EXPECT_NE(vote.find("место: 00ff\n"), std::string::npos) << vote;
  EXPECT_NE(vote.find("выбор: против\n"), std::string::npos) << vote;
  const std::string count =
      told(R"({"present":9,"votes_for":7,"votes_against":1,"words":"NONE"})", Language::kRussian);
  for (const char* line : {"присутствовали: 9\n", "за: 7\n", "против: 1\n"}) {
    EXPECT_NE(count.find(line), std::string::npos) << count;
  }
  EXPECT_NE(told(R"({"votes_for":7})", Language::kEnglish).find("votes for: 7\n"),
            std::string::npos);
}

TEST(EventDetails, SayWhatAnOfficeIsForAndForHowLong) {
  const std::string text = told(R"({"wording":{"title":"FOR"},"offices":[{"office":"CHAIR",
      "term":{"kind":"LENGTH","length":{"count":5,"unit":"YEARS"}}}],"from":{"precision":"DAY",
      "not_before":"2021-04-05","not_after":"2021-04-05","source":"PRINTED"}})",
                                Language::kRussian);
  for (const char* line : {"текст: FOR\n", "должность: председатель\n", "вид: на время\n",
                           "число: 5\n", "единица: годы\n", "с: 05.04.2021\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(EventDetails, CallEventsOfTheSameDraftByTheirTitles) {
  EXPECT_EQ(told(R"({"ballot":"ab"})", Language::kRussian, {{"ab", "«Вопрос»"}}),
            "голосование: «Вопрос»\n");
}

TEST(EventDetails, TellOfTheProtocolsPaperInRussian) {
  const std::string text = told(R"({"kind":"PROTOCOL","printed":[{"place":"HEADER","number":"6",
      "date":{"precision":"DAY","not_before":"2021-10-29","not_after":"2021-10-29"}}],"edition":1,
      "rendition":"SCAN","file":{"binding":"PLAIN_HASH","sha256":"ab","bytes":132,
      "media_type":"image/tiff"},"custody":{"place":"ARCHIVE"},"personal_data":true})",
                                Language::kRussian);
  for (const char* line :
       {"вид: протокол\n", "где: в заголовке\n", "дата: 29.10.2021\n", "вид экземпляра: скан\n",
        "файл:\n", "байт: 132\n", "вид файла: image/tiff\n", "где: архив\n",
        "есть персональные данные: да\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(EventDetails, HaveARussianWordForEveryCodeOfAMeeting) {
  for (const char* name :
       {"Choice",        "ChairChoice",   "TallyWords",    "StatedResult",       "ActingAs",
        "DecisionKind",  "MeetingForm",   "MeetingKind",   "AgendaState",        "Convener",
        "Openness",      "OfficeKind",    "OfficeMode",    "TermKind",           "LengthUnit",
        "ScheduleKind",  "AddresseeKind", "AbsenceReason", "PresenceChangeKind", "MeetingOutcome",
        "AuthorityKind", "BodyKind",      "OpinionPart",   "Rendition"}) {
    const auto& all = api::json_schema().enums;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const api::JsonEnum& one) { return one.name == name; });
    ASSERT_NE(found, all.end()) << name;
    for (const auto& value : found->values) {
      if (value.number == 0) continue;
      EXPECT_NE(code_in_words(value.name, Language::kRussian), value.name) << name;
    }
  }
}

}  // namespace
}  // namespace tools
