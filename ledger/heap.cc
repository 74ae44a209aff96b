// SPDX-License-Identifier: Apache-2.0
#include "ledger/heap.h"

#include <malloc.h>

#include <algorithm>
#include <thread>

namespace ledger {
namespace {

constexpr int kOwnPieceBytes = 512 << 10;
constexpr int kTopKeptBytes = 2 << 20;  // of a pool's free end
constexpr unsigned kPoolsMin = 2;
constexpr unsigned kPoolsMax = 8;

}  // namespace

void keep_heap_small() {
  const unsigned cores = std::thread::hardware_concurrency();
  ::mallopt(M_ARENA_MAX, static_cast<int>(std::clamp(cores, kPoolsMin, kPoolsMax)));
  // Once set, it no longer rises with the largest piece that was let go of.
  ::mallopt(M_MMAP_THRESHOLD, kOwnPieceBytes);
  ::mallopt(M_TRIM_THRESHOLD, kTopKeptBytes);
}

void return_free_memory() { ::malloc_trim(0); }

}  // namespace ledger
