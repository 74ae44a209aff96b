// SPDX-License-Identifier: Apache-2.0
// Collects one line of secret bytes straight into locked memory.
#pragma once

#include "ledger/result.h"
#include "ledger/secret.h"

namespace ledger::internal {

/// The growing line. Bytes beyond kPassphraseBytesMax are counted and dropped.
class SecretLine {
 public:
  SecretLine();
  void push(unsigned char byte);
  /// The line so far. kInvalid EMPTY_PASSPHRASE, PASSPHRASE_TOO_LONG.
  Result<SecretBytes> finish() const;

 private:
  SecretBytes bytes_;
  std::size_t size_ = 0;
};

/// Reads byte by byte up to a line feed, the end or the limit, so that what follows stays in the
/// descriptor. kIo PASSPHRASE_READ, else as SecretLine::finish.
Result<SecretBytes> read_secret_line(int descriptor);

}  // namespace ledger::internal
