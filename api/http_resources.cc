// SPDX-License-Identifier: Apache-2.0
#include "api/http_resources.h"

#include <httplib.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "api/internal/transport_failure.h"

namespace api {
namespace {

using ledger::Result;

constexpr time_t kConnectSeconds = 10;
constexpr time_t kAnswerSeconds = 30;

class HttpResources {
 public:
  HttpResources(const std::string& server, std::string prefix, std::string token)
      : client_(server), prefix_(std::move(prefix)) {
    client_.set_connection_timeout(kConnectSeconds);
    client_.set_read_timeout(kAnswerSeconds);
    client_.set_keep_alive(true);
    client_.set_tcp_nodelay(true);
    const char* of_environment = std::getenv("LETOPIS_TOKEN");
    if (token.empty() && of_environment != nullptr) token = of_environment;
    if (!token.empty()) client_.set_default_headers({{"Authorization", "Bearer " + token}});
  }

  Result<std::string> get(const std::string& path, std::size_t bytes_max) {
    const std::lock_guard lock(mutex_);
    std::string body;
    bool too_large = false;
    const auto result =
        client_.Get((prefix_ + path).c_str(), [&](const char* data, std::size_t size) {
          too_large = body.size() + size > bytes_max;
          if (!too_large) body.append(data, size);
          return !too_large;
        });
    if (too_large) {
      return ledger::corrupt(
          "RESOURCE_TOO_LARGE",
          "the answer is longer than the " + std::to_string(bytes_max) + " bytes that it may have",
          path);
    }
    if (!result) {
      return ledger::io_error("SERVER_UNREACHABLE",
                              std::string(internal::transport_failure(result.error()).words), path);
    }
    if (result->status == 404) return ledger::not_found("NO_RESOURCE", "the server has none", path);
    if (result->status != 200) {
      return ledger::io_error("BAD_ANSWER", "the server answers " + std::to_string(result->status),
                              path);
    }
    return body;
  }

 private:
  std::mutex mutex_;
  httplib::Client client_;  ///< guarded by mutex_
  const std::string prefix_;
};

}  // namespace

Result<ledger::ResourceFetch> http_resources(const std::string& url, const std::string& token) {
  const bool known = url.starts_with("http://") || url.starts_with("https://");
  const std::size_t host = known ? url.find("://") + 3 : 0;
  if (!known || url.find_first_of("?#@ ") != std::string::npos || host == url.size()) {
    return ledger::invalid("BAD_URL", "expected http://HOST:PORT[/PREFIX], found " + url);
  }
  const std::size_t slash = url.find('/', host);
  std::string prefix = slash == std::string::npos ? "" : url.substr(slash);
  if (!prefix.ends_with('/')) prefix += '/';
  auto resources = std::make_shared<HttpResources>(url.substr(0, slash), std::move(prefix), token);
  return ledger::ResourceFetch([resources](const std::string& path, std::size_t bytes_max) {
    return resources->get(path, bytes_max);
  });
}

}  // namespace api
