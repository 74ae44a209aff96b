// SPDX-License-Identifier: Apache-2.0
// The audit: everything about a log made again from its bytes, on a machine that may know nothing
// but a trust file. The verifier's checks, the rules of admission decided again, the views folded
// anew, commitments in the log compared with them, every finding computed anew, a bundle's files
// compared with its entries.
// Memory: caches of a fixed size whatever the length of the log; beside them the sequencer's state
// (keys, offices, what is open), what the report tells, and at one time the facts of one place.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/bundle_check.h"
#include "api/doubtful_events.h"
#include "api/findings_at.h"
#include "api/log_source.h"
#include "api/place_changes.h"
#include "ledger/attestation.h"
#include "ledger/trust.h"
#include "ledger/verify.h"
#include "projections/runner.h"

namespace api {

/// Sizes below the newest checkpoint's among which one with the quorum of witnesses is sought.
inline constexpr std::uint64_t kWitnessedSoughtMax = std::uint64_t{1} << 24;

struct AuditOptions {
  const ledger::Admission* admission = nullptr;  ///< the rules; required
  std::optional<ledger::Trust> trust;  ///< what the auditor pins; without it nothing is anchored
  std::optional<std::string> known;    ///< a checkpoint that the auditor has seen before
  bool fast = false;                   ///< hashes and checkpoints only
  unsigned threads = 0;                ///< 0: one per core
  /// A position, or a date YYYY-MM-DD: what the findings are of; empty: the end of the log.
  std::string until;
  /// The same: what happened since then is told; empty: nothing is.
  std::string from;
  std::optional<ledger::Subject> only;  ///< findings and changes of this one alone
  /// The day on which findings are judged; else that on which the last event was recorded (UTC).
  std::optional<projections::rules::Date> on;
  Language language = Language::kEn;  ///< of the sentences in what changed
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

/// What happened between two positions.
struct AuditedChanges {
  std::uint64_t from = 0;
  std::vector<SubjectChange> subjects;
  PlaceChanges places;
  FindingChanges findings;
};

struct AuditReport {
  SourceKind source{};
  ledger::VerifyReport log;           ///< for a bundle of one subject its identity and size only
  std::optional<BundleCheck> bundle;  ///< its faults are in `faults`
  std::optional<std::uint64_t> attested;  ///< size up to which another auditor's word is taken
  ledger::Anchoring anchoring;
  std::vector<std::string> log_keys;   ///< vkeys of the trust file that signed the checkpoint
  std::vector<std::string> witnesses;  ///< vkeys that cosigned it
  /// Size of the newest checkpoint that has the quorum of the trust file's witnesses, within
  /// kWitnessedSoughtMax; not sought in a log with faults.
  std::optional<std::uint64_t> witnessed_size;
  std::uint64_t organisation_keys = 0;  ///< pinned ones that the log knows as those organisations'
  /// Names of organisations with a pinned key that the log does not have yet: it ends before.
  std::vector<std::string> organisations_later;
  std::string checkpoint;                         ///< the signed note
  std::vector<projections::ViewState> views;      ///< folded anew; empty if the log has faults
  std::shared_ptr<const ProjectedLog> projected;  ///< null if the views were not folded
  /// Computed anew from the facts: of the first `position` events, judged on the day.
  std::vector<PlaceFindings> findings;
  std::uint64_t position = 0;
  projections::rules::Date on{};
  std::vector<DoubtfulEvent> doubtful;    ///< at `position`: whose keys are in doubt
  std::optional<AuditedChanges> changes;  ///< since `from`
  std::uint64_t commitments = 0;          ///< compared
  /// How often a commitment names a view that was not compared: this program folds it not, or in
  /// another version. By "name vN".
  std::map<std::string, std::uint64_t> views_not_compared;
  std::uint64_t commitments_without_views = 0;  ///< that say nothing about views
  /// "name vN" of views whose beginning no attestation vouches for in this version.
  std::vector<std::string> views_not_attested;
  std::uint32_t rules_version = 0;  ///< in force at the end
  std::uint64_t fault_count = 0;
  std::vector<ledger::Fault> faults;  ///< the first ledger::kFaultsReportedMax of them

  bool ok() const { return fault_count == 0 && log.events_unjudged == 0; }
  bool anchored() const { return anchoring.level != ledger::AnchoringLevel::kNone; }
};

/// An error means that the audit could not be made, kIo among them when a server did not answer
/// everything and nothing that it did answer is false; all that the bytes show is in the report.
/// kInvalid with the errors of open_checkpoint() when `known` is by no pinned key.
/// kNotFound NO_SUCH_SUBJECT for an unknown `only`.
/// kInvalid BAD_POSITION for `from` or `until` that are none, or in the wrong order.
ledger::Result<AuditReport> audit_log(const LogSource& source, const AuditOptions& options);

/// Where an earlier audit ended.
struct AttestedCopy {
  std::shared_ptr<ledger::EventStore> store;  ///< exactly what was attested; brought further
  std::filesystem::path views;                ///< folder of its views; made if missing
  ledger::Attestation attestation;            ///< by an auditor that the trust file pins
};

/// The audit of the new events alone: the copy is brought up to the source, every new event passes
/// what it passed when it was recorded, the source must not end before what was attested and its
/// root must be reached, a checkpoint known from before must be of this history, every new
/// commitment and the views are recomputed, findings as in audit_log(). What came before is as
/// attested.
ledger::Result<AuditReport> audit_further(const AttestedCopy& copy, const LogSource& source,
                                          const AuditOptions& options);

/// What an auditor may sign after an audit. REQUIRES: report.ok(), complete, of a whole log.
ledger::Attestation attestation_of(const AuditReport& report);

}  // namespace api
