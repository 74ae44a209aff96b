// SPDX-License-Identifier: Apache-2.0
// RUNBOOK.md as a story: each block of commands in it is run, in the situation that it is for.
#include "tests/support/runbook_fixture.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

TEST_F(Runbook, EveryBlockWorksWhereItIsMeantTo) {
  follow("trust");
  follow("backup");
  follow("bundle");
  append("second");
  append("third");
  follow("bundle-next");
  ASSERT_EQ(sh("letopis checkpoint --dir ledger > newest").code, 0);

  // An older store is never written to, until it holds what was published.
  ASSERT_EQ(sh("letopis backup restore backups --dir old").code, 0);
  const Finished early = home.run({"append", "--dir", "old", "--keys", "keys", "--passphrase",
                                   "file:passphrase", "--signer", "root"},
                                  organisation_event("early"));
  EXPECT_EQ(early.code, 4) << early.err;
  EXPECT_NE(early.err.find("READING_COPY"), std::string::npos) << early.err;
  const Finished behind = sh("letopis refill --dir old");
  EXPECT_EQ(behind.code, 1) << behind.err;
  EXPECT_NE(behind.err.find("BEHIND"), std::string::npos) << behind.err;

  follow("restore");
  EXPECT_EQ(size_of("restored"), "4");
  follow("rebuild");
  EXPECT_EQ(size_of("rebuilt"), "4");
  EXPECT_EQ(notes("rebuilt")["vkey"], notes("ledger")["vkey"]);
  follow("disagree");
  follow("audit-next");
  follow("audit-week");
  EXPECT_EQ(size_of("audited"), "4");
  follow("new-machine");

  damage("ledger");
  EXPECT_NE(home.run({"verify", "--dir", "ledger"}).code, 0);
  follow("repair");
  EXPECT_EQ(size_of("ledger"), "4");

  ASSERT_EQ(sh("letopis import bundles/full.tar.zst --dir salvaged --trust trust").code, 0);
  follow("successor");
  leave_tiles_alone("bundles/full.tar.zst", "mirror");
  leave_tiles_alone("bundles/next.tar.zst", "mirror");
  follow("successor-proven");
  const auto genesis = json_lines(home.run({"show", "0", "--dir", "successor", "--json"}).out);
  ASSERT_EQ(genesis.size(), 1u);
  const json predecessor = genesis[0]["body"]["payload"]["predecessor"];
  EXPECT_EQ(predecessor["ledger_id"], notes("ledger")["ledger_id"]);
  EXPECT_EQ(predecessor["checkpoint_size"], 4);
  EXPECT_EQ(predecessor["salvaged_size"], 2);

  follow("clock");
  introduce_college();
  introduce_clerk();
  home.environment["CLAIMANT"] = "@key:clerk";
  follow("claim-false");

  follow("rules");  // the ledger is of the time of version 1

  for (const auto& [name, commands] : book) {
    EXPECT_TRUE(name.starts_with("key-") || followed.contains(name)) << name;
  }
}

TEST_F(Runbook, NoCommandStandsInABlockWithoutAName) {
  std::ifstream in(fs::path(kSourceDir) / "tools" / "RUNBOOK.md");
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("```")) {
      EXPECT_TRUE(inside || !line.starts_with("letopis ")) << line;
      continue;
    }
    EXPECT_TRUE(inside ? line == "```" : line.starts_with("```sh ")) << line;
    inside = !inside;
  }
}

TEST_F(Runbook, EveryKindOfKeyIsRotatedByItsSteps) {
  introduce_college();
  follow("trust");
  ASSERT_EQ(sh("letopis export --dir ledger --out before").code, 0);
  follow("key-service");
  follow("key-checkpoint");
  EXPECT_NE(sh("letopis log --dir ledger --lang en").out.find("new checkpoint key: "),
            std::string::npos);
  fs::remove(home.path("keys/checkpoint.key"));
  append("overlapped");
  fs::remove(home.path("keys/checkpoint-2.key"));
  const Finished without =
      home.run(home.append_arguments({"--names", "names.json"}), organisation_event("without"));
  EXPECT_EQ(without.code, 3) << without.err;
  EXPECT_NE(without.err.find("--checkpoint-key-lost"), std::string::npos) << without.err;
  follow("key-checkpoint-lost");
  append("with");
  follow("key-organisation");
  follow("key-organisation-lost");
  follow("key-root");
  EXPECT_EQ(sh("letopis verify --dir ledger").code, 0);
  const Finished older = sh("letopis audit before --trust trust");
  EXPECT_EQ(older.code, 0) << "what was signed before: " << older.out;
  for (const auto& [name, commands] : book) {
    EXPECT_TRUE(!name.starts_with("key-") || followed.contains(name)) << name;
  }
}

