// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/paper_force.h"

#include <algorithm>

namespace projections::internal {
namespace {

using rules::Date;
using rules::FuzzyDate;
using rules::Truth;

std::string text_of_day(const FuzzyDate& date) {
  return date.day() ? rules::to_iso(*date.day()) : std::string();
}

/// Of two days that have both come. An open bound lies before everything.
bool earlier(const FuzzyDate& a, const FuzzyDate& b) {
  if (a.not_after != b.not_after) return a.not_after < b.not_after;
  return a.not_before < b.not_before;
}

/// Puts one verdict together.
class Settling {
 public:
  Settling(const PaperForce& force, Date on, DocumentVerdict& verdict)
      : force_(force), today_(FuzzyDate::on(on)), verdict_(verdict) {}

  void run() {
    weigh_ends();
    if (!over_.empty() && !never_began()) return end();
    for (const PaperEnd* one : to_come_) use(one->evidence);
    use(force_.evidence);
    if (!force_.comes_into_force) {
      verdict_.missing = force_.missing;
      verdict_.missing.insert(verdict_.missing.end(), open_.begin(), open_.end());
      verdict_.state =
          verdict_.missing.empty() ? DocumentState::kOnRecord : DocumentState::kUndetermined;
    } else if (force_.begun == Truth::kNo) {
      stands(DocumentState::kNotYet);
      if (verdict_.since.empty()) verdict_.missing = force_.missing;
    } else if (force_.begun == Truth::kUndetermined || !open_.empty()) {
      undetermined();
    } else {
      verdict_.missing = force_.beside;
      stands(DocumentState::kInForce);
      weigh_changes();
    }
    verdict_.missing.insert(verdict_.missing.end(), force_.claims.begin(), force_.claims.end());
  }

 private:
  void use(const std::vector<Evidence>& evidence) {
    verdict_.evidence.insert(verdict_.evidence.end(), evidence.begin(), evidence.end());
  }

  void stands(DocumentState state) {
    verdict_.state = state;
    verdict_.since = text_of_day(force_.from);
  }

  /// The day before the first one on which it is otherwise.
  void holds_until_before(const FuzzyDate& change) {
    if (!change.day()) return;
    const std::string last = rules::to_iso(*change.day() - rules::days(1));
    if (verdict_.until.empty() || last < verdict_.until) verdict_.until = last;
  }

  /// A term that is over says nothing of what was never in force; an act that ends it does.
  bool never_began() const {
    return force_.comes_into_force && force_.begun == Truth::kNo &&
           std::all_of(over_.begin(), over_.end(),
                       [](const PaperEnd* one) { return one->state == DocumentState::kEnded; });
  }

  void weigh_ends() {
    for (const PaperEnd& one : force_.ends) {
      const Truth over = on_or_before(one.from, today_);
      if (over == Truth::kYes) {
        over_.push_back(&one);
        continue;
      }
      if (over == Truth::kNo) {
        to_come_.push_back(&one);
        holds_until_before(one.from);
      } else {
        use(one.evidence);
        open_ends_.push_back(&one);
        open_.push_back(one.open);
      }
    }
  }

  void end() {
    const PaperEnd& first = **std::min_element(
        over_.begin(), over_.end(),
        [](const PaperEnd* a, const PaperEnd* b) { return earlier(a->from, b->from); });
    verdict_.state = first.state;
    verdict_.by = first.by;
    verdict_.until.clear();
    // What may never have been in force is not said to have had a last day in it.
    if (first.state == DocumentState::kEnded && force_.begun == Truth::kUndetermined) {
      verdict_.missing = force_.missing;
    }
    verdict_.missing.insert(verdict_.missing.end(), open_.begin(), open_.end());
    use(first.evidence);
    const auto not_before_first = [&](const PaperEnd* one) {
      return one == &first || on_or_before(first.from, one->from) == Truth::kYes;
    };
    // One of which it is not known whether it has come may have come first.
    const bool certainly_first =
        std::all_of(over_.begin(), over_.end(), not_before_first) &&
        std::all_of(open_ends_.begin(), open_ends_.end(), not_before_first);
    if (certainly_first) verdict_.since = text_of_day(first.from);
  }

  void undetermined() {
    verdict_.state = DocumentState::kUndetermined;
    if (force_.begun == Truth::kUndetermined) {
      // When a term that has not begun is over is not what is missing.
      std::erase(open_, Missing{MissingKind::kTermEnd});
      verdict_.missing = force_.missing;
    }
    verdict_.missing.insert(verdict_.missing.end(), open_.begin(), open_.end());
  }

  /// The change that came last names the state.
  void weigh_changes() {
    const PaperChange* last = nullptr;
    for (const PaperChange& one : force_.changes) {
      use(one.evidence);
      if (one.works == Truth::kNo) {
        if (on_or_before(one.from, today_) == Truth::kNo) holds_until_before(one.from);
      } else if (one.works == Truth::kUndetermined) {
        verdict_.missing.push_back({MissingKind::kAmendment, 0, one.by.index});
      } else if (last == nullptr || !earlier(one.from, last->from)) {
        last = &one;
      }
    }
    if (last == nullptr) return;
    verdict_.state = DocumentState::kAmended;
    verdict_.by = last->by;
    verdict_.since = text_of_day(last->from);
  }

  const PaperForce& force_;
  const FuzzyDate today_;
  DocumentVerdict& verdict_;
  std::vector<const PaperEnd*> over_;
  std::vector<const PaperEnd*> to_come_;
  std::vector<const PaperEnd*> open_ends_;
  std::vector<Missing> open_;
};

/// The better the paper stands, the lower.
int rank(const PaperForce& force, Date on) {
  DocumentVerdict verdict;
  settle(force, on, verdict);
  switch (verdict.state) {
    case DocumentState::kInForce:
    case DocumentState::kAmended:
    case DocumentState::kOnRecord:
      return 0;
    case DocumentState::kUndetermined:
      return 1;
    case DocumentState::kNotYet:
      return 3;
    default:
      return 2;
  }
}

}  // namespace

void settle(const PaperForce& force, Date on, DocumentVerdict& verdict) {
  Settling(force, on, verdict).run();
}

PaperForce best_of(std::vector<PaperForce> all, Date on) {
  const auto better = [on](const PaperForce& a, const PaperForce& b) {
    const int rank_a = rank(a, on);
    const int rank_b = rank(b, on);
    return rank_a != rank_b ? rank_a < rank_b : earlier(a.from, b.from);
  };
  return std::move(*std::min_element(all.begin(), all.end(), better));
}

Evidence evidence_of(const Source& source) {
  return {source.index, source.grade, source.author, source.digest, {}};
}

Evidence evidence_of(std::uint64_t index) { return {index, std::nullopt, {}, {}, {}}; }

}  // namespace projections::internal
