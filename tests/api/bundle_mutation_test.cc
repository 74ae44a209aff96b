// SPDX-License-Identifier: Apache-2.0
// Random changes to a small bundle whose forger mends the manifest: every one that touches what is
// signed is found, and none makes the audit crash.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "ledger/static_log.h"
#include "tests/support/bundle_fixture.h"
#include "tests/support/mutation.h"

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
  const std::uint64_t seed = mutation_seed();
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : original) paths.push_back(path);
  const std::uint64_t count = mutations_wanted();
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

// The whole bundle, and a forger who leaves the manifest as it is: the file is named.
TEST_F(BundleMutation, AnyChangeToAnyFileIsNamed) {
  const TempDir dir;
  write_files(files(), dir.path());
  std::mt19937_64 random(mutation_seed());
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : files()) paths.push_back(path);
  const auto put = [&](const std::string& path, const std::string& bytes) {
    std::ofstream(dir / path, std::ios::binary | std::ios::trunc) << bytes;
  };
  const std::uint64_t count = mutations_wanted() / 4;
  for (std::uint64_t changed = 0; changed < count;) {
    const std::string& path = paths[random() % paths.size()];
    const std::string& original = files().at(path);
    const std::string bytes = mutated(original, random);
    if (bytes == original) continue;
    ++changed;
    put(path, bytes);
    const auto check = api::check_bundle_files(dir.path());
    ASSERT_TRUE(!check || check->fault_count > 0) << path << ", change " << changed;
    if (check && path != api::kManifest) {
      EXPECT_EQ(check->faults.at(0).field, path) << "change " << changed;
    }
    put(path, original);
  }
}

TEST_F(BundleMutation, OneOfASizeThatItsFilesCannotHaveIsToldAtOnceAndNotLookedThroughForEver) {
  const std::string real = std::to_string(kSize);
  const std::string absurd = "4611686018427387904";
  const TempDir dir;
  Files forged = files();
  std::string& manifest = forged.at(std::string(api::kManifest));
  manifest.replace(manifest.find("\"size\":" + real) + 7, real.size(), absurd);
  std::string& note = forged.at("checkpoint");
  note.replace(note.find('\n') + 1, real.size(), absurd);
  refit_manifest(forged);
  write_files(forged, dir.path());
  for (const bool trusted : {true, false}) {
    const auto report = audit_folder(dir.path(), trusted);
    EXPECT_TRUE(std::any_of(report.faults.begin(), report.faults.end(), [](const auto& fault) {
      return fault.reason == "FILE_MISSING" && fault.field == api::kManifest;
    })) << words(report);
  }
  const auto source = api::open_log_source(dir.path().string());
  ASSERT_TRUE(source);
  EXPECT_FALSE(api::check_whole_bundle(*source, std::nullopt));
}

}  // namespace
}  // namespace support
