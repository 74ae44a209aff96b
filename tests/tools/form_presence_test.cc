// SPDX-License-Identifier: Apache-2.0
// Who comes and goes during a meeting, from its form to the attendance that is recorded.
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

}  // namespace
}  // namespace tools
