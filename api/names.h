// SPDX-License-Identifier: Apache-2.0
// The names file: what an author's local names stand for, kept so that sending the same events
// again sends the same ids and the same bytes. Written whole, atomically and durably, before
// anything is sent. While somebody is going to save it, FILE.lock lies beside it. JSON:
//   {"ledger_id": hex, "ids": {name: hex}, "events": {name: {"event_id": hex, "digest": hex,
//    "seen": {"size": n, "root": hex}, "random": {JSON pointer: hex}}},
//    "log": {"vkey": text, "seen": {"size": n, "root": hex}}}
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "api/log_watch.h"
#include "ledger/body.h"
#include "ledger/bytes.h"
#include "ledger/result.h"

namespace api {

/// What is kept of an event so that it can be built again byte for byte.
struct NamedEvent {
  ledger::Id event_id;
  ledger::Hash digest;
  ledger::Seen seen;
  std::map<std::string, std::string> random{};  ///< JSON pointer -> hex
};

class Names {
 public:
  /// Names that are forgotten with the process.
  Names() = default;

  /// An absent file is an empty one. kInvalid BAD_NAMES_FILE and the errors of read_json().
  static ledger::Result<Names> open(const std::filesystem::path& path);

  /// The same for whoever is going to save(): until the last copy of these names is gone, nobody
  /// else opens the file so. kLocked LOCKED naming the file and who has it, kIo FILE_WRITE.
  static ledger::Result<Names> open_to_write(const std::filesystem::path& path);

  /// Durable when it returns Ok; without a path it does nothing. kIo NAMES_WRITE.
  ledger::Status save() const;

  /// Names belong to one ledger. kConflict OTHER_LEDGER if they were made for another.
  ledger::Status bind(const ledger::Hash& ledger_id);

  /// The id of this name, made at the first use.
  ledger::Id id(const std::string& name);
  /// The same without making one.
  std::optional<ledger::Id> known_id(const std::string& name) const;

  const NamedEvent* event(const std::string& name) const;
  /// Whether the name of any event begins so.
  bool has_event_called(const std::string& beginning) const;
  void put_event(const std::string& name, NamedEvent event);

  /// What the log has shown last.
  const KnownLog& log() const { return log_; }
  void set_log(KnownLog log) { log_ = std::move(log); }

 private:
  std::filesystem::path path_;
  std::shared_ptr<const void> lock_;
  std::optional<ledger::Hash> ledger_id_;
  std::map<std::string, ledger::Id> ids_;
  std::map<std::string, NamedEvent> events_;
  KnownLog log_;
};

/// Bytes from the system's random generator.
ledger::Id random_id();
ledger::Hash random_hash();

}  // namespace api
