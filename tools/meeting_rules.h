// SPDX-License-Identifier: Apache-2.0
// The charter's rules on a form's own numbers, for the preview: quorum at each question as people
// come and go, and the outcome of each ballot with its derivation. What the ledger will say of the
// meeting takes the members from the ledger; here the total is the form's, or that of the seats
// that the body lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/body.h"
#include "tools/directory.h"
#include "tools/meeting_form.h"

namespace tools {

/// What the rules say about one ballot; texts in both languages.
struct BallotCheck {
  std::uint64_t item = 0;
  std::string ballot;  ///< local name
  std::optional<std::uint64_t> present;
  std::optional<std::uint64_t> total;
  std::optional<std::uint64_t> needed;  ///< for the quorum
  std::optional<bool> quorum;
  std::optional<bool> adopted;
  std::string clause;  ///< of the quorum rule
  std::string english;
  std::string russian;
  bool contradicts_paper = false;  ///< a decision on it states the opposite result
};

/// The body of the charter event with this digest; kNotFound NO_SUCH_EVENT and the errors of the
/// view.
ledger::Result<ledger::Body> charter_body(const OpenLedger& ledger, const std::string& digest);

/// One check per ballot of the meeting. `charter` is the body of a CharterAdopted.
std::vector<BallotCheck> check_ballots(const MeetingEvents& meeting, const Directory& directory,
                                       const ledger::Body& charter);

}  // namespace tools
