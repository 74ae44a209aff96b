// SPDX-License-Identifier: Apache-2.0
// Bearer tokens in a file beside the ledger. Only their SHA-256 is kept: a token is 32 random
// bytes, so its hash tells nothing of it. JSON:
//   {"tokens": [{"id": hex, "name": text, "sha256": hex, "rights": [...], "clusters": [hex] or
//    absent,
//    "organisation": hex or absent, "created_us": n, "expires_us": n or absent,
//    "revoked_us": n or absent}]}, times in microseconds since 1970-01-01T00:00:00Z.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access.h"

namespace api {

struct Token {
  Grant grant;       ///< its `token` is the token's id
  std::string name;  ///< what it is for, as its maker put it
  ledger::Hash sha256;
  std::uint64_t created_us = 0;
  std::optional<std::uint64_t> expires_us;
  std::optional<std::uint64_t> revoked_us;

  bool valid_at(std::uint64_t now_us) const {
    return !revoked_us && (!expires_us || now_us < *expires_us);
  }
};

/// An absent file holds no tokens. kInvalid BAD_TOKENS_FILE naming the place; kIo FILE_READ.
ledger::Result<std::vector<Token>> read_tokens(const std::filesystem::path& path);
/// Readable by its owner alone; all or nothing. kIo FILE_WRITE.
ledger::Status write_tokens(const std::filesystem::path& path, const std::vector<Token>& tokens);

/// Reads the file, changes its tokens and writes them, while nobody else does the same: FILE.lock
/// beside it is held meanwhile, and waited for. The errors of both, those of the change, kIo
/// FILE_WRITE for the lock; after an error the file is as it was.
ledger::Status change_tokens(const std::filesystem::path& path,
                             const std::function<ledger::Status(std::vector<Token>&)>& change);

/// Fills id, hash and time of `token`; the text is shown once and kept nowhere:
/// "lt_" id "_" 64 hex digits.
std::string issue(Token& token, std::uint64_t now_us);

/// Tells a file from the one that took its place, also within one tick of the clock.
struct FileMark {
  std::uint64_t inode = 0;
  std::int64_t written_s = 0;
  std::int64_t written_ns = 0;
  std::int64_t bytes = 0;
  friend bool operator==(const FileMark&, const FileMark&) = default;
};

/// The tokens of a running server; the file is read again when it changes. Any thread.
class TokenStore {
 public:
  explicit TokenStore(std::filesystem::path path) : path_(std::move(path)) {}

  /// Reads the file if it is new. The errors of read_tokens; the tokens read before stay then.
  ledger::Status refresh();

  /// What the token permits now; nothing for one that is unknown, expired or revoked.
  std::optional<Grant> find(std::string_view text, std::uint64_t now_us) const;
  /// Whether there is a token, or was one since the start.
  bool ever_any() const;

 private:
  const std::filesystem::path path_;
  mutable std::mutex mutex_;
  std::shared_ptr<const std::vector<Token>> tokens_ = std::make_shared<std::vector<Token>>();
  std::optional<FileMark> read_;  ///< guarded by mutex_
  bool ever_any_ = false;         ///< guarded by mutex_
};

}  // namespace api
