// SPDX-License-Identifier: Apache-2.0
// The bundle: a ledger, or a part of it, as files that explain themselves (FORMAT.md, "The
// bundle"). What is in one, by which names, and its manifest. Nothing in a manifest is evidence:
// it finds what was damaged on the way; what was forged the audit finds.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

#include "api/json_text.h"
#include "ledger/body.h"
#include "ledger/event_check.h"
#include "ledger/result.h"

namespace api {

inline constexpr std::string_view kManifest = "manifest.jsonl";
inline constexpr std::uint64_t kEventsPerFile = 1'024;
inline constexpr std::size_t kManifestLineBytesMax = 4'096;
/// Of the text of bundle_readme(); one higher with every change of its words.
inline constexpr std::uint64_t kReadmeVersion = 2;
/// A bundle of a billion events has about twelve million files.
inline constexpr std::uint64_t kBundleFilesMax = 16'000'000;

enum class BundleKind {
  kLog,      ///< everything up to a size
  kRange,    ///< what a bundle of an earlier size lacks
  kSubject,  ///< the events of one subject with their inclusion proofs
};
std::string_view bundle_kind_name(BundleKind kind);

/// What a bundle says about itself.
struct BundleHeader {
  BundleKind kind = BundleKind::kLog;
  ledger::LedgerIdentity identity;
  std::uint64_t from = 0;  ///< events [from, size) are new
  std::uint64_t size = 0;
  ledger::Hash root;
  std::optional<ledger::Subject> subject;
  /// The newest version of the schemas that it holds, with every earlier one.
  std::uint64_t schema_version = ledger::kSchemaVersion;
  /// Which text its READMEs have; nothing in bundles of programs that did not say so.
  std::optional<std::uint64_t> readme_version = kReadmeVersion;
};

struct BundleFile {
  std::string path;
  std::uint64_t bytes = 0;
  ledger::Hash sha256;
};

/// Whether a bundle may hold a file of this name: only canonical names of what export writes, so
/// that nothing can point outside or stand for something else.
bool is_bundle_path(std::string_view path);
/// The index in the name of a file of events, of an entry or of its proof; nothing for any other.
std::optional<std::uint64_t> bundle_index_of(std::string_view path);
/// The version in the name of a schema; nothing for any other.
std::optional<std::uint64_t> bundle_schema_version(std::string_view path);
/// Whether a bundle has the first of two files before the second: the order in which they are
/// written. REQUIRES: is_bundle_path() of both.
bool precedes_in_bundle(std::string_view path, std::string_view other);
/// The largest size that a file of this name can rightly have.
std::uint64_t bundle_file_bytes_max(std::string_view path);

std::string events_path(std::uint64_t first_index);
std::string entry_path(std::uint64_t index);
/// Of a bundle of one subject: that its events are all there were up to a commitment.
inline constexpr std::string_view kCompletenessPath = "completeness.proof";
std::string entry_proof_path(std::uint64_t index);

/// "cluster:<32 hex digits>"; the registry has no id.
std::string subject_text(const ledger::Subject& subject);

// One line of the manifest each, with its LF.
std::string manifest_header(const BundleHeader& header);
std::string manifest_line(const BundleFile& file);
std::string manifest_end(std::uint64_t files, std::uint64_t bytes);

/// Reads a manifest line by line from `next_line`, which gives nothing at the end. Calls `visit`
/// for every file, until it returns an error. kCorrupt BAD_MANIFEST naming the line, also for a
/// file out of its order or named twice, for a version that is not known BUNDLE_VERSION; the errors
/// of `visit`.
ledger::Result<BundleHeader> read_manifest(
    const std::function<std::optional<std::string>()>& next_line,
    const std::function<ledger::Status(const BundleFile&)>& visit);
/// The next line of a manifest, of at most kManifestLineBytesMax bytes; a longer one is cut.
std::optional<std::string> next_manifest_line(std::istream& in);
/// Only its first line. The same errors.
ledger::Result<BundleHeader> parse_manifest_header(const std::string& line);
ledger::Result<BundleFile> parse_manifest_line(const std::string& line, std::uint64_t number);

}  // namespace api
