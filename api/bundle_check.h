// SPDX-License-Identifier: Apache-2.0
// A bundle's files against its manifest, and what a bundle says in other words against the entries
// themselves: events as JSON, schemas, the consistency of a range. What is wrong is named by file.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "api/bundle.h"
#include "api/log_source.h"
#include "ledger/event_store.h"
#include "ledger/log_reader.h"
#include "ledger/trust.h"
#include "ledger/verify.h"

namespace api {

struct BundleCheck {
  BundleHeader header;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t fault_count = 0;
  std::vector<ledger::Fault> faults;  ///< the first ledger::kFaultsReportedMax of them
  bool readmes_checked = false;       ///< false: another version of the program wrote them
  // Of a bundle of one subject.
  std::uint64_t entries = 0;     ///< shown to be in the log, with every signature of theirs
  std::uint64_t signatures = 0;  ///< of them
  /// It holds all events below this size, as the ledger committed.
  std::optional<std::uint64_t> complete_up_to;
  ledger::Hash committed_root;  ///< of the log at that size

  void add(ledger::FaultClass kind, const std::string& file, std::string reason,
           std::string message);
};

/// Everything that a bundle says beside its entries and tiles: the checks below, for its kind.
/// REQUIRES: source.kind is kBundle. kCorrupt BAD_MANIFEST, BUNDLE_VERSION.
ledger::Result<BundleCheck> check_bundle(const LogSource& source, const ledger::Trust* trust);

/// The same for whoever goes on only with a bundle in which everything holds, and in which no tile
/// is missing: the first fault is kCorrupt with its reason and the file. Any other source passes.
ledger::Status check_whole_bundle(const LogSource& source,
                                  const std::optional<ledger::Trust>& trust);

/// Sizes and hashes; schemas and READMEs against those of this program, the latter where the header
/// names the same version of their text; files that are missing, extra or no ordinary files.
/// kNotFound NO_FILE and kCorrupt BAD_MANIFEST, BUNDLE_VERSION when there is no manifest to go by.
ledger::Result<BundleCheck> check_bundle_files(const std::filesystem::path& dir);

/// The JSON Lines and the header of a bundle of kind kLog or kRange against the log that it holds,
/// where an entry can be read at all; no checkpoint lies beyond its end. By `trust`, if it is not
/// null, one that does was signed by the log, which then was longer.
void check_bundle_words(const std::filesystem::path& dir, const ledger::EventStore& log,
                        const ledger::Trust* trust, BundleCheck& check);

/// A bundle of kind kSubject: every entry is one of the subject, signed, and included in the
/// bundle's checkpoint; genesis makes the ledger id. With a completeness proof (by `trust`, if it
/// is not null) nothing is left out up to its commitment, and neither an event nor the checkpoint
/// of the bundle contradicts it; without one nothing is said about that.
void check_subject_bundle(const std::filesystem::path& dir, const ledger::Trust* trust,
                          BundleCheck& check);

/// The file "consistency" of a bundle of kind kRange: that its checkpoint extends the one it
/// begins from, which bears no false signature by a key of `trust`, if that is not null.
void check_bundle_range(const std::filesystem::path& dir, const ledger::Trust* trust,
                        BundleCheck& check);

/// The tiles and entries of a bundle of kind kLog or kRange, byte for byte against the log that it
/// was laid over: also those parts of them that the log had before.
void check_range_tiles(const std::filesystem::path& dir, const ledger::ReadView& log,
                       BundleCheck& check);

}  // namespace api
