// SPDX-License-Identifier: Apache-2.0
// Runs the scenarios of tests/api/scripts over real sockets against a server of a real ledger.
#include <fmt/format.h>

#include <fstream>

#include "tests/paths.h"
#include "tests/support/served_ledger.h"

namespace {

using testing_support::RawClient;
using testing_support::RawResponse;

struct Scenario {
  std::string name;
  std::string request;
  std::vector<std::vector<std::string>> answers;  ///< first the status or "closed", then lines
};

/// The bytes that a line of a script stands for, with its CR LF unless it ends in '\'.
std::string bytes_of(const std::string& line) {
  std::string bytes;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\') {
      bytes += line[i];
      continue;
    }
    if (i + 1 == line.size()) return bytes;
    const char kind = line[++i];
    if (kind == 'x') {
      bytes += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      bytes += kind == 'r' ? '\r' : kind == 'n' ? '\n' : kind == 't' ? '\t' : kind;
    }
  }
  return bytes + "\r\n";
}

std::vector<Scenario> read_scenarios(const std::string& name) {
  std::vector<Scenario> scenarios;
  std::ifstream file(std::string(kSourceDir) + "/tests/api/scripts/" + name);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) {
      scenarios.push_back({line.substr(3), {}, {}});
    } else if (scenarios.empty()) {
      continue;
    } else if (line.starts_with("=== ")) {
      scenarios.back().answers.push_back({line.substr(4)});
    } else if (scenarios.back().answers.empty()) {
      scenarios.back().request += bytes_of(line);
    } else if (!line.empty()) {
      scenarios.back().answers.back().push_back(line);
    }
  }
  return scenarios;
}

void expect_line(const RawResponse& response, const std::string& line) {
  if (line.starts_with("~ ")) {
    EXPECT_NE(response.body.find(line.substr(2)), std::string::npos) << line << response.body;
  } else if (line.starts_with("!head ")) {
    EXPECT_EQ(response.head.find(line.substr(6)), std::string::npos) << line << response.head;
  } else {
    const auto colon = line.find(": ");
    EXPECT_EQ(response.header(line.substr(0, colon)), line.substr(colon + 2)) << response.head;
  }
}

class Scripts : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    serve();
  }

  void run(const Scenario& scenario) {
    SCOPED_TRACE(scenario.name);
    RawClient client(server_->port());
    client.send(scenario.request);
    for (const auto& expected : scenario.answers) {
      if (expected.front() == "closed") {
        EXPECT_TRUE(client.ended());
        continue;
      }
      const RawResponse response = client.read();
      EXPECT_EQ(std::to_string(response.status), expected.front())
          << response.head << response.body;
      for (std::size_t i = 1; i < expected.size(); ++i) expect_line(response, expected[i]);
      if (response.status < 200) continue;
      EXPECT_TRUE(response.header("Date")) << response.head;
      EXPECT_TRUE(response.header("X-Request-Id")) << response.head;
      EXPECT_FALSE(response.header("EXCEPTION_WHAT")) << response.head;
    }
  }
};

TEST_F(Scripts, EveryScenarioGoesAsWritten) {
  const auto scenarios = read_scenarios("http.txt");
  ASSERT_GT(scenarios.size(), 30U);
  for (const Scenario& scenario : scenarios) run(scenario);
  EXPECT_EQ(ask("/livez").status, 200);
}

}  // namespace
