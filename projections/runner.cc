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

/// Where all views stand.
struct Progress {
  std::optional<ledger::Hash> ledger_id;  ///< nothing before the first event
  std::uint64_t position = 0;
  ledger::Hash leaf;                  ///< leaf hash of the last event that was folded
  std::vector<ledger::Hash> digests;  ///< one per view
};

/// What folding keeps in memory from one call to the next, until one fails.
struct Folding {
  std::unique_ptr<WrittenKeys> keys;  ///< null if rows are stored from before
  std::vector<ViewBatch> views;
};

}  // namespace internal

namespace {

using internal::Folding;
using internal::kMetaFamily;
using internal::kRowsFamily;
using internal::Progress;
using ledger::corrupt;
using ledger::Error;
using ledger::Hash;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kStateKey = "s";
constexpr std::size_t kDropChunk = 4'096;
constexpr std::size_t kBatchBytes = std::size_t{1} << 20;  ///< of rows: then they are written

std::string digests_key(std::uint64_t position) { return "d" + ledger::be64(position); }

Error bad_state() {
  return corrupt("BAD_VIEW_ROW", "the position or a digest of the views cannot be read", "views");
}

std::string join(const std::vector<Hash>& digests) {
  std::string out;
  for (const Hash& digest : digests) out += digest.view();
  return out;
}

std::vector<Hash> split(std::string_view digests) {
  std::vector<Hash> out;
  for (; !digests.empty(); digests.remove_prefix(Hash::kSize)) {
    out.push_back(ledger::fixed_from<Hash>(digests.substr(0, Hash::kSize)));
  }
  return out;
}

/// Which rows these are: another list of views, or another version of one, has others.
std::string generation_of(const Views& views) {
  std::string out;
  for (const auto& view : views) {
    out += view->name();
    out.push_back(0);
    ledger::put_u32(out, view->version());
  }
  return out;
}

constexpr std::size_t kStateHead = Hash::kSize + 8 + Hash::kSize;

std::string encode_state(const Progress& progress, std::string_view generation) {
  std::string out(progress.ledger_id->view());
  ledger::put_u64(out, progress.position);
  out += progress.leaf.view();
  out += join(progress.digests);
  out += generation;
  return out;
}

/// Nothing if the state is of another generation.
std::optional<Progress> decode_state(std::string_view bytes, std::string_view generation,
                                     std::size_t views) {
  const std::size_t digests = views * Hash::kSize;
  if (bytes.size() != kStateHead + digests + generation.size()) return {};
  if (!bytes.ends_with(generation)) return {};
  Progress progress;
  progress.ledger_id = ledger::fixed_from<Hash>(bytes.substr(0, Hash::kSize));
  progress.position = ledger::get_u64(bytes.substr(Hash::kSize));
  progress.leaf = ledger::fixed_from<Hash>(bytes.substr(Hash::kSize + 8, Hash::kSize));
  progress.digests = split(bytes.substr(kStateHead, digests));
  return progress;
}

}  // namespace

class Runner::Impl {
 public:
  Impl(RunnerOptions options, std::shared_ptr<ledger::Kv> kv)
      : options_(std::move(options)),
        kv_(std::move(kv)),
        generation_(generation_of(options_.views)) {}

  Status load();
  Status catch_up(const ledger::ReadView& log, std::uint64_t until);
  Progress progress() const {
    const std::lock_guard lock(mutex_);
    return progress_;
  }
  std::uint64_t position() const {
    const std::lock_guard lock(mutex_);
    return progress_.position;
  }
  const Views& views() const { return options_.views; }
  ledger::Kv& kv() const { return *kv_; }
  Result<ViewReader> reader(std::optional<std::uint64_t> at) const;

 private:
  Status drop_rows();
  bool continues(const ledger::ReadView& log, const Progress& progress) const;
  Status check_log(const ledger::ReadView& log, Progress& progress);
  void begin_folding(std::uint64_t events);
  Status fold_until(const ledger::ReadView& log, std::uint64_t end, Progress progress);
  Status fold(const ledger::ReadView& log, std::uint64_t to, Progress& progress,
              ledger::KvBatch& rows);
  Status write(ledger::KvBatch batch, Progress progress);

