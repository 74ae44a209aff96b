// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tool_fixture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "tests/paths.h"

namespace tools {

namespace fs = std::filesystem;

ToolHome::ToolHome() {
  std::ofstream(path("passphrase")) << "a phrase for tests\n";
  fs::permissions(path("passphrase"), fs::perms::owner_read);
  environment = {{"PATH", "/usr/bin:/bin"},
                 {"HOME", dir.path()},
                 {"XDG_STATE_HOME", path("state")},
                 {"LC_ALL", "C"}};
  for (const char* sanitizer : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (const char* options = std::getenv(sanitizer)) environment[sanitizer] = options;
  }
}

ToolHome::ToolHome(const ToolHome& made) : ToolHome() {
  for (const auto& entry : fs::directory_iterator(made.dir.path())) {
    if (entry.path().filename() == "passphrase") continue;
    fs::copy(entry.path(), dir.path() / entry.path().filename(), fs::copy_options::recursive);
  }
  std::stringstream read;
  read << std::ifstream(path("ledger/letopis.json")).rdbuf();
  std::string notes = read.str();  // the anchor's place among them
  const std::string before = made.dir.path().string();
  for (auto at = notes.find(before); at != std::string::npos; at = notes.find(before)) {
    notes.replace(at, before.size(), dir.path().string());
  }
  std::ofstream(path("ledger/letopis.json")) << notes;
}

support::Command ToolHome::command(const std::vector<std::string>& arguments,
                                   const std::string& input) const {
  // sh changes the folder, so that relative paths in arguments are those of the home.
  support::Command out{
      {"/bin/sh", "-c", "cd \"$HOME\" && exec \"$0\" \"$@\"", std::string(kBinaryDir) + "/letopis"},
      environment,
      input};
  out.arguments.insert(out.arguments.end(), arguments.begin(), arguments.end());
  return out;
}

bool ToolHome::init(const std::string& folder, int recovery_threshold) {
  const std::string recovery = std::to_string(recovery_threshold);
  const Finished made =
      run({"init", folder, "--origin", "ledger.example/tool", "--organisation", "Оператор",
           "--keys", "keys", "--passphrase", "file:passphrase", "--kdf", "interactive",
           "--recovery", recovery, "--recovery-k", recovery, "--rules", "1"});
  EXPECT_EQ(made.code, 0) << made.err;
  return made.code == 0;
}

std::vector<std::string> ToolHome::append_arguments(const std::vector<std::string>& more) const {
  std::vector<std::string> out{"append",       "--dir",           "ledger",   "--keys", "keys",
                               "--passphrase", "file:passphrase", "--signer", "root"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::string organisation_event(const std::string& name) {
  return R"({"@name": ")" + name + R"(", "scope": {"kind": "LEDGER", "id":)" +
         R"("00000000000000000000000000000000"}, "payload_type": "OrganisationRegistered",)" +
         R"("payload": {"profile": {"organisation": "@)" + name +
         R"(", "names": [{"kind": "FULL", "text": "Организация )" + name +
         R"("}], "category": "COLLEGE", "educational": true}}})" + "\n";
}

std::vector<json> json_lines(const std::string& text) {
  std::vector<json> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    out.push_back(json::parse(line, nullptr, false));
    EXPECT_FALSE(out.back().is_discarded()) << line;
  }
  return out;
}

const ToolHome& new_home() {
  static const auto home = [] {
    auto made = std::make_unique<ToolHome>();
    made->init();
    return made;
  }();
  return *home;
}

const ToolHome& shared_home() {
  static const auto home = [] {
    auto made = std::make_unique<ToolHome>(new_home());
    std::string events;
    for (const char* name : {"first", "второй", "third"}) events += organisation_event(name);
    const Finished appended = made->run(made->append_arguments({"--names", "names.json"}), events);
    EXPECT_EQ(appended.code, 0) << appended.err;
    return made;
  }();
  return *home;
}

}  // namespace tools
