// SPDX-License-Identifier: Apache-2.0
// A ledger with everything that RUNBOOK.md speaks of, and its blocks of commands.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "ledger/trust.h"
#include "tests/paths.h"
#include "tests/support/tool_fixture.h"

namespace tools {

/// The blocks of commands by their names.
inline std::map<std::string, std::string> blocks() {
  std::map<std::string, std::string> out;
  std::ifstream book(std::filesystem::path(kSourceDir) / "tools" / "RUNBOOK.md");
  std::string name;
  for (std::string line; std::getline(book, line);) {
    if (line.starts_with("```sh ")) {
      name = line.substr(6);
    } else if (line == "```") {
      name.clear();
    } else if (!name.empty()) {
      out[name] += line + "\n";
    }
  }
  return out;
}

class Runbook : public ::testing::Test {
 protected:
  explicit Runbook(const ToolHome& made = base()) : home(made) {
    home.environment["PATH"] = std::string(kBinaryDir) + ":/usr/bin:/bin";
    home.environment["LEDGER"] = "ledger";
    home.environment["KEYS"] = "keys";
    home.environment["PASS"] = "file:passphrase";
    home.environment["BACKUPS"] = "backups";
    home.environment["BUNDLES"] = "bundles";
    home.environment["TRUST"] = "trust";
  }

  /// A ledger of one event with its trust file, made once per process.
  static const ToolHome& base() {
    static const auto home = [] {
      auto made = std::make_unique<ToolHome>();
      EXPECT_TRUE(made->init("ledger", 2));
      std::filesystem::create_directories(made->path("bundles"));
      const Finished done =
          made->run(made->append_arguments({"--names", "names.json"}), organisation_event("first"));
      EXPECT_EQ(done.code, 0) << done.err;
      write_trust(*made);
      return made;
    }();
    return *home;
  }

  void append(const std::string& name) {
    const Finished done =
        home.run(home.append_arguments({"--names", "names.json"}), organisation_event(name));
    ASSERT_EQ(done.code, 0) << done.err;
  }

  json notes(const std::string& folder) const { return notes_of(home, folder); }
  static json notes_of(const ToolHome& home, const std::string& folder) {
    std::ifstream in(home.path(folder) / "letopis.json");
    return json::parse(in, nullptr, false);
  }

  static void write_trust(const ToolHome& home) {
    const json known = notes_of(home, "ledger");
    ledger::Trust trust;
    trust.origin = known["origin"];
    trust.ledger_id = *ledger::fixed_from_hex<ledger::Hash>(known["ledger_id"].get<std::string>());
    trust.log_keys = {{*ledger::parse_vkey(known["vkey"].get<std::string>()), std::nullopt}};
    std::ofstream(home.path("trust")) << *ledger::format_trust(trust);
  }

  Finished sh(const std::string& script) {
    return support::run(
        {{"/bin/sh", "-e", "-u", "-c", "cd \"$HOME\"\n" + script}, home.environment, ""});
  }
  /// Every command of the block, which must succeed.
  void follow(const std::string& name) {
    SCOPED_TRACE(name);
    followed.insert(name);
    ASSERT_TRUE(book.contains(name));
    const Finished done = sh(book.at(name));
    ASSERT_EQ(done.code, 0) << done.out << done.err;
  }
  std::string size_of(const std::string& folder) {
    const auto lines = json_lines(home.run({"stats", "-d", folder, "--json"}).out);
    return lines.empty() ? "?" : lines.at(0)["size"].dump();
  }

  /// An organisation with a key of its own, and the ids that the steps of keys are about.
  void introduce_college() {
    const std::string kLedger =
        R"("scope":{"kind":"LEDGER","id":"00000000000000000000000000000000"},)";
    const auto genesis = json_lines(home.run({"show", "0", "--dir", "ledger", "--json"}).out);
    const std::string op =
        genesis.at(0)["body"]["payload"]["operator_organisation"]["organisation"];
    home.environment["OPERATOR"] = op;
    const auto first = json_lines(home.run({"show", "1", "--dir", "ledger", "--json"}).out);
    home.environment["COLLEGE"] = first.at(0)["body"]["payload"]["profile"]["organisation"];
    const std::string college = home.environment["COLLEGE"];
    std::ofstream(home.path("first.txt")) << "first keys\n";
    std::ofstream(home.path("college.json"))
        << R"({"@name":"first-keys",)" + kLedger +
               R"("payload_type":"DocumentRegistered","payload":{"document":"@first-keys",)"
               R"("kind":"OTHER","title":"First keys","issuer":")" +
               op +
               R"(","edition":1,"rendition":"ORIGINAL","file":{"@file":"first.txt",)"
               R"("media_type":"text/plain"},"custody":{"place":"ARCHIVE","holder":")" +
               op + "\"}}}\n" + R"({"@cosigners":["college"],)" + kLedger +
               R"("payload_type":"KeyIntroduced","payload":{"key":"@key:college","kind":"PERSON",)"
               R"("organisation":")" +
               college + R"(","capacity":{"role":"SECRETARY","organisation":")" + college +
               R"("},"scopes":["ADMINISTER","RECORD","ACT"],"first_key_evidence":"@first-keys"}})" +
               "\n";
    const Finished done =
        sh("letopis key generate college --keys keys --passphrase file:passphrase --kdf interactive"
           " && letopis append college.json --dir ledger --keys keys --passphrase file:passphrase"
           " --signer root --names names.json");
    ASSERT_EQ(done.code, 0) << done.out << done.err;
  }

  /// Another key of that organisation, which administers none.
  void introduce_clerk() {
    std::ofstream(home.path("clerk.json"))
        << R"({"@cosigners":["clerk"],"scope":{"kind":"LEDGER",)"
           R"("id":"00000000000000000000000000000000"},"payload_type":"KeyIntroduced",)"
           R"("payload":{"key":"@key:clerk","kind":"PERSON","organisation":")" +
               home.environment["COLLEGE"] + R"(","capacity":{"organisation":")" +
               home.environment["COLLEGE"] + R"(","role":"SECRETARY"},"scopes":["ACT"]}})" + "\n";
    const Finished done =
        sh("letopis key generate clerk --keys keys --passphrase file:passphrase --kdf interactive"
           " && letopis append clerk.json --dir ledger --keys keys --passphrase file:passphrase"
           " --signer college");
    ASSERT_EQ(done.code, 0) << done.out << done.err;
  }

  /// A mirror that has lost the entries: the checkpoint and the tiles of a bundle.
  void leave_tiles_alone(const std::string& bundle, const std::string& folder) {
    ASSERT_EQ(sh("mkdir -p " + folder + " && tar -xf " + bundle + " -C " + folder + " && rm -rf " +
                 folder + "/tile/entries " + folder + "/events " + folder + "/manifest.jsonl")
                  .code,
              0);
  }

  /// Harms the table files that hold event bodies.
  void damage(const std::string& folder) {
    std::size_t harmed = 0;
    for (const auto& entry : std::filesystem::directory_iterator(home.path(folder) / "log")) {
      if (entry.path().extension() != ".sst") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::stringstream bytes;
      bytes << in.rdbuf();
      const std::size_t at = bytes.str().find("LTP1");
      if (at == std::string::npos) continue;
      std::fstream stream(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      stream.seekp(static_cast<std::streamoff>(at));
      stream.put('X');
      ++harmed;
    }
    ASSERT_GT(harmed, 0u);
  }

  const std::map<std::string, std::string> book = blocks();
  std::set<std::string> followed;
  ToolHome home;
};

}  // namespace tools
