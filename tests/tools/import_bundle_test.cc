// SPDX-License-Identifier: Apache-2.0
// What an import looks at beside the entries: everything that a bundle says is as true as they are,
// or nothing of it is taken.
#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "tests/support/bundle_fixture.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

using support::Files;
using testing::HasSubstr;

class ImportedBundle : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(home.init());
    append("first");
    ok({"trust", "-d", "ledger", "-o", "trust"});
    ok({"export", "-d", "ledger", "-o", "full"});
    append("second");
    ok({"export", "-d", "ledger", "--since", "full", "-o", "range"});
  }
  void append(const std::string& name) {
    ok(home.append_arguments({"--names", "names.json"}), organisation_event(name));
  }
  Finished ok(const std::vector<std::string>& arguments, const std::string& input = "") {
    Finished done = home.run(arguments, input);
    EXPECT_EQ(done.code, 0) << done.out << done.err;
    return done;
  }
  /// A copy of the range in which something was changed, and the manifest after it.
  void forge(const std::string& name, const std::function<void(Files&)>& change) {
    Files files = support::read_files(home.path("range"));
    change(files);
    support::refit_manifest(files);
    support::write_files(files, home.path(name));
  }
  static std::string& words_of(Files& files) { return files.lower_bound("events/")->second; }
  Finished import_into(const std::string& folder, const std::string& bundle) {
    ok({"import", "full", "--dir", folder, "--trust", "trust"});
    return home.run({"import", bundle, "--dir", folder, "--trust", "trust"});
  }

  /// The bundle "one" of a single document.
  void export_one_document() {
    const std::string document =
        R"({"@name":"doc","scope":{"kind":"LEDGER","id":"00000000000000000000000000000000"},)"
        R"("payload_type":"DocumentRegistered","payload":{"document":"@doc","kind":"ORDER",)"
        R"("title":"Бумага","edition":1,"rendition":"ORIGINAL","file":{"binding":)"
        R"("PLAIN_HASH","sha256":")" +
        std::string(64, 'a') + R"(","bytes":10,"media_type":"text/plain"}}})" + "\n";
    ok(home.append_arguments({"--names", "names.json"}), document);
    const json event = json_lines(ok({"show", "3", "-d", "ledger", "--json"}).out).at(0);
    const std::string id = event["body"]["payload"]["document"];
    ok({"export", "-d", "ledger", "--document", id, "-o", "one"});
  }

  ToolHome home;
};

TEST_F(ImportedBundle, AnUntouchedRangeIsTaken) {
  const Finished done = import_into("copy", "range");
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(json_lines(ok({"stats", "-d", "copy", "--json"}).out).at(0)["size"], 3);
}

TEST_F(ImportedBundle, ASourceThatEndsBeforeTheCopyIsToldAndAServerThatDoesHasLostSomething) {
  ok({"import", "full", "--dir", "old", "--trust", "trust"});
  EXPECT_EQ(import_into("copy", "range").code, 0);
  const std::vector<std::string> once_more{"import", "full", "--dir", "copy", "--trust", "trust"};
  EXPECT_THAT(ok(once_more).out, HasSubstr("the source ends before the copy, events 2"));
  auto as_json = once_more;
  as_json.push_back("--json");
  const json told = json_lines(ok(as_json).out).at(0);
  EXPECT_EQ(told["source_size"], 2);
  EXPECT_EQ(told["size"], 3);
  support::Process server(home.command({"serve", "--dir", "old", "--listen", "127.0.0.1:0"}));
  server.wait_for_lines(1);
  const std::string url = server.output().substr(0, server.output().find('\n'));
  const Finished behind = home.run({"import", url, "--dir", "copy", "--trust", "trust"});
  EXPECT_EQ(behind.code, 1) << behind.out;
  EXPECT_THAT(behind.err, HasSubstr("LOG_SHORTER"));
}

TEST_F(ImportedBundle, ARangeBeforeTheBundleThatItContinuesIsOutOfOrderAndNoEvidence) {
  append("third");
  ok({"export", "-d", "ledger", "--since", "range", "-o", "later"});
  for (const char* folder : {"empty", "copy"}) {
    if (folder == std::string("copy")) ok({"import", "full", "--dir", folder, "--trust", "trust"});
    const Finished done = home.run({"import", "later", "--dir", folder, "--trust", "trust"});
    EXPECT_EQ(done.code, 2) << done.err;
    EXPECT_THAT(done.err, HasSubstr("RANGE_BUNDLE"));
    EXPECT_THAT(done.err, HasSubstr("begins at event 3"));
  }
}

