// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/stream_heads.h"

#include <utility>

#include "ledger/entry.h"
#include "ledger/hash.h"

namespace ledger::internal {
namespace {

constexpr std::size_t kSubjectKeyBytes = 17;  // u8 kind, id[16]

Result<std::optional<std::uint64_t>> kept_size(const EventStore& store) {
  const auto row = store.get(Table::kState, kStreamRows);
  if (!row) return row.error();
  if (!*row || (*row)->size() != 8) return std::optional<std::uint64_t>{};
  return std::optional(get_u64(**row));
}

MapLeaf leaf_of(const Subject& subject, const Stream& stream) {
  return {subject_map_key(subject), subject_head(stream)};
}

}  // namespace

std::string stream_key(const Subject& subject) {
  return std::string(kStreamRows) + subject_key(subject);
}

std::string stream_row(const Stream& stream) {
  return be64(stream.last_index) + stream.leaves.serialize();
}

Result<Stream> parse_stream_row(std::string_view row) {
  if (row.size() >= 16) {
    auto leaves = CompactRange::parse(row.substr(8));
    if (leaves) return Stream{std::move(*leaves), get_u64(row)};
  }
  return corrupt("STREAM_ROW", "a kept row of a subject's stream is malformed", "state");
}

Result<Streams> fold_streams(const EventStore& store, std::uint64_t size) {
  Streams out;
  auto read = store.read(0, size, [&](std::uint64_t index, std::string_view bytes) {
    const auto entry = parse_entry(bytes);
    const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
    if (!body) return true;
    const Hash leaf = leaf_hash(bytes);
    for (const Subject& subject : body->subjects()) out[subject].append(index, leaf);
    return true;
  });
  if (!read) return read.error();
  return out;
}

Result<StreamHeads> StreamHeads::open(std::shared_ptr<const EventStore> store, std::uint64_t size) {
  StreamHeads out(std::move(store));
  if (size == 0) return out;
  const auto kept = kept_size(*out.store_);
  if (!kept) return kept.error();
  if (*kept == size) return out;
  auto streams = fold_streams(*out.store_, size);
  if (!streams) return streams.error();
  out.streams_ = std::move(*streams);
  PrefixMap map;
  for (const auto& [subject, stream] : out.streams_) {
    out.changed_.insert(subject);
    map.put(leaf_of(subject, stream));
  }
  out.map_.emplace(std::move(map));
  return out;
}

Result<Stream*> StreamHeads::find(const Subject& subject) {
  const auto it = streams_.find(subject);
  if (it != streams_.end()) return &it->second;
  const auto row = store_->get(Table::kState, stream_key(subject));
  if (!row) return row.error();
  // Subjects that were only asked about must not pile up.
  if (changed_.empty() && streams_.size() >= kStreamsKept) streams_.clear();
  Stream stream;
  if (*row) {
    auto parsed = parse_stream_row(**row);
    if (!parsed) return parsed.error();
    stream = std::move(*parsed);
  }
  return &streams_.emplace(subject, std::move(stream)).first->second;
}

Status StreamHeads::append(const std::vector<Subject>& subjects, std::uint64_t index,
                           const Hash& leaf) {
  for (const Subject& subject : subjects) {
    const auto stream = find(subject);
    if (!stream) return stream.error();
    (*stream)->append(index, leaf);
    changed_.insert(subject);
  }
  return Ok{};
}

Result<std::uint64_t> StreamHeads::count(const Subject& subject) {
  const auto stream = find(subject);
  if (!stream) return stream.error();
  return (*stream)->leaves.size();
}

std::vector<RowPut> StreamHeads::take_rows(std::uint64_t size) {
  std::vector<RowPut> rows;
  for (const Subject& subject : changed_) {
    const Stream& stream = streams_.at(subject);
    rows.push_back({Table::kState, stream_key(subject), stream_row(stream)});
    if (map_) map_->put(leaf_of(subject, stream));
  }
  rows.push_back({Table::kState, std::string(kStreamRows), be64(size)});
  changed_.clear();
  if (streams_.size() > kStreamsKept) streams_.clear();
  return rows;
}

Status StreamHeads::load_map() {
  PrefixMap map;
  std::optional<Error> failed;
  const std::string from = std::string(kStreamRows) + '\0';
  auto scanned =
      store_->scan(Table::kState, from, "t", [&](std::string_view key, std::string_view row) {
        auto stream = parse_stream_row(row);
        if (!stream || key.size() != 1 + kSubjectKeyBytes) {
          failed = corrupt("STREAM_ROW", "a kept row of a subject's stream is malformed", "state");
          return false;
        }
        const Subject subject{static_cast<SubjectKind>(key[1]), fixed_from<Id>(key.substr(2))};
        map.put(leaf_of(subject, *stream));
        return true;
      });
  if (!scanned) return scanned;
  if (failed) return *failed;
  map_.emplace(std::move(map));
  return Ok{};
}

Result<Hash> StreamHeads::map_root() {
  if (!map_) {
    if (auto loaded = load_map(); !loaded) return loaded.error();
  }
  for (const Subject& subject : changed_) map_->put(leaf_of(subject, streams_.at(subject)));
  return map_->root();
}

}  // namespace ledger::internal
