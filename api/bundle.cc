// SPDX-License-Identifier: Apache-2.0
#include "api/bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ledger/checkpoint.h"
#include "ledger/completeness.h"
#include "ledger/limits.h"
#include "ledger/static_log.h"
#include "ledger/tile.h"

namespace api {
namespace {

using ledger::Hash;
using ledger::Result;
using ledger::Status;

constexpr std::array<std::string_view, 3> kKinds{"log", "range", "subject"};
constexpr std::array<std::string_view, 5> kSubjectKinds{"registry", "region", "organisation",
                                                        "cluster", "document"};
constexpr std::size_t kIndexDigits = 12;
constexpr std::uint64_t kTextBytesMax = std::uint64_t{1} << 20;
constexpr std::uint64_t kProofBytesMax = std::uint64_t{2} << 20;
/// JSON of an entry that is all escapes and hex is no more than this many times its bytes.
constexpr std::uint64_t kJsonGrowthMax = 12;

ledger::Error bad_manifest(std::uint64_t line, const std::string& what) {
  return ledger::corrupt("BAD_MANIFEST", what, std::string(kManifest) + ":" + std::to_string(line));
}

/// The number in "<folder>/<12 or more digits><suffix>", if the name is exactly that.
std::optional<std::uint64_t> numbered(std::string_view path, std::string_view folder,
                                      std::string_view suffix) {
  if (!path.starts_with(folder) || !path.ends_with(suffix)) return std::nullopt;
  if (path.size() < folder.size() + suffix.size() + kIndexDigits) return std::nullopt;
  std::string digits(path.substr(folder.size(), path.size() - folder.size() - suffix.size()));
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  const auto number = ledger::parse_decimal(digits.substr(first));
  if (!number || path != fmt::format("{}{:012}{}", folder, *number, suffix)) return std::nullopt;
  return *number;
}

/// "<name>.fbs" or ".bfbs".
bool is_schema_name(std::string_view name) {
  if (name.ends_with(".bfbs")) {
    name.remove_suffix(5);
  } else if (name.ends_with(".fbs")) {
    name.remove_suffix(4);
  } else {
    return false;
  }
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
  });
}

std::string text_in(const Json& json, const char* member) {
  const auto found = json.is_object() ? json.find(member) : json.end();
  return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>()
                                                                       : std::string();
}

std::optional<std::uint64_t> number_in(const Json& json, const char* member) {
  const auto found = json.is_object() ? json.find(member) : json.end();
  if (!json.is_object() || found == json.end() || !found->is_number_unsigned()) return std::nullopt;
  const auto number = found->get<std::uint64_t>();
  return number > ledger::kTreeSizeMax ? std::nullopt : std::optional(number);
}

std::optional<ledger::Subject> parse_subject_text(const std::string& text) {
  const std::size_t colon = text.find(':');
  for (std::size_t i = 0; i < kSubjectKinds.size(); ++i) {
    if (text.substr(0, colon) != kSubjectKinds[i]) continue;
    ledger::Subject subject{static_cast<ledger::SubjectKind>(i + 1), {}};
    if (colon == std::string::npos) return subject;
    const auto id = ledger::fixed_from_hex<ledger::Id>(text.substr(colon + 1));
    if (!id) return std::nullopt;
    subject.id = *id;
    return subject;
  }
  return std::nullopt;
}

}  // namespace

