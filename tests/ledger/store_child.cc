// SPDX-License-Identifier: Apache-2.0
// The other process of the store's tests:
//   hold DIR             opens the store, says "ready", closes it when its input ends
//   die DIR BATCHES      appends, says each batch's number when it is durable, and kills itself
//   stream DIR BATCHES   says "ready", appends with so small a write buffer that tables and logs
//                        come and go all the time
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "ledger/rocks_store.h"
#include "tests/support/numbered_batches.h"

namespace {

void say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

int run(const std::string& command, const std::string& dir, std::uint64_t batches) {
  ledger::RocksStoreOptions options;
  options.dir = dir;
  const std::size_t entry_bytes = command == "stream" ? 1'000 : 20;
  if (command == "stream") options.memtable_bytes = std::size_t{128} << 10;
  auto store = ledger::open_rocks_store(options);
  if (!store) return 2;
  if (command != "die") say("ready");
  if (command == "hold") {
    while (std::getchar() != EOF) continue;
    return 0;
  }
  const auto acquired = (*store)->acquire(0);
  if (!acquired) return 3;
  const auto first = acquired->head.size / support::kBatchEntries;
  for (auto number = first; number < first + batches; ++number) {
    if (!support::append_numbered(**store, acquired->lease, number, entry_bytes)) return 4;
    if (command == "die") say(std::to_string(number));
  }
  if (command == "die") ::raise(SIGKILL);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 1;
  return run(argv[1], argv[2], argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 0);
}
