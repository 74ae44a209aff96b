// SPDX-License-Identifier: Apache-2.0
#include "api/audit.h"

#include <algorithm>
#include <utility>

#include "api/internal/copy_fault.h"
#include "api/projected_log.h"
#include "ledger/checkpoint.h"
#include "ledger/commitment.h"
#include "ledger/copy.h"
#include "ledger/heap.h"
#include "ledger/key_registry.h"
#include "ledger/log_reader.h"
#include "ledger/pinned_organisations.h"
#include "ledger/static_log.h"

namespace api {
namespace {

using ledger::Fault;
using ledger::FaultClass;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

/// A note with the log's signature alone is not looked at any further.
bool has_quorum(const ledger::Trust& trust, std::string_view note) {
  constexpr std::string_view kSignature = "\n\xE2\x80\x94 ";
  const std::size_t first = note.find(kSignature);
  if (first == std::string_view::npos) return false;
  if (note.find(kSignature, first + 1) == std::string_view::npos) return false;
  const auto opened = ledger::open_checkpoint(trust, note);
  return opened && opened->anchoring.level == ledger::AnchoringLevel::kWitnessed;
}

bool is_evidence(const ledger::Error& error) {
  return error.code == ledger::ErrorCode::kCorrupt || error.code == ledger::ErrorCode::kBehind;
}

class Auditor {
 public:
  Auditor(const LogSource& source, const AuditOptions& options)
      : source_(source), options_(options) {}

  Result<AuditReport> run();
  Result<AuditReport> run_further(const AttestedCopy& copy);

 private:
  Status audit_bundle();
  Status audit_subject();
  Result<AuditReport> audit_range();
  void check_subject_header();
  Status verify();
  Status anchor();
  bool told_of_newest() const;
  Result<bool> is_strangers();
  Status find_witnessed();
  void check_ledger_id();
  void check_organisations();
  Status open_known();
  Status check_known(const ledger::EventStore& log);
  void check_attested_rules(const ledger::Attestation& attestation, const ledger::Rows& state);
  void note_not_attested(const ledger::Attestation& attestation);
  bool is_other_version(const ledger::AttestedView& attested) const;
  Status check_tiles(const std::shared_ptr<ledger::EventStore>& copy);
  void check_not_shorter(std::uint64_t attested);
  Status project();
  Status project_further(const AttestedCopy& copy);
  Status find();
  Status compare();
  Status check_views_since(const ledger::EventStore& log, std::uint64_t begin, std::uint64_t end);
  void check_views(std::uint64_t index, const ledger::Commitment& commitment);
  std::optional<ledger::Hash> digest_of(const ledger::ViewDigest& committed,
                                        std::uint64_t size) const;
  void add(Fault fault);
  void add_all(const std::vector<Fault>& faults, std::uint64_t count);

