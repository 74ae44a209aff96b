// SPDX-License-Identifier: Apache-2.0
// Archives made to do harm: names that lead outside, links, devices, sizes that lie, bombs. None
// of them writes outside its folder, none more than it may, and each is told with its reason.
#include "api/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "api/bundle.h"
#include "ledger/hash.h"
#include "tests/support/bundle_fixture.h"

namespace support {
namespace {

namespace fs = std::filesystem;

/// A tar of whatever a test likes.
class Tar {
 public:
  explicit Tar(const fs::path& path, bool zstd = false) : out_(archive_write_new()) {
    archive_write_set_format_pax_restricted(out_);
    if (zstd) archive_write_add_filter_zstd(out_);
    archive_write_open_filename(out_, path.c_str());
  }
  Tar(const Tar&) = delete;
  Tar& operator=(const Tar&) = delete;
  ~Tar() {
    archive_write_close(out_);
    archive_write_free(out_);
  }

  void add(const std::string& name, const std::string& bytes, mode_t type = AE_IFREG,
           const std::string& link = {}) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    if (type == AE_IFLNK) archive_entry_set_symlink(entry, link.c_str());
    if (type == AE_IFREG && !link.empty()) archive_entry_set_hardlink(entry, link.c_str());
    archive_write_header(out_, entry);
    archive_write_data(out_, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }

 private:
  archive* out_;
};

const api::BundleHeader kHeader{api::BundleKind::kLog, {"ledger.example/test", {}}, 0, 1, {},
                                std::nullopt};

std::string manifest_of(const std::vector<std::pair<std::string, std::uint64_t>>& files) {
  std::string out = api::manifest_header(kHeader);
  std::uint64_t total = 0;
  for (const auto& [path, bytes] : files) {
    out += api::manifest_line({path, bytes, {}});
    total += bytes;
  }
  return out + api::manifest_end(files.size(), total);
}

/// The reason for which an archive is refused; "" when it is not.
std::string refusal(const fs::path& archive, const fs::path& into,
                    std::uint64_t bytes_max = api::kUnpackedBytesMax) {
  const auto unpacked = api::unpack_bundle(archive, into, bytes_max);
  return unpacked ? "" : unpacked.error().reason;
}

class Archive : public ::testing::Test {
 protected:
  /// Refused for the reason, and nothing appeared beside the folder that it was unpacked into.
  void expect(const std::string& reason, const std::function<void(Tar&)>& fill) {
    const TempDir dir;
    fs::create_directories(dir / "in");
    {
      Tar tar(dir / "in" / "x.tar");
      fill(tar);
    }
    EXPECT_EQ(refusal(dir / "in" / "x.tar", dir / "out" / "deep"), reason);
    std::size_t beside = 0;
    for (const auto& entry : fs::recursive_directory_iterator(dir.path())) {
      const std::string path = entry.path().lexically_relative(dir.path()).generic_string();
      if (!path.starts_with("out/deep") && path != "out" && !path.starts_with("in")) ++beside;
      EXPECT_FALSE(entry.is_symlink()) << path;
    }
    EXPECT_EQ(beside, 0u);
  }
};

TEST_F(Archive, WhatFollowsTheEndOfATarIsRefusedUnlessItIsZeros) {
  for (const bool zstd : {false, true}) {
    const TempDir dir;
    const fs::path path = dir / (zstd ? "x.tar.zst" : "x.tar");
    {
      Tar tar(path, zstd);
      tar.add("manifest.jsonl", manifest_of({{"checkpoint", 1}}));
      tar.add("checkpoint", "x");
    }
    EXPECT_EQ(refusal(path, dir / "as it is"), "");
    if (!zstd) {
      std::ofstream(path, std::ios::app | std::ios::binary) << std::string(20'000, '\0');
      EXPECT_EQ(refusal(path, dir / "with zeros"), "");
    }
    std::ofstream(path, std::ios::app | std::ios::binary) << "garbage";
    EXPECT_EQ(refusal(path, dir / "with more"), "BAD_ARCHIVE") << path;
  }
}

TEST_F(Archive, ManifestsNameOnlyFilesThatABundleHas) {
  for (const std::string name :
       {"../evil", "/etc/passwd", "tile/../../evil", "tile/0/0", "tile//0/000", "checkpoint/",
        "./checkpoint", "entries/1.entry", "events/../x.jsonl", "schema/v1/../x.fbs", "",
        "manifest.jsonl", "README.en.md\n"}) {
    EXPECT_FALSE(api::is_bundle_path(name)) << name;
    expect("BAD_MANIFEST", [&](Tar& tar) {
      tar.add("manifest.jsonl", manifest_of({{name, 1}}));
      tar.add(name, "x");
    });
  }
}

TEST_F(Archive, AManifestWithoutItsLastByteIsCutOffAndSaysSo) {
  const std::string whole = manifest_of({{"checkpoint", 1}});
  std::istringstream cut(whole.substr(0, whole.size() - 1));
  const auto header = api::read_manifest([&] { return api::next_manifest_line(cut); },
                                         [](const auto&) { return ledger::Status(ledger::Ok{}); });
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().reason, "BAD_MANIFEST");
  EXPECT_NE(header.error().message.find("cut off"), std::string::npos) << header.error().message;
}

TEST_F(Archive, AManifestHasOneSpelling) {
  const std::string header = api::manifest_header(kHeader);
  const std::string file = api::manifest_line({"checkpoint", 1, {}});
  const std::string end = api::manifest_end(1, 1);
  const auto reason = [](const std::string& manifest) -> std::string {
    std::istringstream in(manifest);
    const auto read = api::read_manifest([&] { return api::next_manifest_line(in); },
                                         [](const auto&) { return ledger::Status(ledger::Ok{}); });
    return read ? "" : read.error().reason;
  };
  ASSERT_EQ(reason(header + file + end), "");
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {R"("schema_version":1)", R"("schema_version":0)"},
           {R"("schema_version":1)", R"("schema_version":"x")"},
           {R"(,"schema_version":1)", ""},
           {R"("readme_version":2)", R"("readme_version":"x")"},
           {R"({"format")", R"({"certified":true,"format")"},
           {R"("from":0)", R"("from": 0)"},
           {"\"ledger.example", "\"\\u006cedger.example"}}) {
    EXPECT_EQ(reason(with(header, from, to) + file + end), "BAD_MANIFEST") << to;
  }
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {R"("bytes":1)", R"("bytes": 1)"},
           {R"("bytes":1)", R"("bytes":1,"signed":true)"},
           {"\"checkpoint", "\"\\u0063heckpoint"}}) {
    EXPECT_EQ(reason(header + with(file, from, to) + end), "BAD_MANIFEST") << to;
  }
}

