// SPDX-License-Identifier: Apache-2.0
// letopis document destroy: with a folder, and while the server runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/secretary_home.h"

namespace tools {
namespace {

using ::testing::HasSubstr;

class DocumentDestroy : public ::testing::Test {
 protected:
  void SetUp() override {
    const Finished second = home.secretary(
        {"append"},
        R"({"@cosigners": ["second"], "scope": {"kind": "LEDGER",)"
        R"("id": "00000000000000000000000000000000"}, "payload_type": "KeyIntroduced", "payload":)"
        R"({"key": "@key:second", "kind": "PERSON", "capacity": {"organisation": "@ministry",)"
        R"("role": "ARCHIVIST"}, "organisation": "@ministry", "scopes": ["REGISTER", "RECORD"]}})");
    ASSERT_EQ(second.code, 0) << second.err;
    act_ = registered("act", "ERASURE_ACT", "Акт.\n");
    scan_ = registered("scan", "PROTOCOL", "Протокол с именами.\n");
    kept_ = "ledger.files/" + sha256_.substr(0, 2) + "/" + sha256_;
    std::filesystem::create_directories(home.path(kept_).parent_path());
    home.write(kept_, "Протокол с именами.\n");
  }

  /// The digest of the registration of a paper with these bytes.
  std::string registered(const std::string& name, const std::string& kind,
                         const std::string& text) {
    home.write(name + ".txt", text);
    const Finished done = home.secretary(
        {"append", "--json"},
        R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "attestation": {"grade": "RECORDER"},)"
        R"("payload_type": "DocumentRegistered", "payload": {"document": "@)" +
            name + R"(", "kind": ")" + kind + R"(", "title": ")" + name +
            R"(", "edition": 1, "rendition": "SCAN", "file": {"@file": ")" + name +
            R"(.txt", "media_type": "text/plain"}, "custody": {"place": "ARCHIVE"}}})");
    EXPECT_EQ(done.code, 0) << done.err;
    sha256_ = home.payloads("DocumentRegistered").back()["file"]["sha256"];
    return json_lines(done.out).at(0)["digest"];
  }

  std::vector<std::string> arguments(const std::vector<std::string>& more) const {
    std::vector<std::string> all{"document",   "destroy",    sha256_,  "--act",  act_, "--reason",
                                 "term-ended", "--cosigner", "second", "--lang", "en"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  SecretaryHome home;
  std::string act_;
  std::string scan_;
  std::string sha256_;
  std::string kept_;
};

TEST_F(DocumentDestroy, ARecorderRecordsTheActAndTheKeptBytesAreGone) {
  const Finished done = home.secretary(arguments({}));
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_FALSE(std::filesystem::exists(home.path(kept_)));
  const json erased = home.payloads("PersonalDataErased").at(0);
  EXPECT_EQ(erased["fields"][0]["field"], "payload.file");
  EXPECT_EQ(erased["document"], act_);
  EXPECT_EQ(home.events().back()["body"]["attestation"]["grade"], "RECORDER");
}

TEST_F(DocumentDestroy, AFileThatACorrectionBroughtInIsNamedByTheCorrection) {
  const std::string digest = scan_;
  const Finished corrected = home.secretary(
      {"append"},
      R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "attestation": {"grade": "RECORDER"},)"
      R"("payload_type": "EventCorrected", "payload": {"target": ")" +
          digest +
          R"(", "reason": "CLERICAL", "wording": {"title": "x"},)"
          R"("new_payload_type": "DocumentRegistered", "new_payload": {"document": "@scan",)"
          R"("kind": "PROTOCOL", "title": "scan", "edition": 1, "rendition": "SCAN",)"
          R"("file": {"binding": "PLAIN_HASH", "sha256": ")" +
          std::string(64, 'a') +
          R"(", "bytes": 5, "media_type": "text/plain"}, "custody": {"place": "ARCHIVE"}}}})");
  ASSERT_EQ(corrected.code, 0) << corrected.err;
  sha256_ = std::string(64, 'a');
  const Finished done = home.secretary(arguments({}));
  ASSERT_EQ(done.code, 0) << done.err;
  const json field = home.payloads("PersonalDataErased").at(0)["fields"].at(0);
  EXPECT_EQ(field["field"], "payload.new_payload.file");
  EXPECT_EQ(home.events().at(field["index"])["body"]["payload_type"], "EventCorrected");
  EXPECT_TRUE(std::filesystem::exists(home.path(kept_))) << "the other file is not touched";
}

TEST_F(DocumentDestroy, WhereNoSuchFileLiesNothingIsSaidToBeDestroyed) {
  const Finished elsewhere = home.secretary(arguments({"--store", "other.files"}));
  ASSERT_EQ(elsewhere.code, 0) << elsewhere.err;
  EXPECT_THAT(elsewhere.err, HasSubstr("no such file lies in other.files"));
  EXPECT_TRUE(std::filesystem::exists(home.path(kept_)));
  const Finished here = home.secretary(arguments({}));
  ASSERT_EQ(here.code, 0) << here.err;
  EXPECT_THAT(here.err, HasSubstr("the kept file is destroyed"));
  EXPECT_FALSE(std::filesystem::exists(home.path(kept_)));
}

TEST_F(DocumentDestroy, WhileAServerHasTheLedgerTheActGoesThroughItAndTheBytesAreDestroyedHere) {
  support::Process server(
      home.command({"serve", "--dir", "ledger", "--keys", "keys", "--passphrase", "file:passphrase",
                    "--listen", "127.0.0.1:0"}));
  server.wait_for_lines(1);
  std::string url = server.output().substr(0, server.output().find('\n'));
  ASSERT_TRUE(url.starts_with("http://")) << url;
  url.pop_back();  // the slash
  const std::vector<std::string> secrets{"--keys",   "keys",      "--passphrase", "file:passphrase",
                                         "--signer", "secretary", "--names",      "names.json"};
  const auto on_server = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--server", url});
    more.insert(more.end(), secrets.begin(), secrets.end());
    return home.run(arguments(more));
  };
  const Finished done = on_server({});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_THAT(done.err, HasSubstr("--store"));
  EXPECT_TRUE(std::filesystem::exists(home.path(kept_)));
  const Finished again = on_server({"--store", "ledger.files"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_FALSE(std::filesystem::exists(home.path(kept_)));
  EXPECT_EQ(home.payloads("PersonalDataErased").size(), 1u);
}

}  // namespace
}  // namespace tools
