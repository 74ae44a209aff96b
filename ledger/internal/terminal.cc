// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

#include "ledger/internal/descriptor.h"
#include "ledger/internal/secret_line.h"

namespace ledger::internal {
namespace {

constexpr std::array kCaughtSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

/// Where the handler writes the signal's number: a pipe wakes poll() whichever thread was hit.
std::atomic<int> signal_pipe{-1};
static_assert(std::atomic<int>::is_always_lock_free, "the signal handler reads it");

extern "C" void letopis_note_signal(int number) {
  const int saved_errno = errno;
  const unsigned char byte = static_cast<unsigned char>(number);
  [[maybe_unused]] const ssize_t n = ::write(signal_pipe, &byte, 1);
  errno = saved_errno;
}

/// Catches the signals while it lives and puts the old reactions back.
class CaughtSignals {
 public:
  explicit CaughtSignals(int write_end) {
    LEDGER_CHECK(signal_pipe.exchange(write_end) == -1);
    struct sigaction action {};
    action.sa_handler = letopis_note_signal;
    action.sa_flags = SA_RESTART;  // for the program's other threads
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < kCaughtSignals.size(); ++i) {
      ::sigaction(kCaughtSignals[i], nullptr, &old_[i]);
      // What the program was told to ignore (nohup) stays ignored.
      if (old_[i].sa_handler != SIG_IGN) ::sigaction(kCaughtSignals[i], &action, nullptr);
    }
  }
  CaughtSignals(const CaughtSignals&) = delete;
  CaughtSignals& operator=(const CaughtSignals&) = delete;
  ~CaughtSignals() {
    for (std::size_t i = 0; i < kCaughtSignals.size(); ++i) {
      ::sigaction(kCaughtSignals[i], &old_[i], nullptr);
    }
    signal_pipe = -1;
  }

 private:
  std::array<struct sigaction, kCaughtSignals.size()> old_{};
};

/// Turns the echo off while it lives. What was typed before the question is thrown away.
class EchoOff {
 public:
  explicit EchoOff(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal_, &old_) != 0) return;
    termios silent = old_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
    silent.c_lflag |= ICANON | ISIG;
    is_on_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;
  ~EchoOff() {
    if (is_on_) ::tcsetattr(terminal_, TCSAFLUSH, &old_);
  }
  bool is_on() const { return is_on_; }

 private:
  int terminal_;
  bool is_on_ = false;
  termios old_{};
};

void show(int terminal, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(terminal, text.data(), text.size());
    if (n < 0 && errno != EINTR) return;
    if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
  }
}

/// Takes one number out of the pipe; 0 when it is empty.
int noted_signal(int signals) {
  unsigned char number = 0;
  return ::read(signals, &number, 1) == 1 ? number : 0;
}

/// Reads the line. Stops early, with a line that must not be used, when a signal was noted.
Status read_line_until_signal(int terminal, int signals, SecretLine& line) {
  SecretBytes byte(1);
  while (true) {
    std::array<pollfd, 2> waiting{pollfd{.fd = terminal, .events = POLLIN, .revents = 0},
                                  pollfd{.fd = signals, .events = POLLIN, .revents = 0}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[1].revents != 0) return Ok{};
    if (waiting[0].revents == 0) continue;
    const ssize_t n = ::read(terminal, byte.data(), 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("PASSPHRASE_READ", failed("read", "/dev/tty"));
    if (n == 0 || *byte.data() == '\n') return Ok{};
    line.push(*byte.data());
  }
}

Status ask_without_echo(int terminal, int signals, std::string_view text, SecretLine& line) {
  const EchoOff echo_off(terminal);
  if (!echo_off.is_on()) return io_error("NO_TERMINAL", failed("turn off the echo of", "/dev/tty"));
  show(terminal, text);
  const Status status = read_line_until_signal(terminal, signals, line);
  show(terminal, "\n");
  return status;
}

/// One question. `signal` becomes the signal that came meanwhile, or 0; by then the terminal and
/// the program's own reactions are as they were.
Result<SecretBytes> ask(int terminal, std::string_view text, int& signal) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
    return io_error("NO_TERMINAL", failed("make", "a pipe for signals"));
  }
  const Descriptor read_end(ends[0]);
  const Descriptor write_end(ends[1]);
  SecretLine line;
  Status status = Ok{};
  {
    const CaughtSignals caught(write_end.get());
    status = ask_without_echo(terminal, read_end.get(), text, line);
  }
  signal = noted_signal(read_end.get());
  if (!status) return status.error();
  return line.finish();
}

}  // namespace

Result<SecretBytes> prompt_secret(std::string_view text) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!terminal.is_open()) {
    Error nobody_there = io_error("NO_TERMINAL", failed("open", "/dev/tty"));
    nobody_there.russian = "терминал /dev/tty не открывается";
    return nobody_there;
  }
  while (true) {
    int signal = 0;
    auto answer = ask(terminal.get(), text, signal);
    if (signal == 0) return answer;
    ::kill(::getpid(), signal);  // ends, stops or informs the program as if it had come just now
    if (signal != SIGTSTP) return refused("INTERRUPTED", "a signal ended the question");
  }
}

}  // namespace ledger::internal