  RunnerOptions options_;
  std::shared_ptr<ledger::Kv> kv_;
  const std::string generation_;
  std::string origin_;
  std::optional<Folding> folding_;
  mutable std::mutex mutex_;
  Progress progress_;  ///< guarded by mutex_
};

/// The state goes first: rows without a state are dropped again at the next opening.
Status Runner::Impl::drop_rows() {
  for (const ledger::Family family : {kMetaFamily, kRowsFamily}) {
    while (true) {
      ledger::KvBatch batch;
      if (family == kMetaFamily) batch.erase(kMetaFamily, std::string(kStateKey));
      const std::size_t begun = batch.ops().size();
      auto scanned = kv_->scan(family, {}, {}, [&](std::string_view key, std::string_view) {
        batch.erase(family, std::string(key));
        return batch.ops().size() < kDropChunk;
      });
      if (!scanned) return scanned;
      if (batch.ops().size() == begun) break;
      if (auto written = kv_->write(batch, false); !written) return written;
    }
  }
  return Ok{};
}

Status Runner::Impl::load() {
  const auto state = kv_->get(kMetaFamily, kStateKey);
  if (!state) return state.error();
  if (*state) {
    auto progress = decode_state(**state, generation_, options_.views.size());
    if (progress) {
      progress_ = std::move(*progress);
      return Ok{};
    }
  }
  progress_.digests.resize(options_.views.size());
  return drop_rows();
}

/// Whether the log holds the event that was folded last, and so is the one that was met before.
bool Runner::Impl::continues(const ledger::ReadView& log, const Progress& progress) const {
  if (origin_.empty() || progress.position == 0) return false;
  const auto last = log.event(progress.position - 1);
  return last && ledger::leaf_hash(last->entry) == progress.leaf;
}

Status Runner::Impl::check_log(const ledger::ReadView& log, Progress& progress) {
  if (continues(log, progress)) return Ok{};
  const auto identity = identity_of(log.store());
  if (!identity) return identity.error();
  if (progress.ledger_id && *progress.ledger_id != identity->ledger_id) {
    return ledger::conflict("VIEWS_OF_ANOTHER_LEDGER",
                            "the views are of the ledger " + to_hex(*progress.ledger_id) +
                                ", the log is of " + to_hex(identity->ledger_id));
  }
  progress.ledger_id = identity->ledger_id;
  origin_ = identity->origin;
  if (progress.position == 0) return Ok{};
  if (progress.position > log.size()) {
    return Error{ledger::ErrorCode::kBehind, "VIEWS_AHEAD",
                 "the views stand at position " + std::to_string(progress.position) +
                     ", the log has " + std::to_string(log.size()) + " events",
                 "views"};
  }
  const auto last = log.event(progress.position - 1);
  if (!last) return last.error();
  if (ledger::leaf_hash(last->entry) == progress.leaf) return Ok{};
  return corrupt("VIEWS_DIFFER",
                 "the views folded another event at index " +
                     std::to_string(progress.position - 1) + " than the log holds",
                 "views");
}

void Runner::Impl::begin_folding(std::uint64_t events) {
  folding_.emplace();
  if (position() == 0) folding_->keys = std::make_unique<internal::WrittenKeys>(events);
  for (const auto& view : options_.views) {
    folding_->views.emplace_back(*view, *kv_, folding_->keys.get());
  }
}

Status Runner::Impl::catch_up(const ledger::ReadView& log, std::uint64_t until) {
  Progress progress = this->progress();
  if (auto fits = check_log(log, progress); !fits) return fits;
  const std::uint64_t end = std::min(until, log.size());
  if (progress.position >= end) return Ok{};
  if (!folding_) begin_folding(end - progress.position);
  auto done = fold_until(log, end, std::move(progress));
  if (!done) folding_.reset();
  return done;
}

namespace {

std::size_t kept_bytes(const std::vector<internal::ViewBatch>& views) {
  std::size_t bytes = 0;
  for (const internal::ViewBatch& one : views) bytes += one.bytes();
  return bytes;
}

}  // namespace