TEST_F(ImportedBundle, OfAnotherLedgerThanTheTrustFileNamesNothingIsWritten) {
  std::ifstream in(home.path("trust"));
  std::stringstream text;
  text << in.rdbuf();
  std::string other = text.str();
  char& digit = other.at(other.find("ledger ") + 7);
  digit = digit == 'a' ? 'b' : 'a';
  std::ofstream(home.path("other"), std::ios::binary) << other;
  const Finished done = home.run({"import", "full", "--dir", "copy", "--trust", "other"});
  EXPECT_EQ(done.code, 1);
  EXPECT_THAT(done.err, HasSubstr("ANOTHER_LEDGER"));
  EXPECT_FALSE(std::filesystem::exists(home.path("copy")));
}

TEST_F(ImportedBundle, ARangeThatIsFalseInAnythingIsRefusedWhole) {
  constexpr std::size_t kLastOfTime = 2 + 1 + 7;  // of entry 0, behind its length and version
  struct Case {
    const char* reason;
    std::function<void(Files&)> change;
  };
  const std::vector<Case> cases{
      {"PROOF_INVALID", [](Files& f) { f.at("consistency").replace(4, 1, "1"); }},
      {"PROOF_INVALID", [](Files& f) { f.at("checkpoint.from") = f.at("checkpoint"); }},
      {"FILE_MISSING", [](Files& f) { f.erase("consistency"); }},
      {"FILE_MISSING", [](Files& f) { f.erase("checkpoint.from"); }},
      {"README_DIFFERS",
       [](Files& f) {
         std::string& manifest = f.at("manifest.jsonl");
         manifest.replace(manifest.find("\"from\":2") + 7, 1, "1");
       }},
      {"WORDS_DIFFER",
       [](Files& f) {
         std::string& words = words_of(f);
         words.replace(words.find("second"), 6, "beside");
       }},
      {"FILE_MISSING", [](Files& f) { f.erase(f.lower_bound("events/")); }},
      {"README_DIFFERS", [](Files& f) { f.at("README.en.md") += "x"; }},
      {"SCHEMA_DIFFERS", [](Files& f) { f.at("schema/v1/common.fbs") += "//\n"; }},
      // What it repeats of the log before it, which no new event needs.
      {"TILE_DIFFERS", [](Files& f) { support::flip(f.at("tile/0/000.p/3"), 0); }},
      {"LEAF_DIFFERS", [](Files& f) { support::flip(f.at("tile/entries/000.p/3"), kLastOfTime); }},
      {"ROOT_MISMATCH",
       [](Files& f) {
         std::string& notes = f.at("checkpoints/000");
         const std::size_t size = notes.find('\n') + 1;
         char& digit = notes.at(notes.find('\n', size) + 1);
         digit = digit == 'A' ? 'B' : 'A';
       }},
      {"SIGNATURE_INVALID",
       [](Files& f) {
         std::string& notes = f.at("checkpoints/000");
         char& digit = notes.at(notes.find("\n\n", notes.find("\n\n") + 2) - 10);
         digit = digit == 'A' ? 'B' : 'A';
       }},
      {"FILE_MISSING", [](Files& f) { f.erase("tile/0/000.p/3"); }},
      {"FILE_MISSING", [](Files& f) { f.erase("tile/entries/000.p/3"); }},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(i);
    const std::string bundle = "false-" + std::to_string(i);
    const std::string folder = "copy-" + std::to_string(i);
    forge(bundle, cases[i].change);
    const Finished done = import_into(folder, bundle);
    EXPECT_EQ(done.code, 1) << done.out << done.err;
    EXPECT_THAT(done.err, HasSubstr(cases[i].reason));
    EXPECT_EQ(json_lines(ok({"stats", "-d", folder, "--json"}).out).at(0)["size"], 2);
  }
}

