// SPDX-License-Identifier: Apache-2.0
#include "api/bundle_export.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "api/event_json.h"
#include "api/files.h"
#include "ledger/completeness.h"
#include "ledger/hash.h"
#include "ledger/limits.h"
#include "ledger/merkle.h"
#include "ledger/schema_text.h"
#include "ledger/static_log.h"
#include "ledger/tlog_proof.h"

namespace api {
namespace {

namespace fs = std::filesystem;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr const char* kUnfinished = "manifest.jsonl.part";

ledger::Error write_failed(const fs::path& path, int error) {
  return ledger::io_error(
      "FILE_WRITE", "cannot write " + path.string() + ": " + std::strerror(error), path.string());
}

/// The folder of an export: files that are whole or not there, and the growing list of them.
class BundleFolder {
 public:
  explicit BundleFolder(fs::path dir) : dir_(std::move(dir)) {}

  /// The header of the export that was begun here, if one was.
  Result<std::optional<BundleHeader>> begun() const;
  Status begin(const BundleHeader& header);

  /// The file, unless an earlier run has written it.
  Status add(const std::string& path, const std::function<Result<std::string>()>& make);
  Status finish();

  std::uint64_t files() const { return files_; }
  std::uint64_t bytes() const { return bytes_; }
  bool resumed() const { return resumed_; }

 private:
  bool still_there(const BundleFile& file) const;
  Status write(const std::string& path, std::string_view bytes) const;
  void read_list();

