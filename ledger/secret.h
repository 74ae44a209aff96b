// SPDX-License-Identifier: Apache-2.0
// Memory for seeds, keys and passphrases: guarded pages that are locked out of swap and core dumps
// where the system allows it, zeroed before they are released, and without any way to print them.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace ledger {

/// A secret of fixed size. Move-only; a moved-from or default value is empty. Not thread-safe.
class SecretBytes {
 public:
  SecretBytes() = default;
  /// `size` zero bytes. Aborts when the system has no memory left for guarded pages.
  explicit SecretBytes(std::size_t size);
  /// The caller still has to wipe what `bytes` refers to, if that is secret.
  static SecretBytes copy_of(std::string_view bytes);

  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  std::size_t size() const { return size_; }
  unsigned char* data() { return data_; }
  const unsigned char* data() const { return data_; }
  /// Valid as long as this value lives and is not moved from. Never copy it into a std::string.
  std::string_view view() const;

  /// Compares in constant time for equal sizes; sizes themselves are not secret.
  bool same_as(const SecretBytes& other) const;

 private:
  unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;

/// False once any secret of this process could not be locked into memory (RLIMIT_MEMLOCK, a
/// container's policy): it may then reach the swap. A tool warns once. Safe from any thread.
bool memory_is_locked();

}  // namespace ledger
