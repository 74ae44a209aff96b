// SPDX-License-Identifier: Apache-2.0
#include "ledger/secret.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ostream>
#include <type_traits>
#include <utility>

namespace ledger {
namespace {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Printable<SecretBytes>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);

TEST(SecretBytes, StartsAsZeros) {
  const SecretBytes secret(40);
  EXPECT_EQ(secret.view(), std::string(40, '\0'));
}

TEST(SecretBytes, MovingLeavesTheSourceEmpty) {
  SecretBytes first = SecretBytes::copy_of("abc");
  SecretBytes second = std::move(first);
  EXPECT_EQ(first.size(), 0u);
  EXPECT_EQ(second.view(), "abc");
  SecretBytes third = SecretBytes::copy_of("xyz");
  third = std::move(second);
  EXPECT_EQ(third.view(), "abc");
  EXPECT_EQ(second.size(), 0u);
}

TEST(SecretBytes, ComparesContentAndSize) {
  EXPECT_TRUE(SecretBytes::copy_of("abc").same_as(SecretBytes::copy_of("abc")));
  EXPECT_FALSE(SecretBytes::copy_of("abc").same_as(SecretBytes::copy_of("abd")));
  EXPECT_FALSE(SecretBytes::copy_of("abc").same_as(SecretBytes::copy_of("ab")));
  EXPECT_TRUE(SecretBytes().same_as(SecretBytes()));
}

TEST(SecretBytes, FailureToLockMemoryIsReported) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // The limit binds only those without CAP_IPC_LOCK, so the superuser becomes nobody first.
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_MEMLOCK, &none) != 0) ::_exit(10);
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(11);
    const SecretBytes secret = SecretBytes::copy_of("still usable");
    // Sanitizers replace mlock by a function that always succeeds; then so does the locking.
    static char page[4'096];
    const bool lockable = ::mlock(page, sizeof page) == 0;
    ::_exit(memory_is_locked() == lockable && secret.view() == "still usable" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace ledger
