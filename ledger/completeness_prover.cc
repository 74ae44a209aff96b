// SPDX-License-Identifier: Apache-2.0
// Making completeness proofs: the map as it was at a commitment is computed from the kept streams
// of today, which differ from it in the subjects that have events since.
#include <algorithm>
#include <utility>

#include "ledger/completeness.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {
namespace {

/// The newest event of a type whose body passes; nothing if there is none.
Result<std::optional<RecordedEvent>> newest(const ReadView& view, fb::Payload type,
                                            const std::function<bool(const Body&)>& passes) {
  const std::string prefix(1, static_cast<char>(type));
  std::optional<std::uint64_t> found;
  std::optional<Error> failed;
  const auto look = [&](std::string_view key, std::string_view) {
    const std::uint64_t index = key.size() == 9 ? get_u64(key.substr(1)) : UINT64_MAX;
    if (index >= view.size()) return true;
    const auto event = view.event(index);
    const auto entry = event ? parse_entry(event->entry) : Result<Entry>(event.error());
    const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
    if (!body) failed = body.error();
    if (body && passes(*body)) found = index;
    return !found && !failed;
  };
  auto scanned =
      view.store().scan_back(Table::kByType, prefix, prefix + std::string(8, '\xff'), look);
  if (!scanned) return scanned.error();
  if (failed) return *failed;
  if (!found) return std::optional<RecordedEvent>{};
  auto event = view.event(*found);
  if (!event) return event.error();
  return std::optional(std::move(*event));
}

/// The event that brought in this service key: genesis, or a KeyIntroduced.
Result<RecordedEvent> introduction_of(const ReadView& view, const PublicKey& key) {
  const std::string hex = to_hex(key);
  auto introduced = newest(view, fb::Payload::KeyIntroduced, [&](const Body& body) {
    const auto* payload = body.table().payload_as_KeyIntroduced();
    return payload->kind() == fb::KeyKind::SERVICE && payload->key()->string_view() == hex;
  });
  if (!introduced) return introduced.error();
  if (*introduced) return std::move(**introduced);
  return view.event(0);
}

class Prover {
 public:
  explicit Prover(const ReadView& view) : view_(view) {}

  Result<CompletenessProof> run(std::vector<Subject> subjects) {
    if (auto found = find_commitment(); !found) return found.error();
    if (auto map = load_map(); !map) return map.error();
    if (auto keys = add_histories_of_keys(subjects); !keys) return keys.error();
    if (auto events = collect_events(subjects); !events) return events.error();
    for (const Subject& subject : subjects) {
      out_.subjects.push_back({subject, map_.path(subject_map_key(subject))});
    }
    const auto identity = identity_of(view_.store());
    if (!identity) return identity.error();
    out_.ledger_id = identity->ledger_id;
    return std::move(out_);
  }

 private:
  Status find_commitment() {
    const auto newest = newest_commitment(view_);
    if (!newest) return newest.error();
    size_ = newest->commitment.size;
    auto event = view_.event(newest->index);
    if (!event) return event.error();
    const auto entry = parse_entry(event->entry);
    const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
    if (!body) return body.error();
    auto service = introduction_of(view_, body->author().key);
    if (!service) return service.error();
    auto checkpoint = view_.checkpoint_covering(newest->index + 1);
    if (!checkpoint) return checkpoint.error();
    out_.checkpoint = std::move(*checkpoint);
    if (auto in = include(std::move(*event), out_.commitment); !in) return in;
    return include(std::move(*service), out_.service);
  }

  Status include(RecordedEvent event, IncludedEntry& out) const {
    const auto checkpoint = checkpoint_of_note(out_.checkpoint);
    if (!checkpoint) return checkpoint.error();
    auto inclusion = view_.inclusion(event.index, checkpoint->size);
    if (!inclusion) return inclusion.error();
    out = {event.index, std::move(event.entry), std::move(*inclusion)};
    return Ok{};
  }

