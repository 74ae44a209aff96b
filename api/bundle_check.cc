// SPDX-License-Identifier: Apache-2.0
#include "api/bundle_check.h"

#include <algorithm>
#include <fstream>
#include <vector>

#include "api/bundle_contents.h"
#include "api/bundle_export.h"
#include "api/event_json.h"
#include "ledger/checkpoint.h"
#include "ledger/completeness.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/limits.h"
#include "ledger/merkle.h"
#include "ledger/message.h"
#include "ledger/schema_text.h"
#include "ledger/static_log.h"
#include "ledger/tlog_proof.h"

namespace api {
namespace {

namespace fs = std::filesystem;
using ledger::FaultClass;
using ledger::Hash;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

Result<std::string> read_bundle_file(const fs::path& dir, const std::string& path) {
  return ledger::folder_resources(dir)(path, bundle_file_bytes_max(path));
}

void compare_file(const fs::path& dir, const BundleFile& file, BundleCheck& check) {
  const auto bytes = read_bundle_file(dir, file.path);
  if (!bytes && bytes.error().reason == "NO_FILE") {
    return check.add(FaultClass::kMissing, file.path, "FILE_MISSING", "the manifest names it");
  }
  if (!bytes) {
    const bool io = bytes.error().code == ledger::ErrorCode::kIo;
    return check.add(io ? FaultClass::kUnreadable : FaultClass::kEdited, file.path,
                     bytes.error().reason, bytes.error().message);
  }
  if (bytes->size() != file.bytes) {
    return check.add(FaultClass::kEdited, file.path, "FILE_DIFFERS",
                     "it has " + std::to_string(bytes->size()) + " bytes, the manifest says " +
                         std::to_string(file.bytes));
  }
  if (ledger::sha256(*bytes) != file.sha256) {
    check.add(FaultClass::kEdited, file.path, "FILE_DIFFERS",
              "its SHA-256 is not the one in the manifest");
  }
}

/// Files that the manifest does not name, or that a bundle like this one does not have.
void look_for_extra_files(const fs::path& dir, const std::vector<Hash>& known, BundleCheck& check) {
  std::error_code failed;
  const auto there = [&](const std::string& path) {
    std::error_code ignored;
    return fs::exists(dir / path, ignored);
  };
  for (auto it = fs::recursive_directory_iterator(dir, failed); !failed && it != fs::end(it);
       it.increment(failed)) {
    const std::string path = it->path().lexically_relative(dir).generic_string();
    if (it->is_directory(failed) && !it->is_symlink(failed)) continue;
    if (path == kManifest) continue;
    if (!std::binary_search(known.begin(), known.end(), ledger::sha256(path))) {
      check.add(FaultClass::kEdited, path, "FILE_EXTRA", "the manifest does not name it");
    } else if (!belongs_in_bundle(check.header, path, there)) {
      check.add(FaultClass::kEdited, path, "FILE_EXTRA",
                "the manifest names it, and a bundle of this kind and size has no such file");
    }
  }
}

/// What a bundle of its kind must have: neither there nor, which was told, in the manifest.
void note_missing(const std::string& path, BundleCheck& check) {
  const bool told = std::any_of(check.faults.begin(), check.faults.end(),
                                [&](const ledger::Fault& fault) { return fault.field == path; });
  if (told) return;
  check.add(FaultClass::kMissing, path, "FILE_MISSING",
            "a bundle of this kind has it, and its manifest does not even name it");
}

/// A file that a bundle of its kind must have.
Result<std::string> required_file(const fs::path& dir, const std::string& path,
                                  BundleCheck& check) {
  auto bytes = read_bundle_file(dir, path);
  if (!bytes && bytes.error().reason == "NO_FILE") note_missing(path, check);
  return bytes;
}

void check_schemas(const fs::path& dir, BundleCheck& check) {
  for (const ledger::VersionedSchema& file : ledger::schema_files()) {
    const std::string path =
        "schema/v" + std::to_string(file.version) + "/" + std::string(file.name);
    const bool required = file.version <= check.header.schema_version;
    const auto bytes = required ? required_file(dir, path, check) : read_bundle_file(dir, path);
    if (bytes && *bytes != file.text) {
      check.add(FaultClass::kEdited, path, "SCHEMA_DIFFERS",
                "it is not the schema that the events are read by");
    }
  }
}

/// Their words follow from the header and their version.
void check_readmes(const fs::path& dir, BundleCheck& check) {
  if (check.header.readme_version != kReadmeVersion) return;
  check.readmes_checked = true;
  for (const bool russian : {false, true}) {
    const std::string path = russian ? "README.ru.md" : "README.en.md";
    const auto bytes = required_file(dir, path, check);
    if (bytes && *bytes != bundle_readme(check.header, russian)) {
      check.add(FaultClass::kEdited, path, "README_DIFFERS",
                "it is not the text that belongs to this bundle");
    }
  }
}

/// Tells the first line that differs.
void compare_events(const std::string& path, std::string_view found, std::uint64_t first,
                    const std::vector<std::string>& expected, BundleCheck& check) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::size_t end = found.find('\n');
    const std::string_view line = found.substr(0, end == std::string_view::npos ? end : end + 1);
    if (line != expected[i]) {
      return check.add(FaultClass::kEdited, path, "WORDS_DIFFER",
                       "line " + std::to_string(i + 1) + " does not say what event " +
                           std::to_string(first + i) + " says");
    }
    found.remove_prefix(line.size());
  }
  if (!found.empty()) {
    check.add(FaultClass::kEdited, path, "WORDS_DIFFER", "it has more lines than there are events");
  }
}

