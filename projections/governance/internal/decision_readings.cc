// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/decision_readings.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace projections::governance::internal {
namespace {

using rules::Turned;

/// Whether everything that `less` turns is turned so by `more` as well.
bool turned_by(const Turned& less, const Turned& more) {
  return std::includes(more.begin(), more.end(), less.begin(), less.end());
}

class DecisionReader {
 public:
  DecisionReader(const Council& council, const std::function<DecisionState(const Outcome&)>& state,
                 Decision& decision)
      : council_(council), state_(state), decision_(decision) {}

  /// What was asked for is turned one by one first, so that the readings come by their size.
  void read(const Grounds& grounds) {
    extend({}, grounds);
    while (!open_.empty()) {
      const Turned turned = std::move(open_.front());
      open_.pop_front();
      extend(turned, under(turned).grounds);
    }
    if (decision_.all_readings) return;
    [[maybe_unused]] const Outcome together = under(all_);
  }

 private:
  void extend(const Turned& turned, const Grounds& grounds) {
    for (const RuleUsed& rule : grounds.rules) {
      if (!rule.basis.assumed() || turned.contains(rule.basis.path)) continue;
      for (const std::string& value : council_.charters().other_values(rule)) {
        all_.emplace(rule.basis.path, value);
        Turned more = turned;
        more.emplace(rule.basis.path, value);
        add(std::move(more));
      }
    }
  }

  void add(Turned turned) {
    if (known_.contains(turned)) return;
    if (turned.size() > 1 && known_.size() >= kReadingsMax - 1) {
      decision_.all_readings = false;
      return;
    }
    open_.push_back(turned);
    known_.insert(std::move(turned));
  }

  Outcome under(const Turned& turned) {
    const Council& other = council_.read_otherwise(turned);
    const auto fact = other.chronicle().find<fb::DecisionDeclared>(decision_.fact.digest());
    Outcome outcome = outcome_of(other, *fact);
    const DecisionState state = state_(outcome);
    if (state == decision_.state) return outcome;
    const bool simpler = std::any_of(decision_.readings.begin(), decision_.readings.end(),
                                     [&](const DecisionReading& one) {
                                       return one.state == state && turned_by(one.turned, turned);
                                     });
    if (simpler) return outcome;
    const QuorumState& quorum = outcome.quorum;
    decision_.readings.push_back(
        {turned, state, quorum.applicable, quorum.present, quorum.total, quorum.needed});
    return outcome;
  }

  const Council& council_;
  const std::function<DecisionState(const Outcome&)>& state_;
  Decision& decision_;
  std::deque<Turned> open_;
  std::set<Turned> known_;
  Turned all_;  ///< everything that was asked for, turned
};

}  // namespace

void read_decision_otherwise(const Council& council, const Outcome& outcome,
                             const std::function<DecisionState(const Outcome&)>& state,
                             Decision& decision) {
  // A reading is of the charters as they stand.
  if (council.chronicle().turned() != nullptr) return;
  DecisionReader(council, state, decision).read(outcome.grounds);
  // Where the charter demands no quorum, general law may: that reading stands with the quorum.
  const bool general = !outcome.quorum.applicable && outcome.quorum.grounds.depends_on_assumption;
  decision.grounds.depends_on_assumption = general || !decision.readings.empty();
}

}  // namespace projections::governance::internal
