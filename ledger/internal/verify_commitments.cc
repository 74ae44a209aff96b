// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_commitments.h"

#include <utility>
#include <vector>

namespace ledger::internal {
namespace {

Fault stream_fault(std::string_view key, std::string reason, std::string message) {
  return fault_of(FaultClass::kStateDrift, "state", to_hex(key), std::move(reason),
                  std::move(message));
}

}  // namespace

CommitmentVerifier::CommitmentVerifier(const EventStore& store, std::uint64_t size,
                                       const VerifyOptions& options, VerifyReport& report,
                                       Findings& findings)
    : store_(store), options_(options), report_(report), findings_(findings) {
  if (!options.fast) watch_ = {committed_sizes(store, 0, size), std::nullopt};
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
  watch_.at(now);
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
  watch_.pass(entry.event->digest);
}

void CommitmentVerifier::check(std::uint64_t index, const VerifiedEntry& entry,
                               const Commitment& found) {
  ++report_.commitments_checked;
  if (auto same = watch_.check(index, found, options_.admission != nullptr); !same) {
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
