// SPDX-License-Identifier: Apache-2.0
// The handshake happens inside the first reads and writes, so a connection that never finishes it
// meets the same timeouts as one that never sends a request.
#include "api/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <limits>

namespace api {
namespace {

using ledger::Result;
using Context = std::shared_ptr<SSL_CTX>;

std::string last_words() {
  std::array<char, 256> text{};
  ::ERR_error_string_n(::ERR_get_error(), text.data(), text.size());
  ::ERR_clear_error();
  return text.data();
}

int clamp(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

class TlsTransport final : public Transport {
 public:
  TlsTransport(Context context, int socket)
      : context_(std::move(context)), ssl_(::SSL_new(context_.get()), &::SSL_free) {
    if (ssl_ == nullptr || ::SSL_set_fd(ssl_.get(), socket) != 1) {
      failed_ = true;
      return;
    }
    ::SSL_set_accept_state(ssl_.get());
  }

  /// Takes all that is there: a short read means that the next one would wait for the socket.
  IoResult read(char* into, std::size_t size) override {
    std::size_t total = 0;
    while (total < size && !failed_) {
      ::ERR_clear_error();
      const int got = ::SSL_read(ssl_.get(), into + total, clamp(size - total));
      if (got <= 0) {
        if (total > 0) break;
        return told(got);
      }
      total += static_cast<std::size_t>(got);
    }
    if (total > 0) return {IoResult::State::kDone, total};
    return {IoResult::State::kFailed};
  }

  IoResult write(std::string_view bytes) override {
    if (failed_) return {IoResult::State::kFailed};
    ::ERR_clear_error();
    const int sent = ::SSL_write(ssl_.get(), bytes.data(), clamp(bytes.size()));
    if (sent > 0) return {IoResult::State::kDone, static_cast<std::size_t>(sent)};
    return told(sent);
  }

  void end_writing() override {
    if (failed_ || ::SSL_is_init_finished(ssl_.get()) != 1) return;
    ::ERR_clear_error();
    ::SSL_shutdown(ssl_.get());
  }

 private:
  IoResult told(int result) {
    switch (::SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
        return {IoResult::State::kWantRead};
      case SSL_ERROR_WANT_WRITE:
        return {IoResult::State::kWantWrite};
      case SSL_ERROR_ZERO_RETURN:
        return {IoResult::State::kEnd};
      default:
        failed_ = true;
        return {IoResult::State::kFailed};
    }
  }

  Context context_;
  std::unique_ptr<SSL, decltype(&::SSL_free)> ssl_;
  bool failed_ = false;
};

}  // namespace

Result<TransportFactory> make_tls_transport(const std::filesystem::path& certificate,
                                            const std::filesystem::path& key) {
  Context context(::SSL_CTX_new(::TLS_server_method()), &::SSL_CTX_free);
  if (context == nullptr || ::SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) {
    return ledger::io_error("TLS_START", "TLS cannot be started: " + last_words());
  }
  ::SSL_CTX_set_mode(context.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  ::SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  if (::SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
    return ledger::invalid("TLS_CERTIFICATE", "not a usable certificate: " + last_words(),
                           certificate);
  }
  if (::SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return ledger::invalid("TLS_KEY", "not a usable key: " + last_words(), key);
  }
  if (::SSL_CTX_check_private_key(context.get()) != 1) {
    return ledger::invalid("TLS_KEY_MISMATCH", "the key is not the certificate's: " + last_words(),
                           key);
  }
  return TransportFactory(
      [context](int socket) { return std::make_unique<TlsTransport>(context, socket); });
}

}  // namespace api
