// SPDX-License-Identifier: Apache-2.0
#include "ledger/hash.h"

#include <openssl/evp.h>

namespace ledger {
namespace {

/// OpenSSL 3.0 fetches the algorithm anew on every EVP_sha256() use, which costs more than hashing
/// a tree node: fetch once per process, one context per thread.
const EVP_MD* sha256_algorithm() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  LEDGER_CHECK(algorithm != nullptr);
  return algorithm;
}

struct Context {
  EVP_MD_CTX* ctx = EVP_MD_CTX_new();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(ctx); }
};

}  // namespace

Hash sha256(std::initializer_list<std::string_view> parts) {
  static thread_local Context context;
  LEDGER_CHECK(EVP_DigestInit_ex2(context.ctx, sha256_algorithm(), nullptr) == 1);
  for (const std::string_view part : parts) {
    LEDGER_CHECK(EVP_DigestUpdate(context.ctx, part.data(), part.size()) == 1);
  }
  Hash out;
  LEDGER_CHECK(EVP_DigestFinal_ex(context.ctx, out.bytes.data(), nullptr) == 1);
  return out;
}

Hash leaf_hash(std::string_view entry) { return sha256({std::string_view("\x00", 1), entry}); }

Hash node_hash(std::string_view left, std::string_view right) {
  return sha256({std::string_view("\x01", 1), left, right});
}

Hash empty_root() { return sha256(std::string_view{}); }

}  // namespace ledger