// The copy has leaf 0 already: no new event needs that part of the tile.
TEST_F(ImportedBundle, AnAuditFromAnAttestationComparesTheTilesOfAWholeBundleWithTheCopy) {
  const auto keyed = [](std::vector<std::string> words) {
    words.insert(words.end(), {"--keys", "auditors", "--passphrase", "file:passphrase"});
    return words;
  };
  ok(keyed({"key", "generate", "anna", "--kdf", "interactive"}));
  const std::string vkey =
      json_lines(
          ok({"key", "vkey", "auditors/anna.key", "--name", "auditor.example/anna", "--json"}).out)
          .at(0)["vkey"];
  ok({"trust", "-d", "ledger", "--auditor", vkey, "-o", "pinned"});
  ok({"import", "full", "--dir", "copy", "--trust", "pinned"});
  ok(keyed({"audit", "copy", "--trust", "pinned", "--attest", "anna", "--auditor",
            "auditor.example/anna", "--attestation", "attested"}));
  ok({"export", "-d", "ledger", "-o", "whole"});
  Files files = support::read_files(home.path("whole"));
  support::flip(files.at("tile/0/000.p/3"), 0);
  support::refit_manifest(files);
  support::write_files(files, home.path("forged"));
  const auto audited = [&](const char* bundle) {
    return home.run(
        {"audit", bundle, "--trust", "pinned", "--begin", "attested", "--copy", "copy"});
  };
  EXPECT_EQ(audited("whole").code, 0);
  const Finished forged = audited("forged");
  EXPECT_EQ(forged.code, 1) << forged.err;
  EXPECT_THAT(forged.out, HasSubstr("TILE_DIFFERS"));
}

TEST_F(ImportedBundle, ACopyWithAnotherKeyOfAPinnedOrganisationIsRefusedAsAnAuditRefusesIt) {
  const json genesis = json_lines(ok({"show", "0", "-d", "ledger", "--json"}).out).at(0)["body"];
  const std::string root = genesis["payload"]["root_key"];
  std::stringstream trust;
  trust << std::ifstream(home.path("trust"), std::ios::binary).rdbuf();
  trust << "organisation " << std::string(32, '1') << " letopis-key:ed25519:" << root
        << " Колледж\n";
  std::ofstream(home.path("shown")) << trust.str();
  for (const char* command : {"audit", "import"}) {
    std::vector<std::string> arguments{command, "full", "--trust", "shown"};
    if (std::string_view(command) == "import") arguments.insert(arguments.end(), {"-d", "copy"});
    const Finished done = home.run(arguments);
    EXPECT_EQ(done.code, 1) << command << done.out << done.err;
    EXPECT_THAT(done.out + done.err, HasSubstr("ORGANISATION_KEY")) << command;
  }
}

TEST_F(ImportedBundle, ABundleOfOneSubjectIsNothingThatARangeContinues) {
  export_one_document();
  const Finished done = home.run({"export", "-d", "ledger", "--since", "one", "-o", "rest"});
  EXPECT_EQ(done.code, 2) << done.out;
  EXPECT_THAT(done.err, HasSubstr("SUBJECT_BUNDLE"));
}

TEST_F(ImportedBundle, AnAuditMissesTheCheckpointOfOneSubjectThoughTheManifestFits) {
  export_one_document();
  Files files = support::read_files(home.path("one"));
  ASSERT_EQ(files.erase("checkpoint"), 1u);
  support::refit_manifest(files);
  support::write_files(files, home.path("headless"));
  const Finished done = home.run({"audit", "headless", "--trust", "trust"});
  EXPECT_EQ(done.code, 1) << done.err;
  EXPECT_THAT(done.out + done.err, HasSubstr("FILE_MISSING"));
}

TEST_F(ImportedBundle, AnAuditOfARangeAloneNamesWhatIsFalseInItElseTheWayToAuditIt) {
  const Finished sound = home.run({"audit", "range", "--trust", "trust"});
  EXPECT_EQ(sound.code, 2) << sound.out;
  EXPECT_THAT(sound.err, HasSubstr("--begin and --copy"));
  forge("false", [](Files& f) { f.at("README.en.md") += "x"; });
  const Finished forged = home.run({"audit", "false", "--trust", "trust"});
  EXPECT_EQ(forged.code, 1) << forged.err;
  EXPECT_THAT(forged.out, HasSubstr("README_DIFFERS"));
}

}  // namespace
}  // namespace tools
