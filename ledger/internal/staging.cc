// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/staging.h"

#include <utility>

#include "ledger/entry.h"
#include "ledger/internal/stream_heads.h"

namespace ledger::internal {

Result<std::optional<Hash>> PublishedRoots::get(const EventStore& store, std::uint64_t size) {
  if (const auto it = roots_.find(size); it != roots_.end()) return std::optional(it->second);
  std::optional<std::string> note;
  auto scanned = store.checkpoints(size, size + 1, [&](std::uint64_t, std::string_view found) {
    note = found;
    return false;
  });
  if (!scanned) return scanned.error();
  if (!note) return std::optional<Hash>{};
  const auto checkpoint = checkpoint_of_note(*note);
  if (!checkpoint) return checkpoint.error();
  set(size, checkpoint->root);
  return std::optional(checkpoint->root);
}

void PublishedRoots::set(std::uint64_t size, const Hash& root) {
  if (roots_.size() >= kRootsKept) roots_.clear();
  roots_[size] = root;
}

void Stage::add(StagedEvent staged) {
  const std::size_t at = events_.size();
  ids_[staged.event.body.event_id()] = at;
  digests_[staged.event.digest] = at;
  for (const auto& [subject, n] : staged.versions) versions_[subject] = n + 1;
  events_.push_back(std::move(staged));
}

void Stage::join(Stage&& other) {
  if (empty()) {
    *this = std::move(other);
    return;
  }
  for (StagedEvent& staged : other.events_) add(std::move(staged));
}

const StagedEvent* Stage::by_id(const Id& id) const {
  const auto it = ids_.find(id);
  return it == ids_.end() ? nullptr : &events_[it->second];
}

const StagedEvent* Stage::by_digest(const Hash& digest) const {
  const auto it = digests_.find(digest);
  return it == digests_.end() ? nullptr : &events_[it->second];
}

const StagedEvent* Stage::by_index(std::uint64_t index) const {
  if (events_.empty() || index < events_.front().index) return nullptr;
  const std::uint64_t at = index - events_.front().index;
  return at < events_.size() ? &events_[at] : nullptr;
}

std::optional<std::uint64_t> Stage::version_of(const Subject& subject) const {
  const auto it = versions_.find(subject);
  if (it == versions_.end()) return std::nullopt;
  return it->second;
}

const StagedEvent* StagedLog::staged(const Hash& digest) const {
  const StagedEvent* found = submission_.by_digest(digest);
  return found != nullptr ? found : group_.by_digest(digest);
}

Result<std::optional<Located>> StagedLog::find_digest(const Hash& digest) const {
  if (const StagedEvent* found = staged(digest)) {
    return std::optional(Located{found->index, found->event.body.payload_type()});
  }
  auto row = store_.get(Table::kByDigest, digest.view());
  if (!row) return row.error();
  if (!*row) return std::optional<Located>{};
  if ((*row)->size() != 9) return corrupt("INDEX_ROW", "malformed digest row", to_hex(digest));
  return std::optional(Located{get_u64(**row), static_cast<fb::Payload>((**row)[8])});
}

Result<Body> StagedLog::body_of(std::uint64_t index) const {
  for (const Stage* stage : {&submission_, &group_}) {
    if (const StagedEvent* found = stage->by_index(index)) return found->event.body;
  }
  return recorded_body(store_, index);
}

Result<std::vector<Subject>> StagedLog::subjects_of(std::uint64_t index) const {
  for (const Stage* stage : {&submission_, &group_}) {
    if (const StagedEvent* found = stage->by_index(index)) return found->event.body.subjects();
  }
  return recorded_subjects(store_, index);
}

Result<std::uint64_t> StagedLog::version_of(const Subject& subject) const {
  if (const auto version = submission_.version_of(subject)) return *version;
  if (const auto version = group_.version_of(subject)) return *version;
  return streams_.count(subject);
}

Result<std::optional<Hash>> StagedLog::published_root(std::uint64_t size) const {
  return roots_.get(store_, size);
}

Result<std::optional<StagedLog::Known>> StagedLog::find_id(const CheckedEvent& event) const {
  const Id id = event.body.event_id();
  for (const Stage* stage : {&submission_, &group_}) {
    if (const StagedEvent* found = stage->by_id(id)) {
      const bool same = found->event.body.bytes() == event.body.bytes();
      return std::optional(Known{found->index, found->event.digest, same, found->recorded_at_us});
    }
  }
  auto row = store_.get(Table::kById, id.view());
  if (!row) return row.error();
  if (!*row) return std::optional<Known>{};
  if ((*row)->size() != 8) return corrupt("INDEX_ROW", "malformed id row", to_hex(id));
  const std::uint64_t index = get_u64(**row);
  Known known{index, event.digest, false, 0};
  auto read = store_.read(index, index + 1, [&](std::uint64_t, std::string_view bytes) {
    const auto entry = parse_entry(bytes);
    if (!entry) return false;
    known.same_body = entry->body == event.body.bytes();
    known.recorded_at_us = entry->recorded_at_us;
    return false;
  });
  if (!read) return read.error();
  return std::optional(known);
}

}  // namespace ledger::internal
