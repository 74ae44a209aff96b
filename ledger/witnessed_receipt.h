// SPDX-License-Identifier: Apache-2.0
// The receipt of an event at the first checkpoint that enough witnesses cosigned.
#pragma once

#include <cstdint>

#include "ledger/log_reader.h"
#include "ledger/trust.h"

namespace ledger {

/// Like ReadView::receipt(), but at the first published checkpoint that covers the event and has
/// the quorum of this trust file: the same for ever, once there is one. kNotFound NOT_WITNESSED;
/// kNotFound BEYOND_LOG; the errors of the view.
Result<Receipt> witnessed_receipt(const ReadView& view, std::uint64_t index, const Trust& trust);

}  // namespace ledger