std::string_view bundle_kind_name(BundleKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::string subject_text(const ledger::Subject& subject) {
  const std::string kind(kSubjectKinds[static_cast<std::size_t>(subject.kind) - 1]);
  return subject.kind == ledger::SubjectKind::kRegistry ? kind : kind + ":" + to_hex(subject.id);
}

std::string events_path(std::uint64_t first_index) {
  return fmt::format("events/{:012}.jsonl", first_index);
}
std::string entry_path(std::uint64_t index) { return fmt::format("entries/{:012}.entry", index); }
std::string entry_proof_path(std::uint64_t index) {
  return fmt::format("entries/{:012}.tlog-proof", index);
}

std::optional<std::uint64_t> bundle_index_of(std::string_view path) {
  if (const auto first = numbered(path, "events/", ".jsonl")) return first;
  if (const auto index = numbered(path, "entries/", ".entry")) return index;
  return numbered(path, "entries/", ".tlog-proof");
}

std::optional<std::uint64_t> bundle_schema_version(std::string_view path) {
  constexpr std::string_view kFolder = "schema/v";
  if (!path.starts_with(kFolder)) return std::nullopt;
  path.remove_prefix(kFolder.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || !is_schema_name(path.substr(slash + 1))) {
    return std::nullopt;
  }
  const auto version = ledger::parse_decimal(path.substr(0, slash));
  return version ? std::optional(*version) : std::nullopt;
}

std::uint64_t bundle_file_bytes_max(std::string_view path) {
  if (path.starts_with("tile/entries/")) return ledger::kEntryBundleBytesMax;
  if (path.starts_with("tile/")) return ledger::kTileBytes;
  if (path.starts_with("events/")) {
    return kEventsPerFile * ledger::kEntryBytesMax * kJsonGrowthMax;
  }
  if (path.ends_with(".entry")) return ledger::kEntryBytesMax;
  if (path == kCompletenessPath) return ledger::kCompletenessBytesMax;
  if (path.starts_with("checkpoint")) return kProofBytesMax;
  if (path.ends_with("proof")) return kProofBytesMax;
  return kTextBytesMax;
}

bool is_bundle_path(std::string_view path) {
  constexpr std::array<std::string_view, 6> kFixed{"README.en.md", "README.ru.md",
                                                   "checkpoint",   "checkpoint.from",
                                                   "consistency",  kCompletenessPath};
  if (std::find(kFixed.begin(), kFixed.end(), path) != kFixed.end()) return true;
  return ledger::parse_tile_path(path) || ledger::parse_checkpoints_path(path) ||
         bundle_schema_version(path) || bundle_index_of(path);
}

namespace {

/// Where a file stands among those of a bundle: by its group, in it by numbers, then by its name.
struct BundlePlace {
  std::uint64_t group;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  std::string_view name = {};
  auto operator<=>(const BundlePlace&) const = default;
};

constexpr std::array<std::string_view, 2> kReadmes{"README.en.md", "README.ru.md"};
constexpr std::array<std::string_view, 3> kCheckpointFiles{"checkpoint", "checkpoint.from",
                                                           "consistency"};

BundlePlace place_in_bundle(std::string_view path) {
  const auto listed = [&](const auto& names) {
    return static_cast<std::uint64_t>(std::find(names.begin(), names.end(), path) - names.begin());
  };
  if (const auto at = listed(kReadmes); at < kReadmes.size()) return {0, at};
  if (const auto version = bundle_schema_version(path)) return {1, *version, 0, path};
  if (const auto at = listed(kCheckpointFiles); at < kCheckpointFiles.size()) return {2, at};
  if (const auto block = ledger::parse_checkpoints_path(path)) return {3, *block};
  if (const auto tile = ledger::parse_tile_path(path)) {
    return {tile->entries ? 5U : 4U, tile->tile.level, tile->tile.index, path};
  }
  const auto index = bundle_index_of(path);
  if (!index) return {7};  // the completeness proof
  const std::uint64_t kind = path.ends_with(".entry") ? 0 : path.ends_with("proof") ? 1 : 2;
  return {6, *index, kind};
}

}  // namespace

bool precedes_in_bundle(std::string_view path, std::string_view other) {
  return place_in_bundle(path) < place_in_bundle(other);
}

std::string manifest_header(const BundleHeader& header) {
  Json json = Json::object();
  json["format"] = "letopis-bundle";
  json["version"] = 1;
  json["kind"] = bundle_kind_name(header.kind);
  json["origin"] = header.identity.origin;
  json["ledger_id"] = to_hex(header.identity.ledger_id);
  json["from"] = header.from;
  json["size"] = header.size;
  json["root"] = to_hex(header.root);
  if (header.subject) json["subject"] = subject_text(*header.subject);
  json["schema_version"] = header.schema_version;
  if (header.readme_version) json["readme_version"] = *header.readme_version;
  return json.dump() + "\n";
}

std::string manifest_line(const BundleFile& file) {
  Json json = Json::object();
  json["path"] = file.path;
  json["bytes"] = file.bytes;
  json["sha256"] = to_hex(file.sha256);
  return json.dump() + "\n";
}

std::string manifest_end(std::uint64_t files, std::uint64_t bytes) {
  Json json = Json::object();
  json["files"] = files;
  json["bytes"] = bytes;
  return json.dump() + "\n";
}

Result<BundleHeader> parse_manifest_header(const std::string& line) {
  const auto json = read_json(line, std::string(kManifest));
  if (!json || text_in(json->value, "format") != "letopis-bundle") {
    return bad_manifest(1, "it does not begin as the manifest of a bundle");
  }
  if (number_in(json->value, "version") != 1) {
    return ledger::corrupt("BUNDLE_VERSION", "this program reads bundles of version 1",
                           std::string(kManifest));
  }
  BundleHeader out;
  const auto kind = static_cast<std::size_t>(
      std::find(kKinds.begin(), kKinds.end(), text_in(json->value, "kind")) - kKinds.begin());
  const auto id = ledger::fixed_from_hex<Hash>(text_in(json->value, "ledger_id"));
  const auto root = ledger::fixed_from_hex<Hash>(text_in(json->value, "root"));
  const auto from = number_in(json->value, "from");
  const auto size = number_in(json->value, "size");
  out.identity.origin = text_in(json->value, "origin");
  const bool ranged = from && size && *size > 0 && *from < *size;
  if (kind == kKinds.size() || !id || !root || !ranged || !ledger::is_origin(out.identity.origin)) {
    return bad_manifest(1, "its first line lacks a part or has a wrong one");
  }
  out.kind = static_cast<BundleKind>(kind);
  out.identity.ledger_id = *id;
  out.root = *root;
  out.from = *from;
  out.size = *size;
  out.schema_version = number_in(json->value, "schema_version").value_or(0);
  out.readme_version = number_in(json->value, "readme_version");
  if ((out.kind == BundleKind::kRange) != (out.from > 0)) {
    return bad_manifest(1, "only a bundle of a range, and every such one, begins behind event 0");
  }
  if (out.kind == BundleKind::kSubject) {
    out.subject = parse_subject_text(text_in(json->value, "subject"));
    if (!out.subject) return bad_manifest(1, "it does not say which subject it is about");
  }
  if (out.schema_version == 0 || manifest_header(out) != line + "\n") {
    return bad_manifest(1, "its first line is not spelt as that of a manifest is");
  }
  return out;
}

Result<BundleFile> parse_manifest_line(const std::string& line, std::uint64_t number) {
  const auto json = read_json(line, std::string(kManifest));
  if (!json) return bad_manifest(number, json.error().message);
  BundleFile file;
  file.path = text_in(json->value, "path");
  const auto bytes = number_in(json->value, "bytes");
  const auto hash = ledger::fixed_from_hex<Hash>(text_in(json->value, "sha256"));
  if (!bytes || !hash) return bad_manifest(number, "a file without size or SHA-256");
  if (!is_bundle_path(file.path)) {
    return bad_manifest(number, "a bundle holds no file of the name \"" + file.path + "\"");
  }
  if (*bytes > bundle_file_bytes_max(file.path)) {
    return bad_manifest(number, file.path + " cannot have " + std::to_string(*bytes) + " bytes");
  }
  file.bytes = *bytes;
  file.sha256 = *hash;
  if (manifest_line(file) != line + "\n") {
    return bad_manifest(number, "the line is not spelt as that of a file is");
  }
  return file;
}

namespace {

constexpr char kCutOff = '\0';  // after a line without its end: then it is no JSON either

}  // namespace

std::optional<std::string> next_manifest_line(std::istream& in) {
  std::string line;
  for (char c = 0; line.size() < kManifestLineBytesMax && in.get(c);) {
    if (c == '\n') return line;
    line += c;
  }
  if (line.empty()) return std::nullopt;
  return line + kCutOff;
}

Result<BundleHeader> read_manifest(const std::function<std::optional<std::string>()>& next_line,
                                   const std::function<Status(const BundleFile&)>& visit) {
  const auto first = next_line();
  if (!first) return bad_manifest(1, "it is empty");
  auto header = parse_manifest_header(*first);
  if (!header) return header.error();
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::string before;
  for (std::uint64_t number = 2;; ++number) {
    const auto line = next_line();
    if (!line) return bad_manifest(number, "its last line is missing: it was cut off");
    if (line->ends_with(kCutOff)) {
      return bad_manifest(number, "the line does not end within " +
                                      std::to_string(kManifestLineBytesMax) +
                                      " bytes: it was cut off");
    }
    if (*line + "\n" == manifest_end(files, bytes)) break;
    if (files >= kBundleFilesMax) return bad_manifest(number, "more files than a bundle may have");
    const auto file = parse_manifest_line(*line, number);
    if (!file) return file.error();
    if (!before.empty() && !precedes_in_bundle(before, file->path)) {
      return bad_manifest(number, file->path + " does not come behind " + before +
                                      " in a bundle: the line is in another's place, or one too "
                                      "many");
    }
    before = file->path;
    ++files;
    bytes += file->bytes;
    if (auto visited = visit(*file); !visited) return visited.error();
  }
  if (next_line()) return bad_manifest(files + 3, "something follows its last line");
  return header;
}

}  // namespace api
