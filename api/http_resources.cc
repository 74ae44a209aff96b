// SPDX-License-Identifier: Apache-2.0
#include "api/http_resources.h"

#include <httplib.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "api/internal/bounded_exchange.h"
#include "api/internal/transport_failure.h"

namespace api {
namespace {

using ledger::Result;

constexpr time_t kConnectSeconds = 10;
constexpr time_t kAnswerSeconds = 30;

class HttpResources {
 public:
  HttpResources(const std::string& server, std::string prefix, std::string token,
                std::chrono::milliseconds whole_answer)
      : client_(server), prefix_(std::move(prefix)), whole_answer_(whole_answer) {
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
    if (too_slow_) return took_too_long(path);
    httplib::Request request;
    request.method = "GET";
    request.path = prefix_ + path;
    internal::Exchange done =
        internal::exchange(client_, std::move(request), {whole_answer_, bytes_max});
    const httplib::Result& result = done.result;
    too_slow_ = done.too_slow;
    if (too_slow_) return took_too_long(path);
    if (done.too_large) {
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
    return std::move(done.body);
  }

 private:
  ledger::Error took_too_long(const std::string& path) const {
    return ledger::io_error("SERVER_TOO_SLOW",
                            "an answer was not whole after " +
                                std::to_string(whole_answer_.count() / 1'000) +
                                " s: the server is asked nothing more",
                            path);
  }

  std::mutex mutex_;
  httplib::Client client_;  ///< guarded by mutex_
  const std::string prefix_;
  const std::chrono::milliseconds whole_answer_;
  bool too_slow_ = false;  ///< guarded by mutex_
};

}  // namespace

Result<ledger::ResourceFetch> http_resources(const std::string& url, const std::string& token,
                                             std::chrono::milliseconds whole_answer) {
  const bool known = url.starts_with("http://") || url.starts_with("https://");
  const std::size_t host = known ? url.find("://") + 3 : 0;
  if (!known || url.find_first_of("?#@ ") != std::string::npos || host == url.size()) {
    return ledger::invalid("BAD_URL", "expected http://HOST:PORT[/PREFIX], found " + url);
  }
  const std::size_t slash = url.find('/', host);
  std::string prefix = slash == std::string::npos ? "" : url.substr(slash);
  if (!prefix.ends_with('/')) prefix += '/';
  auto resources =
      std::make_shared<HttpResources>(url.substr(0, slash), std::move(prefix), token, whole_answer);
  return ledger::ResourceFetch([resources](const std::string& path, std::size_t bytes_max) {
    return resources->get(path, bytes_max);
  });
}

}  // namespace api
