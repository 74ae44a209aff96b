// SPDX-License-Identifier: Apache-2.0
// Writes a bundle of a ledger into a folder: the same ledger and the same question give the same
// bytes. Memory does not depend on the length of the log. An export that was interrupted goes on
// where it stopped, also when the log has grown meanwhile: what it began it finishes.
#pragma once

#include <filesystem>
#include <functional>

#include "api/bundle.h"
#include "ledger/log_reader.h"

namespace api {

struct ExportOptions {
  std::filesystem::path dir;  ///< made if it is not there; empty, or a half-finished export
  std::uint64_t size = 0;     ///< of a published checkpoint; 0: the newest
  std::uint64_t from = 0;     ///< > 0: only what a bundle of this size lacks
  std::optional<ledger::Subject> subject;  ///< only its events, with proofs
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  ///< in events
};

struct ExportReport {
  BundleHeader header;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  bool resumed = false;
};

/// kNotFound NO_CHECKPOINT_OF_SIZE, NO_SUCH_SUBJECT; kInvalid NOTHING_NEW; kConflict NOT_A_BUNDLE
/// when the folder holds something else; kIo FILE_WRITE; the errors of the log.
ledger::Result<ExportReport> export_bundle(const ledger::ReadView& log,
                                           const ledger::LedgerIdentity& identity,
                                           const ExportOptions& options);

/// The text for people, in English or Russian.
std::string bundle_readme(const BundleHeader& header, bool russian);

}  // namespace api
