// SPDX-License-Identifier: Apache-2.0
// What is decided but not yet recorded: the events of one group commit, in layers. A submission
// is staged on top of the group and joins it only if all of it is accepted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/event_store.h"
#include "ledger/log_reader.h"

namespace ledger::internal {

class StreamHeads;

struct SubjectHash {
  std::size_t operator()(const Subject& subject) const noexcept {
    return std::hash<Id>{}(subject.id) ^ static_cast<std::size_t>(subject.kind);
  }
};

/// An accepted event with its index, not yet recorded.
struct StagedEvent {
  CheckedEvent event;
  std::uint64_t index = 0;
  std::uint64_t recorded_at_us = 0;
  std::vector<std::pair<Subject, std::uint64_t>> versions;  ///< each subject and its n
};

/// Roots of published checkpoints by size, the recent ones remembered.
class PublishedRoots {
 public:
  Result<std::optional<Hash>> get(const EventStore& store, std::uint64_t size);
  void set(std::uint64_t size, const Hash& root);

 private:
  static constexpr std::size_t kRootsKept = 4'096;
  std::unordered_map<std::uint64_t, Hash> roots_;
};

/// A layer of staged events with the look-ups that the checks need.
class Stage {
 public:
  void add(StagedEvent staged);
  /// Moves everything from `other` to the end of this stage.
  void join(Stage&& other);

  const StagedEvent* by_id(const Id& id) const;
  const StagedEvent* by_digest(const Hash& digest) const;
  const StagedEvent* by_index(std::uint64_t index) const;
  /// The subject's version after this stage, if this stage touched it.
  std::optional<std::uint64_t> version_of(const Subject& subject) const;

  const std::vector<StagedEvent>& events() const { return events_; }
  bool empty() const { return events_.empty(); }

 private:
  std::vector<StagedEvent> events_;
  std::unordered_map<Id, std::size_t> ids_;
  std::unordered_map<Hash, std::size_t> digests_;
  std::unordered_map<Subject, std::uint64_t, SubjectHash> versions_;
};

/// The log as the next event of a submission sees it: the store, the group, the submission.
class StagedLog : public LogContext {
 public:
  StagedLog(const EventStore& store, std::uint64_t published_size, const Stage& group,
            const Stage& submission, StreamHeads& streams, PublishedRoots& roots)
      : store_(store),
        published_size_(published_size),
        group_(group),
        submission_(submission),
        streams_(streams),
        roots_(roots) {}

  Result<std::optional<Located>> find_digest(const Hash& digest) const override;
  Result<Body> body_of(std::uint64_t index) const override;
  Result<std::vector<Subject>> subjects_of(std::uint64_t index) const override;
  Result<std::uint64_t> version_of(const Subject& subject) const override;
  Result<std::optional<Hash>> published_root(std::uint64_t size) const override;
  std::uint64_t published_size() const override { return published_size_; }

  /// The event that already has this event's id, and whether it has this very body.
  struct Known {
    std::uint64_t index;
    Hash digest;
    bool same_body;
    std::uint64_t recorded_at_us;
  };
  Result<std::optional<Known>> find_id(const CheckedEvent& event) const;

 private:
  const StagedEvent* staged(const Hash& digest) const;

  const EventStore& store_;
  const std::uint64_t published_size_;
  const Stage& group_;
  const Stage& submission_;
  StreamHeads& streams_;
  PublishedRoots& roots_;
};

}  // namespace ledger::internal
