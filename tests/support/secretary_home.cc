// SPDX-License-Identifier: Apache-2.0
#include "tests/support/secretary_home.h"

#include <fstream>
#include <memory>

#include "tests/paths.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kSecrets{"--keys", "keys", "--passphrase", "file:passphrase"};

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

const ToolHome& base() {
  static const auto home = [] {
    auto made = std::make_unique<ToolHome>();
    const std::string data = std::string(kSourceDir) + "/tests/data/secretary/";
    const auto must = [&](const std::vector<std::string>& arguments) {
      const Finished done = made->run(joined(arguments, kSecrets));
      EXPECT_EQ(done.code, 0) << done.err;
    };
    must({"init", "ledger", "--origin", "ledger.example/secretary", "--organisation",
          data + "operator.json", "--names", "names.json", "--kdf", "interactive", "--recovery",
          "1", "--recovery-k", "1"});
    must({"key", "generate", "secretary", "second", "--kdf", "interactive"});
    must({"append", data + "setup.jsonl", "--dir", "ledger", "--names", "names.json"});
    return made;
  }();
  return *home;
}

}  // namespace

SecretaryHome::SecretaryHome() : ToolHome(base()) {}

Finished SecretaryHome::secretary(std::vector<std::string> arguments,
                                  const std::string& input) const {
  return run(joined(joined(std::move(arguments), kSecrets),
                    {"--dir", "ledger", "--signer", "secretary", "--names", "names.json"}),
             input);
}

Finished SecretaryHome::with_vault(std::vector<std::string> arguments,
                                   const std::string& input) const {
  return secretary(joined(std::move(arguments), {"--vault", "vault"}), input);
}

bool SecretaryHome::make_vault() const {
  const Finished made = run({"vault", "init", "--dir", "ledger", "--vault", "vault", "--passphrase",
                             "file:passphrase", "--kdf", "interactive"});
  EXPECT_EQ(made.code, 0) << made.err;
  return made.code == 0;
}

int SecretaryHome::size() const {
  return json_lines(run({"stats", "-d", "ledger", "--json"}).out).at(0)["size"];
}

std::vector<json> SecretaryHome::events() const {
  return json_lines(run({"log", "-d", "ledger", "--json", "--limit", "1000"}).out);
}

std::vector<json> SecretaryHome::payloads(const std::string& type) const {
  std::vector<json> out;
  for (const json& event : events()) {
    if (event["body"]["payload_type"] == type) out.push_back(event["body"]["payload"]);
  }
  return out;
}

std::string SecretaryHome::id(const std::string& name) const {
  return json::parse(read("names.json"))["ids"][name];
}

void SecretaryHome::write(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
}

std::string SecretaryHome::read(const std::string& name) const {
  std::ifstream file(path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void SecretaryHome::copy_forms() const {
  fs::copy(std::string(kSourceDir) + "/tests/data/secretary/forms", path("forms"),
           fs::copy_options::recursive);
}

}  // namespace tools
