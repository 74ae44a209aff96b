// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_commitments.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ledger/entry.h"
#include "ledger/schema/event_body_generated.h"
#include "ledger/tile.h"

namespace ledger::internal {
namespace {

/// The commitments as the index by type has them; one that it does not have is a fault of the
/// index, found elsewhere.
std::vector<std::uint64_t> indexed_commitments(const EventStore& store) {
  const std::string type(1, static_cast<char>(fb::Payload::LedgerCommitment));
  std::vector<std::uint64_t> out;
  const auto scanned =
      store.scan(Table::kByType, type, {}, [&](std::string_view key, std::string_view) {
        if (!key.starts_with(type)) return false;
        if (key.size() == 9) out.push_back(get_u64(key.substr(1)));
        return true;
      });
  if (!scanned) out.clear();  // told when the index itself is checked
  return out;
}

std::optional<std::uint64_t> committed_size(const EventStore& store, std::uint64_t index) {
  const auto raw = read_block(store, index, index + 1);
  const auto entry = raw[0] ? parse_entry(*raw[0]) : Result<Entry>(raw[0].error());
  const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
  const auto commitment = body ? commitment_of(*body) : std::nullopt;
  if (!commitment) return std::nullopt;
  return commitment->size;
}

/// Where there is no index, the entries themselves are looked through.
std::set<std::uint64_t> sizes_in_entries(const EventStore& store) {
  std::set<std::uint64_t> out;
  const auto head = store.head();
  if (!head) return out;
  for (std::uint64_t begin = 0; begin < head->size; begin += kTileWidth) {
    const auto read = store.read(begin, std::min(begin + kTileWidth, head->size),
                                 [&](std::uint64_t, std::string_view bytes) {
                                   const auto entry = parse_entry(bytes);
                                   const auto body = entry ? check_body(entry->body)
                                                           : Result<Body>(entry.error());
                                   const auto found = body ? commitment_of(*body) : std::nullopt;
                                   if (found) out.insert(found->size);
                                   return true;
                                 });
    if (!read) break;  // what is missing or damaged is told when the entries are verified
  }
  return out;
}

Fault stream_fault(std::string_view key, std::string reason, std::string message) {
  return fault_of(FaultClass::kStateDrift, "state", to_hex(key), std::move(reason),
                  std::move(message));
}

}  // namespace

CommitmentVerifier::CommitmentVerifier(const EventStore& store, const VerifyOptions& options,
                                       VerifyReport& report, Findings& findings)
    : store_(store), options_(options), report_(report), findings_(findings) {
  if (options.fast) return;
  if (options.static_form) {
    wanted_ = sizes_in_entries(store);
    return;
  }
  for (const std::uint64_t index : indexed_commitments(store)) {
    if (const auto size = committed_size(store, index)) wanted_.insert(*size);
  }
}

void CommitmentVerifier::at(std::uint64_t size, const Hash& root, const Rows& state) {
  Commitment now;
  now.size = size;
  now.root = root;
  now.map_root = map_.root();
  now.map_count = map_.size();
  if (options_.admission != nullptr) {
    now.rules_version = options_.admission->rules_version(state);
    now.admission_digest = state.digest();
  }
  recomputed_.emplace(size, std::move(now));
}

void CommitmentVerifier::take(std::uint64_t index, const VerifiedEntry& entry, bool doubtful) {
  if (!entry.event) return;
  for (const Subject& subject : entry.event->body.subjects()) {
    Stream& stream = streams_[subject];
    stream.append(index, entry.leaf);
    map_.put({subject_map_key(subject), subject_head(stream)});
  }
  const auto found = commitment_of(entry.event->body);
  if (!found) return;
  if (doubtful) {
    ++report_.events_unjudged;
  } else {
    check(index, entry, *found);
    check_views(index, entry, *found);
  }
  previous_ = entry.event->digest;
}

void CommitmentVerifier::check(std::uint64_t index, const VerifiedEntry& entry,
                               const Commitment& found) {
  ++report_.commitments_checked;
  const auto recomputed = recomputed_.find(found.size);
  if (found.size > index || recomputed == recomputed_.end()) {
    return report_false(index, entry,
                        refused("COMMITMENT_SIZE",
                                "a commitment is about the log in front of it, not about size " +
                                    std::to_string(found.size),
                                "payload.size"));
  }
  Commitment expected = recomputed->second;
  expected.previous = previous_;
  if (options_.admission == nullptr) {  // not known here
    expected.rules_version = found.rules_version;
    expected.admission_digest = found.admission_digest;
  }
  if (auto same = check_commitment(found, expected); !same) {
    report_false(index, entry, same.error());
  }
}

void CommitmentVerifier::check_views(std::uint64_t index, const VerifiedEntry& entry,
                                     const Commitment& found) {
  if (!options_.view_digest) return;
  for (std::size_t i = 0; i < found.views.size(); ++i) {
    const ViewDigest& view = found.views[i];
    const auto digest = options_.view_digest(view.name, view.version, found.size);
    if (!digest || *digest == view.digest) continue;
    report_false(
        index, entry,
        refused("COMMITMENT_VIEW",
                "the view '" + view.name + "' folds to " + to_hex(*digest) + " at size " +
                    std::to_string(found.size) + ", the commitment says " + to_hex(view.digest),
                "payload.views[" + std::to_string(i) + "].digest"));
  }
}

void CommitmentVerifier::report_false(std::uint64_t index, const VerifiedEntry& entry,
                                      const Error& error) {
  Fault fault =
      fault_of(FaultClass::kFalseCommitment, "entry", error.where, error.reason, error.message);
  fault.index = index;
  fault.event_id = entry.event_id;
  findings_.add(std::move(fault));
}

void CommitmentVerifier::finish(std::uint64_t size, bool doubtful) {
  if (doubtful || report_.fault_count != 0) return;  // what follows from another fault is no fault
  std::optional<std::string> kept_size;
  std::size_t kept = 0;
  const auto scanned = store_.scan(
      Table::kState, kStreamRows, {}, [&](std::string_view key, std::string_view value) {
        if (key == kStreamRows) {
          kept_size = value;
          return true;
        }
        ++kept;
        const bool is_subject = key.starts_with(kStreamRows) && key.size() == 18;
        const Subject subject =
            is_subject ? Subject{static_cast<SubjectKind>(key[1]), fixed_from<Id>(key.substr(2))}
                       : Subject{};
        const auto folded = streams_.find(subject);
        if (folded == streams_.end()) {
          findings_.add(stream_fault(key, "ROW_EXTRA", "a stream that no entry belongs to"));
        } else if (stream_row(folded->second) != value) {
          findings_.add(
              stream_fault(key, "ROW_DIFFERS", "the kept stream is not what the entries give"));
        }
        return true;
      });
  if (!scanned) return findings_.add(unreadable("state", {}, scanned.error()));
  if (!kept_size && kept == 0) return;  // written before streams were kept: folded when opened
  if (kept_size != be64(size)) {
    findings_.add(stream_fault(kStreamRows, "ROW_DIFFERS", "the kept streams are of another size"));
  }
  if (kept < streams_.size()) {
    findings_.add(stream_fault(kStreamRows, "ROW_MISSING",
                               std::to_string(streams_.size() - kept) + " streams are not kept"));
  }
}

}  // namespace ledger::internal