TEST_F(Runbook, AuditsGoOnWeekByWeek) {
  follow("trust");
  follow("bundle");
  append("second");
  follow("bundle-next");
  follow("audit-next");
  follow("audit-week");
  EXPECT_EQ(size_of("audited"), "3");
  append("third");
  fs::create_directories(home.path("week"));
  ASSERT_EQ(
      sh("letopis export --dir ledger --since bundles/next.tar.zst --out week/next.tar.zst").code,
      0);
  home.environment["BUNDLES"] = "week";
  ASSERT_EQ(sh("letopis audit week/next.tar.zst --trust auditors-trust --begin attested"
               " --copy audited")
                .code,
            0);
  EXPECT_EQ(size_of("audited"), "3") << "as attested, until somebody attests more";
  follow("audit-week");
  EXPECT_EQ(size_of("audited"), "4");
  EXPECT_FALSE(fs::exists(home.path("audited/log.staged")));
}

TEST_F(Runbook, AnAuditThatBeginsAtAnAttestationRefusesASourceThatEndsBeforeIt) {
  follow("trust");
  follow("bundle");
  append("second");
  follow("bundle-next");
  follow("audit-next");
  follow("audit-week");
  const std::string again = " --trust auditors-trust --begin attested --copy audited";
  EXPECT_EQ(sh("letopis audit bundles/next.tar.zst" + again).code, 0);
  const Finished older = sh("letopis audit bundles/full.tar.zst" + again);
  EXPECT_EQ(older.code, 1) << older.out << older.err;
  EXPECT_NE(older.out.find("LOG_SHORTER"), std::string::npos) << older.out;
}

TEST_F(Runbook, ARefilledCopyIsAWriterAgain) {
  ASSERT_EQ(sh("letopis export --dir ledger --out bundles/full").code, 0);
  ASSERT_EQ(sh("letopis import bundles/full --dir copy --trust trust").code, 0);
  ASSERT_EQ(sh("letopis refill --dir copy").code, 0);
  const Finished done = home.run({"append", "--dir", "copy", "--keys", "keys", "--passphrase",
                                  "file:passphrase", "--signer", "root", "--names", "names.json"},
                                 organisation_event("later"));
  EXPECT_EQ(done.code, 0) << done.err;
  // And the store that was left behind is now the older one.
  const Finished stale =
      home.run(home.append_arguments({"--names", "names.json"}), organisation_event("fork"));
  EXPECT_EQ(stale.code, 1) << stale.err;
  EXPECT_NE(stale.err.find("BEHIND"), std::string::npos) << stale.err;
}

TEST_F(Runbook, AuditWithoutATrustFileIsNotSuccess) {
  ASSERT_EQ(sh("letopis export --dir ledger --out bundles/b.tar").code, 0);
  EXPECT_EQ(sh("letopis audit bundles/b.tar --trust trust").code, 0);
  const Finished unanchored = sh("letopis audit bundles/b.tar");
  EXPECT_EQ(unanchored.code, 2);
  EXPECT_NE(unanchored.out.find("not anchored"), std::string::npos) << unanchored.out;
  EXPECT_EQ(sh("letopis audit bundles/b.tar --unanchored").code, 0);
  EXPECT_EQ(sh("letopis audit ledger --trust trust --html report.html --lang ru").code, 0);
  std::ifstream html(home.path("report.html"));
  std::stringstream text;
  text << html.rdbuf();
  EXPECT_NE(text.str().find("Ничего не изменено."), std::string::npos);
  EXPECT_NE(text.str().find("свидетелей файл доверия не называет"), std::string::npos);
}

}  // namespace
}  // namespace tools
