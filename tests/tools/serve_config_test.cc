// SPDX-License-Identifier: Apache-2.0
// The configuration of serve: its own text reads back, faults name key and line, SERVE.md lists
// every key; and tokens by the tool.
#include "tools/serve_config.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/paths.h"
#include "tests/support/raw_http.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tool_fixture.h"
#include "tools/service_manager.h"

namespace tools {
namespace {

using testing::HasSubstr;

class ServeConfig : public ::testing::Test {
 protected:
  ledger::Status read(const std::string& text) {
    const auto path = dir_.path() / "serve.toml";
    std::ofstream(path) << text;
    settings_ = {};
    return read_serve_config(path, settings_);
  }
  /// "REASON message" of the refusal.
  std::string refusal(const std::string& text) {
    const auto status = read(text);
    return status ? "read" : status.error().reason + " " + status.error().message;
  }

  support::TempDir dir_;
  ServeSettings settings_;
};

TEST_F(ServeConfig, ItsOwnTextReadsBackAsTheDefaults) {
  for (const Language language : {Language::kEnglish, Language::kRussian}) {
    const auto status = read(serve_config_text(language));
    EXPECT_TRUE(status) << status.error().message;
    EXPECT_EQ(settings_.listen, "127.0.0.1:8080");
    EXPECT_EQ(settings_.options.feeds.heartbeat, std::chrono::seconds(15));
  }
}

TEST_F(ServeConfig, ValuesGoWhereTheyBelong) {
  const auto status = read(R"(listen = "0.0.0.0:9000"
[access]
reads = "open"
requests_per_second = 50
cors_origins = ["https://a.example"]
[times]
idle_seconds = 7
[log]
requests = false
)");
  ASSERT_TRUE(status) << status.error().message;
  EXPECT_EQ(settings_.listen, "0.0.0.0:9000");
  EXPECT_EQ(settings_.reads, "open");
  EXPECT_EQ(settings_.options.access.rates.per_second, 50U);
  EXPECT_THAT(settings_.options.access.cors_origins, testing::ElementsAre("https://a.example"));
  EXPECT_EQ(settings_.options.server.idle_timeout, std::chrono::seconds(7));
  EXPECT_FALSE(settings_.options.log_requests);
}

TEST_F(ServeConfig, FaultsNameTheKeyAndTheLine) {
  EXPECT_THAT(refusal("listen = 1"), HasSubstr("BAD_VALUE listen is a text, line 1"));
  EXPECT_THAT(refusal("\nlisten_on = \"x\""), HasSubstr("UNKNOWN_KEY there is no key listen_on, "
                                                        "line 2"));
  EXPECT_THAT(refusal("[access]\nread = \"open\""),
              HasSubstr("UNKNOWN_KEY there is no key access.read, line 2"));
  EXPECT_THAT(refusal("[access]\nreads = \"all\""),
              HasSubstr("access.reads is one of \"auto\" \"open\" \"tokens\", line 2"));
  EXPECT_THAT(refusal("[limits]\nconnections = 0"), HasSubstr("an integer from 1"));
  EXPECT_THAT(refusal("[limits]\nconnections = 1.5"), HasSubstr("BAD_VALUE"));
  EXPECT_THAT(refusal("[limits]\nrequest_threads = 100000"),
              HasSubstr("BAD_VALUE limits.request_threads is an integer from 1 to 1024"));
  EXPECT_THAT(refusal("listen = "), HasSubstr("BAD_CONFIG"));
  EXPECT_THAT(refusal("listen = \"a\"\nlisten = \"b\""), HasSubstr("BAD_CONFIG"));
}

TEST_F(ServeConfig, TheManualListsEveryKey) {
  std::ifstream file(std::string(kSourceDir) + "/tools/SERVE.md");
  const std::string manual{std::istreambuf_iterator<char>(file), {}};
  for (const std::string& key : serve_config_keys()) {
    EXPECT_THAT(manual, HasSubstr("| `" + key + "` |"));
  }
}

/// Where a service manager listens: a datagram socket in the file system, as systemd has one.
class ManagerSocket {
 public:
  ManagerSocket() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval patience{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~ManagerSocket() { ::close(socket_); }

  std::string path() const { return (dir_.path() / "notify").string(); }
  /// The next datagram; empty when none comes.
  std::string next() const {
    std::string message(500, '\0');
    const auto size = ::recv(socket_, message.data(), message.size(), 0);
    message.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return message;
  }

 private:
  support::TempDir dir_;
  int socket_;
};

/// `letopis serve` of the shared ledger under a manager.
support::Command served(const ManagerSocket& manager, std::map<std::string, std::string> more) {
  auto command = shared_home().command({"serve", "--dir", "ledger", "--listen", "127.0.0.1:0"});
  command.environment["NOTIFY_SOCKET"] = manager.path();
  command.environment.merge(more);
  return command;
}

TEST(ServeAtAUnixSocket, EndsWithoutItsFileAndReplacesThatOfAKilledServer) {
  const support::TempDir dir;
  const std::string path = (dir / "http.sock").string();
  const auto command = shared_home().command(
      {"serve", "--dir", "ledger", "--listen", "unix:" + path, "--open-reads"});
  {
    support::Process killed(command);
    killed.wait_for_lines(1);
    EXPECT_EQ(killed.output(), "unix:" + path + "\n");
    killed.signal(SIGKILL);
    killed.finish();
  }
  ASSERT_TRUE(std::filesystem::is_socket(path));
  support::Process server(command);
  server.wait_for_lines(1);
  auto client = testing_support::RawClient::at_file(path);
  EXPECT_EQ(client.ask(testing_support::get("/v1/ledger")).status, 200);
  server.signal(SIGTERM);
  EXPECT_EQ(server.finish().code, 0);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ServeAtAUnixSocket, IsNotOpenToEverybodyByItself) {
  const support::TempDir dir;
  const auto refused = support::run(shared_home().command(
      {"serve", "--dir", "ledger", "--listen", "unix:" + (dir / "http.sock").string()}));
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.err, HasSubstr("NO_READERS"));
}

TEST(ServiceManager, HearsThatTheServerIsReadyAliveAndStopping) {
  const ManagerSocket manager;
  support::Process server(served(manager, {{"WATCHDOG_USEC", "200000"}}));
  const std::string ready = manager.next();
  ASSERT_THAT(ready, testing::StartsWith("READY=1\nSTATUS=http://127.0.0.1:"));
  const auto port = std::stoul(ready.substr(ready.rfind(':') + 1));
  testing_support::RawClient client(static_cast<std::uint16_t>(port));
  EXPECT_EQ(client.ask(testing_support::get("/livez")).status, 200);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(manager.next(), "WATCHDOG=1");
  server.signal(SIGTERM);
  std::string last = manager.next();
  while (last == "WATCHDOG=1") last = manager.next();
  EXPECT_EQ(last, "STOPPING=1");
  EXPECT_EQ(server.finish().code, 0);
}

TEST(ServiceManager, HearsNoSignsOfLifeThatItAskedOfAnotherProcess) {
  const ManagerSocket manager;
  support::Process server(served(manager, {{"WATCHDOG_USEC", "4000"}, {"WATCHDOG_PID", "1"}}));
  ASSERT_THAT(manager.next(), testing::StartsWith("READY=1"));
  server.signal(SIGTERM);
  EXPECT_EQ(manager.next(), "STOPPING=1");
  EXPECT_EQ(server.finish().code, 0);
}

TEST(ServiceManager, TakesTheUnitForValidAndWellConfined) {
  const std::string analyze = "/usr/bin/systemd-analyze";
  const support::TempDir dir;
  std::ifstream file(std::string(kSourceDir) + "/tools/letopis.service");
  std::string unit{std::istreambuf_iterator<char>(file), {}};
  const std::string installed = "/usr/bin/letopis ";
  ASSERT_THAT(unit, HasSubstr("ExecStart=" + installed));
  unit.replace(unit.find(installed), installed.size(), std::string(kBinaryDir) + "/letopis ");
  const std::string path = (dir.path() / "letopis.service").string();
  std::ofstream(path) << unit;
  const auto verified = support::run({{analyze, "verify", "--man=no", path}});
  EXPECT_EQ(verified.code, 0);
  EXPECT_EQ(verified.out + verified.err, "");
  const auto exposure =
      support::run({{analyze, "security", "--offline=true", "--threshold=20", path}});
  EXPECT_EQ(exposure.code, 0) << exposure.out << exposure.err;
}

TEST(TokenCommand, MakesListsAndRevokes) {
  ToolHome home;
  const auto made = home.run(
      {"token", "create", "--dir", ".", "--name", "вахта", "--right", "read", "--right", "feed"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(made.out.size(), 3 + 8 + 1 + 64 + 1U) << made.out;
  const std::string id = made.out.substr(3, 8);
  const auto listed = home.run({"token", "list", "--dir", ".", "--json"});
  const auto lines = json_lines(listed.out);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["id"], id);
  EXPECT_EQ(lines[0]["valid"], true);
  EXPECT_EQ(listed.out.find(made.out.substr(12, 64)), std::string::npos);
  EXPECT_EQ(home.run({"token", "revoke", id, "--dir", "."}).code, 0);
  EXPECT_EQ(json_lines(home.run({"token", "list", "--dir", ".", "--json"}).out)[0]["valid"], false);
  EXPECT_EQ(home.run({"token", "revoke", "00000000", "--dir", "."}).code, 3);
  EXPECT_EQ(home.run({"token", "create", "--name", "x", "--right", "write"}).code, 2);
}

TEST(TokenCommand, TheListNamesTheClustersAndTheOrganisationThatLimitAToken) {
  ToolHome home;
  const std::string cluster(32, 'c');
  const std::string organisation(32, 'd');
  for (const std::vector<std::string>& limit :
       {std::vector<std::string>{"--cluster", cluster}, {"--organisation", organisation}}) {
    std::vector<std::string> create{"token",  "create", "--dir",   ".",
                                    "--name", "x",      "--right", "files"};
    create.insert(create.end(), limit.begin(), limit.end());
    const auto made = home.run(create);
    ASSERT_EQ(made.code, 0) << made.err;
  }
  const auto listed = home.run({"token", "list", "--dir", ".", "--lang", "en"}).out;
  EXPECT_THAT(listed, HasSubstr("clusters " + cluster));
  EXPECT_THAT(listed, HasSubstr("organisation " + organisation));
  EXPECT_EQ(listed.find("whole ledger"), std::string::npos) << listed;
}

TEST(TokenCommand, ATermOfNoDayIsRefusedAndMakesNoToken) {
  ToolHome home;
  for (const char* days : {"-1", "0", "36501"}) {
    const auto refused = home.run(
        {"token", "create", "--dir", ".", "--name", "x", "--right", "read", "--days", days});
    EXPECT_EQ(refused.code, 2) << days << refused.err;
    EXPECT_EQ(refused.out, "") << days;
  }
  EXPECT_EQ(home.run({"token", "list", "--dir", ".", "--json"}).out, "");
}

TEST(ServeCommand, APublicAddressThatEndsWithASlashIsRefusedAtTheStart) {
  const ToolHome& home = shared_home();
  const support::TempDir dir;
  const std::string config = (dir.path() / "serve.toml").string();
  for (const char* url : {"https://x.example/", "https://x.example/letopis/"}) {
    std::ofstream(config) << "public_url = \"" << url << "\"\n";
    const auto refused =
        home.run({"serve", "--dir", "ledger", "--listen", "127.0.0.1:0", "--config", config});
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("public_url"));
  }
}

TEST(ServeCommand, AnOriginThatNoBrowserSendsIsRefusedAtTheStart) {
  const ToolHome& home = shared_home();
  const support::TempDir dir;
  const std::string config = (dir.path() / "serve.toml").string();
  std::ofstream(config) << "[access]\ncors_origins = [\"https://good.example/\"]\n";
  const auto refused =
      home.run({"serve", "--dir", "ledger", "--listen", "127.0.0.1:0", "--config", config});
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("https://good.example/"));
}

TEST(ServeCommand, WhatIsFoundWrongAfterTheFileWasReadNamesItsKeyAndLineToo) {
  const ToolHome& home = shared_home();
  const support::TempDir dir;
  const std::string config = (dir.path() / "serve.toml").string();
  struct Case {
    std::string text;
    int line;
    std::string said;
  };
  for (const Case& one : {
           Case{"[access]\ntrusted_proxies = [\n  \"10.0.0.0/8\",\n  \"10.0.0.0/40\"]\n", 4,
                "access.trusted_proxies: expected an address or ADDRESS/BITS, found 10.0.0.0/40"},
           Case{"\n[tls]\nkey = \"key.pem\"\n", 3, "not given: tls.certificate"},
           Case{"[tls]\ncertificate = \"cert.pem\"\n", 2, "not given: tls.key"},
           Case{"# where\nlisten = \"8080\"\n", 2, "listen: expected ADDRESS:PORT"},
           Case{"\n\npublic_url = \"x.example\"\n", 3, "public_url: it is http://HOST"},
           Case{"[access]\ncors_origins = [\"https://A.example\"]\n", 2, "access.cors_origins: an"},
       }) {
    std::ofstream(config) << one.text;
    std::vector<std::string> serve{"serve", "--dir", "ledger", "--config", config, "--lang", "en"};
    if (one.text.find("listen") == std::string::npos) {
      serve.insert(serve.end(), {"--listen", "127.0.0.1:0"});
    }
    const auto refused = home.run(serve);
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr(config + ":" + std::to_string(one.line) + ": "));
    EXPECT_THAT(refused.err, HasSubstr(one.said));
    EXPECT_THAT(refused.err, HasSubstr(", line " + std::to_string(one.line)));
  }
}

TEST(ServeCommand, WhatAFlagSaysIsNotBlamedOnTheFileThatItWinsOver) {
  const ToolHome& home = shared_home();
  const support::TempDir dir;
  const std::string config = (dir.path() / "serve.toml").string();
  std::ofstream(config) << "listen = \"127.0.0.1:0\"\n";
  const auto refused = home.run(
      {"serve", "--dir", "ledger", "--config", config, "--listen", "nowhere", "--lang", "en"});
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("--listen: "));
  EXPECT_EQ(refused.err.find("line 1"), std::string::npos) << refused.err;
}

TEST(ServeCommand, WithoutTokensItServesNobodyElsesMachine) {
  const ToolHome& home = shared_home();
  const auto refused = home.run({"serve", "--dir", "ledger", "--listen", "0.0.0.0:0"});
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("token create"));
  EXPECT_THAT(home.run({"serve", "--print-config"}).out, HasSubstr("[access]"));
}

}  // namespace
}  // namespace tools
