// SPDX-License-Identifier: Apache-2.0
// Content negotiation (RFC 9110 section 12): media types, languages, and the one content coding.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.h"

namespace api {

/// "type/subtype" in lower case, without parameters.
std::string essence_of(std::string_view content_type);

/// The offered type the client likes best; ties go to the earlier offer. Empty Accept takes the
/// first. nullopt: none is acceptable. REQUIRES: offers not empty.
std::optional<std::string> choose_media_type(std::string_view accept,
                                             const std::vector<std::string>& offers);

/// English unless the client prefers Russian.
Language choose_language(std::string_view accept_language);

/// Whether gzip (or *) is listed with a weight above zero.
bool accepts_gzip(std::string_view accept_encoding);

/// Whether the Content-Type is one of `consumes` and its charset, if given, is UTF-8.
bool content_type_allowed(std::string_view content_type, const std::vector<std::string>& consumes);

}  // namespace api
