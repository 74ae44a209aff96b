// SPDX-License-Identifier: Apache-2.0
#include "api/projected_log.h"

#include <chrono>

#include "api/event_json.h"
#include "api/view_json.h"
#include "ledger/entry.h"
#include "ledger/event_check.h"
#include "projections/open_views.h"
#include "projections/rules/dates.h"

namespace api {
namespace {

using ledger::Ok;
using ledger::Result;
using ledger::Status;
using ledger::Subject;
using ledger::SubjectKind;
using projections::ViewReader;

template <typename T, typename Make>
Result<Json> found_json(const Result<std::optional<T>>& found, Make make) {
  if (!found) return found.error();
  return *found ? make(**found) : Json();
}

/// An organisation with its keys.
Result<Json> organisation_with_keys(const ViewReader& reader, const ledger::Id& id) {
  auto json = found_json(projections::find_organisation(reader, id), organisation_json);
  if (!json || json->is_null()) return json;
  const auto keys = projections::keys_of(reader, id);
  if (!keys) return keys.error();
  (*json)["keys"] = list_json(*keys, key_json);
  return json;
}

Result<Json> subject_json(const ViewReader& reader, const Subject& subject) {
  switch (subject.kind) {
    case SubjectKind::kRegistry:
      return Json();
    case SubjectKind::kRegion:
      return found_json(projections::find_region(reader, subject.id), region_json);
    case SubjectKind::kOrganisation:
      return organisation_with_keys(reader, subject.id);
    case SubjectKind::kCluster:
      return found_json(projections::find_cluster(reader, subject.id), cluster_json);
    case SubjectKind::kDocument:
      return found_json(projections::find_document(reader, subject.id), document_json);
  }
  return Json();
}

Result<std::uint64_t> recorded_at(const ledger::ReadView& view, std::uint64_t index) {
  const auto event = view.event(index);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  return entry->recorded_at_us;
}

/// The first microsecond after a civil day, UTC.
std::optional<std::uint64_t> end_of_day(const std::string& text) {
  const auto date = projections::rules::date_from_iso(text);
  if (!date || *date < std::chrono::sys_days{}) return std::nullopt;
  const auto after = *date + std::chrono::days(1);
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(after.time_since_epoch()).count());
}

}  // namespace

Result<std::set<Subject>> subjects_between(const ledger::ReadView& view, std::uint64_t begin,
                                           std::uint64_t end) {
  std::set<Subject> subjects;
  std::optional<ledger::Error> failed;
  auto read = view.range(begin, end, [&](std::uint64_t index, std::string_view bytes) {
    const auto entry = ledger::parse_entry(bytes);
    const auto body = entry ? ledger::check_body(entry->body) : Result<ledger::Body>(entry.error());
    if (!body) {
      failed = ledger::corrupt(body.error().reason, body.error().message,
                               "event " + std::to_string(index));
      return false;
    }
    subjects.insert(body->subjects().begin(), body->subjects().end());
    return true;
  });
  if (!read) return read.error();
  if (failed) return *failed;
  return subjects;
}

Result<ProjectedLog> project_log(std::shared_ptr<const ledger::EventStore> log,
                                 const std::filesystem::path& views) {
  ProjectedLog out;
  auto identity = ledger::identity_of(*log);
  if (!identity) return identity.error();
  out.identity = std::move(*identity);
  out.reader = std::make_shared<ledger::LogReader>(std::move(log));
  if (auto loaded = out.reader->load(); !loaded) return loaded.error();
  projections::RunnerOptions options;
  options.dir = views;
  if (views.empty()) {
    auto scratch = ledger::ScratchFolder::make();
    if (!scratch) return scratch.error();
    out.scratch = std::move(*scratch);
    options.dir = out.scratch->path() / "views";
  }
  options.batch_events = 4'096;
  auto opened = projections::open_views(options);
  if (!opened) return opened.error();
  out.runner = std::move(opened->runner);
  if (auto folded = out.runner->catch_up(out.view()); !folded) return folded.error();
  return out;
}

std::function<std::optional<ledger::Hash>(const std::string&, std::uint32_t, std::uint64_t)>
view_digests_of(std::shared_ptr<const ledger::EventStore> log) {
  const auto folded = std::make_shared<std::optional<Result<ProjectedLog>>>();
  return [folded, log = std::move(log)](const std::string& name, std::uint32_t version,
                                        std::uint64_t size) -> std::optional<ledger::Hash> {
    if (!*folded) folded->emplace(project_log(log));
    if (!**folded) return std::nullopt;
    const projections::Runner& runner = *(**folded)->runner;
    for (const projections::ViewState& view : runner.states()) {
      if (view.name != name || view.version != version) continue;
      const auto digest = runner.digest_at(name, size);
      return digest ? *digest : std::nullopt;
    }
    return std::nullopt;
  };
}

Result<std::vector<SubjectChange>> changes_between(const ProjectedLog& log, std::uint64_t from,
                                                   std::uint64_t to,
                                                   const std::optional<Subject>& only) {
  const auto before = log.runner->reader_at(from);
  if (!before) return before.error();
  const auto after = log.runner->reader_at(to);
  if (!after) return after.error();
  const auto subjects = subjects_between(log.view(), from, to);
  if (!subjects) return subjects.error();
  std::vector<SubjectChange> out;
  for (const Subject& subject : *subjects) {
    if (only && *only != subject) continue;
    auto old_json = subject_json(*before, subject);
    if (!old_json) return old_json.error();
    auto new_json = subject_json(*after, subject);
    if (!new_json) return new_json.error();
    SubjectChange change{subject, std::move(*old_json), std::move(*new_json), {}};
    change.parts = part_changes(change.before, change.after);
    if (!change.parts.empty()) out.push_back(std::move(change));
  }
  return out;
}

Status check_subject_known(const ProjectedLog& log, const Subject& subject) {
  if (subject.kind == SubjectKind::kRegistry) return Ok{};
  const auto reader = log.runner->reader_at(log.view().size());
  if (!reader) return reader.error();
  const auto known = subject_json(*reader, subject);
  if (!known) return known.error();
  if (!known->is_null()) return Ok{};
  return ledger::not_found("NO_SUCH_SUBJECT", "the log knows of no " + subject_text(subject));
}

Result<std::uint64_t> parse_position(const ProjectedLog& log, const std::string& text) {
  const ledger::ReadView view = log.view();
  if (const auto number = ledger::parse_decimal(text); number && *number <= view.size()) {
    return *number;
  }
  const auto end = end_of_day(text);
  if (!end) {
    return ledger::invalid("BAD_POSITION", "expected a position from 0 to " +
                                               std::to_string(view.size()) +
                                               " or a date YYYY-MM-DD, found " + text);
  }
  std::uint64_t low = 0;
  std::uint64_t high = view.size();
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto at = recorded_at(view, middle);
    if (!at) return at.error();
    if (*at < *end) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace api
