// SPDX-License-Identifier: Apache-2.0
// Appending to a server that the names file knows from before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/raw_http.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AppendToServer : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(home.init());
    server_ = std::make_unique<support::Process>(
        home.command({"serve", "--dir", "ledger", "--keys", "keys", "--passphrase",
                      "file:passphrase", "--listen", "127.0.0.1:0"}));
    server_->wait_for_lines(1);
    url_ = server_->output().substr(0, server_->output().find('\n'));
    ASSERT_TRUE(url_.starts_with("http://")) << url_;
    url_.pop_back();  // the slash
  }
  Finished append(const std::string& name) {
    return home.run({"append", "--server", url_, "--names", "names.json", "--keys", "keys",
                     "--passphrase", "file:passphrase", "--signer", "root", "--lang", "en"},
                    organisation_event(name));
  }
  json names() { return json::parse(std::ifstream(home.path("names.json"))); }
  void write_names(const json& changed) {
    std::ofstream(home.path("names.json")) << changed.dump(1);
  }
  std::uint64_t size() {
    return json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["size"];
  }
  /// To one that signs from now on, the one before with it for so many entries.
  Finished change_checkpoint_key(int overlap) {
    home.run({"key", "generate", "checkpoint-2", "--keys", "keys", "--passphrase",
              "file:passphrase", "--kdf", "interactive"});
    const std::string change =
        R"({"@cosigners":["checkpoint-2"],"scope":{"kind":"LEDGER","id":")" + std::string(32, '0') +
        R"("},"payload_type":"CheckpointKeyChanged","payload":{"old_key":"@key:checkpoint",)"
        R"("new_key":"@key:checkpoint-2","overlap":)" +
        std::to_string(overlap) + "}}";
    return home.run({"append", "--server", url_, "--names", "names.json", "--keys", "keys",
                     "--passphrase", "file:passphrase", "--signer", "root"},
                    change);
  }
  /// The server tells the key that stands by what is recorded.
  void expect_served_key() {
    const json card = json::parse(home.run({"stats", "-d", "ledger", "--json"}).out);
    const auto port = static_cast<std::uint16_t>(std::stoul(url_.substr(url_.rfind(':') + 1)));
    for (const char* path : {"/v1/ledger", "/"}) {
      const auto shown = testing_support::RawClient(port).ask(testing_support::get(path));
      EXPECT_EQ(json::parse(shown.body)["vkey"], card["vkey"]) << path;
    }
  }

  ToolHome home;
  std::unique_ptr<support::Process> server_;
  std::string url_;
};

TEST_F(AppendToServer, TheFirstKeyIsTakenOnTrustWhichIsSaidOnceAndTheNewestCheckpointIsKept) {
  const Finished first = append("a");
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("taken from the server itself, for the first time"));
  EXPECT_EQ(names()["log"]["seen"]["size"], size());
  const Finished second = append("b");
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_THAT(second.err, Not(HasSubstr("for the first time")));
  EXPECT_EQ(names()["log"]["seen"]["size"], size());
}

TEST_F(AppendToServer, OneThatShowsAnOlderLogOrAnotherHistoryThanBeforeIsNotWrittenTo) {
  ASSERT_EQ(append("a").code, 0);
  const json kept = names();
  const std::uint64_t before = size();
  json later = kept;
  later["log"]["seen"]["size"] = before + 10;
  write_names(later);
  const Finished older = append("b");
  EXPECT_EQ(older.code, 1);
  EXPECT_THAT(older.err, HasSubstr("LOG_SHORTER"));
  EXPECT_EQ(names()["log"], later["log"]) << "what was seen is not forgotten for that";
  json other = kept;
  other["log"]["seen"]["root"] = std::string(64, 'a');
  write_names(other);
  const Finished forked = append("b");
  EXPECT_EQ(forked.code, 1);
  EXPECT_THAT(forked.err, HasSubstr("ROOT_DIFFERS"));
  EXPECT_EQ(size(), before);
  write_names(kept);
  EXPECT_EQ(append("b").code, 0);
}

TEST_F(AppendToServer, AnAlarmThatStopsItsWriterIsAsMuchEvidenceAsInAFolder) {
  json ahead = json::parse(organisation_event("a"));
  ahead["seen"] = {{"size", 1'000}, {"root", std::string(64, '0')}};
  const std::vector<std::string> keys{"--keys",   "keys", "--passphrase", "file:passphrase",
                                      "--signer", "root", "--lang",       "en"};
  std::vector<std::string> to_server{"append", "--server", url_};
  std::vector<std::string> to_folder{"append", "-d", "ledger"};
  for (auto* arguments : {&to_server, &to_folder}) {
    arguments->insert(arguments->end(), keys.begin(), keys.end());
  }
  for (const std::string& event : {ahead.dump(), organisation_event("b")}) {
    const Finished refused = home.run(to_server, event);
    EXPECT_EQ(refused.code, 1) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("SEEN_AHEAD"));
  }
  server_.reset();
  const Finished in_folder = home.run(to_folder, ahead.dump());
  EXPECT_EQ(in_folder.code, 1) << in_folder.err;
  EXPECT_THAT(in_folder.err, HasSubstr("SEEN_AHEAD"));
}

TEST_F(AppendToServer, ATrustFileOfAnotherKeyRefusesTheServer) {
  ASSERT_EQ(home.run({"trust", "-d", "ledger", "-o", "trust"}).code, 0);
  const auto with_trust = [&] {
    return home.run({"append", "--server", url_, "--trust", "trust", "--keys", "keys",
                     "--passphrase", "file:passphrase", "--signer", "root", "--lang", "en"},
                    organisation_event("a"));
  };
  const Finished good = with_trust();
  ASSERT_EQ(good.code, 0) << good.err;
  EXPECT_THAT(good.err, Not(HasSubstr("for the first time")));
  std::ofstream(home.path("trust"))
      << "letopis-trust v1\nledger " << std::string(64, 'a') << "\norigin ledger.example/tool\nlog "
      << json_lines(home.run({"stats", "-d", "ledger", "--json"}).out)
             .at(0)["vkey"]
             .get<std::string>()
      << "\nquorum none\n";
  const Finished other = with_trust();
  EXPECT_EQ(other.code, 1);
  EXPECT_THAT(other.err, HasSubstr("ANOTHER_LEDGER"));
}

TEST_F(AppendToServer, WhatItHasRecordedIsNoRefusalThoughItsReceiptIsByAKeyNotKnownYet) {
  ASSERT_EQ(append("a").code, 0);
  const Finished changed = change_checkpoint_key(0);
  ASSERT_EQ(changed.code, 0) << changed.err;
  const std::uint64_t before = size();
  const Finished after = append("b");
  EXPECT_EQ(after.code, 5) << after.err;
  EXPECT_THAT(after.err, HasSubstr("NO_TRUSTED_SIGNATURE"));
  EXPECT_THAT(after.err, HasSubstr("the server says that it has recorded the events"));
  EXPECT_THAT(after.err, HasSubstr("not known whether they are recorded: 1"));
  EXPECT_EQ(size(), before + 1);
  expect_served_key();
}

TEST_F(AppendToServer, ARunningServerTellsTheNewCheckpointKeyWhileTheOneBeforeStillSigns) {
  const Finished changed = change_checkpoint_key(10);
  ASSERT_EQ(changed.code, 0) << changed.err;
  expect_served_key();
}

}  // namespace
}  // namespace tools
