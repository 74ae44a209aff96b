// SPDX-License-Identifier: Apache-2.0
// What findings are about, for people: the meeting, the protocol or the decision behind the digest,
// and the order in which a list of findings is read.
#pragma once

#include <string>
#include <vector>

#include "projections/governance/findings.h"
#include "tools/session.h"

namespace tools {

/// What a finding is about: its kind, its title or number, its day as far as they are known.
struct FindingSubject {
  std::string text;  ///< e.g. "protocol No 2, 2021-05-05"
  projections::governance::FuzzyDate day;
  std::uint64_t index = 0;  ///< of its event
};

FindingSubject subject_of(const projections::Chronicle& chronicle, const ledger::Hash& digest,
                          Language language);

struct ShownFinding {
  projections::governance::Finding finding;
  FindingSubject subject;
};

/// By code, within a code by the day of the subject and then by its event; what has no day comes
/// last.
std::vector<ShownFinding> in_reading_order(const projections::Chronicle& chronicle,
                                           std::vector<projections::governance::Finding> findings,
                                           Language language);

}  // namespace tools
