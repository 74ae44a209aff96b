// SPDX-License-Identifier: Apache-2.0
// Random changes to a small bundle whose forger mends the manifest: every one that touches what is
// signed is found, and none makes the audit crash. A thousand of them, or LETOPIS_MUTATIONS; the
// seed is printed, and taken from LETOPIS_SEED.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "ledger/static_log.h"
#include "tests/support/bundle_fixture.h"

namespace support {
namespace {

/// A bundle of genesis alone: small enough to be audited many times.
class BundleMutation : public Bundle {
 protected:
  static Files small() {
    const TempDir dir;
    api::ExportOptions options;
    options.size = 1;
    EXPECT_TRUE(export_to(dir / "b", options));
    Files files = read_files(dir / "b");
    std::erase_if(files, [](const auto& file) {
      return !file.first.starts_with("tile/") && !file.first.starts_with("checkpoint");
    });
    return files;
  }
};

std::string mutated(std::string bytes, std::mt19937_64& random) {
  const std::size_t at = bytes.empty() ? 0 : random() % bytes.size();
  const std::size_t count = 1 + random() % 40;
  switch (random() % 5) {
    case 0:
      if (!bytes.empty()) flip(bytes, at, static_cast<unsigned>(random() % 8));
      return bytes;
    case 1:
      bytes.resize(at);
      return bytes;
    case 2:
      bytes.erase(at, count);
      return bytes;
    case 3:
      bytes.insert(at, bytes.substr(random() % (bytes.size() + 1), count));
      return bytes;
    default:
      for (std::size_t i = at; i < std::min(bytes.size(), at + count); ++i) {
        bytes[i] = static_cast<char>(random());
      }
      return bytes;
  }
}

/// Whether the audit told that something is wrong, as a fault or because nothing could be read.
bool found(const Files& files, bool fast) {
  auto log = ledger::open_static_log(serving(files));
  if (!log) return true;
  static const AdmitEverything everything;
  ledger::VerifyOptions options;
  options.static_form = true;
  options.threads = 1;
  options.fast = fast;
  options.admission = &everything;
  const auto report = verify_ledger(**log, options);
  return !report || !report->ok();
}

TEST_F(BundleMutation, AllAreFoundAndNoneCrashes) {
  const Files original = small();
  ASSERT_FALSE(found(original, false));
  ASSERT_FALSE(found(original, true));
  const char* given = std::getenv("LETOPIS_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261125;
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : original) paths.push_back(path);
  const char* wanted = std::getenv("LETOPIS_MUTATIONS");
  const std::uint64_t count = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 1'000;
  std::uint64_t changed = 0;
  while (changed < count) {
    Files files = original;
    const std::string& path = paths[random() % paths.size()];
    files[path] = mutated(files[path], random);
    if (files[path] == original.at(path)) continue;
    ++changed;
    // The fast audit finds nearly all; what it calls fine has to be found by the whole one.
    if (found(files, true)) continue;
    // A note may carry lines that nobody knows: they change nothing.
    const bool only_lines = path == "checkpoint" || path.starts_with("checkpoints/");
    ASSERT_TRUE(found(files, false) || only_lines)
        << path << ", change " << changed << ", seed " << seed;
  }
}

}  // namespace
}  // namespace support
