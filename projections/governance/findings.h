// SPDX-License-Identifier: Apache-2.0
// Findings: what went against the rules, what is not known, what the texts of acts contradict. A
// finding is computed from facts at a position and judged on a day; the same facts give the same
// findings, byte for byte. Wording is neutral: a finding is a sign with its evidence, its clause
// and its numbers, not a judgement of people.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/governance/obligations.h"

namespace projections::governance {

enum class Severity { kError, kLate, kWarning, kInfo };

/// Signs of violation · gaps of information · remarks on the texts of acts.
enum class Register { kViolation, kGap, kRemark };

/// What a code means; the table is in findings_codes.cc.
struct FindingKind {
  std::string_view code;
  Severity severity{};
  Register shown_in{};
  Sentence sentence;
};

/// Null for an unknown code.
const FindingKind* finding_kind(std::string_view code);
/// Ascending by code.
std::span<const FindingKind> all_finding_kinds();

/// What somebody with authority said of a finding. It binds the facts: when these change, the
/// finding is open again.
struct DispositionState {
  fb::Disposition disposition{};
  std::uint64_t index = 0;  ///< of the FindingDispositioned
  std::string title;
  bool binding = false;  ///< the facts are still those that it was about
};

/// What an assumed parameter of the charter, read otherwise, would give.
struct FindingReading {
  std::string turned;  ///< the parameter, with the other value where it has several
  Sentence outcome;
  std::vector<std::pair<std::string, std::string>> numbers;  ///< what was computed with
};

struct Finding {
  ledger::Hash key;  ///< over code, place, subject, clause and period: stable for ever
  const FindingKind* kind = nullptr;
  ledger::Scope place;
  ledger::Hash subject;   ///< D of the event that it is about
  Sentence subject_name;  ///< what people call that (subject_names.h)
  FuzzyDate subject_day;  ///< its day; may be unknown
  std::string clause;
  fb::Certainty certainty{};  ///< of the rule; UNSPECIFIED where no rule is involved
  std::string period;         ///< tells apart several findings on one subject; may be empty
  std::vector<std::pair<std::string, std::string>> numbers;  ///< what was computed with
  std::vector<FindingReading> readings;                      ///< all that would find otherwise
  Sentence detail;                                           ///< this case in words; may be empty
  Evidence evidence;
  ledger::Hash facts_digest;                    ///< over numbers, readings and the evidence
  std::optional<DispositionState> disposition;  ///< the newest one by the day

  std::string_view code() const { return kind->code; }
};

/// Of the place itself; a cluster's do not repeat its region's. Ordered by code, then by key.
std::vector<Finding> findings(const Chronicle& chronicle, Date on);

std::string_view name_of(Severity severity);  ///< "error", "late", "warning", "info"
std::string_view name_of(Register shown_in);  ///< "violation", "gap", "remark"

}  // namespace projections::governance
