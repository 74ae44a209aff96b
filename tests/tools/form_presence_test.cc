// SPDX-License-Identifier: Apache-2.0
// Who comes and goes during a meeting and who is given an office by it, from its form to what is
// recorded.
#include <gtest/gtest.h>

#include "tests/support/secretary_home.h"

namespace tools {
namespace {

TEST(FormPresence, WhoLeavesAndComesBackIsRecordedInTheOrderOfTheQuestions) {
  SecretaryHome home;
  home.copy_forms();
  std::string form = home.read("forms/council-counts.toml");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const auto at = form.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    form.replace(at, from.size(), to);
  };
  replace(R"("машины", с_вопроса = 2)", R"("завод", с_вопроса = 3)");
  replace(R"(ушли = [{ место = "завод", с_вопроса = 3)",
          R"(ушли = [{ место = "завод", с_вопроса = 2)");
  home.write("forms/returned.toml", form);
  ASSERT_TRUE(home.make_vault());
  const Finished done = home.with_vault({"record", "forms/returned.toml", "--yes"});
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  const auto changes = home.payloads("AttendanceRecorded").at(0)["changes"];
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0]["change"], "LEFT");
  EXPECT_EQ(changes[0]["agenda_item"], 2);
  EXPECT_EQ(changes[1]["change"], "JOINED");
  EXPECT_EQ(changes[1]["agenda_item"], 3);
}

TEST(FormPresence, ANumberOfThosePresentIsShownThoughNobodyIsNamed) {
  const SecretaryHome home;
  home.copy_forms();
  std::string form = home.read("forms/council-by-name.toml");
  for (const std::string line :
       {"председательствует = \"машины\"\n",
        "присутствуют = [\"связь\", \"машины\", \"стройка\", \"завод\"]\n"}) {
    const auto at = form.find(line);
    ASSERT_NE(at, std::string::npos) << line;
    form.erase(at, line.size());
  }
  home.write("forms/number.toml", form);
  const Finished dry = home.secretary({"record", "forms/number.toml", "--dry-run", "--lang", "ru"});
  ASSERT_EQ(dry.code, 0) << dry.err << dry.out;
  EXPECT_NE(dry.out.find("кворум есть: присутствует 4 "), std::string::npos) << dry.out;
  EXPECT_NE(dry.out.find("присутствуют: 4\n"), std::string::npos) << dry.out;
}

TEST(FormPresence, ADutyThatComesBackEachMonthIsToldOnce) {
  const SecretaryHome home;
  home.copy_forms();
  std::string form = home.read("forms/council-by-name.toml");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const auto at = form.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    form.replace(at, from.size(), to);
  };
  replace("до 30.04.2021", "ежемесячно");
  replace(R"(исполнители = ["связь", "завод"])", R"(исполнители = ["все участники"])");
  replace(R"("машины"], против = [], воздержались = ["стройка", "завод"])",
          R"("машины", "стройка"], против = ["завод"])");
  home.write("forms/monthly.toml", form);
  const Finished dry =
      home.secretary({"record", "forms/monthly.toml", "--dry-run", "--lang", "ru"});
  ASSERT_EQ(dry.code, 0) << dry.err << dry.out;
  const auto begin = dry.out.find("Возникают обязанности:");
  ASSERT_NE(begin, std::string::npos) << dry.out;
  const std::string duties = dry.out.substr(begin, dry.out.find("Новые замечания:") - begin);
  EXPECT_NE(duties.find("ещё столько раз: "), std::string::npos) << duties;
  EXPECT_NE(duties.find("— все участники"), std::string::npos) << duties;
  const std::string title = "Подготовить предложения в план";
  EXPECT_EQ(duties.find(title), duties.rfind(title)) << duties;
}

TEST(FormPresence, AnOfficeOfAnotherBodyIsFilledInItsOwnSeat) {
  const SecretaryHome home;
  home.copy_forms();
  const Finished composed =
      home.secretary({"append"},
                     R"({"@name": "experts", "scope": {"kind": "CLUSTER", "id": "@cluster"},
          "dates": {"occurred": "2021-04-01"}, "attestation": {"grade": "RECORDER"},
          "payload_type": "BodyComposed", "payload": {"body": "@experts",
          "kind": "EXPERT_COUNCIL", "wording": {"title": "Экспертный совет"}, "rule": "EXPLICIT",
          "from": "2021-04-01", "seats": [{"seat": "@expert-1", "organisation": "@works"},
          {"seat": "@expert-2", "organisation": "@grid"}]}})");
  ASSERT_EQ(composed.code, 0) << composed.err;
  std::string form = home.read("forms/council-by-name.toml");
  const std::string from = R"(избран = { место = "связь")";
  const auto at = form.find(from);
  ASSERT_NE(at, std::string::npos);
  form.replace(at, from.size(), R"(назначен = { место = "завод", орган = "Экспертный совет")");
  home.write("forms/experts.toml", form);
  const Finished done = home.secretary({"record", "forms/experts.toml", "--yes"});
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  const json office = home.payloads("DecisionDeclared").at(0)["offices"].at(0);
  EXPECT_EQ(office["seat"], home.id("expert-1"));
  std::string experts;
  for (const json& event : home.events()) {
    const json& payload = event["body"]["payload"];
    if (payload.value("kind", "") == "EXPERT_COUNCIL") experts = event["digest"];
  }
  EXPECT_EQ(office["body"], experts);
}

}  // namespace
}  // namespace tools
