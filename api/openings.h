// SPDX-License-Identifier: Apache-2.0
// Openings in JSON: what travels beside an event that holds commitments to names, and the check at
// the door. An opening: {"field": path, "person": hex, "salt": hex, "value": text}. None of it
// enters the log; whoever receives it keeps it in the vault or forgets it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/json_text.h"
#include "ledger/body.h"
#include "ledger/name_commitment.h"
#include "ledger/vault.h"

namespace api {

/// A commitment in a body: its path, e.g. "payload.signature.person.name", and whose it is, where
/// the body says so.
struct BodyCommitment {
  std::string field;
  ledger::Hash commitment;
  std::optional<ledger::Id> person;
};

/// In the order of the schema. `body` is the JSON form of a strict body.
std::vector<BodyCommitment> commitments_in(const Json& body);

/// An opening with the commitment that it opens.
struct MatchedOpening {
  ledger::Hash commitment;
  ledger::Opening opening;
};

/// Each opening belongs to a commitment of the body and opens it, and every commitment has one.
/// kRefused OPENING_MISSING, OPENING_MISMATCH, OPENING_UNWANTED; `where` is the field's path.
ledger::Result<std::vector<MatchedOpening>> match_openings(const ledger::Hash& ledger_id,
                                                           const Json& body,
                                                           std::vector<ledger::Opening> openings);

Json opening_to_json(const ledger::Opening& opening);
/// kInvalid BAD_OPENING.
ledger::Result<ledger::Opening> opening_from_json(const Json& value);

/// "/payload/slots/1/person" is "payload.slots[1].person".
std::string path_of_pointer(std::string_view pointer);

}  // namespace api
