// SPDX-License-Identifier: Apache-2.0
// What a meeting's form makes of its day: which charter its ballots name, and what the meeting is
// called.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/paths.h"
#include "tests/support/secretary_home.h"

namespace tools {
namespace {

class FormDays : public ::testing::Test {
 protected:
  void SetUp() override { home.copy_forms(); }

  /// Records another charter in the place of the first one, as of this day.
  void adopt(const std::string& name, const std::string& day) {
    std::ifstream setup(std::string(kSourceDir) + "/tests/data/secretary/setup.jsonl");
    json event;
    for (std::string line; std::getline(setup, line);) {
      event = json::parse(line);
      if (event["payload_type"] == "CharterAdopted") break;
    }
    event["@name"] = name;
    event["dates"] = {{"occurred", day}, {"effective", day}};
    event["payload"]["charter"] = "@" + name;
    event["payload"]["effective"] = day;
    event["payload"]["replaces"] = "@charter";
    home.write("charter.jsonl", event.dump() + "\n");
    const Finished done = home.secretary({"append", "charter.jsonl"});
    ASSERT_EQ(done.code, 0) << done.err;
  }
  /// Records the council's meeting with this day, as forms write it.
  void meet_on(const std::string& day) {
    std::string text = home.read("forms/council-by-name.toml");
    for (const std::string_view printed : {"5 апреля 2021 г.", "05.04.2021", "06.04.2021"}) {
      const auto at = text.find(printed);
      ASSERT_NE(at, std::string::npos) << printed;
      text.replace(at, printed.size(), day);
    }
    home.write("forms/edited.toml", text);
    const Finished done = home.secretary({"record", "forms/edited.toml", "--yes"});
    ASSERT_EQ(done.code, 0) << done.err << done.out;
  }
  std::string digest(const std::string& event) {
    return json::parse(home.read("names.json"))["events"][event]["digest"];
  }

  SecretaryHome home;
};

TEST_F(FormDays, ABallotNamesTheCharterThatIsInForceOnTheDayWhicheverWasRecordedLast) {
  adopt("charter-2022", "2022-01-01");
  adopt("charter-2021", "2021-06-01");
  meet_on("01.02.2022");
  for (const json& ballot : home.payloads("BallotOpened")) {
    EXPECT_EQ(ballot["charter"], digest("charter-2022"));
  }
}

TEST_F(FormDays, ABallotOfAMonthInWhichTheCharterChangesNamesNone) {
  adopt("charter-2022", "2022-03-15");
  meet_on("март 2022");
  ASSERT_FALSE(home.payloads("BallotOpened").empty());
  for (const json& ballot : home.payloads("BallotOpened")) {
    EXPECT_FALSE(ballot.contains("charter"));
  }
}

TEST_F(FormDays, AMeetingOfAMonthHasTheMonthBehindAComma) {
  meet_on("март 2022");
  const std::string title = home.payloads("MeetingConvened").at(0)["wording"]["title"];
  EXPECT_TRUE(title.ends_with(": заседание, март 2022 года")) << title;
}

TEST_F(FormDays, AMeetingOfADayHasTheDayInItsTitle) {
  meet_on("01.02.2022");
  const std::string title = home.payloads("MeetingConvened").at(0)["wording"]["title"];
  EXPECT_TRUE(title.ends_with(": заседание 1 февраля 2022 года")) << title;
}

}  // namespace
}  // namespace tools
