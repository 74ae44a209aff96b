// SPDX-License-Identifier: Apache-2.0
// The worked example of ledger/FORMAT.md, byte for byte: what stands there is what the code makes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/message.h"
#include "tests/paths.h"
#include "tests/support/test_ledger.h"

namespace ledger {
namespace {

std::string format_text() {
  std::ifstream file(std::string(kSourceDir) + "/ledger/FORMAT.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// As `xxd -g1` would print it, without the right column.
std::string hex_dump(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 32) {
    out += fmt::format("{:04x} ", at);
    for (const char c : bytes.substr(at, 32)) {
      out += fmt::format(" {:02x}", static_cast<unsigned char>(c));
    }
    out += "\n";
  }
  return out;
}

class FormatTest : public ::testing::Test {
 protected:
  void SetUp() override {
    t_.create();
    event_ = t_.sign(t_.organisation(1));
    ASSERT_TRUE(t_.log->append({event_}));
    entry_ = t_.log->view().event(1)->entry;
  }
  support::TestLedger t_{support::TestLedger::Where::kMemory};
  SignedEvent event_;
  std::string entry_;
};

TEST_F(FormatTest, TheHexDumpIsTheEntryOfTheExample) {
  EXPECT_NE(format_text().find("```\n" + hex_dump(entry_) + "```"), std::string::npos)
      << hex_dump(entry_);
}

TEST_F(FormatTest, TheHashesOfTheExampleAreThoseOfTheDump) {
  const std::string text = format_text();
  const std::string message = signed_message(t_.origin, t_.ledger_id, event_.body);
  const auto stands = [&](const char* name, const Hash& hash) {
    const std::string row = fmt::format("| {} | `{}` |", name, to_hex(hash));
    EXPECT_NE(text.find(row), std::string::npos) << row;
  };
  stands("ledger id", t_.ledger_id);
  stands("D", event_digest(message));
  stands("leaf hash", leaf_hash(entry_));
  stands("leaf hash of genesis", leaf_hash(t_.log->view().event(0)->entry));
  stands("root at size 2", t_.log->view().checkpoint().root);
}

TEST_F(FormatTest, TheCheckpointOfTheExampleIsTheOneSigned) {
  EXPECT_NE(format_text().find("```\n" + t_.log->view().note() + "```"), std::string::npos)
      << t_.log->view().note();
}

}  // namespace
}  // namespace ledger