/// While one batch is folded, the one before it is written by another thread.
Status Runner::Impl::fold_until(const ledger::ReadView& log, std::uint64_t end, Progress progress) {
  std::future<Status> writing;
  const auto written = [&] { return writing.valid() ? writing.get() : Status(Ok{}); };
  auto& views = folding_->views;
  while (progress.position < end) {
    if (kept_bytes(views) > options_.row_cache_bytes) {
      if (auto stored = written(); !stored) return stored;
      for (internal::ViewBatch& one : views) one.forget();
    }
    const std::uint64_t to =
        std::min(end, progress.position + std::max<std::uint64_t>(options_.batch_events, 1));
    ledger::KvBatch rows;
    auto folded = fold(log, to, progress, rows);
    if (auto stored = written(); !stored) return stored;
    if (!folded) return folded;
    writing = std::async(progress.position < end ? std::launch::async : std::launch::deferred,
                         [this, rows = std::move(rows), progress]() mutable {
                           return write(std::move(rows), std::move(progress));
                         });
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

/// Up to `to`, or as far as one batch goes. REQUIRES on an error: `progress` and what is kept are
/// not used again.
Status Runner::Impl::fold(const ledger::ReadView& log, std::uint64_t to, Progress& progress,
                          ledger::KvBatch& rows) {
  auto& views = folding_->views;
  std::optional<Error> error;
  const auto fold_one = [&](std::uint64_t index, std::string_view bytes) {
    const auto event = read_event(bytes, index, origin_, *progress.ledger_id);
    if (!event) {
      error = event.error();
      return false;
    }
    const Event seen{event->body, index, event->recorded_at_us, event->digest};
    for (std::size_t i = 0; i < views.size(); ++i) {
      const auto digest = views[i].fold(seen, progress.digests[i], rows);
      if (!digest) {
        error = digest.error();
        return false;
      }
      progress.digests[i] = *digest;
    }
    progress.position = index + 1;
    progress.leaf = event->leaf;
    rows.put(kMetaFamily, digests_key(index + 1), join(progress.digests));
    return rows.bytes() < kBatchBytes;
  };
  auto read = log.range(progress.position, to, fold_one);
  if (!read) return read;
  if (error) return *error;
  return Ok{};
}

/// Rows, position and digests together. Not synced: after a power cut the folder is at an earlier
/// batch, which the next run continues.
Status Runner::Impl::write(ledger::KvBatch batch, Progress progress) {
  batch.put(kMetaFamily, std::string(kStateKey), encode_state(progress, generation_));
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

bool is_view_damage(const ledger::Error& error) {
  return error.code == ledger::ErrorCode::kCorrupt && error.reason == "BAD_VIEW_ROW";
}

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
  kv_options.families = internal::families();
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
  const Progress progress = impl_->progress();
  std::vector<ViewState> states;
  for (std::size_t i = 0; i < impl_->views().size(); ++i) {
    const View& view = *impl_->views()[i];
    states.push_back(
        {std::string(view.name()), view.version(), progress.position, progress.digests[i]});
  }
  return states;
}

Result<std::optional<Hash>> Runner::digest_at(std::string_view view, std::uint64_t position) const {
  const Views& views = impl_->views();
  const auto it = std::find_if(views.begin(), views.end(),
                               [&](const auto& one) { return one->name() == view; });
  if (it == views.end()) return std::optional<Hash>{};
  if (position == 0) return std::optional(Hash{});
  const auto row = impl_->kv().get(kMetaFamily, digests_key(position));
  if (!row) return bad_state();
  if (!*row) return std::optional<Hash>{};
  if ((*row)->size() != views.size() * Hash::kSize) return bad_state();
  const auto at = static_cast<std::size_t>(it - views.begin()) * Hash::kSize;
  return std::optional(ledger::fixed_from<Hash>(std::string_view(**row).substr(at, Hash::kSize)));
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

Result<RowsRead> Runner::read_again(std::string_view from, std::uint64_t rows_max) const {
  auto read = internal::read_stored(impl_->kv(), from, rows_max);
  if (!read) return read.error();
  return RowsRead{read->rows, std::move(read->next)};
}

Result<ViewReader> Runner::reader() const { return impl_->reader(std::nullopt); }
Result<ViewReader> Runner::reader_at(std::uint64_t position) const {
  return impl_->reader(position);
}
std::uint64_t Runner::bytes_on_disk() const { return impl_->kv().bytes_on_disk(); }

}  // namespace projections
