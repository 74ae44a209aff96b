// SPDX-License-Identifier: Apache-2.0
// Dates and terms as Russian papers write them.
#include "tools/russian.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace tools {
namespace {

TEST(Russian, DatesAreReadAsPeopleWriteThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"2021-04-05", "2021-04-05"},
      {"05.04.2021", "2021-04-05"},
      {"5.4.2021", "2021-04-05"},
      {"05.04.2021 0:00", "2021-04-05"},
      {"2021-04-05 00:00:00", "2021-04-05"},
      {"5.04.2021 г.", "2021-04-05"},
      {"5 апреля 2021 г.", "2021-04-05"},
      {"05 Апреля 2021 года", "2021-04-05"},
      {"апрель 2021", "2021-04"},
      {"в апреле 2021 г.", "2021-04"},
      {"2 квартал 2023", "2023-Q2"},
      {"II квартал 2023 года", "2023-Q2"},
      {"2023 год", "2023"},
      {"2023-q4", "2023-Q4"},
      {"без даты", "unknown"},
      {"05.04.2021г.", "2021-04-05"},
      {"«05» апреля 2021 г.", "2021-04-05"},
      {"\"5\" апреля 2021 года", "2021-04-05"},
  };
  for (const auto& [text, spelling] : cases) {
    EXPECT_EQ(date_spelling(text).value_or("none"), spelling) << text;
  }
  for (const char* text : {"31.02.2021", "5 апрель", "вчера", "2021-13", "5.4.21", "5..2021",
                           "005.4.2021", "05.04.2021 10:30", "«5 апреля 2021", ""}) {
    EXPECT_EQ(date_spelling(text), std::nullopt) << text;
  }
}

TEST(Russian, TermsAreTypedAndKeepTheirWords) {
  const std::pair<const char*, const char*> cases[] = {
      {"25.12.2022", "ON"},
      {"до 25 декабря 2022 г.", "UNTIL"},
      {"в срок до 25.12.2022", "UNTIL"},
      {"к 1 марта 2023 года", "UNTIL"},
      {"до конца 2022 года", "UNTIL"},
      {"февраль 2023", "MONTH"},
      {"в течение февраля 2023 г.", "MONTH"},
      {"в течение 2023 года", "CALENDAR_YEAR"},
      {"2 квартал 2023", "QUARTER"},
      {"2023 год", "CALENDAR_YEAR"},
      {"в течение 2022-2023 учебного года", "ACADEMIC_YEAR"},
      {"с 01.09.2022 по 31.08.2023", "PERIOD"},
      {"не реже 2 раз в год", "AT_LEAST"},
      {"ежемесячно", "AT_LEAST"},
      {"в течение 10 рабочих дней со дня заключения соглашения", "AFTER_EVENT"},
      {"в соответствии с планом работы департамента", "EXTERNAL"},
      {"без срока", "NONE"},
  };
  for (const auto& [text, kind] : cases) {
    const auto schedule = schedule_of(text);
    ASSERT_TRUE(schedule) << text;
    EXPECT_EQ((*schedule)["kind"], kind) << text;
  }
  EXPECT_EQ((*schedule_of("в течение 2022-2023 учебного года"))["year"], 2022);
  EXPECT_EQ((*schedule_of("до конца 2022 года"))["day"], "2022-12-31");
  EXPECT_EQ((*schedule_of("до конца февраля 2023 года"))["day"], "2023-02-28");
  EXPECT_EQ((*schedule_of("2 квартал 2023"))["printed"], "2 квартал 2023");
  EXPECT_FALSE(schedule_of("когда-нибудь"));
  EXPECT_FALSE(schedule_of("до весны"));
  EXPECT_FALSE(schedule_of("до конца года"));
  EXPECT_FALSE(schedule_of("в течение года"));
}

}  // namespace
}  // namespace tools
