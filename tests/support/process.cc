// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "ledger/result.h"

namespace support {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    LEDGER_CHECK(::pipe2(ends.data(), O_CLOEXEC) == 0);
    read_end = ends[0];
    write_end = ends[1];
  }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

void close_fd(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

/// False at the end of the stream.
bool read_into(int fd, std::string& out) {
  std::array<char, 65536> buffer{};
  const ssize_t n = ::read(fd, buffer.data(), buffer.size());
  if (n <= 0) return false;
  out.append(buffer.data(), static_cast<std::size_t>(n));
  return true;
}

}  // namespace

Process::Process(const Command& command) {
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment;
  for (const auto& [name, value] : command.environment) environment.push_back(name + "=" + value);
  auto argv = pointers(arguments);
  auto envp = pointers(environment);
  Pipe in, out, err;
  pid_ = ::fork();
  LEDGER_CHECK(pid_ >= 0);
  if (pid_ == 0) {
    ::dup2(in.read_end, STDIN_FILENO);
    ::dup2(out.write_end, STDOUT_FILENO);
    ::dup2(err.write_end, STDERR_FILENO);
    ::signal(SIGPIPE, SIG_DFL);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(in.read_end);
  ::close(out.write_end);
  ::close(err.write_end);
  out_ = out.read_end;
  err_ = err.read_end;
  // Inputs of these tests are smaller than a pipe, so that nobody waits for anybody.
  LEDGER_CHECK(command.input.size() < 60'000);
  const ssize_t written = ::write(in.write_end, command.input.data(), command.input.size());
  LEDGER_CHECK(written == static_cast<ssize_t>(command.input.size()));
  ::close(in.write_end);
}

Process::~Process() {
  if (finished_) return;
  ::kill(pid_, SIGKILL);
  finish();
}

void Process::read_some() {
  std::array<pollfd, 2> streams{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  ::poll(streams.data(), streams.size(), -1);
  if (streams[0].revents != 0 && !read_into(out_, result_.out)) close_fd(out_);
  if (streams[1].revents != 0 && !read_into(err_, result_.err)) close_fd(err_);
}

void Process::wait_for_lines(std::size_t count) {
  const auto lines = [&] {
    return static_cast<std::size_t>(std::count(result_.out.begin(), result_.out.end(), '\n'));
  };
  while (out_ >= 0 && lines() < count) read_some();
}

void Process::signal(int number) const { ::kill(pid_, number); }

void Process::close_output() { close_fd(out_); }

Finished Process::finish() {
  while (out_ >= 0 || err_ >= 0) read_some();
  int status = 0;
  LEDGER_CHECK(::waitpid(pid_, &status, 0) == pid_);
  result_.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  finished_ = true;
  return result_;
}

Finished run(const Command& command) { return Process(command).finish(); }

}  // namespace support
