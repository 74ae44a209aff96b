// SPDX-License-Identifier: Apache-2.0
// The keys that organisations have shown in person against those that a log knows: FORMAT.md, "The
// trust file".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/rows.h"
#include "ledger/trust.h"

namespace ledger {

/// The name of a pinned organisation, or its id where the trust file has none.
std::string pinned_name(const TrustedOrganisation& pinned);

struct PinnedOrganisations {
  struct Wrong {
    TrustedOrganisation pinned;
    std::string why;  ///< what the log knows of the key
  };
  std::uint64_t known = 0;  ///< pinned keys that are their organisation's, ended or not
  std::vector<TrustedOrganisation> later;  ///< not known: the key may have come later
  std::vector<Wrong> wrong;                ///< another's, or the organisation has others alone
};

/// `keys`: the rows of keys as a log, or the proven events of one, leave them.
PinnedOrganisations compare_pinned(const std::vector<TrustedOrganisation>& pinned,
                                   const Rows& keys);

/// kCorrupt ORGANISATION_KEY for the first that is wrong.
Status check_pinned(const std::vector<TrustedOrganisation>& pinned, const Rows& keys);

}  // namespace ledger