void check_events(const fs::path& dir, const ledger::EventStore& log,
                  const ledger::LedgerIdentity& identity, std::uint64_t begin, std::uint64_t end,
                  BundleCheck& check) {
  const std::string path = events_path(begin);
  const auto found = required_file(dir, path, check);
  if (!found) return;
  std::vector<std::string> expected;
  auto read = log.read(begin, end, [&](std::uint64_t index, std::string_view entry) {
    const auto json = recorded_event_to_json(identity, {index, std::string(entry)});
    if (json) expected.push_back(json->dump() + "\n");
    return static_cast<bool>(json);
  });
  // An entry that cannot be read is a fault of its own.
  if (read && expected.size() == end - begin) {
    compare_events(path, *found, begin, expected, check);
  }
}

/// Checkpoints of a longer log in the blocks from the bundle's end on.
void check_nothing_beyond(const fs::path& dir, const ledger::Trust* trust, BundleCheck& check) {
  for (std::uint64_t block = ledger::checkpoints_block(check.header.size);; ++block) {
    const std::string path = ledger::checkpoints_path(block);
    const auto bytes = read_bundle_file(dir, path);
    if (!bytes) return;
    const auto notes = ledger::parse_checkpoints(*bytes, block);
    const bool read = notes && !notes->empty();
    if (!read && block > ledger::checkpoints_block(check.header.size)) {
      check.add(FaultClass::kEdited, path, "FILE_EXTRA", "it holds no checkpoint of any log");
    }
    if (!read || notes->back().first <= check.header.size) continue;
    const auto& [size, note] = notes->back();
    const bool by_the_log = trust != nullptr && ledger::open_checkpoint(*trust, note);
    check.add(by_the_log ? FaultClass::kTruncated : FaultClass::kAdded, path,
              by_the_log ? "LOG_SHORTER" : "CHECKPOINT_EXTRA",
              "it holds a checkpoint of size " + std::to_string(size) + ", the bundle ends at " +
                  std::to_string(check.header.size));
  }
}

}  // namespace

void BundleCheck::add(FaultClass kind, const std::string& file, std::string reason,
                      std::string message) {
  ++fault_count;
  if (faults.size() >= ledger::kFaultsReportedMax) return;
  ledger::Fault fault;
  fault.kind = kind;
  fault.structure = "file";
  fault.field = file;
  fault.reason = std::move(reason);
  fault.message = std::move(message);
  faults.push_back(std::move(fault));
}

