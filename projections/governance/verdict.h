// SPDX-License-Identifier: Apache-2.0
// What every verdict of governance is made of: three-valued answers, the events behind them, the
// rule that was used and where it comes from, what had to be assumed and what is missing. A verdict
// is a pure function of a Chronicle and a date; nothing here is stored.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/chronicle.h"
#include "projections/rules/charter.h"
#include "projections/rules/imprecise.h"
#include "projections/sentence.h"

namespace projections::governance {

using rules::Date;
using rules::FuzzyDate;
using rules::Truth;

/// The events behind a value: indexes, ascending and unique, and the weakest grade among them.
class Evidence {
 public:
  Evidence() = default;
  explicit Evidence(const Source& source) { add(source); }

  void add(const Source& source) {
    insert(source.index);
    for (const std::uint64_t correction : source.corrections) insert(correction);
    if (!grade_ || source.grade > *grade_) grade_ = source.grade;
  }
  void add(const Evidence& other) {
    for (const std::uint64_t index : other.events_) insert(index);
    if (other.grade_ && (!grade_ || *other.grade_ > *grade_)) grade_ = other.grade_;
  }

  /// Of an event whose fact is no longer known, or another one since.
  void add_event(std::uint64_t index) { insert(index); }

  const std::vector<std::uint64_t>& events() const { return events_; }
  /// SELF is the best, DOCUMENT the weakest; nothing without events.
  const std::optional<ledger::Grade>& grade() const { return grade_; }

 private:
  void insert(std::uint64_t index) {
    const auto at = std::lower_bound(events_.begin(), events_.end(), index);
    if (at == events_.end() || *at != index) events_.insert(at, index);
  }

  std::vector<std::uint64_t> events_;
  std::optional<ledger::Grade> grade_;
};

using projections::Sentence;

/// A rule that a verdict used: the charter's parameter with its clause and certainty, and the event
/// that adopted the charter; or a default of general law or an assumption of this program, where
/// no charter speaks.
struct RuleUsed {
  rules::Basis basis;
  std::optional<std::uint64_t> charter;  ///< index of the CharterAdopted
};

/// What a verdict needs and no event tells: the path of the fact and a sentence.
struct Missing {
  std::string what;  ///< e.g. "signed_on of slot 3"
  Sentence sentence;
};

/// What every verdict carries beside its own values.
struct Grounds {
  Evidence evidence;
  std::vector<RuleUsed> rules;
  std::vector<Missing> missing;  ///< not empty when the answer is undetermined
  /// Another reading of an assumed parameter would change the answer.
  bool depends_on_assumption = false;

  void add(const Grounds& other) {
    evidence.add(other.evidence);
    rules.insert(rules.end(), other.rules.begin(), other.rules.end());
    missing.insert(missing.end(), other.missing.begin(), other.missing.end());
    depends_on_assumption |= other.depends_on_assumption;
  }
};

}  // namespace projections::governance
