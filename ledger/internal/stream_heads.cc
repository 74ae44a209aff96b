// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/stream_heads.h"

#include <algorithm>
#include <utility>

#include "ledger/entry.h"
#include "ledger/hash.h"

namespace ledger::internal {
namespace {

constexpr std::size_t kSubjectRowKeyBytes = 17;  // u8 kind, id[16]

Result<std::optional<std::uint64_t>> kept_size(const StreamHeads::ReadRow& read,
                                               std::string_view key) {
  const auto row = read(key);
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
  StreamHeads out(
      [rows = store.get()](std::string_view key) { return rows->get(Table::kState, key); });
  out.store_ = std::move(store);
  out.size_ = size;
  if (size == 0) return out;
  const auto kept = kept_size(out.read_, kStreamRows);
  if (!kept) return kept.error();
  if (*kept == size) return out;
  auto streams = fold_streams(*out.store_, size);
  if (!streams) return streams.error();
  out.streams_ = std::move(*streams);
  out.map_.emplace();  // whatever pages there are, they are written anew
  for (const auto& [subject, stream] : out.streams_) {
    out.changed_.insert(subject);
    out.unmapped_.insert(subject);
  }
  return out;
}

Result<Stream*> StreamHeads::find(const Subject& subject) {
  const auto it = streams_.find(subject);
  if (it != streams_.end()) return &it->second;
  const auto row = read_(stream_key(subject));
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
    unmapped_.insert(subject);
  }
  size_ = index + 1;
  return Ok{};
}

Result<std::uint64_t> StreamHeads::count(const Subject& subject) {
  const auto stream = find(subject);
  if (!stream) return stream.error();
  return (*stream)->leaves.size();
}

Result<std::vector<RowPut>> StreamHeads::take_rows(std::uint64_t size) {
  if (unmapped_.size() > kUnmappedMax) {
    if (auto root = map_root(); !root) return root.error();
  }
  std::vector<RowPut> rows;
  for (const Subject& subject : changed_) {
    rows.push_back({Table::kState, stream_key(subject), stream_row(streams_.at(subject))});
  }
  rows.push_back({Table::kState, std::string(kStreamRows), be64(size)});
  changed_.clear();
  if (streams_.size() > kStreamsKept) streams_.clear();
  if (!map_) return rows;
  auto pages = map_->take_pages();
  if (pages.empty()) return rows;
  for (PagedMap::PageRow& page : pages) {
    rows.push_back({Table::kState, std::string(kMapPages) + page.prefix, std::move(page.bytes)});
  }
  rows.push_back({Table::kState, std::string(kMapSize), be64(map_size_)});
  return rows;
}

/// As the store keeps it: in pages of some earlier size, or not at all.
Status StreamHeads::load_map() {
  const auto kept = kept_size(read_, kMapSize);
  if (!kept) return kept.error();
  map_.emplace([read = read_](std::string_view prefix) {
    return read(std::string(kMapPages).append(prefix));
  });
  if (!*kept) return map_every_row();
  if (**kept <= size_) return see_since(**kept);
  map_.emplace();  // of a longer log than this one
  return map_every_row();
}

Status StreamHeads::map_every_row() {
  if (!store_) return Ok{};
  std::optional<Error> failed;
  const std::string from = std::string(kStreamRows) + '\0';
  auto scanned =
      store_->scan(Table::kState, from, kMapSize, [&](std::string_view key, std::string_view row) {
        auto stream = parse_stream_row(row);
        if (!stream || key.size() != 1 + kSubjectRowKeyBytes) {
          failed = corrupt("STREAM_ROW", "a kept row of a subject's stream is malformed", "state");
          return false;
        }
        const Subject subject{static_cast<SubjectKind>(key[1]), fixed_from<Id>(key.substr(2))};
        const auto put = map_->put(leaf_of(subject, *stream));
        if (!put) failed = put.error();
        return !failed;
      });
  if (!scanned) return scanned;
  if (failed) return *failed;
  return Ok{};
}

/// The subjects of the entries that the pages do not know.
Status StreamHeads::see_since(std::uint64_t size) {
  if (!store_ || size >= size_) return Ok{};
  const auto head = store_->head();
  if (!head) return head.error();
  return store_->read(
      size, std::min(size_, head->size), [&](std::uint64_t, std::string_view bytes) {
        const auto entry = parse_entry(bytes);
        const auto body = entry ? check_body(entry->body) : Result<Body>(entry.error());
        if (body) unmapped_.insert(body->subjects().begin(), body->subjects().end());
        return true;
      });
}

Result<Hash> StreamHeads::map_root() {
  if (!map_) {
    if (auto loaded = load_map(); !loaded) return loaded.error();
  }
  for (const Subject& subject : unmapped_) {
    const auto stream = find(subject);
    if (!stream) return stream.error();
    if (auto put = map_->put(leaf_of(subject, **stream)); !put) return put.error();
  }
  unmapped_.clear();
  map_size_ = size_;
  const auto count = map_->size();
  if (!count) return count.error();
  map_count_ = *count;
  return map_->root();
}

}  // namespace ledger::internal
