// SPDX-License-Identifier: Apache-2.0
#include "ledger/heap.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <cstdlib>
#include <cstring>

namespace ledger {
namespace {

std::size_t heap_of_the_system() {
  const auto heap = ::mallinfo2();
  return heap.arena + heap.hblkhd;
}

/// Takes a piece, writes to it and lets go of it.
void take_and_let_go(std::size_t bytes) {
  char* piece = static_cast<char*>(std::malloc(bytes));
  if (piece == nullptr) std::abort();
  std::memset(piece, 1, bytes);
  asm volatile("" : : "r"(piece) : "memory");
  std::free(piece);
}

/// Exit code 0: a piece of 1 MiB goes back to the system, after a larger one too.
[[noreturn]] void large_pieces_go_back() {
  keep_heap_small();
  take_and_let_go(std::size_t{8} << 20);
  const std::size_t before = heap_of_the_system();
  char* piece = static_cast<char*>(std::malloc(std::size_t{1} << 20));
  if (piece == nullptr) std::_Exit(2);
  std::memset(piece, 1, std::size_t{1} << 20);
  const bool taken_apart = ::mallinfo2().hblks > 0;
  std::free(piece);
  std::_Exit(taken_apart && heap_of_the_system() <= before ? 0 : 1);
}

TEST(HeapDeathTest, APieceOfOneMebibyteGoesBackToTheSystemAlsoAfterALargerOne) {
  if (heap_of_the_system() == 0) return;  // a sanitizer's heap does not tell
  EXPECT_EXIT(large_pieces_go_back(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ledger
