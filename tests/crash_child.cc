// SPDX-License-Identifier: Apache-2.0
// The process that crash_test.cc kills: opens a ledger, lets four authors append, and tells on
// standard output what it acknowledged and which checkpoints it showed. With a step and a count it
// kills itself at that occurrence of the step; otherwise its parent does.
//   letopis_crash_child FOLDER FIRST_NUMBER [STEP COUNT]
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "tests/support/test_ledger.h"

namespace {

constexpr std::uint64_t kAuthors = 4;
constexpr std::uint64_t kEventsPerAuthor = 200;

std::mutex out_mutex;

/// One line, whole or not at all, out of this process before it is counted.
void tell(const std::string& line) {
  const std::lock_guard lock(out_mutex);
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::abort();
}

void author(support::TestLedger& t, std::uint64_t first) {
  for (std::uint64_t number = first; number < first + kEventsPerAuthor; ++number) {
    const auto result = t.log->append({t.sign(t.organisation(number))});
    if (!result) return;
    const auto view = t.log->view();
    tell("ack " + std::to_string(number) + " " + std::to_string(result->at(0).index) +
         "\ncheckpoint " + std::to_string(view.size()) + " " + to_hex(view.checkpoint().root) +
         "\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) return 2;
  support::TestLedger t{std::filesystem::path(argv[1])};
  const std::uint64_t first = std::strtoull(argv[2], nullptr, 10);
  if (argc == 5) {
    const int step = std::atoi(argv[3]);
    t.on_step = [step, left = std::make_shared<std::atomic<int>>(std::atoi(argv[4]))](
                    ledger::WriteStep at) {
      if (static_cast<int>(at) == step && --*left == 0) ::kill(::getpid(), SIGKILL);
    };
  }
  if (const auto opened = t.open(); !opened) {
    std::fprintf(stderr, "%s: %s\n", opened.error().reason.c_str(), opened.error().message.c_str());
    return 1;
  }
  tell("open " + std::to_string(t.log->view().size()) + " " +
       to_hex(t.log->view().checkpoint().root) + "\n");
  std::vector<std::thread> authors;
  for (std::uint64_t a = 0; a < kAuthors; ++a) {
    authors.emplace_back([&t, from = first + a * kEventsPerAuthor] { author(t, from); });
  }
  for (std::thread& each : authors) each.join();
  return 0;
}
