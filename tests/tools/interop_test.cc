// SPDX-License-Identifier: Apache-2.0
// A ledger that the tool made, checked by a program that shares no code with it: tests/interop,
// in Go, written from ledger/FORMAT.md.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "tests/paths.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

class Interop : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(home.init());
    std::ofstream(home.path("events.jsonl")) << batch(0, 135) << batch(135, 270);
    const Finished appended = home.run(home.append_arguments({"events.jsonl"}));
    ASSERT_EQ(appended.code, 0) << appended.err;
    for (const char* index : {"0", "100", "269"}) {
      ASSERT_EQ(prove(index).code, 0);
      receipts.push_back(home.path(std::string(index) + ".tlog-proof"));
    }
    vkey = json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["vkey"];
  }

  Finished prove(const std::string& index) {
    return home.run({"prove", index, "-d", "ledger", "-o", index + ".tlog-proof"});
  }

  /// What the Go program says about the served ledger.
  Finished check(const std::string& key) {
    support::Process server(home.command({"serve", "-d", "ledger", "--listen", "127.0.0.1:0"}));
    server.wait_for_lines(1);
    std::vector<std::string> arguments{std::string(kBinaryDir) + "/interop_check_ledger",
                                       url(server), key};
    arguments.insert(arguments.end(), receipts.begin(), receipts.end());
    Finished said = support::run({arguments, home.environment});
    server.signal(SIGTERM);
    server.finish();
    return said;
  }

  ToolHome home;
  std::string vkey;
  std::vector<std::string> receipts;

 private:
  static std::string batch(int begin, int end) {
    std::string out;
    for (int i = begin; i < end; ++i) {
      std::string event = organisation_event("o" + std::to_string(i));
      event.pop_back();
      out += (out.empty() ? "[" : ",") + event;
    }
    return out + "]\n";
  }
  static std::string url(const support::Process& server) {
    return server.output().substr(0, server.output().find('\n'));
  }
};

TEST_F(Interop, AnIndependentProgramVerifiesEntriesSignaturesTilesProofsAndReceipts) {
  const Finished said = check(vkey);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(said.out, "events 271 signatures 273 proofs 78 receipts 3\n");
}

TEST_F(Interop, AnIndependentProgramRefusesAnotherKeyAndAChangedReceipt) {
  std::string other = vkey;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(check(other).code, 1);
  std::fstream entry(home.path("100.entry"), std::ios::in | std::ios::out | std::ios::binary);
  entry.seekp(20);
  entry.put('~');
  entry.close();
  const Finished said = check(vkey);
  EXPECT_EQ(said.code, 1);
  EXPECT_NE(said.err.find("another entry"), std::string::npos) << said.err;
}

}  // namespace
}  // namespace tools
