// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tools {

/// What CLI11 says of a command line that it does not accept, with its fixed phrases in Russian;
/// names, values and phrases that are not known stay as they are.
std::string usage_in_russian(std::string message);

}  // namespace tools
