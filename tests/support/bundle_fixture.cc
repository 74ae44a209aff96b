// SPDX-License-Identifier: Apache-2.0
#include "tests/support/bundle_fixture.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "ledger/hash.h"
#include "ledger/static_log.h"

namespace support {

namespace fs = std::filesystem;

std::shared_ptr<ledger::LogReader> Bundle::reader_;
Files* Bundle::files_ = nullptr;

Files read_files(const fs::path& dir) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    files[entry.path().lexically_relative(dir).generic_string()] = bytes.str();
  }
  return files;
}

void write_files(const Files& files, const fs::path& dir) {
  for (const auto& [path, bytes] : files) {
    fs::create_directories((dir / path).parent_path());
    std::ofstream(dir / path, std::ios::binary) << bytes;
  }
}

ledger::ResourceFetch serving(Files files) {
  auto shared = std::make_shared<const Files>(std::move(files));
  return [shared](const std::string& path, std::size_t bytes_max) -> ledger::Result<std::string> {
    const auto found = shared->find(path);
    if (found == shared->end()) return ledger::not_found("NO_RESOURCE", "none", path);
    if (found->second.size() > bytes_max) {
      return ledger::corrupt("RESOURCE_TOO_LARGE", "too large", path);
    }
    return found->second;
  };
}

void refit_manifest(Files& files) {
  std::istringstream old(files["manifest.jsonl"]);
  std::string line;
  std::getline(old, line);
  std::string out = line + "\n";
  std::uint64_t count = 0;
  std::uint64_t total = 0;
  std::vector<std::string> paths;
  for (const auto& file : files) {
    if (file.first != api::kManifest) paths.push_back(file.first);
  }
  std::sort(paths.begin(), paths.end(), api::precedes_in_bundle);
  for (const std::string& path : paths) {
    const std::string& bytes = files.at(path);
    out += api::manifest_line({path, bytes.size(), ledger::sha256(bytes)});
    ++count;
    total += bytes.size();
  }
  files["manifest.jsonl"] = out + api::manifest_end(count, total);
}

void Bundle::SetUpTestSuite() {
  Verify::SetUpTestSuite();
  reader_ = std::make_shared<ledger::LogReader>(open_memory_store(fresh()));
  ASSERT_TRUE(reader_->load());
  const TempDir dir;
  const auto made = export_to(dir / "bundle");
  ASSERT_TRUE(made) << made.error().message;
  files_ = new Files(read_files(dir / "bundle"));
}

void Bundle::TearDownTestSuite() {
  delete files_;
  reader_.reset();
  Verify::TearDownTestSuite();
}

ledger::ReadView Bundle::view() { return reader_->view(); }

ledger::LedgerIdentity Bundle::identity() { return {ledger_->origin, ledger_->ledger_id}; }

ledger::Trust Bundle::trust() {
  ledger::Trust out;
  out.ledger_id = ledger_->ledger_id;
  out.origin = ledger_->origin;
  out.log_keys = {{{ledger_->origin, ledger::SignatureType::kEd25519, ledger_->checkpoint.key},
                   SampleLedger::kCheckpointKeyAt + 1},
                  {{ledger_->origin, ledger::SignatureType::kEd25519, ledger_->next_checkpoint.key},
                   std::nullopt}};
  return out;
}

ledger::Result<api::ExportReport> Bundle::export_to(const fs::path& dir,
                                                    api::ExportOptions options) {
  options.dir = dir;
  return api::export_bundle(view(), identity(), options);
}

api::AuditOptions Bundle::audit_options(bool trusted) {
  static const AdmitEverything everything;
  api::AuditOptions options;
  options.admission = &everything;
  if (trusted) options.trust = trust();
  return options;
}

api::AuditReport Bundle::audit(const api::LogSource& source, const api::AuditOptions& options) {
  auto report = api::audit_log(source, options);
  if (report) return std::move(*report);
  ADD_FAILURE() << report.error().reason << ": " << report.error().message;
  return {};
}

api::AuditReport Bundle::audit_folder(const fs::path& dir, bool trusted) {
  const auto source = api::open_log_source(dir);
  if (source) return audit(*source, audit_options(trusted));
  // A bundle whose first lines are not even readable is told as it is found.
  api::AuditReport report;
  ledger::Fault fault;
  fault.structure = "file";
  fault.field = source.error().where;
  fault.reason = source.error().reason;
  report.faults.push_back(fault);
  report.fault_count = 1;
  return report;
}

api::AuditReport Bundle::audit_served(Files files, const api::AuditOptions& options) {
  api::LogSource source;
  source.kind = api::SourceKind::kServer;
  auto log = ledger::open_static_log(serving(std::move(files)));
  if (!log) {
    ADD_FAILURE() << log.error().message;
    return {};
  }
  source.log = std::move(*log);
  return audit(source, options);
}

std::string words(const api::AuditReport& report) {
  std::string out;
  for (const ledger::Fault& fault : report.faults) {
    out += fmt::format("{} {} {} [{}] {}\n", fault_class_name(fault.kind), fault.structure,
                       fault.field, fault.reason, fault.message);
  }
  return out;
}

}  // namespace support
