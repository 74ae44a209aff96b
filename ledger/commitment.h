// SPDX-License-Identifier: Apache-2.0
// Commitments (FORMAT.md): what a LedgerCommitment says about the first N entries, and
// the formulas behind it: a subject's stream, its head, and the map of all heads. The sequencer,
// the verifier and the checks of completeness proofs call the same code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/body.h"
#include "ledger/bytes.h"
#include "ledger/event_check.h"
#include "ledger/merkle.h"
#include "ledger/prefix_map.h"
#include "ledger/result.h"

namespace ledger {

/// A subject's history so far: the RFC 6962 tree over the leaf hashes of its entries in index
/// order, each of which is a leaf hash of this tree as it is of the log.
struct Stream {
  CompactRange leaves;
  std::uint64_t last_index = 0;

  void append(std::uint64_t index, const Hash& leaf) {
    leaves.append(leaf);
    last_index = index;
  }
  bool operator==(const Stream&) const = default;
};

/// SHA-256("letopis/subject/v1" 00 | kind | id).
Hash subject_map_key(const Subject& subject);
/// SHA-256("letopis/head/v1" 00 | u64 count | u64 last_index | stream_root).
Hash subject_head(std::uint64_t count, std::uint64_t last_index, const Hash& stream_root);
inline Hash subject_head(const Stream& stream) {
  return subject_head(stream.leaves.size(), stream.last_index, stream.leaves.root());
}

/// A view's running digest at the commitment's position.
struct ViewDigest {
  std::string name;
  std::uint32_t version = 1;
  Hash digest;
  bool operator==(const ViewDigest&) const = default;
};

/// The payload of a LedgerCommitment.
struct Commitment {
  std::uint64_t size = 0;  ///< N: what it says is about the entries below N
  Hash root;
  Hash map_root;
  std::uint64_t map_count = 0;
  std::uint32_t rules_version = 1;
  Hash admission_digest;
  std::vector<ViewDigest> views;  ///< those that had reached N
  std::optional<Hash> previous;   ///< D of the commitment before
  bool operator==(const Commitment&) const = default;
};

/// Nothing for an event of another type.
std::optional<Commitment> commitment_of(const Body& body);
/// The commitment that an entry is, if it is one. Of other entries next to nothing is read, and of
/// this one its signatures are not checked.
std::optional<Commitment> commitment_in(std::string_view entry);

/// A commitment that the sequencer has computed and that only lacks views and a signature.
struct CommitmentDraft {
  Commitment commitment;
  Id operator_organisation;  ///< in whose name the service key signs
};

/// The strict body of the event: author is the service key, `seen` is (N, root_N).
std::string commitment_body(const CommitmentDraft& draft, const Id& event_id,
                            const PublicKey& service_key);

/// The first field in which `found` is not what `recomputed` is, views left aside, as the reason
/// COMMITMENT_ROOT, COMMITMENT_MAP, COMMITMENT_COUNT, COMMITMENT_RULES, COMMITMENT_ADMISSION or
/// COMMITMENT_PREVIOUS with `where` naming the field; Ok if there is none.
/// REQUIRES: both are of the same size.
Status check_commitment(const Commitment& found, const Commitment& recomputed);

}  // namespace ledger
