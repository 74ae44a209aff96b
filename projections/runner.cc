// SPDX-License-Identifier: Apache-2.0
#include "projections/runner.h"

#include <algorithm>
#include <cstdlib>
#include <future>
#include <mutex>
#include <utility>

#include "ledger/durable_file.h"
#include "ledger/entry.h"
#include "ledger/event_check.h"
#include "ledger/hash.h"
#include "ledger/message.h"
#include "projections/internal/fold_batch.h"
#include "projections/internal/row_store.h"

namespace projections {
namespace internal {

/// Where a view stands, with the leaf hash of the last event that it folded.
struct Progress {
  std::shared_ptr<const View> view;
  ViewState state;
  ledger::Hash leaf;
};

}  // namespace internal

namespace {

using internal::kMetaFamily;
using internal::kRowsFamily;
using internal::Progress;
using ledger::corrupt;
using ledger::Error;
using ledger::Hash;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kLedgerKey = "l";
constexpr std::size_t kDropChunk = 4'096;

std::string state_key(std::string_view view) { return "v" + std::string(view); }

std::string digest_key(std::string_view view, std::uint64_t position) {
  std::string key = "d" + std::string(view);
  key.push_back(0);
  ledger::put_u64(key, position);
  return key;
}

std::string encode_state(const ViewState& state, const Hash& leaf) {
  std::string out;
  ledger::put_u32(out, state.version);
  ledger::put_u64(out, state.position);
  out += state.digest.view();
  out += leaf.view();
  return out;
}

constexpr std::size_t kStateBytes = 4 + 8 + 2 * Hash::kSize;

Error bad_state(std::string_view view) {
  return corrupt("BAD_VIEW_ROW", "the position of the view cannot be read", std::string(view));
}

/// The newest state of a view in the store; position 0 if there is none.
Result<Progress> read_state(const ledger::KvReader& reader, std::shared_ptr<const View> view) {
  Progress progress;
  progress.state.name = view->name();
  progress.state.version = view->version();
  progress.view = std::move(view);
  const auto row = reader.get(kMetaFamily, state_key(progress.state.name));
  if (!row) return row.error();
  if (!*row) return progress;
  const std::string_view bytes = **row;
  if (bytes.size() != kStateBytes) return bad_state(progress.state.name);
  progress.state.version = ledger::get_u32(bytes);
  progress.state.position = ledger::get_u64(bytes.substr(4));
  progress.state.digest = ledger::fixed_from<Hash>(bytes.substr(12, Hash::kSize));
  progress.leaf = ledger::fixed_from<Hash>(bytes.substr(12 + Hash::kSize));
  return progress;
}

std::uint64_t lowest(const std::vector<Progress>& progress) {
  std::uint64_t position = progress.empty() ? 0 : UINT64_MAX;
  for (const Progress& one : progress) position = std::min(position, one.state.position);
  return position;
}

}  // namespace

class Runner::Impl {
 public:
  Impl(RunnerOptions options, std::shared_ptr<ledger::Kv> kv)
      : options_(std::move(options)), kv_(std::move(kv)) {}

  Status load();
  Status catch_up(const ledger::ReadView& log, std::uint64_t until);
  std::vector<Progress> progress() const {
    const std::lock_guard lock(mutex_);
    return progress_;
  }
  std::uint64_t position() const {
    const std::lock_guard lock(mutex_);
    return lowest(progress_);
  }
  ledger::Kv& kv() const { return *kv_; }
  Result<ViewReader> reader(std::optional<std::uint64_t> at) const;

 private:
  Status drop_strangers();
  Status drop_view(const std::string& name);
  Status check_log(const ledger::ReadView& log, std::vector<Progress>& progress);
  Status fold(const ledger::ReadView& log, std::uint64_t from, std::uint64_t to,
              std::vector<internal::ViewBatch>& views, std::vector<Progress>& progress,
              ledger::KvBatch& rows) const;
  Status write(ledger::KvBatch batch, std::vector<Progress> progress);

