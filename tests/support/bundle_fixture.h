// SPDX-License-Identifier: Apache-2.0
// The bundle of the verifier's ledger of 700 events, for tests that lay hands on a copy of it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "api/audit.h"
#include "api/bundle_export.h"
#include "ledger/static_log.h"
#include "ledger/trust.h"
#include "tests/support/verify_fixture.h"

namespace support {

/// The files of a bundle by their names; a server that can be made to lie.
using Files = std::map<std::string, std::string>;

Files read_files(const std::filesystem::path& dir);
void write_files(const Files& files, const std::filesystem::path& dir);
ledger::ResourceFetch serving(Files files);

/// Rewrites the manifest so that it fits the files, as whoever forges them would.
void refit_manifest(Files& files);

class Bundle : public Verify {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  /// The ledger as it was published at this size.
  static ledger::ReadView view();
  static ledger::LedgerIdentity identity();
  static ledger::Trust trust();
  static ledger::Result<api::ExportReport> export_to(const std::filesystem::path& dir,
                                                     api::ExportOptions options = {});

  static api::AuditOptions audit_options(bool trusted = true);
  static api::AuditReport audit(const api::LogSource& source, const api::AuditOptions& options);
  /// Of a bundle in a folder.
  static api::AuditReport audit_folder(const std::filesystem::path& dir, bool trusted = true);
  /// Of a server that answers with these files.
  static api::AuditReport audit_served(Files files, const api::AuditOptions& options);

  static const Files& files() { return *files_; }

 private:
  static std::shared_ptr<ledger::LogReader> reader_;
  static Files* files_;
};

/// The faults of a report, one to a line.
std::string words(const api::AuditReport& report);

}  // namespace support