  /// The map at the commitment's size.
  Status load_map() {
    const EventStore& store = view_.store();
    const auto kept = store.get(Table::kState, internal::kStreamRows);
    if (!kept) return kept.error();
    if (!*kept) return fold_map();
    std::vector<Subject> grown;
    std::optional<Error> failed;
    const std::string from = std::string(internal::kStreamRows) + '\0';
    auto scanned =
        store.scan(Table::kState, from, "t", [&](std::string_view key, std::string_view row) {
          const auto stream = internal::parse_stream_row(row);
          if (!stream || key.size() != 18) {
            failed = corrupt("STREAM_ROW", "a kept row of a stream is malformed", "state");
            return false;
          }
          const Subject subject{static_cast<SubjectKind>(key[1]), fixed_from<Id>(key.substr(2))};
          if (stream->last_index >= size_) {
            grown.push_back(subject);
          } else {
            map_.put({subject_map_key(subject), subject_head(*stream)});
          }
          return true;
        });
    if (!scanned) return scanned;
    if (failed) return *failed;
    for (const Subject& subject : grown) {
      if (auto put = put_as_it_was(subject); !put) return put;
    }
    return Ok{};
  }

  Status fold_map() {
    const auto streams = internal::fold_streams(view_.store(), size_);
    if (!streams) return streams.error();
    for (const auto& [subject, stream] : *streams) {
      map_.put({subject_map_key(subject), subject_head(stream)});
    }
    return Ok{};
  }

  Status put_as_it_was(const Subject& subject) {
    Stream stream;
    std::optional<Error> failed;
    auto visited = view_.by_subject(subject, 0, [&](std::uint64_t, std::uint64_t index) {
      if (index >= size_) return false;
      const auto event = view_.event(index);
      if (event) {
        stream.append(index, leaf_hash(event->entry));
      } else {
        failed = event.error();
      }
      return !failed;
    });
    if (!visited) return visited;
    if (failed) return *failed;
    if (stream.leaves.size() > 0) map_.put({subject_map_key(subject), subject_head(stream)});
    return Ok{};
  }

  /// Key events lie in the registry, but for those that were signed in the name of a place.
  Status add_histories_of_keys(std::vector<Subject>& subjects) const {
    subjects.push_back({SubjectKind::kRegistry, Id{}});
    const auto add_place = [&](const Body& body) {
      const Scope& scope = body.scope();
      if (scope.kind == ScopeKind::kRegion) subjects.push_back({SubjectKind::kRegion, scope.id});
      if (scope.kind == ScopeKind::kCluster) subjects.push_back({SubjectKind::kCluster, scope.id});
      return false;
    };
    for (const fb::Payload type :
         {fb::Payload::KeyIntroduced, fb::Payload::KeyRevoked, fb::Payload::KeySuspected,
          fb::Payload::KeyRecovered, fb::Payload::CheckpointKeyChanged}) {
      if (const auto all = newest(view_, type, add_place); !all) return all.error();
    }
    std::sort(subjects.begin(), subjects.end());
    subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
    return Ok{};
  }

  Status collect_events(const std::vector<Subject>& subjects) {
    std::vector<std::uint64_t> indexes;
    for (const Subject& subject : subjects) {
      auto visited = view_.by_subject(subject, 0, [&](std::uint64_t, std::uint64_t index) {
        if (index < size_) indexes.push_back(index);
        return index < size_;
      });
      if (!visited) return visited;
    }
    std::sort(indexes.begin(), indexes.end());
    indexes.erase(std::unique(indexes.begin(), indexes.end()), indexes.end());
    for (const std::uint64_t index : indexes) {
      auto event = view_.event(index);
      if (!event) return event.error();
      out_.entries.push_back(std::move(*event));
    }
    return Ok{};
  }

  const ReadView& view_;
  std::uint64_t size_ = 0;  ///< N
  PrefixMap map_;
  CompletenessProof out_;
};

}  // namespace

Result<RecordedCommitment> newest_commitment(const ReadView& view) {
  RecordedCommitment out;
  auto event = newest(view, fb::Payload::LedgerCommitment, [&](const Body& body) {
    out.commitment = *commitment_of(body);
    return true;
  });
  if (!event) return event.error();
  if (!*event) {
    return not_found("NO_COMMITMENT",
                     "the ledger was never committed to: nothing is known to be complete");
  }
  out.index = (*event)->index;
  const auto entry = parse_entry((*event)->entry);
  if (!entry) return entry.error();
  out.recorded_at_us = entry->recorded_at_us;
  return out;
}

Result<CompletenessProof> prove_completeness(const ReadView& view, std::vector<Subject> subjects) {
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  if (subjects.empty() || subjects.size() > kCompletenessSubjectsMax) {
    return invalid("BAD_COMPLETENESS", "a proof is about 1 to " +
                                           std::to_string(kCompletenessSubjectsMax) + " subjects");
  }
  return Prover(view).run(std::move(subjects));
}

}  // namespace ledger
