// SPDX-License-Identifier: Apache-2.0
// Older copies, bundles and forged checkpoints beside a ledger that lives: what guards it, and what
// the commands of RUNBOOK.md refuse.
#include "tests/support/runbook_fixture.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

/// A ledger of which an older copy is put back beside it, with everything that is on this machine.
class RestoreDrill : public Runbook {
 protected:
  RestoreDrill() : Runbook(with_older_copy()) {}

  /// Made once per process.
  static const ToolHome& with_older_copy() {
    static const auto home = [] {
      auto made = std::make_unique<ToolHome>(base());
      const auto must = [&](const std::vector<std::string>& arguments,
                            const std::string& input = "") {
        const Finished done = made->run(arguments, input);
        EXPECT_EQ(done.code, 0) << done.err;
        return done.out;
      };
      must({"export", "--dir", "ledger", "--out", "bundles/full.tar.zst"});
      must(made->append_arguments({"--names", "names.json"}), organisation_event("second"));
      must({"export", "--dir", "ledger", "--since", "bundles/full.tar.zst", "--out",
            "bundles/next.tar.zst"});
      std::ofstream(made->path("newest")) << must({"checkpoint", "--dir", "ledger"});
      must({"import", "bundles/full.tar.zst", "--dir", "elsewhere", "--trust", "trust"});
      return made;
    }();
    return *home;
  }
  /// Another history, signed by the same keys, out of the older copy.
  void fork_elsewhere(const std::vector<std::string>& events) {
    ASSERT_EQ(sh("letopis checkpoint --dir elsewhere > older").code, 0);
    const std::string state = home.environment["XDG_STATE_HOME"];
    home.environment["XDG_STATE_HOME"] = home.path("fork-state").string();
    ASSERT_EQ(sh("letopis refill --dir elsewhere --new-anchor --known older").code, 0);
    for (const std::string& event : events) {
      const Finished fork = home.run({"append", "--dir", "elsewhere", "--keys", "keys",
                                      "--passphrase", "file:passphrase", "--signer", "root"},
                                     organisation_event(event));
      ASSERT_EQ(fork.code, 0) << fork.err;
    }
    home.environment["XDG_STATE_HOME"] = state;
  }
  /// `init` of "successor", begun anew.
  Finished succeed(const std::string& salvaged, const std::string& last,
                   const std::string& more = "") {
    return sh(
        "rm -rf successor second-keys; letopis init successor --origin ledger.example/second"
        " --organisation X --keys second-keys --passphrase file:passphrase --kdf interactive"
        " --lang en --predecessor " +
        salvaged + " --last-checkpoint " + last + " " + more);
  }
  fs::path memory() {
    return home.path("state") / "letopis" / notes("ledger")["ledger_id"].get<std::string>();
  }
  static std::string whole(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Every file below the folder but what a database tells of its own doings.
  std::map<std::string, std::string> contents(const std::string& folder) {
    const Finished log = sh("letopis log --json --dir " + folder);
    EXPECT_EQ(log.code, 0) << log.err;
    return {{"log", log.out},
            {"notes", whole(home.path(folder) / "letopis.json")},
            {"size", size_of(folder)}};
  }
};

const std::string kRefillElsewhere =
    "letopis refill --dir elsewhere --from bundles/next.tar.zst --known newest --new-anchor"
    " --anchor ";

TEST_F(RestoreDrill, LeavesTheLiveLedgerWithWhatGuardsIt) {
  const Finished refilled = sh(kRefillElsewhere + "drill/anchor");
  ASSERT_EQ(refilled.code, 0) << refilled.err;
  EXPECT_NE(refilled.err.find("goes on comparing"), std::string::npos) << refilled.err;
  EXPECT_TRUE(fs::exists(home.path("drill/anchor"))) << "begun before anybody remembers it";
  EXPECT_FALSE(fs::exists(memory() / "anchor.path"));
  fs::copy(home.path("ledger"), home.path("truncated"), fs::copy_options::recursive);
  append("third");
  EXPECT_EQ(sh("letopis verify --dir ledger").code, 0);
  fs::remove_all(home.path("drill"));
  append("fourth");
  const Finished verified = sh("letopis verify --dir truncated");
  EXPECT_EQ(verified.code, 1) << verified.out;
  EXPECT_NE(verified.out.find("LOG_SHORTER"), std::string::npos) << verified.out;
}

TEST_F(RestoreDrill, NewAnchorOnANewMachineGuardsFromTheFirstMoment) {
  home.environment["XDG_STATE_HOME"] = home.path("new-state").string();
  ASSERT_EQ(sh(kRefillElsewhere + "new-anchor").code, 0);
  const fs::path remembered = home.path("new-state") / "letopis" /
                              notes("ledger")["ledger_id"].get<std::string>() / "anchor.path";
  EXPECT_EQ(whole(remembered), home.path("new-anchor").string() + "\n");
  ASSERT_EQ(sh("letopis import bundles/full.tar.zst --dir again --trust trust").code, 0);
  ASSERT_EQ(sh("letopis refill --dir again --from bundles/next.tar.zst --known newest --new-anchor"
               " --anchor drill-anchor")
                .code,
            0);
  EXPECT_EQ(whole(remembered), home.path("new-anchor").string() + "\n");
  const Finished done = home.run({"append", "--dir", "elsewhere", "--keys", "keys", "--passphrase",
                                  "file:passphrase", "--signer", "root", "--names", "names.json"},
                                 organisation_event("third"));
  EXPECT_EQ(done.code, 0) << done.err;
  const Finished behind = sh("letopis verify --dir ledger");
  EXPECT_EQ(behind.code, 1) << behind.out;
}

TEST_F(RestoreDrill, RememberedAnchorThatIsGoneIsAnErrorThatNamesItsMemory) {
  home.environment["XDG_STATE_HOME"] = home.path("new-state").string();
  ASSERT_EQ(sh(kRefillElsewhere + "new-anchor").code, 0);
  fs::remove(home.path("new-anchor"));
  const std::vector<std::string> commands{"letopis verify --dir elsewhere",
                                          "letopis refill --dir elsewhere",
                                          "letopis repair --dir elsewhere",
                                          "letopis commit --dir elsewhere --keys keys"
                                          " --passphrase file:passphrase"};
  for (const std::string& command : commands) {
    const Finished done = sh(command);
    EXPECT_EQ(done.code, 3) << command << done.out << done.err;
    EXPECT_NE(done.err.find("NO_ANCHOR"), std::string::npos) << command << done.err;
    EXPECT_NE(done.err.find("anchor.path"), std::string::npos) << command << done.err;
  }
  EXPECT_EQ(sh("letopis refill --dir elsewhere --new-anchor --known newest").code, 0);
  EXPECT_EQ(sh("letopis verify --dir elsewhere").code, 0);
}

TEST_F(RestoreDrill, NothingIsCalledCompleteThatWasComparedWithNothing) {
  const Finished unknown = sh("letopis refill --dir elsewhere --new-anchor --anchor fresh");
  EXPECT_EQ(unknown.code, 2) << unknown.out;
  EXPECT_NE(unknown.err.find("NOTHING_KNOWN"), std::string::npos) << unknown.err;
  // An older checkpoint does not hide what this machine knows.
  ASSERT_EQ(sh("letopis checkpoint --dir elsewhere > older").code, 0);
  const Finished behind =
      sh("letopis refill --dir elsewhere --new-anchor --anchor fresh --known older");
  EXPECT_EQ(behind.code, 1) << behind.out;
  EXPECT_NE(behind.err.find("BEHIND"), std::string::npos) << behind.err;
  EXPECT_FALSE(fs::exists(home.path("fresh")));
  std::ofstream(home.path("empty")).close();
  home.environment["XDG_STATE_HOME"] = home.path("new-state").string();
  const Finished nothing = sh("letopis refill --dir elsewhere --anchor empty");
  EXPECT_EQ(nothing.code, 1) << nothing.out;
  EXPECT_NE(nothing.err.find("ANCHOR_DAMAGED"), std::string::npos) << nothing.err;
}

TEST_F(RestoreDrill, KnownCheckpointHasToBeTheLogsOwn) {
  std::string note = whole(home.path("newest"));
  char& of_root = note[note.find("\n\n") - 3];
  of_root = of_root == 'A' ? 'B' : 'A';
  std::ofstream(home.path("newest")) << note;
  const Finished refused = sh(kRefillElsewhere + "new-anchor");
  EXPECT_NE(refused.code, 0) << refused.out;
  EXPECT_EQ(size_of("elsewhere"), "2");
  EXPECT_FALSE(fs::exists(home.path("new-anchor")));
}

TEST_F(RestoreDrill, RefusedSourceLeavesTheCopyAsItWas) {
  ASSERT_EQ(sh("letopis checkpoint --dir elsewhere > older").code, 0);
  ASSERT_EQ(sh("letopis import bundles/full.tar.zst --dir forked --trust trust").code, 0);
  const std::string state = home.environment["XDG_STATE_HOME"];
  home.environment["XDG_STATE_HOME"] = home.path("fork-state").string();
  ASSERT_EQ(sh("letopis refill --dir forked --new-anchor --known older").code, 0);
  const Finished fork = home.run({"append", "--dir", "forked", "--keys", "keys", "--passphrase",
                                  "file:passphrase", "--signer", "root"},
                                 organisation_event("fork"));
  ASSERT_EQ(fork.code, 0) << fork.err;
  ASSERT_EQ(sh("letopis export --dir forked --out bundles/forked.tar.zst").code, 0);
  home.environment["XDG_STATE_HOME"] = state;
  const auto before = contents("elsewhere");
  const std::string refill = "letopis refill --dir elsewhere --trust trust --from ";
  const auto refused = [&](const char* reason) {
    const Finished done = sh(refill + "bundles/forked.tar.zst");
    EXPECT_EQ(done.code, 1) << done.out;
    EXPECT_NE(done.err.find(reason), std::string::npos) << done.err;
    EXPECT_EQ(contents("elsewhere"), before);
    EXPECT_FALSE(fs::exists(home.path("elsewhere/log.staged")));
  };
  refused("FORKED");
  append("third");
  refused("BEHIND");
  ASSERT_EQ(sh("letopis export --dir ledger --since bundles/full.tar.zst"
               " --out bundles/newer.tar.zst")
                .code,
            0);
  const Finished refilled = sh(refill + "bundles/newer.tar.zst");
  EXPECT_EQ(refilled.code, 0) << refilled.err;
  EXPECT_EQ(size_of("elsewhere"), "4");
  EXPECT_EQ(sh("letopis verify --dir elsewhere").code, 0);
}

TEST_F(RestoreDrill, DamagedBundleIsRefusedWholeWhateverFileOfItIsDamaged) {
  ASSERT_EQ(sh("letopis export --dir ledger --since bundles/full.tar.zst --out bundles/next").code,
            0);
  const auto before = contents("elsewhere");
  const std::string refill = "letopis refill --dir elsewhere --trust trust --from bundles/next";
  std::size_t files = 0;
  for (const auto& file : fs::recursive_directory_iterator(home.path("bundles/next"))) {
    if (!file.is_regular_file()) continue;
    const std::string bytes = whole(file.path());
    ASSERT_FALSE(bytes.empty()) << file.path();
    std::string damaged = bytes;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    std::ofstream(file.path(), std::ios::binary) << damaged;
    const Finished done = sh(refill);
    EXPECT_NE(done.code, 0) << file.path() << done.out;
    std::ofstream(file.path(), std::ios::binary) << bytes;
    ++files;
  }
  EXPECT_GT(files, 5u);
  EXPECT_EQ(contents("elsewhere"), before);
  EXPECT_EQ(sh(refill).code, 0);
}

TEST_F(RestoreDrill, SuccessorBelievesNoForgedLastCheckpoint) {
  const auto begin = [&](const std::string& folder, const std::string& last) {
    return sh("letopis init " + folder +
              " --origin ledger.example/second --organisation X --keys " + folder +
              "-keys --passphrase file:passphrase --kdf interactive --predecessor elsewhere"
              " --last-checkpoint " +
              last);
  };
  const std::string note = whole(home.path("newest"));
  const std::size_t size_at = note.find('\n') + 1;
  std::string longer = note;
  longer.replace(size_at, 1, "9");
  std::ofstream(home.path("longer")) << longer;
  const Finished forged = begin("forged", "longer");
  EXPECT_EQ(forged.code, 1) << forged.err;
  EXPECT_NE(forged.err.find("not signed by a key of the predecessor"), std::string::npos)
      << forged.err;
  EXPECT_FALSE(fs::exists(home.path("forged")));
  EXPECT_FALSE(fs::exists(home.path("forged-keys")));
  std::ofstream(home.path("unsigned")) << note.substr(0, note.find("\n\n") + 2);
  EXPECT_NE(begin("unsigned-successor", "unsigned").code, 0);
  EXPECT_EQ(begin("successor", "newest").code, 0);
}

TEST_F(RestoreDrill, SuccessorOfAnotherHistoryThanWasPublishedIsNotBegun) {
  fork_elsewhere({"fork"});
  const Finished forked = succeed("elsewhere", "newest");
  EXPECT_EQ(forked.code, 1) << forked.err;
  EXPECT_NE(forked.err.find("FORKED"), std::string::npos) << forked.err;
}

TEST_F(RestoreDrill, LongerLastCheckpointIsCalledUnprovenUntilItsTreeIsShown) {
  fork_elsewhere({"fork1", "fork2", "fork3", "fork4"});
  ASSERT_EQ(sh("letopis checkpoint --dir elsewhere > forked").code, 0);
  ASSERT_EQ(sh("letopis export --dir elsewhere --out bundles/forked").code, 0);
  append("third");
  append("fourth");
  ASSERT_EQ(sh("letopis checkpoint --dir ledger > newest").code, 0);
  ASSERT_EQ(sh("letopis export --dir ledger --out bundles/true.tar").code, 0);
  ASSERT_EQ(sh("letopis export --dir ledger --since bundles/full.tar.zst --out since").code, 0);
  // What was salvaged is a beginning of both.
  ASSERT_EQ(sh("letopis import bundles/full.tar.zst --dir salvaged --trust trust").code, 0);
  home.environment["XDG_STATE_HOME"] = home.path("new-state").string();
  const Finished unproven = succeed("salvaged", "newest", "--json");
  EXPECT_EQ(unproven.code, 0) << unproven.err;
  EXPECT_NE(unproven.err.find("NOT PROVEN"), std::string::npos) << unproven.err;
  EXPECT_EQ(json_lines(unproven.out).at(0)["predecessor"]["proven"], false);
  EXPECT_NE(sh("letopis show 0 --dir successor").out.find("does not prove"), std::string::npos);
  leave_tiles_alone("bundles/true.tar", "mirror");
  for (const char* shown : {"ledger", "bundles/true.tar", "mirror", "since", "since/consistency"}) {
    const Finished proven =
        succeed("salvaged", "newest", std::string("--json --consistency ") + shown);
    EXPECT_EQ(proven.code, 0) << shown << proven.err;
    EXPECT_EQ(proven.err.find("NOT PROVEN"), std::string::npos) << shown << proven.err;
    EXPECT_EQ(json_lines(proven.out).at(0)["predecessor"]["proven"], true) << shown;
  }
  // Of the longer beginning only one of them is the continuation.
  ASSERT_EQ(sh("letopis import since --dir salvaged --trust trust").code, 0);
  for (const char* shown : {"elsewhere", "bundles/forked"}) {
    const Finished other = succeed("salvaged", "forked", std::string("--consistency ") + shown);
    EXPECT_EQ(other.code, 1) << shown << other.out;
    EXPECT_NE(other.err.find("PROOF_INVALID"), std::string::npos) << shown << other.err;
    EXPECT_FALSE(fs::exists(home.path("successor")));
  }
  const Finished sizes = succeed("salvaged", "forked", "--consistency since/consistency");
  EXPECT_EQ(sizes.code, 2) << sizes.err;
  EXPECT_NE(sizes.err.find("PROOF_OF_OTHER_SIZES"), std::string::npos) << sizes.err;
  const Finished shorter = succeed("salvaged", "forked", "--consistency ledger");
  EXPECT_EQ(shorter.code, 3) << shorter.err;
  EXPECT_NE(shorter.err.find("PROOF_TOO_SHORT"), std::string::npos) << shorter.err;
}

TEST_F(RestoreDrill, LastCheckpointThatTheAnchorContradictsIsNotTaken) {
  fork_elsewhere({"fork"});
  ASSERT_EQ(sh("letopis checkpoint --dir elsewhere > forked").code, 0);
  ASSERT_EQ(sh("letopis import bundles/full.tar.zst --dir salvaged --trust trust").code, 0);
  // Both are longer than what was salvaged, and of one size: the anchor has the other root.
  const Finished forked = succeed("salvaged", "forked");
  EXPECT_EQ(forked.code, 1) << forked.err;
  EXPECT_NE(forked.err.find("FORKED"), std::string::npos) << forked.err;
}

// What was salvaged ends before the log's key was changed, so that it cannot name the new one.
TEST_F(RestoreDrill, ALastCheckpointUnderALaterKeyIsTakenByATrustFileThatPinsIt) {
  ASSERT_EQ(sh("letopis key generate checkpoint-2 --keys keys --passphrase file:passphrase"
               " --kdf interactive")
                .code,
            0);
  const Finished changed = home.run(
      {"append", "--dir", "ledger", "--keys", "keys", "--passphrase", "file:passphrase", "--signer",
       "root"},
      R"({"@cosigners":["checkpoint-2"],"scope":{"kind":"LEDGER","id":")" + std::string(32, '0') +
          R"("},"payload_type":"CheckpointKeyChanged","payload":{"old_key":"@key:checkpoint",)"
          R"("new_key":"@key:checkpoint-2","overlap":0}})"
          "\n");
  ASSERT_EQ(changed.code, 0) << changed.err;
  append("third");
  ASSERT_EQ(sh("letopis checkpoint --dir ledger > newest").code, 0);
  ASSERT_EQ(sh("letopis trust -d ledger -o trust.later").code, 0);
  const Finished unknown = succeed("elsewhere", "newest");
  EXPECT_EQ(unknown.code, 4) << unknown.err;
  EXPECT_NE(unknown.err.find("--trust"), std::string::npos) << unknown.err;
  const Finished known = succeed("elsewhere", "newest", "--trust trust.later");
  EXPECT_EQ(known.code, 0) << known.err;
  const std::string refill = "letopis refill --dir elsewhere --new-anchor --known newest";
  EXPECT_NE(sh(refill).err.find("NO_TRUSTED_SIGNATURE"), std::string::npos);
  const Finished behind = sh(refill + " --trust trust.later");
  EXPECT_NE(behind.code, 0);
  EXPECT_NE(behind.err.find("BEHIND"), std::string::npos) << behind.err;
}

}  // namespace
}  // namespace tools
