// SPDX-License-Identifier: Apache-2.0
// The configuration of serve: its own text reads back, faults name key and line, SERVE.md lists
// every key; and tokens by the tool.
#include "tools/serve_config.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <fstream>

#include "tests/paths.h"
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

TEST(ServiceManager, TellsTheSocketOfTheEnvironmentThatItIsReady) {
  const support::TempDir dir;
  const std::string path = (dir.path() / "notify").string();
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  const ServiceManager manager;
  ::unsetenv("NOTIFY_SOCKET");
  ::unsetenv("WATCHDOG_USEC");
  EXPECT_EQ(manager.sign_every(), std::chrono::seconds(15));
  manager.ready("http://127.0.0.1:1/");
  std::string message(200, '\0');
  message.resize(static_cast<std::size_t>(::recv(socket, message.data(), message.size(), 0)));
  EXPECT_EQ(message, "READY=1\nSTATUS=http://127.0.0.1:1/");
  ::close(socket);
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

TEST(ServeCommand, WithoutTokensItServesNobodyElsesMachine) {
  const ToolHome& home = shared_home();
  const auto refused = home.run({"serve", "--dir", "ledger", "--listen", "0.0.0.0:0"});
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("token create"));
  EXPECT_THAT(home.run({"serve", "--print-config"}).out, HasSubstr("[access]"));
}

}  // namespace
}  // namespace tools
