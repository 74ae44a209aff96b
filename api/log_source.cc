// SPDX-License-Identifier: Apache-2.0
#include "api/log_source.h"

#include <fstream>
#include <map>

#include "api/archive.h"
#include "api/files.h"
#include "api/http_resources.h"
#include "ledger/rocks_store.h"
#include "ledger/static_log.h"

namespace api {
namespace {

namespace fs = std::filesystem;
using ledger::Ok;
using ledger::Result;
using ledger::ScratchFolder;
using ledger::Status;

Status open_static(ledger::ResourceFetch fetch, LogSource& source) {
  auto log = ledger::open_static_log(std::move(fetch));
  if (!log) return log.error();
  source.log = std::move(*log);
  return Ok{};
}

ledger::Error file_missing(std::string_view path, const std::string& what) {
  return ledger::corrupt("FILE_MISSING", what, std::string(path));
}

Status open_bundle(const fs::path& folder, LogSource& source) {
  source.kind = SourceKind::kBundle;
  source.folder = folder;
  if (auto ordinary = check_ordinary_file(folder / kManifest); !ordinary) return ordinary;
  std::ifstream manifest(folder / kManifest, std::ios::binary);
  const auto line = next_manifest_line(manifest);
  auto header = parse_manifest_header(line.value_or(std::string()));
  if (!header) return header.error();
  source.header = std::move(*header);
  if (source.header->kind == BundleKind::kSubject) return Ok{};
  std::error_code failed;
  if (!fs::exists(folder / "checkpoint", failed)) {
    return file_missing("checkpoint", "the manifest's bundle has no checkpoint");
  }
  return open_static(ledger::folder_resources(folder), source);
}

/// Every resource is asked for once: a server cannot answer one pass otherwise than the next, nor
/// show later what it said was not there.
class KeptAnswers {
 public:
  KeptAnswers(fs::path folder, ledger::ResourceFetch fetch)
      : folder_(std::move(folder)), fetch_(std::move(fetch)) {}

  Result<std::string> get(const std::string& path, std::size_t bytes_max) {
    const std::lock_guard lock(mutex_);
    if (const auto absent = absent_.find(path); absent != absent_.end()) return absent->second;
    std::error_code failed;
    if (fs::exists(folder_ / path, failed)) {
      return ledger::folder_resources(folder_)(path, bytes_max);
    }
    auto bytes = fetch_(path, bytes_max);
    if (!bytes && bytes.error().code == ledger::ErrorCode::kNotFound) {
      absent_.emplace(path, bytes.error());
    }
    if (!bytes) return bytes;
    fs::create_directories((folder_ / path).parent_path(), failed);
    std::ofstream out(folder_ / path, std::ios::binary | std::ios::trunc);
    out << *bytes;
    out.close();
    if (!out) return ledger::io_error("FILE_WRITE", "an answer cannot be kept", path);
    return bytes;
  }

 private:
  const fs::path folder_;
  const ledger::ResourceFetch fetch_;
  std::mutex mutex_;                             ///< also: no half-written file is read
  std::map<std::string, ledger::Error> absent_;  ///< guarded by mutex_
};

ledger::ResourceFetch kept_in(const fs::path& folder, ledger::ResourceFetch fetch) {
  auto kept = std::make_shared<KeptAnswers>(folder, std::move(fetch));
  return [kept = std::move(kept)](const std::string& path, std::size_t bytes_max) {
    return kept->get(path, bytes_max);
  };
}

ledger::ResourceFetch noting(std::shared_ptr<Outage> outage, ledger::ResourceFetch fetch) {
  return [outage = std::move(outage), fetch = std::move(fetch)](
             const std::string& path, std::size_t bytes_max) -> Result<std::string> {
    auto bytes = fetch(path, bytes_max);
    if (!bytes && bytes.error().code == ledger::ErrorCode::kIo) outage->note(bytes.error());
    return bytes;
  };
}

Status open_server(const std::string& url, const std::string& token, LogSource& source) {
  auto fetch = http_resources(url, token);
  if (!fetch) return fetch.error();
  auto scratch = ScratchFolder::make();
  if (!scratch) return scratch.error();
  source.scratch = std::move(*scratch);
  source.outage = std::make_shared<Outage>();
  return open_static(noting(source.outage, kept_in(source.scratch->path(), std::move(*fetch))),
                     source);
}

Status open_archive(const fs::path& archive, LogSource& source) {
  auto scratch = ScratchFolder::make();
  if (!scratch) return scratch.error();
  source.scratch = std::move(*scratch);
  const fs::path folder = source.scratch->path() / "bundle";
  if (auto unpacked = unpack_bundle(archive, folder); !unpacked) return unpacked;
  return open_bundle(folder, source);
}

Status open_store(const fs::path& folder, bool any_head, LogSource& source) {
  source.kind = SourceKind::kLedger;
  source.static_form = false;
  ledger::RocksStoreOptions options;
  options.dir = folder / "log";
  options.read_only = true;
  options.any_head = any_head;
  auto store = ledger::open_rocks_store(options);
  if (!store) return store.error();
  source.log = std::move(*store);
  return Ok{};
}

Status open_folder(const fs::path& folder, bool any_head, LogSource& source) {
  std::error_code failed;
  if (fs::exists(folder / kManifest, failed)) return open_bundle(folder, source);
  if (fs::is_directory(folder / "log", failed)) return open_store(folder, any_head, source);
  source.kind = SourceKind::kStaticFolder;
  if (fs::is_directory(folder / "entries", failed)) {
    return file_missing(kManifest, "here are the entries of a bundle without its manifest");
  }
  if (fs::exists(folder / "checkpoint", failed)) {
    source.manifest_missing = fs::is_directory(folder / "events", failed);
    return open_static(ledger::folder_resources(folder), source);
  }
  return ledger::not_found(
      "NO_SOURCE", "the folder " + folder.string() + " holds no ledger, bundle or checkpoint");
}

}  // namespace

Result<LogSource> open_log_source(const std::string& name, const SourceOpening& opening) {
  LogSource source;
  source.name = name;
  std::error_code failed;
  Status opened = Ok{};
  if (name.find("://") != std::string::npos) {
    source.kind = SourceKind::kServer;
    opened = open_server(name, opening.token, source);
  } else if (fs::is_directory(name, failed)) {
    opened = open_folder(name, opening.any_head, source);
  } else if (fs::exists(name, failed)) {
    opened = open_archive(name, source);
  } else {
    opened = ledger::not_found("NO_SOURCE", "there is no " + name);
  }
  if (!opened) return opened.error();
  return source;
}

Status check_from_the_start(const LogSource& source) {
  if (!source.log) {
    return ledger::invalid("SUBJECT_BUNDLE", "a bundle of one subject is no log", source.name);
  }
  if (source.header && source.header->kind == BundleKind::kRange) {
    return ledger::invalid("RANGE_BUNDLE",
                           "a bundle of a range lacks the events before it: import it into a copy "
                           "that has them",
                           source.name);
  }
  return Ok{};
}

Status check_continues(const LogSource& source, const ledger::EventStore& copy) {
  if (!source.header || source.header->kind != BundleKind::kRange) return Ok{};
  const auto head = copy.head();
  if (!head) return head.error();
  if (source.header->from <= head->size) return Ok{};
  return ledger::invalid("RANGE_BUNDLE",
                         "the range begins at event " + std::to_string(source.header->from) +
                             ", the copy has " + std::to_string(head->size) +
                             " events: the bundle of those between comes first",
                         source.name);
}

}  // namespace api
