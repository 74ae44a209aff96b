// SPDX-License-Identifier: Apache-2.0
// The style as a test: which folder may include which, where each vendor's headers live, sizes of
// lines and files, and words that do not belong here.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/paths.h"

namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;  ///< from the project's root
  std::vector<std::string> lines;
};

const std::array<std::string_view, 4> kFolders{"ledger", "projections", "api", "tools"};

const std::vector<SourceFile>& sources() {
  static const std::vector<SourceFile> files = [] {
    std::vector<SourceFile> found;
    for (const std::string_view folder : {"ledger", "projections", "api", "tools", "tests"}) {
      for (const auto& entry : fs::recursive_directory_iterator(fs::path(kSourceDir) / folder)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".h" && extension != ".cc") continue;
        SourceFile file{fs::relative(entry.path(), kSourceDir).string(), {}};
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);) file.lines.push_back(line);
        found.push_back(std::move(file));
      }
    }
    return found;
  }();
  return files;
}

std::string_view folder_of(std::string_view path) { return path.substr(0, path.find('/')); }

/// What stands between the quotes or brackets of an #include, or nothing.
std::string included(const std::string& line) {
  if (!line.starts_with("#include ")) return {};
  return line.substr(10, line.find_last_of("\">") - 10);
}

int rank(std::string_view folder) {
  for (std::size_t i = 0; i < kFolders.size(); ++i) {
    if (kFolders[i] == folder) return static_cast<int>(i);
  }
  return -1;
}

TEST(Tidy, NoIncludeGoesUp) {
  for (const SourceFile& file : sources()) {
    if (folder_of(file.path) == "tests") continue;
    for (const std::string& line : file.lines) {
      const std::string target = included(line);
      if (target.starts_with("tests/")) ADD_FAILURE() << file.path << " includes " << target;
      const int to = rank(folder_of(target));
      if (to >= 0 && target.find('/') != std::string::npos) {
        EXPECT_LE(to, rank(folder_of(file.path))) << file.path << " includes " << target;
      }
    }
  }
}

TEST(Tidy, NobodyIncludesAnotherFoldersInternals) {
  for (const SourceFile& file : sources()) {
    if (folder_of(file.path) == "tests") continue;
    for (const std::string& line : file.lines) {
      const std::string target = included(line);
      if (target.find("/internal/") == std::string::npos) continue;
      EXPECT_EQ(folder_of(target), folder_of(file.path)) << file.path << " includes " << target;
    }
  }
}

TEST(Tidy, EveryVendorHasOneHome) {
  const std::map<std::string_view, std::vector<std::string_view>> homes{
      {"rocksdb/", {"ledger/rocks_"}},
      {"openssl/", {"ledger/hash.cc", "api/tls.cc"}},
      {"httplib.h", {"api/"}},
      {"nlohmann/", {"api/", "tools/"}},
      {"archive.h", {"api/archive."}},
      {"archive_entry.h", {"api/archive."}},
      {"spdlog/", {"api/", "tools/"}},
      {"CLI/", {"tools/"}},
      {"prometheus/", {"api/metrics"}},
      {"unicode/coll.h", {"api/collation.cc"}},
      {"unicode/stsearch.h", {"api/collation.cc"}},
      {"unicode/normalizer2.h", {"projections/text_form.cc"}},
      {"libical/", {"api/calendar"}},
      {"toml++/", {"tools/serve_config", "tools/toml_text.cc"}},
      {"sodium.h", {"ledger/"}},
      {"flatbuffers/", {"ledger/", "projections/", "api/"}},
  };
  for (const SourceFile& file : sources()) {
    if (folder_of(file.path) == "tests") continue;
    for (const std::string& line : file.lines) {
      const std::string target = included(line);
      for (const auto& [vendor, allowed] : homes) {
        if (!target.starts_with(vendor)) continue;
        bool home = false;
        for (const std::string_view prefix : allowed) {
          home = home || file.path.starts_with(prefix);
        }
        EXPECT_TRUE(home) << file.path << " includes " << target;
      }
    }
  }
}

/// Characters, not bytes: continuation bytes of UTF-8 do not count.
std::size_t columns(const std::string& line) {
  std::size_t count = 0;
  for (const char c : line) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

TEST(Tidy, LinesHaveAtMostAHundredColumnsAndFilesSixHundredLines) {
  for (const SourceFile& file : sources()) {
    EXPECT_LE(file.lines.size(), 600u) << file.path;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const bool literal = file.lines[i].find('"') != std::string::npos;
      if (literal) continue;
      EXPECT_LE(columns(file.lines[i]), 100u) << file.path << ":" << i + 1;
    }
  }
}

TEST(Tidy, EveryFileBeginsWithItsLicence) {
  for (const SourceFile& file : sources()) {
    ASSERT_FALSE(file.lines.empty()) << file.path;
    EXPECT_EQ(file.lines[0], "// SPDX-License-Identifier: Apache-2.0") << file.path;
  }
}

TEST(Tidy, OnlyOneFileReinterpretsMemory) {
  const std::string word = std::string("reinterpret") + "_cast";
  for (const SourceFile& file : sources()) {
    if (file.path == "ledger/bytes.cc" || folder_of(file.path) == "tests") continue;
    for (const std::string& line : file.lines) {
      if (line.find("//") < line.find(word)) continue;
      EXPECT_EQ(line.find(word), std::string::npos) << file.path;
    }
  }
}

TEST(Tidy, NothingIsLeftUnfinished) {
  const std::vector<std::string> banned{std::string("TO") + "DO", std::string("FIX") + "ME",
                                        std::string("GTEST_") + "SKIP",
                                        std::string("DISABLED") + "_"};
  for (const SourceFile& file : sources()) {
    for (const std::string& line : file.lines) {
      if (folder_of(file.path) != "tests") {
        EXPECT_FALSE(line.starts_with("using namespace")) << file.path;
      }
      for (const std::string& word : banned) {
        EXPECT_EQ(line.find(word), std::string::npos) << file.path << ": " << line;
      }
    }
  }
}

TEST(Tidy, TheTopLevelHoldsNothingElse) {
  const std::set<std::string> allowed{"CMakeLists.txt", "CMakePresets.json",
                                      "README.md",      "ledger",
                                      "projections",    "api",
                                      "tools",          "tests",
                                      "build",          "demo"};
  for (const auto& entry : fs::directory_iterator(kSourceDir)) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(name.starts_with('.') || allowed.contains(name)) << name;
  }
}

}  // namespace