TEST_F(Archive, AManifestNamesEachFileOnceAndInTheOrderOfWriting) {
  const auto reason = [](const std::vector<std::pair<std::string, std::uint64_t>>& files) {
    std::istringstream in(manifest_of(files));
    const auto read = api::read_manifest([&] { return api::next_manifest_line(in); },
                                         [](const auto&) { return ledger::Status(ledger::Ok{}); });
    return read ? std::string() : read.error().reason;
  };
  const std::vector<std::pair<std::string, std::uint64_t>> right{
      {"README.en.md", 1},
      {"README.ru.md", 1},
      {"schema/v1/bodies.fbs", 1},
      {"schema/v1/common.fbs", 1},
      {"checkpoint", 1},
      {"checkpoint.from", 1},
      {"consistency", 1},
      {"checkpoints/001", 1},
      {"tile/0/001", 1},
      {"tile/0/002.p/3", 1},
      {"tile/1/000.p/2", 1},
      {"tile/entries/001", 1},
      {"tile/entries/002.p/3", 1},
      {"entries/000000000005.entry", 1},
      {"entries/000000000005.tlog-proof", 1},
      {"events/000000000005.jsonl", 1},
      {"events/000000001024.jsonl", 1},
      {"completeness.proof", 1}};
  EXPECT_EQ(reason(right), "");
  for (std::size_t i = 0; i + 1 < right.size(); ++i) {
    auto swapped = right;
    std::swap(swapped[i], swapped[i + 1]);
    EXPECT_EQ(reason(swapped), "BAD_MANIFEST") << right[i].first;
    auto twice = right;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), right[i]);
    EXPECT_EQ(reason(twice), "BAD_MANIFEST") << right[i].first;
  }
}

TEST_F(Archive, ANameInAnErrorStaysOnItsLine) {
  const TempDir dir;
  {
    Tar tar(dir / "x.tar");
    tar.add("manifest.jsonl", manifest_of({{"checkpoint", 1}}));
    tar.add("evil\nforged \x1b[31mline", "x");
  }
  const auto unpacked = api::unpack_bundle(dir / "x.tar", dir / "out");
  ASSERT_FALSE(unpacked);
  EXPECT_NE(unpacked.error().message.find("evil\\nforged"), std::string::npos)
      << unpacked.error().message;
  EXPECT_EQ(unpacked.error().message.find_first_of("\n\x1b"), std::string::npos);
}

