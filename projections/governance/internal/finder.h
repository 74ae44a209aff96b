// SPDX-License-Identifier: Apache-2.0
// What every detector of findings works with: the chronicle, the day, what was computed once for
// all of them, and the list to which it adds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/governance/findings.h"
#include "projections/governance/programmes.h"

namespace projections::governance::internal {

/// What a detector says of one case; the rest of the finding follows from it.
struct Case {
  std::string_view code;
  const Source* subject = nullptr;
  std::string clause = {};
  fb::Certainty certainty = fb::Certainty::UNSPECIFIED;
  std::string period = {};
  std::vector<std::pair<std::string, std::string>> numbers = {};
  Sentence detail = {};
  Evidence evidence = {};  ///< beside the subject's own
};

class Finder {
 public:
  Finder(const Chronicle& of, const HeldMeetings& meetings, Date on);

  /// REQUIRES: a code of the table and a subject.
  void add(Case one);
  std::vector<Finding> take() { return std::move(findings_); }

  const Chronicle& chronicle;
  const Date on;
  const Charters charters;
  const std::optional<AdoptedCharter> charter;  ///< of the day
  const std::vector<CoverageClaim> claims;
  const std::vector<Agreement> agreements;
  const std::vector<Programme> programmes;
  const std::vector<Plan> plans;
  const std::vector<Notice> notices;
  const std::vector<Obligation> obligations;

  bool own(const ledger::Scope& scope) const { return scope == chronicle.place(); }

 private:
  std::vector<Finding> findings_;
};

/// Remarks on the texts of acts and documents.
void find_in_texts(Finder& finder);
/// What is not known about people, protocols, attendance.
void find_in_records(Finder& finder);
/// Agreements, programmes, plans, copies and notices.
void find_in_papers(Finder& finder);
/// Members, meetings, decisions and protocols.
void find_in_council(Finder& finder);
/// Duties that were done late or not at all.
void find_in_duties(Finder& finder);

}  // namespace projections::governance::internal