Result<BundleCheck> check_bundle_files(const fs::path& dir) {
  BundleCheck check;
  std::ifstream manifest(dir / kManifest, std::ios::binary);
  if (!manifest) {
    return ledger::not_found("NO_FILE", "there is no manifest: this is no bundle",
                             (dir / kManifest).string());
  }
  std::vector<Hash> known;  // of the names
  const auto header = read_manifest([&] { return next_manifest_line(manifest); },
                                    [&](const BundleFile& file) -> Status {
                                      known.push_back(ledger::sha256(file.path));
                                      ++check.files;
                                      check.bytes += file.bytes;
                                      compare_file(dir, file, check);
                                      return Ok{};
                                    });
  if (!header) return header.error();
  check.header = *header;
  std::sort(known.begin(), known.end());
  check_schemas(dir, check);
  check_readmes(dir, check);
  look_for_extra_files(dir, known, check);
  return check;
}

void check_bundle_words(const fs::path& dir, const ledger::EventStore& log,
                        const ledger::Trust* trust, BundleCheck& check) {
  const BundleHeader& header = check.header;
  const auto note = log.last_checkpoint();
  const auto checkpoint = note && *note ? ledger::checkpoint_of_note(**note)
                                        : Result<ledger::Checkpoint>(ledger::not_found("", ""));
  const std::string manifest(kManifest);
  if (checkpoint && (checkpoint->size != header.size || checkpoint->root != header.root ||
                     checkpoint->origin != header.identity.origin)) {
    return check.add(FaultClass::kEdited, manifest, "HEADER_DIFFERS",
                     "it speaks of another checkpoint than the bundle holds");
  }
  // Of a size that nobody can have: what is missing is not looked for file by file.
  if (header.size / kEventsPerFile - header.from / kEventsPerFile > check.files) {
    return check.add(FaultClass::kMissing, manifest, "FILE_MISSING",
                     "it names " + std::to_string(check.files) + " files, and the " +
                         std::to_string(header.size - header.from) +
                         " events that it speaks of have more");
  }
  check_nothing_beyond(dir, trust, check);
  if (header.from == 0) {
    const auto identity = ledger::identity_of(log);
    if (identity && identity->ledger_id != header.identity.ledger_id) {
      return check.add(FaultClass::kEdited, manifest, "HEADER_DIFFERS",
                       "it speaks of another ledger than event 0 makes");
    }
  }
  for (std::uint64_t begin = header.from; begin < header.size;) {
    const std::uint64_t end = std::min((begin / kEventsPerFile + 1) * kEventsPerFile, header.size);
    check_events(dir, log, header.identity, begin, end, check);
    begin = end;
  }
}

