// SPDX-License-Identifier: Apache-2.0
// What every detector of findings works with: the chronicle, the day, what was computed once for
// all of them, and the list to which it adds.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "projections/governance/findings.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/meetings.h"
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
  std::vector<FindingReading> readings = {};
  Sentence detail = {};
  Evidence evidence = {};  ///< beside the subject's own
  /// What the verdict asked for of the assumptions of the charters: each turned alone. It says of
  /// the case whether it stands under them.
  std::set<rules::Turned> asked = {};
};

/// A case with the evidence of a verdict and the rule that it rests on: the one whose path ends
/// with `path`, else the first.
Case case_of(std::string_view code, const Source* subject, const Grounds& grounds,
             std::string_view path = {});
/// A case under a parameter of a charter; without evidence where there is none.
Case case_under(std::string_view code, const Source* subject,
                const std::optional<AdoptedCharter>& charter, std::string_view path);

class Finder {
 public:
  /// Borrows the council and its chronicle.
  explicit Finder(const Council& of);

  /// Nothing is found about what was still to come. REQUIRES: a code of the table and a subject.
  void add(Case one);
  std::vector<Finding> take() { return std::move(findings_); }

  const Council& council;
  const Chronicle& chronicle;
  const Date on;
  const Charters& charters;
  const std::optional<AdoptedCharter> charter;  ///< of the day
  const std::vector<CoverageClaim> claims;
  const std::vector<Agreement> agreements;
  const std::vector<Programme> programmes;
  const std::vector<Plan> plans;
  const std::vector<Notice> notices;
  const std::vector<Obligation> obligations;
  /// Readings of assumed parameters under which a decision or an agreement stands otherwise, or
  /// for which a case asked.
  std::set<rules::Turned> otherwise;
  std::map<ledger::Hash, std::set<rules::Turned>> asked;  ///< by the key of the finding

  /// Whether the day of a matter is certainly later than the day on which it is judged.
  bool to_come(const FuzzyDate& day) const { return internal::to_come(day, on); }
  /// Whether what an event tells of had certainly not happened yet on that day.
  bool tells_of_later(const Source& source) const { return later_.contains(source.digest); }
  bool own(const ledger::Scope& scope) const { return scope == chronicle.place(); }

 private:
  std::set<ledger::Hash> later_;  ///< D of the events that occurred after the day
  std::vector<Finding> findings_;
};

/// What is not found under another reading of an assumed parameter rests on the assumption and says
/// under which reading it is not found; what asked for an assumption and is found all the same says
/// so. `finder` has found `findings` in the council, of which `find_all` finds everything.
void read_findings_otherwise(const Finder& finder, const std::function<void(Finder&)>& find_all,
                             std::vector<Finding>& findings);

/// Remarks on the texts of acts and documents.
void find_in_texts(Finder& finder);
/// What is not known about people, attendance, assignments.
void find_in_records(Finder& finder);
/// What the journal itself shows: late records, suspect and recovered keys, ids of different
/// things.
void find_in_journal(Finder& finder);
void find_late_records(Finder& finder);
void find_repudiations(Finder& finder);
void find_recovered_keys(Finder& finder);
/// Agreements, programmes and plans.
void find_in_papers(Finder& finder);
/// Copies, notices and orders that rest on them.
void find_in_letters(Finder& finder);
/// Members, holders of roles, seats of bodies.
void find_in_members(Finder& finder);
/// Who convened a meeting and in what form; what nobody was in office for.
void find_in_meetings(Finder& finder);
/// Ballots, decisions, elections.
void find_in_decisions(Finder& finder);
/// Signatures and numbers of protocols.
void find_in_protocols(Finder& finder);
/// What somebody did as chair after the term or the seat was lost.
void find_in_chairs(Finder& finder);
/// Duties that were done late or not at all.
void find_in_duties(Finder& finder);

}  // namespace projections::governance::internal
