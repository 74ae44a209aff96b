// SPDX-License-Identifier: Apache-2.0
// `letopis verify` as people run it: beside a server that writes, with an anchor that is damaged or
// may not be read, over a store whose head does not fit.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <thread>

#include "ledger/anchor.h"
#include "ledger/bytes.h"
#include "ledger/checkpoint.h"
#include "ledger/kv.h"
#include "tests/support/tool_fixture.h"
#include "tools/anchored_store.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

class VerifyTool : public ::testing::Test {
 protected:
  void SetUp() override {
    const json notes = json::parse(std::ifstream(home.path("ledger/letopis.json")));
    anchor = notes["anchor"].get<std::string>();
  }
  /// A ledger of two appends, made once per process.
  static const ToolHome& base() {
    static const auto home = [] {
      auto made = std::make_unique<ToolHome>(new_home());
      for (const char* name : {"a", "b"}) {
        const Finished done = made->run(made->append_arguments(), organisation_event(name));
        EXPECT_EQ(done.code, 0) << done.err;
      }
      return made;
    }();
    return *home;
  }
  Finished verify() const { return home.run({"verify", "-d", "ledger", "--json"}); }
  static json report_of(const Finished& done) { return json_lines(done.out).at(0); }

  void spoil_slot(unsigned slot) const {
    std::fstream file(anchor, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(slot * 4096 + 30);
    const auto byte = static_cast<char>(file.get() ^ 1);
    file.seekp(slot * 4096 + 30);
    file.put(byte);
  }

  ToolHome home{base()};
  fs::path anchor;
};

TEST_F(VerifyTool, ALedgerThatIsBeingWrittenIsNotCalledCut) {
  std::string events;
  for (int i = 0; i < 200; ++i) events += organisation_event("o" + std::to_string(i));
  std::atomic<bool> done = false;
  Finished written;
  std::thread writer([&] {
    written = home.run(home.append_arguments(), events);
    done = true;
  });
  do {
    const Finished verified = verify();
    EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  } while (!done);
  writer.join();
  EXPECT_EQ(written.code, 0) << written.err;
}

TEST_F(VerifyTool, RootsOfOneReportAreSpelledInOneWay) {
  const json report = report_of(verify());
  EXPECT_EQ(report["last_good"]["size"], report["size"]);
  EXPECT_EQ(report["last_good"]["root"], report["root"]);
  EXPECT_TRUE(report["warnings"].empty()) << report.dump();
}

TEST_F(VerifyTool, AnAuditTellsTheLastGoodCheckpointAsItDoes) {
  const Finished audited = home.run({"audit", "ledger", "--unanchored", "--json"});
  EXPECT_EQ(audited.code, 0) << audited.err;
  EXPECT_EQ(report_of(audited)["last_good"], report_of(verify())["last_good"]);
}

TEST_F(VerifyTool, AnAnchorThatIsGoneIsAWarningThatNamesItsPlace) {
  fs::remove(anchor);
  const Finished verified = verify();
  EXPECT_EQ(verified.code, 0) << verified.err;
  const json report = report_of(verified);
  EXPECT_EQ(report["anchored"], false);
  ASSERT_EQ(report["warnings"].size(), 1u) << report.dump();
  EXPECT_EQ(report["warnings"][0]["reason"], "ANCHOR_MISSING");
  EXPECT_EQ(report["warnings"][0]["field"], anchor.string());
}

TEST_F(VerifyTool, FolderThatNamesAnotherAnchorIsToldAndTheMachinesOneIsCompared) {
  json edited = json::parse(std::ifstream(home.path("ledger/letopis.json")));
  edited["anchor"] = home.path("elsewhere").string();
  std::ofstream(home.path("ledger/letopis.json")) << edited.dump();
  const json report = report_of(verify());
  EXPECT_EQ(report["anchored"], true);
  ASSERT_EQ(report["warnings"].size(), 1u) << report.dump();
  EXPECT_EQ(report["warnings"][0]["reason"], "ANCHOR_ELSEWHERE");
}

TEST_F(VerifyTool, FolderThatNamesAKeyOfAnotherLogIsAFault) {
  ToolHome other;
  ASSERT_TRUE(other.init());
  const json theirs = json::parse(std::ifstream(other.path("ledger/letopis.json")));
  json edited = json::parse(std::ifstream(home.path("ledger/letopis.json")));
  edited["vkey"] = theirs["vkey"];
  std::ofstream(home.path("ledger/letopis.json")) << edited.dump();
  for (const Finished& verified :
       {verify(), home.run({"verify", "-d", "ledger", "--json", "--fast"})}) {
    EXPECT_EQ(verified.code, 1);
    EXPECT_EQ(report_of(verified)["faults"][0]["reason"], "FOLDER_NOTES") << verified.out;
  }
}

TEST_F(VerifyTool, AnAnchorWithoutAWholeSlotIsAFaultAndTheRestIsVerified) {
  spoil_slot(0);
  spoil_slot(1);
  const Finished verified = verify();
  EXPECT_EQ(verified.code, 1);
  const json report = report_of(verified);
  EXPECT_EQ(report["checked"]["events"], report["size"]);
  EXPECT_EQ(report["anchored"], false);
  EXPECT_EQ(report["fault_count"], 1);
  EXPECT_EQ(report["faults"][0]["structure"], "anchor");
  EXPECT_EQ(report["faults"][0]["reason"], "ANCHOR_DAMAGED");
  EXPECT_EQ(report["last_good"]["size"], report["size"]);
}

TEST_F(VerifyTool, OneTornSlotOfTheAnchorIsAWarning) {
  for (const unsigned slot : {0U, 1U}) {
    const std::string whole{std::istreambuf_iterator<char>(std::ifstream(anchor).rdbuf()), {}};
    spoil_slot(slot);
    const Finished verified = verify();
    EXPECT_EQ(verified.code, 0) << verified.out;
    const json report = report_of(verified);
    EXPECT_EQ(report["anchored"], true);
    ASSERT_EQ(report["warnings"].size(), 1u) << report.dump();
    EXPECT_EQ(report["warnings"][0]["reason"], "ANCHOR_SLOT");
    EXPECT_EQ(report["warnings"][0]["field"], "slot " + std::to_string(slot));
    std::ofstream(anchor, std::ios::binary | std::ios::trunc) << whole;
  }
}

/// Root may read everything: as long as this lives, the process is nobody's then.
class WithoutRoot {
 public:
  WithoutRoot() : was_root_(::geteuid() == 0) {
    if (was_root_) {
      EXPECT_EQ(::seteuid(65'534), 0);
    }
  }
  ~WithoutRoot() {
    if (was_root_) {
      EXPECT_EQ(::seteuid(0), 0);
    }
  }
  WithoutRoot(const WithoutRoot&) = delete;
  WithoutRoot& operator=(const WithoutRoot&) = delete;

 private:
  const bool was_root_;
};

TEST_F(VerifyTool, AnAnchorThatMayNotBeReadKeepsNothingFromBeingVerified) {
  using fs::perms;
  fs::permissions(anchor, perms::none);
  fs::permissions(home.dir.path(), perms::group_exec | perms::others_exec, fs::perm_options::add);
  const WithoutRoot here;
  const auto opened = open_anchored(home.path("ledger"), anchor.string());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->store->head()->size, 3u);
  EXPECT_FALSE(opened->anchor.note);
  EXPECT_FALSE(opened->anchor.fault);
  ASSERT_TRUE(opened->anchor.warning);
  EXPECT_EQ(opened->anchor.warning->reason, "ANCHOR_NO_PERMISSION");
  EXPECT_EQ(opened->anchor.warning->message, "not compared with the anchor: no permission");
}

TEST_F(VerifyTool, FolderNotesThatAreGoneAreAWarning) {
  fs::remove(home.path("ledger/letopis.json"));
  const Finished verified = verify();
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  EXPECT_EQ(report_of(verified)["warnings"][0]["reason"], "FOLDER_NOTES_MISSING");
}

TEST_F(VerifyTool, AStoreWhoseLastEntryWasDroppedIsVerifiedAndTheEntryNamed) {
  {
    ledger::KvOptions options;
    options.dir = home.path("ledger/log");
    options.families = {{"events"},     {"tree"},    {"by_id"}, {"by_digest"},
                        {"by_subject"}, {"by_type"}, {"state"}};
    auto kv = ledger::Kv::open(options);
    ASSERT_TRUE(kv) << kv.error().message;
    ledger::KvBatch batch;
    batch.erase(0, ledger::be64(2));
    ASSERT_TRUE((*kv)->write(batch, true));
  }
  const Finished verified = verify();
  EXPECT_EQ(verified.code, 1);
  const json report = report_of(verified);
  EXPECT_EQ(report["faults"][0]["class"], "missing");
  EXPECT_EQ(report["faults"][0]["structure"], "entry");
  EXPECT_EQ(report["faults"][0]["index"], 2);
  EXPECT_EQ(report["last_good"]["size"], 2);
  const Finished audited = home.run({"audit", "ledger", "--unanchored", "--json"});
  EXPECT_EQ(audited.code, 1) << audited.err;
  EXPECT_EQ(report_of(audited)["faults"][0], report["faults"][0]) << "an audit goes on as well";
  const Finished refused = home.run(home.append_arguments(), organisation_event("c"));
  EXPECT_NE(refused.code, 0);
  EXPECT_NE(refused.err.find("BAD_HEAD"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace tools