  const LogSource& source_;
  const AuditOptions& options_;
  std::optional<ledger::Checkpoint> known_;  ///< that the auditor has seen before
  std::shared_ptr<const ProjectedLog> projected_;
  AuditReport report_;
};

void Auditor::add(Fault fault) {
  ++report_.fault_count;
  if (report_.faults.size() < ledger::kFaultsReportedMax)
    report_.faults.push_back(std::move(fault));
}

void Auditor::add_all(const std::vector<Fault>& faults, std::uint64_t count) {
  for (const Fault& fault : faults) add(fault);
  report_.fault_count += count - faults.size();
}

/// The files by themselves, and then what they say in other words.
Status Auditor::audit_bundle() {
  if (source_.manifest_missing) {
    add(fault_of(FaultClass::kMissing, "file", std::string(kManifest), "FILE_MISSING",
                 "all else of a bundle is here: without its manifest nothing says what it had"));
  }
  if (source_.kind != SourceKind::kBundle) return Ok{};
  auto check = check_bundle(source_, options_.trust ? &*options_.trust : nullptr);
  if (!check && check.error().code == ledger::ErrorCode::kCorrupt) {
    add(fault_of(FaultClass::kEdited, "file", std::string(kManifest), check.error().reason,
                 check.error().message));
    return Ok{};
  }
  if (!check) return check.error();
  add_all(check->faults, check->fault_count);
  report_.bundle = std::move(*check);
  return Ok{};
}

Status Auditor::verify() {
  ledger::VerifyOptions verify;
  verify.fast = options_.fast;
  verify.threads = options_.threads;
  verify.static_form = source_.static_form;
  verify.admission = options_.admission;
  verify.anchored_note = options_.known;
  verify.progress = options_.progress;
  if (options_.trust) verify.witnesses = options_.trust->policy.witness_keys();
  auto report = ledger::verify_ledger(*source_.log, verify);
  if (!report) return report.error();
  report_.log = std::move(*report);
  report_.commitments = report_.log.commitments_checked;
  report_.rules_version = options_.admission->rules_version(report_.log.state);
  add_all(report_.log.faults, report_.log.fault_count);
  return Ok{};
}

void Auditor::check_ledger_id() {
  const bool known = report_.log.identity.ledger_id != ledger::Hash{};
  if (!known || report_.log.identity.ledger_id == options_.trust->ledger_id) return;
  add(fault_of(FaultClass::kForked, "trust", "ledger_id", "ANOTHER_LEDGER",
               "this is the ledger " + to_hex(report_.log.identity.ledger_id) +
                   ", the trust file is about " + to_hex(options_.trust->ledger_id)));
}

/// The keys that organisations have shown to the auditor: the log must know them as theirs, also
/// if they were revoked since. A log that ends before an organisation had any key, or before one
/// of its pinned keys took another's place, cannot know it yet; nor can what is full of holes.
void Auditor::check_organisations() {
  if (!options_.trust || !report_.log.complete || report_.fault_count > 0) return;
  const auto compared = compare_pinned(options_.trust->organisations, report_.log.state);
  report_.organisation_keys += compared.known;
  for (const auto& [pinned, why] : compared.wrong) {
    add(fault_of(FaultClass::kWrongKey, "trust", "organisation " + to_hex(pinned.organisation),
                 "ORGANISATION_KEY",
                 "the log knows the pinned key of " + pinned_name(pinned) + " " + why));
  }
  for (const auto& pinned : compared.later) {
    report_.organisations_later.push_back(pinned_name(pinned));
  }
}

/// Whether the verifier found a false line on the newest checkpoint.
bool Auditor::told_of_newest() const {
  const auto newest = ledger::checkpoint_of_note(report_.checkpoint);
  if (!newest) return false;
  const std::string size = "size " + std::to_string(newest->size);
  return std::any_of(report_.faults.begin(), report_.faults.end(), [&](const Fault& fault) {
    return fault.reason == "SIGNATURE_INVALID" && fault.structure == "checkpoint" &&
           fault.field == size;
  });
}

/// The newest checkpoint, by the keys that the auditor pins.
Status Auditor::anchor() {
  if (!options_.trust) return Ok{};
  check_ledger_id();
  const auto opened = ledger::open_checkpoint(*options_.trust, report_.checkpoint);
  if (!opened) {
    const bool bad = opened.error().reason == "SIGNATURE_INVALID";
    if (bad && told_of_newest()) return Ok{};
    add(fault_of(bad ? FaultClass::kBadSignature : FaultClass::kWrongKey, "checkpoint", "newest",
                 opened.error().reason, opened.error().message));
    return Ok{};
  }
  report_.anchoring = opened->anchoring;
  for (const std::size_t key : opened->opened.log_keys) {
    report_.log_keys.push_back(ledger::format_vkey(options_.trust->log_keys[key].key));
  }
  for (const auto& cosignature : opened->opened.cosignatures) {
    report_.witnesses.push_back(
        ledger::format_vkey(options_.trust->policy.witnesses[cosignature.witness].key));
  }
  return find_witnessed();
}

/// Whether no pinned key of the log has signed the newest checkpoint of a server, which is told
/// then: whoever stands in the server's place could go on for ever with whatever leads to it.
Result<bool> Auditor::is_strangers() {
  if (source_.kind != SourceKind::kServer || !options_.trust) return false;
  const auto note = source_.log->last_checkpoint();
  if (!note) return note.error();
  report_.checkpoint = note->value_or(std::string());
  ledger::Trust log_alone = *options_.trust;
  log_alone.policy = {};
  if (ledger::open_checkpoint(log_alone, report_.checkpoint)) return false;
  if (const auto newest = ledger::checkpoint_of_note(report_.checkpoint)) {
    report_.log.identity.origin = newest->origin;
    report_.log.size = newest->size;
    report_.log.root = newest->root;
  }
  report_.log.complete = false;
  if (auto told = anchor(); !told) return told.error();
  report_.faults.back().message += "; the server was asked for nothing more";
  return true;
}

/// Block by block from the newest checkpoint back to the first one with the quorum.
Status Auditor::find_witnessed() {
  if (report_.anchoring.level == ledger::AnchoringLevel::kWitnessed) {
    const auto newest = ledger::checkpoint_of_note(report_.checkpoint);
    if (newest) report_.witnessed_size = newest->size;
    return Ok{};
  }
  if (options_.trust->policy.witnesses.empty() || !source_.log) return Ok{};
  if (report_.fault_count > 0) return Ok{};
  const auto newest = ledger::checkpoint_of_note(report_.checkpoint);
  if (!newest) return newest.error();
  const std::uint64_t lowest =
      newest->size > kWitnessedSoughtMax ? newest->size - kWitnessedSoughtMax : 1;
  for (std::uint64_t end = newest->size + 1; end > lowest && !report_.witnessed_size;) {
    const std::uint64_t begin = end > ledger::kTileWidth ? end - ledger::kTileWidth : 1;
    auto read = source_.log->checkpoints(begin, end, [&](std::uint64_t size, auto note) {
      if (has_quorum(*options_.trust, note)) report_.witnessed_size = size;
      return true;
    });
    if (!read) return is_evidence(read.error()) ? Status(Ok{}) : read;  // the verifier's business
    end = begin;
  }
  return Ok{};
}

/// A checkpoint that no pinned key has signed says nothing about the log: it is the given file that
/// is wrong.
Status Auditor::open_known() {
  if (!options_.known || !options_.trust) return Ok{};
  auto opened = ledger::open_checkpoint(*options_.trust, *options_.known);
  if (!opened) {
    return ledger::invalid(
        opened.error().reason,
        "the checkpoint to compare with is not one of this log: " + opened.error().message,
        "--known");
  }
  known_ = std::move(opened->opened.checkpoint);
  return Ok{};
}

/// The checkpoint that the auditor has seen before, against a log that was brought further.
Status Auditor::check_known(const ledger::EventStore& log) {
  if (!known_) return Ok{};
  const ledger::Checkpoint& known = *known_;
  if (known.size > report_.log.size) {
    add(fault_of(FaultClass::kTruncated, "anchor", "size " + std::to_string(known.size),
                 "LOG_SHORTER", ledger::log_shorter(known.size, report_.log.size).message));
    return Ok{};
  }
  const auto tree = ledger::load_tree(log, known.size);
  if (!tree) return tree.error();
  report_.log.anchored = true;
  if (tree->root() == known.root) return Ok{};
  add(fault_of(FaultClass::kForked, "anchor", "size " + std::to_string(known.size), "ROOT_DIFFERS",
               "the entries have another root than was signed: the log has signed two histories"));
  return Ok{};
}

/// The views folded anew, in a folder that is thrown away, and compared with what the ledger has
/// committed to. What has not been verified is not folded.
Status Auditor::project() {
  if (options_.fast || report_.fault_count > 0) return Ok{};
  ledger::return_free_memory();  // not kept beside what the views take
  auto projected = project_log(source_.log);
  if (!projected) return projected.error();
  projected_ = std::make_shared<const ProjectedLog>(std::move(*projected));
  if (auto views = check_views_since(*source_.log, 0, report_.log.size); !views) return views;
  if (report_.fault_count > 0) return Ok{};
  report_.views = projected_->runner->states();
  report_.projected = projected_;
  return find();
}

/// The findings at the position asked for, and what happened since an earlier one.
Status Auditor::find() {
  if (options_.only) {
    if (auto known = check_subject_known(*projected_, *options_.only); !known) return known;
  }
  const auto until = options_.until.empty() ? Result<std::uint64_t>(report_.log.size)
                                            : parse_position(*projected_, options_.until);
  if (!until) return until.error();
  report_.position = *until;
  const auto last = last_day_recorded(*projected_, *until);
  if (!last) return last.error();
  report_.on = options_.on.value_or(*last);
  auto found = findings_at(*projected_, *until, report_.on, options_.only);
  if (!found) return found.error();
  report_.findings = std::move(*found);
  auto doubtful = doubtful_events(*projected_, *until);
  if (!doubtful) return doubtful.error();
  report_.doubtful = std::move(*doubtful);
  return options_.from.empty() ? Status(Ok{}) : compare();
}

Status Auditor::compare() {
  const auto from = parse_position(*projected_, options_.from);
  if (!from) return from.error();
  if (*from > report_.position) {
    return ledger::invalid("BAD_POSITION", "the beginning lies after the end", "--from");
  }
  AuditedChanges changes{*from, {}, {}, {}};
  auto subjects = changes_between(*projected_, *from, report_.position, options_.only);
  if (!subjects) return subjects.error();
  changes.subjects = std::move(*subjects);
  const auto day = last_day_recorded(*projected_, *from);
  if (!day) return day.error();
  const auto on = options_.on.value_or(*day);
  auto places = place_changes_between(
      *projected_, {*from, report_.position, on, report_.on, options_.language}, options_.only);
  if (!places) return places.error();
  changes.places = std::move(*places);
  const auto before = findings_at(*projected_, *from, on, options_.only);
  if (!before) return before.error();
  changes.findings = compare_findings(*before, report_.findings);
  report_.changes = std::move(changes);
  return Ok{};
}

/// The views' digests in the commitments among the entries [begin, end).
Status Auditor::check_views_since(const ledger::EventStore& log, std::uint64_t begin,
                                  std::uint64_t end) {
  return log.read(begin, end, [&](std::uint64_t index, std::string_view bytes) {
    const auto commitment = ledger::commitment_in(bytes);
    if (commitment) check_views(index, *commitment);
    return true;
  });
}

/// Views and versions that this program does not fold are told, not held against the ledger.
void Auditor::check_views(std::uint64_t index, const ledger::Commitment& commitment) {
  if (commitment.views.empty()) ++report_.commitments_without_views;
  for (const ledger::ViewDigest& committed : commitment.views) {
    const auto digest = digest_of(committed, commitment.size);
    if (!digest) {
      ++report_.views_not_compared[committed.name + " v" + std::to_string(committed.version)];
      continue;
    }
    if (*digest == committed.digest) continue;
    Fault fault = fault_of(
        FaultClass::kFalseCommitment, "entry", "payload.views." + committed.name, "COMMITMENT_VIEW",
        "the view folds to " + to_hex(*digest) + " at size " + std::to_string(commitment.size) +
            ", the commitment says " + to_hex(committed.digest));
    fault.index = index;
    add(std::move(fault));
  }
}

/// Of the view as it was folded here, if it was in this version.
std::optional<ledger::Hash> Auditor::digest_of(const ledger::ViewDigest& committed,
                                               std::uint64_t size) const {
  for (const projections::ViewState& view : projected_->runner->states()) {
    if (view.name != committed.name || view.version != committed.version) continue;
    const auto digest = projected_->runner->digest_at(view.name, size);
    if (digest) return *digest;
  }
  return std::nullopt;
}

/// What the report tells of the log is what its checkpoint says.
void Auditor::check_subject_header() {
  const auto checkpoint = ledger::checkpoint_of_note(report_.checkpoint);
  if (checkpoint && checkpoint->size == report_.log.size && checkpoint->root == report_.log.root &&
      checkpoint->origin == report_.log.identity.origin) {
    return;
  }
  add(fault_of(FaultClass::kEdited, "file", std::string(kManifest), "HEADER_DIFFERS",
               "it speaks of another checkpoint than the bundle holds"));
}

Status Auditor::audit_subject() {
  report_.log.identity = source_.header->identity;
  report_.log.size = source_.header->size;
  report_.log.root = source_.header->root;
  report_.log.complete = false;
  if (report_.bundle) report_.log.signatures_checked = report_.bundle->signatures;
  auto note =
      ledger::folder_resources(source_.folder)("checkpoint", bundle_file_bytes_max("checkpoint"));
  if (!note && report_.fault_count > 0) return Ok{};  // the manifest's business
  if (!note) return note.error();
  report_.checkpoint = std::move(*note);
  check_subject_header();
  return anchor();
}

/// Its events cannot be judged alone; what is wrong with the bundle itself is told all the same.
Result<AuditReport> Auditor::audit_range() {
  if (report_.fault_count == 0) {
    return ledger::invalid("RANGE_BUNDLE",
                           "a bundle of a range lacks the events before it: audit it with --begin "
                           "and --copy from a copy that has them, or import it into such a copy "
                           "and audit the copy",
                           source_.name);
  }
  report_.log.identity = source_.header->identity;
  report_.log.size = source_.header->size;
  report_.log.root = source_.header->root;
  report_.log.complete = false;
  return std::move(report_);
}

Result<AuditReport> Auditor::run() {
  report_.source = source_.kind;
  if (auto known = open_known(); !known) return known.error();
  if (auto checked = audit_bundle(); !checked) return checked.error();
  if (!source_.log) {
    if (auto subject = audit_subject(); !subject) return subject.error();
    return std::move(report_);
  }
  if (source_.header && source_.header->kind == BundleKind::kRange) return audit_range();
  const auto strange = is_strangers();
  if (!strange) return strange.error();
  if (*strange) return std::move(report_);
  if (auto verified = verify(); !verified) return verified.error();
  const auto note = source_.log->last_checkpoint();
  if (!note) return note.error();
  report_.checkpoint = note->value_or(std::string());
  if (auto anchored = anchor(); !anchored) return anchored.error();
  check_organisations();
  if (auto projected = project(); !projected) return projected.error();
  return std::move(report_);
}

/// A source that ends before what was attested has lost it, or hides it: a copy of all of it says
/// nothing about that.
void Auditor::check_not_shorter(std::uint64_t attested) {
  const auto newest = ledger::checkpoint_of_note(report_.checkpoint);
  if (!newest || newest->size >= attested) return;  // what is none was found when it was anchored
  report_.log.size = newest->size;
  report_.log.root = newest->root;
  add(fault_of(FaultClass::kTruncated, "checkpoint", "size " + std::to_string(newest->size),
               "LOG_SHORTER", ledger::log_shorter(attested, newest->size).message));
}

/// The attested state names the rules too: the line that says otherwise is not the state's.
void Auditor::check_attested_rules(const ledger::Attestation& attestation,
                                   const ledger::Rows& state) {
  const std::uint32_t version = options_.admission->rules_version(state);
  if (version == attestation.rules_version) return;
  add(fault_of(FaultClass::kStateDrift, "attestation", "rules", "ATTESTATION_DIFFERS",
               "the attested state is under rules version " + std::to_string(version) +
                   ", the attestation says " + std::to_string(attestation.rules_version)));
}

/// Views that the attestation does not name as they are folded here.
void Auditor::note_not_attested(const ledger::Attestation& attestation) {
  for (const projections::ViewState& view : projected_->runner->states()) {
    const bool attested = std::any_of(
        attestation.views.begin(), attestation.views.end(), [&](const ledger::AttestedView& line) {
          return line.name == view.name && line.version == view.version;
        });
    const std::string text = view.name + " v" + std::to_string(view.version);
    if (!attested) report_.views_not_attested.push_back(text);
  }
}

bool Auditor::is_other_version(const ledger::AttestedView& attested) const {
  const auto states = projected_->runner->states();
  return std::any_of(states.begin(), states.end(), [&](const projections::ViewState& view) {
    return view.name == attested.name && view.version != attested.version;
  });
}

/// The views as the auditor before had them, and then as the new events make them.
Status Auditor::project_further(const AttestedCopy& copy) {
  auto projected = project_log(copy.store, copy.views);
  if (!projected) return projected.error();
  projected_ = std::make_shared<const ProjectedLog>(std::move(*projected));
  note_not_attested(copy.attestation);
  for (const ledger::AttestedView& view : copy.attestation.views) {
    if (is_other_version(view)) continue;
    const auto digest = projected_->runner->digest_at(view.name, copy.attestation.size);
    if (digest && *digest && **digest == view.digest) continue;
    add(fault_of(FaultClass::kStateDrift, "view", view.name, "ATTESTATION_DIFFERS",
                 "the view at the attested size is not the attested one"));
  }
  auto views = check_views_since(*copy.store, copy.attestation.size, report_.log.size);
  if (!views) return views;
  if (report_.fault_count > 0) return Ok{};
  report_.views = projected_->runner->states();
  report_.projected = projected_;
  return find();
}

/// Of a bundle, whose tiles hold also what the copy had before.
Status Auditor::check_tiles(const std::shared_ptr<ledger::EventStore>& copy) {
  if (!report_.bundle) return Ok{};
  ledger::LogReader reader(copy);
  if (auto loaded = reader.load(); !loaded) return loaded;
  BundleCheck tiles;
  tiles.header = report_.bundle->header;
  check_range_tiles(source_.folder, reader.view(), tiles);
  add_all(tiles.faults, tiles.fault_count);
  return Ok{};
}

Result<AuditReport> Auditor::run_further(const AttestedCopy& copy) {
  report_.source = source_.kind;
  report_.attested = copy.attestation.size;
  if (auto known = open_known(); !known) return known.error();
  if (auto next = check_continues(source_, *copy.store); !next) return next.error();
  auto begins = ledger::check_attested(*copy.store, copy.attestation);
  if (!begins) return begins.error();
  check_attested_rules(copy.attestation, *begins);
  report_.log.identity = copy.attestation.identity;
  if (auto checked = audit_bundle(); !checked) return checked.error();
  const auto note = source_.log->last_checkpoint();
  if (!note) return note.error();
  report_.checkpoint = note->value_or(std::string());
  if (auto anchored = anchor(); !anchored) return anchored.error();
  check_not_shorter(copy.attestation.size);
  // What is not signed by a pinned key does not get into the copy.
  if (report_.fault_count > 0) return std::move(report_);
  ledger::CopyOptions copying;
  copying.admission = options_.admission;
  copying.threads = options_.threads;
  copying.compare_tiles = true;
  copying.progress = options_.progress;
  if (options_.trust) copying.pinned_witnesses = options_.trust->policy.witness_keys();
  auto copied = ledger::copy_log(*copy.store, *source_.log, copying, std::move(*begins));
  if (!copied && !is_evidence(copied.error())) return copied.error();
  if (copied) {
    report_.log.size = copied->size;
    report_.log.root = copied->root;
    report_.log.events_checked = copied->size - copied->size_before;
    report_.log.signatures_checked = copied->signatures;
    report_.log.checkpoints_checked = copied->checkpoints;
    report_.log.commitments_checked = copied->commitments;
    report_.commitments = copied->commitments;
    report_.log.state = std::move(copied->state);
  } else {
    add(internal::fault_of_copy(copied.error()));
    auto state = ledger::kept_state(*copy.store);
    if (!state) return state.error();
    report_.log.state = std::move(*state);
  }
  report_.rules_version = options_.admission->rules_version(report_.log.state);
  check_organisations();
  if (report_.fault_count > 0) return std::move(report_);
  if (auto known = check_known(*copy.store); !known) return known.error();
  if (auto tiles = check_tiles(copy.store); !tiles) return tiles.error();
  if (report_.fault_count > 0) return std::move(report_);
  if (auto projected = project_further(copy); !projected) return projected.error();
  return std::move(report_);
}

/// Faults that no answer can have made that did not come.
bool is_proven(const Fault& fault) {
  return fault.kind == FaultClass::kEdited || fault.kind == FaultClass::kBadSignature ||
         fault.kind == FaultClass::kForked || fault.kind == FaultClass::kFalseCommitment;
}

/// A server that did not answer everything was not audited, unless what it did answer is enough.
Result<AuditReport> unless_unanswered(const LogSource& source, Result<AuditReport> report) {
  const auto unanswered = source.outage ? source.outage->first() : std::nullopt;
  if (!unanswered || !report) return report;
  if (std::any_of(report->faults.begin(), report->faults.end(), is_proven)) return report;
  return *unanswered;
}

}  // namespace

Result<AuditReport> audit_further(const AttestedCopy& copy, const LogSource& source,
                                  const AuditOptions& options) {
  if (!source.log) {
    return ledger::invalid("SUBJECT_BUNDLE", "a bundle of one subject does not continue a log",
                           source.name);
  }
  return unless_unanswered(source, Auditor(source, options).run_further(copy));
}

ledger::Attestation attestation_of(const AuditReport& report) {
  LEDGER_CHECK(report.ok() && report.log.complete);
  ledger::Attestation out{report.log.identity,  report.log.size,           report.log.root,
                          report.rules_version, report.log.state.digest(), {}};
  for (const projections::ViewState& view : report.views) {
    out.views.push_back({view.name, view.version, view.digest});
  }
  return out;
}

Result<AuditReport> audit_log(const LogSource& source, const AuditOptions& options) {
  return unless_unanswered(source, Auditor(source, options).run());
}

}  // namespace api
