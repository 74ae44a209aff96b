// SPDX-License-Identifier: Apache-2.0
#include "tests/support/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "ledger/result.h"

extern char** environ;

namespace support {

ChildProcess::ChildProcess(std::vector<std::string> argv) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  LEDGER_CHECK(::pipe2(in.data(), O_CLOEXEC) == 0 && ::pipe2(out.data(), O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (auto& argument : argv) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  LEDGER_CHECK(::posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ) ==
               0);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  input_ = in[1];
  output_ = out[0];
  running_ = true;
}

ChildProcess::~ChildProcess() {
  close_input();
  if (running_) {
    ::kill(pid_, SIGKILL);
    wait();
  }
  ::close(output_);
}

std::string ChildProcess::read_line() {
  std::string line;
  for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';) line.push_back(c);
  return line;
}

void ChildProcess::close_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

bool ChildProcess::ended() {
  int status = 0;
  if (running_ && ::waitpid(pid_, &status, WNOHANG) == pid_) note(status);
  return !running_;
}

int ChildProcess::wait() {
  int status = 0;
  if (running_ && ::waitpid(pid_, &status, 0) == pid_) note(status);
  return code_;
}

void ChildProcess::note(int status) {
  running_ = false;
  code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace support
