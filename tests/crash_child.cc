// SPDX-License-Identifier: Apache-2.0
// The process that crash_test.cc kills: opens a ledger, lets four authors append, and tells on
// standard output what it acknowledged and which checkpoints it showed. With a step and a count it
// kills itself at that occurrence of the step; otherwise its parent does.
//   letopis_crash_child FOLDER FIRST_NUMBER [STEP COUNT]
// And the one of disk_full_test.cc, which appends until the disk is full, and then goes on:
//   letopis_crash_child fill FOLDER
//   letopis_crash_child go-on FOLDER ACKNOWLEDGED
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "ledger/verify.h"
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

/// How many of the numbers [1, last] are events of the log.
std::uint64_t count_there(const support::TestLedger& t, std::uint64_t last) {
  std::uint64_t there = 0;
  for (std::uint64_t number = 1; number <= last; ++number) {
    const auto found = t.log->view().find_id(t.id_of(t.organisation(number)));
    there += found && *found ? 1 : 0;
  }
  return there;
}

int fill(const std::filesystem::path& folder) {
  support::TestLedger t{folder};
  t.create();
  std::uint64_t acknowledged = 0;
  std::optional<ledger::Error> refusal;
  while (!refusal && acknowledged < 100'000) {
    const auto result = t.log->append({t.sign(t.organisation(acknowledged + 1))});
    if (result) ++acknowledged;
    if (!result) refusal = result.error();
  }
  if (!refusal) return 3;
  tell("acknowledged " + std::to_string(acknowledged) + "\n");
  tell("refusal " + refusal->reason + ": " + refusal->message + "\n");
  tell("read-on-full-disk " + std::to_string(count_there(t, acknowledged)) + "\n");
  return 0;
}

int go_on(const std::filesystem::path& folder, std::uint64_t acknowledged) {
  support::TestLedger t{folder};
  if (const auto opened = t.open(); !opened) {
    tell("open " + opened.error().message + "\n");
    return 4;
  }
  tell("there-again " + std::to_string(count_there(t, acknowledged)) + "\n");
  const auto appended = t.log->append({t.sign(t.organisation(acknowledged + 2))});
  tell(std::string("appended-again ") + (appended ? "yes" : appended.error().message) + "\n");
  t.close();
  const auto report = ledger::verify_ledger(*t.options()->store, {});
  tell("faults " + (report ? std::to_string(report->fault_count) : report.error().message) + "\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "fill") return fill(argv[2]);
  if (argc == 4 && std::string(argv[1]) == "go-on") {
    return go_on(argv[2], std::strtoull(argv[3], nullptr, 10));
  }
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
