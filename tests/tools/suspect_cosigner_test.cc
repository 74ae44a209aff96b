// SPDX-License-Identifier: Apache-2.0
// A key that was declared suspect is shown beside every event that it signed since, also where it
// only cosigned.
#include <gmock/gmock.h>

#include "tests/support/runbook_fixture.h"

namespace tools {
namespace {

class SuspectCosigner : public Runbook {};

TEST_F(SuspectCosigner, IsShownByCheckBesideTheEventThatAnotherIsTheAuthorOf) {
  introduce_college();  // at index 3, by the root, cosigned by the new key
  std::ofstream(home.path("suspected.json"))
      << R"({"scope":{"kind":"LEDGER","id":"00000000000000000000000000000000"},)"
         R"("payload_type":"KeySuspected","payload":{"key":"@key:college","organisation":")" +
             home.environment["COLLEGE"] + R"(","from_index":3}})" + "\n";
  const Finished declared =
      sh("letopis append suspected.json --dir ledger --keys keys --passphrase file:passphrase"
         " --signer college && letopis commit --dir ledger --keys keys"
         " --passphrase file:passphrase && letopis prove -d ledger --complete registry -o all");
  ASSERT_EQ(declared.code, 0) << declared.err;
  const Finished checked = sh("letopis check all --trust trust --json");
  ASSERT_EQ(checked.code, 0) << checked.err;
  const json verdict = json_lines(checked.out).at(0);
  for (const json& event : verdict["events"]) {
    if (event["index"] == 3) {
      EXPECT_EQ(event["key_class"], "suspect");
      EXPECT_EQ(event["doubted_by"], 4);
    } else if (event["index"] < 3) {
      EXPECT_FALSE(event.contains("key_class")) << event.dump();
    }
  }
}

}  // namespace
}  // namespace tools
