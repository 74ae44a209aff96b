// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/findings.h"

#include <map>
#include <tuple>

#include "projections/governance/internal/by_day.h"
#include "projections/governance/internal/dated_words.h"
#include "projections/governance/internal/finder.h"
#include "projections/governance/meetings.h"
#include "projections/governance/subject_names.h"

namespace projections::governance {
namespace {

using ledger::Hash;

/// The newest disposition of each finding by its own day, without those of a later one.
std::map<Hash, Fact<fb::FindingDispositioned>> dispositions(const Chronicle& chronicle, Date on) {
  const internal::ByDay by(chronicle, on);
  std::map<Hash, std::vector<internal::Word<fb::FindingDispositioned>>> said;
  for (const auto& fact : chronicle.all<fb::FindingDispositioned>()) {
    const FuzzyDate day = internal::occurred(*fact.body);
    if (by.had(day, *fact.source) == Truth::kNo) continue;
    said[fixed_of<Hash>(fact->finding_key())].push_back(internal::word_of(chronicle, fact, day));
  }
  std::map<Hash, Fact<fb::FindingDispositioned>> newest;
  for (auto& [key, words] : said) {
    internal::put_in_order(words);
    newest.emplace(key, words.back().fact);
  }
  return newest;
}

void attach_dispositions(const Chronicle& chronicle, Date on, std::vector<Finding>& findings) {
  const auto newest = dispositions(chronicle, on);
  for (Finding& finding : findings) {
    const auto it = newest.find(finding.key);
    if (it == newest.end()) continue;
    const auto& fact = it->second;
    finding.disposition =
        DispositionState{fact->disposition(), fact.index(), text_of(fact->wording()->title()),
                         fixed_of<Hash>(fact->facts_digest()) == finding.facts_digest};
  }
}

void name_subjects(const Chronicle& chronicle, std::vector<Finding>& findings) {
  if (findings.empty()) return;
  const SubjectNames names(chronicle);
  for (Finding& finding : findings) {
    SubjectName subject = names.of(finding.subject);
    finding.subject_name = std::move(subject.text);
    finding.subject_day = subject.day;
  }
}

auto order_of(const Finding& finding) { return std::make_tuple(finding.code(), finding.key); }

}  // namespace

namespace {

void find_all(internal::Finder& finder) {
  internal::find_in_texts(finder);
  internal::find_in_records(finder);
  internal::find_in_journal(finder);
  internal::find_in_papers(finder);
  internal::find_in_letters(finder);
  internal::find_in_members(finder);
  internal::find_in_meetings(finder);
  internal::find_in_decisions(finder);
  internal::find_in_protocols(finder);
  internal::find_in_chairs(finder);
  internal::find_in_duties(finder);
}

}  // namespace

std::vector<Finding> findings(const Chronicle& chronicle, Date on) {
  const Council council(chronicle, on);
  internal::Finder finder(council);
  find_all(finder);
  std::vector<Finding> out = finder.take();
  internal::read_findings_otherwise(finder, find_all, out);
  std::sort(out.begin(), out.end(),
            [](const Finding& a, const Finding& b) { return order_of(a) < order_of(b); });
  const auto same = std::unique(out.begin(), out.end(),
                                [](const Finding& a, const Finding& b) { return a.key == b.key; });
  out.erase(same, out.end());
  attach_dispositions(chronicle, on, out);
  name_subjects(chronicle, out);
  return out;
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kLate:
      return "late";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      break;
  }
  return "info";
}

std::string_view name_of(Register shown_in) {
  switch (shown_in) {
    case Register::kViolation:
      return "violation";
    case Register::kGap:
      return "gap";
    case Register::kRemark:
      break;
  }
  return "remark";
}

}  // namespace projections::governance
