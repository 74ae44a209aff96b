// SPDX-License-Identifier: Apache-2.0
#include "ledger/secret.h"

#include <sodium.h>

#include <atomic>
#include <cstring>
#include <utility>

#include "ledger/bytes.h"

namespace ledger {
namespace {

std::atomic<bool> every_lock_succeeded{true};

}  // namespace

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  static const int sodium_ready = sodium_init();
  LEDGER_CHECK(sodium_ready >= 0);
  if (size == 0) return;
  void* const memory = sodium_malloc(size);
  LEDGER_CHECK(memory != nullptr);
  // sodium_malloc locks too, but says nothing when that fails; a second lock changes nothing else.
  if (sodium_mlock(memory, size) != 0) every_lock_succeeded = false;
  data_ = static_cast<unsigned char*>(memory);
  sodium_memzero(data_, size);
}

SecretBytes SecretBytes::copy_of(std::string_view bytes) {
  SecretBytes secret(bytes.size());
  if (!bytes.empty()) std::memcpy(secret.data_, bytes.data(), bytes.size());
  return secret;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  SecretBytes moved(std::move(other));
  std::swap(data_, moved.data_);
  std::swap(size_, moved.size_);
  return *this;
}

SecretBytes::~SecretBytes() { sodium_free(data_); }  // zeroes, checks the guards, unlocks

std::string_view SecretBytes::view() const { return as_view(data_, size_); }

bool SecretBytes::same_as(const SecretBytes& other) const {
  if (size_ != other.size_) return false;
  return size_ == 0 || sodium_memcmp(data_, other.data_, size_) == 0;
}

bool memory_is_locked() { return every_lock_succeeded; }

}  // namespace ledger
