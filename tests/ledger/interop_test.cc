// SPDX-License-Identifier: Apache-2.0
// What we publish, checked by golang.org/x/mod/sumdb (tests/interop/verify.go), which is not ours.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "ledger/log_reader.h"
#include "ledger/tlog_proof.h"
#include "ledger/witness.h"
#include "tests/paths.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/process.h"
#include "tests/support/small_tree.h"

namespace ledger {
namespace {

using namespace test;  // NOLINT: the fixtures are this file's vocabulary
using support::CommittedLedger;

/// The Go program over files of its own.
class GoSumdb : public testing::Test {
 protected:
  /// What the program says of these files, written from the texts.
  static std::string verify(const std::string& what, const std::string& vkey,
                            const std::vector<std::string>& arguments) {
    std::vector<std::string> command{std::string(kBinaryDir) + "/interop_verify", what, vkey};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return support::run({std::move(command), {}}).out;
  }
  std::string file(const std::string& name, std::string_view bytes) const {
    const std::filesystem::path path = dir_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  static std::string vkey_of(const support::TestLedger& t) {
    return format_vkey({t.origin, SignatureType::kEd25519, t.checkpoint.key});
  }

  support::TempDir dir_;
};

TEST_F(GoSumdb, PublishedCheckpointAndCosignatureVerify) {
  const std::string note = std::string(kCheckpoint8) + std::string(kWitnessLine);
  EXPECT_EQ(
      verify("checkpoint", std::string(kLogVkey), {std::string(kWitnessVkey), file("note", note)}),
      "ok\n");
  std::string spoilt = note;
  spoilt[spoilt.find("Xcna")] = 'Y';
  EXPECT_NE(verify("checkpoint", std::string(kLogVkey),
                   {std::string(kWitnessVkey), file("spoilt", spoilt)}),
            "ok\n");
}

TEST_F(GoSumdb, CosignatureOfOurWitnessUnderOurLogVerifies) {
  CommittedLedger t;
  t.organisations(5);
  support::TempDir state;
  const auto witness =
      Witness::open(state / "state", witness_signer(),
                    {{t.origin, {{t.origin, SignatureType::kEd25519, t.checkpoint.key}}}}, t.clock);
  ASSERT_TRUE(witness);
  const std::string note = t.log->view().note();
  const auto answer = (*witness)->add_checkpoint(format_add_checkpoint({0, {}, note}));
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(verify("checkpoint", vkey_of(t),
                   {std::string(kWitnessVkey), file("note", note + answer.body)}),
            "ok\n");
}

TEST_F(GoSumdb, ReceiptsVerify) {
  CommittedLedger t;
  t.organisations(11);
  t.organisations(9);
  for (const std::uint64_t index : {0, 1, 11, 12, 20}) {
    const auto receipt = t.log->view().receipt(index);
    const std::string entry = t.log->view().event(index)->entry;
    const auto proof =
        format_tlog_proof({std::nullopt, receipt->index, receipt->inclusion, receipt->checkpoint});
    EXPECT_EQ(verify("record", vkey_of(t), {file("proof", *proof), file("entry", entry)}), "ok\n")
        << index;
    EXPECT_NE(verify("record", vkey_of(t), {file("proof", *proof), file("entry", entry + " ")}),
              "ok\n");
  }
}

TEST_F(GoSumdb, ConsistencyProofsVerify) {
  CommittedLedger t;
  t.organisations(6);
  const std::string older = t.log->view().note();
  t.organisations(20);
  const ReadView view = t.log->view();
  std::string hashes;
  const auto proof = view.consistency(7, view.size());
  for (const Hash& hash : *proof) hashes += to_base64(hash.view()) + "\n";
  EXPECT_EQ(verify("grown", vkey_of(t),
                   {file("older", older), file("newer", view.note()), file("hashes", hashes)}),
            "ok\n");
}

}  // namespace
}  // namespace ledger
