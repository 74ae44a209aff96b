// SPDX-License-Identifier: Apache-2.0
// The day of a question: one way to write it for every command that asks for one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

using ::testing::HasSubstr;

const std::vector<std::vector<std::string>>& dated_questions() {
  static const std::vector<std::vector<std::string>> all{
      {"document", "verify", "passphrase"},
      {"findings"},
      {"obligations"},
      {"prove", "1", "--decision", "-o", "day.letopis-proof"}};
  return all;
}

Finished ask_on(std::vector<std::string> question, const std::string& day) {
  question.insert(question.end(), {"-d", "ledger", "--on", day});
  return shared_home().run(question);
}

TEST(DayOption, DayThatTheCalendarLacksIsWrongUsageWhateverIsAsked) {
  for (const auto& question : dated_questions()) {
    for (const char* day : {"2020-13-01", "2020-02-30", "0000-00-00", "", "today", "1899-12-31"}) {
      const Finished refused = ask_on(question, day);
      EXPECT_EQ(refused.code, 2) << question[0] << " --on " << day << ": " << refused.err;
      EXPECT_THAT(refused.err, HasSubstr("[BAD_DAY]"));
      EXPECT_EQ(refused.out, "");
    }
  }
}

TEST(DayOption, TheSameDayWrittenThreeWaysGetsTheSameAnswer) {
  const std::vector<std::string> question{"document", "verify", "passphrase", "--json"};
  const Finished iso = ask_on(question, "2022-12-06");
  EXPECT_EQ(iso.code, 3) << iso.err;
  EXPECT_THAT(iso.out, HasSubstr("\"2022-12-06\""));
  EXPECT_EQ(ask_on(question, "06.12.2022").out, iso.out);
  EXPECT_EQ(ask_on(question, "6 декабря 2022 г.").out, iso.out);
}

TEST(DocumentVerify, AnUnknownFileIsNotLeftWithoutTheWayToWhatIsNear) {
  const ToolHome& home = shared_home();
  const std::vector<std::string> ask{"document", "verify", "passphrase", "-d",
                                     "ledger",   "--lang", "en"};
  const Finished unknown = home.run(ask);
  EXPECT_EQ(unknown.code, 3);
  EXPECT_NE(unknown.err.find("--number"), std::string::npos) << unknown.err;
  std::vector<std::string> numbered = ask;
  numbered.insert(numbered.end(), {"--number", "1"});
  EXPECT_EQ(home.run(numbered).err.find("--number"), std::string::npos) << "given already";
}

}  // namespace
}  // namespace tools