TEST_F(Archive, MembersAreThoseOfTheManifest) {
  for (const char* name : {"../evil", "/tmp/evil", "checkpoint.from", "./checkpoint"}) {
    expect("BAD_ARCHIVE", [&](Tar& tar) {
      tar.add("manifest.jsonl", manifest_of({{"checkpoint", 1}}));
      tar.add(name, "x");
    });
  }
  expect("BAD_ARCHIVE", [](Tar& tar) { tar.add("checkpoint", "x"); });
  expect("BAD_ARCHIVE", [](Tar& tar) {
    tar.add("manifest.jsonl", manifest_of({{"checkpoint", 1}}));
    tar.add("checkpoint", "x");
    tar.add("more", "x");
  });
  expect("BAD_ARCHIVE", [](Tar& tar) {
    tar.add("manifest.jsonl", manifest_of({{"checkpoint", 1}}));
  });
}

TEST_F(Archive, LinksAndDevicesAreNotFollowed) {
  for (const auto& [type, link] :
       std::vector<std::pair<mode_t, std::string>>{{AE_IFLNK, "/etc/passwd"},
                                                   {AE_IFREG, "/etc/passwd"},
                                                   {AE_IFDIR, ""},
                                                   {AE_IFIFO, ""},
                                                   {AE_IFCHR, ""}}) {
    expect("BAD_ARCHIVE", [&](Tar& tar) {
      tar.add("manifest.jsonl", manifest_of({{"checkpoint", 0}}));
      tar.add("checkpoint", "", type, link);
    });
  }
}

TEST_F(Archive, SizesAreThoseOfTheManifest) {
  for (const std::uint64_t said : {0u, 2u, 100u}) {
    expect("BAD_ARCHIVE", [&](Tar& tar) {
      tar.add("manifest.jsonl", manifest_of({{"checkpoint", said}}));
      tar.add("checkpoint", "x");
    });
  }
  expect("BAD_MANIFEST", [](Tar& tar) {
    tar.add("manifest.jsonl", manifest_of({{"tile/0/000", std::uint64_t{1} << 40}}));
  });
}

TEST_F(Archive, ABombStopsAtTheLimit) {
  const TempDir dir;
  {
    Tar tar(dir / "bomb.tar.zst", true);
    const std::string zeros(std::size_t{8} << 20, '\0');
    std::vector<std::pair<std::string, std::uint64_t>> files;
    for (int i = 0; i < 8; ++i) {
      files.emplace_back("tile/entries/00" + std::to_string(i), zeros.size());
    }
    tar.add("manifest.jsonl", manifest_of(files));
    for (const auto& [name, bytes] : files) tar.add(name, zeros);
  }
  EXPECT_LT(fs::file_size(dir / "bomb.tar.zst"), 100'000u);
  EXPECT_EQ(refusal(dir / "bomb.tar.zst", dir / "out", std::uint64_t{20} << 20),
            "ARCHIVE_TOO_LARGE");
  std::uint64_t written = 0;
  for (const auto& entry : fs::recursive_directory_iterator(dir / "out")) {
    if (entry.is_regular_file()) written += entry.file_size();
  }
  EXPECT_LE(written, std::uint64_t{20} << 20);
}

TEST_F(Archive, WhatWasReadAndIsNoBundleIsBadEvidenceHoweverItCameToBeSo) {
  const TempDir dir;
  const auto write = [&](const char* name, const std::string& bytes) {
    std::ofstream(dir / name, std::ios::binary) << bytes;
  };
  write("foreign.tar", "certainly no archive");
  write("foreign.tar.zst", std::string("\x28\xB5\x2F\xFD garbage", 12));
  write("empty.tar", "");
  write("zeros.tar", std::string(10'240, '\0'));
  write("cut.tar", std::string("manifest.jsonl").append(86, '\0'));
  for (const char* name : {"foreign.tar", "foreign.tar.zst", "empty.tar", "zeros.tar", "cut.tar"}) {
    const auto refused = api::unpack_bundle(dir / name, dir / (std::string("of ") + name));
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().reason, "BAD_ARCHIVE") << name;
    EXPECT_EQ(refused.error().code, ledger::ErrorCode::kCorrupt) << name;
    EXPECT_FALSE(refused.error().message.empty()) << name;
  }
  EXPECT_EQ(refusal(dir / "none.tar", dir / "c"), "NO_FILE");
}

}  // namespace
}  // namespace support
