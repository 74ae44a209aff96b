// SPDX-License-Identifier: Apache-2.0
#include "projections/proven_authority.h"

#include "projections/identity_admission.h"
#include "projections/internal/identity_authority.h"

namespace projections {

using ledger::Status;

Status check_authority(const ledger::ProvenSubjects& proven) {
  if (proven.commitment.rules_version > kRulesVersion) {
    return ledger::refused("RULES_UNKNOWN",
                           "the ledger's rules of version " +
                               std::to_string(proven.commitment.rules_version) +
                               " say who was allowed what, this program knows version " +
                               std::to_string(kRulesVersion));
  }
  ledger::Rows state;  // what closes the import of history; nothing else decides here
  for (const ledger::ProvenEvent& event : proven.events) {
    const ledger::Body& body = event.event.body;
    const ledger::Candidate candidate{
        body, event.index, event.recorded_at_us, event.event.digest, event.author, nullptr};
    const auto allowed = internal::check_authority(internal::IdentityState(state), candidate);
    if (!allowed) {
      return ledger::corrupt(
          allowed.error().reason,
          "event " + std::to_string(event.index) + ": " + allowed.error().message,
          allowed.error().where);
    }
    if (body.payload_type() == fb::Payload::ImportClosed) {
      internal::IdentityWriter(state).close_import(body.scope());
    }
  }
  return ledger::Ok{};
}

}  // namespace projections
