// SPDX-License-Identifier: Apache-2.0
#include "api/tokens.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "api/files.h"
#include "api/internal/descriptor.h"
#include "api/json_text.h"
#include "api/names.h"
#include "ledger/hash.h"

namespace api {
namespace {

using ledger::Result;

constexpr std::size_t kIdDigits = 8;
constexpr std::string_view kPrefix = "lt_";

/// Reads one token; the first fault is kept.
class Reader {
 public:
  Reader(const Json& json, std::string pointer) : json_(json), pointer_(std::move(pointer)) {}

  Result<Token> read() {
    Token token;
    if (!json_.is_object()) return bad("not an object");
    token.grant.token = text("id");
    token.name = text("name");
    const auto hash = ledger::fixed_from_hex<ledger::Hash>(text("sha256"));
    if (!hash) return bad("/sha256 is not 64 hex digits");
    token.sha256 = *hash;
    token.created_us = time("created_us").value_or(0);
    token.expires_us = time("expires_us");
    token.revoked_us = time("revoked_us");
    if (auto status = read_rights(token.grant); !status) return status.error();
    if (auto status = read_clusters(token.grant); !status) return status.error();
    if (auto status = read_organisation(token.grant); !status) return status.error();
    if (error_) return *error_;
    return token;
  }

 private:
  std::string text(const char* member) {
    const auto found = json_.find(member);
    if (found != json_.end() && found->is_string()) return found->get<std::string>();
    if (!error_) error_ = bad(std::string("/") + member + " is not a text");
    return {};
  }

  std::optional<std::uint64_t> time(const char* member) {
    const auto found = json_.find(member);
    if (found == json_.end()) return std::nullopt;
    if (found->is_number_unsigned()) return found->get<std::uint64_t>();
    if (!error_) error_ = bad(std::string("/") + member + " is not a number of microseconds");
    return 0;
  }

  ledger::Status read_rights(Grant& grant) const {
    const auto found = json_.find("rights");
    if (found == json_.end() || !found->is_array()) return bad("/rights is not a list");
    for (const Json& one : *found) {
      const auto right = one.is_string() ? find_right(one.get<std::string>()) : std::nullopt;
      if (!right) return bad("/rights names a right that there is not");
      grant.rights.push_back(*right);
    }
    return ledger::Ok{};
  }

  ledger::Status read_clusters(Grant& grant) const {
    const auto found = json_.find("clusters");
    if (found == json_.end()) return ledger::Ok{};
    if (!found->is_array()) return bad("/clusters is not a list");
    grant.clusters.emplace();
    for (const Json& one : *found) {
      const auto id = ledger::fixed_from_hex<ledger::Id>(one.is_string() ? one.get<std::string>()
                                                                         : std::string());
      if (!id) return bad("/clusters holds what is no id");
      grant.clusters->push_back(*id);
    }
    return ledger::Ok{};
  }

  ledger::Status read_organisation(Grant& grant) const {
    const auto found = json_.find("organisation");
    if (found == json_.end()) return ledger::Ok{};
    const auto id = ledger::fixed_from_hex<ledger::Id>(
        found->is_string() ? found->get<std::string>() : std::string());
    if (!id) return bad("/organisation is no id");
    grant.organisation = *id;
    return ledger::Ok{};
  }

  ledger::Error bad(const std::string& what) const {
    return ledger::invalid("BAD_TOKENS_FILE", "not a file of tokens: " + pointer_ + what, pointer_);
  }

