// SPDX-License-Identifier: Apache-2.0
// SHA-256 by OpenSSL (fetched once, one context per thread) and the two prefixed forms of
// RFC 6962 section 2.1.
#pragma once

#include <initializer_list>
#include <string_view>

#include "ledger/bytes.h"

namespace ledger {

/// SHA-256 of the concatenation of the parts.
Hash sha256(std::initializer_list<std::string_view> parts);
inline Hash sha256(std::string_view bytes) { return sha256({bytes}); }

/// SHA-256(0x00 || entry): the leaf hash over exactly the stored bytes.
Hash leaf_hash(std::string_view entry);

/// SHA-256(0x01 || left || right). The parts are 32 bytes each in a tree; the published sanity
/// vector of RFC 6962 implementations uses shorter ones.
Hash node_hash(std::string_view left, std::string_view right);
inline Hash node_hash(const Hash& left, const Hash& right) {
  return node_hash(left.view(), right.view());
}

/// SHA-256 of nothing: the root of the empty tree.
Hash empty_root();

}  // namespace ledger
