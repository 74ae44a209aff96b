// SPDX-License-Identifier: Apache-2.0
// One ledger of 700 events for all tests of the verifier: two complete tiles and an open one.
// Each test lays hands on a copy of it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/verify.h"
#include "tests/support/rewritten_history.h"
#include "tests/support/sample_ledger.h"

namespace support {

using Disk = std::shared_ptr<MemoryDisk>;
using DiskRows = std::map<std::string, std::string, std::less<>>;

class Verify : public ::testing::Test {
 public:
  static constexpr std::uint64_t kSize = 700;
  static constexpr std::uint64_t kBatch = 37;  ///< from kSingles on, until kSize - 10
  static constexpr std::uint64_t kSingles = 20;

 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  /// With an admission that lets everything in.
  static ledger::VerifyReport verify(const ledger::EventStore& store,
                                     ledger::VerifyOptions options = {});
  static ledger::VerifyReport verify(const Disk& disk, const ledger::VerifyOptions& options = {}) {
    return verify(*open_memory_store(disk), options);
  }
  static ledger::VerifyReport verify_anchored(const Disk& disk);
  static ledger::VerifyReport verify_fast(const Disk& disk);

  /// An untouched copy.
  static Disk fresh() { return copy_of(*ledger_->disk); }
  static DiskRows& table(const Disk& disk, ledger::Table which) {
    return disk->tables[static_cast<std::size_t>(which)];
  }
  static std::string id_at(std::uint64_t index);
  static std::string& note_at(const Disk& disk, std::uint64_t size);

  /// Head and tiles, and the indexes if wanted, made to fit the entries, all checkpoints signed
  /// and the state sealed anew: what an operator with the checkpoint keys can do.
  static void rewrite_history(const Disk& disk, bool indexes);

  static SampleLedger* ledger_;
  static std::string* anchor_;
};

/// The faults of a report, one to a line.
std::string words(const ledger::VerifyReport& report);

void flip(std::string& bytes, std::size_t position, unsigned bit = 0);
/// Puts another base64 digit there.
void spoil_base64(std::string& text, std::size_t position);

/// What one fault must say; no index and no reason match any.
struct Expect {
  ledger::FaultClass kind;
  std::string structure;
  std::optional<std::uint64_t> index;
  std::string reason;
};
/// These faults, in this order, and no others.
::testing::AssertionResult has_only(const ledger::VerifyReport& report,
                                    const std::vector<Expect>& expected);

}  // namespace support
