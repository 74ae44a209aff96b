// SPDX-License-Identifier: Apache-2.0
// Runs a program as a process of its own and gathers what it says.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace support {

struct Finished {
  int code = -1;    ///< exit code; 128 + signal if one ended it, as a shell says it
  std::string out;  ///< standard output
  std::string err;  ///< standard error
};

struct Command {
  std::vector<std::string> arguments;                ///< the program first
  std::map<std::string, std::string> environment{};  ///< the whole of it
  std::string input{};                               ///< standard input
};

/// A process whose streams are pipes. Destroying it kills it.
class Process {
 public:
  explicit Process(const Command& command);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  /// Standard output as far as it was read.
  const std::string& output() const { return result_.out; }
  /// Blocks until that many lines have come on standard output, or it is closed.
  void wait_for_lines(std::size_t count);
  void signal(int number) const;
  /// Closes the reading end of standard output, as `head` does.
  void close_output();
  Finished finish();

 private:
  void read_some();

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  Finished result_;
  bool finished_ = false;
};

Finished run(const Command& command);

}  // namespace support