  const Json& json_;
  const std::string pointer_;
  std::optional<ledger::Error> error_;
};

Json token_json(const Token& token) {
  Json json = {{"id", token.grant.token},
               {"name", token.name},
               {"sha256", to_hex(token.sha256)},
               {"rights", Json::array()}};
  for (const Right right : token.grant.rights) json["rights"].push_back(right_name(right));
  if (token.grant.clusters) {
    json["clusters"] = Json::array();
    for (const ledger::Id& id : *token.grant.clusters) json["clusters"].push_back(to_hex(id));
  }
  if (token.grant.organisation) json["organisation"] = to_hex(*token.grant.organisation);
  json["created_us"] = token.created_us;
  if (token.expires_us) json["expires_us"] = *token.expires_us;
  if (token.revoked_us) json["revoked_us"] = *token.revoked_us;
  return json;
}

/// Waits for whoever else changes the tokens; the lock ends with the descriptor. Its file stays:
/// the file of the tokens itself is another one after every change.
Result<Descriptor> lock_beside(const std::filesystem::path& tokens) {
  std::filesystem::path path = tokens;
  path += ".lock";
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  int locked = -1;
  if (file.valid()) {
    do locked = ::flock(file.get(), LOCK_EX);
    while (locked != 0 && errno == EINTR);
  }
  if (locked == 0) return file;
  return ledger::io_error("FILE_WRITE", std::strerror(errno), path.string());
}

std::optional<FileMark> mark_of(const std::filesystem::path& path) {
  struct stat file = {};
  if (::stat(path.c_str(), &file) != 0) return std::nullopt;
  return FileMark{file.st_ino, file.st_mtim.tv_sec, file.st_mtim.tv_nsec, file.st_size};
}

}  // namespace

Result<std::vector<Token>> read_tokens(const std::filesystem::path& path) {
  std::vector<Token> tokens;
  const auto text = read_file(path);
  if (!text && text.error().reason == "NO_FILE") return tokens;
  if (!text) return text.error();
  const auto json = read_json(*text, path.string());
  if (!json) return json.error();
  const auto list = json->value.is_object() ? json->value.find("tokens") : json->value.end();
  if (!json->value.is_object() || list == json->value.end() || !list->is_array()) {
    return ledger::invalid("BAD_TOKENS_FILE", "not a file of tokens: no list \"tokens\"", path);
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto token = Reader((*list)[i], "/tokens/" + std::to_string(i)).read();
    if (!token) return token.error();
    tokens.push_back(std::move(*token));
  }
  return tokens;
}

ledger::Status write_tokens(const std::filesystem::path& path, const std::vector<Token>& tokens) {
  Json json = {{"tokens", Json::array()}};
  for (const Token& token : tokens) json["tokens"].push_back(token_json(token));
  return write_file(path, json.dump(1) + "\n", 0600);
}

ledger::Status change_tokens(const std::filesystem::path& path,
                             const std::function<ledger::Status(std::vector<Token>&)>& change) {
  const auto lock = lock_beside(path);
  if (!lock) return lock.error();
  auto tokens = read_tokens(path);
  if (!tokens) return tokens.error();
  if (auto changed = change(*tokens); !changed) return changed;
  return write_tokens(path, *tokens);
}

std::string issue(Token& token, std::uint64_t now_us) {
  token.grant.token = to_hex(random_id()).substr(0, kIdDigits);
  token.created_us = now_us;
  const std::string text = std::string(kPrefix) + token.grant.token + "_" + to_hex(random_hash());
  token.sha256 = ledger::sha256(text);
  return text;
}

ledger::Status TokenStore::refresh() {
  const auto now = mark_of(path_);
  const std::lock_guard lock(mutex_);
  if (now && read_ == now) return ledger::Ok{};
  if (!now && !read_ && tokens_->empty()) return ledger::Ok{};
  auto tokens = read_tokens(path_);
  if (!tokens) return tokens.error();
  ever_any_ = ever_any_ || !tokens->empty();
  tokens_ = std::make_shared<const std::vector<Token>>(std::move(*tokens));
  read_ = now;
  return ledger::Ok{};
}

std::optional<Grant> TokenStore::find(std::string_view text, std::uint64_t now_us) const {
  std::shared_ptr<const std::vector<Token>> tokens;
  {
    const std::lock_guard lock(mutex_);
    tokens = tokens_;
  }
  const ledger::Hash hash = ledger::sha256(text);
  // Every token is compared, so that the time does not tell which one came near.
  const Token* found = nullptr;
  for (const Token& token : *tokens) {
    if (equal_in_constant_time(token.sha256.view(), hash.view())) found = &token;
  }
  if (found == nullptr || !found->valid_at(now_us)) return std::nullopt;
  return found->grant;
}

bool TokenStore::ever_any() const {
  const std::lock_guard lock(mutex_);
  return ever_any_;
}

}  // namespace api
