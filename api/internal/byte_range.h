// SPDX-License-Identifier: Apache-2.0
// A part of the bytes of an answer (RFC 9110 section 14): one range, in bytes.
#pragma once

#include "api/http.h"

namespace api {

/// Says that ranges are taken and gives the one that a GET asks for: of a 200 with all bytes,
/// uncoded, makes 206, or 416 for a range that begins behind the end. Any other Range is as if it
/// were not there, and so is one whose If-Range names another tag.
void apply_range(const Request& request, Response& response);

}  // namespace api
