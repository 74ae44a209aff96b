// SPDX-License-Identifier: Apache-2.0
// The texts of an event that people write and read: the strings that the schema limits in
// characters. Hashes, ids, dates and tokens are not among them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ledger/body.h"

namespace projections::internal {

void visit_texts(const ledger::Body& body,
                 const std::function<void(const std::string& where, std::string_view text)>& visit);

}  // namespace projections::internal
