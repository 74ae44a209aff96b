// SPDX-License-Identifier: Apache-2.0
// The views of a log that is only looked at: folded into a folder that goes with them. And what
// happened between two positions: which things are otherwise, and how.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/json.h"
#include "api/log_source.h"
#include "api/part_changes.h"
#include "ledger/log_reader.h"
#include "projections/runner.h"

namespace api {

struct ProjectedLog {
  std::unique_ptr<ledger::ScratchFolder> scratch;
  ledger::LedgerIdentity identity;
  std::shared_ptr<ledger::LogReader> reader;
  std::unique_ptr<projections::Runner> runner;

  ledger::ReadView view() const { return reader->view(); }
};

/// In a folder that goes with it, or in `views`, where only what is new is folded. The errors of
/// LogReader::load(), open_views() and Runner::catch_up().
ledger::Result<ProjectedLog> project_log(std::shared_ptr<const ledger::EventStore> log,
                                         const std::filesystem::path& views = {});

/// Digests of views by size for ledger::VerifyOptions::view_digest, folded when the first one is
/// asked for; nothing for views and versions that this program does not have, and for a log that
/// cannot be folded.
std::function<std::optional<ledger::Hash>(const std::string& name, std::uint32_t version,
                                          std::uint64_t size)>
view_digests_of(std::shared_ptr<const ledger::EventStore> log);

struct SubjectChange {
  ledger::Subject subject;
  Json before;  ///< null: the ledger did not know it
  Json after;
  std::vector<PartChange> parts;
};

/// Every subject of the events [begin, end) of the log. kCorrupt naming an event that is none.
ledger::Result<std::set<ledger::Subject>> subjects_between(const ledger::ReadView& view,
                                                           std::uint64_t begin, std::uint64_t end);

/// What the views say of every subject of the events [from, to), at position `from` and at
/// position `to`; those that are the same are left out. Ascending by subject.
ledger::Result<std::vector<SubjectChange>> changes_between(
    const ProjectedLog& log, std::uint64_t from, std::uint64_t to,
    const std::optional<ledger::Subject>& only = std::nullopt);

/// kNotFound NO_SUCH_SUBJECT unless the views know of it at the log's end: an id that is mistyped
/// is told as such, not as something about which nothing happened. The errors of the views.
ledger::Status check_subject_known(const ProjectedLog& log, const ledger::Subject& subject);

/// The position that a text names: a number up to the log's size, or a date, whose position is
/// that after the last event recorded on it or before it (UTC). kInvalid BAD_POSITION.
ledger::Result<std::uint64_t> parse_position(const ProjectedLog& log, const std::string& text);

}  // namespace api
