// SPDX-License-Identifier: Apache-2.0
// The old key of a log, stolen after its retirement: whatever it signs beyond the size up to which
// it counts is refused by whoever pins the keys, a receipt, a proof and a bundle alike.
#include <gmock/gmock.h>

#include <fstream>

#include "ledger/tlog_proof.h"
#include "ledger/trust_source.h"
#include "tests/support/bundle_fixture.h"
#include "tests/support/tool_fixture.h"
#include "tools/log_keys.h"

namespace support {
namespace {

using testing::HasSubstr;
using tools::ToolHome;

class RetiredKey : public Bundle {
 protected:
  /// The true tree of this size, signed by the key that was retired long before.
  static std::string by_retired(std::uint64_t size) {
    const ledger::NoteSigner thief{
        {ledger_->origin, ledger::SignatureType::kEd25519, ledger_->checkpoint.key},
        [](std::string_view message) -> ledger::Result<ledger::Signature> {
          return ledger_->checkpoint.sign(message);
        }};
    return *ledger::sign_checkpoint({ledger_->origin, size, *view().root_at(size), {}}, {thief});
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(home.path(name), std::ios::binary) << bytes;
  }
  /// A receipt of an event under this checkpoint.
  Finished checked(std::uint64_t index, std::uint64_t size, const std::string& note) const {
    write("r.entry", view().event(index)->entry);
    write("r.tlog-proof",
          *ledger::format_tlog_proof({std::nullopt, index, *view().inclusion(index, size), note}));
    return home.run({"check", "r.tlog-proof", "--trust", "trust"});
  }
  void SetUp() override { write("trust", *ledger::format_trust(trust())); }

  ToolHome home;
};

TEST_F(RetiredKey, AReceiptUnderItsLaterCheckpointIsRefusedAndAnOldOneHolds) {
  const std::uint64_t last = SampleLedger::kCheckpointKeyAt + 1;
  EXPECT_EQ(checked(3, last, by_retired(last)).code, 0);
  const Finished late = checked(3, last + 1, by_retired(last + 1));
  EXPECT_EQ(late.code, 1) << late.out;
  EXPECT_THAT(late.err, HasSubstr("KEY_RETIRED"));
  const Finished newest = checked(500, kSize, by_retired(kSize));
  EXPECT_EQ(newest.code, 1) << newest.out;
  EXPECT_THAT(newest.err, HasSubstr("KEY_RETIRED"));
}

TEST_F(RetiredKey, WhoseTrustFileIsFromBeforeTheChangeIsToldWhatToDoByEveryCommandAlike) {
  ledger::Trust outdated = trust();
  outdated.log_keys.pop_back();
  outdated.log_keys[0].size_max.reset();
  write("trust", *ledger::format_trust(outdated));
  write_files(files(), home.path("bundle"));
  const std::string hint = "If the log's key was rotated (RUNBOOK.md, “A key is rotated”)";
  const Finished check = checked(500, kSize, view().note());
  EXPECT_EQ(check.code, 1) << check.out;
  EXPECT_THAT(check.err, HasSubstr("NO_TRUSTED_SIGNATURE"));
  EXPECT_THAT(check.err, HasSubstr(hint));
  const Finished audit = home.run({"audit", "bundle", "--trust", "trust", "--fast"});
  EXPECT_EQ(audit.code, 1) << audit.err;
  EXPECT_THAT(audit.out, HasSubstr("NO_TRUSTED_SIGNATURE"));
  EXPECT_THAT(audit.out, HasSubstr(hint));
  const Finished import = home.run({"import", "bundle", "--dir", "copy", "--trust", "trust"});
  EXPECT_EQ(import.code, 1) << import.err;
  EXPECT_THAT(import.err, HasSubstr(hint));
}

TEST_F(RetiredKey, CountsByItselfOnlyUpToTheChangeHoweverLongBothKeysSign) {
  const auto keys = tools::checkpoint_keys_of(view().store(), kSize);
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 2U);
  EXPECT_EQ(keys->front().size_max, SampleLedger::kCheckpointKeyAt + 1);
  EXPECT_FALSE(keys->back().size_max);
}

TEST_F(RetiredKey, TheTrustFileOfALedgerPinsItUpToTheChangeHoweverLongBothKeysSign) {
  const auto pinned = ledger::trust_of(view());
  ASSERT_TRUE(pinned);
  ASSERT_EQ(pinned->log_keys.size(), 2U);
  for (const ledger::LogKey& key : pinned->log_keys) {
    const bool retired = key.key.key == ledger_->checkpoint.key;
    EXPECT_EQ(key.size_max, retired
                                ? std::optional<std::uint64_t>(SampleLedger::kCheckpointKeyAt + 1)
                                : std::nullopt);
  }
}

TEST_F(RetiredKey, ABundleUnderItIsRefused) {
  Files forged = files();
  forged["checkpoint"] = by_retired(kSize);
  refit_manifest(forged);
  write_files(forged, home.path("bundle"));
  const auto report = audit_folder(home.path("bundle"));
  EXPECT_FALSE(report.ok());
  EXPECT_FALSE(report.anchored());
  EXPECT_THAT(words(report), HasSubstr("wrong key"));
  EXPECT_THAT(words(report), HasSubstr("KEY_RETIRED"));
  const Finished imported = home.run({"import", "bundle", "--dir", "copy", "--trust", "trust"});
  EXPECT_EQ(imported.code, 1) << imported.err;
  EXPECT_THAT(imported.err, HasSubstr("KEY_RETIRED"));
  EXPECT_FALSE(std::filesystem::exists(home.path("copy/log/CURRENT")));
}

TEST_F(RetiredKey, AnEarlierCheckpointOfABundleByItIsNamed) {
  Files forged = files();
  // One of the later blocks, whose true checkpoints the standing key has signed.
  std::string& block = forged.at("checkpoints/002");
  const auto notes = ledger::parse_checkpoints(block, 2);
  ASSERT_TRUE(notes);
  ASSERT_GT(notes->size(), 1u);
  const std::uint64_t size = notes->front().first;
  std::vector<std::string> texts;
  for (const auto& [at, note] : *notes) texts.push_back(at == size ? by_retired(at) : note);
  block = ledger::build_checkpoints(texts);
  refit_manifest(forged);
  write_files(forged, home.path("bundle"));
  const auto report = audit_folder(home.path("bundle"));
  ASSERT_EQ(report.fault_count, 1u) << words(report);
  EXPECT_EQ(report.faults[0].kind, ledger::FaultClass::kWrongKey);
  EXPECT_EQ(report.faults[0].field, "size " + std::to_string(size));
}

}  // namespace
}  // namespace support
