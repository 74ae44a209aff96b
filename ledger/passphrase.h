// SPDX-License-Identifier: Apache-2.0
// Where a passphrase may come from: the terminal, a file descriptor, a systemd credential or a
// private file. Never a command line or an environment value, which other processes can read.
#pragma once

#include <string>
#include <string_view>

#include "ledger/result.h"
#include "ledger/secret.h"

namespace ledger {

/// A parsed specification; holds no secret.
struct PassphraseSource {
  enum class Kind { kPrompt, kDescriptor, kCredential, kFile };
  Kind kind = Kind::kPrompt;
  int descriptor = -1;  ///< kDescriptor: already open, is not closed
  std::string name{};   ///< kCredential: the credential's name; kFile: the path
};

/// What the terminal shows, in the user's language. An empty `again` asks once; otherwise the
/// passphrase is for a new key and has to be typed twice.
struct PassphraseTexts {
  std::string ask;
  std::string again;
};

/// "prompt", "fd:<number>", "credential:<name>" or "file:<path>".
/// kInvalid BAD_PASSPHRASE_SOURCE; the message never repeats `spec`, which may hold a passphrase
/// that somebody put there by mistake.
Result<PassphraseSource> parse_passphrase_source(std::string_view spec);

/// The bytes up to the first line feed or the end, 1 to kPassphraseBytesMax of them.
///
/// prompt: /dev/tty without echo. A signal that ends or stops the process finds the terminal as it
///   was before; one prompt at a time in a process. kIo NO_TERMINAL; kInvalid PASSPHRASES_DIFFER;
///   kRefused INTERRUPTED when the program survives the signal.
/// fd: nothing after the line feed is taken from the descriptor. kIo PASSPHRASE_READ.
/// credential: $CREDENTIALS_DIRECTORY/<name>, whose access systemd guards. kNotFound
///   NO_CREDENTIAL; kIo PASSPHRASE_READ.
/// file: a regular file. kRefused PASSPHRASE_FILE_OPEN_TO_OTHERS unless group and others have no
///   access; kNotFound NO_PASSPHRASE_FILE; kIo PASSPHRASE_READ.
/// All: kInvalid EMPTY_PASSPHRASE, PASSPHRASE_TOO_LONG.
Result<SecretBytes> read_passphrase(const PassphraseSource& source, const PassphraseTexts& texts);

}  // namespace ledger