  fs::path dir_;
  std::vector<BundleFile> done_;  ///< what an earlier run has written, in order
  std::size_t next_done_ = 0;
  std::ofstream list_;
  std::uint64_t files_ = 0;
  std::uint64_t bytes_ = 0;
  bool resumed_ = false;
};

Result<std::optional<BundleHeader>> BundleFolder::begun() const {
  std::error_code failed;
  std::ifstream list(dir_ / kUnfinished, std::ios::binary);
  if (std::string line; list && std::getline(list, line)) {
    auto header = parse_manifest_header(line);
    if (!header) return header.error();
    return std::optional(std::move(*header));
  }
  if (!fs::exists(dir_, failed) || fs::is_empty(dir_, failed)) return std::optional<BundleHeader>();
  if (list) return std::optional<BundleHeader>();  // stopped before its first line
  return ledger::conflict("NOT_A_BUNDLE",
                          "the folder is not empty and holds no unfinished export; name another",
                          dir_.string());
}

void BundleFolder::read_list() {
  std::ifstream list(dir_ / kUnfinished, std::ios::binary);
  std::string line;
  std::getline(list, line);
  for (std::uint64_t number = 2; std::getline(list, line) && !list.eof(); ++number) {
    auto file = parse_manifest_line(line, number);
    if (!file || !still_there(*file)) return;  // from here on everything is written again
    done_.push_back(std::move(*file));
  }
}

bool BundleFolder::still_there(const BundleFile& file) const {
  const auto bytes = read_file(dir_ / file.path);
  return bytes && bytes->size() == file.bytes && ledger::sha256(*bytes) == file.sha256;
}

Status BundleFolder::begin(const BundleHeader& header) {
  std::error_code failed;
  fs::create_directories(dir_, failed);
  if (failed) return write_failed(dir_, failed.value());
  resumed_ = fs::exists(dir_ / kUnfinished, failed);
  if (resumed_) read_list();
  list_.open(dir_ / kUnfinished, std::ios::binary | std::ios::trunc);
  list_ << manifest_header(header) << std::flush;
  if (!list_) return write_failed(dir_ / kUnfinished, errno);
  return Ok{};
}

Status BundleFolder::write(const std::string& path, std::string_view bytes) const {
  const fs::path full = dir_ / path;
  std::error_code failed;
  fs::create_directories(full.parent_path(), failed);
  if (failed) return write_failed(full, failed.value());
  const fs::path part = full.string() + ".part";
  {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return write_failed(part, errno);
  }
  fs::rename(part, full, failed);
  if (failed) return write_failed(full, failed.value());
  return Ok{};
}

Status BundleFolder::add(const std::string& path,
                         const std::function<Result<std::string>()>& make) {
  BundleFile file{path, 0, {}};
  if (next_done_ < done_.size() && done_[next_done_].path == path) {
    file = done_[next_done_++];
  } else {
    auto bytes = make();
    if (!bytes) return bytes.error();
    if (bytes->size() > bundle_file_bytes_max(path)) {
      return ledger::invalid("FILE_TOO_LARGE",
                             "it would have " + std::to_string(bytes->size()) +
                                 " bytes, the limit is " +
                                 std::to_string(bundle_file_bytes_max(path)),
                             path);
    }
    if (auto written = write(path, *bytes); !written) return written;
    file.bytes = bytes->size();
    file.sha256 = ledger::sha256(*bytes);
  }
  list_ << manifest_line(file) << std::flush;
  if (!list_) return write_failed(dir_ / kUnfinished, errno);
  ++files_;
  bytes_ += file.bytes;
  return Ok{};
}

/// Everything is on the disk before the manifest has its name.
Status BundleFolder::finish() {
  list_ << manifest_end(files_, bytes_);
  list_.close();
  if (!list_) return write_failed(dir_ / kUnfinished, errno);
  const int fd = ::open(dir_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::syncfs(fd) == 0;
  const int error = errno;
  if (!synced) {
    if (fd >= 0) ::close(fd);
    return write_failed(dir_, error);
  }
  std::error_code failed;
  fs::rename(dir_ / kUnfinished, dir_ / kManifest, failed);
  (void)::fsync(fd);
  ::close(fd);
  if (failed) return write_failed(dir_ / kManifest, failed.value());
  return Ok{};
}

class Exporter {
 public:
  Exporter(const ledger::ReadView& log, const ledger::LedgerIdentity& identity,
           const ExportOptions& options)
      : log_(log), options_(options), folder_(options.dir) {
    header_.identity = identity;
  }

  Result<ExportReport> run();

 private:
  Status decide_what();
  Status find_checkpoint();
  Status add_texts();
  Status add_checkpoints();
  Status add_tiles();
  Status add_events();
  Status add_consistency();
  Status add_subject();
  Status add_completeness();
  Status add_entry_with_proof(std::uint64_t index);
  Result<std::string> events_text(std::uint64_t begin, std::uint64_t end) const;
  Result<std::string> event_line(std::uint64_t index, std::string_view entry) const;
  Result<std::string> note_of_size(std::uint64_t size) const;
  void tell(std::uint64_t done) const {
    if (options_.progress) options_.progress(done, header_.size);
  }

  const ledger::ReadView& log_;
  const ExportOptions& options_;
  BundleFolder folder_;
  BundleHeader header_;
  std::string note_;
};

Result<std::string> Exporter::note_of_size(std::uint64_t size) const {
  auto note = log_.checkpoint_covering(size);
  if (!note) return note.error();
  const auto checkpoint = ledger::checkpoint_of_note(*note);
  if (!checkpoint) return checkpoint.error();
  if (checkpoint->size == size) return note;
  return ledger::not_found("NO_CHECKPOINT_OF_SIZE", "no checkpoint of size " +
                                                        std::to_string(size) +
                                                        " was published; the next one is of size " +
                                                        std::to_string(checkpoint->size));
}

Status Exporter::find_checkpoint() {
  if (header_.size == 0) header_.size = log_.size();
  auto note = note_of_size(header_.size);
  if (!note) return note.error();
  note_ = std::move(*note);
  header_.root = ledger::checkpoint_of_note(note_)->root;
  if (header_.from < header_.size) return Ok{};
  return ledger::invalid("NOTHING_NEW", "the log has " + std::to_string(header_.size) +
                                            " events, the earlier bundle has " +
                                            std::to_string(header_.from));
}

/// What was asked for, or what an interrupted export began.
Status Exporter::decide_what() {
  header_.from = options_.from;
  header_.size = options_.size;
  header_.subject = options_.subject;
  header_.kind = options_.subject    ? BundleKind::kSubject
                 : options_.from > 0 ? BundleKind::kRange
                                     : BundleKind::kLog;
  const auto begun = folder_.begun();
  if (!begun) return begun.error();
  if (!*begun) return find_checkpoint();
  const BundleHeader& old = **begun;
  const bool same = old.identity.ledger_id == header_.identity.ledger_id &&
                    old.kind == header_.kind && old.from == header_.from &&
                    old.subject == header_.subject &&
                    (header_.size == 0 || header_.size == old.size);
  if (!same) {
    return ledger::conflict("NOT_A_BUNDLE", "the folder holds an unfinished export of another kind",
                            options_.dir.string());
  }
  header_.size = old.size;
  return find_checkpoint();
}

Status Exporter::add_texts() {
  for (const bool russian : {false, true}) {
    auto added = folder_.add(russian ? "README.ru.md" : "README.en.md", [&]() {
      return Result<std::string>(bundle_readme(header_, russian));
    });
    if (!added) return added;
  }
  for (const ledger::VersionedSchema& file : ledger::schema_files()) {
    const std::string path =
        "schema/v" + std::to_string(file.version) + "/" + std::string(file.name);
    auto added = folder_.add(path, [&]() { return Result<std::string>(std::string(file.text)); });
    if (!added) return added;
  }
  return folder_.add("checkpoint", [&]() { return Result<std::string>(note_); });
}

Status Exporter::add_checkpoints() {
  const std::uint64_t first = header_.from == 0 ? 0 : ledger::checkpoints_block(header_.from);
  for (std::uint64_t block = first; block <= ledger::checkpoints_block(header_.size); ++block) {
    auto added = folder_.add(ledger::checkpoints_path(block), [&]() {
      return ledger::checkpoints_resource(log_.store(), block, header_.size);
    });
    if (!added) return added;
  }
  return Ok{};
}

/// Every tile that has other contents at the new size than at the old one.
Status Exporter::add_tiles() {
  for (unsigned level = 0; ledger::tile_hashes_at(level, header_.size) > 0; ++level) {
    const std::uint64_t end = ledger::tile_hashes_at(level, header_.size);
    const std::uint64_t begin = ledger::tile_hashes_at(level, header_.from);
    if (begin == end) continue;
    for (std::uint64_t index = begin / ledger::kTileWidth; index * ledger::kTileWidth < end;
         ++index) {
      const ledger::TileId tile{level, index, ledger::tile_width_at(level, index, header_.size)};
      auto added = folder_.add(ledger::tile_path(tile), [&]() { return log_.tile(tile); });
      if (!added) return added;
    }
  }
  for (std::uint64_t index = header_.from / ledger::kTileWidth;
       index * ledger::kTileWidth < header_.size; ++index) {
    const ledger::TileId tile{0, index, ledger::tile_width_at(0, index, header_.size)};
    auto added = folder_.add(ledger::entries_path(tile),
                             [&]() { return log_.entry_bundle(index, tile.width); });
    if (!added) return added;
    tell(index * ledger::kTileWidth);
  }
  return Ok{};
}

Result<std::string> Exporter::event_line(std::uint64_t index, std::string_view entry) const {
  auto json = recorded_event_to_json(header_.identity, {index, std::string(entry)});
  if (!json) return json.error();
  return json->dump() + "\n";
}

Result<std::string> Exporter::events_text(std::uint64_t begin, std::uint64_t end) const {
  std::string out;
  std::optional<ledger::Error> failed;
  auto read = log_.range(begin, end, [&](std::uint64_t index, std::string_view entry) {
    auto line = event_line(index, entry);
    if (!line) {
      failed = line.error();
      return false;
    }
    out += *line;
    return true;
  });
  if (!read) return read.error();
  if (failed) return *failed;
  return out;
}

Status Exporter::add_events() {
  for (std::uint64_t begin = header_.from; begin < header_.size;) {
    const std::uint64_t end = std::min((begin / kEventsPerFile + 1) * kEventsPerFile, header_.size);
    auto added = folder_.add(events_path(begin), [&]() { return events_text(begin, end); });
    if (!added) return added;
    begin = end;
    tell(begin);
  }
  return Ok{};
}

/// The request that brings a witness from the old size to the new one (C2SP tlog-witness), which
/// is also everything that the consistency of the two needs.
Status Exporter::add_consistency() {
  auto old_note = note_of_size(header_.from);
  if (!old_note) return old_note.error();
  auto added = folder_.add("checkpoint.from", [&]() { return Result<std::string>(*old_note); });
  if (!added) return added;
  return folder_.add("consistency", [&]() -> Result<std::string> {
    const auto proof = log_.consistency(header_.from, header_.size);
    if (!proof) return proof.error();
    std::string out = "old " + std::to_string(header_.from) + "\n";
    for (const ledger::Hash& hash : *proof) out += ledger::to_base64(hash.view()) + "\n";
    return out + "\n" + note_;
  });
}

Status Exporter::add_entry_with_proof(std::uint64_t index) {
  auto added = folder_.add(entry_path(index), [&]() -> Result<std::string> {
    auto event = log_.event(index);
    if (!event) return event.error();
    return std::move(event->entry);
  });
  if (!added) return added;
  added = folder_.add(entry_proof_path(index), [&]() -> Result<std::string> {
    auto proof = log_.inclusion(index, header_.size);
    if (!proof) return proof.error();
    return ledger::format_tlog_proof({std::nullopt, index, std::move(*proof), note_});
  });
  if (!added) return added;
  return folder_.add(events_path(index), [&]() { return events_text(index, index + 1); });
}

Status Exporter::add_subject() {
  if (auto added = add_entry_with_proof(0); !added) return added;
  Status added = Ok{};
  bool any = false;
  auto scanned = log_.by_subject(*header_.subject, 0, [&](std::uint64_t, std::uint64_t index) {
    if (index >= header_.size) return false;
    any = true;
    if (index > 0) added = add_entry_with_proof(index);
    tell(index);
    return static_cast<bool>(added);
  });
  if (!scanned) return scanned;
  if (!added) return added;
  if (any) return add_completeness();
  return ledger::not_found("NO_SUCH_SUBJECT",
                           "the log has no event about " + subject_text(*header_.subject));
}

/// That these are all events about the subject up to the newest commitment, if there is one.
Status Exporter::add_completeness() {
  const auto commitment = ledger::newest_commitment(log_);
  if (!commitment || commitment->index >= header_.size) return Ok{};
  return folder_.add(std::string(kCompletenessPath), [&]() -> Result<std::string> {
    const auto proof = ledger::prove_completeness(log_, {*header_.subject});
    if (!proof) return proof.error();
    return ledger::format_completeness(*proof);
  });
}

Result<ExportReport> Exporter::run() {
  if (auto decided = decide_what(); !decided) return decided.error();
  if (auto begun = folder_.begin(header_); !begun) return begun.error();
  std::vector<Status (Exporter::*)()> parts{&Exporter::add_texts};
  if (header_.kind == BundleKind::kSubject) {
    parts.push_back(&Exporter::add_subject);
  } else {
    if (header_.kind == BundleKind::kRange) parts.push_back(&Exporter::add_consistency);
    parts.insert(parts.end(),
                 {&Exporter::add_checkpoints, &Exporter::add_tiles, &Exporter::add_events});
  }
  for (const auto part : parts) {
    if (auto added = (this->*part)(); !added) return added.error();
  }
  if (auto finished = folder_.finish(); !finished) return finished.error();
  return ExportReport{header_, folder_.files(), folder_.bytes(), folder_.resumed()};
}

}  // namespace

Result<ExportReport> export_bundle(const ledger::ReadView& log,
                                   const ledger::LedgerIdentity& identity,
                                   const ExportOptions& options) {
  return Exporter(log, identity, options).run();
}

}  // namespace api