  RunnerOptions options_;
  std::shared_ptr<ledger::Kv> kv_;
  std::optional<Hash> ledger_id_;  ///< nothing before the first event
  std::string origin_;
  mutable std::mutex mutex_;
  std::vector<Progress> progress_;  ///< one per view; guarded by mutex_
};

Status Runner::Impl::drop_view(const std::string& name) {
  // The state goes first: rows without a state are dropped again at the next opening.
  ledger::KvBatch state;
  state.erase(kMetaFamily, state_key(name));
  if (auto written = kv_->write(state, true); !written) return written;
  const std::string digests = "d" + name + std::string(1, '\0');
  const std::pair<ledger::Family, std::string> ranges[] = {
      {kRowsFamily, internal::row_prefix(name, {})}, {kMetaFamily, digests}};
  for (const auto& [family, from] : ranges) {
    while (true) {
      ledger::KvBatch batch;
      auto scanned = kv_->scan(family, from, internal::after_prefix(from),
                               [&, in = family](std::string_view key, std::string_view) {
                                 batch.erase(in, std::string(key));
                                 return batch.ops().size() < kDropChunk;
                               });
      if (!scanned) return scanned;
      if (batch.empty()) break;
      if (auto written = kv_->write(batch, false); !written) return written;
    }
  }
  return Ok{};
}

/// Rows of views that are not asked for, or whose folding was never finished or begun anew.
Status Runner::Impl::drop_strangers() {
  std::vector<std::string> names;
  std::string from;
  while (true) {
    std::optional<std::string> name;
    auto scanned = kv_->scan(kRowsFamily, from, {}, [&](std::string_view key, std::string_view) {
      name = key.substr(0, key.find('\0'));
      return false;
    });
    if (!scanned) return scanned;
    if (!name) break;
    names.push_back(*name);
    from = internal::after_prefix(internal::row_prefix(*name, {}));
  }
  for (const std::string& name : names) {
    const auto state = kv_->get(kMetaFamily, state_key(name));
    if (!state) return state.error();
    const bool wanted = std::any_of(options_.views.begin(), options_.views.end(),
                                    [&](const auto& view) { return view->name() == name; });
    if (wanted && *state) continue;
    if (auto dropped = drop_view(name); !dropped) return dropped;
  }
  return Ok{};
}

Status Runner::Impl::load() {
  const auto id = kv_->get(kMetaFamily, kLedgerKey);
  if (!id) return id.error();
  if (*id) {
    if ((*id)->size() != Hash::kSize) return bad_state("ledger");
    ledger_id_ = ledger::fixed_from<Hash>(**id);
  }
  if (auto dropped = drop_strangers(); !dropped) return dropped;
  for (const auto& view : options_.views) {
    auto progress = read_state(*kv_, view);
    if (!progress) return progress.error();
    if (progress->state.version != view->version()) {
      const std::string name(view->name());
      if (auto dropped = drop_view(name); !dropped) return dropped;
      progress = Progress{view, {name, view->version(), 0, {}}, {}};
    }
    progress_.push_back(std::move(*progress));
  }
  return Ok{};
}

Status Runner::Impl::check_log(const ledger::ReadView& log, std::vector<Progress>& progress) {
  const auto identity = identity_of(log.store());
  if (!identity) return identity.error();
  if (ledger_id_ && *ledger_id_ != identity->ledger_id) {
    return ledger::conflict("VIEWS_OF_ANOTHER_LEDGER",
                            "the views are of the ledger " + to_hex(*ledger_id_) +
                                ", the log is of " + to_hex(identity->ledger_id));
  }
  ledger_id_ = identity->ledger_id;
  origin_ = identity->origin;
  for (const Progress& one : progress) {
    if (one.state.position == 0) continue;
    if (one.state.position > log.size()) {
      return Error{ledger::ErrorCode::kBehind, "VIEWS_AHEAD",
                   "the view stands at position " + std::to_string(one.state.position) +
                       ", the log has " + std::to_string(log.size()) + " events",
                   one.state.name};
    }
    const auto last = log.event(one.state.position - 1);
    if (!last) return last.error();
    if (ledger::leaf_hash(last->entry) == one.leaf) continue;
    return corrupt("VIEWS_DIFFER",
                   "the view folded another event at index " +
                       std::to_string(one.state.position - 1) + " than the log holds",
                   one.state.name);
  }
  return Ok{};
}

/// While one batch is folded, the one before it is written by another thread.
Status Runner::Impl::catch_up(const ledger::ReadView& log, std::uint64_t until) {
  std::vector<Progress> progress = this->progress();
  if (auto fits = check_log(log, progress); !fits) return fits;
  std::future<Status> writing;
  const auto written = [&] { return writing.valid() ? writing.get() : Status(Ok{}); };
  const std::uint64_t end = std::min(until, log.size());
  internal::WrittenKeys keys(end - std::min(end, lowest(progress)));
  std::vector<internal::ViewBatch> views;
  for (const Progress& one : progress) {
    views.emplace_back(*one.view, *kv_, one.state.position == 0 ? &keys : nullptr);
  }
  for (std::uint64_t from = lowest(progress); from < end;) {
    if (std::any_of(views.begin(), views.end(), [](const auto& one) { return one.is_large(); })) {
      if (auto stored = written(); !stored) return stored;
      for (internal::ViewBatch& one : views) one.forget();
    }
    const std::uint64_t to =
        std::min(end, from + std::max<std::uint64_t>(options_.batch_events, 1));
    ledger::KvBatch rows;
    auto folded = fold(log, from, to, views, progress, rows);
    if (auto stored = written(); !stored) return stored;
    if (!folded) return folded;
    writing = std::async(to < end ? std::launch::async : std::launch::deferred,
                         [this, rows = std::move(rows), progress]() mutable {
                           return write(std::move(rows), std::move(progress));
                         });
    from = to;
  }
  return written();
}

namespace {

/// An entry of the log read back: what it says, and its leaf hash.
struct ReadEvent {
  ledger::Body body;
  std::uint64_t recorded_at_us;
  Hash digest;
  Hash leaf;
};

Result<ReadEvent> read_event(std::string_view bytes, std::uint64_t index, const std::string& origin,
                             const Hash& ledger_id) {
  const auto entry = ledger::parse_entry(bytes);
  if (!entry) return entry.error();
  auto body = ledger::check_body(entry->body);
  if (!body) {
    return corrupt(body.error().reason, body.error().message, "event " + std::to_string(index));
  }
  const Hash id = index == 0 ? Hash{} : ledger_id;
  const Hash digest = ledger::event_digest(ledger::signed_message(origin, id, entry->body));
  return ReadEvent{std::move(*body), entry->recorded_at_us, digest, ledger::leaf_hash(bytes)};
}

}  // namespace

/// REQUIRES on an error: `views` and `progress` are not used again.
Status Runner::Impl::fold(const ledger::ReadView& log, std::uint64_t from, std::uint64_t to,
                          std::vector<internal::ViewBatch>& views, std::vector<Progress>& progress,
                          ledger::KvBatch& rows) const {
  std::optional<Error> error;
  auto read = log.range(from, to, [&](std::uint64_t index, std::string_view bytes) {
    const auto event = read_event(bytes, index, origin_, *ledger_id_);
    if (!event) {
      error = event.error();
      return false;
    }
    for (std::size_t i = 0; i < progress.size(); ++i) {
      ViewState& state = progress[i].state;
      if (state.position != index) continue;  // this view is further already
      const Event seen{event->body, index, event->recorded_at_us, event->digest};
      const auto digest = views[i].fold(seen, state.digest, rows);
      if (!digest) {
        error = digest.error();
        return false;
      }
      state.digest = *digest;
      state.position = index + 1;
      progress[i].leaf = event->leaf;
      rows.put(kMetaFamily, digest_key(state.name, index + 1), std::string(digest->view()));
    }
    return true;
  });
  if (!read) return read;
  if (error) return *error;
  return Ok{};
}

/// Rows, positions and digests together. Not synced: after a power cut the folder is at an earlier
/// batch, which the next run continues.
Status Runner::Impl::write(ledger::KvBatch batch, std::vector<Progress> progress) {
  batch.put(kMetaFamily, std::string(kLedgerKey), std::string(ledger_id_->view()));
  for (const Progress& one : progress) {
    batch.put(kMetaFamily, state_key(one.state.name), encode_state(one.state, one.leaf));
  }
  if (auto written = kv_->write(batch, false); !written) return written;
  const std::lock_guard lock(mutex_);
  progress_ = std::move(progress);
  return Ok{};
}

Result<ViewReader> Runner::Impl::reader(std::optional<std::uint64_t> at) const {
  // The position comes before the snapshot: what is written in between is not seen at it.
  const std::uint64_t newest = position();
  if (at && *at > newest) {
    return ledger::not_found("BEYOND_VIEW", "position " + std::to_string(*at) +
                                                " was asked for, the views stand at " +
                                                std::to_string(newest));
  }
  // The snapshot keeps its store open, and goes before it.
  std::shared_ptr<const ledger::KvReader> snapshot(
      kv_->snapshot().release(), [kv = kv_](const ledger::KvReader* reader) { delete reader; });
  return ViewReader(std::move(snapshot), at.value_or(newest));
}

// --- the public face -----------------------------------------------------------------------------

Runner::Runner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Runner::~Runner() = default;

namespace {

bool has_store(const std::filesystem::path& dir) {
  std::error_code ignored;
  return std::filesystem::exists(dir / "CURRENT", ignored);
}

/// A new store gets its name once it is whole: a kill leaves none that is half made, and of two
/// who make one at the same time the slower one takes the other's. `dir` is there and empty.
Status make_store(const std::filesystem::path& dir, ledger::KvOptions options) {
  std::string making = dir.string() + ".new-XXXXXX";
  if (::mkdtemp(making.data()) == nullptr) {
    return ledger::io_error("OPEN_FAILED", "cannot make a folder beside it", dir.string());
  }
  options.dir = making;
  options.create = true;
  Status made = Ok{};
  if (auto kv = ledger::Kv::open(std::move(options)); !kv) made = kv.error();
  std::error_code failed;
  if (made) std::filesystem::rename(making, dir, failed);
  if (made && !failed) return ledger::sync_folder_of(dir, "OPEN_FAILED");
  std::error_code ignored;
  std::filesystem::remove_all(making, ignored);
  return made;
}

}  // namespace

Result<std::unique_ptr<Runner>> Runner::open(RunnerOptions options) {
  std::error_code failed;
  std::filesystem::create_directories(options.dir, failed);
  ledger::KvOptions kv_options;
  kv_options.dir = options.dir;
  kv_options.families = {{.name = "rows"}, {.name = "meta", .point_lookups = true}};
  kv_options.block_cache_bytes = options.block_cache_bytes;
  kv_options.memtable_bytes = options.memtable_bytes;
  kv_options.faults = options.faults;
  if (!has_store(options.dir) && std::filesystem::is_empty(options.dir, failed)) {
    if (auto made = make_store(options.dir, kv_options); !made) return made.error();
  }
  kv_options.create = !has_store(options.dir);
  auto kv = ledger::Kv::open(std::move(kv_options));
  if (!kv) return kv.error();
  auto impl = std::make_unique<Impl>(std::move(options), std::move(*kv));
  if (auto loaded = impl->load(); !loaded) return loaded.error();
  return std::unique_ptr<Runner>(new Runner(std::move(impl)));
}

Status Runner::catch_up(const ledger::ReadView& log, std::uint64_t until) {
  return impl_->catch_up(log, until);
}

std::uint64_t Runner::position() const { return impl_->position(); }

std::vector<ViewState> Runner::states() const {
  std::vector<ViewState> states;
  for (const Progress& one : impl_->progress()) states.push_back(one.state);
  return states;
}

Result<std::optional<Hash>> Runner::digest_at(std::string_view view, std::uint64_t position) const {
  if (position == 0) return std::optional(Hash{});
  const auto row = impl_->kv().get(kMetaFamily, digest_key(view, position));
  if (!row) return row.error();
  if (!*row) return std::optional<Hash>{};
  if ((*row)->size() != Hash::kSize) return bad_state(view);
  return std::optional(ledger::fixed_from<Hash>(**row));
}

Result<Hash> Runner::rows_digest(std::string_view view) const {
  Hash digest;
  const std::string prefix = internal::row_prefix(view, {});
  auto scanned =
      impl_->kv().scan_long(kRowsFamily, prefix, internal::after_prefix(prefix),
                            [&](std::string_view key, std::string_view value) {
                              std::string size;
                              ledger::put_u32(size, static_cast<std::uint32_t>(key.size()));
                              digest = ledger::sha256({digest.view(), size, key, value});
                              return true;
                            });
  if (!scanned) return scanned.error();
  return digest;
}

Result<ViewReader> Runner::reader() const { return impl_->reader(std::nullopt); }
Result<ViewReader> Runner::reader_at(std::uint64_t position) const {
  return impl_->reader(position);
}
std::uint64_t Runner::bytes_on_disk() const { return impl_->kv().bytes_on_disk(); }

}  // namespace projections
