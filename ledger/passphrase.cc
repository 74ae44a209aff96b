// SPDX-License-Identifier: Apache-2.0
#include "ledger/passphrase.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "ledger/bytes.h"
#include "ledger/internal/descriptor.h"
#include "ledger/internal/secret_line.h"
#include "ledger/internal/terminal.h"

namespace ledger {
namespace {

using internal::Descriptor;
using internal::failed;

bool is_credential_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= NAME_MAX && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), allowed);
}

Result<SecretBytes> read_opened(const Descriptor& file, const std::string& path,
                                std::string_view not_found_reason) {
  if (file.is_open()) return internal::read_secret_line(file.get());
  if (errno == ENOENT) {
    return not_found(std::string(not_found_reason), failed("read", path),
                     "нет файла с парольной фразой " + path, path);
  }
  return io_error("PASSPHRASE_READ", failed("read", path), path);
}

Result<SecretBytes> read_credential(const std::string& name) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') {
    return not_found("NO_CREDENTIAL",
                     "CREDENTIALS_DIRECTORY is not set: only a service started by systemd with "
                     "LoadCredential= has credentials");
  }
  const std::string path = std::string(folder) + "/" + name;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  return read_opened(file, path, "NO_CREDENTIAL");
}

Result<SecretBytes> read_file(const std::string& path) {
  // Not blocking, so that a named pipe is refused below instead of waited for.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat status {};
  if (file.is_open() && ::fstat(file.get(), &status) == 0) {
    if (!S_ISREG(status.st_mode)) {
      return io_error("PASSPHRASE_READ", path + " is not a regular file", path);
    }
    if ((status.st_mode & 077) != 0) {
      Error open_to_others =
          refused("PASSPHRASE_FILE_OPEN_TO_OTHERS",
                  path + " can be used by group or others; its mode has to be 0600 or 0400", path);
      open_to_others.russian = "права на " + path + " должны быть 0600 или 0400";
      return open_to_others;
    }
  }
  return read_opened(file, path, "NO_PASSPHRASE_FILE");
}

Result<SecretBytes> prompt(const PassphraseTexts& texts) {
  auto first = internal::prompt_secret(texts.ask);
  if (!first || texts.again.empty()) return first;
  const auto second = internal::prompt_secret(texts.again);
  if (!second) return second.error();
  if (!first->same_as(*second)) {
    return invalid("PASSPHRASES_DIFFER", "the two passphrases are not the same");
  }
  return first;
}

}  // namespace

Result<PassphraseSource> parse_passphrase_source(std::string_view spec) {
  using Kind = PassphraseSource::Kind;
  const std::size_t colon = spec.find(':');
  const std::string_view kind = spec.substr(0, colon);
  const std::string_view value =
      colon == std::string_view::npos ? std::string_view{} : spec.substr(colon + 1);
  if (spec == "prompt") return PassphraseSource{};
  if (kind == "fd") {
    const auto number = parse_decimal(value);
    if (number && *number <= INT_MAX) {
      return PassphraseSource{.kind = Kind::kDescriptor, .descriptor = static_cast<int>(*number)};
    }
  }
  if (kind == "credential" && is_credential_name(value)) {
    return PassphraseSource{.kind = Kind::kCredential, .name = std::string(value)};
  }
  if (kind == "file" && !value.empty() && value.find('\0') == std::string_view::npos) {
    return PassphraseSource{.kind = Kind::kFile, .name = std::string(value)};
  }
  return invalid("BAD_PASSPHRASE_SOURCE",
                 "expected prompt, fd:<number>, credential:<name> or file:<path>; a passphrase "
                 "itself is never given here");
}

Result<SecretBytes> read_passphrase(const PassphraseSource& source, const PassphraseTexts& texts) {
  switch (source.kind) {
    case PassphraseSource::Kind::kPrompt:
      return prompt(texts);
    case PassphraseSource::Kind::kDescriptor:
      return internal::read_secret_line(source.descriptor);
    case PassphraseSource::Kind::kCredential:
      return read_credential(source.name);
    case PassphraseSource::Kind::kFile:
      return read_file(source.name);
  }
  return invalid("BAD_PASSPHRASE_SOURCE", "unknown kind of passphrase source");
}

}  // namespace ledger
