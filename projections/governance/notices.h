// SPDX-License-Identifier: Apache-2.0
// Letters between the participants of governance: copies of agreements, protocols, notices of
// inclusion; when they were sent, when they arrived, what was attached (TU 8, 9, 13, 17).
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/verdict.h"

namespace projections::governance {

struct Notice {
  Fact<fb::NoticeDispatched> fact;
  ledger::Id id;
  fb::NoticeKind kind{};
  FuzzyDate sent_on;
  std::optional<Fact<fb::NoticeReceived>> receipt;
  FuzzyDate received_on;  ///< unknown without a receipt
  /// Whether it was received, as far as that is recorded.
  Truth received = Truth::kNo;
  std::vector<ledger::Hash> concerns;
  /// The certifications among the attachments.
  std::vector<Fact<fb::CopyCertified>> certified;
  std::vector<ledger::Hash> attached_documents;  ///< D of registrations, of certified ones too
  Grounds grounds;

  bool concerns_event(const ledger::Hash& digest) const {
    return std::find(concerns.begin(), concerns.end(), digest) != concerns.end();
  }
};

/// In the order in which they were recorded.
std::vector<Notice> notices(const Chronicle& chronicle);

}  // namespace projections::governance
