// SPDX-License-Identifier: Apache-2.0
// Text inside a page.
#pragma once

#include <string>
#include <string_view>

namespace tools {

/// With references in place of the characters that HTML gives a meaning: & < > ".
std::string html_escaped(std::string_view text);

}  // namespace tools
