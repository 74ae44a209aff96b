// SPDX-License-Identifier: Apache-2.0
// The prompt is tested through a pseudo-terminal: a child process asks, the test types.
#include "ledger/passphrase.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <functional>

#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

using Kind = PassphraseSource::Kind;

const PassphraseTexts kAskOnce{.ask = "Пароль ключа: ", .again = ""};
const PassphraseTexts kAskTwice{.ask = "New passphrase: ", .again = "Again: "};

TEST(PassphraseSource, KnownSpecificationsAreParsed) {
  EXPECT_EQ(parse_passphrase_source("prompt")->kind, Kind::kPrompt);
  const auto descriptor = parse_passphrase_source("fd:3");
  EXPECT_EQ(descriptor->kind, Kind::kDescriptor);
  EXPECT_EQ(descriptor->descriptor, 3);
  const auto credential = parse_passphrase_source("credential:operator.pass");
  EXPECT_EQ(credential->kind, Kind::kCredential);
  EXPECT_EQ(credential->name, "operator.pass");
  const auto file = parse_passphrase_source("file:/etc/letopis/a:b");
  EXPECT_EQ(file->kind, Kind::kFile);
  EXPECT_EQ(file->name, "/etc/letopis/a:b");
}

TEST(PassphraseSource, OtherSpecificationsAreRefusedWithoutRepeatingThem) {
  for (const std::string& spec :
       {std::string(), std::string("hunter2"), std::string("pass:hunter2"), std::string("env:HOME"),
        std::string("prompt:"), std::string("Prompt"), std::string("fd:"), std::string("fd:-1"),
        std::string("fd:03"), std::string("fd:2147483648"), std::string("credential:"),
        std::string("credential:../x"), std::string("credential:.."), std::string("file:"),
        std::string("file:a\0b", 8)}) {
    const auto source = parse_passphrase_source(spec);
    ASSERT_FALSE(source) << spec;
    EXPECT_EQ(source.error().reason, "BAD_PASSPHRASE_SOURCE");
    EXPECT_EQ(source.error().message.find("hunter2"), std::string::npos);
  }
}

class PassphraseFromBytes : public testing::Test {
 protected:
  void TearDown() override { ::unsetenv("CREDENTIALS_DIRECTORY"); }

  std::string write(std::string_view name, std::string_view content, mode_t mode) {
    const std::string path = folder_ + "/" + std::string(name);
    std::ofstream(path) << content;
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path;
  }

  static std::string read(std::string_view spec) {
    const auto secret = read_passphrase(*parse_passphrase_source(spec), kAskOnce);
    return secret ? std::string(secret->view()) : secret.error().reason;
  }

  /// The content through a pipe; `rest` becomes what the reader left in it.
  static std::string read_piped(std::string_view content, std::string& rest) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], content.data(), content.size()),
              static_cast<ssize_t>(content.size()));
    ::close(ends[1]);
    const std::string result = read("fd:" + std::to_string(ends[0]));
    char buffer[64];
    const ssize_t left = ::read(ends[0], buffer, sizeof buffer);
    rest.assign(buffer, left < 0 ? 0 : static_cast<std::size_t>(left));
    ::close(ends[0]);
    return result;
  }

  const support::TempDir dir_;
  const std::string folder_ = dir_.path().string();
};

TEST_F(PassphraseFromBytes, DescriptorIsReadUpToTheLineFeedAndNotBeyond) {
  std::string rest;
  EXPECT_EQ(read_piped("тайна \nevents follow", rest), "тайна ");
  EXPECT_EQ(rest, "events follow");
  EXPECT_EQ(read_piped("no line feed", rest), "no line feed");
}

