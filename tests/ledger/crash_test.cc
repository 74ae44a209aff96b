// SPDX-License-Identifier: Apache-2.0
// Real processes killed with SIGKILL while authors append: at random moments and at every step of
// the write path. Afterwards every acknowledged event is there in its place, nothing is half
// there, and every checkpoint that was ever shown is of this very history.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <random>
#include <sstream>

#include "ledger/entry.h"
#include "ledger/verify.h"
#include "tests/paths.h"
#include "tests/support/test_ledger.h"

namespace ledger {
namespace {

constexpr std::uint64_t kNumbersPerRun = 1'000;

class CrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
    t_.create();
    t_.close();
  }

  struct Run {
    bool killed = false;
    std::string told;
  };

  /// Runs the child until it ends or `kill_after` is over; at a step if `step` is given.
  Run run_child(std::chrono::microseconds kill_after, std::optional<std::pair<int, int>> step) {
    int out[2];
    EXPECT_EQ(::pipe2(out, O_CLOEXEC), 0);
    const std::string program = std::string(kBinaryDir) + "/letopis_crash_child";
    const std::string folder = t_.folder.string();
    const std::string first = std::to_string(next_number_);
    next_number_ += kNumbersPerRun;
    const std::string at = step ? std::to_string(step->first) : "";
    const std::string count = step ? std::to_string(step->second) : "";
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::execl(program.c_str(), program.c_str(), folder.c_str(), first.c_str(),
              step ? at.c_str() : nullptr, count.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(out[1]);
    Run run;
    read_until(out[0], kill_after, run.told);
    ::kill(child, SIGKILL);
    read_until(out[0], std::chrono::seconds(10), run.told);
    ::close(out[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    run.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    EXPECT_TRUE(run.killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
        << "status " << status << "\n"
        << run.told;
    return run;
  }

  static void read_until(int fd, std::chrono::microseconds limit, std::string& into) {
    const auto end = std::chrono::steady_clock::now() + limit;
    char buffer[65536];
    while (true) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          end - std::chrono::steady_clock::now());
      pollfd waiting{fd, POLLIN, 0};
      if (left.count() < 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return;
      const ssize_t n = ::read(fd, buffer, sizeof buffer);
      if (n <= 0) return;
      into.append(buffer, static_cast<std::size_t>(n));
    }
  }

  void remember(const std::string& told) {
    std::istringstream lines(told);
    for (std::string word; lines >> word;) {
      std::uint64_t a = 0;
      std::string b;
      lines >> a >> b;
      if (word == "ack") acknowledged_[a] = std::strtoull(b.c_str(), nullptr, 10);
      if (word == "checkpoint" || word == "open") {
        const auto [it, fresh] = shown_.emplace(a, b);
        EXPECT_EQ(it->second, b) << "two checkpoints of size " << a;
      }
    }
  }

  /// Everything that was promised holds.
  void check(bool complete) {
    const auto opened = t_.open();
    ASSERT_TRUE(opened) << opened.error().reason << " " << opened.error().message;
    {
      const auto view = t_.log->view();
      for (const auto& [number, index] : acknowledged_) {
        const auto found = view.find_id(t_.id_of(t_.organisation(number)));
        ASSERT_TRUE(found && *found) << "lost: event " << number;
        EXPECT_EQ(**found, index);
      }
      for (const auto& [size, root] : shown_) {
        ASSERT_LE(size, view.size());
        EXPECT_EQ(to_hex(*view.root_at(size)), root) << "at size " << size;
      }
      VerifyOptions options;
      options.fast = !complete;
      const auto report = verify_ledger(view.store(), options);
      ASSERT_TRUE(report) << report.error().message;
      EXPECT_TRUE(report->ok()) << report->faults[0].message;
      EXPECT_EQ(report->size, view.size());
    }
    t_.close();
  }

  support::TestLedger t_{support::TestLedger::Where::kRocks};
  std::uint64_t next_number_ = 1;
  std::map<std::uint64_t, std::uint64_t> acknowledged_;
  std::map<std::uint64_t, std::string> shown_;
};

TEST_F(CrashTest, KilledAtEveryStepOfTheWritePathNothingAcknowledgedIsLost) {
  constexpr int kSteps = static_cast<int>(WriteStep::kAnswered) + 1;
  for (int step = 0; step < kSteps; ++step) {
    for (const int count : {1, 2, 7}) {
      const Run run = run_child(std::chrono::seconds(20), std::pair{step, count});
      EXPECT_TRUE(run.killed) << "step " << step;
      remember(run.told);
      check(false);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_FALSE(acknowledged_.empty());
  check(true);
}

TEST_F(CrashTest, KilledAtRandomMomentsNothingAcknowledgedIsLost) {
  const unsigned seed = std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 100; ++round) {
    const auto moment = std::chrono::microseconds(1'000 + random() % 60'000);
    remember(run_child(moment, std::nullopt).told);
    if (round % 10 == 9) check(false);
    if (HasFatalFailure()) return;
  }
  check(true);
}

}  // namespace
}  // namespace ledger
