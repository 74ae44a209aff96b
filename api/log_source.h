// SPDX-License-Identifier: Apache-2.0
// Where a log to be checked comes from: a bundle as a folder or as one file, a ledger's folder, a
// folder of static resources, or a server.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/bundle.h"
#include "ledger/event_store.h"
#include "ledger/result.h"
#include "ledger/scratch_folder.h"

namespace api {

/// What a server did not answer. That says nothing of the log, neither for it nor against it.
class Outage {
 public:
  void note(const ledger::Error& error) {
    const std::lock_guard lock(mutex_);
    if (!first_) first_ = error;
  }
  std::optional<ledger::Error> first() const {
    const std::lock_guard lock(mutex_);
    return first_;
  }

 private:
  mutable std::mutex mutex_;
  std::optional<ledger::Error> first_;  ///< guarded by mutex_
};

enum class SourceKind { kLedger, kBundle, kStaticFolder, kServer };

struct LogSource {
  SourceKind kind{};
  std::string name;                               ///< as it was asked for
  std::shared_ptr<const ledger::EventStore> log;  ///< null for a bundle of one subject
  bool static_form = true;                        ///< false for a ledger's own store
  std::filesystem::path folder;                   ///< of a bundle
  std::optional<BundleHeader> header;             ///< of a bundle
  bool manifest_missing = false;  ///< a static folder with all else that a bundle has
  std::unique_ptr<ledger::ScratchFolder> scratch;  ///< where an archive was unpacked
  std::shared_ptr<Outage> outage;                  ///< of a server
};

struct SourceOpening {
  std::string token;  ///< for a server
  /// Of a ledger's store also one whose head does not fit: for whoever goes on to verify it
  /// (RocksStoreOptions::any_head).
  bool any_head = false;
};

/// kNotFound NO_SOURCE; kCorrupt FILE_MISSING for a bundle without its checkpoint, and for one of a
/// subject without its manifest; the errors of unpack_bundle(), open_static_log(),
/// open_rocks_store(), http_resources().
ledger::Result<LogSource> open_log_source(const std::string& name,
                                          const SourceOpening& opening = {});

/// Whether the source has a log from its first event on. kInvalid SUBJECT_BUNDLE, RANGE_BUNDLE.
ledger::Status check_from_the_start(const LogSource& source);

/// That no event is missing between the copy and a bundle of a range. kInvalid RANGE_BUNDLE with
/// both sizes; the errors of the copy.
ledger::Status check_continues(const LogSource& source, const ledger::EventStore& copy);

}  // namespace api
