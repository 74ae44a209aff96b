// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/secret_line.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "ledger/internal/descriptor.h"
#include "ledger/limits.h"

namespace ledger::internal {

SecretLine::SecretLine() : bytes_(kPassphraseBytesMax) {}

void SecretLine::push(unsigned char byte) {
  if (size_ < bytes_.size()) bytes_.data()[size_] = byte;
  if (size_ <= bytes_.size()) ++size_;
}

Result<SecretBytes> SecretLine::finish() const {
  if (size_ == 0) {
    return invalid("EMPTY_PASSPHRASE", "the passphrase is empty", "введена пустая фраза", {});
  }
  if (size_ > bytes_.size()) {
    return invalid("PASSPHRASE_TOO_LONG", "the passphrase has more than kPassphraseBytesMax (" +
                                              std::to_string(kPassphraseBytesMax) + ") bytes");
  }
  return SecretBytes::copy_of(bytes_.view().substr(0, size_));
}

Result<SecretBytes> read_secret_line(int descriptor) {
  SecretLine line;
  SecretBytes byte(1);
  for (std::size_t taken = 0; taken <= kPassphraseBytesMax;) {
    const ssize_t n = ::read(descriptor, byte.data(), 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) {
      pollfd readable{.fd = descriptor, .events = POLLIN, .revents = 0};
      ::poll(&readable, 1, -1);
      continue;
    }
    if (n < 0) {
      return io_error("PASSPHRASE_READ",
                      failed("read", "descriptor " + std::to_string(descriptor)));
    }
    if (n == 0 || *byte.data() == '\n') break;
    line.push(*byte.data());
    ++taken;
  }
  return line.finish();
}

}  // namespace ledger::internal
