// SPDX-License-Identifier: Apache-2.0
// Which files a bundle holds by its kind and sizes, and no others: whatever else lies in its folder
// says nothing that anybody compares.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "api/bundle.h"

namespace api {

/// Whether export writes a file of this name into such a bundle. `there`: whether a file of a name
/// is in the bundle at all, since which events a subject has follows from no header. Blocks of
/// checkpoints beyond the end are let pass as long as none before them is missing; what they say is
/// for check_bundle_words().
bool belongs_in_bundle(const BundleHeader& header, const std::string& path,
                       const std::function<bool(const std::string&)>& there);

}  // namespace api
