// SPDX-License-Identifier: Apache-2.0
// Another program, started by a test, with its standard input and output on pipes.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace support {

class ChildProcess {
 public:
  /// `argv[0]` is the program's path.
  explicit ChildProcess(std::vector<std::string> argv);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Kills it if it still runs.
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  /// Its next line without the newline; empty at the end of its output.
  std::string read_line();
  void close_input();
  /// Whether it has ended, without waiting.
  bool ended();
  /// Waits for its end: the exit code, or 128 + the signal that ended it.
  int wait();

 private:
  void note(int status);

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int code_ = -1;
  bool running_ = false;
};

}  // namespace support