TEST_F(PassphraseFromBytes, EmptyAndOverlongPassphrasesAreRefused) {
  std::string rest;
  EXPECT_EQ(read_piped("", rest), "EMPTY_PASSPHRASE");
  EXPECT_EQ(read_piped("\nsecond line", rest), "EMPTY_PASSPHRASE");
  EXPECT_EQ(read_piped(std::string(1'024, 'x') + "\n", rest), std::string(1'024, 'x'));
  EXPECT_EQ(read_piped(std::string(1'025, 'x'), rest), "PASSPHRASE_TOO_LONG");
}

TEST_F(PassphraseFromBytes, ClosedDescriptorIsAReadError) {
  EXPECT_EQ(read("fd:999999"), "PASSPHRASE_READ");
}

TEST_F(PassphraseFromBytes, PrivateFileIsReadAndOthersAreRefused) {
  EXPECT_EQ(read("file:" + write("a", "secret\n", 0600)), "secret");
  EXPECT_EQ(read("file:" + write("b", "secret\n", 0400)), "secret");
  EXPECT_EQ(read("file:" + write("c", "secret\n", 0640)), "PASSPHRASE_FILE_OPEN_TO_OTHERS");
  EXPECT_EQ(read("file:" + write("d", "secret\n", 0604)), "PASSPHRASE_FILE_OPEN_TO_OTHERS");
  EXPECT_EQ(read("file:" + folder_ + "/absent"), "NO_PASSPHRASE_FILE");
  EXPECT_EQ(read("file:" + folder_), "PASSPHRASE_READ");
  const std::string pipe = folder_ + "/pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(read("file:" + pipe), "PASSPHRASE_READ");
}

TEST_F(PassphraseFromBytes, CredentialComesFromSystemdsFolderOnly) {
  write("operator", "secret\n", 0440);
  EXPECT_EQ(read("credential:operator"), "NO_CREDENTIAL");
  ::setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
  EXPECT_EQ(read("credential:operator"), "secret");
  EXPECT_EQ(read("credential:absent"), "NO_CREDENTIAL");
}

/// A child process on a pseudo-terminal of its own.
class Prompt : public testing::Test {
 protected:
  void TearDown() override {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
    ::close(screen_);
    ::close(terminal_);
  }

  /// Runs `program` in the child; what it returns is the child's exit code.
  void start(const std::function<int()>& program) {
    ASSERT_EQ(::openpty(&screen_, &terminal_, nullptr, nullptr, nullptr), 0);
    before_ = settings();
    child_ = ::fork();
    ASSERT_GE(child_, 0);
    if (child_ != 0) return;
    for (const int number : {SIGINT, SIGTERM, SIGTSTP}) ::signal(number, SIG_DFL);
    ::setsid();
    ::ioctl(terminal_, TIOCSCTTY, 0);
    ::_exit(program());
  }
  /// The usual child: exits with 0 when `expected` (a passphrase or a reason) is the answer.
  void start_asking(const PassphraseTexts& texts, const std::string& expected) {
    start([=] { return answer(texts) == expected ? 0 : 1; });
  }
  static std::string answer(const PassphraseTexts& texts) {
    const auto secret = read_passphrase(PassphraseSource{}, texts);
    return secret ? std::string(secret->view()) : secret.error().reason;
  }

  void wait_for(std::string_view text) {
    const std::size_t from = seen_;
    while (shown_.find(text, from) == std::string::npos) {
      pollfd readable{.fd = screen_, .events = POLLIN, .revents = 0};
      ASSERT_EQ(::poll(&readable, 1, 20'000), 1) << "never shown: " << text;
      char buffer[256];
      const ssize_t n = ::read(screen_, buffer, sizeof buffer);
      ASSERT_GT(n, 0);
      shown_.append(buffer, static_cast<std::size_t>(n));
    }
    seen_ = shown_.find(text, from) + text.size();
  }
  void type(std::string_view keys) {
    ASSERT_EQ(::write(screen_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }
  termios settings() const {
    termios now{};
    EXPECT_EQ(::tcgetattr(terminal_, &now), 0);
    return now;
  }
  bool echoes() const { return (settings().c_lflag & ECHO) != 0; }
  bool is_restored() const {
    const termios now = settings();
    return now.c_lflag == before_.c_lflag && now.c_iflag == before_.c_iflag &&
           now.c_oflag == before_.c_oflag && now.c_cflag == before_.c_cflag;
  }
  int wait_for_end() {
    int status = 0;
    EXPECT_EQ(::waitpid(child_, &status, 0), child_);
    child_ = -1;
    return status;
  }

  int screen_ = -1;    ///< the user's side
  int terminal_ = -1;  ///< the program's side, kept open so that its settings can be read
  pid_t child_ = -1;
  termios before_{};
  std::string shown_;
  std::size_t seen_ = 0;
};

TEST_F(Prompt, ReadsALineWithoutEchoAndRestoresTheTerminal) {
  start_asking(kAskOnce, "тайна");
  wait_for("Пароль ключа: ");
  EXPECT_FALSE(echoes());
  type("тайна\n");
  wait_for("\n");
  EXPECT_EQ(wait_for_end(), 0);
  EXPECT_TRUE(echoes());
  EXPECT_TRUE(is_restored());
  EXPECT_EQ(shown_.find("тайна"), std::string::npos);
}

TEST_F(Prompt, NewPassphraseIsTypedTwice) {
  start_asking(kAskTwice, "secret");
  wait_for("New passphrase: ");
  type("secret\n");
  wait_for("Again: ");
  EXPECT_FALSE(echoes());
  type("secret\n");
  EXPECT_EQ(wait_for_end(), 0);
  EXPECT_TRUE(is_restored());
}

TEST_F(Prompt, NewPassphraseTypedDifferentlyIsRefused) {
  start_asking(kAskTwice, "PASSPHRASES_DIFFER");
  wait_for("New passphrase: ");
  type("secret\n");
  wait_for("Again: ");
  type("Secret\n");
  EXPECT_EQ(wait_for_end(), 0);
}

TEST_F(Prompt, EndOfInputIsAnEmptyPassphrase) {
  start_asking(kAskOnce, "EMPTY_PASSPHRASE");
  wait_for("Пароль ключа: ");
  type("\x04");
  EXPECT_EQ(wait_for_end(), 0);
}

TEST_F(Prompt, CtrlCRestoresTheTerminalAndEndsTheProgram) {
  start_asking(kAskOnce, "");
  wait_for("Пароль ключа: ");
  EXPECT_FALSE(echoes());
  type("sec\x03");
  const int status = wait_for_end();
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGINT);
  EXPECT_TRUE(is_restored());
}

TEST_F(Prompt, TerminationRestoresTheTerminal) {
  start_asking(kAskOnce, "");
  wait_for("Пароль ключа: ");
  ::kill(child_, SIGTERM);
  const int status = wait_for_end();
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
  EXPECT_TRUE(is_restored());
}

volatile sig_atomic_t own_handler_calls = 0;

TEST_F(Prompt, ProgramWithItsOwnHandlerIsToldAndGetsAnError) {
  start([] {
    ::signal(SIGINT, [](int) { own_handler_calls = own_handler_calls + 1; });
    const bool interrupted = answer(kAskOnce) == "INTERRUPTED";
    return interrupted && own_handler_calls == 1 ? 0 : 1;
  });
  wait_for("Пароль ключа: ");
  type("\x03");
  EXPECT_EQ(wait_for_end(), 0);
  EXPECT_TRUE(is_restored());
}

TEST_F(Prompt, SignalThatTheProgramIgnoresStaysIgnored) {
  start([] {
    ::signal(SIGTERM, SIG_IGN);
    return answer(kAskOnce) == "secret" ? 0 : 1;
  });
  wait_for("Пароль ключа: ");
  ::kill(child_, SIGTERM);
  type("secret\n");
  EXPECT_EQ(wait_for_end(), 0);
}

TEST_F(Prompt, AfterAStopTheQuestionIsAskedAgain) {
  // The child leads an orphaned session, where the stop itself has no effect.
  start_asking(kAskOnce, "secret");
  wait_for("Пароль ключа: ");
  type("half\x1a");
  wait_for("Пароль ключа: ");
  EXPECT_FALSE(echoes());
  type("secret\n");
  EXPECT_EQ(wait_for_end(), 0);
  EXPECT_TRUE(is_restored());
}

TEST_F(Prompt, WithoutATerminalIsAnError) {
  start([this] {
    ::signal(SIGHUP, SIG_IGN);
    ::ioctl(terminal_, TIOCNOTTY);
    return answer(kAskOnce) == "NO_TERMINAL" ? 0 : 1;
  });
  EXPECT_EQ(wait_for_end(), 0);
}

}  // namespace
}  // namespace ledger
