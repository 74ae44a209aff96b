// SPDX-License-Identifier: Apache-2.0
#include "projections/view_digests.h"

namespace projections {

std::vector<ledger::ViewDigest> view_digests(const Runner& runner, std::uint64_t size) {
  std::vector<ledger::ViewDigest> out;
  for (const ViewState& view : runner.states()) {
    const auto digest = runner.digest_at(view.name, size);
    if (digest && *digest) out.push_back({view.name, view.version, **digest});
  }
  return out;
}

}  // namespace projections
