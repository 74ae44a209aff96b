// SPDX-License-Identifier: Apache-2.0
// Strict percent-decoding (RFC 3986) of path segments and queries: what is not two hex digits
// after '%', not UTF-8, or a NUL, is an error and never a guess.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/http.h"

namespace api {

/// kInvalid BAD_ESCAPE or BAD_UTF8.
ledger::Result<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// Segments of a raw path that starts with '/', each decoded after the split, so that %2F stays
/// inside its segment. "/" has one empty segment. Errors as percent_decode.
ledger::Result<std::vector<std::string>> decode_path(std::string_view raw_path);

/// Pairs of a raw query (without '?'), form style: '&' between, '+' is a space. Empty pieces are
/// skipped. Errors as percent_decode.
ledger::Result<Pairs> decode_query(std::string_view raw_query);

/// Percent-encodes everything but the unreserved characters of RFC 3986.
std::string encode_uri(std::string_view text);

}  // namespace api