namespace {

struct SubjectEvent {
  std::uint64_t index;
  std::string entry;
  ledger::TlogProof proof;
};

/// Nothing, and a fault, when the two files are not an entry and its proof.
std::optional<SubjectEvent> read_event(const fs::path& dir, std::uint64_t index,
                                       BundleCheck& check) {
  auto entry = read_bundle_file(dir, entry_path(index));
  const auto text = required_file(dir, entry_proof_path(index), check);
  if (!entry || !text) return std::nullopt;  // the manifest's business
  auto proof = ledger::parse_tlog_proof(*text);
  if (!proof || proof->index != index) {
    check.add(FaultClass::kEdited, entry_proof_path(index), "BAD_PROOF_FILE",
              proof ? "it is of another index" : proof.error().message);
    return std::nullopt;
  }
  return SubjectEvent{index, std::move(*entry), std::move(*proof)};
}

void check_event_of_subject(const SubjectEvent& event, const std::string& note,
                            BundleCheck& check) {
  const std::string path = entry_path(event.index);
  const auto checkpoint = ledger::checkpoint_of_note(note);
  if (event.proof.checkpoint != note || !checkpoint) {
    return check.add(FaultClass::kForked, entry_proof_path(event.index), "ANOTHER_CHECKPOINT",
                     "its checkpoint is not the bundle's");
  }
  const auto included =
      ledger::verify_inclusion(ledger::leaf_hash(event.entry), event.index, checkpoint->size,
                               event.proof.path, checkpoint->root);
  if (!included) {
    return check.add(FaultClass::kEdited, path, included.error().reason, included.error().message);
  }
  const auto entry = ledger::parse_entry(event.entry);
  const auto checked = entry ? ledger::check_event(check.header.identity,
                                                   {std::string(entry->body), entry->signatures})
                             : Result<ledger::CheckedEvent>(entry.error());
  if (!checked) {
    const bool bad = checked.error().reason == "SIGNATURE_INVALID";
    return check.add(bad ? FaultClass::kBadSignature : FaultClass::kBrokenRule, path,
                     checked.error().reason, checked.error().message);
  }
  const auto& subjects = checked->body.subjects();
  const bool about = check.header.subject && std::find(subjects.begin(), subjects.end(),
                                                       *check.header.subject) != subjects.end();
  if (event.index == 0) {
    if (ledger::ledger_id_of(checked->body.bytes()) != check.header.identity.ledger_id) {
      check.add(FaultClass::kEdited, std::string(kManifest), "HEADER_DIFFERS",
                "it speaks of another ledger than event 0 makes");
    }
  } else if (!about) {
    return check.add(FaultClass::kEdited, path, "ANOTHER_SUBJECT",
                     "the event is not about " + subject_text(*check.header.subject));
  }
  ++check.entries;
  check.signatures += entry->signatures.size();
}

std::vector<std::uint64_t> indexes_in(const fs::path& dir) {
  std::vector<std::uint64_t> out;
  std::error_code failed;
  for (auto it = fs::directory_iterator(dir / "entries", failed); !failed && it != fs::end(it);
       it.increment(failed)) {
    const std::string stem = it->path().stem().string();
    const std::size_t first = std::min(stem.find_first_not_of('0'), stem.size() - 1);
    const auto index = ledger::parse_decimal(std::string_view(stem).substr(first));
    if (it->path().extension() == ".entry" && index) out.push_back(*index);
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool is_about(const ledger::ProvenEvent& event, const ledger::Subject& subject) {
  const auto& about = event.event.body.subjects();
  return std::find(about.begin(), about.end(), subject) != about.end();
}

void add_contradiction(const ledger::Error& error, const std::string& path, BundleCheck& check) {
  const bool lie = error.reason == "COMMITMENT_FALSE";
  check.add(lie ? FaultClass::kFalseCommitment : FaultClass::kForked, path, error.reason,
            error.message);
}

/// The bundle's checkpoint and its events, each of which is included in that, against the proof.
void check_not_contradicted(const fs::path& dir, const std::string& note,
                            const std::vector<std::uint64_t>& included,
                            const ledger::CompletenessProof& proof,
                            const ledger::ProvenSubjects& proven, BundleCheck& check) {
  const auto checkpoint = ledger::checkpoint_of_note(note);
  if (!checkpoint) return;  // told of every event
  if (auto one = ledger::check_one_log(proven, *checkpoint); !one) {
    return add_contradiction(one.error(), std::string(kCompletenessPath), check);
  }
  for (const std::uint64_t index : included) {
    const auto entry = read_bundle_file(dir, entry_path(index));
    const auto shown = entry ? ledger::check_not_hidden(proof, proven, index, *entry)
                             : ledger::Status(ledger::Ok{});
    if (!shown) add_contradiction(shown.error(), entry_path(index), check);
  }
}

FaultClass class_of_proof(const std::string& reason) {
  // An honest bundle of an older program may have such a proof.
  if (reason == "REGISTRY_MISSING") return FaultClass::kMissing;
  if (reason == "SIGNATURE_INVALID") return FaultClass::kBadSignature;
  // The trust file may be of another time, and nothing edited.
  const bool by_trust = reason == "NO_TRUSTED_SIGNATURE" || reason == "KEY_RETIRED" ||
                        reason == "ORGANISATION_KEY" || reason == "WRONG_ORIGIN";
  return by_trust ? FaultClass::kWrongKey : FaultClass::kEdited;
}

/// The proof is about the subject, and about the registry for its keys; those of its events that
/// are about the subject are those of the bundle.
void check_bundle_completeness(const fs::path& dir, const std::string& text,
                               const std::string& note, const std::vector<std::uint64_t>& included,
                               const ledger::Trust* trust, BundleCheck& check) {
  const std::string path(kCompletenessPath);
  const auto proof = ledger::parse_completeness(text);
  const auto proven = proof ? ledger::check_completeness(*proof, trust)
                            : Result<ledger::ProvenSubjects>(proof.error());
  if (!proven) {
    return check.add(class_of_proof(proven.error().reason), path, proven.error().reason,
                     proven.error().message);
  }
  const ledger::Subject& subject = *check.header.subject;
  const bool of_subject = proof->ledger_id == check.header.identity.ledger_id &&
                          std::any_of(proven->subjects.begin(), proven->subjects.end(),
                                      [&](const auto& one) { return one.first == subject; });
  if (!of_subject) {
    return check.add(FaultClass::kEdited, path, "ANOTHER_SUBJECT",
                     "it is about something else than the bundle");
  }
  for (std::size_t i = 0; i < proof->entries.size(); ++i) {
    const ledger::RecordedEvent& event = proof->entries[i];
    if (!is_about(proven->events[i], subject)) continue;
    const bool differs_soundly = std::binary_search(included.begin(), included.end(), event.index);
    const auto entry = read_bundle_file(dir, entry_path(event.index));
    if (entry && (*entry == event.entry || differs_soundly)) continue;
    return check.add(FaultClass::kMissing, entry_path(event.index), "ENTRY_MISSING",
                     "the ledger committed to this event of the subject, and it is not here");
  }
  const std::uint64_t before = check.fault_count;
  check_not_contradicted(dir, note, included, *proof, *proven, check);
  if (check.fault_count > before) return;
  check.complete_up_to = proven->commitment.size;
  check.committed_root = proven->commitment.root;
}

}  // namespace

void check_subject_bundle(const fs::path& dir, const ledger::Trust* trust, BundleCheck& check) {
  const auto note = required_file(dir, "checkpoint", check);
  if (!note) return;  // the manifest's business
  const std::vector<std::uint64_t> indexes = indexes_in(dir);
  if (indexes.empty() || indexes.front() != 0) {
    check.add(FaultClass::kMissing, entry_path(0), "GENESIS_MISSING",
              "without the first event nothing says which ledger this is");
  }
  std::vector<std::uint64_t> included;  // and sound
  for (const std::uint64_t index : indexes) {
    const auto event = read_event(dir, index, check);
    if (!event) continue;
    const std::uint64_t before = check.fault_count;
    check_event_of_subject(*event, *note, check);
    if (check.fault_count == before) included.push_back(index);
    const auto words = required_file(dir, events_path(index), check);
    const auto json = recorded_event_to_json(check.header.identity, {index, event->entry});
    if (words && json)
      compare_events(events_path(index), *words, index, {json->dump() + "\n"}, check);
  }
  const auto completeness = read_bundle_file(dir, std::string(kCompletenessPath));
  if (completeness && check.header.subject) {
    check_bundle_completeness(dir, *completeness, *note, included, trust, check);
  }
}

void check_bundle_range(const fs::path& dir, const ledger::Trust* trust, BundleCheck& check) {
  const auto text = required_file(dir, "consistency", check);
  const auto old_note = required_file(dir, "checkpoint.from", check);
  const auto new_note = read_bundle_file(dir, "checkpoint");
  if (!text || !old_note || !new_note) return;  // the manifest's business
  const auto before = ledger::checkpoint_of_note(*old_note);
  const auto after = ledger::checkpoint_of_note(*new_note);
  const auto bad = [&](const std::string& what) {
    check.add(FaultClass::kForked, "consistency", "PROOF_INVALID", what);
  };
  if (!before || !after) return bad("a checkpoint of it cannot be read");
  if (trust != nullptr) {
    const auto opened = ledger::open_checkpoint(*trust, *old_note);
    if (!opened && opened.error().reason == "SIGNATURE_INVALID") {
      check.add(FaultClass::kBadSignature, "checkpoint.from", opened.error().reason,
                opened.error().message);
    }
  }
  std::string_view rest = *text;
  std::vector<Hash> proof;
  const std::string first = "old " + std::to_string(before->size) + "\n";
  if (!rest.starts_with(first)) return bad("it is not from the size of checkpoint.from");
  rest.remove_prefix(first.size());
  while (!rest.starts_with("\n")) {
    const std::size_t end = rest.find('\n');
    const auto hash = ledger::parse_base64_hash(rest.substr(0, end));
    if (end == std::string_view::npos || !hash || proof.size() >= ledger::kProofHashesMax) {
      return bad("it holds something else than hashes");
    }
    proof.push_back(*hash);
    rest.remove_prefix(end + 1);
  }
  if (rest.substr(1) != *new_note) return bad("it is for another checkpoint");
  if (before->size != check.header.from) return bad("the manifest names another earlier size");
  const auto consistent =
      ledger::verify_consistency(before->size, after->size, before->root, after->root, proof);
  if (!consistent) bad(consistent.error().message);
}

namespace {

/// Every tile that a bundle of this kind and size has.
void each_tile(const BundleHeader& header,
               const std::function<void(const ledger::TileId&)>& visit) {
  for (unsigned level = 0; ledger::tile_hashes_at(level, header.size) > 0; ++level) {
    const std::uint64_t begin = ledger::tile_hashes_at(level, header.from);
    const std::uint64_t end = ledger::tile_hashes_at(level, header.size);
    for (std::uint64_t at = begin; at < end;
         at = (at / ledger::kTileWidth + 1) * ledger::kTileWidth) {
      const std::uint64_t index = at / ledger::kTileWidth;
      visit({level, index, ledger::tile_width_at(level, index, header.size)});
    }
  }
}

void check_tiles_there(const fs::path& dir, BundleCheck& check) {
  const auto require = [&](const std::string& path) {
    std::error_code failed;
    if (!fs::exists(dir / path, failed)) note_missing(path, check);
  };
  each_tile(check.header, [&](const ledger::TileId& tile) {
    require(ledger::tile_path(tile));
    if (tile.level == 0) require(ledger::entries_path(tile));
  });
}

}  // namespace

void check_range_tiles(const fs::path& dir, const ledger::ReadView& log, BundleCheck& check) {
  const auto compare = [&](const std::string& path, const Result<std::string>& expected) {
    const auto bytes = required_file(dir, path, check);
    if (!bytes || (expected && *bytes == *expected)) return;
    check.add(FaultClass::kTileDrift, path, "TILE_DIFFERS",
              "it is not what the log has in this place");
  };
  each_tile(check.header, [&](const ledger::TileId& tile) {
    compare(ledger::tile_path(tile), log.tile(tile));
    if (tile.level > 0) return;
    compare(ledger::entries_path(tile), log.entry_bundle(tile.index, tile.width));
  });
}

Result<BundleCheck> check_bundle(const LogSource& source, const ledger::Trust* trust) {
  auto check = check_bundle_files(source.folder);
  if (!check) return check;
  switch (check->header.kind) {
    case BundleKind::kRange:
      check_bundle_range(source.folder, trust, *check);
      [[fallthrough]];
    case BundleKind::kLog:
      check_bundle_words(source.folder, *source.log, trust, *check);
      break;
    case BundleKind::kSubject:
      check_subject_bundle(source.folder, trust, *check);
      break;
  }
  return check;
}

ledger::Status check_whole_bundle(const LogSource& source,
                                  const std::optional<ledger::Trust>& trust) {
  if (source.kind != SourceKind::kBundle) return ledger::Ok{};
  auto check = check_bundle(source, trust ? &*trust : nullptr);
  if (!check) return check.error();
  const bool has_tiles = check->header.kind != BundleKind::kSubject;
  if (has_tiles && check->fault_count == 0) check_tiles_there(source.folder, *check);
  if (check->fault_count == 0) return ledger::Ok{};
  const ledger::Fault& first = check->faults.front();
  return ledger::corrupt(first.reason, first.message, first.field);
}

}  // namespace api
